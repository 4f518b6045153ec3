"""The verifier: whether one sentence of a model may be shown. Every rule answers with a reason, none with a score.

A model may place facts, it may not state them: no digit, no quantity in words, no article, no address of its own; only
slots of passages that it cites; a slot must stand beside the words and the bound it has in its passage; and what the
sentence says besides must be carried by the cited passages. A sentence with any reason is dropped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from . import figures, lawref, neighbours, polarity, slots
from .passages import Passage

MAX_SENTENCE = 240
SUPPORT = 0.5
SUPPORT_SHORT = 0.35
_TERMS = Path(__file__).parent / "data" / "terms.json"

_ADDRESS = re.compile(
    r"https?:|www\.|[A-Za-z0-9-]+\.(?:kr|com|net|org|co|io)(?![A-Za-z0-9])|@|☎|닷컴|골뱅이", re.IGNORECASE
)
_LATIN = re.compile(r"[A-Za-z]")
_HANGUL = re.compile(r"[가-힣]")
_FOREIGN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0400-\u04ff\u0e00-\u0e7f]")
_PROMISE = re.compile(
    r"무조건|반드시\s?(?:승인|면책|통과|받|됩|될|해\s?드)|100|확실히\s?(?:승인|면책|통과|받|됩|될)|틀림없이|보장(?:합|해\s?드|됩|돼)|승인됩니다|승인돼요|면책됩니다|면책될\s?거예요|전액\s?(?:없어|사라)|걱정\s?(?:마|하지\s?마)|"
    r"갚지\s?(?:마세요|않아도\s?(?:돼|됩))|연체(?:를|를\s?일부러)?\s?(?:하세요|하는\s?것이\s?좋)|숨기(?:세요|면\s?(?:돼|됩))|빼돌|옮겨\s?두(?:세요|면)|추천\s?(?:변호사|법무사)"
)
_LEAK = re.compile(
    r"시스템|프롬프트|지시(?:문|사항)?(?:은|를|에)|규칙(?:은|을)\s?(?:다음|공개)|passage|slot|json|schema|근거\s?블록|질문\s?블록|안내문\s?번호|언어\s?모델|```|</?[a-z]|\[\[|\]\]",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"^\s?(?:만\s?원|억|[십백천]만|조\s?원|배(?![우상당])|퍼센트|프로(?!그)|%|원(?![금래칙인])|년(?!도)|개월|달|회(?![생복사원의])|세(?![금입무대])|점(?!포)|번(?!호)|명|"
    r"일(?![반부정시하자용상괄찍]|\s?(?:부터|뒤|안)))"
)


@dataclass(frozen=True)
class Verdict:
    """What the rules found. `checks` passed, `reasons` refused; a sentence is shown when there is no reason."""

    reasons: tuple[str, ...]
    checks: tuple[str, ...]

    @property
    def stands(self) -> bool:
        return not self.reasons


@lru_cache(maxsize=1)
def _terms() -> tuple[tuple[str, str], ...]:
    return tuple((term, term.replace(" ", "")) for term in json.loads(_TERMS.read_text("utf-8")))


def sentence(
    written: str, cited: list[Passage], evidence: Iterable[Passage], own: Mapping[str, str]
) -> Verdict:
    """Judge one sentence as the model wrote it (slots unfilled).

    `cited`: the passages it names, `evidence`: all passages it was shown, `own`: slots of the person's own figures
    that it may use, with their titles.
    """
    reasons: list[str] = []
    bare = slots.strip(written)
    shown = list(evidence)
    if not written.strip():
        return Verdict(("empty",), ())
    if len(bare) > MAX_SENTENCE:
        reasons.append("too_long")
    reasons += _own_figures(bare, cited)
    if lawref.LOOSE.search(bare) or re.search(r"제\s?[{]|조\s?제|시행령|시행규칙", bare):
        reasons.append("article")
    reasons += foreign(bare)
    used = list(slots.find(written))
    mine = [s for s in used if s.key.startswith("me.")]
    if not cited and len(mine) != len(used):
        reasons.append("uncited")
    if not cited and not mine:
        reasons.append("uncited")
    for slot in used:
        reasons += _slot(written, slot, cited, shown, own)
    if cited:
        reasons += _carried(written, bare, cited)
    unique = tuple(dict.fromkeys(reasons))
    return Verdict(
        unique,
        ()
        if unique
        else ("no_own_figure", "slots_cited", "bounds_kept", "neighbours_kept", "carried_by_passage"),
    )


def foreign(bare: str) -> list[str]:
    """What no answer may hold, whoever wrote it: addresses, inner text, other languages, promises."""
    reasons = []
    if _ADDRESS.search(bare):
        reasons.append("address")
    if _LEAK.search(bare) or slots.BRACE.search(bare):
        reasons.append("leak")
    if _FOREIGN.search(bare) or len(_LATIN.findall(bare)) > max(6, len(_HANGUL.findall(bare)) // 4):
        reasons.append("language")
    if _PROMISE.search(bare):
        reasons.append("promise")
    return reasons


def _own_figures(bare: str, cited: list[Passage]) -> list[str]:
    found = ["digit"] if figures.has_digit(bare) else []
    allowed = {fact["words"].replace(" ", "") for p in cited for fact in p.facts}
    for figure in figures.spelled(bare):
        if figure.text.replace(" ", "") not in allowed:
            found.append("quantity")
    return found


def _slot(
    written: str, slot: slots.Slot, cited: list[Passage], shown: list[Passage], own: Mapping[str, str]
) -> list[str]:
    if slot.key.startswith("me."):
        return [] if slot.key in own else ["unknown_slot"]
    homes = [(p, s) for p in cited for s in slots.find(p.text) if s.name == slot.name]
    if not homes:
        known = any(s.name == slot.name for p in shown for s in slots.find(p.text))
        return ["uncited_slot" if known else "unknown_slot"]
    reasons: list[str] = []
    if slot.format and all(s.format != slot.format for _, s in homes):
        reasons.append("format")
    after = written[slot.end :]
    if _GLUED.match(slots.SLOT.sub("\n", after)) or re.search(r"[\d.,]$", written[: slot.start]):
        reasons.append("glued")
    said = neighbours.bounds(written, slot)
    meant = set().union(*(neighbours.bounds(p.text, s) for p, s in homes))
    if (meant and said - meant) or (not meant and said & {"lt", "gt", "ge"}):
        reasons.append("bound")
    if not said and meant & {"lt", "gt"} and not meant & {"ge", "le"}:
        reasons.append("bound")
    if neighbours.swapped(written, slot, homes, cited):
        reasons.append("swapped")
    return reasons


_ENDING = re.compile(
    r"(?:습니다|입니다|합니다|됩니다|이에요|예요|해요|돼요|어요|아요|세요|니다|거든요|네요|군요|는데요|답니다|여요|죠)"
)


def _carried(written: str, bare: str, cited: list[Passage]) -> list[str]:
    reasons: list[str] = []
    bare = neighbours.LEAD.sub("", bare)
    source = " ".join(f"{p.title} {slots.strip(p.text)}" for p in cited)
    said = polarity.pairs(_ENDING.sub(" ", bare))
    known = polarity.pairs(source)
    if said and len(said & known) < (SUPPORT if len(said) > 8 else SUPPORT_SHORT) * len(said):
        reasons.append("unsupported")
    bare_compact = bare.replace(" ", "")
    plain_source = source.replace(" ", "")
    for _, term in _terms():
        if term in bare_compact and term not in plain_source:
            reasons.append("foreign_term")
            break
    if polarity.flipped(bare, cited):
        reasons.append("negation")
    return reasons
