"""Figures of the consultation, side by side in one run: python -m bench.consult. Ratios travel; milliseconds do not."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from statistics import median

from chalicelib.consult import finding, passages, pii, pipeline, safety, slots, text, verify
from chalicelib.consult.context import Context
from evals.retrieval import DAY, questions

NOW = datetime(2026, 11, 24, 9, tzinfo=timezone(timedelta(hours=9)))


def milliseconds(work: Callable[[], object], rounds: int = 5) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


def cold(statement: str) -> float:
    """Median of fresh interpreters, above an empty one."""

    def run(code: str) -> float:
        return milliseconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))

    return run(statement) - run("pass")


def linear_scan(question: str, library: passages.Library) -> list[int]:
    """The plain alternative to the index: count shared bigrams with every passage."""
    compact = text.for_matching(question)
    wanted = {compact[i : i + 2] for i in range(len(compact) - 1)}
    scores = []
    for passage in library.passages:
        other = text.for_matching(passage.title + slots.strip(passage.text) + "".join(passage.aliases))
        scores.append(len(wanted & {other[i : i + 2] for i in range(len(other) - 1)}))
    return scores


def main() -> int:
    asked = [q.text for q in questions()]
    library = passages.library()
    find = finding.retriever()
    for question in asked:
        find(question, DAY)
    context = Context(as_of=date(2026, 11, 24), now=NOW, new_id=lambda: "m")
    pipeline.turn(asked[0], context)
    per = len(asked)
    query = milliseconds(lambda: [find(q, DAY) for q in asked]) / per
    scan = milliseconds(lambda: linear_scan(asked[0], library), 3)
    turn = milliseconds(lambda: [pipeline.turn(q, context) for q in asked], 3) / per
    load = milliseconds(lambda: json.loads(passages.COMPILED.read_bytes()))
    passage = next(p for p in library.passages if p.id == "reh.term")
    check = milliseconds(
        lambda: [verify.sentence(s, [passage], [passage], {}) for s in passage.sentences]
    ) / len(passage.sentences)
    rows = [
        ("passages in the library", len(library.passages), ""),
        ("one query, index", query, "ms"),
        ("one query, linear scan", scan, "ms"),
        ("index is faster by", scan / query, "times"),
        ("a turn without model", turn, "ms"),
        ("turn / query", turn / query, "times"),
        (
            "danger and identifiers of one text",
            milliseconds(lambda: [(safety.look(q), pii.redact(q)) for q in asked]) / per,
            "ms",
        ),
        ("verifying one sentence", check, "ms"),
        ("library.json read and parsed", load, "ms"),
        (
            "cold start: import and library",
            cold("from chalicelib.consult import finding; finding.retriever()"),
            "ms",
        ),
        ("cold start: import openai (only with a key)", cold("import openai"), "ms"),
    ]
    for name, value, unit in rows:
        print(f"{name:45}{value:12.2f} {unit}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
