"""Compile `data/*.yaml` to `law.json` and `law_notes.json`. Run: python -m chalicelib.law.compile [--check].

Development only: YAML is slow to read and PyYAML is not packaged.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
TARGET = HERE / "law.json"
NOTES = HERE / "law_notes.json"


def authored() -> dict[str, Any]:
    """Everything the data files say, by key, rows newest first."""
    table: dict[str, Any] = {}
    for path in sorted((HERE / "data").glob("*.yaml")):
        for key, entry in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
            if key in table:
                raise ValueError(f"{key} is defined in {table[key]['file']} and in {path.name}")
            table[key] = {**entry, "file": path.name, "rows": [_row(key, row) for row in entry["rows"]]}
    return table


def compiled() -> tuple[str, str]:
    """Canonical JSON: what every request reads, and what only lists and checks read (notes, sheets, files). The
    version is a hash of both."""
    table = authored()
    version = sha256(_json(table).encode()).hexdigest()[:12]
    values = {key: _lean(entry) for key, entry in table.items()}
    notes = {key: _rest(entry) for key, entry in table.items()}
    return _json({"version": version, "values": values}), _json(notes)


def _lean(entry: dict[str, Any]) -> dict[str, Any]:
    rows = [{name: value for name, value in row.items() if name != "note"} for row in entry["rows"]]
    return {"title": entry["title"], "unit": entry["unit"], "rows": rows}


def _rest(entry: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in entry.items() if name not in ("title", "unit", "rows")}
    return {**told, "rows": {str(row["from"]): row["note"] for row in entry["rows"] if row.get("note")}}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=0, default=_text) + "\n"


def _row(key: str, row: dict[str, Any]) -> dict[str, Any]:
    if "from" not in row or "value" not in row:
        raise ValueError(f"{key}: a row needs `from` and `value`")
    return {"to": None, **row, "value": _keys_as_text(row["value"])}


def _keys_as_text(value: Any) -> Any:
    """JSON knows only text keys; a table by household size is written with numbers in YAML."""
    if isinstance(value, dict):
        return {str(name): _keys_as_text(inner) for name, inner in value.items()}
    return value


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be law data")


def main(argv: list[str]) -> int:
    texts = dict(zip((TARGET, NOTES), compiled(), strict=True))
    if "--check" in argv:
        if all(path.exists() and path.read_text("utf-8") == text for path, text in texts.items()):
            return 0
        print("the compiled law tables are stale: run `make law`", file=sys.stderr)
        return 1
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
