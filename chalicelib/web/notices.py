"""GET /v1/notices: what a person is told before using the service, in the wording that consents are stored with."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from .route import Answer, Call, Routes
from .schemas import TEXT
from .settings import CONSENT_VERSION

routes = Routes("안내")

FOLDER: Final = Path(__file__).resolve().parent.parent / "prompts" / "notices"
_OR_NULL: Final = {"type": ["string", "null"]}


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
