"""Idempotency-Key: the same key and body give the same answer again; one effect however many arrive at once.

The record of the answer is written in the same step as the effect, always: there is no moment at which one stands
without the other, and nothing to give back when a request fails before. ATOMIC: the view returns its writes and the
wrapper adds the record. OWN: the view or the service it calls makes the write and puts the record into it (`keeping`).
Work that costs before it writes, a model's turn, may `hold` its key meanwhile, so that a second request is told to come
back; the key is given back when the work fails. Only digests of keys are stored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ABSENT, Conflict, Expected, Item, Put, StoreUnavailable, Table

from .problem import Problem
from .respond import encode

ATOMIC: Final = "atomic"
OWN: Final = "own"
KEEP_SECONDS: Final = 24 * 3600
LEASE_SECONDS: Final = 60
"""How long a key is held for a process that died: twice what any request may take (28 s)."""
_FORM: Final = re.compile(r"[A-Za-z0-9_.:@+=-]{1,200}\Z")
OPEN_KEY_LENGTH: Final = 16
"""Where nobody is identified, a guessable key would hand one person's answer to another."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer of an earlier request with the same key and body."""

    status: int
    body: Any
    headers: dict[str, str]
    etag: str | None


def read_key(headers: Mapping[str, str], anonymous: bool) -> str | None:
    """The key of the request, None without one. Raises Problem `bad_request` for a malformed or guessable key."""
    key = headers.get("idempotency-key")
    if key is None:
        return None
    key = key.strip().strip('"')
    least = OPEN_KEY_LENGTH if anonymous else 1
    if not _FORM.match(key) or len(key) < least:
        raise Problem(
            "bad_request",
            f"‘Idempotency-Key’는 영문자, 숫자, 기호(_.:@+=-)로 {least}자 이상 200자 이하여야 합니다. "
            "요청마다 새로 만든 UUID를 권합니다.",
        )
    return key


class Once:
    """One key of one caller on one route."""

    def __init__(self, owner_pk: str, route: str, key: str, body: Any, now: int) -> None:
        self.name = keys.once(owner_pk, f"{route} {key}")
        self._expect: Expected = ABSENT
        self.now = now
        canonical = repr(_sorted(body))
        self.body_hash = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()

    def kept(self, item: Item | None) -> Kept | None:
        """What the stored record says: nothing, the earlier answer, or a Problem (other body, still running)."""
        if item is None:
            return None
        fields = undress(item, "once")
        if fields["body_hash"] != self.body_hash:
            raise Problem("idempotency_mismatch")
        if "status" not in fields:
            raise Problem("in_progress", headers={"Retry-After": "2"})
        return Kept(fields["status"], fields["body"], dict(fields["headers"]), fields["etag"])

    def record(self, kept: Kept) -> Put:
        """The write that records an answer: it fails when another request with this key came first."""
        return Put(self._item(kept, self.now + KEEP_SECONDS), self._expect)

    def refused(self, table: Table, standing: Item | None) -> Replay:
        """What the refusal of `record` means. `standing`: what stood in the way, None: not known. Raises Problem."""
        kept = self.kept(standing or table.get(*self.name))
        if kept is None:  # it expired in this very moment
            raise Problem("in_progress", headers={"Retry-After": "2"})
        return Replay(kept)

    @contextmanager
    def hold(self, table: Table) -> Iterator[None]:
        """Hold the key while costly work runs that ends in `record`. Raises Problem when it is held already, or
        `Replay` with the answer. After a failure it is free again at once: whatever was written holds its record."""
        try:
            claim = table.put(self._item(None, self.now + LEASE_SECONDS), ABSENT)
        except Conflict as conflict:
            raise self.refused(table, conflict.current) from None
        self._expect = claim.version
        try:
            yield
        except Exception:
            # Where the record was written, or the lease ran out and someone else holds the key, it is not ours.
            with suppress(Conflict, StoreUnavailable):
                table.delete(claim.pk, claim.sk, claim.version)
            raise

    def _item(self, kept: Kept | None, expires_at: int) -> Item:
        fields: dict[str, Any] = {"body_hash": self.body_hash}
        if kept is not None:
            fields |= {
                "status": kept.status,
                "body": kept.body,
                "headers": kept.headers,
                "etag": kept.etag,
            }
        return Item(*self.name, dress("once", fields), expires_at=expires_at)


class Replay(Exception):
    """The work was done before; `kept` is its answer."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        super().__init__("replay")


def text_of(body: Any) -> str | None:
    """An answer's body as it is recorded: finished JSON text, so that a repeat gets the same bytes."""
    return None if body is None else encode(body)


def _sorted(value: Any) -> Any:
    """The document with its keys in order, whatever order they were sent in; types stay apart (1 is not true)."""
    if isinstance(value, dict):
        return [(name, _sorted(inner)) for name, inner in sorted(value.items())]
    if isinstance(value, list):
        return [_sorted(inner) for inner in value]
    return value
