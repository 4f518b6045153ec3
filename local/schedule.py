"""When a scheduled function is due: EventBridge's rate(...) and cron(...), read as EventBridge reads them (UTC).

>>> Cron("cron(0 0 * * ? *)").matches(datetime(2026, 11, 22, 0, 0, tzinfo=UTC))
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

_UNITS = {"minute": 60, "hour": 3600, "day": 86400}
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]


class Rate:
    """rate(5 minutes): due at the start, so that what lay waiting while nothing ran is taken up, then at each step."""

    def __init__(self, text: str) -> None:
        found = re.fullmatch(r"rate\(([1-9][0-9]{0,4}) (minute|hour|day)s?\)", text)
        if not found:
            raise ValueError(f"not a rate that EventBridge takes: {text}")
        self.seconds = int(found[1]) * _UNITS[found[2]]

    def due(self, last: datetime | None, now: datetime) -> bool:
        return last is None or now - last >= timedelta(seconds=self.seconds)


class Cron:
    """cron(minutes hours day-of-month month day-of-week year), in UTC; L, W and # are not taken."""

    def __init__(self, text: str) -> None:
        found = re.fullmatch(r"cron\(([^()]+)\)", text)
        fields = found[1].split() if found else []
        if len(fields) != 6:
            raise ValueError(f"not a cron that EventBridge takes: {text}")
        self.minutes = _set(fields[0], 0, 59)
        self.hours = _set(fields[1], 0, 23)
        self.days = _set(fields[2], 1, 31)
        self.months = _set(fields[3], 1, 12, _MONTHS)
        self.weekdays = _set(fields[4], 1, 7, _DAYS)
        self.years = _set(fields[5], 1970, 2199)

    def matches(self, moment: datetime) -> bool:
        """Whether it fires in this minute."""
        utc = moment.astimezone(UTC)
        return (
            utc.minute in self.minutes
            and utc.hour in self.hours
            and utc.day in self.days
            and utc.month in self.months
            and utc.isoweekday() % 7 + 1 in self.weekdays
            and utc.year in self.years
        )

    def due(self, last: datetime | None, now: datetime) -> bool:
        """Whether a firing lies after `last` (at most a day back, so that a machine asleep overnight catches up)."""
        if last is None:
            return False
        start = max(last, now - timedelta(days=1)).replace(second=0, microsecond=0) + timedelta(minutes=1)
        minutes = int((now - start).total_seconds() // 60)
        return any(self.matches(start + timedelta(minutes=step)) for step in range(minutes + 1))


Schedule = Rate | Cron


def read(text: str) -> Schedule:
    """The schedule of an expression. Raises ValueError for one that EventBridge or this reader does not take."""
    return Rate(text) if text.startswith("rate(") else Cron(text)


def _set(field: str, low: int, high: int, names: Sequence[str] = ()) -> frozenset[int]:
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        if span in ("*", "?"):
            first, last = low, high
        else:
            start, _, end = span.partition("-")
            first = _number(start, low, names)
            last = _number(end, low, names) if end else (high if step else first)
        if not (low <= first <= last <= high) or (step and not step.isdigit()) or step == "0":
            raise ValueError(f"{field} lies outside {low} to {high}")
        found.update(range(first, last + 1, int(step or 1)))
    return frozenset(found)


def _number(text: str, low: int, names: Sequence[str]) -> int:
    if text.upper() in names:
        return names.index(text.upper()) + low
    if not text.isdigit():
        raise ValueError(f"{text} is not taken in a cron here")
    return int(text)
