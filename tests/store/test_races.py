"""Many hands on one item: nobody's work is lost, nothing is claimed twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import ABSENT, PRESENT, Add, Check, Conflict, Put, Table

from .support import Clock, item

THREADS = 8


def together(work: Callable[[int], Any], times: int = THREADS) -> list[Any]:
    """Runs the work in threads that start at one moment; answers what each returned."""
    gate = threading.Barrier(times)

    def begin(number: int) -> Any:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(begin, range(times)))


def test_of_many_claims_one_succeeds(table: Table) -> None:
    def claim(number: int) -> bool:
        try:
            table.put(item(data={"by": number}), ABSENT)
        except Conflict:
            return False
        return True

    outcomes = together(claim)
    found = table.get("S#1", "session")
    assert outcomes.count(True) == 1
    assert found is not None and outcomes[found.data["by"]] is True


def test_no_update_is_lost_among_many_writers(table: Table) -> None:
    table.put(item(data={"seen": []}))

    def append(number: int) -> None:
        for round_number in range(4):
            while True:
                found = table.get("S#1", "session")
                assert found is not None
                changed = item(data={"seen": [*found.data["seen"], [number, round_number]]})
                try:
                    table.put(changed, found.version)
                    break
                except Conflict:
                    continue

    together(append)
    found = table.get("S#1", "session")
    assert found is not None
    assert sorted(found.data["seen"]) == [[n, r] for n in range(THREADS) for r in range(4)]
    assert found.version == 1 + 4 * THREADS


def test_counters_lose_nothing(table: Table) -> None:
    def count(number: int) -> None:
        for _ in range(6):
            table.add("N#n", "count", {"all": 1, f"by_{number}": number})

    together(count)
    found = table.get("N#n", "count")
    assert found is not None and found.data["all"] == 6 * THREADS
    assert all(found.data[f"by_{number}"] == 6 * number for number in range(THREADS))


def test_many_counts_replace_an_expired_counter_once(table: Table, clock: Clock) -> None:
    table.add("N#n", "count", {"n": 1000}, expires_at=clock.moment + 1)
    clock.moment += 1
    together(lambda number: table.add("N#n", "count", {"n": 1}, expires_at=clock.moment + 100))
    found = table.get("N#n", "count")
    assert found is not None and found.data == {"n": THREADS}


def test_money_moves_whole_between_two_items(table: Table) -> None:
    """Several move 10 won at a time from one item to the other: none is made, none is lost."""
    table.write([Put(item(sk="a", data={"won": 1000})), Put(item(sk="b", data={"won": 0}))])

    def move(number: int) -> None:
        moved = 0
        while moved < 2:
            first, second = table.get_many([("S#1", "a"), ("S#1", "b")])
            assert first is not None and second is not None
            try:
                table.write(
                    [
                        Put(item(sk="a", data={"won": first.data["won"] - 10}), first.version),
                        Put(item(sk="b", data={"won": second.data["won"] + 10}), second.version),
                    ]
                )
                moved += 1
            except Conflict:
                continue

    together(move, 4)
    first, second = table.get_many([("S#1", "a"), ("S#1", "b")])
    assert first is not None and second is not None
    assert (first.data["won"], second.data["won"]) == (1000 - 80, 80)


def test_a_write_sees_no_item_vanish_under_its_check(table: Table) -> None:
    """Erasure and an append race: after an erased head no turn may be added."""
    table.put(item())

    def work(number: int) -> None:
        if number == 0:
            table.delete("S#1", "session")
        else:
            try:
                table.write(
                    [
                        Check("S#1", "session", PRESENT),
                        Put(item(sk=f"turn#{number}"), ABSENT),
                        Add("N#n", "count", {"n": 1}),
                    ]
                )
            except Conflict:
                assert table.get("S#1", "session") is None

    together(work)
    counter = table.get("N#n", "count")
    turns = table.query("S#1", "turn#").items
    assert len(turns) == (counter.data["n"] if counter else 0)


def test_two_processes_worth_of_connections_share_one_file(tmp_path: Path, clock: Clock) -> None:
    tables = [SqliteTable(tmp_path / "shared.sqlite3", clock) for _ in range(4)]
    together(lambda number: [tables[number % 4].add("N#n", "count", {"n": 1}) for _ in range(10)])
    assert tables[0].add("N#n", "count", {"n": 0}) == {"n": 10 * THREADS}
    # A cursor sealed by one process opens in another.
    for number in range(3):
        tables[0].put(item(sk=str(number)))
    cursor = tables[1].query("S#1", limit=1).next
    assert [found.sk for found in tables[2].query("S#1", after=cursor).items] == ["1", "2"]
    for table in tables:
        table.close()
