"""Writes the booth's tables that must not drift from the house: code names of a person, telephone numbers of the law data.

Run `python -m chalicelib.booth.generate` after changing either; a test compares. Development only: nothing at run
time imports this, and the static route serves no Python.
"""

from __future__ import annotations

import json
from pathlib import Path

from chalicelib.assess import person

TABLES = {
    "debt_kinds": person.DEBT_KINDS,
    "creditors": person.CREDITORS,
    "asset_kinds": person.ASSET_KINDS,
}
WORDS = Path(__file__).with_name("js") / "words"


def codes_module() -> str:
    """The source of words/codes.js."""
    tables = json.dumps(TABLES, ensure_ascii=False, indent=2)
    head = "// Written by chalicelib.booth.generate from the shapes of a person. Do not edit.\n\n"
    return f"{head}export const CODES = {tables};\n"


if __name__ == "__main__":
    (WORDS / "codes.js").write_text(codes_module(), encoding="utf-8")
