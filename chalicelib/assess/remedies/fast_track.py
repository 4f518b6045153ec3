"""신속채무조정: up to 30 days late; interest is cut, principal stays (sheet 01)."""

from __future__ import annotations

from decimal import Decimal

from chalicelib.assess import ccrs, ccrs_advice
from chalicelib.assess.branches.committee import deferral
from chalicelib.assess.claim_notes import ccrs_claims
from chalicelib.assess.facts import Case
from chalicelib.assess.money import equal_schedule
from chalicelib.assess.remedy import Branch, Effects, Estimate, Outlook, Remedy
from chalicelib.rules import AllOf, AnyOf, Condition, Span, exactly

CREDITORS = Condition(
    "fast_track.creditors",
    "creditors",
    ">=",
    law="fast20.creditors_min",
    says="빚을 진 곳이 {#fast20.creditors_min}곳 이상이어야 합니다(상담에서 확인).",
    fail="이 날에는 빚을 진 곳이 하나뿐이면 신속지원을 신청할 수 없었습니다(상담에서 확인).",
    ask="빚을 진 금융회사가 {#fast20.creditors_min}곳 이상인지 상담에서 확인합니다.",
    source="01 fast20.who (FSC-19)",
)
REASON = AnyOf(
    "fast_track.reason",
    (
        Condition(
            "fast_track.late",
            "overdue_days",
            ">=",
            bound=1,
            says="이미 밀려 있습니다(밀린 것 자체가 사유입니다).",
            article="신용회복위원회 안내(2026년 기준)",
            source="01 predicate 3 (CCRS-26)",
        ),
        Condition(
            "fast_track.job_loss",
            "hardships",
            "has",
            bound=("job_loss", "unpaid_leave", "closed_business"),
            says="실직·무급휴직·폐업을 겪었습니다(최근 {fast.risk.job_loss_months|몇 달} 안의 일이어야 합니다).",
            article="신용회복위원회 안내(2026년 기준)",
            source="01 predicate 3a (fast.risk.job_loss_months)",
        ),
        Condition(
            "fast_track.illness",
            "hardships",
            "has",
            bound=("long_illness",),
            says="오래 아프거나 입원했습니다(최근 진단에서 {fast.risk.hospital_days|오랜} 입원이 필요하다고 했는지 상담에서 확인).",
            article="신용회복위원회 안내(2026년 기준)",
            source="01 predicate 3b (fast.risk.hospital_days)",
        ),
        Condition(
            "fast_track.low_score",
            "score_low10",
            "is",
            bound=True,
            says="신용점수가 하위 {fast.risk.score_percentile|구간}입니다(기준 점수는 상담에서 확인).",
            article="신용회복위원회 안내(2026년 기준)",
            source="01 predicate 3c (fast.risk.score_percentile)",
        ),
        AllOf(
            "fast_track.low_score_and",
            (
                Condition(
                    "fast_track.score20",
                    "score_low20",
                    "is",
                    bound=True,
                    says="신용점수가 하위 {fast.risk.score_percentile_wide|구간}입니다.",
                    article="신용회복위원회 안내(2026년 기준)",
                    source="01 predicate 3d",
                ),
                AnyOf(
                    "fast_track.income_or_age",
                    (
                        Condition(
                            "fast_track.income45",
                            "yearly_income",
                            "<=",
                            law="fast.risk.income_max",
                            says="한 해 소득이 {fast.risk.income_max|정해진 금액} 이하입니다.",
                        ),
                        Condition(
                            "fast_track.young",
                            "age",
                            "<=",
                            law="fast.risk.age_max",
                            says="나이가 {fast.risk.age_max|정해진 나이} 이하입니다.",
                        ),
                    ),
                    says="소득이 적거나 청년입니다.",
                ),
            ),
            says="신용점수가 하위 {fast.risk.score_percentile_wide|구간}이면서 소득이 적거나 청년입니다.",
        ),
        Condition(
            "fast_track.delays",
            "short_delinquencies",
            ">=",
            law="fast.risk.delays_count",
            says="최근 {fast.risk.delays_months|몇 달}에 {fast.risk.delay_days|며칠} 이상 밀린 일이 {fast.risk.delays_count|여러 번} 이상입니다.",
        ),
        Condition(
            "fast_track.disaster",
            "hardships",
            "has",
            bound=("disaster",),
            says="재난 피해를 입었습니다.",
            article="신용회복위원회 안내(2026년 기준)",
            source="01 predicate 3f (fast.risk.disaster)",
        ),
    ),
    says="밀렸거나, 곧 밀릴 사정이 하나는 있어야 합니다.",
    fail="아직 밀리지 않았고 밀릴 사정(실직·입원·낮은 신용점수·잦은 연체·재난)도 없습니다.",
    ask="밀릴 만한 사정(실직·입원·낮은 신용점수·잦은 연체·재난)이 있는지 알려 주세요.",
    article="신용회복위원회 안내(2026년 기준)",
    source="01 predicate 3 (fast.risk_reasons)",
)


