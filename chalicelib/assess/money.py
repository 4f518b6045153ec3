"""Exact arithmetic of instalments: annuities, schedules, present value. Whole won, Decimal rates, named rounding."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import NamedTuple

ZERO_RATE = Decimal(0)
LONGEST = 600
"""Months after which a schedule is said never to end (50 years)."""


class Row(NamedTuple):
    """One month: instalment, its interest and principal, what is left (won)."""

    month: int
    payment: int
    interest: int
    principal: int
    balance: int


@lru_cache(maxsize=4096)
def _factor(rate: Decimal, months: int) -> Decimal:
    """Yearly percent -> the share of principal that one level instalment is."""
    with localcontext() as ctx:
        ctx.prec = 34
        monthly = rate / 1200
        return monthly / (1 - (1 + monthly) ** -months)


def annuity(principal: int, rate: Decimal, months: int) -> int:
    """Level monthly instalment (원리금균등) in won, half-up.

    >>> annuity(22_000_000, Decimal(10), 120), annuity(30_000_000, Decimal(15), 120)
    (290732, 484005)
    """
    if not rate:
        return -(-principal // months)
    return int((principal * _factor(rate, months)).quantize(Decimal(1), ROUND_HALF_UP))


def next_instalment(instalment: int, rate: Decimal, months: int) -> int:
    """What an instalment over so many months comes down to over one month more, won, rounded down."""
    if not rate:
        return instalment * months // (months + 1)
    return int(instalment * _factor(rate, months + 1) / _factor(rate, months))


def shortest_annuity(principal: int, rate: Decimal, capacity: int, longest: int) -> int:
    """The fewest months (up to `longest`) whose level instalment a monthly capacity in won can carry."""
    low, high = 1, longest
    if annuity(principal, rate, longest) > capacity:
        return longest
    while low < high:
        middle = (low + high) // 2
        if annuity(principal, rate, middle) <= capacity:
            high = middle
        else:
            low = middle + 1
    return low


def monthly_interest(balance: int, rate: Decimal) -> int:
    """Interest of one month, won, half-up."""
    return int((balance * rate / 1200).quantize(Decimal(1), ROUND_HALF_UP))


def level_schedule(principal: int, rate: Decimal, months: int) -> list[Row]:
    """Month by month; the last instalment takes what rounding left, so that the rows add up to the debt."""
    instalment = annuity(principal, rate, months)
    rows, balance = [], principal
    scale = 1200 * 10**4
    points = int(rate * 10**4)
    for month in range(1, months + 1):
        interest = (2 * balance * points + scale) // (2 * scale)
        paid = balance if month == months else min(balance, max(0, instalment - interest))
        balance -= paid
        rows.append(Row(month, paid + interest, interest, paid, balance))
        if balance == 0:
            break
    return rows


def level_total(principal: int, rate: Decimal, months: int) -> int:
    """The sum of `level_schedule` without making its rows (a test holds the two together)."""
    instalment, balance = annuity(principal, rate, months), principal
    scale, points = 1200 * 10**4, int(rate * 10**4)
    twice, double = 2 * points, 2 * scale
    for paid in range(1, months):
        balance += (balance * twice + scale) // double - instalment
        if balance <= 0:
            return instalment * paid + balance
    return instalment * (months - 1) + balance + (balance * twice + scale) // double


def equal_schedule(principal: int, months: int) -> list[Row]:
    """Equal parts of principal without interest (무이자 원금균등); earlier parts are rounded up, the last is the rest."""
    rows, balance = [], principal
    part = -(-principal // months) if months else 0
    for month in range(1, months + 1):
        paid = min(part, balance)
        balance -= paid
        rows.append(Row(month, paid, 0, paid, balance))
        if balance == 0:
            break
    return rows


def steady_schedule(monthly: int, months: int, owed: int) -> list[Row]:
    """The same sum every month, never more in all than `owed`."""
    rows, left = [], min(owed, monthly * months)
    for month in range(1, months + 1):
        paid = min(monthly, left)
        left -= paid
        rows.append(Row(month, paid, 0, paid, left))
        if left == 0:
            break
    return rows


def run_down(balance: int, rate: Decimal, monthly: int) -> list[Row] | None:
    """Pay a fixed sum on a debt at its rate until it is gone; None when the payment never ends it."""
    rows: list[Row] = []
    scale = 1200 * 10**4
    points = int(rate * 10**4)
    while balance > 0:
        interest = (2 * balance * points + scale) // (2 * scale)
        if monthly <= interest or len(rows) >= LONGEST:
            return None
        paid = min(balance, monthly - interest)
        balance -= paid
        rows.append(Row(len(rows) + 1, paid + interest, interest, paid, balance))
    return rows


def run_totals(balance: int, rate: Decimal, monthly: int) -> tuple[int, int] | None:
    """Months and the sum paid of `run_down`, without making its rows (a test holds the two together)."""
    if not runs_out(balance, rate, monthly):
        return None
    scale, points = 1200 * 10**4, int(rate * 10**4)
    twice, double, months = 2 * points, 2 * scale, 0
    while balance > 0:
        balance += (balance * twice + scale) // double - monthly
        months += 1
    return months, months * monthly + balance


def runs_out(balance: int, rate: Decimal, monthly: int) -> bool:
    """Whether `run_down` ends. The level instalment over the longest time decides; only within the few won that
    monthly rounding can add up to are the months walked through."""
    edge = annuity(balance, rate, LONGEST) if balance else 0
    if abs(monthly - edge) > 2:
        return monthly > edge
    return run_down(balance, rate, monthly) is not None


@lru_cache(maxsize=512)
def present_factor(rate: Decimal, months: int, paid: int) -> Decimal:
    """Present value of one won a month over `months`, of which `paid` instalments are already there.

    >>> round(present_factor(Decimal(5), 60, 3), 4)
    Decimal('53.6433')
    """
    with localcontext() as ctx:
        ctx.prec = 34
        paid = min(paid, months)
        monthly, left = rate / 1200, months - paid
        return paid + (1 - (1 + monthly) ** -left) / monthly


def present_value(monthly: int, rate: Decimal, months: int, paid: int) -> int:
    """Whole won, rounded down.

    >>> present_value(1_261_457, Decimal(5), 36, 3)
    42601920
    """
    return int((monthly * present_factor(rate, months, paid)).to_integral_value(ROUND_DOWN))


def least_monthly(worth: int, rate: Decimal, months: int, paid: int) -> int:
    """The smallest instalment whose present value reaches `worth`, whole won.

    >>> least_monthly(15_000_000, Decimal(5), 60, 3)
    279625
    """
    return int((worth / present_factor(rate, months, paid)).to_integral_value(ROUND_CEILING))


def half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
