from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.aftercare.conftest import clock, either, table

from .vendor import Vendor

__all__ = ["clock", "either", "table"]


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    """A message vendor on a real port."""
    server = Vendor()
    try:
        yield server
    finally:
        server.close()
