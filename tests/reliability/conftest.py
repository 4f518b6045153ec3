from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.web import services as web_services

from .matrix import aws
from .routes import Bench


@pytest.fixture(scope="module")
def doubles() -> Iterator[tuple[Any, Any]]:
    """DynamoDB and SQS in this process; services in place before come back after."""
    before = web_services.current()
    logging.disable(logging.CRITICAL)
    with aws() as clients:
        yield clients
    logging.disable(logging.NOTSET)
    web_services.use(before)


@pytest.fixture(scope="module")
def bench(doubles: tuple[Any, Any]) -> Bench:
    return Bench(doubles[0])
