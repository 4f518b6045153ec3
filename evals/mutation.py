"""Mutation test of the verifier: every fact of every passage corrupted in model output, and faithful rewordings.

A corruption that passes is a false figure shown to somebody; a rewording that is refused is a good answer lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from chalicelib import law
from chalicelib.consult import facts, passages, slots, verify
from chalicelib.consult.passages import Passage

DAY = date(2026, 11, 24)
_FLIP = {
    "이하": "이상",
    "이상": "이하",
    "미만": "초과",
    "초과": "미만",
    "이내": "이상",
    "까지": "이상",
    "안에": "이상",
}
_ENDINGS = (
    ("할 수 있어요.", "할 수 있습니다."), ("수 있어요.", "수 있습니다."), ("있어요.", "있습니다."), ("없어요.", "없습니다."), ("해요.", "합니다."), ("돼요.", "됩니다."),
    ("이에요.", "입니다."), ("예요.", "입니다."), ("져요.", "집니다."), ("줘요.", "줍니다."), ("내요.", "냅니다."), ("봐요.", "봅니다."), ("아요.", "습니다."), ("어요.", "습니다."),
    ("여요.", "입니다."), ("세요.", "시기 바랍니다."),
)  # fmt: skip
_WORDS = (
    ("보통 ", "대개 "), ("다만 ", "하지만 "), ("그래서 ", "그러므로 "), ("먼저 ", "우선 "), ("모두 ", "전부 "), ("때에는 ", "경우에는 "), ("이면 ", "인 경우 "), (" 안에 ", " 이내에 "),
    (" 이내로 ", " 안으로 "), ("최장 ", "길어도 "), ("최대 ", "많아도 "), (" 수 있어요", " 수 있답니다"), ("받을 수 있어요", "받으실 수 있어요"), ("신청할 수 있어요", "신청하실 수 있어요"), ("본인", "당사자"),
)  # fmt: skip
_LEADS = ("네, ", "안내드리면, ", "정리하면 ", "참고로 ", "말씀하신 경우, ")


@dataclass(frozen=True)
class Case:
    passage: Passage
    kind: str
    text: str


def _shown() -> list[Passage]:
    return [p for p in passages.library().passages if p.in_force(DAY.isoformat())]


def faithful() -> Iterator[Case]:
    """Sentences of the library reworded without changing what they say."""
    for passage in _shown():
        for sentence in passage.sentences:
            if not list(slots.find(sentence)):
                continue
            yield Case(passage, "verbatim", sentence)
            yield Case(passage, "no_format", re.sub(r"\|[a-z_]+\}", "}", sentence))
            polite = next((sentence[: -len(a)] + b for a, b in _ENDINGS if sentence.endswith(a)), None)
            if polite:
                yield Case(passage, "ending", polite)
            reworded = sentence
            for said, other in _WORDS:
                reworded = reworded.replace(said, other)
            if reworded != sentence:
                yield Case(passage, "words", reworded)
            yield Case(passage, "lead", _LEADS[len(sentence) % len(_LEADS)] + sentence)
            for clause in re.split(r"(?<=고), |(?<=며), |(?<=지만), |(?<=어서), ", sentence):
                if clause != sentence and list(slots.find(clause)) and clause.endswith("."):
                    yield Case(passage, "clause", clause)


def corrupted() -> Iterator[Case]:
    """Each fact of each passage, wrong in one way at a time."""
    shown = _shown()
    every = sorted({_written(s, p) for p in shown for s in slots.find(p.text)})
    for passage in shown:
        mine = list(dict.fromkeys(_written(s, passage) for s in slots.find(passage.text)))
        for sentence in passage.sentences:
            found = list(slots.find(sentence))
            for slot in found:
                yield from _one(passage, sentence, slot, mine, every)
            if len(found) == 2:
                a, b = (sentence[s.start : s.end] for s in found)
                if a != b and _said(found[0], a) != _said(found[1], b):
                    swapped = sentence.replace(a, "\x00").replace(b, a).replace("\x00", b)
                    yield Case(passage, "swap", swapped)


def _written(slot: slots.Slot, passage: Passage) -> str:
    return passage.text[slot.start : slot.end]


def _said(slot: slots.Slot, written: str) -> str:
    value = facts.law_value(slot.key, DAY)
    return slots.word(value, slot) if value is not None else written


def _one(
    passage: Passage, sentence: str, slot: slots.Slot, mine: list[str], every: list[str]
) -> Iterator[Case]:
    written = sentence[slot.start : slot.end]
    said = _said(slot, written)

    def put(text: str) -> str:
        return sentence[: slot.start] + text + sentence[slot.end :]

    yield Case(passage, "right_digits", put(said))
    digits = re.search(r"\d+", said)
    if digits:
        yield Case(passage, "plus_one", put(said.replace(digits.group(), str(int(digits.group()) + 1), 1)))
        yield Case(passage, "times_ten", put(said.replace(digits.group(), digits.group() + "0", 1)))
    yield Case(
        passage, "words", put("이십오 년" if slot.format in ("term", "years", "months") else "오백만 원")
    )
    yield Case(passage, "unknown_slot", put("{reh.unsecured_maximum|won}"))
    yield Case(passage, "glued_unit", put(written + "만원"))
    yield Case(passage, "article", f"채무자회생법 제612조의7에 따라 {sentence}")
    yield Case(passage, "phone", sentence.rstrip(".") + " 문의는 1398이에요.")
    yield Case(passage, "address", sentence.rstrip(".") + " 자세한 것은 www.quick-loan.kr을 보세요.")
    other = every[(every.index(written) + 7) % len(every)]
    if other not in mine:
        yield Case(passage, "slot_of_another_passage", put(other))
    for rival in mine:
        rival_slot = next(slots.find(rival))
        if rival_slot.name != slot.name and _said(rival_slot, rival) != said:
            yield Case(passage, "slot_of_this_passage", put(rival))
    after = sentence[slot.end : slot.end + 6]
    for bound, flipped in _FLIP.items():
        if re.match(rf"\s?{bound}", after):
            yield Case(
                passage,
                "bound",
                sentence[: slot.end] + after.replace(bound, flipped, 1) + sentence[slot.end + 6 :],
            )


_DENY = (
    ("수 있어요.", "수 없어요."), ("수 없어요.", "수 있어요."), ("돼요.", "되지 않아요."), ("해요.", "하지 않아요."), ("멈춰요.", "멈추지 않아요."), ("남아요.", "남지 않아요."),
    ("없어요.", "있어요."), ("받아요.", "받지 않아요."), ("내요.", "내지 않아요."),
)  # fmt: skip


def denied() -> Iterator[Case]:
    """Sentences with and without figures turned into their opposite."""
    for passage in _shown():
        for sentence in passage.sentences:
            flipped = next((sentence[: -len(a)] + b for a, b in _DENY if sentence.endswith(a)), None)
            if flipped:
                yield Case(passage, "denied", flipped)


@dataclass(frozen=True)
class Result:
    corruptions: int
    refused: int
    passed: list[Case]
    rewordings: int
    refused_rewordings: list[tuple[Case, tuple[str, ...]]]
    kinds: dict[str, tuple[int, int]]

    @property
    def share(self) -> float:
        return self.refused / self.corruptions


def run() -> Result:
    """Judge every case exactly as the turn does: the passage cited, all passages of its topic shown."""
    law.law_as_of(DAY)
    by_topic: dict[str, list[Passage]] = {}
    for passage in _shown():
        by_topic.setdefault(passage.topic, []).append(passage)
    passed, count, refused = [], Counter[str](), Counter[str]()
    for case in chain(corrupted(), denied()):
        verdict = verify.sentence(case.text, [case.passage], by_topic[case.passage.topic][:5], {})
        count[case.kind] += 1
        if verdict.stands:
            passed.append(case)
        else:
            refused[case.kind] += 1
    lost, rewordings = [], 0
    for case in faithful():
        rewordings += 1
        verdict = verify.sentence(case.text, [case.passage], by_topic[case.passage.topic][:5], {})
        if not verdict.stands:
            lost.append((case, verdict.reasons))
    kinds = {kind: (refused[kind], count[kind]) for kind in sorted(count)}
    return Result(sum(count.values()), sum(refused.values()), passed, rewordings, lost, kinds)
