"""What the counsellors' desk sees and does beside the referrals: cases at risk, relief requests, messages, the trail.

What must not enter: how a list is found or sorted (`cases.desk`), what a role is (`staff`).
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Final

from chalicelib.cases.inputs import REFERENCE
from chalicelib.cases.words import MESSAGE_STATES
from chalicelib.shapes import Record, code, count, day, text
from chalicelib.store import keys
from chalicelib.store.shapes import undress

from .case_access import BOOKING, DESK, told
from .case_schemas import NEXT, RELIEF, rec, rows
from .clock import SEOUL
from .route import STAFF, Answer, Call, Routes
from .schemas import DAY, MOMENT, TEXT

routes = Routes("상담사 창구")

AT_RISK: Final = rec(
    {
        "case_id": TEXT,
        "remedy": TEXT,
        "title": TEXT,
        "stage": TEXT,
        "stage_title": TEXT,
        "lapse_on": DAY,
        "days_left": {"type": "integer", "description": "실효될 수 있는 날까지 남은 날(어림)"},
        "open_reliefs": rows(TEXT),
        "counsellor": TEXT,
        "estimate": {"type": "boolean"},
    }
)
MESSAGE: Final = rec(
    {
        "case_id": TEXT,
        "id": TEXT,
        "kind": TEXT,
        "title": TEXT,
        "status": TEXT,
        "channel": {"type": ["string", "null"]},
        "attempts": {"type": "integer"},
        "code": TEXT,
        "at": {"anyOf": [MOMENT, {"type": "null"}]},
        "reference": TEXT,
    }
)
ENTRY: Final = rec({"who": TEXT, "what": TEXT, "at": MOMENT, "before": {}, "after": {}})
LETTER: Final = rec(
    {"at": MOMENT, "channel": TEXT, "to": TEXT, "subject": TEXT, "text": TEXT, "reference": TEXT}
)
_OUTCOMES: Final = {"arrived": "도착함", "replay": "다시 보냄"}


class DeskPaging(Record):
    title = "쪽"
    cursor: str | None = text("다음 쪽의 표시", 1000)
    limit: int | None = count("한 쪽에 담을 수", 1, 100)


class WaitingReliefs(DeskPaging):
    """Without `shard` the oldest of all eight parts of the queue; with it one part, page by page."""

    title = "심사를 기다리는 신청"
    shard: int | None = count("대기열의 부분", 0, keys.SHARDS - 1)


class FailedMessages(DeskPaging):
    title = "안내 목록"
    state: str | None = code(MESSAGE_STATES, "상태")


class OutboxDay(DeskPaging):
    title = "하루의 보낸 안내"
    day: date | None = day("날짜")


class CaseReference(Record):
    title = "기관의 사건 번호"
    must = ("reference",)
    reference: str | None = text("기관의 사건 번호", 64, REFERENCE)


class MessageVerdict(Record):
    title = "안내의 처리"
    must = ("case_id", "id", "outcome")
    case_id: str | None = text("사례 번호", 64, "[A-Za-z0-9_-]+")
    id: str | None = text("안내 번호", 160, "[A-Za-z0-9_.:@+=#-]+")
    outcome: str | None = code(_OUTCOMES, "처리")


def _list(name: str, row: dict[str, Any]) -> dict[str, Any]:
    return rec({name: rows(row), "next": NEXT})


@routes.get(
    "/v1/desk/cases",
    "실효될 수 있는 사례를 남은 날 순서로 보여 줍니다",
    auth=STAFF,
    roles=DESK,
    query=DeskPaging,
    answers=_list("cases", AT_RISK),
)
def at_risk(call: Call) -> Answer:
    """One instalment from the limit or at it, the fewest days left first."""
    from chalicelib.cases import desk

    asked = call.query
    found, after = desk.at_risk(call.services.table, call.services.now(), asked.cursor, asked.limit or 50)
    return Answer({"cases": found, "next": after})


@routes.get(
    "/v1/desk/case-references",
    "기관의 사건 번호로 사례를 찾습니다",
    auth=STAFF,
    roles=BOOKING,
    query=CaseReference,
    answers=rec({"case_id": TEXT}),
)
def find(call: Call) -> Answer:
    """The case that an agency's number stands for."""
    from chalicelib.cases import service

    with told():
        return Answer({"case_id": service.by_reference(call.services.table, str(call.query.reference))})


