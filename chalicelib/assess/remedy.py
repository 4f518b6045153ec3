"""What a remedy is: conditions in order, an estimate, effects, papers, steps and whom to call.

One file per remedy under `remedies/` defines one `Remedy` named REMEDY; adding a file adds a remedy. The conditions
decide open, closed or unknown; branches are special programmes inside a remedy and never close it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.assess.facts import Case
from chalicelib.assess.money import Row
from chalicelib.rules import ZERO, Condition, Finding, Rule, Span, hull, verdict

VERDICTS = {"pass": "open", "fail": "closed", "unknown": "unknown", "not_applicable": "closed"}


@dataclass(frozen=True, slots=True)
class Estimate:
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
        return replace(self, fees=fees, basis=(*self.basis, *basis))


@dataclass(frozen=True, slots=True)
class Variant:
    """One choice inside an estimate, with its own figures."""

    id: str
    says: str
    monthly_payment: Span | None = None
    months: Span | None = None
    total_paid: Span | None = None
    forgiven: Span | None = None


@dataclass(frozen=True, slots=True)
class Effects:
    """What happens beside the money; each a sentence template with law slots."""

    credit_record: str
    guarantors: str
    collection: str
    home: str
    job_limits: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A special programme inside a remedy, tested and estimated by itself."""

    id: str
    title: str
    rules: tuple[Rule, ...]
    estimate: Callable[[Case], Estimate | None] | None = None
    since: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
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


@dataclass(slots=True)
class Option:
    """A remedy held against a person: verdict, findings, and the estimate once it is asked for."""

    remedy: Remedy
    case: Case
    findings: tuple[Finding, ...]
    verdict: str
    branches: tuple[tuple[Branch, tuple[Finding, ...], str], ...] = ()
    _estimate: list[Estimate | None] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.remedy.code

    @property
    def estimate(self) -> Estimate | None:
        if not self._estimate:
            self._estimate.append(self.remedy.estimate(self.case))
        return self._estimate[0]


def try_remedy(remedy: Remedy, case: Case) -> Option:
    """Hold a remedy against a case: findings in order, three-valued verdict, branches beside it."""
    facts, law = case.facts, case.law
    heads: tuple[Finding, ...] = ()
    if remedy.programme:
        heads = (in_force(remedy.code, remedy.programme, remedy.title, case),)
        if heads[0].status == "fail":
            return Option(remedy, case, heads, "closed")
    findings = (*heads, *(rule.evaluate(facts, law) for rule in remedy.rules))
    tried = []
    for branch in remedy.branches:
        if branch.since and not law.on(branch.since) and law.get(branch.since) is None:
            continue
        found = tuple(rule.evaluate(facts, law) for rule in branch.rules)
        tried.append((branch, found, VERDICTS[verdict(found)]))
    return Option(remedy, case, findings, VERDICTS[verdict(findings)], tuple(tried))


def in_force(code: str, key: str, title: str, case: Case) -> Finding:
    """Whether the way existed on the day: every remedy's first condition."""
    row = case.law.get(key)
    rule = Condition(
        id=f"{code}.in_force",
        fact="day",
        op="is",
        law=key,
        says=f"이 날에 {title} 제도가 시행되고 있어야 합니다.",
        fail=f"이 날에는 {title} 제도가 없습니다.",
        source=row.source if row else f"{key} (시행 기간 밖)",
        unit="date",
    )
    running = row is not None and row.value is True
    return Finding(rule, "pass" if running else "fail", case.day, running, None, row)


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


def _json(span: Span | None) -> dict[str, int | None] | None:
    return None if span is None else span.json()


__all__ = ["ZERO", "Branch", "Effects", "Estimate", "Option", "Remedy", "Variant", "amounts", "try_remedy"]
