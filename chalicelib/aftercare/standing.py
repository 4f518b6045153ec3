"""Where a case stands on a day: paid, left, missed, and how far the cliff is.

For an agreement, missing the limit (three instalments, added up) is the cliff; the warning comes while one is still
left. The published limit may differ with the instalments paid in all, and its steps are not published: what is said
of the cliff is therefore always said as an estimate. Whether a plan has lapsed is decided by people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.aftercare.calendar import Calendar
from chalicelib.aftercare.case import Books, Case, books
from chalicelib.aftercare.days import months_period_end
from chalicelib.aftercare.schedule import REPAYMENT, Instalment
from chalicelib.aftercare.stages import PAYING
from chalicelib.law import Law

Risk = Literal["none", "late", "last_warning", "limit_reached"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Amounts in won, counts of instalments, `months_paid` in months.

    missed: repayment instalments whose due day has passed and that are not paid in full (a deferred month is none).
    lapse_on: the due day that would bring the count to the limit if nothing were paid; None while two or more are left.
    months_paid: repayment instalments paid in full whose month has come; paying ahead does not hurry time.
    """

    as_of: date
    total: int
    paid: int
    left: int
    credit: int
    instalments: int
    instalments_paid: int
    months_paid: int
    missed: int
    missed_amount: int
    missed_since: date | None
    next_due: date | None
    next_amount: int
    limit: int
    risk: Risk
    lapse_on: date | None
    days_left: int | None
    deferred_months: int
    revive_until: date | None
    all_paid: bool


def standing(case: Case, as_of: date, calendar: Calendar, law: Law, opened: Books | None = None) -> Standing:
    """The standing of the case on that day; payments of later days are the caller's to leave out. Raises CalendarGap, LawGap."""
    opened = opened or books(case, calendar, law)
    rows, ledger = opened.instalments, opened.ledger
    repay = [row for row in rows if row.kind == REPAYMENT]
    unpaid = [row for row in rows if ledger.paid.get(row.no, 0) < row.amount]
    overdue = [row for row in unpaid if row.due < as_of]
    missed = [row for row in overdue if row.kind == REPAYMENT]
    coming = next((row for row in unpaid if row.due >= as_of), None)
    limit = int(law["after.miss_limit_court" if case.in_court else "after.miss_limit"].value)
    full = [row for row in repay if row.no in ledger.settled_on]
    lapse_on = _lapse_on(unpaid, as_of, len(missed), limit) if case.stage in PAYING else None
    total = sum(row.amount for row in rows)
    return Standing(
        as_of=as_of,
        total=total,
        paid=ledger.total,
        left=total - (ledger.total - ledger.credit),
        credit=ledger.credit,
        instalments=len(repay),
        instalments_paid=len(full),
        months_paid=sum(row.due <= as_of for row in full),
        missed=len(missed),
        missed_amount=sum(_open(row, opened) for row in overdue),
        missed_since=overdue[0].due if overdue else None,
        next_due=coming.due if coming else None,
        next_amount=_open(coming, opened) if coming else 0,
        limit=limit,
        risk=_risk(case, len(missed), limit),
        lapse_on=lapse_on,
        days_left=(lapse_on - as_of).days if lapse_on else None,
        deferred_months=sum(
            one.months for one in case.reliefs if one.kind in ("deferral", "special", "disaster")
        ),
        revive_until=_revive_until(case, law),
        all_paid=not unpaid,
    )


def _open(row: Instalment, opened: Books) -> int:
    return row.amount - opened.ledger.paid.get(row.no, 0)


def _risk(case: Case, missed: int, limit: int) -> Risk:
    if case.stage not in PAYING or not missed:
        return "none"
    if missed >= limit:
        return "limit_reached"
    return "last_warning" if missed == limit - 1 else "late"


def _lapse_on(unpaid: list[Instalment], as_of: date, missed: int, limit: int) -> date | None:
    """Due day of the instalment that would be the limit's; only once a single one is left before it."""
    if missed < limit - 1:
        return None
    repay = [row for row in unpaid if row.kind == REPAYMENT]
    return repay[limit - 1].due if len(repay) >= limit else None


def _revive_until(case: Case, law: Law) -> date | None:
    """Last day for asking that a lapsed plan be revived: exact, and on the early side (no move for a holiday)."""
    if case.stage != "lapsed" or not case.lapses or case.in_court:
        return None
    if len(case.revivals) >= law["after.revive_times"].value:
        return None
    return months_period_end(case.lapses[-1], int(law["after.revive_months"].value))
