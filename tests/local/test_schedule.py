"""Schedules are read as EventBridge reads them: in UTC, Sunday as day 1."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from chalice.app import Chalice, Cron, Rate
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.web.clock import SEOUL
from local import schedule
from local.clockwork import Clockwork

NINE_IN_SEOUL = datetime(2026, 11, 22, 9, 0, tzinfo=SEOUL)


def test_a_rate_is_due_at_the_start_and_then_at_each_step() -> None:
    rate = schedule.read("rate(5 minutes)")
    assert rate.due(None, NINE_IN_SEOUL)
    assert not rate.due(NINE_IN_SEOUL, NINE_IN_SEOUL + timedelta(minutes=5, seconds=-1))
    assert rate.due(NINE_IN_SEOUL, NINE_IN_SEOUL + timedelta(minutes=5))


def test_midnight_in_utc_is_nine_in_seoul() -> None:
    cron = schedule.Cron("cron(0 0 * * ? *)")
    assert cron.matches(NINE_IN_SEOUL)
    assert not cron.matches(NINE_IN_SEOUL + timedelta(minutes=1))
    assert not cron.matches(NINE_IN_SEOUL + timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("cron(0 0 ? * SUN *)", True),
        ("cron(0 0 ? * 1 *)", True),
        ("cron(0 0 ? * MON-SAT *)", False),
        ("cron(0/15 0 * * ? *)", True),
        ("cron(5/15 0 * * ? *)", False),
        ("cron(0 0,12 22 NOV ? 2026)", True),
        ("cron(0 0 22 11 ? 2025)", False),
        ("cron(0 */6 * * ? *)", True),
    ],
)
def test_fields_of_a_cron(text: str, fires: bool) -> None:
    assert schedule.Cron(text).matches(NINE_IN_SEOUL) is fires


@pytest.mark.parametrize(
    "text",
    [
        "rate(0 minutes)",
        "rate(5 weeks)",
        "cron(0 0 * * *)",
        "cron(60 0 * * ? *)",
        "cron(0 0 L * ? *)",
        "cron(0 0 ? * 6#3 *)",
        "every day",
        "cron(0/0 0 * * ? *)",
        "cron(5-1 0 * * ? *)",
    ],
)
def test_what_is_not_taken_is_said_at_the_start(text: str) -> None:
    with pytest.raises(ValueError):
        schedule.read(text)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)), st.integers(1, 86_000))
def test_a_cron_that_fires_each_minute_is_due_exactly_when_a_minute_has_begun(
    day: datetime, seconds: int
) -> None:
    last = day.replace(tzinfo=UTC, microsecond=0)
    now = last + timedelta(seconds=seconds)
    begun = now.replace(second=0) > last.replace(second=0)
    assert schedule.Cron("cron(* * * * ? *)").due(last, now) is begun


def test_a_machine_that_slept_over_the_hour_catches_up_once() -> None:
    cron = schedule.Cron("cron(0 0 * * ? *)")
    asleep, awake = NINE_IN_SEOUL - timedelta(hours=3), NINE_IN_SEOUL + timedelta(hours=2)
    assert cron.due(asleep, awake)
    assert not cron.due(awake, awake + timedelta(minutes=5))


def scheduled_app(fired: list[str]) -> Chalice:
    app = Chalice("clock")

    @app.schedule(Rate(5, unit=Rate.MINUTES))
    def often(event: object) -> None:
        fired.append("often")

    @app.schedule(Cron(0, 0, "*", "*", "?", "*"))
    def daily(event: object) -> None:
        fired.append("daily")

    @app.schedule("rate(1 hour)")
    def fails(event: object) -> None:
        raise RuntimeError("no")

    @app.on_sqs_message(queue="send")
    def send(event: object) -> None:
        fired.extend(record.body for record in event)  # type: ignore[attr-defined]

    return app


def test_the_clock_fires_what_the_app_registers_and_a_failure_stops_nothing() -> None:
    fired: list[str] = []
    works = Clockwork(scheduled_app(fired), lambda: NINE_IN_SEOUL)
    works._last["daily"] = NINE_IN_SEOUL - timedelta(minutes=2)
    assert works.tick(NINE_IN_SEOUL - timedelta(minutes=1)) == ["often", "fails"]
    assert works.tick(NINE_IN_SEOUL) == ["daily"]
    assert works.tick(NINE_IN_SEOUL + timedelta(minutes=4)) == ["often"]
    assert fired == ["often", "daily", "often"]


def test_a_message_reaches_the_function_of_that_queue() -> None:
    fired: list[str] = []
    works = Clockwork(scheduled_app(fired), lambda: NINE_IN_SEOUL)
    works.start()
    works.post("send", "m1")
    works.post("nobody", "m2")
    works.post("send", "m3")
    while len([mark for mark in fired if mark.startswith("m")]) < 2:
        works._threads[1].join(0.01)
    works.stop()
    assert [mark for mark in fired if mark.startswith("m")] == ["m1", "m3"]
    assert not any(thread.is_alive() for thread in works._threads)