def estimate(case: Case) -> Estimate | None:
    """Sheet 01: interest cut 30-50 %, between floor and cap, level instalments up to ten years."""
    law, debts = case.law, ccrs.principals(case)
    cut, floor, longest = (
        law.get("fast.rate_cut"),
        law.decimal("fast.rate_floor"),
        law.months("fast.term_max"),
    )
    if debts is None or longest is None or not debts[0]:
        return None
    if cut is None or floor is None:  # before 2022 the contract rate went on, capped (fast20.after)
        least, most, floor = Decimal(0), Decimal(0), Decimal(0)
    else:
        least, most = cut.value["min"], cut.value["max"]
    rates = ccrs.rate_bounds(
        debts[0], least, most, floor, law.decimal("fast.rate_cap"), law.decimal("fast.rate_cap_card")
    )
    if rates is None:
        return None
    basis = (
        "fast.rate_cut",
        "fast.rate_cap",
        "fast.rate_cap_card",
        "fast.rate_floor",
        "fast.term_max",
        "ccrs.fee",
    )
    made = ccrs.level_estimate(case, rates, debts[1], longest, basis)
    variants = (*made.variants, *ccrs.interest_only(case, "fast", debts[1]))
    return made._replace(variants=variants).with_fees(ccrs.fee(case))


def special_estimate(case: Case) -> Estimate | None:
    """특례: no interest, principal cut up to the printed maximum, equal parts over at most ten years."""
    law, debts = case.law, ccrs.principals(case)
    cut, longest = law.decimal("fast.special.principal_cut_max"), law.months("fast.special.term_max")
    if debts is None or cut is None or longest is None or not debts[0]:
        return None
    low, high = debts[1]
    assert low is not None and high is not None
    rest = Span(low - int(low * cut / 100), high)
    assert rest.low is not None
    return Estimate(
        monthly_payment=Span(-(-rest.low // longest), -(-high // longest)),
        months=exactly(longest),
        total_paid=rest,
        forgiven=Span(0, int(high * cut / 100)),
        fees=ccrs.fee(case),
        basis=("fast.special.principal_cut_max", "fast.special.term_max"),
        schedule=lambda: equal_schedule(high, longest),
    )


SPECIAL = Branch(
    "special",
    "신속채무조정 특례(원금 감면)",
    (
        AnyOf(
            "fast_track.special_who",
            (
                AllOf(
                    "fast_track.special_status",
                    (
                        Condition(
                            "fast_track.special_livelihood",
                            "statuses",
                            "has",
                            bound=("basic_livelihood", "severe_disability"),
                            says="기초생활수급자이거나 중증장애인입니다.",
                            article="신용회복위원회 안내(2026년 기준)",
                            source="01 fast.special.income_max (CCRS-26)",
                        ),
                        Condition(
                            "fast_track.special_income",
                            "yearly_income",
                            "<",
                            law="fast.special.income_max",
                            says="한 해 소득이 {fast.special.income_max|정해진 금액} 미만입니다.",
                        ),
                    ),
                    says="기초생활수급자·중증장애인이고 소득이 적습니다.",
                ),
                AllOf(
                    "fast_track.special_elder",
                    (
                        Condition(
                            "fast_track.special_age",
                            "age",
                            ">=",
                            law="fast.special.age_min",
                            says="나이가 {bound} 이상입니다.",
                        ),
                        Condition(
                            "fast_track.special_sixty",
                            "income_under_sixty",
                            "is",
                            bound=True,
                            says="소득이 기준 중위소득의 {fast.special.income_percent_max} 이하입니다.",
                            article="신용회복위원회 안내(2026년 기준)",
                            source="01 fast.special.age (CCRS-26)",
                        ),
                    ),
                    says="{fast.special.age_min} 이상이고 소득이 기준 중위소득의 {fast.special.income_percent_max} 이하입니다.",
                ),
            ),
            says="기초생활수급자·중증장애인(소득 기준) 또는 {fast.special.age_min} 이상 저소득자여야 합니다.",
            article="신용회복위원회 안내(2026년 기준)",
            source="01 predicate 4",
        ),
        ccrs.asset_test("fast_track"),
    ),
    special_estimate,
    since="fast.special.principal_cut_max",
)

REMEDY = Remedy(
    code="fast_track",
    title="신속채무조정",
    order=30,
    programme="fast.programme",
    rules=(*ccrs.MEMBER_DEBT, *ccrs.overdue("fast_track", high="fast.overdue_max"), REASON, *ccrs.HONESTY),
    past=(CREDITORS,),
    estimate=estimate,
    effects=Effects(
        credit_record="공공정보는 등록되지 않고, 확정되면 단기연체정보가 풀립니다.",
        guarantors="{ccrs.covers.guarantor|보증인도 신청할 수 있는지는 상담에서 확인하세요.} 감면의 효과는 실효된 뒤의 보증인에게 미치지 않습니다.",
        collection=ccrs.COLLECTION,
        home="담보대출은 이 계획에 들어가지 않고 담보권은 그대로입니다.",
        job_limits=ccrs.NO_JOB_LIMIT,
    ),
    documents=ccrs.DOCUMENTS,
    steps=ccrs.STEPS,
    contacts=ccrs.CONTACTS,
    branches=(SPECIAL, deferral("fast")),
    warnings=("더 깊은 감면을 받으려고 일부러 늦게 갚지 마세요. 연체 기록이 남고 감면은 보장되지 않습니다.",),
    source="01",
    outlook=Outlook(
        collection_stops="신청한 다음 날부터 멈춥니다.",
        setup="ccrs.typical_duration",
        car="자동차 할부·담보대출은 들어가지 않으니 계속 내야 차를 지킵니다.",
        failure="{life.lapse} 이상 밀리면 실효되어 깎인 이자가 되살아납니다. 유예 중에 실효되면 다시 살릴 수 없습니다.",
    ),
    advice=ccrs_advice.fast_track,
    claims=ccrs_claims,
)
