"""What the property would bring creditors after exemptions: liquidation value (청산가치), won.

Sheets 00 T3-T5, 07 §7.4, 08 §8.3. Exemptions are applied as if asked for in time (DRBA 383, 580③).
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import NamedTuple

from chalicelib.assess.claims import LIENS, Claim
from chalicelib.assess.household import median_income
from chalicelib.assess.person import Asset, Person
from chalicelib.law import Law, LawGap
from chalicelib.rules import SOME, ZERO, Span, exactly, hull, total

SIX_MONTH_KINDS = frozenset({"savings", "insurance", "vehicle", "securities", "other"})
"""Sheet 08 §8.3: savings, insurance value and car together may be claimed up to the six-month amount."""


class Estate(NamedTuple):
    """Market value, what liens leave, and what exemptions leave of that (won)."""

    gross: Span
    net: Span
    liquidation: Span
    home_value: Span
    home_equity: Span
    homes: int | None


def estate_of(person: Person, claims: tuple[Claim, ...] | None, law: Law) -> Estate:
    if person.assets is None:
        return Estate(SOME, SOME, SOME, SOME, SOME, None)
    gross: list[Span] = []
    net: list[Span] = []
    left: list[Span] = []
    pool: list[Span] = []
    homes, home_values, home_equities = 0, [], []
    for asset in person.assets:
        value = exactly(asset.value)
        free = _after_liens(asset, value, person.assets, claims)
        gross.append(value)
        net.append(free)
        if asset.kind == "home":
            homes += 1
            home_values.append(value)
            home_equities.append(free)
        (pool if asset.kind in SIX_MONTH_KINDS else left).append(_attachable(asset, free, person, law))
    living = six_month_exemption(law)
    movable = total(pool)
    left.append(movable.minus(living).at_least(0) if pool else ZERO)
    return Estate(total(gross), total(net), total(left), total(home_values), total(home_equities), homes)


@lru_cache(maxsize=256)
def six_month_exemption(law: Law) -> Span:
    """T4: a fixed sum until 2024-06-10, then 40 % of the four-person median for six months (no rounding between)."""
    fixed = law.get("exempt.six_month")
    if fixed is not None and fixed.value is not None:
        return exactly(int(fixed.value))
    try:
        months, percent = (
            int(law["exempt.six_month_months"].value),
            Decimal(law["exempt.six_month_percent"].value),
        )
        return exactly(int((median_income(law, 4) * percent * months / 100).to_integral_value(ROUND_FLOOR)))
    except LawGap:
        return SOME


def _after_liens(
    asset: Asset, value: Span, assets: tuple[Asset, ...], claims: tuple[Claim, ...] | None
) -> Span:
    if asset.loan_balance is not None:
        return value.minus(exactly(asset.loan_balance)).at_least(0)
    liens = [kind for kind, owned in LIENS.items() if owned == asset.kind]
    if not liens:
        return value
    if claims is None:
        return Span(0, value.high)
    owed = [claim for claim in claims if claim.debt.kind in liens]
    if not owed:
        return value
    if sum(1 for other in assets if other.kind == asset.kind) > 1:
        return Span(0, value.high)
    return value.minus(total(claim.owed for claim in owed)).at_least(0)


def _attachable(asset: Asset, free: Span, person: Person, law: Law) -> Span:
    """What remains of one thing after the exemption that belongs to its kind."""
    if asset.kind is None:
        return Span(0, free.high)
    if asset.kind == "lease_deposit":
        tables = law["deposit.priority"].value
        regions = [person.region] if person.region else list(tables)
        return hull(*(_deposit(free, exactly(asset.value), tables[region]) for region in regions))
    if asset.kind == "insurance":
        floor = law.whole("insurance.surrender")
        return Span(0, free.high) if floor is None else free.minus(exactly(floor)).at_least(0)
    if asset.kind == "retirement":
        # A company pension cannot be seized at all, ordinary severance pay by half: which one was not asked.
        return Span(0, None if free.high is None else free.high // 2)
    return free


def _deposit(free: Span, deposit: Span, row: dict[str, int]) -> Span:
    if deposit.high is not None and deposit.high <= row["ceiling"]:
        return free.minus(exactly(row["protected"])).at_least(0)
    if deposit.low is not None and deposit.low > row["ceiling"]:
        return free
    return hull(free.minus(exactly(row["protected"])).at_least(0), free)


def deposit_shield(asset: Asset, row: dict[str, int]) -> Span:
    """T3: the protected sum where the whole deposit is within the ceiling, else nothing (a cliff)."""
    if asset.value is None:
        return Span(0, row["protected"])
    return exactly(min(asset.value, row["protected"]) if asset.value <= row["ceiling"] else 0)