@routes.get(
    "/v1/desk/relief-requests",
    "결정을 기다리는 신청을 보여 줍니다",
    auth=STAFF,
    roles=DESK,
    query=WaitingReliefs,
    answers=_list("requests", RELIEF),
)
def waiting(call: Call) -> Answer:
    """The oldest first. Whoever shares the work takes a `shard` each and pages through it."""
    from chalicelib.cases import desk

    asked, table, limit = call.query, call.services.table, call.query.limit or 50
    if asked.shard is not None:
        found, after = desk.relief_queue(table, asked.shard, asked.cursor, limit)
        return Answer({"requests": found, "next": after})
    found = [one for shard in range(keys.SHARDS) for one in desk.relief_queue(table, shard, None, limit)[0]]
    found.sort(key=lambda one: str(one["requested_at"]))
    return Answer({"requests": found[:limit], "next": None, "more": len(found) > limit})


@routes.get(
    "/v1/desk/cases/{case_id}/trail",
    "누가 언제 무엇을 바꾸었는지 보여 줍니다",
    auth=STAFF,
    roles=DESK,
    query=DeskPaging,
    answers=_list("entries", ENTRY),
)
def trail(call: Call) -> Answer:
    """Every change with what was before and after, the newest first."""
    from chalicelib.cases import desk

    asked = call.query
    with told():
        found, after = desk.trail(
            call.services.table, call.params["case_id"], asked.cursor, asked.limit or 50
        )
    _known(call, found)
    return Answer({"entries": found, "next": after})


@routes.get(
    "/v1/desk/cases/{case_id}/messages",
    "이 사례에 보낸 안내와 그 까닭을 보여 줍니다",
    auth=STAFF,
    roles=DESK,
    query=DeskPaging,
    answers=_list("messages", {"type": "object"}),
)
def messages_of(call: Call) -> Answer:
    """Every message with its fate and why it went, waited or was held, the newest first."""
    from chalicelib.cases import desk

    asked = call.query
    case_id = call.params["case_id"]
    found, after = desk.reminders(call.services.table, case_id, asked.cursor, asked.limit or 50)
    _known(call, found)
    return Answer({"messages": found, "next": after})


def _known(call: Call, found: list[dict[str, Any]]) -> None:
    """What is written of a case shows that there is one; where nothing is, the case is asked. Raises Problem."""
    from chalicelib.cases import head as heads

    if not found:
        with told():
            heads.read(call.services.table, call.params["case_id"])


@routes.get(
    "/v1/desk/messages",
    "확인이 필요하거나 보내지 못한 안내를 보여 줍니다",
    auth=STAFF,
    roles=(*DESK, "operator"),
    query=FailedMessages,
    answers=_list("messages", MESSAGE),
)
def messages(call: Call) -> Answer:
    """`dead` (the default): could not be handed over. `check`: nobody knows whether it arrived."""
    from chalicelib.cases import desk

    asked = call.query
    found, after = desk.messages(call.services.table, asked.state or "dead", asked.cursor, asked.limit or 50)
    return Answer({"messages": found, "next": after})


@routes.post(
    "/v1/desk/messages/decisions",
    "안내가 도착했다고 적거나 다시 보냅니다",
    auth=STAFF,
    roles=("supervisor", "operator"),
    body=MessageVerdict,
    answers=MESSAGE,
    example={"case_id": "c0af7651916cd43dd8448eb2", "id": "2026-11-24#due#0", "outcome": "replay"},
    problems=("conflict",),
)
def resolve(call: Call) -> Answer:
    """Replayed by every rule that any message keeps: never at night, never to whom refused. Each with its trail."""
    from chalicelib.cases import desk

    asked: MessageVerdict = call.body
    with told():
        done = desk.resolve(
            call.services.table,
            str(asked.case_id),
            str(asked.id),
            str(asked.outcome),
            call.worker.id,
            call.services.now(),
        )
    return Answer(done)


@routes.get(
    "/v1/desk/outbox",
    "이 기기에서 보냈을 안내를 보여 줍니다",
    auth=STAFF,
    roles=(*DESK, "operator"),
    query=OutboxDay,
    answers=_list("messages", LETTER),
)
def sent(call: Call) -> Answer:
    """The local outbox of a day, the newest first: what would have been sent. Numbers show their edges only."""
    from chalicelib.cases.settings import masked
    from chalicelib.channels import outbox

    asked = call.query
    noon = datetime.combine(asked.day or call.services.today(), time(12), SEOUL)
    page = outbox.read(call.services.table, noon, asked.cursor, asked.limit or 50)
    found = [undress(item, "outbox") for item in page.items]
    return Answer({"messages": [{**one, "to": masked(str(one["to"]))} for one in found], "next": page.next})
