"""Days one after the other; within a day the workers run side by side and are killed at random.

On SQLite workers are processes and die by SIGKILL. On DynamoDB's double, which lives in this process, a kill is an
exception that nothing catches, at a random call of the table.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from chalicelib.aftercare.case import Case, PlanFacts
from chalicelib.aftercare.contact import Address, Person
from chalicelib.aftercare.days import KST
from chalicelib.aftercare.ledger import Payment
from chalicelib.aftercare.schedule import Run
from chalicelib.cases import head as heads
from chalicelib.cases.head import Head
from chalicelib.store import keys
from chalicelib.store.shapes import dress
from chalicelib.store.table import ANY, Item, Put, Table

from .plan import AMOUNT, PREPAID, START, Plan
from .vendor import FileVendor
from .worker import Worker


@dataclass
class Conduct:
    """One rehearsal. `killed` lists (simulated day, worker) of every kill."""

    plan: Plan
    folder: Path
    kind: str
    workers: int = 2
    kills: int = 24
    killed: list[tuple[date, int]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def run(self, open_table: Callable[[], AbstractContextManager[Table]]) -> None:
        """Enrol everybody, then live through the two months. Nothing is open while processes are started."""
        begun = time.perf_counter()
        with open_table() as table:
            enrol(table, self.plan)
        vendor_of(self.folder, random.Random(0)).close()  # noqa: S311 - made before two workers could both make it
        self.seconds["enrolment"] = time.perf_counter() - begun
        begun = time.perf_counter()
        if self.kind == "sqlite":
            self._in_processes()
        else:
            with open_table() as table:
                self._in_here(table)
        self.seconds["two months"] = time.perf_counter() - begun
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        self.seconds["CPU of all processes"] = sum(one.ru_utime + one.ru_stime for one in used)

    # --- processes and SIGKILL ----------------------------------------------------------------------------------
    def _in_processes(self) -> None:
        chance = random.Random(f"{self.plan.seed}:kills")  # noqa: S311
        context = multiprocessing.get_context("fork")
        days = list(self.plan.days())
        rush = self.plan.busy_days()
        per_day = dict.fromkeys(days, 0)
        for _ in range(self.kills):
            per_day[chance.choice(rush[: max(len(rush) // 3, 1)] if chance.random() < 0.7 else rush)] += 1
        left = 0
        for day in days:
            running = {number: self._start(context, number, day) for number in range(self.workers)}
            left += per_day[day]  # a kill that found nobody alive waits for the next day
            while running:
                for number, process in list(running.items()):
                    process.join(0.02 + chance.random() * 0.15)
                    if process.exitcode == 0:
                        del running[number]
                    elif process.exitcode is not None:
                        if process.exitcode != -signal.SIGKILL:
                            raise RuntimeError(f"worker {number} ended with {process.exitcode}")
                        running[number] = self._start(context, number, day)
                    elif left and chance.random() < 0.6:
                        os.kill(process.pid, signal.SIGKILL)
                        self.killed.append((day, number))
                        left -= 1

    def _start(self, context: Any, number: int, day: date) -> Any:
        process = context.Process(
            target=_worker_process, args=(self.plan, self.folder, number, self.workers, day)
        )
        process.start()
        return process

    # --- in this process ------------------------------------------------------------------------------------------
    def _in_here(self, table: Table) -> None:
        chance = random.Random(f"{self.plan.seed}:kills")  # noqa: S311
        mortal = Mortal(table, chance)
        mortal.left = self.kills
        for day in self.plan.days():
            for number in range(self.workers):
                while True:
                    worker = Worker(
                        self.plan,
                        mortal,
                        vendor_of(self.folder, chance),
                        self.folder,
                        number,
                        self.workers,
                        chance,
                    )
                    try:
                        worker.day(day)
                    except Killed:
                        self.killed.append((day, number))
                        continue
                    finally:
                        worker.vendor.close()
                    break


class Killed(BaseException):
    """The worker ends here; nothing below catches it."""


class Mortal:
    """A table at whose calls the worker may die, before or after the effect."""

    def __init__(self, inner: Table, chance: random.Random) -> None:
        self._inner, self._chance, self.left = inner, chance, 0

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._inner, name)
        if name not in ("write", "put"):
            return real

        def call(*given: Any, **more: Any) -> Any:
            dies = self.left > 0 and self._chance.random() < 0.02
            if dies and self._chance.random() < 0.5:
                self.left -= 1
                raise Killed
            answer = real(*given, **more)
            if dies:
                self.left -= 1
                raise Killed
            return answer

        return call


def _worker_process(plan: Plan, folder: Path, number: int, workers: int, day: date) -> None:
    chance = random.Random(os.urandom(8))  # noqa: S311 - begun again, it must not meet the same luck
    with open_sqlite(folder) as table:
        vendor = vendor_of(folder, chance)
        Worker(plan, table, vendor, folder, number, workers, chance).day(day)
        vendor.close()
    os._exit(0)


def vendor_of(folder: Path, chance: random.Random) -> FileVendor:
    return FileVendor(folder / "vendor.sqlite3", chance)


@contextmanager
def open_sqlite(folder: Path) -> Iterator[Table]:
    """The embedded store of the rehearsal. A kill of a process loses nothing at synchronous NORMAL (a power cut might);
    the shipped default is FULL."""
    from chalicelib.store.sqlite import SqliteTable

    table = SqliteTable(folder / "rehearsal.sqlite3", lambda: int(time.time()), synchronous="NORMAL")
    try:
        yield table
    finally:
        table.close()


def enrol(table: Table, plan: Plan) -> None:
    """Everybody as a payer of an individual workout who has paid ahead until February, so that nothing falls due."""
    before = datetime(2026, 11, 1, 10, 0, tzinfo=KST)
    patterns = {day: _pattern(day, before) for day in range(1, 29)}
    batch: list[Put] = []
    for who in range(plan.people):
        case_id, pattern = plan.case_id(who), patterns[1 + who % 28]
        batch.append(Put(replace(pattern.item, pk=keys.case_pk(case_id)), ANY))
        batch.append(Put(heads.next_item(case_id, datetime(2027, 3, 1, tzinfo=KST)), ANY))
        if len(batch) == 100:
            table.write(batch)
            batch = []
    if batch:
        table.write(batch)
    table.put(Item(*keys.meta("sweep"), dress("meta", {"day": START.isoformat()})))


def _pattern(day: int, before: Any) -> Put:
    case = Case(
        "c0",
        "individual_workout",
        "in_payment",
        date(2026, 9, 20),
        date(2026, 9, 20),
        (Run(date(2026, 10, day), day, 60, AMOUNT),),
        (Payment("ahead", date(2026, 10, 1), PREPAID),),
        facts=PlanFacts(interest_bearing=False, secured=False),
    )
    person = Person((Address("sms", "01000000000", True),))
    head = Head(case, person, date(2026, 9, 20), counsellor="김하늘")
    put = heads.actions(head, before, "rehearsal", "")[1][0]
    assert isinstance(put, Put)
    return put
