"""A small world around the functions: a table, a vendor or a stand-in channel, a clock, rings that go wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.aftercare.days import KST
from chalicelib.channels.base import Channel, NotAccepted, Outcome, Outgoing, UnknownOutcome
from chalicelib.channels.doorbell import ListDoorbell
from chalicelib.functions import send, sweep
from chalicelib.store import keys
from chalicelib.store.shapes import undress
from chalicelib.store.table import Table
from tests.aftercare.support import Clock


class Killed(BaseException):
    """The worker's process ends here: nothing after it runs, nothing catches it."""


@dataclass
class Carrier:
    """A channel that keeps what it took, by reference and with the moment. `plan` lists what the next calls do.

    "" takes it; die_before and die_after end the worker before or after it was taken; silent takes it and gives no
    answer; lost gives no answer and did not take it; busy does not take it.
    """

    clock: Clock
    tells: bool = True
    plan: list[str] = field(default_factory=list)
    taken: list[tuple[str, str, datetime]] = field(default_factory=list)

    def send(self, message: Outgoing) -> str:
        step = self.plan.pop(0) if self.plan else ""
        if step == "die_before":
            raise Killed
        if step == "busy":
            raise NotAccepted("busy")
        if step == "lost":
            raise UnknownOutcome("lost")
        self.taken.append((message.reference, message.text, self.clock.moment.astimezone(KST)))
        if step == "die_after":
            raise Killed
        if step == "silent":
            raise UnknownOutcome("silent")
        return "v-" + message.reference

    def ask(self, reference: str) -> Outcome:
        if not self.tells:
            return "unknown"
        return "accepted" if any(one[0] == reference for one in self.taken) else "not_found"

    @property
    def times(self) -> Counter[str]:
        return Counter(reference for reference, _, _ in self.taken)


@dataclass
class World:
    table: Table
    clock: Clock
    channel: Channel

    def channels(self) -> dict[str, Channel]:
        return {"sms": self.channel, "email": self.channel}

    def sweep(self) -> list[dict[str, str]]:
        bell = ListDoorbell()
        sweep.sweep(self.table, bell, self.clock.now())
        return bell.rung

    def work(self, rung: list[dict[str, str]]) -> Counter[str]:
        """Each ring handled by a worker of its own; one that is killed takes only its own ring with it."""
        total: Counter[str] = Counter()
        for who in rung:
            try:
                total.update(send.work(self.table, self.channels(), who, self.clock.now()))
            except Killed:
                total["killed"] += 1
        return total

    def turn(self) -> Counter[str]:
        return self.work(self.sweep())

    def hours(self, count: int, each: Callable[[], Any] = lambda: None) -> Counter[str]:
        total: Counter[str] = Counter()
        for _ in range(count):
            self.clock.on(hours=1)
            each()
            total.update(self.turn())
        return total

    def reminders(self, case_id: str) -> dict[str, dict[str, Any]]:
        """sk without its prefix -> fields, without the marker of what comes next."""
        page = self.table.query(keys.case_pk(case_id), keys.REMINDERS, limit=1000)
        found = {item.sk.removeprefix(keys.REMINDERS): undress(item, "reminder") for item in page.items}
        found.pop("next", None)
        return found
