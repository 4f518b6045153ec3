"""The debts, claim by claim: what is owed, what a lien covers, who is a member, what no procedure can cut.

Sheets 00 (who is covered), 07 §7.2 (secured up to the value of the lien), 09 (unlicensed lenders), worked-logic
G1-G5. A claim of an unlicensed lender is taken out of every sum and flagged instead. Amounts in won.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from typing import NamedTuple

from chalicelib.assess.person import Asset, Debt, Person
from chalicelib.law import Law, history
from chalicelib.rules import SOME, ZERO, Span, exactly

SURVIVING = frozenset({"tax", "social_insurance", "fine", "support", "damages"})
PRIORITY = frozenset({"tax", "social_insurance"})
"""Paid in full inside a rehabilitation plan (DRBA 583, 611①2)."""
LIENS = {
    "mortgage": "home",
    "lease_deposit_loan": "lease_deposit",
    "vehicle_loan": "vehicle",
    "policy_loan": "insurance",
}
MEMBERS = frozenset({"bank", "savings_bank", "mutual", "card", "capital", "insurer", "public_fund"})
OUTSIDERS = frozenset({"individual", "unregistered_lender", "state"})
CARD_KINDS = frozenset({"card", "cash_service", "card_loan"})


class Claim(NamedTuple):
    """One debt as the rules see it."""

    place: int
    debt: Debt
    principal: Span
    owed: Span
    secured: Span
    unsecured: Span
    member: bool | None
    illegal: bool
    overdue: Span

    @property
    def surviving(self) -> bool:
        return self.debt.kind in SURVIVING

    @property
    def priority(self) -> bool:
        return self.debt.kind in PRIORITY


def claims_of(person: Person, law: Law) -> tuple[Claim, ...] | None:
    """Every claim, or None when the person has not listed the debts."""
    if person.debts is None:
        return None
    taken: dict[str, Span] = {}
    told = enumerate(person.debts)
    if sum(debt.kind in LIENS for debt in person.debts) < 2:
        return tuple([_claim(i, debt, person, law, taken) for i, debt in told])
    return tuple(
        sorted((_claim(i, debt, person, law, taken) for i, debt in sorted(told, key=_rank)), key=_place)
    )


def _place(claim: Claim) -> int:
    return claim.place


def _rank(told: tuple[int, Debt]) -> tuple[int, date, int]:
    """Liens on one thing in their order: as told, else the older contract first."""
    place, debt = told
    return debt.lien_rank_amount or 0, debt.opened_on or date.max, place


def _claim(index: int, debt: Debt, person: Person, law: Law, taken: dict[str, Span]) -> Claim:
    principal = exactly(debt.principal)
    overdue = exactly(debt.days_overdue)
    owed = principal + _interest(debt, law)
    secured = _secured(debt, owed, person.assets, taken)
    unsecured = Span(
        None if owed.low is None or secured.high is None else max(0, owed.low - secured.high),
        None if owed.high is None or secured.low is None else owed.high - secured.low,
    )
    if secured is owed:
        unsecured = ZERO
    elif secured is ZERO:
        unsecured = owed
    illegal = debt.creditor == "unregistered_lender"
    return Claim(index, debt, principal, owed, secured, unsecured, _member(debt, law), illegal, overdue)


def _interest(debt: Debt, law: Law) -> Span:
    """Interest already due. Where it was not told: at most the legal cap of the contract's day (of the day the arrears
    began where that was not told) over the days since the last due date, a month more than the arrears: a bound and
    not a guess."""
    if debt.interest_due is not None:
        return exactly(debt.interest_due)
    if debt.principal is None or debt.days_overdue is None:
        return SOME
    days = debt.days_overdue + 31
    signed = debt.opened_on or law.day - timedelta(days=debt.days_overdue)
    rate = max(_cap_on(min(signed, law.day)), debt.annual_rate or Decimal(0))
    most = (debt.principal * rate * days / 36500).to_integral_value(ROUND_CEILING)
    return Span(0, int(most))


@lru_cache(maxsize=4096)
def _cap_on(day: date) -> Decimal:
    """The highest lawful rate of a contract of that day (an old contract keeps its own), the oldest known before."""
    rows = history("rate_cap.lending_act")
    return Decimal(next((row for row in rows if row.from_ <= day), rows[-1]).value)


def _secured(debt: Debt, owed: Span, assets: tuple[Asset, ...] | None, taken: dict[str, Span]) -> Span:
    """The part of a claim that a lien covers. Several liens on one thing share its value: what claims before it have
    `taken` is no longer there for a claim whose rank was not told."""
    kind = LIENS.get(debt.kind or "")
    if kind is None and debt.collateral_value is None:
        return ZERO if debt.kind is not None else Span(0, owed.high)
    if kind == "insurance" and debt.collateral_value is None:
        return owed  # a policy loan is set off against the surrender value (worked-logic pitfall 13)
    matching = [asset for asset in assets or () if asset.kind == kind]
    pledged = matching[0].value if len(matching) == 1 else None
    value = debt.collateral_value if debt.collateral_value is not None else pledged
    if value is None:
        return Span(0, owed.high)
    if kind is None or value != pledged:
        return owed.at_most(exactly(max(0, value - (debt.lien_rank_amount or 0))))
    before = taken.get(kind, ZERO)
    if debt.lien_rank_amount is not None:
        before = exactly(debt.lien_rank_amount)
    secured = owed.at_most(exactly(value).minus(before).at_least(0))
    taken[kind] = taken.get(kind, ZERO) + secured
    return secured


def _member(debt: Debt, law: Law) -> bool | None:
    """Whether the creditor has signed the 신용회복지원협약: as told, else by trade where the trade decides."""
    if debt.ccrs_member is not None:
        return debt.ccrs_member
    if debt.kind in SURVIVING or debt.kind == "private":
        return False
    if debt.kind == "telecom" or debt.creditor == "telecom":
        included = law.get("ccrs.telecom_included")
        return None if included is None else bool(included.value)
    if debt.kind == "student_loan":
        return True if law.on("ccrs.members_forced") else None
    if debt.creditor in MEMBERS:
        return True
    if debt.creditor in OUTSIDERS:
        return False
    return None


def default_day(debt: Debt, as_of: date) -> date | None:
    """The day arrears began, counted back from the days told."""
    return None if debt.days_overdue is None else as_of - timedelta(days=debt.days_overdue)
