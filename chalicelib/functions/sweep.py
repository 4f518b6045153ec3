"""The scheduled sweep: finds what is due now and rings the workers. Reads what is due, never who is enrolled.

The due index is cut by day and shard. A day is read until it is empty; the watermark remembers the first day that may
still hold something, so that an outage of days is made good and an idle hour costs two days' partitions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.aftercare.days import seoul
from chalicelib.channels.doorbell import Doorbell
from chalicelib.store import keys
from chalicelib.store.shapes import dress
from chalicelib.store.table import ANY, Item, Table

PAGE = 500
LOOK_BACK = 62
"""Days that the very first sweep looks back; later ones begin at the watermark, however long the outage was."""


@dataclass(slots=True)
class Swept:
    """`rung` items, `pages` read, whether the sweep came to its end before `stop`."""

    rung: int = 0
    pages: int = 0
    finished: bool = True


def sweep(table: Table, doorbell: Doorbell, now: datetime, stop: Callable[[], bool] = lambda: False) -> Swept:
    """Ring for everything due up to `now`. Safe to run twice or at once. Raises StoreUnavailable.

    stop: asked between pages; when true the rest is left to the next sweep (it is still due).
    """
    swept = Swept()
    today = seoul(now).date()
    mark = _watermark(table, today)
    oldest_busy: date | None = None
    day = mark
    while day <= today:
        for shard in range(keys.SHARDS):
            if not _partition(table, doorbell, day, shard, now, swept, stop):
                swept.finished = False
                return swept
            if swept.rung and oldest_busy is None:
                oldest_busy = day
        day += timedelta(days=1)
    floor = min(oldest_busy or today, today - timedelta(days=1))  # a writer may still be late by a midnight
    if floor > mark:
        table.put(Item(*keys.meta("sweep"), dress("meta", {"day": floor.isoformat()})), ANY)
    return swept


def _partition(
    table: Table,
    doorbell: Doorbell,
    day: date,
    shard: int,
    now: datetime,
    swept: Swept,
    stop: Callable[[], bool],
) -> bool:
    after: str | None = None
    while True:
        if stop():
            return False
        page = table.query_due(keys.due_reminders(day, shard), keys.stamp(now), after, PAGE)
        swept.pages += 1
        who = [_who(item) for item in page.items]
        if who:
            doorbell.ring(who)
            swept.rung += len(who)
        after = page.next
        if after is None:
            return True


def _who(item: Item) -> dict[str, str]:
    case_id = item.pk.partition("#")[2]
    if item.data["kind_of"] == "next":
        return {"case": case_id}
    return {"case": case_id, "reminder": item.sk}


def _watermark(table: Table, today: date) -> date:
    item = table.get(*keys.meta("sweep"))
    if item is None:
        return today - timedelta(days=LOOK_BACK)
    return min(date.fromisoformat(item.data["day"]), today - timedelta(days=1))
