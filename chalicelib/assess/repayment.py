"""Going on as now: each claim at its own rate and instalment, and all of them together. Won, months."""

from __future__ import annotations

from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from chalicelib.assess.claims import Claim
from chalicelib.assess.money import Row, run_down, run_totals, runs_out

if TYPE_CHECKING:
    from chalicelib.assess.facts import Case


def _told(claim: Claim) -> tuple[int, Decimal, int] | None:
    """What is owed, the rate and the instalment, where all three are known. Interest that was not told keeps a late
    claim open; where nothing is late, this month's interest is in this month's instalment."""
    debt = claim.debt
    owed = claim.owed.exact if debt.days_overdue != 0 or debt.interest_due is not None else debt.principal
    if owed is None or debt.annual_rate is None or debt.monthly_payment is None:
        return None
    return owed, debt.annual_rate, debt.monthly_payment


def totals(case: Case) -> tuple[int, int, int] | None:
    """Months, everything paid and the interest in it, all claims together; None where an answer is missing or a claim
    never ends."""
    months = paid = owed = 0
    for claim in case.legit() or ():
        told = _told(claim)
        run = None if told is None else run_totals(*told)
        if told is None or run is None:
            return None
        months, paid, owed = max(months, run[0]), paid + run[1], owed + told[0]
    return (months, paid, paid - owed) if case.legit() else None


def schedule(case: Case) -> list[Row]:
    """The rows behind `totals`, month by month."""
    made = []
    for claim in case.legit() or ():
        told = _told(claim)
        rows = None if told is None else run_down(*told)
        if rows is None:
            return []
        made.append(rows)
    return merged(made)


def ends(case: Case) -> bool | None:
    """Whether today's instalments ever end every claim; None where an answer is missing."""
    legit = case.legit()
    if legit is None:
        return None
    told = [_told(claim) for claim in legit]
    if any(one is not None and not runs_out(*one) for one in told):
        return False
    return None if None in told else True


def merged(claims: list[list[Row]]) -> list[Row]:
    """All claims together, month by month."""
    rows = []
    for month, parts in enumerate(zip_longest(*claims), start=1):
        present = [part for part in parts if part is not None]
        sums = [
            sum(getattr(part, name) for part in present)
            for name in ("payment", "interest", "principal", "balance")
        ]
        rows.append(Row(month, *sums))
    return rows
