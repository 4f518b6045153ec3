"""The assessment as JSON text is the document to the letter, whoever asks and on whatever day."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from chalicelib.assess.api import assess, assessment_text
from chalicelib.assess.person import Assumptions, Person
from chalicelib.jsontext import Ready, encode, exact_number, frame
from chalicelib.rules.condition import Condition
from chalicelib.rules.span import Span
from tests.assess.cases import load, person_of
from tests.assess.people import covered_days, people

DAY = date(2026, 11, 22)


@settings(max_examples=300)
@given(people, covered_days)
def test_the_text_is_the_document_letter_by_letter(person: Person, day: date) -> None:
    assert assessment_text(person, day).text == encode(assess(person, day))


@pytest.mark.parametrize("case", load("golden.yaml"), ids=lambda case: case["name"])
def test_the_golden_persons_read_the_same_either_way(case: dict[str, object]) -> None:
    person = person_of(case)
    assert assessment_text(person, DAY).text == encode(assess(person, DAY))


def test_what_a_caller_puts_beside_stands_at_the_end() -> None:
    told = json.loads(assessment_text(Person(), DAY, Assumptions(), {"ways_changed": [{"a": 1}]}).text)
    assert told.pop("ways_changed") == [{"a": 1}]
    assert told == json.loads(encode(assess(Person(), DAY, Assumptions())))


def test_the_document_behind_the_text_names_every_verdict() -> None:
    made = assessment_text(Person(), DAY)
    assert [option["verdict"] for option in made.doc["options"]] == ["unknown"] * len(made.doc["options"])


def test_a_persons_control_characters_never_look_like_a_gap() -> None:
    hostile = 'x\x1f"\x00끝'
    told = encode({"ready": Ready(["[1]"]), "said": hostile})
    assert json.loads(told) == {"ready": [1], "said": hostile}


def test_a_frame_leaves_its_gaps_in_the_order_of_the_document() -> None:
    pieces = frame({"a": 1, "b": None, "c": "둘", "d": None}, ("b", "d"))
    assert "0".join(pieces) == '{"a":1,"b":0,"c":"둘","d":0}'


@pytest.mark.parametrize(
    ("value", "number"),
    [("17.90", 17.9), ("5.00", 5), ("0.1", 0.1), ("1234567890.123456789", "1234567890.123456789")],
)
def test_a_rate_is_written_as_the_exact_decimal_it_is(value: str, number: object) -> None:
    assert exact_number(Decimal(value)) == number


def test_a_margin_of_nought_is_written_as_nought() -> None:
    from chalicelib.law import law_as_of
    from chalicelib.rules import describe, write

    rule = Condition("edge", "days", "<=", bound=30, says="{value} 밀렸습니다.", source="test", unit="days")
    found = rule.evaluate({"days": Span(30, 30)}, law_as_of(DAY))
    told = json.loads(write([found], {}, law_as_of(DAY)).text)
    assert told == [describe(found, {}, law_as_of(DAY))]
    assert (told[0]["margin"], told[0]["says"]) == (0, "30일 밀렸습니다.")
