"""Branches of 개인회생: shorter terms (DRBA 611⑤ and the courts' rules), other living cost, a running case.

Sheet 07 §7.1. Only Seoul and Gwangju publish whom they shorten for, and the court may, it need not.
"""

from __future__ import annotations

from chalicelib.assess.facts import Case
from chalicelib.assess.household import household, median_basis
from chalicelib.assess.money import steady_schedule
from chalicelib.assess.more_facts import median_share
from chalicelib.assess.plan import Plan, Terms, minimum_total, solve
from chalicelib.assess.remedy import Branch, Estimate
from chalicelib.rules import AnyOf, Condition, Span

SEOUL = "서울회생법원 실무준칙 제424호"


def plan_at(case: Case, months: int | None, monthly: int | None = None) -> Plan | None:
    """The plan over a fixed term, where every amount is known; None else or where no plan stands."""
    terms = Terms.of(case.law)
    amounts = [case[name].exact for name in ("disposable", "unsecured_debt", "priority_debt", "liquidation")]
    if terms is None or None in amounts:
        return None
    left, owed, priority, worth = (amount or 0 for amount in amounts)
    least = minimum_total(case.law, owed) or 0
    made = solve(left if monthly is None else monthly, owed, min(worth, owed), priority, terms, least, months)
    return None if made.obstacle else made


def shorter_months(case: Case) -> tuple[int, int] | None:
    """Fewest and most months of a shortened plan: 24 to 30 for people under 30 in Seoul (M); for the other groups and
    courts no number is published, so 24 to the normal term as an estimate (L)."""
    law, age, normal = case.law, case["age"], case.law.months("reh.term_normal")
    young, more = law.months("reh.term_shorter_length"), law.months("reh.term_shorter_length_extra")
    other = law.months("reh.term_shorter_other")
    table = law.get("reh.term_shorter.seoul")
    if table is None or normal is None:
        return None
    under = age.high is not None and age.high < table.value["age_below"]
    if under and case["court_region"] == "seoul" and young is not None and more is not None:
        return young, min(normal, young + more)
    return None if other is None else (min(other, normal), normal)


def shorter(case: Case) -> Estimate | None:
    """The plan over the shortened term, as a range."""
    span = shorter_months(case)
    if span is None:
        return None
    plans = [plan for plan in (plan_at(case, months) for months in span) if plan is not None]
    owed = case["unsecured_debt"].exact
    if not plans or owed is None:
        return None
    totals = [plan.total for plan in plans]
    longest = max(plans, key=lambda plan: plan.total)
    return Estimate(
        monthly_payment=Span(min(plan.monthly for plan in plans), max(plan.monthly for plan in plans)),
        months=Span(min(plan.months for plan in plans), max(plan.months for plan in plans)),
        total_paid=Span(min(totals), max(totals)),
        forgiven=Span(owed - max(totals), owed - min(totals)),
        basis=(
            "reh.term_shorter.seoul",
            "reh.term_shorter_length",
            "reh.term_shorter_length_extra",
            "reh.term_shorter_other",
        ),
        notes=("법원이 줄일 수 있는 것이며 반드시 줄이는 것은 아닙니다.",),
        schedule=lambda: steady_schedule(longest.monthly, longest.months, longest.total),
    )


