"""Body of the Lambda function `score`: direct invocation with one person or a list of people.

A list never fails as a whole: each entry is answered by its score or by its own faults, in the order asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.law import LawGap
from chalicelib.score import api
from chalicelib.score.card import BadValue
from chalicelib.score.inputs import ScoreRequest
from chalicelib.shapes import Fault, Invalid

MOST = 1_000
"""People in one invocation: about a second of work."""


def invoked(event: Any, today: date) -> dict[str, Any]:
    """`{applicant, history?, bureau?, as_of?}` → `{score}` or `{errors}`; a list (or `{people: […]}`) → `{results}`.

    `today` is used where a request names no day. Never raises for what a caller sends.
    """
    people = event.get("people") if isinstance(event, Mapping) and "people" in event else event
    if not isinstance(people, list):
        return _one(people, today)
    if len(people) > MOST:
        return _errors(
            [Fault("", "too_many", f"한 번에 {MOST:,}명까지 계산할 수 있습니다. 나누어 보내 주세요.")]
        )
    return {"results": [_one(person, today) for person in people]}


def _one(body: Any, today: date) -> dict[str, Any]:
    try:
        return {"score": api.score_request(ScoreRequest.parse(exact(body)), today)}
    except Invalid as invalid:
        return _errors(list(invalid.faults))
    except LawGap:
        return _errors(
            [Fault("/as_of", "no_law", "이 날짜의 기준이 준비되어 있지 않습니다. 날짜를 확인해 주세요.")]
        )
    except BadValue as bad:
        return _errors(
            [Fault("", "not_scorable", f"‘{bad.name}’에 쓰이는 값을 계산할 수 없습니다. 값을 확인해 주세요.")]
        )


def _errors(faults: list[Fault]) -> dict[str, Any]:
    return {"errors": [f._asdict() for f in faults]}


def exact(value: Any) -> Any:
    """Numbers with a fraction as exact decimals: Lambda hands JSON over as binary floats."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {k: exact(v) for k, v in value.items()}
    if isinstance(value, list):
        return [exact(v) for v in value]
    return value
