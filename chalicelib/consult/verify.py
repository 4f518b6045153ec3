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

from . import figures, lawref, slots, text
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
_NEGATION = re.compile(
    r"않|못\s?(?:하|해|합|한|할|함|받|갚|내|쓰|넘|들|찾|가|되|돼)|없|아니|아닙|아닌|불가|금지|(?<![가-힣])안\s(?:되|돼|됩|받|내|해|하|갚|나|줘|주|들어)|안(?:되|돼|됩)|말(?:고|아|며|기)|마세요|마시|제외|빼(?:고|는)|막혀|거절|어렵"
)
_NOT_NEGATION = re.compile(
    r"넘지\s?(?:않|못)\S*|초과하지\s?않\S*|밖에\s?(?:안|없|못)\S*|뿐만?\s?아니라|아니라도|지\s?않으면|없으면|못하면|않는다면|없다면|안\s?되면|못\s?(?:갚|내|하)(?:면|게\s?되면)"
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
    said = _bounds(written, slot)
    meant = set().union(*(_bounds(p.text, s) for p, s in homes))
    if (meant and said - meant) or (not meant and said & {"lt", "gt", "ge"}):
        reasons.append("bound")
    if not said and meant & {"lt", "gt"} and not meant & {"ge", "le"}:
        reasons.append("bound")
    if _swapped(written, slot, homes, cited):
        reasons.append("swapped")
    return reasons


def _bounds(whole: str, slot: slots.Slot) -> set[str]:
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
    marked = re.sub(r"[^가-힣]+", "_", _LEAD.sub("", part) if before else part)
    marked = ("_" + marked.strip("_"))[-23:] if before else marked[:8]
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))


def _swapped(
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


_ENDING = re.compile(
    r"(?:습니다|입니다|합니다|됩니다|이에요|예요|해요|돼요|어요|아요|세요|니다|거든요|네요|군요|는데요|답니다|여요|죠)"
)


# Openings that carry nothing, so that they need no passage behind them.
_LEAD = re.compile(
    r"^(?:네|예|참고로|정리하면|안내(?:해)?\s?드리면|말씀하신\s?(?:경우|것처럼|내용은)|걱정되시겠지만|우선|먼저|그리고|또한|또|다만|하지만)[,\s]+"
)


def _carried(written: str, bare: str, cited: list[Passage]) -> list[str]:
    reasons: list[str] = []
    bare = _LEAD.sub("", bare)
    source = " ".join(f"{p.title} {slots.strip(p.text)}" for p in cited)
    pairs = _pairs(_ENDING.sub(" ", bare))
    known = _pairs(source)
    if pairs and len(pairs & known) < (SUPPORT if len(pairs) > 8 else SUPPORT_SHORT) * len(pairs):
        reasons.append("unsupported")
    bare_compact = bare.replace(" ", "")
    plain_source = source.replace(" ", "")
    for _, term in _terms():
        if term in bare_compact and term not in plain_source:
            reasons.append("foreign_term")
            break
    if _flipped(bare, cited):
        reasons.append("negation")
    return reasons


def _pairs(part: str) -> set[str]:
    compact = text.for_matching(part)
    return {compact[i : i + 2] for i in range(len(compact) - 1)}


def negative(part: str) -> bool:
    return bool(_NEGATION.search(_NOT_NEGATION.sub(" ", part)))


_CLAUSE = re.compile(r"(?<=고),?\s|(?<=며),?\s|(?<=지만),?\s|(?<=니),?\s|(?<=서),?\s|(?<=면),?\s|,\s")


def _units(whole: str) -> set[str]:
    """The sentence, its clauses, and every run of clauses at its end: what a shortened sentence may correspond to."""
    cuts = [m.end() for m in _CLAUSE.finditer(whole)]
    return {whole, *_CLAUSE.split(whole), *(whole[cut:] for cut in cuts)}


def _flipped(bare: str, cited: list[Passage]) -> bool:
    """Whether the sentence denies what its nearest source (a sentence or a clause) affirms, or the other way round."""
    if _DOUBLE.search(re.sub("[^가-힣]", "", bare)):
        return True
    mine = _pairs(bare)
    ranked: list[tuple[float, bool, bool]] = []
    for p in cited:
        for sentence_of in p.sentences:
            for unit in _units(sentence_of):
                plain = slots.strip(unit)
                pairs = _pairs(plain)
                if pairs:
                    ranked.append(
                        (len(mine & pairs) / len(mine | pairs), negative(plain), _ends_negative(plain))
                    )
    best = max((score for score, _, _ in ranked), default=0.0)
    if best < 0.3:
        return negative(bare) and not any(denied for _, denied, _ in ranked)
    near = [(denied, ends) for score, denied, ends in ranked if score >= best - 0.05]
    return negative(bare) not in {denied for denied, _ in near} or _ends_negative(bare) not in {
        ends for _, ends in near
    }


# A denial denied ("압류하지 못하지 않아요"): nobody writes so for a reader, whatever it was meant to say.
_DOUBLE = re.compile(r"(?:안되|못하|금지되|않)[가-힣]?지않|지않을수없")
_END_NEGATIVE = re.compile(
    r"(?:않|못|없|아니|아닙|안되|안돼|안됩|금지|불가)[가-힣]{0,6}$|(?:마세요|마시기바랍니다|마십시오|말아주세요)$"
)


def _ends_negative(part: str) -> bool:
    """Whether the last predicate denies: "신청할 수 없어요", "멈추지 않습니다"."""
    return bool(_END_NEGATIVE.search(re.sub("[^가-힣]", "", part)))
