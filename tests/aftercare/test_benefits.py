"""Milestones, the record's removal, and the cut for paying off early, which falls as time passes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chalicelib.aftercare.benefits import benefit_end, milestones, payoff, removal
from chalicelib.aftercare.case import PlanFacts
from chalicelib.law import law_as_of

from .support import CALENDAR, judged, monthly, workout

FIRST = date(2023, 1, 25)
TODAY = date(2026, 11, 24)
LAW = law_as_of(TODAY)


def after(months: int, **changes: object) -> tuple[object, object]:
    """A plan of 100 instalments that began so that `months` are paid today."""
    from chalicelib.aftercare.days import add_months

    first = add_months(date(2026, 11, 20), 1 - months)
    case = workout(months, count=100, first=first, agreed_on=first, **changes)
    return case, judged(case, TODAY)[0]


def test_the_example_of_the_sheet_six_million_left_after_eighteen_months_pays_5_100_000() -> None:
    first = date(2025, 6, 20)
    case = workout(18, count=78, amount=100_000, first=first, agreed_on=first)
    now = judged(case, TODAY)[0]
    offer = payoff(case, now, LAW)
    assert (now.left, now.months_paid) == (6_000_000, 18)
    assert (offer.status, offer.percent, offer.pays) == ("pass", Decimal(15), 5_100_000)


@pytest.mark.parametrize(
    ("months", "percent"),
    [(11, None), (12, 15), (23, 15), (24, 13), (35, 13), (36, 11), (47, 11), (48, 10), (60, 10)],
)
def test_the_cut_falls_as_the_paid_time_grows(months: int, percent: int | None) -> None:
    case, now = after(months)
    offer = payoff(case, now, LAW)  # type: ignore[arg-type]
    assert now.months_paid == months  # type: ignore[attr-defined]
    assert offer.percent == percent
    assert (offer.status == "fail") == (percent is None)


def test_the_young_get_the_higher_cut_only_where_that_is_known() -> None:
    facts = PlanFacts(interest_bearing=False, secured=False, young_or_placed=True)
    case, now = after(48, facts=facts)
    assert payoff(case, now, LAW).percent == 20  # type: ignore[arg-type]


def test_an_unknown_condition_leaves_the_offer_open_and_says_so() -> None:
    case, now = after(18, facts=PlanFacts())
    offer = payoff(case, now, LAW)  # type: ignore[arg-type]
    assert offer.status == "unknown"
    assert {f.id for f in offer.findings if f.status == "unknown"} == {"payoff.interest", "payoff.secured"}


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": PlanFacts(interest_bearing=True, secured=False)},
        {"facts": PlanFacts(interest_bearing=False, secured=True)},
        {"facts": PlanFacts(interest_bearing=False, secured=False, debt_added_on=date(2026, 1, 1))},
        {"remedy": "pre_workout"},
    ],
)
def test_plans_that_the_rule_leaves_out_get_no_figure(changes: dict[str, object]) -> None:
    case, now = after(18, **changes)
    offer = payoff(case, now, LAW)  # type: ignore[arg-type]
    assert (offer.status, offer.pays) == ("fail", None)


@pytest.mark.parametrize(("left", "open_"), [(5, False), (6, True)])
def test_fewer_than_six_instalments_left_close_the_offer(left: int, open_: bool) -> None:
    first = date(2025, 6, 20)
    case = workout(18, count=18 + left, first=first, agreed_on=first)
    assert (payoff(case, judged(case, TODAY)[0], LAW).status == "pass") is open_


def test_what_opens_at_six_twelve_and_twenty_four_months_is_what_the_sheet_lists() -> None:
    case = workout(6, first=date(2026, 6, 20), agreed_on=date(2026, 6, 1))
    found = milestones(case, TODAY, CALENDAR, LAW)
    assert [(m.months, m.reached) for m in found] == [(6, True), (12, False), (24, False)]
    opens = [{o.code: o.amount for o in m.opens} for m in found]
    assert opens[0] == {
        "small_loan": 3_000_000,
        "small_loan_remote": 5_000_000,
        "small_card": None,
        "savings_matched": None,
    }
    assert opens[1] == {"small_loan": 10_000_000, "small_loan_remote": 8_000_000, "lease_guarantee": None}
    assert opens[2] == {"small_loan": 15_000_000}
    assert found[0].on == date(2026, 11, 20)
    assert found[1].on == date(2027, 5, 20)


def test_missed_instalments_put_a_milestone_off() -> None:
    case = workout(4, first=date(2026, 6, 20), agreed_on=date(2026, 6, 1))
    now = milestones(case, date(2026, 11, 24), CALENDAR, LAW)
    assert now[0].on == date(2027, 1, 20)  # two missed: the sixth settles two months later


@pytest.mark.parametrize(
    ("remedy", "months"),
    [("individual_workout", 12), ("individual_rehabilitation", 12), ("fast_track", None)],
)
def test_the_record_goes_after_twelve_faithful_months_where_the_sheet_says_so(
    remedy: str, months: int | None
) -> None:
    first = date(2025, 11, 20)
    gone = removal(workout(12, first=first, agreed_on=first, remedy=remedy), TODAY, CALENDAR, LAW)
    if months is None:
        assert gone is None
    else:
        assert gone is not None
        assert (gone.months, gone.reached, gone.certain) == (months, True, False)


def test_paid_in_full_earlier_the_record_goes_at_once() -> None:
    case = workout(count=60, first=date(2026, 6, 20), payments=monthly(6_000_000, 1, date(2026, 7, 1)))
    gone = removal(case, TODAY, CALENDAR, LAW)
    assert gone is not None
    assert (gone.on, gone.reached) == (date(2026, 7, 1), True)


def test_the_benefits_last_three_years_after_completion() -> None:
    assert benefit_end(date(2026, 11, 24), LAW) == date(2029, 11, 24)


def test_a_deferral_interest_rate_that_the_sheet_does_not_give_for_a_day_is_no_rate() -> None:
    assert law_as_of(date(2026, 10, 2)).get("after.deferral_rate") is None
    rates = law_as_of(date(2026, 10, 3))["after.deferral_rate"].value
    assert rates == {
        "fast_track": Decimal("3.25"),
        "pre_workout": Decimal(2),
        "individual_workout": Decimal(2),
    }
