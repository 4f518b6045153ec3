"""A card gives whole points, one probability per total, and refuses what it cannot read."""

from __future__ import annotations

import copy
import itertools
import json
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.score import deck
from chalicelib.score.card import BadCard, BadValue, Card, canonical
from chalicelib.score.gate import Refused, forbidden_kind
from tests.score.corners import BAD, corners

KINDS = ("application", "behaviour")
SMALL: dict[str, Any] = {
    "schema": "scorecard/1",
    "id": "small",
    "kind": "test",
    "trained": {"bad": 0.2},
    "reasons": {
        "income": {"kind": "income", "change": {"direction": "up", "effort": 1}},
        "home": {"kind": "loan"},
    },
    "segments": [
        {
            "name": "all",
            "base": 700,
            "characteristics": [
                {
                    "name": "income",
                    "type": "number",
                    "edges": [10.0, 20.0],
                    "points": [-50, -20, 0],
                    "missing": -25,
                    "special": {"-1": -60},
                    "range": [0, 1000],
                    "share": [0.2, 0.3, 0.4, 0.05, 0.05],
                },
                {
                    "name": "home",
                    "type": "category",
                    "values": [["own"], ["rent", "other"]],
                    "points": [0, -30],
                    "missing": -10,
                    "other": -12,
                    "share": [0.5, 0.4, 0.1, 0.0],
                },
            ],
        }
    ],
    "calibration": {"totals": [1, 600, 1000], "logits": [5.0, 0.0, -4.0]},
}


