"""Per claim: the lender's own adjustment, what binds and what does not, what a seizure must leave."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.assess.api import assess
from chalicelib.assess.claim_state import contract_state, maybe_barred
from chalicelib.assess.exempt import exempt_pay, exempt_severance
from chalicelib.assess.facts import case_of
from chalicelib.assess.jobs import job_bars
from chalicelib.assess.person import Debt, History, Person
from chalicelib.law import law_as_of

DAY = date(2026, 11, 22)
IN_FORCE = date(2024, 10, 17)
CLEAN = History(none_before=True)


def option(person: Person, code: str, day: date = DAY) -> dict[str, Any]:
    return next(found for found in assess(person, day)["options"] if found["remedy"] == code)


def owing(*debts: Debt, **more: Any) -> Person:
    return Person(debts=debts, history=CLEAN, **more)


def card(**more: Any) -> Debt:
    return Debt(
        **(
            {
                "kind": "card",
                "creditor": "card",
                "principal": 10_000_000,
                "interest_due": 0,
                "days_overdue": 20,
            }
            | more
        )
    )


def says(note: dict[str, Any]) -> set[str]:
    return {sentence["id"] for sentence in note["says"]}


@pytest.mark.parametrize(("principal", "verdict"), [(29_999_999, "open"), (30_000_000, "closed")])
def test_below_thirty_million_one_may_ask_the_lender_and_from_there_on_not(
    principal: int, verdict: str
) -> None:
    assert option(owing(card(principal=principal)), "lender_adjustment")["verdict"] == verdict


def test_a_debt_that_fell_overdue_on_the_first_day_of_the_act_counts_and_one_of_the_day_before_does_not() -> (
    None
):
    days = (DAY - IN_FORCE).days
    assert option(owing(card(days_overdue=days)), "lender_adjustment")["verdict"] == "open"
    assert option(owing(card(days_overdue=days + 1)), "lender_adjustment")["verdict"] == "closed"


def test_a_debt_that_is_not_overdue_cannot_be_put_to_the_lender() -> None:
    assert option(owing(card(days_overdue=0)), "lender_adjustment")["verdict"] == "closed"


def test_the_act_did_not_exist_the_day_before() -> None:
    late = owing(card(days_overdue=1))
    assert option(late, "lender_adjustment", IN_FORCE + timedelta(days=1))["verdict"] == "open"
    findings = option(late, "lender_adjustment", IN_FORCE - timedelta(days=1))["findings"]
    assert [found["id"] for found in findings] == ["lender_adjustment.in_force"]


@pytest.mark.parametrize("plan", ["in_progress", "paying"])
def test_a_committee_plan_closes_the_lenders_way(plan: str) -> None:
    person = Person(debts=(card(),), history=History(ccrs_plan=plan, open_procedure="none"))
    assert option(person, "lender_adjustment")["verdict"] == "closed"


def test_rights_follow_the_size_of_each_claim() -> None:
    sizes = (20_000_000, 40_000_000, 50_000_000)
    notes = option(owing(*(card(principal=size) for size in sizes)), "lender_adjustment")["claims"]
    assert {"right.ask", "right.acceleration", "right.late_interest", "right.contact_cap"} <= says(notes[0])
    assert "right.ask" not in says(notes[1]) and "right.late_interest" in says(notes[1])
    assert "right.late_interest" not in says(notes[2]) and "right.contact_cap" in says(notes[2])


def test_a_secured_claim_has_no_notice_of_acceleration_and_a_mortgage_waits_for_auction() -> None:
    loan = Debt(kind="mortgage", creditor="bank", principal=20_000_000, interest_due=0, days_overdue=40)
    note = option(owing(loan, card()), "lender_adjustment")["claims"][0]
    assert "right.acceleration" not in says(note) and "right.auction_wait" in says(note)


def test_taxes_and_private_debts_are_outside_the_act() -> None:
    debts = (
        Debt(kind="tax", creditor="state", principal=5, days_overdue=9),
        Debt(kind="private", creditor="individual", principal=5, days_overdue=9),
    )
    assert option(owing(*debts), "lender_adjustment")["verdict"] == "closed"


def test_every_sentence_of_a_claim_cites_where_it_stands() -> None:
    person = owing(
        card(),
        Debt(kind="tax", creditor="state", principal=9),
        Debt(kind="damages", principal=3),
        age=40,
        monthly_income=1,
    )
    for found in assess(person, DAY)["options"]:
        for sentence in [*found["advice"], *(s for note in found["claims"] for s in note["says"])]:
            assert sentence["article"] or sentence["source"], sentence["id"]
            assert "{" not in sentence["says"]


def states(debt: Debt, day: date = DAY) -> tuple[str, bool | None]:
    case = case_of(owing(debt), law_as_of(day))
    assert case.claims is not None
    return contract_state(case, case.claims[0]), maybe_barred(case, case.claims[0])


@pytest.mark.parametrize(
    ("opened", "rate", "state"),
    [
        (date(2025, 7, 22), 61, "void"),
        (date(2025, 7, 22), 60, "interest_void"),
        (date(2025, 7, 21), 120, "capped"),
        (None, 120, "check_lender"),
    ],
)
def test_an_unlicensed_loan_is_void_above_sixty_percent_from_the_day_of_the_law(
    opened: date | None, rate: int, state: str
) -> None:
    debt = Debt(
        kind="private",
        creditor="unregistered_lender",
        principal=1_000_000,
        annual_rate=Decimal(rate),
        opened_on=opened,
    )
    assert states(debt)[0] == state


def test_a_contract_made_under_threat_is_void_whoever_lent() -> None:
    assert states(card(coercive_contract=True, opened_on=date(2026, 1, 5)))[0] == "void"


@pytest.mark.parametrize(("opened", "state"), [(date(2021, 7, 6), ""), (date(2021, 7, 7), "over_cap")])
def test_the_cap_of_the_day_of_the_contract_decides(opened: date, state: str) -> None:
    assert states(card(annual_rate=Decimal(24), opened_on=opened))[0] == state


@pytest.mark.parametrize(
    ("debt", "barred"),
    [
        (card(last_paid_on=date(2021, 11, 22)), False),
        (card(last_paid_on=date(2021, 11, 21)), True),
        (card(last_paid_on=date(2012, 1, 1), judgment_on=date(2016, 11, 22)), False),
        (card(last_paid_on=date(2012, 1, 1), judgment_on=date(2016, 11, 21)), True),
        (Debt(kind="private", creditor="individual", last_paid_on=date(2017, 1, 1)), False),
        (Debt(kind="private", creditor="individual", last_paid_on=date(2016, 11, 21)), True),
        (Debt(kind="telecom", creditor="telecom", last_paid_on=date(2023, 11, 21)), True),
        (Debt(kind="tax", creditor="state", last_paid_on=date(2001, 1, 1)), False),
        (card(days_overdue=None), None),
    ],
)
def test_limitation_by_kind_of_claim_and_title(debt: Debt, barred: bool | None) -> None:
    assert states(debt)[1] is barred


def test_surviving_claims_are_named_with_their_articles() -> None:
    kinds = ("tax", "fine", "support", "social_insurance", "damages")
    person = owing(
        *(Debt(kind=kind, principal=1_000_000, interest_due=0) for kind in kinds), card(principal=80_000_000)
    )
    person = person.replace(
        monthly_income=900_000, dependants=0, assets=(), region="seoul", income_regular=True
    )
    notes = option(person, "bankruptcy_discharge")["claims"]
    assert [note["treatment"] for note in notes] == ["survives"] * 4 + ["may_survive", "covered"]
    assert all("566" in note["says"][0]["article"] for note in notes[:3])


@pytest.mark.parametrize(
    ("day", "treatment"), [(date(2021, 12, 31), "may_survive"), (date(2022, 1, 1), "covered")]
)
def test_the_income_contingent_student_loan_is_discharged_from_2022(day: date, treatment: str) -> None:
    loan = Debt(kind="student_loan", creditor="public_fund", principal=50_000_000, interest_due=0)
    person = owing(loan, monthly_income=500_000, dependants=0, assets=(), region="seoul", income_regular=True)
    assert option(person, "bankruptcy_discharge", day)["claims"][0]["treatment"] == treatment


@pytest.mark.parametrize(
    ("net", "kept"),
    [
        (2_000_000, 2_000_000),
        (3_000_000, 2_500_000),
        (5_500_000, 2_750_000),
        (7_000_000, 3_250_000),
        (8_000_000, 3_500_000),
        (0, 0),
    ],
)
def test_the_exempt_part_of_pay_is_that_of_the_sheet(net: int, kept: int) -> None:
    assert exempt_pay(net, law_as_of(DAY)) == kept


def test_the_floor_rose_on_the_first_of_february_2026_and_before_2020_nothing_is_said() -> None:
    assert exempt_pay(3_000_000, law_as_of(date(2026, 1, 31))) == 1_850_000
    assert exempt_pay(3_000_000, law_as_of(date(2026, 2, 1))) == 2_500_000
    assert exempt_pay(3_000_000, law_as_of(date(2019, 6, 1))) is None
    assert exempt_severance(10_000_001, law_as_of(DAY)) == 5_000_001


@given(st.integers(0, 50_000_000), st.integers(1, 1_000_000))
def test_more_pay_never_leaves_less_and_never_keeps_more_than_there_is(net: int, more: int) -> None:
    law = law_as_of(DAY)
    first, second = exempt_pay(net, law), exempt_pay(net + more, law)
    assert first is not None and second is not None and first <= second and first <= net


def test_job_bars_come_and_go_by_date() -> None:
    def bar(code: str, day: date) -> Any:
        return next(row["barred"] for row in job_bars(day) if row["code"] == code)

    assert (bar("security_guard", date(2025, 10, 1)), bar("security_guard", date(2025, 10, 2))) == (
        True,
        False,
    )
    assert (bar("childcare_helper", date(2025, 4, 28)), bar("childcare_helper", date(2025, 4, 29))) == (
        True,
        False,
    )
    assert bar("lawyer", DAY) is True and bar("doctor", DAY) is False
    assert bar("drug_wholesaler", DAY) is None and bar("lawyer", date(2020, 1, 1)) is None
