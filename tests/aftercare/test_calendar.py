"""Korean holidays as data: the days of the sheet, substitutes, overrides, and that next year is there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aftercare.calendar import CalendarGap, build, load
from chalicelib.aftercare.days import KST
from dasibom import build_calendar

CALENDAR = load()
DAYS_2026 = (
    "01-01 02-16 02-17 02-18 03-01 03-02 05-01 05-05 05-24 05-25 06-03 06-06 07-17 08-15 08-17 "
    "09-24 09-25 09-26 10-03 10-05 10-09 12-25"
)
DAYS_2027 = (
    "01-01 02-06 02-07 02-08 02-09 03-01 05-01 05-03 05-05 05-13 06-06 07-17 07-19 08-15 08-16 "
    "09-14 09-15 09-16 10-03 10-04 10-09 10-11 12-25 12-27"
)


@pytest.mark.parametrize(("year", "days"), [(2026, DAYS_2026), (2027, DAYS_2027)])
def test_the_holidays_of_a_year_are_those_of_the_sheet(year: int, days: str) -> None:
    found = [f"{day:%m-%d}" for day in sorted(CALENDAR.names) if day.year == year]
    assert found == days.split()


def test_the_calendar_holds_next_year() -> None:
    """Fails when the calendar is stale: raise the pin of `holidays`, run `python -m dasibom.build_calendar`."""
    next_year = datetime.now(KST).year + 1
    assert CALENDAR.first <= next_year <= CALENDAR.last
    assert CALENDAR.verified_to >= date(next_year, 12, 31), (
        "compare the new year with the official list, then raise VERIFIED_TO in dasibom/build_calendar.py"
    )


def test_the_packaged_table_is_what_the_package_gives_today() -> None:
    assert build_calendar.TARGET.read_text("utf-8") == build_calendar.text()


@pytest.mark.parametrize(
    ("nominal", "due"),
    [
        ("2026-05-01", "2026-05-04"),  # 노동절 on a Friday
        ("2026-02-16", "2026-02-19"),  # 설날 block
        ("2026-09-24", "2026-09-28"),  # 추석 block into a weekend
        ("2026-10-03", "2026-10-06"),  # Saturday, then a substitute Monday
        ("2027-02-06", "2027-02-10"),  # 설날 with a substitute
        ("2026-06-06", "2026-06-08"),  # 현충일 on a Saturday has no substitute
        ("2026-11-24", "2026-11-24"),  # a Tuesday stays
        ("2028-02-29", "2028-02-29"),  # a leap day is a day like others
    ],
)
def test_a_due_day_on_a_rest_day_moves_to_the_next_working_day(nominal: str, due: str) -> None:
    moved = CALENDAR.move_due(date.fromisoformat(nominal), "next_business_day")
    assert moved == date.fromisoformat(due)


def test_other_programmes_rules_are_kept_apart() -> None:
    saturday = date(2026, 10, 3)
    assert CALENDAR.move_due(saturday, "previous_business_day") == date(2026, 10, 2)
    assert CALENDAR.move_due(saturday, "none") == saturday
    with pytest.raises(ValueError, match="unknown due-date rule"):
        CALENDAR.move_due(saturday, "whenever")


def test_a_day_decreed_late_moves_what_falls_on_it() -> None:
    table = build_calendar.table()
    decreed = build(table, [{"date": "2026-11-25", "change": "add", "name": "임시공휴일", "source": "test"}])
    assert decreed.on_or_after(date(2026, 11, 25)) == date(2026, 11, 26)
    undone = build(
        table,
        [
            {"date": "2026-11-25", "change": "add", "name": "임시공휴일", "source": "test"},
            {"date": "2026-11-25", "change": "remove", "name": "", "source": "test"},
        ],
    )
    assert undone.on_or_after(date(2026, 11, 25)) == date(2026, 11, 25)
    with pytest.raises(ValueError, match="add or remove"):
        build(table, [{"date": "2026-11-25", "change": "move", "name": "", "source": ""}])


def test_the_temporary_holiday_of_2025_is_an_override_row() -> None:
    assert not CALENDAR.is_business_day(date(2025, 1, 27))


@pytest.mark.parametrize("day", [date(CALENDAR.first - 1, 12, 31), date(CALENDAR.last + 1, 1, 1)])
def test_a_year_outside_the_table_is_an_error_and_never_a_guess(day: date) -> None:
    with pytest.raises(CalendarGap):
        CALENDAR.is_business_day(day)


@given(st.dates(date(2018, 2, 1), date(2041, 11, 1)))
def test_moving_never_goes_back_and_never_passes_a_working_day(day: date) -> None:
    moved = CALENDAR.on_or_after(day)
    assert moved >= day
    assert CALENDAR.is_business_day(moved)
    assert not any(CALENDAR.is_business_day(day + timedelta(days=i)) for i in range((moved - day).days))


@given(st.dates(date(2018, 6, 1), date(2041, 6, 1)), st.integers(-40, 40))
def test_counting_working_days_there_and_back(day: date, count: int) -> None:
    start = CALENDAR.on_or_after(day)
    assert CALENDAR.plus_business_days(CALENDAR.plus_business_days(start, count), -count) == start
