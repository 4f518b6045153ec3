"""The person's answer to a reminder: 지켰어요, 어려워요, 쉬고 싶어요. Leads to silence, to a counsellor, or to a rest.

Answers come by route or by inbound message; an answer that arrives twice is one answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.aftercare.days import korean, seoul
from chalicelib.aftercare.relief import precheck
from chalicelib.aftercare.relief_rules import KINDS
from chalicelib.store import keys
from chalicelib.store.shapes import dress
from chalicelib.store.table import ABSENT, Action, Item, Put, Table

from . import head as heads
from .head import Also, Head, View, nothing

QUEUE = "referrals"
_OFFERED = ("deferral", "special", "catch_up", "flex", "revive", "discharge")


def answer(
    table: Table, case_id: str, said: str, who: str, now: datetime, answer_id: str, also: Also = nothing
) -> dict[str, Any]:
    """Take an answer; says what follows in Korean. `answer_id` names this answer (an inbound message's own id).

    Raises NotFound, Busy.
    """
    ref = keys.digest(f"{case_id}|{answer_id}")[:24]

    def attempt() -> dict[str, Any]:
        head = heads.read(table, case_id)
        seen = f"answer:{ref}"
        view = heads.unfolded(head, now)
        if seen in head.told:
            return _says(said, view, referral=None)
        changed, extra, referral = _follow(head, view, said, now, ref)
        changed = replace(changed, told={**changed.told, seen: view.now.date().isoformat()})
        name = keys.answer(case_id, now, ref)
        item = Item(*name, dress("answer", {"answer": said, "at": view.now.isoformat(), "by": who}))
        _, writes = heads.actions(changed, now, who, "answer", {}, {"answer": said})
        told = _says(said, view, referral)
        table.write([*also(told), Put(item, ABSENT), *extra, *writes])
        return told

    result: dict[str, Any] = heads.change(table, attempt)
    return result


def _follow(
    head: Head, view: View, said: str, now: datetime, ref: str
) -> tuple[Head, list[Action], str | None]:
    today = view.now.date()
    rest = today + timedelta(days=int(view.law["fence.pause_days"].value))
    if said == "kept":
        marks = dict.fromkeys(_silenced(view), today.isoformat())
        return replace(head, told={**head.told, **marks}), [], None
    head = replace(head, person=replace(head.person, paused_until=rest))
    if said == "pause" and view.standing.risk not in ("last_warning", "limit_reached"):
        return head, [], None
    referral_id = "f" + ref
    return head, [_referral(view, said, referral_id, now)], referral_id


def _silenced(view: View) -> list[str]:
    """Keys of the reminders of the instalment that the answer is about: the one missed last, else the one due within
    the week. Warnings of a legal clock are not among them."""
    open_rows = [r for r in view.books.instalments if view.books.ledger.paid.get(r.no, 0) < r.amount]
    today = view.now.date()
    missed = [r for r in open_rows if r.due < today]
    coming = [r for r in open_rows if today <= r.due <= today + timedelta(days=7)]
    about = missed[-1:] or coming[:1]
    return [
        f"{kind}:{r.nominal.isoformat()}"
        for r in about
        for kind in ("before_due", "due", "missed_1", "missed_5")
    ]


def _referral(view: View, said: str, referral_id: str, now: datetime) -> Action:
    case, standing = view.head.case, view.standing
    parts = [f"안내에 ‘{'어려워요' if said == 'hard' else '쉬고 싶어요'}’라고 답하셨습니다."]
    if standing.missed:
        parts.append(f"지금 {standing.missed}회가 밀려 있습니다.")
    if standing.lapse_on:
        parts.append(f"{korean(standing.lapse_on)}까지 내지 못하면 실효 기준에 이를 수 있습니다.")
    ways = open_ways(view)
    if ways:
        parts.append("열려 있을 수 있는 길: " + ", ".join(KINDS[kind] for kind in ways) + ".")
    fields = {
        "session_id": view.head.session_id,
        "case_id": case.id,
        "status": "open",
        "summary": " ".join(parts),
        "opened_at": seoul(now).isoformat(),
        "because": said,
    }
    due_at = (standing.lapse_on or seoul(now).date()).isoformat() + "|" + keys.stamp(now)
    item = Item(
        *keys.referral(referral_id), dress("referral", fields), due=keys.due_queue(QUEUE), due_at=due_at
    )
    return Put(item, ABSENT)


def open_ways(view: View) -> list[str]:
    """Kinds of relief that the pre-check does not rule out today, without knowing the reason."""
    case = view.head.case
    return [
        kind
        for kind in _OFFERED
        if precheck(case, view.standing, view.books, kind, ("other",), view.law).status != "fail"
    ]


def _says(said: str, view: View, referral: str | None) -> dict[str, Any]:
    ways = open_ways(view) if said == "hard" else []
    text = {
        "kept": "알려 주셔서 고맙습니다. 입금이 확인될 때까지 이번 안내는 더 보내지 않겠습니다.",
        "hard": "말씀해 주셔서 고맙습니다. 상담사가 함께 방법을 찾도록 전해 두었습니다.",
        "pause": "알겠습니다. 당분간 안내를 쉬겠습니다. 꼭 알려 드려야 할 결정과 기한만 알려 드립니다.",
    }[said]
    paused = None
    if said != "kept":
        paused = (view.now.date() + timedelta(days=int(view.law["fence.pause_days"].value))).isoformat()
    return {
        "answer": said,
        "says": text,
        "paused_until": paused,
        "ways": [{"kind": kind, "title": KINDS[kind]} for kind in ways],
        "referral_id": referral,
    }
