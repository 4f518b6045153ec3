"""What a remedy is: conditions in order, an estimate, effects, papers, steps and whom to call.

One file per remedy under `remedies/` defines one `Remedy` named REMEDY; adding a file adds a remedy. The conditions
decide open, closed or unknown; branches are special programmes inside a remedy and never close it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from chalicelib.assess.facts import Case
from chalicelib.assess.money import Row
from chalicelib.rules import ZERO, Condition, Finding, Rule, Span, hull, verdict
from chalicelib.rules.text import say

_BARE = re.compile(r"\{#([a-z0-9_.]+)\}")
VERDICTS = {"pass": "open", "fail": "closed", "unknown": "unknown", "not_applicable": "closed"}


class Estimate(NamedTuple):
    """What a way would cost: won and months as ranges. None means that it cannot be said yet.

    `basis` names the law keys the figures rest on, `missing` the facts that would narrow them, `notes` are sentences.
    `variants` are the same estimate under a stated choice (longest term, a published formula …)."""

    monthly_payment: Span | None = None
    months: Span | None = None
    total_paid: Span | None = None
    forgiven: Span | None = None
    fees: Span | None = None
    basis: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    schedule: Callable[[], list[Row]] | None = None
    payable: bool | None = None

    def with_fees(self, fees: Span | None, *basis: str) -> Estimate:
        return self._replace(fees=fees, basis=(*self.basis, *basis))


class Variant(NamedTuple):
    """One choice inside an estimate, with its own figures."""

    id: str
    says: str
    monthly_payment: Span | None = None
    months: Span | None = None
    total_paid: Span | None = None
    forgiven: Span | None = None


class Effects(NamedTuple):
    """What happens beside the money; each a sentence template with law slots."""

    credit_record: str
    guarantors: str
    collection: str
    home: str
    job_limits: str


class Advice(NamedTuple):
    """A sentence that holds for this person, with the law keys it stands on; left out on a day when one of
    them is not in force. `says` may hold law slots, and `{name}` slots filled from `words`."""

    id: str
    says: str
    keys: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    article: str = ""
    source: str = ""


class ClaimNote(NamedTuple):
    """What a remedy does with one of the person's claims: a code, its sentences, and findings where rules decide."""

    place: int
    treatment: str
    says: tuple[Advice, ...]
    findings: tuple[Finding, ...] = ()
    verdict: str = ""


class Outlook(NamedTuple):
    """What the comparison says besides: when collection stops, the record's law key (a period) and the months before
    its clock starts (law key), the car, and what happens when payments fail. Sentence templates with law slots."""

    collection_stops: str = ""
    record: str = ""
    setup: str = ""
    car: str = ""
    failure: str = ""


class Branch(NamedTuple):
    """A special programme inside a remedy, tested and estimated by itself. `own` says that it stands even where the
    remedy's general conditions close the remedy (a running plan, a lapsed one)."""

    id: str
    title: str
    rules: tuple[Rule, ...]
    estimate: Callable[[Case], Estimate | None] | None = None
    since: str = ""
    says: str = ""
    own: bool = False


class Remedy(NamedTuple):
    """`programme` is the law key (a flag) of the days on which the remedy existed; "" means always."""

    code: str
    title: str
    order: int
    programme: str
    rules: tuple[Rule, ...]
    estimate: Callable[[Case], Estimate | None]
    effects: Effects
    documents: tuple[str, ...]
    steps: tuple[str, ...]
    contacts: tuple[str, ...]
    branches: tuple[Branch, ...] = ()
    warnings: tuple[str, ...] = ()
    source: str = ""
    outlook: Outlook = Outlook()
    advice: Callable[[Case], Iterable[Advice]] | None = None
    claims: Callable[[Case], Iterable[ClaimNote]] | None = None


class Option:
    """A remedy held against a person: verdict, findings, and branches and estimate once they are asked for."""

    __slots__ = ("_branches", "_estimate", "case", "findings", "remedy", "verdict")

    def __init__(self, remedy: Remedy, case: Case, findings: tuple[Finding, ...], verdict: str) -> None:
        self.remedy, self.case, self.findings, self.verdict = remedy, case, findings, verdict
        self._branches: tuple[tuple[Branch, tuple[Finding, ...], str], ...] | None = None
        self._estimate: list[Estimate | None] = []

    @property
    def code(self) -> str:
        return self.remedy.code

    @property
    def branches(self) -> tuple[tuple[Branch, tuple[Finding, ...], str], ...]:
        """Special programmes that exist on the day, each with its findings and verdict."""
        if self._branches is None:
            self._branches = tuple(_tried(self.remedy.branches, self.case)) if self._reached else ()
        return self._branches

    @property
    def _reached(self) -> bool:
        """Whether the programme exists on the day at all."""
        return not (self.remedy.programme and self.findings[0].status == "fail")

    @property
    def estimate(self) -> Estimate | None:
        if not self._estimate:
            self._estimate.append(self.remedy.estimate(self.case))
        return self._estimate[0]


