"""The answer without a model: whole sentences of the best passages, chosen by their nearness to the question.

Same shape as an answer of the model, so that nobody who reads it needs to know which it was (the label says it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import slots, text
from .retrieve import Hit

MOST = 4
SECOND_SHARE = 0.82


@dataclass(frozen=True)
class Picked:
    written: str
    passage: str


def answer(question: str, hits: Sequence[Hit]) -> list[Picked]:
    """Up to four sentences: the best passage as it stands, and the nearest sentence of a second one that is as good."""
    if not hits:
        return []
    best = hits[0].passage
    picked = [Picked(sentence, best.id) for sentence in best.sentences[:MOST]]
    for hit in hits[1:2]:
        room = MOST - len(picked)
        if room > 0 and hit.score >= SECOND_SHARE * hits[0].score:
            picked += [
                Picked(s, hit.passage.id) for s in _nearest(question, hit.passage.sentences, min(room, 1))
            ]
    return picked


def _nearest(question: str, sentences: Sequence[str], most: int) -> list[str]:
    wanted = _pairs(question)
    ranked = sorted(
        range(len(sentences)), key=lambda i: (-len(wanted & _pairs(slots.strip(sentences[i]))), i)
    )
    return [sentences[i] for i in sorted(ranked[:most])]


def _pairs(sentence: str) -> set[str]:
    compact = text.for_matching(sentence)
    return {compact[i : i + 2] for i in range(len(compact) - 1)}
