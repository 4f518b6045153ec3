"""Text as people type it, made one text: NFC, width, dashes, invisible characters, loose jamo, Latin keyboard.

Never NFKC: it turns the ㅋ and ㅠ that people type into conjoining jamo that no longer match anything.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CHO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_JUNG = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_JONG = "_ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_JOIN = {
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㄹㅅ": "ㄽ", "ㄹㅌ": "ㄾ",
    "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ",
}  # fmt: skip
_SPLIT = {joined: pair for pair, joined in _JOIN.items()}
_KEYS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnmQWERTOP",
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
        strict=True,
    )
)
_WIDTH = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HALF = dict(
    zip(
        "ﾡﾢﾣﾤﾥﾦﾧﾨﾩﾪﾫﾬﾭﾮﾯﾰﾱﾲﾳﾴﾵﾶﾷﾸﾹﾺﾻﾼﾽﾾￂￃￄￅￆￇￊￋￌￍￎￏￒￓￔￕￖￗￚￛￜ",
        "ㄱㄲㄳㄴㄵㄶㄷㄸㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅃㅄㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ",
        strict=True,
    )
)
_FOLD = str.maketrans(
    {
        **{chr(a): chr(b) for a, b in _WIDTH.items()},
        **_HALF,
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u180e\u115f\u1160\u3164", ""),
        "“": '"', "”": '"', "‘": "'", "’": "'",
    }
)  # fmt: skip
_JAMO_RUN = re.compile("[ㄱ-ㅣ가-힣]*[ㄱ-ㅣ][ㄱ-ㅣ가-힣]*")
_LAUGH = re.compile("[ㅋㅎㅠㅜㅡㅇㄷㄱㄴㅅ]+")
_LATIN_WORD = re.compile(r"(?<![A-Za-z0-9@._/-])[A-Za-z]{4,}(?![A-Za-z0-9@._/-])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """One form of the text that everything after works on; meaning is not changed, line ends become spaces."""
    folded = unicodedata.normalize("NFC", text).translate(_FOLD)
    folded = _CONTROL.sub("", re.sub(r"[\t\r\n\u2028\u2029]+", " ", folded))
    return re.sub(r" {2,}", " ", folded).strip()


def jamo(text: str) -> str:
    """Letters of the Hangul syllables, doubles split: "값" -> "ㄱㅏㅂㅅ". Other characters stay."""
    out: list[str] = []
    for c in text:
        code = ord(c) - 0xAC00
        if 0 <= code < 11172:
            vowel, final = _JUNG[code // 28 % 21], _JONG[code % 28]
            out.append(_CHO[code // 588])
            out.append(_SPLIT.get(vowel, vowel))
            if final != "_":
                out.append(_SPLIT.get(final, final))
        else:
            out.append(_SPLIT.get(c, c))
    return "".join(out)


def compose(letters: str) -> str:
    """Put loose letters together as an input method would: "ㄱㅐㅇㅣㄴ" -> "개인". Letters left over stay."""
    out: list[str] = []
    cho = jung = jong = ""

    def flush() -> None:
        nonlocal cho, jung, jong
        if cho and jung:
            out.append(
                chr(
                    0xAC00
                    + (_CHO.index(cho) * 21 + _JUNG.index(jung)) * 28
                    + (_JONG.index(jong) if jong else 0)
                )
            )
        else:
            out.append(cho + jung)
        cho = jung = jong = ""

    for c in letters:
        if c in _JUNG:
            if jong:
                # The final consonant belongs to the next syllable: 간 + ㅏ -> 가나.
                pair = _SPLIT.get(jong, "")
                moved = pair[1] if pair else jong
                jong = pair[0] if pair else ""
                flush()
                cho, jung = moved, c
            elif jung:
                if jung + c in _JOIN:
                    jung = _JOIN[jung + c]
                else:
                    flush()
                    jung = c
            else:
                jung = c
        elif c in _CHO or c in _JONG:
            if cho and jung:
                if not jong and c in _JONG:
                    jong = c
                elif jong and jong + c in _JOIN:
                    jong = _JOIN[jong + c]
                else:
                    flush()
                    cho = c
            elif cho:
                flush()
                cho = c
            else:
                flush()
                cho = c
        else:
            flush()
            out.append(c)
    flush()
    return "".join(out)


def join_loose(text: str) -> str:
    """Loose letters composed and laughter dropped: "ㄱㅐ인회생 ㅠㅠ" -> "개인회생 "."""

    def run(m: re.Match[str]) -> str:
        word = m.group()
        if _LAUGH.fullmatch(re.sub("[가-힣]", "", word)) and not re.search("[ㄱ-ㅎ][ㅏ-ㅣ]", word):
            return re.sub("[ㄱ-ㅣ]", "", word)
        composed = compose(jamo(word)) if re.search("[ㄱ-ㅎ][ㅏ-ㅣ]", word) else word
        return re.sub("[ㄱ-ㅣ]+", "", composed)

    return _JAMO_RUN.sub(run, text)


def from_latin_keys(text: str) -> str:
    """Words typed on the Latin keyboard, where every letter composes: "rodlsghltod" -> "개인회생"; "workout" stays."""

    def word(m: re.Match[str]) -> str:
        letters = [_KEYS.get(c) or _KEYS.get(c.lower()) for c in m.group()]
        if None in letters:
            return m.group()
        composed = compose("".join(c for c in letters if c))
        return composed if re.fullmatch("[가-힣]{2,}", composed) else m.group()

    return _LATIN_WORD.sub(word, text)


def for_matching(text: str) -> str:
    """The form that retrieval and routing match on: cleaned, composed, lower case, no spaces, no punctuation."""
    joined = from_latin_keys(join_loose(clean(text)))
    return re.sub(r"[^0-9a-z가-힣%]", "", joined.lower())


@lru_cache(maxsize=1)
def _sounds() -> dict[int, str]:
    """Syllables that sound like another one: ㅔ is ㅐ, ㅞ and ㅙ are ㅚ, final ㅅㅆㅈㅊㅌ is ㅅ, final ㄲㅋ is ㄱ, final ㅍ is ㅂ."""
    vowels = {"ㅔ": "ㅐ", "ㅖ": "ㅐ", "ㅒ": "ㅐ", "ㅞ": "ㅚ", "ㅙ": "ㅚ"}
    finals = {"ㅆ": "ㅅ", "ㅈ": "ㅅ", "ㅊ": "ㅅ", "ㅌ": "ㅅ", "ㄲ": "ㄱ", "ㅋ": "ㄱ", "ㅍ": "ㅂ"}
    table: dict[int, str] = {}
    for vowel_at, vowel in enumerate(_JUNG):
        for final_at, final in enumerate(_JONG):
            new_vowel, new_final = vowels.get(vowel, vowel), finals.get(final, final)
            if (new_vowel, new_final) != (vowel, final):
                at, to = vowel_at * 28 + final_at, _JUNG.index(new_vowel) * 28 + _JONG.index(new_final)
                for initial in range(19):
                    table[0xAC00 + initial * 588 + at] = chr(0xAC00 + initial * 588 + to)
    return table


def by_sound(compact: str) -> str:
    """A text from `for_matching` spelled by sound, so that 체무 is 채무 and 빗 is 빚."""
    return compact.translate(_sounds())
