"""What a person is told before using the service, in the wording that consents are stored with, and what was agreed to.

A session is opened with the consents of that moment. One that is needed later (sending sentences to a model abroad) is
asked for where it is needed, and any but the terms can be taken back; what counts is what the session holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from chalicelib.store.shapes import dress
from chalicelib.store.table import Conflict

from . import tokens
from .inputs import Agreement
from .problem import Problem
from .route import SESSION, Answer, Call, Routes
from .schemas import TEXT
from .settings import CONSENT_VERSION

routes = Routes("안내")

FOLDER: Final = Path(__file__).resolve().parent.parent / "prompts" / "notices"
_OR_NULL: Final = {"type": ["string", "null"]}
_ATTEMPTS: Final = 4


CONSENTS: Final = {
    "type": "object",
    "required": ["consents"],
    "properties": {
        "consents": {
            "type": "object",
            "description": "동의 항목마다 했는지와 그때의 문구. 여쭙지 않은 항목은 없습니다",
            "additionalProperties": {
                "type": "object",
                "required": ["given", "version"],
                "properties": {"given": {"type": "boolean"}, "version": TEXT},
            },
        }
    },
}


@cache
def wording(version: str = CONSENT_VERSION) -> dict[str, Any]:
    """The notices of one version of the consents, with their slots. A version that was used is never edited."""
    found: dict[str, Any] = json.loads((FOLDER / f"{version}.json").read_text("utf-8"))
    return found


@routes.get(
    "/v1/notices",
    "이용 전에 알려 드리는 내용입니다",
    answers={
        "type": "object",
        "required": ["version", "from", "operator", "overseas_transfer", "notices"],
        "properties": {
            "version": {"type": "string", "description": "동의와 함께 보관하는 문구의 판"},
            "from": {"type": "string", "format": "date"},
            "operator": {
                "type": "object",
                "required": ["name", "contact", "supervisor"],
                "properties": {"name": _OR_NULL, "contact": _OR_NULL, "supervisor": _OR_NULL},
            },
            "overseas_transfer": {"type": "boolean", "description": "국외의 모델로 보내도록 설정되어 있는지"},
            "notices": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["code", "title", "says", "articles", "consent"],
                    "properties": {
                        "code": TEXT,
                        "title": TEXT,
                        "says": {"type": "array", "items": TEXT},
                        "articles": {"type": "array", "items": TEXT},
                        "consent": {"type": ["string", "null"], "description": "이 안내에 딸린 동의 항목"},
                    },
                },
            },
        },
    },
)
def show(call: Call) -> Answer:
    """The notices with the service's own periods filled in. `operator` is null where the operator has not set it."""
    settings = call.services.settings
    overseas = call.services.model_place() == "overseas"
    slots = {"session_days": settings.session_days, "booth_hours": settings.booth_hours}
    known = wording()
    return Answer(
        {
            "version": known["version"],
            "from": known["from"],
            "operator": {
                "name": settings.operator_name or None,
                "contact": settings.operator_contact or None,
                "supervisor": settings.ai_supervisor or None,
            },
            "overseas_transfer": overseas,
            "notices": [
                {**one, "says": [sentence.format(**slots) for sentence in one["says"]]}
                for one in known["notices"]
                if overseas or one["code"] != "overseas_transfer"
            ],
        }
    )


@routes.get(
    "/v1/sessions/{session_id}/consents",
    "무엇에 동의하셨는지 보여 줍니다",
    auth=SESSION,
    answers=CONSENTS,
)
def consents(call: Call) -> Answer:
    """Each consent that was asked for, as given or refused, with the version of its wording."""
    return Answer({"consents": _told(call.held.fields)})


@routes.post(
    "/v1/sessions/{session_id}/consents",
    "동의를 더하거나 거둡니다",
    auth=SESSION,
    body=Agreement,
    answers=CONSENTS,
    example={"overseas_transfer": True},
    problems=("conflict",),
)
def agree(call: Call) -> Answer:
    """Only the named consents change; false takes one back. Without the consent for a transfer abroad the library answers."""
    asked: Agreement = call.body
    told = {name: {"given": given, "version": CONSENT_VERSION} for name, given in asked.dump().items()}
    item, fields = call.held.item, call.held.fields
    for _ in range(_ATTEMPTS):
        changed = {**fields, "consents": {**fields["consents"], **told}}
        try:
            call.services.table.put(replace(item, data=dress("session", changed)), item.version)
        except Conflict as conflict:
            if conflict.current is None:
                raise Problem("not_found") from None
            item = conflict.current
            fields = tokens.fields_of(item)
            continue
        return Answer({"consents": _told(changed)})
    raise Problem("conflict")


def _told(fields: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: {"given": one["given"], "version": one["version"]} for name, one in fields["consents"].items()
    }
