from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.store.table import Table
from tests.store.support import open_table

from .support import Clock, seoul


@pytest.fixture
def clock() -> Clock:
    return Clock(seoul("2026-01-05 10:00"))


@pytest.fixture
def table(tmp_path: Path, clock: Clock) -> Iterator[Table]:
    """SQLite on disk, with the test's own clock."""
    with open_table("sqlite", tmp_path, clock) as opened:  # type: ignore[arg-type]
        yield opened


@pytest.fixture(params=["sqlite", "dynamodb"])
def either(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Table]:
    """Both adapters, for what has to hold on each."""
    with open_table(request.param, tmp_path, clock) as opened:
        yield opened
