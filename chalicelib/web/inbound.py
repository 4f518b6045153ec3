"""Messages that people send back (1, 2, 3, 수신거부, or their own words), brought by the vendor's signed call.

Signed like our own calls to the vendor: HMAC-SHA256 over method, path, timestamp and "id, sender, text" with a line
break between, under the shared secret; good for five minutes. The sender's number is neither logged nor repeated. Words
that are no answer go to the desk, and whoever writes of danger is told at once where help is.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from chalicelib.channels.vendor import SIGNATURE, TIMESTAMP, verify
from chalicelib.shapes import Record, text
from chalicelib.store import keys
from chalicelib.store.shapes import dress
from chalicelib.store.table import ABSENT, Conflict, Item, Put, Table
from chalicelib.vault import ENVIRONMENT

from .case_access import PERSON, told
from .case_schemas import rec
from .problem import Problem
from .route import OPEN, Answer, Call, Routes
from .schemas import TEXT

routes = Routes("받은 문자")

PATH: Final = "/v1/inbound/messages"
SECRET: Final = "MESSAGES_SECRET"  # noqa: S105  # the variable's name
_HEARD: Final = "보내 주신 글을 상담사가 읽고 연락드리겠습니다."
NOW, HINT = 3, 2
"""Levels of danger in `consult.safety`."""


class Inbound(Record):
    title = "받은 문자"
    must = ("id", "sender", "text")
    id: str | None = text("전달사의 글 번호", 64, r"[A-Za-z0-9_.:@+=-]{1,64}")
    sender: str | None = text("보낸 번호", 20, r"\+?[0-9-]{8,19}")
    text: str | None = text("글", 2000)


@routes.post(
    PATH,
    "사람들이 보낸 답을 받습니다",
    auth=OPEN,
    body=Inbound,
    answers=rec(
        {"status": {"enum": ["answered", "stopped", "unread", "unknown_sender"]}, "says": TEXT},
        optional=("says",),
    ),
    example={"id": "in-0001", "sender": "01012345678", "text": "2"},
    problems=("unauthorized", "conflict"),
)
def take(call: Call) -> Answer:
    """`says`: what to send back to the person. The same id is one answer however often it is delivered."""
    from chalicelib.functions.inbound import receive

    asked: Inbound = call.body
    _check_signature(call, asked)
    table, now, words = call.services.table, call.services.now(), str(asked.text)
    from chalicelib.consult import safety

    level = safety.look(words).level
    with told():
        # "그만 살고 싶어요" begins like a request to stop: danger is looked for before any other meaning.
        found = receive(table, str(asked.sender), "" if level >= HINT else words, str(asked.id), now)
    answer: dict[str, Any] = {"status": found["status"]}
    if found["status"] == "unread":
        _to_the_desk(table, found["case_id"], words, str(asked.id), now, urgent=level >= HINT)
        answer["says"] = _says(level, now)
    elif "says" in found:
        answer["says"] = found["says"]
    return Answer(answer)


def _check_signature(call: Call, asked: Inbound) -> None:
    secret = ENVIRONMENT.get(SECRET, "")
    if not secret:  # no vendor is connected: nothing is offered here
        raise Problem("not_found")
    signed = f"{asked.id}\n{asked.sender}\n{asked.text}".encode()
    stamp, given = call.headers.get(TIMESTAMP.lower(), ""), call.headers.get(SIGNATURE.lower(), "")
    if not verify(secret, "POST", PATH, stamp, signed, given, call.services.epoch()):
        raise Problem("unauthorized", "서명을 확인할 수 없습니다. 시각과 공유 비밀을 확인해 주세요.")


def _says(level: int, now: datetime) -> str:
    """What to answer the person: that somebody reads it, and in danger where help is now."""
    if level < HINT:
        return _HEARD
    from chalicelib.consult import ladder

    contacts = ladder.contacts_on("crisis_now" if level >= NOW else "crisis_hint", now.date())
    return " ".join(
        [_HEARD, "지금 힘드시면 전화해 주세요.", *(f"{one['name']} {one['phone']}" for one in contacts)]
    )


def _to_the_desk(
    table: Table, case_id: str, words: str, message_id: str, now: datetime, *, urgent: bool
) -> None:
    """The redacted words as a hand-off in the desk's queue, urgent ones first."""
    from chalicelib.consult import pii

    ref = keys.digest(f"{case_id}|{message_id}")[:24]
    first = "0000-00-00" if urgent else now.date().isoformat()
    # An answer carries the same id, by which export and erasure of the case find the hand-off.
    answer = Item(
        *keys.answer(case_id, now, ref),
        dress("answer", {"answer": "words", "at": now.isoformat(), "by": PERSON}),
    )
    fields = {
        "session_id": None,
        "case_id": case_id,
        "status": "open",
        "summary": f"안내 문자에 이렇게 답하셨습니다: ‘{pii.redact(words).text}’",
        "opened_at": now.isoformat(),
        "because": "message",
        "urgency": "now" if urgent else "normal",
    }
    referral = Item(
        *keys.referral("f" + ref),
        dress("referral", fields),
        due=keys.due_queue("referrals"),
        due_at=f"{first}|{keys.stamp(now)}",
    )
    with suppress(Conflict):  # delivered before
        table.write([Put(referral, ABSENT), Put(answer, ABSENT)])
