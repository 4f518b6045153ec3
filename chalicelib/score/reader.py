"""One column read block by block, as numbers or as category codes, and the faults of a block's rows.

A value is judged exactly as `Card.score` judges it: text in a number column, a number in a category column, a bool
anywhere are faults of that row, not of the file.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from chalicelib.score.batch import Encoded


class Faults:
    """Rows of one block that cannot be scored; the first fault of a row is kept."""

    def __init__(self, np: Any, rows: int) -> None:
        self.np = np
        self.mask = np.zeros(rows, dtype=bool)
        self.why: dict[int, tuple[str, str]] = {}

    @property
    def any(self) -> bool:
        return bool(self.why)

    def add(self, where: Any, name: str, why: str, concerned: Any) -> None:
        """Rows of a mask, as far as `concerned` (None = every row)."""
        if concerned is not None:
            where = where & concerned
        if where.any():
            for i in self.np.flatnonzero(where):
                self.why.setdefault(int(i), (name, why))
            self.mask |= where

    def add_each(self, wrong: dict[int, str], name: str, concerned: Any) -> None:
        """Single rows, each with its own reason."""
        for i, why in wrong.items():
            if concerned is None or concerned[i]:
                self.why.setdefault(i, (name, why))
                self.mask[i] = True


class Reader:
    """Numbers come as float64 with NaN for missing; codes index the given names, then missing, then other."""

    def __init__(self, np: Any, column: Any) -> None:
        self.np, self.column = np, column
        self._lookups: dict[tuple[str, ...], Any] = {}
        self.array: Any = None
        if not isinstance(column, (Encoded, list, tuple)):
            array = np.asarray(column)
            if array.dtype.kind in "fiu":
                self.array = array
            else:
                self.column = array.tolist()

    def numbers(self, start: int, stop: int) -> tuple[Any, dict[int, str]]:
        np = self.np
        if self.array is not None:
            return self.array[start:stop].astype(np.float64, copy=False), {}
        wrong: dict[int, str] = {}
        out = np.full(stop - start, np.nan)
        if isinstance(self.column, Encoded):
            codes = np.asarray(self.column.codes[start:stop])
            return out, {int(i): "not a number" for i in np.flatnonzero(codes >= 0)}
        for i, value in enumerate(self.column[start:stop]):
            if value is None:
                continue
            if type(value) not in (int, float, Decimal):
                wrong[i] = "not a number"
                continue
            try:
                out[i] = float(value)
            except (OverflowError, ValueError):
                wrong[i] = "outside the card's range"
        return out, wrong

    def codes(self, names: tuple[str, ...], start: int, stop: int) -> tuple[Any, dict[int, str]]:
        np = self.np
        missing, other = len(names), len(names) + 1
        if isinstance(self.column, Encoded):
            if names not in self._lookups:
                at = {v: i for i, v in enumerate(names)}
                found = [at.get(v, other) for v in self.column.categories]
                self._lookups[names] = np.array([*found, missing], dtype=np.intp)
            # a negative code picks the last entry, which is "missing"
            codes = np.maximum(np.asarray(self.column.codes[start:stop]), -1)
            return self._lookups[names].take(codes, mode="wrap"), {}
        if self.array is not None:
            return np.full(stop - start, missing, dtype=np.intp), dict.fromkeys(
                range(stop - start), "not a category"
            )
        lookup = self._lookups.get(names)
        if lookup is None:
            lookup = self._lookups[names] = _Lookup(names)
        values = self.column[start:stop]
        try:
            out = np.fromiter(map(lookup.__getitem__, values), dtype=np.intp, count=stop - start)
        except TypeError:  # something unhashable among them
            out = np.array(
                [lookup[v] if v is None or type(v) is str else _WRONG for v in values], dtype=np.intp
            )
        wrong_at = np.flatnonzero(out == _WRONG)
        out[wrong_at] = missing
        return out, {int(i): "not a category" for i in wrong_at}


_WRONG = -1


class _Lookup(dict[Any, int]):
    """Code by text; None is missing, an unseen text is other, anything else is wrong."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__({v: i for i, v in enumerate(names)})
        self[None] = len(names)
        self.other = len(names) + 1

    def __missing__(self, key: Any) -> int:
        return self.other if type(key) is str else _WRONG
