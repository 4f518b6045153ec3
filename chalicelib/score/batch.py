"""The same card over columns. Uses numpy where it can be imported, the single path row by row where not.

A column is an array or list of numbers (NaN = missing), or categories as `Encoded(codes, categories)` or a list of
texts. Totals and probabilities are those of `Card.score`, to the last point: bins are found by the same comparisons
and the probability is read from the same table. A row that the single path would refuse has total 0, probability NaN
and stands in `errors`. Works in blocks that stay in the processor's cache, so memory stays near the size of the output.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.score.card import BadValue, Card, Characteristic

BLOCK = 16_384
MOST_ERRORS = 1_000


class Encoded(NamedTuple):
    """A category column: `codes` index into `categories`; a negative code is missing."""

    codes: Any
    categories: Sequence[str]


class Batch(NamedTuple):
    """Totals (0 = refused), probabilities (NaN = refused), refused rows as {row: (characteristic, why)}.

    `refused` counts all of them; `errors` keeps the first thousand. `bins` counts rows by characteristic and bin of
    the first segment's layout when asked for.
    """

    totals: Any
    probabilities: Any
    errors: dict[int, tuple[str, str]]
    refused: int
    bins: dict[str, list[int]]


def score_columns(card: Card, columns: Mapping[str, Any], *, count_bins: bool = False) -> Batch:
    """Score every row of the columns; a column that is absent is missing for everybody.

    Raises ValueError when the columns differ in length or none is given.
    """
    sizes = {name: len(c.codes if isinstance(c, Encoded) else c) for name, c in columns.items()}
    if not sizes or len(set(sizes.values())) != 1:
        raise ValueError(f"columns must have one common length, got {sizes}")
    rows = next(iter(sizes.values()))
    try:
        import numpy
    except ImportError:
        return _rows(card, columns, rows, count_bins)
    from chalicelib.score.vector import Vector

    return Vector(card, numpy).score(columns, rows, count_bins)


def used_columns(card: Card) -> list[str]:
    """Names of the facts that a card reads, the one that selects the segment included."""
    names = {row.name: None for s in card.segments.values() for row in s.rows}
    return list(names | ({card.on: None} if card.on else {}))


def _rows(card: Card, columns: Mapping[str, Any], rows: int, count_bins: bool) -> Batch:
    totals, chances = [0] * rows, [math.nan] * rows
    errors: dict[int, tuple[str, str]] = {}
    refused = 0
    counts: dict[str, list[int]] = {}
    names = [n for n in used_columns(card) if n in columns]
    for i, values in enumerate(zip(*(_values(columns[n]) for n in names), strict=True)):
        facts = dict(zip(names, values, strict=True))
        try:
            scored = card.score(facts)
        except BadValue as bad:
            refused += 1
            if len(errors) < MOST_ERRORS:
                errors[i] = (bad.name, bad.why)
            continue
        totals[i], chances[i] = scored.total, scored.probability
        if count_bins:
            for row, at in zip(card.segments[scored.segment].rows, scored.bins, strict=True):
                tally(counts, scored.segment, row)[at] += 1
    return Batch(totals, chances, errors, refused, counts)


def tally(counts: dict[str, list[int]], segment: str, row: Characteristic) -> list[int]:
    """The counters of one characteristic in one segment, made on first use."""
    return counts.setdefault(f"{segment}/{row.name}", [0] * len(row.points))


def _values(column: Any) -> Iterable[Any]:
    if isinstance(column, Encoded):
        return (column.categories[c] if c >= 0 else None for c in column.codes)
    values: Iterable[Any] = column
    return values
