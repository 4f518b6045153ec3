"""A copy taken while people write is whole, and the service goes on from it: what docs/runbooks/restore.md promises."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import ABSENT, Add, Item, Put
from tests.aftercare.support import Clock, enrolled, seoul
from tests.functions.world import Carrier, World

ROOT = Path(__file__).parents[2]
PERSON = {"age": 45, "household_size": 4}


def back_up(source: Path, target: Path) -> None:
    """The command of the runbook."""
    code = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))"
    subprocess.run([sys.executable, "-c", code, str(source), str(target)], check=True, cwd=ROOT)


def test_a_copy_taken_while_others_write_holds_whole_writes_only(tmp_path: Path) -> None:
    table = SqliteTable(tmp_path / "live.sqlite3", synchronous="NORMAL")
    ended = threading.Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            pay = Item("C#1", f"pay#{number:06d}", {"won": number})
            table.write([Put(pay, ABSENT), Add("N#paid", "count", {"won": number})])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(table.query("C#1").items) < 20:
            pass
        back_up(tmp_path / "live.sqlite3", tmp_path / "copy.sqlite3")
    finally:
        ended.set()
        writer.join()
        table.close()
    copy = SqliteTable(tmp_path / "copy.sqlite3")
    found: list[Item] = []
    after = None
    while True:
        page = copy.query("C#1", after=after, limit=1000)
        found, after = found + page.items, page.next
        if after is None:
            break
    total = copy.add("N#paid", "count", {"won": 0})["won"]
    copy.close()
    assert len(found) >= 20
    assert sum(item.data["won"] for item in found) == total
    (state,) = sqlite3.connect(tmp_path / "copy.sqlite3").execute("PRAGMA integrity_check").fetchone()
    assert state == "ok"


def test_a_restored_service_goes_on_where_the_copy_was_taken(tmp_path: Path) -> None:
    """A person enrolled before the copy gets the message that was due; what is past their copy is told by the vendor."""
    clock = Clock(seoul("2026-01-05 09:00"))
    live = SqliteTable(tmp_path / "live.sqlite3", clock, "NORMAL")
    case_id = enrolled(live, clock.now())
    back_up(tmp_path / "live.sqlite3", tmp_path / "restored.sqlite3")
    live.close()
    (tmp_path / "live.sqlite3").unlink()
    clock.to("2026-01-05 10:05")
    restored = SqliteTable(tmp_path / "restored.sqlite3", clock, "NORMAL")
    carrier = Carrier(clock)
    world = World(restored, clock, carrier)
    assert world.turn()["sent"] == 1
    assert world.turn() == {}
    assert list(carrier.times.values()) == [1]
    assert world.reminders(case_id)
    restored.close()


def test_tokens_stay_good_after_a_restore(tmp_path: Path) -> None:
    from tests.web.support import running

    with running(tmp_path / "one") as service:
        visitor = service.open()
        assert visitor.tell(PERSON).status == 200
        back_up(tmp_path / "one" / "test.sqlite3", tmp_path / "two.sqlite3")
    (tmp_path / "three").mkdir()
    (tmp_path / "two.sqlite3").rename(tmp_path / "three" / "test.sqlite3")
    with running(tmp_path / "three") as service:
        visitor.service = service
        assert json.dumps(visitor.person()) == json.dumps(PERSON)


def test_the_deployed_table_can_be_taken_back_to_any_second(tmp_path: Path) -> None:
    from infra.provision import load_template

    table = next(
        one for one in load_template()["Resources"].values() if one["Type"] == "AWS::DynamoDB::Table"
    )
    assert table["Properties"]["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["DeletionPolicy"] == "Retain"
