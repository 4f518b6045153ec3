"""What faithful payment brings: milestones, the record's removal day, what opens, the cut for paying off early.

Information, never an offer: whether a product is granted is decided elsewhere, so every sentence says "확인".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from chalicelib.aftercare.calendar import Calendar
from chalicelib.aftercare.case import Books, Case, books
from chalicelib.aftercare.days import add_months, months_period_end
from chalicelib.aftercare.schedule import REPAYMENT
from chalicelib.aftercare.standing import Standing, standing
from chalicelib.law import Law, Value
from chalicelib.rules import AllOf, Condition, Finding, Span, verdict

_LEASE_REMEDIES = ("fast_track", "pre_workout", "individual_workout")


@dataclass(frozen=True, slots=True)
class Opening:
    """Something that becomes possible: `amount` in won where the sheet names one."""

    code: str
    title: str
    amount: int | None
    source: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Milestone:
    """`months` paid are or will be reached on `on` (with payment on time); `reached` on the day asked."""

    months: int
    on: date | None
    reached: bool
    opens: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """Removal of the public record of the plan: the day by the rule, an estimate until a credit report shows it."""

    months: int
    on: date | None
    reached: bool
    source: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Payoff:
    """Paying off at once: `rest`, `cut` and `pays` in won, `percent` of the rest; findings say why or why not."""

    status: str
    percent: Decimal | None
    rest: int
    cut: int | None
    pays: int | None
    findings: tuple[Finding, ...]


def marks(law: Law) -> tuple[int, ...]:
    """The months at which something opens: 6, 12, 24."""
    return tuple(sorted(law["after.milestones"].value.values()))


def month_day(months: int, opened: Books, missed: int = 0) -> date | None:
    """The day on which the n-th month counts: settled and due; for one to come its due day, later by what is missed
    (as if one instalment a month is paid from now on). None past the plan."""
    rows = [row for row in opened.instalments if row.kind == REPAYMENT]
    if months > len(rows):
        return None
    row = rows[months - 1]
    settled = opened.ledger.settled_on.get(row.no)
    if settled:
        return max(row.due, settled)
    place = months - 1 + missed
    return rows[place].due if place < len(rows) else None


def milestones(
    case: Case, as_of: date, calendar: Calendar, law: Law, opened: Books | None = None
) -> list[Milestone]:
    """The 6, 12 and 24 month marks with what opens there. Raises CalendarGap, LawGap."""
    opened = opened or books(case, calendar, law)
    now = standing(case, as_of, calendar, law, opened)
    return [
        Milestone(
            months,
            month_day(months, opened, now.missed),
            now.months_paid >= months,
            tuple(_opens(case, months, law)),
        )
        for months in marks(law)
    ]


def removal(
    case: Case, as_of: date, calendar: Calendar, law: Law, opened: Books | None = None
) -> Removal | None:
    """When the record of this plan is removed; None for a remedy that the sheets give no such rule for."""
    row = law.get("after.record_removal")
    months = row.value.get(case.remedy) if row else None
    if row is None or months is None:
        return None
    opened = opened or books(case, calendar, law)
    now = standing(case, as_of, calendar, law, opened)
    on = month_day(months, opened, now.missed)
    if now.all_paid and opened.ledger.settled_on:  # paid in full earlier: at once
        last = max(opened.ledger.settled_on.values())
        on = min(on or last, last)
    return Removal(
        months, on, bool(on and on <= as_of and (now.months_paid >= months or now.all_paid)), row.cites, False
    )


def benefit_end(completed_on: date, law: Law) -> date:
    """Last day on which someone who has paid in full still counts as a faithful payer."""
    return months_period_end(completed_on, int(law["after.benefit_after_completion"].value))


def _opens(case: Case, months: int, law: Law) -> list[Opening]:
    found: list[Opening] = []
    for key, code, title in (
        ("after.small_loan", "small_loan", "성실 상환자 소액대출(방문)"),
        ("after.small_loan_remote", "small_loan_remote", "성실 상환자 소액대출(비대면)"),
    ):
        row = law.get(key)
        amount = row.value.get(f"from_{months}") if row else None
        if row and amount is not None and case.remedy != "long_overdue_fund":
            found.append(_opening(code, title, amount, row))
    if not case.in_court:
        for key, code, title in (
            ("after.small_card", "small_card", "소액신용카드와 체크카드"),
            ("after.savings_matched", "savings_matched", "미소드림적금(차상위 이하)"),
        ):
            row = law.get(key)
            if row and row.value == months and case.by_committee:
                found.append(_opening(code, title, None, row))
    row = law.get("after.lease_guarantee")
    if row and row.value == months and case.remedy in _LEASE_REMEDIES:
        found.append(_opening("lease_guarantee", "전세자금 특례보증", None, row))
    return found


def _opening(code: str, title: str, amount: int | None, row: Value) -> Opening:
    return Opening(code, title, amount, row.cites, row.certain)


_SOURCE = "aftercare AFT-05"
PAYOFF_RULE = AllOf(
    "payoff",
    (
        Condition(
            "payoff.remedy",
            "remedy",
            "in",
            frozenset({"individual_workout"}),
            source=_SOURCE,
            says="개인워크아웃에만 있는 혜택입니다.",
        ),
        Condition(
            "payoff.interest",
            "interest_bearing",
            "is",
            False,
            source=_SOURCE,
            says="이자를 함께 갚는 방식(원리금균등)이 아니어야 합니다.",
        ),
        Condition(
            "payoff.secured",
            "secured",
            "is",
            False,
            source=_SOURCE,
            says="담보가 있는 채무가 아니어야 합니다.",
        ),
        Condition(
            "payoff.months",
            "months_paid",
            ">=",
            law="after.early_payoff_min_months",
            source=_SOURCE,
            unit="months",
            says="{bound} 이상 납입해야 합니다.",
        ),
        Condition(
            "payoff.left",
            "instalments_left",
            ">=",
            law="after.early_payoff_min_left",
            source=_SOURCE,
            unit="count",
            says="남은 회차가 {bound} 이상이어야 합니다.",
        ),
        Condition(
            "payoff.added",
            "months_since_added",
            ">=",
            law="after.early_payoff_added",
            source=_SOURCE,
            unit="months",
            when="debt_added",
            says="나중에 더해진 채무는 {bound}이 지나야 합니다.",
        ),
    ),
)


def payoff(case: Case, now: Standing, law: Law) -> Payoff:
    """The offer for a lump sum on that day. The cut is rounded down to the won, so that it is never promised too high.

    The cut falls as the paid time grows; nothing here says "the longer, the more".
    """
    added = case.facts.debt_added_on
    facts: dict[str, Any] = {
        "remedy": case.remedy,
        "interest_bearing": case.facts.interest_bearing,
        "secured": case.facts.secured,
        "months_paid": Span(now.months_paid, now.months_paid),
        "instalments_left": Span(*[now.instalments - now.instalments_paid] * 2),
        "debt_added": added is not None,
        "months_since_added": Span(*[whole_months(added, now.as_of)] * 2) if added else None,
    }
    findings = tuple(part.evaluate(facts, law) for part in PAYOFF_RULE.parts)
    status = verdict(findings)
    percent = _payoff_percent(case, now.months_paid, law)
    if status == "fail" or percent is None or now.left <= 0:
        return Payoff("fail" if status != "unknown" else status, None, now.left, None, None, findings)
    cut = int((Decimal(now.left) * percent / 100).to_integral_value(ROUND_FLOOR))
    return Payoff(status, percent, now.left, cut, now.left - cut, findings)


def _payoff_percent(case: Case, months_paid: int, law: Law) -> Decimal | None:
    """By whole months paid; the higher rate for the young only where that is known."""
    steps: dict[str, Decimal] = law["after.early_payoff"].value
    best: Decimal | None = None
    for start, percent in sorted((int(name.removeprefix("from_")), cut) for name, cut in steps.items()):
        if months_paid >= start:
            best = percent
    if best is not None and case.facts.young_or_placed is True:
        return Decimal(law["after.early_payoff_youth"].value)
    return best


def whole_months(start: date, end: date) -> int:
    """Whole months from `start` to `end`, 0 when none has passed.

    >>> whole_months(date(2026, 1, 31), date(2026, 2, 28)), whole_months(date(2026, 1, 31), date(2026, 3, 30))
    (1, 1)
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and add_months(start, months) > end:
        months -= 1
    return max(months, 0)
