"""Every fault at every call that a scheduled or queue function makes to AWS: run again it makes good, exactly once.

A function that fails is called again, as the schedule and the queue do it: the clock moves on, the sweep rings again
for what is still due. At the end each message was handed over once and the table holds what an untroubled run leaves.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from unittest import mock
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.channels.doorbell import SqsDoorbell
from chalicelib.functions import rerun, retention, send, sweep
from chalicelib.store import keys
from chalicelib.store.dynamodb import DynamoTable
from chalicelib.store.shapes import dress
from chalicelib.store.table import Item, StoreError
from tests.aftercare.support import Clock, enrolled, seoul
from tests.functions.world import Carrier
from tests.store.support import TABLE

from .boundary import FAULTS, Boundary, Killed, applies
from .effect import snapshot
from .routes import Row, empty

PEOPLE: Final = 2
ROUNDS: Final = 3
"""Sweeps after the trouble: what is still due now, and what a claim's lease kept for ten minutes, or longer where
a clock was ahead."""
TELLING: Final = tuple(
    name for name in FAULTS if name not in ("no answer, no effect", "twice", "busy", "killed after")
)
"""The others look the same to a function as to a route: the store has dealt with them, or it was as if
throttled."""
NAMES: Final = ("sweep", "send", "rerun", "retention")


class Town:
    """Two enrolled people, the queue between sweep and worker, and one carrier of messages."""

    def __init__(self, client: Any, sqs: Any, name: str) -> None:
        empty()
        self.name, self.client, self.sqs = name, client, sqs
        self.clock = Clock(seoul("2026-01-05 09:00"))
        self.boundary, self.queue = Boundary(client), Boundary(sqs)
        self.table = DynamoTable(self.boundary, TABLE, self.clock, pause=lambda seconds: None)
        self.url = sqs.create_queue(QueueName=f"faults-{uuid4()}")["QueueUrl"]
        self.carrier = Carrier(self.clock)
        self.cases = [enrolled(self.table, self.clock.now(), f"p{i}") for i in range(PEOPLE)]
        self.clock.to("2026-01-05 10:05")
        # The sweep begins where the last one ended: a double answers 500 empty queries in five seconds.
        self.table.put(Item(*keys.meta("sweep"), dress("meta", {"day": "2026-01-04"})))
        if name == "rerun":  # a mark of last year: this year's median incomes and the like are new
            fields = dress("meta", {"day": "2025-06-01"})
            self.table.put(Item(*keys.meta("law"), fields))
        if name == "retention":
            self._end()

    def _end(self) -> None:
        """One of the two ended long ago."""
        from chalicelib.cases import service
        from chalicelib.cases.inputs import StageIn

        for case_id in self.cases[:1]:
            asked = StageIn.parse({"stage": "completed", "on": "2026-01-05", "because": "기관의 통지"})
            service.move(self.table, case_id, asked, "staff:1", self.clock.now())
        self.clock.on(days=400)

    def run(self) -> None:
        """One call of the function, as Lambda would make it."""
        now = self.clock.now()
        if self.name == "sweep":
            sweep.sweep(self.table, SqsDoorbell(self.url, self.queue), now)
        elif self.name == "send":
            send.batch(self.table, self.channels(), self.records(), now)
        elif self.name == "rerun":
            with mock.patch.multiple(
                rerun, LOOK_BACK=1, AHEAD=1
            ):  # the days around what is due, for the same reason
                rerun.rerun(self.table, now)
        else:
            retention.retain(self.table, now, 365)

    def channels(self) -> Any:
        return {"sms": self.carrier, "email": self.carrier}

    def records(self) -> list[dict[str, Any]]:
        """What SQS would deliver: one ring for each person, and once more for the first."""
        ids = [*self.cases, self.cases[0]]
        return [{"messageId": str(i), "body": json.dumps({"case": one})} for i, one in enumerate(ids)]

    def rest(self) -> None:
        """The hours after: sweeps and workers without faults, until all is quiet."""
        self.boundary.arm()
        self.queue.arm()
        for _ in range(ROUNDS if self.name in ("sweep", "send") else 0):
            sweep.sweep(self.table, SqsDoorbell(self.url, self.sqs), self.clock.now())
            got: list[Any] = [True]
            while got:
                answer = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10)
                got = answer.get("Messages", [])
                records = [{"messageId": m["MessageId"], "body": m["Body"]} for m in got]
                send.batch(self.table, self.channels(), records, self.clock.now())
                for message in got:
                    self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
            self.clock.on(minutes=11)

    def outcome(self) -> Any:
        """What must be the same however troubled the run: messages by person, items by kind, cases by stage."""
        kinds: Counter[str] = Counter()
        for (pk, sk), text in snapshot(self.client, TABLE).items():
            said = json.loads(text) if text.startswith("{") else {}
            kinds[
                f"{pk.partition('#')[0]}/{sk.partition('#')[0]} {said.get('status', '')}{said.get('law_seen', '')}"
            ] += 1
        return sorted(self.carrier.times.values()), kinds


def calls_of(town: Town) -> list[tuple[Boundary, int, str]]:
    """Calls of the untroubled run, of both boundaries."""
    town.run()
    return [(b, i, op) for b in (town.boundary, town.queue) for i, op in enumerate(b.calls)]


def row(client: Any, sqs: Any, name: str) -> Row:
    """One function in the matrix. Long walks of alike queries are struck at their first and last call."""
    town = Town(client, sqs, name)
    town.boundary.arm()
    town.queue.arm()
    found = calls_of(town)
    made = Row(name, [op for _, _, op in found], 0)
    town.rest()
    wanted = town.outcome()
    places = [(b is town.queue, i, op) for b, i, op in found]
    for fault in TELLING:
        for of_queue, at, operation in _telling(places):
            if applies(fault, operation):
                _strike(made, client, sqs, fault, of_queue, at, operation, wanted)
    return made


def _telling(places: list[tuple[bool, int, str]]) -> list[tuple[bool, int, str]]:
    chosen: list[tuple[bool, int, str]] = []
    by_operation: dict[str, list[tuple[bool, int, str]]] = {}
    for place in places:
        by_operation.setdefault(place[2], []).append(place)
    for same in by_operation.values():
        chosen += list(dict.fromkeys([same[0], same[-1]]))
    return chosen


def _strike(
    made: Row, client: Any, sqs: Any, fault: str, of_queue: bool, at: int, operation: str, wanted: Any
) -> None:
    town = Town(client, sqs, made.name)
    (town.queue if of_queue else town.boundary).arm(at, fault, _overtaking(town))
    (town.boundary if of_queue else town.queue).arm()
    answers = [_call(town.run)]
    struck = (town.queue if of_queue else town.boundary).struck
    for boundary in (town.boundary, town.queue):
        boundary.arm()
    if fault.endswith("behind"):
        town.clock.moment -= timedelta(minutes=4)
    while answers[-1] != "done" and len(answers) < 4:
        answers.append(_call(town.run))
    town.rest()
    made.cells.setdefault(fault, Counter())[" → ".join(answers)] += 1
    where = f"{fault} at {'queue ' if of_queue else ''}call {at} ({operation})"
    if not struck:
        made.wrong.append(f"{where}: the fault was not reached")
    if answers[-1] != "done":
        made.wrong.append(f"{where}: ended with {answers}")
    if town.outcome() != wanted:
        made.wrong.append(f"{where}: {answers}, {town.outcome()} instead of {wanted}")


def _overtaking(town: Town) -> Callable[[], object]:
    return town.run


def _call(work: Callable[[], None]) -> str:
    try:
        work()
    except Killed:
        return "–"
    except (StoreError, ClientError, BotoCoreError):
        return "failed"
    return "done"
