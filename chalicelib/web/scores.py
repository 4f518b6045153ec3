"""Scores: where one stands, why, what moves it; paths under scenarios; one's own credit record. Nothing is stored."""

from __future__ import annotations

from chalicelib.score.inputs import ReviewRequest, ScoreRequest, SimulationRequest

from .problem import invalid
from .route import Answer, Call, Routes

routes = Routes("신용평가")

APPLICANT = {
    "annual_income": 36000000,
    "employment": "employee",
    "employment_years": 4,
    "loan_amount": 10000000,
    "loan_purpose": "living",
    "housing": "monthly_rent",
    "defaulted_before": False,
}
HISTORY = {"months_on_book": 14, "late_30_24m": 1, "late_60_24m": 0, "late_90_24m": 0}
SCORE = {
    "type": "object",
    "required": [
        "as_of",
        "application",
        "behaviour",
        "bureau",
        "combined",
        "lending",
        "delinquency_reports",
        "advice",
        "notice",
    ],
    "properties": {"as_of": {"type": "string", "format": "date"}, "notice": {"type": "string"}},
}


def _answered(call: Call, work: str) -> Answer:
    """What a function of `score.api` says. A value that no bin takes is the caller's to mend: it is named like any
    other fault. The cards are loaded with the first of these requests."""
    from chalicelib.score import api
    from chalicelib.score.card import BadValue

    try:
        return Answer(getattr(api, work)(call.body, call.services.today()))
    except BadValue as wrong:
        says = f"‘{wrong.name}’ 항목은 이 값으로 점수를 낼 수 없습니다. 값을 확인해 주세요."
        raise invalid("", "cannot_be_scored", says) from None


@routes.post(
    "/v1/scores",
    "신청·행동·신용평가회사 점수를 설명과 함께 냅니다",
    body=ScoreRequest,
    answers=SCORE,
    example={
        "applicant": APPLICANT,
        "history": HISTORY,
        "bureau": {"agency": "nice", "score": 720},
        "as_of": "2026-11-22",
    },
)
def create(call: Call) -> Answer:
    """Points, grade and probability of each score that can be made, the combination, reasons and exact what-ifs."""
    return _answered(call, "score_request")


@routes.post(
    "/v1/scores/simulations",
    "앞으로의 점수 흐름을 시나리오로 그려 봅니다",
    body=SimulationRequest,
    answers={"type": "object"},
    example={
        "applicant": APPLICANT,
        "history": HISTORY,
        "months": 12,
        "scenario": "pay_on_time",
        "as_of": "2026-11-22",
    },
)
def simulate(call: Call) -> Answer:
    """Month by month under a scenario, with record removals on their dates. An estimate, and marked so."""
    return _answered(call, "simulate_request")


@routes.post(
    "/v1/credit-records/reviews",
    "내 신용기록을 함께 살펴봅니다",
    body=ReviewRequest,
    answers={"type": "object"},
    example={
        "entries": [
            {"kind": "short_arrears", "amount": 350000, "due_on": "2026-01-05", "cleared_on": "2026-03-01"}
        ]
    },
)
def review(call: Call) -> Answer:
    """Accounts and arrears, who sees each and until when, what looks wrong and how it is corrected, what would help."""
    return _answered(call, "review_request")
