"""What the aftercare tests share: plain cases, a clock in Seoul, a table, an enrolled person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.aftercare.calendar import Calendar, load
from chalicelib.aftercare.case import Books, Case, PlanFacts, books
from chalicelib.aftercare.days import KST
from chalicelib.aftercare.ledger import Payment
from chalicelib.aftercare.schedule import equal_plan
from chalicelib.aftercare.standing import Standing, standing
from chalicelib.cases import service
from chalicelib.cases.inputs import EnrolIn
from chalicelib.law import law_as_of
from chalicelib.store.table import Table

CALENDAR: Calendar = load()


def seoul(text: str) -> datetime:
    """'2026-11-24 10:00' as a moment in Seoul."""
    return datetime.fromisoformat(text).replace(tzinfo=KST)


@dataclass
class Clock:
    """A moment in Seoul, moved by hand; called it gives epoch seconds, as tables want."""

    moment: datetime

    def __call__(self) -> int:
        return int(self.moment.timestamp())

    def now(self) -> datetime:
        return self.moment

    def to(self, text: str) -> datetime:
        self.moment = seoul(text)
        return self.moment

    def on(self, **step: int) -> datetime:
        self.moment += timedelta(**step)
        return self.moment


def monthly(amount: int, count: int, first: date, late_by: int = 0) -> tuple[Payment, ...]:
    """`count` payments of `amount`, a month apart, each `late_by` days late."""
    from chalicelib.aftercare.days import add_months

    return tuple(
        Payment(f"p{i:03d}", add_months(first, i) + timedelta(days=late_by), amount) for i in range(count)
    )


def workout(
    paid: int = 0, *, count: int = 60, amount: int = 100_000, first: date = date(2026, 1, 25), **changes: Any
) -> Case:
    """An individual workout of equal instalments with the first `paid` of them paid on their days."""
    facts = PlanFacts(interest_bearing=False, secured=False)
    values: dict[str, Any] = {
        "id": "c1",
        "remedy": "individual_workout",
        "stage": "in_payment",
        "stage_on": first,
        "agreed_on": date(2026, 1, 2),
        "runs": equal_plan(amount * count, count, first),
        "payments": monthly(amount, paid, first),
        "facts": facts,
    }
    return Case(**{**values, **changes})


def judged(case: Case, day: date) -> tuple[Standing, Books]:
    law = law_as_of(day)
    opened = books(case, CALENDAR, law)
    return standing(case, day, CALENDAR, law, opened), opened


PLAN: dict[str, Any] = {
    "remedy": "individual_workout",
    "agreed_on": "2026-01-02",
    "total": 6_000_000,
    "count": 30,
    "first_due": "2026-01-25",
    "interest_bearing": False,
    "secured": False,
}
PHONE = "010-1234-5678"


def enrolment(plan: Mapping[str, Any] | None = None, **reminders: Any) -> EnrolIn:
    settings = {
        "addresses": [{"channel": "sms", "to": PHONE, "confirmed": True}],
        "counsellor": "김하늘",
        "phrase": "봄이 오면",
        **reminders,
    }
    body: EnrolIn = EnrolIn.parse({"consent": True, "plan": {**PLAN, **(plan or {})}, "reminders": settings})
    return body


def enrolled(
    table: Table, now: datetime, key: str = "k", plan: Mapping[str, Any] | None = None, **reminders: Any
) -> str:
    """The id of a freshly enrolled case."""
    head, new = service.enrol(table, enrolment(plan, **reminders), "staff:1", now, key)
    assert new
    return head.case.id
