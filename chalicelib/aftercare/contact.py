"""may_contact(): the one function that decides whether a message may go now.

It answers send, shift (until when) or hold, with every reason. Each rule moves a moment forward to the first one that
it allows; the rules are applied until none moves it any more, so there is no order in which one slips past another.
Two fences: the law's (night 21:00 to 08:00; 7 contacts in 7 days), which collectors must keep, and our own, narrower
one (working days 09:00 to 20:00; 2 in 7 days, a third only for what is urgent). We are no collector and keep both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from chalicelib.aftercare.calendar import Calendar
from chalicelib.aftercare.days import at, seoul
from chalicelib.law import Law

CHANNELS: Final = {"sms": "문자", "email": "전자우편", "alimtalk": "알림톡", "outbox": "내부 보관함"}
HOLD_REASONS: Final = {
    "hospital": "수술이나 입원",
    "disaster": "재난 피해",
    "bereavement": "가족의 사망",
    "marriage": "혼인",
}
WHY: Final = {
    "opted_out": "안내를 받지 않겠다고 하셨습니다.",
    "no_channel": "쓸 수 있는 연락 방법이 없습니다(확인되지 않았거나 거절하신 방법).",
    "hold": "사정이 있어 연락을 멈춘 기간입니다.",
    "paused": "쉬고 싶다고 하신 기간입니다.",
    "night": "법으로 연락이 금지된 밤 시간입니다.",
    "own_hours": "우리가 안내를 보내지 않는 시간입니다.",
    "rest_day": "주말이나 공휴일입니다.",
    "blocked_hours": "연락하지 말아 달라고 하신 시간입니다.",
    "weekly_cap": "정해 둔 기간에 보내는 횟수를 다 썼습니다.",
    "too_late": "보낼 수 있는 때가 되면 이미 소용없는 안내입니다.",
}
_HORIZON = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Address:
    """One way to reach the person; only a confirmed one is ever used."""

    channel: str
    to: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Blocked:
    """Hours in which the person does not want to be reached, on a weekday (0 is Monday); `until` may be 24:00 as 00:00."""

    weekday: int
    start: time
    until: time

    def hours(self) -> timedelta:
        end = 24 * 60 if self.until == time(0) else self.until.hour * 60 + self.until.minute
        return timedelta(minutes=end - self.start.hour * 60 - self.start.minute)


@dataclass(frozen=True, slots=True)
class Hold:
    """Days, both included, on which nothing is sent."""

    reason: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Person:
    """What decides about reaching someone. `sent`: moments of the messages of the last weeks, any channel."""

    addresses: tuple[Address, ...] = ()
    refused: frozenset[str] = frozenset()
    blocked: tuple[Blocked, ...] = ()
    holds: tuple[Hold, ...] = ()
    paused_until: date | None = None
    opted_out: bool = False
    sent: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """`at` is the moment for send (now) and shift; `channel` the address to use; `reasons` are keys of WHY."""

    action: Literal["send", "shift", "hold"]
    at: datetime | None
    address: Address | None
    reasons: tuple[str, ...]


def may_contact(
    now: datetime, person: Person, calendar: Calendar, law: Law, *, until: datetime, urgent: bool = False
) -> Decision:
    """Whether a message that makes sense up to `until` may go at `now`.

    urgent: a legal clock or a decision the person waits for: may use the reserve of the weekly cap and reaches through
    a pause that the person asked for, never through night, holds, blocked hours or a refusal.
    """
    moment = seoul(now)
    if person.opted_out:
        return Decision("hold", None, None, ("opted_out",))
    address = next((a for a in person.addresses if a.confirmed and a.channel not in person.refused), None)
    if address is None:
        return Decision("hold", None, None, ("no_channel",))
    allowed, reasons = earliest(moment, person, calendar, law, urgent)
    if allowed is None or allowed > until:
        return Decision("hold", None, None, (*reasons, "too_late"))
    return Decision("send" if allowed == moment else "shift", allowed, address, reasons)


def earliest(
    moment: datetime, person: Person, calendar: Calendar, law: Law, urgent: bool
) -> tuple[datetime | None, tuple[str, ...]]:
    """The first moment from `moment` on that every rule allows, with what stood in the way; None within a year."""
    rules = _rules(person, calendar, law, urgent)
    found: dict[str, None] = {}
    start = moment
    while moment - start <= _HORIZON:
        for name, rule in rules:
            later = rule(moment)
            if later > moment:
                found[name] = None
                moment = later
                break
        else:
            return moment, tuple(found)
    return None, tuple(found)


Rule = Callable[[datetime], datetime]


def _rules(person: Person, calendar: Calendar, law: Law, urgent: bool) -> list[tuple[str, Rule]]:
    night, own = law["fence.night"].value, law["fence.own_hours"].value
    cap, law_cap = law["fence.own_cap"].value, law["fence.law_cap"].value
    most = min(cap["urgent" if urgent else "ordinary"], law_cap["contacts"])
    span = timedelta(days=max(cap["days"], law_cap["days"]))
    sent = sorted(seoul(one) for one in person.sent)
    rules: list[tuple[str, Rule]] = [
        ("hold", lambda t: _after_holds(t, person.holds)),
        (
            "night",
            lambda t: _from_until(t, time.fromisoformat(night["to"]), time.fromisoformat(night["from"])),
        ),
        (
            "own_hours",
            lambda t: _from_until(t, time.fromisoformat(own["from"]), time.fromisoformat(own["to"])),
        ),
        ("rest_day", lambda t: _next_working_day(t, calendar)),
        ("blocked_hours", lambda t: _after_blocked(t, person.blocked)),
        ("weekly_cap", lambda t: _after_cap(t, sent, most, span)),
    ]
    if person.paused_until and not urgent:
        last = person.paused_until
        rules.append(("paused", lambda t: t if t.date() > last else _midnight(last + timedelta(days=1))))
    return rules


def _midnight(day: date) -> datetime:
    return at(day, time(0))


def _from_until(moment: datetime, opens: time, closes: time) -> datetime:
    """The moment if its clock is within [opens, closes), else the next opening."""
    clock = moment.timetz().replace(tzinfo=None)
    if clock < opens:
        return at(moment.date(), opens)
    if clock >= closes:
        return at(moment.date() + timedelta(days=1), opens)
    return moment


def _next_working_day(moment: datetime, calendar: Calendar) -> datetime:
    day = moment.date()
    return moment if calendar.is_business_day(day) else _midnight(calendar.on_or_after(day))


def _after_holds(moment: datetime, holds: tuple[Hold, ...]) -> datetime:
    for hold in holds:
        if hold.first <= moment.date() <= hold.last:
            return _midnight(hold.last + timedelta(days=1))
    return moment


def _after_blocked(moment: datetime, blocked: tuple[Blocked, ...]) -> datetime:
    clock = moment.timetz().replace(tzinfo=None)
    for one in blocked:
        ends_at_midnight = one.until == time(0)
        if one.weekday == moment.weekday() and one.start <= clock and (ends_at_midnight or clock < one.until):
            day = moment.date() + timedelta(days=1) if ends_at_midnight else moment.date()
            return at(day, one.until)
    return moment


def _after_cap(moment: datetime, sent: list[datetime], most: int, span: timedelta) -> datetime:
    recent = [one for one in sent if one > moment - span]
    return moment if len(recent) < most else recent[-most] + span
