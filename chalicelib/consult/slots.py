"""Fact slots: the one way a legal or own figure enters an answer.

A text writes `{reh.secured_max|won}`; the value comes from the law of the day (or from the person's own assessment)
and is worded here, with the particle that follows corrected. No text of the library or of a model may write the
figure itself. Values that are not fully confirmed are worded with "약".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from . import money

SLOT = re.compile(
    r"\{(?P<key>[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)+(?:@\d{4}-\d\d-\d\d)?)(?:#(?P<path>[A-Za-z0-9_.]+))?(?:\|(?P<format>[a-z_]+))?\}"
)
BRACE = re.compile(r"\{[^{}]*\}?|\}")


class Value(Protocol):
    """What the law reader gives for one key on one day."""

    @property
    def value(self) -> Any: ...
    @property
    def unit(self) -> str: ...
    @property
    def conf(self) -> str: ...


@dataclass(frozen=True)
class Slot:
    """One slot as written. `name` identifies the figure (key and path); `format` is how it is worded."""

    key: str
    path: str
    format: str
    start: int
    end: int

    @property
    def name(self) -> str:
        return f"{self.key}#{self.path}" if self.path else self.key


class SlotError(ValueError):
    """A slot that cannot be worded: unknown format, missing path, empty value."""


def find(text: str) -> Iterator[Slot]:
    for m in SLOT.finditer(text):
        yield Slot(m["key"], m["path"] or "", m["format"] or "", m.start(), m.end())


def strip(text: str) -> str:
    """The text without its slots, for indexing and for the check that no other figure is left."""
    return SLOT.sub(" ", text)


def pick(value: Any, path: str) -> Any:
    """Follow `path` ("seoul.protected", "4", "min") into a mapping value. Raises SlotError when it leads nowhere."""
    for step in path.split(".") if path else ():
        if not isinstance(value, dict):
            raise SlotError(f"no part {step!r} in a value that is not a table")
        if step in value:
            value = value[step]
        elif step.isdigit() and int(step) in value:
            value = value[int(step)]
        else:
            raise SlotError(f"no part {step!r}")
    return value


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or value is None:
        raise SlotError(f"not a number: {value!r}")
    try:
        return Decimal(str(value))
    except ArithmeticError as fault:
        raise SlotError(f"not a number: {value!r}") from fault


def _plain(value: Any) -> str:
    number = _number(value)
    return f"{number.normalize():,f}" if number != number.to_integral() else f"{int(number):,}"


def _won(value: Any) -> str:
    number = _number(value)
    if number != number.to_integral():
        raise SlotError("money is a whole number of won")
    return money.say(int(number))


def _term(value: Any) -> str:
    """Months worded in years where they are whole years: 36 -> "3년", 30 -> "2년 6개월", 6 -> "6개월"."""
    years, months = divmod(int(_number(value)), 12)
    return " ".join(
        p for p in (f"{years}년" if years else "", f"{months}개월" if months or not years else "") if p
    )


def _date(value: Any) -> str:
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    return f"{day.year}년 {day.month}월 {day.day}일"


def _hour(value: Any) -> str:
    return f"{str(value).split(':')[0].lstrip('0') or '0'}시"


FORMATS: dict[str, Callable[[Any], str]] = {
    "won": _won,
    "percent": lambda v: f"{_plain(v)}%",
    "points": lambda v: f"{_plain(v)}점",
    "percent_points": lambda v: f"{_plain(v)}%포인트",
    "months": lambda v: f"{_plain(v)}개월",
    "term": _term,
    "years": lambda v: f"{_plain(v)}년",
    "age": lambda v: f"{_plain(v)}세",
    "days": lambda v: f"{_plain(v)}일",
    "weeks": lambda v: f"{_plain(v)}주",
    "business_days": lambda v: f"{_plain(v)}영업일",
    "hours": lambda v: f"{_plain(v)}시간",
    "hour": _hour,
    "times": lambda v: f"{_plain(v)}회",
    "people": lambda v: f"{_plain(v)}명",
    "kinds": lambda v: f"{_plain(v)}가지",
    "places": lambda v: f"{_plain(v)}곳",
    "number": _plain,
    "date": _date,
    "tel": str,
    "text": str,
}
# Formats of things that are not estimated: a telephone number is never "about".
EXACT = frozenset({"tel", "text", "date", "hour"})
_DEFAULT = {
    "won": "won", "won_per_month": "won", "won_per_year": "won", "percent": "percent", "percent_per_year": "percent",
    "percent_of_rate": "percent", "months": "months", "days": "days", "business_days": "business_days",
    "years": "years", "date": "date", "text": "text", "hours": "hours",
}  # fmt: skip
_UNITS = {
    "won": {"won", "won_per_month", "won_per_year", "table"},
    "percent": {"percent", "percent_per_year", "percent_of_rate", "table"},
    "business_days": {"business_days", "table"},
    "days": {"days", "table", "date"},
    "years": {"years", "table"},
    "months": {"months", "table"},
    "term": {"months", "table"},
}


def word(value: Value, slot: Slot) -> str:
    """The figure in words for a person, e.g. "15억원", "약 8년". Raises SlotError when it cannot be worded."""
    form = slot.format or _DEFAULT.get(value.unit, "")
    if form not in FORMATS:
        raise SlotError(
            f"{slot.name}: no format for unit {value.unit!r}"
            if not form
            else f"{slot.name}: format {form!r}?"
        )
    if form in _UNITS and value.unit not in _UNITS[form] and not slot.path:
        raise SlotError(f"{slot.name}: unit {value.unit} cannot be worded as {form}")
    raw = pick(value.value, slot.path)
    if raw is None:
        raise SlotError(f"{slot.name}: the sheet leaves this value open")
    if isinstance(raw, (dict, list)):
        raise SlotError(f"{slot.name}: a table needs a path")
    said = FORMATS[form](raw)
    return said if value.conf == "H" or form in EXACT else f"약 {said}"


# --- particles ---------------------------------------------------------------------------------------------------

_PAIRS = (
    ("은", "는"),
    ("을", "를"),
    ("이", "가"),
    ("과", "와"),
    ("으로", "로"),
    ("이에요", "예요"),
    ("이나", "나"),
    ("이라", "라"),
    ("이면", "면"),
    ("이고", "고"),
)
_PARTICLE = {p: pair for pair in _PAIRS for p in pair}
_AFTER = re.compile(
    r"(은|는|을|를|이에요|예요|이나|나|이라|라|이면|면|이고|고|이|가|과|와|으로|로)(?=$|[\s.,!?)])"
)
_DIGIT_FINAL = {"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ"}


def final_consonant(text: str) -> str:
    """The final consonant of the last spoken syllable ("" for a vowel, "ㄹ" told apart): "36개월" -> "ㄹ"."""
    text = re.sub(r"\([^()]*\)$", "", text.rstrip())
    last = text[-1:] or " "
    if "가" <= last <= "힣":
        index = (ord(last) - 0xAC00) % 28
        return "" if index == 0 else "ㄹ" if index == 8 else "ㅇ"
    return _DIGIT_FINAL.get(last, "")


def particle_after(text: str, particle: str) -> str:
    """The form of `particle` that fits after `text`: ("15억원", "를") -> "을"; ("1397", "으로") -> "로"."""
    with_final, without = _PARTICLE[particle]
    final = final_consonant(text)
    if with_final == "으로":
        return "으로" if final not in ("", "ㄹ") else "로"
    return with_final if final else without


def fill(text: str, worded: dict[str, str]) -> str:
    """Put the worded figures in place and correct the particle behind each. `worded`: slot as written -> words."""
    out: list[str] = []
    position = 0
    for m in SLOT.finditer(text):
        out.append(text[position : m.start()])
        said = worded[m.group()]
        out.append(said)
        position = m.end()
        follow = _AFTER.match(text, position)
        if follow:
            out.append(particle_after(said, follow.group()))
            position = follow.end()
    out.append(text[position:])
    return "".join(out)
