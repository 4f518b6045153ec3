"""The real service with a scripted model behind it, and a Chromium in front of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from chalicelib.assess.api import assess
from tests.booth.conftest import chromium, visit
from tests.booth.visitor import Visitor
from tests.consult.fake_llm import Fake
from tests.web.support import running

__all__ = ["chromium"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the service answers; its model answers once and then fails."""
    with pytest.MonkeyPatch.context() as patch, Fake("good", "500") as fake:
        patch.setenv("OPENAI_BASE_URL", fake.base_url)
        with running(tmp_path_factory.mktemp("e2e"), assess=assess) as service:
            yield f"http://127.0.0.1:{service.server.port}"


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Visitor]:
    yield from visit(chromium, address, "phone")
