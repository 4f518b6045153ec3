"""The clock at the edge. The service thinks in Asia/Seoul, which has had no summer time since 1988.

Everything below this room takes `today`, `as_of` or `now` as a parameter.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

SEOUL = timezone(timedelta(hours=9), "Asia/Seoul")
"""A fixed offset, so that no time-zone data has to be packaged."""


def now() -> datetime:
    """The present moment in Asia/Seoul, with its offset, cut to whole seconds."""
    return datetime.now(SEOUL).replace(microsecond=0)