def try_remedy(remedy: Remedy, case: Case) -> Option:
    """Hold a remedy against a case: findings in order and the three-valued verdict; branches wait until asked for."""
    facts, law = case.facts, case.law
    heads: tuple[Finding, ...] = ()
    if remedy.programme:
        heads = (in_force(remedy.code, remedy.programme, remedy.title, case),)
        if heads[0].status == "fail":
            return Option(remedy, case, heads, "closed")
    findings = (*heads, *(rule.evaluate(facts, law) for rule in remedy.rules))
    return Option(remedy, case, findings, VERDICTS[verdict(findings)])


def quick_verdict(remedy: Remedy, case: Case) -> str:
    """The verdict of `try_remedy` alone: stops at the first condition that closes the way and keeps no finding."""
    facts, law = case.facts, case.law
    if remedy.programme and not law.on(remedy.programme):
        return "closed"
    unknown = False
    for rule in remedy.rules:
        if rule.soft:
            continue
        status = rule.evaluate(facts, law).status
        if status == "fail":
            return "closed"
        unknown = unknown or status == "unknown"
    return "unknown" if unknown else "open"


def _tried(branches: tuple[Branch, ...], case: Case) -> Iterator[tuple[Branch, tuple[Finding, ...], str]]:
    for branch in branches:
        if branch.since and case.law.get(branch.since) is None:
            continue
        found = tuple(rule.evaluate(case.facts, case.law) for rule in branch.rules)
        yield branch, found, VERDICTS[verdict(found)]


def in_force(code: str, key: str, title: str, case: Case) -> Finding:
    """Whether the way existed on the day: every remedy's first condition."""
    row = case.law.get(key)
    rule = _in_force(code, key, title, row.source if row else f"{key} (시행 기간 밖)")
    running = row is not None and row.value is True
    return Finding(rule, "pass" if running else "fail", case.day, running, None, row)


@lru_cache(maxsize=256)
def _in_force(code: str, key: str, title: str, source: str) -> Condition:
    says = f"이 날에 {title} 제도가 시행되고 있어야 합니다."
    fail = f"이 날에는 {title} 제도가 없습니다."
    return Condition(
        f"{code}.in_force", "day", "is", law=key, says=says, fail=fail, source=source, unit="date"
    )


def amounts(*spans: Span | None) -> Span | None:
    """The hull of several estimates; None when one of them cannot be said."""
    known = [span for span in spans if span is not None]
    return hull(*known) if known and len(known) == len(spans) else None


def describe_estimate(estimate: Estimate | None, case: Case) -> dict[str, Any] | None:
    """The estimate as the API gives it (api.md), with what it rests on."""
    if estimate is None:
        return None
    figures = ("monthly_payment", "months", "total_paid", "forgiven", "fees")
    doc: dict[str, Any] = {name: _json(getattr(estimate, name)) for name in figures}
    rows = [row for row in (case.law.get(key) for key in dict.fromkeys(estimate.basis)) if row is not None]
    doc["certain"] = all(row.certain for row in rows)
    doc["payable"] = estimate.payable
    doc["basis"] = [
        {
            "key": row.key,
            "title": row.title,
            "article": row.article,
            "source": row.source,
            "in_force_from": row.from_.isoformat(),
            "confidence": row.conf,
        }
        for row in rows
    ]
    doc["missing"] = list(estimate.missing)
    doc["notes"] = list(estimate.notes)
    doc["variants"] = [
        {"id": variant.id, "says": variant.says}
        | {name: _json(getattr(variant, name)) for name in figures[:4]}
        for variant in estimate.variants
    ]
    return doc


def describe_advice(advice: Advice, case: Case) -> dict[str, Any] | None:
    """The sentence with article, source, first day and the lowest confidence of what it rests on; None where
    one of them is not in force or not known on the day. `{#key}` is the bare number of a row."""
    rows = [row for row in (case.law.get(key) for key in advice.keys) if row is not None]
    if len(rows) < len(advice.keys) or any(row.value is None for row in rows):
        return None
    text = _BARE.sub(lambda slot: str(case.law[slot[1]].value), say(advice.says, case.law))
    for name, word in advice.words:
        text = text.replace("{" + name + "}", word)
    doc: dict[str, Any] = {"id": advice.id, "says": text}
    doc["article"] = advice.article or (rows[0].article if rows else "")
    doc["source"] = advice.source or (rows[0].source if rows else "")
    if rows:
        doc["in_force_from"] = rows[0].from_.isoformat()
        doc["confidence"] = max((row.conf for row in rows), key="HMLU".index)
    return doc


def _json(span: Span | None) -> dict[str, int | None] | None:
    return None if span is None else span.json()


__all__ = [
    "ZERO",
    "Advice",
    "Branch",
    "ClaimNote",
    "Effects",
    "Estimate",
    "Option",
    "Remedy",
    "Variant",
    "amounts",
    "describe_advice",
    "try_remedy",
]
