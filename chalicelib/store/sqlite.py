"""The table in one SQLite file: the embedded store of one machine, durable and safe for many threads and processes.

Write-ahead log with `synchronous=FULL`: what was answered survives a killed process and a power cut. Readers take a
connection from a pool and never wait for the writer; writers queue at one lock in this process and at SQLite's own
between processes. What must not enter: what an item means, the environment.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from . import checks
from .cursor import Cursors
from .table import (
    ANY,
    Action,
    Add,
    BadItem,
    Check,
    Delete,
    Expect,
    Expected,
    Item,
    Page,
    Put,
    StoreUnavailable,
)

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS items (
  pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER, due TEXT, due_at TEXT,
  counter INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (pk, sk));
CREATE INDEX IF NOT EXISTS items_due ON items (due, due_at, pk, sk) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS items_expiry ON items (expires_at) WHERE expires_at IS NOT NULL;
PRAGMA user_version = 1;
"""
_COLUMNS: Final = "pk, sk, version, expires_at, due, due_at, counter, data"
_LIVE: Final = "(expires_at IS NULL OR expires_at > :now)"
_ONE: Final = f"SELECT {_COLUMNS} FROM items WHERE pk = ? AND sk = ?"  # noqa: S608
_PUT: Final = f"""
INSERT INTO items ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (pk, sk) DO UPDATE SET version = excluded.version, expires_at = excluded.expires_at,
  due = excluded.due, due_at = excluded.due_at, counter = excluded.counter, data = excluded.data
"""  # noqa: S608
_DELETE: Final = "DELETE FROM items WHERE pk = ? AND sk = ?"
_WAIT_SECONDS: Final = 10.0

_Row = tuple[str, str, int, int | None, str | None, str | None, int, str]


