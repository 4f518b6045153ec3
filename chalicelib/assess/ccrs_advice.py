"""What the committee's remedies tell this person beside conditions: coverage, cards, guarantors, refusals, pitfalls.

Sheets 00, 01-03, 03c and worked-logic §4. Every sentence is a law row or rests on one.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assess import sentences
from chalicelib.assess.claims import CARD_KINDS
from chalicelib.assess.facts import Case
from chalicelib.assess.remedy import Advice
from chalicelib.assess.sentences import text

LATER = (
    Advice(
        "ccrs.lapse",
        "{life.lapse} 내지 못하면 계획이 실효될 수 있습니다(더 늘어날 수도 있으나 공개되지 않았습니다). {life.lapse_effect} {life.lapse_other}",
        ("life.lapse", "life.lapse_effect", "life.lapse_other"),
    ),
    Advice(
        "ccrs.early_bonus",
        "{life.early_bonus_paid_min} 이상 낸 뒤 남은 빚을 한꺼번에 갚으면 낸 햇수에 따라 {life.early_bonus_1_2}, {life.early_bonus_2_3}, {life.early_bonus_3_4}, {life.early_bonus_4} 더 줄여 줍니다. {life.early_bonus_excl}",
        (
            "life.early_bonus_1_2",
            "life.early_bonus_2_3",
            "life.early_bonus_3_4",
            "life.early_bonus_4",
            "life.early_bonus_paid_min",
            "life.early_bonus_excl",
        ),
    ),
)


def common(case: Case) -> Iterator[Advice]:
    yield text("ccrs.payments_stop")
    yield text("ccrs.majority")
    yield Advice(
        "ccrs.duration",
        "접수부터 확정까지 {ccrs.typical_duration} 걸리고, 심의는 {ccrs.deliberation_extension} 더 늘 수 있습니다.",
        ("ccrs.typical_duration", "ccrs.deliberation_extension"),
    )
    if any(claim.debt.kind in CARD_KINDS for claim in case.claims or ()):
        yield text("ccrs.cards")
    if any(claim.debt.kind == "telecom" for claim in case.claims or ()):
        yield Advice(
            "ccrs.telecom",
            "통신요금도 함께 조정합니다. 취약계층은 최대 {ccrs.telecom_cut_vulnerable_max}, 그 밖의 사람은 이동통신사 요금이 {ccrs.telecom_cut_carrier}, 알뜰폰·소액결제가 최대 {ccrs.telecom_cut_mvno_max} 줄고, {ccrs.telecom_service_back} 내면 통신을 다시 쓸 수 있습니다.",
            (
                "ccrs.telecom_included",
                "ccrs.telecom_cut_vulnerable_max",
                "ccrs.telecom_cut_carrier",
                "ccrs.telecom_cut_mvno_max",
                "ccrs.telecom_service_back",
            ),
        )
    yield Advice(
        "ccrs.refused",
        "동의를 얻지 못하면 절차가 끝나고 개인회생이나 재신청을 살펴봅니다. 다시 신청하려면 거절된 뒤 {ccrs.reapply_after_refusal}, 실효된 뒤 {ccrs.reapply_after_lapse_months_min}에서 {ccrs.reapply_after_lapse_months_max}을 기다려야 한다는 옛 안내가 있습니다(상담에서 확인).",
        (
            "ccrs.reapply_after_refusal",
            "ccrs.reapply_after_lapse_months_min",
            "ccrs.reapply_after_lapse_months_max",
        ),
    )
    yield Advice(
        "ccrs.sale_barred",
        "절차가 열려 있는 동안 채권을 팔 수 없고, 그 뒤에 산 사람도 합의를 따라야 합니다.",
        ("ccrs.sale_barred", "ccrs.assignee_bound"),
    )
    yield text("ccrs.fee_waiver")
    yield sentences.FEE_FRAUD
    yield from sentences.set_off(case)
    yield text("ccrs.debt_counted_interest")
    if case["transfers_2y"] is not False:
        yield text("ccrs.no_avoidance")
    yield from _lease_fraud(case)
    yield from sentences.guarantors(case, "ccrs.covers.guarantor", "ccrs.covers.guarantor_after_lapse")
    yield from sentences.outsiders(case)
    yield from sentences.heavy_tax(case)
    yield from sentences.seizures(case)


def _lease_fraud(case: Case) -> Iterator[Advice]:
    if "lease_fraud_victim" in (case["statuses"] or ()):
        yield Advice(
            "jeonse.credit",
            "전세사기 피해자는 연체정보 등록을 미룰 수 있습니다.",
            ("jeonse.credit_deferred",),
        )
        yield Advice(
            "jeonse.loan",
            "전세대출은 우선변제 범위의 금액을 {jeonse.loan_years} 동안 이자 없이 나누는 제도가 있었습니다(은행에 확인).",
            ("jeonse.loan_years",),
        )


def fast_track(case: Case) -> Iterator[Advice]:
    yield text("fast.warning.no_delay")
    yield text("fast.method")
    yield text("fast20.who")
    yield from common(case)
    yield text("life.revive_barred")
    yield LATER[0]


def pre_workout(case: Case) -> Iterator[Advice]:
    yield text("pre.method")
    yield text("pre.special.who")
    yield from common(case)
    yield LATER[0]


def individual_workout(case: Case) -> Iterator[Advice]:
    yield text("wo.method")
    if case["written_off"] is None:
        yield text("wo.written_off_means")
    yield text("wo.effect.cards")
    yield Advice(
        "wo.deferral",
        "{wo.deferral_max}까지 {wo.deferral_unit}씩 미룰 수 있습니다.",
        ("wo.deferral_max", "wo.deferral_unit"),
    )
    if "wage_seizure" in (case["legal_actions"] or ()):
        yield text("wo.effect.wage_seizure")
    history = case.person.history
    if history is not None and history.bankruptcy_discharged_on is not None:
        yield text("wo.effect.bankruptcy_history")
    yield from common(case)
    yield from LATER
    yield Advice(
        "wo.good_payer",
        "{life.good_payer_loan_after_months} 이상 성실히 갚으면 최대 {life.good_payer_loan_max}을 연 {life.good_payer_loan_rate}로 빌릴 수 있습니다.",
        ("life.good_payer_loan_max", "life.good_payer_loan_after_months", "life.good_payer_loan_rate"),
    )
