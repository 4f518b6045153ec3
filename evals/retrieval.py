"""Recall, rank and abstention of the search over the evaluation questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import fmean

from chalicelib.consult import finding

HERE = Path(__file__).parent
DAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Question:
    register: str
    gold: frozenset[str]
    text: str


@dataclass(frozen=True)
class Ranked:
    question: Question
    rank: int | None
    covered: bool
    score: int
    first: str


def questions() -> list[Question]:
    rows = []
    for path in sorted(HERE.glob("questions*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                register, gold, text = line.split("\t")
                rows.append(Question(register, frozenset(gold.split()), text))
    return rows


def off_topic() -> list[tuple[str, str]]:
    lines = (HERE / "off_topic.tsv").read_text("utf-8").splitlines()
    return [
        (kind, text)
        for kind, text in (line.split("\t") for line in lines if line and not line.startswith("#"))
    ]


def rank(question: Question) -> Ranked:
    search = finding.retriever()
    hits = search(" ".join([question.text, *finding.bracket_words(question.text, DAY)]), DAY, 10)
    found = next((i + 1 for i, hit in enumerate(hits) if hit.passage.id in question.gold), None)
    covered = search.covered(question.text, hits)
    return Ranked(question, found, covered, hits[0].score if hits else 0, hits[0].passage.id if hits else "")


@dataclass(frozen=True)
class Measure:
    """Shares between 0 and 1."""

    count: int
    recall_1: float
    recall_5: float
    mrr: float
    answered: float


def measure(ranked: list[Ranked]) -> Measure:
    return Measure(
        len(ranked),
        fmean(r.rank == 1 for r in ranked),
        fmean(r.rank is not None and r.rank <= 5 for r in ranked),
        fmean(1 / r.rank if r.rank else 0.0 for r in ranked),
        fmean(r.covered for r in ranked),
    )


def table() -> tuple[dict[str, Measure], float, list[Ranked]]:
    """(measure per register and in all, share of off-topic questions abstained from, all rows)."""
    ranked = [rank(q) for q in questions()]
    registers = sorted({r.question.register for r in ranked})
    measures = {name: measure([r for r in ranked if r.question.register == name]) for name in registers}
    measures["all"] = measure(ranked)
    search = finding.retriever()
    silent = [not search.covered(text, search(text, DAY, 5)) for _, text in off_topic()]
    return measures, fmean(silent), ranked
