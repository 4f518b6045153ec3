"""The schedule of a plan: which instalment falls due when, and how relief moves it.

A schedule is kept as runs (equal instalments in consecutive months), so that ten years fit into a few numbers, and is
unfolded into instalments whenever it is read: a holiday decreed late moves every due date without touching a case.
Money is whole won. What must not enter: payments (see `ledger`), law (the moving rule is handed in), the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from itertools import pairwise

from chalicelib.aftercare.calendar import Calendar
from chalicelib.aftercare.days import add_months

REPAYMENT = "repayment"
DEFERRAL_INTEREST = "deferral_interest"
KINDS = (REPAYMENT, DEFERRAL_INTEREST)
MAX_INSTALMENTS = 400


@dataclass(frozen=True, slots=True)
class Run:
    """`count` instalments of `amount` won, one a month from `first`; `anchor` is the day of the month the plan names."""

    first: date
    anchor: int
    count: int
    amount: int
    kind: str = REPAYMENT


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment: `nominal` is the day the plan names, `due` that day moved for holidays, `amount` in won."""

    no: int
    nominal: date
    due: date
    amount: int
    anchor: int
    kind: str = REPAYMENT


def equal_plan(total: int, count: int, first: date, anchor: int | None = None) -> tuple[Run, ...]:
    """`total` won in `count` monthly instalments; the first ones equal, the last one holds the remainder.

    Equal instalments are rounded up to whole won, so that the last one is never the larger.

    >>> [(r.count, r.amount) for r in equal_plan(1_000, 3, date(2026, 1, 25))]
    [(2, 334), (1, 332)]
    """
    if total <= 0 or not 0 < count <= MAX_INSTALMENTS or total < count:
        raise ValueError("a plan needs at least one won an instalment and at most 400 instalments")
    day = anchor or first.day
    amount = -(-total // count)
    last = total - amount * (count - 1)
    if last <= 0:  # rounding up ran out of money: the rest goes down to the won instead
        amount = total // count
        last = total - amount * (count - 1)
    if last == amount:
        return (Run(first, day, count, amount),)
    return (
        Run(first, day, count - 1, amount),
        Run(add_months(first, count - 1, day), day, 1, last),
    )


@lru_cache(maxsize=256)
def unfold(runs: tuple[Run, ...], calendar: Calendar, rule: str) -> tuple[Instalment, ...]:
    """Every instalment by nominal day, with its real due date. Raises CalendarGap beyond the calendar.

    Remembered, because one turn of a case looks at the same schedule several times.
    """
    rows = [
        (add_months(run.first, i, run.anchor), run.amount, run.anchor, run.kind)
        for run in runs
        for i in range(run.count)
    ]
    rows.sort(key=lambda row: (row[0], row[3]))
    return tuple(
        Instalment(no, nominal, calendar.move_due(nominal, rule), amount, anchor, kind)
        for no, (nominal, amount, anchor, kind) in enumerate(rows, 1)
    )


def fold(instalments: Iterable[Instalment]) -> tuple[Run, ...]:
    """The shortest runs that unfold to these instalments."""
    runs: list[Run] = []
    for one in sorted(instalments, key=lambda i: (i.kind != REPAYMENT, i.nominal)):
        last = runs[-1] if runs else None
        if (
            last
            and (last.amount, last.kind, last.anchor) == (one.amount, one.kind, one.anchor)
            and add_months(last.first, last.count, last.anchor) == one.nominal
        ):
            runs[-1] = replace(last, count=last.count + 1)
        else:
            runs.append(Run(one.nominal, one.anchor, 1, one.amount, one.kind))
    return tuple(runs)


def total(instalments: Iterable[Instalment], kind: str | None = None) -> int:
    """Won over all instalments, or over those of one kind."""
    return sum(one.amount for one in instalments if kind is None or one.kind == kind)


def check(runs: Sequence[Run]) -> None:
    """Raises ValueError for runs that cannot be a schedule: no instalment, no money, two on one day, unknown kind."""
    days = [add_months(run.first, i, run.anchor) for run in runs for i in range(run.count)]
    if not 0 < len(days) <= MAX_INSTALMENTS:
        raise ValueError("a schedule has 1 to 400 instalments")
    if any(run.amount <= 0 or run.count <= 0 or run.kind not in KINDS for run in runs):
        raise ValueError("every instalment has a positive amount and a known kind")
    if any(not 1 <= run.anchor <= 31 for run in runs):
        raise ValueError("the day of the month is 1 to 31")
    days.sort()
    if any(one == other for one, other in pairwise(days)):
        raise ValueError("two instalments on one day")


def defer(
    instalments: Sequence[Instalment], start: date, months: int, yearly_rate: Decimal | None = None
) -> tuple[Run, ...]:
    """상환유예: what is named for `start` or later moves `months` on; interest alone is due in the meantime.

    `yearly_rate` in percent a year on the deferred sum, a twelfth a month, rounded down to the won; None or 0: none.
    Instalments before `start` stay as they are. The repayment total is unchanged.
    """
    if months <= 0:
        raise ValueError("a deferral has at least one month")
    kept = [one for one in instalments if one.nominal < start]
    moved = [one for one in instalments if one.nominal >= start]
    if not moved:
        raise ValueError("nothing falls due on or after the start of the deferral")
    later = [replace(one, nominal=add_months(one.nominal, months, one.anchor)) for one in moved]
    interest: list[Instalment] = []
    if yearly_rate:
        deferred = Decimal(total(moved, REPAYMENT))
        monthly = int((deferred * yearly_rate / 1200).to_integral_value(ROUND_FLOOR))
        if monthly:
            anchor = moved[0].anchor
            begin = moved[0].nominal
            for i in range(months):
                day = add_months(begin, i, anchor)
                interest.append(Instalment(0, day, day, monthly, anchor, DEFERRAL_INTEREST))
    return fold([*kept, *interest, *later])


def move_to_end(instalments: Sequence[Instalment], missed: Iterable[int]) -> tuple[Run, ...]:
    """미납상태 해소: the instalments with these numbers move behind the last one, a month each, in their order."""
    numbers = set(missed)
    kept = [one for one in instalments if one.no not in numbers]
    moved = [one for one in instalments if one.no in numbers]
    if not moved or len(moved) != len(numbers):
        raise ValueError("no such instalments to move")
    last = instalments[-1]
    return fold(
        [
            *kept,
            *(
                replace(one, nominal=add_months(last.nominal, i, last.anchor), anchor=last.anchor)
                for i, one in enumerate(moved, 1)
            ),
        ]
    )


def halve(instalments: Sequence[Instalment], start: date, months: int, divisor: int = 2) -> tuple[Run, ...]:
    """절반 납입: from `start`, `months` instalments shrink to a part; what is left out follows at the end.

    The part is rounded up to the won. The rest is paid in instalments no larger than the usual one.
    """
    small = [one for one in instalments if one.nominal >= start and one.kind == REPAYMENT][:months]
    if not small:
        raise ValueError("nothing falls due on or after the start")
    numbers = {one.no for one in small}
    reduced = [replace(one, amount=-(-one.amount // divisor)) for one in small]
    rest = total(small) - total(reduced)
    usual = max(one.amount for one in small)
    last = instalments[-1]
    tail: list[Instalment] = []
    while rest:
        piece = min(usual, rest)
        day = add_months(last.nominal, len(tail) + 1, last.anchor)
        tail.append(Instalment(0, day, day, piece, last.anchor))
        rest -= piece
    return fold([*(one for one in instalments if one.no not in numbers), *reduced, *tail])


def spread_rest(instalments: Sequence[Instalment], start: date, months: int) -> tuple[Run, ...]:
    """상환기간 연장: everything named for `start` or later is spread over `months` equal instalments from that day."""
    kept = [one for one in instalments if one.nominal < start]
    rest = [one for one in instalments if one.nominal >= start]
    if months <= len(rest) or not rest:
        raise ValueError("the new term must be longer than the rest of the old one")
    return (*fold(kept), *equal_plan(total(rest), months, rest[0].nominal, rest[0].anchor))
