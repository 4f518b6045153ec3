"""Generated people: any answers in any combination, each of them possibly missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from chalicelib.assess.person import (
    ASSET_KINDS,
    CAUSES,
    CCRS_PLANS,
    CREDITORS,
    DEBT_KINDS,
    EMPLOYMENTS,
    HARDSHIPS,
    LEGAL_ACTIONS,
    PROCEDURES,
    REGIONS,
    STATUSES,
    Asset,
    Business,
    Credit,
    Debt,
    History,
    LivingCost,
    Person,
)

days = st.dates(date(2010, 1, 1), date(2026, 11, 22))
rates = st.integers(0, 400_000).map(lambda n: Decimal(n) / 10_000)
amounts = st.integers(0, 2_000_000_000) | st.sampled_from(
    [0, 1, 500_000_000, 1_000_000_000, 1_500_000_000, 10**15]
)
flags = st.booleans()


def record(kind: type[Any], /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional=fields).map(lambda answers: kind(**answers))


def chosen(table: dict[str, str], most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(sorted(table)), max_size=most, unique=True).map(tuple)


debts = record(
    Debt,
    kind=st.sampled_from(sorted(DEBT_KINDS)),
    creditor=st.sampled_from(sorted(CREDITORS)),
    ccrs_member=flags,
    principal=amounts,
    interest_due=st.integers(0, 50_000_000),
    annual_rate=rates,
    monthly_payment=st.integers(0, 5_000_000),
    days_overdue=st.integers(0, 4_000) | st.sampled_from([0, 1, 30, 31, 89, 90]),
    opened_on=days,
    last_paid_on=days,
    collateral_value=amounts,
    lien_rank_amount=amounts,
    guarantor=flags,
    written_off=flags,
    judgment_on=days,
    payment_order_received_on=days,
    coercive_contract=flags,
)
assets = record(Asset, kind=st.sampled_from(sorted(ASSET_KINDS)), value=amounts, loan_balance=amounts)
living = record(
    LivingCost,
    total=st.integers(0, 9_000_000),
    rent=st.integers(0, 3_000_000),
    medical=st.integers(0, 3_000_000),
    education=st.integers(0, 3_000_000),
)
histories = record(
    History,
    bankruptcy_discharged_on=days,
    rehabilitation_discharged_on=days,
    ccrs_plan=st.sampled_from(sorted(CCRS_PLANS)),
    open_procedure=st.sampled_from(sorted(PROCEDURES)),
    none_before=flags,
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "age": st.integers(0, 110),
    "household_size": st.integers(9, 12),
    "dependants": st.integers(0, 8),
    "region": st.sampled_from(sorted(REGIONS)),
    "employment": st.sampled_from(sorted(EMPLOYMENTS)),
    "monthly_income": st.integers(0, 20_000_000),
    "income_regular": flags,
    "spouse_monthly_income": st.integers(0, 9_000_000),
    "living_cost": living,
    "debts": st.lists(debts, max_size=4).map(tuple),
    "assets": st.lists(assets, max_size=3).map(tuple),
    "statuses": chosen(STATUSES),
    "hardships": chosen(HARDSHIPS),
    "business": record(Business, opened_on=days, years_active=st.integers(0, 40)),
    "credit": record(
        Credit,
        nice_score=st.integers(1, 1000),
        kcb_score=st.integers(1, 1000),
        short_delinquencies_6m=st.integers(0, 9),
    ),
    "new_debt_6m": amounts,
    "history": histories,
    "legal_actions": chosen(LEGAL_ACTIONS),
    "keeps_home": flags,
    "causes": chosen(CAUSES),
    "transfers_2y": flags,
    "occupation_barred": flags,
}
people = record(Person, **FIELDS)
covered_days = st.dates(date(2018, 1, 1), date(2027, 12, 31))
