"""JSON text: Korean unescaped, won as integers, rates as the exact decimal they are, and text written before as it is.

Most of an assessment holds for everybody on a day. That part is written once (`frame`) and only the person's own figures
are put between; a `Ready` in a document is such text. Pure.

>>> encode({"이율": Decimal("17.90"), "원금": 10**15, "줄": Ready(["[1,", "2]"])})
'{"이율":17.9,"원금":1000000000000000,"줄":[1,2]}'
>>> frame({"이름": "값", "값": None}, ("값",))
('{"이름":"값","값":', '}')
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

_GAP = "\x1f"
"""orjson escapes every control character inside a string, so a bare one can only stand where a gap was left."""


class Ready:
    """A value that is JSON text already, in pieces that are joined once, where the answer ends; `doc`, where given, is
    what it was written from."""

    __slots__ = ("doc", "pieces")

    def __init__(self, pieces: list[str], doc: Any = None) -> None:
        self.pieces, self.doc = pieces, doc

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def encode(value: Any) -> str:
    """JSON text. orjson writes an assessment some twenty times faster than the standard library (`bench/web.py`)."""
    return "".join(pieces(value))


def pieces(value: Any) -> list[str]:
    """JSON text in pieces, those of every `Ready` in their place."""
    import orjson  # who only wants verdicts does not wait for it

    if type(value) is Ready:
        return value.pieces
    ready: list[list[str]] = []

    def other(one: Any) -> Any:
        if type(one) is Ready:
            ready.append(one.pieces)
            return orjson.Fragment(_GAP)
        return _plain(one)

    text = orjson.dumps(value, default=other, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()
    if not ready:
        return [text]
    first, *rest = text.split(_GAP)
    made = [first]
    for inner, after in zip(ready, rest, strict=True):
        made += inner
        made.append(after)
    return made


def frame(doc: dict[str, Any], holes: Iterable[str]) -> tuple[str, ...]:
    """The text of a document in pieces, with a gap where each of these keys (in the document's order) has its value."""
    gaps = dict.fromkeys(holes, Ready([_GAP]))
    return tuple(encode({**doc, **gaps}).split(_GAP))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return exact_number(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def exact_number(value: Decimal) -> int | float | str:
    """A JSON number whose text is exactly the decimal; where a reader's binary float could not hold it, text."""
    if not value.is_finite():
        raise ValueError("only finite numbers are answered")
    if value == value.to_integral_value() and abs(value) < 10**15:
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)
