"""A running service and a real Chromium for the tests of the booth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import launched

from .running import QUIET as QUIET
from .running import SCREENS, NotRunning, browser_path, running
from .visitor import Visitor

# How long a test waits for what has to come; nothing waits longer than it takes, so a busy machine costs no faults.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def service_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the service's store, where its key for staff lies too."""
    return tmp_path_factory.mktemp("booth-data")


@pytest.fixture(scope="session")
def staff(service: str, service_home: Path) -> str:
    """The key that opens the desk of the local service."""
    return (service_home / "staff-key").read_text(encoding="utf-8").strip()


@pytest.fixture(scope="session")
def service(service_home: Path) -> Iterator[str]:
    """The address of the local service with a store of its own, one for all tests of a worker."""
    try:
        with running(service_home) as url:
            yield url
    except NotRunning as error:
        pytest.fail(f"the local service does not answer: {error}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium found: apt-get install chromium, or name one in BOOTH_BROWSER")
    yield launched(path, *QUIET)


LATER = "window.requestIdleCallback = () => 0;"
"""The screens are fetched when they are needed, which halves the requests of a test; see `whole` for the idle fetch."""


def visit(
    chromium: Browser, service: str, screen: str, path: str = "/", whole: bool = False
) -> Iterator[Visitor]:
    context = chromium.new_context(
        locale="ko-KR", timezone_id="Asia/Seoul", reduced_motion="reduce", **SCREENS[screen]
    )
    page = context.new_page()
    if not whole:
        page.add_init_script(LATER)
    visitor = Visitor(page, service, path)
    yield visitor
    faults = visitor.faults
    context.close()
    assert faults == [], "the page reported faults of its own"


@pytest.fixture
def kiosk(chromium: Browser, service: str) -> Iterator[Visitor]:
    yield from visit(chromium, service, "kiosk", "/?device=kiosk-24")


@pytest.fixture
def whole_kiosk(chromium: Browser, service: str) -> Iterator[Visitor]:
    """A booth that fetches the other screens while nothing else happens, as it does outside of tests."""
    yield from visit(chromium, service, "kiosk", "/?device=kiosk-24", whole=True)


@pytest.fixture
def whole_desktop(chromium: Browser, service: str) -> Iterator[Visitor]:
    yield from visit(chromium, service, "desktop", whole=True)


@pytest.fixture
def phone(chromium: Browser, service: str) -> Iterator[Visitor]:
    yield from visit(chromium, service, "phone")


@pytest.fixture
def desktop(chromium: Browser, service: str) -> Iterator[Visitor]:
    yield from visit(chromium, service, "desktop")


@pytest.fixture
def blank(chromium: Browser, service: str) -> Iterator[Page]:
    """A page on the service's origin that can import the modules of the booth one by one."""
    context = chromium.new_context(locale="ko-KR", timezone_id="Asia/Seoul")
    page = context.new_page()
    page.goto(f"{service}/booth/icon.svg")
    yield page
    context.close()
