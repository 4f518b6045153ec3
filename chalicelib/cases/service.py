"""Enrolment, the look-up of progress, stages, payments. Each call: one read, one all-or-nothing write."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chalicelib.aftercare import schedule, stages
from chalicelib.aftercare.calendar import CalendarGap
from chalicelib.aftercare.case import Case, PlanFacts
from chalicelib.aftercare.contact import Person
from chalicelib.aftercare.days import seoul
from chalicelib.aftercare.ledger import Payment
from chalicelib.aftercare.schedule import REPAYMENT, Instalment, Run
from chalicelib.law import law_version
from chalicelib.store import keys
from chalicelib.store.shapes import dress
from chalicelib.store.table import ABSENT, Conflict, Item, Put, Table

from . import head as heads
from .errors import BadRequest, Mismatch, NotAllowed, NotFound
from .head import Also, Head, nothing
from .inputs import EnrolIn, InstalmentIn, PaymentIn, PlanIn, RemindersIn, StageIn
from .settings import alias_writes, apply

MAX_PAYMENTS = 4_000
"""A head with that many payments stays below the table's item size."""
_NO_MONEY_YET = frozenset({"applied", "accepted", "closed"})


def id_for(key: str) -> str:
    """The id of the case that an Idempotency-Key with its scope enrols."""
    return "c" + keys.digest(f"enrol|{key}")[:24]


def enrol(
    table: Table,
    body: EnrolIn,
    who: str,
    now: datetime,
    key: str | None = None,
    session_id: str | None = None,
    also: Also = nothing,
) -> tuple[Head, bool]:
    """Enrol a case; answers its head and whether it is new.

    key: Idempotency-Key with its scope; the same key and body give the same case. `reference`: an agency's number
    that stands for one case only. Raises Mismatch, BadRequest.
    """
    case_id = id_for(key) if key else "c" + secrets.token_hex(12)
    body_hash = digest_of(body.dump())
    today = seoul(now).date()
    case = _case(case_id, body.plan, today)
    head = Head(
        case,
        Person(),
        today,
        session_id=session_id,
        reference=body.reference,
        law_seen=law_version(),
        body_hash=body_hash,
    )
    head = apply(head, body.reminders or RemindersIn(), now)
    head, writes = _checked(lambda: heads.actions(head, now, who, "enrol", {}, _plan_shown(head)))
    extra = alias_writes(table, None, head)
    if session_id:
        extra.append(Put(Item(*keys.link(session_id, "case", case_id), dress("link", {"id": case_id}))))
    if body.reference:
        extra.append(Put(Item(*keys.alias("case", body.reference), dress("alias", {"id": case_id})), ABSENT))
    made = replace(head, version=1), True
    try:
        table.write([*also(made), *writes, *extra])
    except Conflict:
        return _standing_case(table, case_id, body, body_hash), False
    return made


def _standing_case(table: Table, case_id: str, body: EnrolIn, body_hash: str) -> Head:
    """The case that was there first: same key or same reference, with the same content."""
    item = table.get(*keys.case(case_id))
    if item is None and body.reference:
        found = table.get(*keys.alias("case", body.reference))
        case_id = found.data["id"] if found else case_id
        item = table.get(*keys.case(case_id))
    if item is None:
        raise NotFound()
    head = heads.from_item(case_id, item)
    if head.body_hash != body_hash:
        raise Mismatch()
    return head


def by_reference(table: Table, reference: str) -> str:
    """Id of the case that an agency's number stands for. Raises NotFound."""
    found = table.get(*keys.alias("case", reference))
    if found is None:
        raise NotFound("이 번호로 등록된 계획이 없습니다. 번호를 확인해 주세요.")
    return str(found.data["id"])


def _case(case_id: str, plan: PlanIn, today: date) -> Case:
    court = plan.remedy in stages.COURT_REMEDIES
    stage = plan.stage or ("confirmed" if court else "agreed")
    if stage not in stages.moves(plan.remedy):
        raise BadRequest(f"{stages.REMEDIES[plan.remedy]}에는 ‘{stages.TITLES[stage]}’ 단계가 없습니다.")
    facts = PlanFacts(
        interest_bearing=plan.interest_bearing,
        secured=plan.secured,
        young_or_placed=plan.young_or_placed,
        debt_added_on=plan.debt_added_on,
        vulnerable=plan.vulnerable,
    )
    on = plan.agreed_on or today
    lapses = (on,) if stage == "lapsed" else ()
    return Case(case_id, plan.remedy, stage, on, plan.agreed_on, _runs(plan), lapses=lapses, facts=facts)


def _runs(plan: PlanIn) -> tuple[Run, ...]:
    if plan.instalments:
        return runs_of(plan.instalments)
    return schedule.equal_plan(plan.total, plan.count, plan.first_due, plan.due_day)


def runs_of(rows: Iterable[InstalmentIn]) -> tuple[Run, ...]:
    """Runs of instalments given one by one; the anchor is the largest day of the month that the list names."""
    listed = list(rows)
    anchor = max(row.due.day for row in listed)
    runs = schedule.fold(
        Instalment(0, row.due, row.due, row.amount, _anchor(row.due, anchor), row.kind or REPAYMENT)
        for row in listed
    )
    schedule.check(runs)
    return runs


def _anchor(due: date, anchor: int) -> int:
    """A 28 February in a list of 31sts is a 31st; any other day stands for itself."""
    from chalicelib.aftercare.days import add_months

    return anchor if add_months(due.replace(day=1), 0, anchor) == due else due.day


