"""Chalice's local server without its stalls: many connections at once, Nagle off, bounded sizes, times and threads.

Each connection has a thread. A connection that is neither answered nor silent in time is closed, so that slow senders
cannot hold threads for ever. What must not enter: routes, the store.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from http import HTTPStatus
from http.server import HTTPServer
from typing import Any, Final

from chalice.app import Chalice
from chalice.local import ChaliceRequestHandler, LocalDevServer, ThreadedHTTPServer

from chalicelib.web import body as web_body
from chalicelib.web.problem import KINDS, Problem

from .gateway import Gateway, Reply

BODY_SECONDS: Final = 15
QUIET_SECONDS: Final = 30
MAX_CONNECTIONS: Final = 256
MAX_PATH: Final = 8192
DRAIN_BYTES: Final = 4 * 1024 * 1024
"""Of a body that is too large this much is still read, so that the sender sees the answer and not a broken line."""
_BUSY: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
)
_KIND_OF_STATUS: Final = {
    400: "bad_request",
    408: "timeout",
    414: "uri_too_long",
    431: "headers_too_large",
    501: "method_not_allowed",
}
_SINGLE: Final = ("authorization", "content-type", "host", "idempotency-key", "if-match")


class Handler(ChaliceRequestHandler):
    """Reads one request after another from a connection and sends the gateway's answers."""

    disable_nagle_algorithm = True  # with delayed acknowledgements Nagle costs 44 ms an answer
    wbufsize = 64 * 1024  # head and body leave in one packet
    timeout = QUIET_SECONDS
    server: Server

    def __init__(self, request: socket.socket, client_address: Any, server: Server, gateway: Gateway) -> None:
        self.gateway = gateway
        # The parent's __init__ would build a gateway for each connection.
        super(ChaliceRequestHandler, self).__init__(request, client_address, server)

    def _generic_handle(self) -> None:
        self.server.watch.reading(self.connection)
        try:
            body = self._read_body()
        except Problem as problem:
            self._refuse(problem)
            return
        self.server.watch.working(self.connection)
        if len(self.path) > MAX_PATH:
            self._refuse(Problem("uri_too_long"))
            return
        self._send(self.gateway.answer(self.command, self.path, dict(self.headers), body))
        self.server.watch.reading(self.connection)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = do_PATCH = do_OPTIONS = _generic_handle

    def _read_body(self) -> bytes | None:
        for name in _SINGLE:
            if len(self.headers.get_all(name, [])) > 1:
                raise Problem("bad_request", f"‘{name}’ 머리글이 두 번 들어 있습니다. 하나만 보내 주세요.")
        lengths = self.headers.get_all("content-length", [])
        if "transfer-encoding" in self.headers:
            raise Problem("bad_request" if lengths else "length_required")
        if not lengths:
            return None
        text = lengths[0].strip()
        if len(lengths) > 1 or not (text.isascii() and text.isdigit()) or len(text) > 12:
            raise Problem("bad_request", "‘Content-Length’ 머리글이 올바르지 않습니다.")
        length = int(text)
        if length > web_body.MAX_BYTES:
            self._drain(min(length, DRAIN_BYTES))
            raise Problem("too_large")
        return self._receive(length) if length else None

    def _receive(self, length: int) -> bytes:
        """Exactly `length` bytes, or Problem `timeout` when they do not come within BODY_SECONDS."""
        deadline = time.monotonic() + BODY_SECONDS
        parts: list[bytes] = []
        try:
            while length:
                self.connection.settimeout(max(0.01, deadline - time.monotonic()))
                part = self.rfile.read1(min(length, 65536))
                if not part:
                    raise Problem("bad_request", "내용이 중간에 끊겼습니다. 다시 보내 주세요.")
                if time.monotonic() > deadline:
                    raise Problem("timeout")
                parts.append(part)
                length -= len(part)
        except TimeoutError:
            raise Problem("timeout") from None
        finally:
            self.connection.settimeout(self.timeout)
        return b"".join(parts)

    def _drain(self, length: int) -> None:
        with contextlib.suppress(Problem):
            while length > 0:
                length -= len(self._receive(min(length, 65536)))

    def _refuse(self, problem: Problem) -> None:
        """Answer before the body was read to its end: the connection cannot be used again."""
        self.close_connection = True
        lowered = {k.lower(): v for k, v in self.headers.items()} if getattr(self, "headers", None) else {}
        self._send(self.gateway.refuse(problem, getattr(self, "path", "/"), lowered))

    def handle_expect_100(self) -> bool:
        """Tell the sender to go on at once (the answer would wait in our buffer), or not to send at all."""
        length = self.headers.get("content-length", "")
        if length.isdecimal() and len(length) < 13 and int(length) > web_body.MAX_BYTES:
            self._refuse(Problem("too_large"))
            return False
        going_on: bool = super().handle_expect_100()
        self.wfile.flush()
        return going_on

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What http.server refuses by itself (a bad request line, too many headers, an odd method)."""
        kind = _KIND_OF_STATUS.get(int(code), "bad_request")
        if kind == "method_not_allowed":
            methods = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"
            self._refuse(Problem(kind, headers={"Allow": methods}))
            return
        if not getattr(self, "request_version", "").startswith("HTTP/1"):
            self.request_version = "HTTP/1.1"
        self._refuse(Problem(kind))

    def _send(self, reply: Reply) -> None:
        self.send_response_only(reply.status, HTTPStatus(reply.status).phrase)
        self.send_header("Date", self.date_time_string())
        for name, value in reply.headers.items():
            self.send_header(name, value)
        bodiless = self.command == "HEAD" or reply.status in (204, 304)
        if not bodiless:
            self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if not bodiless:
            self.wfile.write(reply.body)

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError, TimeoutError, BrokenPipeError):
            super().handle()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: a line for each request halves the throughput, and paths hold session ids."""


