"""From the booth to the phone: a code that works once, for ten minutes, and gives the session to whoever brings it.

The code is ten digits: four that name the hand-over and six that are its secret. Five wrong secrets end it, so the tries
are counted per hand-over and not per guesser. The secret is stored as a hash. With the phone's token the booth's own
stops working: from then on the session answers the booth with 404, the sign that it has to erase itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from chalicelib import shapes
from chalicelib.shapes import Record
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ABSENT, Conflict, Delete, Item, Put, Table

from . import held, tokens
from .call import Answer, Call
from .clock import SEOUL
from .problem import Problem
from .route import ATOMIC, SESSION, Routes

routes = Routes("휴대폰으로 옮기기")

LIVES_SECONDS: Final = 600
TRIES: Final = 5
NAME_DIGITS: Final = 4
SECRET_DIGITS: Final = 6
_WRONG: Final = "번호가 맞지 않거나 시간이 지났습니다. 부스 화면의 번호를 다시 확인해 주세요."
_BUSY: Final = "지금은 번호를 만들 수 없습니다. 조금 뒤 다시 해 주세요."
_ATTEMPTS: Final = 8


class Code(Record):
    title = "옮기는 번호"
    must = ("code",)
    code: str | None = shapes.text("부스 화면의 번호", 14, r"[0-9]{10}")
    channel: str | None = shapes.code({"mobile": "모바일 앱", "web": "웹"}, "이어서 볼 창구")


def _hash(handle: str, secret: str) -> str:
    return hashlib.sha256(f"handover {handle} {secret}".encode()).hexdigest()


def _digits(count: int) -> str:
    return f"{secrets.randbelow(10**count):0{count}d}"


@routes.post(
    "/v1/sessions/{session_id}/handover",
    "휴대폰으로 옮기는 번호를 만듭니다",
    auth=SESSION,
    status=201,
    problems=("unavailable",),
    answers={
        "type": "object",
        "required": ["code", "url", "expires_at"],
        "properties": {
            "code": {"type": "string", "pattern": "^[0-9]{10}$"},
            "url": {
                "type": "string",
                "description": "QR에 담는 주소. 번호는 # 뒤에 있어 서버에 남지 않습니다",
            },
            "expires_at": {"type": "string", "format": "date-time"},
        },
    },
    answer_example={
        "code": "1234567890",
        "url": "/#h=1234567890",
        "expires_at": "2026-11-22T09:10:00+09:00",
    },
)
def issue(call: Call) -> Answer:
    """A new code; an earlier one of the same session stops working, also one asked for at the same moment. The url is
    relative to the booth's own address."""
    table, session, slot = call.services.table, call.held, _slot(call.held.id)
    expires_at = call.services.epoch() + LIVES_SECONDS
    for _ in range(_ATTEMPTS):
        before = table.get(*slot)
        old = str(undress(before, "link")["id"]) if before else ""
        handle, secret = _digits(NAME_DIGITS), _digits(SECRET_DIGITS)
        if handle == old:
            continue
        fields = {"session_id": session.id, "secret_hash": _hash(handle, secret), "tries": 0}
        code = Item(*keys.handover(handle), dress("handover", fields), expires_at=expires_at)
        place = Item(*slot, dress("link", {"id": handle}), expires_at=expires_at)
        writes = [Put(code, ABSENT), Put(place, before.version if before else ABSENT)]
        try:
            table.write([*writes, Delete(*keys.handover(old))] if old else writes)
        except Conflict:
            continue  # the four digits are in use at another booth, or the session has got a code meanwhile
        full = handle + secret
        until = datetime.fromtimestamp(expires_at, SEOUL)
        return Answer({"code": full, "url": f"/#h={full}", "expires_at": until})
    raise Problem("unavailable", _BUSY)


def _slot(session_id: str) -> keys.Name:
    """Where the one code of a session that is good now is named."""
    return keys.link(session_id, "handover", "now")


def _open_handles(table: Table, session_id: str) -> list[str]:
    prefix = f"{keys.LINKS}handover#"
    return [str(undress(item)["id"]) for item in table.query(keys.session_pk(session_id), prefix).items]


@routes.get(
    "/v1/sessions/{session_id}/handover",
    "옮기기가 아직 기다리고 있는지 봅니다",
    auth=SESSION,
    answers={
        "type": "object",
        "required": ["waiting"],
        "properties": {"waiting": {"type": "boolean"}, "tries_left": {"type": "integer"}},
    },
)
def look(call: Call) -> Answer:
    """Whether a code is still good. After the phone took over this answers 404, as every route of the session does."""
    table = call.services.table
    names = [keys.handover(handle) for handle in _open_handles(table, call.held.id)]
    found = [item for item in (table.get_many(names) if names else []) if item is not None]
    if not found:
        return Answer({"waiting": False, "tries_left": 0})
    return Answer({"waiting": True, "tries_left": TRIES - int(undress(found[0])["tries"])})


def _restore(call: Call, body: Any) -> Any:
    return {**body, "token": tokens.issue(body["session_id"], call.idempotency_key)}


@routes.post(
    "/v1/handovers",
    "번호로 상담을 이어받습니다",
    body=Code,
    status=201,
    once=ATOMIC,
    restore=_restore,
    problems=("not_found", "conflict"),
    example={"code": "1234567890", "channel": "mobile"},
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
def redeem(call: Call) -> Answer:
    """The session with a token for this device; the booth's token ends. Wrong, used and expired codes are all 404."""
    table, services = call.services.table, call.services
    given = str(call.body.code)
    handle, secret = given[:NAME_DIGITS], given[NAME_DIGITS:]
    item = _claim_try(table, handle)
    if item is None:
        raise Problem("not_found", _WRONG)
    fields = undress(item, "handover")
    if not hmac.compare_digest(str(fields["secret_hash"]), _hash(handle, secret)):
        raise Problem("not_found", _WRONG)
    session_id = str(fields["session_id"])
    session = table.get(*keys.session(session_id))
    if session is None:
        raise Problem("not_found", _WRONG)
    token = tokens.issue(session_id, call.idempotency_key)
    channel = call.body.channel or "web"
    expires_at = services.epoch() + services.settings.session_seconds(channel)
    moved = undress(session, "session") | {"token_hash": tokens.hashed(token), "channel": channel}
    taken = replace(session, data=dress("session", moved), expires_at=expires_at)
    until = datetime.fromtimestamp(expires_at, SEOUL).isoformat()
    shown = {"session_id": session_id, "expires_at": until}
    return Answer(
        shown | {"token": token},
        keep=shown,
        writes=[
            Delete(*keys.handover(handle), item.version),
            Put(taken, session.version),
            Delete(*_slot(session_id)),
        ],
    )


def _claim_try(table: Table, handle: str) -> Item | None:
    """The hand-over with one try fewer, None when it is gone or used up. A try is taken before the secret is looked
    at, so that guesses made at the same moment are each counted."""
    item = table.get(*keys.handover(handle))
    while item is not None:
        fields = undress(item, "handover")
        tries = int(fields["tries"]) + 1
        if tries > TRIES:
            return None
        try:
            return table.put(replace(item, data=dress("handover", fields | {"tries": tries})), item.version)
        except Conflict as conflict:
            item = conflict.current
    return None


def _erase(table: Table, handle: str) -> None:
    table.delete(*keys.handover(handle))


held.LINKED["handover"] = (lambda table, handle: None, _erase)
