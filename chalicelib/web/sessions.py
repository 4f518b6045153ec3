"""Sessions: opened by anyone, held by a bearer token, the person's answers edited by merge patch, erased on request."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib.assess.person import Person
from chalicelib.shapes import Record, code, flag, record, text
from chalicelib.store import keys
from chalicelib.store.shapes import dress
from chalicelib.store.table import ABSENT, Conflict, Item, Put

from . import held, redaction, tokens
from .clock import SEOUL
from .inputs import Agreement, AsOfQuery
from .merge import merge
from .problem import Problem, invalid
from .respond import encode
from .route import ATOMIC, SESSION, Answer, Call, Routes
from .schemas import ASSESSMENT, NEXT_QUESTIONS
from .settings import CONSENT_VERSION

routes = Routes("상담 세션")

CHANNELS = {"booth": "키오스크", "mobile": "모바일 앱", "web": "웹"}
_ATTEMPTS = 4


class Consents(Agreement):
    """What the person agreed to. `terms` has to be given; the rest stays off unless it is given."""

    title = "동의"
    must = ("terms",)
    terms: bool | None = flag("이용약관과 개인정보 처리 안내에 동의")


class Opening(Record):
    title = "세션 열기"
    must = ("channel", "consents")
    channel: str | None = code(CHANNELS, "이용 창구")
    consents: Consents | None = record(Consents, "동의")


class PersonQuery(AsOfQuery):
    title = "답을 볼 때"
    skip: str | None = text("건너뛴 질문의 pointer(쉼표로 나눔)", 6000, "(/[a-z0-9_]+)+(,(/[a-z0-9_]+)+)*")


class ErasingQuery(Record):
    title = "지울 때"
    keep: str | None = code({"referrals": "상담사에게 전한 요약"}, "남길 것")


PERSON_ANSWER = {
    "type": "object",
    "required": ["person", "next_questions"],
    "properties": {"person": {"$ref": "#/components/schemas/Person"}, "next_questions": NEXT_QUESTIONS},
}


def _restore_token(call: Call, body: Any) -> Any:
    return _opened(
        body["session_id"], tokens.issue(body["session_id"], call.idempotency_key), body["expires_at"]
    )


def _opened(session_id: str, token: str, expires_at: str) -> dict[str, str]:
    return {"session_id": session_id, "token": token, "expires_at": expires_at}


@routes.post(
    "/v1/sessions",
    "상담 세션을 엽니다",
    body=Opening,
    status=201,
    once=ATOMIC,
    restore=_restore_token,
    example={"channel": "web", "consents": {"terms": True, "ai_notice": True}},
    answers={
        "type": "object",
        "required": ["session_id", "token", "expires_at"],
        "properties": {
            "session_id": {"type": "string"},
            "token": {"type": "string", "description": "이번 한 번만 보여 드립니다"},
            "expires_at": {"type": "string", "format": "date-time"},
        },
    },
)
def open_session(call: Call) -> Answer:
    """The token is shown once and stored only as a hash. Consents are kept with the version of their wording."""
    asked: Opening = call.body
    if not asked.consents or asked.consents.terms is not True:
        raise invalid(
            "/consents/terms", "not_agreed", "이용약관과 개인정보 처리 안내에 동의해야 시작할 수 있습니다."
        )
    services = call.services
    now = services.now()
    session_id = tokens.new_id()
    token = tokens.issue(session_id, call.idempotency_key)
    expires_at = services.epoch() + services.settings.session_seconds(asked.channel or "booth")
    agreed = {
        name: {"given": given, "version": CONSENT_VERSION} for name, given in asked.consents.dump().items()
    }
    fields = {
        "token_hash": tokens.hashed(token),
        "channel": asked.channel,
        "consents": agreed,
        "opened_at": now.isoformat(),
        "person": "{}",
    }
    item = Item(*keys.session(session_id), dress("session", fields), expires_at=expires_at)
    until = datetime.fromtimestamp(expires_at, SEOUL).isoformat()
    return Answer(
        _opened(session_id, token, until),
        headers={"Location": f"/v1/sessions/{session_id}/person"},
        writes=[Put(item, ABSENT)],
        keep={"session_id": session_id, "expires_at": until},
    )


# --- the person --------------------------------------------------------------------------------------------------
def person_text(call: Call) -> str:
    """The stored person as canonical JSON text: text, so that 17.9 and 10^15 come back exactly."""
    return str(call.held.fields.get("person", "{}"))


def stored_person(call: Call) -> Person:
    """The person of the session. Fields that an earlier program stored and today's no longer knows are left out."""
    return Person.parse(_document(person_text(call)))


def _document(stored: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stored, parse_float=Decimal)
    return {name: value for name, value in found.items() if name in Person.fields}


def _tag(stored: str) -> str:
    return hashlib.sha256(stored.encode()).hexdigest()[:24]


def _shown(call: Call, person: Person, tag: str) -> Answer:
    return Answer({"person": person.dump(), "next_questions": _questions(call, person)}, etag=tag)