SHORTER = Branch(
    "shorter_term",
    "보통보다 짧은 변제기간",
    (
        Condition(
            "shorter_term.court",
            "court_shortens",
            "is",
            bound=True,
            says="짧은 기간의 기준을 공표한 법원(서울·광주회생법원)이어야 합니다.",
            ask="짧은 기간의 기준을 공표한 곳은 서울·광주회생법원입니다. 다른 법원은 그 법원의 기준을 상담에서 확인하세요.",
            article="채무자회생법 제611조제5항",
            source="07 reh.term_shorter (SBC 424; GJBC-26)",
        ),
        AnyOf(
            "shorter_term.who",
            (
                Condition(
                    "shorter_term.elder",
                    "age",
                    ">=",
                    law="reh.term_shorter.seoul",
                    part="age_min",
                    says="나이가 {bound} 이상입니다.",
                    unit="age",
                ),
                Condition(
                    "shorter_term.young",
                    "age",
                    "<",
                    law="reh.term_shorter.seoul",
                    part="age_below",
                    says="나이가 {bound} 미만입니다.",
                    unit="age",
                ),
                Condition(
                    "shorter_term.children",
                    "minor_children",
                    ">=",
                    law="reh.term_shorter_children",
                    says="미성년 자녀가 {value}입니다.",
                    fail="미성년 자녀 수가 기준에 이르지 않습니다.",
                ),
                Condition(
                    "shorter_term.status",
                    "statuses",
                    "has",
                    bound=("severe_disability", "single_parent", "lease_fraud_victim"),
                    says="중증장애인, 한부모가족, 전세사기피해자 가운데 하나입니다.",
                    article=SEOUL,
                    source="07 reh.term_shorter (SBC 424), 09.6 jeonse.victim_plan",
                ),
            ),
            says="{#reh.term_shorter.seoul/age_min}세 이상, {#reh.term_shorter.seoul/age_below}세 미만, 중증장애인, 미성년 자녀가 여럿인 사람, 한부모, 전세사기피해자 가운데 하나여야 합니다.",
            fail="짧은 기간을 쓸 수 있는 사람의 목록에 들지 않습니다.",
            ask="나이, 자녀 수, 해당하는 상황을 알려 주세요.",
            article=SEOUL,
            source="07 reh.term_shorter (SBC 424)",
        ),
        Condition(
            "shorter_term.cause",
            "causes",
            "lacks",
            bound=("gambling", "speculation"),
            says="도박이나 투기로 생긴 빚이 아니어야 합니다.",
            fail="도박이나 투기로 생긴 빚은 기간을 줄이지 않습니다. {reh.term_shorter_not.reasons}",
            ask="빚이 생긴 까닭을 알려 주세요.",
            article="서울회생법원·서울시복지재단 협의(2021-09)",
            source="07 reh.term_shorter_not (press 2021-09-14, M)",
        ),
        Condition(
            "shorter_term.debt",
            "total_debt",
            "<",
            law="reh.term_shorter_not.debt_min",
            says="빚이 모두 {bound} 미만이어야 합니다.",
            fail="빚이 {bound} 이상이면 기간을 줄이지 않습니다.",
            ask="빚의 원금을 알려 주세요.",
        ),
        Condition(
            "shorter_term.rate",
            "shorter_rate",
            ">=",
            law="reh.term_shorter_not.repayment_rate_below",
            says="갚는 비율이 {bound} 이상이어야 합니다.",
            fail="갚는 비율이 {value}라서 {bound}에 이르지 않습니다.",
            ask="소득과 부양가족을 알면 갚는 비율을 볼 수 있습니다.",
            unit="percent",
        ),
    ),
    shorter,
    since="reh.term_shorter.seoul",
    says="원금을 다 갚으면 그때 끝나고, 다 갚지 못해도 {reh.term_normal}보다 짧은 계획을 낼 수 있습니다. {jeonse.victim_plan}",
)


def richer_living(case: Case) -> Estimate | None:
    """기타생계비: living cost up to the printed share of the median for people well above it (Seoul 2025, M)."""
    percent, income = case.law.decimal("reh.extra_high_income.total_percent"), case["income"].exact
    living = median_share(case, percent) if percent is not None else Span(None, None)
    owed = case["unsecured_debt"].exact
    if income is None or living.exact is None or owed is None or income <= living.exact:
        return None
    plan, floor = plan_at(case, None, income - living.exact), case["disposable"].exact
    if plan is None or floor is None:
        return None
    high = plan_at(case, None)
    if high is None:
        return None
    return Estimate(
        monthly_payment=Span(min(plan.monthly, high.monthly), max(plan.monthly, high.monthly)),
        months=Span(min(plan.months, high.months), max(plan.months, high.months)),
        total_paid=Span(min(plan.total, high.total), max(plan.total, high.total)),
        forgiven=Span(owed - max(plan.total, high.total), owed - min(plan.total, high.total)),
        basis=(
            "reh.extra_high_income.total_percent",
            "reh.extra_high_income.income_percent",
            *median_basis(case.law, household(case.person)),
        ),
        notes=(
            "기타생계비를 얼마나 인정할지는 법원이 정합니다. 인정 생계비는 모두 더해 중위소득을 넘지 않습니다.",
        ),
        schedule=lambda: (
            steady_schedule(high.monthly, high.months, high.total)
            if high.total >= plan.total
            else steady_schedule(plan.monthly, plan.months, plan.total)
        ),
    )


