"""Findings as JSON text: the same document as `describe` gives (a test holds the two together), written in one step.

Sentence, article and source are the same for everybody on a day, so their text is made once; only value, margin and the
person's own figures are put between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from chalicelib.jsontext import Ready, encode, frame
from chalicelib.law import Law
from chalicelib.rules.condition import Condition, Finding, Rule, Status, filled, form, plain


def write(findings: Iterable[Finding], unit_of: Mapping[str, str], law: Law) -> Ready:
    """A list of findings (api.md) as JSON text."""
    out = ["["]
    _write(findings, unit_of, law, out)
    return Ready(out)


def _write(findings: Iterable[Finding], unit_of: Mapping[str, str], law: Law, out: list[str]) -> None:
    comma = ""
    for finding in findings:
        rule = finding.condition
        says, pieces = _frame(rule, finding.status, law.day)
        out += (comma, pieces[0])
        comma = ","
        if not isinstance(rule, Condition):
            out.append("[")
            _write(finding.parts, unit_of, law, out)
        else:
            after = iter(pieces[1:])
            if says:
                out += (encode(filled(says, finding, rule.unit or unit_of.get(rule.fact, ""))), next(after))
            out += (_json(finding.value), next(after))
            if rule.than:
                out += (_json(finding.bound), next(after))
            out.append(str(finding.margin) if finding.margin is not None else "null")
        out.append(pieces[-1])
    out.append("]")


def _json(value: object) -> str:
    value = plain(value)
    if type(value) is int:
        return str(value)
    return "null" if value is None else encode(value)


@lru_cache(maxsize=4096)
def _frame(rule: Rule, status: Status, day: date) -> tuple[str, tuple[str, ...]]:
    """The sentence where it waits for the person's figures, and the pieces around what is put in."""
    doc, waits = form(rule, status, day)
    if not isinstance(rule, Condition):
        return "", frame(doc | {"parts": None}, ["parts"])
    holes = [*(["says"] if waits else []), "value", *(["bound"] if rule.than else []), "margin"]
    return doc["says"] if waits else "", frame(doc, holes)
