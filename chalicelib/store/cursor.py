"""Opaque cursors: the place where a page ended, sealed so that nobody reads or forges it.

A place names items of other people (the desk's queues), so a cursor is encrypted and authenticated: a synthetic
initialisation vector (an HMAC over list and place) keys a SHAKE-256 stream. The same page gives the same cursor,
one made for a list opens that list only, and Python's standard library suffices. The secret lives in the table
itself, made at first use, so every process of a deployment shares it and nobody has to configure it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Sequence

from . import keys
from .table import ABSENT, BadCursor, Conflict, Item, Table

_TAG = 16


class Cursors:
    """Seals and opens the cursors of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._secret: bytes | None = None
        self._lock = threading.Lock()

    def seal(self, of_list: Sequence[str | None], place: Sequence[str]) -> str:
        """A cursor for the place (keys of the last item given out) in the list (what identifies the query)."""
        plain = json.dumps(list(place), separators=(",", ":")).encode()
        tag = self._tag(of_list, plain)
        return base64.urlsafe_b64encode(tag + self._stream(tag, plain)).rstrip(b"=").decode()

    def open(self, of_list: Sequence[str | None], cursor: str) -> list[str]:
        """The place. Raises BadCursor for anything that `seal` did not make for this very list."""
        try:
            raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        except (ValueError, AttributeError):
            raise BadCursor("no cursor of this table") from None
        tag, plain = raw[:_TAG], self._stream(raw[:_TAG], raw[_TAG:])
        canonical = base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == cursor
        if not hmac.compare_digest(tag, self._tag(of_list, plain)) or not canonical:
            raise BadCursor("no cursor of this list")
        place = json.loads(plain)
        assert isinstance(place, list)
        return place

    def _tag(self, of_list: Sequence[str | None], plain: bytes) -> bytes:
        message = json.dumps(list(of_list), separators=(",", ":")).encode() + b"\0" + plain
        return hmac.digest(self._key() + b"tag", message, "sha256")[:_TAG]

    def _stream(self, tag: bytes, data: bytes) -> bytes:
        mask = hashlib.shake_256(self._key() + b"stream" + tag).digest(len(data))
        return bytes(a ^ b for a, b in zip(data, mask, strict=True))

    def _key(self) -> bytes:
        if self._secret is None:
            with self._lock:
                if self._secret is None:
                    self._secret = bytes.fromhex(_shared_secret(self._table))
        return self._secret


def _shared_secret(table: Table) -> str:
    name = keys.meta("cursor-secret")
    kept = table.get(*name)
    if kept is None:
        fresh: dict[str, object] = {"kind": "meta", "shape": 1, "secret": secrets.token_hex(32)}
        try:
            kept = table.put(Item(*name, fresh), ABSENT)
        except Conflict:  # another process was first: its secret counts
            kept = table.get(*name)
    assert kept is not None
    return str(kept.data["secret"])
