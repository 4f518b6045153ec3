"""Scoring against optbinning and scikit-learn in one run: one applicant, a million from columns, memory, start-up.

Run inside the training environment: python -m bench.score [--rows 1000000]. Prints ratios; asserts nothing.
All methods are fitted on the same columns of credit_risk and score the same rows. The million is the data set drawn
again with replacement; categories come as pandas categoricals for every method (ours reads codes and categories).
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from chalicelib.score import deck
from chalicelib.score.batch import Encoded, score_columns
from chalicelib.score.plan import cheapest, moves
from training import data, features

NUMBERS = ["loan_to_income", "income_multiple", "employment_years"]
WORDS = ["housing", "loan_purpose", "defaulted_before"]


def best(work: Callable[[], Any], times: int) -> float:
    """Least seconds of some runs."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def frame() -> tuple[pd.DataFrame, Any]:
    """The facts of credit_risk as a frame with categoricals."""
    table = features.credit_risk(data.load("credit_risk"))
    columns = {n: table.facts[n] for n in NUMBERS} | {n: pd.Categorical(table.facts[n]) for n in WORDS}
    return pd.DataFrame(columns), table.bad.astype(int)


def peers(x: pd.DataFrame, y: Any) -> tuple[Any, Any]:
    """optbinning's scorecard and scikit-learn's logistic pipeline on the same columns."""
    from optbinning import BinningProcess, Scorecard
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    plain = x.astype(dict.fromkeys(WORDS, object))
    process = BinningProcess(
        [*NUMBERS, *WORDS], categorical_variables=WORDS, min_prebin_size=0.02, max_n_prebins=30
    )
    scaling = {"pdo": 40, "odds": 3.58, "scorecard_points": 600}
    card = Scorecard(
        process, LogisticRegression(max_iter=1000), scaling_method="pdo_odds", scaling_method_params=scaling
    ).fit(plain, y)
    columns = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), NUMBERS),
        (OneHotEncoder(handle_unknown="ignore"), WORDS),
    )
    return card, make_pipeline(columns, LogisticRegression(max_iter=1000)).fit(plain, y)


def encoded(x: pd.DataFrame) -> dict[str, Any]:
    """The same columns as our batch takes them: arrays, and codes with their categories; nothing is copied."""
    out: dict[str, Any] = {n: x[n].to_numpy() for n in NUMBERS}
    return out | {n: Encoded(x[n].cat.codes.to_numpy(), list(x[n].cat.categories)) for n in WORDS}


def startup() -> float:
    """Milliseconds to import the run-time room and load both cards, above an empty interpreter (least of 15)."""
    code = "from chalicelib.score import deck; deck.card('application'); deck.card('behaviour')"

    def cpu(program: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", program], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000

    cpu(code)
    return min(cpu(code) for _ in range(15)) - min(cpu("pass") for _ in range(15))


def peak(rows: int) -> tuple[float, float]:
    """(input MB, peak MB above it) while a batch is scored, measured by numpy's own allocations."""
    import tracemalloc

    x, _ = frame()
    many = encoded(x.iloc[np.random.default_rng(1).integers(0, len(x), rows)].reset_index(drop=True))
    size = sum(c.codes.nbytes if isinstance(c, Encoded) else c.nbytes for c in many.values())
    score_columns(deck.card("application"), {k: _head(v) for k, v in many.items()})
    tracemalloc.start()
    score_columns(deck.card("application"), many)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / 1e6, most / 1e6


def _head(column: Any) -> Any:
    return Encoded(column.codes[:10], column.categories) if isinstance(column, Encoded) else column[:10]


def main() -> None:
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    x, y = frame()
    theirs, pipeline = peers(x, y) if find_spec("optbinning") else (None, None)
    card = deck.card("application")
    one = x.astype(dict.fromkeys(WORDS, object)).iloc[[0]]
    person = {k: (v if v == v else None) for k, v in one.iloc[0].to_dict().items()}

    def ours_once() -> Any:
        scored = card.score(person)
        return scored.probability, scored.reasons()

    single = best(lambda: [ours_once() for _ in range(20_000)], 7) / 20_000
    print(f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}, one thread")
    print(f"one applicant with probability and reasons: {single * 1e6:.2f} us (bound 10)")
    if theirs is None or pipeline is None:
        print("the peers are not installed here: requirements-training.txt; only ours is measured")
    else:
        ob = best(lambda: theirs.score(one), 20)
        sk = best(lambda: pipeline.predict_proba(one), 20)
        print(f"  optbinning {ob * 1e3:.2f} ms = {ob / single:,.0f} times ours")
        print(f"  scikit-learn {sk * 1e3:.2f} ms = {sk / single:,.0f} times ours")

    groups = moves(
        deck.card("behaviour"),
        {
            "late_now": 2,
            "worst_6m": 3,
            "worst_before": 3,
            "months_late": 4,
            "months_unpaid": 3,
            "paid_of_limit": 0.0,
            "paid_share": 0.0,
            "utilisation": 1.0,
        },
    )
    need = sum(max(m.gain for m in g) for g in groups) * 2 // 3
    print(
        f"improvement plan, {sum(map(len, groups))} moves: {best(lambda: cheapest(groups, need), 50) * 1e3:.3f} ms (bound 1)"
    )

    many = x.iloc[np.random.default_rng(20261122).integers(0, len(x), rows)].reset_index(drop=True)
    plain = many.astype(dict.fromkeys(WORDS, object))
    batch = encoded(many)
    ours = best(lambda: score_columns(card, batch), 7)
    raw = {**batch, **{w: plain[w].tolist() for w in WORDS}}
    text = best(lambda: score_columns(card, raw), 2)
    rivals: list[tuple[str, Any]] = []
    if theirs is not None and pipeline is not None:
        rivals = [
            ("optbinning Scorecard.score", theirs.score),
            ("scikit-learn predict_proba", pipeline.predict_proba),
        ]
    for name, work in rivals:
        took = min(best(partial(work, f), 2) for f in (plain, many) if _runs(work, f))
        print(
            f"{rows:,} applicants: {name} {took:.3f} s = {took / ours:.1f} times ours (raw text: {took / text:.1f})"
        )
    print(f"{rows:,} applicants from columns, ours: {ours:.3f} s; categories as raw text: {text:.3f} s")
    size, most = peak(rows)
    print(
        f"memory: input {size:.0f} MB, at most {most:.0f} MB above it = {(size + most) / size:.2f} times the input (bound 2)"
    )
    print(f"start-up (import and both cards): {startup():.1f} ms CPU (bound 20)")


def _runs(work: Callable[[Any], Any], f: pd.DataFrame) -> bool:
    """A peer may refuse categoricals; it is then timed on plain text alone."""
    try:
        work(f.iloc[:10])
    except Exception:
        return False
    return True


if __name__ == "__main__":
    main()
