"""Stored assessments judged again when the law tables changed; what opened, improved or closed is kept with the person.

Every session with answers lies in the due index under the version of the law that judged it last, so a run reads those
of earlier versions only. It may stop at any moment: what is done lies under the new version. A person who changes an
answer meanwhile wins; that change has judged anew by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib.assess.judged import differences, judge
from chalicelib.assess.person import Person
from chalicelib.law import law_version
from chalicelib.shapes import Invalid
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ANY, Conflict, Item, Table

PAGE = 100
KEPT = 20
"""Changes kept with a session; older ones give way."""


@dataclass(slots=True)
class Rejudged:
    """Counts of one run."""

    seen: int = 0
    changed: int = 0
    finished: bool = True


def rejudge(table: Table, now: datetime, stop: Callable[[], bool] = lambda: False) -> Rejudged:
    """Judge what earlier law versions judged. Raises StoreUnavailable; the next run goes on."""
    current, done = law_version(), Rejudged()
    older = _older(table, current)
    for version in list(older):
        for shard in range(keys.SHARDS):
            if not _shard(table, keys.due_judged(version, shard), now, current, done, stop):
                done.finished = False
                return done
        older.remove(version)
        _note(table, current, older)
    return done


def _older(table: Table, current: str) -> list[str]:
    """Versions whose sessions are not through yet, kept in one item."""
    mark = table.get(*keys.meta("judged"))
    if mark is None:
        _note(table, current, [])
        return []
    older = list(mark.data.get("older", []))
    if mark.data.get("version") != current:
        older = [version for version in [*older, mark.data["version"]] if version != current]
        _note(table, current, older)
    return older


def _note(table: Table, current: str, older: list[str]) -> None:
    table.put(Item(*keys.meta("judged"), dress("meta", {"version": current, "older": older})), ANY)


def _shard(
    table: Table, due: str, now: datetime, current: str, done: Rejudged, stop: Callable[[], bool]
) -> bool:
    after = None
    while True:
        if stop():
            return False
        page = table.query_due(due, after=after, limit=PAGE)
        for item in page.items:
            _one(table, item, now, current, done)
        if page.next is None:
            return True
        after = page.next


def _one(table: Table, item: Item, now: datetime, current: str, done: Rejudged) -> None:
    fields = undress(item, "session")
    changed = judged_fields(fields, now, item.pk, current)
    if changed is None:
        return
    done.seen += 1
    before, after = fields.get("judged", {}).get("ways", {}), changed["judged"]["ways"]
    found = differences(before, after) if before else []
    if found:
        done.changed += 1
        entry = {"on": now.date().isoformat(), "law": current, "changes": found}
        changed["ways_changed"] = [entry, *fields.get("ways_changed", [])][:KEPT]
    try:
        table.put(filed(item, fields | changed, now, current), item.version)
    except Conflict:
        return


def judged_fields(fields: dict[str, Any], now: datetime, owner: str, current: str) -> dict[str, Any] | None:
    """The memory to keep with a session; None where its answers can no longer be read."""
    try:
        told = json.loads(fields.get("person", "{}"), parse_float=Decimal)
        person = Person.parse({name: value for name, value in told.items() if name in Person.fields})
    except Invalid:
        return None
    return {"judged": {"law": current, "on": now.date().isoformat(), "ways": judge(person, now.date())}}


def filed(item: Item, fields: dict[str, Any], now: datetime, current: str) -> Item:
    """The session's item with new fields, filed in the due index under the version that judged it."""
    due = keys.due_judged(current, keys.shard(item.pk))
    return replace(item, data=dress("session", fields), due=due, due_at=keys.stamp(now))
