"""A case from enrolment to completion as calls that anyone can repeat with curl: `python -m tests.e2e_cases.walk`.

It runs against a real server with a clock of its own, so that months pass, and writes docs/walks/case.md. A test walks
it again and compares. Ids, codes and tokens are replaced by names.
"""

from __future__ import annotations

import itertools
import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tests.web.case_support import OneRoleEach, to
from tests.web.support import OPENING, Reply, Service, running

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "walks" / "case.md"
_HEAD: Final = """# A case from enrolment to completion

Every call below was made over HTTP against the running service and its answer taken down; `python -m tests.e2e_cases.walk`
writes this page and a test compares it. The clock was moved by hand between the days. Answers are cut to the fields that
matter at that step. `$STAFF` is a staff token (locally the development key that `make run` prints), `$TOKEN` the person's.
"""
_PLAN: Final = {
    "remedy": "individual_workout",
    "agreed_on": "2026-09-03",
    "total": 800_000,
    "count": 8,
    "first_due": "2026-09-28",
    "interest_bearing": False,
    "secured": False,
}


class Walk:
    """Makes the calls and keeps what to show. `names`: what stands in for a value on the page."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.lines: list[str] = [_HEAD]
        self.names: dict[str, str] = {"Bearer supervisor": "Bearer $STAFF"}

    def day(self, day: str, says: str) -> None:
        to(self.service, day)
        self.lines.append(f"## {day}: {says}\n")

    def call(
        self,
        method: str,
        path: str,
        document: Any = None,
        *,
        token: str = "supervisor",
        show: str = "",
        **headers: str,
    ) -> Any:
        """One call; `show` names the fields of the answer that the page keeps."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent = {"Authorization": f"Bearer {token}"} | sent
        reply = self.service.ask(method, path, document, sent)
        assert reply.status < 300, (method, path, reply.raw.decode())
        self.service.clock.move(minutes=1)
        body = json.loads(reply.raw)
        self.lines.append(self._told(method, path, document, sent, reply, body, show.split()))
        return body

    def silently(self, method: str, path: str, document: Any = None, **headers: str) -> Reply:
        sent = {"Authorization": "Bearer supervisor"} | {k.replace("_", "-"): v for k, v in headers.items()}
        reply = self.service.ask(method, path, document, sent)
        assert reply.status < 300, reply.raw.decode()
        return reply

    def name(self, value: str, name: str) -> None:
        self.names[value] = name

    def _told(
        self,
        method: str,
        path: str,
        document: Any,
        headers: Mapping[str, str],
        reply: Reply,
        body: Any,
        wanted: list[str],
    ) -> str:
        parts = [f"curl -sX {method} $BASE{path}"]
        parts += [f'-H "{name}: {value}"' for name, value in headers.items()]
        if document is not None:
            parts.append("-H 'Content-Type: application/json'")
            parts.append(f"-d '{json.dumps(document, ensure_ascii=False)}'")
        kept = {name: _at(body, name) for name in wanted} if wanted else body
        shown = json.dumps(kept, ensure_ascii=False, indent=1)
        told = "```sh\n" + " \\\n  ".join(parts) + f"\n```\n```json\n{reply.status} {shown}\n```\n"
        return re.sub(r'If-Match: "([^"]*)"', lambda tag: f'If-Match: \\"{tag[1]}\\"', told)

    def text(self) -> str:
        """The page, with every id, code and token replaced by its name."""
        whole = "\n".join(self.lines)
        for value, name in self.names.items():
            whole = whole.replace(value, name)
        return whole


