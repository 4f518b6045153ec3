from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.support import Service, Visitor, running


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("security")) as started:
        yield started


@pytest.fixture
def visitor(service: Service) -> Visitor:
    return service.open()
