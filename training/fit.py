"""From facts and outcomes to a scorecard: bins, weight of evidence, logistic regression, whole points, calibration.

    woe_i = ln((good_i / good) / (bad_i / bad));  logit PD = a - sum b_j woe_ij with b_j >= 0
    factor = PDO / ln 2;  points_ij = round(factor * b_j * (woe_ij - best woe_j));  base = total with every best bin
The scale puts the training population's average odds at 600 points. Deterministic: no random draw but the inner folds
of the calibration, which the seed fixes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from chalicelib.score.batch import score_columns
from chalicelib.score.card import Card
from training import binning, logistic
from training.features import Table
from training.settings import AVERAGE_POINTS, SEED, Setting

MOST_WOE = 2.5
"""No single answer changes the odds more than tenfold against the average: simulated data hold bins that are all bad."""


@dataclass(frozen=True)
class Fitted:
    """One segment before rounding: bins, woe of every bin (missing, then special or other last), coefficients."""

    bins: dict[str, binning.Bins]
    woe: dict[str, Any]
    share: dict[str, list[float]]
    beta: Any

    def logit(self, table: Table, setting: Setting) -> Any:
        """Unrounded log-odds of bad."""
        z = np.full(len(table.bad), float(self.beta[0]))
        for j, name in enumerate(self.bins):
            z -= self.beta[1 + j] * self.woe[name][_place(self.bins[name], table.facts[name], setting, name)]
        return z


def _place(bins: binning.Bins, x: Any, setting: Setting, name: str) -> Any:
    where = binning.place(bins, x)
    for i, value in enumerate(setting.specials.get(name, ())):
        where[np.asarray(x, float) == value] = bins.count + 1 + i
    return where


def fit_segment(table: Table, setting: Setting) -> Fitted:
    """Fit one sub-card. Characteristics that end with one bin or no weight are left out.

    A missing number is given the average, whatever it meant in the data: a person who does not answer loses nothing
    against the average by it.
    """
    y = table.bad
    bad_all, good_all = float(y.sum()), float((~y).sum())
    bins: dict[str, binning.Bins] = {}
    woe: dict[str, Any] = {}
    share: dict[str, list[float]] = {}
    columns = []
    for name in setting.names:
        x = table.facts[name]
        if name in setting.categories:
            b = binning.bin_category(name, x, y, min_share=setting.min_share, price=setting.price)
        else:
            plain = np.asarray(x, float).copy()
            for value in setting.specials.get(name, ()):
                plain[plain == value] = np.nan
            b = binning.bin_number(
                name, plain, y, trend=setting.trends[name], min_share=setting.min_share, price=setting.price
            )
        if b.count < 2:
            continue
        where = _place(b, x, setting, name)
        width = b.count + 1 + (1 if name in setting.categories else len(setting.specials.get(name, ())))
        all_ = np.bincount(where, minlength=width).astype(float)
        bad = np.bincount(where, weights=y, minlength=width)
        s, rate = setting.smooth, bad_all / len(y)
        w = np.log((all_ - bad + 2 * s * (1 - rate)) / good_all) - np.log((bad + 2 * s * rate) / bad_all)
        neutral = float((w[: b.count] * all_[: b.count]).sum() / max(all_[: b.count].sum(), 1.0))
        w = np.clip(w, neutral - MOST_WOE, neutral + MOST_WOE)
        enough = all_ >= max(30, 0.002 * len(y))
        w = np.where((np.arange(width) < b.count) | (enough & (np.arange(width) > b.count)), w, neutral)
        bins[name], woe[name], share[name] = b, w, [round(float(v), 4) for v in all_ / len(y)]
        columns.append(-w[where])
    if not columns:
        beta = logistic.fit(np.zeros((len(y), 0)), y.astype(float))
        return Fitted({}, {}, {}, beta)
    beta = logistic.fit_positive(np.column_stack(columns), y.astype(float), ridge=setting.ridge)
    keep = [i for i, n in enumerate(bins) if beta[1 + i] > 0.02]
    names = [n for i, n in enumerate(bins) if i in keep]
    return Fitted(
        {n: bins[n] for n in names},
        {n: woe[n] for n in names},
        {n: share[n] for n in names},
        np.concatenate([[beta[0]], beta[[1 + i for i in keep]]]),
    )


def fit_segments(table: Table, setting: Setting) -> dict[str, Fitted]:
    """All sub-cards; the default one rests on every row, so that an unknown segment is scored without it."""
    if setting.segment is None:
        return {"all": fit_segment(table, setting)}
    which = segment_names(table, setting)
    default = str(setting.segment["default"])
    out = {n: fit_segment(table.rows(which == n), setting) for n in _named(setting) if n != default}
    out[default] = fit_segment(table, setting)
    return out


def logit_of(fitted: dict[str, Fitted], table: Table, setting: Setting) -> Any:
    """Unrounded log-odds of bad of every row, each by its own sub-card."""
    if setting.segment is None:
        return fitted["all"].logit(table, setting)
    which, z = segment_names(table, setting), np.zeros(len(table.bad))
    for name, f in fitted.items():
        mine = which == name
        if mine.any():
            z[mine] = f.logit(table.rows(mine), setting)
    return z


def _named(setting: Setting) -> list[str]:
    split: Any = setting.segment
    return list(dict.fromkeys([*split.get("values", {}).values(), *split.get("names", ())]))


def segment_names(table: Table, setting: Setting) -> Any:
    """The sub-card of each row."""
    split: Any = setting.segment
    x = table.facts[split["on"]]
    if "edges" in split:
        numbers = np.asarray(x, float)
        names = np.array(split["names"], dtype=object)[np.searchsorted(split["edges"], numbers, side="right")]
        return np.where(np.isnan(numbers), split["default"], names)
    return np.array([split["values"].get(v, split["default"]) for v in x], dtype=object)


def build(table: Table, setting: Setting, *, calibrate: bool = True) -> dict[str, Any]:
    """The card's numbers: segments, scale, calibration, training counts (texts and metrics are added elsewhere)."""
    data = _points(table, setting)
    totals, y = totals_of(data, table), table.bad
    if calibrate:
        totals = _inner_totals(table, setting)
    data["calibration"] = calibration(totals, y, data)
    return data


