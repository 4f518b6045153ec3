"""The exact ledger: which payment paid which instalment.

Money goes to the oldest unpaid instalment first; what is left over waits as credit for the next ones (it is not
returned, aftercare sheet 01.4). The split is a function of the schedule and the set of payments, so payments that
arrive twice or out of order lead to the same ledger. Invariant, always: the sum of allocations equals the sum of
payments. What must not enter: law, storage, the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.aftercare.schedule import Instalment


@dataclass(frozen=True, slots=True)
class Payment:
    """`amount` won received on `on`. `voided` keeps a booking that turned out wrong, without its money."""

    id: str
    on: date
    amount: int
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Allocation:
    """`amount` won of the payment went to instalment `no`; None: it waits as credit."""

    payment: str
    no: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """`paid` won by instalment number, `settled_on` the day on which each full instalment became full."""

    allocations: tuple[Allocation, ...]
    paid: dict[int, int]
    settled_on: dict[int, date]
    credit: int
    received: tuple[tuple[date, int], ...] = ()
    """Day and won of every payment with money, by day."""

    @property
    def total(self) -> int:
        """Won received in all."""
        return sum(one.amount for one in self.allocations)


def allocate(instalments: Sequence[Instalment], payments: Iterable[Payment]) -> Ledger:
    """Split the payments over the instalments. Raises ValueError for an amount that is not positive or an id used twice.

    >>> from datetime import date
    >>> rows = [Instalment(n, date(2026, n, 25), date(2026, n, 25), 100, 25) for n in (1, 2)]
    >>> ledger = allocate(rows, [Payment("a", date(2026, 1, 25), 150), Payment("b", date(2026, 2, 25), 90)])
    >>> [(a.payment, a.no, a.amount) for a in ledger.allocations], ledger.credit
    ([('a', 1, 100), ('a', 2, 50), ('b', 2, 50), ('b', None, 40)], 40)
    """
    allocations: list[Allocation] = []
    paid: dict[int, int] = {}
    settled: dict[int, date] = {}
    credit = 0
    received: list[tuple[date, int]] = []
    seen: set[str] = set()
    place = 0
    open_amount = instalments[0].amount if instalments else 0
    for payment in sorted(payments, key=lambda p: (p.on, p.id)):
        if payment.amount <= 0 or payment.id in seen:
            raise ValueError("a payment has a positive amount and an id of its own")
        seen.add(payment.id)
        left = 0 if payment.voided else payment.amount
        if left:
            received.append((payment.on, left))
        while left and place < len(instalments):
            one = instalments[place]
            part = min(left, open_amount)
            allocations.append(Allocation(payment.id, one.no, part))
            paid[one.no] = paid.get(one.no, 0) + part
            left -= part
            open_amount -= part
            if not open_amount:
                settled[one.no] = payment.on
                place += 1
                open_amount = instalments[place].amount if place < len(instalments) else 0
        if left:
            allocations.append(Allocation(payment.id, None, left))
            credit += left
    return Ledger(tuple(allocations), paid, settled, credit, tuple(received))
