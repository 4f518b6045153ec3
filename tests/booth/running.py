"""The local service with a store of its own, for the tests of the booth and for photographs of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

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


class NotRunning(Exception):
    """The service did not come up; the text is the end of its log."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def browser_path() -> str | None:
    named = os.environ.get("BOOTH_BROWSER")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


@contextmanager
def running(home: Path, **settings: str) -> Iterator[str]:
    """The address of a local service that keeps its store in `home`. `settings`: further environment variables.

    Raises NotRunning when it does not answer within 20 seconds.
    """
    port = free_port()
    env = {**os.environ, "PORT": str(port), "DATA_DIR": str(home), **settings}
    with (home / "service.log").open("w") as log:
        process = subprocess.Popen([sys.executable, "-m", "local"], cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _await(process, port, home)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _await(process: subprocess.Popen[bytes], port: int, home: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            urlopen(f"http://127.0.0.1:{port}/health", timeout=2).read()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise NotRunning((home / "service.log").read_text(encoding="utf-8")[-2000:])
