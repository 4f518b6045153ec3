"""Which lessons come first for a person: signals read off the answers and the assessment, each with its reason.

A missing answer gives no signal: unknown is neither "in arrears" nor "not in arrears".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.assess.person import Debt, Person
from chalicelib.law import Law

from .book import Lesson, lessons

_CARDS = frozenset({"card", "cash_service", "card_loan"})
_URGENT_FIRST = ("illegal", "phishing", "sued", "long", "late", "early")


def signals(person: Person, assessment: Mapping[str, Any], law: Law) -> frozenset[str]:
    """What the answers tell: on_time, early, late, long, cards, guarantee, illegal, phishing, bereavement, sued,
    new_loans, squeezed, student."""
    debts = person.debts or ()
    told = {
        "cards": any(debt.kind in _CARDS for debt in debts),
        "guarantee": any(_guaranteed(debt) for debt in debts) or "guarantee" in (person.causes or ()),
        "illegal": any(debt.creditor == "unregistered_lender" or debt.coercive_contract for debt in debts)
        or "illegal_lending" in (person.hardships or ()),
        "phishing": "voice_phishing" in (person.hardships or ()),
        "bereavement": "bereavement" in (person.hardships or ()),
        "sued": bool(person.legal_actions),
        "new_loans": bool(person.new_debt_6m),
        "squeezed": squeezed(assessment),
        "student": person.employment == "student",
    }
    return frozenset(name for name, there in told.items() if there) | _arrears(debts, law)


def _arrears(debts: tuple[Debt, ...], law: Law) -> frozenset[str]:
    days = [debt.days_overdue for debt in debts]
    known = [day for day in days if day is not None]
    longest = max(known, default=0)
    if longest == 0:
        return frozenset({"on_time"}) if known and len(known) == len(days) else frozenset()
    boundary = law.get("fast.overdue_max")
    found = {"late"}
    if boundary is not None and longest <= boundary.value:
        found.add("early")
    workout = law.get("wo.overdue_min")
    if workout is not None and longest >= workout.value:
        found.add("long")
    return frozenset(found)


def _guaranteed(debt: Debt) -> bool:
    return debt.kind == "guarantee" or bool(debt.guarantor) or bool(debt.guaranteed_for_other)


def squeezed(assessment: Mapping[str, Any]) -> bool:
    """Whether the money left after living cost, or what can be paid a month, is surely nothing or less."""
    diagnosis = assessment.get("diagnosis", {})
    return any(_at_most_zero(diagnosis.get(name)) for name in ("surplus", "disposable"))


def _at_most_zero(value: Any) -> bool:
    high = value.get("high") if isinstance(value, Mapping) else value
    return high is not None and high <= 0


def first(told: frozenset[str], most: int = 4) -> list[tuple[Lesson, str]]:
    """The lessons to see first with the reason for each; the urgent ones before the useful ones."""
    found: list[tuple[int, int, Lesson, str]] = []
    for lesson in lessons():
        hits = [signal for signal in lesson.first_when if signal in told]
        if hits:
            ranks = [_URGENT_FIRST.index(s) if s in _URGENT_FIRST else len(_URGENT_FIRST) for s in hits]
            best = min(range(len(hits)), key=lambda i: (ranks[i], i))
            found.append((ranks[best], lesson.order, lesson, lesson.first_when[hits[best]]))
    return [(lesson, because) for _, _, lesson, because in sorted(found, key=lambda f: f[:2])[:most]]
