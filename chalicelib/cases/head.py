"""The head item of a case: all that one read brings, and how it is written.

`Head` holds the pure `Case`, how the person may be reached, and the marks of what was already said. `actions` makes
every write of a head: the head itself, the next touch in the due index, and the audit entry, in one all-or-nothing
step, so that no payment can stand without its reminder or its trace. Item layout: see `chalicelib.store.keys`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.aftercare import stages
from chalicelib.aftercare.calendar import Calendar, load
from chalicelib.aftercare.case import Books, Case, PlanFacts, Relief, books
from chalicelib.aftercare.contact import Address, Blocked, Hold, Person
from chalicelib.aftercare.days import add_months, seoul
from chalicelib.aftercare.ledger import Payment
from chalicelib.aftercare.relief_rules import DEFERRING
from chalicelib.aftercare.schedule import Run
from chalicelib.aftercare.standing import Standing, standing
from chalicelib.aftercare.touches import Note, Touch, touches
from chalicelib.law import Law, law_as_of
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ABSENT, ANY, Action, Conflict, Delete, Expected, Item, Put, Table

from .errors import Busy, NotFound

NEXT = keys.REMINDERS + "next"
KEEP_TOLD = timedelta(days=100)
"""Longer than the life of any touch, so that a mark is dropped only after its touch can no longer come up."""
KEEP_SENT = timedelta(days=14)
RETRIES = 8
Also = Callable[[Any], Sequence[Action]]
"""What a caller wants written together with a service's own write, from what the service is about to answer. Asked at
each attempt; not asked where nothing is written."""


def nothing(answered: Any) -> Sequence[Action]:
    """The service's own write and no more."""
    return ()


