"""A running service and a real Chromium for the tests of the booth."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import launched

from .visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENS: dict[str, dict[str, Any]] = {
    "kiosk": {"viewport": {"width": 1080, "height": 1920}, "has_touch": True},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def browser_path() -> str | None:
    named = os.environ.get("BOOTH_BROWSER")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


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
    port, home = free_port(), service_home
    log = (home / "service.log").open("w")
    env = {**os.environ, "PORT": str(port), "DATA_DIR": str(home)}
    process = subprocess.Popen([sys.executable, "-m", "local"], cwd=ROOT, env=env, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            if process.poll() is not None:
                break
            try:
                urlopen(f"{url}/health", timeout=2).read()
                break
            except (URLError, OSError):
                time.sleep(0.1)
        else:
            pytest.fail("the local service did not answer within 20 seconds")
        if process.poll() is not None:
            pytest.fail(f"the local service stopped: {(home / 'service.log').read_text()[-2000:]}")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium found: apt-get install chromium, or name one in BOOTH_BROWSER")
    yield launched(path, *QUIET)


def visit(chromium: Browser, service: str, screen: str, path: str = "/") -> Iterator[Visitor]:
    context = chromium.new_context(
        locale="ko-KR", timezone_id="Asia/Seoul", reduced_motion="reduce", **SCREENS[screen]
    )
    page = context.new_page()
    visitor = Visitor(page, service, path)
    yield visitor
    faults = visitor.faults
    context.close()
    assert faults == [], "the page reported faults of its own"


@pytest.fixture
def kiosk(chromium: Browser, service: str) -> Iterator[Visitor]:
    yield from visit(chromium, service, "kiosk", "/?device=kiosk-24")


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
