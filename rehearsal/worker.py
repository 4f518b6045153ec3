"""One worker: the events of a day as clients send them, with retries, then the messages of the day.

Its place in the day is kept in a small file every few events. A worker that is killed begins again a little before the
place where it died, so what it did last is done twice: that is the point.
"""

from __future__ import annotations

import json
import os
import random
import time as clock
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from chalicelib.aftercare.days import KST
from chalicelib.cases import reliefs, service
from chalicelib.cases.errors import Busy, NotAllowed
from chalicelib.cases.inputs import DecideIn, PaymentIn, ReliefIn, ReliefMoreIn
from chalicelib.channels.doorbell import ListDoorbell
from chalicelib.functions import send, sweep
from chalicelib.store import keys
from chalicelib.store.table import StoreUnavailable, Table

from .plan import START, Event, Plan
from .table import Throttled
from .vendor import FileVendor

EVERY = 50
PATIENCE = 60


@dataclass
class Worker:
    """`folder` holds places, acknowledgements and measurements, all written by this worker alone."""

    plan: Plan
    table: Table
    vendor: FileVendor
    folder: Path
    number: int
    workers: int
    chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.flaky = Throttled(self.table, self.chance)
        self.counts: Counter[str] = Counter()
        self.took: list[float] = []

    def day(self, day: date) -> None:
        """Everything of the day, from the place that is noted."""
        events = self.plan.on(day, self.number, self.workers)
        place = self._place(day)
        if place is None:
            return
        for n, event in enumerate(events[place:], place):
            self._one(event)
            if (n + 1) % EVERY == 0:
                self._note(day, n + 1)
        self._note(day, len(events))
        self._tell(day)
        self._note(day, None)

    def _one(self, event: Event) -> None:
        self.flaky.share = 0.12 if (event.at.date() - START).days < 3 and 9 <= event.at.hour < 13 else 0.02
        begun = clock.perf_counter()
        for _ in range(PATIENCE):
            self.counts["attempts"] += 1
            try:
                answer = self._call(event)
            except (StoreUnavailable, Busy):
                self.counts["retries"] += 1
                continue
            break
        else:
            raise RuntimeError(f"no answer after {PATIENCE} attempts")
        self.took.append(clock.perf_counter() - begun)
        self.counts[event.kind] += 1
        if answer:  # the client keeps what was acknowledged to it
            self._log("acks", f"{event.who}\t{answer}")

    def _call(self, event: Event) -> str:
        table, case_id = self.flaky, self.plan.case_id(event.who)
        relief_id = "r" + keys.digest(f"{case_id}|first")[:24]
        if event.kind == "submit":
            body = ReliefIn.parse(event.body)
            made, new = reliefs.request(table, case_id, body, "person", event.at, event.key)
            self.counts["duplicates answered"] += not new
            return str(made["id"])
        if event.kind == "pay":
            paid = PaymentIn.parse(event.body)
            _, new = service.pay(table, case_id, paid, "integration:bank", event.at)
            self.counts["duplicates answered"] += not new
        elif event.kind == "supplement":
            try:
                more = ReliefMoreIn.parse(event.body)
                reliefs.supplement(table, case_id, relief_id, more, "person", event.at)
            except NotAllowed:
                self.counts["duplicates answered"] += 1  # a repeated supplement after the decision
        else:
            decision = DecideIn.parse(event.body)
            try:
                reliefs.decide(table, case_id, relief_id, decision, "staff:1", event.at, event.at.isoformat())
            except NotAllowed:
                self.counts["duplicates answered"] += (
                    1  # a repeated question for documents after the decision
                )
        return ""

    def _tell(self, day: date) -> None:
        """Sweeps at noon and in the evening; rings come twice for some, and in any order."""
        self.flaky.share = 0.02
        for at in (time(12), time(19), time(19, 30)):
            now = datetime.combine(day, at, KST)
            self.vendor.now = now
            bell = ListDoorbell()
            for _ in range(PATIENCE):
                try:
                    bell.rung.clear()
                    sweep.sweep(self.flaky, bell, now)
                    break
                except StoreUnavailable:
                    self.counts["retries"] += 1
            rung = [
                one
                for one in bell.rung
                if int(one["case"][1:]) % self.workers == self.number or self.chance.random() < 0.05
            ]
            rung += [one for one in rung if self.chance.random() < 0.05]
            self.chance.shuffle(rung)
            self.counts["rings"] += len(rung)
            done = send.drain(self.flaky, {"sms": self.vendor}, rung, now)
            self.counts.update({f"message {name}": count for name, count in done.items()})

    # --- what this worker keeps ---------------------------------------------------------------------------------
    def _place(self, day: date) -> int | None:
        """Next event of the day; None when the day is done."""
        file = self.folder / f"place-{self.number}"
        if not file.exists():
            return 0
        noted = json.loads(file.read_text())
        if noted["day"] < day.isoformat():
            return 0
        return noted["next"] if noted["day"] == day.isoformat() else None

    def _note(self, day: date, place: int | None) -> None:
        file = self.folder / f"place-{self.number}"
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps({"day": day.isoformat(), "next": place}))
        os.replace(fresh, file)
        line: dict[str, object] = {
            "day": day.isoformat(),
            "counts": dict(self.counts),
            "took": [round(t, 5) for t in self.took],
        }
        line["refused"] = self.flaky.refused
        self._log("measured", json.dumps(line))
        self.counts.clear()
        self.took.clear()
        self.flaky.refused = 0

    def _log(self, name: str, line: str) -> None:
        with (self.folder / f"{name}-{self.number}").open("a") as out:
            out.write(line + "\n")
