"""A person's own case in the consultation: "내 진행상황 알려줘", "이번 달 얼마 남았어요", "두 번 밀렸는데 괜찮나요".

Answered from the case with the rule's figures; no model takes part. Every figure names its evidence: a field of the
case, or a key of the law. 해요체, as in conversation.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.aftercare.benefits import milestones, payoff
from chalicelib.aftercare.days import korean
from chalicelib.aftercare.relief_rules import KINDS
from chalicelib.rules import describe
from chalicelib.rules.words import day, percent, won

from .head import Head, View, unfolded
from .messages import desk, desk_key
from .replies import open_ways

_DIR = Path(__file__).parent.parent / "prompts" / "messages" / "own"
_MY = re.compile(
    r"(내|제|나의|저의|우리)\s*(진행|상황|계획|합의|납입|회차|변제|상환)|진행\s*상황|어디까지|몇\s*(번|회|회차|개월)\s*(남|냈|했)"
)
_MONTH = re.compile(
    r"이번\s*달|이달|다음\s*(납입|약속)|얼마\s*(나\s*)?(남|내야|더\s*내)|남은\s*(돈|금액|회차)|언제\s*내"
)
_MISSED = re.compile(r"밀렸|밀리면|밀린|못\s*냈|못\s*내|안\s*냈|연체|미납|실효|빠뜨렸|빼먹|늦었")
_PAYOFF = re.compile(
    r"한\s*(번|꺼번)에\s*(다\s*)?(갚|내|상환)|일시\s*(에\s*)?(상환|완납)|조기\s*(상환|완납)|미리\s*다\s*갚"
)
TOPICS = (("payoff", _PAYOFF), ("missed", _MISSED), ("month", _MONTH), ("progress", _MY))


def topic(text: str) -> str | None:
    """Which question about the person's own case this is; None when it is none.

    >>> [topic(t) for t in ("내 진행상황 알려줘", "이번 달 얼마 남았어요", "두 번 밀렸는데 괜찮나요", "햇살론 되나요")]
    ['progress', 'month', 'missed', None]
    """
    return next((name for name, pattern in TOPICS if pattern.search(text)), None)


def answer(head: Head, text: str, now: datetime) -> dict[str, Any] | None:
    """The answer as {text, figures, citations}; None when the text asks something else. Raises LawGap, CalendarGap."""
    asked = topic(text)
    if asked is None:
        return None
    view = unfolded(head, now)
    said = _said(view, asked)
    lines = (" ".join(line.split()) for line in _template(asked).render(**said.words).splitlines())
    whole = " ".join(line for line in lines if line)
    return {
        "topic": asked,
        "text": whole,
        "figures": [
            {"text": str(said.words[name]), "evidence": where}
            for name, where in said.evidence.items()
            if str(said.words[name]) in whole
        ],
        "citations": said.citations,
    }


class _Said:
    """Words for a template; each figure beside where it comes from."""

    def __init__(self) -> None:
        self.words: dict[str, Any] = {}
        self.evidence: dict[str, str] = {}
        self.citations: list[dict[str, Any]] = []

    def figure(self, name: str, text: Any, where: str) -> None:
        self.words[name] = text
        if text not in (None, ""):
            self.evidence[name] = where

    def cite(self, view: View, key: str) -> None:
        row = view.law[key]
        self.citations.append(
            {
                "id": key,
                "title": row.title,
                "article": row.cites,
                "as_of": view.law.day.isoformat(),
                "url": None,
            }
        )


def _said(view: View, asked: str) -> _Said:
    now, case, said = view.standing, view.head.case, _Said()
    for name in ("paid", "left", "credit", "missed_amount", "next_amount"):
        amount = getattr(now, name)
        said.figure(name, won(amount) if amount else "", f"case.{name}")
    said.figure("left", won(now.left), "case.left")
    said.figure("paid", won(now.paid), "case.paid")
    for name in ("instalments", "instalments_paid", "missed", "limit", "days_left"):
        said.figure(name, getattr(now, name), f"case.{name}")
    said.figure("next_due", korean(now.next_due) if now.next_due else "", "case.next_due")
    said.figure("lapse_on", korean(now.lapse_on) if now.lapse_on else "", "case.lapse_on")
    said.figure("revive_until", day(now.revive_until) if now.revive_until else "", "case.revive_until")
    said.words |= {
        "all_paid": now.all_paid,
        "court": case.in_court,
        "lapsed": case.stage == "lapsed",
        "mark": "",
        "ways": "",
    }
    said.figure("desk", desk(case.remedy, view.law), desk_key(case.remedy))
    said.figure("month_left", won(_month_left(view)), "case.instalments")
    if asked == "progress":
        _mark(view, said)
    if asked == "missed":
        said.words["ways"] = ", ".join(KINDS[kind] for kind in open_ways(view))
        said.figure("revive_times", view.law["after.revive_times"].value, "after.revive_times")
        said.cite(view, "after.miss_limit_court" if case.in_court else "after.miss_limit")
    if asked == "payoff":
        _payoff(view, said)
    return said


def _month_left(view: View) -> int:
    """What still falls due in this month, in won; what is overdue is told apart."""
    today = view.now.date()
    return sum(
        row.amount - view.books.ledger.paid.get(row.no, 0)
        for row in view.books.instalments
        if row.due >= today and (row.due.year, row.due.month) == (today.year, today.month)
    )


def _mark(view: View, said: _Said) -> None:
    ahead = [
        m
        for m in milestones(view.head.case, view.now.date(), view.calendar, view.law, view.books)
        if not m.reached
    ]
    if ahead and ahead[0].on and not view.standing.missed:
        said.figure("mark", korean(ahead[0].on), "case.milestones")
        said.figure("mark_months", ahead[0].months, "after.milestones")


def _payoff(view: View, said: _Said) -> None:
    offer = payoff(view.head.case, view.standing, view.law)
    said.words |= {"status": offer.status, "percent": "", "cut": "", "pays": ""}
    shown = [describe(one, {}, view.law) for one in offer.findings]
    wanted = "fail" if offer.status == "fail" else "unknown"
    for one in offer.findings:
        if one.law is not None:
            said.figure(one.id, one.bound, one.law.key)
    said.words["why"] = " ".join(one["says"] for one in shown if one["status"] == wanted)
    if offer.percent is not None and offer.pays is not None and offer.cut is not None:
        said.figure("percent", percent(offer.percent), "after.early_payoff")
        said.figure("cut", won(offer.cut), "case.payoff")
        said.figure("pays", won(offer.pays), "case.payoff")
        said.cite(view, "after.early_payoff")


@cache
def _template(name: str) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(  # plain text for a conversation: nothing here is HTML
        loader=FileSystemLoader(_DIR),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
    )
    return environment.get_template(f"{name}.j2")
