"""The consultation over HTTP: one turn, the conversation, the proof of an answer, what it offers to note down.

The turn itself is `consult.pipeline`, which knows no store and no clock; here it is given the session's facts, and what
it made is stored once. What must not enter: the words of an answer, a figure, the person's raw text beyond the turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date
from typing import Any, Final

from chalicelib.shapes import Invalid, Record, count, flag, text
from chalicelib.store import keys
from chalicelib.store.table import Table

from . import metrics, turns
from .inputs import as_of
from .keeping import Also, carried, table_of
from .merge import merge
from .replies import MESSAGES, OFFERS, PROOF, REPLY
from .route import OWN, SESSION, Answer, Call, Routes
from .sessions import stored_person

routes = Routes("상담 대화")

TURN_SECONDS: Final = 15.0
"""Seconds that one turn may take in all: with the model's own ceiling it ends far inside the gateway's limit, storing
and a cold start included."""
LEFT_FOR_STORING: Final = 5.0
"""Seconds of the function's life that a turn leaves: one write with its waiting and the answer's way back."""
REMEMBERED: Final = 6
"""Turns that the next one looks back at."""
LONGEST: Final = 8000
"""Characters read at all, so that danger is seen in a long text too; more than the turn's own cap is answered, not refused."""


class Message(Record):
    title = "상담 글"
    must = ("text",)
    text: str | None = text("상담 글", LONGEST)
    plain: bool | None = flag("쉬운 말로도 받을지")
    as_of: date | None = as_of("답의 기준일")


class Paging(Record):
    title = "쪽"
    cursor: str | None = text("다음 쪽의 표시", 1000)
    limit: int | None = count("한 쪽에 담을 수", 1, 100)


@routes.post(
    "/v1/sessions/{session_id}/messages",
    "묻고 답을 받습니다",
    auth=SESSION,
    body=Message,
    once=OWN,
    answers=REPLY,
    example={"text": "개인회생을 신청하면 독촉이 멈추나요?"},
    problems=("conflict",),
)
def say(call: Call) -> Answer:
    """One turn. The text is redacted before it is stored, searched, logged or sent; without a model, or where it fails,
    the library answers in the same shape. `plain`: the answer in easier words beside it."""
    from chalicelib.consult import pipeline

    from .talking import Talk

    asked, now = call.body, call.services.epoch()

    def work(table: Table, also: Also) -> turns.Record:
        earlier = turns.latest(table, call.held.id, REMEMBERED)
        talk = Talk(call, asked.as_of or call.services.today(), earlier, _seconds(call))
        asks_a_model = call.once is not None and talk.context.model is not None
        with call.once.hold(table) if call.once and asks_a_model else nullcontext():
            made = pipeline.turn(str(asked.text), talk.context)
            record = made.record
            record["plain"] = talk.plainly(record) if asked.plain else None
            metrics.note_model(record)
            last, spent = int(earlier[-1]["number"]) if earlier else 0, talk.spent(record)
            stored = turns.append(table, call.held, record, last, now, lambda turn: [*also(turn), *spent])
        talk.count(record)
        return stored

    return carried(table_of(call), lambda turn: Answer(_reply(call, turn)), work)


def _seconds(call: Call) -> float:
    """What this turn may take: less than TURN_SECONDS where the function has not that long to live."""
    if call.seconds_left is None:
        return TURN_SECONDS
    return max(0.0, min(TURN_SECONDS, call.seconds_left - LEFT_FOR_STORING))


def _reply(call: Call, turn: Mapping[str, Any]) -> dict[str, Any]:
    from chalicelib.consult.finish import AI_NOTICE

    reply = {**turn["reply"], "plain": turn["plain"], "confirm": _offers(call, turn)}
    reply["ai_notice"] = AI_NOTICE if turn["number"] == 1 else None
    return reply


@routes.get(
    "/v1/sessions/{session_id}/messages",
    "나눈 대화를 보여 줍니다",
    auth=SESSION,
    query=Paging,
    answers=MESSAGES,
)
def conversation(call: Call) -> Answer:
    """The turns in order, as stored: the person's text without identifiers, and the reply."""
    size = call.query.limit or 50
    page = call.services.table.query(call.held.pk, keys.TURNS, call.query.cursor, size)
    shown = [
        {
            "id": turn["id"],
            "at": turn["at"],
            "text": turn["text"],
            "reply": {**turn["reply"], "plain": turn["plain"]},
        }
        for turn in map(turns.record_of, page.items)
    ]
    return Answer({"messages": shown, "next": page.next})


@routes.get(
    "/v1/sessions/{session_id}/messages/{message_id}/proof",
    "답의 근거를 문장마다 보여 줍니다",
    auth=SESSION,
    answers=PROOF,
)
def prove(call: Call) -> Answer:
    """Each sentence with its passage, article, figures and what the verifier found; what was left out and why."""
    from chalicelib.consult.proof import proof

    return Answer(proof(turns.find(call.services.table, call.held.id, call.params["message_id"])))


@routes.get(
    "/v1/sessions/{session_id}/messages/{message_id}/offers",
    "글에서 읽은 금액을 자가진단에 적을지 여쭙습니다",
    auth=SESSION,
    answers=OFFERS,
)
def offer(call: Call) -> Answer:
    """Amounts read from the text, each with the merge patch that would note it, as the answers stand now. What is
    noted already is left out. Nothing is noted before the person sends the patch."""
    turn = turns.find(call.services.table, call.held.id, call.params["message_id"])
    return Answer({"confirm": _offers(call, turn)})


def _offers(call: Call, turn: Mapping[str, Any]) -> list[dict[str, Any]]:
    from chalicelib.consult import offers

    found = []
    rows = turn["reply"]["confirm"]
    person = stored_person(call).dump() if rows else {}
    for row in rows:
        patch = _fitting(person, offers.patch(row, person))
        if patch is None or merge(person, patch) != person:
            found.append({**row, "patch": patch})
    return found


def _fitting(person: Mapping[str, Any], patch: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The patch if the answers would still be well formed with it."""
    from chalicelib.assess.person import Person

    if patch is None:
        return None
    try:
        Person.parse(merge(person, patch))
    except Invalid:
        return None
    return patch
