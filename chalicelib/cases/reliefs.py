"""Requests for relief: taken once, taken up again, decided by people, told to the person.

The id of a request is made from the case and the caller's key, so a request that is sent again after any failure is
the same request. Whatever was acknowledged is stored; what was not stored was not acknowledged.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chalicelib.aftercare import stages
from chalicelib.aftercare.case import Relief
from chalicelib.aftercare.days import seoul
from chalicelib.aftercare.relief import Grant, new_runs, precheck
from chalicelib.aftercare.relief_rules import DEFERRING, KINDS
from chalicelib.aftercare.schedule import fold
from chalicelib.aftercare.touches import Note
from chalicelib.law import law_version
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ABSENT, Action, Item, Page, Put, Table

from . import head as heads
from .errors import BadRequest, Mismatch, NotAllowed, NotFound
from .head import Also, Head, nothing
from .inputs import DecideIn, ReliefIn, ReliefMoreIn
from .service import digest_of, runs_of
from .words import RELIEF_STATUS

OPEN = frozenset({"submitted", "needs_documents"})
QUEUE = "relief"


def names(case_id: str, key: str) -> list[keys.Name]:
    """What `request` reads besides the case: the request of this key, and what the key was answered with."""
    relief_id = "r" + keys.digest(f"{case_id}|{key}")[:24]
    return [keys.relief(case_id, relief_id), keys.once(keys.case_pk(case_id), key)]


def request(
    table: Table, case_id: str, body: ReliefIn, who: str, now: datetime, key: str, also: Also = nothing
) -> tuple[dict[str, Any], bool]:
    """Take a request with its pre-check; answers it and whether it is new. `key`: the caller's Idempotency-Key.

    A second open request of the same kind is answered with the first. Raises NotFound, Mismatch, Busy.
    """
    relief_id = "r" + keys.digest(f"{case_id}|{key}")[:24]
    body_hash = digest_of(body.dump())

    def attempt() -> tuple[dict[str, Any], bool]:
        head, held, seen = _three(table, case_id, relief_id, key)
        if held is not None:
            fields = undress(held, "relief")
            if fields["body_hash"] != body_hash:
                raise Mismatch()
            return shown(relief_id, fields), False
        if seen is not None:  # this key was answered with another device's request before
            answered = undress(seen, "once")
            if answered["body_hash"] != body_hash:
                raise Mismatch()
            return read(table, case_id, answered["id"]) | {"duplicate": True}, False
        open_id = head.open_reliefs.get(body.kind)
        if open_id:
            mark = dress("once", {"body_hash": body_hash, "id": open_id})
            first = read(table, case_id, open_id) | {"duplicate": True}, False
            put = Put(Item(*keys.once(keys.case_pk(case_id), key), mark), ABSENT)  # stays with the case
            table.write([*also(first), put])
            return first
        view = heads.unfolded(head, now)
        answers = {"new_debt_days": body.new_debt_days, "new_debt_months": body.new_debt_months}
        found = precheck(
            head.case, view.standing, view.books, body.kind, body.reasons, view.law, body.months, answers
        )
        fields = {
            "status": "submitted",
            "kind_of": body.kind,
            "reasons": list(body.reasons),
            "months": body.months,
            "documents": list(body.documents or ()),
            "note": _clean(body.note),
            "channel": body.channel,
            "requested_at": view.now.isoformat(),
            "precheck": found.json(view.law),
            "law_version": law_version(),
            "body_hash": body_hash,
            "decision": None,
            "decided_by_keys": [],
        }
        head = replace(head, open_reliefs={**head.open_reliefs, body.kind: relief_id})
        _, writes = heads.actions(head, now, who, "relief_request", {}, {"id": relief_id, "kind": body.kind})
        made = shown(relief_id, fields), True
        table.write([*also(made), _put(case_id, relief_id, fields, ABSENT), *writes])
        return made

    result: tuple[dict[str, Any], bool] = heads.change(table, attempt)
    return result


def read(table: Table, case_id: str, relief_id: str) -> dict[str, Any]:
    """The request as the person and the desk see it. Raises NotFound."""
    try:
        item = table.get(*keys.relief(case_id, relief_id))
    except ValueError:
        raise NotFound() from None
    if item is None:
        raise NotFound()
    return shown(relief_id, undress(item, "relief"))


def supplement(
    table: Table,
    case_id: str,
    relief_id: str,
    body: ReliefMoreIn,
    who: str,
    now: datetime,
    also: Also = nothing,
) -> dict[str, Any]:
    """Add documents or a note to an open request; one that waited for documents goes back to the desk."""

    def attempt() -> dict[str, Any]:
        _head, held = _both(table, case_id, relief_id)
        fields = _open(held)
        documents = list(dict.fromkeys([*fields["documents"], *(body.documents or ())]))
        changed = {**fields, "documents": documents, "note": _clean(body.note) or fields["note"]}
        if body.documents:
            changed["status"] = "submitted"
        if changed != fields:
            audit = heads.audit(
                case_id, now, who, "relief_supplement", {}, {"id": relief_id, "documents": documents}
            )
            put = _put(case_id, relief_id, changed, held.version if held else ABSENT)
            table.write([*also(shown(relief_id, changed)), put, audit])
        return shown(relief_id, changed)

    result: dict[str, Any] = heads.change(table, attempt)
    return result


def decide(
    table: Table,
    case_id: str,
    relief_id: str,
    body: DecideIn,
    who: str,
    now: datetime,
    key: str | None = None,
    also: Also = nothing,
) -> dict[str, Any]:
    """Decide an open request: schedule, stage, trail and the message to the person in one step.

    The same decision again gives the same answer. `key`: the caller's Idempotency-Key; a decision that arrives again
    after the person went on (handed in what was asked for) is not made again. Raises NotFound, NotAllowed (decided otherwise), BadRequest, Busy.
    """
    mark = keys.digest(key)[:16] if key else ""
    final = {"approve": "approved", "reject": "rejected", "ask_documents": "needs_documents"}[body.decision]

    def attempt() -> dict[str, Any]:
        head, held = _both(table, case_id, relief_id)
        if held is None:
            raise NotFound()
        fields = undress(held, "relief")
        if mark in fields["decided_by_keys"]:
            return shown(relief_id, fields)
        if (
            fields["status"] == final
            and fields["decision"]
            and fields["decision"]["body_hash"] == digest_of(body.dump())
        ):
            return shown(relief_id, fields)
        fields = _open(held)
        before = _state(head)
        note = Note(
            "relief_decision",
            f"{relief_id}:{seoul(now):%Y%m%dT%H%M%S}",
            seoul(now),
            {"kind": fields["kind_of"], "status": final},
        )
        decided = replace(head, notes=(*head.notes, note))
        if final != "needs_documents":
            rest = {kind: rid for kind, rid in head.open_reliefs.items() if rid != relief_id}
            decided = replace(decided, open_reliefs=rest)
        if final == "approved":
            decided = _granted(decided, fields, body, now)
        changed = {
            **fields,
            "status": final,
            "decided_by_keys": [*fields["decided_by_keys"], *([mark] if mark else [])],
            "decision": {
                "by": who,
                "at": seoul(now).isoformat(),
                "because": body.because,
                "body_hash": digest_of(body.dump()),
                "start": body.start.isoformat() if body.start else None,
                "months": body.months,
            },
        }
        decided, writes = heads.actions(
            decided,
            now,
            who,
            f"relief_{final}",
            {"id": relief_id, **before},
            {"id": relief_id, **_state(decided)},
        )
        table.write(
            [*also(shown(relief_id, changed)), _put(case_id, relief_id, changed, held.version), *writes]
        )
        return shown(relief_id, changed)

    result: dict[str, Any] = heads.change(table, attempt)
    return result


def _granted(head: Head, fields: dict[str, Any], body: DecideIn, now: datetime) -> Head:
    case, kind = head.case, fields["kind_of"]
    view = heads.unfolded(head, now)
    today = view.now.date()
    start = body.start or today
    months = (
        body.months or fields["months"] or (view.law["after.deferral_unit"].value if kind in DEFERRING else 0)
    )
    to = {"revive": "revived", "discharge": "closed"}.get(
        kind, "deferred" if kind in DEFERRING else case.stage
    )
    if to != case.stage:
        reason = stages.why_not(case.remedy, case.stage, to)
        if reason:
            raise NotAllowed(reason)
    revivals = case.revivals
    runs = case.runs
    try:
        if kind == "amend":
            runs = _amended(view, body, start)
        elif kind == "revive":
            revivals = (*revivals, today)
        elif kind != "discharge":
            runs = new_runs(case, view.standing, view.books, Grant(kind, start, months), view.law)
    except ValueError as wrong:
        raise BadRequest(
            f"이 결정으로는 일정을 만들 수 없습니다. 날짜와 기간을 확인해 주세요. ({wrong})"
        ) from None
    granted = Relief(kind, _first_moved(view, start) if kind in DEFERRING else start, months, today)
    changed = replace(
        case,
        runs=runs,
        revivals=revivals,
        reliefs=(*case.reliefs, granted),
        stage=to,
        stage_on=today if to != case.stage else case.stage_on,
    )
    return replace(head, case=changed)


def _first_moved(view: heads.View, start: date) -> date:
    """Nominal day of the first instalment that a deferral from `start` moves: its months are counted from there."""
    settled = view.books.ledger.settled_on
    return min(
        (row.nominal for row in view.books.instalments if row.no not in settled and row.nominal >= start),
        default=start,
    )


def _amended(view: heads.View, body: DecideIn, start: date) -> Any:
    if not body.instalments:
        raise ValueError("a new list of instalments is needed")
    settled = view.books.ledger.settled_on
    kept = [row for row in view.books.instalments if row.no in settled or row.nominal < start]
    runs = (*fold(kept), *runs_of(body.instalments))
    from chalicelib.aftercare.schedule import check

    check(runs)
    return runs


def queue(table: Table, shard: int, after: str | None = None, limit: int = 100) -> Page:
    """Open requests of one shard of the desk's queue, the oldest first."""
    return table.query_due(keys.due_queue(QUEUE, shard), None, after, limit)


