"""Requests for relief over HTTP: the person asks and adds papers, the desk decides. The rules are in `cases.reliefs`."""

from __future__ import annotations

import hashlib
from typing import Any

from chalicelib.aftercare.relief_rules import REASONS
from chalicelib.cases.inputs import DecideIn, ReliefIn, ReliefMoreIn
from chalicelib.shapes import Record, codes, text
from chalicelib.store import keys
from chalicelib.store.shapes import undress
from chalicelib.store.table import Table

from .case_access import CASE, DESK, Access, held
from .case_schemas import NEXT, RELIEF, rec, rows
from .keeping import Also, carried
from .problem import Problem, invalid
from .respond import encode
from .route import OWN, Answer, Call, Routes

routes = Routes("진행 사례")


class ReliefListing(Record):
    title = "신청 목록"
    cursor: str | None = text("다음 쪽의 표시", 1000)


class ReliefChange(DecideIn):
    """Either a decision (staff), or papers and a note added (the person, or staff for the person)."""

    title = "도움 신청 변경"
    documents = codes(REASONS, "새로 낸 확인 서류(사정별)")
    note = text("하고 싶은 말", 500)
    must = ()  # type: ignore[assignment]


def _asked(call: Call, who: str) -> list[keys.Name]:
    from chalicelib.cases import reliefs

    return reliefs.names(call.params["case_id"], _key(call, who))


def _key(call: Call, who: str) -> str:
    """What names the request: without an Idempotency-Key nothing that another one could have."""
    return f"{who}|{call.idempotency_key or call.nonce}"


@routes.post(
    "/v1/cases/{case_id}/relief-requests",
    "상환유예 같은 도움을 신청합니다",
    auth=CASE,
    body=ReliefIn,
    status=201,
    answers=RELIEF,
    example={"kind": "special", "reasons": ["income_drop"], "months": 6, "channel": "mobile"},
    once=OWN,
    problems=("conflict", "forbidden"),
)
@held(*DESK, also_read=_asked)
def ask(call: Call, access: Access) -> Answer:
    """Taken with a pre-check; staff decide. A second open request of a kind is answered with the first (`duplicate`)."""
    from chalicelib.cases import reliefs

    key, now = _key(call, access.who), call.services.now()

    def taken(done: tuple[dict[str, Any], bool]) -> Answer:
        place = f"/v1/cases/{access.id}/relief-requests/{done[0]['id']}"
        return _shown(done[0], 201, {"Location": place})

    return carried(
        access.table,
        taken,
        lambda table, also: reliefs.request(table, access.id, call.body, access.who, now, key, also),
    )


@routes.get(
    "/v1/cases/{case_id}/relief-requests",
    "신청한 도움을 모두 보여 줍니다",
    auth=CASE,
    query=ReliefListing,
    answers=rec({"requests": rows(RELIEF), "next": NEXT}),
    problems=("forbidden",),
)
@held(*DESK)
def listed(call: Call, access: Access) -> Answer:
    """Open and decided ones."""
    from chalicelib.cases import reliefs

    page = access.table.query(keys.case_pk(access.id), keys.RELIEFS, call.query.cursor, 50)
    found = [
        reliefs.shown(item.sk.removeprefix(keys.RELIEFS), undress(item, "relief")) for item in page.items
    ]
    found.sort(key=lambda one: str(one["requested_at"]), reverse=True)
    return Answer({"requests": found, "next": page.next})


@routes.get(
    "/v1/cases/{case_id}/relief-requests/{relief_id}",
    "신청한 도움이 어떻게 되었는지 보여 줍니다",
    auth=CASE,
    answers=RELIEF,
    edited=True,
    problems=("forbidden",),
)
@held(*DESK, also_read=lambda call, who: [_relief(call)])
def show(call: Call, access: Access) -> Answer:
    """One request with its pre-check, its decision and the ETag that a change needs."""
    from chalicelib.cases import reliefs

    return _shown(reliefs.read(access.table, access.id, call.params["relief_id"]))


def _relief(call: Call) -> keys.Name:
    return keys.relief(call.params["case_id"], call.params["relief_id"])


@routes.patch(
    "/v1/cases/{case_id}/relief-requests/{relief_id}",
    "신청에 서류를 더하거나(본인) 결정합니다(직원)",
    auth=CASE,
    body=ReliefChange,
    answers=RELIEF,
    edited=True,
    example={"decision": "approve", "months": 6},
    once=OWN,
    problems=("conflict", "forbidden"),
)
@held(*DESK, also_read=lambda call, who: [_relief(call)])
def change(call: Call, access: Access) -> Answer:
    """A decision makes schedule, stage, trail and the message to the person in one step. Needs If-Match; with an
    Idempotency-Key a decision that arrives again is not made again."""
    from chalicelib.cases import reliefs

    body: ReliefChange = call.body
    sent = body.dump()
    adding = {name: getattr(body, name) for name in ReliefMoreIn.fields if name in sent}
    deciding = {name: getattr(body, name) for name in DecideIn.fields if name in sent}
    if adding and deciding:
        raise invalid("/decision", "either_or", "서류를 더하는 것과 결정하는 것은 따로 보내 주세요.")
    if not sent:
        raise invalid("/decision", "required", "결정이나 더할 서류를 적어 주세요.")
    if deciding and access.staff is None:
        raise Problem("forbidden", "결정은 담당자가 합니다. 더 낼 서류나 하고 싶은 말을 적어 주세요.")
    if deciding and body.decision is None:
        raise invalid("/decision", "required", "결정을 적어 주세요.")
    relief_id, now = call.params["relief_id"], call.services.now()
    scoped = f"{access.who}|{call.idempotency_key}" if call.idempotency_key else None

    def work(table: Table, also: Also) -> dict[str, Any]:
        call.require_match(_tag(reliefs.read(table, access.id, relief_id)))
        if adding:
            more = ReliefMoreIn(**adding)
            return reliefs.supplement(table, access.id, relief_id, more, access.who, now, also)
        decision = DecideIn(**deciding)
        return reliefs.decide(table, access.id, relief_id, decision, access.who, now, scoped, also)

    return carried(access.table, _shown, work)


def _shown(request: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    return Answer(request, status, headers or {}, etag=_tag(request))


def _tag(request: dict[str, Any]) -> str:
    whole = {name: value for name, value in request.items() if name != "duplicate"}
    return hashlib.sha256(encode(whole).encode()).hexdigest()[:24]
