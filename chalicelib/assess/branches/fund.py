"""Branches of 새출발기금 for people 90 days late: deeper cuts and longer terms (sheet 04). The remedy gives the estimate."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.assess.facts import Case
from chalicelib.assess.remedy import Branch, Estimate
from chalicelib.rules import AllOf, AnyOf, Condition

ARTICLE = "새출발기금 안내"
Cut = Callable[[Case, str, "int | None"], "Estimate | None"]

LATE = Condition(
    "new_start_fund.branch_late",
    "overdue_days",
    ">=",
    law="nsf.nonperforming_days",
    says="{bound} 이상 밀린 부실차주여야 합니다.",
    fail="아직 {bound} 이상 밀리지 않았습니다. 일부러 늦게 내지 마세요.",
)
SIXTY = Condition(
    "new_start_fund.branch_income",
    "income_under_sixty",
    "is",
    bound=True,
    says="소득이 기준 중위소득의 {nsf.np.low_income_percent_max} 이하여야 합니다.",
    fail="소득이 기준 중위소득의 {nsf.np.low_income_percent_max}를 넘습니다.",
    ask="소득과 부양가족을 알려 주세요.",
    article="금융위원회 발표(2025-09)",
    source="04 nsf.np.cut_low_income (FSC 2025-09)",
)


def branches(cut: Cut) -> tuple[Branch, ...]:
    """The branches; `cut` is the remedy's estimate for a law key of the cut and a longest term in months."""

    def deep(case: Case) -> Estimate | None:
        return cut(case, "nsf.np.cut_vulnerable", None)

    def low_income(case: Case) -> Estimate | None:
        return cut(case, "nsf.np.cut_low_income", case.law.months("nsf.np.low_income_term_max"))

    return (
        Branch(
            "low_income",
            "저소득·소액채무 감면",
            (
                LATE,
                Condition(
                    "new_start_fund.small_total",
                    "total_debt",
                    "<=",
                    law="nsf.np.low_income_debt_max",
                    says="빚이 모두 {bound} 이하여야 합니다.",
                    fail="빚이 {bound}을 {gap} 넘습니다.",
                ),
                SIXTY,
            ),
            low_income,
            since="nsf.np.low_income_debt_max",
            says="최대 {nsf.np.cut_low_income}까지 줄고, {nsf.np.low_income_grace_max}까지 미루고 {nsf.np.low_income_term_max}까지 나눌 수 있습니다.",
        ),
        Branch(
            "vulnerable",
            "취약계층 감면",
            (
                LATE,
                AnyOf(
                    "new_start_fund.vulnerable",
                    (
                        Condition(
                            "new_start_fund.status",
                            "statuses",
                            "has",
                            bound=("basic_livelihood", "severe_disability"),
                            says="기초생활수급자이거나 중증장애인입니다.",
                            article=ARTICLE,
                            source="04 nsf.np.cut_vulnerable (FSC)",
                        ),
                        Condition(
                            "new_start_fund.age",
                            "age",
                            ">=",
                            law="nsf.np.age_min",
                            says="나이가 {bound} 이상입니다.",
                        ),
                        Condition(
                            "new_start_fund.low_income",
                            "counsel",
                            "is",
                            bound=True,
                            says="저소득자로 인정받습니다(기준은 상담에서 확인).",
                            article=ARTICLE,
                            source="04 nsf.np.cut_vulnerable (FSC)",
                        ),
                    ),
                    says="기초생활수급자, 중증장애인, 고령자나 저소득자여야 합니다.",
                    article=ARTICLE,
                    source="04 nsf.np.cut_vulnerable (FSC)",
                ),
            ),
            deep,
            since="nsf.np.cut_vulnerable",
            says="순부채의 최대 {nsf.np.cut_vulnerable}까지 줄 수 있습니다.",
        ),
        Branch(
            "small_debt_terms",
            "담보 없는 빚이 적을 때의 긴 기간",
            (
                LATE,
                AllOf(
                    "new_start_fund.small_unsecured",
                    (
                        Condition(
                            "new_start_fund.small_unsecured_max",
                            "member_unsecured",
                            "<=",
                            law="nsf.np.small_debt_max",
                            says="담보 없는 빚이 {bound} 이하입니다.",
                            fail="담보 없는 빚이 {bound}을 {gap} 넘습니다.",
                        ),
                        Condition(
                            "new_start_fund.small_unsecured_income",
                            "counsel",
                            "is",
                            bound=True,
                            says="소득 조건이 함께 있는지는 상담에서 확인해야 합니다.",
                            article="새출발기금 안내(2026-02)",
                            source="04 nsf.np.small_debt_terms (guides differ, L)",
                        ),
                    ),
                    says="담보 없는 빚이 적어야 합니다.",
                ),
            ),
            None,
            since="nsf.np.small_debt_max",
            says="{nsf.np.small_debt_grace_max}까지 미루고 {nsf.np.small_debt_term_max}까지 나눌 수 있다고 합니다.",
        ),
    )
