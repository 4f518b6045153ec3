"""The one evaluator: ranges, conditions, findings, and the Korean words for figures. Pure: no I/O, no clock."""

from chalicelib.rules.condition import (
    AllOf,
    AnyOf,
    Condition,
    Facts,
    Finding,
    Rule,
    Status,
    describe,
    every,
    plain,
    verdict,
)
from chalicelib.rules.span import SOME, UNKNOWN, ZERO, Span, exactly, hull, total
from chalicelib.rules.written import write

__all__ = [
    "SOME",
    "UNKNOWN",
    "ZERO",
    "AllOf",
    "AnyOf",
    "Condition",
    "Facts",
    "Finding",
    "Rule",
    "Span",
    "Status",
    "describe",
    "every",
    "exactly",
    "hull",
    "plain",
    "total",
    "verdict",
    "write",
]
