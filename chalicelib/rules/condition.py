"""The one evaluator: conditions are data, findings are what they say about a person on a day.

A condition compares one fact with a bound. The bound is a law key (the value in force decides), another fact
(`than`), a plain code or a set of codes. Three-valued logic: what is not known stays unknown and travels; nothing is read as "no". Verdict,
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
from datetime import date
from typing import Any, Literal, NamedTuple

from chalicelib.law import Law, Value
from chalicelib.rules.span import Span
from chalicelib.rules.text import say
from chalicelib.rules.words import figure

Status = Literal["pass", "fail", "unknown", "not_applicable"]
Facts = Mapping[str, Any]
Op = Literal["<=", "<", ">=", ">", "is", "in", "has", "lacks"]


class Finding(NamedTuple):
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


class Condition(NamedTuple):
    """`fact op bound`, both in the same unit. `says` is the rule in one Korean sentence; `fail` and `ask` what a person is told when it
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
    than: str = ""
    soft: bool = False

    def facts(self) -> tuple[str, ...]:
        return tuple(name for name in (self.fact, self.when, self.than) if name)

    def evaluate(self, facts: Facts, law: Law) -> Finding:
        if self.when:
            applies = facts[self.when]
            if applies is False:
                return Finding(self, "not_applicable")
            if applies is None:
                return self._found("unknown", facts, law)
        return self._found(None, facts, law)

    def _found(self, status: Status | None, facts: Facts, law: Law) -> Finding:
        value = facts[self.fact]
        # A day that the table does not cover leaves the bound unknown: the finding is open and says so.
        row = law.get(self.law) if self.law else None
        bound = self.bound if not self.law else _bound(row, self.part)
        if self.than:
            bound = facts[self.than]
        margin = None
        if status is None:
            if value is None or bound is None:
                status = "unknown"
            elif isinstance(value, Span):
                status, margin = _compare(value, self.op, bound)
            else:
                status = "pass" if _holds(value, self.op, bound) else "fail"
        return Finding(self, status, value, bound, margin, row)


def _bound(row: Value | None, part: str) -> Any:
    if row is None or row.value is None:
        return None
    return row.value[part] if part else row.value


class AllOf(NamedTuple):
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


class AnyOf(NamedTuple):
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


def _compare(value: Span, op: str, bound: int | Span) -> tuple[Status, int | None]:
    """Compare a range with a bound (itself perhaps a range); the margin needs both to be exact."""
    least, most = bound if isinstance(bound, Span) else (bound, bound)
    low, high = value.low, value.high
    if op in ("<=", "<"):
        slack = 0 if op == "<=" else 1
        if high is not None and least is not None and high <= least - slack:
            status: Status = "pass"
        elif low is not None and most is not None and low > most - slack:
            status = "fail"
        else:
            return "unknown", None
        exact = low is not None and low == high and least is not None and least == most
        return status, (least - slack - low if exact else None)  # type: ignore[operator]
    if op in (">=", ">"):
        slack = 0 if op == ">=" else 1
        if low is not None and most is not None and low >= most + slack:
            status = "pass"
        elif high is not None and least is not None and high < least + slack:
            status = "fail"
        else:
            return "unknown", None
        exact = low is not None and low == high and least is not None and least == most
        return status, (low - least - slack if exact else None)  # type: ignore[operator]
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


def describe(finding: Finding, unit_of: Mapping[str, str], law: Law) -> dict[str, Any]:
    """The finding as the API gives it: sentence, fact, value, bound, margin, article, source (api.md)."""
    rule = finding.condition
    if not isinstance(rule, Condition):
        return {
            "id": rule.id,
            "status": finding.status,
            "says": _sentence(finding, rule, law),
            "fact": None,
            "value": None,
            "bound": None,
            "margin": None,
            "article": rule.article,
            "source": rule.source or _first_source(finding),
            "needs": "any" if isinstance(rule, AnyOf) else "all",
            "parts": [describe(part, unit_of, law) for part in finding.parts],
        }
    row = finding.law
    doc = {
        "id": rule.id,
        "status": finding.status,
        "says": _sentence(finding, rule, law, rule.unit or unit_of.get(rule.fact, "")),
        "fact": rule.fact,
        "value": plain(finding.value),
        "bound": plain(finding.bound),
        "margin": finding.margin,
        "article": rule.article or (row.article if row else ""),
        "source": rule.source or (row.source if row else _not_covered(rule)),
    }
    if row is not None:
        doc["in_force_from"] = row.from_.isoformat()
        doc["confidence"] = row.conf
    if rule.soft:
        doc["soft"] = True
    return doc


def _not_covered(rule: Condition) -> str:
    return f"{rule.law} (이 날의 값은 자료에 없음)" if rule.law else ""


def _sentence(finding: Finding, rule: Rule, law: Law, unit: str = "") -> str:
    template = rule.says
    if not isinstance(rule, AllOf):
        if finding.status == "fail" and rule.fail:
            template = rule.fail
        elif finding.status == "unknown" and rule.ask:
            template = rule.ask
    if "{" not in template:
        return template
    text = say(template, law)
    if "{" not in text:
        return text
    row = finding.law
    for slot, shown in (("{value}", finding.value), ("{bound}", finding.bound), ("{gap}", finding.margin)):
        if slot in text:
            own = row.unit if slot == "{bound}" and row is not None and row.unit != "table" else unit
            text = text.replace(
                slot, figure(abs(shown) if slot == "{gap}" and shown is not None else shown, own or unit)
            )
    return text


def _first_source(finding: Finding) -> str:
    for part in finding.parts:
        rule = part.condition
        if isinstance(rule, Condition):
            found = rule.source or (part.law.source if part.law else _not_covered(rule))
        else:
            found = rule.source or _first_source(part)
        if found:
            return found
    return ""


def plain(value: Any) -> Any:
    """A fact as a JSON value; an exact range is a number, another range has low and high."""
    if value is None or type(value) in (int, bool, str):
        return value
    if isinstance(value, Span):
        low, high = value
        return low if low == high else value.json()
    if isinstance(value, (frozenset, set, tuple)):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
