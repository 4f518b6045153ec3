"""A figure enters a sentence only through its slot, worded and with the right particle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.consult import facts, slots


@dataclass(frozen=True)
class V:
    value: Any
    unit: str = "won"
    conf: str = "H"


def said(text: str, value: V) -> str:
    slot = next(slots.find(text))
    return slots.fill(text, {text[slot.start : slot.end]: slots.word(value, slot)})


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("한도는 {a.b|won}이에요.", V(1_500_000_000), "한도는 15억원이에요."),
        ("기간은 {a.b|term}를 넘지 않아요.", V(36, "months"), "기간은 3년을 넘지 않아요."),
        ("기간은 {a.b|term}이에요.", V(30, "months"), "기간은 2년 6개월이에요."),
        (
            "이자는 연 {a.b}을 넘지 않아요.",
            V(Decimal("20"), "percent_per_year"),
            "이자는 연 20%를 넘지 않아요.",
        ),
        ("{a.b|tel}으로 전화하세요.", V("1397", "text"), "1397로 전화하세요."),
        ("{a.b|tel}이나 앱으로 하세요.", V("1375", "text"), "1375나 앱으로 하세요."),
        ("{a.b|days} 안에 내요.", V(14, "days"), "14일 안에 내요."),
        ("{a.b#x.y|won}까지예요.", V({"x": {"y": 55_000_000}}, "table"), "5,500만원까지예요."),
        ("{a.b|date}부터예요.", V("2026-02-01", "date"), "2026년 2월 1일부터예요."),
        ("{a.b|hour}부터 안 돼요.", V(21, "count"), "21시부터 안 돼요."),
        ("보통 {a.b|won} 정도예요.", V(300_000, "won", "M"), "보통 약 30만원 정도예요."),
        ("번호는 {a.b|tel}이에요.", V("1566-1188", "text", "M"), "번호는 1566-1188이에요."),
    ],
)
def test_a_slot_is_worded(text: str, value: V, words: str) -> None:
    assert said(text, value) == words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a.b|won}", V(None)),
        ("{a.b|won}", V({"x": 1}, "table")),
        ("{a.b#z|won}", V({"x": 1}, "table")),
        ("{a.b|percent}", V(1, "won")),
        ("{a.b|fortnights}", V(1)),
        ("{a.b|won}", V(Decimal("0.5"))),
        ("{a.b|won}", V(True)),
        ("{a.b}", V(3, "count")),
    ],
)
def test_a_slot_that_cannot_be_worded_says_so(text: str, value: V) -> None:
    with pytest.raises(slots.SlotError):
        slots.word(value, next(slots.find(text)))


def test_one_law_row_decides_the_figure_of_the_day() -> None:
    for day, words in ((date(2021, 4, 19), "5억원"), (date(2021, 4, 20), "10억원")):
        said_then, evidence = facts.fill(
            "{reh.unsecured_max|won}", lambda key, day=day: facts.law_value(key, day)
        )
        assert said_then == words
        assert evidence[0]["evidence"].startswith("채무자회생법")


def test_a_slot_may_name_its_own_day() -> None:
    find = lambda key: facts.law_value(key, date(2026, 11, 24))  # noqa: E731
    assert facts.fill("{wage.floor@2026-01-31|won}와 {wage.floor|won}", find)[0] == "185만원과 250만원"


@given(st.integers(0, 9), st.sampled_from(["은", "는", "을", "를", "이", "가", "과", "와", "으로", "로"]))
def test_a_digit_takes_the_particle_of_its_sound(digit: int, particle: str) -> None:
    spoken = "영일이삼사오육칠팔구"[digit]
    assert slots.particle_after(str(digit), particle) == slots.particle_after(spoken, particle)