def _questions(call: Call, person: Person) -> Any:
    """The questions worth most; those that the person put aside make room for the ones behind them."""
    if call.query.skip is None:
        return call.services.assess(person, call.as_of(), None)["next_questions"]
    from chalicelib.assess.api import weigh
    from chalicelib.assess.facts import case_of
    from chalicelib.assess.questions import next_questions
    from chalicelib.law import law_as_of

    case = case_of(person, law_as_of(call.as_of()), None)
    return next_questions(case, weigh(case), skip=frozenset(call.query.skip.split(",")))


@routes.get(
    "/v1/sessions/{session_id}/person",
    "지금까지의 답과 다음 질문을 보여 줍니다",
    auth=SESSION,
    query=PersonQuery,
    answers=PERSON_ANSWER,
    edited=True,
)
def show_person(call: Call) -> Answer:
    """The answers so far, with the ETag that a change needs, and the questions worth most."""
    return _shown(call, stored_person(call), _tag(person_text(call)))


@routes.patch(
    "/v1/sessions/{session_id}/person",
    "답을 더하거나 고칩니다",
    auth=SESSION,
    query=PersonQuery,
    body=Person,
    merge_patch=True,
    edited=True,
    answers=PERSON_ANSWER,
    example={"monthly_income": 4200000, "household_size": 4},
    problems=("conflict",),
)
def change_person(call: Call) -> Answer:
    """A JSON Merge Patch (RFC 7396): null takes an answer back, a list replaces the whole list. Needs If-Match."""
    seen = person_text(call)
    call.require_match(_tag(seen))
    merged = merge(_document(seen), call.body)
    person = redaction.person(Person.parse(merged))
    made = encode(person.dump())
    _store(call, seen, made)
    return _shown(call, person, _tag(made))


def _store(call: Call, seen: str, made: str) -> None:
    """Put the new text in place of the seen one. Another change of the session beside it (a turn counted, a consent)
    is no conflict: then the same is tried upon the item as it now stands."""
    from chalicelib.functions.rejudge import filed, judged_fields
    from chalicelib.law import law_version

    item, fields, now = call.held.item, call.held.fields, call.services.now()
    told = {"person": made, **(judged_fields({"person": made}, now, item.pk, law_version()) or {})}
    for _ in range(_ATTEMPTS):
        changed = filed(item, fields | told, now, law_version())
        try:
            call.services.table.put(changed, item.version)
            return
        except Conflict as conflict:
            if conflict.current is None:
                raise Problem("not_found") from None
            item = conflict.current
            fields = tokens.fields_of(item)
            if fields.get("person", "{}") != seen:
                raise Problem("stale") from None
    raise Problem("conflict")


@routes.get(
    "/v1/sessions/{session_id}/assessment",
    "지금까지의 답으로 자가진단을 합니다",
    auth=SESSION,
    query=AsOfQuery,
    answers=ASSESSMENT,
)
def show_assessment(call: Call) -> Answer:
    """The assessment of the stored person, computed anew; beside it what opened, improved or closed when the law changed."""
    changed = call.held.fields.get("ways_changed")
    beside = {"ways_changed": changed} if changed else None
    return Answer(call.services.assessment(stored_person(call), call.as_of(), None, beside))


# --- everything held, and its erasure ----------------------------------------------------------------------------
@routes.get(
    "/v1/sessions/{session_id}/export",
    "보관하고 있는 내용을 모두 보여 줍니다",
    auth=SESSION,
    answers={
        "type": "object",
        "required": ["session_id", "exported_at", "expires_at", "person", "items"],
        "properties": {
            "session_id": {"type": "string"},
            "exported_at": {"type": "string", "format": "date-time"},
            "expires_at": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
            "person": {"$ref": "#/components/schemas/Person"},
            "items": {"type": "array", "items": {"type": "object"}},
        },
    },
)
def export(call: Call) -> Answer:
    """All items of the session and what is linked to it; hashes of secrets are not data about the person."""
    until = call.held.item.expires_at
    return Answer(
        {
            "session_id": call.held.id,
            "exported_at": call.services.now(),
            "expires_at": datetime.fromtimestamp(until, SEOUL) if until else None,
            "person": _document(person_text(call)),
            "items": held.export(call.services.table, call.held.id),
        },
        headers={"Content-Disposition": f'attachment; filename="{call.held.id}.json"'},
    )


@routes.delete(
    "/v1/sessions/{session_id}",
    "세션과 보관한 내용을 모두 지웁니다",
    auth=SESSION,
    query=ErasingQuery,
    status=204,
)
def erase(call: Call) -> Answer:
    """Erases everything held of the session. The token is of no use afterwards, and the browser forgets too. With
    `keep=referrals` a summary that was passed on with consent stays for the counsellor: a booth that erases itself
    takes back nothing that the person has agreed to."""
    held.erase(call.services.table, call.held.id, ("referral",) if call.query.keep else ())
    return Answer(headers={"Clear-Site-Data": '"cache", "cookies", "storage"'})