def small(**changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(SMALL)
    for place, value in changes.items():
        target: Any = data
        *path, last = place.split("__")
        for step in path:
            target = target[int(step)] if step.isdigit() else target[step]
        target[int(last) if last.isdigit() else last] = value
    return data


@pytest.mark.parametrize(
    ("facts", "total"),
    [
        ({"income": 20, "home": "own"}, 700),
        ({"income": 19.999, "home": "own"}, 680),
        ({"income": Decimal("10"), "home": "rent"}, 650),
        ({"income": 9, "home": "boat"}, 638),
        ({"income": None, "home": None}, 665),
        ({}, 665),
        ({"income": math.nan, "home": "own"}, 675),
        ({"income": -1, "home": "own"}, 640),
    ],
)
def test_the_total_is_the_base_less_what_each_bin_costs(facts: dict[str, Any], total: int) -> None:
    scored = Card(SMALL).score(facts)
    assert scored.total == total == 700 + sum(points for points, _ in scored.lost)


def test_reasons_come_worst_first_and_taking_one_away_raises_the_total_by_exactly_it() -> None:
    card = Card(SMALL)
    scored = card.score({"income": 5, "home": "rent"})
    assert scored.reasons() == [("income", 50), ("home", 30)]
    assert card.score({"income": 25, "home": "rent"}).total - scored.total == 50


def test_the_probability_at_a_knot_is_the_one_written_there() -> None:
    card = Card(SMALL)
    assert card.probabilities[600] == 0.5
    assert card.probabilities[1000] == pytest.approx(1 / (1 + math.exp(4)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_probability_falls_with_every_point_on_the_cards_that_ship(kind: str) -> None:
    chances = deck.card(kind).probabilities[1:]
    assert all(a > b for a, b in itertools.pairwise(chances))


@pytest.mark.parametrize("kind", KINDS)
def test_every_corner_of_a_card_is_base_plus_points_and_stays_within_1_and_1000(kind: str) -> None:
    card = deck.card(kind)
    seen = 0
    for facts in corners(card, {}):
        scored = card.score(facts)
        assert scored.total == card.segments[scored.segment].base + sum(p for p, _ in scored.lost)
        assert 1 <= scored.total <= 1000
        assert scored.probability == card.probabilities[scored.total]
        seen += 1
    assert seen > 200


@pytest.mark.parametrize("value", BAD, ids=repr)
def test_what_is_no_number_is_a_named_error_and_never_a_score(value: Any) -> None:
    with pytest.raises(BadValue) as found:
        Card(SMALL).score({"income": value})
    assert found.value.name == "income"


@pytest.mark.parametrize("value", [1, 1.5, True, ["own"], b"own"], ids=repr)
def test_what_is_no_text_is_a_named_error_in_a_category(value: Any) -> None:
    with pytest.raises(BadValue, match="home"):
        Card(SMALL).score({"home": value})


@given(st.floats(allow_nan=True, allow_infinity=True), st.text(max_size=8) | st.none())
def test_any_number_and_any_text_end_in_a_bin_or_a_named_error(x: float, text: str | None) -> None:
    card = Card(SMALL)
    try:
        scored = card.score({"income": x, "home": text})
    except BadValue as bad:
        assert bad.name == "income"
        assert math.isinf(x) or not 0 <= x <= 1000
    else:
        assert 700 - 60 - 30 <= scored.total <= 700


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_more_income_never_costs_points(a: float, b: float) -> None:
    card = Card(SMALL)
    low, high = sorted((a, b))
    assert card.score({"income": low}).total <= card.score({"income": high}).total


def test_a_card_through_json_and_back_is_the_same_card() -> None:
    card = deck.card("application")
    again = Card(json.loads(canonical(card.data)))
    assert again.hash == card.hash
    assert again.probabilities == card.probabilities


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schema": "scorecard/0"}, "schema"),
        ({"segments__0__characteristics__0__points": [-50, -20, 5]}, "at most 0"),
        ({"segments__0__characteristics__0__points": [-50, -20, -1]}, "best bin is 0"),
        ({"segments__0__characteristics__0__points": [-50.5, -20, 0]}, "whole"),
        ({"segments__0__characteristics__0__edges": [20.0, 10.0]}, "rise"),
        ({"segments__0__characteristics__0__edges": [10.0]}, "2 bins need"),
        ({"segments__0__characteristics__1__values": [["own"], ["own"]]}, "two bins"),
        ({"segments__0__base": 1001}, "outside 1..1000"),
        ({"segments__0__base": 50}, "outside 1..1000"),
        ({"calibration": {"totals": [1, 1000], "logits": [0.0, 1.0]}}, "fall"),
        ({"calibration": {"totals": [1], "logits": [0.0]}}, "at least two"),
        ({"reasons": {"home": {}}}, "no text for income"),
        ({"segment": {"on": "home", "values": {"own": "gone"}, "default": "all"}}, "no segment"),
    ],
)
def test_a_card_with_a_fault_is_refused_with_its_place(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadCard, match=message):
        Card(small(**changes))


@pytest.mark.parametrize("key", ["missing", "special", "range"])
def test_missing_special_and_range_must_be_explicit(key: str) -> None:
    data = small()
    del data["segments"][0]["characteristics"][0][key]
    with pytest.raises(BadCard, match=key):
        Card(data)


def test_a_card_that_did_not_pass_its_gate_scores_nobody() -> None:
    data = copy.deepcopy(dict(deck.card("application").data))
    data["gate"] = {**data["gate"], "passed": False}
    with pytest.raises(BadCard, match="gate"):
        deck.published(Card(data))


@pytest.mark.parametrize(
    "name",
    [
        "sex",
        "gender",
        "성별",
        "고객성별",
        "age",
        "ageYears",
        "custage",
        "나이",
        "연령대",
        "birth_year",
        "marital_status",
        "혼인여부",
        "married",
        "배우자",
        "children",
        "자녀수",
        "people_liable",
        "family_size",
        "education",
        "최종학력",
        "nationality",
        "foreign_worker",
        "국적",
        "region",
        "거주지",
        "postcode",
        "disability",
        "장애여부",
        "medical_cost",
        "religion",
        "종교",
        "telephone",
        "주민등록번호",
    ],
)
def test_no_card_may_hold_what_must_not_decide_under_any_alias(name: str) -> None:
    data = small(segments__0__characteristics__0__name=name)
    data["reasons"][name] = {}
    with pytest.raises(Refused):
        Card(data)


@pytest.mark.parametrize(
    "name", ["mortgage_share", "average_balance", "usage", "months_on_book", "page_views", "대출금"]
)
def test_harmless_names_are_not_taken_for_aliases(name: str) -> None:
    assert forbidden_kind(name) is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_cards_that_ship_say_on_what_they_rest(kind: str) -> None:
    data = deck.card(kind).data
    assert data["saw_korean_outcomes"] is False
    assert len(data["trained"]["sha256"]) == 64
    assert data["trained"]["country"]
    assert "한국의 연체 결과는 본 적이 없습니다" in " ".join(data["limits"]["ko"])
    assert data["gate"]["passed"] is True


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_person_does_not_answer_never_costs_more_than_the_worst_bin(kind: str) -> None:
    for segment in deck.card(kind).segments.values():
        for row in segment.rows:
            assert min(row.points[: row.ordinary]) <= row.points[row.ordinary] <= 0
