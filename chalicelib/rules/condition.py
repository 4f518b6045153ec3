"""The one evaluator: conditions are data, findings are what they say about a person on a day.

A condition compares one fact with a bound. The bound is a law key (the value in force decides), a plain code or a
set of codes. Three-valued logic: what is not known stays unknown and travels; nothing is read as "no". Verdict,
reasons, next question and what would change it are all read off the same findings.

>>> from datetime import date
>>> from chalicelib.law import law_as_of
>>> from chalicelib.rules.span import Span
>>> few = Condition("reh.unsecured", "unsecured_debt", "<=", law="reh.unsecured_max", says="무담보 빚이 한도 안에 있어야 합니다.")
>>> found = few.evaluate({"unsecured_debt": Span(700_000_000, 700_000_000)}, law_as_of(date(2021, 4, 1)))
>>> found.status, found.margin
('fail', -200000000)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from chalicelib.law import Law, Value
from chalicelib.rules.span import Span
from chalicelib.rules.words import figure

Status = Literal["pass", "fail", "unknown", "not_applicable"]
Facts = Mapping[str, Any]
Op = Literal["<=", "<", ">=", ">", "is", "in", "has", "lacks"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one condition found. `margin` is how far the fact stands from flipping the finding: for a pass the
    largest move that keeps it, for a fail minus the smallest move that mends it (in the fact's own unit)."""

    condition: Condition | AnyOf | AllOf
    status: Status
    value: Any = None
    bound: Any = None
    margin: int | None = None
    law: Value | None = None
    parts: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        return self.condition.id


@dataclass(frozen=True, slots=True)
class Condition:
    """`fact op bound`. `says` is the rule in one Korean sentence; `fail` and `ask` what a person is told when it
    fails or is not known. `when` names a yes/no fact; where that is no, the condition does not apply."""

    id: str
    fact: str
    op: Op
    bound: Any = None
    law: str = ""
    part: str = ""
    says: str = ""
    fail: str = ""
    ask: str = ""
    article: str = ""
    source: str = ""
    unit: str = ""
    when: str = ""
    soft: bool = False

    def facts(self) -> tuple[str, ...]:
        return (self.fact, self.when) if self.when else (self.fact,)

    def evaluate(self, facts: Facts, law: Law) -> Finding:
        if self.when:
            applies = facts[self.when]
            if applies is False:
                return Finding(self, "not_applicable")
            if applies is None:
                return self._found("unknown", facts[self.fact], law)
        return self._found(None, facts[self.fact], law)

    def _found(self, status: Status | None, value: Any, law: Law) -> Finding:
        row = law[self.law] if self.law else None
        bound = self.bound if row is None else (row.value[self.part] if self.part else row.value)
        margin = None
        if status is None:
            if value is None or bound is None:
                status = "unknown"
            elif isinstance(value, Span):
                status, margin = _compare(value, self.op, bound)
            else:
                status = "pass" if _holds(value, self.op, bound) else "fail"
        return Finding(self, status, value, bound, margin, row)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold; a named branch such as a special programme."""

    id: str
    parts: tuple[Condition | AnyOf | AllOf, ...]
    says: str = ""
    soft: bool = False
    article: str = ""
    source: str = ""

    def facts(self) -> tuple[str, ...]:
        return tuple(fact for part in self.parts for fact in part.facts())

    def evaluate(self, facts: Facts, law: Law) -> Finding:
        found = tuple(part.evaluate(facts, law) for part in self.parts)
        return Finding(self, verdict(found), parts=found)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the parts is enough."""

    id: str
    parts: tuple[Condition | AnyOf | AllOf, ...]
    says: str = ""
    fail: str = ""
    ask: str = ""
    when: str = ""
    soft: bool = False
    article: str = ""
    source: str = ""

    def facts(self) -> tuple[str, ...]:
        inner = tuple(fact for part in self.parts for fact in part.facts())
        return (*inner, self.when) if self.when else inner

    def evaluate(self, facts: Facts, law: Law) -> Finding:
        applies = facts[self.when] if self.when else True
        if applies is False:
            return Finding(self, "not_applicable")
        found = tuple(part.evaluate(facts, law) for part in self.parts)
        states = {part.status for part in found}
        if applies is None:
            status: Status = "pass" if "pass" in states else "unknown"
        elif "pass" in states:
            status = "pass"
        elif "unknown" in states:
            status = "unknown"
        else:
            status = "fail"
        return Finding(self, status, parts=found)


