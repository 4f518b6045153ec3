"""One case's turn: what is due is decided by `may_contact`, claimed, handed over, recorded. Exactly once, or marked.

The claim (a reminder item that must be absent, together with the head's version) is written before the side effect.
From there on:
- died between claim and send, or between send and record: the claim's lease runs out, the sweep finds it, the channel
  is asked by our reference; "accepted" is recorded, "not found" is handed over again, "unknown" waits for a person.
- an answer that never came is such an unknown outcome: asked, never sent again blindly.
- surely not accepted: tried again with growing distance, then a dead letter that the desk sees and can replay.
Nothing is sent at night: the decision is made again before every hand-over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib.aftercare.contact import Address, Decision, may_contact
from chalicelib.aftercare.touches import Touch
from chalicelib.channels.base import Channel, NotAccepted, Outgoing, Refused, UnknownOutcome
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ABSENT, Conflict, Item, Put, Table

from . import head as heads
from .head import Head, View
from .messages import render

LEASE: Final = timedelta(minutes=10)
"""Longer than any attempt can take (channel time-outs are seconds): after it the claimer is dead or has recorded."""
BACKOFF: Final = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
TAKEN: Final = frozenset({"sending", "unknown", "retry"})
CHECK, DEAD = "check", "dead"
MOST_IN_A_TURN = 8


@dataclass(slots=True)
class Result:
    """What a turn did, as counts for metrics: sent, shifted, held, unknown, retry, dead, refused, checked."""

    counts: dict[str, int]

    def add(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1


def deliver(table: Table, channels: Mapping[str, Channel], case_id: str, now: datetime) -> Result:
    """Everything due for one case. A case that is gone, or has nothing due, is no error. Raises StoreUnavailable."""
    result = Result({})
    for _ in range(MOST_IN_A_TURN):
        try:
            if not _one(table, channels, case_id, now, result):
                break
        except Conflict:
            result.add("conflict")
    return result


def _one(table: Table, channels: Mapping[str, Channel], case_id: str, now: datetime, result: Result) -> bool:
    """Deal with the first touch that is due; False when there is none."""
    found, next_item = table.get_many([keys.case(case_id), (keys.case_pk(case_id), heads.NEXT)])
    if found is None:
        return False
    head, view = heads.settle_stage(heads.from_item(case_id, found), now)
    due = [touch for touch in heads.pending(view) if touch.at <= view.now]
    if not due:
        if next_item is None or next_item.due_at is None or next_item.due_at <= keys.stamp(now):
            _, writes = heads.actions(head, now, "system", "")
            table.write(writes)
        return False
    silent = [touch for touch in due if not touch.template]
    if silent:  # checkpoints say nothing: they bring stage, risk and the next touch up to date
        _store(table, head, view, {touch.key: "checked" for touch in silent})
        result.add("checked")
        return True
    shifts: dict[str, datetime] = {}
    notes: list[Put] = []
    for touch in sorted(due, key=lambda one: (not one.urgent, one.at)):
        decision = may_contact(
            now, head.person, view.calendar, view.law, until=touch.until, urgent=touch.urgent
        )
        if decision.action == "shift" and decision.at is not None:
            shifts[touch.key] = decision.at
            notes.append(_noted(head, touch, decision, "shifted", view))
        elif decision.action == "send" and decision.address is not None:
            _claim_and_send(table, channels, head, view, touch, decision.address, now, result)
            return True
        else:
            _keep_held(table, head, view, touch, decision)
            result.add("held")
            return True
    _, writes = heads.actions(head, now, "system", "", shifts=shifts)
    table.write([*writes, *notes])
    result.add("shifted")
    return False


def _claim_and_send(
    table: Table,
    channels: Mapping[str, Channel],
    head: Head,
    view: View,
    touch: Touch,
    address: Address,
    now: datetime,
    result: Result,
) -> None:
    text = render(touch, head, view.law, address.channel)
    name = _name(head.case.id, touch)
    fields = {
        "kind_of": touch.kind,
        "plan_at": touch.at.isoformat(),
        "until": touch.until.isoformat(),
        "urgent": touch.urgent,
        "status": "sending",
        "channel": address.channel,
        "text": text.text,
        "subject": text.subject,
        "form": text.form,
        "bytes": text.size,
        "reference": keys.digest(f"{name.pk}|{name.sk}")[:24],
        "attempts": 1,
        "claimed_at": view.now.isoformat(),
        "reasons": [],
    }
    claimed = replace(head, person=replace(head.person, sent=(*head.person.sent, view.now)))
    held = table.get(*name)
    if held is not None and undress(held, "reminder")["status"] not in ("shifted",):
        _store(table, head, view, {touch.key: "known"})  # claimed before under the same name
        return
    mark = {touch.key: "claimed"}
    told = {**claimed.told, **dict.fromkeys(mark, view.now.date().isoformat())}
    _, writes = heads.actions(replace(claimed, told=told), now, "system", "")
    put = Put(_taken(name, fields, now + LEASE), held.version if held else ABSENT)
    version = table.write([put, *writes])[0]
    stored = Item(name.pk, name.sk, dress("reminder", fields), version or 1)
    hand_over(table, channels, stored, fields, address.to, now, result)


def hand_over(
    table: Table,
    channels: Mapping[str, Channel],
    item: Item,
    fields: dict[str, Any],
    to: str,
    now: datetime,
    result: Result,
) -> None:
    """Give a claimed message to its channel and record what came of it."""
    channel = channels.get(fields["channel"])
    message = Outgoing(fields["reference"], fields["channel"], to, fields["text"], fields["subject"])
    try:
        if channel is None:
            raise Refused("channel:missing")
        vendor_id = channel.send(message)
    except UnknownOutcome as error:
        _record(table, item, fields, now, result, "unknown", error.code, LEASE)
    except NotAccepted as error:
        tries = fields["attempts"]
        if tries > len(BACKOFF):
            _record(table, item, fields, now, result, DEAD, error.code)
        else:
            _record(table, item, fields, now, result, "retry", error.code, BACKOFF[tries - 1])
    except Refused as error:
        _record(table, item, fields, now, result, CHECK, error.code)
    else:
        fields = {**fields, "vendor_id": vendor_id, "sent_at": now.isoformat()}
        _record(table, item, fields, now, result, "sent", "")


def settle(table: Table, channels: Mapping[str, Channel], case_id: str, sk: str, now: datetime) -> Result:
    """Take up a claim whose lease or distance has run out. One that is settled already is no error."""
    result = Result({})
    head_item, item = table.get_many([keys.case(case_id), (keys.case_pk(case_id), sk)])
    if head_item is None or item is None:
        return result
    fields = undress(item, "reminder")
    if fields["status"] not in TAKEN or item.due_at is None or item.due_at > keys.stamp(now):
        return result
    head = heads.from_item(case_id, head_item)
    view = heads.unfolded(head, now)
    try:
        if fields["status"] in ("sending", "unknown"):
            channel = channels.get(fields["channel"])
            outcome = channel.ask(fields["reference"]) if channel else "unknown"
            if outcome == "accepted":
                _record(table, item, {**fields, "sent_at": now.isoformat()}, now, result, "sent", "asked")
                return result
            if outcome == "unknown":
                _record(table, item, fields, now, result, CHECK, "outcome-unknown")
                return result
        _again(table, channels, head, view, item, fields, now, result)
    except Conflict:
        result.add("conflict")
    return result


def _again(
    table: Table,
    channels: Mapping[str, Channel],
    head: Head,
    view: View,
    item: Item,
    fields: dict[str, Any],
    now: datetime,
    result: Result,
) -> None:
    """Hand over once more what surely was not accepted, if it may still go."""
    claimed = datetime.fromisoformat(fields["claimed_at"])
    others = tuple(one for one in head.person.sent if one != claimed)  # this message has not reached anybody
    decision = may_contact(
        now,
        replace(head.person, sent=others),
        view.calendar,
        view.law,
        until=datetime.fromisoformat(fields["until"]),
        urgent=fields["urgent"],
    )
    address = next((a for a in head.person.addresses if a.confirmed and a.channel == fields["channel"]), None)
    if decision.action == "hold" or address is None or fields["channel"] in head.person.refused:
        reasons = list(decision.reasons) or ["no_channel"]
        _record(table, item, {**fields, "reasons": reasons}, now, result, "held", "")
        return
    if decision.action == "shift":
        assert decision.at is not None
        changed = {**fields, "status": "retry", "reasons": list(decision.reasons)}
        table.put(_taken(keys.Name(item.pk, item.sk), changed, decision.at), item.version)
        result.add("shifted")
        return
    changed = {**fields, "status": "sending", "attempts": fields["attempts"] + 1}
    stored = table.put(_taken(keys.Name(item.pk, item.sk), changed, now + LEASE), item.version)
    hand_over(table, channels, stored, changed, address.to, now, result)


def _record(
    table: Table,
    item: Item,
    fields: dict[str, Any],
    now: datetime,
    result: Result,
    status: str,
    code: str,
    again_in: timedelta | None = None,
) -> None:
    changed = {**fields, "status": status, "code": code, "settled_at": now.isoformat()}
    name = keys.Name(item.pk, item.sk)
    if again_in is not None:
        new = _taken(name, changed, now + again_in)
    elif status in (CHECK, DEAD):
        new = Item(*name, dress("reminder", changed), due=keys.due_queue(status), due_at=keys.stamp(now))
    else:
        new = Item(*name, dress("reminder", changed))
    table.put(new, item.version)
    result.add(status)


def _taken(name: keys.Name, fields: dict[str, Any], when: datetime) -> Item:
    """A claimed reminder, to be found by the sweep at `when`."""
    from chalicelib.aftercare.days import seoul

    case_id = name.pk.partition("#")[2]
    day = keys.due_reminders(seoul(when).date(), keys.shard(case_id))
    return Item(name.pk, name.sk, dress("reminder", fields), due=day, due_at=keys.stamp(when))


def _name(case_id: str, touch: Touch) -> keys.Name:
    return keys.reminder(case_id, touch.at.date(), touch.kind, touch.ref)


def _store(table: Table, head: Head, view: View, marks: dict[str, str]) -> None:
    told = {**head.told, **dict.fromkeys(marks, view.now.date().isoformat())}
    _, writes = heads.actions(replace(head, told=told), view.now, "system", "")
    table.write(writes)


def _keep_held(table: Table, head: Head, view: View, touch: Touch, decision: Decision) -> None:
    """Held for good: the reasons stay with the reminder, the touch does not come up again."""
    told = {**head.told, touch.key: view.now.date().isoformat()}
    _, writes = heads.actions(replace(head, told=told), view.now, "system", "")
    table.write([*writes, _noted(head, touch, decision, "held", view)])


def _noted(head: Head, touch: Touch, decision: Decision, status: str, view: View) -> Put:
    fields = {
        "kind_of": touch.kind,
        "plan_at": touch.at.isoformat(),
        "status": status,
        "reasons": list(decision.reasons),
        "to_be_at": decision.at.isoformat() if decision.at else None,
        "settled_at": view.now.isoformat(),
    }
    return Put(Item(*_name(head.case.id, touch), dress("reminder", fields)))
