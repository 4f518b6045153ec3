"""Where a person stands: the facts of each card, the final grade, the reading of a bureau's score. Used by all doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from chalicelib.law import Law, history
from chalicelib.score import clocks, combine, deck, features
from chalicelib.score.card import Scored
from chalicelib.score.policy import Policy


def card_facts(
    person: Mapping[str, Any], record: Mapping[str, Any], law: Law, typical_limit: int | None
) -> dict[str, dict[str, Any]]:
    """The facts of each card that can score this person."""
    found = {
        "application": features.application(person, typical_income(law)),
        "behaviour": features.behaviour(record, typical_limit),
    }
    return {kind: f for kind, f in found.items() if f is not None}


def typical_income(law: Law) -> int | None:
    """Yearly won of the one-person median income, the yardstick of income multiples; None outside the tables."""
    value = law.get("median.income")
    return None if value is None else int(value.value["1"]) * 12


def final_grade(
    scored: Mapping[str, Scored],
    bureaus: Iterable[Mapping[str, Any]],
    record: Mapping[str, Any],
    policy: Policy,
) -> tuple[combine.Combined | None, int | None]:
    """The combined score and the final grade after the institution's arrears rule."""
    known = {
        kind: deck.card(kind).logit(s.total) - deck.card(kind).average_logit for kind, s in scored.items()
    }
    logits = [combine.bureau_logit(b["agency"], b["score"]) for b in bureaus]
    if logits:
        known["bureau"] = sum(logits) / len(logits)
    final = combine.combine(known, record.get("months_on_book"))
    if final is None:
        return None, None
    if final.subset in (("application",), ("behaviour",)):
        final = final._replace(points=scored[final.subset[0]].total)
    return final, policy.after_arrears(policy.grade(final.points), days_late(record))


def bureau_grade(agency: str, points: int, law: Law) -> tuple[int, bool]:
    """Grade of a bureau's score, and whether it is only a reference (no grades are given on this day)."""
    key = f"credit.grade_table.{agency}"
    value = law.get(key)
    reference = value is None
    if value is None:
        value = history(key)[0]
    grade = next(g for g in range(1, 11) if points >= value.value[str(g)])
    return grade, reference


def newest(record: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The newest month of a history."""
    months = features.newest_first(record.get("months") or ())
    return months[0] if months else None


def days_late(record: Mapping[str, Any]) -> int | None:
    """Days of arrears in the newest month, None when not known."""
    month = newest(record)
    return None if month is None else month.get("days_late")


@cache
def business_days() -> clocks.BusinessDays:
    """The Korean calendar, read when an arrears has to be counted."""
    from chalicelib.aftercare.calendar import load

    return load()
