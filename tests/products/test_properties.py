"""Generated people: taking an answer away decides nothing, and every result is complete, ordered and the same again."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chalicelib.assess.person import EMPLOYMENTS, HARDSHIPS, STATUSES, Person
from chalicelib.assess.products.answers import ProductAnswers
from chalicelib.assess.products.api import match, verdicts
from chalicelib.assess.products.facts import JOBLESS
from tests.products.support import DAY

DEBT = st.fixed_dictionaries(
    {"kind": st.sampled_from(["credit_loan", "card", "tax", "private"]), "principal": st.integers(0, 10**8)},
    optional={
        "creditor": st.sampled_from(["bank", "card", "state", "individual"]),
        "days_overdue": st.sampled_from([0, 1, 40, 400]),
    },
)
PERSON: Any = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(17, 80),
        "household_size": st.integers(1, 5),
        "employment": st.sampled_from(sorted(EMPLOYMENTS)),
        "monthly_income": st.integers(0, 6_000_000),
        "statuses": st.lists(st.sampled_from(sorted(STATUSES)), unique=True, max_size=2),
        "hardships": st.lists(st.sampled_from(sorted(HARDSHIPS)), unique=True, max_size=2),
        "new_debt_6m": st.sampled_from([0, 5_000_000]),
        "debts": st.lists(DEBT, max_size=3),
        "credit": st.fixed_dictionaries(
            {},
            optional={
                "nice_score": st.integers(600, 900),
                "kcb_score": st.integers(600, 900),
                "short_delinquencies_6m": st.integers(0, 8),
            },
        ),
        "history": st.sampled_from([{"none_before": True}, {"ccrs_plan": "none", "open_procedure": "none"}]),
    },
)
ANSWERS: Any = st.fixed_dictionaries(
    {},
    optional={
        "work_months": st.integers(0, 30),
        "small_company": st.booleans(),
        "earned_income_credit": st.booleans(),
        "policy_loan": st.sampled_from(["none", "using", "repaid"]),
        "policy_loan_months": st.integers(0, 40),
        "finance_victim": st.booleans(),
        "lease_deposit": st.integers(0, 10**9),
        "couple_homes": st.integers(0, 3),
    },
)


@settings(max_examples=120)
@given(PERSON, ANSWERS, st.data())
def test_taking_an_answer_away_never_decides_anything(
    person: dict[str, Any], answers: dict[str, Any], data: Any
) -> None:
    told = [("person", name) for name in person] + [("answers", name) for name in answers]
    # Work told beside an employment without work contradicts itself; nothing is promised for that.
    assume(
        person.get("employment") not in (*JOBLESS, "pensioner")
        or not (answers.get("work_months") or answers.get("small_company"))
    )
    assume(told)
    of, name = data.draw(st.sampled_from(told))
    less_person = {k: v for k, v in person.items() if (of, name) != ("person", k)}
    less_answers = {k: v for k, v in answers.items() if (of, name) != ("answers", k)}
    full = verdicts(Person.parse(person), DAY, ProductAnswers.parse(answers))
    less = verdicts(Person.parse(less_person), DAY, ProductAnswers.parse(less_answers))
    for code, verdict in less.items():
        if verdict != "unknown":
            assert full[code] == verdict, f"{code}: {verdict} without {name}, {full[code]} with it"


@settings(max_examples=60)
@given(PERSON, ANSWERS)
def test_a_result_is_complete_ordered_and_the_same_again(
    person: dict[str, Any], answers: dict[str, Any]
) -> None:
    told = Person.parse(person), DAY, ProductAnswers.parse(answers)
    result = match(*told)
    assert result == match(*told)
    order = [("open", "unknown", "closed").index(p["verdict"]) for p in result["products"]]
    assert order == sorted(order)
    for product in result["products"]:
        decisive = [f for f in product["findings"] if not f.get("soft")]
        states = {f["status"] for f in decisive}
        expected = "closed" if "fail" in states else "unknown" if "unknown" in states else "open"
        assert product["verdict"] == expected
        assert bool(product["missing"]) <= (product["verdict"] == "unknown")
        for name in ("limit", "rate", "term"):
            figure = product[name]
            if figure and figure["low"] is not None and figure["high"] is not None:
                assert figure["low"] <= figure["high"]
            assert (figure is None) == (product[f"{name}_says"] is None)
