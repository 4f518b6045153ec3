"""may_contact(): no hole in the night, on rest days, in holds, refusals, blocked hours, caps. Properties over a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.aftercare.contact import WHY, Address, Blocked, Hold, Person, may_contact
from chalicelib.aftercare.days import KST, at
from chalicelib.law import law_as_of

from .support import CALENDAR, seoul

LAW = law_as_of(date(2026, 11, 24))
SMS = Address("sms", "01012345678", True)
MAIL = Address("email", "a@example.org", True)
LONG = datetime(2028, 6, 1, tzinfo=KST)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))
clocks = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@st.composite
def blocked(draw: st.DrawFn) -> Blocked:
    start = draw(st.integers(0, 23 * 60))
    end = draw(st.integers(start + 1, min(start + 240, 24 * 60)))
    until = time(0) if end == 24 * 60 else time(end // 60, end % 60)
    return Blocked(draw(st.integers(0, 6)), time(start // 60, start % 60), until)


@st.composite
def holds(draw: st.DrawFn) -> Hold:
    first = draw(st.dates(date(2026, 1, 1), date(2027, 6, 1)))
    return Hold("hospital", first, first + timedelta(days=draw(st.integers(0, 90))))


persons = st.builds(
    Person,
    addresses=st.lists(
        st.builds(Address, st.sampled_from(["sms", "email", "alimtalk"]), st.just("x"), st.booleans()),
        max_size=3,
    ).map(tuple),
    refused=st.frozensets(st.sampled_from(["sms", "email", "alimtalk"])),
    blocked=st.lists(blocked(), max_size=7).map(tuple),
    holds=st.lists(holds(), max_size=3).map(tuple),
    paused_until=st.none() | st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    opted_out=st.booleans(),
    sent=st.lists(moments, max_size=6).map(tuple),
)


reachable = persons.map(lambda p: replace(p, addresses=(SMS,), refused=frozenset(), opted_out=False))


@given(moments, persons, st.booleans(), st.integers(0, 40))
def test_whatever_is_set_a_message_goes_only_when_every_rule_allows_it(
    now: datetime, person: Person, urgent: bool, days: int
) -> None:
    until = now + timedelta(days=days)
    found = may_contact(now, person, CALENDAR, LAW, until=until, urgent=urgent)
    assert set(found.reasons) <= set(WHY)
    if found.action == "hold":
        assert found.reasons
        assert found.at is None
        return
    assert found.at is not None
    assert found.address is not None
    local = found.at.astimezone(KST)
    assert not person.opted_out
    assert found.address.confirmed
    assert found.address.channel not in person.refused
    assert time(8) <= local.time() < time(21), "the law's night"
    assert time(9) <= local.time() < time(20), "our own hours"
    assert CALENDAR.is_business_day(local.date())
    assert not any(hold.first <= local.date() <= hold.last for hold in person.holds)
    for block in person.blocked:
        inside = block.weekday == local.weekday() and block.start <= local.time()
        assert not (inside and (block.until == time(0) or local.time() < block.until))
    recent = [one for one in person.sent if one > found.at - timedelta(days=7)]
    assert len(recent) < (3 if urgent else 2)
    if person.paused_until and not urgent:
        assert local.date() > person.paused_until
    assert now <= found.at <= until
    assert (found.action == "send") == (found.at == now)
    assert (found.action == "shift") == bool(found.reasons)


@given(moments, reachable, st.booleans())
def test_what_was_shifted_may_go_at_the_moment_it_was_shifted_to(
    now: datetime, person: Person, urgent: bool
) -> None:
    found = may_contact(now, person, CALENDAR, LAW, until=LONG, urgent=urgent)
    assume(found.action == "shift")
    assert found.at is not None
    again = may_contact(found.at, person, CALENDAR, LAW, until=LONG, urgent=urgent)
    assert (again.action, again.reasons) == ("send", ())


@given(moments, reachable, st.booleans())
def test_a_shift_is_to_the_first_moment_that_is_allowed(now: datetime, person: Person, urgent: bool) -> None:
    found = may_contact(now, person, CALENDAR, LAW, until=LONG, urgent=urgent)
    assume(found.action == "shift")
    assert found.at is not None
    step = (found.at - now) / 7
    for i in range(1, 7):
        between = may_contact(now + step * i, person, CALENDAR, LAW, until=LONG, urgent=urgent)
        assert between.action == "shift"
        assert between.at == found.at


@pytest.mark.parametrize(
    ("now", "action", "when", "reasons"),
    [
        ("2026-11-24 10:00", "send", "2026-11-24 10:00", ()),
        ("2026-11-24 20:59", "shift", "2026-11-25 09:00", ("own_hours",)),
        ("2026-11-24 21:00", "shift", "2026-11-25 09:00", ("night", "own_hours")),
        ("2026-11-24 07:59", "shift", "2026-11-24 09:00", ("night", "own_hours")),
        ("2026-11-24 08:00", "shift", "2026-11-24 09:00", ("own_hours",)),
        ("2026-11-24 19:59", "send", "2026-11-24 19:59", ()),
        ("2026-11-27 20:00", "shift", "2026-11-30 09:00", ("own_hours", "rest_day", "night")),
        ("2027-02-05 20:00", "shift", "2027-02-10 09:00", ("own_hours", "rest_day", "night")),  # over 설날
        ("2026-09-23 20:30", "shift", "2026-09-28 09:00", ("own_hours", "rest_day", "night")),  # over 추석
    ],
)
def test_the_edges_of_the_day_and_of_holidays(
    now: str, action: str, when: str, reasons: tuple[str, ...]
) -> None:
    found = may_contact(seoul(now), Person((SMS,)), CALENDAR, LAW, until=LONG)
    assert (found.action, found.at) == (action, seoul(when))
    assert set(reasons) <= set(found.reasons)


def test_a_moment_in_utc_is_judged_on_the_clock_in_seoul() -> None:
    midnight_utc = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 09:00 in Seoul
    assert may_contact(midnight_utc, Person((SMS,)), CALENDAR, LAW, until=LONG).action == "send"
    noon_utc = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # 21:00 in Seoul
    assert may_contact(noon_utc, Person((SMS,)), CALENDAR, LAW, until=LONG).action == "shift"
    with pytest.raises(ValueError, match="offset"):
        may_contact(datetime(2026, 11, 24), Person((SMS,)), CALENDAR, LAW, until=LONG)


def test_the_weekly_cap_lets_a_third_message_through_only_when_it_is_urgent() -> None:
    now = seoul("2026-11-24 10:00")
    two = Person((SMS,), sent=(seoul("2026-11-20 10:00"), seoul("2026-11-23 10:00")))
    ordinary = may_contact(now, two, CALENDAR, LAW, until=LONG)
    assert (ordinary.action, ordinary.at, ordinary.reasons) == (
        "shift",
        seoul("2026-11-27 10:00"),
        ("weekly_cap",),
    )
    assert may_contact(now, two, CALENDAR, LAW, until=LONG, urgent=True).action == "send"
    three = Person((SMS,), sent=(*two.sent, seoul("2026-11-24 09:00")))
    assert may_contact(now, three, CALENDAR, LAW, until=LONG, urgent=True).action == "shift"


def test_a_message_seven_days_old_to_the_minute_no_longer_counts() -> None:
    person = Person((SMS,), sent=(seoul("2026-11-17 10:00"), seoul("2026-11-23 10:00")))
    assert may_contact(seoul("2026-11-24 10:00"), person, CALENDAR, LAW, until=LONG).action == "send"
    assert may_contact(seoul("2026-11-24 09:59"), person, CALENDAR, LAW, until=LONG).action == "shift"


def test_a_refused_channel_gives_way_to_the_next_and_none_left_holds() -> None:
    now = seoul("2026-11-24 10:00")
    person = Person((SMS, MAIL), refused=frozenset({"sms"}))
    assert may_contact(now, person, CALENDAR, LAW, until=LONG).address == MAIL
    none = Person((SMS, MAIL), refused=frozenset({"sms", "email"}))
    assert may_contact(now, none, CALENDAR, LAW, until=LONG).reasons == ("no_channel",)
    unconfirmed = Person((Address("sms", "01012345678", False),))
    assert may_contact(now, unconfirmed, CALENDAR, LAW, until=LONG).action == "hold"


def test_a_bereavement_holds_even_what_is_urgent() -> None:
    person = Person((SMS,), holds=(Hold("bereavement", date(2026, 11, 20), date(2026, 11, 30)),))
    found = may_contact(seoul("2026-11-24 10:00"), person, CALENDAR, LAW, until=LONG, urgent=True)
    assert (found.action, found.at) == ("shift", seoul("2026-12-01 09:00"))


def test_what_can_only_go_when_it_is_of_no_use_is_held_and_says_why() -> None:
    person = Person((SMS,), holds=(Hold("hospital", date(2026, 11, 20), date(2026, 11, 30)),))
    found = may_contact(
        seoul("2026-11-24 10:00"), person, CALENDAR, LAW, until=at(date(2026, 11, 25), time(20))
    )
    assert (found.action, found.reasons[-1]) == ("hold", "too_late")
    assert "hold" in found.reasons


def test_our_own_fence_lies_within_the_laws() -> None:
    own, night = LAW["fence.own_hours"].value, LAW["fence.night"].value
    assert night["to"] <= own["from"] < own["to"] <= night["from"]
    cap, law = LAW["fence.own_cap"].value, LAW["fence.law_cap"].value
    assert cap["ordinary"] <= cap["urgent"] < law["contacts"]
    assert cap["days"] <= law["days"]
