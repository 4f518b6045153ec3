"""The sweep reads what is due, not who is enrolled; an outage is made good; it can be stopped and run twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from chalicelib.cases import head as heads
from chalicelib.channels.doorbell import ListDoorbell
from chalicelib.functions.sweep import sweep
from chalicelib.store import keys
from chalicelib.store.counting import CountingTable
from chalicelib.store.shapes import dress
from chalicelib.store.table import ANY, Item, Put, Table
from tests.aftercare.support import Clock, enrolled, seoul

from .world import Carrier, World


def wait(table: Table, count: int, when: str, start: int = 0) -> None:
    """`count` cases whose next touch is at `when`."""
    items = [heads.next_item(f"c{i:06d}", seoul(when)) for i in range(start, start + count)]
    for at in range(0, count, 100):
        table.write([Put(item, ANY) for item in items[at : at + 100]])


def swept(table: Table, now: str) -> tuple[Counter[str], list[dict[str, str]]]:
    counting, bell = CountingTable(table), ListDoorbell()
    sweep(counting, bell, seoul(now))
    return counting.calls, bell.rung


def test_reads_grow_with_what_is_due_and_not_with_who_is_enrolled(either: Table, clock: Clock) -> None:
    clock.to("2026-11-24 11:00")
    wait(either, 40, "2026-11-24 10:00")
    either.put(Item(*keys.meta("sweep"), dress("meta", {"day": "2026-11-23"})))
    small, rung = swept(either, "2026-11-24 11:00")
    wait(either, 400, "2026-12-15 10:00", start=1000)
    large, rung_again = swept(either, "2026-11-24 11:00")
    assert small == large
    assert small["query_due"] == 2 * keys.SHARDS
    assert small["get"] == 1
    assert sorted(one["case"] for one in rung) == sorted(one["case"] for one in rung_again)
    assert len(rung) == 40


def test_only_what_is_due_by_now_is_rung(table: Table, clock: Clock) -> None:
    wait(table, 1, "2026-11-24 10:00")
    wait(table, 1, "2026-11-24 10:01", start=5)
    assert len(swept(table, "2026-11-24 09:59")[1]) == 0
    assert len(swept(table, "2026-11-24 10:00")[1]) == 1
    assert len(swept(table, "2026-11-24 10:01")[1]) == 2


def test_days_on_which_nothing_ran_are_made_good(table: Table, clock: Clock) -> None:
    swept(table, "2026-11-10 10:00")
    wait(table, 3, "2026-11-12 10:00")
    wait(table, 2, "2026-11-20 10:00", start=10)
    _, rung = swept(table, "2026-11-24 09:00")
    assert len(rung) == 5
    _, rung = swept(table, "2026-11-24 10:00")
    assert len(rung) == 5, "what is not dealt with stays due"
    for item in table.query_due(keys.due_reminders(seoul("2026-11-12 10:00").date(), 0)).items:
        assert item.data["kind_of"] == "next"


def test_the_watermark_moves_on_only_past_days_that_are_empty(table: Table, clock: Clock) -> None:
    wait(table, 1, "2026-11-12 10:00")
    swept(table, "2026-11-24 09:00")
    table.delete(keys.case_pk("c000000"), heads.NEXT)
    first, _ = swept(table, "2026-11-24 10:00")
    second, _ = swept(table, "2026-11-24 11:00")
    assert first["query_due"] == 13 * keys.SHARDS
    assert second["query_due"] == 2 * keys.SHARDS


def test_a_writer_late_by_a_midnight_is_still_seen(table: Table, clock: Clock) -> None:
    swept(table, "2026-11-24 09:00")
    swept(table, "2026-11-24 10:00")
    wait(table, 1, "2026-11-23 23:59")
    assert len(swept(table, "2026-11-24 11:00")[1]) == 1


def test_a_sweep_stopped_in_the_middle_leaves_the_rest_due(table: Table, clock: Clock) -> None:
    wait(table, 60, "2026-11-24 10:00")
    swept(table, "2026-11-24 09:00")
    bell, left = ListDoorbell(), [3]

    def stop() -> bool:
        left[0] -= 1
        return left[0] < 0

    done = sweep(table, bell, seoul("2026-11-24 10:00"), stop)
    assert not done.finished
    assert len(bell.rung) < 60
    assert len(swept(table, "2026-11-24 10:00")[1]) == 60


def test_reminders_go_out_at_nine_utc_less_nine_hours_and_never_a_day_off(table: Table, clock: Clock) -> None:
    """00:59 UTC and 01:00 UTC lie on the same day in Seoul: 09:59 and 10:00."""
    channel = Carrier(clock)
    world = World(table, clock, channel)
    clock.to("2026-01-02 09:00")
    enrolled(table, clock.now())
    clock.to("2026-01-05 09:59")
    assert world.turn()["sent"] == 0
    clock.to("2026-01-05 10:00")
    assert world.turn()["sent"] == 1


@pytest.mark.parametrize("paid_first", [True, False])
def test_a_payment_booked_before_the_worker_comes_makes_the_reminder_unneeded(
    table: Table, clock: Clock, paid_first: bool
) -> None:
    from chalicelib.cases import service
    from chalicelib.cases.inputs import PaymentIn

    channel = Carrier(clock)
    world = World(table, clock, channel)
    case_id = enrolled(table, clock.now())
    clock.to("2026-01-21 10:00")
    rung = world.sweep()
    if paid_first:
        body = PaymentIn.parse({"reference": "p1", "paid_on": "2026-01-21", "amount": 200_000})
        service.pay(table, case_id, body, "bank", clock.now())
    world.work(rung)
    said = [text for _, text, _ in channel.taken if "약속한 날입니다" in text]
    assert len(said) == (0 if paid_first else 1)


def test_ten_weeks_of_hourly_sweeps_keep_to_the_weekly_cap(table: Table, clock: Clock) -> None:
    channel = Carrier(clock)
    world = World(table, clock, channel)
    for i in range(3):
        enrolled(table, clock.now(), f"k{i}", {"first_due": f"2026-01-{15 + i}"}, phrase=None)
    world.hours(24 * 70)
    by_week = sorted(moment for _, _, moment in channel.taken)
    assert len(by_week) >= 15
    assert set(channel.times.values()) == {1}
    for moment in by_week:
        assert sum(1 for other in by_week if moment <= other < moment + timedelta(days=7)) <= 3 * 3