def _points(table: Table, setting: Setting) -> dict[str, Any]:
    fitted = fit_segments(table, setting)
    rate = float(table.bad.mean())
    average = math.log(rate / (1 - rate))
    factor = setting.pdo / math.log(2)
    segments = []
    for name, f in fitted.items():
        rows, best = [], float(f.beta[0])
        for j, (c, b) in enumerate(f.bins.items()):
            beta, woe = float(f.beta[1 + j]), f.woe[c]
            top = float(woe[: b.count].max())
            best -= beta * top
            points = [min(0, round(factor * beta * (float(w) - top))) for w in woe]
            rows.append(_row(c, b, points, f.share[c], setting))
        segments.append(
            {"name": name, "base": round(AVERAGE_POINTS - factor * (best - average)), "characteristics": rows}
        )
    data: dict[str, Any] = {
        "schema": "scorecard/1",
        "id": "unnamed",
        "kind": "unnamed",
        "scale": {"pdo": setting.pdo, "points": AVERAGE_POINTS, "odds": round((1 - rate) / rate, 4)},
        "trained": {"rows": len(table.bad), "bad": round(rate, 6), "seed": SEED},
        "segments": segments,
        "reasons": {n: {} for s in segments for n in [c["name"] for c in s["characteristics"]]},
        "calibration": {"totals": [1, 1000], "logits": [10.0, -10.0]},
    }
    if setting.segment is not None:
        data["segment"] = setting.segment
    return data


