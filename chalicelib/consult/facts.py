"""Where a slot's figure comes from on the day of the turn: the law, the person's assessment, the person's case.

Telephone numbers are always today's, also when the question is about an earlier day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import law
from . import slots
from .context import Context, Draft


@dataclass(frozen=True)
class Own:
    """A figure of the person's own, with the same face as a law value. `conf` M: computed from what was typed."""

    key: str
    title: str
    unit: str
    value: Any
    conf: str = "M"
    article: str = ""
    source: str = "본인이 적은 내용"


def lookup(context: Context, given: Mapping[str, slots.Value]) -> Callable[[str], slots.Value | None]:
    """Find a key's value for this turn; None for a key that has no value on the day or does not exist."""

    def find(key: str) -> slots.Value | None:
        if key.startswith("me."):
            return given.get(key)
        day = context.now.date() if key.startswith("contact.") else context.as_of
        return law_value(key, day)

    return find


def law_value(key: str, day: date) -> law.Value | None:
    """The value of a key on `day`, or on the day that the slot itself names ("wage.floor@2026-01-31")."""
    key, _, own_day = key.partition("@")
    day = date.fromisoformat(own_day) if own_day else day
    try:
        return law.law_as_of(day).get(key)
    except LookupError:
        return None


def fill(text: str, find: Callable[[str], slots.Value | None]) -> tuple[str, tuple[dict[str, Any], ...]]:
    """The text with its slots worded, and the evidence of each figure. Raises SlotError for a slot without a value."""
    worded: dict[str, str] = {}
    evidence: list[dict[str, Any]] = []
    for slot in slots.find(text):
        value = find(slot.key)
        if value is None:
            raise slots.SlotError(f"{slot.key}: no value")
        said = slots.word(value, slot)
        written = text[slot.start : slot.end]
        if written not in worded:
            evidence.append(_evidence(slot, value, said))
        worded[written] = said
    return slots.fill(text, worded), tuple(evidence)


def _evidence(slot: slots.Slot, value: Any, said: str) -> dict[str, Any]:
    starts = getattr(value, "from_", None)
    return {
        "text": said,
        "slot": slot.name,
        "title": value.title,
        "evidence": value.article or value.source,
        "source": value.source,
        "conf": value.conf,
        "from": starts.isoformat() if starts else None,
    }


def fill_all(draft: Draft, texts: Iterable[str]) -> list[tuple[str, str, tuple[dict[str, Any], ...]]]:
    """(written, filled, evidence) of the sentences that can be worded; a sentence without a value is left out."""
    find = lookup(draft.context, draft.given)
    filled = []
    for text in texts:
        try:
            said, evidence = fill(text, find)
        except slots.SlotError:
            continue
        filled.append((text, said, evidence))
    return filled


# --- the person's own figures ------------------------------------------------------------------------------------

_DIAGNOSIS = {
    "total_debt": ("전체 빚", "won"),
    "unsecured": ("무담보 빚", "won"),
    "secured": ("담보 빚", "won"),
    "monthly_income": ("월 소득", "won"),
    "living_cost": ("생계비", "won"),
    "surplus": ("생계비를 뺀 여유", "won"),
    "debt_service": ("매달 갚는 돈", "won"),
    "net_worth": ("순재산", "won"),
    "liquidation_value": ("청산가치", "won"),
}
_ESTIMATE = {
    "monthly_payment": ("월 납입금", "won"),
    "months": ("갚는 기간", "months"),
    "total_paid": ("갚는 총액", "won"),
    "forgiven": ("줄어드는 빚", "won"),
    "fees": ("비용", "won"),
}


def own_figures(assessment: Mapping[str, Any] | None) -> dict[str, Own]:
    """Slots of the person's assessment: me.total_debt, me.individual_rehabilitation.monthly_payment#low …"""
    if not assessment:
        return {}
    found: dict[str, Own] = {}
    diagnosis = assessment.get("diagnosis") or {}
    for name, (title, unit) in _DIAGNOSIS.items():
        value = _range(diagnosis.get(name))
        if value is not None:
            found[f"me.{name}"] = Own(f"me.{name}", f"본인의 {title}", unit, value)
    for option in assessment.get("options") or ():
        code = str(option.get("remedy", ""))
        if not re.fullmatch("[a-z_]+", code):
            continue
        for name, (title, unit) in _ESTIMATE.items():
            value = _range((option.get("estimate") or {}).get(name))
            if value is not None:
                key = f"me.{code}.{name}"
                found[key] = Own(key, f"본인의 {option.get('title', code)} {title}", unit, value)
    return found


def _range(value: Any) -> Any:
    """An int or a {low, high} pair of ints as given; anything else (a float, a text, null) is unknown."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        low, high = value.get("low"), value.get("high")
        if isinstance(low, int) and isinstance(high, int):
            return {"low": low, "high": high}
    return None
