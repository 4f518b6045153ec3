"""How a person takes hold of a case that staff enrolled, or holds it on when a session has ended: a code, used once.

A counsellor gives the code out after checking on the telephone whom they speak to. With it the case moves to the session
that brings it; the session that held it before, perhaps on a lost phone, holds it no longer.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from chalicelib.cases.errors import NotFound
from chalicelib.shapes import Record, text
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ABSENT, PRESENT, Action, Check, Delete, Expected, Item, Put, Table

from .case_access import DESK, PERSON, Access, held, told
from .case_schemas import CASE_ANSWER, rec, rows
from .clock import SEOUL
from .keeping import Also, carried, table_of
from .route import OWN, SESSION, STAFF, Answer, Call, Routes
from .schemas import DAY, MOMENT, TEXT

if TYPE_CHECKING:
    from chalicelib.cases import head as heads

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


def _slot(case_id: str) -> keys.Name:
    """Where the one code of a case that is good now is named: another takes its place."""
    return keys.link_of_case(case_id, "claim")


@routes.post(
    "/v1/desk/cases/{case_id}/codes",
    "본인이 사례를 이어 볼 번호를 만듭니다",
    auth=STAFF,
    roles=DESK,
    status=201,
    answers=rec({"code": TEXT, "expires_at": MOMENT}),
)
@held(*DESK, also_read=lambda call, who: [_slot(call.params["case_id"])])
def give(call: Call, access: Access) -> Answer:
    """Ten letters, good once and for a day; an earlier one of the case stops working, so that a request sent again
    leaves one code. Kept as a digest only; the trail names each giver once a day."""
    from chalicelib.cases import head as heads

    now, until = call.services.now(), call.services.epoch() + LIVES_SECONDS
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    alias, table = keys.alias("claim", code), access.table
    given = {"id": alias.pk, "by": call.worker.id, "on": now.date().isoformat()}

    def attempt() -> None:
        before = table.get(*_slot(access.id))
        old = undress(before, "link") if before else {}
        writes: list[Action] = [
            Put(Item(*_slot(access.id), dress("link", given), expires_at=until), _seen(before)),
            Put(Item(*alias, dress("alias", {"id": access.id}), expires_at=until), ABSENT),
        ]
        if "id" in old:
            writes.append(Delete(str(old["id"]), alias.sk))
        if (old.get("by"), old.get("on")) != (given["by"], given["on"]):
            writes.append(heads.audit(access.id, now, access.who, "code_given", {}, {}))
        table.write(writes)

    heads.change(table, attempt)
    shown = {"code": f"{code[:5]}-{code[5:]}", "expires_at": datetime.fromtimestamp(until, SEOUL)}
    return Answer(shown, 201)


def _seen(item: Item | None) -> Expected:
    return item.version if item else ABSENT


@routes.post(
    "/v1/sessions/{session_id}/cases",
    "받은 번호로 내 사례를 이어 봅니다",
    auth=SESSION,
    body=CaseCode,
    status=201,
    once=OWN,
    answers=CASE_ANSWER,
    example={"code": "7KQ2M-X94TB"},
    problems=("conflict",),
)
def take(call: Call) -> Answer:
    """The case belongs to this session from now on. Wrong and expired codes, and those that another session used, are
    all 404; the session that used one gets its case again."""
    from chalicelib.cases import head as heads
    from chalicelib.cases import progress

    session, now = call.held, call.services.now()
    name = keys.alias("claim", str(call.body.code).replace("-", "").upper())
    mine = keys.digest(f"taken {session.id}")

    def work(table: Table, also: Also) -> heads.Head:
        def attempt() -> heads.Head:
            alias = table.get(*name)
            fields = undress(alias, "alias") if alias else {}
            if alias is None or fields.get("taken", mine) != mine:
                raise NotFound(_WRONG)
            head = heads.read(table, str(fields["id"]))
            if "taken" in fields:
                if head.session_id != session.id:  # taken on by a newer code meanwhile
                    raise NotFound(_WRONG)
                return head
            moved = replace(head, session_id=session.id)
            moved, writes = heads.actions(moved, now, PERSON, "linked", {}, {})
            done = replace(moved, version=head.version + 1)
            used = replace(alias, data=dress("alias", {**fields, "taken": mine}))
            link = keys.link(session.id, "case", head.case.id)
            extra: list[Action] = [
                Put(used, alias.version),
                Put(Item(*link, dress("link", {"id": head.case.id}))),
                Check(*keys.session(session.id), PRESENT),
            ]
            if head.session_id and head.session_id != session.id:
                extra.append(Delete(*keys.link(head.session_id, "case", head.case.id)))
            table.write([*also(done), *writes, *extra])
            return done

        moved: heads.Head = heads.change(table, attempt)
        return moved

    def shown(head: heads.Head) -> Answer:
        return Answer(progress.shown(head, now), 201, {"Location": f"/v1/cases/{head.case.id}"})

    with told():
        return carried(table_of(call), shown, work)


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
    from chalicelib.cases import head as heads

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
