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

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any, Literal, NamedTuple

from chalicelib.law import Law, Value, law_as_of
from chalicelib.rules.span import Span
from chalicelib.rules.text import say, slot_text
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


_finding = partial(tuple.__new__, Finding)
"""A finding from all its fields in order: half the time of the constructor, and it is made two hundred times a person."""


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
        return _finding((self, *self.weigh(facts, law), ()))

    def status(self, facts: Facts, law: Law) -> Status:
        """The status of `evaluate` alone, for many people at once: no finding is made."""
        return self.weigh(facts, law)[0]

    def weigh(self, facts: Facts, law: Law) -> tuple[Status, Any, Any, int | None, Value | None]:
        """Status, value, bound, margin and law row. A day that the table does not cover leaves the bound unknown:
        the finding is open and says so."""
        applies = facts[self.when] if self.when else True
        if applies is False:
            return "not_applicable", None, None, None, None
        value = facts[self.fact]
        row = law.get(self.law) if self.law else None
        bound = facts[self.than] if self.than else bound_of(self, row)
        if applies is None or value is None or bound is None:
            return "unknown", value, bound, None, row
        if type(value) is Span:
            status, margin = _compare(value, self.op, bound)
            return status, value, bound, margin, row
        return "pass" if _holds(value, self.op, bound) else "fail", value, bound, None, row


def bound_of(rule: Condition, row: Value | None) -> Any:
    """The bound of a day: the law's value or a part of it, else the rule's own; None where the table has none."""
    if not rule.law:
        return rule.bound
    if row is None or row.value is None:
        return None
    return row.value[rule.part] if rule.part else row.value


class AllOf(NamedTuple):
    """Every part must hold; a named branch such as a special programme."""

    id: str
    parts: tuple[Condition | AnyOf | AllOf, ...]
    says: str = ""
    soft: bool = False
    article: str = ""
    source: str = ""

    def __hash__(self) -> int:
        return hash(self.id)  # the parts need not be walked each time a form is looked up

    def facts(self) -> tuple[str, ...]:
        return tuple(fact for part in self.parts for fact in part.facts())

    def evaluate(self, facts: Facts, law: Law) -> Finding:
        found = tuple([part.evaluate(facts, law) for part in self.parts])
        return Finding(self, verdict(found), parts=found)

    def status(self, facts: Facts, law: Law) -> Status:
        return every(self.parts, facts, law)


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

    def __hash__(self) -> int:
        return hash(self.id)  # the parts need not be walked each time a form is looked up

    def facts(self) -> tuple[str, ...]:
        inner = tuple(fact for part in self.parts for fact in part.facts())
        return (*inner, self.when) if self.when else inner

    def evaluate(self, facts: Facts, law: Law) -> Finding:
        applies = facts[self.when] if self.when else True
        if applies is False:
            return Finding(self, "not_applicable")
        found = tuple([part.evaluate(facts, law) for part in self.parts])
        return Finding(self, _any([part.status for part in found], applies), parts=found)

    def status(self, facts: Facts, law: Law) -> Status:
        applies = facts[self.when] if self.when else True
        if applies is False:
            return "not_applicable"
        seen = []
        for part in self.parts:
            seen.append(part.status(facts, law))
            if seen[-1] == "pass":
                break
        return _any(seen, applies)


def _any(states: list[Status], applies: bool | None) -> Status:
    """Kleene's "or"; where it is not known whether the rule applies, it cannot fail."""
    if "pass" in states:
        return "pass"
    return "unknown" if applies is None or "unknown" in states else "fail"


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


def every(rules: Iterable[Rule], facts: Facts, law: Law) -> Status:
    """`verdict` of the rules' findings without making them: the first that fails decides."""
    unknown = False
    for rule in rules:
        if rule.soft:
            continue
        status = rule.status(facts, law)
        if status == "fail":
            return "fail"
        unknown = unknown or status == "unknown"
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
    same, waits = form(rule, finding.status, law.day)
    doc = same.copy()
    if not isinstance(rule, Condition):
        doc["parts"] = [describe(part, unit_of, law) for part in finding.parts]
        return doc
    doc["value"], doc["margin"] = plain(finding.value), finding.margin
    if rule.than:
        doc["bound"] = plain(finding.bound)
    if waits:
        doc["says"] = filled(doc["says"], finding, rule.unit or unit_of.get(rule.fact, ""))
    return doc


