"""Fairness: could the bins stand in for a protected attribute, and does the card treat groups alike?

Protected attributes are never facts of a card; here they are only read to test it. A characteristic that predicts one
of them better than ``MOST_SINGLE`` (AUC), or a whole card better than ``MOST_CARD``, is refused by the build.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chalicelib.score.card import Card
from training import binning, logistic, metrics
from training.features import Table
from training.settings import SEED, Setting

MOST_SINGLE = 0.65
MOST_CARD = 0.70
OLD_ENOUGH = 62
SMALLEST_GROUP = 100


def one_hot(where: Any, width: int) -> Any:
    """Indicator columns of the bins, the first one left out."""
    return (where[:, None] == np.arange(1, width)).astype(float)


def predictability(columns: list[Any], attribute: Any) -> float:
    """Out-of-fold AUC of predicting the attribute from bins; below one half counts as its mirror image."""
    x = np.column_stack(columns)
    folds = np.random.default_rng(SEED).permutation(len(attribute)) % 5
    z = np.zeros(len(attribute))
    for k in range(5):
        held = folds == k
        beta = logistic.fit(x[~held], attribute[~held].astype(float), ridge=5.0)
        z[held] = beta[0] + x[held] @ beta[1:]
    a = metrics.auc(z, attribute)
    return max(a, 1 - a)


def bins_of(table: Table, setting: Setting, name: str) -> Any:
    """Indicator columns of one characteristic, binned as the card would bin it."""
    x = table.facts[name]
    if x.dtype == object:
        b = binning.bin_category(name, x, table.bad, min_share=setting.min_share, price=setting.price)
        return one_hot(binning.place(b, x), b.count + 2)
    b = binning.bin_number(
        name,
        np.asarray(x, float),
        table.bad,
        trend=setting.trends.get(name, "auto"),
        min_share=setting.min_share,
    )
    return one_hot(binning.place(b, x), b.count + 1)


def proxies(table: Table, setting: Setting, names: list[str] | None = None) -> dict[str, dict[str, float]]:
    """For each protected attribute: AUC from each characteristic alone and from the whole card."""
    split = [str(setting.segment["on"])] if setting.segment else []
    names = names or [*setting.names, *split]
    columns = {n: bins_of(table, setting, n) for n in names}
    out: dict[str, dict[str, float]] = {}
    for attribute, values in table.protected.items():
        if min(values.sum(), (~values).sum()) < SMALLEST_GROUP:
            continue
        row = {n: round(predictability([c], values), 4) for n, c in columns.items() if c.shape[1]}
        row["whole card"] = round(predictability(list(columns.values()), values), 4)
        out[attribute] = row
    return out


def refused(found: dict[str, dict[str, float]]) -> list[str]:
    """What the build refuses, in words."""
    out = []
    for attribute, row in found.items():
        for name, value in row.items():
            most = MOST_CARD if name == "whole card" else MOST_SINGLE
            if value > most:
                out.append(f"{name} predicts {attribute} with AUC {value:.3f} (at most {most})")
    return out


def groups(
    table: Table, totals: Any, chances: Any, cutoffs: tuple[int, ...] = (560, 600, 640)
) -> list[dict[str, Any]]:
    """Approval ratio (four-fifths as a mark) and calibration by group at some cut-offs."""
    out = []
    for attribute, member in table.protected.items():
        if min(member.sum(), (~member).sum()) < SMALLEST_GROUP:
            continue
        row: dict[str, Any] = {"attribute": attribute, "rows": int(member.sum())}
        for c in cutoffs:
            inside, outside = float((totals[member] >= c).mean()), float((totals[~member] >= c).mean())
            row[f"ratio_{c}"] = round(min(inside, outside) / max(inside, outside, 1e-9), 3)
        row["predicted"] = round(float(chances[member].mean()), 4)
        row["observed"] = round(float(table.bad[member].mean()), 4)
        row["mean_points"] = round(float(totals[member].mean()), 1)
        row["mean_points_others"] = round(float(totals[~member].mean()), 1)
        out.append(row)
    return out


def age_costs(card: Card) -> list[str]:
    """Bins of an age characteristic in which a person of 62 or more loses points; a card may not have one."""
    found = []
    for segment in card.segments.values():
        for row in segment.rows:
            if row.numeric and "age" in row.name.split("_"):
                for i, points in enumerate(row.points[: row.ordinary]):
                    top = row.edges[i] if i < len(row.edges) else float("inf")
                    if top > OLD_ENOUGH and points < 0:
                        found.append(f"{segment.name}/{row.name}: {points} points up to {top}")
    return found
