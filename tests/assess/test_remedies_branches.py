"""Branches beside the general conditions, advice by court, and the recommendation by worked logic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.assess.api import assess
from chalicelib.assess.person import Asset, Debt, History, Person

DAY = date(2026, 11, 22)
CLEAN = History(none_before=True)


def option(person: Person, code: str, day: date = DAY) -> dict[str, Any]:
    return next(found for found in assess(person, day)["options"] if found["remedy"] == code)


def branches(person: Person, code: str, day: date = DAY) -> dict[str, Any]:
    return {found["id"]: found for found in option(person, code, day)["branches"]}


def advice(person: Person, code: str, day: date = DAY) -> set[str]:
    return {sentence["id"] for sentence in option(person, code, day)["advice"]}


def person(overdue: int = 120, principal: int = 60_000_000, **more: Any) -> Person:
    debt = Debt(
        kind="credit_loan",
        creditor="bank",
        principal=principal,
        interest_due=0,
        annual_rate=Decimal(12),
        days_overdue=overdue,
        opened_on=date(2020, 1, 1),
        written_off=False,
    )
    base: dict[str, Any] = {
        "age": 40,
        "debts": (debt,),
        "assets": (),
        "history": CLEAN,
        "statuses": (),
        "hardships": (),
        "causes": ("living",),
        "region": "seoul",
        "court_region": "seoul",
        "dependants": 0,
        "household_size": 1,
        "minor_children": 0,
        "monthly_income": 2_800_000,
        "income_regular": True,
        "employment": "employee",
        "transfers_2y": False,
        "occupation_barred": False,
    }
    return Person(**(base | more))


@pytest.mark.parametrize(
    ("overdue", "code", "monthly"),
    [(10, "fast_track", 81_250), (40, "pre_workout", 50_000), (120, "individual_workout", 50_000)],
)
def test_deferral_costs_interest_only(overdue: int, code: str, monthly: int) -> None:
    found = branches(person(overdue, 30_000_000), code)["deferral"]
    assert found["estimate"]["monthly_payment"] == {"low": monthly, "high": monthly}
    assert found["estimate"]["months"] == {"low": 6, "high": 36}


@pytest.mark.parametrize(("paid", "months"), [(1, 12), (11, 12), (12, 24), (47, 24), (48, 36)])
def test_the_ladder_of_a_running_plan_follows_the_instalments_paid(paid: int, months: int) -> None:
    running = person(history=History(ccrs_plan="paying", open_procedure="none", ccrs_paid_months=paid))
    found = branches(running, "individual_workout")["running_deferral"]
    assert option(running, "individual_workout")["verdict"] == "closed"
    assert found["verdict"] == "open" and found["estimate"]["months"]["high"] == months


@pytest.mark.parametrize(
    ("lapsed", "verdict"), [(date(2026, 9, 22), "open"), (date(2026, 9, 21), None), (None, "unknown")]
)
def test_a_lapsed_plan_can_be_revived_for_two_months(lapsed: date | None, verdict: str | None) -> None:
    history = History(ccrs_plan="lapsed", open_procedure="none", ccrs_lapsed_on=lapsed)
    found = branches(person(history=history), "individual_workout").get("revival")
    assert (found["verdict"] if found else None) == verdict


@pytest.mark.parametrize(("paid", "missed", "verdict"), [(75, 3, "open"), (74, 3, None), (75, 2, None)])
def test_release_on_the_way_needs_three_quarters_paid_and_three_missed(
    paid: int, missed: int, verdict: str | None
) -> None:
    history = History(
        ccrs_plan="paying",
        open_procedure="none",
        ccrs_plan_months=100,
        ccrs_paid_months=paid,
        ccrs_missed=missed,
    )
    found = branches(person(history=history, statuses=("basic_livelihood",)), "individual_workout").get(
        "during"
    )
    assert (found["verdict"] if found else None) == verdict


@pytest.mark.parametrize(("age", "verdict"), [(29, "open"), (30, "closed"), (64, "closed"), (65, "open")])
def test_seoul_shortens_the_plan_for_the_young_and_the_old(age: int, verdict: str) -> None:
    assert branches(person(age=age), "individual_rehabilitation")["shorter_term"]["verdict"] == verdict


def test_a_young_person_in_seoul_pays_twenty_four_to_thirty_months() -> None:
    made = branches(person(age=29), "individual_rehabilitation")["shorter_term"]["estimate"]
    assert made["months"] == {"low": 24, "high": 30}
    assert made["total_paid"] == {"low": 24 * 1_261_457, "high": 30 * 1_261_457}


@pytest.mark.parametrize(
    "more",
    [
        {"causes": ("gambling",)},
        {"principal": 150_000_000},
        {"monthly_income": 1_640_000},
    ],
)
def test_gambling_large_debts_and_low_rates_do_not_shorten(more: dict[str, Any]) -> None:
    found = branches(person(age=29, **more), "individual_rehabilitation")["shorter_term"]
    assert found["verdict"] == "closed"


@pytest.mark.parametrize(
    ("day", "children", "verdict"),
    [(date(2024, 12, 30), 2, "closed"), (date(2024, 12, 31), 2, "open"), (date(2024, 12, 30), 3, "open")],
)
def test_children_count_by_the_rule_of_the_day(day: date, children: int, verdict: str) -> None:
    family = person(dependants=3, household_size=4, minor_children=children, monthly_income=5_200_000)
    assert branches(family, "individual_rehabilitation", day)["shorter_term"]["verdict"] == verdict


def test_high_income_in_seoul_may_keep_more_to_live_on() -> None:
    found = branches(person(monthly_income=4_000_000), "individual_rehabilitation")["other_living_cost"]
    assert found["verdict"] == "open"
    assert found["estimate"]["monthly_payment"]["low"] == 4_000_000 - 2_564_238
    assert (
        branches(person(monthly_income=3_846_357), "individual_rehabilitation")["other_living_cost"][
            "verdict"
        ]
        == "closed"
    )


@pytest.mark.parametrize(
    ("court", "said"), [("seoul", "practice.losses"), ("jeonju", "practice.losses_open")]
)
def test_losses_in_coins_are_judged_by_the_court(court: str, said: str) -> None:
    assert said in advice(person(causes=("speculation",), court_region=court), "individual_rehabilitation")


@pytest.mark.parametrize(("day", "said"), [(date(2026, 2, 28), False), (date(2026, 3, 1), True)])
def test_the_wider_choice_of_court_began_in_march_2026(day: date, said: bool) -> None:
    assert ("venue.gwangju" in advice(person(court_region="jeju"), "individual_rehabilitation", day)) is said


def test_a_guarantor_is_warned_on_either_side() -> None:
    debt = Debt(
        kind="credit_loan",
        creditor="bank",
        principal=60_000_000,
        interest_due=0,
        days_overdue=120,
        guarantor=True,
        guaranteed_for_other=True,
        opened_on=date(2020, 1, 1),
    )
    assert {"reh.effect.guarantor", "guarantor.self"} <= advice(
        person(debts=(debt,)), "individual_rehabilitation"
    )


def test_what_the_security_does_not_cover_is_said_to_be_unsecured() -> None:
    debts = (
        (person().debts or ())[0],
        Debt(
            kind="vehicle_loan",
            creditor="capital",
            principal=20_000_000,
            interest_due=0,
            collateral_value=5_000_000,
            days_overdue=120,
            opened_on=date(2020, 1, 1),
        ),
    )
    assert "secured_shortfall" in advice(person(debts=debts), "individual_rehabilitation")


def test_legal_aid_takes_the_trustees_deposit_off() -> None:
    poor = person(statuses=("basic_livelihood",), monthly_income=800_000, employment="unemployed")
    found = branches(poor, "bankruptcy_discharge")
    assert found["aid"]["verdict"] == "open" and found["simultaneous_end"]["verdict"] == "open"
    assert (
        found["aid"]["estimate"]["fees"]["high"]
        == option(poor, "bankruptcy_discharge")["estimate"]["fees"]["low"]
    )


def test_every_refusal_ground_of_the_day_is_listed_with_its_number() -> None:
    poor = person(monthly_income=800_000)
    said = option(poor, "bankruptcy_discharge")["advice"]
    grounds = {s["id"]: s["article"] for s in said if s["id"].startswith("bkr.refusal.")}
    assert grounds["bkr.refusal.6"].endswith("제6호") and "bkr.refusal.5_2" in grounds
    assert "bkr.refusal.5_2" not in advice(poor, "bankruptcy_discharge", date(2025, 6, 20))


def recommended(who: Person, day: date = DAY) -> list[str]:
    return [item["remedy"] for item in assess(who, day)["recommended"]]


def test_mostly_private_lenders_lead_to_court_and_not_to_the_committee() -> None:
    private = Debt(
        kind="private",
        creditor="individual",
        principal=50_000_000,
        interest_due=0,
        days_overdue=100,
        opened_on=date(2020, 1, 1),
    )
    card = Debt(
        kind="card",
        creditor="card",
        principal=20_000_000,
        interest_due=0,
        days_overdue=120,
        opened_on=date(2020, 1, 1),
    )
    assert recommended(person(debts=(private, card))) == ["individual_rehabilitation"]


def test_a_passing_hardship_leads_to_a_deferral_before_an_end() -> None:
    strained = person(monthly_income=1_000_000, hardships=("long_illness",))
    assert recommended(strained)[:2] == ["individual_workout", "bankruptcy_discharge"]
    assert recommended(person(monthly_income=1_000_000))[:1] == ["bankruptcy_discharge"]


def test_who_does_not_want_the_home_is_not_pointed_to_its_loan() -> None:
    loan = Debt(
        kind="mortgage",
        creditor="bank",
        principal=300_000_000,
        interest_due=0,
        annual_rate=Decimal(5),
        days_overdue=45,
        opened_on=date(2020, 1, 1),
    )
    home = (Asset(kind="home", value=400_000_000, shared=False, lived_in=True),)
    owner = person(debts=(loan,), assets=home, keeps_home=True)
    assert "mortgage_adjustment" in recommended(owner)
    assert "mortgage_adjustment" not in recommended(owner.replace(keeps_home=False))


def test_a_single_small_creditor_is_named_beside_the_committee() -> None:
    assert recommended(person(20, 20_000_000))[:2] == ["fast_track", "lender_adjustment"]
