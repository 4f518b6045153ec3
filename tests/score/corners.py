"""Corner cases made from a card itself: every edge, just below it, missing, special, unseen, the ends of the range."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from chalicelib.score.card import Card


def values_of(card: Card, name: str) -> list[Any]:
    """Values of one fact at which the card changes its mind."""
    rows = [r for s in card.segments.values() for r in s.rows if r.name == name]
    if name == card.on and not rows:
        edges = list(card.split_edges)
        if edges:
            return [None, math.nan, 0.0, *edges, *(math.nextafter(e, -math.inf) for e in edges)]
        return [None, "never seen", "", *card.split_values]
    if not rows[0].numeric:
        return [None, "never seen", "", *sorted({v for r in rows for v in r.places})]
    edges = sorted({e for r in rows for e in r.edges})
    near = [math.nextafter(e, way) for e in edges for way in (-math.inf, math.inf)]
    near = [x for x in near if rows[0].low <= x <= rows[0].high]
    ends = [rows[0].low, rows[0].high]
    return [None, math.nan, *rows[0].special, *ends, *edges, *near]


def corners(card: Card, base: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """From one person: each fact through all its corners while the others stay, in every segment."""
    names = {r.name for s in card.segments.values() for r in s.rows} | ({card.on} if card.on else set())
    for on in values_of(card, card.on) if card.on else [None]:
        for name in sorted(names):
            for value in values_of(card, name):
                yield {**base, **({card.on: on} if card.on else {}), name: value}


BAD = ["12", True, math.inf, -math.inf, 1e18, 10**400, -1e18, [1], {"a": 1}, b"1"]
"""What no number column may turn into points."""
