"""What API Gateway does in front of the function, done here: paths, methods, sizes of answers, compression.

Chalice's own gateway answers an unknown path with 403 and another method with its own JSON; here, as on AWS with the
gateway responses of the template, every such answer is a problem document.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import LocalChalice, LocalGateway

from chalicelib.web import cors
from chalicelib.web.handle import problem_response, trace_id
from chalicelib.web.problem import Problem
from chalicelib.web.services import services

GZIP_FROM: Final = 1024
_TEXTUAL: Final = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/manifest",
    "image/svg",
)
_serving = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


def served(app: Chalice) -> Chalice:
    """The app with its current request kept per thread, as `chalice local` does it, also for more than one app."""
    with _serving:
        if not isinstance(app, LocalChalice):
            app.__class__ = type("ServedChalice", (LocalChalice, app.__class__), {})
    return app


class Gateway(LocalGateway):
    """One per server. Safe for many threads."""

    def __init__(self, app: Chalice, lambda_timeout: int = 28) -> None:
        config = Config.create(lambda_timeout=lambda_timeout, app_name=app.app_name, project_dir=".")
        super().__init__(served(app), config)

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        """The app's answer, or a problem document; never raises."""
        lowered = {"accept": "*/*"} | {name.lower(): value for name, value in headers.items()}
        try:
            raw = self._ask(method, path, lowered, body)
        except Problem as problem:
            raw = self.refuse(problem, path, lowered)
        return _compressed(raw, lowered.get("accept-encoding", ""))

    def refuse(self, problem: Problem, path: str, lowered: Mapping[str, str]) -> Reply:
        """A problem that never reached a view."""
        made = problem_response(problem, path, trace_id(lowered))
        made.headers.update(cors.headers(services().settings, lowered.get("origin")))
        return Reply(made.status_code, {k: str(v) for k, v in made.headers.items()}, made.body.encode())

    def _ask(self, method: str, path: str, lowered: dict[str, str], body: bytes | None) -> Reply:
        if not path.startswith("/"):
            raise Problem("bad_request")
        try:
            event = self._generate_lambda_event(method, path, lowered, body)
        except ValueError:
            raise Problem("not_found") from None
        methods = self._app_object.routes[event["requestContext"]["resourcePath"]]
        if method not in methods:
            raise Problem("method_not_allowed", headers={"Allow": ", ".join(methods)})
        answered: dict[str, Any] = self._app_object(event, self._generate_lambda_context())
        decoded = self._decoded(answered)
        return Reply(answered["statusCode"], dict(answered["headers"]), decoded)

    @staticmethod
    def _decoded(answered: dict[str, Any]) -> bytes:
        body = answered["body"]
        if answered.get("isBase64Encoded"):
            import base64

            return base64.b64decode(body)
        return body if isinstance(body, bytes) else (body or "").encode()


def _compressed(reply: Reply, accepted: str) -> Reply:
    """Text above 1 KB is sent compressed to whoever takes it, like a gateway with `minimumCompressionSize`."""
    kind = reply.headers.get("Content-Type", "")
    if len(reply.body) < GZIP_FROM or "gzip" not in accepted.lower() or not kind.startswith(_TEXTUAL):
        return reply
    vary = ", ".join(filter(None, (reply.headers.get("Vary"), "Accept-Encoding")))
    headers = {**reply.headers, "Content-Encoding": "gzip", "Vary": vary}
    return Reply(reply.status, headers, gzip.compress(reply.body, compresslevel=4, mtime=0))
