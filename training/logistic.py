"""Logistic regression by Newton's method with a ridge and the rule that no coefficient is negative.

On weight-of-evidence columns a negative coefficient would turn a characteristic's reasons upside down; such a column
leaves the card instead.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fit(x: Floats, y: Floats, *, ridge: float = 1.0, steps: int = 50) -> Floats:
    """Coefficients [intercept, b1, …] of P(y=1); the intercept is not penalised."""
    design = np.column_stack([np.ones(len(x)), x])
    beta = np.zeros(design.shape[1])
    rate = min(max(float(y.mean()), 1e-6), 1 - 1e-6)
    beta[0] = np.log(rate / (1 - rate))
    penalty = np.full(design.shape[1], ridge)
    penalty[0] = 0.0
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -35, 35)))
        gradient = design.T @ (y - p) - penalty * beta
        weight = np.maximum(p * (1 - p), 1e-9)
        hessian = (design * weight[:, None]).T @ design + np.diag(penalty + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        for _ in range(12):  # Newton's step may overshoot where a bin is all good or all bad
            if _objective(design, y, beta + step, penalty) >= _objective(design, y, beta, penalty) - 1e-9:
                break
            step = step / 2
        beta = beta + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return beta


def _objective(design: Floats, y: Floats, beta: Floats, penalty: Floats) -> float:
    """Log-likelihood less the ridge."""
    z = design @ beta
    return float((y * z - np.logaddexp(0, z)).sum() - (penalty * beta**2).sum() / 2)


def fit_positive(x: Floats, y: Floats, *, ridge: float = 1.0) -> Floats:
    """As ``fit``, with every coefficient >= 0: the most negative column leaves until none is negative."""
    keep = list(range(x.shape[1]))
    while True:
        beta = fit(x[:, keep], y, ridge=ridge)
        worst = int(beta[1:].argmin()) if keep else -1
        if not keep or beta[1 + worst] >= 0:
            out = np.zeros(x.shape[1] + 1)
            out[0] = beta[0]
            out[[1 + k for k in keep]] = beta[1:]
            return out
        del keep[worst]
