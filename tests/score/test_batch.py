"""Columns and single people are scored alike, to the last point, whatever the values are."""

from __future__ import annotations

import builtins
import math
import random
from typing import Any

import numpy as np
import pytest

from chalicelib.score import deck
from chalicelib.score.batch import Batch, Encoded, score_columns, used_columns
from chalicelib.score.card import BadValue, Card
from tests.score.corners import BAD, corners, values_of
from tests.score.test_card import SMALL

KINDS = ("application", "behaviour")


def columns_of(card: Card, people: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [p.get(name) for p in people] for name in used_columns(card)}


def one_by_one(card: Card, people: list[dict[str, Any]]) -> list[tuple[int, float] | tuple[str, str]]:
    out: list[tuple[int, float] | tuple[str, str]] = []
    for person in people:
        try:
            scored = card.score(person)
        except BadValue as bad:
            out.append((bad.name, bad.why))
        else:
            out.append((scored.total, scored.probability))
    return out


def assert_same(card: Card, people: list[dict[str, Any]], batch: Batch) -> None:
    alone = one_by_one(card, people)
    refused = 0
    for i, found in enumerate(alone):
        if isinstance(found[0], str):
            refused += 1
            assert batch.totals[i] == 0
            assert math.isnan(batch.probabilities[i])
            assert batch.errors[i] == found
        else:
            assert (int(batch.totals[i]), float(batch.probabilities[i])) == found
    assert batch.refused == refused == len(batch.errors)


@pytest.mark.parametrize("kind", KINDS)
def test_a_million_random_rows_agree_with_the_single_path_to_the_last_point(kind: str) -> None:
    card = deck.card(kind)
    rng = np.random.default_rng(20261122)
    rows = 1_000_000
    columns: dict[str, Any] = {}
    for name in used_columns(card):
        choices = values_of(card, name)
        if any(isinstance(v, str) for v in choices):
            words = [v for v in choices if v is not None]
            columns[name] = Encoded(rng.integers(-1, len(words), rows).astype(np.int8), words)
        else:
            known = np.array([math.nan if v is None else float(v) for v in choices])
            low, high = np.nanmin(known), np.nanmax(known[known < 1e4])
            columns[name] = np.where(
                rng.random(rows) < 0.5,
                known[rng.integers(0, len(known), rows)],
                rng.uniform(max(low, 0), high, rows),
            )
    batch = score_columns(card, columns)
    assert batch.refused == 0
    lists = [
        [c.categories[k] if k >= 0 else None for k in c.codes.tolist()]
        if isinstance(c, Encoded)
        else c.tolist()
        for c in columns.values()
    ]
    score, names, wrong = card.score, list(columns), 0
    totals, chances = batch.totals.tolist(), batch.probabilities.tolist()
    for i, values in enumerate(zip(*lists, strict=True)):
        scored = score(dict(zip(names, values, strict=True)))
        wrong += scored.total != totals[i] or scored.probability != chances[i]
    assert wrong == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_corner_agrees_with_the_single_path(kind: str) -> None:
    card = deck.card(kind)
    people = list(corners(card, {}))
    assert_same(card, people, score_columns(card, columns_of(card, people)))


@pytest.mark.parametrize("kind", KINDS)
def test_spoilt_values_are_refused_row_by_row_as_in_the_single_path(kind: str) -> None:
    card = deck.card(kind)
    rng = random.Random(1)
    people = []
    for person in corners(card, {}):
        spoilt = dict(person)
        if rng.random() < 0.5:
            spoilt[rng.choice(used_columns(card))] = rng.choice(BAD)
        people.append(spoilt)
    people = people[:900]
    assert_same(card, people, score_columns(card, columns_of(card, people)))


def test_a_fault_in_a_fact_that_the_rows_segment_does_not_read_is_no_fault() -> None:
    card = deck.card("behaviour")
    only_late = {r.name for r in card.segments["late"].rows} - {r.name for r in card.segments["clean"].rows}
    people = [{"worst_6m": worst, name: math.inf} for name in sorted(only_late) for worst in (0, 2)]
    batch = score_columns(card, columns_of(card, people))
    assert batch.refused == len(only_late)
    assert_same(card, people, batch)


def test_without_numpy_the_rows_are_scored_one_by_one_with_the_same_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = deck.card("application")
    people = [*list(corners(card, {}))[:400], {"loan_to_income": "much"}]
    with_numpy = score_columns(card, columns_of(card, people), count_bins=True)
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "numpy":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    plain = score_columns(card, columns_of(card, people), count_bins=True)
    monkeypatch.undo()
    assert isinstance(plain.totals, list)
    assert plain.totals == with_numpy.totals.tolist()
    assert plain.errors == with_numpy.errors
    assert plain.bins == with_numpy.bins


@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.uint16, np.float32, np.float64])
def test_number_columns_of_any_width_are_read(dtype: Any) -> None:
    values = np.array([0, 9, 10, 19, 20, 100], dtype=dtype)
    found = score_columns(Card(SMALL), {"income": values, "home": ["own"] * 6})
    assert found.totals.tolist() == [650, 650, 680, 680, 700, 700]


def test_a_number_column_in_the_place_of_a_category_is_refused_and_the_other_way_round() -> None:
    card = Card(SMALL)
    assert score_columns(card, {"home": np.array([1.0, 2.0])}).errors[1] == ("home", "not a category")
    words = Encoded(np.array([0, -1]), ["12"])
    found = score_columns(card, {"income": words})
    assert found.errors == {0: ("income", "not a number")}
    assert found.totals.tolist() == [0, 665]


def test_columns_of_different_length_or_none_at_all_are_an_error() -> None:
    with pytest.raises(ValueError, match="common length"):
        score_columns(Card(SMALL), {"income": [1.0], "home": ["own", "rent"]})
    with pytest.raises(ValueError, match="common length"):
        score_columns(Card(SMALL), {})


def test_no_rows_give_no_scores() -> None:
    assert len(score_columns(Card(SMALL), {"income": np.array([])}).totals) == 0


def test_bins_are_counted_with_missing_special_and_other() -> None:
    found = score_columns(
        Card(SMALL), {"income": [5, None, -1, 25], "home": ["own", "boat", None, "rent"]}, count_bins=True
    )
    assert found.bins == {"all/income": [1, 0, 1, 1, 1], "all/home": [1, 1, 1, 1]}


def test_only_the_first_thousand_faults_are_kept_but_all_are_counted() -> None:
    found = score_columns(Card(SMALL), {"income": np.full(40_000, np.inf)})
    assert found.refused == 40_000
    assert len(found.errors) == 1_000
