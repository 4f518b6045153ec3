"""Other support for people who pay their plan: deposit guarantee, score bonus, health premiums (PRD-16)."""

from __future__ import annotations

from chalicelib.assess.products.common import flag, job, months_max, months_min, unknown_terms
from chalicelib.assess.products.facts import JOBLESS
from chalicelib.assess.products.product import Choice, Product
from chalicelib.rules import AllOf, AnyOf, Condition

PAGE = "신용회복위원회 안내(2026)"
LEASE = "product.lease_guarantee"
WHO = "PRD-16.2 (CCRS-web)"
PREMIUM = "PRD-16.6 (CCRS-web)"
CCRS = ("contact.ccrs",)


def _deposit(key: str, when: str) -> Condition:
    return Condition(
        f"lease_guarantee.{key}",
        "lease_deposit",
        "<=",
        law=f"{LEASE}.{key}",
        says=f"전세보증금이 {{{LEASE}.{key}}} 이하여야 합니다.",
        fail=f"전세보증금({{value}})이 {{{LEASE}.{key}}}보다 많습니다.",
        ask="계약하려는 집의 전세보증금과 지역을 알려 주세요.",
        when=when,
        source=WHO,
    )


def _done(name: str, says: str, fail: str, fact: str, since: str, key: str, what: str) -> AllOf:
    return AllOf(
        f"lease_guarantee.{name}",
        (
            flag(f"lease_guarantee.{name}_is", fact, says, fail, "지난 절차를 알려 주세요.", WHO, PAGE),
            months_max(f"lease_guarantee.{name}_months", since, key, what, WHO),
        ),
        says=says,
        source=WHO,
        article=PAGE,
    )


LEASE_GUARANTEE = Product(
    code="lease_guarantee",
    title="전세자금 특례보증",
    family="plan_support",
    kind="guarantee",
    order=55,
    programme="product.lease_guarantee.programme",
    rules=(
        AnyOf(
            "lease_guarantee.who",
            (
                AllOf(
                    "lease_guarantee.paying",
                    (
                        flag(
                            "lease_guarantee.ccrs_paying",
                            "ccrs_paying",
                            "신용회복위원회 채무조정(신속·사전·개인워크아웃)을 갚고 있습니다.",
                            "신용회복위원회 채무조정을 갚고 있지 않습니다.",
                            "신용회복위원회 채무조정을 갚고 있는지 알려 주세요.",
                            WHO,
                            PAGE,
                        ),
                        months_min(
                            "lease_guarantee.months", "plan_months", f"{LEASE}.months_min", "낸 기간이", WHO
                        ),
                    ),
                    says="신용회복위원회 채무조정을 오래 갚고 있습니다.",
                    source=WHO,
                    article=PAGE,
                ),
                AllOf(
                    "lease_guarantee.lifted",
                    (
                        flag(
                            "lease_guarantee.record_lifted",
                            "record_lifted",
                            "신용회복위원회·캠코·MG신용정보에서 연체 정보가 해제되었습니다.",
                            "해제된 연체 정보가 없습니다.",
                            "연체 정보가 해제되었는지 알려 주세요.",
                            WHO,
                            PAGE,
                        ),
                        months_min(
                            "lease_guarantee.lifted_months",
                            "plan_months",
                            f"{LEASE}.months_min",
                            "낸 기간이",
                            WHO,
                        ),
                    ),
                    says="연체 정보가 해제되고 오래 갚았습니다.",
                    source=WHO,
                    article=PAGE,
                ),
                _done(
                    "completed",
                    "채무조정을 다 갚았습니다.",
                    "다 갚은 채무조정이 없습니다.",
                    "plan_completed",
                    "months_since_completion",
                    f"{LEASE}.completed_max",
                    "다 갚은 뒤 지난 기간이",
                ),
                _done(
                    "discharged",
                    "파산이나 개인회생으로 면책을 받았습니다.",
                    "면책을 받은 일이 없습니다.",
                    "discharged",
                    "months_since_discharge",
                    f"{LEASE}.discharge_max",
                    "면책 뒤 지난 기간이",
                ),
            ),
            says=f"채무조정을 {{{LEASE}.months_min}} 이상 갚았거나, 다 갚은 지 {{{LEASE}.completed_max}} 안이거나, 면책받은 지 {{{LEASE}.discharge_max}} 안이어야 합니다.",
            fail="채무조정을 갚은 기간이나 완제·면책 뒤의 기간 조건에 맞지 않습니다.",
            ask="채무조정을 몇 달 냈는지, 다 갚았거나 면책받은 날을 알려 주세요.",
            source=WHO,
            article=PAGE,
        ),
        _deposit("deposit_capital", "capital_area"),
        _deposit("deposit_other", "outside_capital"),
        Condition(
            "lease_guarantee.paid_share",
            "lease_deposit_paid",
            ">=",
            than="lease_deposit_paid_min",
            says=f"전세보증금의 {{{LEASE}.paid_share}} 이상을 이미 냈어야 합니다.",
            fail=f"이미 낸 돈이 전세보증금의 {{{LEASE}.paid_share}}보다 적습니다.",
            ask="전세보증금 가운데 이미 낸 돈을 알려 주세요.",
            source=WHO,
            article=PAGE,
        ),
        Condition(
            "lease_guarantee.homes",
            "couple_homes",
            "<=",
            law=f"{LEASE}.homes_max",
            says="부부가 가진 집의 수가 기준을 넘지 않아야 합니다.",
            fail="부부가 가진 집의 수가 기준보다 많습니다.",
            ask="부부가 가진 집이 모두 몇 채인지 알려 주세요.",
            source=WHO,
        ),
    ),
    limit=(Choice(f"{LEASE}.limit", cap="lease_cover"),),
    apply=(
        "신용회복위원회에서 확인서를 받아 기업·하나·국민·우리·신한·농협·부산·iM·전북은행이나 토스뱅크에 신청합니다.",
    ),
    contacts=CCRS,
    notes=(
        f"한국주택금융공사가 보증금의 {{{LEASE}.share}} 안에서 보증합니다. 채권 보전 조치를 하면 {{{LEASE}.limit_secured}}까지입니다.",
        f"보증료는 연 {{{LEASE}.fee}} 이하입니다.",
    ),
    source="PRD-16.1, 16.2, 16.3",
)

