"""Danger in what a person writes, found by rules before anything else looks at the text.

Matched on meaning as far as strings can: spaces and punctuation do not count, loose jamo and the Latin keyboard are
read, letters that sound alike are one letter (싶어/시퍼), and a phrase may be off by one letter. No model is asked and
none can overrule what is found here. The texts of the answers are in `ladder.py`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from . import text as texts

_DATA = Path(__file__).parent / "data" / "safety.json"
FUZZY_FROM = 8


@dataclass(frozen=True)
class Danger:
    """What was found. `level`: 3 now, 2 hint, 1 strain, 0 none. The flags may stand beside any level."""

    level: int
    violence: bool = False
    images: bool = False
    fraud_now: bool = False
    scam: bool = False
    stop: bool = False
    illegal_lending: bool = False


@dataclass(frozen=True)
class _Lexicon:
    phrases: tuple[tuple[str, str], ...]
    patterns: re.Pattern[str] | None
    raw: re.Pattern[str] | None
    unless: tuple[str, ...]


_ALIKE = str.maketrans(
    {
        "ㅐ": "ㅔ",
        "ㅖ": "ㅔ",
        "ㅒ": "ㅔ",
        "ㄲ": "ㄱ",
        "ㄸ": "ㄷ",
        "ㅃ": "ㅂ",
        "ㅆ": "ㅅ",
        "ㅉ": "ㅈ",
        "ㅑ": "ㅏ",
        "ㅕ": "ㅓ",
        "ㅛ": "ㅗ",
        "ㅠ": "ㅜ",
    }
)


def skeleton(compact: str) -> str:
    """The sound of a text as letters: silent ㅇ dropped, look- and sound-alike letters folded, final ㅇ kept as o."""
    out: list[str] = []
    for c in compact:
        code = ord(c) - 0xAC00
        if 0 <= code < 11172:
            letters = texts.jamo(c).translate(_ALIKE)
            out.append(letters[1:] if letters[0] == "ㅇ" else letters)
            if code % 28 == 21:
                out[-1] = out[-1][:-1] + "o"
        else:
            out.append(c)
    return "".join(out)


@lru_cache(maxsize=1)
def _lexicons() -> dict[str, _Lexicon]:
    body = json.loads(_DATA.read_text("utf-8"))
    return {
        name: _Lexicon(
            tuple((phrase, skeleton(phrase)) for phrase in part["phrases"]),
            re.compile("|".join(part["patterns"])) if part["patterns"] else None,
            re.compile("|".join(part["raw"])) if part.get("raw") else None,
            tuple(part["unless"]),
        )
        for name, part in body.items()
    }


def _close(phrase: str, sound: str) -> bool:
    """Whether `phrase` occurs in `sound` with at most one letter changed, dropped or added."""
    half = len(phrase) // 2
    for part, offset in ((phrase[:half], 0), (phrase[half:], half)):
        start = sound.find(part)
        while start != -1:
            window = sound[max(0, start - offset - 1) : start - offset + len(phrase) + 2]
            if _within_one(phrase, window):
                return True
            start = sound.find(part, start + 1)
    return False


def _within_one(phrase: str, window: str) -> bool:
    """Edit distance of `phrase` to some part of the short `window` is at most one."""
    previous = [0] * (len(window) + 1)
    for i, letter in enumerate(phrase, 1):
        row = [i]
        for j, other in enumerate(window, 1):
            row.append(min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != other)))
        previous = row
    return min(previous) <= 1


def _found(name: str, raw: str, forms: list[tuple[str, str]], fuzzy: bool = True) -> bool:
    lexicon = _lexicons()[name]
    for compact, sound in forms:
        kept = compact
        for word in lexicon.unless:
            kept = kept.replace(word, "")
        kept_sound = sound if kept == compact else skeleton(kept)
        if lexicon.patterns and lexicon.patterns.search(compact) and kept == compact:
            return True
        for phrase, phrase_sound in lexicon.phrases:
            if phrase in kept or phrase_sound in kept_sound:
                return True
            if fuzzy and len(phrase_sound) >= FUZZY_FROM and _close(phrase_sound, kept_sound):
                return True
    return lexicon.raw is not None and lexicon.raw.search(raw) is not None


def _forms(text: str) -> list[tuple[str, str]]:
    compact = texts.for_matching(text)
    plain = re.sub(r"[^0-9a-z가-힣%]", "", texts.clean(text).lower())
    forms = [(compact, skeleton(compact))]
    if plain != compact:
        forms.append((plain, skeleton(plain)))
    return forms


# One letter away from "죽고 싶어", and ordinary: 주고 싶어 (give), 묵고 싶어 (stay), 줍고, 굽고.
_GIVE = re.compile(r"(?:주|묵|줍|굽|묻|웃|듣|쓰|갚|받|두|추)고(?:는|도)?(?:싶|시퍼|십)")


def look(text: str) -> Danger:
    """What danger the text speaks of. Works on the raw text; the caller keeps neither text nor result in a profile."""
    forms = _forms(text)
    masked = [(_GIVE.sub("", compact), "") for compact, _ in forms]
    masked = [(compact, skeleton(compact)) for compact, _ in masked]
    exact = _found("crisis", text, forms, fuzzy=False)
    level = 3 if exact or _found("crisis", text, masked) else 2 if _found("hint", text, forms) else 0
    if level == 0 and _found("strain", text, forms, fuzzy=False):
        level = 1
    return Danger(
        level=level,
        violence=_found("violence", text, forms, fuzzy=False),
        images=_found("images", text, forms, fuzzy=False),
        fraud_now=_found("fraud_now", text, forms, fuzzy=False),
        scam=_found("scam", text, forms, fuzzy=False),
        stop=_found("stop", text, forms, fuzzy=False),
        illegal_lending=_found("illegal_lending", text, forms, fuzzy=False),
    )
