"""GET /v1/rules: every dated value of law and programmes with its source. GET /v1/rules/changes: what begins between two days."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib import law
from chalicelib.law import keys as every_key
from chalicelib.shapes import Fault, Invalid, Record

from .inputs import AsOfQuery, as_of
from .route import Answer, Call, Routes

routes = Routes("기준")

VALUE = {
    "type": "object",
    "required": ["key", "title", "unit", "value", "article", "source", "confidence", "from", "to", "note"],
    "properties": {
        "key": {"type": "string"},
        "title": {"type": "string"},
        "unit": {"type": "string"},
        "value": {
            "description": "won, days, months or counts as integers; percent as numbers; tables as objects"
        },
        "article": {"type": "string"},
        "source": {"type": "string"},
        "confidence": {"type": "string", "description": "only H is certain; everything else is an estimate"},
        "from": {"type": "string", "format": "date"},
        "to": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "note": {"type": "string"},
    },
}


class ChangesQuery(Record):
    title = "바뀌는 기간"
    since: date | None = as_of("첫 날")
    until: date | None = as_of("끝 날")


def _value(value: law.Value) -> dict[str, Any]:
    return {
        "key": value.key,
        "title": value.title,
        "unit": value.unit,
        "value": value.value,
        "article": value.article,
        "source": value.source,
        "confidence": value.conf,
        "from": value.from_,
        "to": value.to,
        "note": value.note,
    }


@routes.get(
    "/v1/rules",
    "그날 시행된 기준 값을 모두 보여 줍니다",
    query=AsOfQuery,
    answers={
        "type": "object",
        "required": ["as_of", "law_version", "values"],
        "properties": {
            "as_of": {"type": "string", "format": "date"},
            "law_version": {"type": "string"},
            "values": {"type": "array", "items": VALUE},
        },
    },
)
def in_force(call: Call) -> Answer:
    """The values in force on a day, each with article, source, dates and confidence."""
    day = call.as_of()
    values = [_value(value) for value in law.law_as_of(day)]
    return Answer(
        {"as_of": day, "law_version": law.law_version(), "values": values},
        etag=f"{law.law_version()}-{day.isoformat()}",
        headers={"Cache-Control": "public, max-age=300"},
    )


@routes.get(
    "/v1/rules/changes",
    "기간 안에 바뀌는 기준 값을 보여 줍니다",
    query=ChangesQuery,
    answers={
        "type": "object",
        "required": ["since", "until", "law_version", "changes"],
        "properties": {
            "since": {"type": "string", "format": "date"},
            "until": {"type": "string", "format": "date"},
            "law_version": {"type": "string"},
            "changes": {"type": "array", "items": VALUE},
        },
    },
)
def changes(call: Call) -> Answer:
    """Values that begin within the days, both included, oldest first; without days, from today to the last covered."""
    first = call.query.since or call.services.today()
    last = call.query.until or law.COVERED_TO
    if last < first:
        raise Invalid([Fault("/until", "before_since", "끝 날이 첫 날보다 앞설 수 없습니다.")])
    rows = [row for key in every_key() for row in law.history(key) if first <= row.from_ <= last]
    rows.sort(key=lambda row: (row.from_, row.key))
    return Answer(
        {
            "since": first,
            "until": last,
            "law_version": law.law_version(),
            "changes": [_value(row) for row in rows],
        }
    )
