"""Stored cases judged again when the law changes: only then, all of them, each person told once."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.aftercare.changes import changed, gains
from chalicelib.cases import service
from chalicelib.cases.inputs import PaymentIn
from chalicelib.functions.rerun import rerun
from chalicelib.law import law_as_of
from chalicelib.store.counting import CountingTable
from chalicelib.store.table import Table
from tests.aftercare.support import CALENDAR, Clock, enrolled, seoul, workout

from .world import Carrier, World


@pytest.fixture
def special(monkeypatch: pytest.MonkeyPatch) -> None:
    """A special deferral that is in force from 1 December 2026, as one was in 2020."""
    from chalicelib import law

    rows = law._table()["after.special_deferral"]["rows"]
    new = {**rows[0], "from": "2026-12-01", "to": None}
    table = {
        **law._table(),
        "after.special_deferral": {**law._table()["after.special_deferral"], "rows": [new, *rows]},
    }
    monkeypatch.setattr(law, "_table", lambda: table)
    law.law_as_of.cache_clear()


@pytest.fixture(autouse=True)
def fresh_law() -> object:
    yield
    law_as_of.cache_clear()


def enrolled_payer(table: Table, clock: Clock, key: str) -> str:
    case_id = enrolled(
        table, clock.to("2026-11-02 10:00"), key, {"first_due": "2026-10-26", "agreed_on": "2026-10-05"}
    )
    body = PaymentIn.parse({"reference": "p1", "paid_on": "2026-10-26", "amount": 200_000})
    service.pay(table, case_id, body, "bank", clock.now())
    return case_id


def test_while_the_law_stays_nothing_is_read(table: Table, clock: Clock) -> None:
    enrolled_payer(table, clock, "a")
    rerun(table, seoul("2026-11-02 03:00"))
    counting = CountingTable(table)
    done = rerun(counting, seoul("2026-11-03 03:00"))
    assert (done.keys_changed, done.seen) == ([], 0)
    assert counting.calls["query_due"] == 0


def test_a_special_deferral_is_told_once_to_those_it_helps(table: Table, clock: Clock, special: None) -> None:
    channel = Carrier(clock)
    world = World(table, clock, channel)
    ids = [enrolled_payer(table, clock, key) for key in "abc"]
    rerun(table, seoul("2026-11-30 03:00"))
    clock.to("2026-12-01 03:00")
    done = rerun(table, clock.now())
    assert done.keys_changed == ["after.special_deferral"]
    assert (done.seen, done.helped, done.finished) == (3, 3, True)
    assert rerun(table, clock.on(hours=1)).keys_changed == []
    world.hours(12)
    assert len(ids) == 3
    said = [text for _, text, _ in channel.taken if "변화" in text or "제도가 바뀌어" in text]
    assert len(said) == 3


def test_a_run_stopped_in_the_middle_goes_on_and_meets_nobody_twice(
    table: Table, clock: Clock, special: None
) -> None:
    for key in "abcdef":
        enrolled_payer(table, clock, key)
    rerun(table, seoul("2026-11-30 03:00"))
    seen = helped = turns = 0
    while True:
        turns += 1
        left = [40]

        def stop(left: list[int] = left) -> bool:
            left[0] -= 1
            return left[0] < 0

        done = rerun(table, seoul("2026-12-01 03:00"), stop)
        seen, helped = seen + done.seen, helped + done.helped
        if done.finished:
            break
    assert turns > 3
    assert (seen, helped) == (6, 6)


def test_what_the_later_law_does_not_better_is_no_gain(special: None) -> None:
    before, after = law_as_of(date(2026, 11, 30)), law_as_of(date(2026, 12, 1))
    assert changed(before, after) == ["after.special_deferral"]
    case = workout(3, first=date(2026, 9, 25), agreed_on=date(2026, 9, 1))
    assert [one.code for one in gains(case, date(2026, 12, 1), CALENDAR, before, after)] == ["relief.special"]
    assert gains(case, date(2026, 12, 1), CALENDAR, after, before) == []
    court = workout(3, remedy="individual_rehabilitation", first=date(2026, 9, 25))
    assert gains(court, date(2026, 12, 1), CALENDAR, before, after) == []
