"""What the counsellors' desk sees and does: cases at risk, relief requests, referrals, messages to check, the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chalicelib.aftercare.days import seoul
from chalicelib.aftercare.stages import REMEDIES, TITLES
from chalicelib.aftercare.touches import KINDS
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import Conflict, Item, Page, Put, Table

from . import head as heads
from . import reliefs, replies
from .errors import Busy, NotAllowed, NotFound
from .words import MESSAGE_STATES

Listed = tuple[list[dict[str, Any]], str | None]


def at_risk(table: Table, now: datetime, after: str | None = None, limit: int = 50) -> Listed:
    """Cases one instalment from the limit or at it, the fewest days left first; and the cursor of the next page."""
    today = seoul(now).date()
    page = table.query_due(keys.due_queue("risk"), None, after, limit)
    return [_risk(item, today) for item in page.items], page.next


def _risk(item: Item, today: date) -> dict[str, Any]:
    data = undress(item, "case")
    lapse_on = date.fromisoformat(str(item.due_at))
    return {
        "case_id": item.pk.partition("#")[2],
        "remedy": data["remedy"],
        "title": REMEDIES[data["remedy"]],
        "stage": data["stage"],
        "stage_title": TITLES[data["stage"]],
        "lapse_on": lapse_on.isoformat(),
        "days_left": (lapse_on - today).days,
        "open_reliefs": sorted(data["open_reliefs"]),
        "counsellor": data["contact"]["counsellor"],
        "estimate": True,
    }


def relief_queue(table: Table, shard: int, after: str | None = None, limit: int = 50) -> Listed:
    """Requests that wait for a decision in one of the queue's shards (0 to keys.SHARDS - 1), the oldest first."""
    page = reliefs.queue(table, shard, after, limit)
    rows = [
        reliefs.shown(item.sk.removeprefix(keys.RELIEFS), undress(item, "relief"))
        | {"case_id": item.pk.partition("#")[2]}
        for item in page.items
    ]
    return rows, page.next


def referrals(table: Table, after: str | None = None, limit: int = 50) -> Listed:
    """Open hand-offs, those with the nearest legal clock first."""
    page = table.query_due(keys.due_queue(replies.QUEUE), None, after, limit)
    rows = [
        {
            "id": item.pk.partition("#")[2],
            "version": item.version,
            **{k: v for k, v in undress(item, "referral").items() if k != "session_id"},
        }
        for item in page.items
    ]
    return rows, page.next


def messages(table: Table, state: str, after: str | None = None, limit: int = 50) -> Listed:
    """Messages whose outcome nobody knows (`check`) or that could not be handed over (`dead`). NotFound otherwise."""
    if state not in MESSAGE_STATES:
        raise NotFound()
    page = table.query_due(keys.due_queue(state), None, after, limit)
    return [_message(item) for item in page.items], page.next


def _message(item: Item) -> dict[str, Any]:
    data = undress(item, "reminder")
    return {
        "case_id": item.pk.partition("#")[2],
        "id": item.sk.removeprefix(keys.REMINDERS),
        "kind": data["kind_of"],
        "title": KINDS[data["kind_of"]],
        "status": data["status"],
        "channel": data["channel"],
        "attempts": data["attempts"],
        "code": data.get("code", ""),
        "at": data.get("settled_at"),
        "reference": data["reference"],
    }


def resolve(
    table: Table, case_id: str, reminder_id: str, outcome: str, who: str, now: datetime
) -> dict[str, Any]:
    """A person's word on a message: `arrived`, or `replay` (hand it over again, by every rule). Raises NotFound,
    NotAllowed (nothing to decide), Busy."""
    if outcome not in ("arrived", "replay"):
        raise NotAllowed("‘도착함’이나 ‘다시 보냄’ 가운데 하나를 골라 주세요.")
    try:
        name = keys.Name(keys.case_pk(case_id), keys.REMINDERS + reminder_id)
        item = table.get(*name)
    except ValueError:
        raise NotFound() from None
    if item is None:
        raise NotFound()
    fields = undress(item, "reminder")
    if fields["status"] not in MESSAGE_STATES:
        raise NotAllowed("이미 처리된 안내입니다.")
    moment = seoul(now)
    if outcome == "arrived":
        new = Item(*name, dress("reminder", {**fields, "status": "sent", "code": "confirmed-by-staff"}))
    else:
        changed = {**fields, "status": "retry", "attempts": 0, "code": "replay"}
        day = keys.due_reminders(moment.date(), keys.shard(case_id))
        new = Item(*name, dress("reminder", changed), due=day, due_at=keys.stamp(now))
    trail = heads.audit(
        case_id,
        now,
        who,
        f"message_{outcome}",
        {"id": reminder_id, "status": fields["status"]},
        {"id": reminder_id, "status": new.data["status"]},
    )
    try:
        table.write([Put(new, item.version), trail])
    except Conflict:
        raise Busy() from None
    return _message(new)


def take_referral(
    table: Table,
    referral_id: str,
    status: str,
    note: str | None,
    who: str,
    now: datetime,
    seen: Item | None = None,
) -> dict[str, Any]:
    """Move a hand-off on: `taken` (somebody works on it) or `done`. `seen`: the item as the caller read it; changed
    since, it is Busy. Raises NotFound, NotAllowed, Busy."""
    if status not in ("taken", "done"):
        raise NotAllowed("‘맡음’이나 ‘끝남’ 가운데 하나를 골라 주세요.")
    try:
        name = keys.referral(referral_id)
        item = seen or table.get(*name)
    except ValueError:
        raise NotFound() from None
    if item is None:
        raise NotFound()
    fields = undress(item, "referral")
    if fields["status"] == "done":
        raise NotAllowed("이미 끝난 연결입니다.")
    changed = {**fields, "status": status, "by": who, "note": note, "changed_at": seoul(now).isoformat()}
    new = Item(*name, dress("referral", changed), expires_at=item.expires_at)
    if status == "taken":
        new = replace(new, due=item.due, due_at=item.due_at)
    before, after = {"status": fields["status"]}, {"status": status, "note": note}
    moment = seoul(now)
    entry = {"who": who, "what": "referral", "at": moment.isoformat(), "before": before, "after": after}
    trail = Item(
        *keys.audit(name.pk, now, keys.digest(f"{item.version}")[:12]),
        dress("audit", entry),
        expires_at=item.expires_at,  # no longer than what it tells of
    )
    try:
        versions = table.write([Put(new, item.version), Put(trail)])
    except Conflict:
        raise Busy() from None
    return {
        "id": referral_id,
        "version": versions[0],
        **{k: v for k, v in changed.items() if k != "session_id"},
    }


def trail(table: Table, case_id: str, after: str | None = None, limit: int = 100) -> Listed:
    """Who changed what, when, before and after, the newest first. Raises NotFound, BadCursor."""
    try:
        owner = keys.case_pk(case_id)
    except ValueError:
        raise NotFound() from None
    page: Page = table.query(owner, keys.AUDIT, after, limit, reverse=True)
    return [undress(item, "audit") for item in page.items], page.next


def reminders(table: Table, case_id: str, after: str | None = None, limit: int = 100) -> Listed:
    """Every message of a case with its fate and the reasons of `may_contact`, the newest first."""
    page = table.query(keys.case_pk(case_id), keys.REMINDERS, after, limit, reverse=True)
    rows = [undress(item, "reminder") for item in page.items if item.sk != heads.NEXT]
    return rows, page.next
