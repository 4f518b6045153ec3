"""python -m bench.soak [--seconds 120] [--clients 4]: mixed traffic on the local service; errors 0 and memory flat.

Each client lives through visits: opens a session, answers, assesses, compares, talks, hands over or erases. A member of
staff enrols people and books payments; the local clock sweeps meanwhile. Memory is the service's own resident set,
first and last third compared. Ends with 1 when an answer was wrong or memory grew by more than a tenth.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

from chalicelib.web.assessments import EXAMPLE

from .web import wait_for

OPENING = {"channel": "web", "consents": {"terms": True, "ai_notice": True}}
TALK = (
    "개인회생을 신청하면 독촉이 멈추나요?",
    "신용회복위원회 채무조정은 어떻게 신청하나요?",
    "이자만 갚고 있어요",
)
ANSWERS = ({"age": 45, "household_size": 4}, {"monthly_income": 4_200_000}, {"employment": "employee"})
PLAN = {"remedy": "individual_workout", "agreed_on": "2026-01-02", "total": 6_000_000, "count": 30}
PLAN |= {"first_due": "2026-01-25", "interest_bearing": False, "secured": False}


class Client:
    """One visitor after the other, or one member of staff, until the time is over."""

    def __init__(self, port: int, staff_key: str, seen: Counter[str], took: list[float], seed: int) -> None:
        self.port, self.staff_key, self.seen, self.took = port, staff_key, seen, took
        self.chance = random.Random(seed)
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method: str, path: str, document: Any = None, token: str = "", **more: str) -> Any:
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = None
        if document is not None:
            body, headers["Content-Type"] = json.dumps(document, default=float).encode(), "application/json"
        started = time.perf_counter()
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            raw = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.seen[f"broken {type(error).__name__}"] += 1
            self.line.close()
            return None
        self.took.append(time.perf_counter() - started)
        self.seen[
            f"{answer.status // 100}xx" if answer.status < 400 else f"{answer.status} {method} {path[:24]}"
        ] += 1
        if answer.status >= 400 or not raw:
            return None
        return json.loads(raw) if "json" in answer.getheader("Content-Type", "") else raw, answer.getheader(
            "ETag"
        )

    def visit(self) -> None:
        made = self.ask("POST", "/v1/sessions", OPENING, Idempotency_Key=str(uuid4()))
        if made is None:
            return
        token, own = made[0]["token"], f"/v1/sessions/{made[0]['session_id']}"
        for answer in ANSWERS:
            seen = self.ask("GET", f"{own}/person", token=token)
            if seen:
                self.ask("PATCH", f"{own}/person", answer, token, If_Match=seen[1])
        self.ask("GET", f"{own}/assessment", token=token)
        self.ask("POST", "/v1/assessments", EXAMPLE)
        self.ask("GET", f"{own}/comparison", token=token)
        for text in self.chance.sample(TALK, 2):
            self.ask("POST", f"{own}/messages", {"text": text}, token, Idempotency_Key=str(uuid4()))
        self.ask("GET", f"{own}/messages", token=token)
        if self.chance.random() < 0.3:
            self.ask("POST", f"{own}/handover", token=token)
        if self.chance.random() < 0.5:
            self.ask("DELETE", own, token=token)

    def book(self) -> None:
        made = self.ask(
            "POST", "/v1/cases", {"plan": PLAN, "consent": True}, self.staff_key, Idempotency_Key=str(uuid4())
        )
        if made is None:
            return
        own = f"/v1/cases/{made[0].get('id') or made[0]['case']['id']}"
        for month in range(1, 5):
            reference = str(uuid4())
            paid = {"reference": reference, "paid_on": f"2026-0{month}-25", "amount": 200_000}
            self.ask("POST", f"{own}/payments", paid, self.staff_key, Idempotency_Key=reference)
        self.ask("GET", own, token=self.staff_key)

    def live(self, until: float, staff: bool) -> None:
        while time.monotonic() < until:
            (self.book if staff else self.visit)()


def resident(pid: int) -> float:
    """Megabytes of the process and its children in memory (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.soak")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--clients", type=int, default=4)
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = os.environ | {"PORT": str(port), "DATA_DIR": folder, "RATE_LIMITS": "off"}
        service = subprocess.Popen(
            [sys.executable, "-m", "local"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_for(port)
            return soak(service.pid, port, Path(folder), asked.seconds, asked.clients)
        finally:
            service.terminate()
            service.wait(15)


def soak(pid: int, port: int, folder: Path, seconds: int, clients: int) -> int:
    key = next((f.read_text(encoding="ascii").strip() for f in folder.glob("*key*")), "")
    seen: Counter[str] = Counter()
    took: list[float] = []
    until = time.monotonic() + seconds
    crowd = [Client(port, key, seen, took, seed) for seed in range(clients)]
    threads = [threading.Thread(target=one.live, args=(until, i == 0)) for i, one in enumerate(crowd)]
    for thread in threads:
        thread.start()
    memory: list[float] = []
    while time.monotonic() < until:
        memory.append(resident(pid))
        time.sleep(min(1.0, seconds / 30))
    for thread in threads:
        thread.join(60)
    third = max(1, len(memory) // 3)
    # The first tenth warms caches (law of the day, templates); growth is judged after it.
    early, late = statistics.median(memory[third // 3 : third]), statistics.median(memory[-third:])
    wrong = {name: count for name, count in seen.items() if name not in ("2xx", "3xx")}
    took.sort()
    print(
        f"{seconds} s, {clients} clients (one of staff): {len(took):,} answers, {len(took) / seconds:.0f} a second"
    )
    print(
        f"milliseconds: median {took[len(took) // 2] * 1000:.0f}, 99 % {took[int(len(took) * 0.99)] * 1000:.0f}"
    )
    print(f"errors: {sum(wrong.values())} {wrong or ''}")
    print(
        f"memory of the service: {early:.0f} MB early, {late:.0f} MB late = {late / early:.2f} times (bound 1.10)"
    )
    return int(bool(wrong) or late > early * 1.10)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
