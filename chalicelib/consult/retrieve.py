"""Finding the passages that a question is about. Standard library only; under a millisecond at 400 passages.

The score is the sum of BM25 weights of the question's grams, plus half of those of its synonyms. Low scores abstain:
a question the library does not cover must not get the nearest passage as an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from . import index, text
from .passages import Library, Passage

SYNONYM_WEIGHT = 0.5
FLOOR = 1900
SHORT_QUERY = 12


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
        self._postings: dict[str, list[int]] = library.index["postings"]
        self._synonyms: list[list[str]] = library.index["synonyms"]
        self._usable = usable

    def __call__(self, question: str, day: date, limit: int = 5) -> list[Hit]:
        """The best passages in force on `day`, best first; no floor applied (see `covered`)."""
        compact = text.for_matching(question)
        scores = self._scores(compact)
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
        wanted: dict[str, float] = dict(index.grams(compact))
        for said, meant in self._synonyms:
            if said in compact:
                for gram, n in index.grams(meant).items():
                    wanted[gram] = wanted.get(gram, 0) + n * SYNONYM_WEIGHT
        scores: dict[int, float] = {}
        for gram, times in wanted.items():
            postings = self._postings.get(gram)
            if postings is None:
                continue
            # A gram said twice does not make the question twice as much about it.
            factor = times if times <= 1 else 1 + (times - 1) * 0.2
            for i in range(0, len(postings), 2):
                number = postings[i]
                scores[number] = scores.get(number, 0) + postings[i + 1] * factor
        return scores

    def covered(self, question: str, hits: list[Hit]) -> bool:
        """Whether the best hit is good enough to answer from. A key word that a passage holds always passes."""
        if not hits:
            return False
        compact = re.sub("[0-9%]", "", text.for_matching(question))
        if hits[0].score >= FLOOR:
            return True
        if 2 <= len(compact) <= SHORT_QUERY:
            best = text.for_matching(
                hits[0].passage.title + " ".join(hits[0].passage.aliases) + hits[0].passage.text
            )
            return compact in best
        return False
