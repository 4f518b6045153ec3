"""The ledger: exact always, whatever order payments come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aftercare.ledger import Payment, allocate
from chalicelib.aftercare.schedule import equal_plan, unfold

from .support import CALENDAR

ROWS = unfold(equal_plan(1_000_003, 12, date(2026, 1, 25)), CALENDAR, "next_business_day")
many = st.lists(
    st.builds(
        Payment,
        id=st.uuids().map(str),
        on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        amount=st.integers(1, 200_000),
        voided=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda payment: payment.id,
)


@given(many)
def test_the_sum_of_allocations_is_the_sum_of_payments(payments: list[Payment]) -> None:
    ledger = allocate(ROWS, payments)
    received = sum(p.amount for p in payments if not p.voided)
    assert sum(a.amount for a in ledger.allocations) == ledger.total == received
    assert ledger.credit == max(0, received - sum(row.amount for row in ROWS))
    assert sum(ledger.paid.values()) + ledger.credit == received
    for payment in payments:
        parts = sum(a.amount for a in ledger.allocations if a.payment == payment.id)
        assert parts == (0 if payment.voided else payment.amount)


@given(many, st.randoms())
def test_payments_that_arrive_out_of_order_lead_to_the_same_ledger(
    payments: list[Payment], random: object
) -> None:
    shuffled = list(payments)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert allocate(ROWS, shuffled) == allocate(ROWS, payments)


@given(many)
def test_no_instalment_gets_more_than_it_asks_and_the_oldest_is_filled_first(payments: list[Payment]) -> None:
    ledger = allocate(ROWS, payments)
    filled = [ledger.paid.get(row.no, 0) for row in ROWS]
    assert all(paid <= row.amount for paid, row in zip(filled, ROWS, strict=True))
    partly = [i for i, row in enumerate(ROWS) if 0 < filled[i] < row.amount]
    assert len(partly) <= 1
    assert set(ledger.settled_on) == {
        row.no for row, paid in zip(ROWS, filled, strict=True) if paid == row.amount
    }


def test_a_partial_payment_waits_for_its_rest_and_settles_on_the_day_of_the_last_part() -> None:
    part = Payment("a", date(2026, 1, 25), 50_000)
    rest = Payment("b", date(2026, 2, 3), ROWS[0].amount - 50_000)
    ledger = allocate(ROWS, [rest, part])
    assert ledger.settled_on == {1: date(2026, 2, 3)}


def test_too_much_money_waits_as_credit_and_is_never_lost() -> None:
    ledger = allocate(ROWS, [Payment("a", date(2026, 1, 25), 2_000_000)])
    assert ledger.credit == 2_000_000 - 1_000_003
    assert ledger.allocations[-1].no is None


def test_a_voided_payment_stays_visible_without_its_money() -> None:
    payment = Payment("a", date(2026, 1, 25), 100_000)
    assert allocate(ROWS, [replace(payment, voided=True)]).total == 0


@pytest.mark.parametrize(
    "bad", [[Payment("a", date(2026, 1, 1), 0)], [Payment("a", date(2026, 1, 1), 1)] * 2]
)
def test_a_payment_without_money_or_with_anothers_id_is_a_fault(bad: list[Payment]) -> None:
    with pytest.raises(ValueError, match="positive amount"):
        allocate(ROWS, bad)
