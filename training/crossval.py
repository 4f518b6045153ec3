"""Five folds, the same for every method: stratified, seeded; grouped by person where one person has several rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from chalicelib.score.batch import score_columns
from chalicelib.score.card import Card
from training import fit, metrics
from training.features import Table
from training.settings import SEED, Setting

FOLDS = 5


class OutOfFold(NamedTuple):
    """Predictions for every row by a card that did not see it. `unrounded` = log-odds of bad before whole points."""

    totals: Any
    chances: Any
    unrounded: Any
    auc_folds: list[float]
    auc_unrounded: list[float]


def splits(table: Table) -> Iterator[tuple[Any, Any]]:
    """(train, test) row numbers of each fold."""
    from sklearn.model_selection import GroupKFold, StratifiedKFold

    dummy = np.zeros(len(table.bad))
    if table.group is not None:
        yield from GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(dummy, table.bad, table.group)
    else:
        yield from StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(dummy, table.bad)


def out_of_fold(table: Table, setting: Setting) -> OutOfFold:
    """Fit on four folds, score the fifth through the run-time path."""
    n = len(table.bad)
    totals, chances, unrounded = np.zeros(n, int), np.zeros(n), np.zeros(n)
    folds, plain = [], []
    for train, test in splits(table):
        a, b = table.rows(train), table.rows(test)
        batch = score_columns(Card(fit.build(a, setting)), fit.columns(b))
        if batch.refused:
            raise ValueError(f"the card refuses {batch.refused} rows of its own data: {batch.errors}")
        totals[test], chances[test] = batch.totals, batch.probabilities
        unrounded[test] = fit.logit_of(fit.fit_segments(a, setting), b, setting)
        folds.append(metrics.auc(-totals[test].astype(float), b.bad))
        plain.append(metrics.auc(unrounded[test], b.bad))
    return OutOfFold(totals, chances, unrounded, folds, plain)
