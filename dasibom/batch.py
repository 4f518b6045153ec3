"""Many people at once: both cores, a progress bar, bounded memory; stopped and started again it goes on where it was.

Results are JSON Lines in the order of the people, so the number of whole lines in the file is what is done already.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from chalicelib.assess.api import weigh_standing
from chalicelib.assess.facts import case_of
from chalicelib.assess.person import CREDITORS, DEBT_KINDS, EMPLOYMENTS, REGIONS, Person
from chalicelib.assess.recommend import recommend
from chalicelib.law import law_as_of
from chalicelib.shapes import Invalid

CHUNK = 200
Job = tuple[int, str, Any, date]


def read(source: Path) -> Iterator[tuple[str, Any]]:
    """(name, answers) of every person of a folder of YAML/JSON files or of a JSON Lines file."""
    if source.is_dir():
        from dasibom.assess import load

        for path in sorted(p for p in source.iterdir() if p.suffix in (".yaml", ".yml", ".json")):
            try:
                yield path.name, load(path)
            except (
                Exception
            ) as wrong:  # a file that cannot be read is reported like a person that cannot be read
                yield path.name, wrong
        return
    with source.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield f"{number}번째 줄", json.loads(line, parse_float=Decimal)
                except ValueError as wrong:
                    yield f"{number}번째 줄", wrong


def generated(count: int, seed: int = 20261122) -> Iterator[tuple[str, Any]]:
    """Made-up people of plausible answers, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - made-up people, not secrets
    for number in range(count):
        yield f"person-{number}", _made_up(dice)


def _made_up(dice: random.Random) -> dict[str, Any]:
    day = date(2026, 11, 22)
    debts = [
        {
            "kind": dice.choice([kind for kind in DEBT_KINDS if kind not in ("fine", "support", "damages")]),
            "creditor": dice.choice([name for name in CREDITORS if name != "unregistered_lender"]),
            "principal": dice.randrange(1, 900) * 100_000,
            "interest_due": dice.randrange(0, 30) * 100_000,
            "annual_rate": Decimal(dice.randrange(30, 200)) / 10,
            "monthly_payment": dice.randrange(0, 12) * 100_000,
            "days_overdue": dice.choice([0, 0, 5, 20, 45, 80, 120, 400, 2_000]),
            "opened_on": (day - timedelta(days=dice.randrange(30, 3_000))).isoformat(),
            "written_off": dice.random() < 0.3,
        }
        for _ in range(dice.randrange(1, 5))
    ]
    people = dice.randrange(0, 4)
    return {
        "age": dice.randrange(20, 85),
        "household_size": people + 1,
        "dependants": people,
        "region": dice.choice(list(REGIONS)),
        "employment": dice.choice(list(EMPLOYMENTS)),
        "monthly_income": dice.randrange(0, 60) * 100_000,
        "income_regular": dice.random() < 0.8,
        "debts": debts,
        "assets": [{"kind": "lease_deposit", "value": dice.randrange(0, 200) * 1_000_000}],
        "statuses": ["basic_livelihood"] if dice.random() < 0.1 else [],
        "hardships": ["job_loss"] if dice.random() < 0.2 else [],
        "causes": ["living"],
        "transfers_2y": False,
        "occupation_barred": False,
        "history": {"none_before": True},
    }


def result_of(job: Job) -> str:
    """One person's line: verdicts, figures of the ways that stand, what is recommended; or what is wrong."""
    number, name, answers, day = job
    try:
        if isinstance(answers, Exception):
            raise answers
        case = case_of(Person.parse(answers), law_as_of(day))
        options = weigh_standing(case)
        ways: dict[str, Any] = {}
        for option in options:
            made: dict[str, Any] = {"verdict": option.verdict}
            estimate = option.estimate if option.verdict != "closed" else None
            if estimate is not None:
                for figure in ("monthly_payment", "months", "total_paid"):
                    made[figure] = getattr(estimate, figure)
            ways[option.code] = made
        found = {
            "n": number,
            "name": name,
            "ways": ways,
            "recommended": [r["remedy"] for r in recommend(case, options)],
        }
    except Invalid as wrong:
        found = {
            "n": number,
            "name": name,
            "errors": [{"pointer": f.pointer, "code": f.code, "detail": f.detail} for f in wrong.faults],
        }
    except Exception as wrong:
        found = {
            "n": number,
            "name": name,
            "errors": [{"pointer": "", "code": "unreadable", "detail": str(wrong)}],
        }
    return json.dumps(found, ensure_ascii=False)


def run(people: Iterable[tuple[str, Any]], day: date, out: Path, workers: int) -> int:
    done = _resume(out)
    jobs = ((number, name, answers, day) for number, (name, answers) in enumerate(people))
    started, count, bad = time.perf_counter(), 0, 0
    if done:
        print(f"{done:,}명은 되어 있어 이어서 합니다.", file=sys.stderr)
    with out.open("a", encoding="utf-8") as sink, get_context("fork").Pool(workers) as pool:
        for line in pool.imap(result_of, islice(jobs, done, None), chunksize=CHUNK):
            sink.write(line + "\n")
            count += 1
            bad += '"errors"' in line
            if count % CHUNK == 0:
                sink.flush()
                _bar(done + count, time.perf_counter() - started, count)
    seconds = time.perf_counter() - started
    _bar(done + count, seconds, count)
    print(
        f"\n{count:,}명을 {seconds:.1f}초에 했습니다(초당 {count / max(seconds, 0.001):,.0f}명). 읽지 못한 사람 {bad:,}명.",
        file=sys.stderr,
    )
    return 1 if bad else 0


def _resume(out: Path) -> int:
    """Whole lines already written; a line cut off by a crash is taken away."""
    if not out.exists():
        return 0
    with out.open("rb+") as file:
        whole, place = 0, 0
        for line in file:
            if not line.endswith(b"\n"):
                file.truncate(place)
                break
            whole, place = whole + 1, place + len(line)
    return whole


def _bar(done: int, seconds: float, fresh: int) -> None:
    print(
        f"\r{done:>10,}명  초당 {fresh / max(seconds, 0.001):>7,.0f}명", end="", file=sys.stderr, flush=True
    )
