"""Going on as now: each claim at its own rate and instalment, and all of them together. Won, months."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from chalicelib.assess.money import Row, run_down

if TYPE_CHECKING:
    from chalicelib.assess.facts import Case


def schedules(case: Case) -> list[list[Row]] | None:
    """Month by month per claim at its own rate; None where an answer is missing or a claim never ends."""
    legit = case.legit()
    if legit is None:
        return None
    made = []
    for claim in legit:
        debt = claim.debt
        if debt.principal is None or debt.annual_rate is None or debt.monthly_payment is None:
            return None
        rows = run_down(debt.principal + (debt.interest_due or 0), debt.annual_rate, debt.monthly_payment)
        if rows is None:
            return None
        made.append(rows)
    return made


def ends(case: Case) -> bool | None:
    """Whether today's instalments ever end every claim; None where an answer is missing."""
    legit = case.legit()
    if legit is None:
        return None
    unknown = False
    for claim in legit:
        debt = claim.debt
        if debt.principal is None or debt.annual_rate is None or debt.monthly_payment is None:
            unknown = True
            continue
        if (
            run_down(debt.principal + (debt.interest_due or 0), debt.annual_rate, debt.monthly_payment)
            is None
        ):
            return False
    return None if unknown else True


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
