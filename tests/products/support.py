"""What the product tests share: the YAML persons, all leaves of findings, and facts that satisfy a product's rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from chalicelib.assess.person import Person
from chalicelib.assess.products.answers import ProductAnswers
from chalicelib.assess.products.product import Product
from chalicelib.law import Law
from chalicelib.rules import UNKNOWN, AnyOf, Condition, Rule, Span, exactly

DAY = date(2026, 11, 22)
EMPTY = Person.parse({})


def persons() -> list[dict[str, Any]]:
    """Through JSON, as a client would send them."""
    text = Path(__file__).with_name("persons.yaml").read_text("utf-8")
    read: list[dict[str, Any]] = json.loads(
        json.dumps(yaml.safe_load(text), default=str), parse_float=Decimal
    )
    return read


def told(case: dict[str, Any]) -> tuple[Person, date, ProductAnswers]:
    return (
        Person.parse(case["person"]),
        date.fromisoformat(case.get("as_of", DAY.isoformat())),
        ProductAnswers.parse(case.get("answers", {})),
    )


def flat(findings: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for finding in findings:
        yield finding
        yield from flat(finding.get("parts", []))


def leaves(rules: tuple[Rule, ...]) -> Iterator[Condition]:
    for rule in rules:
        if isinstance(rule, Condition):
            yield rule
        else:
            yield from leaves(rule.parts)


def needed(rules: tuple[Rule, ...]) -> Iterator[Condition]:
    """One way through: every part of an all-of, the first part of an any-of. Soft rules decide nothing."""
    for rule in rules:
        if rule.soft:
            continue
        if isinstance(rule, Condition):
            yield rule
        else:
            yield from needed(rule.parts[:1] if isinstance(rule, AnyOf) else rule.parts)


def bound_of(rule: Condition, law: Law) -> Any:
    row = law.get(rule.law) if rule.law else None
    return row.value if row is not None else rule.bound


class Satisfied(dict[str, Any]):
    """Facts that meet one way through a product's rules, at the edge; everything else is unknown."""

    def __init__(self, product: Product, law: Law) -> None:
        super().__init__()
        ranges: dict[str, tuple[int, int]] = {}
        for rule in needed(product.rules):
            if rule.when:
                self[rule.when] = True
            bound = bound_of(rule, law)
            if rule.than:
                self[rule.than] = exactly(1_000_000)
                bound = 1_000_000
            if rule.op in ("<=", "<", ">=", ">"):
                low, high = ranges.get(rule.fact, (0, 10**15))
                if rule.op in ("<=", "<"):
                    high = min(high, bound - (rule.op == "<"))
                else:
                    low = max(low, bound + (rule.op == ">"))
                ranges[rule.fact] = (low, high)
            else:
                self[rule.fact] = {
                    "is": bound,
                    "in": (bound or ("",))[0] if isinstance(bound, tuple) else bound,
                }.get(rule.op, frozenset(bound[:1]) if rule.op == "has" else frozenset())
        for fact, (low, high) in ranges.items():
            assert low <= high, f"{product.code}: nothing can satisfy {fact}"
            self[fact] = exactly(low if low else high)

    def __missing__(self, name: str) -> Any:
        return UNKNOWN if name in NUMBERS else None


NUMBERS: frozenset[str] = frozenset()


def number_facts(units: dict[str, str]) -> frozenset[str]:
    words = (
        "won",
        "won_per_month",
        "won_per_year",
        "days",
        "months",
        "years",
        "count",
        "age",
        "claims",
        "people",
    )
    return frozenset(name for name, unit in units.items() if unit in words)


def at(value: int) -> Span:
    return exactly(value)
