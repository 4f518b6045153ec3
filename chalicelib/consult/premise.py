"""False premises: a figure in the question that contradicts the rule ("개인회생은 7년이라던데") is named and corrected.

Only where the question presents the figure as a fact, and only against figures of the same kind in the passage that
answers it. The corrected figure is a slot like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from . import figures, slots, text
from .passages import Passage

_CLAIM = re.compile(
    r"라던데|라든데|이라던|라며|라면서|라고\s?(?:하던|하는데|들었|알고|해서|그러던)|라는데|래요|대요|래던|한다던|된다던|한다며|된다며|한대매|지운대매|진대매|대매|다면서|다던데|다는데|맞죠|맞지|맞나요|맞아요|맞습니까|아닌가요|아니에요|아녜요|이죠|이지요|잖아|넘으면\s?안|밖에\s?안"
)
_KINDS = {
    "months": "months", "term": "months", "years": "years", "days": "days", "business_days": "business_days", "won": "money",
    "percent": "percent", "age": "age", "points": "point", "times": "count", "weeks": "days",
}  # fmt: skip
_FACTOR = {"years": 12, "weeks": 7}


def claims(question: str) -> list[figures.Figure]:
    """The figures that the question presents as known."""
    if not _CLAIM.search(question):
        return []
    return [f for f in figures.quantities(question) if f.value is not None]


def false_claim(
    question: str, passage: Passage, find: Callable[[str], slots.Value | None]
) -> tuple[str, slots.Slot, str] | None:
    """(the claim as written, the slot that is right, its title), or None where no claim is contradicted."""
    for claim in claims(question):
        same_kind: list[tuple[int, slots.Slot, Decimal, str]] = []
        for slot in slots.find(passage.text):
            value = find(slot.key)
            if value is None:
                continue
            form = slot.format or {"won_per_month": "won"}.get(value.unit, value.unit)
            kind = _KINDS.get(form, "")
            amount = _amount(value, slot, form)
            if amount is None or not _comparable(kind, claim.kind):
                continue
            title = getattr(value, "title", "")
            same_kind.append((_shared(question, passage.text, slot), slot, amount, title))
        if not same_kind or any(amount == claim.value for _, _, amount, _ in same_kind):
            continue
        nearest = max(same_kind, key=lambda row: row[0])
        tied = {row[2] for row in same_kind if row[0] == nearest[0]}
        if len({row[2] for row in same_kind}) == 1 or (nearest[0] > 0 and len(tied) == 1):
            return claim.text, nearest[1], nearest[3]
    return None


def _comparable(slot_kind: str, claim_kind: str) -> bool:
    return slot_kind == claim_kind or (slot_kind == "years" and claim_kind == "months")


def _amount(value: slots.Value, slot: slots.Slot, form: str) -> Decimal | None:
    try:
        return Decimal(str(slots.pick(value.value, slot.path))) * _FACTOR.get(form, 1)
    except (ArithmeticError, slots.SlotError):
        return None


def _shared(question: str, whole: str, slot: slots.Slot) -> int:
    """How many bigrams of the words before the slot the question shares."""
    before = re.sub("[^가-힣]", "", slots.strip(whole[: slot.start]))[-16:]
    asked = text.for_matching(question)
    return sum(before[i : i + 2] in asked for i in range(len(before) - 1))
