"""Compile `data/*.yaml` to `law.json`. Run: python -m chalicelib.law.compile [--check].

Development only: YAML is slow to read and PyYAML is not packaged.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
TARGET = HERE / "law.json"


def compiled() -> str:
    """The canonical JSON text of all data files: sorted keys, rows newest first, dates as ISO text."""
    table: dict[str, Any] = {}
    for path in sorted((HERE / "data").glob("*.yaml")):
        for key, entry in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
            if key in table:
                raise ValueError(f"{key} is defined in {table[key]['file']} and in {path.name}")
            table[key] = {**entry, "file": path.name, "rows": [_row(key, row) for row in entry["rows"]]}
    return json.dumps(table, ensure_ascii=False, sort_keys=True, indent=0, default=_text) + "\n"


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
    text = compiled()
    if "--check" in argv:
        if TARGET.exists() and TARGET.read_text("utf-8") == text:
            return 0
        print("law.json is stale: run `make law`", file=sys.stderr)
        return 1
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
