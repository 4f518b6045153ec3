"""The early-warning check: signs that payments may become hard, for people who are not in arrears yet.

Signs, not a score and not a forecast. Every bound is a dated value; what was not answered is named as unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from chalicelib.assess.person import Person
from chalicelib.law import Law
from chalicelib.rules.text import say

from .choose import squeezed

_HARD = frozenset({"job_loss", "closed_business", "income_drop", "long_illness", "unpaid_leave", "divorce"})
_MONTHS = 12


def check(person: Person, assessment: Mapping[str, Any], law: Law) -> dict[str, Any]:
    """{applies, signs[], unknown[], says}: `applies` is None while arrears are not known, False when there are some."""
    days = None if person.debts is None else [debt.days_overdue for debt in person.debts]
    if days is not None and any(day for day in days if day):
        return _answer(False, [], [], "이미 밀린 빚이 있어서, 미리 살피는 대신 길 찾기를 먼저 권합니다.")
    applies = None if days is None or None in days else True
    signs: list[dict[str, Any]] = []
    unknown: list[str] = []
    for found in (
        _no_money_left(assessment),
        _debt_to_income(person, law),
        _new_debt(person, law),
        _short(person, law),
    ):
        if isinstance(found, str):
            unknown.append(found)
        elif found is not None:
            signs.append(found)
    signs += _cash_loans(person) + _hardship(person)
    if signs:
        says = "미리 살펴볼 점이 있습니다. 밀리기 전에 상담하면 고를 수 있는 길이 더 많습니다."
    elif unknown or applies is None:
        says = "아직 모르는 것이 있어서 말씀드리기 어렵습니다. 몇 가지를 더 알려 주세요."
    else:
        says = "알려 주신 내용에서는 위험 신호가 보이지 않습니다. 내는 날을 챙기면서 지내시면 됩니다."
    return _answer(applies, signs, unknown, says)


def _answer(
    applies: bool | None, signs: list[dict[str, Any]], unknown: list[str], says: str
) -> dict[str, Any]:
    return {"applies": applies, "signs": signs, "unknown": unknown, "says": says}


def _sign(code: str, says: str, article: str | None = None) -> dict[str, Any]:
    return {"code": code, "says": says, "article": article}


def _no_money_left(assessment: Mapping[str, Any]) -> dict[str, Any] | str | None:
    diagnosis = assessment.get("diagnosis", {})
    if squeezed(assessment):
        return _sign("no_money_left", "소득에서 생활비를 빼면 갚는 데 쓸 돈이 남지 않습니다.")
    left = diagnosis.get("surplus")
    return "/living_cost" if left is None else None


def _debt_to_income(person: Person, law: Law) -> dict[str, Any] | str | None:
    if person.debts is None:
        return "/debts"
    if person.monthly_income is None:
        return "/monthly_income"
    principal = [debt.principal for debt in person.debts if debt.kind != "mortgage"]
    if any(amount is None for amount in principal):
        return "/debts"
    bound = law.get("credit.advice.loan_to_income_percent")
    if bound is None:
        return None
    owed = sum(amount for amount in principal if amount is not None)
    limit = Fraction(bound.value) / 100 * person.monthly_income * _MONTHS
    if owed <= limit:
        return None
    says = f"집을 잡힌 빚을 뺀 빚이 한 해 소득의 {bound.value}%를 넘습니다. 오래된 조언의 선을 넘었다는 뜻입니다."
    return _sign("debt_over_advice", says, bound.cites)


def _new_debt(person: Person, law: Law) -> dict[str, Any] | str | None:
    if person.new_debt_6m is None:
        return "/new_debt_6m"
    if person.new_debt_6m == 0:
        return None
    says = (
        "최근 {=ccrs.new_debt_months|몇 달} 안에 새로 빌린 돈이 있습니다. 빚을 빚으로 갚고 있는지 살펴보세요."
    )
    return _sign("new_debt", say(says, law))


def _short(person: Person, law: Law) -> dict[str, Any] | str | None:
    if person.credit is None or person.credit.short_delinquencies_6m is None:
        return "/credit/short_delinquencies_6m"
    if person.credit.short_delinquencies_6m == 0:
        return None
    return _sign(
        "short_delays", say("최근 {=fast.risk.delays_months|몇 달} 안에 며칠씩 늦은 일이 있었습니다.", law)
    )


def _cash_loans(person: Person) -> list[dict[str, Any]]:
    kinds = {debt.kind for debt in person.debts or ()}
    if not kinds & {"cash_service", "card_loan"}:
        return []
    return [_sign("cash_loans", "현금서비스나 카드론을 쓰고 있습니다. 이자가 높아 빚이 빨리 늘 수 있습니다.")]


def _hardship(person: Person) -> list[dict[str, Any]]:
    if not _HARD & set(person.hardships or ()):
        return []
    return [
        _sign("hardship", "소득이나 건강에 어려움이 있었습니다. 밀리기 전에도 조정을 신청할 수 있습니다.")
    ]
