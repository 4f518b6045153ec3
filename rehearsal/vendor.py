"""A message vendor that outlives its callers: a small file of its own that counts what it took, by reference.

It may be silent after taking a message, lose one, or be busy; it keeps a line for every acceptance, so that a message
handed over twice would be seen as two.
"""

from __future__ import annotations

import random
import sqlite3
from datetime import datetime
from pathlib import Path

from chalicelib.channels.base import NotAccepted, Outcome, Outgoing, UnknownOutcome


class FileVendor:
    """Channel into the file. `now` is set by the worker before each hand-over."""

    def __init__(self, file: Path, chance: random.Random) -> None:
        self._base = sqlite3.connect(file, timeout=30, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("CREATE TABLE IF NOT EXISTS taken (reference TEXT, text TEXT, at TEXT)")
        self._base.execute("CREATE INDEX IF NOT EXISTS by_reference ON taken (reference)")
        self._chance = chance
        self.now: datetime | None = None

    def send(self, message: Outgoing) -> str:
        luck = self._chance.random()
        if luck < 0.01:
            raise NotAccepted("busy")
        if luck < 0.015:
            raise UnknownOutcome("lost")
        assert self.now is not None
        self._base.execute(
            "INSERT INTO taken VALUES (?, ?, ?)", (message.reference, message.text, self.now.isoformat())
        )
        if luck < 0.025:
            raise UnknownOutcome("silent")
        return message.reference

    def ask(self, reference: str) -> Outcome:
        found = self._base.execute("SELECT 1 FROM taken WHERE reference = ?", (reference,)).fetchone()
        return "accepted" if found else "not_found"

    def times(self) -> dict[str, int]:
        """How often each reference was accepted."""
        return dict(self._base.execute("SELECT reference, count(*) FROM taken GROUP BY reference").fetchall())

    def moments(self) -> list[datetime]:
        return [datetime.fromisoformat(at) for (at,) in self._base.execute("SELECT at FROM taken")]

    def close(self) -> None:
        self._base.close()
