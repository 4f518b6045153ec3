"""Takes the answers of the running service to the routes' own example requests: `python -m tests.mobile.capture`.

They become the examples of the OpenAPI document. Lists are cut to one entry and secrets and random ids replaced, so that
the examples are short and stay the same from one taking to the next.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from chalicelib.web.blueprints import all_routes
from chalicelib.web.openapi_examples import ID, KEPT
from chalicelib.web.route import Route
from chalicelib.web.services import _assess
from tests.booth.visitor import PERSON_B
from tests.web.support import STAFF_KEY, Service, Visitor, running

RANDOM = re.compile(r"\b[0-9a-f]{32}\b")
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
LONGEST = 400


def shortened(value: Any, key: str = "") -> Any:
    """The answer with one entry a list, long drawings cut, and nothing random in it."""
    if isinstance(value, dict):
        return {name: shortened(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [shortened(one) for one in value[:1]]
    if not isinstance(value, str):
        return value
    if key == "token" or TOKEN.fullmatch(value):
        return "Zm9yLWRvY3VtZW50YXRpb24tb25seS1ub3QtYS10b2tlbg"
    if key == "code" and value.isdigit():
        return "1234567890"
    if value.startswith("<svg"):
        return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 360" role="img"></svg>'
    value = re.sub(r"#h=\d{10}", "#h=1234567890", RANDOM.sub(ID, value))
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def asked(service: Service, route: Route) -> Any:
    """The answer to the route's example request; None where it needs things that only other requests make."""
    visitor = service.open("mobile")
    visitor.tell(json.loads(json.dumps(PERSON_B).replace('"7.5"', "7.5").replace('"17.9"', "17.9")))
    ids = prepared(visitor, route)
    if ids is None:
        return None
    path = route.path.format(**ids)
    headers = {"Authorization": f"Bearer {STAFF_KEY if route.auth == 'staff' else visitor.token}"}
    if route.edited and route.method != "GET":
        headers["If-Match"] = visitor.ask("GET", "/person").headers["ETag"]
    body = None if route.body is None else route.example or {}
    if route.path == "/v1/handovers":
        body = {"code": visitor.ask("POST", "/handover", {}).json["code"], "channel": "mobile"}
    reply = service.ask(route.method, path, body, headers)
    if reply.status not in (200, 201) or "json" not in reply.headers["Content-Type"]:
        return None
    return shortened(json.loads(reply.raw))


def prepared(visitor: Visitor, route: Route) -> dict[str, str] | None:
    """Values for the parameters of the path, made by requests of their own."""
    makes = {
        "session_id": lambda: visitor.id,
        "lesson_id": lambda: visitor.service.ask("GET", "/v1/lessons").json["lessons"][0]["id"],
    }
    names = re.findall(r"{(\w+)}", route.path)
    if not set(names) <= set(makes):
        return None
    if route.path.endswith("/push-tokens") and route.method == "GET":
        visitor.ask("PUT", "/push-tokens", {"token": "t" * 32, "platform": "fcm", "consent": True})
    return {name: makes[name]() for name in names}


def taken(service: Service) -> dict[str, Any]:
    """Route name -> its answer, for every route that can be asked."""
    found = {}
    for route in all_routes():
        if route.answers is None or route.files or route.answer_example is not None or "csv" in route.path:
            continue
        if route.path == "/openapi.json":
            continue
        answer = asked(service, route)
        if answer is not None:
            found[route.name] = answer
    return found


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), assess=_assess) as service,
    ):
        found = taken(service)
    KEPT.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(found)} answers")


if __name__ == "__main__":
    main()
