"""The record of a run: what was measured, beside what a kept run measured. Ratios are compared, seconds are shown.

A measure is a value with a yardstick of the same run (bare Chalice, a bare handler, arithmetic by hand), so that the
comparison holds on another machine and in a busy hour. What must not enter: how a thing is measured.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
FILE: Final = ROOT / "build" / "bench.json"
BASELINE: Final = ROOT / "docs" / "bench" / "baseline.json"
WORSE: Final = 1.25
"""A ratio this many times the kept one is marked: below lies the noise of a shared machine."""


@dataclass(frozen=True)
class Measure:
    """`value` in `unit`; `ratio` to `versus` of the same run, None for a plain count; `bound` on the ratio or count."""

    name: str
    value: float
    unit: str
    versus: str = ""
    ratio: float | None = None
    bound: float | None = None

    @property
    def compared(self) -> float:
        """What is held against the kept run: the ratio, or the count where there is none."""
        return self.value if self.ratio is None else self.ratio


def write(measures: list[Measure], routes: dict[str, Any], where: Path = FILE) -> None:
    where.parent.mkdir(parents=True, exist_ok=True)
    record = {"measures": [asdict(one) for one in measures], "routes": routes}
    where.write_text(
        json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
    )


def read(where: Path = BASELINE) -> tuple[dict[str, Measure], dict[str, Any]]:
    """Measures by name, and routes. Empty where there is no record."""
    if not where.exists():
        return {}, {}
    record = json.loads(where.read_text(encoding="utf-8"))
    return {one["name"]: Measure(**one) for one in record["measures"]}, record["routes"]


def table(measures: list[Measure], kept: dict[str, Measure]) -> list[str]:
    """Lines of the comparison; marked where a bound is passed or the kept run was clearly better."""
    head = f"{'measure':<46}{'value':>12} {'unit':<10}{'ratio':>8}{'bound':>8}{'kept':>8}{'now/kept':>10}"
    return [head, *(_line(one, kept.get(one.name)) for one in measures)]


def _line(one: Measure, before: Measure | None) -> str:
    ratio = f"{one.ratio:.2f}" if one.ratio is not None else ""
    bound = f"{one.bound:g}" if one.bound is not None else ""
    then = f"{before.compared:.2f}" if before else ""
    change = one.compared / before.compared if before and before.compared else None
    marks = [
        "OVER BOUND" if one.bound is not None and one.compared > one.bound else "",
        "WORSE" if change is not None and one.ratio is not None and change > WORSE else "",
    ]
    line = f"{one.name:<46}{one.value:>12,.2f} {one.unit:<10}{ratio:>8}{bound:>8}{then:>8}"
    return f"{line}{f'{change:.2f}' if change else '':>10} {' '.join(filter(None, marks))}".rstrip()


def changed_routes(now: dict[str, Any], kept: dict[str, Any]) -> list[str]:
    """Routes whose number of calls or units differs from the kept run: these are counts and do not waver."""
    out = []
    for name, row in now.items():
        before = kept.get(name)
        if before is None:
            continue
        for what in ("calls", "read_units", "write_units"):
            if row[what] != before[what]:
                out.append(f"{name}: {what} {before[what]:g} -> {row[what]:g}")
    return out
