"""Plain-language and summary wordings by a model, sentence by sentence, each checked against the sentence it replaces.

A rewording that does not hold the same slots, or states anything of its own, is not used: the sentence stays as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from . import figures, polarity, prompt, slots, text, verify
from .context import Model

SUPPORT = 0.3


def plain(sentences: Sequence[str], model: Model | None, seconds: float) -> list[str]:
    """The sentences (slots unfilled) in easier words where the model's wording stands; same length and order."""
    return _reworded("plain_language", sentences, model, seconds)


def summary(lines: Sequence[str], model: Model | None, seconds: float) -> list[str]:
    """The lines of a hand-off summary, smoothed where the model's wording stands. Figures must be slots or absent."""
    return _reworded("summary", lines, model, seconds)


def _reworded(task: str, sentences: Sequence[str], model: Model | None, seconds: float) -> list[str]:
    kept = list(sentences)
    if model is None or not kept:
        return kept
    mark = prompt.nonce()
    # Braces of slots must survive, so these sentences are our own text and never a person's.
    try:
        messages = [
            {"role": "system", "content": prompt.render(task, "system")},
            {"role": "user", "content": prompt.render(task, "user", nonce=mark, lines=kept)},
        ]
    except prompt.PromptError:
        return kept
    outcome = model.ask(messages, prompt.schema(task), seconds)
    rows = (outcome.data or {}).get("lines")
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            continue
        at = next((i for i in range(len(kept)) if _letter(i) == row.get("of")), None)
        if at is not None and same(sentences[at], row["text"]):
            kept[at] = row["text"].strip()
    return kept


def _letter(n: int) -> str:
    return chr(ord("a") + n % 26) * (1 + n // 26)


def same(original: str, reworded: str) -> bool:
    """Whether a rewording holds exactly the slots of the original, nothing of its own, and the same yes or no."""
    bare = slots.strip(reworded)
    if Counter(s.name for s in slots.find(original)) != Counter(s.name for s in slots.find(reworded)):
        return False
    words = {f.text for f in figures.spelled(slots.strip(original))}
    if figures.has_digit(bare) or any(f.text not in words for f in figures.spelled(bare)):
        return False
    if verify.foreign(bare) or polarity.negative(bare) != polarity.negative(slots.strip(original)):
        return False
    mine, source = _pairs(bare), _pairs(slots.strip(original))
    return bool(mine) and len(mine & source) >= SUPPORT * len(mine)


def _pairs(sentence: str) -> set[str]:
    compact = text.for_matching(sentence)
    return {compact[i : i + 2] for i in range(len(compact) - 1)}
