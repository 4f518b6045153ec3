"""The surge rehearsal, small: real processes killed with SIGKILL on the embedded store, and a sample on DynamoDB's double.

The full one (69,000 applicants) is `make rehearsal`.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from rehearsal.__main__ import rehearse
from rehearsal.audit import audit
from rehearsal.conduct import open_sqlite, vendor_of
from rehearsal.plan import Plan
from rehearsal.report import page


def test_three_hundred_in_the_rush_with_workers_killed_lose_and_double_nothing(tmp_path: Path) -> None:
    conduct, found = rehearse(300, "sqlite", tmp_path, kills=6, days=4)
    assert dict(found.faults) == {}, found.examples
    assert found.looked["requests stored"] == 300
    assert found.looked["messages recorded as sent"] >= 300
    assert conduct.killed, "nobody was killed: the test would prove too little"
    vendor = vendor_of(tmp_path, random.Random(0))
    html = page(conduct, found, vendor)
    vendor.close()
    assert "아무것도 잃지 않았고" in html
    assert html.count("<svg") == 5


def test_a_sample_on_dynamodbs_double_loses_and_doubles_nothing(tmp_path: Path) -> None:
    _, found = rehearse(8, "dynamodb", tmp_path, workers=1, kills=6, days=2)
    assert dict(found.faults) == {}, found.examples
    assert found.looked["requests stored"] == 8


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        ("DELETE FROM item WHERE sk LIKE 'relief#%' AND pk = 'C#c00000003'", "request lost"),
        ("DELETE FROM item WHERE sk LIKE 'remind#2%' AND pk = 'C#c00000003'", "message of nobody"),
        ("DELETE FROM item WHERE sk LIKE 'audit#%' AND pk = 'C#c00000003'", "trail doubled or lost"),
    ],
)
def test_the_audit_sees_what_was_lost(tmp_path: Path, harm: str, fault: str) -> None:
    """An audit that finds nothing must be able to find something."""
    import sqlite3

    conduct, found = rehearse(12, "sqlite", tmp_path, workers=1, kills=0, days=1)
    assert dict(found.faults) == {}, found.examples
    base = sqlite3.connect(tmp_path / "rehearsal.sqlite3")
    table_name = next(
        n for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if "item" in n
    )
    changed = base.execute(harm.replace("FROM item", f"FROM {table_name}")).rowcount
    base.commit()
    base.close()
    assert changed > 0
    vendor = vendor_of(tmp_path, random.Random(0))
    with open_sqlite(tmp_path) as table:
        assert fault in audit(table, conduct.plan, vendor, tmp_path).faults
    vendor.close()


def test_the_rush_reaches_ten_times_the_mean_hour() -> None:
    from collections import Counter

    plan = Plan(69_000, 2020)
    hourly = Counter((at.date(), at.hour) for at in plan.arrival)
    assert max(hourly.values()) >= 10 * 69_000 / (61 * 24)
