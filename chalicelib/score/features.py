"""From a person's answers to the facts that the cards read: ratios, multiples and counts, never an amount of money.

The names and meanings are those of `training.features`. What was not answered stays None and takes the missing bin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from chalicelib.score.gate import SAYS, forbidden_kind

WINDOW = 6
UNUSED = {
    "employment": "자료에 없는 항목이라 점수에 쓰지 않았습니다.",
    "occupation": "자료에 없는 항목이라 점수에 쓰지 않았습니다.",
    "property_tax": "자료에 없는 항목이라 점수에 쓰지 않았습니다.",
    "vehicle": "자료에 없는 항목이라 점수에 쓰지 않았습니다.",
    "credit_history_years": "나이를 대신 나타내는 항목으로 확인되어 점수에 쓰지 않았습니다.",
}
"""Answers of the 2007 article's list that no card reads, each with the reason."""

APPLICATION_ANSWERS = (
    "annual_income",
    "employment_years",
    "loan_amount",
    "loan_purpose",
    "housing",
    "defaulted_before",
)


def application(applicant: Mapping[str, Any], typical_income: int | None) -> dict[str, Any] | None:
    """Facts of the application card; None when nothing that it reads was answered.

    `typical_income`: yearly won of the one-person median income of the day, None where no table covers the day.
    """
    if all(applicant.get(name) is None for name in APPLICATION_ANSWERS):
        return None
    income, loan = applicant.get("annual_income"), applicant.get("loan_amount")
    before = applicant.get("defaulted_before")
    purpose = applicant.get("loan_purpose")
    return {
        "housing": applicant.get("housing"),
        "income_multiple": None if income is None or not typical_income else income / typical_income,
        "loan_to_income": loan_to_income(loan, income),
        "employment_years": applicant.get("employment_years"),
        "loan_purpose": "living" if purpose == "medical" else purpose,
        "defaulted_before": None if before is None else ("yes" if before else "no"),
    }


def loan_to_income(loan: int | None, income: int | None) -> float | None:
    """The loan as a multiple of a year's income; no income at all counts as the card's largest multiple."""
    if loan is None or income is None:
        return None
    if income == 0:
        return 0.0 if loan == 0 else 1000.0
    return min(loan / income, 1000.0)


def behaviour(history: Mapping[str, Any] | None, typical_limit: int | None) -> dict[str, Any] | None:
    """Facts of the behaviour card from at most the six newest months; None when no month is known.

    A payment of a month answers the statement of the month before. `paid_share` is -1 where nothing was billed.
    `typical_limit`: won, the lender's median limit, None where the operator gave none.
    """
    months = newest_first((history or {}).get("months") or ())[:WINDOW]
    if not any(value is not None for m in months for name, value in m.items() if name != "month"):
        return None
    late = [months_late(m.get("days_late")) for m in months]
    known = [n for n in late if n is not None]
    earlier = [n for n in late[1:] if n is not None]
    limit: int | None = next((m["limit"] for m in months if m.get("limit") is not None), None)
    pairs: list[tuple[int, int]] = [  # (billed the month before, paid in this month)
        (older["due"], newer["paid"])
        for newer, older in pairwise(months)
        if older.get("due") is not None and newer.get("paid") is not None
    ]
    paid: list[int] = [m["paid"] for m in months if m.get("paid") is not None]
    balance: int | None = months[0].get("balance")
    billed = sum(due for due, _ in pairs)
    return {
        "worst_6m": max(known) if known else None,
        "late_now": late[0],
        "worst_before": max(earlier) if earlier else None,
        "months_late": sum(n >= 1 for n in known) if known else None,
        "months_unpaid": sum(due > 0 and got == 0 for due, got in pairs) if pairs else None,
        "paid_of_limit": _ratio(sum(paid), limit * len(paid) if limit else None) if paid else None,
        "paid_share": None
        if not pairs
        else (_ratio(sum(got for _, got in pairs), billed) if billed else -1.0),
        "utilisation": None if balance is None else _ratio(balance, limit),
        "limit_multiple": None if limit is None or not typical_limit else limit / typical_limit,
    }


def newest_first(months: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Months by their name (2026-11), newest first; unnamed months keep their place as given, oldest first."""
    if all(m.get("month") for m in months):
        return sorted(months, key=lambda m: str(m["month"]), reverse=True)
    return list(reversed(months))


def months_late(days: int | None) -> int | None:
    """Started months of arrears: 1 to 30 days are one month, 31 to 60 two."""
    return None if days is None else -(-days // 30)


def _ratio(part: int, whole: int | None) -> float | None:
    return None if not whole else min(part / whole, 10.0)


def not_used(applicant: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the person told that no card reads, each with the reason; protected attributes by name."""
    out = []
    for field, value in applicant.items():
        if value is None:
            continue
        kind = forbidden_kind(field)
        if kind is not None:
            says = f"{SAYS[kind]}에 관한 답은 차별이 될 수 있어 점수에 전혀 쓰지 않습니다."
            out.append({"field": field, "kind": kind, "says": says})
        elif field in UNUSED:
            out.append({"field": field, "kind": "no_data", "says": UNUSED[field]})
    if applicant.get("loan_purpose") == "medical":
        says = "의료비 용도는 건강 상태를 드러낼 수 있어 생활비와 똑같이 계산합니다."
        out.append({"field": "loan_purpose", "kind": "disability", "says": says})
    return out
