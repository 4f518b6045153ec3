"""Routes of the desk, of cases and of connected systems, while AWS fails."""

from __future__ import annotations

import pytest

from chalicelib.web.route import Route
from tests.security import support

from .calls import is_told
from .judge import holds, is_written
from .routes import Bench

STAFFS = [route for route in support.routes() if route.auth not in ("open", "session")]


@pytest.mark.parametrize("route", STAFFS, ids=lambda route: route.name)
def test_no_fault_of_aws_loses_or_doubles_anything(bench: Bench, route: Route) -> None:
    for row in bench.rows(route):
        assert row.status < 300, "only a request that succeeds shows what a fault would lose"
        holds(row)
        is_written(row)
        is_told(row)
