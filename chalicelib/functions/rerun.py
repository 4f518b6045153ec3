"""Stored cases judged again when the law changed: who gains is told. Walks the due index, a day and a shard at a time.

Every case with something to come lies in the due index once, so the walk needs no list of the enrolled. It may stop at
any moment and goes on where it was; a case met twice is told once (`law_seen`, and the key of the note).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.aftercare.calendar import load
from chalicelib.aftercare.changes import changed, gains
from chalicelib.aftercare.days import seoul
from chalicelib.aftercare.touches import Note
from chalicelib.cases import head as heads
from chalicelib.functions.sweep import LOOK_BACK
from chalicelib.law import Law, law_as_of
from chalicelib.store import keys
from chalicelib.store.shapes import dress
from chalicelib.store.table import ANY, Conflict, Item, Table

AHEAD = 460
"""Days walked: beyond the yearly review, which every running case has ahead of it."""
PAGE = 200
PASSES = 2
"""A case whose next touch moves to an earlier day behind the walk is met by the second pass."""


@dataclass(slots=True)
class Rerun:
    """Counts of one run; `keys_changed` empty: the law is as it was and nothing was read."""

    keys_changed: list[str]
    seen: int = 0
    helped: int = 0
    finished: bool = True


def rerun(table: Table, now: datetime, stop: Callable[[], bool] = lambda: False) -> Rerun:
    """Compare the law of the last run's day with today's for every running case. Raises StoreUnavailable."""
    today = seoul(now).date()
    mark = table.get(*keys.meta("law"))
    if mark is None:  # the first run has nothing to compare with
        _note(table, {"day": today.isoformat()})
        return Rerun([])
    state: dict[str, Any] = {k: v for k, v in mark.data.items() if k not in ("kind", "shape")}
    target = date.fromisoformat(state.get("target", today.isoformat()))
    before, after = law_as_of(date.fromisoformat(state["day"])), law_as_of(target)
    done = Rerun(changed(before, after))
    if done.keys_changed:
        first, last = today - timedelta(days=LOOK_BACK), today + timedelta(days=AHEAD)
        place = int(state.get("place", 0))
        days = (last - first).days + 1
        for step in range(place, PASSES * days):
            if stop():
                _note(table, {**state, "target": target.isoformat(), "place": step})
                done.finished = False
                return done
            for shard in range(keys.SHARDS):
                _partition(table, first + timedelta(days=step % days), shard, now, before, after, done)
    _note(table, {"day": target.isoformat()})
    return done


def _partition(
    table: Table, day: date, shard: int, now: datetime, before: Law, after: Law, done: Rerun
) -> None:
    cursor: str | None = None
    while True:
        page = table.query_due(keys.due_reminders(day, shard), None, cursor, PAGE)
        for item in page.items:
            if item.data["kind_of"] == "next":
                _case(table, item.pk.partition("#")[2], now, before, after, done)
        cursor = page.next
        if cursor is None:
            return


def _case(table: Table, case_id: str, now: datetime, before: Law, after: Law, done: Rerun) -> None:
    seen = f"{before.day}>{after.day}"
    for _ in range(heads.RETRIES):
        item = table.get(*keys.case(case_id))
        if item is None:
            return
        head = heads.from_item(case_id, item)
        if head.law_seen == seen:
            return
        found = gains(head.case, seoul(now).date(), load(), before, after)
        notes = head.notes
        if found:
            facts = {"gains": [{"code": one.code, "title": one.title} for one in found]}
            notes = (*notes, Note("law_change", after.day.isoformat(), seoul(now), facts))
        marked = replace(head, law_seen=seen, notes=notes)
        what = "law_change" if found else ""
        _, writes = heads.actions(marked, now, "system", what, {}, {"gains": [one.code for one in found]})
        try:
            table.write(writes)
        except Conflict:
            continue
        done.seen += 1
        done.helped += bool(found)
        return


def _note(table: Table, fields: dict[str, Any]) -> None:
    table.put(Item(*keys.meta("law"), dress("meta", fields)), ANY)
