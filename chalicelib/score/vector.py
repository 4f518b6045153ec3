"""Blocks of columns through a card with numpy: comparisons against the edges of all segments at once.

For each characteristic the edges of all segments are merged; a row's place among them indexes a table of points per
segment. A block of rows is compared edge by edge while it lies in the cache, which beats a binary search per value.
Only `chalicelib.score.batch` imports this room, and only where numpy is there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.score.batch import BLOCK, MOST_ERRORS, Batch, tally
from chalicelib.score.card import Card
from chalicelib.score.reader import Faults, Reader


class _Merged(NamedTuple):
    """One characteristic over all segments. `table[segment * width + place]` = points, `local` = the bin there."""

    name: str
    numeric: bool
    edges: tuple[float, ...]
    specials: tuple[float, ...]
    low: float
    high: float
    width: int
    table: Any
    local: Any
    values: tuple[str, ...]
    has: Any  # per segment: whether it knows the characteristic


class Vector:
    """A card compiled for columns. `np` is the numpy module, imported by the caller."""

    def __init__(self, card: Card, np: Any) -> None:
        self.card, self.np = card, np
        self.segments = list(card.segments.values())
        self.number = {s.name: i for i, s in enumerate(self.segments)}
        self.bases = np.array([s.base for s in self.segments], dtype=np.int16)
        self.chances = np.array(card.probabilities)
        self.merged = [self._merge(n) for n in dict.fromkeys(r.name for s in self.segments for r in s.rows)]

    def _merge(self, name: str) -> _Merged:
        np = self.np
        rows = [next((r for r in s.rows if r.name == name), None) for s in self.segments]
        known = [r for r in rows if r is not None]
        first = known[0]
        edges = tuple(sorted({e for r in known for e in r.edges}))
        values = tuple(sorted({v for r in known for v in r.places}))
        specials = tuple(first.special)
        width = len(edges) + 2 + len(specials) if first.numeric else len(values) + 2
        table = np.zeros((len(self.segments), width), dtype=np.int16)
        local = np.zeros((len(self.segments), width), dtype=np.int16)
        for i, row in enumerate(rows):
            if row is None:
                continue
            if row.numeric:
                places = [0, *(bisect_right(row.edges, e) for e in edges)]
                extra = [len(row.edges) + 1, *(row.special[v] for v in specials)]
            else:
                missing, other = len(row.points) - 2, len(row.points) - 1
                places, extra = [row.places.get(v, other) for v in values], [missing, other]
            local[i] = [*places, *extra]
            table[i] = [row.points[p] for p in local[i]]
        has = np.array([r is not None for r in rows])
        return _Merged(
            name,
            first.numeric,
            edges,
            specials,
            first.low,
            first.high,
            width,
            table.ravel(),
            local,
            values,
            has,
        )

    def score(self, columns: Mapping[str, Any], rows: int, count_bins: bool) -> Batch:
        """Score every row, block by block."""
        np = self.np
        totals = np.empty(rows, dtype=np.int16)
        chances = np.empty(rows)
        errors: dict[int, tuple[str, str]] = {}
        refused = 0
        counts: dict[str, list[int]] = {}
        readers = {name: Reader(np, column) for name, column in columns.items()}
        for start in range(0, rows, BLOCK):
            stop = min(start + BLOCK, rows)
            faults = Faults(np, stop - start)
            segment = self._segments(readers, start, stop, faults)
            total = self.bases[segment]
            places = []
            for m in self.merged:
                place = self._place(m, readers.get(m.name), start, stop, segment, faults)
                total += m.table.take(place + segment * m.width if len(self.segments) > 1 else place)
                if count_bins:
                    places.append(place)
            if faults.any:
                total[faults.mask] = 0
                refused += int(faults.mask.sum())
                for i, why in sorted(faults.why.items()):
                    if len(errors) < MOST_ERRORS:
                        errors[start + i] = why
            for m, place in zip(self.merged, places, strict=False):
                self._count(counts, m, segment, place, ~faults.mask)
            totals[start:stop] = total
            np.take(self.chances, total, out=chances[start:stop], mode="clip")
        return Batch(totals, chances, errors, refused, counts)

    def _segments(self, readers: Mapping[str, Reader], start: int, stop: int, faults: Faults) -> Any:
        np, card = self.np, self.card
        default = self.number[card.default.name]
        reader = readers.get(card.on) if card.on else None
        if reader is None or card.on is None:
            return np.full(stop - start, default, dtype=np.intp)
        if card.split_edges:
            x, wrong = reader.numbers(start, stop)
            place = np.zeros(stop - start, dtype=np.intp)
            for edge in card.split_edges:
                place += x >= edge
            out = np.array([self.number[s.name] for s in card.split_by_edge], dtype=np.intp)[place]
            out[np.isnan(x)] = default
            faults.add_each(wrong, card.on, None)
            faults.add(np.isinf(x), card.on, "infinite", None)
            return out
        codes, wrong = reader.codes(tuple(card.split_values), start, stop)
        faults.add_each(wrong, card.on, None)
        known = [self.number[s.name] for s in card.split_values.values()]
        return np.array([*known, default, default], dtype=np.intp)[codes]

    def _place(
        self, m: _Merged, reader: Reader | None, start: int, stop: int, segment: Any, faults: Faults
    ) -> Any:
        """Where each row lies among the merged bins. Only rows whose segment knows the characteristic can be at fault."""
        np = self.np
        missing = len(m.edges) + 1 if m.numeric else len(m.values)
        if reader is None:
            return np.full(stop - start, missing, dtype=np.intp)
        concerned = None if m.has.all() else m.has[segment]
        if not m.numeric:
            place, wrong = reader.codes(m.values, start, stop)
            faults.add_each(wrong, m.name, concerned)
            return place
        x, wrong = reader.numbers(start, stop)
        faults.add_each(wrong, m.name, concerned)
        counted = np.zeros(stop - start, dtype=np.int8)
        for edge in m.edges:
            counted += x >= edge
        place = counted.astype(np.intp)
        inside = (x >= m.low) & (x <= m.high)
        for i, v in enumerate(m.specials):
            hit = x == v
            place[hit] = missing + 1 + i
            inside |= hit
        if not inside.all():
            gone = np.isnan(x)
            place[gone] = missing
            outside = ~(inside | gone)
            infinite = np.isinf(x)
            faults.add(outside & infinite, m.name, "infinite", concerned)
            faults.add(outside & ~infinite, m.name, "outside the card's range", concerned)
        return place

    def _count(self, counts: dict[str, list[int]], m: _Merged, segment: Any, place: Any, good: Any) -> None:
        for i, s in enumerate(self.segments):
            row = next((r for r in s.rows if r.name == m.name), None)
            mine = good & (segment == i)
            if row is None or not mine.any():
                continue
            found = self.np.bincount(m.local[i][place[mine]], minlength=len(row.points))
            into = tally(counts, s.name, row)
            for k in range(len(into)):
                into[k] += int(found[k])