def _checked(make: Any) -> Any:
    try:
        return make()
    except CalendarGap as gap:
        raise BadRequest(f"{gap.day.year}년의 공휴일이 아직 없어 일정을 만들 수 없습니다.") from None


def pay(
    table: Table, case_id: str, body: PaymentIn, who: str, now: datetime, also: Also = nothing
) -> tuple[Head, bool]:
    """Book a payment; answers the head and whether it is new. The same reference is the same payment.

    Raises NotFound, Mismatch, NotAllowed, BadRequest (a day in the future), Busy.
    """

    def attempt() -> tuple[Head, bool]:
        head = heads.read(table, case_id)
        changed, new = book(head, [Payment(body.reference, body.paid_on, body.amount)], now)
        if not new:
            return head, False
        changed, writes = heads.actions(changed, now, who, "payment", {}, body.dump())
        done = replace(changed, version=head.version + 1), True
        table.write([*also(done), *writes])
        return done

    result: tuple[Head, bool] = heads.change(table, attempt)
    return result


def book(head: Head, payments: list[Payment], now: datetime) -> tuple[Head, list[Payment]]:
    """The head with these payments, and those that were new. Raises Mismatch, NotAllowed, BadRequest."""
    if head.case.stage in _NO_MONEY_YET:
        raise NotAllowed(f"‘{stages.TITLES[head.case.stage]}’ 단계에서는 납입을 적을 수 없습니다.")
    known = {one.id: one for one in head.case.payments}
    new: list[Payment] = []
    for payment in payments:
        if payment.on > seoul(now).date():
            raise BadRequest("납입일이 오늘보다 뒤일 수 없습니다. 날짜를 확인해 주세요.")
        held = known.get(payment.id)
        if held is None:
            known[payment.id] = payment
            new.append(payment)
        elif (held.on, held.amount) != (payment.on, payment.amount):
            raise Mismatch()
    if len(known) > MAX_PAYMENTS:
        raise NotAllowed("이 계획에 적을 수 있는 납입 수를 넘었습니다. 담당자에게 알려 주세요.")
    return replace(head, case=replace(head.case, payments=tuple(known.values()))), new


def void(
    table: Table,
    case_id: str,
    reference: str,
    because: str,
    who: str,
    now: datetime,
    also: Also = nothing,
) -> Head:
    """Take a wrong booking back; it stays visible, without its money. Raises NotFound, Busy."""

    def attempt() -> Head:
        head = heads.read(table, case_id)
        held = next((p for p in head.case.payments if p.id == reference), None)
        if held is None:
            raise NotFound("이 번호의 납입이 없습니다. 번호를 확인해 주세요.")
        if held.voided:
            return head
        payments = tuple(replace(p, voided=True) if p.id == reference else p for p in head.case.payments)
        stage = "in_payment" if head.case.stage == "completed" else head.case.stage
        case = replace(head.case, payments=payments, stage=stage)
        before = {"reference": reference, "amount": held.amount, "voided": False}
        after = {"reference": reference, "voided": True, "because": because}
        changed, writes = heads.actions(replace(head, case=case), now, who, "void_payment", before, after)
        done = replace(changed, version=head.version + 1)
        table.write([*also(done), *writes])
        return done

    result: Head = heads.change(table, attempt)
    return result


def move(table: Table, case_id: str, body: StageIn, who: str, now: datetime, also: Also = nothing) -> Head:
    """Record a stage that people decided (lapse, confirmation, abolition …). Raises NotFound, NotAllowed, Busy."""

    def attempt() -> Head:
        head = heads.read(table, case_id)
        case = head.case
        if case.stage == body.stage and case.stage_on == body.on:
            return head
        reason = stages.why_not(case.remedy, case.stage, body.stage)
        if reason:
            raise NotAllowed(reason)
        if body.on > seoul(now).date():
            raise BadRequest("바뀐 날이 오늘보다 뒤일 수 없습니다.")
        changes: dict[str, Any] = {"stage": body.stage, "stage_on": body.on}
        if body.stage == "lapsed":
            changes["lapses"] = (*case.lapses, body.on)
        if body.stage == "revived":
            if len(case.revivals) >= heads.unfolded(head, now).law["after.revive_times"].value:
                raise NotAllowed("효력부활은 이미 쓰셨습니다. 새로 신청하는 길을 상담에서 확인해 주세요.")
            changes["revivals"] = (*case.revivals, body.on)
        if body.stage in ("agreed", "confirmed") and case.agreed_on is None:
            changes["agreed_on"] = body.on
        before = {"stage": case.stage, "stage_on": case.stage_on.isoformat()}
        after = {"stage": body.stage, "stage_on": body.on.isoformat(), "because": body.because}
        changed, writes = heads.actions(
            replace(head, case=replace(case, **changes)), now, who, "stage", before, after
        )
        done = replace(changed, version=head.version + 1)
        table.write([*also(done), *writes])
        return done

    result: Head = heads.change(table, attempt)
    return result


def _plan_shown(head: Head) -> dict[str, Any]:
    case = head.case
    return {
        "remedy": case.remedy,
        "stage": case.stage,
        "agreed_on": case.agreed_on.isoformat() if case.agreed_on else None,
        "runs": [[r.first.isoformat(), r.anchor, r.count, r.amount, r.kind] for r in case.runs],
    }


def digest_of(body: Any) -> str:
    """A short hash of a body, the same for equal bodies."""
    return keys.digest(json.dumps(body, ensure_ascii=False, sort_keys=True, default=str))
