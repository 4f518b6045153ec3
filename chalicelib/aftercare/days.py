"""Days and moments as Korean law and this service count them. No clock: every function is given its day.

The service thinks in Asia/Seoul. Korea keeps no summer time, so the offset is a constant and needs no zone database.
"""

from __future__ import annotations

import calendar as _month_lengths
from datetime import date, datetime, time, timedelta, timezone

KST = timezone(timedelta(hours=9), "KST")
WEEKDAYS = "월화수목금토일"


def seoul(moment: datetime) -> datetime:
    """The same moment on a clock in Seoul. Raises ValueError for a moment without an offset.

    >>> from datetime import UTC
    >>> seoul(datetime(2026, 12, 31, 15, 0, tzinfo=UTC)).isoformat()
    '2027-01-01T00:00:00+09:00'
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset")
    return moment.astimezone(KST)


def at(day: date, clock: time) -> datetime:
    """That day and hour in Seoul."""
    return datetime.combine(day, clock, KST)


def add_months(day: date, months: int, anchor: int | None = None) -> date:
    """The same day of the month, `months` later; the last day where the month is shorter.

    `anchor` is the day of the month that the plan names: a plan due on the 31st goes back to the 31st after February.

    >>> add_months(date(2028, 1, 31), 1), add_months(date(2028, 2, 29), 1, anchor=31)
    (datetime.date(2028, 2, 29), datetime.date(2028, 3, 31))
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = _month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor or day.day, last))


def months_period_end(first: date, months: int) -> date:
    """Last day of a period of months that an event on `first` starts (민법 157, 160: the first day is not counted).

    >>> months_period_end(date(2026, 12, 31), 2)
    datetime.date(2027, 2, 28)
    """
    return add_months(first, months)


def korean(day: date) -> str:
    """How a date is said to a person: with its weekday.

    >>> korean(date(2026, 11, 25))
    '11월 25일(수)'
    """
    return f"{day.month}월 {day.day}일({WEEKDAYS[day.weekday()]})"
