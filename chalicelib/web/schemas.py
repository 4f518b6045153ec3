"""JSON Schemas of answers that several routes give, as api.md names their fields. Fields may be added, never renamed."""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]


def _object(properties: Schema, required: tuple[str, ...] | None = None, more: bool = True) -> Schema:
    must = list(properties) if required is None else list(required)
    return {"type": "object", "required": must, "properties": properties, "additionalProperties": more}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


TEXT: Final[Schema] = {"type": "string"}
DAY: Final[Schema] = {"type": "string", "format": "date"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
RANGE: Final[Schema] = _or_null(
    _object({"low": {"type": ["integer", "null"]}, "high": {"type": ["integer", "null"]}})
)
"""An amount in won (or months) between two bounds; null where it cannot be said."""

NEXT_QUESTIONS: Final[Schema] = _list(_object({"fact": TEXT, "asks": TEXT, "worth": {"type": "number"}}))
FINDING: Final[Schema] = _object(
    {
        "id": TEXT,
        "status": {"enum": ["pass", "fail", "unknown", "not_applicable"]},
        "says": TEXT,
        "fact": {"type": ["string", "null"]},
        "value": {},
        "bound": {},
        "margin": {},
        "article": {"type": ["string", "null"]},
        "source": {"type": ["string", "null"]},
    },
    required=("id", "status", "says"),
)
OPTION: Final[Schema] = _object(
    {
        "remedy": TEXT,
        "title": TEXT,
        "verdict": {"enum": ["open", "closed", "unknown"]},
        "findings": _list(FINDING),
        "estimate": _or_null(
            _object(
                {
                    "monthly_payment": RANGE,
                    "months": RANGE,
                    "total_paid": RANGE,
                    "forgiven": RANGE,
                    "fees": RANGE,
                },
                required=(),
            )
        ),
        "effects": {"type": ["object", "null"]},
        "documents": _list({}),
        "steps": _list({}),
        "contact": {},
        "changes": _list({"type": "object"}),
    }
)
ASSESSMENT: Final[Schema] = _object(
    {
        "id": TEXT,
        "as_of": DAY,
        "law_version": TEXT,
        "incomplete": {"type": "boolean"},
        "diagnosis": {"type": "object"},
        "options": _list(OPTION),
        "recommended": _list(_object({"remedy": TEXT, "because": {}})),
        "urgent": _list(_object({"code": TEXT, "says": TEXT})),
        "next_questions": NEXT_QUESTIONS,
        "notice": TEXT,
    }
)
PROBLEM: Final[Schema] = _object(
    {
        "type": {"type": "string", "description": "a stable URN such as urn:problem:validation"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "instance": TEXT,
        "trace_id": TEXT,
        "errors": _list(
            _object(
                {"pointer": {"type": "string", "description": "JSON Pointer"}, "code": TEXT, "detail": TEXT}
            )
        ),
    },
    required=("type", "title", "status", "detail", "instance", "trace_id"),
)
