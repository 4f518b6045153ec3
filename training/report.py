"""Model cards: docs/scorecards/<card>.html with its plots as PNG files beside it (ROC, calibration, scores, bins)."""

from __future__ import annotations

import itertools
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from chalicelib.score.card import Card
from training import build, data, proxy
from training.crossval import OutOfFold
from training.features import Table

FOLDER = data.ROOT / "docs" / "scorecards"
STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "table{border-collapse:collapse;margin:1rem 0;width:100%}th,td{border-bottom:1px solid #ccc;padding:.25rem .6rem;"
    "text-align:left}img{max-width:100%}.note{background:#f3f1ea;border-left:4px solid #7a6a2f;padding:.8rem 1rem}"
)


def main() -> list[Path]:
    """Write both model cards; returns the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    out = []
    for kind in ("application", "behaviour"):
        card, seen, table = build.build(kind)
        out.append(plots(card, seen, table))
        page = FOLDER / f"{card['id']}.html"
        page.write_text(model_card(card, seen, table), "utf-8")
        out.append(page)
    return out


def plots(card: dict[str, Any], seen: OutOfFold, table: Table) -> Path:
    """Four plots in one PNG: ROC, calibration by decile, scores of goods and bads, bad rate by bin."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, ((roc, calibration), (scores, bins)) = pyplot.subplots(2, 2, figsize=(12, 10))
    order = np.argsort(-seen.chances, kind="mergesort")
    bad = table.bad[order]
    roc.plot(np.cumsum(~bad) / (~bad).sum(), np.cumsum(bad) / bad.sum(), color="#2f6f8f")
    roc.plot([0, 1], [0, 1], color="#999", linewidth=1)
    roc.set(
        title=f"ROC, out of fold (AUC {card['metrics']['auc']:.4f})",
        xlabel="share of goods",
        ylabel="share of bads",
    )
    deciles = card["metrics"]["deciles"]
    x = [d["predicted"] for d in deciles]
    calibration.fill_between(x, [d["low"] for d in deciles], [d["high"] for d in deciles], color="#cfdfe8")
    calibration.plot(x, [d["observed"] for d in deciles], "o", color="#b3541e")
    calibration.plot([0, max(x)], [0, max(x)], color="#2f6f8f")
    calibration.set(
        title="Calibration by decile, out of fold", xlabel="predicted", ylabel="observed, and predicted band"
    )
    edges = np.arange(1, 1002, 20)
    scores.hist(seen.totals[~table.bad], edges, alpha=0.6, label="good", color="#2f6f8f", density=True)
    scores.hist(seen.totals[table.bad], edges, alpha=0.6, label="bad", color="#b3541e", density=True)
    scores.set(title="Scores, out of fold", xlabel="points")
    scores.legend()
    _bins(bins, card)
    figure.tight_layout()
    path = FOLDER / f"{card['id']}.png"
    figure.savefig(path, dpi=90, metadata={"Software": None})
    pyplot.close(figure)
    return path


def _bins(axis: Any, card: dict[str, Any]) -> None:
    """Largest loss of each characteristic in each segment."""
    labels, lost = [], []
    for segment in card["segments"]:
        for row in segment["characteristics"]:
            labels.append(f"{segment['name']}: {row['name']}")
            lost.append(-min(row["points"]))
    axis.barh(range(len(lost)), lost, color="#2f6f8f")
    axis.set_yticks(range(len(lost)), labels, fontsize=8)
    axis.invert_yaxis()
    axis.set(title="Most points that each characteristic can cost", xlabel="points")


def model_card(card: dict[str, Any], seen: OutOfFold, table: Table) -> str:
    """The page: what it is for, what it rests on, how well it does, fairness, bins, limits."""
    trained, m = card["trained"], card["metrics"]
    parts = [
        f"<h1>{escape(card['title']['en'])} <code>{card['id']}</code></h1>",
        f'<p class="note">{escape(card["notice"]["en"])} Hash {Card(card).hash[:16]}.</p>',
        f"<h2>Intended use</h2><p>{escape(card['use']['en'])}</p><p lang='ko'>{escape(card['use']['ko'])}</p>",
        "<h2>Limits</h2><ul>" + "".join(f"<li>{escape(t)}</li>" for t in card["limits"]["en"]) + "</ul>",
        f"<h2>Data</h2><p>{trained['data']} ({escape(trained['country'])}), {trained['rows']:,} rows, bad rate "
        f"{trained['bad']:.4f}, seed {trained['seed']}, sha256 <code>{trained['sha256']}</code>. "
        f"Target: {escape(card['target']['en'])}. It has not seen Korean outcomes.</p>",
        "<h2>Measured</h2>" + _metrics(m),
        f'<p><img src="{card["id"]}.png" alt="ROC curve, calibration by decile, distribution of scores, points by characteristic"></p>',
        "<h2>Fairness</h2>" + _fairness(card, seen, table),
        "<h2>Bins</h2>" + _table_of_bins(card),
    ]
    body = "\n".join(parts)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{card["id"]}</title><style>{STYLE}</style>'
        f"</head><body>{body}</body></html>\n"
    )


