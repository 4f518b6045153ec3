"""What would change it: every proposed change opens the way, nothing smaller does, and nothing harmful is proposed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from chalicelib.assess.api import assess, weigh
from chalicelib.assess.changes import aged, changes
from chalicelib.assess.facts import case_of
from chalicelib.assess.person import Debt, History, Person
from chalicelib.law import law_as_of
from tests.assess.people import covered_days, people

DAY = date(2026, 11, 22)


def verdict(person: Person, code: str, day: date = DAY) -> str:
    return {option.code: option.verdict for option in weigh(case_of(person, law_as_of(day)))}[code]


def applied(person: Person, change: dict[str, Any], day: date) -> tuple[Person, date]:
    if change["or_on"]:
        when = date.fromisoformat(change["or_on"])
        return aged(person, day, when), when
    if change["fact"] == "monthly_income":
        return person.replace(monthly_income=change["to"]), day
    if change["fact"] == "history.open_procedure":
        assert person.history
        return person.replace(history=person.history.replace(open_procedure=change["to"])), day
    debts = list(person.debts or ())
    debt = debts[change["debt"]]
    debts[change["debt"]] = debt.replace(principal=(debt.principal or 0) - (change["from"] - change["to"]))
    return person.replace(debts=tuple(debts)), day


@settings(max_examples=500)
@given(people, covered_days)
def test_every_change_opens_the_way_and_one_won_less_does_not(person: Person, day: date) -> None:
    for option in weigh(case_of(person, law_as_of(day))):
        for change in changes(option):
            moved, when = applied(person, change, day)
            assert verdict(moved, option.code, when) == "open", change
            if change["fact"] == "monthly_income":
                assert change["to"] > change["from"], "nobody is told to earn less"
                almost = person.replace(monthly_income=change["to"] - 1)
                assert verdict(almost, option.code, day) != "open", change
            if change["or_on"]:
                eve = when - timedelta(days=1)
                assert verdict(aged(person, day, eve), option.code, eve) != "open"


def debt(**told: Any) -> Debt:
    """A card debt of six million won of years ago; what is told replaces it."""
    usual = Debt(
        kind="card",
        creditor="card",
        principal=6_000_000,
        interest_due=0,
        opened_on=date(2022, 1, 1),
        days_overdue=0,
    )
    return usual.replace(**told)


def debtor(**answers: Any) -> Person:
    told: dict[str, Any] = {
        "monthly_income": 1_500_000,
        "income_regular": True,
        "dependants": 0,
        "debts": (debt(kind="credit_loan", creditor="bank", principal=40_000_000),),
        "assets": (),
        "hardships": (),
        "history": History(none_before=True),
    }
    return Person(**{**told, **answers})


def option(person: Person, code: str) -> dict[str, Any]:
    return next(found for found in assess(person, DAY)["options"] if found["remedy"] == code)


def test_income_below_the_living_cost_says_how_much_more_opens_rehabilitation() -> None:
    change = option(debtor(), "individual_rehabilitation")["changes"][0]
    assert change["fact"] == "monthly_income"
    assert change["to"] > 1_538_543


def test_a_discharge_four_years_ago_names_the_day_on_which_the_court_is_open_again() -> None:
    person = debtor(
        monthly_income=2_500_000,
        history=History(bankruptcy_discharged_on=date(2022, 3, 10), ccrs_plan="none", open_procedure="none"),
    )
    found = option(person, "individual_rehabilitation")["changes"]
    assert [change["or_on"] for change in found] == ["2027-03-10"]


def test_a_fresh_loan_names_the_day_on_which_it_is_older_than_six_months() -> None:
    new = debt(kind="card_loan", principal=4_000_000, opened_on=date(2026, 11, 1))
    person = debtor(debts=(debt(), new), hardships=("job_loss",))
    assert [change["or_on"] for change in option(person, "fast_track")["changes"]] == ["2027-05-01"]


@pytest.mark.parametrize("days", [0, 10, 31, 60])
def test_nobody_is_ever_told_to_become_later(days: int) -> None:
    found = option(debtor(debts=(debt(days_overdue=days),)), "individual_workout")
    assert found["verdict"] == "closed"
    assert found["changes"] == []


def test_the_day_before_a_bracket_ends_is_a_cliff() -> None:
    found = assess(debtor(debts=(debt(days_overdue=30),)), DAY)["cliffs"]
    late = [cliff for cliff in found if cliff["fact"] == "overdue_days"]
    assert {"fast_track"} == {cliff["remedy"] for cliff in late}
    assert "1일 더 밀리면" in late[0]["says"]
