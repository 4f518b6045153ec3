"""Requests for relief: what may be asked, the pre-check by the one evaluator, the documents, and the new schedule.

The pre-check informs ("열려 있음 / 닫혀 있음 / 확인 필요") and never decides: a person on the staff does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.aftercare import schedule
from chalicelib.aftercare.case import Books, Case
from chalicelib.aftercare.days import add_months
from chalicelib.aftercare.relief_rules import DEFERRING, DOCUMENTS, RULES, UNITS
from chalicelib.aftercare.schedule import REPAYMENT, Instalment, Run
from chalicelib.aftercare.standing import Standing
from chalicelib.law import Law, LawGap
from chalicelib.rules import Finding, Span, describe, verdict


@dataclass(frozen=True, slots=True)
class Precheck:
    """`status`: pass, fail or unknown; each finding with its sentence; documents and a warning where the rule has one."""

    status: str
    findings: tuple[Finding, ...]
    documents: tuple[str, ...]
    warning: str

    def json(self, law: Law) -> dict[str, Any]:
        return {
            "status": self.status,
            "findings": [describe(one, UNITS, law) for one in self.findings],
            "documents": list(self.documents),
            "warning": self.warning,
        }


def precheck(
    case: Case,
    now: Standing,
    opened: Books,
    kind: str,
    reasons: tuple[str, ...],
    law: Law,
    months: int | None = None,
    answers: Mapping[str, int | None] | None = None,
) -> Precheck:
    """What the rule says of this request on the day of `now`. `months` asked for (None: one unit of deferral).

    `answers`: `new_debt_days`, `new_debt_months` where told. KeyError for an unknown kind, LawGap without law.
    """
    facts = _facts(case, now, opened, reasons, law, months, answers or {})
    findings = tuple(rule.evaluate(facts, law) for rule in RULES[kind])
    documents = tuple(dict.fromkeys(DOCUMENTS[reason] for reason in reasons))
    return Precheck(verdict(findings), findings, documents, _warning(kind, now))


def _warning(kind: str, now: Standing) -> str:
    if kind == "amend":
        return "심사하는 동안 돌아오는 회차도 미납으로 셀 수 있으니, 낼 수 있으면 계속 내 주세요."
    if kind in ("deferral", "disaster") and now.risk == "last_warning":
        return "결정이 나기 전에 돌아오는 회차는 미납으로 셀 수 있습니다. 먼저 상담사에게 알려 주세요."
    return ""


def deferral_room(case: Case, months_paid: int, law: Law) -> int:
    """Months of deferral still open by the time paid (deferred months are no paid months); the disaster's apart."""
    steps: dict[str, int] = law["after.deferral_limit"].value
    limit = steps["from_48"]
    for name, months in sorted(
        ((int(n.removeprefix("under_")), m) for n, m in steps.items() if n.startswith("under_")), reverse=True
    ):
        if months_paid < name:
            limit = months
    return max(limit - _months(case, "deferral"), 0)


def _months(case: Case, kind: str) -> int:
    return sum(one.months for one in case.reliefs if one.kind == kind)


def recent_paid(instalments: tuple[Instalment, ...], opened: Books, as_of: date) -> int:
    """How many separate months up to the day held at least one settlement, counted back without a gap."""
    months = {(day.year, day.month) for day in opened.ledger.settled_on.values() if day <= as_of}
    year, month, run = as_of.year, as_of.month, 0
    if (year, month) not in months:  # this month's turn may still come
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    while (year, month) in months:
        run += 1
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return run


def _value(law: Law, key: str) -> Any:
    """The value in force, or None: a bound that nobody knows for that day leaves a finding unknown."""
    row = law.get(key)
    return row.value if row else None


def _room(case: Case, kind: str, limit: int | None) -> Span | None:
    return None if limit is None else _exact(max(limit - _months(case, kind), 0))


def _exact(number: int) -> Span:
    return Span(number, number)