class SqliteTable:
    """`Table` on one file. `synchronous` is FULL or, where a power cut may cost the last moments, NORMAL."""

    def __init__(
        self, path: str | Path, now: Callable[[], int] = lambda: int(time.time()), synchronous: str = "FULL"
    ) -> None:
        if synchronous not in ("FULL", "NORMAL"):
            raise BadItem("synchronous is FULL or NORMAL")
        self._path, self._now, self._synchronous = str(path), now, synchronous
        self._readers: list[sqlite3.Connection] = []
        self._write_lock = threading.Lock()
        self._cursors = Cursors(self)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with _translated():
            self._writer = self._connect()
            self._writer.execute("PRAGMA journal_mode = WAL")
            version = self._writer.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                self._writer.executescript(_SCHEMA)
            elif version != 1:
                raise StoreUnavailable(f"the data file has format {version}; this program reads format 1")
        with suppress(OSError):
            os.chmod(self._path, 0o600)

    def get(self, pk: str, sk: str, consistent: bool = True) -> Item | None:
        name = (checks.key(pk), checks.key(sk))
        with self._reader() as reader:
            row = reader.execute(_ONE, name).fetchone()
        return self._live(row)

    def get_many(self, names: Sequence[tuple[str, str]]) -> list[Item | None]:
        if len(names) > 100:
            raise BadItem("at most 100 items are read at once")
        wanted = [(checks.key(pk), checks.key(sk)) for pk, sk in names]
        with self._reader() as reader:
            reader.execute("BEGIN")
            try:
                rows = [reader.execute(_ONE, name).fetchone() for name in wanted]
            finally:
                reader.execute("COMMIT")
        return [self._live(row) for row in rows]

    def put(self, item: Item, expect: Expected = ANY) -> Item:
        text = checks.encode(item)
        checks.expectation(expect)
        with self._transaction() as writer:
            return replace(item, version=self._put(writer, item, text, expect, 0))

    def delete(self, pk: str, sk: str, expect: Expected = ANY) -> bool:
        action = Delete(checks.key(pk), checks.key(sk), checks.expectation(expect))
        with self._transaction() as writer:
            return self._delete(writer, action, 0)

    def query(
        self, pk: str, sk_prefix: str = "", after: str | None = None, limit: int = 100, reverse: bool = False
    ) -> Page:
        checks.key(pk)
        checks.prefix(sk_prefix)
        checks.limit(limit)
        which = ("query", pk, sk_prefix, "down" if reverse else "up")
        bounds = "pk = :pk AND sk >= :low AND sk < :high"
        values: dict[str, object] = {"pk": pk, "low": sk_prefix, "high": sk_prefix + "\x7f"}
        if after is not None:
            (values["from"],) = self._cursors.open(which, after)
            bounds += f" AND sk {'<' if reverse else '>'} :from"
        order = "sk DESC" if reverse else "sk"
        found = self._select(bounds, order, values, limit)
        return self._page(which, found, limit, lambda last: (last.sk,))

    def query_due(
        self, partition: str, until: str | None = None, after: str | None = None, limit: int = 100
    ) -> Page:
        checks.key(partition)
        checks.limit(limit)
        which = ("due", partition, until)
        bounds, values = "due = :due", dict[str, object](due=partition)
        if until is not None:
            bounds, values["until"] = bounds + " AND due_at <= :until", checks.key(until)
        if after is not None:
            values["a"], values["b"], values["c"] = self._cursors.open(which, after)
            bounds += " AND (due_at, pk, sk) > (:a, :b, :c)"
        found = self._select(bounds, "due_at, pk, sk", values, limit)
        return self._page(which, found, limit, lambda last: (last.due_at or "", last.pk, last.sk))

    def write(self, actions: Sequence[Action]) -> list[int | None]:
        texts = checks.actions(actions)
        versions: list[int | None] = []
        with self._transaction() as writer:
            for index, (action, text) in enumerate(zip(actions, texts, strict=True)):
                version = None
                if isinstance(action, Put):
                    given = self._put(writer, action.item, text, action.expect, index)
                    version = None if action.expect is ANY or action.expect is Expect.PRESENT else given
                elif isinstance(action, Delete):
                    self._delete(writer, action, index)
                elif isinstance(action, Check):
                    checks.hold(self._current(writer, action.pk, action.sk), action.expect, index)
                else:
                    self._add(writer, action)
                versions.append(version)
        return versions

    def add(
        self, pk: str, sk: str, deltas: Mapping[str, int], expires_at: int | None = None
    ) -> dict[str, int]:
        action = Add(checks.key(pk), checks.key(sk), checks.deltas(deltas), expires_at)
        with self._transaction() as writer:
            return self._add(writer, action)

    def erase(self, pk: str, limit: int = 1000) -> int:
        checks.key(pk)
        checks.limit(limit)
        chosen = "SELECT rowid FROM items WHERE pk = ? ORDER BY sk LIMIT ?"
        with self._transaction() as writer:
            gone = writer.execute(f"DELETE FROM items WHERE rowid IN ({chosen})", (pk, limit)).rowcount  # noqa: S608
        self._empty_log()
        return gone

    def purge_expired(self, limit: int = 10_000) -> int:
        """Remove items that expired, as DynamoDB's own sweep does; answers how many. For the one-machine runner."""
        chosen = "SELECT rowid FROM items WHERE expires_at <= ? LIMIT ?"
        with self._transaction() as writer:
            sql = f"DELETE FROM items WHERE rowid IN ({chosen})"  # noqa: S608
            gone = writer.execute(sql, (self._now(), limit)).rowcount
        if gone:
            self._empty_log()
        return gone

    def backup(self, path: str | Path) -> None:
        """A consistent copy of the whole table into a new file, while it is in use."""
        with _translated(), self._reader() as reader:
            copy = sqlite3.connect(str(path))
            try:
                reader.backup(copy)
            finally:
                copy.close()

    def close(self) -> None:
        with self._write_lock:
            while self._readers:
                self._readers.pop().close()
            self._writer.close()

    # --- one action inside a transaction ----------------------------------------------------------------------
    def _put(self, writer: sqlite3.Connection, item: Item, text: str, expect: Expected, index: int) -> int:
        row = writer.execute(_ONE, (item.pk, item.sk)).fetchone()
        checks.hold(self._live(row), expect, index)
        version = 1 if row is None or expect is Expect.ABSENT else row[2] + 1
        writer.execute(_PUT, (item.pk, item.sk, version, item.expires_at, item.due, item.due_at, 0, text))
        return version

    def _delete(self, writer: sqlite3.Connection, action: Delete, index: int) -> bool:
        current = self._current(writer, action.pk, action.sk)
        checks.hold(current, action.expect, index)
        writer.execute(_DELETE, (action.pk, action.sk))
        return current is not None

    def _add(self, writer: sqlite3.Connection, action: Add) -> dict[str, int]:
        row = writer.execute(_ONE, (action.pk, action.sk)).fetchone()
        item = self._live(row)
        if item is not None and not row[6]:
            raise BadItem("counters are not added to an item that was put")
        totals = dict(item.data) if item is not None else {}
        for name, number in action.deltas.items():
            totals[name] = totals.get(name, 0) + number
        kept = item.expires_at if item is not None else None
        expires_at = action.expires_at if kept is None else kept
        version = item.version + 1 if item is not None else 1
        text = json.dumps(totals, separators=(",", ":"))
        writer.execute(_PUT, (action.pk, action.sk, version, expires_at, None, None, 1, text))
        return totals

    # --- reading ----------------------------------------------------------------------------------------------
    def _current(self, connection: sqlite3.Connection, pk: str, sk: str) -> Item | None:
        return self._live(connection.execute(_ONE, (pk, sk)).fetchone())

    def _live(self, row: _Row | None) -> Item | None:
        if row is None or (row[3] is not None and row[3] <= self._now()):
            return None
        return _item(row)

    def _select(self, bounds: str, order: str, values: dict[str, object], limit: int) -> list[Item]:
        sql = f"SELECT {_COLUMNS} FROM items WHERE {bounds} AND {_LIVE} ORDER BY {order} LIMIT :n"  # noqa: S608
        with self._reader() as reader:
            rows = reader.execute(sql, values | {"now": self._now(), "n": limit + 1}).fetchall()
        return [_item(row) for row in rows]

    def _page(
        self,
        which: Sequence[str | None],
        found: list[Item],
        limit: int,
        place: Callable[[Item], Sequence[str]],
    ) -> Page:
        if len(found) <= limit:
            return Page(found)
        kept = found[:limit]
        return Page(kept, self._cursors.seal(which, place(kept[-1])))

    # --- connections ------------------------------------------------------------------------------------------
    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute(f"PRAGMA synchronous = {self._synchronous}")
        connection.execute("PRAGMA secure_delete = ON")  # erased personal data is overwritten, not unlinked
        return connection

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        with _translated():
            try:
                connection = self._readers.pop()
            except IndexError:
                connection = self._connect()
            try:
                yield connection
            finally:
                self._readers.append(connection)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _translated():
            if not self._write_lock.acquire(timeout=_WAIT_SECONDS):
                raise StoreUnavailable("the data file is busy")
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                try:
                    yield self._writer
                    self._writer.execute("COMMIT")
                except BaseException:
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK")
                    raise
            finally:
                self._write_lock.release()

    def _empty_log(self) -> None:
        """Carry the write-ahead log into the file and cut it, so that erased data do not linger there."""
        with suppress(sqlite3.OperationalError), self._write_lock:
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextmanager
def _translated() -> Iterator[None]:
    """SQLite's errors as the store's own, without a word of data."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(
            f"SQLite: {type(error).__name__} {getattr(error, 'sqlite_errorname', '')}"
        ) from None


def _item(row: _Row) -> Item:
    pk, sk, version, expires_at, due, due_at, _, text = row
    return Item(pk, sk, checks.decode(text), version, expires_at, due, due_at)
