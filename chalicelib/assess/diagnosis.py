"""The household's finances at a glance: totals, what a month leaves, shares, and flags in words (api.md `diagnosis`).

Amounts in won, exact or as {low, high}; shares in percent with one decimal, half-up; null where not known.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chalicelib.assess.facts import Case
from chalicelib.assess.person import LivingCost
from chalicelib.rules import UNKNOWN, Span, exactly, plain


def diagnose(case: Case) -> dict[str, Any]:
    person = case.person
    income = UNKNOWN if person.monthly_income is None else case["income"]
    spent = living_cost(person.living_cost)
    service: Span = case["debt_service"] if person.debts is not None else UNKNOWN
    surplus = (
        UNKNOWN
        if UNKNOWN in (income, service) or spent is None
        else income.minus(exactly(spent)).minus(service)
    )
    listed = person.debts is not None
    return {
        "total_debt": _amount(case["total_debt"], listed),
        "unsecured": _amount(case["unsecured_debt"], listed),
        "secured": _amount(case["secured_debt"], listed),
        "monthly_income": person.monthly_income,
        "living_cost": spent,
        "court_living_cost": _amount(case["court_living"], True),
        "surplus": _amount(surplus, True),
        "disposable": _amount(case["disposable"], True),
        "debt_service": _amount(service, listed),
        "dsr": _share(service.map(lambda won: won * 12), income.map(lambda won: won * 12)),
        "debt_to_income": _share(case["total_debt"] if listed else UNKNOWN, income.map(lambda won: won * 12)),
        "net_worth": _amount(case["net_worth"], listed and person.assets is not None),
        "liquidation_value": _amount(case["liquidation"], person.assets is not None),
        "flags": flags(case, surplus),
    }


def living_cost(cost: LivingCost | None) -> int | None:
    """The told total, else the sum of the told parts; None where nothing was told. Won a month."""
    if cost is None:
        return None
    if cost.total is not None:
        return cost.total
    parts = [getattr(cost, name) for name in LivingCost.PARTS]
    told = [part for part in parts if part is not None]
    return sum(told) if told else None


def flags(case: Case, surplus: Span) -> list[dict[str, str]]:
    """What a counsellor would underline, each with its sentence."""
    found = []

    def flag(code: str, says: str) -> None:
        found.append({"code": code, "says": says})

    if surplus.high is not None and surplus.high < 0:
        flag("negative_budget", "생활비와 갚는 돈이 소득보다 많습니다. 매달 빚이 늘고 있을 수 있습니다.")
    if case["disposable"].high is not None and case["disposable"].high <= 0:
        flag("below_living_cost", "소득이 법원이 인정하는 생계비보다 적거나 같습니다.")
    if case.person.assets is not None and case["net_worth"].high is not None and case["net_worth"].high < 0:
        flag("debts_over_assets", "빚이 가진 재산보다 많습니다.")
    if case["repayment_ends"] is False:
        flag("never_ends", "지금 내는 돈으로는 빚이 끝나지 않는 것이 있습니다.")
    if case["surviving_debt"].low:
        flag(
            "surviving_debts",
            "세금·보험료·양육비처럼 어떤 절차로도 줄지 않는 빚이 있습니다. 나누어 내는 것을 먼저 상담하세요.",
        )
    if any(claim.debt.guarantor for claim in case.claims or ()):
        flag("guarantor", "보증인이 있는 빚이 있습니다. 법원 절차에서는 보증인이 보호되지 않습니다.")
    if any(claim.secured.low for claim in case.claims or ()):
        flag("secured_debts", "담보가 걸린 빚은 따로 조정하거나 담보를 어떻게 할지 정해야 합니다.")
    return found


def _amount(value: Span, known: bool) -> Any:
    if not known or value.unknown:
        return None
    return plain(value)


def _share(part: Span, whole: Span) -> Decimal | None:
    if part.exact is None or whole.exact is None or whole.exact == 0:
        return None
    return (Decimal(part.exact) * 100 / whole.exact).quantize(Decimal("0.1"), ROUND_HALF_UP)