def _metrics(m: dict[str, Any]) -> str:
    rows = [
        (
            "AUC, mean of 5 folds",
            f"{m['auc_mean_of_folds']:.4f} ({', '.join(f'{a:.4f}' for a in m['auc_folds'])})",
        ),
        ("Gini, KS", f"{m['gini']:.3f}, {m['ks']:.3f}"),
        ("Brier, log-loss", f"{m['brier']:.4f}, {m['log_loss']:.4f}"),
        ("Mean predicted, observed", f"{m['predicted']:.4f}, {m['observed']:.4f}"),
        ("Rounding to whole points costs", f"{m['rounding_auc']:.5f} AUC"),
    ]
    return (
        _table(("measure", "value"), rows)
        + "<p>Five folds, out of fold, whole points, the run-time path.</p>"
    )


def _fairness(card: dict[str, Any], seen: OutOfFold, table: Table) -> str:
    gate = card["gate"]
    parts = [
        "<p>Never in a card: "
        + ", ".join(gate["never"])
        + ". Turned down: "
        + "; ".join(f"{escape(k)} ({escape(v)})" for k, v in gate["refused_candidates"].items())
        + ".</p>",
        "<p>Could the bins stand in for a protected attribute? AUC of predicting it, at most "
        f"{gate['proxy_most']['single']} for one characteristic and {gate['proxy_most']['card']} for the card.</p>",
        _table(
            ("attribute", "strongest single", "AUC", "whole card"),
            [
                (
                    a,
                    *max(((k, v) for k, v in row.items() if k != "whole card"), key=lambda kv: kv[1]),
                    row["whole card"],
                )
                for a, row in gate["proxies"].items()
            ],
        ),
        "<p>Groups, out of fold: ratio of the approval rates at three cut-offs (four fifths is the usual mark), mean points, "
        "and whether the probability is right within the group. Outcomes only tell what happened under the lenders of that "
        "time and place.</p>",
    ]
    rows = proxy.groups(table, seen.totals, seen.chances)
    heads = (
        "attribute",
        "rows",
        "at 560",
        "at 600",
        "at 640",
        "mean points",
        "others",
        "predicted",
        "observed",
    )
    keys = (
        "attribute",
        "rows",
        "ratio_560",
        "ratio_600",
        "ratio_640",
        "mean_points",
        "mean_points_others",
        "predicted",
        "observed",
    )
    return "".join(parts) + _table(heads, [tuple(r[k] for k in keys) for r in rows])


def _table_of_bins(card: dict[str, Any]) -> str:
    rows = []
    for segment in card["segments"]:
        rows.append((f"segment {segment['name']}", "", f"base {segment['base']}", ""))
        for c in segment["characteristics"]:
            rows += [
                (c["name"], label, p, f"{s:.1%}")
                for label, p, s in zip(_labels(c), _all_points(c), c["share"], strict=True)
            ]
    return _table(("characteristic", "bin", "points", "share"), rows)


def _labels(c: dict[str, Any]) -> list[str]:
    if c["type"] == "category":
        return [*(", ".join(g) for g in c["values"]), "missing", "other"]
    e = [f"{x:g}" for x in c["edges"]]
    bounds = [f"below {e[0]}", *(f"{a} to below {b}" for a, b in itertools.pairwise(e)), f"{e[-1]} and more"]
    return [*bounds, "missing", *(f"special {v}" for v in c["special"])]


def _all_points(c: dict[str, Any]) -> list[int]:
    rest = [c["other"]] if c["type"] == "category" else list(c["special"].values())
    return [*c["points"], c["missing"], *rest]


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    top = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in r) + "</tr>" for r in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
