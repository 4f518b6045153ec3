"""The twelve lessons: read once, worded for a day. A right answer never leaves before the question was answered."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalicelib.consult import slots
from chalicelib.law import Law, Value, law_as_of

_FOLDER = Path(__file__).resolve().parent.parent / "prompts" / "lessons"


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson as written. `first_when` maps a signal of `choose.signals` to the sentence that says why."""

    id: str
    order: int
    title: str
    says: str
    first_when: dict[str, str]
    facts: tuple[dict[str, str], ...]
    quiz: dict[str, Any]
    next: dict[str, Any]

    @property
    def right(self) -> str:
        return next(str(choice["id"]) for choice in self.quiz["choices"] if choice.get("right"))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that may hold slots."""
        return (*(fact["says"] for fact in self.facts), self.quiz["because"], self.next["says"])


@lru_cache(maxsize=1)
def lessons() -> tuple[Lesson, ...]:
    """All lessons in their order."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in _FOLDER.glob("*.json")]
    return tuple(
        Lesson(**{**doc, "facts": tuple(doc["facts"])})
        for doc in sorted(found, key=lambda d: int(d["order"]))
    )


def find(lesson_id: str) -> Lesson | None:
    return next((lesson for lesson in lessons() if lesson.id == lesson_id), None)


def summary(lesson: Lesson) -> dict[str, Any]:
    return {"id": lesson.id, "title": lesson.title, "says": lesson.says}


def shown(lesson: Lesson, as_of: date) -> dict[str, Any]:
    """The lesson for a reader on a day: facts that the day's law can fill, the question without its answer.

    A fact whose figure was not in force on that day, or is not known, is left out rather than guessed.
    """
    law = law_as_of(as_of)
    facts = [told for fact in lesson.facts if (told := _fact(fact, law)) is not None]
    choices = [{"id": c["id"], "text": c["text"]} for c in lesson.quiz["choices"]]
    return {
        **summary(lesson),
        "as_of": as_of.isoformat(),
        "facts": facts,
        "quiz": {"question": lesson.quiz["question"], "choices": sorted(choices, key=_shuffled(lesson.id))},
        "next": {"says": _filled(lesson.next["says"], law), "go": lesson.next["go"]},
    }


def judged(lesson: Lesson, choice: str, as_of: date) -> dict[str, Any]:
    """Whether the choice is right, and why. The right choice is named either way: the lesson teaches, it does not test."""
    because = _filled(lesson.quiz["because"], law_as_of(as_of))
    return {"right": choice == lesson.right, "right_choice": lesson.right, "because": because}


def _filled(text: str, law: Law) -> str:
    """The text; where the day's tables hold no figure for it, a sentence that says so."""
    try:
        return fill(text, law)[0]
    except slots.SlotError:
        return "이 날짜의 수치가 자료에 없어서 자세히 말씀드리지 못합니다."


def fill(text: str, law: Law) -> tuple[str, tuple[Value, ...]]:
    """The text with the figures of the day, and the dated values that it used. Raises SlotError for one that is open."""
    values: dict[str, Value] = {}
    worded: dict[str, str] = {}
    for slot in slots.find(text):
        value = law.get(slot.key)
        if value is None:
            raise slots.SlotError(f"{slot.name}: not in force on {law.day}")
        values[slot.key] = value
        worded[text[slot.start : slot.end]] = slots.word(value, slot)
    return slots.fill(text, worded), tuple(values.values())


def _fact(fact: dict[str, str], law: Law) -> dict[str, Any] | None:
    try:
        says, values = fill(fact["says"], law)
    except slots.SlotError:
        return None
    articles = dict.fromkeys(value.cites for value in values)
    doc: dict[str, Any] = {"says": says, "article": fact.get("article") or ", ".join(articles) or None}
    doc["source"] = "; ".join(dict.fromkeys(value.source for value in values)) or None
    doc["certain"] = all(value.certain for value in values)
    if values:
        doc["in_force_from"] = max(value.from_ for value in values).isoformat()
    return doc


def _shuffled(lesson_id: str) -> Any:
    """An order of the choices that is the same every time and tells nothing."""
    return lambda choice: hashlib.sha256(f"{lesson_id} {choice['text']}".encode()).digest()
