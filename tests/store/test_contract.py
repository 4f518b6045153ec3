"""What both adapters promise of one item, sentence by sentence: values, conditions, limits, expiry."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.store.table import (
    ABSENT,
    ANY,
    MAX_INT,
    MAX_ITEM_BYTES,
    PRESENT,
    BadItem,
    Check,
    Conflict,
    Delete,
    Put,
    Table,
    TooLarge,
)

from .support import Clock, item


# --- one item ----------------------------------------------------------------------------------------------------
def test_an_absent_item_reads_as_none(table: Table) -> None:
    assert table.get("S#1", "session") is None


def test_what_was_put_is_read_back_with_its_version(table: Table) -> None:
    put = table.put(item(data={"이름": "다시봄"}, expires_at=1_800_000_000, due="q#x", due_at="1"))
    assert put.version == 1
    assert table.get("S#1", "session") == put
    assert table.get("S#1", "session", consistent=False) == put


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"빚": 10**15, "negative": -(10**15), "zero": 0, "yes": True, "no": False, "none": None},
        {"greatest": MAX_INT, "least": -MAX_INT},
        {"empty": "", "text": "월 변제금 ‘삼십만 원’ 🙂👨‍👩‍👧 \u0000\u001f\\\"'\n\t"},
        {"nfd": "\u1100\u1161", "nfc": "가", "loose": "ㄱㅏ ㅠㅠ", "beyond": "\U0001f600\U0010ffff"},
        {"debts": [{"principal": 30_000_000, "history": [[], {}, [[1]], {"": ""}]}, None, ""]},
        {"z": 1, "a": 2, "m": {"y": 1, "b": 2}},
        {"data": "x", "version": 9, "pk": "S#2", "expires_at": 1, "#n": ":v", "$set": "{{x}}"},
    ],
)
def test_data_come_back_exactly(table: Table, data: dict[str, Any]) -> None:
    table.put(item(data=data))
    found = table.get("S#1", "session")
    assert found is not None
    assert found.data == data
    assert repr(found.data) == repr(data)  # types and the order of keys too


def test_the_caller_owns_what_it_read(table: Table) -> None:
    table.put(item(data={"list": [1]}))
    found = table.get("S#1", "session")
    assert found is not None
    found.data["list"].append(2)
    again = table.get("S#1", "session")
    assert again is not None and again.data == {"list": [1]}


def test_a_put_replaces_the_whole_item(table: Table) -> None:
    table.put(item(data={"a": 1, "b": 2}, expires_at=1_800_000_000, due="q#x", due_at="1"))
    second = table.put(item(data={"a": 3}))
    assert second.version == 2
    assert table.get("S#1", "session") == second
    assert table.query_due("q#x").items == []


# --- conditions --------------------------------------------------------------------------------------------------
def test_absent_lets_only_the_first_writer_through(table: Table) -> None:
    first = table.put(item(data={"who": "first"}), ABSENT)
    with pytest.raises(Conflict) as caught:
        table.put(item(data={"who": "second"}), ABSENT)
    assert caught.value.current == first
    assert table.get("S#1", "session") == first


def test_a_version_lets_only_its_reader_through(table: Table) -> None:
    first = table.put(item(data={"n": 1}))
    second = table.put(item(data={"n": 2}), first.version)
    assert second.version == 2
    with pytest.raises(Conflict) as caught:
        table.put(item(data={"n": 3}), first.version)
    assert caught.value.current == second


def test_a_version_of_an_absent_item_is_a_conflict_with_nothing(table: Table) -> None:
    with pytest.raises(Conflict) as caught:
        table.put(item(), 1)
    assert caught.value.current is None
    assert table.get("S#1", "session") is None


def test_present_needs_an_item(table: Table) -> None:
    with pytest.raises(Conflict):
        table.put(item(), PRESENT)
    table.put(item())
    assert table.put(item(data={"b": 2}), PRESENT).version == 2


def test_a_delete_says_whether_it_removed_something(table: Table) -> None:
    assert table.delete("S#1", "session") is False
    table.put(item())
    assert table.delete("S#1", "session") is True
    assert table.get("S#1", "session") is None


def test_a_delete_keeps_to_its_condition(table: Table) -> None:
    put = table.put(item())
    with pytest.raises(Conflict) as caught:
        table.delete("S#1", "session", 2)
    assert caught.value.current == put
    assert table.delete("S#1", "session", 1) is True
    with pytest.raises(Conflict):
        table.delete("S#1", "session", PRESENT)


def test_no_error_text_repeats_data(table: Table) -> None:
    table.put(item(data={"phone": "010-1234-5678"}))
    with pytest.raises(Conflict) as caught:
        table.put(item(data={"phone": "010-8765-4321"}), ABSENT)
    assert "010" not in str(caught.value) + repr(caught.value)
    with pytest.raises(BadItem) as refused:
        table.put(item(data={"phone": [Decimal("1.5")]}))
    assert "/phone/0" in str(refused.value) and "1.5" not in str(refused.value)


# --- what is refused ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "data",
    [
        {"rate": 17.9},
        {"rate": Decimal("17.9")},
        {"nan": float("nan")},
        {"pair": (1, 2)},
        {1: "number as a name"},
        {"bytes": b"x"},
        {"half": "\ud800"},
        {"big": 10**38},
        [1],
        {"set": {1}},
    ],
)
def test_what_is_no_exact_json_is_refused(table: Table, data: Any) -> None:
    with pytest.raises(BadItem):
        table.put(item(data=data))
    assert table.get("S#1", "session") is None


def test_bottomless_nesting_is_refused(table: Table) -> None:
    deep: Any = {}
    for _ in range(100_000):
        deep = {"d": deep}
    with pytest.raises(BadItem):
        table.put(item(data=deep))


@pytest.mark.parametrize("bad", ["", "가", "a b", "a\n", "x" * 513, "\x00", "\x7f"])
def test_keys_outside_printable_ascii_are_refused(table: Table, bad: str) -> None:
    for attempt in (
        lambda: table.get(bad, "session"),
        lambda: table.put(item(sk=bad)),
        lambda: table.put(item(due=bad, due_at="1")),
        lambda: table.delete("S#1", bad),
        lambda: table.query(bad),
        lambda: table.query_due(bad),
        lambda: table.erase(bad),
        lambda: table.get_many([("S#1", bad)]),
        lambda: table.write([Check(bad, "x", ABSENT)]),
        lambda: table.add(bad, "x", {"n": 1}),
    ):
        with pytest.raises(BadItem):
            attempt()


def test_arguments_that_make_no_sense_are_refused(table: Table) -> None:
    one: Any = item()
    for attempt in (
        lambda: table.put(one, 0),
        lambda: table.put(one, True),
        lambda: table.put(replace(one, due="q#x")),
        lambda: table.put(replace(one, expires_at=0)),
        lambda: table.put(replace(one, expires_at=True)),
        lambda: table.query("S#1", limit=0),
        lambda: table.query("S#1", limit=1001),
        lambda: table.write([]),
        lambda: table.write([Check("S#1", "x", ANY)]),
        lambda: table.write([Put(one), Delete(one.pk, one.sk)]),
        lambda: table.add("N#1", "count", {}),
        lambda: table.add("N#1", "count", {"a-b": 1}),
        lambda: table.add("N#1", "count", {"a": True}),
        lambda: table.get_many([("S#1", str(n)) for n in range(101)]),
    ):
        with pytest.raises(BadItem):
            attempt()


def test_the_largest_item_fits_and_a_byte_more_does_not(table: Table) -> None:
    room = MAX_ITEM_BYTES - len("S#1") - len("session") - len('{"t":""}')
    korean, rest = divmod(room, 3)
    text = "가" * korean + "a" * rest
    table.put(item(data={"t": text}))
    found = table.get("S#1", "session")
    assert found is not None and found.data == {"t": text}
    with pytest.raises(TooLarge):
        table.put(item(data={"t": text + "a"}))
    with pytest.raises(TooLarge):
        table.write([Put(item(data={"t": text + "a"}))])


def test_a_write_of_more_than_four_megabytes_is_refused_whole(table: Table) -> None:
    big = {"t": "x" * 385_000}
    with pytest.raises(TooLarge):
        table.write([Put(item(sk=f"part#{n}", data=big)) for n in range(11)])
    assert table.query("S#1").items == []


# --- expiry ------------------------------------------------------------------------------------------------------
def test_an_expired_item_is_absent_everywhere(table: Table, clock: Clock) -> None:
    table.put(item(expires_at=clock.moment + 10, due="q#x", due_at="1"))
    clock.moment += 9
    assert table.get("S#1", "session") is not None
    clock.moment += 1
    assert table.get("S#1", "session") is None
    assert table.get_many([("S#1", "session")]) == [None]
    assert table.query("S#1").items == []
    assert table.query_due("q#x").items == []
    assert table.delete("S#1", "session") is False


@pytest.mark.parametrize("expect", [1, PRESENT])
def test_an_expired_item_fails_every_demand_for_it(table: Table, clock: Clock, expect: Any) -> None:
    table.put(item(expires_at=clock.moment + 10))
    clock.moment += 10
    for attempt in (
        lambda: table.put(item(), expect),
        lambda: table.delete("S#1", "session", expect),
        lambda: table.write([Put(item(), expect)]),
        lambda: table.write([Check("S#1", "session", expect)]),
    ):
        with pytest.raises(Conflict) as caught:
            attempt()
        assert caught.value.current is None


def test_an_expired_item_makes_room_for_a_new_one(table: Table, clock: Clock) -> None:
    table.put(item(data={"old": True}, expires_at=clock.moment + 10))
    clock.moment += 10
    table.write([Check("S#1", "session", ABSENT)])
    fresh = table.put(item(data={"new": True}), ABSENT)
    assert fresh.version == 1
    assert table.get("S#1", "session") == fresh
