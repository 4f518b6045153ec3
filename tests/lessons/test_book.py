"""The lessons as written: whole, with figures of the day only, and a question that can be answered."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.consult import slots
from chalicelib.law import COVERED_FROM, COVERED_TO, law_as_of
from chalicelib.lessons import book

TODAY = date(2026, 11, 24)
LESSONS = book.lessons()
NAMES = [lesson.id for lesson in LESSONS]


@pytest.fixture(params=LESSONS, ids=NAMES)
def lesson(request: pytest.FixtureRequest) -> book.Lesson:
    found: book.Lesson = request.param
    return found


def test_there_are_twelve_lessons_in_an_order_without_gaps() -> None:
    assert [lesson.order for lesson in LESSONS] == list(range(1, 13))
    assert len(set(NAMES)) == 12


def test_no_text_holds_a_figure_of_its_own(lesson: book.Lesson) -> None:
    texts = (
        *lesson.texts,
        lesson.says,
        lesson.quiz["question"],
        *(c["text"] for c in lesson.quiz["choices"]),
    )
    for text in texts:
        assert not re.search(r"\d", slots.SLOT.sub("", text)), text


def test_every_figure_is_in_the_law_of_today(lesson: book.Lesson) -> None:
    for text in lesson.texts:
        book.fill(text, law_as_of(TODAY))
    assert len(book.shown(lesson, TODAY)["facts"]) == len(lesson.facts) >= 5


def test_a_figure_comes_with_its_article_and_the_day_since_when(lesson: book.Lesson) -> None:
    for written, told in zip(lesson.facts, book.shown(lesson, TODAY)["facts"], strict=True):
        if slots.SLOT.search(written["says"]):
            assert told["article"]
            assert told["source"]
            assert told["in_force_from"] <= TODAY.isoformat()


def test_exactly_one_of_four_choices_is_right(lesson: book.Lesson) -> None:
    choices = lesson.quiz["choices"]
    assert [choice["id"] for choice in choices] == ["a", "b", "c", "d"]
    assert sum(bool(choice.get("right")) for choice in choices) == 1
    assert [book.judged(lesson, choice["id"], TODAY)["right"] for choice in choices].count(True) == 1


def test_the_question_does_not_give_its_answer_away(lesson: book.Lesson) -> None:
    told = book.shown(lesson, TODAY)
    assert "right" not in str(told["quiz"])
    assert lesson.quiz["because"] not in str(told)


def test_the_right_choice_does_not_always_stand_at_the_same_place() -> None:
    places = {
        [c["id"] for c in book.shown(lesson, TODAY)["quiz"]["choices"]].index(lesson.right)
        for lesson in LESSONS
    }
    assert len(places) >= 3


@given(st.dates(COVERED_FROM, COVERED_TO))
def test_on_any_covered_day_a_lesson_holds_only_what_was_in_force(day: date) -> None:
    for lesson in LESSONS:
        for fact in book.shown(lesson, day)["facts"]:
            assert "{" not in fact["says"]
            assert fact.get("in_force_from", "") <= day.isoformat()


def test_a_changed_row_changes_the_lesson() -> None:
    lesson = book.find("map")
    assert lesson is not None
    change = date(2021, 4, 20)
    before, after = (str(book.shown(lesson, day)["facts"]) for day in (change - timedelta(days=1), change))
    assert "담보 없는 빚이 5억원 이하" in before
    assert "담보 없는 빚이 10억원 이하" in after


def test_what_is_not_certain_is_said_to_be_about() -> None:
    lesson = book.find("score")
    assert lesson is not None
    weights = next(f for f in book.shown(lesson, TODAY)["facts"] if "비중" in f["says"])
    assert weights["certain"] is False
    assert "약 28.4%" in weights["says"]
