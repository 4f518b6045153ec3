"""What both adapters promise of many items: lists and pages, writes of several, counters, erasure."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.store.table import (
    ABSENT,
    PRESENT,
    Add,
    BadCursor,
    BadItem,
    Check,
    Conflict,
    Delete,
    Item,
    Put,
    Table,
    TooLarge,
)

from .support import Clock, item


# --- lists -------------------------------------------------------------------------------------------------------
def test_items_of_a_key_come_in_byte_order_and_alone(table: Table) -> None:
    for sk in ("b", "a#2", "a#10", "A", "~", "a"):
        table.put(item(sk=sk))
    table.put(item(pk="S#10", sk="a"))
    table.put(item(pk="S#", sk="a"))
    assert [found.sk for found in table.query("S#1").items] == ["A", "a", "a#10", "a#2", "b", "~"]
    assert [found.sk for found in table.query("S#1", reverse=True).items] == [
        "~",
        "b",
        "a#2",
        "a#10",
        "a",
        "A",
    ]
    assert [found.sk for found in table.query("S#1", "a#").items] == ["a#10", "a#2"]
    assert table.query("S#1", "c").items == []


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("limit", [1, 3, 4, 7, 8, 100])
def test_pages_joined_are_the_list(table: Table, clock: Clock, limit: int, reverse: bool) -> None:
    for number in range(8):
        table.put(item(sk=f"turn#{number}"))
        table.put(item(sk=f"turn#{number}#gone", expires_at=clock.moment + 1))
    clock.moment += 1
    seen: list[Item] = []
    cursor, pages = None, 0
    while True:
        page = table.query("S#1", "turn#", cursor, limit, reverse)
        assert len(page.items) == min(limit, 8 - len(seen))
        seen += page.items
        cursor, pages = page.next, pages + 1
        if cursor is None:
            break
    assert [found.sk for found in seen] == sorted((f"turn#{n}" for n in range(8)), reverse=reverse)
    assert pages == -(-8 // limit)


def test_what_is_due_comes_by_time_up_to_the_moment_asked(table: Table) -> None:
    for number in (5, 1, 4, 2, 3):
        table.put(item(pk=f"C#{number}", sk="remind", due="2026-11-24#03", due_at=f"T0{number}"))
    table.put(item(pk="C#9", sk="remind", due="2026-11-24#04", due_at="T01"))
    table.put(item(pk="C#8", sk="remind"))
    assert [found.pk for found in table.query_due("2026-11-24#03").items] == [f"C#{n}" for n in range(1, 6)]
    page = table.query_due("2026-11-24#03", until="T03")
    assert [found.due_at for found in page.items] == ["T01", "T02", "T03"]
    assert page.next is None


def test_due_pages_joined_are_the_list_even_among_equal_times(table: Table) -> None:
    for number in range(9):
        table.put(item(pk=f"C#{number}", sk="remind", due="q#x", due_at=f"T{number // 4}"))
    seen: list[Item] = []
    cursor: str | None = None
    while True:
        page = table.query_due("q#x", "T2", cursor, 2)
        seen += page.items
        cursor = page.next
        if cursor is None:
            break
    assert sorted(found.pk for found in seen) == [f"C#{n}" for n in range(9)]
    assert [found.due_at for found in seen] == sorted(found.due_at or "" for found in seen)


def test_a_new_due_time_moves_the_item_within_the_index(table: Table) -> None:
    put = table.put(item(due="q#x", due_at="T1"))
    table.put(replace(put, due="q#y"), put.version)
    assert table.query_due("q#x").items == []
    assert [found.version for found in table.query_due("q#y").items] == [2]


def test_a_page_goes_on_where_it_ended_when_items_come_and_go(table: Table) -> None:
    for number in range(6):
        table.put(item(sk=f"turn#{number}"))
    page = table.query("S#1", limit=3)
    table.delete("S#1", "turn#2")  # the very item at which the page ended
    table.put(item(sk="turn#0#late"))
    assert [found.sk for found in table.query("S#1", after=page.next).items] == ["turn#3", "turn#4", "turn#5"]


def test_a_cursor_tells_nothing_and_opens_only_its_own_list(table: Table) -> None:
    for number in range(3):
        table.put(item(pk="S#secret", sk=f"turn#{number}", due="q#x", due_at="T1"))
    cursor = table.query("S#secret", "turn#", limit=1).next
    due_cursor = table.query_due("q#x", limit=1).next
    assert cursor is not None and due_cursor is not None
    for opaque in (cursor, due_cursor):
        raw = base64.urlsafe_b64decode(opaque + "=" * (-len(opaque) % 4))
        assert b"turn" not in raw and b"secret" not in raw
    assert cursor == table.query("S#secret", "turn#", limit=1).next  # the same page, the same bytes
    attempts: list[Callable[[], object]] = [
        lambda: table.query("S#secret", "", cursor),
        lambda: table.query("S#other", "turn#", cursor),
        lambda: table.query("S#secret", "turn#", cursor, reverse=True),
        lambda: table.query("S#secret", "turn#", due_cursor),
        lambda: table.query_due("q#x", None, cursor),
        lambda: table.query_due("q#x", "T9", due_cursor),
        lambda: table.query("S#secret", "turn#", cursor[:-1]),
        lambda: table.query("S#secret", "turn#", ("A" if cursor[0] != "A" else "B") + cursor[1:]),
        lambda: table.query("S#secret", "turn#", cursor + "!"),
        lambda: table.query("S#secret", "turn#", ""),
        lambda: table.query("S#secret", "turn#", "가나다"),
        lambda: table.query("S#secret", "turn#", "A" * 100_000),
    ]
    for attempt in attempts:
        with pytest.raises(BadCursor):
            attempt()


def test_many_items_are_read_in_the_order_asked(table: Table) -> None:
    for number in range(100):
        table.put(item(pk=f"C#{number}", data={"n": number}))
    names = [(f"C#{number}", "session") for number in reversed(range(100))]
    assert [found and found.data["n"] for found in table.get_many(names)] == list(reversed(range(100)))
    assert table.get_many([("C#1", "session"), ("C#x", "session"), ("C#1", "session")])[1] is None
    assert table.get_many([]) == []


# --- writes of several -------------------------------------------------------------------------------------------
def test_a_write_does_all(table: Table) -> None:
    table.put(item(sk="old"))
    table.put(item(sk="kept"))
    versions = table.write(
        [
            Put(item(sk="session", data={"turns": 1}), ABSENT),
            Put(item(sk="kept", data={"b": 1}), 1),
            Put(item(sk="any")),
            Delete("S#1", "old", 1),
            Check("S#1", "none", ABSENT),
            Add("N#turns", "count", {"n": 2}),
        ]
    )
    assert versions == [1, 2, None, None, None, None]
    assert [(found.sk, found.version) for found in table.query("S#1").items] == [
        ("any", 1),
        ("kept", 2),
        ("session", 1),
    ]
    assert table.add("N#turns", "count", {"n": 1}) == {"n": 3}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_write_with_one_failing_condition_does_nothing_and_names_it(table: Table, place: int) -> None:
    standing = table.put(item(sk="standing"))
    failing = [Put(item(sk="standing"), ABSENT), Check("S#1", "standing", 7), Delete("S#1", "standing", 7)]
    actions: list[Any] = [Put(item(sk="new"), ABSENT), Add("N#n", "count", {"n": 1})]
    actions.insert(place, failing[place])
    with pytest.raises(Conflict) as caught:
        table.write(actions)
    assert caught.value.index == place
    assert caught.value.current == standing
    assert [found.sk for found in table.query("S#1").items] == ["standing"]
    assert table.get("N#n", "count") is None


def test_of_two_failing_conditions_the_first_is_named(table: Table) -> None:
    with pytest.raises(Conflict) as caught:
        table.write([Check("S#1", "a", ABSENT), Check("S#1", "b", PRESENT), Check("S#1", "c", PRESENT)])
    assert caught.value.index == 1


def test_a_hundred_actions_fit_and_one_more_does_not(table: Table) -> None:
    table.write([Put(item(sk=f"{n:03d}"), ABSENT) for n in range(100)])
    assert len(table.query("S#1", limit=1000).items) == 100
    with pytest.raises(TooLarge):
        table.write([Put(item(sk=f"x{n:03d}")) for n in range(101)])


# --- counters ----------------------------------------------------------------------------------------------------
def test_counters_start_at_nothing_and_add_up(table: Table) -> None:
    assert table.add("N#turns#2026-11-24", "count", {"turns": 1, "tokens": 1200}) == {
        "turns": 1,
        "tokens": 1200,
    }
    assert table.add("N#turns#2026-11-24", "count", {"turns": 1, "won": -5}) == {
        "turns": 2,
        "tokens": 1200,
        "won": -5,
    }
    found = table.get("N#turns#2026-11-24", "count")
    assert found is not None and found.data == {"turns": 2, "tokens": 1200, "won": -5} and found.version == 2


def test_a_counter_keeps_its_first_expiry_and_starts_anew_after_it(table: Table, clock: Clock) -> None:
    start = clock.moment
    table.add("N#n", "count", {"n": 1}, expires_at=start + 60)
    table.add("N#n", "count", {"n": 1}, expires_at=start + 600)
    found = table.get("N#n", "count")
    assert found is not None and found.expires_at == start + 60
    clock.moment = start + 60
    assert table.get("N#n", "count") is None
    assert table.add("N#n", "count", {"n": 1, "m": 1}, expires_at=start + 120) == {"n": 1, "m": 1}
    clock.moment = start + 120
    table.write([Add("N#n", "count", {"m": 5})])
    found = table.get("N#n", "count")
    assert found is not None and found.data == {"m": 5} and found.expires_at is None


def test_what_was_put_is_no_counter(table: Table) -> None:
    put = table.put(item(data={"n": 1}))
    with pytest.raises(BadItem):
        table.add("S#1", "session", {"n": 1})
    with pytest.raises(BadItem):
        table.write([Add("S#1", "session", {"n": 1})])
    assert table.get("S#1", "session") == put


def test_a_counter_may_be_overwritten_by_a_put(table: Table) -> None:
    table.add("N#n", "count", {"n": 1})
    put = table.put(item("N#n", "count", {"text": "x"}), 1)
    assert table.get("N#n", "count") == put
    assert put.version == 2


# --- erasure -----------------------------------------------------------------------------------------------------
def test_erasing_removes_everything_of_the_key_and_nothing_else(table: Table, clock: Clock) -> None:
    for number in range(30):
        table.put(item(sk=f"turn#{number:02d}", due="q#x", due_at="T"))
    table.put(item(sk="gone", expires_at=clock.moment + 1))
    table.put(item(pk="S#2"))
    clock.moment += 1
    assert table.erase("S#1", limit=20) == 20
    assert table.erase("S#1", limit=20) == 11
    assert table.erase("S#1", limit=20) == 0
    assert table.query("S#1").items == [] and table.query_due("q#x").items == []
    clock.moment -= 1
    assert table.get("S#1", "gone") is None  # really gone, not only expired
    assert table.get("S#2", "session") is not None