@lru_cache(maxsize=4096)
def form(rule: Rule, status: Status, day: date) -> tuple[dict[str, Any], bool]:
    """What a finding of a rule says to everybody alike on a day, and whether its sentence waits for the person's
    own figures."""
    law = law_as_of(day)
    template = rule.says
    if not isinstance(rule, AllOf):
        if status == "fail" and rule.fail:
            template = rule.fail
        elif status == "unknown" and rule.ask:
            template = rule.ask
    text = say(template, law) if "{" in template else template
    doc: dict[str, Any] = {"id": rule.id, "status": status, "says": text}
    doc |= {"fact": None, "value": None, "bound": None, "margin": None}
    if not isinstance(rule, Condition):
        doc |= {"article": rule.article, "source": _source(rule, law)}
        return doc | {"needs": "any" if isinstance(rule, AnyOf) else "all"}, False
    row = law.get(rule.law) if rule.law else None
    bound = bound_of(rule, row)
    if not rule.than and status != "not_applicable":
        doc["bound"] = plain(bound)
        if "{bound}" in text and (shown := _bound_text(rule, row)):
            doc["says"] = text = text.replace("{bound}", shown)
    doc["fact"] = rule.fact
    doc["article"] = rule.article or (row.article if row else "")
    doc["source"] = _source(rule, law)
    if row is not None:
        doc["in_force_from"] = row.from_.isoformat()
        doc["confidence"] = row.conf
    if rule.soft:
        doc["soft"] = True
    return doc, "{" in text


def _bound_text(rule: Condition, row: Value | None) -> str:
    """The bound with its reservation where the law's row is not certain; "" where only the fact knows the unit."""
    if row is not None and row.unit != "table":
        return slot_text(row, rule.part)
    return figure(bound_of(rule, row), rule.unit) if rule.unit else ""


def _source(rule: Rule, law: Law) -> str:
    """The rule's own source, else its law row's, else the first that a part gives."""
    if rule.source:
        return rule.source
    if not isinstance(rule, Condition):
        return next((found for part in rule.parts if (found := _source(part, law))), "")
    row = law.get(rule.law) if rule.law else None
    return row.source if row else f"{rule.law} (이 날의 값은 자료에 없음)" if rule.law else ""


def filled(text: str, finding: Finding, unit: str) -> str:
    """The sentence with the person's own figures."""
    if "{value}" in text:
        text = text.replace("{value}", figure(finding.value, unit))
    if "{bound}" in text:
        row = finding.law
        own = row.unit if row is not None and row.unit != "table" else unit
        text = text.replace("{bound}", figure(finding.bound, own or unit))
    if "{gap}" in text:
        gap = finding.margin
        if gap is None:
            text = text.replace("{gap}", _least_gap(finding, unit))
        else:
            text = text.replace("{gap}", figure(abs(gap), unit))
    return text


def _least_gap(finding: Finding, unit: str) -> str:
    """How much a range misses its bound by at the very least: "적어도 100만 원"."""
    value, bound, rule = finding.value, finding.bound, finding.condition
    if not isinstance(value, Span) or not isinstance(rule, Condition):
        return figure(None, unit)
    least, most = bound if isinstance(bound, Span) else (bound, bound)
    near, line = (value.low, most) if rule.op in ("<=", "<") else (value.high, least)
    return figure(None, unit) if near is None or line is None else f"적어도 {figure(abs(near - line), unit)}"


def plain(value: Any) -> Any:
    """A fact as a JSON value; an exact range is a number, another range has low and high."""
    kind = type(value)
    if kind is Span:
        low, high = value
        return low if low == high else {"low": low, "high": high}
    if kind in _PLAIN:
        return value
    if isinstance(value, (frozenset, set, tuple)):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


_PLAIN = frozenset({int, bool, str, type(None)})
