"""The repayment plan of 개인회생 as arithmetic (sheet 07 §7.3, DRBA 611, 614). Whole won, whole months.

`solve` takes exact amounts and gives the plan the law asks for: three years, shorter where everything is paid
before, longer (at most five years) where the present value has to reach the liquidation value.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from chalicelib.assess.money import least_monthly, present_value
from chalicelib.law import Law


class Terms(NamedTuple):
    """The figures of the plan in force on a day."""

    normal: int
    longest: int
    discount: Decimal
    prepaid: int

    @classmethod
    def of(cls, law: Law) -> Terms | None:
        """None for a day whose values the sheets do not give."""
        values = (
            law.months("reh.term_normal"),
            law.months("reh.term_max"),
            law.whole("reh.instalments_at_confirmation"),
        )
        discount = law.decimal("reh.discount_rate")
        if None in values or discount is None:
            return None
        return cls(values[0], values[1], discount, values[2])  # type: ignore[arg-type]


class Plan(NamedTuple):
    """Instalment (won a month), months, total (won), and what stands in the way ("" when it stands)."""

    monthly: int
    months: int
    total: int
    present: int
    obstacle: str


def minimum_total(law: Law, unsecured: int) -> int | None:
    """The least that unsecured creditors must get where someone objects (DRBA 614②3): 5 % below 50 million won,
    else 3 % and a million, never above the cap; rounded up to a won."""
    threshold, cap = law.whole("reh.min_threshold"), law.whole("reh.min_cap")
    low, high, add = law.decimal("reh.min_5pct"), law.decimal("reh.min_3pct"), law.whole("reh.min_3pct_add")
    if threshold is None or cap is None or low is None or high is None or add is None:
        return None
    raw = unsecured * low / 100 if unsecured < threshold else unsecured * high / 100 + add
    return min(cap, int(raw.to_integral_value(ROUND_CEILING)))


def solve(
    disposable: int,
    unsecured: int,
    liquidation: int,
    priority: int,
    terms: Terms,
    minimum: int,
    fixed: int | None,
) -> Plan:
    """The plan for exact amounts. `unsecured` holds the priority claims too; `fixed` is a counsellor's term."""
    if disposable <= 0:
        return Plan(0, 0, 0, 0, "no_disposable_income")
    owed = max(unsecured, 0)
    needed = min(max(0, liquidation - priority), max(0, owed - priority)) + priority
    needed = max(needed, min(minimum, owed))
    if fixed is not None:
        months = fixed
    else:
        months = terms.normal
        while (
            months < terms.longest
            and present_value(disposable, terms.discount, months, terms.prepaid) < needed
        ):
            if disposable * months >= owed:
                break
            months += 1
    whole = -(-owed // disposable) if owed else 0
    months = min(months, whole) if whole else months
    paid = min(disposable * months, owed)
    present = present_value(disposable, terms.discount, months, terms.prepaid)
    obstacle = ""
    if paid < owed and present < needed:
        obstacle = "below_liquidation_value"
    if paid < priority:
        obstacle = "priority_claims_unpaid"
    return Plan(disposable if owed else 0, months, paid, present, obstacle)


def needed_monthly(unsecured: int, liquidation: int, terms: Terms) -> int:
    """The least instalment over the longest term whose present value reaches min(liquidation value, claims)."""
    return least_monthly(min(liquidation, unsecured), terms.discount, terms.longest, terms.prepaid)
