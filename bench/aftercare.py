"""Cost of the sweep and of one message, as ratios in one run: python -m bench.aftercare [--full] [--moto].

10,000 are due today at every size; only the number of the enrolled grows. What must stay flat: reads and time of the
sweep. `--full` adds 1,000,000 enrolled (about two minutes and 2 GB for a moment), `--moto` the request counts of
DynamoDB's double at two sizes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from chalicelib.aftercare.case import Case, PlanFacts
from chalicelib.aftercare.contact import Address, Person
from chalicelib.aftercare.days import KST
from chalicelib.aftercare.schedule import equal_plan
from chalicelib.cases import head as heads
from chalicelib.cases.deliver import deliver
from chalicelib.cases.head import Head
from chalicelib.channels.doorbell import ListDoorbell
from chalicelib.channels.outbox import Outbox
from chalicelib.functions.sweep import sweep
from chalicelib.store import keys
from chalicelib.store.counting import CountingTable
from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import ANY, Item, Put, Table

NOW = datetime(2026, 11, 25, 11, 0, tzinfo=KST)
DUE = 10_000
BATCH = 50


def model() -> Head:
    """A usual head: 96 instalments, due on the 25th, one phone number."""
    case = Case(
        "c0",
        "individual_workout",
        "in_payment",
        date(2026, 1, 25),
        date(2026, 1, 2),
        equal_plan(28_800_000, 96, date(2026, 11, 25)),
        facts=PlanFacts(interest_bearing=False, secured=False),
    )
    person = Person((Address("sms", "01012345678", True),))
    return Head(case, person, date(2026, 1, 5), counsellor="김하늘", phrase="봄이 오면")


def items(start: int, stop: int) -> Iterator[Item]:
    """Head and next touch of each case; the first DUE are due now, the others over the coming month."""
    pattern = heads.actions(model(), NOW - timedelta(days=1), "bench", "")[1][0]
    assert isinstance(pattern, Put)
    for i in range(start, stop):
        case_id = f"c{i:08d}"
        yield replace(pattern.item, pk=keys.case_pk(case_id))
        when = NOW - timedelta(minutes=30) if i < DUE else NOW + timedelta(days=1 + i % 30)
        yield heads.next_item(case_id, when)


def fill(table: Table, start: int, stop: int) -> None:
    batch: list[Put] = []
    for item in items(start, stop):
        batch.append(Put(item, ANY))
        if len(batch) == 2 * BATCH:
            table.write(batch)
            batch = []
    if batch:
        table.write(batch)


def measure(table: Table) -> tuple[float, int, int]:
    """Best of five sweeps: CPU seconds (the machine is shared), read calls, rings."""
    sweep(table, ListDoorbell(), NOW)  # sets the watermark
    best, reads, rung = 1e9, 0, 0
    for _ in range(5):
        counting, bell = CountingTable(table), ListDoorbell()
        begun = time.process_time()
        sweep(counting, bell, NOW)
        best = min(best, time.process_time() - begun)
        reads, rung = counting.reads, len(bell.rung)
    return best, reads, rung


def message_cost(table: Table, count: int = 500) -> tuple[float, float, float]:
    """Milliseconds of CPU, reads and writes for one message from ring to record."""
    box = Outbox(table, lambda: NOW)
    counting = CountingTable(table)
    begun = time.process_time()
    for i in range(count):
        deliver(counting, {"sms": box}, f"c{i:08d}", NOW)
    took = (time.process_time() - begun) / count
    return took * 1000, counting.reads / count, counting.writes / count


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.aftercare")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--moto", action="store_true")
    asked = parser.parse_args(argv)
    sizes = [10_000, 100_000, *([1_000_000] if asked.full else [])]
    print(f"{'enrolled':>10} {'due':>7} {'sweep ms':>9} {'ratio':>6} {'reads':>6} {'rings':>7}")
    with tempfile.TemporaryDirectory() as folder:
        table = SqliteTable(Path(folder) / "bench.sqlite3", lambda: int(NOW.timestamp()))
        before, first = 0, 0.0
        for size in sizes:
            fill(table, before, size)
            before = size
            took, reads, rung = measure(table)
            first = first or took
            print(
                f"{size:>10,} {DUE:>7,} {took * 1000:>9.1f} {took / first:>6.2f} {reads:>6} {rung:>7,}",
                flush=True,
            )
        took, reads_, writes = message_cost(table)
        print(
            f"one message: {took:.2f} ms of CPU, {reads_:.1f} reads, {writes:.1f} writes (outbox's own write apart)"
        )
        table.close()
    if asked.moto:
        moto()
    return 0


def moto() -> None:
    """Request counts on DynamoDB's double with 200 due, at two sizes."""
    from chalicelib.store.dynamodb import DynamoTable
    from tests.store.support import TABLE, moto_client

    global DUE
    DUE = 200
    with moto_client() as client:
        table = DynamoTable(client, TABLE, lambda: int(NOW.timestamp()))
        before = 0
        for size in (400, 2_000):
            for item in items(before, size):
                table.put(item)
            before = size
            took, reads, rung = measure(table)
            print(
                f"moto {size:>6,} enrolled, {DUE} due: {reads} requests, {rung} rings, {took * 1000:.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
