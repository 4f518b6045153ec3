"""Amounts that a person names in passing, offered for confirmation into the self-assessment. Never taken silently."""

from __future__ import annotations

import re
from typing import Any

from . import figures, money

_FIELDS = (
    (
        "/monthly_income",
        "월 소득",
        ("월급", "소득", "급여", "벌이", "벌어", "법니다", "번다", "수입", "연금받", "봉급", "실수령"),
    ),
    ("/assets/lease_deposit", "임차보증금", ("보증금", "전세금", "전세")),
    ("/living_cost/rent", "월세", ("월세",)),
    ("/debts/card", "카드 빚", ("카드값", "카드빚", "카드대금", "카드론", "현금서비스", "리볼빙")),
    ("/debts/mortgage", "주택담보대출", ("주담대", "주택담보", "집담보")),
    ("/debts/credit_loan", "대출", ("대출", "빚", "빌렸", "빌린", "채무", "갚을돈", "갚아야")),
)
_REACH = 14


def offered(text: str) -> list[dict[str, Any]]:
    """What could be confirmed: [{field, label, won, said, text}]; `won` is None where it must be asked.

    The field is the one whose word stands nearest to the amount; an amount without such a word is not offered.
    """
    offers: list[dict[str, Any]] = []
    for amount in money.amounts(text):
        nearest: tuple[int, str, str] | None = None
        for field, label, words in _FIELDS:
            for word in words:
                for m in re.finditer(r"\s?".join(map(re.escape, word)), text):
                    gap = min(abs(m.start() - amount.end), abs(amount.start - m.end()))
                    if gap <= _REACH and (nearest is None or gap < nearest[0]):
                        nearest = (gap, field, label)
        if nearest is None:
            continue
        said = money.say(amount.won) if amount.won is not None else ""
        offers.append(
            {
                "field": nearest[1],
                "label": nearest[2],
                "won": amount.won,
                "said": amount.text,
                "text": f"{nearest[2]} {said}이 맞나요?"
                if said
                else f"{nearest[2]} '{amount.text}'은 몇 원인지 확인해 주세요.",
            }
        )
    days = overdue_days(text)
    if days is not None:
        offers.append(
            {
                "field": "/debts/days_overdue",
                "label": "연체 일수",
                "won": None,
                "days": days,
                "said": "",
                "text": f"연체한 지 {days}일이 맞나요?",
            }
        )
    return offers


_OVERDUE = re.compile(r"연체|밀린|밀렸|못\s?낸|못\s?냈|안\s?냈")


def overdue_days(text: str) -> int | None:
    """Days late as the person says it ("연체 40일째", "석 달 밀렸어요"), a month counted as 30 days; None if unsaid."""
    for figure in figures.quantities(text):
        near = text[max(0, figure.start - 12) : figure.end + 12]
        if figure.value is None or not _OVERDUE.search(near):
            continue
        if figure.kind == "days":
            return int(figure.value)
        if figure.kind == "months" and figure.value <= 600:
            return int(figure.value) * 30
    return None
