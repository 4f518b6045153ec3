"""What the store costs beside what lies under it, in one run: `python -m bench.store [items]`.

Prints microseconds per call and ratios: a dict, sqlite3 by hand with the same durability, the table on SQLite, the
table on DynamoDB through moto in this process. Ratios travel between machines, microseconds do not.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chalicelib.store.calls import make_client
from chalicelib.store.dynamodb import DynamoTable
from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import ABSENT, Item, Put, Table
from infra.provision import create_from_template, load_template

DATA: dict[str, Any] = {
    "kind": "session",
    "shape": 1,
    "person": {
        "age": 43,
        "monthly_income": 2_400_000,
        "debts": [
            {"kind": "credit_loan", "creditor": "bank", "principal": 12_000_000 + n, "annual_rate": "17.9"}
            for n in range(8)
        ],
    },
    "note": "다시 봄이 옵니다",
}


def item(number: int, sk: str = "session") -> Item:
    return Item(f"S#{number}", sk, DATA, due="2026-11-24#03", due_at=f"T{number:08d}")


def per_call(work: Callable[[int], Any], times: int) -> float:
    """Microseconds of one call: the best of three rounds."""
    best = float("inf")
    for attempt in range(3):
        start = time.perf_counter()
        for number in range(times):
            work(attempt * times + number)
        best = min(best, (time.perf_counter() - start) / times * 1e6)
    return best


def of_dict(times: int) -> dict[str, float]:
    kept: dict[tuple[str, str], str] = {}

    def put(number: int) -> None:
        kept[f"S#{number}", "session"] = json.dumps(DATA)

    found = {"put": per_call(put, times)}
    found["get"] = per_call(lambda number: json.loads(kept[f"S#{number % times}", "session"]), times)
    return found


def of_sqlite3(folder: Path, times: int, synchronous: str) -> dict[str, float]:
    """The same row written and read by hand: no condition, no version, no check."""
    raw = sqlite3.connect(folder / f"raw-{synchronous}.sqlite3", isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute(f"PRAGMA synchronous = {synchronous}")
    raw.execute("CREATE TABLE t (pk TEXT, sk TEXT, due TEXT, due_at TEXT, data TEXT, PRIMARY KEY (pk, sk))")
    raw.execute("CREATE INDEX d ON t (due, due_at)")
    insert, select = "INSERT INTO t VALUES (?, ?, ?, ?, ?)", "SELECT data FROM t WHERE pk = ? AND sk = ?"

    def put(number: int) -> None:
        one = item(number)
        raw.execute(insert, (one.pk, one.sk, one.due, one.due_at, json.dumps(one.data)))

    found = {"put": per_call(put, times)}
    found["get"] = per_call(
        lambda number: json.loads(raw.execute(select, (f"S#{number % times}", "session")).fetchone()[0]),
        times,
    )
    raw.close()
    return found


def of_table(table: Table, times: int) -> dict[str, float]:
    found = {"put": per_call(lambda number: table.put(item(number), ABSENT), times)}
    found["get"] = per_call(lambda number: table.get(f"S#{number % times}", "session"), times)
    found["query 25"] = per_call(
        lambda number: table.query_due("2026-11-24#03", limit=25), max(times // 5, 5)
    )
    found["write 2"] = per_call(
        lambda number: table.write(
            [Put(item(number, "turn#1"), ABSENT), Put(item(number, "turn#2"), ABSENT)]
        ),
        max(times // 5, 5),
    )
    found["add"] = per_call(lambda number: table.add("N#n", "count", {"n": 1}), times)
    return found


def of_moto(times: int) -> dict[str, float]:
    from moto import mock_aws

    logging.getLogger("botocore").setLevel(logging.ERROR)
    os.environ.update(
        AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_DEFAULT_REGION="ap-northeast-2"
    )
    with mock_aws():
        client = make_client()
        create_from_template(client, load_template(), "bench")
        return of_table(DynamoTable(client, "bench"), times)


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = {
            "dict + json": of_dict(times),
            "sqlite3 by hand, NORMAL": of_sqlite3(folder, times, "NORMAL"),
            "sqlite3 by hand, FULL": of_sqlite3(folder, times, "FULL"),
        }
        for synchronous in ("NORMAL", "FULL"):
            table = SqliteTable(folder / f"{synchronous}.sqlite3", synchronous=synchronous)
            rows[f"table on SQLite, {synchronous}"] = of_table(table, times)
            table.close()
        rows["table on moto, in process"] = of_moto(min(times, 100))
    columns = ["put", "get", "query 25", "write 2", "add"]
    print(f"{'microseconds per call':28}" + "".join(f"{column:>11}" for column in columns))
    for label, row in rows.items():
        print(f"{label:28}" + "".join(f"{row[c]:11.0f}" if c in row else f"{'-':>11}" for c in columns))
    print()
    for label, under, over, call in (
        ("put: table / sqlite3 by hand, FULL", "sqlite3 by hand, FULL", "table on SQLite, FULL", "put"),
        ("put: table / sqlite3 by hand, NORMAL", "sqlite3 by hand, NORMAL", "table on SQLite, NORMAL", "put"),
        ("get: table / sqlite3 by hand", "sqlite3 by hand, FULL", "table on SQLite, FULL", "get"),
        ("get: table / dict + json", "dict + json", "table on SQLite, FULL", "get"),
        ("put: moto / SQLite, FULL", "table on SQLite, FULL", "table on moto, in process", "put"),
        ("get: moto / SQLite", "table on SQLite, FULL", "table on moto, in process", "get"),
    ):
        print(f"{label:40}{rows[over][call] / rows[under][call]:8.1f}")


if __name__ == "__main__":
    main()
