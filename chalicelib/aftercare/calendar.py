"""Korean public holidays as data, and the days on which something falls due.

`data/calendar_kr.json` is built from the well-kept `holidays` package (`python -m dasibom.build_calendar`), so that
the 14 MB package itself is not shipped. `data/holiday_overrides.json` holds the days that the cabinet decrees late
(임시공휴일): one row each, in force without a release of the package. A day outside the table is an error.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")


class CalendarGap(LookupError):
    """The table says nothing about this year."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(f"no holidays known for {day.year}; run `python -m dasibom.build_calendar`")


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Names of the public holidays by day, for the years `first` to `last`. Two calendars are equal only if the same.

    `verified_to` is the last day compared with the official list: later days lack elections and temporary holidays
    and may still move, which is why due dates are computed again whenever they are shown.
    """

    names: dict[date, str]
    first: int
    last: int
    verified_to: date

    def holiday(self, day: date) -> str | None:
        """Korean name of the public holiday, or None. Raises CalendarGap outside the table."""
        if not self.first <= day.year <= self.last:
            raise CalendarGap(day)
        return self.names.get(day)

    def is_business_day(self, day: date) -> bool:
        """Neither Saturday, Sunday nor public holiday."""
        return self.holiday(day) is None and day.weekday() < 5

    def on_or_after(self, day: date) -> date:
        """The day itself or the next business day (민법 제161조).

        >>> load().on_or_after(date(2026, 9, 24))
        datetime.date(2026, 9, 28)
        """
        while not self.is_business_day(day):
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself or the business day before it."""
        while not self.is_business_day(day):
            day -= timedelta(days=1)
        return day

    def plus_business_days(self, day: date, count: int) -> date:
        """`count` business days later (earlier when negative); the first day is not counted (민법 157)."""
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_business_day(day)
        return day

    def move_due(self, nominal: date, rule: str) -> date:
        """The day on which an instalment named for `nominal` really falls due, by the programme's rule.

        Raises ValueError for a rule nobody defined.
        """
        if rule == "next_business_day":
            return self.on_or_after(nominal)
        if rule == "previous_business_day":
            return self.on_or_before(nominal)
        if rule == "none":
            return nominal
        raise ValueError(f"unknown due-date rule {rule!r}")


def build(table: dict[str, Any], overrides: list[dict[str, Any]]) -> Calendar:
    """A calendar from the packaged table and the override rows (`add` or `remove`, later rows win)."""
    names = {date.fromisoformat(day): name for day, name in table["days"].items()}
    for row in overrides:
        day = date.fromisoformat(row["date"])
        if row["change"] == "add":
            names[day] = row["name"]
        elif row["change"] == "remove":
            names.pop(day, None)
        else:
            raise ValueError(f"override of {row['date']}: change must be add or remove")
    return Calendar(names, table["first"], table["last"], date.fromisoformat(table["verified_to"]))


@cache
def load() -> Calendar:
    """The packaged calendar."""
    table = json.loads((_DATA / "calendar_kr.json").read_text("utf-8"))
    overrides = json.loads((_DATA / "holiday_overrides.json").read_text("utf-8"))
    return build(table, overrides["rows"])