HIGH_INCOME = Branch(
    "other_living_cost",
    "소득이 많은 사람의 기타생계비(서울)",
    (
        Condition(
            "other_living.court",
            "court_seoul",
            "is",
            bound=True,
            says="서울회생법원 사건이어야 합니다.",
            ask="서울회생법원이 정한 것이라 다른 법원은 상담에서 확인해야 합니다.",
            article="서울회생법원 생계비 검토위원회 의결(2025)",
            source="07 reh.extra_high_income (M)",
        ),
        Condition(
            "other_living.income",
            "income",
            ">",
            than="income_line_150",
            says="소득이 기준 중위소득의 {reh.extra_high_income.income_percent}({bound})보다 많아야 합니다.",
            fail="소득이 기준 중위소득의 {reh.extra_high_income.income_percent}({bound})를 넘지 않습니다.",
            ask="소득과 부양가족을 알려 주세요.",
            article="서울회생법원 생계비 검토위원회 의결(2025)",
            source="07 reh.extra_high_income (M)",
        ),
        Condition(
            "other_living.recent",
            "new_debt",
            "<=",
            than="half_principal",
            says="최근 {reh.extra_high_income.recent_debt_months}에 빌린 원금이 전체의 {reh.extra_high_income.recent_debt_max}를 넘지 않아야 합니다.",
            fail="최근 {reh.extra_high_income.recent_debt_months}에 빌린 원금이 전체의 {reh.extra_high_income.recent_debt_max}를 넘습니다.",
            ask="최근 {reh.extra_high_income.recent_debt_months}에 새로 빌린 돈이 있는지 알려 주세요.",
            article="서울회생법원 생계비 검토위원회 의결(2025)",
            source="07 reh.extra_high_income (M)",
        ),
        Condition(
            "other_living.rate",
            "richer_rate",
            ">=",
            law="reh.extra_high_income.repayment_rate_min",
            says="갚는 비율이 {bound} 이상이어야 합니다.",
            fail="갚는 비율이 {value}라서 {bound}에 이르지 않습니다.",
            ask="소득과 부양가족을 알면 갚는 비율을 볼 수 있습니다.",
            unit="percent",
        ),
    ),
    richer_living,
    since="reh.extra_high_income.income_percent",
    says="소득이 기준 중위소득의 {reh.extra_high_income.income_percent}를 넘으면 생계비를 중위소득의 {reh.extra_high_income.total_percent}까지 인정받을 수 있습니다.",
)

RUNNING = Branch(
    "running_case",
    "진행 중인 개인회생: 계획 변경과 특별면책",
    (
        Condition(
            "running_case.open",
            "open_procedure",
            "is",
            bound="rehabilitation",
            says="개인회생이 진행 중이어야 합니다.",
            fail="진행 중인 개인회생이 없습니다.",
            ask="지금 진행 중인 절차가 있는지 알려 주세요.",
            article="채무자회생법 제619조, 제624조",
            source="07 §7.6",
        ),
    ),
    since="reh.hardship_discharge",
    says="{reh.plan_change} {reh.hardship_discharge} 밀린 변제금이 {reh.arrears_report|몇 달}치에 이르면 폐지될 수 있으니 그 전에 회생위원이나 대한법률구조공단({contact.legal_aid/phone})에 알리세요.",
    own=True,
)


__all__ = ["HIGH_INCOME", "RUNNING", "SHORTER"]
