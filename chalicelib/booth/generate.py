"""Writes the booth's tables that must not drift from the house: code names of a person, telephone numbers of the law data.

Run `python -m chalicelib.booth.generate` after changing either; a test compares. Development only: nothing at run
time imports this, and the static route serves no Python.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from chalicelib import law
from chalicelib.assess import person
from chalicelib.assess.questions import kind_of
from chalicelib.shapes import CodeShape, ListShape, RecordShape, Shape

TABLES = {
    "debt_kinds": person.DEBT_KINDS,
    "creditors": person.CREDITORS,
    "asset_kinds": person.ASSET_KINDS,
}
HELPLINES = (
    "contact.suicide",
    "contact.police",
    "contact.ccrs",
    "contact.finance_call",
    "contact.legal_aid",
    "contact.fss",
)
"""Whom the help panel names, most urgent first."""

WORDS = Path(__file__).with_name("js") / "words"
_HEAD = "// Written by chalicelib.booth.generate from {}. Do not edit.\n\n"


def codes_module() -> str:
    """The source of words/codes.js: names of codes, and the fields of those answers that are records themselves."""
    tables = json.dumps(TABLES, ensure_ascii=False, indent=2)
    records = {
        name: [_field(part, inner) for part, inner in shape.record.fields.items()]
        for name, shape in person.Person.fields.items()
        if isinstance(shape, RecordShape)
    }
    fields = json.dumps(records, ensure_ascii=False, indent=2)
    head = _HEAD.format("the shapes of a person")
    return f"{head}export const CODES = {tables};\n\nexport const RECORDS = {fields};\n"


def _field(name: str, shape: Shape) -> dict[str, Any]:
    doc: dict[str, Any] = {"name": name, "label": shape.label, "kind": kind_of(name, shape)}
    if isinstance(shape, CodeShape):
        doc["options"] = [{"code": code, "label": label} for code, label in shape.codes.items()]
    return doc


def person_module() -> str:
    """The source of words/person.js: every fact that a person may tell, so that all answers held can be shown."""
    facts = [
        {"fact": name, "pointer": f"/{name}", "asks": shape.label, **_kind(name, shape)}
        for name, shape in person.Person.fields.items()
    ]
    lists = {
        name: [_field(part, inner) for part, inner in shape.item.record.fields.items()]
        for name, shape in person.Person.fields.items()
        if isinstance(shape, ListShape) and isinstance(shape.item, RecordShape)
    }
    made = json.dumps(facts, ensure_ascii=False, indent=2)
    items = json.dumps(lists, ensure_ascii=False, indent=2)
    head = _HEAD.format("the shapes of a person")
    return f"{head}export const FACTS = {made};\n\nexport const ITEMS = {items};\n"


def _kind(name: str, shape: Shape) -> dict[str, Any]:
    doc: dict[str, Any] = {"kind": kind_of(name, shape)}
    coded = shape.item if isinstance(shape, ListShape) else shape
    if isinstance(coded, CodeShape):
        doc["options"] = [{"code": code, "label": label} for code, label in coded.codes.items()]
    return doc


def contacts_module() -> str:
    """The source of words/contacts.js: every dated row, so that the day of reading picks the number in force."""
    lines = [{"key": key, "rows": [_row(value) for value in law.history(key)]} for key in HELPLINES]
    text = json.dumps(lines, ensure_ascii=False, indent=2)
    return f"{_HEAD.format('the dated law data')}export const CONTACTS = {text};\n"


def _row(value: law.Value) -> dict[str, Any]:
    ends = value.to.isoformat() if value.to else None
    shown = {"name": value.value["name"], "phone": value.value["phone"]}
    return {"from": value.from_.isoformat(), "to": ends, "value": shown}


def modules() -> dict[Path, str]:
    """Every generated file with the text that it should hold."""
    return {
        WORDS / "codes.js": codes_module(),
        WORDS / "person.js": person_module(),
        WORDS / "contacts.js": contacts_module(),
    }


if __name__ == "__main__":
    for path, text in modules().items():
        path.write_text(text, encoding="utf-8")
