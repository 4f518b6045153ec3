"""Bodies of the scheduled and queue functions. app.py registers each in two lines and passes what it works with.

Bodies stand one to a file and take table, doorbell, channels and the moment as arguments; here they meet the services
and Lambda's remaining time. Imports are made when a function runs: each function's cold start pays for itself alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from chalicelib.channels.doorbell import Doorbell
from chalicelib.store.table import Table

if TYPE_CHECKING:
    from chalicelib.channels.base import Channel

LEAVE_MILLISECONDS: Final = 5000
"""A walk stops when the function has this long to live; what is left is due at the next run as well."""


class Works(Protocol):
    """What a function works with: the services of the web room, or a test's own."""

    @property
    def table(self) -> Table: ...

    @property
    def doorbell(self) -> Doorbell: ...

    @property
    def now(self) -> Callable[[], datetime]: ...

    def channels(self) -> dict[str, Channel]: ...


class Periods(Protocol):
    """How long things are kept."""

    @property
    def case_days(self) -> int: ...


class Keeps(Works, Protocol):
    """What the nightly erasure works with."""

    @property
    def settings(self) -> Periods: ...


def stop_in_time(context: Any) -> Callable[[], bool]:
    """Whether to stop now: true when Lambda's time is nearly up; without a context (one machine) never."""
    if context is None:
        return lambda: False
    return lambda: context.get_remaining_time_in_millis() < LEAVE_MILLISECONDS


def sweep_due(works: Works, context: Any) -> dict[str, Any]:
    """Ring for every reminder that is due. Raises StoreUnavailable; the next run makes it good."""
    from .sweep import sweep

    done = sweep(works.table, works.doorbell, works.now(), stop_in_time(context))
    return {"rung": done.rung, "pages": done.pages, "finished": done.finished}


def send_rung(works: Works, records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Send for each ring; the answer names the rings to deliver again. `counts` is taken out by the app's middleware."""
    from .send import batch

    counts: dict[str, int] = {}
    return {**batch(works.table, works.channels(), records, works.now(), counts), "counts": counts}


def rerun_cases(works: Works, context: Any) -> dict[str, Any]:
    """Judge stored cases and assessments again when the law changed. Raises StoreUnavailable; the next run goes on."""
    from .rejudge import rejudge
    from .rerun import rerun

    stop = stop_in_time(context)
    done = rerun(works.table, works.now(), stop)
    judged = rejudge(works.table, works.now(), stop)
    return {
        "changed": len(done.keys_changed),
        "seen": done.seen,
        "helped": done.helped,
        "assessments_seen": judged.seen,
        "assessments_changed": judged.changed,
        "finished": done.finished and judged.finished,
    }


def retain(works: Keeps, context: Any) -> dict[str, Any]:
    """Erase what has been kept long enough. Raises StoreUnavailable; the next run goes on."""
    from .retention import retain as body

    done = body(works.table, works.now(), works.settings.case_days, stop_in_time(context))
    return {"cases": done.cases, "expired": done.expired, "finished": done.finished}


def score_one(event: Any, today: date) -> dict[str, Any]:
    """Score one person, asked for by a system inside the account."""
    from .score import invoked

    return invoked(event, today)


def score_part(event: Mapping[str, Any]) -> dict[str, Any]:
    """Score one part of a portfolio. Raises BadJob."""
    from .score_batch import score_part as body

    return body(event)


def score_add_up(event: Mapping[str, Any]) -> dict[str, Any]:
    """Add a portfolio's tallies up and write its report. Raises BadJob."""
    from .score_batch import add_up

    return add_up(event)
