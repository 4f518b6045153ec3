"""Calendar arithmetic of periods: the day after `n` months or years, month ends kept."""

from __future__ import annotations

from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """
    >>> add_months(date(2024, 1, 31), 1), add_months(date(2026, 3, 31), -6)
    (datetime.date(2024, 2, 29), datetime.date(2025, 9, 30))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    ends = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, ends))


def add_years(day: date, years: int) -> date:
    """
    >>> add_years(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    return add_months(day, 12 * years)


def months_since(day: date, days: int) -> int:
    """Whole calendar months that have passed on a day since it was `days` days earlier.

    >>> months_since(date(2026, 11, 22), 1826), months_since(date(2026, 11, 22), 1825)
    (60, 59)
    """
    if days < 28:
        return 0
    start = day - timedelta(days=days)
    months = (day.year - start.year) * 12 + day.month - start.month
    return months - 1 if add_months(start, months) > day else months


def years_since(day: date, days: int) -> int:
    """Whole calendar years of the same."""
    return months_since(day, days) // 12


def days_until(today: date, then: date) -> int:
    """Days left until a day; zero once it has come."""
    return max(0, (then - today).days)
