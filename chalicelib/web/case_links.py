"""How a person takes hold of a case that staff enrolled, or holds it on when a session has ended: a code, used once.

A counsellor gives the code out after checking on the telephone whom they speak to. With it the case moves to the session
that brings it; the session that held it before, perhaps on a lost phone, holds it no longer.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from chalicelib.cases import head as heads
from chalicelib.cases.errors import NotFound
from chalicelib.cases.progress import shown
from chalicelib.shapes import Record, text
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ABSENT, PRESENT, Action, Check, Delete, Item, Put

from .case_access import DESK, PERSON, told
from .case_schemas import CASE_ANSWER, rec, rows
from .clock import SEOUL
from .route import CLAIMED, SESSION, STAFF, Answer, Call, Routes
from .schemas import DAY, MOMENT, TEXT

routes = Routes("진행 사례")

LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0, 1, I, L, O, U: none of these is mistaken for another when read out."""
LENGTH: Final = 10
"""Letters of a code: 2**49 of them, and a session may try 90 a minute for a day."""
LIVES_SECONDS: Final = 24 * 3600
_WRONG: Final = "번호가 맞지 않거나 기한이 지났습니다. 상담사에게 새 번호를 받아 주세요."


class CaseCode(Record):
    title = "연결 번호"
    must = ("code",)
    code: str | None = text("연결 번호", 12, r"[0-9A-Za-z]{5}-?[0-9A-Za-z]{5}")


@routes.post(
    "/v1/desk/cases/{case_id}/codes",
    "본인이 사례를 이어 볼 번호를 만듭니다",
    auth=STAFF,
    roles=DESK,
    status=201,
    answers=rec({"code": TEXT, "expires_at": MOMENT}),
)
def give(call: Call) -> Answer:
    """Ten letters, good once and for a day. It is kept as a digest only; that it was given stands in the trail."""
    table, now = call.services.table, call.services.now()
    with told():
        head = heads.read(table, call.params["case_id"])
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    until = call.services.epoch() + LIVES_SECONDS
    item = Item(*keys.alias("claim", code), dress("alias", {"id": head.case.id}), expires_at=until)
    trail = heads.audit(head.case.id, now, call.worker.id, "code_given", {}, {})
    body = {"code": f"{code[:5]}-{code[5:]}", "expires_at": datetime.fromtimestamp(until, SEOUL)}
    return Answer(body, 201, writes=[Put(item, ABSENT), trail])


@routes.post(
    "/v1/sessions/{session_id}/cases",
    "받은 번호로 내 사례를 이어 봅니다",
    auth=SESSION,
    body=CaseCode,
    status=201,
    once=CLAIMED,
    answers=CASE_ANSWER,
    example={"code": "7KQ2M-X94TB"},
    problems=("conflict",),
)
def take(call: Call) -> Answer:
    """The case belongs to this session from now on. Wrong, used and expired codes are all 404."""
    table, session = call.services.table, call.held
    name = keys.alias("claim", str(call.body.code).replace("-", "").upper())

    def attempt() -> heads.Head:
        alias = table.get(*name)
        if alias is None:
            raise NotFound(_WRONG)
        head = heads.read(table, str(undress(alias, "alias")["id"]))
        moved = replace(head, session_id=session.id)
        before = head.session_id
        moved, writes = heads.actions(moved, call.services.now(), PERSON, "linked", {}, {})
        link = keys.link(session.id, "case", head.case.id)
        extra: list[Action] = [
            Delete(*name, alias.version),
            Put(Item(*link, dress("link", {"id": head.case.id}))),
            Check(*keys.session(session.id), PRESENT),
        ]
        if before and before != session.id:
            extra.append(Delete(*keys.link(before, "case", head.case.id)))
        table.write([*writes, *extra])
        return replace(moved, version=head.version + 1)

    with told():
        head: heads.Head = heads.change(table, attempt)
        return Answer(shown(head, call.services.now()), 201, {"Location": f"/v1/cases/{head.case.id}"})


@routes.get(
    "/v1/sessions/{session_id}/cases",
    "이 세션이 가진 사례를 보여 줍니다",
    auth=SESSION,
    answers=rec(
        {
            "cases": rows(
                rec({"id": TEXT, "title": TEXT, "stage": TEXT, "stage_title": TEXT, "enrolled_on": DAY})
            )
        }
    ),
)
def mine(call: Call) -> Answer:
    """What a phone asks when it starts: which cases there are."""
    from chalicelib.aftercare.stages import REMEDIES, TITLES

    table = call.services.table
    links = table.query(call.held.pk, f"{keys.LINKS}case#", limit=100).items
    ids = [str(undress(link, "link")["id"]) for link in links]
    found: list[dict[str, Any]] = []
    for case_id, item in zip(
        ids, table.get_many([keys.case(one) for one in ids]) if ids else [], strict=True
    ):
        if item is not None:
            case = (head := heads.from_item(case_id, item)).case
            found.append(
                {
                    "id": case_id,
                    "title": REMEDIES[case.remedy],
                    "stage": case.stage,
                    "stage_title": TITLES[case.stage],
                    "enrolled_on": head.enrolled_on,
                }
            )
    return Answer({"cases": found})
