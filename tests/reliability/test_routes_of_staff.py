"""Routes of the desk, of cases and of connected systems, while AWS fails."""

from __future__ import annotations

import pytest

from chalicelib.web.route import Route
from tests.security import support

from .judge import holds, is_written
from .routes import Bench

STAFFS = [route for route in support.routes() if route.auth not in ("open", "session")]


@pytest.mark.parametrize("route", STAFFS, ids=lambda route: route.name)
def test_no_fault_of_aws_loses_or_doubles_anything(bench: Bench, route: Route) -> None:
    row = bench.row(route)
    holds(row)
    is_written(row)