IN_PLAN = "채무조정을 갚고 있어야 합니다."

CREDIT_JUMP = Product(
    code="credit_jump",
    title="신용상승 지원(크레딧점프)",
    family="plan_support",
    kind="support",
    order=56,
    programme="product.credit_jump.programme",
    rules=(
        flag(
            "credit_jump.in_plan",
            "in_plan",
            IN_PLAN,
            "지금 갚고 있는 채무조정이 없습니다.",
            "채무조정을 갚고 있는지 알려 주세요.",
            "PRD-16.4 (CCRS-web)",
            PAGE,
        ),
        flag(
            "credit_jump.card",
            "small_card_user",
            "소액신용(체크)카드를 쓰고 있어야 합니다.",
            "소액신용(체크)카드를 쓰고 있지 않습니다.",
            "소액신용(체크)카드를 쓰는지 알려 주세요.",
            "PRD-16.4 (CCRS-web)",
            PAGE,
        ),
    ),
    limit=(Choice("product.credit_jump.rise"),),
    apply=("안내 문자를 받은 분이 신용회복위원회 앱에서 신청합니다.",),
    contacts=CCRS,
    notes=(
        "보인 금액은 신용점수가 {product.credit_jump.rise_points}점 이상 오를 때 나누어 받는 돈의 최고액입니다.",
        "교육 {product.credit_jump.course}, 컨설팅 {product.credit_jump.consulting}, 수기 {product.credit_jump.essay} 이하의 지원금이 더 있습니다.",
    ),
    source="PRD-16.4",
)

CREDIT_JUMP_YOUTH = Product(
    code="credit_jump_youth",
    title="미취업청년 신용상승 지원",
    family="plan_support",
    kind="support",
    order=57,
    programme="product.credit_jump_youth.programme",
    rules=(
        job(
            "credit_jump_youth.seeker",
            JOBLESS,
            "미취업 청년이어야 합니다.",
            "PRD-16.5 (CCRS-web)",
            PAGE,
        ),
        unknown_terms(
            "credit_jump_youth.terms",
            "product.credit_jump_youth.terms",
            "자세한 조건은 확인하지 못했습니다. 신용회복위원회에 확인하세요.",
            "PRD-16.5",
        ),
    ),
    apply=("신용회복위원회에 물어보세요.",),
    contacts=CCRS,
    source="PRD-16.5",
)

HEALTH = Product(
    code="health_premium",
    title="체납 건강보험료 지원",
    family="plan_support",
    kind="support",
    order=58,
    programme="product.health_premium.programme",
    rules=(
        Condition(
            "health_premium.age",
            "age",
            "<=",
            law="product.health_premium.age_max",
            says="나이가 {product.health_premium.age_max} 이하여야 합니다.",
            fail="나이({value})가 {product.health_premium.age_max}보다 많습니다.",
            ask="만 나이를 알려 주세요.",
            source=PREMIUM,
        ),
        job(
            "health_premium.seeker",
            JOBLESS,
            "학생이거나 미취업이어야 합니다.",
            PREMIUM,
            PAGE,
        ),
        flag(
            "health_premium.in_plan",
            "in_plan",
            IN_PLAN,
            "지금 갚고 있는 채무조정이 없습니다.",
            "채무조정을 갚고 있는지 알려 주세요.",
            PREMIUM,
            PAGE,
        ),
        flag(
            "health_premium.regional",
            "regional_health_insured",
            "건강보험 지역가입자여야 합니다.",
            "건강보험 지역가입자가 아닙니다.",
            "건강보험이 지역가입자인지 알려 주세요.",
            PREMIUM,
            PAGE,
        ),
        months_min(
            "health_premium.months",
            "health_unpaid_months",
            "product.health_premium.months_min",
            "건강보험료를 못 낸 기간이",
            PREMIUM,
        ),
        Condition(
            "health_premium.arrears",
            "health_arrears",
            "<=",
            law="product.health_premium.arrears_max",
            says="밀린 건강보험료가 {product.health_premium.arrears_max} 이하여야 합니다.",
            fail="밀린 건강보험료({value})가 {product.health_premium.arrears_max}보다 많습니다.",
            ask="밀린 건강보험료가 모두 얼마인지 알려 주세요.",
            source=PREMIUM,
        ),
    ),
    limit=(Choice("product.health_premium.limit", cap="health_arrears"),),
    apply=("안내 문자를 받은 분이 신용회복위원회에 신청합니다.",),
    contacts=CCRS,
    notes=(
        "밀린 보험료가 {product.health_premium.limit} 이하이면 모두, 그보다 많으면 {product.health_premium.limit}을 지원합니다.",
    ),
    source="PRD-16.6",
)

PRODUCTS = (LEASE_GUARANTEE, CREDIT_JUMP, CREDIT_JUMP_YOUTH, HEALTH)
