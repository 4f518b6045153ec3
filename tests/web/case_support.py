"""Staff of every role, a plan, and people with cases for the tests of cases over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.web.clock import SEOUL
from chalicelib.web.staff import ROLES, Staff
from tests.web.support import Reply, Service, Visitor, running

PLAN: dict[str, Any] = {
    "remedy": "individual_workout",
    "agreed_on": "2026-11-02",
    "total": 400_000,
    "count": 4,
    "first_due": "2026-11-25",
    "interest_bearing": False,
    "secured": False,
}
PHONE = "010-1234-5678"
REMINDERS: dict[str, Any] = {
    "addresses": [{"channel": "outbox", "to": "desk"}, {"channel": "sms", "to": PHONE, "confirmed": True}],
    "counsellor": "김하늘",
}


class OneRoleEach:
    """The name of a role is its token."""

    def verify(self, token: str) -> Staff | None:
        return Staff(f"s-{token}", frozenset({token})) if token in ROLES else None


@contextmanager
def desk(folder: Path, **parts: Any) -> Iterator[Service]:
    with running(folder, **parts) as service:
        service.services.staff = OneRoleEach()
        yield service


def to(service: Service, day: str, hour: int = 10) -> None:
    """Set the clock to an hour of that day in Seoul."""
    service.clock.moment = datetime.fromisoformat(day).replace(hour=hour, tzinfo=SEOUL)


def staff(service: Service, role: str, method: str, path: str, document: Any = None, **headers: str) -> Reply:
    sent = {"Authorization": f"Bearer {role}"} | {k.replace("_", "-"): v for k, v in headers.items()}
    return service.ask(method, path, document, sent)


def as_person(visitor: Visitor, method: str, path: str, document: Any = None, **headers: str) -> Reply:
    return staff(visitor.service, visitor.token, method, path, document, **headers)


def enrolled(visitor: Visitor, plan: dict[str, Any] | None = None, **more: Any) -> str:
    """The id of a case that the person enrolled from the session."""
    body = {"plan": PLAN | (plan or {}), "consent": True, "session_id": visitor.id, **more}
    reply = as_person(visitor, "POST", "/v1/cases", body)
    assert reply.status == 201, reply.raw
    return str(reply.json["id"])


def by_staff(service: Service, reference: str, **plan: Any) -> str:
    """The id of a case that an agency's system enrolled."""
    body = {"plan": PLAN | plan, "consent": True, "reference": reference, "reminders": REMINDERS}
    reply = staff(service, "integration", "POST", "/v1/cases", body)
    assert reply.status == 201, reply.raw
    return str(reply.json["id"])


def paid(service: Service, case_id: str, reference: str, amount: int, on: str) -> Reply:
    body = {"reference": reference, "paid_on": on, "amount": amount}
    return staff(service, "integration", "POST", f"/v1/cases/{case_id}/payments", body)
