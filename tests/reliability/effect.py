"""What a request or function changed in the table, comparable between runs: ids, moments and secrets are masked."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from chalicelib.store.expressions import COUNT

Snapshot = dict[tuple[str, str], str]
Effect = Counter[tuple[str, str, str]]
"""(added, changed or removed; kind of item; its data with ids, moments and codes masked) -> number of items."""

_MASKS = (
    (re.compile(r"\d{4}-\d\d-\d\dT[0-9:.+Z]+"), "MOMENT"),
    (re.compile(r"[0-9a-f]{16,}"), "ID"),
    (re.compile(r"\d{8}T\d{6}"), "MOMENT"),
    (re.compile(r'"\d{4,10}"'), "CODE"),  # digits in quotes are codes; amounts are numbers and stay
    (re.compile(r'(?<=_hash":")[^"]+'), "HASH"),
    (re.compile(r'(?<="sealed":")[^"]+'), "SEALED"),
)


def snapshot(client: Any, table: str) -> Snapshot:
    """Every stored item as text, straight from the table."""
    found: Snapshot = {}
    start: dict[str, Any] = {}
    while True:
        page = client.scan(TableName=table, ConsistentRead=True, **start)
        for row in page["Items"]:
            found[row["pk"]["S"], row["sk"]["S"]] = _text(row)
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _text(row: dict[str, Any]) -> str:
    if "data" in row:
        return str(row["data"].get("S") or row["data"])
    counters = {name: value["N"] for name, value in row.items() if name.startswith(COUNT)}
    return json.dumps(counters, sort_keys=True)


def effect(before: Snapshot, after: Snapshot) -> Effect:
    """The difference, counted."""
    made: Effect = Counter()
    for name in before.keys() | after.keys():
        if before.get(name) == after.get(name) or name[0].startswith("M#cursor"):
            continue
        what = "added" if name not in before else "removed" if name not in after else "changed"
        kind = f"{name[0].partition('#')[0]}/{name[1].partition('#')[0]}"
        if name[1].startswith("once#"):
            continue  # a kept answer: that the effect is single is what counts, and is compared here
        text = "" if what == "removed" else masked(after[name])
        if what == "changed" and masked(before[name]) == masked(after[name]):
            continue  # the same but for moments: asked again two minutes later
        made[what, kind, text] += 1
    return made


def masked(text: str) -> str:
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return text


def told(difference: Effect) -> str:
    """For a failing test: what and how many, without data."""
    return ", ".join(f"{count} x {what} {kind}" for (what, kind, _), count in sorted(difference.items()))