def shown(relief_id: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The request for the API, its status in a Korean sentence."""
    decision = fields["decision"]
    return {
        "id": relief_id,
        "kind": fields["kind_of"],
        "title": KINDS[fields["kind_of"]],
        "status": fields["status"],
        "says": RELIEF_STATUS[fields["status"]]
        + (f" {decision['because']}" if decision and decision["because"] else ""),
        "reasons": fields["reasons"],
        "months": fields["months"],
        "documents": fields["documents"],
        "note": fields["note"],
        "requested_at": fields["requested_at"],
        "precheck": fields["precheck"],
        "decision": {k: decision[k] for k in ("by", "at", "because", "start", "months")}
        if decision
        else None,
    }


def _clean(note: str | None) -> str | None:
    """Free text passes the redaction before it is stored."""
    if not note:
        return note
    from chalicelib.consult.pii import redact  # only a request with a note pays for the import

    return redact(note).text


def _put(case_id: str, relief_id: str, fields: dict[str, Any], expect: Any) -> Action:
    pk, sk = keys.relief(case_id, relief_id)
    data = dress("relief", fields)
    if fields["status"] == "submitted":
        due = keys.due_queue(QUEUE, keys.shard(case_id))
        return Put(Item(pk, sk, data, due=due, due_at=fields["requested_at"]), expect)
    return Put(Item(pk, sk, data), expect)


def _both(table: Table, case_id: str, relief_id: str) -> tuple[Head, Item | None]:
    try:
        names = [keys.case(case_id), keys.relief(case_id, relief_id)]
    except ValueError:
        raise NotFound() from None
    head, held = table.get_many(names)
    if head is None:
        raise NotFound()
    return heads.from_item(case_id, head), held


def _three(table: Table, case_id: str, relief_id: str, key: str) -> tuple[Head, Item | None, Item | None]:
    """The head, the request of this key, and what the key was answered with where it made none."""
    try:
        names = [keys.case(case_id), keys.relief(case_id, relief_id), keys.once(keys.case_pk(case_id), key)]
    except ValueError:
        raise NotFound() from None
    head, held, seen = table.get_many(names)
    if head is None:
        raise NotFound()
    return heads.from_item(case_id, head), held, seen


def _open(held: Item | None) -> dict[str, Any]:
    if held is None:
        raise NotFound()
    fields = undress(held, "relief")
    if fields["status"] not in OPEN:
        raise NotAllowed("이미 결정된 신청입니다. 바꾸려면 새로 신청해 주세요.")
    return fields


def _state(head: Head) -> dict[str, Any]:
    return {
        "stage": head.case.stage,
        "runs": [[r.first.isoformat(), r.anchor, r.count, r.amount, r.kind] for r in head.case.runs],
    }
