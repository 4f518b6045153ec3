"""python -m rehearsal.imports [--rows 100000]: an import with one bad row in a hundred, stopped in the middle, resumed.

Ends with 1 unless every good row is booked once and every bad row is named.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from chalicelib.aftercare.days import KST
from chalicelib.cases import head as heads
from chalicelib.cases import imports, service
from chalicelib.store.sqlite import SqliteTable

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=KST)
PLANS = ["reference", "remedy", "agreed_on", "total", "count", "first_due"]
PAYMENTS = ["case_reference", "reference", "paid_on", "amount"]


def write(folder: Path, rows: int, cases: int) -> tuple[Path, Path, dict[str, int], set[int]]:
    """Both files, the sum that each case must have, and the numbers of the bad lines."""
    chance = random.Random(1)  # noqa: S311
    plans, payments, sums, bad = folder / "plans.csv", folder / "payments.csv", dict[str, int](), set[int]()
    with plans.open("w", newline="") as target:
        out = csv.writer(target)
        out.writerow(PLANS)
        for i in range(cases):
            out.writerow([f"A-{i:06d}", "individual_workout", "2026-01-02", 96_000_000, 96, "2026-01-25"])
    with payments.open("w", newline="") as target:
        out = csv.writer(target)
        out.writerow(PAYMENTS)
        for n in range(rows):
            case, amount = f"A-{chance.randrange(cases):06d}", chance.randrange(1_000, 900_000)
            if n % 100 == 50:
                bad.add(n + 2)
                out.writerow(
                    [case, f"x{n}", "2026-02-30", amount]
                    if n % 200 == 50
                    else [f"Z-{n}", f"x{n}", "2026-02-03", amount]
                )
            else:
                sums[case] = sums.get(case, 0) + amount
                out.writerow([case, f"p{n}", f"2026-{1 + n % 10:02d}-{1 + n % 28:02d}", amount])
    return plans, payments, sums, bad


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="rehearsal.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plans, payments, sums, bad = write(folder, asked.rows, max(asked.rows // 20, 1))
        table = SqliteTable(folder / "import.sqlite3")
        begun = time.perf_counter()
        imports.run(table, plans, "plans", "staff:1", NOW)
        enrolled = time.perf_counter()
        half: list[int] = [asked.rows // imports.CHUNK // 2]

        def stop() -> bool:
            half[0] -= 1
            return half[0] < 0

        first = imports.run(table, payments, "payments", "staff:1", NOW, stop=stop)
        done = imports.run(table, payments, "payments", "staff:1", NOW)
        finished = time.perf_counter()
        booked: dict[str, int] = {}
        for reference in sums:
            head = heads.read(table, service.by_reference(table, reference))
            booked[reference] = sum(p.amount for p in head.case.payments)
        named = {row["line"] for row in imports.report(table, done.job_id)}
        table.close()
    print(f"plans: {len(sums):,} in {enrolled - begun:,.0f} s")
    print(
        f"payments: stopped at line {first.line:,}, ended with {done.good:,} booked and {done.bad:,} refused"
    )
    print(f"payments: {finished - enrolled:,.0f} s, {asked.rows / (finished - enrolled):,.0f} rows a second")
    good: bool = booked == sums and named == bad and first.line < done.line
    print("every good row once, every bad row named" if good else "SOMETHING IS WRONG")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
