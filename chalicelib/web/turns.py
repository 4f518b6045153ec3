"""Turns of a session in the store: numbered in order, each written once, found again by the id of its message.

A turn is written only where its number is free and the session still stands, in one step: of two taps at once the later
one takes the next number, and a turn that was under way when the session was erased leaves nothing behind.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any, Final

from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ABSENT, PRESENT, Check, Conflict, Item, Put, Table

from .keeping import Also
from .problem import Problem
from .tokens import Session

SENSITIVE_SECONDS: Final = 24 * 3600
"""Words of a crisis are kept no longer than a repeated request may need them."""
_ATTEMPTS: Final = 16
_ID: Final = re.compile(r"m([0-9]{1,8})-[0-9a-f]{16}")

Record = dict[str, Any]


def name(number: int) -> str:
    """A message id: its number finds the turn in one read, the rest cannot be guessed or met twice."""
    return f"m{number}-{secrets.token_hex(8)}"


def latest(table: Table, session_id: str, count: int) -> list[Record]:
    """The last turns, the oldest of them first."""
    page = table.query(keys.session_pk(session_id), keys.TURNS, None, count, reverse=True)
    return [record_of(item) for item in reversed(page.items)]


def all_of(table: Table, session_id: str) -> Iterable[Record]:
    """Every turn in order."""
    after: str | None = None
    while True:
        page = table.query(keys.session_pk(session_id), keys.TURNS, after, 200)
        yield from (record_of(item) for item in page.items)
        after = page.next
        if after is None:
            return


def find(table: Table, session_id: str, message_id: str) -> Record:
    """The turn of a message. Raises Problem `not_found`."""
    form = _ID.fullmatch(message_id)
    item = table.get(*keys.turn(session_id, int(form[1]))) if form else None
    record = record_of(item) if item else None
    if record is None or record["id"] != message_id:
        raise Problem("not_found", "이 대화에 그런 답이 없습니다. 이미 지워졌을 수 있습니다.")
    return record


def record_of(item: Item) -> Record:
    """The record that the consultation made, out of the stored item."""
    fields = undress(item, "turn")
    return {**fields, "question": fields["text"]}


def append(
    table: Table, session: Session, record: Record, after: int, now: int, also: Also = lambda stored: ()
) -> Record:
    """Write the turn under the first free number behind `after` and answer it as stored. `now`: epoch seconds.

    also: what to write with the turn, from the turn as it is stored. Raises Problem `not_found` when the session was erased meanwhile, `conflict` when too many write at once.
    """
    number = after + 1
    for _ in range(_ATTEMPTS):
        stored = _numbered(record, number)
        fields = {key: value for key, value in stored.items() if key != "question"}
        item = Item(
            *keys.turn(session.id, number), dress("turn", fields), expires_at=_ends(session, record, now)
        )
        try:
            check = Check(*keys.session(session.id), PRESENT)
            table.write([*also(stored), Put(item, ABSENT), check])
            return stored
        except Conflict:
            if table.get(*keys.session(session.id)) is None:
                raise Problem("not_found") from None
            last = latest(table, session.id, 1)
            number = max(number, int(last[0]["number"]) + 1) if last else number
    raise Problem("conflict")


def _numbered(record: Record, number: int) -> Record:
    own = name(number)
    reply = {**record["reply"], "message_id": own}
    return {**record, "id": own, "reply": reply, "number": number, "text": record["question"]}


def _ends(session: Session, record: Record, now: int) -> int | None:
    until = session.item.expires_at
    if not record["sensitive"]:
        return until
    soon = now + SENSITIVE_SECONDS
    return soon if until is None else min(until, soon)
