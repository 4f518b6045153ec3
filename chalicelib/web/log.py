"""Structured log lines: one JSON object each, from fields that the caller names. Never personal data, never a token.

On Lambda every line of the process becomes JSON, also those of libraries: of a foreign line only its logger, its level
and its template are kept, because its arguments may hold what a person wrote.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from typing import Any, Final

_LOG: Final = logging.getLogger("dasibom")
_LOG.setLevel(logging.INFO)
_OWN: Final = ("dasibom", "chalicelib")
_MACHINE_MADE: Final = re.compile(r"[0-9a-f]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MANY_DIGITS: Final = 7


def event(name: str, level: str = "WARNING", **fields: Any) -> None:
    """Write one line. Fields are codes, ids of routes and traces, counts: nothing that a person said."""
    number = logging.getLevelNamesMapping()[level]
    if _LOG.isEnabledFor(number):
        if "trace_id" in fields:
            fields["trace_id"] = trace(str(fields["trace_id"]))
        _LOG.log(number, json.dumps({"event": name, **fields}, ensure_ascii=False, separators=(",", ":")))


def trace(trace_id: str) -> str:
    """The trace id as it may be logged: one that somebody typed and that holds a number such as a telephone's is
    replaced by its digest, under which an operator finds it again.

    >>> trace("3f2a9c0d5b7e4a183f2a9c0d5b7e4a18"), trace("010-1234-5678")[:2]
    ('3f2a9c0d5b7e4a183f2a9c0d5b7e4a18', 'd-')
    """
    if _MACHINE_MADE.fullmatch(trace_id) or sum(char.isdigit() for char in trace_id) < _MANY_DIGITS:
        return trace_id
    return "d-" + hashlib.sha256(trace_id.encode()).hexdigest()[:30]


class JsonLines(logging.Formatter):
    """Every record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        own = record.name.partition(".")[0] in _OWN
        message = record.getMessage() if own else (str(record.msg) if record.args else "")
        if own and message.startswith("{"):
            return message
        fields = {"event": "log", "level": record.levelname, "logger": record.name, "says": message[:300]}
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__  # its message may repeat what was sent
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def install() -> None:
    """Let every handler of the process write JSON lines; Lambda's own puts a prefix before each line otherwise."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
