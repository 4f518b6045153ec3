"""What a remedy is: conditions in order, an estimate, effects, papers, steps and whom to call.

One file per remedy under `remedies/` defines one `Remedy` named REMEDY; adding a file adds a remedy. The conditions
decide open, closed or unknown; branches are special programmes inside a remedy and never close it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from chalicelib.assess.facts import Case
from chalicelib.assess.money import Row
from chalicelib.law import history, law_as_of
from chalicelib.rules import ZERO, Condition, Finding, Rule, Span, every, hull, verdict
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
    """`programme` is the law key (a flag) of the days on which the remedy existed; "" means always. `past` are
    conditions that held only while the law row of their bound was in force."""

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
    past: tuple[Condition, ...] = ()

    def __hash__(self) -> int:
        return hash(self.code)  # its rules need not be walked each time it is looked up


class Option:
    """A remedy held against a person. Verdict, findings, branches and estimate are worked out when they are asked for:
    who only wants verdicts of many people pays for no finding."""

    __slots__ = ("_branches", "_estimate", "_findings", "_verdict", "case", "remedy")

    def __init__(self, remedy: Remedy, case: Case) -> None:
        self.remedy, self.case = remedy, case
        self._verdict = ""
        self._findings: tuple[Finding, ...] | None = None
        self._branches: tuple[tuple[Branch, tuple[Finding, ...], str], ...] | None = None
        self._estimate: list[Estimate | None] = []

    @property
    def code(self) -> str:
        return self.remedy.code

    @property
    def verdict(self) -> str:
        """open, closed or unknown; the first condition that closes the way ends the search."""
        if not self._verdict:
            if self._findings is not None:
                self._verdict = VERDICTS[verdict(self._findings)]
            elif self._reached:
                self._verdict = VERDICTS[every(self.rules, self.case, self.case.law)]
            else:
                self._verdict = "closed"
        return self._verdict

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The conditions of the day in order."""
        remedy, law = self.remedy, self.case.law
        return (
            (*remedy.rules, *[rule for rule in remedy.past if rule.law in law])
            if remedy.past
            else remedy.rules
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every condition in order; on a day without the programme only that it was not there."""
        if self._findings is None:
            remedy, case = self.remedy, self.case
            heads = (in_force(remedy, case),) if remedy.programme else ()
            rules = self.rules if self._reached else ()
            self._findings = (*heads, *[rule.evaluate(case, case.law) for rule in rules])
        return self._findings

    @property
    def branches(self) -> tuple[tuple[Branch, tuple[Finding, ...], str], ...]:
        """Special programmes that exist on the day, each with its findings and verdict."""
        if self._branches is None:
            self._branches = tuple(_tried(self.remedy.branches, self.case)) if self._reached else ()
        return self._branches

    @property
    def _reached(self) -> bool:
        """Whether the programme exists on the day at all."""
        return not self.remedy.programme or self.case.law.on(self.remedy.programme)

    @property
    def estimate(self) -> Estimate | None:
        if not self._estimate:
            self._estimate.append(self.remedy.estimate(self.case))
        return self._estimate[0]


def _tried(branches: tuple[Branch, ...], case: Case) -> Iterator[tuple[Branch, tuple[Finding, ...], str]]:
    for branch in branches:
        if branch.since and case.law.get(branch.since) is None:
            continue
        found = tuple(rule.evaluate(case, case.law) for rule in branch.rules)
        yield branch, found, VERDICTS[verdict(found)]


def in_force(remedy: Remedy, case: Case) -> Finding:
    """Whether the way existed on the day: every remedy's first condition."""
    key = remedy.programme
    row = case.law.get(key)
    past = [] if row else [one for one in history(key) if one.to is not None and one.to < case.day]
    unsure = bool(past) and not past[0].certain
    source = row.source if row else f"{key} (시행 기간 밖)"
    rule = _in_force(remedy.code, key, remedy.title, source, unsure)
    running = row is not None and row.value is True
    return Finding(rule, "pass" if running else "fail", case.day, running, None, row)


@lru_cache(maxsize=256)
def _in_force(code: str, key: str, title: str, source: str, unsure: bool) -> Condition:
    """`unsure`: that the programme has ended is known from private sources alone."""
    says = f"이 날에 {title} 제도가 시행되고 있어야 합니다."
    fail = f"이 날에는 {title} 제도가 없습니다."
    if unsure:
        fail = (
            f"{title} 신청은 이 날 전에 끝난 것으로 알려져 있습니다. 늘어났을 수 있으니 상담에서 확인하세요."
        )
    return Condition(
        f"{code}.in_force", "day", "is", law=key, says=says, fail=fail, source=source, unit="date"
    )


def amounts(*spans: Span | None) -> Span | None:
    """The hull of several estimates; None when one of them cannot be said."""
    known = [span for span in spans if span is not None]
    return hull(*known) if known and len(known) == len(spans) else None


def either(one: Estimate, other: Estimate) -> Estimate:
    """Two estimates of which either may hold: the range of both, and the schedule of the one that costs more in all."""
    dearer = max((one, other), key=lambda each: (each.total_paid and each.total_paid.high) or 0)
    figures = ("monthly_payment", "months", "total_paid", "forgiven", "fees")
    return Estimate(
        **{name: amounts(getattr(one, name), getattr(other, name)) for name in figures},
        basis=(*one.basis, *other.basis),
        missing=tuple(dict.fromkeys((*one.missing, *other.missing))),
        notes=tuple(dict.fromkeys((*one.notes, *other.notes))),
        variants=(*one.variants, *other.variants),
        schedule=dearer.schedule,
        payable=one.payable if one.payable == other.payable else None,
    )


def describe_estimate(estimate: Estimate | None, case: Case) -> dict[str, Any] | None:
    """The estimate as the API gives it (api.md), with what it rests on."""
    if estimate is None:
        return None
    figures = ("monthly_payment", "months", "total_paid", "forgiven", "fees")
    doc: dict[str, Any] = {name: _json(getattr(estimate, name)) for name in figures}
    doc["certain"], basis = _basis(estimate.basis, case.day)
    doc["payable"] = estimate.payable
    doc["basis"] = list(basis)
    doc["missing"] = list(estimate.missing)
    doc["notes"] = list(estimate.notes)
    doc["variants"] = [
        {"id": variant.id, "says": variant.says}
        | {name: _json(getattr(variant, name)) for name in figures[:4]}
        for variant in estimate.variants
    ]
    return doc


@lru_cache(maxsize=1024)
def _basis(keys: tuple[str, ...], day: date) -> tuple[bool, tuple[dict[str, Any], ...]]:
    """Whether every row behind an estimate is certain, and the rows as the API gives them."""
    law = law_as_of(day)
    rows = [row for key in dict.fromkeys(keys) if (row := law.get(key)) is not None]
    return all(row.certain for row in rows), tuple(
        {
            "key": row.key,
            "title": row.title,
            "article": row.article,
            "source": row.source,
            "in_force_from": row.from_.isoformat(),
            "confidence": row.conf,
        }
        for row in rows
    )


@lru_cache(maxsize=2048)
def describe_advice(advice: Advice, day: date) -> dict[str, Any] | None:
    """The sentence with article, source, first day and the lowest confidence of what it rests on; None where
    one of them is not in force or not known on the day. `{#key}` is the bare number of a row."""
    law = law_as_of(day)
    rows = [row for key in advice.keys if (row := law.get(key)) is not None]
    if len(rows) < len(advice.keys) or any(row.value is None for row in rows):
        return None
    text = _BARE.sub(lambda slot: str(law[slot[1]].value), say(advice.says, law))
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
    "either",
]
