"""First things: what is urgent says the same of a claim as the notes beside each remedy, for one room decides it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.assess.api import assess
from chalicelib.assess.claim_notes import states
from chalicelib.assess.facts import case_of
from chalicelib.assess.person import Debt, Person
from chalicelib.assess.urgent import urgent
from chalicelib.law import law_as_of

DAY = date(2026, 11, 22)
LENDER = Debt(kind="private", creditor="unregistered_lender", principal=1_000_000)
CARD = Debt(kind="card", creditor="card", principal=1_000_000)


def first(debt: Debt, day: date = DAY) -> list[dict[str, Any]]:
    found = urgent(case_of(Person(debts=(debt,)), law_as_of(day)))
    return [item for item in found if item.get("debt") == 0]


def codes(debt: Debt, day: date = DAY) -> list[str]:
    return [item["code"] for item in first(debt, day)]


@pytest.mark.parametrize(
    ("opened", "rate", "code", "words"),
    [
        (date(2025, 7, 22), 61, "void_contract", "모두 무효입니다"),
        (date(2025, 7, 22), 60, "illegal_lender", "이자를 낼 의무가 없습니다"),
        (date(2025, 7, 21), 120, "illegal_lender", "연 20%까지 이자를 받을 수 있었으므로"),
        (date(2021, 7, 6), 30, "illegal_lender", "연 24%까지 이자를 받을 수 있었으므로"),
        (None, 120, "illegal_lender", "의무가 없을 수 있으니"),
    ],
)
def test_an_unlicensed_contract_is_called_void_only_from_the_day_of_the_law(
    opened: date | None, rate: int, code: str, words: str
) -> None:
    (item,) = first(LENDER.replace(opened_on=opened, annual_rate=Decimal(rate)))
    assert item["code"] == code and words in item["says"]


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        (date(2026, 1, 5), "갚을 의무가 없습니다"),
        (date(2025, 7, 21), "의무가 없을 수 있습니다"),
        (None, "의무가 없을 수 있습니다"),
    ],
)
def test_a_contract_under_threat_goes_to_the_police_and_is_void_only_from_the_day_of_the_law(
    opened: date | None, words: str
) -> None:
    (item,) = first(CARD.replace(coercive_contract=True, opened_on=opened))
    assert item["code"] == "violence" and words in item["says"] and "112" in item["says"]


@pytest.mark.parametrize(
    ("opened", "rate", "cap"),
    [
        (date(2021, 7, 7), "20.1", "20%"),
        (date(2021, 7, 6), "24.1", "24%"),
        (date(2021, 7, 7), "20", ""),
        (date(2021, 7, 6), "24", ""),
        (None, "99", ""),
    ],
)
def test_the_highest_rate_is_the_one_of_the_day_of_the_contract(
    opened: date | None, rate: str, cap: str
) -> None:
    found = first(CARD.replace(opened_on=opened, annual_rate=Decimal(rate)))
    assert [item["code"] for item in found] == (["over_rate_cap"] if cap else [])
    assert not cap or f"연 {cap}" in found[0]["says"]


@pytest.mark.parametrize(
    ("debt", "barred"),
    [
        (CARD.replace(last_paid_on=date(2021, 11, 21)), True),
        (CARD.replace(last_paid_on=date(2021, 11, 22)), False),
        (CARD.replace(last_paid_on=date(2012, 1, 1), judgment_on=date(2016, 11, 21)), True),
        (CARD.replace(last_paid_on=date(2012, 1, 1), judgment_on=date(2016, 11, 22)), False),
        (Debt(kind="private", creditor="individual", last_paid_on=date(2017, 1, 1)), False),
        (Debt(kind="telecom", creditor="telecom", last_paid_on=date(2023, 11, 21)), True),
        (Debt(kind="tax", creditor="state", last_paid_on=date(2001, 1, 1)), False),
    ],
)
def test_an_old_claim_is_to_be_checked_by_its_kind_and_title(debt: Debt, barred: bool) -> None:
    assert ("maybe_barred" in codes(debt)) is barred


def test_a_void_contract_is_not_asked_about_limitation() -> None:
    old = date(2025, 7, 22)
    void = LENDER.replace(opened_on=old, annual_rate=Decimal(100), days_overdue=36_000)
    assert codes(void) == ["void_contract"]


days = st.dates(date(2009, 1, 1), DAY)
debts = st.builds(
    Debt,
    kind=st.sampled_from(["card", "private", "telecom", "tax", None]),
    creditor=st.sampled_from(["card", "individual", "unregistered_lender", "registered_lender", None]),
    principal=st.none() | st.integers(0, 10**8),
    annual_rate=st.none() | st.integers(0, 200).map(Decimal),
    opened_on=st.none() | days,
    last_paid_on=st.none() | days,
    judgment_on=st.none() | days,
    days_overdue=st.none() | st.integers(0, 9_000),
    coercive_contract=st.none() | st.booleans(),
)
PAIRS = {
    "void_contract": {"claim.void", "claim.maybe_void"},
    "illegal_lender": {"claim.interest_void", "claim.check_lender", "claim.capped"},
    "over_rate_cap": {"claim.over_cap"},
    "maybe_barred": {"claim.maybe_barred"},
}


@given(debts)
def test_what_is_urgent_of_a_claim_and_the_notes_on_it_agree(debt: Debt) -> None:
    case = case_of(Person(debts=(debt,)), law_as_of(DAY))
    assert case.claims is not None
    noted = {advice.id for advice in states(case, case.claims[0])}
    told = set(codes(debt))
    for code, ids in PAIRS.items():
        if code in told:
            assert noted & ids, code
    assert ("maybe_barred" in told) == ("claim.maybe_barred" in noted)
    assert ("over_rate_cap" in told) == ("claim.over_cap" in noted)


def test_a_question_names_the_window_of_the_law_and_stays_a_sentence_where_none_is_known() -> None:
    def asked(day: date) -> str:
        person = Person(debts=(CARD,), monthly_income=1)
        return " ".join(q["asks"] for q in assess(person, day)["next_questions"])

    assert "확인 필요" not in asked(DAY) and "확인 필요" not in asked(date(2019, 10, 1))
