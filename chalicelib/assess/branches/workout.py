"""Special branches of 개인워크아웃: small debts, 특별면책(청산형), young people, the vulnerable (sheet 03)."""

from __future__ import annotations

from decimal import Decimal

from chalicelib.assess import ccrs
from chalicelib.assess.facts import Case
from chalicelib.assess.parts import part
from chalicelib.assess.remedy import Branch, Estimate, Variant
from chalicelib.rules import AnyOf, Condition, Span, exactly
from chalicelib.rules.text import say


def limits(case: Case, written_off: bool) -> tuple[Decimal, Decimal] | None:
    row = case.law.get("wo.cut_writtenoff" if written_off else "wo.cut_notwrittenoff")
    return None if row is None else (row.value["min"], row.value["max"])


def liquidation_estimate(case: Case) -> Estimate | None:
    """취약채무자 특별면책: cut up to 90 %, then half of the rest and three years, the remainder is remitted."""
    law, debts = case.law, ccrs.principals(case)
    cut, share = law.decimal("wo.liquidation.cut_max"), law.decimal("wo.liquidation.paid_share_min")
    years = law.whole("wo.liquidation.paid_years_min")
    if debts is None or cut is None or share is None or years is None or not debts[0]:
        return None
    low, high = debts[1]
    assert low is not None and high is not None
    months = 12 * years
    adjusted = low - int(low * cut / 100)
    least = -(-int(adjusted * share) // 100)
    most = high
    return Estimate(
        monthly_payment=Span(part(least, months), None),
        months=Span(months, None),
        total_paid=Span(least, most),
        forgiven=Span(0, high - least),
        fees=ccrs.fee(case),
        basis=("wo.liquidation.cut_max", "wo.liquidation.paid_share_min", "wo.liquidation.paid_years_min"),
        notes=(
            say(
                "먼저 원금이 최대 {wo.liquidation.cut_max} 줄고, 줄어든 빚의 {wo.liquidation.paid_share_min} 이상을 {wo.liquidation.paid_years_min} 이상 갚으면 나머지가 면제됩니다.",
                law,
            ),
        ),
        variants=(
            Variant(
                "least",
                "가장 적게 갚는 경우",
                exactly(part(least, months)),
                exactly(months),
                exactly(least),
                exactly(high - least),
            ),
        ),
    )


def small_estimate(case: Case) -> Estimate | None:
    """소액채무 특별감면: a year of deferral, then everything is remitted if nothing got better."""
    debts, months = ccrs.principals(case), case.law.months("wo.small.deferral")
    if debts is None or months is None or not debts[0]:
        return None
    high = debts[1].high or 0
    return Estimate(
        exactly(0),
        exactly(months),
        exactly(0),
        Span(debts[1].low, high),
        ccrs.fee(case),
        basis=("wo.small.cut", "wo.small.deferral"),
    )


def vulnerable_estimate(case: Case) -> Estimate | None:
    """취약계층: up to 90 % of written-off principal, at most ten years."""
    law, debts, longest = case.law, ccrs.principals(case), case.law.months("wo.term_max_printed")
    top = law.decimal("wo.cut_vulnerable_max")
    if debts is None or top is None or longest is None or not debts[0]:
        return None
    least = most = 0
    for claim, owed in debts[0]:
        not_written = limits(case, False) or (Decimal(0), Decimal(0))
        best = top if claim.debt.written_off is not False else not_written[1]
        worst = (
            Decimal(0)
            if claim.debt.written_off is not True
            else (limits(case, True) or (Decimal(0), Decimal(0)))[0]
        )
        least += owed - int(owed * best / 100)
        most += owed - int(owed * worst / 100)
    return Estimate(
        monthly_payment=Span(part(least, longest), part(most, longest)),
        months=exactly(longest),
        total_paid=Span(least, most),
        forgiven=Span(
            (debts[1].low or 0) - most if (debts[1].low or 0) > most else 0, (debts[1].high or 0) - least
        ),
        fees=ccrs.fee(case),
        basis=("wo.cut_vulnerable_max", "wo.cut_writtenoff", "wo.cut_notwrittenoff", "wo.term_max_printed"),
    )


SMALL = Branch(
    "small_debt",
    "소액채무 특별감면",
    (
        Condition(
            "individual_workout.small_who",
            "statuses",
            "has",
            bound=("basic_livelihood", "severe_disability"),
            says="기초생활수급자이거나 중증장애인이어야 합니다.",
            article="금융위원회 발표(2024-12-30)",
            source="03 소액채무 특별감면 (FSC-241230)",
        ),
        Condition(
            "individual_workout.small_principal",
            "member_principal",
            "<=",
            law="wo.small.principal_max",
            says="협약 기관 원금이 {bound} 이하여야 합니다.",
            fail="협약 기관 원금이 {bound}을 {gap} 넘습니다.",
        ),
        Condition(
            "individual_workout.small_overdue",
            "overdue_years",
            ">=",
            law="wo.small.overdue_min",
            says="{bound} 이상 밀렸어야 합니다.",
            fail="아직 {bound} 이상 밀리지 않았습니다.",
        ),
    ),
    small_estimate,
    since="wo.small.principal_max",
    says="대상은 {wo.small.who} {wo.small.deferral} 미룬 뒤에도 나아지지 않으면 {wo.small.cut} 면제됩니다.",
)
LIQUIDATION = Branch(
    "liquidation",
    "취약채무자 특별면책(청산형)",
    (
        AnyOf(
            "individual_workout.liquidation.vulnerable",
            (
                Condition(
                    "individual_workout.liquidation.status",
                    "statuses",
                    "has",
                    bound=("basic_livelihood", "severe_disability"),
                    says="기초생활수급자이거나 중증장애인입니다.",
                    article="금융위원회 발표(2026-01-30)",
                    source="03 특별면책 (FSC-260130)",
                ),
                Condition(
                    "individual_workout.liquidation.age",
                    "age",
                    ">=",
                    law="wo.liquidation.age_min",
                    says="나이가 {bound} 이상입니다.",
                ),
            ),
            says="기초생활수급자, 중증장애인이거나 {wo.liquidation.age_min} 이상이어야 합니다.",
            ask="기초생활수급·장애 여부와 나이를 알면 특별면책을 볼 수 있습니다.",
            article="금융위원회 발표(2026-01-30)",
            source="03 특별면책 (FSC-260130)",
        ),
        Condition(
            "individual_workout.liquidation_principal",
            "member_principal",
            "<=",
            law="wo.liquidation.principal_max",
            says="협약 기관 원금이 {bound} 이하여야 합니다.",
            fail="협약 기관 원금이 {bound}을 {gap} 넘습니다.",
        ),
    ),
    liquidation_estimate,
    since="wo.liquidation.principal_max",
    says="대상은 {wo.liquidation.who} 가장 적게 내는 금액은 원금의 {wo.liquidation.least_payment_percent}입니다.",
)
UNCONFIRMED = Condition(
    "individual_workout.vulnerable.unconfirmed",
    "maybe_vulnerable",
    "is",
    bound=True,
    says="한부모가족이나 장기 미취업자입니다(대상인지 상담에서 확인).",
    fail="한부모가족이나 장기 미취업자가 아닙니다.",
    ask="한부모가족이나 장기 미취업자가 대상에 드는지는 확인되지 않았습니다. 상담에서 확인하세요.",
    article="신용회복위원회 안내(2026년 기준)",
    source="03 취약계층 (CCRS-26, M list)",
)
VULNERABLE = Branch(
    "vulnerable",
    "취약계층 감면",
    (
        ccrs.vulnerable(
            "individual_workout.vulnerable",
            "wo.vulnerable.age_min",
            "wo.vulnerable.income_percent_max",
            (UNCONFIRMED,),
        ),
        ccrs.asset_test("individual_workout"),
    ),
    vulnerable_estimate,
    since="wo.cut_vulnerable_max",
    says="대상은 {wo.vulnerable.who}",
)
YOUTH = Branch(
    "youth",
    "미취업청년·대학생",
    (
        Condition(
            "individual_workout.youth_age",
            "age",
            "<=",
            law="wo.youth.age_max",
            says="나이가 {bound} 이하여야 합니다.",
        ),
        Condition(
            "individual_workout.youth_employment",
            "employment",
            "in",
            bound=("unemployed", "student"),
            says="일자리를 찾고 있거나 학생이어야 합니다.",
            article="신용회복위원회 안내(2026년 기준)",
            source="03 미취업청년·대학생 (CCRS-26)",
        ),
    ),
    since="wo.youth.age_max",
    says="학생은 졸업 뒤 {wo.youth.student_grace_years}까지, 미취업청년은 {wo.youth.unemployed_grace_years}까지(중소기업에 취업하면 {wo.youth.sme_grace_years} 더) 갚는 것을 미룬 뒤 {wo.youth.term_max}까지 나눌 수 있고 신청비가 없습니다.",
)
