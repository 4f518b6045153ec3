"""Finding the passages that a question is about. Standard library only; under a millisecond at 400 passages.

The score is the sum of BM25 weights of the question's grams, plus half of those of its synonyms. Low scores abstain:
a question the library does not cover must not get the nearest passage as an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from . import index, route, text
from .passages import Library, Passage

SYNONYM_WEIGHT = 0.5
NAMED = 1.3
FLOOR = 1500
FLOOR_UNNAMED = 2600
SHORT_QUERY = 12

# How a question is asked, not what it asks: polite and spoken endings carry no subject.
_MANNER = re.compile(
    r"설명|알려|여쭤보고|여쭙니다|여쭈|궁금합니다|궁금해요|궁금|부탁드립니다|부탁드려요|주시겠습니까|주시면고맙겠습니다|주십시오|주세요|싶습니다|싶어요|"
    r"있는지요|있을까요|있나요|인지요|는지요|할까요|까요|합니까|습니까|입니까|인가요|되나요|하나요|나요|말해|쉽게|냐$|어떻게해야|무엇인지|무엇을|어떤것이"
)
# Spoken forms of the regions, folded to the written ones.
_SPOKEN = (
    ("허면", "하면"),
    ("허고", "하고"),
    ("하믄", "하면"),
    ("으믄", "으면"),
    ("는디", "는데"),
    ("인디", "인데"),
    ("것소", "겠어요"),
    ("것네", "겠네"),
    ("담서", "다면서"),
    ("라카", "라하"),
    ("다카", "다하"),
    ("거진", "거의"),
)


def subject(question: str) -> str:
    """The question in matching form without the manner of asking: "개인회생이 무엇인지 궁금합니다" -> "개인회생이"."""
    compact = text.for_matching(question)
    for spoken, written in _SPOKEN:
        compact = compact.replace(spoken, written)
    bare = _MANNER.sub("", compact)
    return bare if len(bare) >= 3 else compact


@dataclass(frozen=True)
class Hit:
    """A passage and its score (hundredths of a BM25 unit; only comparable within one query)."""

    passage: Passage
    score: int


class Retriever(Protocol):
    """What the turn needs; a vector index could stand behind it as well."""

    def __call__(self, question: str, day: date, limit: int = 5) -> list[Hit]: ...


class Bm25:
    """Search over one library. `usable` may drop passages whose figures have no value on the day."""

    def __init__(self, library: Library, usable: Callable[[Passage, date], bool] = lambda p, d: True) -> None:
        self._library = library
        self._written: dict[str, str] = library.index["postings"]
        self._read: dict[str, list[int]] = {}
        self._synonyms: list[list[str]] = library.index["synonyms"]
        self._named: list[list[Any]] = library.index["named"]
        self._prefixes = [p.id.split(".")[0] for p in library.passages]
        self._usable = usable

    def __call__(self, question: str, day: date, limit: int = 5) -> list[Hit]:
        """The best passages in force on `day`, best first; no floor applied (see `covered`)."""
        scores = self._scores(subject(question))
        iso = day.isoformat()
        hits: list[Hit] = []
        for number in sorted(scores, key=lambda n: (-scores[n], n)):
            passage = self._library.passages[number]
            if passage.in_force(iso) and self._usable(passage, day):
                hits.append(Hit(passage, int(scores[number])))
                if len(hits) == limit:
                    break
        return hits

    def _scores(self, compact: str) -> dict[int, float]:
        compact = text.by_sound(compact)
        wanted: dict[str, float] = dict(index.grams(compact))
        for said, meant in self._synonyms:
            if said in compact:
                for gram, n in index.grams(meant).items():
                    wanted[gram] = wanted.get(gram, 0) + n * SYNONYM_WEIGHT
        scores: dict[int, float] = {}
        for gram, times in wanted.items():
            postings = self._read.get(gram)
            if postings is None:
                if gram not in self._written:
                    continue
                postings = self._read[gram] = [int(n) for n in self._written[gram].split()]
            # A gram said twice does not make the question twice as much about it.
            factor = times if times <= 1 else 1 + (times - 1) * 0.2
            for i in range(0, len(postings), 2):
                number = postings[i]
                scores[number] = scores.get(number, 0) + postings[i + 1] * factor
        named = {prefix for prefix, words in self._named if any(word in compact for word in words)}
        if named:
            for number in scores:
                if self._prefixes[number] in named:
                    scores[number] *= NAMED
        return scores

    def covered(self, question: str, hits: list[Hit]) -> bool:
        """Whether the best hit is good enough to answer from. A key word that a passage holds always passes."""
        if not hits:
            return False
        compact = re.sub("[0-9%]", "", text.for_matching(question))
        if hits[0].score >= (FLOOR if route.speaks_of_domain(question) else FLOOR_UNNAMED):
            return True
        if 2 <= len(compact) <= SHORT_QUERY:
            best = text.for_matching(
                hits[0].passage.title + " ".join(hits[0].passage.aliases) + hits[0].passage.text
            )
            return compact in best
        return False
