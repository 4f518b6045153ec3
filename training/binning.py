"""Optimal binning of one characteristic: readable edges, a smallest share per bin, a trend that a citizen expects.

Dynamic programming over prebins maximises information value less a small price per bin, so a bin is only cut where it
pays. Nothing here knows about points or about a particular data set.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Bins:
    """The bins of one characteristic. Numbers: ``edges`` (bin i is [edges[i-1], edges[i])); categories: ``values``."""

    name: str
    edges: tuple[float, ...] = ()
    values: tuple[tuple[str, ...], ...] = ()

    @property
    def numeric(self) -> bool:
        return not self.values

    @property
    def count(self) -> int:
        return len(self.values) if self.values else len(self.edges) + 1


def readable(x: float, digits: int) -> float:
    """Round to so many significant digits, so that an edge can be read aloud."""
    if x == 0 or not math.isfinite(x):
        return x
    return round(x, digits - 1 - math.floor(math.log10(abs(x))))


def prebin_edges(x: Floats, most: int, digits: int) -> list[float]:
    """Candidate edges: quantiles, and every value that is frequent in its own right."""
    known = x[~np.isnan(x)]
    if len(known) == 0:
        return []
    unique = np.unique(known)
    if len(unique) <= most:
        raw = unique[1:]
    else:
        raw = np.unique(np.quantile(known, np.linspace(0, 1, most + 1)[1:-1], method="lower"))
    edges = sorted({readable(float(e), digits) for e in raw})
    return [e for e in edges if known.min() < e <= known.max()]


def bin_number(
    name: str,
    x: Floats,
    y: Bools,
    *,
    trend: str = "auto",
    min_share: float = 0.02,
    price: float = 0.0005,
    prebins: int = 40,
    digits: int = 2,
) -> Bins:
    """Bin a number. ``trend``: "up" (bad rate rises with x), "down", "auto" (the better of both) or "free"."""
    known = ~np.isnan(x)
    edges = prebin_edges(x, prebins, digits)
    which = np.searchsorted(np.array(edges), x[known], side="right")
    bad = np.bincount(which, weights=y[known], minlength=len(edges) + 1)
    all_ = np.bincount(which, minlength=len(edges) + 1).astype(float)
    floor = max(min_share * len(x), 5)
    trends = ["up", "down"] if trend == "auto" else [trend]
    found = [_segment(all_ - bad, bad, floor, price, t) for t in trends]
    best = max(found, key=lambda f: f[0])
    return Bins(name, edges=tuple(edges[c - 1] for c in best[1]))


def _segment(good: Floats, bad: Floats, floor: float, price: float, trend: str) -> tuple[float, list[int]]:
    """Best (value, cut indices) by dynamic programming over intervals of prebins."""
    n = len(good)
    g, b = np.concatenate([[0.0], good.cumsum()]), np.concatenate([[0.0], bad.cumsum()])
    big_g, big_b = max(g[-1], 1.0), max(b[-1], 1.0)
    value = np.full((n + 1, n + 1), -np.inf)  # value[i, j]: best with last bin = prebins i..j-1
    rate = np.zeros((n + 1, n + 1))
    back = np.full((n + 1, n + 1), -1)
    for j in range(1, n + 1):
        gi, bi = g[j] - g[:j], b[j] - b[:j]
        enough = (gi + bi) >= floor
        p, q = (gi + 0.5) / big_g, (bi + 0.5) / big_b
        iv = (p - q) * np.log(p / q) - price
        rate[:j, j] = (bi + 0.5) / (gi + bi + 1)
        for i in np.flatnonzero(enough):
            if i == 0:
                value[0, j] = iv[0]
                continue
            before = value[:i, i]
            if trend == "up":
                allowed = rate[:i, i] < rate[i, j]
            elif trend == "down":
                allowed = rate[:i, i] > rate[i, j]
            else:
                allowed = np.ones(i, bool)
            candidate = np.where(allowed, before, -np.inf)
            h = int(candidate.argmax())
            if candidate[h] > -np.inf:
                value[i, j] = candidate[h] + iv[i]
                back[i, j] = h
    i, j = int(value[:n, n].argmax()), n
    if value[i, n] == -np.inf:
        return 0.0, []
    best, cuts = float(value[i, n]), []
    while i > 0:
        cuts.append(i)
        i, j = int(back[i, j]), i
    return best, cuts[::-1]


def bin_category(
    name: str, x: NDArray[np.object_], y: Bools, *, min_share: float = 0.02, price: float = 0.0005
) -> Bins:
    """Group the categories: sorted by smoothed bad rate, then cut by the same dynamic programme. Missing stays out."""
    base = float(y.mean())
    rows: list[tuple[float, str, float, float]] = []
    for value in sorted({v for v in x if isinstance(v, str)}):
        hit = x == value
        n, bad = float(hit.sum()), float(y[hit].sum())
        rows.append(((bad + 10 * base) / (n + 10), value, n - bad, bad))
    rows.sort()
    if not rows:
        return Bins(name, values=((),))
    good = np.array([r[2] for r in rows])
    bad_ = np.array([r[3] for r in rows])
    _, cuts = _segment(good, bad_, max(min_share * len(x), 5), price, "free")
    bounds = [0, *cuts, len(rows)]
    groups = tuple(tuple(r[1] for r in rows[a:b]) for a, b in pairwise(bounds))
    return Bins(name, values=groups)


def place(bins: Bins, x: NDArray[np.object_] | Floats) -> NDArray[np.intp]:
    """The bin index of each value; missing = count, other (unseen category) = count + 1."""
    if bins.numeric:
        numbers = np.asarray(x, dtype=float)
        which = np.searchsorted(np.array(bins.edges), numbers, side="right")
        which[np.isnan(numbers)] = bins.count
        return which
    at = {v: i for i, group in enumerate(bins.values) for v in group}
    return np.array(
        [at.get(v, bins.count + 1) if isinstance(v, str) else bins.count for v in x], dtype=np.intp
    )
