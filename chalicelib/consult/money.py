"""Amounts of money in a person's own words, read exactly: "3천만원", "1억 2천", "삼백만 원", "30에서 50".

Digits and Hangul numerals may be mixed ("3천 500만원"). A bare tail after 억 counts in 만 ("1억 2천" is 1억 2천만), a
tail after 만 counts in won ("10만 5천원"). What can be read in two ways is not guessed: `won` is None and the caller
asks back. Money is an integer number of won; no float may enter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGIT = {
    "일": 1,
    "이": 2,
    "삼": 3,
    "사": 4,
    "오": 5,
    "육": 6,
    "륙": 6,
    "칠": 7,
    "팔": 8,
    "구": 9,
    "영": 0,
    "공": 0,
}
_SMALL = {"십": 10, "백": 100, "천": 1000}
_LARGE = {"만": 10**4, "억": 10**8, "조": 10**12}
_NUMERAL = "일이삼사오육륙칠팔구십백천만억조"


@dataclass(frozen=True)
class Amount:
    """One amount as written. `won` is None where the wording can mean two amounts ("3천")."""

    text: str
    start: int
    end: int
    won: int | None


def sino(word: str) -> Decimal | None:
    """The value of a Sino-Korean numeral: "삼십육" -> 36, "오천만" -> 50000000; None if it is no numeral."""
    total, section, digit, seen = 0, 0, None, False
    for c in word:
        if c in _DIGIT:
            if digit is not None:
                return None
            digit, seen = _DIGIT[c], True
        elif c in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[c]
            digit, seen = None, True
        elif c in _LARGE:
            section += digit or 0
            total += (section or 1) * _LARGE[c]
            section, digit, seen = 0, None, True
        else:
            return None
    return Decimal(total + section + (digit or 0)) if seen else None


_PART = r"(?:\d[\d,]*(?:\.\d+)?|[일이삼사오육륙칠팔구])"
_GROUP = rf"(?:{_PART}?\s?천\s?)?(?:{_PART}?\s?백\s?)?(?:{_PART}?\s?십\s?)?{_PART}?"
_AMOUNT = re.compile(
    rf"(?<![\d가-힣.,])(?=[\d{_NUMERAL}])"
    rf"(?:(?P<eok>{_GROUP})\s?억\s?)?(?:(?P<man>{_GROUP})\s?만\s?)?(?P<rest>{_GROUP})\s?(?P<won>원)?"
)
_AFTER_OK = re.compile(
    r"$|[\s.,!?;:)\]…·~/]|은|는|이|가|을|를|에|의|로|으로|도|만|씩|까지|부터|정도|쯤|짜리|빌|빚|대출|연체|밀|있|넘|어치|인데|이에요|예요|입니다|이요|요|벌|받|내|갚|보다|이나|밖에|카드|이상|이하|미만|초과|이내|들|남"
)


def _group(text: str | None) -> tuple[Decimal, bool] | None:
    """Value of a group below 10,000, and whether it holds a decimal point; None if empty or malformed."""
    s = re.sub(r"[\s,]", "", text or "")
    if not s:
        return None
    if re.fullmatch(r"\d+(?:\.\d+)?", s):
        return Decimal(s), "." in s
    total = Decimal(0)
    number: Decimal | None = None
    for token in re.findall(r"\d+(?:\.\d+)?|[일이삼사오육륙칠팔구]|[십백천]", s):
        if token in _SMALL:
            total += (Decimal(1) if number is None else number) * _SMALL[token]
            number = None
        else:
            if number is not None:
                return None
            number = Decimal(_DIGIT[token]) if token in _DIGIT else Decimal(token)
    return total + (number or 0), False


def _read(m: re.Match[str]) -> tuple[int | None, bool]:
    """(won or None where doubtful, whether this is an amount at all)."""
    has_eok, has_man = "억" in m.group(), "만" in m.group()
    eok, man, rest = _group(m["eok"]), _group(m["man"]), _group(m["rest"])
    bare = re.fullmatch(r"[\d,.]*", m.group().replace("원", "").strip()) is not None
    if not has_eok and not has_man:
        if not m["won"]:
            # "3천", "500": thousand won or ten-thousands of won, nobody knows; only "천/백" forms are even reported.
            doubtful = (
                rest is not None
                and bool(re.search("[천백]", m["rest"] or ""))
                and bool(re.search(r"\d", m.group()))
            )
            return None, doubtful
        if rest is None:
            return None, False
        won = rest[0]
        if bare and "," in m.group() and not re.match(r"\d{1,3}(?:,\d{3})+(?!\d)", m.group().strip()):
            return None, True
        return (int(won), True) if won == int(won) else (None, True)
    total = Decimal(0)
    if has_eok:
        if eok is None and re.match(r"\s*억", m.group()) is None:
            return None, False
        total += (eok[0] if eok else Decimal(1)) * 10**8
    if has_man:
        total += (man[0] if man else Decimal(1)) * 10**4
        total += rest[0] if rest else 0
    elif rest is not None:
        # After 억 the tail "2천" means 2천만; a tail in whole digits followed by 원 is won as written.
        tail = rest[0]
        if m["won"] and tail >= 10000:
            total += tail
        elif re.search("[천백십]", m["rest"] or "") or not m["won"]:
            total += tail * 10**4
        else:
            return None, True
    return (int(total), True) if total == int(total) else (None, True)


def amounts(text: str) -> list[Amount]:
    """Every amount in the text, in order. Examples: "1억 2천" -> 120,000,000; "10만 5천원" -> 105,000; "3천" -> doubtful."""
    found: list[Amount] = []
    position = 0
    while (m := _AMOUNT.search(text, position)) is not None:
        raw = m.group().rstrip()
        if not raw.strip():
            position = m.end() + 1
            continue
        end = m.start() + len(raw)
        won, is_amount = _read(m)
        hangul_only = not re.search(r"\d", raw)
        single = hangul_only and len(raw.replace("원", "").strip()) == 1 and "원" not in raw
        # "만일", "만약": a bare 만 or 억 without 원 is a word, not an amount.
        single = single or (hangul_only and raw[0] in "만억조" and "원" not in raw)
        if is_amount and not single and _AFTER_OK.match(text, end):
            found.append(Amount(raw, m.start(), end, won))
            position = max(end, m.start() + 1)
        else:
            position = max(m.start() + 1, end if is_amount else m.start() + 1)
    return found


def say(won: int) -> str:
    """The amount as people say it: 120,000,000 -> "1억 2,000만원"; 1,538,543 -> "1,538,543원"."""
    if won < 0:
        return "-" + say(-won)
    if won >= 10**4 and won % 10**4 == 0:
        eok, man = divmod(won // 10**4, 10**4)
        parts = [f"{eok:,}억" if eok else "", f"{man:,}만" if man else ""]
        return " ".join(p for p in parts if p) + "원"
    return f"{won:,}원"
