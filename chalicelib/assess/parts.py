"""Equal parts without interest, and ranges of them: what the funds and the special adjustments reckon with. Won, months."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from chalicelib.assess.facts import Case
from chalicelib.assess.money import equal_schedule, level_total
from chalicelib.assess.remedy import Estimate, Variant
from chalicelib.rules import Span, exactly

LONGEST_NOTE = "다달이 낼 수 있는 돈을 몰라 가장 길게 나누는 것으로 셈했습니다. 소득에 따라 더 짧게, 매달 더 많이 낼 수 있습니다."


def part(rest: int, months: int) -> int:
    """One instalment, rounded up to a won, so that `months` of them never fall short."""
    return -(-rest // months)


def months_for(rest: int, capacity: int | None, longest: int) -> int:
    """The fewest months in which a monthly capacity carries the rest, at most `longest`."""
    if capacity is None or capacity <= 0:
        return longest
    return max(1, min(longest, -(-rest // capacity)))


def spread(rest: Span, capacity: Span, longest: int, fixed: int | None = None) -> tuple[Span, Span]:
    """Instalments and months for every rest and every monthly capacity in between. A rest that just misses a number of
    months is paid in smaller parts over one month more, so the ends of the rest alone do not bound the instalment."""
    assert rest.low is not None and rest.high is not None
    pays: list[int] = []
    months: list[int] = []
    for month in {capacity.low, capacity.high}:
        first, last = (fixed or months_for(end, month, longest) for end in (rest.low, rest.high))
        months += (first, last)
        pays += (part(rest.low, first), part(rest.high, last))
        if first < last and month and month > 0:
            pays += (month, part(month * first + 1, first + 1))
    return Span(min(pays), max(pays)), Span(min(months), max(months))


def longest_note(capacity: Span) -> tuple[str, ...]:
    """Said where nobody told what a month leaves, and the longest term was taken for it."""
    return (LONGEST_NOTE,) if capacity.high is None else ()


def cut(principal: int, percent: Decimal) -> int:
    """The part of a principal that is cut, whole won, rounded down (never more than promised)."""
    return int(principal * percent / 100)


def equal_parts(case: Case, rest: Span, owed: Span, longest: int, basis: tuple[str, ...]) -> Estimate:
    """An estimate from what is left to pay: the shortest term that the month can carry, and the longest beside it."""
    assert rest.low is not None and rest.high is not None and owed.low is not None and owed.high is not None
    capacity: Span = case["ccrs_capacity"]
    pays, months = spread(rest, capacity, longest, case.assumptions.plan_months)
    most = months.high or longest
    slowest = Span(part(rest.low, longest), part(rest.high, longest))
    payable = None
    if capacity.high is not None and max(0, capacity.high) < (slowest.low or 0):
        payable = False
    elif capacity.low is not None and capacity.low >= (slowest.high or 0):
        payable = True
    worst = rest.high
    return Estimate(
        monthly_payment=pays,
        months=months,
        total_paid=rest,
        forgiven=Span(max(0, owed.low - rest.high), max(0, owed.high - rest.low)),
        basis=basis,
        missing=() if capacity.exact is not None else ("income",),
        notes=longest_note(capacity),
        variants=(
            Variant("longest_term", f"가장 긴 {longest}개월로 나누면", slowest, exactly(longest), rest),
        ),
        schedule=lambda: equal_schedule(worst, most),
        payable=payable,
    )


level_sum = lru_cache(maxsize=4096)(level_total)
"""`money.level_total`, kept: one assessment asks for the same sums in the remedy and in its branches."""
