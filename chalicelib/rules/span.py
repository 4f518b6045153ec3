"""Whole-number ranges: what is known of an amount when not every answer is there.

An exact amount is a range of one value, an unanswered one is open at an end (None). Sums and products keep the
honest bounds, so that a missing answer never turns into zero. No I/O, no law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A closed range of integers; `None` means that nothing bounds this end."""

    low: int | None
    high: int | None

    @property
    def exact(self) -> int | None:
        """The value when it is known to the won, else None.

        >>> Span(3, 3).exact
        3
        """
        return self.low if self.low == self.high else None

    @property
    def unknown(self) -> bool:
        return self.low is None and self.high is None

    def __add__(self, other: object) -> Span:
        if not isinstance(other, Span):
            return NotImplemented
        return Span(_both(int.__add__, self.low, other.low), _both(int.__add__, self.high, other.high))

    def minus(self, other: Span) -> Span:
        """Difference; the ends cross, as they must.

        >>> Span(10, 12).minus(Span(1, 5))
        Span(low=5, high=11)
        """
        return Span(_both(int.__sub__, self.low, other.high), _both(int.__sub__, self.high, other.low))

    def map(self, rising: Callable[[int], int]) -> Span:
        """Apply a function that never falls as its argument grows."""
        return Span(
            None if self.low is None else rising(self.low), None if self.high is None else rising(self.high)
        )

    def at_least(self, floor: int) -> Span:
        """The larger of the value and a floor, at both ends."""
        low = floor if self.low is None else max(floor, self.low)
        return Span(low, None if self.high is None else max(floor, self.high))

    def at_most(self, other: Span) -> Span:
        """The smaller of two amounts."""
        highs = [end for end in (self.high, other.high) if end is not None]
        return Span(_both(min, self.low, other.low), min(highs) if highs else None)

    def json(self) -> dict[str, int | None]:
        return {"low": self.low, "high": self.high}


UNKNOWN = Span(None, None)
ZERO = Span(0, 0)
SOME = Span(0, None)
"""An amount that nobody told; it is at least zero."""


def exactly(value: int | None) -> Span:
    """A told amount, or an amount of at least zero that was not told."""
    return SOME if value is None else Span(value, value)


def total(spans: Iterable[Span]) -> Span:
    low: int | None = 0
    high: int | None = 0
    for a, b in spans:
        low = None if low is None or a is None else low + a
        high = None if high is None or b is None else high + b
    return Span(low, high)


def hull(*spans: Span) -> Span:
    """The smallest range that holds all of them."""
    lows, highs = [s.low for s in spans], [s.high for s in spans]
    return Span(
        None if None in lows else min(end for end in lows if end is not None),
        None if None in highs else max(end for end in highs if end is not None),
    )


def _both(join: Callable[[int, int], int], a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else join(a, b)
