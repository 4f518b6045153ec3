"""A table for one request: what was read ahead, in one call, answers the reads that follow until something is written.

So a service that reads the case and writes it costs one read and one write, however many steps look at the case on the
way. Only while nothing was refused: after a `Conflict` every read is made anew. What must not enter: what an item means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .table import ANY, Action, Conflict, Expected, Item, Page, Table


class Ahead:
    """`found`: items read a moment ago by name, None for those that were not there. For one thread."""

    def __init__(self, inner: Table, found: Mapping[tuple[str, str], Item | None] | None = None) -> None:
        self.inner = inner
        self.found = dict(found or {})

    def read(self, names: Sequence[tuple[str, str]]) -> list[Item | None]:
        """The items, read in one call and kept for the reads that follow. Raises StoreUnavailable."""
        missing = [name for name in dict.fromkeys(names) if name not in self.found]
        if len(missing) == 1:
            self.found[missing[0]] = self.inner.get(*missing[0])
        elif missing:
            self.found.update(zip(missing, self.inner.get_many(missing), strict=True))
        return [self.found[name] for name in names]

    def get(self, pk: str, sk: str, consistent: bool = True) -> Item | None:
        if (pk, sk) in self.found:
            return self.found[pk, sk]
        return self.inner.get(pk, sk, consistent)

    def get_many(self, names: Sequence[tuple[str, str]]) -> list[Item | None]:
        if all((pk, sk) in self.found for pk, sk in names):
            return [self.found[pk, sk] for pk, sk in names]
        return self.inner.get_many(names)

    def put(self, item: Item, expect: Expected = ANY) -> Item:
        self.found.clear()
        return self.inner.put(item, expect)

    def delete(self, pk: str, sk: str, expect: Expected = ANY) -> bool:
        self.found.clear()
        return self.inner.delete(pk, sk, expect)

    def query(
        self, pk: str, sk_prefix: str = "", after: str | None = None, limit: int = 100, reverse: bool = False
    ) -> Page:
        return self.inner.query(pk, sk_prefix, after, limit, reverse)

    def query_due(
        self, partition: str, until: str | None = None, after: str | None = None, limit: int = 100
    ) -> Page:
        return self.inner.query_due(partition, until, after, limit)

    def write(self, actions: Sequence[Action]) -> list[int | None]:
        self.found.clear()
        try:
            return self.inner.write(actions)
        except Conflict as conflict:
            self.refused(actions, conflict)
            raise

    def refused(self, actions: Sequence[Action], conflict: Conflict) -> None:
        """Called when a write met another one; a subclass may raise what it knows of it."""

    def add(
        self, pk: str, sk: str, deltas: Mapping[str, int], expires_at: int | None = None
    ) -> dict[str, int]:
        self.found.clear()
        return self.inner.add(pk, sk, deltas, expires_at)

    def erase(self, pk: str, limit: int = 1000) -> int:
        self.found.clear()
        return self.inner.erase(pk, limit)

    def close(self) -> None:
        self.inner.close()
