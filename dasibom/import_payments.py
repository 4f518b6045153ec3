"""python -m dasibom import-payments FILE [--plans] [--report OUT.csv]: import with a progress bar, resumed after a break."""

from __future__ import annotations

import argparse
import csv
import sys
from datetime import datetime
from pathlib import Path

from chalicelib.aftercare.days import KST
from chalicelib.cases.imports import Progress, report, run


def main(argv: list[str]) -> int:
    """0: everything booked; 1: some rows refused (named in the report); 2: the file cannot be read."""
    parser = argparse.ArgumentParser(prog="dasibom import-payments", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--plans", action="store_true", help="the file holds plans, not payments")
    parser.add_argument("--report", type=Path, help="write the refused rows here (CSV)")
    parser.add_argument("--by", default="import", help="who imports, for the audit trail")
    asked = parser.parse_args(argv)
    from chalicelib.store.opening import open_store

    table = open_store()
    try:
        done = run(
            table,
            asked.file,
            "plans" if asked.plans else "payments",
            f"staff:{asked.by}",
            datetime.now(KST),
            tell=_bar,
        )
        print(file=sys.stderr)
        print(f"{done.line - 1:,}줄을 읽어 {done.good:,}줄을 적고 {done.bad:,}줄을 적지 못했습니다.")
        if asked.report:
            _write(asked.report, table, done.job_id)
        return 1 if done.bad else 0
    except (OSError, ValueError) as wrong:
        print(f"파일을 읽을 수 없습니다. {wrong}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\n멈췄습니다. 같은 명령을 다시 하면 이어서 합니다.", file=sys.stderr)
        return 130
    finally:
        table.close()


def _bar(progress: Progress) -> None:
    share = progress.offset / max(progress.size, 1)
    full = int(share * 30)
    print(
        f"\r[{'#' * full}{'.' * (30 - full)}] {share:4.0%}  {progress.good:,}줄 적음, {progress.bad:,}줄 못 적음",
        end="",
        file=sys.stderr,
        flush=True,
    )


def _write(out: Path, table: object, job_id: str) -> None:
    with out.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["line", "code", "detail"])
        for row in report(table, job_id):  # type: ignore[arg-type]
            for fault in row["faults"]:
                writer.writerow([row["line"], fault["code"], fault["detail"]])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
