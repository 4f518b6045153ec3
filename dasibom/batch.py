"""Many people at once: both cores, a progress bar, bounded memory; stopped and started again it goes on where it was.

Results are JSON Lines in the order of the people, so the number of whole lines in the file is what is done already.
The parent only hands out names, lines and paths: reading, assessing and writing down happen in the workers.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from chalicelib.assess.api import weigh
from chalicelib.assess.facts import case_of
from chalicelib.assess.person import CREDITORS, DEBT_KINDS, EMPLOYMENTS, REGIONS, Person
from chalicelib.assess.recommend import recommend
from chalicelib.law import law_as_of
from chalicelib.shapes import Invalid

CHUNK = 250
Raw = int | str | Path
"""What a worker makes a person's answers from: the number of a made-up person, a line of JSON, or a file."""


class Job(NamedTuple):
    number: int
    name: str
    raw: Raw


class People(NamedTuple):
    """How many there are and, in order, each one's name and raw answers."""

    total: int
    each: Iterator[tuple[str, Raw]]


def read(source: Path) -> People:
    """Every person of a folder of YAML/JSON files or of a JSON Lines file."""
    if source.is_dir():
        files = sorted(path for path in source.iterdir() if path.suffix in (".yaml", ".yml", ".json"))
        return People(len(files), ((path.name, path) for path in files))
    with source.open("rb") as lines:
        count = sum(1 for line in lines if line.strip())
    return People(count, _lines(source))


def _lines(source: Path) -> Iterator[tuple[str, Raw]]:
    with source.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield f"{number}번째 줄", line


def generated(count: int) -> People:
    """Made-up people of plausible answers, the same each time."""
    return People(count, ((f"person-{number}", number) for number in range(count)))


def answers_of(raw: Raw) -> Any:
    """The answers behind a name. Raises whatever reading them raises."""
    if isinstance(raw, int):
        return _made_up(random.Random(f"20261122:{raw}"))  # noqa: S311 - made-up people, not secrets
    if isinstance(raw, str):
        return json.loads(raw, parse_float=Decimal)
    from dasibom.assess import load

    return load(raw)


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


def result_of(job: Job, day: date) -> dict[str, Any]:
    """One person's line: verdicts, figures of the ways that stand, what is recommended; or what is wrong."""
    found: dict[str, Any] = {"n": job.number, "name": job.name}
    try:
        case = case_of(Person.parse(answers_of(job.raw)), law_as_of(day))
        options = weigh(case)
        ways: dict[str, Any] = {}
        for option in options:
            made: dict[str, Any] = {"verdict": option.verdict}
            estimate = option.estimate if option.verdict != "closed" else None
            if estimate is not None:
                for figure in ("monthly_payment", "months", "total_paid"):
                    span = getattr(estimate, figure)
                    made[figure] = None if span is None else [*span]
            ways[option.code] = made
        found["ways"] = ways
        found["recommended"] = [one["remedy"] for one in recommend(case, options)]
    except Invalid as wrong:
        found["errors"] = [{"pointer": f.pointer, "code": f.code, "detail": f.detail} for f in wrong.faults]
    except Exception as wrong:  # a person that cannot be read is reported and the others go on
        found["errors"] = [{"pointer": "", "code": "unreadable", "detail": str(wrong)}]
    return found


def _lines_of(work: tuple[list[Job], date]) -> tuple[int, int, bytes]:
    """How many people of a chunk were done, how many of them could not be read, and their lines."""
    jobs, day = work
    results = [result_of(job, day) for job in jobs]
    bad = sum("errors" in result for result in results)
    return (
        len(results),
        bad,
        b"".join(orjson.dumps(result, option=orjson.OPT_APPEND_NEWLINE) for result in results),
    )


def run(people: People, day: date, out: Path, workers: int) -> int:
    done = _resume(out)
    jobs = (Job(number, *one) for number, one in enumerate(people.each))
    rest = islice(jobs, done, None)
    chunks = iter(lambda: (list(islice(rest, CHUNK)), day), ([], day))
    started, fresh, bad = time.perf_counter(), 0, 0
    if done:
        print(f"{done:,}명은 되어 있어 이어서 합니다.", file=sys.stderr)
    with out.open("ab") as sink, get_context("fork").Pool(workers, initializer=gc.freeze) as pool:
        for count, unread, lines in pool.imap(_lines_of, chunks):
            sink.write(lines)
            sink.flush()
            fresh, bad = fresh + count, bad + unread
            _bar(done + fresh, people.total, fresh / (time.perf_counter() - started))
    seconds = time.perf_counter() - started
    print(
        f"\n{fresh:,}명을 {seconds:.1f}초에 했습니다(초당 {fresh / max(seconds, 0.001):,.0f}명). 읽지 못한 사람 {bad:,}명.",
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


def _bar(done: int, count: int, rate: float) -> None:
    share = done / count if count else 1.0
    full = int(share * 30)
    print(
        f"\r[{'#' * full}{'.' * (30 - full)}] {share:>4.0%}  {done:,}/{count:,}명  초당 {rate:,.0f}명",
        end="",
        file=sys.stderr,
        flush=True,
    )
