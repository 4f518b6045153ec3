"""How the person wants to be reached: from the body of a request to the pure `Person`, within the law's limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from chalicelib.aftercare.contact import Address, Blocked, Hold, Person
from chalicelib.aftercare.days import add_months, seoul
from chalicelib.law import law_as_of
from chalicelib.store import keys
from chalicelib.store.shapes import dress
from chalicelib.store.table import ANY, Delete, Item, Put, Table

from . import head as heads
from .errors import BadRequest
from .head import Head
from .inputs import RemindersIn


def apply(head: Head, body: RemindersIn, now: datetime) -> Head:
    """The head with these settings; marks of what was sent stay. Raises BadRequest beyond the legal bounds."""
    law = law_as_of(seoul(now).date())
    blocked = tuple(
        Blocked(b.weekday, time.fromisoformat(b.start), time.fromisoformat(b.until))
        for b in body.blocked or ()
    )
    most = int(law["fence.blocked_hours"].value)
    if sum((b.hours() for b in blocked), timedelta()) > timedelta(hours=most):
        raise BadRequest(f"연락을 받지 않을 시간은 한 주에 {most}시간까지 정할 수 있습니다.")
    months = int(law["fence.hold"].value)
    holds = tuple(Hold(h.reason, h.first, h.last or add_months(h.first, months)) for h in body.holds or ())
    if any(hold.last > add_months(hold.first, 2 * months) for hold in holds):
        raise BadRequest(f"연락을 멈추는 기간은 사정마다 {months}개월이고 한 번 더 늘릴 수 있습니다.")
    addresses = tuple(
        Address(a.channel, normal(a.channel, a.to), a.confirmed is True) for a in body.addresses or ()
    )
    person = replace(
        head.person,
        addresses=addresses,
        refused=frozenset(body.refused or ()),
        blocked=blocked,
        holds=holds,
        opted_out=body.opted_out is True,
    )
    return replace(
        head,
        person=person,
        coached=body.coached is True,
        counsellor=body.counsellor or "",
        phrase=body.phrase or "",
    )


def normal(channel: str, to: str) -> str:
    """A phone number without hyphens, an address in lower case: the form in which both are compared.

    >>> normal("sms", "010-1234-5678")
    '01012345678'
    """
    return to.lower() if channel == "email" else to.replace("-", "")


def put(
    table: Table,
    case_id: str,
    body: RemindersIn,
    who: str,
    now: datetime,
    check: Callable[[Head], None] = lambda _: None,
) -> Head:
    """Replace the settings of a case. `check` sees the head that is being replaced, at each attempt, and may refuse by
    raising: two changes in the same instant cannot both pass. Raises NotFound, BadRequest, Busy."""

    def attempt() -> Head:
        old = heads.read(table, case_id)
        check(old)
        new = apply(old, body, now)
        new, writes = heads.actions(new, now, who, "reminders", shown(old), shown(new))
        table.write([*writes, *alias_writes(table, old, new)])
        return replace(new, version=old.version + 1)

    result: Head = heads.change(table, attempt)
    return result


def alias_writes(table: Table, old: Head | None, new: Head) -> list[Any]:
    """Aliases by which an inbound message finds the case: confirmed numbers only, as digests.

    A number given up is forgotten only where it still stands for this case.
    """

    def numbers(head: Head | None) -> set[str]:
        return (
            {a.to for a in head.person.addresses if a.confirmed and a.channel != "email"} if head else set()
        )

    writes: list[Any] = []
    names = [keys.alias("phone", gone) for gone in sorted(numbers(old) - numbers(new))]
    for held in table.get_many(names) if names else ():
        if held is not None and held.data["id"] == new.case.id:
            writes.append(Delete(held.pk, held.sk, held.version))
    for number in sorted(numbers(new) - numbers(old)):
        name = keys.alias("phone", number)
        writes.append(Put(Item(*name, dress("alias", {"id": new.case.id})), ANY))
    return writes


def shown(head: Head) -> dict[str, Any]:
    """Settings as the API and the audit trail show them: addresses masked."""
    person: Person = head.person
    return {
        "addresses": [
            {"channel": a.channel, "to": masked(a.to), "confirmed": a.confirmed} for a in person.addresses
        ],
        "refused": sorted(person.refused),
        "blocked": [
            {
                "weekday": b.weekday,
                "start": b.start.isoformat("minutes"),
                "until": b.until.isoformat("minutes"),
            }
            for b in person.blocked
        ],
        "holds": [
            {"reason": h.reason, "first": h.first.isoformat(), "last": h.last.isoformat()}
            for h in person.holds
        ],
        "paused_until": person.paused_until.isoformat() if person.paused_until else None,
        "opted_out": person.opted_out,
        "coached": head.coached,
        "counsellor": head.counsellor,
        "phrase": head.phrase,
    }


def masked(to: str) -> str:
    """An address of which only the edges can be read.

    >>> masked("01012345678"), masked("dasi@example.org")
    ('010****5678', 'd***@example.org')
    """
    if "@" in to:
        return f"{to[0]}***@{to.partition('@')[2]}"
    return f"{to[:3]}****{to[-4:]}" if len(to) >= 9 else "****"
