"""The counsellors' queue of hand-offs: list, find by the number a caller names, take, finish.

Summaries of sessions and hand-offs that answers to reminders led to lie in one queue, the most urgent first.
"""

from __future__ import annotations

from typing import Any, Final

from chalicelib.cases.errors import Busy, NotAllowed, NotFound
from chalicelib.shapes import Record, code, count, text
from chalicelib.store import keys
from chalicelib.store.shapes import undress
from chalicelib.store.table import Item

from .problem import Problem
from .referrals import STATUSES
from .route import STAFF, Answer, Call, Routes
from .schemas import MOMENT, TEXT

routes = Routes("상담사 창구")

ROLES: Final = ("counsellor", "supervisor")
ROW: Final = {
    "type": "object",
    "required": ["id", "version", "status", "summary", "opened_at"],
    "properties": {
        "id": TEXT,
        "version": {"type": "integer", "description": "If-Match에 넣을 ETag"},
        "status": {"enum": list(STATUSES)},
        "status_title": TEXT,
        "summary": TEXT,
        "opened_at": MOMENT,
        "reference": {"type": ["string", "null"]},
        "reasons": {"type": "array", "items": TEXT},
        "urgency": {"type": ["string", "null"]},
        "callback": {"type": ["string", "null"]},
        "case_id": {"type": ["string", "null"]},
        "by": {"type": ["string", "null"]},
        "note": {"type": ["string", "null"]},
    },
}


class Queue(Record):
    title = "연결 목록"
    cursor: str | None = text("다음 쪽의 표시", 1000)
    limit: int | None = count("한 쪽에 담을 수", 1, 100)
    reference: str | None = text("전화로 들은 번호", 6, "[0-9]{6}")


class Move(Record):
    title = "연결 처리"
    must = ("status",)
    status: str | None = code({"taken": "맡음", "done": "끝남"}, "처리")
    note: str | None = text("메모", 500)


@routes.get(
    "/v1/desk/referrals",
    "상담을 기다리는 연결을 보여 줍니다",
    auth=STAFF,
    roles=ROLES,
    query=Queue,
    answers={
        "type": "object",
        "required": ["referrals", "next"],
        "properties": {
            "referrals": {"type": "array", "items": ROW},
            "next": {"type": ["string", "null"]},
        },
    },
)
def queue(call: Call) -> Answer:
    """Open and taken hand-offs, the most urgent first. With `reference` the one that a caller names, finished ones too."""
    from chalicelib.cases import desk

    asked, table = call.query, call.services.table
    if asked.reference is not None:
        alias = table.get(*keys.alias("referral", asked.reference))
        item = table.get(*keys.referral(str(undress(alias, "alias")["id"]))) if alias else None
        return Answer({"referrals": [_row(item)] if item else [], "next": None})
    rows, after = desk.referrals(table, asked.cursor, asked.limit or 50)
    return Answer({"referrals": [_titled(row) for row in rows], "next": after})


@routes.get(
    "/v1/desk/referrals/{referral_id}",
    "연결 하나를 보여 줍니다",
    auth=STAFF,
    roles=ROLES,
    answers=ROW,
    edited=True,
)
def show(call: Call) -> Answer:
    """One hand-off with the ETag that a change needs."""
    item = _item(call)
    return Answer(_row(item), etag=str(item.version))


@routes.patch(
    "/v1/desk/referrals/{referral_id}",
    "연결을 맡거나 끝냅니다",
    auth=STAFF,
    roles=ROLES,
    body=Move,
    answers=ROW,
    edited=True,
    example={"status": "taken", "note": "오후에 전화하기로 함"},
    problems=("conflict",),
)
def move(call: Call) -> Answer:
    """Of two counsellors who take the same one, the second is told so (412). The note is redacted like any free text."""
    from chalicelib.cases import desk
    from chalicelib.consult.pii import redact

    item = _item(call)
    call.require_match(str(item.version))
    note = redact(call.body.note).text if call.body.note else None
    try:
        moved = desk.take_referral(
            call.services.table,
            call.params["referral_id"],
            str(call.body.status),
            note,
            call.worker.id,
            call.services.now(),
            item,
        )
    except NotFound as fault:
        raise Problem("not_found", fault.detail) from None
    except NotAllowed as fault:
        raise Problem("conflict", fault.detail) from None
    except Busy:
        raise Problem("stale") from None
    return Answer(_titled(moved), etag=str(moved["version"]))


def _item(call: Call) -> Item:
    item = call.services.table.get(*keys.referral(call.params["referral_id"]))
    if item is None:
        raise Problem("not_found")
    return item


def _row(item: Item) -> dict[str, Any]:
    fields = {k: v for k, v in undress(item, "referral").items() if k != "session_id"}
    return _titled({"id": item.pk.partition("#")[2], "version": item.version, **fields})


def _titled(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "status_title": STATUSES[str(row["status"])]}
