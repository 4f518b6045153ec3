"""The repayment plan of 개인회생 as arithmetic (sheet 07 §7.3, DRBA 611, 614). Whole won, whole months.

`solve` takes exact amounts and gives the plan the law asks for: three years, shorter where everything is paid
before, longer (at most five years) where the present value has to reach the liquidation value.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from chalicelib.assess.money import least_monthly, present_factor
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
    """The plan for exact amounts. `unsecured` holds the priority claims too; `fixed` is a counsellor's term.

    All claims paid ends a plan early, unless their present value has to be reached as well: then it runs on, and what
    comes on top of the claims is interest after the opening (07 §7.3)."""
    if disposable <= 0:
        return Plan(0, 0, 0, 0, "no_disposable_income")
    owed = max(unsecured, 0)
    if not owed:
        return Plan(0, 0, 0, 0, "")
    needs = Needs(min(max(0, liquidation - priority), max(0, owed - priority)), priority, min(minimum, owed))
    months = fixed or needs.months(disposable, terms)
    total = disposable * months
    obstacle = needs.short(disposable, total, terms)
    if owed < total and not obstacle:
        months, total = -(-owed // disposable), owed
        while needs.short(disposable, total, terms):
            total = disposable * months if total < disposable * months else disposable * (months + 1)
            months = total // disposable
    return Plan(disposable, months, total, int(_worth(disposable, total, terms)), obstacle)


class Needs(NamedTuple):
    """What a plan has to bring: the liquidation value beside priority claims, these claims, the minimum (won)."""

    rest: int
    priority: int
    minimum: int

    def months(self, monthly: int, terms: Terms) -> int:
        """The normal term, or the fewest months up to the longest that bring what is needed; the longest where none
        do. More months never bring less, so the middle is tried."""
        low, high = terms.normal, terms.longest
        if not self.short(monthly, monthly * low, terms):
            return low
        if self.short(monthly, monthly * high, terms):
            return high
        while low + 1 < high:
            middle = (low + high) // 2
            if self.short(monthly, monthly * middle, terms):
                low = middle
            else:
                high = middle
        return high

    def short(self, monthly: int, total: int, terms: Terms) -> str:
        """What a plan of so much a month and in all falls short of, "" where nothing. Priority claims are paid first
        and in full as a sum (611①2); the present value counts for what then reaches the other creditors (614①4)."""
        if total < self.priority:
            return "priority_claims_unpaid"
        if not self.rest and not self.minimum:
            return ""
        whole = _worth(monthly, total, terms)
        first = _worth(monthly, self.priority, terms) if self.priority else 0
        return "below_liquidation_value" if whole - first < self.rest or whole < self.minimum else ""


def _worth(monthly: int, amount: int, terms: Terms) -> Decimal:
    """Present value of the instalments up to an amount, unrounded."""
    full, part = divmod(amount, monthly)
    factor = present_factor(terms.discount, full, terms.prepaid)
    if not part:
        return monthly * factor
    return monthly * factor + part * (present_factor(terms.discount, full + 1, terms.prepaid) - factor)


def most_worth(monthly: int, priority: int, terms: Terms) -> int:
    """The highest liquidation value that so much a month reaches over the longest term, beside priority claims (won)."""
    total = monthly * terms.longest
    if total < priority:
        return 0
    return priority + int(_worth(monthly, total, terms) - _worth(monthly, priority, terms))


def needed_monthly(unsecured: int, liquidation: int, priority: int, minimum: int, terms: Terms) -> int:
    """The least instalment for which a plan stands over at most the longest term (won a month)."""
    needs = Needs(
        min(max(0, liquidation - priority), max(0, unsecured - priority)), priority, min(minimum, unsecured)
    )

    def bring(worth: int) -> int:
        return least_monthly(worth, terms.discount, terms.longest, terms.prepaid)

    low = max(1, -(-priority // terms.longest), bring(max(needs.rest, needs.minimum)))
    if not needs.rest or not priority:
        return low
    high = max(low, bring(max(needs.rest + priority, needs.minimum)))
    while low < high:
        middle = (low + high) // 2
        if needs.short(middle, middle * terms.longest, terms):
            low = middle + 1
        else:
            high = middle
    return low
