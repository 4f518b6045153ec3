"""Whole Korean sentences with law figures put in: `{reh.term_normal}` becomes `36개월`, `{contact.ccrs/phone}` the
number in use on the day.

A figure that is not certain (confidence below H) is marked as an estimate; one that is not known says so.
"""

from __future__ import annotations

import re
from functools import lru_cache

from chalicelib.law import Law, Value, law_as_of
from chalicelib.rules.words import figure, percent

_SLOT = re.compile(r"\{([#=]?)([a-z0-9_]+\.[a-z0-9_.]+)(?:/([a-z0-9_]+))?(?:\|([^{}]+))?\}")
UNKNOWN = "(확인 필요)"
_POINTS = frozenset(["date", "age", "count"])


def say(template: str, law: Law) -> str:
    """The sentence for a day; the same template and day are worked out once, and one without slots is not kept."""
    if "{" not in template:
        return template
    return _say(template, law.day.toordinal())


@lru_cache(maxsize=4096)
def _say(template: str, ordinal: int) -> str:
    from datetime import date

    law = law_as_of(date.fromordinal(ordinal))
    filled = _SLOT.sub(lambda slot: _fill(law.get(slot[2]), slot), template)
    return filled.replace("약 약 ", "약 ")  # a template may say "about" before a figure that says it too


def _fill(row: Value | None, slot: re.Match[str]) -> str:
    """`{#key}` is the number alone, for a sentence that brings its own counter word; `{=key}` the figure without its
    reservation, for a question that says what to count; `{key|some months}` are the words that stand there on a day
    for which the tables hold no figure."""
    part = slot[3] or ""
    if row is None or row.value is None:
        return slot[4] or UNKNOWN
    if slot[1] == "#":
        return str(row.value[part] if part else row.value)
    return slot_text(row if slot[1] != "=" else row._replace(conf="H"), part)


def slot_text(row: Value | None, part: str = "") -> str:
    """One figure as shown to a person."""
    if row is None or row.value is None:
        return UNKNOWN
    value = row.value[part] if part else row.value
    if row.unit == "text" or (part and isinstance(value, str)):
        return str(value) if row.certain else _asked(str(value))
    if isinstance(value, dict):
        shown = f"{percent(value['min'])}~{percent(value['max'])}" if "min" in value else str(value)
    elif row.unit.startswith("percent"):
        shown = percent(value)
    else:
        shown = _day(value) if row.unit == "date" else figure(value, row.unit)
    if row.certain:
        return shown
    # "About" fits an amount or a period; of a day, an age or a count it would say something else.
    return f"{shown}(상담에서 확인)" if row.unit in _POINTS else f"약 {shown}"


def _asked(words: str) -> str:
    """The reservation inside the sentence.

    >>> _asked("지워집니다."), _asked("캠코")
    ('지워집니다(상담에서 확인).', '캠코(상담에서 확인)')
    """
    return f"{words[:-1]}(상담에서 확인)." if words.endswith(".") else f"{words}(상담에서 확인)"


def _day(iso: str) -> str:
    """
    >>> _day("2018-06-19")
    '2018년 6월 19일'
    """
    year, month, day = (int(part) for part in iso.split("-"))
    return f"{year}년 {month}월 {day}일"


def contact(key: str, law: Law) -> dict[str, str] | None:
    """A place to call: name, phone, address of its pages."""
    row = law.get(key)
    if row is None or not isinstance(row.value, dict):
        return None
    return {str(name): str(inner) for name, inner in row.value.items()}
