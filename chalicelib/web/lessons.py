"""Lessons and the early-warning check: open to anyone, with progress kept in the session of those who have one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from chalicelib import shapes
from chalicelib.law import law_as_of
from chalicelib.shapes import Record
from chalicelib.store.shapes import dress
from chalicelib.store.table import Conflict

from . import tokens
from .call import Answer, Call
from .inputs import AsOfQuery
from .problem import Problem
from .route import SESSION, Routes
from .sessions import stored_person

if TYPE_CHECKING:
    from chalicelib.lessons import book

routes = Routes("금융 교육")

_ATTEMPTS: Final = 4
_TEXT: Final = {"type": "string"}
_FLAG: Final = {"type": "boolean"}
_ENTRY: Final = {
    "type": "object",
    "required": ["id", "title", "says"],
    "properties": {
        "id": _TEXT,
        "title": _TEXT,
        "says": _TEXT,
        "first": _FLAG,
        "because": _TEXT,
        "done": _FLAG,
        "right": _FLAG,
    },
}
_LIST: Final = {
    "type": "object",
    "required": ["lessons"],
    "properties": {"lessons": {"type": "array", "items": _ENTRY}},
}
_JUDGED: Final = {
    "type": "object",
    "required": ["right", "right_choice", "because"],
    "properties": {"right": _FLAG, "right_choice": _TEXT, "because": _TEXT},
}
_LESSON: Final = {
    "type": "object",
    "required": ["id", "title", "as_of", "facts", "quiz", "next"],
    "properties": {
        "id": _TEXT,
        "title": _TEXT,
        "says": _TEXT,
        "as_of": {"type": "string", "format": "date"},
        "facts": {"type": "array", "items": {"type": "object", "required": ["says"]}},
        "quiz": {"type": "object", "required": ["question", "choices"]},
        "next": {"type": "object", "required": ["says"]},
    },
}


class Choice(Record):
    title = "문제의 답"
    must = ("choice",)
    choice: str | None = shapes.code({"a": "가", "b": "나", "c": "다", "d": "라"}, "고른 답")


def _lesson(call: Call) -> book.Lesson:
    from chalicelib.lessons import book

    found = book.find(call.params["lesson_id"])
    if found is None:
        raise Problem("not_found", "그런 강의가 없습니다. 강의 목록에서 골라 주세요.")
    return found


@routes.get("/v1/lessons", "강의 목록입니다", answers=_LIST)
def list_lessons(call: Call) -> Answer:
    """All lessons in their order."""
    from chalicelib.lessons import book

    return Answer({"lessons": [book.summary(lesson) for lesson in book.lessons()]})


@routes.get("/v1/lessons/{lesson_id}", "강의 하나를 봅니다", query=AsOfQuery, answers=_LESSON)
def show_lesson(call: Call) -> Answer:
    """Facts with the figures of the day and their articles, and the question without its answer."""
    from chalicelib.lessons import book

    return Answer(book.shown(_lesson(call), call.as_of()))


@routes.post(
    "/v1/lessons/{lesson_id}/answers",
    "강의의 문제에 답합니다",
    query=AsOfQuery,
    body=Choice,
    example={"choice": "b"},
    answers=_JUDGED,
)
def answer_lesson(call: Call) -> Answer:
    """Whether the choice is right, and why. Nothing is kept."""
    from chalicelib.lessons import book

    return Answer(book.judged(_lesson(call), call.body.choice, call.as_of()))


@routes.get(
    "/v1/sessions/{session_id}/lessons",
    "내게 맞춘 강의 목록입니다",
    auth=SESSION,
    query=AsOfQuery,
    answers=_LIST,
)
def own_lessons(call: Call) -> Answer:
    """The lessons that the answers make useful stand first, each with the reason; what was done is marked."""
    from chalicelib.lessons import book, choose

    person, day = stored_person(call), call.as_of()
    told = choose.signals(person, call.services.assess(person, day, None), law_as_of(day))
    chosen = {lesson.id: because for lesson, because in choose.first(told)}
    done = _progress(call.held.fields)
    order = [*chosen, *(lesson.id for lesson in book.lessons() if lesson.id not in chosen)]
    entries = []
    for lesson in sorted(book.lessons(), key=lambda one: order.index(one.id)):
        entry: dict[str, Any] = book.summary(lesson)
        if lesson.id in chosen:
            entry |= {"first": True, "because": chosen[lesson.id]}
        if lesson.id in done:
            entry |= {"done": True, "right": bool(done[lesson.id])}
        entries.append(entry)
    return Answer({"lessons": entries})


@routes.post(
    "/v1/sessions/{session_id}/lessons/{lesson_id}/answers",
    "강의의 문제에 답하고 진도를 남깁니다",
    auth=SESSION,
    query=AsOfQuery,
    body=Choice,
    example={"choice": "b"},
    answers=_JUDGED,
    problems=("conflict",),
)
def answer_own_lesson(call: Call) -> Answer:
    """As without a session; besides, the session remembers that the lesson was done and whether rightly."""
    from chalicelib.lessons import book

    lesson = _lesson(call)
    judged = book.judged(lesson, call.body.choice, call.as_of())
    _remember(call, lesson.id, bool(judged["right"]))
    return Answer(judged)


def _progress(fields: Mapping[str, Any]) -> dict[str, bool]:
    kept: dict[str, bool] = fields.get("lessons") or {}
    return kept


def _remember(call: Call, lesson_id: str, right: bool) -> None:
    """Once right stays right. A change of the session beside it is no reason to lose the progress: tried again."""
    item, fields = call.held.item, call.held.fields
    for _ in range(_ATTEMPTS):
        done = _progress(fields)
        kept = {**done, lesson_id: right or bool(done.get(lesson_id))}
        try:
            call.services.table.put(
                replace(item, data=dress("session", fields | {"lessons": kept})), item.version
            )
            return
        except Conflict as conflict:
            if conflict.current is None:
                raise Problem("not_found") from None
            item = conflict.current
            fields = tokens.fields_of(item)
    raise Problem("conflict")


@routes.get(
    "/v1/sessions/{session_id}/early-warning",
    "밀리기 전에 살펴볼 점입니다",
    auth=SESSION,
    query=AsOfQuery,
    answers={
        "type": "object",
        "required": ["as_of", "applies", "signs", "unknown", "says"],
        "properties": {
            "as_of": {"type": "string", "format": "date"},
            "applies": {"type": ["boolean", "null"]},
            "signs": {"type": "array", "items": {"type": "object", "required": ["code", "says"]}},
            "unknown": {"type": "array", "items": _TEXT},
            "says": _TEXT,
        },
    },
)
def early_warning(call: Call) -> Answer:
    """Signs that payments may become hard, for people who are not in arrears. Not a score and not a forecast."""
    from chalicelib.lessons import early

    person, day = stored_person(call), call.as_of()
    assessed = call.services.assess(person, day, None)
    return Answer({"as_of": day.isoformat(), **early.check(person, assessed, law_as_of(day))})
