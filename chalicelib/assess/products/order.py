"""In which order products are named: the decision list of the sheet (PRD-22), not who pays or what is cheapest.

What comes before any loan (danger, running deadlines, arrears) is said first. Nothing here says "approved".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.assess.facts import Case
from chalicelib.assess.products.product import Match
from chalicelib.assess.urgent import urgent
from chalicelib.rules import Facts
from chalicelib.rules.text import contact, say

STEPS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "PRD-22.2",
        ("prevention_loan", "micro_living", "healing_loan"),
        "급하고 적은 돈이 필요할 때 먼저 볼 상품입니다.",
    ),
    (
        "PRD-22.3",
        (
            "new_leap_loan",
            "small_loan",
            "small_loan_student",
            "plan_card_hana",
            "plan_card_kb",
            "plan_check_card",
            "lease_guarantee",
            "credit_jump",
            "credit_jump_youth",
            "health_premium",
            "dream_savings",
        ),
        "채무조정을 성실히 갚는 분에게 열린 상품입니다.",
    ),
    (
        "PRD-22.4",
        ("sunshine_youth", "micro_youth_bridge", "youth_future_savings"),
        "청년에게 열린 상품입니다.",
    ),
    (
        "PRD-22.5",
        ("sunshine_general", "sunshine_special", "sunshine_card"),
        "소득과 신용점수에 맞는 정책상품입니다.",
    ),
    ("PRD-22.6", ("new_hope_seed", "saitdol", "saitdol2"), "소득이 조금 더 있을 때 볼 은행 상품입니다."),
    (
        "PRD-22.7",
        (
            "micro_operating",
            "micro_start",
            "micro_social",
            "sunshine_card_business",
            "sunshine_119",
            "micro_unseen",
        ),
        "사업하는 분에게 열린 상품입니다.",
    ),
    ("PRD-22.8", ("stepping_stone",), "정책상품을 성실히 쓴 분이 은행으로 옮겨 가는 상품입니다."),
)
_STEP_OF = {code: place for place, (_, codes, _) in enumerate(STEPS) for code in codes}
_LAST = len(STEPS)
_BY_VERDICT = {"open": 0, "unknown": 1, "closed": 2}
CHECKED = {
    "open": "알려 주신 내용으로는 조건에 맞습니다. 심사에서 달라질 수 있습니다.",
    "unknown": "아직 모르는 조건이 있습니다. 남은 질문에 답하거나 상담에서 확인하세요.",
}


def in_order(matches: Sequence[Match]) -> list[Match]:
    """Open first, then what cannot be told yet, then closed; within each as the decision list has it."""
    return sorted(matches, key=lambda m: (_BY_VERDICT[m.verdict], _step(m), m.product.order, m.product.code))


def recommend(ordered: Sequence[Match]) -> list[dict[str, Any]]:
    """Products of the decision list and of partners that are not closed, each with its reason."""
    return [
        {
            "product": match.product.code,
            "verdict": match.verdict,
            "because": f"{_reason(match)} {CHECKED[match.verdict]}",
            "source": STEPS[_step(match)][0] if _step(match) < _LAST else match.product.source,
        }
        for match in ordered
        if match.verdict != "closed" and (match.product.code in _STEP_OF or match.product.offer)
    ]


def first_things(case: Case, facts: Facts) -> list[dict[str, Any]]:
    """What comes before any product: the urgent list, and debt adjustment when something is overdue."""
    made = urgent(case)
    if facts["delinquent"]:
        made.append(
            {
                "code": "debt_adjustment_first",
                "says": "지금 밀린 대출이 있습니다. 새 대출로 막기보다 채무조정 상담을 먼저 받으세요.",
                "contact": contact("contact.ccrs", case.law),
                "source": "PRD-22.2 (derived)",
            }
        )
    return made


def good_to_know(case: Case) -> list[dict[str, str]]:
    """What holds for every loan, each with its source (PRD-18, 21)."""
    law = case.law
    lines = (
        (
            "급여는 {wage.exempt_percent}, 적어도 한 달 {wage.floor}까지 압류할 수 없습니다. 먼저 신청된 압류에는 그때의 금액이 적용됩니다.",
            "PRD-18.3, 18.3c (민사집행법 제246조)",
        ),
        (
            "대출 중개 수수료는 어떤 이름으로도 낼 필요가 없습니다.",
            "PRD-21.2 (대부업법 제11조의2제2항)",
        ),
        ("이자는 연 {rate_cap.lending_act}를 넘을 수 없습니다.", "PRD-21.1 (대부업법, 이자제한법)"),
        (
            "대출을 받은 뒤 {product.withdrawal_days} 안에는 청약을 철회할 수 있습니다.",
            "PRD-21.3 (금융소비자보호법 제46조)",
        ),
        (
            "중도상환수수료는 대출받은 지 {product.early_fee_years} 안에 갚을 때만 있을 수 있습니다.",
            "PRD-21.4 (금융소비자보호법 제20조)",
        ),
        (
            "신용정보 때문에 거절되면 그 까닭을 알려 달라고 요구할 수 있습니다.",
            "PRD-21.6 (신용정보법 제36조)",
        ),
    )
    return [
        {"says": say(says, law), "source": source}
        for says, source in lines
        if "(확인 필요)" not in say(says, law)
    ]


def _step(match: Match) -> int:
    return _STEP_OF.get(match.product.code, _LAST)


def _reason(match: Match) -> str:
    step = _step(match)
    if step < _LAST:
        return STEPS[step][2]
    institution = match.product.offer.institution if match.product.offer else ""
    return f"{institution}의 상품입니다."
