"""Yes and no: whether a sentence denies what its passage affirms, or affirms what it denies."""

from __future__ import annotations

import re

from . import slots, text
from .passages import Passage

_NEGATION = re.compile(
    r"않|못\s?(?:하|해|합|한|할|함|받|갚|내|쓰|넘|들|찾|가|되|돼)|없|아니|아닙|아닌|불가|금지|(?<![가-힣])안\s(?:되|돼|됩|받|내|해|하|갚|나|줘|주|들어)|안(?:되|돼|됩)|말(?:고|아|며|기)|마세요|마시|제외|빼(?:고|는)|막혀|거절|어렵"
)
_NOT_NEGATION = re.compile(
    r"넘지\s?(?:않|못)\S*|초과하지\s?않\S*|밖에\s?(?:안|없|못)\S*|뿐만?\s?아니라|아니라도|지\s?않으면|없으면|못하면|않는다면|없다면|안\s?되면|못\s?(?:갚|내|하)(?:면|게\s?되면)"
)


def pairs(part: str) -> set[str]:
    """Bigrams of a text in matching form."""
    compact = text.for_matching(part)
    return {compact[i : i + 2] for i in range(len(compact) - 1)}


def negative(part: str) -> bool:
    return bool(_NEGATION.search(_NOT_NEGATION.sub(" ", part)))


_CLAUSE = re.compile(r"(?<=고),?\s|(?<=며),?\s|(?<=지만),?\s|(?<=니),?\s|(?<=서),?\s|(?<=면),?\s|,\s")


def _units(whole: str) -> set[str]:
    """The sentence, its clauses, and every run of clauses at its end: what a shortened sentence may correspond to."""
    cuts = [m.end() for m in _CLAUSE.finditer(whole)]
    return {whole, *_CLAUSE.split(whole), *(whole[cut:] for cut in cuts)}


def flipped(bare: str, cited: list[Passage]) -> bool:
    """Whether the sentence denies what its nearest source (a sentence or a clause) affirms, or the other way round."""
    if _DOUBLE.search(re.sub("[^가-힣]", "", bare)):
        return True
    mine = pairs(bare)
    ranked: list[tuple[float, bool, bool]] = []
    for p in cited:
        for sentence_of in p.sentences:
            for unit in _units(sentence_of):
                plain = slots.strip(unit)
                theirs = pairs(plain)
                if theirs:
                    likeness = len(mine & theirs) / len(mine | theirs)
                    ranked.append((likeness, negative(plain), _ends_negative(plain)))
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
