"""What there is to say to a person, and when: computed from the facts of the case, never stored ahead.

A changed plan, a payment or a holiday decreed late therefore needs no edit of planned messages. Each touch has a key
that stays the same however often it is computed: the claim that makes it go out once is made on that key. A touch
without a template is a checkpoint: the day on which standing changes by time alone, so that the desk sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from chalicelib.aftercare.benefits import benefit_end, marks, month_day, removal
from chalicelib.aftercare.calendar import Calendar
from chalicelib.aftercare.case import Books, Case
from chalicelib.aftercare.days import add_months, at
from chalicelib.aftercare.schedule import REPAYMENT, Instalment
from chalicelib.aftercare.stages import FINAL, PAYING
from chalicelib.aftercare.standing import Standing
from chalicelib.law import Law

KINDS: Final = {
    "welcome": "첫 일정 확인",
    "before_due": "약속한 날 전 안내",
    "due": "약속한 날 안내",
    "missed_1": "지난 날 다음 안내",
    "missed_5": "지난 뒤 다시 드리는 안내",
    "lapse_warning": "합의를 지키기 위한 안내",
    "limit_reached": "바로 상담이 필요한 안내",
    "revive_window": "되살릴 수 있는 기간 안내",
    "relief_decision": "신청 결과 안내",
    "milestone": "이정표 안내",
    "record_removal": "기록 확인 안내",
    "yearly_review": "한 해 점검",
    "law_change": "달라진 제도 안내",
    "coach": "응원",
    "completed": "마침 안내",
    "benefit_end": "혜택 기간 안내",
}
URGENT: Final = frozenset({"lapse_warning", "limit_reached", "revive_window", "relief_decision"})
_HOUR = time(10, 0)
_DAY_END = time(20, 0)
_LOOK_BACK = timedelta(days=60)
COACH_MONTHS: Final = (3, 9, 18, 30)
WARN_BUSINESS_DAYS: Final = (10, 3, 1)
REVIVE_DAYS_BEFORE: Final = (30, 7, 1)


@dataclass(frozen=True, slots=True)
class Note:
    """Something outside the schedule that the person is told: a decision on relief, a change of law that helps."""

    kind: str
    ref: str
    at: datetime
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Touch:
    """One thing to say at `at`, of use up to `until`. `template` "" marks a checkpoint."""

    kind: str
    ref: str
    at: datetime
    until: datetime
    template: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.ref}"

    @property
    def urgent(self) -> bool:
        return self.kind in URGENT


def touches(
    case: Case,
    now: Standing,
    opened: Books,
    calendar: Calendar,
    law: Law,
    notes: tuple[Note, ...] = (),
    coached: bool = False,
) -> list[Touch]:
    """Every touch of the case as things stand on the day of `now`, past and to come, by time."""
    found = [_note(note) for note in notes]
    if case.stage in PAYING:
        found += _schedule(case, now, opened, calendar)
        found += _milestones(case, now, opened, calendar, law)
        found += _reviews(case, now.as_of, calendar)
        if coached and not now.missed:
            found += _coach(opened, calendar)
    if case.stage == "lapsed" and now.revive_until:
        found += _revival(case, now.revive_until, calendar)
    if case.stage in ("completed", "discharged"):
        found += _after_completion(case, calendar, law)
    return sorted(found, key=lambda touch: (touch.at, touch.kind not in URGENT, touch.key))


def _from(on: date, kind: str, ref: str, until: date, /, **facts: Any) -> Touch:
    return Touch(kind, ref, at(on, _HOUR), at(until, _DAY_END), kind, facts)


def _note(note: Note) -> Touch:
    return Touch(note.kind, note.ref, note.at, note.at + timedelta(days=30), note.kind, note.facts)


def _schedule(case: Case, now: Standing, opened: Books, calendar: Calendar) -> Iterator[Touch]:
    ref_day = case.agreed_on
    if ref_day and case.stage in ("agreed", "confirmed", "in_payment"):
        first = opened.instalments[0]
        day = calendar.plus_business_days(ref_day, 1)
        yield _from(day, "welcome", ref_day.isoformat(), day + timedelta(days=7), day=first.due)
    open_rows = [row for row in opened.instalments if opened.ledger.paid.get(row.no, 0) < row.amount]
    missed = [row for row in open_rows if row.due < now.as_of and row.kind == REPAYMENT]
    latest = missed[-1] if missed else None
    near = [row for row in open_rows if row.due >= now.as_of - _LOOK_BACK]
    coming = [row for row in near if row.due >= now.as_of][:2]
    for row in [row for row in near if row.due < now.as_of] + coming:
        ref = row.nominal.isoformat()
        if row.due >= now.as_of:
            if now.lapse_on == row.due:
                for left in WARN_BUSINESS_DAYS:
                    day = calendar.plus_business_days(row.due, -left)
                    yield _from(day, "lapse_warning", f"{ref}:{left}", row.due, day=row.due, left=left)
            else:
                early = calendar.plus_business_days(row.due, -3)
                yield _from(early, "before_due", ref, row.due - timedelta(days=1), day=row.due)
                yield _from(row.due, "due", ref, row.due, day=row.due)
        elif row is latest:
            yield from _missed(row, ref, now, calendar)
        checked = row.due + timedelta(days=1)
        yield Touch("check", ref, at(checked, time(6, 0)), at(checked + timedelta(days=60), _DAY_END))


def _missed(row: Instalment, ref: str, now: Standing, calendar: Calendar) -> Iterator[Touch]:
    first = calendar.plus_business_days(row.due, 1)
    if now.missed >= now.limit:
        yield _from(first, "limit_reached", ref, first + timedelta(days=14), day=row.due)
        return
    fifth = calendar.on_or_after(row.due + timedelta(days=5))
    yield _from(first, "missed_1", ref, max(first, fifth - timedelta(days=1)), day=row.due)
    yield _from(fifth, "missed_5", ref, fifth + timedelta(days=7), day=row.due)


def _milestones(case: Case, now: Standing, opened: Books, calendar: Calendar, law: Law) -> Iterator[Touch]:
    for months in marks(law):
        on = month_day(months, opened)
        if on and (now.months_paid >= months or (on > now.as_of and not now.missed)):
            day = calendar.plus_business_days(on, 1)
            yield _from(day, "milestone", str(months), day + timedelta(days=30), months=months)
    gone = removal(case, now.as_of, calendar, law, opened)
    if gone and gone.on and (gone.reached or not now.missed):
        day = calendar.plus_business_days(gone.on, 5)
        yield _from(day, "record_removal", str(gone.months), day + timedelta(days=60), months=gone.months)


def _reviews(case: Case, as_of: date, calendar: Calendar) -> Iterator[Touch]:
    if case.agreed_on is None:
        return
    for year in range(1, 16):
        on = add_months(case.agreed_on, 12 * year)
        if on > add_months(as_of, 14):
            return
        if on >= add_months(as_of, -2):
            day = calendar.on_or_after(on)
            yield _from(day, "yearly_review", str(on.year), day + timedelta(days=30))


def _coach(opened: Books, calendar: Calendar) -> Iterator[Touch]:
    for months in COACH_MONTHS:
        on = month_day(months, opened)
        if on:
            day = calendar.plus_business_days(on, 4)
            yield _from(day, "coach", str(months), day + timedelta(days=14), months=months)


def _revival(case: Case, last: date, calendar: Calendar) -> Iterator[Touch]:
    lapsed = case.lapses[-1]
    ref = lapsed.isoformat()
    days = {calendar.plus_business_days(lapsed, 1)}
    days |= {calendar.on_or_before(last - timedelta(days=left)) for left in REVIVE_DAYS_BEFORE}
    for day in sorted(one for one in days if lapsed < one <= last):
        yield _from(day, "revive_window", f"{ref}:{(last - day).days}", last, day=last)


def _after_completion(case: Case, calendar: Calendar, law: Law) -> Iterator[Touch]:
    day = calendar.plus_business_days(case.stage_on, 1)
    yield _from(day, "completed", case.stage_on.isoformat(), day + timedelta(days=30))
    if case.stage == "completed":
        last = benefit_end(case.stage_on, law)
        soon = calendar.on_or_before(add_months(last, -2))
        yield _from(soon, "benefit_end", last.isoformat(), last, day=last)


def is_over(case: Case) -> bool:
    """Nothing more falls due and nothing more is planned, once the last touch has gone."""
    return case.stage in FINAL
