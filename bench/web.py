"""The HTTP shell, as ratios in one run: handler beside a bare Chalice echo, service over HTTP, cost of imports.

Run: python -m bench.web [seconds per HTTP run]
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from chalice.app import Chalice

from bench.fresh import medians
from chalicelib.assess.api import assess, assessment_text
from chalicelib.jsontext import Ready
from chalicelib.store.sqlite import SqliteTable
from chalicelib.web import services as web_services
from chalicelib.web.assessments import EXAMPLE, AssessmentRequest
from chalicelib.web.blueprints import blueprints
from chalicelib.web.respond import encode
from chalicelib.web.services import Services

BODY = json.dumps(EXAMPLE).encode()


def event(path: str) -> dict[str, Any]:
    return {
        "requestContext": {
            "httpMethod": "POST",
            "resourcePath": path,
            "path": path,
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "headers": {"content-type": "application/json", "accept": "*/*", "host": "x"},
        "pathParameters": {},
        "multiValueQueryStringParameters": None,
        "stageVariables": {},
        "body": BODY,
    }


def microseconds(work: Callable[[], Any], seconds: float = 1.0) -> float:
    """Median of batches, in microseconds of CPU: the steadier number on a shared machine."""
    work()
    batch = 20
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(taken) < 5:
        start = time.process_time()
        for _ in range(batch):
            work()
        taken.append((time.process_time() - start) / batch * 1e6)
    return statistics.median(taken)


def json_of(app: Chalice) -> Any:
    """The body of the request that runs."""
    assert app.current_request is not None
    return app.current_request.json_body


def handlers() -> None:
    echo_app = Chalice("echo")

    @echo_app.route("/v1/assessments", methods=["POST"])
    def echo() -> Any:
        return json_of(echo_app)

    ready: dict[str, Any] = {}

    @echo_app.route("/v1/same", methods=["POST"])
    def same() -> Any:
        return [json_of(echo_app), ready][1]

    ours = Chalice("ours")
    for made in blueprints():
        ours.register_blueprint(made)
    asked = AssessmentRequest.parse(json.loads(BODY, parse_float=Decimal))
    assert asked.person is not None and asked.as_of is not None
    day: date = asked.as_of
    person = asked.person
    ready.update(json.loads(encode(assess(person, day, None))))
    small = {"id": ready["id"], "notice": ready["notice"]}
    with tempfile.TemporaryDirectory() as folder:
        services = Services(table=SqliteTable(Path(folder) / "bench.sqlite3"))
        web_services.use(services)
        asked_event = event("/v1/assessments")
        echo_us = microseconds(lambda: echo_app(asked_event, None))
        bare_same = microseconds(lambda: echo_app(event("/v1/same"), None))
        whole = microseconds(lambda: ours(asked_event, None))
        written = assessment_text(person, day)
        services.assessment = lambda *_: written
        shell_full = microseconds(lambda: ours(asked_event, None))
        services.assessment = lambda *_: Ready([encode(small)])
        shell = microseconds(lambda: ours(asked_event, None))
        web_services.use(None)
    core = microseconds(lambda: assess(person, day, None))
    told = microseconds(lambda: assessment_text(person, day, None))
    writing = microseconds(lambda: encode(ready))
    answer = len(encode(ready).encode())
    print(f"body {len(BODY)} bytes, answer {answer} bytes; microseconds of CPU, median")
    row("bare Chalice route, parses and echoes the body", echo_us, echo_us)
    row("our handler less assessment, short answer", shell, echo_us)
    row("our handler less assessment, whole answer", shell_full, echo_us)
    row("bare Chalice route that answers the same document", bare_same, echo_us)
    row("  of which writing the answer as JSON", writing, echo_us)
    row("assess() alone, as documents", core, echo_us)
    row("assessment_text() alone, as JSON text in pieces", told, echo_us)
    row("our handler, everything", whole, echo_us)
    print(
        f"bound 3.0 x echo: the shell by itself {shell / echo_us:.2f} x; "
        f"with the whole answer written {shell_full / echo_us:.2f} x ({answer // 1024} KB of JSON against {len(BODY)} bytes), "
        f"{shell_full / bare_same:.2f} x a bare Chalice route that answers the same document"
    )


def row(name: str, value: float, unit: float) -> None:
    print(f"  {name:<52}{value:>10.1f}{value / unit:>9.2f} x")


CLIENT = """
import socket, sys, threading, time
port, threads, seconds, request = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.stdin.buffer.read()
counts, failures, end = [0] * threads, [0], time.time() + seconds
def run(i):
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    left = b""
    while time.time() < end:
        line.sendall(request)
        data = left
        while b"\\r\\n\\r\\n" not in data:
            data += line.recv(262144)
        head, _, body = data.partition(b"\\r\\n\\r\\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\\r\\n")[0])
        while len(body) < length:
            body += line.recv(262144)
        left = body[length:]
        if head.split()[1] != b"200":
            failures[0] += 1
        counts[i] += 1
workers = [threading.Thread(target=run, args=(i,)) for i in range(threads)]
[w.start() for w in workers]; [w.join() for w in workers]
print(sum(counts), failures[0])
"""


def over_http(seconds: float) -> None:
    request = (
        b"POST /v1/assessments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        % len(BODY)
    ) + BODY
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = os.environ | {"PORT": str(port), "DATA_DIR": folder}
        command = [sys.executable, "-m", "local"]
        service = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            print(f"\nthe running service, {seconds:.0f} s each, client on the same machine")
            for connections in (1, 8, 64):
                out = subprocess.run(
                    [sys.executable, "-c", CLIENT, str(port), str(connections), str(seconds)],
                    input=request,
                    capture_output=True,
                    check=True,
                ).stdout.split()
                rate = int(out[0]) / seconds
                print(
                    f"  {connections:>2} connections{rate:>10.0f} assessments/s{rate / 200:>9.2f} x the 200 wanted"
                    f"   failures {int(out[1])}"
                )
        finally:
            service.terminate()
            service.wait(10)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the service did not start")


def imports() -> None:
    print("\nimports in a fresh interpreter, bytecode cached, milliseconds of CPU, median of 15")
    assessment = (
        "from chalicelib.assess.api import assess; from chalicelib.law import law_version, law_as_of; "
        "from datetime import date; law_version(); law_as_of(date(2026, 11, 22)).get('reh.unsecured_max')"
    )
    names = ["python -c pass", "the assessment with its law data", "chalice", "app.py, every route"]
    found = medians(["pass", assessment, "import chalice.app", "import app"])
    bare, chalice = found[0], found[2]
    for name, value in zip(names, found, strict=True):
        print(f"  {name:<40}{value:>8.0f}{value - bare:>+8.0f} over python{value / chalice:>8.2f} x chalice")


def main() -> None:
    handlers()
    over_http(float(sys.argv[1]) if len(sys.argv) > 1 else 4.0)
    imports()


if __name__ == "__main__":
    main()
