"""Answers in bytes: Korean unescaped, won as integers, rates as the exact decimal they are, safe headers on all.

Chalice escapes Korean (double the size) and makes floats of Decimals; this room encodes itself and hands Chalice
finished text. What must not enter: decisions about what to answer.

>>> encode({"이율": Decimal("17.90"), "원금": 10**15})
'{"이율":17.9,"원금":1000000000000000}'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import orjson
from chalice.app import Response

API_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
JSON_TYPE: Final = "application/json; charset=utf-8"
PROBLEM_TYPE: Final = "application/problem+json; charset=utf-8"


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


def encode(value: Any) -> str:
    """JSON text. orjson writes an assessment some twenty times faster than the standard library (`bench/web.py`)."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()


def response(status: int, body: str | bytes, content_type: str, headers: Mapping[str, Any]) -> Response:
    """A finished answer. Header values are made text (Chalice answers 500 on others) and hold no line break."""
    merged = {**API_HEADERS, "Content-Type": content_type, **headers}
    clean: dict[str, str | list[str]] = {
        name: str(value).replace("\r", " ").replace("\n", " ") for name, value in merged.items()
    }
    return Response(body=body, headers=clean, status_code=status)
