"""The one merge template of a stage, put together from its parts: JSON files and fragments made from the program.

Parts may add to one another and never overwrite: a value said twice with different words is an error. What is replaced
on purpose (data retention in table.json and portfolio.json) stands in `PARAMETERS`, in sight.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from . import alarms, api, front, functions, gateway

HERE: Final = Path(__file__).parent
FILES: Final = (
    "parts/parameters.json",
    "table.json",
    "parts/queues.json",
    "parts/operations.json",
    "parts/firewall.json",
    "portfolio.json",
)

PARAMETERS: Final[dict[tuple[str | int, ...], Any]] = {
    ("Resources", "Table", "Properties", "PointInTimeRecoverySpecification", "RecoveryPeriodInDays"): {
        "Ref": "BackupDays"
    },
    (
        "Resources",
        "PortfolioBucket",
        "Properties",
        "LifecycleConfiguration",
        "Rules",
        0,
        "ExpirationInDays",
    ): {"Ref": "PortfolioDays"},
}
"""Figures of the parts that the operator may set, by their place in the merged template."""


class Conflict(Exception):
    """Two parts say different things of one place; the message names it."""


def together(first: Mapping[str, Any], second: Mapping[str, Any], place: str = "") -> dict[str, Any]:
    """Both, mappings merged at every depth. Raises Conflict.

    >>> together({"a": {"b": 1}}, {"a": {"c": 2}})
    {'a': {'b': 1, 'c': 2}}
    """
    made = dict(first)
    for name, value in second.items():
        there = f"{place}/{name}"
        if name not in made:
            made[name] = value
        elif isinstance(made[name], Mapping) and isinstance(value, Mapping):
            made[name] = together(made[name], value, there)
        elif made[name] != value:
            raise Conflict(there)
    return made


def template(stage: str) -> dict[str, Any]:
    """The whole merge template of a stage. Raises Conflict, KeyError for a place of PARAMETERS that is gone."""
    made: dict[str, Any] = {}
    parts = [json.loads((HERE / name).read_text("utf-8")) for name in FILES]
    generated = [
        gateway.fragment(),
        functions.fragment(stage),
        api.fragment(stage),
        alarms.fragment(stage),
        front.fragment(stage),
    ]
    for part in [*parts, *generated]:
        made = together(made, part)
    for place, value in PARAMETERS.items():
        at: Any = made
        for step in place[:-1]:
            at = at[step]
        if isinstance(at, dict) and place[-1] not in at:
            raise KeyError("/".join(map(str, place)))
        at[place[-1]] = value
    return made
