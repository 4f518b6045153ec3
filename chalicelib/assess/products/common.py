"""Conditions that several products share. Every one cites its sheet row; the figure comes from the law key.

Figures are put into sentences through law slots, so that what is not certain is shown as an estimate.
"""

from __future__ import annotations

from chalicelib.rules import AllOf, AnyOf, Condition, Rule

DERIVED = "찾기 순서에서 온 조건(상품 공고로 확인)"


def flag(
    id: str, fact: str, says: str, fail: str, ask: str, source: str, article: str, soft: bool = False
) -> Condition:
    """A yes/no fact that must be yes."""
    return Condition(
        id, fact, "is", bound=True, says=says, fail=fail, ask=ask, source=source, article=article, soft=soft
    )


def has(
    id: str, fact: str, codes: tuple[str, ...], says: str, fail: str, source: str, article: str
) -> Condition:
    return Condition(
        id,
        fact,
        "has",
        bound=codes,
        says=says,
        fail=fail,
        ask=f"{says[:-1]}. 해당하는지 알려 주세요.",
        source=source,
        article=article,
    )


def job(id: str, codes: tuple[str, ...], says: str, source: str, article: str) -> Condition:
    return Condition(
        id,
        "employment",
        "in",
        bound=codes,
        says=says,
        ask="지금 어떤 일을 하는지 알려 주세요.",
        source=source,
        article=article,
    )


def income_max(id: str, key: str, source: str) -> Condition:
    """연소득 at most the law value."""
    return Condition(
        id,
        "stated_income",
        "<=",
        law=key,
        says=f"한 해 소득이 {{{key}}} 이하여야 합니다.",
        fail=f"한 해 소득({{value}})이 {{{key}}}보다 많습니다.",
        ask=f"한 해 소득이 {{{key}}} 이하인지 알려면 소득이 필요합니다.",
        source=source,
    )


def income_min(id: str, key: str, source: str) -> Condition:
    return Condition(
        id,
        "stated_income",
        ">=",
        law=key,
        says=f"한 해 소득이 {{{key}}} 이상이어야 합니다.",
        fail=f"한 해 소득({{value}})이 {{{key}}}보다 적습니다.",
        ask=f"한 해 소득이 {{{key}}} 이상인지 알려면 소득이 필요합니다.",
        source=source,
    )


def low20(code: str, source: str) -> Condition:
    """One score at or below either bureau's line is enough (PRD-01)."""
    return Condition(
        f"{code}.low20",
        "score_low20",
        "is",
        bound=True,
        says="신용점수가 하위 {score.low20_share}여야 합니다(NICE {product.low20.nice}점 이하 또는 KCB {product.low20.kcb}점 이하, 하나만 맞아도 됩니다).",
        fail="신용점수가 하위 {score.low20_share} 기준(NICE {product.low20.nice}점, KCB {product.low20.kcb}점)보다 높습니다.",
        ask="신용점수가 NICE {product.low20.nice}점 이하 또는 KCB {product.low20.kcb}점 이하인지 알려 주세요.",
        source=source,
        article="금융회사·서민금융진흥원 안내(2024~2026년)",
    )


def low50(code: str, source: str) -> Condition:
    return Condition(
        f"{code}.low50",
        "low50",
        "is",
        bound=True,
        says="신용점수가 하위 {score.low50_share}여야 합니다(기준 점수는 상담에서 확인).",
        fail="신용점수가 하위 {score.low50_share} 기준보다 높습니다.",
        ask="신용점수 하위 {score.low50_share}의 기준 점수를 확인하지 못했습니다. 상담에서 확인하세요.",
        source=source,
        article="서민금융진흥원 안내",
    )


def not_late(code: str, source: str = "PRD-22.2 (derived)", article: str = DERIVED) -> Condition:
    return Condition(
        f"{code}.not_late",
        "late_days",
        "<",
        law="product.delinquent_days",
        says="지금 밀린 대출이 없어야 합니다.",
        fail="지금 밀린 대출이 있습니다({value}). 새 대출보다 채무조정 상담이 먼저입니다.",
        ask="지금 밀린 대출이 있는지 알려 주세요.",
        source=source,
        article=article,
    )


def age_between(code: str, low: str, high: str, source: str) -> tuple[Condition, Condition]:
    return (
        Condition(
            f"{code}.age_min",
            "age",
            ">=",
            law=low,
            says=f"나이가 {{{low}}} 이상이어야 합니다.",
            fail=f"나이가 {{{low}}}보다 적습니다.",
            ask="만 나이를 알려 주세요.",
            source=source,
        ),
        Condition(
            f"{code}.age_max",
            "age",
            "<=",
            law=high,
            says=f"나이가 {{{high}}} 이하여야 합니다.",
            fail=f"나이({{value}})가 {{{high}}}보다 많습니다.",
            ask="만 나이를 알려 주세요.",
            source=source,
        ),
    )


