"""`make eval`: search, abstention, verifier and dialogues against the bounds below. Run: python -m evals [--misses]."""

from __future__ import annotations

import sys
import time
from statistics import median

from chalicelib.consult import finding

from . import dialogues, mutation, retrieval

BOUNDS = {"recall_1": 0.80, "recall_5": 0.95, "abstained": 0.75, "refused": 0.995}


def search(misses: bool) -> list[str]:
    measures, silent, ranked = retrieval.table()
    print(f"{'register':15}{'n':>5}{'recall@1':>10}{'recall@5':>10}{'MRR':>8}{'answered':>10}")
    for name, m in measures.items():
        print(f"{name:15}{m.count:5}{m.recall_1:10.3f}{m.recall_5:10.3f}{m.mrr:8.3f}{m.answered:10.3f}")
    print(f"questions outside the library abstained from: {silent:.3f} of {len(retrieval.off_topic())}")
    if misses:
        for row in ranked:
            if row.rank != 1:
                print(
                    f"  rank {row.rank}: {row.question.text} -> {row.first}, wanted {sorted(row.question.gold)}"
                )
    print(f"one query: {_query_ms():.2f} ms (median)\n")
    whole = measures["all"]
    found = {"recall_1": whole.recall_1, "recall_5": whole.recall_5, "abstained": silent}
    return [f"{name} {value:.3f} < {BOUNDS[name]}" for name, value in found.items() if value < BOUNDS[name]]


def _query_ms() -> float:
    times = []
    find = finding.retriever()
    for question in retrieval.questions():
        started = time.perf_counter()
        find(question.text, retrieval.DAY)
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


def verifier() -> list[str]:
    result = mutation.run()
    print(f"verifier: {result.refused} of {result.corruptions} corruptions refused ({result.share:.4f})")
    for kind, (refused, count) in result.kinds.items():
        print(f"  {kind:25}{refused:6} of {count}")
    print(f"faithful rewordings refused: {len(result.refused_rewordings)} of {result.rewordings}\n")
    for case, reasons in result.refused_rewordings:
        print(f"  {reasons}: {case.text}")
    failed = (
        [] if result.share >= BOUNDS["refused"] else [f"refused {result.share:.4f} < {BOUNDS['refused']}"]
    )
    return failed + (["a faithful rewording was refused"] if result.refused_rewordings else [])


def conversations() -> list[str]:
    faults = dialogues.run()
    print(f"dialogues: {dialogues.count()} turns, {len(faults)} faults")
    return faults


def main(argv: list[str]) -> int:
    failed = search("--misses" in argv) + verifier() + conversations()
    for line in failed:
        print(f"FAILED {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
