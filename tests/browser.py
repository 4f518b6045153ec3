"""Which browser the booth's tests use: the one named, Debian's Chromium, Chrome, or Playwright's own."""

from __future__ import annotations

import atexit
import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SUPPLY = ".venv/bin/playwright install --with-deps chromium"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PLAYWRIGHT = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
    "chromium-*/chrome-win*/chrome.exe",
)


def find() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("BOOTH_BROWSER")
    if named:
        return shutil.which(named)
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    home = Path.home()
    folders = [
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH"),
        home / ".cache/ms-playwright",
        home / "Library/Caches/ms-playwright",
    ]
    for folder in filter(None, folders):
        for pattern in _PLAYWRIGHT:
            for path in sorted(Path(folder).glob(pattern), reverse=True):
                return str(path)
    return None


@cache
def launched(path: str, *arguments: str) -> Browser:
    """One browser per process: Playwright's synchronous driver cannot be started a second time beside itself."""
    from playwright.sync_api import sync_playwright

    driver = sync_playwright().start()
    browser = driver.chromium.launch(executable_path=path, args=list(arguments))
    atexit.register(driver.stop)
    atexit.register(browser.close)
    return browser
