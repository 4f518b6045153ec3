"""The line of every scheduled, queue and direct function, as a middleware of the app: no function needs to remember it.

What must not enter: what a function does. Only whole numbers of its answer are logged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from chalice.app import CloudWatchEvent

from . import log, metrics
from .services import current
from .settings import Settings, from_environment

EVENTS: Final = ("scheduled", "sqs", "pure_lambda")
COUNTS: Final = "counts"
"""Key under which a queue function's body adds counts to its answer; taken out before the answer leaves."""
OUTCOMES: Final = frozenset({"sent", "held", "shifted", "retry", "unknown", "check", "dead"})
"""Outcomes of a message that `cases.deliver` counts."""


def observed(event: Any, get_response: Callable[[Any], Any]) -> Any:
    """Run the function and write its line, also when it fails."""
    settings = _settings()
    if settings.on_lambda:
        log.install()
    started, name = metrics.begin(), _name(event)
    error: str | None = None
    counts: dict[str, int] = {}
    try:
        answer = get_response(event)
        counts = _counts(event, answer)
        return answer
    except Exception as fault:
        error = type(fault).__name__
        raise
    finally:
        _note(counts)
        if settings.log_requests:
            metrics.function(settings.stage, name, started, error, counts)


def _settings() -> Settings:
    opened = current()
    return opened.settings if opened else from_environment()


def _name(event: Any) -> str:
    """The function's name: Lambda's own ends with it (dasibom-prod-sweep); on one machine the kind of event serves."""
    context = getattr(event, "context", None)
    name = getattr(context, "function_name", None)
    return str(name).rsplit("-", 1)[-1] if name else type(event).__name__


def _counts(event: Any, answer: Any) -> dict[str, int]:
    """A sweep's answer is counts; a queue function names them; the answer of a direct call may tell of a person."""
    if not isinstance(answer, dict):
        return {}
    told = answer.pop(COUNTS, None) or (answer if isinstance(event, CloudWatchEvent) else {})
    return {k: int(v) for k, v in told.items() if isinstance(v, int)}


def _note(counts: Mapping[str, int]) -> None:
    for name, number in counts.items():
        if name == "rung" and number:
            metrics.note("Rung", number)
        elif name in ("cases", "expired") and number:
            metrics.note("Erased", number, kind=name)
        elif name in OUTCOMES and number:
            metrics.note("Messages", number, kind=name)
