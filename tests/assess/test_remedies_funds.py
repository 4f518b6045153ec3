"""The two funds, the special adjustment of old debts, and the home loan."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.assess.api import assess, weigh
from chalicelib.assess.facts import case_of
from chalicelib.assess.person import Asset, Business, Debt, History, Person
from chalicelib.law import law_as_of

DAY = date(2026, 11, 22)
CLEAN = History(none_before=True)
LEAP_LINE = (DAY - date(2018, 6, 19)).days


def option(person: Person, code: str, day: date = DAY) -> dict[str, Any]:
    return next(found for found in assess(person, day)["options"] if found["remedy"] == code)


def branch(person: Person, code: str, name: str, day: date = DAY) -> dict[str, Any]:
    return next(found for found in option(person, code, day)["branches"] if found["id"] == name)


def trader(overdue: int = 200, principal: int = 30_000_000, **more: Any) -> Person:
    debt = Debt(
        kind="business_loan",
        creditor="bank",
        principal=principal,
        interest_due=0,
        annual_rate=Decimal(8),
        days_overdue=overdue,
        opened_on=date(2021, 1, 1),
    )
    base: dict[str, Any] = {
        "debts": (debt,),
        "business": Business(opened_on=date(2018, 3, 1), excluded_trade=False),
        "employment": "self_employed",
        "hardships": (),
        "history": CLEAN,
        "assets": (),
        "region": "seoul",
        "dependants": 0,
        "monthly_income": 2_000_000,
    }
    return Person(**(base | more))


@pytest.mark.parametrize(
    ("opened", "closed", "verdict"),
    [
        (date(2025, 6, 30), None, "open"),
        (date(2025, 7, 1), None, "closed"),
        (date(2015, 1, 1), date(2020, 4, 1), "open"),
        (date(2015, 1, 1), date(2020, 3, 31), "closed"),
    ],
)
def test_the_business_must_have_run_inside_the_window(
    opened: date, closed: date | None, verdict: str
) -> None:
    assert (
        option(
            trader(business=Business(opened_on=opened, closed_on=closed, excluded_trade=False)),
            "new_start_fund",
        )["verdict"]
        == verdict
    )


def test_the_fund_opens_and_closes_by_date() -> None:
    assert option(trader(), "new_start_fund", date(2022, 10, 3))["verdict"] == "closed"
    assert option(trader(), "new_start_fund", date(2026, 12, 31))["verdict"] == "open"
    assert option(trader(), "new_start_fund", date(2027, 1, 1))["verdict"] == "closed"


def test_in_the_first_years_the_end_of_the_window_is_not_known_and_stays_open() -> None:
    assert option(trader(), "new_start_fund", date(2022, 10, 4))["verdict"] == "unknown"
    assert option(trader(), "new_start_fund", date(2024, 11, 1))["verdict"] == "open"


@pytest.mark.parametrize(("overdue", "verdict"), [(9, "unknown"), (10, "open")])
def test_ten_days_late_make_a_trader_at_risk_and_before_that_other_reasons_are_asked(
    overdue: int, verdict: str
) -> None:
    assert option(trader(overdue), "new_start_fund")["verdict"] == verdict


def test_an_excluded_trade_is_closed() -> None:
    business = Business(opened_on=date(2018, 3, 1), excluded_trade=True)
    assert option(trader(business=business), "new_start_fund")["verdict"] == "closed"


def test_before_ninety_days_only_interest_falls_at_the_rates_of_the_sheet() -> None:
    made = option(trader(45), "new_start_fund")["estimate"]
    by_term = {variant["id"]: variant["monthly_payment"]["high"] for variant in made["variants"]}
    assert (by_term["term_60"], by_term["term_120"], by_term["term_240"]) == (551_143, 308_031, 193_049)
    assert made["forgiven"] == {"low": 0, "high": 0}


def test_from_ninety_days_sixty_to_eighty_percent_of_the_net_debt_go() -> None:
    made = option(trader(90, 90_000_000), "new_start_fund")["estimate"]
    assert made["total_paid"] == {"low": 18_000_000, "high": 36_000_000}


def test_property_that_covers_the_debt_leaves_nothing_to_cut() -> None:
    rich = trader(90, 90_000_000, assets=(Asset(kind="land", value=90_000_000),))
    made = option(rich, "new_start_fund")["estimate"]
    assert made["total_paid"] == {"low": 90_000_000, "high": 90_000_000}


def test_low_income_with_little_debt_is_cut_up_to_ninety_percent() -> None:
    person = trader(120, 90_000_000, monthly_income=1_500_000)
    found = branch(person, "new_start_fund", "low_income")
    assert found["verdict"] == "open" and found["estimate"]["total_paid"]["low"] == 9_000_000
    assert (
        branch(trader(120, 100_000_001, monthly_income=1_500_000), "new_start_fund", "low_income")["verdict"]
        == "closed"
    )


def old(days: int, principal: int = 20_000_000, **more: Any) -> Person:
    debt = Debt(
        kind="credit_loan",
        creditor="capital",
        principal=principal,
        interest_due=0,
        days_overdue=days,
        opened_on=date(2015, 1, 1),
    )
    base: dict[str, Any] = {
        "debts": (debt,),
        "history": CLEAN,
        "statuses": (),
        "assets": (),
        "region": "seoul",
        "dependants": 0,
        "monthly_income": 1_700_000,
    }
    return Person(**(base | more))


def test_overdue_on_the_day_of_the_fund_counts_and_a_day_later_does_not() -> None:
    assert branch(old(LEAP_LINE), "long_overdue_fund", "fund_adjust")["verdict"] == "open"
    assert branch(old(LEAP_LINE - 1), "long_overdue_fund", "fund_adjust")["verdict"] == "closed"


def test_whether_several_firms_are_added_up_stays_open() -> None:
    debts = old(LEAP_LINE, 30_000_000).debts or ()
    assert branch(old(LEAP_LINE, debts=debts * 2), "long_overdue_fund", "fund_adjust")["verdict"] == "unknown"
    assert branch(old(LEAP_LINE, 50_000_001), "long_overdue_fund", "fund_adjust")["verdict"] == "closed"
    assert branch(old(LEAP_LINE, 50_000_000), "long_overdue_fund", "fund_adjust")["verdict"] == "open"


def test_who_lives_on_basic_livelihood_owes_nothing_once_the_fund_has_bought() -> None:
    made = option(old(LEAP_LINE, statuses=("basic_livelihood",)), "long_overdue_fund")["estimate"]
    assert made["total_paid"] == {"low": 0, "high": 0} and made["forgiven"] == {
        "low": 20_000_000,
        "high": 20_000_000,
    }


def test_five_years_late_and_within_125_percent_of_the_median_may_ask_the_committee() -> None:
    assert option(old(5 * 366), "long_overdue_fund")["verdict"] == "open"
    assert option(old(5 * 365 - 10), "long_overdue_fund")["verdict"] == "closed"
    assert option(old(5 * 366, monthly_income=3_205_298), "long_overdue_fund")["verdict"] == "open"
    assert option(old(5 * 366, monthly_income=3_205_299), "long_overdue_fund")["verdict"] == "closed"


def test_the_special_adjustment_cuts_thirty_to_eighty_percent() -> None:
    made = option(old(5 * 366), "long_overdue_fund")["estimate"]
    assert made["total_paid"] == {"low": 4_000_000, "high": 14_000_000}


def test_in_2027_nobody_says_that_the_fund_still_buys() -> None:
    found = option(old(LEAP_LINE + 60), "long_overdue_fund", date(2027, 1, 2))
    parts = {part["id"]: part for part in found["findings"][1]["parts"][0]["parts"]}
    assert parts["long_overdue_fund.purchase"]["status"] == "unknown"


def owner(overdue: int = 45, value: int = 480_000_000, **more: Any) -> Person:
    loan = Debt(
        kind="mortgage",
        creditor="bank",
        principal=380_000_000,
        interest_due=0,
        annual_rate=Decimal(5),
        days_overdue=overdue,
        opened_on=date(2020, 1, 1),
    )
    base: dict[str, Any] = {
        "debts": (loan,),
        "assets": (Asset(kind="home", value=value, shared=False, lived_in=True),),
        "history": CLEAN,
        "household_size": 2,
        "dependants": 0,
        "monthly_income": 2_700_000,
        "spouse_monthly_income": 2_466_666,
        "region": "seoul",
    }
    return Person(**(base | more))


@pytest.mark.parametrize(("overdue", "verdict"), [(30, "closed"), (31, "open")])
def test_the_home_loan_must_be_thirty_one_days_late(overdue: int, verdict: str) -> None:
    assert option(owner(overdue), "mortgage_adjustment")["verdict"] == verdict


@pytest.mark.parametrize(("value", "verdict"), [(600_000_000, "open"), (600_000_001, "closed")])
def test_the_special_terms_end_at_six_hundred_million(value: int, verdict: str) -> None:
    assert branch(owner(value=value), "mortgage_adjustment", "special")["verdict"] == verdict


def test_the_special_terms_spread_the_loan_over_thirty_five_years() -> None:
    made = branch(owner(), "mortgage_adjustment", "special")["estimate"]
    assert made["months"] == {"low": 420, "high": 420} and made["monthly_payment"]["high"] == 1_917_813


def test_where_either_term_may_hold_the_schedule_is_that_of_the_higher_total() -> None:
    person = owner(spouse_monthly_income=None)
    way = next(o for o in weigh(case_of(person, law_as_of(DAY))) if o.code == "mortgage_adjustment")
    made = way.estimate
    assert made is not None and made.schedule is not None and made.total_paid is not None
    assert made.months is not None and made.months.low != made.months.high
    rows = made.schedule()
    assert sum(row.payment for row in rows) == made.total_paid.high
    assert (len(rows), rows[-1].balance) == (made.months.high, 0)


def test_two_homes_or_a_shared_one_are_closed() -> None:
    home = Asset(kind="home", value=100_000_000, shared=False, lived_in=True)
    assert option(owner(assets=(home, home)), "mortgage_adjustment")["verdict"] == "closed"
    shared = Asset(kind="home", value=480_000_000, shared=True, lived_in=True)
    assert option(owner(assets=(shared,)), "mortgage_adjustment")["verdict"] == "closed"


@pytest.mark.parametrize(
    ("home", "asked"),
    [
        (Asset(kind="home", value=480_000_000, lived_in=True), "shared"),
        (Asset(kind="home", value=480_000_000, shared=False), "lived_in"),
    ],
)
def test_silence_about_the_home_is_neither_a_yes_nor_a_no(home: Asset, asked: str) -> None:
    found = option(owner(assets=(home,)), "mortgage_adjustment")
    assert found["verdict"] == "unknown"
    waiting = [f["id"] for f in found["findings"] if f["status"] == "unknown" and not f.get("soft")]
    assert waiting == [f"mortgage_adjustment.{asked}"]
    pointers = [q["pointer"] for q in assess(owner(assets=(home,)), DAY)["next_questions"]]
    assert f"/assets/0/{asked}" in pointers


def test_silence_about_the_trade_leaves_the_fund_to_be_asked() -> None:
    silent = trader(business=Business(opened_on=date(2018, 3, 1)))
    found = option(silent, "new_start_fund")
    assert found["verdict"] == "unknown"
    assert "업종을 알려 주세요." in [f["says"] for f in found["findings"] if f["status"] == "unknown"]
    assert "/business/excluded_trade" in [q["pointer"] for q in assess(silent, DAY)["next_questions"]]


def test_with_the_court_the_rate_may_fall_by_half() -> None:
    person = owner(history=History(open_procedure="rehabilitation", ccrs_plan="none"))
    found = branch(person, "mortgage_adjustment", "with_court")
    assert found["verdict"] == "open"
    assert (
        found["estimate"]["monthly_payment"]["low"]
        < found["estimate"]["monthly_payment"]["high"]
        == 1_917_813
    )


def test_a_day_before_the_programmes_there_are_none() -> None:
    assert option(old(4000), "long_overdue_fund", date(2025, 9, 30))["verdict"] == "closed"
    assert option(owner(), "mortgage_adjustment", date(2018, 12, 31))["verdict"] == "closed"
    assert DAY - timedelta(days=LEAP_LINE) == date(2018, 6, 19)
