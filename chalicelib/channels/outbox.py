"""The local outbox: messages stay in the store, where the desk page shows them. For one machine and for development.

Kept by reference, so a message handed over twice is there once, and the outbox can be asked.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from chalicelib.store import keys
from chalicelib.store.shapes import dress
from chalicelib.store.table import ABSENT, Conflict, Item, Page, Put, Table

from .base import Outcome, Outgoing

KEEP_SECONDS = 30 * 86_400


class Outbox:
    """Channel into the store. `now` gives the moment that is written beside a message."""

    def __init__(self, table: Table, now: Callable[[], datetime]) -> None:
        self._table, self._now = table, now

    def send(self, message: Outgoing) -> str:
        """Keep the message for thirty days; answers its reference."""
        now = self._now()
        expires = int(now.timestamp()) + KEEP_SECONDS
        fields = {
            "channel": message.channel,
            "to": message.to,
            "text": message.text,
            "subject": message.subject,
            "at": now.isoformat(),
            "reference": message.reference,
        }
        name = keys.outbox(now.date(), now, message.reference)
        mark = keys.alias("outbox", message.reference)
        writes = [
            Put(
                Item(
                    *mark,
                    dress("alias", {"id": message.reference, "pk": name.pk, "sk": name.sk}),
                    expires_at=expires,
                ),
                ABSENT,
            ),
            Put(Item(*name, dress("outbox", fields), expires_at=expires), ABSENT),
        ]
        with suppress(Conflict):  # taken before: once is enough
            self._table.write(writes)
        return message.reference

    def ask(self, reference: str) -> Outcome:
        return "accepted" if self._table.get(*keys.alias("outbox", reference)) else "not_found"


def read(table: Table, day: datetime, after: str | None = None, limit: int = 100) -> Page:
    """Messages of one day, the newest first."""
    return table.query(keys.outbox_pk(day.date()), "", after, limit, reverse=True)
