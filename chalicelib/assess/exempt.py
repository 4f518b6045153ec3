"""The part of a month's pay that no seizure may take (sheet 00 T5; 민사집행법 제246조, 시행령 제3조·제4조). Won.

The day on which the court receives the request for the seizure selects the row: an old order keeps the old floor.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from chalicelib.law import Law


def exempt_pay(net: int, law: Law) -> int | None:
    """Exempt part of a month's net pay of all jobs together, won, rounded up; None on a day without values.

    >>> from datetime import date
    >>> from chalicelib.law import law_as_of
    >>> [exempt_pay(pay, law_as_of(date(2026, 11, 22))) for pay in (2_000_000, 3_000_000, 5_500_000, 7_000_000)]
    [2000000, 2500000, 2750000, 3250000]
    """
    floor, base = law.whole("wage.floor"), law.whole("wage.cap_base")
    share, beyond = law.decimal("wage.exempt_percent"), law.decimal("wage.cap_excess_percent")
    if floor is None or base is None or share is None or beyond is None:
        return None
    half = net * share / 100
    if half < floor:
        return min(net, floor)
    if half > base:
        half = base + (half - base) * beyond / 100
    return int(half.to_integral_value(ROUND_CEILING))


def exempt_severance(amount: int, law: Law) -> int | None:
    """Exempt part of severance pay: half, without a floor. Won, rounded up."""
    share = law.decimal("severance.exempt_percent")
    return None if share is None else int((Decimal(amount) * share / 100).to_integral_value(ROUND_CEILING))
