"""Every way beside every other: cost, length, share of principal, record, what happens to people and things.

Built on the options of an assessment; the schedules are the rows behind the totals, month by month (won). A "do
nothing" line stands beside them: what the debts grow to when nobody pays and nobody asks for help.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chalicelib.assess.api import weigh
from chalicelib.assess.dates import add_months
from chalicelib.assess.facts import Case, case_of
from chalicelib.assess.money import Row
from chalicelib.assess.person import Assumptions, Person
from chalicelib.assess.recommend import recommend
from chalicelib.assess.remedy import Option
from chalicelib.assess.stress import financial_diagnosis
from chalicelib.law import law_as_of, law_version
from chalicelib.rules import Span
from chalicelib.rules.text import say

HORIZONS = (12, 36)
"""Months after which the "do nothing" line is read."""


def compare(person: Person, as_of: date, assumptions: Assumptions | None = None) -> dict[str, Any]:
    """The comparison of every way that is not closed, the ranking with its reasons, and doing nothing."""
    case = case_of(person, law_as_of(as_of), assumptions)
    options = weigh(case)
    standing = [option for option in options if option.verdict != "closed"]
    return {
        "as_of": as_of.isoformat(),
        "law_version": law_version(),
        "ways": [_way(option) for option in standing],
        "ranking": recommend(case, options),
        "nothing": nothing(case),
        "diagnosis": financial_diagnosis(case, options),
        "schedules": {option.code: rows for option in standing if (rows := _rows(option)) is not None},
    }


def _way(option: Option) -> dict[str, Any]:
    case, law, estimate, remedy = option.case, option.case.law, option.estimate, option.remedy
    principal: Span = case["principal"]
    outlook = remedy.outlook
    made: dict[str, Any] = {"remedy": remedy.code, "title": remedy.title, "verdict": option.verdict}
    for name in ("monthly_payment", "months", "total_paid", "forgiven", "fees"):
        span = getattr(estimate, name) if estimate is not None else None
        made[name] = None if span is None else span.json()
    made["share_of_principal"] = _share(estimate.total_paid if estimate else None, principal)
    made["payable"] = None if estimate is None else estimate.payable
    made["collection_stops"] = say(outlook.collection_stops or remedy.effects.collection, law)
    made["record"] = _record(option)
    made["guarantors"] = say(remedy.effects.guarantors, law)
    made["home"] = say(remedy.effects.home, law)
    made["car"] = say(outlook.car, law)
    made["if_it_fails"] = say(outlook.failure, law)
    return made


def _share(paid: Span | None, principal: Span) -> dict[str, Decimal] | None:
    """Percent of principal that is paid, one decimal, half-up."""
    if paid is None or not principal.exact or paid.low is None or paid.high is None:
        return None
    grain = Decimal("0.1")
    low, high = (
        (Decimal(end) * 100 / principal.exact).quantize(grain, ROUND_HALF_UP) for end in (paid.low, paid.high)
    )
    return {"low": low, "high": high}


def _record(option: Option) -> dict[str, Any]:
    """The public record that comes with the way, and the earliest day on which it may be gone (an estimate)."""
    law, outlook = option.case.law, option.remedy.outlook
    made: dict[str, Any] = {
        "says": say(option.remedy.effects.credit_record, law),
        "months": None,
        "earliest_removed_on": None,
    }
    months = law.months(outlook.record) if outlook.record else None
    if months is None:
        return made
    waits = law.whole(outlook.setup) or 0 if outlook.setup else 0
    made["months"] = months
    made["earliest_removed_on"] = add_months(option.case.day, waits + months).isoformat()
    return made


def _rows(option: Option) -> dict[str, Any] | None:
    estimate = option.estimate
    if estimate is None or estimate.schedule is None:
        return None
    rows = estimate.schedule()
    return {
        "columns": list(Row._fields),
        "rows": [list(row) for row in rows],
        "total": sum(row.payment for row in rows),
        "of": "highest" if estimate.total_paid and estimate.total_paid.exact is None else "exact",
    }


def nothing(case: Case) -> dict[str, Any] | None:
    """What is owed when nobody pays: simple interest at the contract rate at least, at the legal cap at most."""
    legit, cap = case.legit(), case.law.decimal("rate_cap.lending_act")
    if not legit or cap is None or any(claim.owed.high is None or claim.owed.low is None for claim in legit):
        return None
    grown = []
    for months in HORIZONS:
        low = high = Decimal(0)
        for claim in legit:
            rate = claim.debt.annual_rate
            base = Decimal(claim.debt.principal or 0)
            least = min(rate, cap) if rate is not None else Decimal(0)
            low += Decimal(claim.owed.low or 0) + base * least * months / 1200
            high += Decimal(claim.owed.high or 0) + base * max(cap, rate or cap) * months / 1200
        whole = [int(value.quantize(Decimal(1), ROUND_HALF_UP)) for value in (low, high)]
        grown.append({"months": months, "owed": {"low": whole[0], "high": whole[1]}})
    says = "갚지도 상담하지도 않으면 이자가 붙어 빚이 늘고, 추심과 소송, 압류로 이어질 수 있습니다."
    return {"says": says, "grown": grown}


def schedule_csv(comparison: dict[str, Any]) -> str:
    """All schedules as one CSV with a header; numbers only, so that no cell can be read as a formula."""
    lines = ["remedy,month,payment,interest,principal,balance"]
    for code, table in comparison["schedules"].items():
        lines += [",".join([code, *map(str, row)]) for row in table["rows"]]
    return "\r\n".join(lines) + "\r\n"
