"""Equal parts without interest, and ranges of them: what the funds and the special adjustments reckon with. Won, months."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from chalicelib.assess.facts import Case
from chalicelib.assess.money import equal_schedule, level_total
from chalicelib.assess.remedy import Estimate, Variant
from chalicelib.rules import Span, exactly


def part(rest: int, months: int) -> int:
    """One instalment, rounded up to a won, so that `months` of them never fall short."""
    return -(-rest // months)


def months_for(rest: int, capacity: int | None, longest: int) -> int:
    """The fewest months in which a monthly capacity carries the rest, at most `longest`."""
    if capacity is None or capacity <= 0:
        return longest
    return max(1, min(longest, -(-rest // capacity)))


def cut(principal: int, percent: Decimal) -> int:
    """The part of a principal that is cut, whole won, rounded down (never more than promised)."""
    return int(principal * percent / 100)


def equal_parts(case: Case, rest: Span, owed: Span, longest: int, basis: tuple[str, ...]) -> Estimate:
    """An estimate from what is left to pay: the shortest term that the month can carry, and the longest beside it."""
    assert rest.low is not None and rest.high is not None and owed.low is not None and owed.high is not None
    capacity: Span = case["ccrs_capacity"]
    least, most = (
        months_for(rest.low, capacity.high, longest),
        months_for(rest.high, capacity.low, longest),
    )
    if case.assumptions.plan_months is not None:
        least = most = case.assumptions.plan_months
    pays = sorted((part(rest.low, least), part(rest.high, most)))
    slowest = Span(part(rest.low, longest), part(rest.high, longest))
    payable = None
    if capacity.high is not None and max(0, capacity.high) < (slowest.low or 0):
        payable = False
    elif capacity.low is not None and capacity.low >= (slowest.high or 0):
        payable = True
    worst = rest.high
    return Estimate(
        monthly_payment=Span(pays[0], pays[1]),
        months=Span(min(least, most), max(least, most)),
        total_paid=rest,
        forgiven=Span(max(0, owed.low - rest.high), max(0, owed.high - rest.low)),
        basis=basis,
        missing=() if capacity.exact is not None else ("income",),
        variants=(
            Variant("longest_term", f"가장 긴 {longest}개월로 나누면", slowest, exactly(longest), rest),
        ),
        schedule=lambda: equal_schedule(worst, most),
        payable=payable,
    )


level_sum = lru_cache(maxsize=4096)(level_total)
"""`money.level_total`, kept: one assessment asks for the same sums in the remedy and in its branches."""
