from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.store.table import Table

from .support import Clock, moto_client, open_table


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "dynamodb"])
def table(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Table]:
    with open_table(request.param, tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def client() -> Iterator[Any]:
    with moto_client() as made:
        yield made
