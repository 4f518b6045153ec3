"""The pre-check of relief requests: every bound at its edge, unknown never "no", the schedule after a grant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.aftercare.case import Case, PlanFacts, Relief
from chalicelib.aftercare.days import add_months
from chalicelib.aftercare.relief import Grant, Precheck, deferral_room, new_runs, precheck
from chalicelib.aftercare.relief_rules import DOCUMENTS, KINDS, REASONS, RULES
from chalicelib.aftercare.schedule import REPAYMENT, unfold
from chalicelib.law import law_as_of

from .support import CALENDAR, judged, monthly, workout

TODAY = date(2026, 11, 24)
LAW = law_as_of(TODAY)


def asked(case: Case, kind: str, *reasons: str, day: date = TODAY, **more: Any) -> Precheck:
    now, opened = judged(case, day)
    return precheck(case, now, opened, kind, reasons or ("job_loss",), law_as_of(day), **more)


def status(found: Precheck, condition: str) -> str:
    return next(one.status for one in found.findings if one.id == condition)


def begun(months_ago: int, paid: int, **changes: Any) -> Case:
    first = add_months(date(2026, 11, 20), 1 - months_ago)
    return workout(paid, count=100, first=first, agreed_on=first, **changes)


@pytest.mark.parametrize(("paid", "months"), [(0, 12), (11, 12), (12, 24), (47, 24), (48, 36), (60, 36)])
def test_the_room_for_deferral_grows_with_the_months_paid(paid: int, months: int) -> None:
    assert deferral_room(begun(paid or 1, paid), paid, LAW) == months


def test_a_deferral_needs_one_instalment_paid() -> None:
    assert status(asked(begun(1, 0), "deferral"), "relief.one_paid") == "fail"
    assert asked(begun(1, 1), "deferral").status == "pass"


@pytest.mark.parametrize(("used", "months", "open_"), [(6, 6, True), (6, 7, False), (12, 1, False)])
def test_a_deferral_fits_into_what_is_left_of_the_limit(used: int, months: int, open_: bool) -> None:
    facts = PlanFacts(interest_bearing=False, secured=False, deferral_interest_paid=True)
    case = begun(6, 6, facts=facts, reliefs=(Relief("deferral", TODAY, used, TODAY),))
    assert (asked(case, "deferral", months=months).status == "pass") is open_


def test_the_interest_of_the_deferral_before_is_asked_and_never_assumed() -> None:
    case = begun(6, 6, reliefs=(Relief("deferral", TODAY, 6, TODAY),))
    found = asked(case, "deferral")
    assert (found.status, status(found, "relief.interest_paid")) == ("unknown", "unknown")


def test_secured_debt_has_no_deferral_and_unknown_stays_open() -> None:
    assert asked(begun(3, 3, facts=PlanFacts(secured=True)), "deferral").status == "fail"
    assert asked(begun(3, 3, remedy="mortgage_adjustment"), "deferral").status == "fail"
    assert asked(begun(3, 3, facts=PlanFacts()), "deferral").status == "unknown"


def test_a_disaster_has_a_limit_of_its_own() -> None:
    case = begun(3, 3, reliefs=(Relief("deferral", TODAY, 12, TODAY),))
    assert asked(case, "disaster", "disaster", months=12).status == "pass"
    assert asked(case, "disaster", "disaster", months=13).status == "fail"
    assert asked(case, "disaster", "job_loss").status == "fail"


@pytest.mark.parametrize(
    ("months_ago", "paid", "before", "open_"),
    [
        (13, 12, 0, True),
        (12, 11, 0, False),  # eleven in all
        (37, 36, 1, True),
        (36, 35, 1, False),
        (60, 50, 2, False),  # twice used
        (12, 12, 0, False),  # nothing missed
    ],
)
def test_catching_up_asks_for_recent_and_for_total_payments(
    months_ago: int, paid: int, before: int, open_: bool
) -> None:
    case = begun(months_ago, paid, reliefs=(Relief("catch_up", TODAY, 0, TODAY),) * before)
    assert (asked(case, "catch_up").status == "pass") is open_


def test_catching_up_needs_three_payments_in_the_last_months() -> None:
    first = date(2025, 6, 20)
    early = workout(first=first, agreed_on=first, payments=monthly(100_000, 14, first))  # none since August
    assert status(asked(early, "catch_up"), "relief.recent") == "fail"


def test_half_instalments_come_only_after_the_deferral_is_used_up() -> None:
    assert asked(begun(12, 12), "flex").status == "fail"
    used = begun(12, 12, reliefs=(Relief("deferral", TODAY, 24, TODAY),))
    assert asked(used, "flex").status == "pass"


def test_a_special_deferral_is_open_only_while_one_is_in_force() -> None:
    first = date(2019, 6, 25)
    case = workout(9, first=first, agreed_on=first)
    assert asked(case, "special", day=date(2020, 4, 1)).status == "pass"
    assert asked(case, "special", day=date(2020, 4, 1), months=7).status == "fail"
    assert asked(begun(9, 9), "special").status == "fail"


def test_the_special_deferral_of_2020_bears_no_interest() -> None:
    first = date(2019, 6, 25)
    case = workout(10, first=first, agreed_on=first)
    day = date(2020, 4, 10)
    now, opened = judged(case, day)
    runs = new_runs(case, now, opened, Grant("special", day, 6), law_as_of(day))
    assert {run.kind for run in runs} == {REPAYMENT}


@pytest.mark.parametrize(
    ("lapsed", "paid_after", "status_"),
    [
        ("2026-10-01", True, "unknown"),  # open but for the creditors' consent, which nobody knows yet
        ("2026-09-24", True, "unknown"),  # the last day of two months
        ("2026-09-23", True, "fail"),
        ("2026-10-01", False, "fail"),
    ],
)
def test_revival_has_a_window_and_asks_for_money(lapsed: str, paid_after: bool, status_: str) -> None:
    day = date.fromisoformat(lapsed)
    payments = monthly(100_000, 3, date(2026, 1, 25)) + (monthly(100_000, 1, TODAY) if paid_after else ())
    payments = tuple({p.on: p for p in payments}.values())
    payments = tuple(type(p)(f"q{i}", p.on, p.amount) for i, p in enumerate(payments))
    case = workout(payments=payments, stage="lapsed", stage_on=day, lapses=(day,))
    assert asked(case, "revive").status == status_


def test_a_second_revival_is_closed() -> None:
    day = date(2026, 10, 1)
    case = workout(3, stage="lapsed", stage_on=day, lapses=(day,), revivals=(date(2026, 5, 1),))
    assert status(asked(case, "revive"), "relief.once") == "fail"


def test_a_fast_track_that_lapsed_in_its_deferral_cannot_be_revived() -> None:
    day = date(2026, 10, 1)
    relief = Relief("deferral", date(2026, 8, 1), 6, date(2026, 8, 1))
    case = workout(3, remedy="fast_track", stage="lapsed", stage_on=day, lapses=(day,), reliefs=(relief,))
    assert status(asked(case, "revive"), "relief.fast_deferral") == "fail"


@pytest.mark.parametrize(("paid", "open_"), [(74, False), (75, True)])
def test_discharge_within_the_plan_begins_at_three_quarters(paid: int, open_: bool) -> None:
    facts = PlanFacts(interest_bearing=False, secured=False, vulnerable=True)
    assert (asked(begun(paid + 3, paid, facts=facts), "discharge").status == "pass") is open_
    assert asked(begun(80, 75, facts=PlanFacts()), "discharge").status == "unknown"


@pytest.mark.parametrize(
    ("days", "months", "status_"),
    [(31, 6, "pass"), (30, 6, "fail"), (31, 5, "fail"), (None, None, "unknown")],
)
def test_a_new_debt_joins_the_plan_when_it_is_old_and_late_enough(
    days: int | None, months: int | None, status_: str
) -> None:
    answers = {"new_debt_days": days, "new_debt_months": months}
    assert asked(begun(6, 6), "amend", "new_debt", answers=answers).status == status_


@pytest.mark.parametrize("kind", KINDS)
def test_a_court_plan_has_none_of_the_committees_reliefs(kind: str) -> None:
    assert asked(begun(6, 6, remedy="individual_rehabilitation"), kind, "disaster").status == "fail"


@pytest.mark.parametrize("kind", KINDS)
def test_every_finding_says_a_whole_korean_sentence_and_names_its_source(kind: str) -> None:
    found = asked(begun(6, 6), kind, *REASONS).json(LAW)
    assert len(found["findings"]) == len(RULES[kind])
    for one in found["findings"]:
        assert one["says"].endswith(".")
        assert "{" not in one["says"]
        assert one["source"]
    assert set(found["documents"]) == set(DOCUMENTS.values())


def test_granting_moves_the_schedule_and_keeps_the_repayment_total() -> None:
    case = begun(14, 12)
    now, opened = judged(case, TODAY)
    total = sum(row.amount for row in opened.instalments)
    for grant in (
        Grant("deferral", TODAY, 6),
        Grant("disaster", TODAY, 12),
        Grant("catch_up", TODAY),
        Grant("flex", TODAY),
        Grant("extend", TODAY, 120),
    ):
        rows = unfold(new_runs(case, now, opened, grant, LAW), CALENDAR, "next_business_day")
        assert sum(row.amount for row in rows if row.kind == REPAYMENT) == total, grant


def test_an_instalment_that_is_paid_is_never_moved() -> None:
    case = begun(3, 10)  # ten paid, seven of them ahead
    now, opened = judged(case, TODAY)
    runs = new_runs(case, now, opened, Grant("deferral", TODAY, 6), LAW)
    rows = unfold(runs, CALENDAR, "next_business_day")
    assert [r.nominal for r in rows[:10]] == [r.nominal for r in opened.instalments[:10]]


def test_a_plan_paid_in_full_cannot_be_deferred() -> None:
    case = workout(60, count=60, first=date(2021, 1, 25))
    now, opened = judged(case, TODAY)
    with pytest.raises(ValueError, match="in full"):
        new_runs(case, now, opened, Grant("deferral", TODAY, 6), LAW)
