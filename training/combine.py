"""Learn how the known scores are weighed: for every subset of application, behaviour and bureau, by months on book.

No public data set holds all three for the same people in Korea. Taiwan's card clients stand in, and the file says so:
the limit plays the application, the newest statements the behaviour (more of them with more months on book), and the
months late *before* the newest statement the bureau file. The card panel, with true months on book but application
facts that hardly predict, is the check: there the application's weight is about nothing. Inputs are log-odds against the average of their own population; weights are >= 0.
"""

from __future__ import annotations

import json
import math
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from training import data, features, logistic, metrics
from training.crossval import out_of_fold, splits
from training.features import Table
from training.settings import Setting

TARGET = data.ROOT / "chalicelib" / "score" / "cards" / "combination-2026.11.json"
BANDS = {"0-5": 2, "6-11": 4, "12+": 6}
PANEL_BANDS = {"0-5": 4, "6-11": 6, "12+": 12}
VIEWS = {
    "application": Setting(trends={"limit_multiple": "down"}),
    "behaviour": Setting(
        trends={
            "late_now": "up",
            "months_late": "up",
            "months_unpaid": "up",
            "paid_of_limit": "down",
            "utilisation": "up",
        }
    ),
    "bureau": Setting(trends={"late_elsewhere": "up", "worst_elsewhere": "up"}),
}


def relative(chances: Any, bad: Any) -> Any:
    """Log-odds of bad against the average."""
    p = np.clip(chances, 1e-6, 1 - 1e-6)
    rate = float(bad.mean())
    return np.log(p / (1 - p)) - math.log(rate / (1 - rate))


def taiwan_views(months: int) -> tuple[Table, dict[str, Any]]:
    """Out-of-fold relative log-odds of three views of the same clients."""
    frame = data.load("taiwan_default")
    table = features.taiwan(frame, months)
    late = np.maximum(np.column_stack([frame[f"repay_status_2005_{m}"] for m in features.MONTHS]), 0).astype(
        float
    )
    elsewhere = (
        late[:, 1:] >= 2
    )  # what other lenders are told: two months late, and only after the month is over
    table.facts["late_elsewhere"] = elsewhere.sum(1).astype(float)
    table.facts["worst_elsewhere"] = late[:, 1:].max(1)
    return table, {v: relative(out_of_fold(table, s).chances, table.bad) for v, s in VIEWS.items()}


def panel_views(window: int) -> tuple[Table, dict[str, Any]]:
    """Application and behaviour of the card panel with so many months on book."""
    months, people = data.load("card_months"), data.load("card_approval")
    table = features.card_panel(months, people, window)
    ids = features.panel_ids(months, window)
    row = people.set_index("id").loc[ids]
    table.facts["income_multiple"] = row.annual_income.to_numpy(float) / float(people.annual_income.median())
    table.facts["employment_years"] = row.employed_years.to_numpy(float)
    table.facts["home"] = features.texts(row.housing_type)
    settings = {
        "application": Setting(
            trends={"income_multiple": "down", "employment_years": "down"},
            categories=("home",),
            min_share=0.05,
        ),
        "behaviour": Setting(
            trends={"late_now": "up", "worst_before": "up", "months_late": "up"}, min_share=0.005
        ),
    }
    return table, {v: relative(out_of_fold(table, s).chances, table.bad) for v, s in settings.items()}


def weigh(table: Table, views: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Weights of one subset with their out-of-fold AUC and log-loss beside the best single score."""
    x = np.column_stack([views[n] for n in names])
    y = table.bad.astype(float)
    rate = float(table.bad.mean())
    average = math.log(rate / (1 - rate))
    beta = logistic.fit_positive(x, y, ridge=1.0)
    held = np.zeros(len(y))
    for train, test in splits(table):
        b = logistic.fit_positive(x[train], y[train], ridge=1.0)
        held[test] = 1 / (1 + np.exp(-(b[0] + x[test] @ b[1:])))
    singles = [metrics.auc(views[n], table.bad) for n in names]
    return {
        "intercept": round(float(beta[0]) - average, 4),
        "weights": {n: round(float(w), 4) for n, w in zip(names, beta[1:], strict=True)},
        "auc": round(metrics.auc(held, table.bad), 4),
        "log_loss": round(metrics.log_loss(held, table.bad), 4),
        "best_single_auc": round(max(singles), 4),
    }


def learn() -> dict[str, Any]:
    """The whole combination file."""
    subsets: dict[str, dict[str, Any]] = {}
    for band, months in BANDS.items():
        table, views = taiwan_views(months)
        for names in [c for k in (2, 3) for c in combinations(VIEWS, k)]:
            entry = weigh(table, views, names) | {
                "basis": "stand_in",
                "data": "taiwan_default",
                "months_seen": months,
            }
            key = "+".join(names)
            if "behaviour" in names:
                subsets.setdefault(key, {})[band] = entry
            elif band == "12+":
                subsets[key] = {"any": entry}
    checks = {}
    for band, window in PANEL_BANDS.items():
        table, views = panel_views(window)
        checks[band] = weigh(table, views, ("application", "behaviour")) | {"months_seen": window}
    return {
        "schema": "combination/1",
        "id": "combination-2026.11",
        "subsets": subsets,
        "check_on_card_panel": checks,
        "bureau_scale": {
            "nice": {"reference": 800, "pdo": 60},
            "kcb": {"reference": 780, "pdo": 60},
            "basis": "expert",
            "says": (
                "Expert judgement, no outcome data: the reference is near the point that about 70 % of people reach "
                "(NICE end of 2022, medium confidence; KCB set 20 below), doubling of the odds per 60 points assumed."
            ),
        },
        "notice": {
            "ko": "가중치는 해외 공개 자료에서 배웠고, 신용평가회사 점수의 환산은 전문가 가정입니다. 한국의 결과로 확인되지 않았습니다.",
            "en": "Weights learned on foreign public data; the reading of bureau scores is expert judgement. Unchecked in Korea.",
        },
    }


def write(path: Path = TARGET) -> dict[str, Any]:
    found = learn()
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return found
