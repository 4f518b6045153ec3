"""Routes of people and of everybody, while AWS fails: nothing lost, nothing doubled, a clear answer."""

from __future__ import annotations

import pytest

from chalicelib.web.route import Route
from tests.security import support

from .calls import is_told
from .judge import holds, is_written
from .routes import Bench

PEOPLES = [route for route in support.routes() if route.auth in ("open", "session")]


@pytest.mark.parametrize("route", PEOPLES, ids=lambda route: route.name)
def test_no_fault_of_aws_loses_or_doubles_anything(bench: Bench, route: Route) -> None:
    for row in bench.rows(route):
        assert row.status < 300, "only a request that succeeds shows what a fault would lose"
        holds(row)
        is_written(row)
        is_told(row)


def test_the_faults_reach_the_store() -> None:
    """Were no route to write, every test above would pass."""
    assert sum(route.method != "GET" for route in PEOPLES) > 10


def test_a_doubled_effect_would_be_seen(bench: Bench) -> None:
    """The same bench on a route that knows no Idempotency-Key: each request opens one more session."""
    from dataclasses import replace

    opening = next(route for route in PEOPLES if route.name == "POST /v1/sessions")
    scene = bench.scene(opening)
    from tests.store.support import TABLE

    from .effect import effect, snapshot

    before = snapshot(bench.client, TABLE)
    scene.ask()
    once = effect(before, snapshot(bench.client, TABLE))
    scene = replace(scene, key=scene.key + "-other")
    scene.ask()
    twice = effect(before, snapshot(bench.client, TABLE))
    assert sum(once.values()) == 1
    assert sum(twice.values()) == 2
