"""Keys that cannot be forged, and readers of every shape ever written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.store import keys, shapes
from chalicelib.store.table import BadItem, Item

WRITTEN = json.loads((Path(__file__).parent / "shapes_written.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("forged", ["", "1#session", "a b", "가", "x" * 201, "a\n", "../x", "a%23"])
def test_no_input_reaches_into_another_key(forged: str) -> None:
    for attempt in (
        lambda: keys.session(forged),
        lambda: keys.case(forged),
        lambda: keys.relief("1", forged),
        lambda: keys.link("1", "referral", forged),
        lambda: keys.counter(forged, "2026-11-24"),
        lambda: keys.due_queue(forged),
    ):
        with pytest.raises(BadItem):
            attempt()


@given(st.text(max_size=50), st.text(max_size=50))
def test_free_text_enters_a_key_as_a_digest_of_its_own(one: str, other: str) -> None:
    first, second = keys.payment("1", one), keys.payment("1", other)
    assert (first == second) == (one == other)
    assert keys.part(first.sk.removeprefix(keys.PAYMENTS))


def test_turns_and_instalments_sort_by_number() -> None:
    names = [keys.turn("1", number).sk for number in (1, 2, 9, 10, 100, 99_999_999)]
    assert names == sorted(names)
    for number in (-1, 100_000_000):
        with pytest.raises(BadItem):
            keys.turn("1", number)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-11, 12))
def test_stamps_sort_as_the_moments_do_in_any_zone(moment: datetime, hours: int) -> None:
    first = moment.replace(tzinfo=timezone(timedelta(hours=hours)), microsecond=0)
    later = (first + timedelta(milliseconds=1)).astimezone(UTC)
    assert keys.stamp(first) < keys.stamp(later)
    assert keys.stamp(first) == keys.stamp(first.astimezone(UTC))


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(BadItem):
        keys.stamp(datetime(2026, 11, 24, 9))


def test_shards_are_stable_and_all_used() -> None:
    assert keys.shard("case-1") == keys.shard("case-1")
    counts = [0] * keys.SHARDS
    for number in range(8_000):
        counts[keys.shard(f"case-{number}")] += 1
    assert min(counts) > 800


def test_every_builder_gives_keys_that_the_table_takes_and_no_two_meet() -> None:
    day, moment = date(2026, 11, 24), datetime(2026, 11, 24, 9, tzinfo=UTC)
    names = [
        keys.session("1"),
        keys.turn("1", 1),
        keys.assessment("1", day, "a"),
        keys.link("1", "case", "a"),
        keys.handover("1234"),
        keys.referral("1"),
        keys.case("1"),
        keys.instalment("1", 1),
        keys.payment("1", "은행 거래 1"),
        keys.relief("1", "a"),
        keys.reminder("1", day, "due"),
        keys.outgoing("1", "a"),
        keys.answer("1", moment, "a"),
        keys.score("1", day),
        keys.audit(keys.case_pk("1"), moment, "a"),
        keys.audit(keys.referral_pk("1"), moment, "a"),
        keys.once(keys.session_pk("1"), "키"),
        keys.once(keys.creation_pk("POST /v1/sessions"), "키"),
        keys.alias("phone", "010-1234-5678"),
        keys.outbox(day, moment, "a"),
        keys.job("1"),
        keys.job_row("1", 1),
        keys.counter("turns", "2026-11-24"),
        keys.meta("law"),
    ]
    assert len(set(names)) == len(names)
    assert all(part.isascii() and part.isprintable() for name in names for part in name)
    assert "010" not in "".join(keys.alias("phone", "010-1234-5678"))
    assert keys.due_reminders(day, 3) == "2026-11-24#03"
    assert keys.due_queue("referrals") == "q#referrals" and keys.due_queue("send", 1) == "q#send#01"


@pytest.mark.parametrize("written", WRITTEN, ids=lambda one: f"{one['kind']}-{one['shape']}")
def test_an_item_of_every_shape_ever_written_is_read(written: dict[str, Any]) -> None:
    fields = shapes.undress(Item("X#1", "x", written), written["kind"])
    assert shapes.SHAPES[written["kind"]].needs <= fields.keys()
    assert not {"kind", "shape"} & fields.keys()


def test_no_shape_is_missing_among_those_written() -> None:
    wanted = {
        (kind, number) for kind, shape in shapes.SHAPES.items() for number in range(1, shape.number + 1)
    }
    assert {(one["kind"], one["shape"]) for one in WRITTEN} == wanted


@pytest.mark.parametrize("kind", sorted(shapes.SHAPES))
def test_what_is_dressed_is_undressed_the_same(kind: str) -> None:
    fields: dict[str, Any] = dict.fromkeys(sorted(shapes.SHAPES[kind].needs), "값") | {"more": 1}
    dressed = shapes.dress(kind, fields)
    assert shapes.undress(Item("X#1", "x", dressed), kind) == fields
    assert fields.keys() == fields.keys() - {"kind", "shape"}  # the caller's own is left as it was


def test_a_writer_is_told_every_field_that_is_missing() -> None:
    with pytest.raises(BadItem, match="amount, paid_on, reference"):
        shapes.dress("payment", {})
    with pytest.raises(BadItem):
        shapes.dress("meta", {"kind": "session"})
    with pytest.raises(shapes.UnknownShape):
        shapes.dress("pament", {})


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "turn"},
        {"kind": "turn", "shape": 1},
        {"kind": "session", "shape": 99},
        {"kind": "session", "shape": 0},
    ],
)
def test_a_foreign_or_newer_item_is_not_guessed_at(data: dict[str, Any]) -> None:
    with pytest.raises(shapes.UnknownShape):
        shapes.undress(Item("X#1", "x", data), "session")


def test_an_old_shape_is_brought_to_todays_step_by_step() -> None:
    today = shapes.Shape("case", 3, frozenset({"won"}), True, "")
    steps = {
        ("case", 1): lambda fields: {"amount": fields["sum"]},
        ("case", 2): lambda fields: {"won": fields["amount"]},
    }
    assert shapes.upgrade(today, 1, {"sum": 7}, steps) == {"won": 7}
    assert shapes.upgrade(today, 2, {"amount": 7}, steps) == {"won": 7}
    assert shapes.upgrade(today, 3, {"won": 7}, steps) == {"won": 7}
