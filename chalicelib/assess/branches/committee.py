"""Branches of the committee's remedies: deferral, a running plan's ladder, revival of a lapsed one, release on the way.

Sheets 01, 02, 03 (deferral, job success, 이행 중 면책) and 03c (ladder, lapse, revival). A running plan closes the
remedy as a new application, so these branches stand by themselves.
"""

from __future__ import annotations

from chalicelib.assess import ccrs
from chalicelib.assess.facts import Case
from chalicelib.assess.money import annuity, monthly_interest
from chalicelib.assess.remedy import Branch, Estimate
from chalicelib.rules import AllOf, AnyOf, Condition, Span, exactly

SITE = "신용회복위원회 안내(2026년 기준)"


def deferral(prefix: str) -> Branch:
    """상환유예 at the start or during a plan: up to three years in steps, interest only (`prefix` of the law keys)."""

    def estimate(case: Case) -> Estimate | None:
        rate, most = case.law.decimal(f"{prefix}.deferral_rate"), case.law.months(f"{prefix}.deferral_max")
        debts = ccrs.principals(case)
        if rate is None or most is None or debts is None or not debts[0]:
            return None
        low, high = debts[1].low or 0, debts[1].high or 0
        unit = case.law.months(f"{prefix}.deferral_unit") or most
        pay = Span(monthly_interest(low, rate), monthly_interest(high, rate))
        return Estimate(
            monthly_payment=pay,
            months=Span(unit, most),
            total_paid=Span((pay.low or 0) * unit, (pay.high or 0) * most),
            forgiven=exactly(0),
            basis=(f"{prefix}.deferral_rate", f"{prefix}.deferral_max"),
            notes=("미루는 동안에는 이자만 냅니다. 원금은 그 뒤에 나누어 갚습니다.",),
        )

    return Branch(
        "deferral",
        "상환유예",
        (
            Condition(
                f"{prefix}.deferral_member",
                "member_claims",
                ">=",
                bound=1,
                says="협약 기관 빚이 있어야 합니다.",
                fail="협약 기관 빚이 없습니다.",
                ask="빚을 어디에 졌는지 알려 주세요.",
                article=SITE,
                source="00 ccrs.deferral_unit (CCRS-1003)",
            ),
            Condition(
                f"{prefix}.deferral_need",
                "counsel",
                "is",
                bound=True,
                soft=True,
                says="지금은 갚기 어렵고 앞으로 나아질 사정이 있어야 합니다.",
                ask="실직·질병·출산처럼 지금만 어려운 사정인지 상담에서 함께 봅니다.",
                article=SITE,
                source="00 predicate 5; worked-logic §2",
            ),
        ),
        estimate,
        since=f"{prefix}.deferral_max",
        says="{"
        + prefix
        + ".deferral_max}까지 미룰 수 있고, 그동안 이자(연 이율 {"
        + prefix
        + (".deferral_rate|약정대로" if prefix == "fast" else ".deferral_rate|상담에서 확인")
        + "})만 냅니다.",
    )


PAYING = Condition(
    "running.paying",
    "ccrs_plan",
    "is",
    bound="paying",
    says="신용회복위원회 채무조정을 받아 갚고 있어야 합니다.",
    fail="갚고 있는 채무조정이 없습니다.",
    ask="신용회복위원회 채무조정을 받은 적이 있는지 알려 주세요.",
    article=SITE,
    source="03c (CCRS-26)",
)


def ladder(case: Case) -> Estimate | None:
    """How many months a running plan may still be deferred, by the instalments paid in all (03c)."""
    law, paid = case.law, case["plan_paid"]
    first, second = law.whole("life.deferral_paid_first"), law.whole("life.deferral_paid_second")
    steps = [law.whole(f"life.deferral_limit_{step}") for step in ("lt12", "lt48", "ge48")]
    if paid.exact is None or first is None or second is None or None in steps:
        return None
    step = steps[0] if paid.exact < first else steps[1] if paid.exact < second else steps[2]
    return Estimate(
        months=Span(0, step),
        basis=(
            "life.deferral_limit_lt12",
            "life.deferral_limit_lt48",
            "life.deferral_limit_ge48",
            "life.deferral_paid_first",
            "life.deferral_paid_second",
        ),
        notes=("이미 쓴 유예 기간은 여기에서 뺍니다. 재난을 겪었다면 따로 더 미룰 수 있습니다.",),
    )


