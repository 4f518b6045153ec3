"""Where a Korean sentence states a quantity, in digits or in words.

The one question asked here is "does this text carry a figure, and which". It is asked by the build check of the
library (a figure must be a slot or a declared fact), by the verifier of model output (no figure of its own) and by
the false-premise step. Nothing here knows what the true figure is: no legal value may enter this file.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from . import money


@dataclass(frozen=True)
class Figure:
    """One quantity as written. `kind`: money (won), months, days, percent, age, point, count, other.

    `value` is exact: won for money, months for months (3년 is 36), percent for percent; None where only the
    presence of a figure is known.
    """

    text: str
    start: int
    end: int
    kind: str
    value: Decimal | None


_EDGE = r"(?<![가-힣0-9])"
_TAIL = r"(?=$|[\s.,!?;:)\]…·~%]|은|는|이|가|을|를|에|의|로|으로|도|만|씩|마다|까지|부터|동안|간|안|뒤|후|전|이상|이하|이내|미만|초과|정도|쯤|째|치|짜리|라|인|과|와|보다|넘|밀|연체|지나|지났|밖에|이면|면|내|납|요|예|인데|임|다|\Z)"
_SINO = "일이삼사오육륙칠팔구"
_SINO_ANY = _SINO + "십백천만억"
_SINO_UNIT = r"(?:개월|년|영업일|주일|주|일|원|퍼센트|프로|회|세|살|명|배|점|시간|건|등급|번)"
# A single numeral is an ordinary syllable too (사회, 조회, 이번, 만일), so it only counts before these units.
_SINGLE = rf"(?:[{_SINO}십백천만]\s?(?:개월|년|영업일|퍼센트|프로)|[십백천만]\s?원|[일이삼사]\s?주일|[삼육칠팔십백]\s?(?:회|세|배|일))"
_MULTI = rf"[{_SINO_ANY}][{_SINO_ANY}]+\s?{_SINO_UNIT}"
_BARE_BIG = rf"[{_SINO}십백천]+(?:만|억)(?:\s?[{_SINO_ANY}]+)?(?:\s?원)?"
_NATIVE = r"(?:한|두|세|네|석|넉|서너|두세|너댓|다섯|여섯|일곱|여덟|아홉|열(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉)?|스무|스물|서른|마흔|쉰|예순|일흔|여든|아흔)"
_NATIVE_UNIT = r"(?:달|번|차례|가지|명|사람|시간|배|곳|군데|개월|개|건|살|회|주|해|날|장)"
_NATIVE_RE = rf"(?:한\s(?:달|번|차례|가지|명|사람|시간|곳|군데|개|건|주|해)|한(?:달|명|살)|(?!한\s?)(?:{_NATIVE})\s?{_NATIVE_UNIT})"
_WORDS = r"(?:하루|이틀|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘|보름|절반|반년|반으로|반값|일주일|곱절|갑절|사분의\s?일|삼분의\s?일)"

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SPELLED = re.compile(rf"{_EDGE}(?:(?:{_MULTI}|{_SINGLE}){_TAIL}|{_BARE_BIG}{_TAIL}|{_NATIVE_RE}|{_WORDS})")
_QUANTITY = re.compile(
    r"(?P<n>\d[\d,]*(?:\.\d+)?)\s?(?P<u>개월|달|년|영업일|주|일|퍼센트|프로|퍼|%|％|세|살|점|회|번|명|건|배|시간)"
)
_SPELLED_NUMBER = re.compile(
    rf"{_EDGE}(?P<n>[{_SINO_ANY}]+|{_NATIVE})\s?(?P<u>개월|달|년|주일|주|퍼센트|프로|세|살|회|번|해|일)"
)

_NATIVE_VALUE = {
    "한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "열": 10, "스무": 20, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
}  # fmt: skip
_KIND = {
    "개월": ("months", 1), "달": ("months", 1), "년": ("months", 12), "해": ("months", 12), "주": ("days", 7),
    "주일": ("days", 7), "일": ("days", 1), "영업일": ("business_days", 1), "퍼센트": ("percent", 1), "프로": ("percent", 1),
    "퍼": ("percent", 1), "%": ("percent", 1), "％": ("percent", 1), "세": ("age", 1), "살": ("age", 1),
    "점": ("point", 1), "회": ("count", 1), "번": ("count", 1), "명": ("count", 1), "건": ("count", 1),
    "배": ("count", 1), "시간": ("hours", 1),
}  # fmt: skip


def has_digit(text: str) -> bool:
    """Whether any character is a digit or number sign of any script (1, １, ①, Ⅱ, ½)."""
    return any(unicodedata.category(c)[0] == "N" for c in text)


def spelled(text: str) -> list[Figure]:
    """Quantities written in Korean words: 삼 년, 석 달, 절반, 오천만 원, 두 번."""
    return [Figure(m.group(), m.start(), m.end(), "words", None) for m in _SPELLED.finditer(text)]


def any_figure(text: str) -> list[Figure]:
    """Every figure in the text, digits or words, without reading its value."""
    digits = [Figure(m.group(), m.start(), m.end(), "digits", None) for m in _DIGITS.finditer(text)]
    signs = [
        Figure(c, i, i + 1, "digits", None)
        for i, c in enumerate(text)
        if unicodedata.category(c) in ("No", "Nl") or (unicodedata.category(c) == "Nd" and not c.isascii())
    ]
    return sorted([*digits, *signs, *spelled(text)], key=lambda f: f.start)


def quantities(text: str) -> list[Figure]:
    """Figures whose value and kind can be read exactly. "7년" -> months 84; "3천만원" -> money 30,000,000."""
    found = [
        Figure(a.text, a.start, a.end, "money", Decimal(a.won))
        for a in money.amounts(text)
        if a.won is not None
    ]
    for m in _QUANTITY.finditer(text):
        kind, factor = _KIND[m["u"]]
        found.append(Figure(m.group(), m.start(), m.end(), kind, Decimal(m["n"].replace(",", "")) * factor))
    for m in _SPELLED_NUMBER.finditer(text):
        number = _NATIVE_VALUE.get(m["n"])
        value = Decimal(number) if number is not None else money.sino(m["n"])
        if value is not None:
            kind, factor = _KIND[m["u"]]
            found.append(Figure(m.group(), m.start(), m.end(), kind, value * factor))
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Figure] = []
    for f in found:
        if not kept or f.start >= kept[-1].end:
            kept.append(f)
    return kept
