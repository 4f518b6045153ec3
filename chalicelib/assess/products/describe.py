"""One product as the API gives it. What a product and a day alone decide is worked out once for that day.

Pure: no clock, no I/O.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from chalicelib.assess.facts import FACTS
from chalicelib.assess.products.facts import PRODUCT_FACTS
from chalicelib.assess.products.product import (
    FAMILIES,
    KINDS,
    LIMITS,
    Choice,
    Figure,
    Match,
    Product,
    choose,
    runs_on,
)
from chalicelib.assess.products.questions import Unanswered, missing
from chalicelib.law import Law, law_as_of
from chalicelib.rules import Condition, Facts, Rule, describe
from chalicelib.rules.text import contact, say

UNITS = {name: unit for name, (unit, _) in {**FACTS, **PRODUCT_FACTS}.items()}
FIGURES = ("limit", "rate", "term")
GUESSED_INCOME = (
    "한 해 소득은 한 달 실수령액의 열두 배로 어림했습니다. "
    "심사는 보통 세금을 떼기 전 소득으로 하므로 기준에 가까우면 상담에서 확인하세요."
)


def describe_match(held: Match, facts: Facts, law: Law, unanswered: Unanswered) -> dict[str, Any]:
    """Verdict, findings, figures with their sentences, where to apply and what is missing."""
    product = held.product
    head, fixed, figures, reads_income = _fixed(product, law.day)
    doc: dict[str, Any] = {
        "product": product.code,
        "title": product.title,
        "verdict": held.verdict,
        "findings": [dict(head), *(describe(finding, UNITS, law) for finding in held.findings[1:])],
        "missing": missing(held, unanswered),
    }
    doc.update({name: list(value) if isinstance(value, tuple) else value for name, value in fixed.items()})
    doc.update(figures)
    if held.findings[0].status == "fail":
        return doc | {name: None for figure in FIGURES for name in (figure, f"{figure}_says")}
    for name in FIGURES:
        if name not in figures:
            doc.update(_shown(name, choose(getattr(product, name), facts, law)))
    if reads_income and held.verdict != "closed" and not facts["stated_income_exact"]:
        doc["notes"].append(GUESSED_INCOME)
    return doc


@lru_cache(maxsize=1024)
def _fixed(product: Product, day: date) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], bool]:
    """The first finding, texts, contacts and the figures that do not depend on who asks; tuples where each answer gets its own list."""
    law = law_as_of(day)
    contacts = tuple(_contacts(product, law))
    texts = {
        name: tuple(say(text, law) for text in getattr(product, name)) for name in ("apply", "needs", "notes")
    }
    fixed = {
        "family": product.family,
        "family_title": FAMILIES[product.family],
        "kind": product.kind,
        "kind_title": KINDS[product.kind],
        "limit_is": LIMITS.get(product.kind, "한도"),
        **texts,
        "where_says": texts["apply"][0] if texts["apply"] else None,
        "contact": contacts[0] if contacts else None,
        "contacts": contacts,
        "aliases": product.aliases,
        "successor": product.successor or None,
        "source": product.source,
    }
    figures: dict[str, Any] = {}
    for name in FIGURES:
        choices: tuple[Choice, ...] = getattr(product, name)
        if all(choice.when is None and not choice.cap for choice in choices):
            figures.update(_shown(name, choose(choices, {}, law)))
    head = describe(runs_on(product, day), UNITS, law)
    return head, fixed, figures, any(_reads_income(rule) for rule in product.rules)


def _shown(name: str, figure: Figure | None) -> dict[str, Any]:
    return {
        name: None if figure is None else figure.json(),
        f"{name}_says": None if figure is None else figure.says,
    }


def _contacts(product: Product, law: Law) -> list[dict[str, str]]:
    if product.offer:
        return [dict(product.offer.contact)]
    return [found for key in product.contacts if (found := contact(key, law))]


def _reads_income(rule: Rule) -> bool:
    if isinstance(rule, Condition):
        return rule.fact == "stated_income"
    return any(_reads_income(part) for part in rule.parts)
