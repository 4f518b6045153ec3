"""The evaluator: edges, three values, margins that are true, and ranges that only get narrower."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.law import law_as_of
from chalicelib.rules import AllOf, AnyOf, Condition, Span, exactly, verdict
from chalicelib.rules.condition import Op

LAW = law_as_of(date(2026, 11, 22))
ends = st.integers(-1_000, 1_000)
numeric: st.SearchStrategy[Op] = st.sampled_from(["<=", "<", ">=", ">"])


@st.composite
def spans(draw: st.DrawFn) -> Span:
    low = draw(st.none() | ends)
    high = draw(st.none() | ends)
    return Span(high, low) if low is not None and high is not None and low > high else Span(low, high)


def holds(value: int, op: str, bound: int) -> bool:
    return {"<=": value <= bound, "<": value < bound, ">=": value >= bound, ">": value > bound}[op]


@given(spans(), numeric, ends)
def test_a_range_is_decided_only_when_every_value_in_it_agrees(span: Span, op: Op, bound: int) -> None:
    found = Condition("t", "x", op, bound=bound).evaluate({"x": span}, LAW)
    low = -3_000 if span.low is None else span.low
    high = 3_000 if span.high is None else span.high
    answers = {
        holds(value, op, bound)
        for value in (
            low,
            high,
            max(low, min(high, bound)),
            max(low, min(high, bound + 1)),
            max(low, min(high, bound - 1)),
        )
    }
    assert found.status == ("unknown" if len(answers) == 2 else "pass" if answers == {True} else "fail")


@given(st.integers(-1_000, 1_000), numeric, ends)
def test_the_margin_says_exactly_how_far_the_fact_may_move(value: int, op: Op, bound: int) -> None:
    rule = Condition("t", "x", op, bound=bound)
    found = rule.evaluate({"x": exactly(value)}, LAW)
    assert found.margin is not None
    away = 1 if op in ("<=", "<") else -1
    status = {"pass": "pass", "fail": "fail"}[found.status]
    if found.status == "pass":
        assert found.margin >= 0
        assert rule.evaluate({"x": exactly(value + away * found.margin)}, LAW).status == "pass"
        assert rule.evaluate({"x": exactly(value + away * (found.margin + 1))}, LAW).status == "fail"
    else:
        assert status == "fail" and found.margin < 0
        assert rule.evaluate({"x": exactly(value + away * found.margin)}, LAW).status == "pass"
        assert rule.evaluate({"x": exactly(value + away * (found.margin + 1))}, LAW).status == "fail"


@given(spans(), spans(), numeric, ends)
def test_learning_more_never_turns_a_decided_finding_unknown(
    wide: Span, other: Span, op: Op, bound: int
) -> None:
    low = max((end for end in (wide.low, other.low) if end is not None), default=None)
    high = min((end for end in (wide.high, other.high) if end is not None), default=None)
    if low is not None and high is not None and low > high:
        return
    rule = Condition("t", "x", op, bound=bound)
    before = rule.evaluate({"x": wide}, LAW).status
    after = rule.evaluate({"x": Span(low, high)}, LAW).status
    assert before == "unknown" or before == after


STATES = {"pass": True, "fail": False, "unknown": None}


@given(st.lists(st.sampled_from(["pass", "fail", "unknown"]), min_size=1, max_size=5))
def test_all_of_and_any_of_follow_three_valued_logic(states: list[str]) -> None:
    parts = tuple(Condition(f"c{i}", f"x{i}", "is", bound=True) for i in range(len(states)))
    facts = {f"x{i}": STATES[state] for i, state in enumerate(states)}
    every = AllOf("all", parts).evaluate(facts, LAW).status
    some = AnyOf("any", parts).evaluate(facts, LAW).status
    assert every == ("fail" if "fail" in states else "unknown" if "unknown" in states else "pass")
    assert some == ("pass" if "pass" in states else "unknown" if "unknown" in states else "fail")


def test_a_condition_that_does_not_apply_decides_nothing() -> None:
    rule = Condition("t", "x", "<=", bound=1, when="trader")
    assert rule.evaluate({"x": exactly(5), "trader": False}, LAW).status == "not_applicable"
    assert rule.evaluate({"x": exactly(5), "trader": None}, LAW).status == "unknown"
    assert rule.evaluate({"x": exactly(5), "trader": True}, LAW).status == "fail"
    assert verdict((rule.evaluate({"x": exactly(5), "trader": False}, LAW),)) == "pass"


def test_a_soft_finding_warns_and_decides_nothing() -> None:
    soft = Condition("t", "x", "is", bound=False, soft=True)
    assert verdict((soft.evaluate({"x": True}, LAW),)) == "pass"


def test_a_bound_that_the_day_does_not_have_leaves_the_finding_open() -> None:
    rule = Condition("t", "x", "<=", law="reh.unsecured_max")
    assert rule.evaluate({"x": exactly(1)}, law_as_of(date(2021, 4, 20))).status == "pass"
    rule = Condition("t", "x", "<=", law="fast.special.income_max")
    assert rule.evaluate({"x": exactly(1)}, law_as_of(date(2021, 4, 20))).status == "unknown"


@pytest.mark.parametrize(
    ("bound", "status"),
    [(Span(5, 5), "pass"), (Span(4, 6), "unknown"), (Span(0, 4), "fail"), (Span(6, None), "pass")],
)
def test_a_fact_may_be_compared_with_another_fact_that_is_itself_a_range(bound: Span, status: str) -> None:
    rule = Condition("t", "x", "<=", than="y")
    assert rule.evaluate({"x": exactly(5), "y": bound}, LAW).status == status
