"""What the consultation tests share: a fixed moment, a context, one turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from chalicelib.consult import pipeline
from chalicelib.consult.context import Context, Turn

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=timezone(timedelta(hours=9)))


def context(**changes: Any) -> Context:
    numbers = iter(range(1, 1000))
    base: dict[str, Any] = {"as_of": DAY, "now": NOW, "new_id": lambda: f"m{next(numbers)}"}
    return Context(**{**base, **changes})


@pytest.fixture
def ask() -> Callable[..., Turn]:
    return lambda text, **changes: pipeline.turn(text, context(**changes))
