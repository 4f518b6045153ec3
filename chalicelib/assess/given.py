"""Which function works out which fact of a case, and when: at the first reading.

A function says with `@gives("income", "yearly_income")` what it writes; the first reader of one of these calls it, and
everything it wrote is there for the next. So a verdict that one condition closes pays for the facts of that condition
and no others, and nobody has to keep an order in which facts come into being.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Facts = dict[str, Any]
Giver = Callable[[Any, Facts], None]
"""Called with the case and the facts to write into (the same object)."""
GIVERS: dict[str, Giver] = {}


def gives(*names: str) -> Callable[[Giver], Giver]:
    """Register a function as the only one that gives these facts."""

    def register(giver: Giver) -> Giver:
        for name in names:
            if name in GIVERS:
                raise ValueError(f"two functions give {name}")
            GIVERS[name] = giver
        return giver

    return register


class Given(dict[str, Any]):
    """Facts by name, worked out when first read. Reading a name that nobody gives raises KeyError."""

    __slots__ = ()

    def __missing__(self, name: str) -> Any:
        GIVERS[name](self, self)
        if name not in self:
            raise KeyError(name)
        return self[name]


__all__ = ["GIVERS", "Facts", "Given", "gives"]