def _at(body: Any, path: str) -> Any:
    found = body
    for step in path.split("."):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def walk(service: Service) -> str:
    """The page."""
    service.services.staff = OneRoleEach()
    it = Walk(service)
    short = "stage_title paid left instalments next_due missed standing.says"

    it.day("2026-09-21", "the person opens a session and enrols the plan that was agreed")
    to(service, "2026-09-21")
    opened = service.ask("POST", "/v1/sessions", OPENING).json
    it.name(opened["token"], "$TOKEN")
    it.name(opened["session_id"], "$SESSION")
    token = opened["token"]
    body = {"plan": _PLAN, "consent": True, "session_id": opened["session_id"]}
    case = it.call(
        "POST", "/v1/cases", body, token=token, show=f"id total {short}", Idempotency_Key="enrol-1"
    )
    it.name(case["id"], "$CASE")
    path = f"/v1/cases/{case['id']}"
    tag = service.ask("GET", f"{path}/reminders", headers={"Authorization": f"Bearer {token}"}).headers[
        "ETag"
    ]
    it.name(tag.strip('"'), "$TAG")
    settings = {"addresses": [{"channel": "sms", "to": "010-1234-5678"}], "coached": True}
    it.call("PUT", f"{path}/reminders", settings, token=token, show="addresses coached", If_Match=tag)

    it.day("2026-09-28", "the first instalment is paid, and sent twice by the paying system")
    pay = {"reference": "P-01", "paid_on": "2026-09-28", "amount": 100_000}
    for _ in range(2):
        it.call("POST", f"{path}/payments", pay, show="payment new case.stage_title case.paid case.left")

    it.day("2026-11-30", "two instalments are missed; the person says it is hard and asks for relief")
    it.lines.append("The session of September has ended; a counsellor gives out a code over the telephone.\n")
    code = it.call("POST", f"/v1/desk{path.removeprefix('/v1')}/codes")["code"]
    it.name(code, "$CODE")
    opened = service.ask("POST", "/v1/sessions", OPENING).json
    token = opened["token"]
    it.name(token, "$TOKEN")
    it.name(opened["session_id"], "$SESSION")
    it.call("POST", f"/v1/sessions/{opened['session_id']}/cases", {"code": code}, token=token, show=short)
    it.call("POST", f"{path}/answers", {"answer": "hard", "id": "a-1"}, token=token, show="says ways")
    asked = {"kind": "deferral", "reasons": ["income_drop"], "months": 6, "channel": "mobile"}
    made = it.call(
        "POST",
        f"{path}/relief-requests",
        asked,
        token=token,
        show="title status says precheck.status",
        Idempotency_Key="relief-1",
    )
    it.name(made["id"], "$RELIEF")

    it.day("2026-12-01", "the desk sees the case at risk and decides")
    it.call("GET", "/v1/desk/cases", show="cases")
    one = f"{path}/relief-requests/{made['id']}"
    tag = it.silently("GET", one).headers["ETag"]
    it.name(tag.strip('"'), "$TAG")
    it.call("PATCH", one, {"decision": "approve", "months": 6}, show="status says decision", If_Match=tag)
    it.call("GET", path, show="stage_title left next_due missed relief.granted")

    it.day(
        "2026-12-28",
        "what was missed and all the rest is paid as it falls due; the last won completes the case",
    )
    for number in itertools.count(2):
        now = it.silently("GET", path).json
        if now["next_due"] is None:
            break
        due = max(now["next_due"]["on"], f"{service.clock.moment:%Y-%m-%d}")
        to(service, due)
        amount = now["missed"]["amount"] + now["next_due"]["amount"]
        last = now["left"] == amount
        pay = {"reference": f"P-{number:02d}", "paid_on": due, "amount": amount}
        if last:
            it.lines.append(f"The instalments between went the same way. On {due}:\n")
            it.call("POST", f"{path}/payments", pay, show="payment new case.stage_title case.paid case.left")
        else:
            it.silently("POST", f"{path}/payments", pay)
    it.call("GET", path, show="stage_title stage_on paid left instalments next_due milestones record_removal")
    entries = it.silently("GET", f"/v1/desk{path.removeprefix('/v1')}/trail?limit=100").json["entries"]
    it.lines.append("The trail, the oldest first:\n")
    for row in reversed(entries):
        it.lines.append(f"- {row['at'][:16]} {row['who']}: {row['what']}")
    return it.text() + "\n"


def written() -> str:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as service:
        return walk(service)


def main() -> None:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(written(), encoding="utf-8")
    print(f"{PAGE.name}: {len(PAGE.read_text(encoding='utf-8').splitlines())} lines")


if __name__ == "__main__":
    main()
