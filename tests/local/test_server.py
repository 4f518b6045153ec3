"""The local server on raw sockets: many connections, slow and broken senders, odd framing; always a clear answer."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import server as local_server
from tests.web.support import Reply, Service, running


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("service")) as started:
        yield started


def talk(service: Service, sent: bytes, half_close: bool = False) -> bytes:
    """Send raw bytes; everything that comes back until the server closes or falls silent."""
    with socket.create_connection(("127.0.0.1", service.server.port), timeout=10) as line:
        line.sendall(sent)
        if half_close:
            line.shutdown(socket.SHUT_WR)
        line.settimeout(1.5)
        parts = []
        try:
            while part := line.recv(65536):
                parts.append(part)
        except TimeoutError:
            pass
        return b"".join(parts)


def problem(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head, answer
    document = json.loads(body)
    assert int(head.split()[1]) == document["status"]
    return document["status"], document["type"].rpartition(":")[2]


POST = b"POST /v1/assessments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
ODD = {
    "two lengths": (POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 400, "bad_request"),
    "a length that is no number": (POST + b"Content-Length: 2x\r\n\r\n{}", 400, "bad_request"),
    "a negative length": (POST + b"Content-Length: -2\r\n\r\n{}", 400, "bad_request"),
    "a length in other digits": (POST + "Content-Length: ２\r\n\r\n{}".encode(), 400, "bad_request"),
    "a length of twenty digits": (POST + b"Content-Length: " + b"9" * 20 + b"\r\n\r\n{}", 400, "bad_request"),
    "chunks": (POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 411, "length_required"),
    "chunks and a length": (
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
        400,
        "bad_request",
    ),
    "two authorizations": (
        b"GET /health HTTP/1.1\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
        400,
        "bad_request",
    ),
    "no HTTP": (b"hello\r\n\r\n", 400, "bad_request"),
    "an absolute address": (b"GET http://other/health HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"),
    "raw Korean in the path": ("GET /v1/한 HTTP/1.1\r\nHost: x\r\n\r\n".encode(), 404, "not_found"),
    "a path of nine thousand letters": (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", 414, "uri_too_long"),
    "a path of seventy thousand letters": (
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        414,
        "uri_too_long",
    ),
    "two hundred headers": (
        b"GET /health HTTP/1.1\r\n" + b"".join(b"X-%d: 1\r\n" % i for i in range(200)) + b"\r\n",
        431,
        "headers_too_large",
    ),
    "an unknown method": (b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed"),
}


@pytest.mark.parametrize(("sent", "status", "kind"), ODD.values(), ids=ODD.keys())
def test_odd_framing_is_answered_with_a_problem_and_the_line_is_closed(
    service: Service, sent: bytes, status: int, kind: str
) -> None:
    assert problem(talk(service, sent)) == (status, kind)
    assert service.ask("GET", "/health").status == 200


def test_a_body_that_breaks_off_is_400(service: Service) -> None:
    answer = talk(service, POST + b"Content-Length: 100\r\n\r\n{", half_close=True)
    assert problem(answer) == (400, "bad_request")


def test_a_body_that_comes_too_slowly_is_408(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_server, "BODY_SECONDS", 0.3)
    assert problem(talk(service, POST + b"Content-Length: 100\r\n\r\n{")) == (408, "timeout")


def test_a_sender_who_asks_before_sending_is_told_at_once(service: Service) -> None:
    asking = POST + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n"
    with socket.create_connection(("127.0.0.1", service.server.port), timeout=10) as line:
        line.sendall(asking % 14)
        assert line.recv(65536).startswith(b"HTTP/1.1 100 Continue")
        line.sendall(b'{"person": {}}')
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
    assert problem(talk(service, asking % 300_000)) == (413, "too_large")


def test_a_line_on_which_nothing_is_asked_is_closed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_server, "QUIET_SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", service.server.port), timeout=10) as line:
        line.sendall(b"GET /health HTTP/1.1\r\nX-Slow:")
        assert line.recv(1) == b""


def test_requests_sent_at_once_on_one_line_are_answered_in_order(service: Service) -> None:
    one = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = talk(service, one + one.replace(b"/health", b"/nowhere") + one)
    assert re.findall(rb"HTTP/1.1 (\d+)", answer) == [b"200", b"404", b"200"]


def test_sixty_four_lines_at_once_are_all_answered(service: Service) -> None:
    replies: list[Reply] = []
    start = threading.Barrier(64)

    def ask() -> None:
        start.wait()
        for _ in range(5):
            replies.append(service.ask("POST", "/v1/assessments", {"person": {"debts": [{"principal": 1}]}}))

    threads = [threading.Thread(target=ask) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(replies) == 320
    assert {(reply.status, reply.raw) for reply in replies} == {(200, replies[0].raw)}


def test_lines_beyond_the_bound_are_told_to_wait_and_freed_lines_serve_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_server, "MAX_CONNECTIONS", 3)
    with running(tmp_path) as small:
        lines = [socket.create_connection(("127.0.0.1", small.server.port), timeout=5) for _ in range(6)]
        for line in lines:
            line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert sorted(line.recv(65536).split()[1] for line in lines) == [b"200"] * 3 + [b"503"] * 3
        for line in lines:
            line.close()
        deadline = time.monotonic() + 10
        while b"200 OK" not in talk_once(small) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert b"200 OK" in talk_once(small)


def talk_once(service: Service) -> bytes:
    return talk(service, b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


def test_a_stopped_server_lets_go_of_its_port(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("second")) as second:
        port = second.server.port
        assert second.ask("GET", "/health").status == 200
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=2)