@dataclass(frozen=True, slots=True)
class Head:
    """`version` 0: not stored yet. `told`: key of a touch -> ISO day on which it was dealt with."""

    case: Case
    person: Person
    enrolled_on: date
    version: int = 0
    told: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    open_reliefs: dict[str, str] = field(default_factory=dict)
    counsellor: str = ""
    phrase: str = ""
    coached: bool = False
    session_id: str | None = None
    reference: str | None = None
    law_seen: str = ""
    body_hash: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A head unfolded for a moment: law, calendar, books and standing of its day."""

    head: Head
    now: datetime
    law: Law
    calendar: Calendar
    books: Books
    standing: Standing


def unfolded(head: Head, now: datetime, calendar: Calendar | None = None) -> View:
    """Everything computed that services need, for the day of `now` in Seoul. Raises LawGap, CalendarGap."""
    calendar = calendar or load()
    moment = seoul(now)
    law = law_as_of(moment.date())
    opened = books(head.case, calendar, law)
    return View(
        head, moment, law, calendar, opened, standing(head.case, moment.date(), calendar, law, opened)
    )


def read(table: Table, case_id: str) -> Head:
    """The head of the case. Raises NotFound."""
    try:
        name = keys.case(case_id)
    except ValueError:
        raise NotFound() from None
    item = table.get(*name)
    if item is None:
        raise NotFound()
    return from_item(case_id, item)


def pending(view: View) -> list[Touch]:
    """Touches not dealt with and still of use, by time."""
    head = view.head
    return [
        touch
        for touch in touches(
            head.case, view.standing, view.books, view.calendar, view.law, head.notes, head.coached
        )
        if touch.key not in head.told and touch.until >= view.now
    ]


def settle_stage(head: Head, now: datetime) -> tuple[Head, View]:
    """Moves that follow from money and time alone: first payment, end of a deferral, the last won."""
    view = unfolded(head, now)
    case, today = head.case, view.now.date()
    stage = case.stage
    if stage in stages.PAYING and view.standing.all_paid:
        stage = "completed"
    elif (stage == "deferred" and today >= deferral_end(case)) or (
        stage in ("agreed", "confirmed", "revived") and any(p.on >= case.stage_on for p in case.payments)
    ):
        stage = "in_payment"
    if stage == case.stage:
        return head, view
    moved = replace(head, case=replace(case, stage=stage, stage_on=today))
    return moved, unfolded(moved, now)


def deferral_end(case: Case) -> date:
    """First day after the last deferral that was granted."""
    ends = [add_months(one.start, one.months) for one in case.reliefs if one.kind in DEFERRING]
    return max(ends, default=date.min)


def actions(
    head: Head,
    now: datetime,
    who: str,
    what: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    *,
    shifts: Mapping[str, datetime] | None = None,
) -> tuple[Head, list[Action]]:
    """The head after `settle_stage` and the writes that store it.

    before, after: what changed, for the audit trail; never addresses. `shifts`: key of a touch -> when it may go.
    """
    head, view = settle_stage(_pruned(head, now), now)
    expect: Expected = head.version or ABSENT
    writes: list[Action] = [Put(_item(head, view), expect), _next(view, shifts or {})]
    if what:
        writes.append(audit(head.case.id, now, who, what, before or {}, after or {}))
    return head, writes


def audit(
    case_id: str, now: datetime, who: str, what: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Put:
    """One entry of the trail: who, what, when, before and after."""
    pk, sk = keys.audit(keys.case_pk(case_id), now, secrets.token_hex(6))
    entry = {
        "who": who,
        "what": what,
        "at": seoul(now).isoformat(),
        "before": dict(before),
        "after": dict(after),
    }
    return Put(Item(pk, sk, dress("audit", entry)), ABSENT)


def next_item(case_id: str, when: datetime) -> Item:
    """The touch item that the sweep finds: nothing in it but which case."""
    data = dress("reminder", {"kind_of": "next", "plan_at": seoul(when).isoformat(), "status": "waiting"})
    day = keys.due_reminders(seoul(when).date(), keys.shard(case_id))
    return Item(keys.case_pk(case_id), NEXT, data, due=day, due_at=keys.stamp(when))


def _next(view: View, shifts: Mapping[str, datetime]) -> Action:
    case = view.head.case
    times = [max(touch.at, shifts.get(touch.key, touch.at)) for touch in pending(view)]
    if case.stage == "deferred":
        times.append(datetime.combine(deferral_end(case), time(6), view.now.tzinfo))
    if not times:
        return Delete(keys.case_pk(case.id), NEXT, ANY)
    return Put(next_item(case.id, max(min(times), view.now)), ANY)


def _pruned(head: Head, now: datetime) -> Head:
    moment = seoul(now)
    oldest = (moment - KEEP_TOLD).date().isoformat()
    told = {key: day for key, day in head.told.items() if day >= oldest}
    notes = tuple(note for note in head.notes if note.at > moment - KEEP_TOLD)
    sent = tuple(one for one in head.person.sent if one > moment - KEEP_SENT)
    return replace(head, told=told, notes=notes, person=replace(head.person, sent=sent))


def change(table: Table, attempt: Any) -> Any:
    """Run `attempt` (read, decide, write) again while another write comes first. Raises Busy after some tries."""
    for _ in range(RETRIES):
        try:
            return attempt()
        except Conflict:
            continue
    raise Busy()


# --- to and from the stored item -----------------------------------------------------------------------------------
def _item(head: Head, view: View) -> Item:
    case, person = head.case, head.person
    facts = {name: getattr(case.facts, name) for name in PlanFacts.__slots__}
    facts["debt_added_on"] = _iso(case.facts.debt_added_on)
    data = {
        "stage": case.stage,
        "stage_on": case.stage_on.isoformat(),
        "remedy": case.remedy,
        "enrolled_on": head.enrolled_on.isoformat(),
        "plan": {
            "agreed_on": _iso(case.agreed_on),
            "runs": [[r.first.isoformat(), r.anchor, r.count, r.amount, r.kind] for r in case.runs],
            "facts": facts,
        },
        "payments": [[p.id, p.on.isoformat(), p.amount, p.voided] for p in case.payments],
        "reliefs": [[r.kind, r.start.isoformat(), r.months, r.decided_on.isoformat()] for r in case.reliefs],
        "lapses": [day.isoformat() for day in case.lapses],
        "revivals": [day.isoformat() for day in case.revivals],
        "contact": {
            "addresses": [[a.channel, a.to, a.confirmed] for a in person.addresses],
            "refused": sorted(person.refused),
            "blocked": [
                [b.weekday, b.start.isoformat("minutes"), b.until.isoformat("minutes")]
                for b in person.blocked
            ],
            "holds": [[h.reason, h.first.isoformat(), h.last.isoformat()] for h in person.holds],
            "paused_until": _iso(person.paused_until),
            "opted_out": person.opted_out,
            "counsellor": head.counsellor,
            "phrase": head.phrase,
            "coached": head.coached,
        },
        "sent": [moment.isoformat() for moment in person.sent],
        "told": head.told,
        "notes": [[n.kind, n.ref, n.at.isoformat(), n.facts] for n in head.notes],
        "open_reliefs": head.open_reliefs,
        "session_id": head.session_id,
        "reference": head.reference,
        "law_seen": head.law_seen,
        "body_hash": head.body_hash,
    }
    pk, sk = keys.case(case.id)
    if case.stage in stages.FINAL:  # the nightly erasure finds it by the day it ended
        ended = keys.due_queue("ended")
        return Item(pk, sk, dress("case", data), due=ended, due_at=case.stage_on.isoformat())
    now = view.standing
    if now.risk in ("last_warning", "limit_reached") and now.lapse_on:
        return Item(pk, sk, dress("case", data), due=keys.due_queue("risk"), due_at=now.lapse_on.isoformat())
    return Item(pk, sk, dress("case", data))


def from_item(case_id: str, item: Item) -> Head:
    """The head that a stored item holds, of any earlier shape."""
    data = undress(item, "case")
    plan, contact = data["plan"], data["contact"]
    facts = dict(plan["facts"])
    facts["debt_added_on"] = _day(facts["debt_added_on"])
    case = Case(
        id=case_id,
        remedy=data["remedy"],
        stage=data["stage"],
        stage_on=date.fromisoformat(data["stage_on"]),
        agreed_on=_day(plan["agreed_on"]),
        runs=tuple(Run(date.fromisoformat(f), a, c, m, k) for f, a, c, m, k in plan["runs"]),
        payments=tuple(Payment(i, date.fromisoformat(on), m, v) for i, on, m, v in data["payments"]),
        reliefs=tuple(
            Relief(k, date.fromisoformat(s), m, date.fromisoformat(d)) for k, s, m, d in data["reliefs"]
        ),
        lapses=tuple(date.fromisoformat(day) for day in data["lapses"]),
        revivals=tuple(date.fromisoformat(day) for day in data["revivals"]),
        facts=PlanFacts(**facts),
    )
    person = Person(
        addresses=tuple(Address(*one) for one in contact["addresses"]),
        refused=frozenset(contact["refused"]),
        blocked=tuple(
            Blocked(w, time.fromisoformat(f), time.fromisoformat(u)) for w, f, u in contact["blocked"]
        ),
        holds=tuple(Hold(r, date.fromisoformat(f), date.fromisoformat(u)) for r, f, u in contact["holds"]),
        paused_until=_day(contact["paused_until"]),
        opted_out=contact["opted_out"],
        sent=tuple(datetime.fromisoformat(one) for one in data["sent"]),
    )
    return Head(
        case=case,
        person=person,
        enrolled_on=date.fromisoformat(data["enrolled_on"]),
        version=item.version,
        told=dict(data["told"]),
        notes=tuple(Note(k, r, datetime.fromisoformat(a), dict(f)) for k, r, a, f in data["notes"]),
        open_reliefs=dict(data["open_reliefs"]),
        counsellor=contact["counsellor"],
        phrase=contact["phrase"],
        coached=contact["coached"],
        session_id=data["session_id"],
        reference=data["reference"],
        law_seen=data["law_seen"],
        body_hash=data["body_hash"],
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
