"""Household size and the living cost that courts and the committee recognise (won a month).

Sheet 00 T1/T2: 60 % of the median income of the household size and year, half-up to a won; from the eighth person on
the step between six and seven is added. Sizes and years outside the table raise `LawGap`.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from chalicelib.assess.person import Person
from chalicelib.law import Law, LawGap
from chalicelib.rules import Span, exactly


def household(person: Person) -> Span:
    """People who live on this person's income, the person included: 1 + dependants.

    Where dependants were not told, the household is between the person alone and everyone in it.
    """
    if person.dependants is not None:
        return exactly(1 + person.dependants)
    if person.household_size is not None:
        return Span(1, person.household_size)
    return Span(1, None)


def median_income(law: Law, size: int) -> int:
    """기준 중위소득 of a household, won a month. Raises `LawGap` where the year or the size is not in the table."""
    table = law["median.income"].value
    if str(size) in table:
        return int(table[str(size)])
    if size > 7 and "7" in table and "step" in table:
        return int(table["7"]) + (size - 7) * int(table["step"])
    raise LawGap(f"median.income[{size}]", law.day)


@lru_cache
def share_of_median(law: Law, size: int, percent: Decimal) -> int:
    """
    >>> from datetime import date
    >>> from chalicelib.law import law_as_of
    >>> share_of_median(law_as_of(date(2026, 11, 22)), 4, Decimal(60))
    3896843
    """
    return int((median_income(law, size) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def median_basis(law: Law, sizes: Span) -> tuple[str, ...]:
    """The law keys on which a median of these household sizes rests: the table, and the confidence of single cells
    where one of the sizes may be read from a cell that is less sure than its row."""
    marked = law.get("median.size_confidence")
    if marked is None or marked.value is None:
        return ("median.income",)
    listed = max(int(cell) for cell in law["median.income"].value if cell != "step")
    low, high = min(sizes.low or 1, listed), listed if sizes.high is None else min(sizes.high, listed)
    unsure = any(str(size) in marked.value for size in range(low, high + 1))
    return ("median.income", "median.size_confidence") if unsure else ("median.income",)


@lru_cache
def share_span(law: Law, sizes: Span, key: str, times: Decimal = Decimal(1)) -> Span:
    """A share of the median over a range of household sizes; unknown where the table does not reach."""
    percent = Decimal(law[key].value) * times
    return Span(_end(law, sizes.low, percent, down=True), _end(law, sizes.high, percent, down=False))


def _end(law: Law, size: int | None, percent: Decimal, down: bool) -> int | None:
    """One end of the range. A household larger than the table needs at least what the largest listed one needs."""
    while size is not None and size > 0:
        try:
            return share_of_median(law, size, percent)
        except LawGap:
            if not down:
                return None
            size -= 1
    return None
