"""Build the cards that ship: fit on all rows, out-of-fold metrics, the gate, then canonical JSON.

A card that fails the gate is not written. What was refused on the way (credit history stands in for age) is kept in
the card, so that the decision can be read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from chalicelib.score.card import Card, canonical
from chalicelib.score.gate import FORBIDDEN, refuse_forbidden
from training import cards, data, features, fit, metrics, proxy
from training.crossval import OutOfFold, out_of_fold
from training.features import Table
from training.settings import APPLICATION, BEHAVIOUR, Setting

CARDS = data.ROOT / "chalicelib" / "score" / "cards"
SHARE_STEP = 25


class GateFailed(Exception):
    """The card may not be published; the message lists every reason."""


def tables() -> dict[str, tuple[str, Table, Setting, dict[str, Any]]]:
    """The two cards: data set, facts, setting, texts."""
    return {
        "application": (
            "credit_risk",
            features.credit_risk(data.load("credit_risk")),
            APPLICATION,
            cards.APPLICATION,
        ),
        "behaviour": (
            "taiwan_default",
            features.taiwan(data.load("taiwan_default")),
            BEHAVIOUR,
            cards.BEHAVIOUR,
        ),
    }


COUNTRY = {"credit_risk": "US-style, probably simulated", "taiwan_default": "Taiwan, 2005"}


def build(kind: str) -> tuple[dict[str, Any], OutOfFold, Table]:
    """The card's data with metrics and gate, its out-of-fold predictions, its table."""
    source, table, setting, texts = tables()[kind]
    refuse_forbidden(setting.names)
    card = fit.build(table, setting)
    seen = out_of_fold(table, setting)
    card |= texts | cards.COMMON
    used = {c["name"] for s in card["segments"] for c in s["characteristics"]}
    card["reasons"] = {n: t for n, t in texts["reasons"].items() if n in used}
    card["trained"] |= {
        "data": source,
        "country": COUNTRY[source],
        "sha256": data.sha256(source),
        "totals": _shares(fit.totals_of(card, table)),
    }
    card["metrics"] = _metrics(seen, table)
    found = proxy.proxies(table, setting)
    card["gate"] = {
        "never": sorted(FORBIDDEN),
        "proxy_most": {"single": proxy.MOST_SINGLE, "card": proxy.MOST_CARD},
        "proxies": found,
        "refused_candidates": _refused_candidates(source, table, setting),
        "passed": True,
    }
    faults = gate_faults(card, found)
    if faults:
        raise GateFailed("; ".join(faults))
    return card, seen, table


def gate_faults(card: dict[str, Any], found: dict[str, dict[str, float]]) -> list[str]:
    """Why a card may not be published; empty when it may."""
    m = card["metrics"]
    faults = proxy.refused(found) + proxy.age_costs(Card(card))
    if m["rounding_auc"] >= 0.0005:
        faults.append(f"rounding to whole points costs {m['rounding_auc']} AUC")
    if abs(m["predicted"] - m["observed"]) >= 0.003:
        faults.append("mean prediction is off by 0.003 or more")
    if not all(d["low"] <= d["observed"] <= d["high"] for d in m["deciles"]):
        faults.append("an observed rate lies outside its predicted band")
    return faults


def _metrics(seen: OutOfFold, table: Table) -> dict[str, Any]:
    row: dict[str, Any] = {k: round(v, 5) for k, v in metrics.all_of(seen.chances, table.bad).items()}
    row["auc_mean_of_folds"] = round(float(np.mean(seen.auc_folds)), 5)
    row["auc_folds"] = [round(a, 5) for a in seen.auc_folds]
    row["rounding_auc"] = round(float(np.mean(seen.auc_unrounded) - np.mean(seen.auc_folds)), 6)
    row["deciles"] = [
        {k: round(v, 5) for k, v in d.items()} for d in metrics.deciles(seen.chances, table.bad)
    ]
    row["method"] = "5 folds, stratified, out of fold, whole points"
    return row


def _shares(totals: Any) -> dict[str, Any]:
    """Shares of the training population by band of points, for drift (PSI) and the picture."""
    edges = list(range(SHARE_STEP, 1000, SHARE_STEP))
    counts = np.bincount(np.searchsorted(edges, totals, side="right"), minlength=len(edges) + 1)
    return {"step": SHARE_STEP, "share": [round(float(c), 5) for c in counts / len(totals)]}


def _refused_candidates(source: str, table: Table, setting: Setting) -> dict[str, str]:
    """Facts that the data offers and the gate turned down, with the reason."""
    out: dict[str, str] = {}
    if source == "credit_risk":
        extra = features.Table(
            {**table.facts, "credit_history_years": data.load(source).credit_history_years.to_numpy(float)},
            table.bad,
            table.protected,
        )
        row = proxy.proxies(extra, setting, ["credit_history_years"])["age_40_up"]
        out["credit_history_years"] = (
            f"predicts age 40 and over with AUC {row['credit_history_years']}: stands in for age"
        )
        out["age_years"] = "age must not decide"
        out["loan_rate_pct"] = "set after an earlier score: leak"
        out["loan_purpose=medical"] = "illness must not decide; joined with living"
    else:
        out |= dict.fromkeys(("sex", "education", "marriage", "age_years"), "protected attribute")
    return out


def text(card: dict[str, Any]) -> str:
    """Sorted, readable JSON of a card; its hash is that of the canonical text."""
    return json.dumps(json.loads(canonical(card)), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def write(card: dict[str, Any], folder: Path = CARDS) -> Path:
    """Write the card's file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{card['id']}.json"
    path.write_text(text(card), "utf-8")
    return path
