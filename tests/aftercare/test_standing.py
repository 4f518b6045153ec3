"""Where a case stands: the missed count, the warning before it counts, stages and windows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.aftercare import stages
from chalicelib.aftercare.case import Relief
from chalicelib.aftercare.relief import Grant, new_runs
from chalicelib.law import law_as_of

from .support import judged, monthly, workout


@pytest.mark.parametrize(
    ("day", "missed", "risk"),
    [
        ("2026-03-25", 0, "none"),  # due today is not missed
        ("2026-03-26", 1, "late"),
        ("2026-04-27", 1, "late"),  # 25 April is a Saturday: due on Monday the 27th
        ("2026-04-28", 2, "last_warning"),
        ("2026-05-26", 2, "last_warning"),  # 25 May is the substitute for 부처님오신날
        ("2026-05-27", 3, "limit_reached"),
    ],
)
def test_an_instalment_is_missed_from_the_day_after_its_moved_due_day(
    day: str, missed: int, risk: str
) -> None:
    now, _ = judged(workout(paid=2), date.fromisoformat(day))
    assert (now.missed, now.risk) == (missed, risk)


def test_the_warning_names_the_last_day_while_one_instalment_is_left() -> None:
    now, _ = judged(workout(paid=2), date(2026, 5, 15))
    assert (now.lapse_on, now.days_left) == (date(2026, 5, 26), 11)
    assert judged(workout(paid=2), date(2026, 4, 27))[0].lapse_on is None


def test_missed_instalments_add_up_even_when_they_are_not_in_a_row() -> None:
    case = workout(
        payments=monthly(100_000, 2, date(2026, 2, 25))
    )  # January missed, paid a month behind since
    now, _ = judged(case, date(2026, 4, 24))
    assert now.missed == 1
    assert judged(case, date(2026, 5, 27))[0].missed == 3


def test_one_payment_takes_one_instalment_off_the_count() -> None:
    late = workout(payments=monthly(100_000, 2, date(2026, 1, 25)))
    paid = workout(payments=monthly(100_000, 3, date(2026, 1, 25)))
    day = date(2026, 5, 1)
    assert judged(late, day)[0].missed - judged(paid, day)[0].missed == 1


def test_a_deferred_month_is_not_missed_and_not_a_paid_month() -> None:
    case = workout(paid=2)
    law = law_as_of(date(2026, 10, 3))
    now, opened = judged(case, date(2026, 10, 3))
    runs = new_runs(case, now, opened, Grant("deferral", date(2026, 3, 1), 6), law)
    deferred = replace(case, runs=runs, reliefs=(Relief("deferral", date(2026, 3, 25), 6, date(2026, 3, 2)),))
    within, _ = judged(deferred, date(2026, 9, 1))
    assert (within.missed, within.months_paid, within.deferred_months) == (0, 2, 6)
    assert judged(deferred, date(2026, 9, 29))[0].missed == 1  # 25 September is 추석, so due on the 28th


def test_paying_ahead_does_not_hurry_the_months() -> None:
    now, _ = judged(workout(paid=0, payments=monthly(1_200_000, 1, date(2026, 1, 25))), date(2026, 3, 1))
    assert (now.instalments_paid, now.months_paid) == (12, 2)


def test_left_and_paid_always_make_the_total() -> None:
    for paid in (0, 1, 30, 60):
        now, _ = judged(workout(paid=paid), date(2026, 11, 24))
        assert now.paid - now.credit + now.left == now.total


@pytest.mark.parametrize(
    ("lapsed", "last"),
    [("2026-05-27", "2026-07-27"), ("2026-12-31", "2027-02-28"), ("2026-09-30", "2026-11-30")],
)
def test_the_window_for_revival_ends_on_an_exact_day(lapsed: str, last: str) -> None:
    day = date.fromisoformat(lapsed)
    case = workout(paid=2, stage="lapsed", stage_on=day, lapses=(day,))
    assert judged(case, day)[0].revive_until == date.fromisoformat(last)


def test_a_plan_revived_once_has_no_second_window() -> None:
    day = date(2026, 11, 1)
    case = workout(
        paid=2, stage="lapsed", stage_on=day, lapses=(date(2026, 6, 1), day), revivals=(date(2026, 7, 1),)
    )
    assert judged(case, day)[0].revive_until is None


def test_a_court_plan_uses_the_courts_figure_and_never_the_committees() -> None:
    case = workout(paid=2, remedy="individual_rehabilitation")
    now, _ = judged(case, date(2026, 5, 27))
    assert (now.limit, now.risk) == (3, "limit_reached")
    assert not law_as_of(date(2026, 5, 27))["after.miss_limit_court"].certain


@pytest.mark.parametrize("remedy", stages.REMEDIES)
def test_every_stage_can_be_reached_and_final_stages_lead_nowhere_but_to_their_close(remedy: str) -> None:
    table = stages.moves(remedy)
    start = "filed" if remedy in stages.COURT_REMEDIES else "applied"
    reached, todo = {start}, [start]
    while todo:
        for to in table[todo.pop()]:
            if to not in reached:
                reached.add(to)
                todo.append(to)
    assert reached == set(table)
    for stage in table:
        for to in table:
            assert (stages.why_not(remedy, stage, to) is None) == (to in table[stage])


def test_a_stage_of_the_other_track_is_refused_in_a_sentence() -> None:
    assert (
        stages.why_not("individual_workout", "agreed", "discharged")
        == "개인워크아웃에는 ‘면책’ 단계가 없습니다."
    )
    with pytest.raises(KeyError):
        stages.moves("self_repayment")
