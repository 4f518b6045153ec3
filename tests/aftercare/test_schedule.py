"""Schedules: equal plans, due on the 31st, leap years, and relief that never loses a won."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aftercare import schedule
from chalicelib.aftercare.days import add_months, months_period_end
from chalicelib.aftercare.schedule import DEFERRAL_INTEREST, REPAYMENT, Instalment, Run

from .support import CALENDAR

RULE = "next_business_day"
firsts = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def rows_of(runs: tuple[Run, ...]) -> tuple[Instalment, ...]:
    return schedule.unfold(runs, CALENDAR, RULE)


plans = st.builds(schedule.equal_plan, st.integers(500, 10**12), st.integers(1, 96), firsts, st.just(None))


@given(st.integers(400, 10**15), st.integers(1, 400), firsts)
def test_a_plan_sums_to_its_total_and_its_last_instalment_is_never_the_largest_by_rounding(
    total: int, count: int, first: date
) -> None:
    runs = schedule.equal_plan(total, count, first)
    assert sum(run.amount * run.count for run in runs) == total
    assert sum(run.count for run in runs) == count
    assert all(run.amount > 0 for run in runs)


def test_a_plan_due_on_the_31st_goes_back_to_the_31st_after_february() -> None:
    rows = rows_of(schedule.equal_plan(400, 4, date(2028, 1, 31)))
    assert [row.nominal for row in rows] == [
        date(2028, m, d) for m, d in ((1, 31), (2, 29), (3, 31), (4, 30))
    ]


def test_a_plan_that_begins_in_february_can_still_mean_the_31st() -> None:
    rows = rows_of(schedule.equal_plan(200, 2, date(2027, 2, 28), anchor=31))
    assert [row.nominal for row in rows] == [date(2027, 2, 28), date(2027, 3, 31)]


@pytest.mark.parametrize(
    ("event", "months", "last"),
    [
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 24), 2, date(2027, 1, 24)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_a_period_of_months_ends_on_the_same_day_or_the_months_last(
    event: date, months: int, last: date
) -> None:
    assert months_period_end(event, months) == last


@given(plans)
def test_folding_what_was_unfolded_gives_the_same_instalments(runs: tuple[Run, ...]) -> None:
    rows = rows_of(runs)
    assert rows_of(schedule.fold(rows)) == rows
    schedule.check(runs)


@given(plans, st.integers(0, 95), st.integers(1, 12), st.sampled_from(["0", "2", "3.25"]))
def test_a_deferral_moves_what_is_due_and_keeps_the_repayment_total(
    runs: tuple[Run, ...], at: int, months: int, rate: str
) -> None:
    rows = rows_of(runs)
    start = rows[min(at, len(rows) - 1)].nominal
    after = rows_of(schedule.defer(rows, start, months, Decimal(rate)))
    assert schedule.total(after, REPAYMENT) == schedule.total(rows)
    before = [row.nominal for row in rows if row.nominal < start]
    assert [row.nominal for row in after if row.nominal < start] == before
    end = add_months(start, months)
    assert not any(start <= row.nominal < end and row.kind == REPAYMENT for row in after)
    interest = [row for row in after if row.kind == DEFERRAL_INTEREST]
    assert len(interest) in (0, months)


def test_deferral_interest_is_a_twelfth_of_the_yearly_rate_rounded_down() -> None:
    rows = rows_of(schedule.equal_plan(6_000_000, 60, date(2026, 1, 25)))
    after = rows_of(schedule.defer(rows, date(2026, 12, 25), 6, Decimal("2")))
    interest = [row for row in after if row.kind == DEFERRAL_INTEREST]
    assert [row.amount for row in interest] == [8_166] * 6  # 4,900,000 * 2 % / 12 = 8,166.6…
    assert interest[0].nominal == date(2026, 12, 25)
    assert [row.nominal for row in after if row.kind == REPAYMENT][11] == date(2027, 6, 25)


@given(plans, st.data())
def test_missed_instalments_move_to_the_end_and_the_total_stays(
    runs: tuple[Run, ...], data: st.DataObject
) -> None:
    rows = rows_of(runs)
    missed = data.draw(st.sets(st.sampled_from([row.no for row in rows]), min_size=1, max_size=3))
    after = rows_of(schedule.move_to_end(rows, missed))
    assert schedule.total(after) == schedule.total(rows)
    assert after[-1].nominal == add_months(rows[-1].nominal, len(missed), rows[-1].anchor)


@given(plans, st.integers(0, 95))
def test_halved_instalments_are_made_up_at_the_end_to_the_won(runs: tuple[Run, ...], at: int) -> None:
    rows = rows_of(runs)
    start = rows[min(at, len(rows) - 1)].nominal
    after = rows_of(schedule.halve(rows, start, 12))
    assert schedule.total(after) == schedule.total(rows)
    assert max(row.amount for row in after) <= max(row.amount for row in rows)


@given(plans, st.integers(0, 95), st.integers(1, 60))
def test_a_longer_term_spreads_the_rest(runs: tuple[Run, ...], at: int, more: int) -> None:
    rows = rows_of(runs)
    start = rows[min(at, len(rows) - 1)].nominal
    left = [row for row in rows if row.nominal >= start]
    if schedule.total(left) < len(left) + more:
        return
    after = rows_of(schedule.spread_rest(rows, start, len(left) + more))
    assert schedule.total(after) == schedule.total(rows)
    assert len(after) == len(rows) + more
    with pytest.raises(ValueError, match="longer"):
        schedule.spread_rest(rows, start, len(left))


@pytest.mark.parametrize(
    "runs",
    [
        (),
        (Run(date(2026, 1, 25), 25, 401, 1),),
        (Run(date(2026, 1, 25), 25, 1, 0),),
        (Run(date(2026, 1, 25), 32, 1, 5),),
        (Run(date(2026, 1, 25), 25, 1, 5, "gift"),),
        (Run(date(2026, 1, 25), 25, 2, 5), Run(date(2026, 2, 25), 25, 1, 5)),
    ],
)
def test_what_cannot_be_a_schedule_is_refused(runs: tuple[Run, ...]) -> None:
    with pytest.raises(ValueError):
        schedule.check(runs)
