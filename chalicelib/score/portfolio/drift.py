"""Drift and cut-offs from tallies: PSI, CSI with their sampling error, cut-off table, roll rates, projection."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from chalicelib.score.portfolio.tally import BANDS, STEP, CardTally

WATCH, ACT = 0.10, 0.25
"""Marks of the field's convention, not of any law."""


def psi(expected: Sequence[float], actual: Sequence[float], n: int, m: int | None = None) -> float:
    """Population stability index of two share lists; an empty bin counts as half a row of its sample.

    `n`: rows of `actual`; `m`: rows of `expected` (None: shares as published, with five decimals).
    """
    least_p, least_q = 0.5 / (m or 100_000), 0.5 / max(n, 1)
    out = 0.0
    for p, q in zip(expected, actual, strict=True):
        if p == 0 and q == 0:
            continue
        p, q = max(p, least_p), max(q, least_q)
        out += (p - q) * math.log(p / q)
    return out


def expected_psi(bins: int, n: int, m: int | None = None) -> float:
    """What PSI would be about between two samples of one population: small months must not cry wolf."""
    return max(bins - 1, 1) * (1 / max(n, 1) + (1 / m if m else 0.0))


def mark(value: float, noise: float) -> str:
    """Korean mark of a drift value, after taking off what sampling alone explains."""
    if value - 2 * noise >= ACT:
        return "조치"
    return "관찰" if value - 2 * noise >= WATCH else "안정"


def shares(counts: Sequence[int]) -> list[float]:
    """Counts as shares of their sum (all 0 where there is none)."""
    whole = sum(counts)
    return [c / whole if whole else 0.0 for c in counts]


def total_drift(card: Any, tally: CardTally, reference: CardTally | None) -> dict[str, Any]:
    """PSI of the points against the reference portfolio, else against the training population."""
    if reference is not None:
        expected, m = shares(reference.bands), reference.rows
    else:
        expected, m = list(card.data["trained"]["totals"]["share"]), None
    used = sum(1 for p, q in zip(expected, tally.bands, strict=True) if p or q)
    value, noise = psi(expected, shares(tally.bands), tally.rows, m), expected_psi(used, tally.rows, m)
    return {"psi": value, "noise": noise, "mark": mark(value, noise)}


def characteristic_drift(card: Any, tally: CardTally, reference: CardTally | None) -> list[dict[str, Any]]:
    """CSI of every characteristic in every segment, largest first."""
    out = []
    for segment in card.segments.values():
        for row in segment.rows:
            key = f"{segment.name}/{row.name}"
            counts = tally.bins.get(key)
            if not counts or not sum(counts):
                continue
            m = None
            expected: Sequence[float] = row.share
            if reference is not None:
                if not sum(reference.bins.get(key, [])):
                    continue
                expected, m = shares(reference.bins[key]), sum(reference.bins[key])
            n = sum(counts)
            value, noise = psi(expected, shares(counts), n, m), expected_psi(len(counts), n, m)
            missing = counts[row.ordinary] / n
            out.append(
                {"key": key, "title": card.reasons[row.name]["title"], "segment": segment.name, "csi": value}
                | {"noise": noise, "mark": mark(value, noise), "rows": n, "missing": missing}
            )
    return sorted(out, key=lambda r: -r["csi"])


def cutoffs(tally: CardTally) -> list[dict[str, Any]]:
    """For each cut-off: approval rate, predicted and (where outcomes are known) observed bad rate of the approved."""
    out = []
    for k in range(BANDS):
        rows, chance = sum(tally.bands[k:]), sum(tally.chances[k:])
        known, bad = sum(n for n, _ in tally.outcomes[k:]), sum(b for _, b in tally.outcomes[k:])
        if rows == 0 or (k and rows == tally.rows and tally.bands[k] == 0):
            continue
        out.append(
            {
                "cutoff": k * STEP + 1,
                "approved": rows / tally.rows,
                "predicted": chance / rows,
                "observed": bad / known if known else None,
            }
        )
    return out


def discrimination(tally: CardTally) -> dict[str, float] | None:
    """AUC and KS from banded outcomes (bands of 25 points); None without both outcomes."""
    good = [n - b for n, b in tally.outcomes]
    bad = [b for _, b in tally.outcomes]
    goods, bads = sum(good), sum(bad)
    if not goods or not bads:
        return None
    below, area, gap, cum_g, cum_b = 0, 0.0, 0.0, 0, 0
    for g, b in zip(good, bad, strict=True):
        area += g * (below + b / 2)
        below += b
        cum_g, cum_b = cum_g + g, cum_b + b
        gap = max(gap, abs(cum_b / bads - cum_g / goods))
    return {"auc": area / (goods * bads), "ks": gap}


def roll_rates(rolls: Sequence[Sequence[int]]) -> list[list[float | None]]:
    """Monthly transition shares; None for a state nobody was in."""
    return [[c / sum(row) for c in row] if sum(row) else [None] * len(row) for row in rolls]


def project(states: Sequence[int], rolls: Sequence[Sequence[int]], months: int) -> list[list[float]]:
    """Expected shares by state for each month ahead, by the observed roll rates; an unseen state stays where it is."""
    rates = roll_rates(rolls)
    now = shares(states)
    path = [now]
    for _ in range(months):
        ahead = [0.0] * len(now)
        for a, share in enumerate(now):
            for b, rate in enumerate(rates[a]):
                ahead[b] += share * (float(a == b) if rate is None else rate)
        now = ahead
        path.append(now)
    return path
