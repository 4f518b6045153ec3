"""Answers in bytes: Korean unescaped, won as integers, rates as the exact decimal they are, safe headers on all.

Chalice escapes Korean (double the size) and makes floats of Decimals; this room encodes itself and hands Chalice
finished text. What must not enter: decisions about what to answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson  # noqa: F401 - loaded when the function starts, not by its first answer
from chalice.app import Response

from chalicelib.jsontext import encode

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


def response(status: int, body: str | bytes, content_type: str, headers: Mapping[str, Any]) -> Response:
    """A finished answer. Header values are made text (Chalice answers 500 on others) and hold no line break."""
    merged = {**API_HEADERS, "Content-Type": content_type, **headers}
    clean: dict[str, str | list[str]] = {
        name: str(value).replace("\r", " ").replace("\n", " ") for name, value in merged.items()
    }
    return Response(body=body, headers=clean, status_code=status)


__all__ = ["API_HEADERS", "JSON_TYPE", "PROBLEM_TYPE", "encode", "response"]
