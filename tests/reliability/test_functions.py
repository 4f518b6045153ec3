"""The scheduled and queue functions while AWS fails: the next run makes good, each message leaves once."""

from __future__ import annotations

from typing import Any

import pytest

from . import works
from .judge import holds, is_written


@pytest.mark.parametrize("name", works.NAMES)
def test_a_function_that_failed_makes_good_exactly_once(doubles: tuple[Any, Any], name: str) -> None:
    row = works.row(*doubles, name)
    holds(row)
    is_written(row)


def test_what_sqs_does_not_take_is_rung_again_by_the_next_sweep(doubles: tuple[Any, Any]) -> None:
    town = works.Town(*doubles, "sweep")
    town.queue.arm(0, "partial")
    town.run()
    assert town.carrier.times == {}
    town.rest()
    assert sorted(town.carrier.times.values()) == [1] * works.PEOPLE
