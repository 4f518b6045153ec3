"""A table that counts the calls made through it: how tests hold routes to "one read, one write".

What must not enter: anything that changes an answer.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from .table import ANY, Action, Expected, Item, Page, Table

READS = frozenset({"get", "get_many", "query", "query_due"})


class CountingTable:
    """Passes every call on to `inner`; `calls` says how often each method was called."""

    def __init__(self, inner: Table) -> None:
        self.inner = inner
        self.calls: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def reads(self) -> int:
        return sum(number for name, number in self.calls.items() if name in READS)

    @property
    def writes(self) -> int:
        return self.calls.total() - self.reads

    @contextmanager
    def counted(self) -> Iterator[Counter[str]]:
        """The calls made within the block, complete when it ends."""
        before, within = Counter(self.calls), Counter[str]()
        try:
            yield within
        finally:
            within.update(self.calls - before)

    def _count(self, name: str) -> None:
        with self._lock:
            self.calls[name] += 1

    def get(self, pk: str, sk: str, consistent: bool = True) -> Item | None:
        self._count("get")
        return self.inner.get(pk, sk, consistent)

    def get_many(self, names: Sequence[tuple[str, str]]) -> list[Item | None]:
        self._count("get_many")
        return self.inner.get_many(names)

    def put(self, item: Item, expect: Expected = ANY) -> Item:
        self._count("put")
        return self.inner.put(item, expect)

    def delete(self, pk: str, sk: str, expect: Expected = ANY) -> bool:
        self._count("delete")
        return self.inner.delete(pk, sk, expect)

    def query(
        self, pk: str, sk_prefix: str = "", after: str | None = None, limit: int = 100, reverse: bool = False
    ) -> Page:
        self._count("query")
        return self.inner.query(pk, sk_prefix, after, limit, reverse)

    def query_due(
        self, partition: str, until: str | None = None, after: str | None = None, limit: int = 100
    ) -> Page:
        self._count("query_due")
        return self.inner.query_due(partition, until, after, limit)

    def write(self, actions: Sequence[Action]) -> list[int | None]:
        self._count("write")
        return self.inner.write(actions)

    def add(
        self, pk: str, sk: str, deltas: Mapping[str, int], expires_at: int | None = None
    ) -> dict[str, int]:
        self._count("add")
        return self.inner.add(pk, sk, deltas, expires_at)

    def erase(self, pk: str, limit: int = 1000) -> int:
        self._count("erase")
        return self.inner.erase(pk, limit)

    def close(self) -> None:
        self.inner.close()
