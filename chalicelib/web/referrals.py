"""Hand-off to a counsellor of the call centre: the summary is shown first, edited, agreed to, and only that is passed on.

A referral has six digits that the person can name on the telephone. It lies in the desk's queue beside those that
reminders led to, the most urgent first. What must not enter: how a summary is worded (`consult.handoff`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chalicelib.shapes import Record, flag, text
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ABSENT, ANY, PRESENT, Check, Conflict, Item, Put, Table

from . import held, tokens, turns
from .keeping import Also, carried, table_of
from .problem import Problem, invalid
from .replies import CONTACT
from .route import OWN, SESSION, Answer, Call, Routes
from .schemas import MOMENT, TEXT
from .sessions import person_text, stored_person
from .settings import CONSENT_VERSION

routes = Routes("상담사 연결")

KEEP_SECONDS: Final = 90 * 86400
"""A summary is of no use to the desk after a quarter; it goes by itself, or at once when the person erases."""
MOST_OPEN: Final = 3
STATUSES: Final = {
    "open": "상담사를 기다리고 있어요",
    "taken": "상담사가 맡았어요",
    "done": "상담이 끝났어요",
}
_FIRST: Final = {"now": "0000-00-00", "today": "0000-00-01"}
"""What an urgent one sorts by in the queue, before every date."""
_CANDIDATES: Final = 8

REFERRAL: Final = {
    "type": "object",
    "required": ["id", "reference", "status", "status_title", "urgency", "reasons", "summary", "opened_at"],
    "properties": {
        "id": TEXT,
        "reference": {"type": "string", "pattern": "^[0-9]{6}$", "description": "전화할 때 말씀하실 번호"},
        "status": {"enum": list(STATUSES)},
        "status_title": TEXT,
        "urgency": {"enum": ["now", "today", "normal"]},
        "reasons": {"type": "array", "items": TEXT},
        "summary": TEXT,
        "callback": {"type": ["string", "null"]},
        "opened_at": MOMENT,
        "contacts": {"type": "array", "items": CONTACT},
        "notice": TEXT,
    },
}
DRAFT: Final = {
    "type": "object",
    "required": ["urgency", "reasons", "lines", "text", "notice"],
    "properties": {
        "urgency": {"enum": ["now", "today", "normal"]},
        "reasons": {"type": "array", "items": TEXT},
        "lines": {"type": "array", "items": TEXT},
        "text": TEXT,
        "contacts": {"type": "array", "items": CONTACT},
        "notice": TEXT,
    },
}
_DRAFT_NOTICE: Final = (
    "상담사에게는 아래 요약만 전해요. 고치거나 지운 뒤에 동의해 주세요. 이름과 주민등록번호는 적지 마세요."
)
_OPENED_NOTICE: Final = (
    "상담사가 볼 수 있게 전했어요. 전화하실 때 이 번호를 말씀하시면 처음부터 다시 설명하지 않으셔도 돼요."
)


class Agreed(Record):
    """The summary as the person saw, edited and agreed to pass on."""

    title = "상담사 연결"
    must = ("summary", "agreed")
    summary: str | None = text("전할 요약", 3000)
    agreed: bool | None = flag("이 요약을 상담사에게 전하는 데 동의")
    callback: str | None = text("연락받고 싶은 때", 60)


@routes.get(
    "/v1/sessions/{session_id}/referrals/draft",
    "상담사에게 전할 요약을 먼저 보여 줍니다",
    auth=SESSION,
    answers=DRAFT,
)
def draft(call: Call) -> Answer:
    """The one-screen summary that rules make of the conversation and the self-assessment. Nothing is passed on."""
    made = _summary(call)
    return Answer({**made, "contacts": _contacts(call), "notice": _DRAFT_NOTICE})


@routes.post(
    "/v1/sessions/{session_id}/referrals",
    "동의한 요약을 상담사에게 전합니다",
    auth=SESSION,
    body=Agreed,
    once=OWN,
    status=201,
    answers=REFERRAL,
    example={
        "summary": "연결 이유: 상담사와 이야기하기를 원하셨어요",
        "agreed": True,
        "callback": "평일 오후",
    },
    problems=("conflict",),
)
def refer(call: Call) -> Answer:
    """The text is redacted once more and comes back as it was stored. `agreed` has to be true: nothing else is passed on."""
    from chalicelib.consult import handoff

    asked: Agreed = call.body
    if asked.agreed is not True:
        raise invalid("/agreed", "not_agreed", "요약을 전하는 데 동의해야 상담사에게 이어 드릴 수 있습니다.")
    summary = handoff.agreed(str(asked.summary)).strip()
    if not summary:
        raise invalid("/summary", "required", "상담사에게 전할 내용을 한 줄이라도 적어 주세요.")
    if (
        sum(1 for _, row in _of_session(call.services.table, call.held.id) if row["status"] != "done")
        >= MOST_OPEN
    ):
        raise Problem("conflict", "이미 상담사를 기다리는 연결이 있습니다. 받으신 번호로 전화해 주세요.")
    made, now = _summary(call), call.services.now()
    fields = {
        "session_id": call.held.id,
        "status": "open",
        "summary": summary,
        "opened_at": now.isoformat(),
        "reasons": made["reasons"],
        "urgency": made["urgency"],
        "callback": handoff.agreed(asked.callback)[:60] if asked.callback else None,
        "edited": summary != made["text"].strip(),
        "consent": CONSENT_VERSION,
        "because": "conversation",
    }

    def shown(opened: tuple[str, dict[str, Any]]) -> Answer:
        body = {**_shown(*opened), "contacts": _contacts(call), "notice": _OPENED_NOTICE}
        return Answer(body, 201)

    return carried(table_of(call), shown, lambda table, also: _opened(call, table, fields, also))


def _opened(call: Call, table: Table, fields: Mapping[str, Any], also: Also) -> tuple[str, dict[str, Any]]:
    """Store the referral under a number that no other has now: the write itself finds out, and takes the next one."""
    from chalicelib.consult import handoff

    referral_id, now = tokens.new_id(), call.services.now()
    until, link = call.services.epoch() + KEEP_SECONDS, keys.link(call.held.id, "referral", referral_id)
    first = _FIRST.get(str(fields["urgency"]), now.date().isoformat())
    due, due_at = keys.due_queue("referrals"), f"{first}|{keys.stamp(now)}"
    for _ in range(_CANDIDATES):
        opened = referral_id, {**fields, "reference": handoff.reference()}
        alias = keys.alias("referral", str(opened[1]["reference"]))
        item = Item(
            *keys.referral(referral_id),
            dress("referral", opened[1]),
            expires_at=until,
            due=due,
            due_at=due_at,
        )
        try:
            table.write(
                [
                    *also(opened),
                    Put(item, ABSENT),
                    Put(Item(*link, dress("link", {"id": referral_id}), expires_at=until), ANY),
                    Put(Item(*alias, dress("alias", {"id": referral_id}), expires_at=until), ABSENT),
                    Check(*keys.session(call.held.id), PRESENT),
                ]
            )
            return opened
        except Conflict:
            if table.get(*keys.session(call.held.id)) is None:
                raise Problem("not_found") from None
    raise Problem("unavailable", "지금은 연결 번호를 만들 수 없습니다. 조금 뒤 다시 해 주세요.")


@routes.get(
    "/v1/sessions/{session_id}/referrals",
    "상담사에게 전한 요약과 진행을 보여 줍니다",
    auth=SESSION,
    answers={
        "type": "object",
        "required": ["referrals"],
        "properties": {"referrals": {"type": "array", "items": REFERRAL}},
    },
)
def listed(call: Call) -> Answer:
    """What was passed on, the newest first, and whether a counsellor has taken it."""
    rows = [_shown(name, fields) for name, fields in _of_session(call.services.table, call.held.id)]
    return Answer({"referrals": sorted(rows, key=lambda row: str(row["opened_at"]), reverse=True)})


# --- what it is made of ------------------------------------------------------------------------------------------
def _summary(call: Call) -> dict[str, Any]:
    from chalicelib.consult import handoff

    said = list(turns.all_of(call.services.table, call.held.id))
    person = stored_person(call)
    told = person_text(call) != "{}"
    assessment = call.services.assess(person, call.services.today(), None) if told else None
    found = {reason for turn in said for reason in turn["reply"]["handoff"]["reasons"]}
    found.update(handoff.triggers("", "", (), person.age))
    reasons = [reason for reason in handoff.REASONS if reason in found]
    return handoff.summary(reasons, said, assessment)


def _contacts(call: Call) -> list[dict[str, str]]:
    from chalicelib.consult import ladder

    return ladder.contacts_on("person", call.services.today())


def _shown(referral_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    wanted = ("reference", "status", "urgency", "reasons", "summary", "callback", "opened_at")
    return {
        "id": referral_id,
        **{name: fields.get(name) for name in wanted},
        "status_title": STATUSES[str(fields["status"])],
    }


def _of_session(table: Table, session_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(id, fields) of the session's referrals that are still there."""
    links = table.query(keys.session_pk(session_id), f"{keys.LINKS}referral#", limit=100).items
    ids = [str(undress(link, "link")["id"]) for link in links]
    found = table.get_many([keys.referral(one) for one in ids]) if ids else []
    for referral_id, item in zip(ids, found, strict=True):
        if item is not None:
            yield referral_id, undress(item, "referral")


# --- what is held ------------------------------------------------------------------------------------------------
def _export(table: Table, referral_id: str) -> dict[str, Any] | None:
    item = table.get(*keys.referral(referral_id))
    if item is None:
        return None
    fields = undress(item, "referral")
    return {"kind": "referral", "id": referral_id, **{k: v for k, v in fields.items() if k != "by"}}


def _erase(table: Table, referral_id: str) -> None:
    """The summary, its trail and its number; the desk's queue forgets it with them."""
    item = table.get(*keys.referral(referral_id))
    reference = undress(item, "referral").get("reference") if item else None
    if reference:
        table.delete(*keys.alias("referral", str(reference)))
    while table.erase(keys.referral_pk(referral_id), limit=1000) >= 1000:
        pass


held.LINKED["referral"] = (_export, _erase)
