"""The ways side by side: totals, schedules, pictures, stress. For anyone by body, for a session by what it holds."""

from __future__ import annotations

from typing import Any

from .assessments import EXAMPLE, AssessmentRequest
from .inputs import AsOfQuery
from .route import SESSION, Answer, Call, Routes
from .sessions import stored_person

routes = Routes("비교")

COMPARISON = {
    "type": "object",
    "required": ["as_of", "law_version", "ways", "ranking", "nothing", "diagnosis", "schedules", "charts"],
    "properties": {
        "as_of": {"type": "string", "format": "date"},
        "law_version": {"type": "string"},
        "ways": {"type": "array", "items": {"type": "object"}, "description": "닫히지 않은 길마다 한 줄"},
        "ranking": {"type": "array", "items": {"type": "object"}, "description": "먼저 볼 길과 그 까닭"},
        "nothing": {"anyOf": [{"type": "object"}, {"type": "null"}], "description": "아무것도 하지 않을 때"},
        "diagnosis": {
            "type": "object",
            "description": "취약차주 재무진단: 살림, 충격, 취약 요인, 먼저 할 일",
        },
        "schedules": {"type": "object", "description": "길마다 달마다의 상환표(원)"},
        "charts": {"type": "object", "description": "상환 곡선과 살림 막대의 SVG"},
    },
}
CSV = "text/csv; charset=utf-8"


def _compared(call: Call, person: Any, day: Any, assumptions: Any = None) -> dict[str, Any]:
    from chalicelib.assess.charts import charts_of
    from chalicelib.assess.compare import compare

    made = compare(person, call.as_of(day), assumptions)
    return {**made, "charts": charts_of(made)}


@routes.post(
    "/v1/assessments/comparison",
    "길을 한 표에 나란히 놓습니다",
    body=AssessmentRequest,
    answers=COMPARISON,
    example=EXAMPLE,
)
def create(call: Call) -> Answer:
    """Every way that is not closed with its schedule, doing nothing beside it, and the pictures. Nothing is stored."""
    asked: AssessmentRequest = call.body
    return Answer(_compared(call, asked.person, asked.as_of, asked.assumptions))


@routes.post(
    "/v1/assessments/schedules.csv",
    "상환표를 CSV로 받습니다",
    body=AssessmentRequest,
    answers={"type": "string"},
    example=EXAMPLE,
    media_type="text/csv",
)
def schedules(call: Call) -> Answer:
    """The month-by-month rows of every way that is not closed, amounts in won."""
    from chalicelib.assess.compare import compare, schedule_csv

    asked: AssessmentRequest = call.body
    assert asked.person is not None
    made = compare(asked.person, call.as_of(asked.as_of), asked.assumptions)
    headers = {"Content-Disposition": 'attachment; filename="schedules.csv"'}
    return Answer(schedule_csv(made), content_type=CSV, headers=headers)


@routes.get(
    "/v1/sessions/{session_id}/comparison",
    "보관된 답으로 길을 나란히 놓습니다",
    auth=SESSION,
    query=AsOfQuery,
    answers=COMPARISON,
)
def of_session(call: Call) -> Answer:
    """The same for the person of the session."""
    return Answer(_compared(call, stored_person(call), call.query.as_of))
