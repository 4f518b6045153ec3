"""Structured log lines: one JSON object each, from fields that the caller names. Never personal data, never a token."""

from __future__ import annotations

import json
import logging
from typing import Any, Final

_LOG: Final = logging.getLogger("dasibom")
_LOG.setLevel(logging.INFO)


def event(name: str, level: str = "WARNING", **fields: Any) -> None:
    """Write one line. Fields are codes, ids of routes and traces, counts: nothing that a person said."""
    number = logging.getLevelNamesMapping()[level]
    if _LOG.isEnabledFor(number):
        _LOG.log(number, json.dumps({"event": name, **fields}, ensure_ascii=False, separators=(",", ":")))
