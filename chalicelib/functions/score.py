"""Direct invocation: score one person for a system inside the account, without HTTP and without the store.

The input is that of `POST /v1/scores`; every fault comes back as a sentence with its place, none as an exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from chalicelib.law import LawGap
from chalicelib.score.api import score
from chalicelib.score.inputs import ScoreRequest
from chalicelib.shapes import Fault, Invalid


def invoked(event: Any, today: date) -> dict[str, Any]:
    """`{"score": …}`, or `{"errors": [{pointer, code, detail}]}` with a Korean sentence for each fault.

    event: {applicant, history?, bureau?, as_of? (YYYY-MM-DD, default `today`)}.

    >>> invoked({"applicant": {}, "as_of": "내일"}, date(2026, 11, 24))["errors"][0]["pointer"]
    '/as_of'
    """
    try:
        asked = ScoreRequest.parse(event)
    except Invalid as invalid:
        return _refused(invalid.faults)
    given = asked.dump()
    day = asked.as_of or today
    try:
        return {"score": score(given.get("applicant"), given.get("history"), given.get("bureau"), day)}
    except LawGap:
        says = "이 날짜에 시행된 기준이 자료에 없어 계산할 수 없습니다. 다른 날짜를 골라 주세요."
        return _refused([Fault("/as_of", "not_covered", says)])


def _refused(faults: Sequence[Fault]) -> dict[str, Any]:
    return {"errors": [fault._asdict() for fault in faults]}
