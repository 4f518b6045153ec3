"""One product as the API gives it. What a product and a day alone decide is worked out once for that day.

Pure: no clock, no I/O.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

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
TEXTS = ("apply", "needs", "notes", "aliases")
GUESSED_INCOME = (
    "한 해 소득은 한 달 실수령액의 열두 배로 어림했습니다. "
    "심사는 보통 세금을 떼기 전 소득으로 하므로 기준에 가까우면 상담에서 확인하세요."
)


class _Fixed(NamedTuple):
    """What a product and a day alone decide: its first finding, plain values, texts, contacts and figures."""

    head: dict[str, Any]
    plain: dict[str, Any]
    texts: dict[str, tuple[str, ...]]
    contacts: tuple[dict[str, str], ...]
    figures: dict[str, Figure | None]
    reads_income: bool


def describe_match(held: Match, facts: Facts, law: Law, unanswered: Unanswered) -> dict[str, Any]:
    """Verdict, findings, figures with their sentences, where to apply and what is missing. Nothing in it is shared
    with another answer."""
    product, fixed = held.product, _fixed(held.product, law.day)
    contacts = [dict(contact) for contact in fixed.contacts]
    doc: dict[str, Any] = {
        **fixed.plain,
        **{name: list(texts) for name, texts in fixed.texts.items()},
        "verdict": held.verdict,
        "findings": [dict(fixed.head), *(describe(finding, UNITS, law) for finding in held.findings[1:])],
        "missing": missing(held, unanswered),
        "contact": dict(contacts[0]) if contacts else None,
        "contacts": contacts,
    }
    runs = held.findings[0].status != "fail"
    for name in FIGURES:
        figure = None
        if runs:
            settled = name in fixed.figures
            figure = fixed.figures[name] if settled else choose(getattr(product, name), facts, law)
        doc[name] = None if figure is None else figure.json()
        doc[f"{name}_says"] = None if figure is None else figure.says
    if fixed.reads_income and held.verdict != "closed" and not facts["stated_income_exact"]:
        doc["notes"].append(GUESSED_INCOME)
    return doc


@lru_cache(maxsize=1024)
def _fixed(product: Product, day: date) -> _Fixed:
    law = law_as_of(day)
    texts = {name: tuple(say(text, law) for text in getattr(product, name)) for name in TEXTS}
    plain = {
        "product": product.code,
        "title": product.title,
        "family": product.family,
        "family_title": FAMILIES[product.family],
        "kind": product.kind,
        "kind_title": KINDS[product.kind],
        "limit_is": LIMITS.get(product.kind, "한도"),
        "where_says": texts["apply"][0] if texts["apply"] else None,
        "successor": product.successor or None,
        "source": product.source,
    }
    figures: dict[str, Figure | None] = {}
    for name in FIGURES:
        choices: tuple[Choice, ...] = getattr(product, name)
        if all(choice.when is None and not choice.cap for choice in choices):
            figures[name] = choose(choices, {}, law)
    reads_income = any(_reads_income(rule) for rule in product.rules)
    head = describe(runs_on(product, day), UNITS, law)
    return _Fixed(head, plain, texts, tuple(_contacts(product, law)), figures, reads_income)


def _contacts(product: Product, law: Law) -> list[dict[str, str]]:
    if product.offer:
        return [dict(product.offer.contact)]
    return [found for key in product.contacts if (found := contact(key, law))]


def _reads_income(rule: Rule) -> bool:
    if isinstance(rule, Condition):
        return rule.fact == "stated_income"
    return any(_reads_income(part) for part in rule.parts)
