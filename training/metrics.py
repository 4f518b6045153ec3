"""Measures of a score against outcomes: AUC, Gini, KS, Brier, log-loss, calibration by decile."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def auc(score: Any, bad: Any) -> float:
    """P(score of a bad > score of a good), ties count half. `score` rises with risk."""
    order = np.argsort(score, kind="mergesort")
    ranks = np.empty(len(score))
    sorted_ = np.asarray(score)[order]
    _, start, counts = np.unique(sorted_, return_index=True, return_counts=True)
    ranks[order] = np.repeat(start + (counts + 1) / 2, counts)
    n_bad = int(bad.sum())
    n_good = len(bad) - n_bad
    return float((ranks[bad].sum() - n_bad * (n_bad + 1) / 2) / (n_bad * n_good))


def ks(score: Any, bad: Any) -> float:
    """Largest distance between the distributions of goods and bads."""
    order = np.argsort(score, kind="mergesort")
    s, b = np.asarray(score)[order], bad[order]
    last = np.append(s[1:] != s[:-1], True)
    return float(np.abs(np.cumsum(b) / b.sum() - np.cumsum(~b) / (~b).sum())[last].max())


def brier(p: Any, bad: Any) -> float:
    return float(((p - bad) ** 2).mean())


def log_loss(p: Any, bad: Any) -> float:
    q = np.clip(p, 1e-9, 1 - 1e-9)
    return float(-(np.log(q)[bad].sum() + np.log(1 - q)[~bad].sum()) / len(bad))


def deciles(p: Any, bad: Any, bands: int = 10) -> list[dict[str, float]]:
    """By decile of predicted risk: mean and span of the predictions, observed rate and its sampling error.

    `low`..`high` is the predicted band: the mean prediction with 1.96 standard errors of an observed share of as many
    rows. `span_low`..`span_high` is what was predicted inside the decile, without any widening.
    """
    order = np.argsort(p, kind="mergesort")
    out = []
    for part in np.array_split(order, bands):
        mean = float(p[part].mean())
        error = math.sqrt(max(mean * (1 - mean), 1e-9) / len(part))
        out.append(
            {
                "rows": len(part),
                "predicted": mean,
                "observed": float(bad[part].mean()),
                "span_low": float(p[part].min()),
                "span_high": float(p[part].max()),
                "low": mean - 1.96 * error,
                "high": mean + 1.96 * error,
            }
        )
    return out


def all_of(p: Any, bad: Any) -> dict[str, float]:
    """The row of the metrics table for one method."""
    a = auc(p, bad)
    return {
        "auc": a,
        "gini": 2 * a - 1,
        "ks": ks(p, bad),
        "brier": brier(p, bad),
        "log_loss": log_loss(p, bad),
        "predicted": float(np.mean(p)),
        "observed": float(bad.mean()),
    }


def psi(expected: Any, actual: Any) -> float:
    """Population stability index of two share lists; empty bins are given half a count of the smaller sample."""
    p, q = np.asarray(expected, float), np.asarray(actual, float)
    p, q = np.maximum(p, 1e-4), np.maximum(q, 1e-4)
    p, q = p / p.sum(), q / q.sum()
    return float(((p - q) * np.log(p / q)).sum())
