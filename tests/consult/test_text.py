"""Text as people type it becomes one text, and nothing that carries meaning is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.consult import text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("개인회생", "개인회생"),
        (unicodedata.normalize("NFD", "개인회생"), "개인회생"),
        ("ㄱㅐ인회생 ㅠㅠ", "개인회생"),
        ("ㅅㅣㄴ청", "신청"),
        ("rodlsghltod 되나요", "개인회생되나요"),
        ("workout 신청", "workout신청"),
        ("９０일 연체", "90일연체"),
        ("개\u200b인\u00a0회\u2009생", "개인회생"),
        ("ㅋㅋㅋ 빚이 많아ㅠ", "빚이많아"),
        ("안녕ㅎㅏ세요!!", "안녕하세요"),
        ("DSR 40％", "dsr40%"),
    ],
)
def test_what_was_typed_is_read_as_meant(typed: str, read: str) -> None:
    assert text.for_matching(typed) == read


def test_loose_letters_are_not_turned_into_conjoining_ones() -> None:
    assert text.clean("ㅋㅋ") == "ㅋㅋ", "NFKC would make these letters match nothing"


@pytest.mark.parametrize(
    ("wrong", "right"), [("체무", "채무"), ("게인회생", "개인회생"), ("빗", "빚"), ("압뉵", "압뉵")]
)
def test_words_that_sound_alike_are_one(wrong: str, right: str) -> None:
    assert text.by_sound(wrong) == text.by_sound(right)


def test_the_prefix_that_turns_a_word_around_is_kept_apart() -> None:
    assert text.by_sound("비면책") != text.by_sound("면책")
    assert text.by_sound("무담보") != text.by_sound("담보")


@given(st.text(max_size=200))
def test_any_text_is_cleaned_to_a_stable_form(typed: str) -> None:
    once = text.clean(typed)
    assert text.clean(once) == once
    assert "\n" not in once
    text.for_matching(typed)


@given(st.text(alphabet=[chr(c) for c in range(0xAC00, 0xD7A4)], max_size=20))
def test_taking_syllables_apart_and_composing_them_gives_them_back(word: str) -> None:
    assert text.compose(text.jamo(word)) == word