Rule = Condition | AnyOf | AllOf


def verdict(findings: tuple[Finding, ...]) -> Status:
    """Kleene's "and": one fail decides, else one unknown leaves it open. Soft findings warn and decide nothing.

    >>> verdict(())
    'pass'
    """
    unknown = False
    for finding in findings:
        if finding.condition.soft:
            continue
        if finding.status == "fail":
            return "fail"
        unknown = unknown or finding.status == "unknown"
    return "unknown" if unknown else "pass"


def _compare(value: Span, op: str, bound: int) -> tuple[Status, int | None]:
    """Compare a range with a bound; the margin needs an exact value."""
    low, high = value.low, value.high
    if op in ("<=", "<"):
        limit = bound if op == "<=" else bound - 1
        if high is not None and high <= limit:
            status: Status = "pass"
        elif low is not None and low > limit:
            status = "fail"
        else:
            return "unknown", None
        return status, (limit - low if low is not None and low == high else None)
    if op in (">=", ">"):
        limit = bound if op == ">=" else bound + 1
        if low is not None and low >= limit:
            status = "pass"
        elif high is not None and high < limit:
            status = "fail"
        else:
            return "unknown", None
        return status, (low - limit if low is not None and low == high else None)
    raise ValueError(f"a range cannot be compared by {op}")


def _holds(value: Any, op: str, bound: Any) -> bool:
    if op == "is":
        return bool(value == bound)
    if op == "in":
        return value in bound
    if op == "has":
        return not value.isdisjoint(bound)
    if op == "lacks":
        return bool(value.isdisjoint(bound))
    if op == "<=":
        return bool(value <= bound)
    if op == "<":
        return bool(value < bound)
    if op == ">=":
        return bool(value >= bound)
    if op == ">":
        return bool(value > bound)
    raise ValueError(f"unknown comparison {op}")


def describe(finding: Finding, unit_of: Mapping[str, str]) -> dict[str, Any]:
    """The finding as the API gives it: sentence, fact, value, bound, margin, article, source (api.md)."""
    rule = finding.condition
    if not isinstance(rule, Condition):
        doc: dict[str, Any] = {"id": rule.id, "status": finding.status, "says": _sentence(finding, rule)}
        doc |= {"fact": None, "value": None, "bound": None, "margin": None}
        doc |= {"article": rule.article, "source": rule.source or _first_source(finding)}
        return doc | {
            "needs": "any" if isinstance(rule, AnyOf) else "all",
            "parts": [describe(part, unit_of) for part in finding.parts],
        }
    unit = rule.unit or unit_of.get(rule.fact, "")
    row = finding.law
    doc = {"id": rule.id, "status": finding.status, "says": _sentence(finding, rule, unit)}
    doc |= {
        "fact": rule.fact,
        "value": plain(finding.value),
        "bound": plain(finding.bound),
        "margin": finding.margin,
    }
    doc |= {
        "article": rule.article or (row.article if row else ""),
        "source": rule.source or (row.source if row else ""),
    }
    if row is not None:
        doc |= {"in_force_from": row.from_.isoformat(), "confidence": row.conf}
    if rule.soft:
        doc["soft"] = True
    return doc


def _sentence(finding: Finding, rule: Rule, unit: str = "") -> str:
    template = rule.says
    if not isinstance(rule, AllOf):
        if finding.status == "fail" and rule.fail:
            template = rule.fail
        elif finding.status == "unknown" and rule.ask:
            template = rule.ask
    if "{" not in template:
        return template
    gap = None if finding.margin is None else abs(finding.margin)
    return template.format(
        value=figure(finding.value, unit), bound=figure(finding.bound, unit), gap=figure(gap, unit)
    )


def _first_source(finding: Finding) -> str:
    for part in finding.parts:
        rule = part.condition
        if isinstance(rule, Condition):
            found = rule.source or (part.law.source if part.law else "")
        else:
            found = rule.source or _first_source(part)
        if found:
            return found
    return ""


def plain(value: Any) -> Any:
    """A fact as a JSON value; an exact range is a number, another range has low and high."""
    if isinstance(value, Span):
        return value.exact if value.exact is not None else (None if value.unknown else value.json())
    if isinstance(value, (frozenset, set, tuple)):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