RUNNING_DEFERRAL = Branch(
    "running_deferral",
    "갚는 중의 상환유예",
    (
        PAYING,
        Condition(
            "running.paid_once",
            "plan_paid",
            ">=",
            law="life.deferral_after",
            says="{life.deferral_after} 이상 냈어야 합니다.",
            fail="아직 한 번도 내지 않아 유예를 신청할 수 없습니다.",
            ask="지금까지 몇 번 냈는지 알려 주세요.",
        ),
    ),
    ladder,
    since="life.deferral_after",
    says="낸 회차가 {#life.deferral_paid_first}회 미만이면 {#life.deferral_limit_lt12}개월, {#life.deferral_paid_second}회 미만이면 {#life.deferral_limit_lt48}개월, 그 이상이면 {#life.deferral_limit_ge48}개월까지 미룰 수 있고, 재난은 {#life.deferral_disaster_max}개월까지 따로 셉니다(상담에서 확인).",
    own=True,
)

REVIVE = Branch(
    "revival",
    "실효된 채무조정의 부활",
    (
        Condition(
            "revival.lapsed",
            "ccrs_plan",
            "is",
            bound="lapsed",
            says="신용회복위원회 채무조정이 실효된 상태여야 합니다.",
            fail="실효된 채무조정이 없습니다.",
            ask="신용회복위원회 채무조정을 받은 적이 있는지 알려 주세요.",
            article=SITE,
            source="03c life.revive (CCRS-26)",
        ),
        Condition(
            "revival.in_time",
            "revive_days",
            ">=",
            bound=1,
            says="실효된 날부터 {life.revive_months} 안이어야 합니다(남은 날 {value}).",
            fail="실효된 지 {life.revive_months}이 지나 되살릴 수 없습니다. 새로 신청하거나 법원 절차를 살펴보세요.",
            ask="채무조정이 실효된 날을 알려 주세요. {life.revive_months} 안이면 되살릴 수 있습니다.",
            article=SITE,
            source="03c life.revive",
        ),
        Condition(
            "revival.once",
            "counsel",
            "is",
            bound=True,
            soft=True,
            says="되살리는 것은 {life.revive_times}뿐이고, 채권 금액의 {ccrs.majority_percent}를 넘는 채권자의 동의가 있어야 합니다.",
            ask="되살리는 것은 {life.revive_times}뿐이고, 채권 금액의 {ccrs.majority_percent}를 넘는 채권자의 동의가 있어야 합니다. {life.revive_barred}",
            article=SITE,
            source="03c life.revive, life.revive_barred",
        ),
    ),
    since="life.revive_months",
    says="기한 안에 {life.revive_paid_min} 이상 내고 부활을 신청합니다. 밀린 돈의 {life.revive_phone_arrears_percent} 이상을 내면 전화로, 그보다 적으면 지부에서 합니다. 되살리지 못하면 {life.lapse_effect}",
    own=True,
)

