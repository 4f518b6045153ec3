"""The path back: told credit scores month by month, the record's removal, what opens and when, an estimate ahead.

No bureau publishes how scores move after a milestone, so only the person's own change is stated; what lies ahead comes
from this project's own score, is marked as an estimate and never mixed with a bureau's numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.aftercare.benefits import Milestone, Removal
from chalicelib.aftercare.case import Books
from chalicelib.aftercare.days import add_months


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Scores told for a month (points, 1 to 1,000); None where that bureau's was not told."""

    month: str
    nice: int | None
    kcb: int | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """Our own score's range for a month to come, in points."""

    month: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something on the path: a removal or an opening. `certain` is never true of a day to come."""

    on: date
    code: str
    title: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Path:
    snapshots: tuple[Snapshot, ...]
    ahead: tuple[Ahead, ...]
    events: tuple[Event, ...]
    change: dict[str, int]
    """Points between the first and the last told score, by bureau; only where at least two were told."""


def months_as_history(opened: Books, as_of: date, most: int = 24) -> list[dict[str, int | str]]:
    """The plan as a behaviour score reads an account: by month what was due, paid, left (won) and how late (days).

    Only months that have begun; a month without an instalment counts with nothing due.
    """
    rows, ledger = opened.instalments, opened.ledger
    if not rows or rows[0].due > as_of:
        return []
    total = sum(row.amount for row in rows)
    first = max(rows[0].due.replace(day=1), add_months(as_of.replace(day=1), 1 - most))
    settled = {row.no: ledger.settled_on.get(row.no) for row in rows}
    spent = ledger.received
    found: list[dict[str, int | str]] = []
    month = first
    while month <= as_of:
        end = min(add_months(month, 1) - timedelta(days=1), as_of)
        due = sum(row.amount for row in rows if month <= row.due <= end)
        late = [row.due for row in rows if row.due < end and not _settled_by(settled[row.no], end)]
        found.append(
            {
                "month": f"{month:%Y-%m}",
                "due": due,
                "paid": sum(amount for on, amount in spent if month <= on <= end),
                "balance": max(total - sum(amount for on, amount in spent if on <= end), 0),
                "days_late": (end - late[0]).days if late else 0,
            }
        )
        month = add_months(month, 1)
    return found


def _settled_by(on: date | None, day: date) -> bool:
    return on is not None and on <= day


def path(
    snapshots: Sequence[Snapshot],
    marks: Sequence[Milestone],
    gone: Removal | None,
    ahead: Sequence[Ahead] = (),
) -> Path:
    """Everything on one line of time, sorted."""
    told = tuple(sorted(snapshots, key=lambda one: one.month))
    events = [
        Event(mark.on, opening.code, opening.title, mark.reached)
        for mark in marks
        if mark.on
        for opening in mark.opens
    ]
    if gone and gone.on:
        events.append(Event(gone.on, "record_removal", "공공정보 삭제 확인", gone.reached))
    change: dict[str, int] = {}
    for bureau in ("nice", "kcb"):
        points = [getattr(one, bureau) for one in told if getattr(one, bureau) is not None]
        if len(points) > 1:
            change[bureau] = points[-1] - points[0]
    return Path(told, tuple(ahead), tuple(sorted(events, key=lambda e: (e.on, e.code))), change)
