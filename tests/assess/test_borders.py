"""Borders, generated: every bound of every condition on every day on which it changes, one unit to each side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from chalicelib.assess.facts import FACTS
from chalicelib.assess.remedies import all_remedies
from chalicelib.law import COVERED_FROM, COVERED_TO, history, law_as_of
from chalicelib.rules import AllOf, AnyOf, Condition, Rule, exactly

NUMERIC = ("<=", "<", ">=", ">")


def leaves(rules: tuple[Rule, ...]) -> Iterator[Condition]:
    for rule in rules:
        if isinstance(rule, (AllOf, AnyOf)):
            yield from leaves(rule.parts)
        else:
            yield rule


def conditions() -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    for remedy in all_remedies():
        for rules in (remedy.rules, *(branch.rules for branch in remedy.branches)):
            for rule in leaves(rules):
                assert found.setdefault(rule.id, rule) == rule, f"two conditions are called {rule.id}"
    return found


CONDITIONS = conditions()
BOUNDED = [rule for rule in CONDITIONS.values() if rule.op in NUMERIC and rule.law]


def border_days(key: str) -> set[date]:
    days = set()
    for row in history(key):
        days |= {row.from_, row.from_ - timedelta(days=1)} | (
            {row.to, row.to + timedelta(days=1)} if row.to else set()
        )
    return {day for day in days if COVERED_FROM <= day <= COVERED_TO} | {date(2026, 11, 22)}


@pytest.mark.parametrize("rule", BOUNDED, ids=lambda rule: rule.id)
def test_a_bound_holds_to_the_unit_on_every_day_it_changes(rule: Condition) -> None:
    for day in border_days(rule.law):
        law = law_as_of(day)
        row = law.get(rule.law)
        bound = (
            None if row is None or row.value is None else (row.value[rule.part] if rule.part else row.value)
        )
        for step in (-1, 0, 1):
            facts = {rule.fact: exactly((bound or 0) + step)} | ({rule.when: True} if rule.when else {})
            found = rule.evaluate(facts, law)
            if bound is None:
                assert found.status == "unknown", (rule.id, day)
            else:
                value = bound + step
                holds = {"<=": value <= bound, "<": value < bound, ">=": value >= bound, ">": value > bound}[
                    rule.op
                ]
                assert found.status == ("pass" if holds else "fail"), (rule.id, day, step)
                assert found.bound == bound and found.law == row


@pytest.mark.parametrize("rule", CONDITIONS.values(), ids=lambda rule: rule.id)
def test_every_condition_reads_a_known_fact_and_cites_its_rule(rule: Condition) -> None:
    for fact in rule.facts():
        assert fact in FACTS, f"{rule.id} reads {fact}, which no one computes"
    assert rule.says.strip(), rule.id
    assert rule.law or rule.source, f"{rule.id} cites nothing"
