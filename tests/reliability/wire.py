"""The wire between boto3's real clients and AWS's double, on which one request goes wrong.

An HTTP server in front of moto's: it passes requests on, refuses one as the service would, or breaks the connection
before or after the request took effect. So parsing of errors and retries of the AWS library are the real ones.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

FAULTS: Final[dict[str, str]] = {
    "throttled": "the service refuses because too many requests came",
    "refused": "the service refuses for good: a number or address that it does not take, no permission",
    "failing": "the service answers with an error of its own (500)",
    "unreachable": "no connection",
    "no answer, no effect": "the connection breaks before the request arrives",
    "no answer, effect": "the request takes effect, the connection breaks before its answer",
    "broken off": "the answer breaks off in the middle",
}
_ERRORS: Final[Mapping[str, Mapping[str, tuple[int, str]]]] = {
    "sns": {
        "throttled": (400, "Throttling"),
        "refused": (400, "InvalidParameter"),
        "failing": (500, "InternalError"),
    },
    "sesv2": {
        "throttled": (429, "TooManyRequestsException"),
        "refused": (400, "MessageRejected"),
        "failing": (500, "InternalFailure"),
    },
    "s3": {
        "throttled": (503, "SlowDown"),
        "refused": (403, "AccessDenied"),
        "failing": (500, "InternalError"),
    },
}
Answer = tuple[int, list[tuple[str, str]], bytes]


class Wire:
    """`effects`: requests that AWS's double took well, as (method, path). `asked`: all that came since `arm`."""

    def __init__(self, endpoint: str, service: str) -> None:
        self._aws, self._service = urlsplit(endpoint).netloc, service
        self.asked: list[str] = []
        self.effects: list[tuple[str, str]] = []
        self._at, self._fault, self._times = -1, "", 0
        self._port = 0
        self._open()

    def arm(self, at: int = -1, fault: str = "", times: int = 1) -> None:
        """Let request number `at` (from 0), and as many more as `times` says, go wrong."""
        self.asked = []
        self._at, self._fault, self._times = at, fault, times

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def down(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def up(self) -> None:
        self._open()

    def _open(self) -> None:
        wire = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:
                pass

            def _any(self) -> None:
                wire._serve(self)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _any

        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), Handler)
        self._server.daemon_threads = True
        self._port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def _serve(self, request: Any) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        index = len(self.asked)
        self.asked.append(f"{request.command} {request.path}")
        fault = self._fault if self._at <= index < self._at + self._times else ""
        if fault == "no answer, no effect":
            return self._cut(request)
        if fault in ("throttled", "refused", "failing"):
            return self._say(request, self._error(fault))
        answer = self._passed_on(request, body)
        if answer[0] < 300:
            self.effects.append((request.command, request.path))
        if fault == "no answer, effect":
            return self._cut(request)
        return self._say(request, answer, half=fault == "broken off")

    def _passed_on(self, request: Any, body: bytes) -> Answer:
        connection = http.client.HTTPConnection(self._aws, timeout=20)
        headers = {k: v for k, v in request.headers.items() if k.lower() not in ("host", "connection")}
        connection.request(request.command, request.path, body, headers)
        answer = connection.getresponse()
        made = answer.status, answer.getheaders(), answer.read()
        connection.close()
        return made

    def _error(self, fault: str) -> Answer:
        status, code = _ERRORS[self._service][fault]
        if self._service == "sesv2":
            return status, [("x-amzn-ErrorType", code), ("Content-Type", "application/json")], b"{}"
        told = f"<Error><Code>{code}</Code><Message>no</Message></Error>"
        if self._service == "sns":
            told = f"<ErrorResponse>{told}<RequestId>r</RequestId></ErrorResponse>"
        return status, [("Content-Type", "text/xml")], told.encode()

    def _say(self, request: Any, answer: Answer, half: bool = False) -> None:
        status, headers, body = answer
        request.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[: len(body) // 2] if half else body)
        if half:
            self._cut(request)

    def _cut(self, request: Any) -> None:
        request.close_connection = True
        request.wfile.flush()
        request.connection.close()
