"""Which passages a turn stands on: the day's library, what the last turn was about, and what safety allows beside it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from .. import law
from . import amounts, facts, passages, retrieve, route, slots
from .context import Draft
from .passages import Passage

SHOWN = 5
# What may stand beside a fixed answer of safety: only passages of its own field.
BESIDE = {
    "safety.illegal_lending": {"scams_lending", "scams", "rate_caps", "collection"},
    "safety.scam": {"scams", "scams_lending"},
    "safety.crisis": {"inheritance", "bankruptcy", "rehabilitation", "guarantee", "guide"},
}


@lru_cache(maxsize=1)
def retriever() -> retrieve.Bm25:
    """Search over the compiled library; passages whose figures have no value on the day are left out."""
    return retrieve.Bm25(passages.library(), usable)


@lru_cache(maxsize=4096)
def _usable(passage: Passage, day: date) -> bool:
    def find(key: str) -> slots.Value | None:
        # Telephone numbers are always today's: the newest row is asked, whatever day the question is about.
        return law.history(key)[0] if key.startswith("contact.") else facts.law_value(key, day)

    return passages.wordable(passage, find)


def usable(passage: Passage, day: date) -> bool:
    return _usable(passage, day)


def hits(draft: Draft) -> list[retrieve.Hit]:
    """The passages that the question is about, best first; empty where the library does not cover it."""
    search, day = retriever(), draft.context.as_of
    question = " ".join([draft.question, *bracket_words(draft.question, day)])
    found = search(question, day, SHOWN)
    covered = search.covered(question, found)
    last = draft.context.history[-1] if draft.context.history else None
    if last and last.passages and route.may_follow(draft.question):
        topic = passages.library().by_id(last.passages[0], day)
        if topic is not None and (not covered or route.points_back(draft.question)):
            both = f"{_subject_of(topic)} {route.aspect(draft.question)}"
            followed = search(both, day, SHOWN)
            if search.covered(both, followed):
                found, covered, draft.followed = followed, True, True
    if draft.status:
        found = [hit for hit in found if hit.passage.topic in BESIDE.get(draft.status, {hit.passage.topic})]
    return found if covered else []


def _subject_of(topic: Passage) -> str:
    """What a passage is about without how its title asks: "개인워크아웃이 무엇인가요" -> "개인워크아웃"."""
    return re.sub(
        r"(?:이|가|은|는)?\s?(?:무엇인가요|뭐예요|어떻게\s?(?:되나요|하나요))|인가요|나요", "", topic.title
    )


def bracket_words(question: str, day: date) -> list[str]:
    """The remedy that belongs to the days late that the person names, so that "연체 40일째" finds it."""
    days = amounts.overdue_days(question)
    if days is None:
        return []
    least = {
        name: facts.law_value(key, day)
        for name, key in (("사전채무조정", "pre.overdue_min"), ("개인워크아웃", "wo.overdue_min"))
    }
    found = "신속채무조정"
    for name, value in least.items():
        if value is not None and days >= int(value.value):
            found = name
    return [found]
