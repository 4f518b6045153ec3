"""The table of standards says only what is true: every test that it names exists, every row has a proof or a statement."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def standards() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accessibility", ROOT / "docs" / "accessibility.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_made_from_the_table(standards: ModuleType) -> None:
    written = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    assert written == standards.page(), "run python docs/accessibility.py"


def test_every_test_that_is_named_exists(standards: ModuleType) -> None:
    for section in standards.table():
        for row in section["rows"]:
            if "test" in row:
                path, _, name = row["test"].partition("::")
                assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), row["test"]


def test_every_row_has_a_proof_or_says_why_there_is_none(standards: ModuleType) -> None:
    rows = [row for section in standards.table() for row in section["rows"]]
    assert [row["clause"] for row in rows if not row.get("test") and not row.get("says")] == []


@pytest.mark.parametrize(("section", "count"), [("wcag", 55), ("kwcag", 33)])
def test_no_requirement_is_left_out(standards: ModuleType, section: str, count: int) -> None:
    rows = next(one["rows"] for one in standards.table() if one["id"] == section)
    assert len({row["clause"] for row in rows}) == count
