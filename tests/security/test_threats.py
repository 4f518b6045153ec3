"""The page of threats names tests that exist, and every file of this folder is named by it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)))


@pytest.mark.parametrize(("file", "name"), NAMED, ids=lambda part: part)
def test_a_test_that_the_page_names_exists(file: str, name: str) -> None:
    source = (ROOT / file).read_text("utf-8")
    assert re.search(rf"^def {name or 'test_'}", source, re.MULTILINE), f"{file} holds no {name}"


def test_every_threat_names_a_test() -> None:
    threats = PAGE.partition("## Dependencies")[0]
    rows = [
        line for line in threats.splitlines() if line.startswith("| ") and not line.startswith("| threat")
    ]
    assert len(rows) > 30
    assert [row for row in rows if "`tests/" not in row] == []


def test_every_file_of_security_tests_stands_on_the_page() -> None:
    files = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).name}
    assert {Path(file).name for file, _ in NAMED} >= files
