"""Pages that are computed say what would be computed today."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bench import cost, record
from bench.record import Measure


def test_the_cost_page_is_that_of_the_kept_run_and_the_given_prices() -> None:
    assert cost.FILE.read_text(encoding="utf-8") == cost.page(), "run python -m bench.cost"


def test_a_turn_with_a_model_costs_more_and_a_dearer_dollar_costs_more() -> None:
    document = json.loads(cost.PRICES.read_text(encoding="utf-8"))
    _, routes = record.read()
    inputs = cost.Inputs(document)
    found = cost.pieces(routes, inputs)
    with_model, without = found["one turn with a model"], found["one turn without a model"]
    assert cost.won(with_model, inputs) > cost.won(without, inputs) > 0
    before = cost.won(without, inputs)
    document["won_per_usd"]["value"] = "2800"
    assert cost.won(without, cost.Inputs(document)) == 2 * before


def test_a_price_that_is_not_given_is_named_and_in_no_sum() -> None:
    assert "`model_token_in`, `model_token_out`, `message`" in cost.FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("amount", "text"), [("0.0005", "0.001"), ("99.9994", "99.999"), ("100", "100"), ("1234.5", "1,235")]
)
def test_won_are_rounded_half_up(amount: str, text: str) -> None:
    assert cost.shown(Decimal(amount)) == text


def test_a_run_is_compared_by_ratio_and_marked_where_it_got_worse(tmp_path: Path) -> None:
    kept = Measure("handler", 100, "µs", "echo", 2.0, 3.0)
    record.write([kept], {}, tmp_path / "kept.json")
    before, _ = record.read(tmp_path / "kept.json")
    slower_machine = Measure("handler", 400, "µs", "echo", 2.1, 3.0)
    worse = Measure("handler", 100, "µs", "echo", 2.6, 3.0)
    over = Measure("handler", 100, "µs", "echo", 3.1, 3.0)
    marks = [record.table([one], before)[1] for one in (slower_machine, worse, over)]
    assert ["WORSE" in line for line in marks] == [False, True, True]
    assert ["OVER BOUND" in line for line in marks] == [False, False, True]


def test_a_route_that_makes_one_more_call_is_named() -> None:
    kept = {"GET /a": {"calls": 1, "read_units": 1, "write_units": 0}}
    now = {"GET /a": {"calls": 2, "read_units": 1, "write_units": 0}, "GET /new": {"calls": 9}}
    assert record.changed_routes(now, kept) == ["GET /a: calls 1 -> 2"]
