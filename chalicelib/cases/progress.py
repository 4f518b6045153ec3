"""The look-up of a case: stage, paid, left, next due, missed, standing, milestones, as the API gives it.

What is not certain (the lapse limit, days to come, the removal of the record) says so in `estimate`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.aftercare.benefits import milestones, payoff, removal
from chalicelib.aftercare.days import korean
from chalicelib.aftercare.relief_rules import KINDS
from chalicelib.aftercare.stages import REMEDIES, TITLES
from chalicelib.aftercare.standing import Standing
from chalicelib.law import law_version
from chalicelib.rules import describe

from .head import Head, View, unfolded
from .replies import open_ways
from .settings import shown as settings_shown


def shown(head: Head, now: datetime, *, instalments: bool = False) -> dict[str, Any]:
    """The case on the day of `now`; with `instalments` also every instalment and the allocation of every payment.

    Raises LawGap, CalendarGap.
    """
    view = unfolded(head, now)
    case, standing = head.case, view.standing
    answer: dict[str, Any] = {
        "id": case.id,
        "as_of": standing.as_of.isoformat(),
        "law_version": law_version(),
        "remedy": case.remedy,
        "title": REMEDIES[case.remedy],
        "stage": case.stage,
        "stage_title": TITLES[case.stage],
        "stage_on": case.stage_on.isoformat(),
        "agreed_on": case.agreed_on.isoformat() if case.agreed_on else None,
        "total": standing.total,
        "paid": standing.paid,
        "left": standing.left,
        "credit": standing.credit,
        "instalments": {"count": standing.instalments, "paid": standing.instalments_paid},
        "months_paid": standing.months_paid,
        "next_due": {"on": standing.next_due.isoformat(), "amount": standing.next_amount}
        if standing.next_due
        else None,
        "missed": {
            "count": standing.missed,
            "amount": standing.missed_amount,
            "since": standing.missed_since.isoformat() if standing.missed_since else None,
        },
        "standing": _standing(view),
        "milestones": _milestones(view),
        "record_removal": _removal(view),
        "early_payoff": _payoff(view),
        "relief": {
            "open_requests": [
                {"kind": k, "title": KINDS[k], "id": rid} for k, rid in sorted(head.open_reliefs.items())
            ],
            "granted": [
                {"kind": r.kind, "title": KINDS[r.kind], "start": r.start.isoformat(), "months": r.months}
                for r in case.reliefs
            ],
            "possible": [{"kind": kind, "title": KINDS[kind]} for kind in open_ways(view)]
            if standing.missed
            else [],
        },
        "reminders": settings_shown(head),
        "notice": "이 내용은 등록된 계획과 납입으로 계산한 안내입니다. 실효 기준처럼 공개되지 않은 부분은 상담에서 확인해 주세요.",
    }
    if instalments:
        answer["schedule"] = _schedule(view)
    return answer


def _standing(view: View) -> dict[str, Any]:
    now = view.standing
    return {
        "risk": now.risk,
        "limit": now.limit,
        "lapse_on": now.lapse_on.isoformat() if now.lapse_on else None,
        "days_left": now.days_left,
        "revive_until": now.revive_until.isoformat() if now.revive_until else None,
        "estimate": True,
        "says": _says(now, view.head.case.in_court),
    }


def _says(now: Standing, court: bool) -> str:
    if now.revive_until:
        return (
            f"합의가 실효되었습니다. 효력부활을 신청할 수 있는 마지막 날은 {korean(now.revive_until)}입니다."
        )
    if now.risk == "none":
        return "밀린 회차가 없습니다."
    if court:
        return f"{now.missed}회가 밀려 있습니다. 약 {now.limit}개월쯤 밀리면 법원이 살펴볼 수 있습니다. 상담에서 확인해 주세요."
    if now.risk == "limit_reached":
        return f"{now.missed}회가 밀려 알려진 실효 기준({now.limit}회)에 이르렀습니다. 실제로 실효되었는지 바로 확인해 주세요."
    if now.lapse_on:
        return f"{now.missed}회가 밀려 있습니다. {korean(now.lapse_on)}까지 내지 못하면 실효될 수 있습니다. 그 전에 상담해 주세요."
    return f"{now.missed}회가 밀려 있습니다. 알려진 기준은 모두 더해 {now.limit}회입니다."


def _milestones(view: View) -> list[dict[str, Any]]:
    found = milestones(view.head.case, view.now.date(), view.calendar, view.law, view.books)
    return [
        {
            "months": one.months,
            "on": one.on.isoformat() if one.on else None,
            "reached": one.reached,
            "estimate": not one.reached,
            "opens": [
                {"code": o.code, "title": o.title, "amount": o.amount, "source": o.source} for o in one.opens
            ],
        }
        for one in found
    ]


def _removal(view: View) -> dict[str, Any] | None:
    gone = removal(view.head.case, view.now.date(), view.calendar, view.law, view.books)
    if gone is None:
        return None
    return {
        "months": gone.months,
        "on": gone.on.isoformat() if gone.on else None,
        "reached": gone.reached,
        "estimate": True,
        "source": gone.source,
        "says": "규칙에 따른 날입니다. 실제로 지워졌는지는 무료 신용보고서로 확인해 주세요.",
    }


def _payoff(view: View) -> dict[str, Any]:
    offer = payoff(view.head.case, view.standing, view.law)
    return {
        "status": offer.status,
        "percent": offer.percent,
        "rest": offer.rest,
        "cut": offer.cut,
        "pays": offer.pays,
        "estimate": True,
        "findings": [describe(one, {}, view.law) for one in offer.findings],
    }


def _schedule(view: View) -> dict[str, Any]:
    ledger = view.books.ledger
    return {
        "instalments": [
            {
                "no": row.no,
                "kind": row.kind,
                "named_for": row.nominal.isoformat(),
                "due": row.due.isoformat(),
                "amount": row.amount,
                "paid": ledger.paid.get(row.no, 0),
                "settled_on": ledger.settled_on[row.no].isoformat() if row.no in ledger.settled_on else None,
                "estimate": row.due > view.calendar.verified_to,
            }
            for row in view.books.instalments
        ],
        "payments": [
            {"reference": p.id, "paid_on": p.on.isoformat(), "amount": p.amount, "voided": p.voided}
            for p in sorted(view.head.case.payments, key=lambda p: (p.on, p.id))
        ],
        "allocations": [
            {"reference": a.payment, "instalment": a.no, "amount": a.amount} for a in ledger.allocations
        ],
    }
