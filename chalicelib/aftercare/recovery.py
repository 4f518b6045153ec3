"""The path back: told credit scores month by month, the record's removal, what opens and when, an estimate ahead.

No bureau publishes how scores move after a milestone, so only the person's own change is stated; what lies ahead comes
from this project's own score, is marked as an estimate and never mixed with a bureau's numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.aftercare.benefits import Milestone, Removal


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
