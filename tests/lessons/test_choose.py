"""Which lessons come first, and the early-warning check."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.assess.api import assess
from chalicelib.assess.person import Person
from chalicelib.law import law_as_of
from chalicelib.lessons import book, choose, early

TODAY = date(2026, 11, 24)
LAW = law_as_of(TODAY)


def told(**answers: Any) -> frozenset[str]:
    person = Person.parse(answers)
    return choose.signals(person, assess(person, TODAY), LAW)


def warned(**answers: Any) -> dict[str, Any]:
    person = Person.parse(answers)
    return early.check(person, assess(person, TODAY), LAW)


def debt(**fields: Any) -> dict[str, Any]:
    return {"kind": "credit_loan", "principal": 10_000_000, **fields}


@pytest.mark.parametrize(
    ("days", "signals"),
    [
        (0, {"on_time"}),
        (1, {"late", "early"}),
        (30, {"late", "early"}),
        (31, {"late"}),
        (89, {"late"}),
        (90, {"late", "long"}),
    ],
)
def test_days_overdue_tell_how_far_it_has_gone(days: int, signals: set[str]) -> None:
    assert told(debts=[debt(days_overdue=days)]) == signals


@pytest.mark.parametrize(
    "answers", [{}, {"debts": []}, {"debts": [debt()]}, {"debts": [debt(days_overdue=0), debt()]}]
)
def test_what_was_not_answered_gives_no_signal(answers: dict[str, Any]) -> None:
    assert told(**answers) == frozenset()


@pytest.mark.parametrize(
    ("answers", "signal", "lesson"),
    [
        ({"debts": [debt(creditor="unregistered_lender")]}, "illegal", "illegal"),
        ({"hardships": ["voice_phishing"]}, "phishing", "phishing"),
        ({"hardships": ["bereavement"]}, "bereavement", "family"),
        ({"debts": [debt(guarantor=True)]}, "guarantee", "family"),
        ({"debts": [debt(kind="card_loan")]}, "cards", "cards"),
        ({"legal_actions": ["payment_order"]}, "sued", "collection"),
        ({"new_debt_6m": 1}, "new_loans", "score"),
        ({"employment": "student"}, "student", "budget"),
        ({"monthly_income": 1_000_000, "dependants": 3}, "squeezed", "budget"),
    ],
)
def test_a_situation_brings_its_lesson_first_with_a_reason(
    answers: dict[str, Any], signal: str, lesson: str
) -> None:
    found = told(**answers)
    assert signal in found
    assert {one.id: because for one, because in choose.first(found)}[lesson].endswith("골랐습니다.")


def test_harm_comes_before_what_is_merely_useful() -> None:
    order = [lesson.id for lesson, _ in choose.first(frozenset({"student", "cards", "illegal", "late"}))]
    assert order[0] == "illegal"
    assert len(order) == 4


def test_every_signal_that_a_lesson_names_exists_and_every_lesson_can_come_first() -> None:
    known = {"on_time", "early", "late", "long", "cards", "guarantee", "illegal", "phishing", "bereavement"}
    known |= {"sued", "new_loans", "squeezed", "student"}
    for lesson in book.lessons():
        assert lesson.first_when
        assert set(lesson.first_when) <= known


def test_the_early_check_is_not_for_those_in_arrears() -> None:
    answer = warned(debts=[debt(days_overdue=1)])
    assert answer["applies"] is False
    assert answer["signs"] == []


def test_without_answers_nothing_is_said_to_be_fine() -> None:
    answer = warned()
    assert answer["applies"] is None
    assert answer["signs"] == []
    assert "/debts" in answer["unknown"]
    assert "모르는 것" in answer["says"]


@pytest.mark.parametrize(("principal", "warns"), [(14_400_000, False), (14_400_001, True)])
def test_debt_above_the_old_advice_is_a_sign_from_the_first_won(principal: int, warns: bool) -> None:
    # 3,000,000 won a month are 36,000,000 a year; 40 % of that are 14,400,000.
    answer = warned(monthly_income=3_000_000, debts=[debt(principal=principal, days_overdue=0)])
    assert ("debt_over_advice" in [sign["code"] for sign in answer["signs"]]) is warns


def test_a_quiet_household_hears_that_nothing_is_seen() -> None:
    answer = warned(
        monthly_income=4_000_000,
        dependants=0,
        living_cost={"total": 1_500_000},
        debts=[debt(principal=5_000_000, days_overdue=0, monthly_payment=300_000, annual_rate=5)],
        new_debt_6m=0,
        credit={"short_delinquencies_6m": 0},
    )
    assert answer["applies"] is True
    assert answer["signs"] == []
    assert answer["unknown"] == []


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"new_debt_6m": 1}, "new_debt"),
        ({"credit": {"short_delinquencies_6m": 1}}, "short_delays"),
        ({"debts": [debt(kind="cash_service", days_overdue=0)]}, "cash_loans"),
        ({"hardships": ["income_drop"]}, "hardship"),
        ({"monthly_income": 1_000_000, "dependants": 3}, "no_money_left"),
    ],
)
def test_each_sign_has_its_cause(answers: dict[str, Any], code: str) -> None:
    assert code in [sign["code"] for sign in warned(**answers)["signs"]]
