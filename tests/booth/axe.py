"""axe-core, fetched once through npm into build/, and run inside the page."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

PACKAGE = "axe-core@4.14.1"
HOME = Path(__file__).resolve().parents[2] / "build" / "axe"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def source() -> str | None:
    """The text of axe; None where neither a copy nor npm is at hand."""
    script = HOME / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        npm = shutil.which("npm")
        if npm is None:
            return None
        HOME.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(HOME), "--no-audit", "--no-fund", "--no-save", PACKAGE]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return script.read_text(encoding="utf-8")


CONTRAST = ["color-contrast"]


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What breaks WCAG 2.2 A or AA on the page as it stands (or the named rules only), one line per element."""
    # CDP's evaluate is not bound by the page's own policy, so nothing has to be loosened for the test.
    if not page.evaluate("'axe' in window"):
        page.evaluate(source() or "")
        # What lies beneath a bar that stays in view cannot be measured, so the bar scrolls along here.
        page.evaluate(
            "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
            ".bar, .banner, .dialog > .row.end { position: static !important; }",
        )
    chosen = {"type": "tag", "values": RULES} if rules is None else {"type": "rule", "values": rules}
    found: dict[str, Any] = page.evaluate("(chosen) => axe.run({ runOnly: chosen })", chosen)
    return [
        f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
    ] + _unmeasured(found["incomplete"])


NOT_MEASURED = ("too short", "non-text", "partially overlaps")
"""Single letters, marks, and figures that break into two lines; letters of drawings have a test of their own. Which
colours stand upon which is counted by test_accessible besides."""


def _unmeasured(incomplete: list[dict[str, Any]]) -> list[str]:
    """Contrast that axe could not measure for any other reason, so that nothing is overlooked in silence."""
    return [
        f"unmeasured: {node['html'][:160]} {node['any'][0]['message']}"
        for one in incomplete
        if one["id"] == "color-contrast"
        for node in one["nodes"]
        if "<text" not in node["html"] and not any(mark in str(node["any"]) for mark in NOT_MEASURED)
    ]
