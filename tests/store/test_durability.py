"""The SQLite file survives what machines do: a killed process, a second start, a full disk's error, a backup."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import Conflict, StoreUnavailable

from .support import Clock, item

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import ABSENT, Add, Item, Put
table = SqliteTable(sys.argv[1])
number = 0
while True:
    number += 1
    table.write([Put(Item("C#1", f"pay#{number:06d}", {"won": number}), ABSENT), Add("N#paid", "count", {"won": number})])
    print(number, flush=True)
"""


def test_what_was_answered_is_there_after_kill_9_and_nothing_is_half_written(tmp_path: Path) -> None:
    path = tmp_path / "killed.sqlite3"
    answered = 0
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER.replace("number = 0", f"number = {answered}"), str(path)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            for line in writer.stdout:
                answered = int(line)
                if answered % 40 == 0:
                    os.kill(writer.pid, signal.SIGKILL)
                    break
            rest = writer.stdout.read().split()
            answered = int(rest[-1]) if rest else answered
        table = SqliteTable(path)
        kept = table.query("C#1", "pay#", limit=1000).items
        total = table.add("N#paid", "count", {"won": 0})["won"]
        table.close()
        # One write may have been kept whose answer the kill cut off; none is missing, none is half.
        assert len(kept) in (answered, answered + 1)
        assert [found.data["won"] for found in kept] == list(range(1, len(kept) + 1))
        assert total == sum(range(1, len(kept) + 1))
        answered = len(kept)
    assert answered >= 120


def test_a_second_start_finds_everything(tmp_path: Path, clock: Clock) -> None:
    first = SqliteTable(tmp_path / "deep" / "er" / "t.sqlite3", clock)
    put = first.put(item(data={"빚": 10**15}))
    for number in range(3):
        first.put(item(sk=str(number)))
    cursor = first.query("S#1", limit=1).next
    first.close()
    second = SqliteTable(tmp_path / "deep" / "er" / "t.sqlite3", clock)
    assert second.get("S#1", "session") == put
    assert len(second.query("S#1", after=cursor).items) == 3
    second.close()


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    table = SqliteTable(tmp_path / "t.sqlite3")
    assert (tmp_path / "t.sqlite3").stat().st_mode & 0o077 == 0
    table.close()


def test_erased_words_are_gone_from_the_files_themselves(tmp_path: Path, clock: Clock) -> None:
    table = SqliteTable(tmp_path / "t.sqlite3", clock)
    marker = "지워질이야기" * 50
    for number in range(30):
        table.put(item(sk=f"turn#{number}", data={"text": marker}))
    table.put(item(pk="S#2", sk="turn", data={"text": marker}, expires_at=clock.moment + 1))
    assert any(marker.encode() in file.read_bytes() for file in tmp_path.iterdir())
    table.erase("S#1")
    clock.moment += 1
    assert table.purge_expired() == 1
    assert not any("지워질이야기".encode() in file.read_bytes() for file in tmp_path.iterdir())
    table.close()


def test_purging_takes_only_what_has_expired(tmp_path: Path, clock: Clock) -> None:
    table = SqliteTable(tmp_path / "t.sqlite3", clock)
    table.put(item(sk="stays"))
    table.put(item(sk="now", expires_at=clock.moment))
    table.put(item(sk="later", expires_at=clock.moment + 1))
    assert table.purge_expired() == 1
    assert [found.sk for found in table.query("S#1").items] == ["later", "stays"]
    table.close()


def test_a_backup_taken_in_use_holds_everything(tmp_path: Path, clock: Clock) -> None:
    table = SqliteTable(tmp_path / "t.sqlite3", clock)
    table.put(item())
    table.backup(tmp_path / "copy.sqlite3")
    table.put(item(sk="after"))
    table.close()
    copy = SqliteTable(tmp_path / "copy.sqlite3", clock)
    assert [found.sk for found in copy.query("S#1").items] == ["session"]
    copy.close()


def test_a_file_that_is_no_table_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "t.sqlite3").write_bytes(b"this is no database at all, whatever its name says" * 100)
    with pytest.raises(StoreUnavailable):
        SqliteTable(tmp_path / "t.sqlite3")
    newer = sqlite3.connect(tmp_path / "newer.sqlite3")
    newer.execute("PRAGMA user_version = 9")
    newer.close()
    with pytest.raises(StoreUnavailable, match="format 9"):
        SqliteTable(tmp_path / "newer.sqlite3")


def test_a_failed_write_leaves_the_table_usable(tmp_path: Path, clock: Clock) -> None:
    table = SqliteTable(tmp_path / "t.sqlite3", clock)
    table._writer.execute("PRAGMA max_page_count = 20")  # a disk that is full
    with pytest.raises(StoreUnavailable):
        for number in range(100):
            table.put(item(sk=str(number), data={"t": "x" * 4000}))
    kept = len(table.query("S#1", limit=1000).items)
    table._writer.execute("PRAGMA max_page_count = 100000")
    with pytest.raises(Conflict):
        table.put(item(sk="0"), 7)
    table.put(item(sk="again"))
    assert len(table.query("S#1", limit=1000).items) == kept + 1
    table.close()
