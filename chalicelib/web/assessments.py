"""POST /v1/assessments: the stateless self-assessment. Nothing is stored."""

from __future__ import annotations

from datetime import date

from chalicelib.assess.person import Assumptions, Person
from chalicelib.shapes import Record, record

from .inputs import as_of
from .route import Answer, Call, Routes
from .schemas import ASSESSMENT

routes = Routes("자가진단")


class AssessmentRequest(Record):
    title = "자가진단 요청"
    must = ("person",)
    person: Person | None = record(Person, "상담받는 사람")
    as_of: date | None = as_of()
    assumptions: Assumptions | None = record(Assumptions, "상담사의 가정")


EXAMPLE = {
    "as_of": "2026-11-22",
    "person": {
        "age": 45,
        "household_size": 4,
        "dependants": 3,
        "region": "seoul",
        "employment": "employee",
        "monthly_income": 4200000,
        "income_regular": True,
        "debts": [
            {
                "kind": "credit_loan",
                "creditor": "bank",
                "ccrs_member": True,
                "principal": 62000000,
                "interest_due": 0,
                "annual_rate": 14.9,
                "days_overdue": 110,
                "opened_on": "2021-05-03",
            }
        ],
        "assets": [],
    },
}


@routes.post(
    "/v1/assessments",
    "빚에서 벗어나는 길을 나란히 견줍니다",
    body=AssessmentRequest,
    answers=ASSESSMENT,
    example=EXAMPLE,
)
def create(call: Call) -> Answer:
    """Every remedy with verdict, findings, estimate and what would change it. Facts that are left out are unknown."""
    asked: AssessmentRequest = call.body
    assert asked.person is not None
    return Answer(call.services.assessment(asked.person, call.as_of(asked.as_of), asked.assumptions))
