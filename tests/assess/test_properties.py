"""What holds for everybody, tried on generated people by the thousand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.assess.api import assess, verdicts, weigh
from chalicelib.assess.facts import case_of
from chalicelib.assess.money import (
    annuity,
    equal_schedule,
    level_schedule,
    level_total,
    run_down,
    run_totals,
    runs_out,
)
from chalicelib.assess.person import Debt, Person
from chalicelib.law import law_as_of
from chalicelib.rules import Finding
from tests.assess.people import covered_days, debts, people, rates

DAY = date(2026, 11, 22)


def flat(findings: tuple[Finding, ...]) -> list[Finding]:
    return [leaf for found in findings for leaf in (found, *flat(found.parts))]


def figures(estimate: dict[str, Any] | None) -> list[int]:
    names = ("monthly_payment", "months", "total_paid", "forgiven", "fees")
    spans = [estimate[name] for name in names if estimate and estimate[name]]
    return [end for span in spans for end in (span["low"], span["high"]) if end is not None]


@settings(max_examples=400)
@given(people, covered_days)
def test_anyone_on_any_covered_day_gets_an_answer_without_negative_figures(person: Person, day: date) -> None:
    result = assess(person, day)
    for option in result["options"]:
        assert all(figure >= 0 for figure in figures(option["estimate"])), option["remedy"]
        for span in (option["estimate"] or {}).values():
            if isinstance(span, dict) and None not in span.values():
                assert span["low"] <= span["high"]
    assert len(result["recommended"]) <= 3
    closed = {option["remedy"] for option in result["options"] if option["verdict"] == "closed"}
    assert not closed & {item["remedy"] for item in result["recommended"]}


@settings(max_examples=300)
@given(people, covered_days)
def test_every_finding_cites_where_its_rule_stands(person: Person, day: date) -> None:
    for option in assess(person, day)["options"]:
        stack = list(option["findings"]) + [
            found for branch in option["branches"] for found in branch["findings"]
        ]
        while stack:
            found = stack.pop()
            stack += found.get("parts", [])
            assert found["article"] or found["source"], found["id"]
            assert "{" not in found["says"] and found["says"], found["id"]


@settings(max_examples=200)
@given(people, covered_days)
def test_the_same_answers_on_the_same_day_give_the_same_bytes(person: Person, day: date) -> None:
    again = Person(**{name: getattr(person, name) for name in person.fields})
    one, two = (json.dumps(assess(who, day), ensure_ascii=False, default=str) for who in (person, again))
    assert one == two


@settings(max_examples=400)
@given(people, covered_days, st.data())
def test_learning_an_answer_never_turns_a_decided_finding_unknown(
    person: Person, day: date, data: st.DataObject
) -> None:
    told = [name for name in person.fields if getattr(person, name) is not None and name != "new_debt_6m"]
    if not told:
        return
    hidden = data.draw(st.sampled_from(told))
    before = Person(**{name: getattr(person, name) for name in told if name != hidden})
    after = Person(**{name: getattr(person, name) for name in told})
    law = law_as_of(day)
    known = {f.id: f.status for option in weigh(case_of(before, law)) for f in flat(option.findings)}
    learnt = {f.id: f.status for option in weigh(case_of(after, law)) for f in flat(option.findings)}
    for name, status in known.items():
        if status in ("pass", "fail") and name in learnt:
            assert learnt[name] == status, (
                f"{name} was {status} before {hidden} was told and is {learnt[name]} now"
            )


@settings(max_examples=200)
@given(people, debts, covered_days)
def test_one_more_debt_never_lowers_a_total(person: Person, extra: Debt, day: date) -> None:
    owed = person.debts or ()
    law = law_as_of(day)
    less = case_of(person.replace(debts=owed), law)
    more = case_of(person.replace(debts=(*owed, extra)), law)
    for name in ("total_debt", "principal", "member_debt", "priority_debt", "surviving_debt", "debt_service"):
        assert (more[name].low or 0) >= (less[name].low or 0), name
        assert more[name].high is None or more[name].high >= less[name].high, name


@settings(max_examples=200)
@given(people, covered_days)
def test_verdicts_alone_are_those_of_the_whole_assessment(person: Person, day: date) -> None:
    whole = {option["remedy"]: option["verdict"] for option in assess(person, day)["options"]}
    assert verdicts(person, day) == whole


@settings(max_examples=200)
@given(people, covered_days)
def test_every_schedule_adds_up_to_its_total(person: Person, day: date) -> None:
    for option in weigh(case_of(person, law_as_of(day))):
        estimate = option.estimate if option.verdict != "closed" else None
        if estimate is None or estimate.schedule is None or estimate.total_paid is None:
            continue
        rows = estimate.schedule()
        paid = sum(row.payment for row in rows)
        assert paid == estimate.total_paid.high, option.code
        assert all(row.payment == row.interest + row.principal for row in rows)
        assert not rows or rows[-1].balance == 0


@given(st.integers(1, 10**10), rates, st.integers(1, 420))
def test_a_level_schedule_pays_the_debt_to_the_won(principal: int, rate: Any, months: int) -> None:
    rows = level_schedule(principal, rate, months)
    assert sum(row.principal for row in rows) == principal
    assert sum(row.payment for row in rows) == level_total(principal, rate, months) >= principal
    assert all(row.balance >= 0 for row in rows)
    assert annuity(principal, rate, months) * months >= principal - months


@given(st.integers(1, 10**10), rates, st.integers(-4, 4))
def test_whether_instalments_ever_end_a_debt_is_decided_as_if_walked_through(
    balance: int, rate: Any, off: int
) -> None:
    for monthly in (annuity(balance, rate, 600) + off, balance // 50, balance // 5_000):
        if monthly >= 0:
            rows = run_down(balance, rate, monthly)
            assert runs_out(balance, rate, monthly) is (rows is not None)
            sums = None if rows is None else (len(rows), sum(row.payment for row in rows))
            assert run_totals(balance, rate, monthly) == sums


@given(st.integers(0, 10**10), st.integers(1, 420))
def test_an_interest_free_schedule_pays_exactly_the_debt(principal: int, months: int) -> None:
    assert sum(row.payment for row in equal_schedule(principal, months)) == principal


def test_an_empty_person_gets_questions_and_no_figure_on_any_day() -> None:
    for day in (date(2018, 1, 1), date(2020, 11, 22), DAY, date(2027, 12, 31)):
        result = assess(Person(), day)
        assert not [option for option in result["options"] if option["verdict"] == "open"]
        assert not [option for option in result["options"] if option["estimate"]]
        assert result["next_questions"] and result["incomplete"]
