"""Checks of the law tables: what must not be (errors) and what someone should look at (notes). Pure.

Errors: rows not newest first, overlapping or ending before they start, a gap that no note explains, a value without
source, an unknown unit or confidence, a value that does not fit its unit, floats. Notes: values that are unverified
(U or empty), and values that end within a number of days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

UNITS = frozenset(
    [
        "won",
        "won_per_month",
        "won_per_year",
        "percent",
        "percent_per_year",
        "percent_of_rate",
        "months",
        "days",
        "business_days",
        "weeks",
        "years",
        "count",
        "date",
        "flag",
        "text",
        "table",
        "points",
        "hours",
        "bytes",
        "age",
    ]
)
CONFIDENCES = ("H", "M", "L", "U")
WHOLE = frozenset(
    [
        "won",
        "won_per_month",
        "won_per_year",
        "months",
        "days",
        "business_days",
        "weeks",
        "years",
        "count",
        "points",
        "hours",
        "bytes",
        "age",
    ]
)


class Remark(NamedTuple):
    """Where, how bad (error or note), which kind, and what to do."""

    key: str
    level: str
    kind: str
    says: str


def lint(table: dict[str, Any], today: date, soon_days: int = 90) -> list[Remark]:
    """Every remark on a compiled table, errors first."""
    found = [
        remark for key, entry in sorted(table.items()) for remark in _entry(key, entry, today, soon_days)
    ]
    return sorted(found, key=lambda remark: (remark.level != "error", remark.key))


def _entry(key: str, entry: dict[str, Any], today: date, soon_days: int) -> Iterator[Remark]:
    unit = entry.get("unit", "")
    if unit not in UNITS:
        yield Remark(key, "error", "unit", f"unknown unit {unit!r}")
    for name in ("title", "sheet", "selected_by"):
        if not entry.get(name):
            yield Remark(key, "error", name, f"{name} is missing")
    rows = entry.get("rows") or []
    if not rows:
        yield Remark(key, "error", "rows", "no rows")
    newer: dict[str, Any] | None = None
    for row in rows:
        yield from _row(key, unit, row, today, soon_days)
        if newer is not None:
            yield from _neighbours(key, entry, row, newer)
        newer = row


def _row(key: str, unit: str, row: dict[str, Any], today: date, soon_days: int) -> Iterator[Remark]:
    where = f"row from {row['from']}"
    if not row.get("source"):
        yield Remark(key, "error", "source", f"{where}: a value without source")
    if row.get("conf") not in CONFIDENCES:
        yield Remark(key, "error", "confidence", f"{where}: confidence is one of {', '.join(CONFIDENCES)}")
    if row["to"] is not None and row["to"] < row["from"]:
        yield Remark(key, "error", "order", f"{where}: ends before it starts")
    yield from _value(key, unit, row, where)
    if row["value"] is None or row.get("conf") == "U":
        yield Remark(key, "note", "unverified", f"{where}: not verified; ask before it is shown")
    elif row["to"] is not None:
        ends = date.fromisoformat(row["to"])
        if today <= ends <= today + timedelta(days=soon_days):
            yield Remark(key, "note", "ends_soon", f"ends on {row['to']}; look for what follows")


def _value(key: str, unit: str, row: dict[str, Any], where: str) -> Iterator[Remark]:
    value = row["value"]
    if _has_float(value):
        yield Remark(
            key, "error", "float", f"{where}: write percents as quoted decimals, money as whole numbers"
        )
    elif value is None:
        if row.get("conf") != "U":
            yield Remark(key, "error", "empty", f"{where}: an empty value is of confidence U")
    elif unit in WHOLE and not isinstance(value, int | dict):
        yield Remark(key, "error", "value", f"{where}: a whole number is expected")
    elif unit == "flag" and not isinstance(value, bool):
        yield Remark(key, "error", "value", f"{where}: true or false is expected")


def _neighbours(
    key: str, entry: dict[str, Any], row: dict[str, Any], newer: dict[str, Any]
) -> Iterator[Remark]:
    if row["from"] >= newer["from"]:
        yield Remark(
            key, "error", "order", f"rows must be newest first: {row['from']} follows {newer['from']}"
        )
        return
    if row["to"] is None or row["to"] >= newer["from"]:
        yield Remark(
            key, "error", "overlap", f"row from {row['from']} runs into the one from {newer['from']}"
        )
        return
    day_after = (date.fromisoformat(row["to"]) + timedelta(days=1)).isoformat()
    if day_after != newer["from"] and not (entry.get("note") or row.get("note") or newer.get("note")):
        yield Remark(
            key, "error", "gap", f"nothing between {row['to']} and {newer['from']}, and no note says why"
        )


def _has_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_float(inner) for inner in value.values())
    return isinstance(value, float)
