"""The narrow protocol behind which the one table lives: all that the rest of the house sees of storage.

Rooms above import from here (and `keys`, `shapes`), never from an adapter. What must not enter: boto3,
sqlite3, the environment, the meaning of an item. Both adapters keep every sentence below; `tests/store`
holds them to it.

Sentences that every adapter keeps
- An item is named by (pk, sk). Items of one pk are sorted by sk as bytes.
- `version` is given by the table: 1 when an item is made, plus one at every write.
- An item whose `expires_at` has passed is absent: for get, query, query_due and for every condition.
- A write with a condition happens or raises `Conflict`; `write` does all of its actions or none.
- Data come back exactly as they went in: large integers, empty strings, nesting, order of keys, any script.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = Any
"""str, int, bool, None, list or dict (with str keys) of these. float, Decimal, tuple are refused: write rates
as strings. (A recursive type would burden every reader, so the table checks it at run time instead.)"""

MAX_ITEM_BYTES = 384 * 1024
"""Keys and data of one item: DynamoDB's 400 KB less room for what the table writes beside them.
The same on SQLite."""
MAX_WRITE_ACTIONS = 100
MAX_WRITE_BYTES = 4 * 1024 * 1024 - 64 * 1024
"""DynamoDB's 4 MB for one transaction less the table's own bytes."""
MAX_PAGE = 1000
MAX_INT = 10**38 - 1
"""Largest integer either way: DynamoDB's 38 digits."""


class Expect(enum.Enum):
    """What a write demands of the item as it stands; an `int` instead demands exactly that version."""

    ANY = "any"
    ABSENT = "absent"
    PRESENT = "present"


ANY = Expect.ANY
ABSENT = Expect.ABSENT
PRESENT = Expect.PRESENT
Expected = Expect | int


@dataclass(frozen=True, slots=True)
class Item:
    """One stored item.

    pk, sk: printable ASCII, at most 512 bytes each (make them with `keys`).
    data: what the item says, JSON values without floats.
    version: given by the table; 0 on an item that has not been stored.
    expires_at: epoch seconds from which the item counts as absent; None: it stays.
    due, due_at: both or neither. `due` is the partition of the due index (such as "2026-11-24#3"), `due_at`
    sorts within it.
    """

    pk: str
    sk: str
    data: dict[str, Json] = field(repr=False)
    version: int = 0
    expires_at: int | None = None
    due: str | None = None
    due_at: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`items` in order; `next` is the opaque cursor of the following page, None when this was the last."""

    items: list[Item]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Put:
    """Write the item if the stored one is as expected."""

    item: Item
    expect: Expected = ANY


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove the item if it is as expected. Removing an absent item with ANY is no error."""

    pk: str
    sk: str
    expect: Expected = ANY


@dataclass(frozen=True, slots=True)
class Check:
    """Change nothing, but let the whole write fail unless the item is as expected (not ANY)."""

    pk: str
    sk: str
    expect: Expected


@dataclass(frozen=True, slots=True)
class Add:
    """Add to counters, as `Table.add` does."""

    pk: str
    sk: str
    deltas: Mapping[str, int]
    expires_at: int | None = None


Action = Put | Delete | Check | Add


class StoreError(Exception):
    """Base of all that the store raises. Texts name keys' kinds and limits, never data."""


class Conflict(StoreError):
    """An expectation did not hold; nothing was written.

    index: place of the (first) failing action within `write`, 0 for single calls.
    current: the live item that stood in the way, None when there is none (from `write`: or is not known).
    """

    def __init__(self, index: int = 0, current: Item | None = None) -> None:
        super().__init__(f"the stored item is not as expected (action {index})")
        self.index = index
        self.current = current


class BadItem(StoreError, ValueError):
    """A key, value or argument that the table does not take: the caller's mistake."""


class TooLarge(BadItem):
    """An item above MAX_ITEM_BYTES or a write above MAX_WRITE_BYTES or MAX_WRITE_ACTIONS."""


class BadCursor(StoreError, ValueError):
    """A cursor that this table did not issue for this very list (changed, foreign, or from an earlier secret)."""


class StoreUnavailable(StoreError):
    """The database did not answer in time or refused for now. No effect of the call was seen; a conditional write
    that is made again cannot take effect twice, it says Conflict."""


class Table(Protocol):
    """One table, safe for many threads. Any method may raise StoreUnavailable and BadItem besides what it names."""

    def get(self, pk: str, sk: str, consistent: bool = True) -> Item | None:
        """The live item, or None."""

    def get_many(self, names: Sequence[tuple[str, str]]) -> list[Item | None]:
        """The live items of at most 100 (pk, sk), in the order asked, None for absent ones. Consistent."""

    def put(self, item: Item, expect: Expected = ANY) -> Item:
        """Write the item whole; answers it with its new version. Conflict (with the item in the way), TooLarge.

        Read, change and write back with `put(changed, item.version)`: no update is lost.
        """

    def delete(self, pk: str, sk: str, expect: Expected = ANY) -> bool:
        """Remove the item; True when a live one was seen to be removed. Raises Conflict.

        To claim something exactly once use `put` with a version, not `delete`: after a lost answer a repeated
        delete cannot know who removed the item and says Conflict.
        """

    def query(
        self, pk: str, sk_prefix: str = "", after: str | None = None, limit: int = 100, reverse: bool = False
    ) -> Page:
        """Live items of the key whose sk begins with the prefix, by sk, at most `limit` (1 to MAX_PAGE).

        Raises BadCursor.
        """

    def query_due(
        self, partition: str, until: str | None = None, after: str | None = None, limit: int = 100
    ) -> Page:
        """Live items whose `due` is the partition and `due_at` <= until, by due_at (any order among equals).

        Raises BadCursor. The index may lag on DynamoDB by a moment: claim what it names with a versioned `put`.
        """

    def write(self, actions: Sequence[Action]) -> list[int | None]:
        """All actions or none. Answers each Put's new version (None with ANY or PRESENT, and for others).

        At most MAX_WRITE_ACTIONS, no two on one item. Raises Conflict naming the first failing action; TooLarge.
        """

    def add(
        self, pk: str, sk: str, deltas: Mapping[str, int], expires_at: int | None = None
    ) -> dict[str, int]:
        """Add to the named counters of a counter item (made at the first call, from 0) in one step.

        Answers all its counters. The item then reads as data {name: number}. The first `expires_at` given
        is kept. Names are ASCII letters, digits and "_". An item written by `put` is no counter
        item: BadItem. Money is never kept in counters: ledgers use versioned writes.
        """

    def erase(self, pk: str, limit: int = 1000) -> int:
        """Remove the items of the key, expired ones too, at most `limit` in this call; answers how many.

        Done when fewer than `limit` were removed; a call that broke off is simply made again.
        """

    def close(self) -> None:
        """Let go of connections; the table is not used afterwards."""
