"""A table as it is on a bad day: throttled in the rush, sometimes after the write took effect."""

from __future__ import annotations

import random
from typing import Any

from chalicelib.store.table import StoreUnavailable, Table

_CALLS = frozenset({"get", "get_many", "query", "query_due", "put", "write", "delete", "add"})


class Throttled:
    """Passes calls on; a share of them is refused before, or loses its answer after, as `share` (0 to 1) says."""

    def __init__(self, inner: Table, chance: random.Random) -> None:
        self._inner, self._chance = inner, chance
        self.share = 0.02
        self.refused = 0

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._inner, name)
        if name not in _CALLS:
            return real

        def call(*given: Any, **more: Any) -> Any:
            luck = self._chance.random()
            if luck < self.share / 2:
                self.refused += 1
                raise StoreUnavailable("throttled")
            answer = real(*given, **more)
            if luck < self.share:
                self.refused += 1
                raise StoreUnavailable("answer lost")
            return answer

        return call
