"""Korean words for figures: amounts, ranges, dates and the particles that follow them.

Sentences are whole templates; figures are put in here and nowhere else. No law, no I/O.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.rules.span import Span

_EOK, _MAN = 100_000_000, 10_000
_DIGIT_ENDS = {
    "0": True,
    "1": True,
    "2": False,
    "3": True,
    "4": False,
    "5": False,
    "6": True,
    "7": True,
    "8": True,
    "9": False,
}
_PARTICLES = {"은": "는", "이": "가", "을": "를", "과": "와", "으로": "로", "이나": "나", "이라": "라"}
_SUFFIX = {
    "days": "일",
    "months": "개월",
    "years": "년",
    "age": "세",
    "people": "명",
    "count": "번",
    "claims": "건",
}
WEEKDAYS = "월화수목금토일"


def won(amount: int) -> str:
    """An amount as people say it; exact to the won.

    >>> won(380_000), won(303_157), won(1_500_000_000), won(-20_000)
    ('38만 원', '303,157원', '15억 원', '-2만 원')
    """
    sign, amount = ("-" if amount < 0 else ""), abs(amount)
    if amount == 0:
        return "0원"
    eok, rest = divmod(amount, _EOK)
    if amount % _MAN or (not eok and rest < _MAN):
        return f"{sign}{amount:,}원"
    parts = [f"{eok:,}억"] if eok else []
    if rest:
        parts.append(f"{rest // _MAN:,}만")
    return sign + " ".join(parts) + " 원"


def percent(value: Decimal) -> str:
    """
    >>> percent(Decimal("17.60")), percent(Decimal("30"))
    ('17.6%', '30%')
    """
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def day(value: date) -> str:
    """
    >>> day(date(2026, 11, 22))
    '2026년 11월 22일(일)'
    """
    return f"{value.year}년 {value.month}월 {value.day}일({WEEKDAYS[value.weekday()]})"


def months(value: int) -> str:
    """
    >>> months(36), months(40), months(120)
    ('36개월(3년)', '40개월', '120개월(10년)')
    """
    return f"{value}개월({value // 12}년)" if value >= 12 and value % 12 == 0 else f"{value}개월"


def figure(value: Any, unit: str) -> str:
    """A value of a unit in Korean; a range as 'from ~ to'; unknown as '모름'."""
    if value is None or (isinstance(value, Span) and value.unknown):
        return "아직 모름"
    if isinstance(value, Span):
        if value.exact is not None:
            return figure(value.exact, unit)
        if value.low is None or value.high is None:
            known = value.low if value.low is not None else value.high
            return figure(known, unit) + (" 이상" if value.low is not None else " 이하")
        return f"{figure(value.low, unit)}~{figure(value.high, unit)}"
    if isinstance(value, bool):
        return "예" if value else "아니요"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return percent(value) if unit.startswith("percent") else format(value, "f")
    if isinstance(value, int):
        return _units(value, unit)
    if isinstance(value, (frozenset, set, tuple, list)):
        return ", ".join(str(entry) for entry in sorted(value)) or "없음"
    return str(value)


def _units(value: int, unit: str) -> str:
    if unit.startswith("won"):
        return won(value)
    if unit.startswith("percent"):
        return f"{value}%"
    return f"{value:,}{_SUFFIX.get(unit, '')}"


def ends_in_consonant(word: str) -> bool:
    """Whether the last spoken syllable closes with a consonant (받침); digits are read in Sino-Korean.

    >>> ends_in_consonant("은행"), ends_in_consonant("카드사"), ends_in_consonant("1397")
    (True, False, True)
    """
    for letter in reversed(word):
        if "가" <= letter <= "힣":
            return (ord(letter) - 0xAC00) % 28 != 0
        if letter in _DIGIT_ENDS:
            return _DIGIT_ENDS[letter]
        if letter == "%":
            return False
        if letter.isalpha():
            return letter.lower() in "lmnr"
    return False


def josa(word: str, particle: str) -> str:
    """The word with the particle that fits it; `particle` is the form after a consonant.

    >>> josa("소득", "이"), josa("이자", "이"), josa("서울", "으로"), josa("1397", "으로")
    ('소득이', '이자가', '서울로', '1397로')
    """
    closed = ends_in_consonant(word)
    if particle == "으로" and closed and _last_is_rieul(word):
        closed = False
    return word + (particle if closed else _PARTICLES[particle])


def _last_is_rieul(word: str) -> bool:
    last = word[-1:]
    if "가" <= last <= "힣":
        return (ord(last) - 0xAC00) % 28 == 8
    return last in "178"
