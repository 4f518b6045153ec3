"""python -m rehearsal [--people 69000] [--store sqlite|dynamodb] [--out DIR]: replay the surge and write the report.

Ends with 1 when anything was lost or doubled.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.store.table import Table

from .audit import Found, audit
from .conduct import Conduct, open_sqlite, vendor_of
from .plan import DAYS, Plan
from .report import page


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Table]:
    """The table of the rehearsal: a file, or DynamoDB's double within this process."""
    if kind == "sqlite":
        with open_sqlite(folder) as table:
            yield table
    else:
        from chalicelib.store.dynamodb import DynamoTable
        from tests.store.support import TABLE, moto_client

        with moto_client() as client:
            yield DynamoTable(client, TABLE, lambda: int(time.time()))


def rehearse(
    people: int,
    kind: str,
    folder: Path,
    *,
    seed: int = 2020,
    workers: int = 2,
    kills: int = 24,
    days: int = DAYS,
) -> tuple[Conduct, Found]:
    """Run one rehearsal in `folder`; answers how it went and what was found afterwards."""
    conduct = Conduct(Plan(people, seed, days), folder, kind, workers, kills)

    def look(table: Table) -> Found:
        vendor = vendor_of(folder, random.Random(0))  # noqa: S311
        begun = time.perf_counter()
        found = audit(table, conduct.plan, vendor, folder)
        conduct.seconds["audit"] = time.perf_counter() - begun
        vendor.close()
        return found

    if kind == "sqlite":
        conduct.run(lambda: opened(kind, folder))
        with opened(kind, folder) as table:
            return conduct, look(table)
    with opened(kind, folder) as table:  # the double lives only as long as it is open
        conduct.run(lambda: _borrowed(table))
        return conduct, look(table)


@contextmanager
def _borrowed(table: Table) -> Iterator[Table]:
    yield table


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m rehearsal", description=__doc__)
    parser.add_argument("--people", type=int)
    parser.add_argument("--store", choices=("sqlite", "dynamodb"), default="sqlite")
    parser.add_argument("--out", type=Path, default=Path("build/rehearsal"))
    parser.add_argument("--seed", type=int, default=2020)
    parser.add_argument("--kills", type=int, default=24)
    asked = parser.parse_args(argv)
    logging.getLogger("dasibom").setLevel(logging.ERROR)  # a throttled table is the plan, not news
    people = asked.people or (69_000 if asked.store == "sqlite" else 60)
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        conduct, found = rehearse(people, asked.store, Path(folder), seed=asked.seed, kills=asked.kills)
        vendor = vendor_of(Path(folder), random.Random(0))  # noqa: S311
        report = asked.out / f"rehearsal-{asked.store}.html"
        report.write_text(page(conduct, found, vendor), "utf-8")
        vendor.close()
    for name, seconds in conduct.seconds.items():
        print(f"{name}: {seconds:,.0f} s")
    print(
        f"{len(conduct.killed)} workers killed; "
        + ", ".join(f"{n} {c:,}" for n, c in sorted(found.looked.items()))
    )
    print(
        "faults: " + (", ".join(f"{n} {c} ({found.examples[n]})" for n, c in found.faults.items()) or "none")
    )
    print(f"report: {report}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