class Watch:
    """Which connections wait for their client, and since when."""

    def __init__(self) -> None:
        self._since: dict[socket.socket, float] = {}
        self._lock = threading.Lock()
        self.busy = 0

    def reading(self, connection: socket.socket) -> None:
        with self._lock:
            if connection in self._since and self._since[connection] == float("inf"):
                self.busy -= 1
            self._since[connection] = time.monotonic()

    def working(self, connection: socket.socket) -> None:
        with self._lock:
            if self._since.get(connection) != float("inf"):
                self.busy += 1
            self._since[connection] = float("inf")

    def gone(self, connection: socket.socket) -> None:
        with self._lock:
            if self._since.pop(connection, 0.0) == float("inf"):
                self.busy -= 1

    def close_quiet(self, seconds: float) -> None:
        """Close what has waited for its client longer than that."""
        before = time.monotonic() - seconds
        with self._lock:
            late = [connection for connection, since in self._since.items() if since < before]
        for connection in late:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def open(self) -> int:
        return len(self._since)


class Server(ThreadedHTTPServer):
    """A bounded number of connections, a long queue before them."""

    request_queue_size = 1024
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], handler: Any) -> None:
        self.watch = Watch()
        HTTPServer.__init__(self, address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self.watch.open >= MAX_CONNECTIONS:
            with contextlib.suppress(OSError):
                request.sendall(_BUSY)
            self.shutdown_request(request)
            return
        self.watch.reading(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.watch.gone(request)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        self.watch.close_quiet(QUIET_SECONDS)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke is no news; its traceback would hold nothing that helps."""


class LocalServer(LocalDevServer):
    """Chalice's local server with the handler and the limits of this module. `port` 0 takes a free one."""

    def __init__(self, app: Chalice, host: str = "127.0.0.1", port: int = 0) -> None:
        gateway = Gateway(app)

        def handler(request: Any, address: Any, server: Any) -> Handler:
            return Handler(request, address, server, gateway)

        self.app_object, self.host = app, host
        self.server = Server((host, port), handler)
        self.port = self.server.server_address[1]
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.2}, name="server", daemon=True
        )
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Take no more requests, let those at work finish (at most that long), close."""
        self.server.shutdown()
        self.server.server_close()
        deadline = time.monotonic() + seconds
        while self.server.watch.busy and time.monotonic() < deadline:
            time.sleep(0.02)
        if self._thread:
            self._thread.join(timeout=seconds)


assert all(kind in KINDS for kind in _KIND_OF_STATUS.values())
