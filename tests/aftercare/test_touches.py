"""What there is to say and when: before, on and after the day, before each legal clock, at every mark."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aftercare.case import Case
from chalicelib.aftercare.touches import KINDS, Note, Touch, touches
from chalicelib.law import law_as_of

from .support import CALENDAR, judged, seoul, workout


def planned(case: Case, day: date, **more: object) -> dict[str, datetime]:
    return {touch.key: touch.at for touch in listed(case, day, **more)}


def listed(case: Case, day: date, **more: object) -> list[Touch]:
    now, opened = judged(case, day)
    return touches(case, now, opened, CALENDAR, law_as_of(day), **more)  # type: ignore[arg-type]


def test_three_working_days_before_and_on_the_day_itself() -> None:
    found = planned(workout(2), date(2026, 3, 10))
    assert found["before_due:2026-03-25"] == seoul("2026-03-20 10:00")  # Wednesday less three working days
    assert found["due:2026-03-25"] == seoul("2026-03-25 10:00")


def test_a_day_before_seollal_is_counted_in_working_days() -> None:
    case = workout(0, first=date(2026, 2, 20))
    assert planned(case, date(2026, 2, 2))["before_due:2026-02-20"] == seoul("2026-02-12 10:00")


def test_after_a_missed_day_one_and_five_days_later_and_only_for_the_latest() -> None:
    found = planned(workout(2), date(2026, 3, 26))
    assert found["missed_1:2026-03-25"] == seoul("2026-03-26 10:00")
    assert found["missed_5:2026-03-25"] == seoul("2026-03-30 10:00")
    two = planned(workout(2), date(2026, 4, 28))
    assert "missed_1:2026-04-25" in two
    assert "missed_1:2026-03-25" not in two


def test_before_the_third_missed_instalment_counts_there_are_three_warnings_instead_of_reminders() -> None:
    found = planned(workout(2), date(2026, 4, 28))
    warnings = {key: when for key, when in found.items() if key.startswith("lapse_warning")}
    assert warnings == {
        "lapse_warning:2026-05-25:10": seoul("2026-05-11 10:00"),
        "lapse_warning:2026-05-25:3": seoul("2026-05-20 10:00"),
        "lapse_warning:2026-05-25:1": seoul("2026-05-22 10:00"),
    }
    assert "before_due:2026-05-25" not in found


def test_once_the_limit_is_reached_only_a_call_for_today_is_made() -> None:
    found = planned(workout(2), date(2026, 5, 27))
    assert found["limit_reached:2026-05-25"] == seoul("2026-05-27 10:00")
    assert not any(key.startswith("missed") for key in found)


def test_a_paid_instalment_has_nothing_more_to_say() -> None:
    assert not any(key.endswith("2026-03-25") for key in planned(workout(3), date(2026, 3, 20)))


def test_the_window_for_revival_is_told_at_once_and_before_its_last_day() -> None:
    day = date(2026, 5, 28)
    case = workout(2, stage="lapsed", stage_on=day, lapses=(day,))
    found = planned(case, day)
    assert sorted(found.values()) == [
        seoul("2026-05-29 10:00"),
        seoul("2026-06-26 10:00"),
        seoul("2026-07-21 10:00"),
        seoul("2026-07-27 10:00"),
    ]
    assert all(key.startswith("revive_window") for key in found)


def test_milestones_the_record_the_yearly_review_and_encouragement_have_their_days() -> None:
    found = planned(workout(11), date(2026, 12, 1), coached=True)
    assert found["milestone:12"] == seoul("2026-12-29 10:00")
    assert found["record_removal:12"] == seoul("2027-01-05 10:00")  # five working days after the mark
    assert found["yearly_review:2027"] == seoul("2027-01-04 10:00")
    assert found["coach:9"] == seoul("2026-10-02 10:00")  # due on the 28th after 추석, four working days on


def test_nobody_who_is_late_is_cheered_or_told_of_marks_to_come() -> None:
    found = planned(workout(2), date(2026, 4, 28), coached=True)
    assert not any(key.startswith(("coach", "milestone", "record")) for key in found)


def test_completion_is_told_and_so_is_the_end_of_the_benefits() -> None:
    case = workout(60, stage="completed", stage_on=date(2026, 11, 24))
    found = planned(case, date(2026, 11, 24))
    assert set(found) == {"completed:2026-11-24", "benefit_end:2029-11-24"}


def test_a_note_is_told_at_its_own_moment() -> None:
    note = Note("relief_decision", "r1:x", seoul("2026-03-10 15:00"), {"status": "approved"})
    assert planned(workout(2), date(2026, 3, 10), notes=(note,))["relief_decision:r1:x"] == seoul(
        "2026-03-10 15:00"
    )


@given(st.integers(0, 60), st.dates(date(2026, 1, 2), date(2027, 12, 1)), st.booleans())
def test_keys_are_unique_stable_and_every_touch_is_of_use_for_a_while(
    paid: int, day: date, coached: bool
) -> None:
    found = listed(workout(paid), day, coached=coached)
    assert len({touch.key for touch in found}) == len(found)
    assert found == listed(workout(paid), day, coached=coached)
    for touch in found:
        assert touch.at < touch.until
        assert (touch.template == "") == (touch.kind == "check")
        assert touch.kind == "check" or touch.kind in KINDS


@pytest.mark.parametrize("stage", ["applied", "closed", "abolished"])
def test_where_nothing_falls_due_nothing_is_said(stage: str) -> None:
    assert listed(replace(workout(2), stage=stage), date(2026, 4, 28)) == []
