"""The search index: BM25 weights of Hangul 1- and 2-grams, computed once when the library is compiled.

Grams instead of words: spacing, particles and typos of one letter leave most grams intact, and no analyser can drop
the 비 of 비면책. Weights are whole hundredths, so that the index is the same file on every machine.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

from . import slots, text
from .passages import Passage

K1, B = 1.2, 0.5
TITLE, ALIAS, TOPIC = 2.0, 1.0, 0.5
UNIGRAM_CUT = 0.4
NAMED = Path(__file__).parent / "data" / "named.json"
SYNONYMS = Path(__file__).parent / "data" / "synonyms.json"


def grams(compact: str) -> Counter[str]:
    """1- and 2-grams of a text from `text.for_matching`, spelled by sound."""
    compact = text.by_sound(compact)
    return Counter(compact) + Counter(compact[i : i + 2] for i in range(len(compact) - 1))


def _weights(passage: Passage) -> Counter[str]:
    counted: Counter[str] = Counter()
    parts = [(passage.title, TITLE), (slots.strip(passage.text), 1.0)] + [
        (alias, ALIAS) for alias in passage.aliases
    ]
    for part, weight in parts:
        for piece in part.split("."):
            for gram, n in grams(text.for_matching(piece)).items():
                counted[gram] += n * weight  # type: ignore[assignment]
    return counted


def build(passages: list[Passage]) -> dict[str, Any]:
    """Postings {gram: "passage weight passage weight …"} and the synonyms in matching form."""
    documents = [_weights(p) for p in passages]
    size = len(documents) or 1
    lengths = [sum(d.values()) for d in documents]
    mean = sum(lengths) / size or 1.0
    seen: Counter[str] = Counter(gram for d in documents for gram in d)
    postings: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        for gram, n in sorted(document.items()):
            if len(gram) == 1 and seen[gram] > UNIGRAM_CUT * size:
                continue
            idf = math.log(1 + (size - seen[gram] + 0.5) / (seen[gram] + 0.5))
            weight = idf * n * (K1 + 1) / (n + K1 * (1 - B + B * lengths[number] / mean))
            postings.setdefault(gram, []).extend((number, round(weight * 100)))
    pairs = json.loads(SYNONYMS.read_text("utf-8"))
    named = json.loads(NAMED.read_text("utf-8"))
    return {
        "named": [[prefix, [text.by_sound(word) for word in words]] for prefix, words in named],
        # One text per gram: half the time to load, and only the grams of a question are ever taken apart.
        "postings": {gram: " ".join(map(str, numbers)) for gram, numbers in postings.items()},
        "synonyms": [
            [text.by_sound(text.for_matching(said)), text.for_matching(meant)] for said, meant in pairs
        ],
    }
