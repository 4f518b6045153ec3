"""JSON Schemas of the consultation's answers, as api.md names their fields. Fields may be added, never renamed."""

from __future__ import annotations

from typing import Any, Final

from .schemas import DAY, MOMENT, TEXT

Schema = dict[str, Any]


def _object(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "required": list(required or properties), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


CONTACT: Final[Schema] = _object({"name": TEXT, "phone": TEXT, "hours": TEXT}, "name", "phone")
OFFER: Final[Schema] = _object(
    {
        "field": TEXT,
        "label": TEXT,
        "won": {"type": ["integer", "null"]},
        "days": {"type": "integer"},
        "said": TEXT,
        "text": TEXT,
        "patch": {
            "type": ["object", "null"],
            "description": "자가진단에 적을 merge patch; 물어봐야 하면 null",
        },
    },
    "field",
    "text",
    "patch",
)
OFFERS: Final[Schema] = _object({"confirm": _list(OFFER)})
_REPLY: Final[Schema] = {
    "message_id": TEXT,
    "text": TEXT,
    "source": {"enum": ["model", "library", "safety", "handoff"]},
    "status": TEXT,
    "sentences": _list({"type": "object"}),
    "citations": _list(_object({"id": TEXT, "title": TEXT, "article": TEXT, "as_of": DAY, "url": TEXT})),
    "figures": _list(_object({"text": TEXT, "evidence": TEXT})),
    "safety": _or_null(_object({"class": TEXT, "contacts": _list(CONTACT)})),
    "suggestions": _list(TEXT),
    "degraded": {"type": "boolean"},
    "notice": TEXT,
    "generated_by_ai": {"type": "boolean"},
    "as_of": DAY,
    "handoff": {"type": "object"},
    "plain": _or_null(_object({"text": TEXT, "changed": {"type": "integer"}})),
}
REPLY: Final[Schema] = _object(
    {
        **_REPLY,
        "confirm": _list(OFFER),
        "ai_notice": {"type": ["string", "null"], "description": "첫 답에만 있는 인공지능 이용 안내"},
    }
)
MESSAGES: Final[Schema] = _object(
    {
        "messages": _list(
            _object({"id": TEXT, "at": MOMENT, "text": TEXT, "reply": _object(_REPLY, "message_id", "text")})
        ),
        "next": {"type": ["string", "null"]},
    }
)
PROOF: Final[Schema] = _object(
    {
        "message_id": TEXT,
        "at": MOMENT,
        "as_of": DAY,
        "status": TEXT,
        "source": TEXT,
        "sentences": _list({"type": "object"}),
        "dropped": _list({"type": "object"}),
        "steps": _list(TEXT),
        "versions": {"type": "object"},
        "model": {"type": ["object", "null"]},
    }
)
