"""One final score from those that are known: learned weights on log-odds, per subset and months on book.

    final = intercept + sum of weight_k * (log-odds of bad of score k against the average of its own population)
    points = 600 - PDO / ln 2 * final          (600 = average odds, 40 points double them)
The 10 x 10 matrix is computed from the same formula: it is the picture, never the arithmetic.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from chalicelib.score.card import HIGHEST, LOWEST

AVERAGE, PDO = 600, 40
ORDER = ("application", "behaviour", "bureau")
FILE = Path(__file__).parent / "cards" / "combination-2026.11.json"


class Combined(NamedTuple):
    """Final points 1..1000; which scores took part; tenure band; on what the weights rest."""

    points: int
    subset: tuple[str, ...]
    tenure: str
    basis: str
    weights: Mapping[str, float]


@cache
def weights() -> dict[str, Any]:
    """The combination file."""
    loaded: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return loaded


def tenure_band(months_on_book: int | None) -> str:
    """The band of months on book; unknown counts as the shortest, where the other scores weigh most."""
    if months_on_book is None or months_on_book < 6:
        return "0-5"
    return "6-11" if months_on_book < 12 else "12+"


def bureau_logit(agency: str, score: int) -> float:
    """Log-odds of bad against the average that a bureau's score stands for: expert judgement, no outcome data."""
    scale = weights()["bureau_scale"][agency]
    return -(score - int(scale["reference"])) * math.log(2) / float(scale["pdo"])


def points_of(relative: float) -> int:
    """Whole points of log-odds of bad against the average, kept within 1..1000."""
    return min(max(round(AVERAGE - PDO / math.log(2) * relative), LOWEST), HIGHEST)


def relative_of(points: int) -> float:
    """Log-odds of bad against the average that a number of points stands for."""
    return (AVERAGE - points) * math.log(2) / PDO


def combine(known: Mapping[str, float], months_on_book: int | None) -> Combined | None:
    """Combine relative log-odds by name (application, behaviour, bureau); None when nothing is known."""
    subset = tuple(n for n in ORDER if n in known)
    if not subset:
        return None
    band = tenure_band(months_on_book)
    if len(subset) == 1:
        return Combined(points_of(known[subset[0]]), subset, band, "single", {subset[0]: 1.0})
    rows = weights()["subsets"]["+".join(subset)]
    row = rows.get(band) or rows["any"]
    final = row["intercept"] + sum(row["weights"][n] * known[n] for n in subset)
    return Combined(points_of(final), subset, band, row["basis"], row["weights"])


def matrix(policy: Any, months_on_book: int | None) -> list[list[int]]:
    """Final grade for each application grade (rows 1..10) and behaviour grade (columns 1..10), for the picture."""
    middles = _middles(policy.bounds)
    rows = []
    for a in middles:
        row = []
        for b in middles:
            both = combine({"application": relative_of(a), "behaviour": relative_of(b)}, months_on_book)
            row.append(policy.grade(both.points) if both else 0)
        rows.append(row)
    return rows


def _middles(bounds: tuple[int, ...]) -> list[int]:
    """A point within each grade: halfway to the next better bound; the open ends by half a doubling."""
    out = [bounds[0] + PDO // 2]
    out += [(bounds[i] + bounds[i - 1]) // 2 for i in range(1, len(bounds) - 1)]
    return [*out, max(bounds[-2] - PDO // 2, LOWEST)]
