"""What was read ahead answers later reads, until something is written or refused; then the table is asked anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.store.ahead import Ahead
from chalicelib.store.counting import CountingTable
from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import ABSENT, Conflict, Delete, Item, Put

A, B, NONE = ("A#1", "a"), ("B#1", "b"), ("C#1", "c")


@pytest.fixture
def counting(tmp_path: Path) -> CountingTable:
    table = CountingTable(SqliteTable(tmp_path / "t.sqlite3", lambda: 1_790_000_000, "NORMAL"))
    table.put(Item(*A, {"n": 1}))
    table.put(Item(*B, {"n": 2}))
    table.calls.clear()
    return table


def test_one_read_answers_all_that_follow_also_for_what_is_not_there(counting: CountingTable) -> None:
    ahead = Ahead(counting)
    first, second, missing = ahead.read([A, B, NONE])
    assert first and second and (first.data["n"], second.data["n"], missing) == (1, 2, None)
    assert ahead.get(*A) == first and ahead.get(*NONE) is None
    assert ahead.get_many([B, A]) == [second, first]
    assert ahead.read([A, NONE]) == [first, None]
    assert dict(counting.calls) == {"get_many": 1}


def test_what_was_not_read_ahead_is_asked_for(counting: CountingTable) -> None:
    ahead = Ahead(counting)
    ahead.read([A])
    assert [item and item.data["n"] for item in ahead.get_many([A, B])] == [1, 2]
    assert dict(counting.calls) == {"get": 1, "get_many": 1}


@pytest.mark.parametrize("change", ["put", "delete", "write", "add", "erase"])
def test_after_a_change_nothing_is_answered_from_memory(counting: CountingTable, change: str) -> None:
    ahead = Ahead(counting)
    ahead.read([A, B])
    if change == "put":
        ahead.put(Item(*A, {"n": 9}))
    elif change == "delete":
        ahead.delete(*A)
    elif change == "write":
        ahead.write([Put(Item(*A, {"n": 9})), Delete(*B)])
    elif change == "add":
        ahead.add("N#x#1", "count", {"n": 1})
    else:
        ahead.erase("A#1")
    counting.put(Item(*A, {"n": 7}))
    found = ahead.get(*A)
    assert found and found.data["n"] == 7


def test_after_a_refusal_the_other_ones_write_is_seen(counting: CountingTable) -> None:
    ahead = Ahead(counting)
    ahead.read([A])
    counting.put(Item(*A, {"n": 5}))
    seen = ahead.get(*A)
    assert seen and seen.data["n"] == 1  # a moment ago
    with pytest.raises(Conflict):
        ahead.write([Put(Item(*A, {"n": 9}), ABSENT)])
    seen = ahead.get(*A)
    assert seen and seen.data["n"] == 5