def _row(
    name: str, b: binning.Bins, points: list[int], share: list[float], setting: Setting
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": name,
        "share": share,
        "points": points[: b.count],
        "missing": points[b.count],
    }
    if name in setting.categories:
        return row | {"type": "category", "values": [list(g) for g in b.values], "other": points[b.count + 1]}
    special = {f"{v:g}": points[b.count + 1 + i] for i, v in enumerate(setting.specials.get(name, ()))}
    low, high = setting.ranges.get(name, (-1e12, 1e12))
    return row | {"type": "number", "edges": list(b.edges), "special": special, "range": [low, high]}


def totals_of(data: dict[str, Any], table: Table) -> Any:
    """Whole-point totals through the run-time path."""
    return np.asarray(score_columns(Card(data), columns(table)).totals).astype(int)


def columns(table: Table) -> dict[str, Any]:
    """The facts as the batch takes them."""
    return {n: (list(v) if v.dtype == object else v) for n, v in table.facts.items()}


def _inner_totals(table: Table, setting: Setting) -> Any:
    """Out-of-fold totals, so that the calibration is not flattered by the rows the points were fitted on."""
    folds = np.random.default_rng(SEED).permutation(len(table.bad)) % 5
    out = np.zeros(len(table.bad), dtype=int)
    for k in range(5):
        held = folds == k
        out[held] = totals_of(_points(table.rows(~held), setting), table.rows(held))
    return out


def calibration(totals: Any, y: Any, data: dict[str, Any], knots: int = 9) -> dict[str, Any]:
    """Log-odds of bad as a falling piecewise-linear function of the total; slopes fitted, never rising.

    Outside the first and last knots the scale's own slope (ln 2 per PDO) goes on, so the ends are not extrapolated
    from a handful of people.
    """
    slope = math.log(2) / data["scale"]["pdo"]
    most = max(2, min(knots, len(y) // 250))
    inner = np.unique(np.quantile(totals, np.linspace(0.02, 0.98, most)).astype(int))
    if len(inner) < 2:  # nearly everybody has the same total: one piece around it
        inner = np.array([max(int(totals.min()) - 5, 2), min(int(totals.max()) + 5, 999)])
    points = [1, *[int(k) for k in inner if 1 < k < 1000], 1000]
    ramps = [np.clip(1000 - totals, 1000 - b, 1000 - a) - (1000 - b) for a, b in pairwise(points)]
    ramps[0], ramps[-1] = ramps[0] * 0.0, ramps[-1] * 0.0  # the outer parts keep the scale's slope
    offset_low = slope * (np.clip(points[1] - totals, 0, None))
    offset_high = -slope * np.clip(totals - points[-2], 0, None)
    beta = _fit_offset(np.column_stack(ramps[1:-1]) * slope, y.astype(float), offset_low + offset_high)
    steps = [slope * (points[1] - points[0])]
    steps += [
        max(float(b), 0.02) * slope * (q - p)
        for b, p, q in zip(beta[1:], points[1:-2], points[2:-1], strict=True)
    ]
    steps += [slope * (points[-1] - points[-2])]
    top = float(beta[0]) - steps[-1]
    logits = [top]
    for step in reversed(steps):
        logits.append(logits[-1] + step)
    return {"totals": points, "logits": [round(z, 5) for z in reversed(logits)]}


def _fit_offset(x: Any, y: Any, offset: Any) -> Any:
    """Slopes drawn towards 1 (the scale's own law) by a small ridge; never below 0."""
    beta = np.concatenate([[0.0], np.ones(x.shape[1])])
    rate = float(y.mean())
    beta[0] = math.log(rate / (1 - rate)) - float((x.sum(1) + offset).mean())
    design = np.column_stack([np.ones(len(x)), x])
    ridge = np.concatenate([[0.0], np.full(x.shape[1], 2.0)])
    target = np.concatenate([[0.0], np.ones(x.shape[1])])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(design @ beta + offset, -35, 35)))
        gradient = design.T @ (y - p) - ridge * (beta - target)
        hessian = (design * np.maximum(p * (1 - p), 1e-9)[:, None]).T @ design + np.diag(ridge + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        beta = beta + step
        beta[1:] = np.maximum(beta[1:], 0.02)
        if float(np.abs(step).max()) < 1e-8:
            break
    return beta