def _facts(
    case: Case,
    now: Standing,
    opened: Books,
    reasons: tuple[str, ...],
    law: Law,
    months: int | None,
    answers: Mapping[str, int | None],
) -> dict[str, Any]:
    used = [one.kind for one in case.reliefs]
    special = _value(law, "after.special_deferral")
    unit = _value(law, "after.deferral_unit") or special
    catch = _value(law, "after.catch_up_second" if used.count("catch_up") else "after.catch_up_first") or {}
    disaster = _value(law, "after.deferral_disaster")
    since = case.lapses[-1] if case.lapses else None
    new_days, new_months = answers.get("new_debt_days"), answers.get("new_debt_months")
    return {
        "by_committee": case.by_committee,
        "remedy": case.remedy,
        "stage": case.stage,
        "secured": True if case.remedy == "mortgage_adjustment" else case.facts.secured,
        "instalments_paid": _exact(now.instalments_paid),
        "paid_percent": _exact(now.paid * 100 // now.total if now.total else 0),
        "missed": _exact(now.missed),
        "reasons": frozenset(reasons),
        "deferred_before": any(kind in DEFERRING for kind in used),
        "deferral_interest_paid": case.facts.deferral_interest_paid,
        "deferral_room": _exact(deferral_room(case, now.months_paid, law))
        if "after.deferral_limit" in law
        else None,
        "deferral_asked": months or unit,
        "deferral_unit": unit,
        "special_in_force": special is not None,
        "special_room": _room(case, "special", special),
        "disaster_room": _room(case, "disaster", disaster),
        "catch_ups": _exact(used.count("catch_up")),
        "catch_up_total": catch.get("total"),
        "catch_up_recent": catch.get("recent"),
        "recent_paid": _exact(recent_paid(opened.instalments, opened, now.as_of)),
        "longest_term_known": None,
        "new_debt": "new_debt" in reasons,
        "new_debt_days": None if new_days is None else _exact(new_days),
        "new_debt_months": None if new_months is None else _exact(new_months),
        "revivals": _exact(len(case.revivals)),
        "days_to_revive": _exact((now.revive_until - now.as_of).days) if now.revive_until else _exact(-1),
        "paid_since_lapse": bool(since and any(p.on >= since and not p.voided for p in case.payments)),
        "lapsed_in_fast_deferral": case.remedy == "fast_track" and _deferred_on(case, since),
        "creditors_agree": None,
        "vulnerable": case.facts.vulnerable,
    }


def _deferred_on(case: Case, day: date | None) -> bool:
    return day is not None and any(
        one.kind in DEFERRING and one.start <= day < add_months(one.start, one.months) for one in case.reliefs
    )


@dataclass(frozen=True, slots=True)
class Grant:
    """What the staff decided: `start` for what falls due from that day, `months` where the kind needs them."""

    kind: str
    start: date
    months: int = 0


def new_runs(case: Case, now: Standing, opened: Books, grant: Grant, law: Law) -> tuple[Run, ...]:
    """The schedule after the grant. The repayment total never changes; deferral interest is added where the rule has it.

    Raises ValueError (with what is wrong) where the grant does not fit the schedule, LawGap without a rate.
    """
    rows = opened.instalments
    first_open = next((row for row in rows if row.no not in opened.ledger.settled_on), None)
    if first_open is None:
        raise ValueError("the plan is paid in full")
    start = max(grant.start, first_open.nominal)
    if grant.kind in ("deferral", "disaster"):
        return schedule.defer(rows, start, grant.months, _deferral_rate(case, law))
    if grant.kind == "special":
        return schedule.defer(rows, start, grant.months)
    if grant.kind == "catch_up":
        missed = [
            row.no
            for row in rows
            if row.kind == REPAYMENT and row.due < now.as_of and row.no not in opened.ledger.settled_on
        ]
        return schedule.move_to_end(rows, missed)
    if grant.kind == "flex":
        rule = law["after.flex"].value
        return schedule.halve(rows, start, grant.months or rule["months"], rule["divisor"])
    if grant.kind == "extend":
        return schedule.spread_rest(rows, start, grant.months)
    raise ValueError(f"{grant.kind} has no schedule of its own")


def _deferral_rate(case: Case, law: Law) -> Decimal | None:
    row = law.get("after.deferral_rate")
    if row is None:
        raise LawGap("after.deferral_rate", law.day)
    rate: Decimal | None = row.value.get(case.remedy)
    return rate
