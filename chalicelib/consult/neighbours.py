"""The words around a figure: whether a slot stands where it stands in its passage, with the same bound.

Two true figures put in each other's place are as false as two invented ones, and "이상" for "이하" is worse. What stands
next to a slot in the passage must stand next to it in the sentence.
"""

from __future__ import annotations

import re

from . import slots
from .passages import Passage

# Openings that carry nothing, so that they need no passage behind them.
LEAD = re.compile(
    r"^(?:네|예|참고로|정리하면|안내(?:해)?\s?드리면|말씀하신\s?(?:경우|것처럼|내용은)|걱정되시겠지만|우선|먼저|그리고|또한|또|다만|하지만)[,\s]+"
)


_BOUND = (
    ("lt", re.compile(r"^\S{0,2}\s?(?:미만|보다\s?(?:적|낮|작|짧)|에\s?못\s?미)")),
    ("gt", re.compile(r"^\S{0,2}\s?(?:초과|보다\s?(?:많|높|크|길)|넘(?:으면|는|을|게|어|었|은|기|지\s?않은\s?적)|을\s?넘(?:으면|는|게|어|었|은|기)|를\s?넘(?:으면|는|게|어|었|은|기))")),
    ("le", re.compile(r"^\S{0,2}\s?(?:이하|이내|까지|안에|안으로|을\s?넘지|를\s?넘지|넘지|을\s?초과하지|한도)")),
    ("ge", re.compile(r"^\S{0,2}\s?(?:이상|부터|넘게)")),
)  # fmt: skip
_BEFORE = (
    ("le", re.compile(r"(?:최대|최장|많아도|길어도|늦어도)\s?(?:연|월|약)?\s?$")),
    ("ge", re.compile(r"(?:최소|적어도|최저)\s?(?:연|월|약)?\s?$")),
)


def bounds(whole: str, slot: slots.Slot) -> set[str]:
    after = slots.SLOT.sub("\n", whole[slot.end :])[:14]
    before = slots.SLOT.sub("\n", whole[: slot.start])[-8:]
    found = {name for name, pattern in _BOUND if pattern.match(after)}
    if "le" in found and "gt" in found and re.match(r"^\S{0,2}\s?(?:을\s?|를\s?)?(?:넘지|초과하지)", after):
        found.discard("gt")
    found |= {name for name, pattern in _BEFORE if pattern.search(before)}
    return found


_Words = tuple[frozenset[str], frozenset[str], frozenset[str]]


def _neighbours(whole: str, slot: slots.Slot) -> _Words:
    """Bigrams of the words around a slot: before it in its clause, behind it, before it in the whole sentence.

    Word edges are kept as "_": "담보 채무" is told from "무담보 채무" by nothing else.
    """
    sentence_left = re.split(r"[.!?]\s|\n", slots.SLOT.sub("\n", whole[: slot.start]))[-1]
    clause_left = re.split(r",\s|(?<=[고며])\s", sentence_left)[-1]
    right = re.split(r"[.!?](?:\s|$)|\n|,|(?<=[고며])\s", slots.SLOT.sub("\n", whole[slot.end :]))[0]
    return _bigrams(clause_left, True), _bigrams(right, False), _bigrams(sentence_left, True)


def _bigrams(part: str, before: bool) -> frozenset[str]:
    marked = re.sub(r"[^가-힣]+", "_", LEAD.sub("", part) if before else part)
    marked = ("_" + marked.strip("_"))[-23:] if before else marked[:8]
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))


def swapped(
    written: str, slot: slots.Slot, homes: list[tuple[Passage, slots.Slot]], cited: list[Passage]
) -> bool:
    """Whether the words around the slot belong rather to another figure of the cited passages.

    Where two figures stand among the same words ("1년 이상이면 15%, 2년 이상이면 13%"), the order decides: the figure
    before must be the one that stands before it in the passage.
    """
    around = _neighbours(written, slot)
    here = [_likeness(around, _neighbours(p.text, s)) for p, s in homes]
    mine = max(here)
    tied = False
    for p in cited:
        for other in slots.find(p.text):
            if other.name == slot.name:
                continue
            rival = _likeness(around, _neighbours(p.text, other))
            if rival[:3] > mine[:3] or (rival[:3] == mine[:3] and rival[3] == 1.0 > mine[3]):
                return True
            tied = tied or rival == mine
    return tied and _out_of_order(written, slot, homes)


def _likeness(around: _Words, home: _Words) -> tuple[float, float, float, float]:
    """How much of the words around a slot stands at the home as well, nearest words first; then how alike both are."""
    shares = (len(a & h) / len(a) if a else 1.0 for a, h in zip(around, home, strict=True))
    # Half or less in common is chance: two words of Korean share a syllable or an ending more often than not.
    clause, behind, whole = (share if share > 0.5 else 0.0 for share in shares)
    both, home_both = around[1] | around[2], home[1] | home[2]
    return clause, behind, whole, len(both & home_both) / len(both | home_both) if both | home_both else 1.0


def _out_of_order(written: str, slot: slots.Slot, homes: list[tuple[Passage, slots.Slot]]) -> bool:
    """Whether the figure next to this one (before it, or behind where it comes first) is another than in the passage."""
    before = [s.name for s in slots.find(written) if s.start < slot.start][-1:]
    behind = [s.name for s in slots.find(written) if s.start > slot.start][:1]
    if not before and not behind:
        return False
    for p, home in homes:
        around = list(slots.find(p.text))
        if before and [s.name for s in around if s.start < home.start][-1:] == before:
            return False
        if not before and [s.name for s in around if s.start > home.start][:1] == behind:
            return False
    return True