DURING = Branch(
    "during",
    "이행 중 면책",
    (
        PAYING,
        Condition(
            "during.paid",
            "plan_paid_percent",
            ">=",
            law="wo.during.paid_share_min",
            says="계획의 {bound} 이상을 갚았어야 합니다.",
            fail="아직 계획의 {bound}를 갚지 않았습니다.",
            ask="전체 회차와 지금까지 낸 회차를 알려 주세요.",
            unit="percent",
        ),
        Condition(
            "during.missed",
            "plan_missed",
            ">=",
            law="wo.during.missed_min",
            says="그 뒤 {bound} 이상 내지 못했어야 합니다.",
            fail="밀린 회차가 {bound}에 이르지 않았습니다. 일부러 밀리지 마세요.",
            ask="밀린 회차가 몇 번인지 알려 주세요.",
        ),
        AnyOf(
            "during.who",
            (
                Condition(
                    "during.status",
                    "statuses",
                    "has",
                    bound=("basic_livelihood", "severe_disability"),
                    says="기초생활수급자이거나 중증장애인입니다.",
                    article=SITE,
                    source="03 이행 중 면책 (CCRS-26, M)",
                ),
                AllOf(
                    "during.elder",
                    (
                        Condition(
                            "during.age",
                            "age",
                            ">=",
                            law="wo.during.age_min",
                            says="나이가 {bound} 이상입니다.",
                        ),
                        Condition(
                            "during.income",
                            "income_under_sixty",
                            "is",
                            bound=True,
                            says="소득이 생계비(기준 중위소득의 {reh.living_base_percent}) 이하이고 재산이 면제 범위 안입니다(재산은 상담에서 확인).",
                            article=SITE,
                            source="03 이행 중 면책 (CCRS-26, M)",
                        ),
                    ),
                    says="나이가 많고 소득이 생계비 이하입니다.",
                ),
            ),
            says="대상은 {wo.during.who}",
            ask="나이와 해당하는 상황을 알려 주세요.",
            article=SITE,
            source="03 이행 중 면책 (CCRS-26, M)",
        ),
    ),
    since="wo.during.paid_share_min",
    says="남은 빚을 면제받을 수 있는지 심사를 신청합니다. 위원회와 채권자 과반의 동의가 있어야 합니다.",
    own=True,
)


def _job_estimate(case: Case) -> Estimate | None:
    rate, longest = case.law.decimal("pre.job_success_rate"), case.law.months("pre.term_max")
    debts = ccrs.principals(case)
    if rate is None or longest is None or debts is None or not debts[0]:
        return None
    return Estimate(
        monthly_payment=Span(
            annuity(debts[1].low or 0, rate, longest), annuity(debts[1].high or 0, rate, longest)
        ),
        months=exactly(longest),
        basis=("pre.job_success_rate", "pre.job_success_years", "pre.term_max"),
    )


def job_success(code: str, since: str, says: str, with_rate: bool = False) -> Branch:
    """취업성공자: for people who find work within a year after 국민취업지원제도 or 희망리턴패키지 (02, 03)."""
    return Branch(
        "job_success",
        "취업성공자 우대",
        (
            AnyOf(
                f"{code}.job_seeking",
                (
                    Condition(
                        f"{code}.job_seeker",
                        "employment",
                        "in",
                        bound=("unemployed", "closed_business", "student"),
                        says="일자리를 찾고 있습니다.",
                        article=SITE,
                        source="02 pre.job_success_rate (CCRS-26, M)",
                    ),
                    Condition(
                        f"{code}.job_lost",
                        "hardships",
                        "has",
                        bound=("job_loss", "closed_business"),
                        says="실직하거나 폐업했습니다.",
                        article=SITE,
                        source="02 pre.job_success_rate (CCRS-26, M)",
                    ),
                ),
                says="실직하거나 폐업한 사람이어야 합니다.",
                fail="실직하거나 폐업한 사람을 위한 우대입니다.",
                ask="지금 하는 일을 알려 주세요.",
                article=SITE,
                source="02 pre.job_success_rate (CCRS-26, M)",
            ),
            Condition(
                f"{code}.job_programme",
                "counsel",
                "is",
                bound=True,
                says="국민취업지원제도나 희망리턴패키지를 마치고 {pre.job_success_years} 안에 취업했어야 합니다.",
                ask="국민취업지원제도나 희망리턴패키지를 마치고 {pre.job_success_years} 안에 취업하면 받을 수 있습니다(상담에서 확인).",
                article=SITE,
                source="02 pre.job_success_rate (CCRS-26, M)",
            ),
        ),
        _job_estimate if with_rate else None,
        since=since,
        says=says,
    )


__all__ = ["DURING", "REVIVE", "RUNNING_DEFERRAL", "deferral", "job_success"]
