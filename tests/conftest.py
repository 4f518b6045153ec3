"""What all tests share: the browser that is there or is said to be missing, and a CI that leaves nothing out."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import browser

# Two shared cores: a slow moment of the machine is no fault of an example.
settings.register_profile("dasibom", deadline=None)
settings.load_profile("dasibom")

_not_run: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    found = browser.find()
    if found:
        os.environ["BOOTH_BROWSER"] = found
    elif _strict():
        raise pytest.UsageError(f"CI leaves no test out and found no browser; supply one: {browser.SUPPLY}")


def _strict() -> bool:
    return os.environ.get("CI", "") not in ("", "0", "false")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if browser.find():
        return
    needing = [item for item in items if item.get_closest_marker("browser")]
    if not needing:
        return
    items[:] = [item for item in items if not item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=needing)
    _not_run.extend(item.nodeid for item in needing)
    if hasattr(config, "workeroutput"):
        config.workeroutput["not_run"] = list(_not_run)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    """Every worker of xdist collects everything, so one worker's list is the whole."""
    _not_run[:] = getattr(node, "workeroutput", {}).get("not_run", []) or _not_run


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if _strict() and reporter is not None and reporter.stats.get("skipped") and session.exitstatus == 0:
        reporter.write_line("CI: a test was skipped, which is not allowed here", red=True)
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _not_run:
        terminalreporter.write_line(
            f"{len(_not_run)} browser tests were not run: no Chromium found. To supply one: {browser.SUPPLY}"
        )
