"""A domestic message vendor as a real HTTP server: checks signatures, keeps references, misbehaves on request."""

from __future__ import annotations

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from chalicelib.channels.vendor import SIGNATURE, TIMESTAMP, sign

SECRET = "a secret for tests only"


class Vendor:
    """`mood`: ok, accepts_then_silent, silent, busy, down (500), refuses, forgets (GET says nothing useful)."""

    def __init__(self) -> None:
        self.mood = "ok"
        self.accepted: dict[str, dict[str, Any]] = {}
        self.calls: Counter[str] = Counter()
        self.forged = 0
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:
                pass

            def do_POST(self) -> None:
                vendor.post(self)

            def do_GET(self) -> None:
                vendor.get(self)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
        assert not self._thread.is_alive()

    def post(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        self.calls["send"] += 1
        if not self._genuine(request, body):
            return _answer(request, 401, {})
        if self.mood == "busy":
            return _answer(request, 503, {})
        if self.mood == "down":
            return _answer(request, 500, {})
        if self.mood == "refuses":
            return _answer(request, 400, {})
        if self.mood == "silent":
            return None
        message = json.loads(body)
        known = message["reference"] in self.accepted
        self.accepted.setdefault(message["reference"], message)
        if self.mood == "accepts_then_silent":
            return None
        return _answer(request, 409 if known else 202, {"id": f"v-{message['reference']}"})

    def get(self, request: BaseHTTPRequestHandler) -> None:
        self.calls["ask"] += 1
        if not self._genuine(request, b""):
            return _answer(request, 401, {})
        if self.mood == "forgets":
            return _answer(request, 500, {})
        known = request.path.rsplit("/", 1)[1] in self.accepted
        return _answer(request, 200 if known else 404, {})

    def _genuine(self, request: BaseHTTPRequestHandler, body: bytes) -> bool:
        stamp, given = request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, "")
        good = sign(SECRET, str(request.command), request.path, stamp, body) == given
        self.forged += not good
        return good


def _answer(request: BaseHTTPRequestHandler, status: int, body: dict[str, Any]) -> None:
    raw = json.dumps(body).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(raw)))
    request.end_headers()
    request.wfile.write(raw)
