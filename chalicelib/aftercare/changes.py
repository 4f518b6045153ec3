"""What a change of law or programme opens for a case: the same case judged by the law of two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.aftercare.benefits import milestones, payoff
from chalicelib.aftercare.calendar import Calendar
from chalicelib.aftercare.case import Case, books
from chalicelib.aftercare.relief import precheck
from chalicelib.aftercare.relief_rules import KINDS
from chalicelib.aftercare.stages import PAYING
from chalicelib.aftercare.standing import standing
from chalicelib.law import Law, LawGap, keys

_PREFIXES = ("after.",)
_ORDER = {"fail": 0, "unknown": 1, "pass": 2}


@dataclass(frozen=True, slots=True)
class Gain:
    """Something that the later law allows and the earlier did not; `title` in Korean."""

    code: str
    title: str


def changed(before: Law, after: Law) -> list[str]:
    """Keys of aftercare whose value differs between the two days: none, and no case need be looked at."""
    found = []
    for key in keys():
        if key.startswith(_PREFIXES):
            old, new = before.get(key), after.get(key)
            if (old.value if old else None) != (new.value if new else None):
                found.append(key)
    return found


def gains(case: Case, as_of: date, calendar: Calendar, before: Law, after: Law) -> list[Gain]:
    """What became possible for this case. Where the earlier law has no answer at all, nothing is claimed."""
    if case.stage not in PAYING and case.stage != "lapsed":
        return []
    try:
        old = _judged(case, as_of, calendar, before)
        new = _judged(case, as_of, calendar, after)
    except LawGap:
        return []
    return [Gain(code, title) for code, (title, worth) in new.items() if worth > old.get(code, (title, 0))[1]]


def _judged(case: Case, as_of: date, calendar: Calendar, law: Law) -> dict[str, tuple[str, int]]:
    opened = books(case, calendar, law)
    now = standing(case, as_of, calendar, law, opened)
    found: dict[str, tuple[str, int]] = {}
    for kind, title in KINDS.items():
        if kind != "amend":
            status = precheck(case, now, opened, kind, ("other",), law).status
            found[f"relief.{kind}"] = (title, _ORDER[status])
    for mark in milestones(case, as_of, calendar, law, opened):
        if mark.reached:
            for one in mark.opens:
                found[f"opens.{one.code}"] = (one.title, one.amount or 1)
    offer = payoff(case, now, law)
    found["payoff"] = ("일시 상환 추가 감면", int(offer.percent * 100) if offer.percent else 0)
    return found