def months_min(id: str, fact: str, key: str, what: str, source: str) -> Condition:
    """A period of at least the law's months; `what` is a phrase with its particle such as ‘일한 기간이’."""
    return Condition(
        id,
        fact,
        ">=",
        law=key,
        says=f"{what} {{{key}}} 이상이어야 합니다.",
        fail=f"{what} {{{key}}}보다 짧습니다.",
        ask=f"{what} {{{key}}} 이상인지 알려 주세요.",
        source=source,
    )


def months_max(id: str, fact: str, key: str, what: str, source: str) -> Condition:
    return Condition(
        id,
        fact,
        "<=",
        law=key,
        says=f"{what} {{{key}}} 이하여야 합니다.",
        fail=f"{what} {{{key}}}보다 깁니다.",
        ask=f"{what} {{{key}}} 이하인지 알려 주세요.",
        source=source,
    )


def unknown_terms(id: str, key: str, says: str, source: str) -> Condition:
    """A product whose conditions nobody has found: it stays open, never a yes."""
    return Condition(
        id, "day", "is", law=key, says=says, ask=says, source=source, article="확인되지 않음", unit="date"
    )


def faithful(
    code: str, months: str, completed: str, source: str, article: str, paying: Rule | None = None
) -> AnyOf:
    """Paying a plan for some months, or through with one for no longer than some months."""
    plan = paying or flag(
        f"{code}.in_plan",
        "in_plan",
        "채무조정(신용회복위원회, 개인회생, 새출발기금, 금융회사 자체)으로 갚고 있습니다.",
        "지금 갚고 있는 채무조정이 없습니다.",
        "지금 채무조정으로 갚고 있는지 알려 주세요.",
        source,
        article,
    )
    return AnyOf(
        f"{code}.faithful",
        (
            AllOf(
                f"{code}.paying",
                (
                    plan,
                    months_min(f"{code}.paid_months", "plan_months", months, "채무조정을 낸 기간이", source),
                ),
                says="채무조정을 성실히 갚고 있습니다.",
                source=source,
                article=article,
            ),
            AllOf(
                f"{code}.completed",
                (
                    flag(
                        f"{code}.plan_completed",
                        "plan_completed",
                        "채무조정을 다 갚았습니다.",
                        "다 갚은 채무조정이 없습니다.",
                        "채무조정을 다 갚았는지 알려 주세요.",
                        source,
                        article,
                    ),
                    months_max(
                        f"{code}.completed_months",
                        "months_since_completion",
                        completed,
                        "다 갚은 뒤 지난 기간이",
                        source,
                    ),
                ),
                says="채무조정을 다 갚은 지 오래되지 않았습니다.",
                source=source,
                article=article,
            ),
        ),
        says=f"채무조정을 {{{months}}} 이상 성실히 갚고 있거나, 다 갚은 지 {{{completed}}} 안이어야 합니다.",
        fail=f"채무조정을 {{{months}}} 이상 갚고 있지 않고, 다 갚은 지 {{{completed}}} 안도 아닙니다.",
        ask="채무조정을 갚고 있는지, 몇 달을 냈는지 알려 주세요.",
        source=source,
        article=article,
    )


def income_doors(code: str, any_score: str, low_score: str, source: str) -> AnyOf:
    """Low income at any score, or somewhat more with a low score."""
    return AnyOf(
        f"{code}.income",
        (
            income_max(f"{code}.income_any_score", any_score, source),
            AllOf(
                f"{code}.income_and_score",
                (income_max(f"{code}.income_low_score", low_score, source), low20(code, source)),
                says=f"한 해 소득이 {{{low_score}}} 이하이면서 신용점수가 하위 {{score.low20_share}}입니다.",
                source=source,
                article="상품 안내(2026년)",
            ),
        ),
        says=f"한 해 소득이 {{{any_score}}} 이하이거나, {{{low_score}}} 이하이면서 신용점수가 하위 {{score.low20_share}}여야 합니다.",
        fail=f"한 해 소득이 {{{any_score}}}보다 많고, {{{low_score}}} 이하이면서 신용점수 하위 {{score.low20_share}}인 조건에도 맞지 않습니다.",
        ask="한 해 소득과 신용점수를 알려 주세요.",
        source=source,
        article="상품 안내(2026년)",
    )


CARE = Condition(
    "care_group",
    "care_group",
    "is",
    bound=True,
    says="사회적배려대상자입니다.",
    source="PRD-02.7 (general knowledge)",
    article="서민금융진흥원 안내",
)
ITDA = "‘서민금융 잇다’ 앱이나 서민금융진흥원 누리집에서 신청합니다."
CALL = "서민금융콜센터({contact.finance_call/phone})에서 가까운 서민금융통합지원센터를 예약할 수 있습니다."
CARE_NOTE = "사회적배려대상자는 {product.care_group} 등을 말합니다."
OLD_TERMS = "이미 받은 대출은 그때의 조건으로 끝까지 갑니다."
