"""A short memory of an assessment, and what changed since: which ways opened, improved, cost more or closed. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.assess.api import weigh
from chalicelib.assess.facts import case_of
from chalicelib.assess.person import Person
from chalicelib.assess.remedies import all_remedies
from chalicelib.law import law_as_of

Ways = dict[str, list[Any]]
"""Remedy -> [verdict, the most it would cost in all (won) or None]."""

SAYS = {
    "opened": "‘{title}’ 길이 새로 열렸습니다.",
    "closed": "‘{title}’ 길이 닫혔습니다. 그 전에 신청했다면 영향이 없을 수 있으니 확인하세요.",
    "unsettled": "‘{title}’ 길은 다시 확인해야 합니다.",
    "improved": "‘{title}’에서 갚는 돈이 줄어들 것으로 보입니다.",
    "dearer": "‘{title}’에서 갚는 돈이 늘어날 것으로 보입니다.",
}


def judge(person: Person, day: date) -> Ways:
    """Verdict and highest total of every remedy, as small as it can be stored."""
    made: Ways = {}
    for option in weigh(case_of(person, law_as_of(day))):
        estimate = option.estimate if option.verdict != "closed" else None
        total = estimate.total_paid if estimate is not None else None
        made[option.code] = [option.verdict, None if total is None else total.high]
    return made


def differences(before: Ways, after: Ways) -> list[dict[str, Any]]:
    """What a person should hear of, in the order in which ways are shown."""
    titles = {remedy.code: remedy.title for remedy in all_remedies()}
    made = []
    for code, (verdict, total) in after.items():
        was, cost = before.get(code, ["closed", None])
        change = _change(was, verdict, cost, total)
        if change:
            says = SAYS[change].format(title=titles.get(code, code))
            made.append({"remedy": code, "change": change, "from": was, "to": verdict, "says": says})
    return made


def _change(was: str, verdict: str, cost: int | None, total: int | None) -> str:
    if was != verdict:
        return {"open": "opened", "closed": "closed"}.get(verdict, "unsettled")
    if cost is not None and total is not None and cost != total:
        return "improved" if total < cost else "dearer"
    return ""
