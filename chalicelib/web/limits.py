"""How often one caller may write or cost: per session, per member of staff, and per address where nobody is known.

Counted in this process first, which costs nothing; only whoever comes near a limit is counted in the store as well,
with one atomic addition that all processes share. So an ordinary visitor pays no call and one who hammers pays one. The
firewall in front counts coarsely by address and token before a function runs; this counts by what a route costs.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from chalicelib.store import keys
from chalicelib.store.table import StoreError, Table

from . import log
from .problem import Problem

if TYPE_CHECKING:
    from .route import Route

WINDOW_SECONDS: Final = 60
FREE_SHARE: Final = 4
"""A quarter of a limit is counted in the process alone."""
WAIT_SECONDS: Final = 1.0
"""How long a request waits for another thread's addition to the same counter; on Lambda there is no other thread."""
MOST_CALLERS: Final = 10_000
"""Callers remembered at once; beyond, the store counts from the first request on."""
DEFAULTS: Final[Mapping[str, int]] = {
    "session": 90,
    "turns": 15,
    "opening": 60,
    "address": 600,
    "staff": 1200,
}
"""Requests a minute: changes of one session, turns of one session, sessions opened and codes tried from one address (a
branch with many booths shares one), other open requests from it, changes by one token at the desk or of a case."""
_OPENINGS: Final = ("/v1/sessions", "/v1/handovers")


def read(text: str) -> dict[str, int]:
    """Limits of a setting such as "turns=10 address=300"; what it does not name keeps its default; "off": none.

    Raises ValueError naming the part that cannot be read.
    """
    if text.strip() == "off":
        return {}
    found = dict(DEFAULTS)
    for one in text.split():
        name, _, number = one.partition("=")
        if name not in DEFAULTS or not (number.isascii() and number.isdigit() and 0 < int(number) < 10**6):
            raise ValueError(f"RATE_LIMITS holds {one[:40]!r}; {' '.join(DEFAULTS)} with =number are known")
        found[name] = int(number)
    return found


def of(route: Route) -> str | None:
    """The limit under which a route falls: those that write or cost. None: it is not limited here."""
    if route.files or route.method == "GET":
        return None
    if route.auth == "open":
        return "opening" if route.path in _OPENINGS else "address"
    if route.auth in ("staff", "case"):
        return "staff"
    return "turns" if route.method == "POST" and route.path.endswith("/messages") else "session"


class Limiter:
    """One per process. Safe for many threads."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        self._limits = dict(limits)
        self._lock = threading.Lock()
        self._minute = -1
        self._seen: dict[str, int] = {}
        self._over: set[str] = set()
        self._paid: dict[str, threading.Event] = {}

    def check(self, table: Table, name: str, who: str, epoch: int) -> None:
        """Count one request of `who` under the limit `name`. Raises Problem `too_many_requests`.

        A store that does not answer lets the request pass: the limit protects, it must not be what fails.
        """
        limit = self._limits.get(name)
        if limit is None:
            return
        minute = epoch // WINDOW_SECONDS
        # The minute goes into the digest, so that what is stored links no two minutes of one address.
        caller = f"{name}.{keys.digest(f'{minute} {who}')}"
        added = self._count(minute, caller, limit)
        if added == 0:
            return
        if added > 0:
            expires = (minute + 2) * WINDOW_SECONDS
            paid = self._paid.get(caller)
            if paid is not None and added == 1:
                paid.wait(WAIT_SECONDS)  # what was free is counted first, or as many again would pass
            try:
                total = table.add(*keys.counter("rate", f"{minute}.{caller}"), {"n": added}, expires)["n"]
            except StoreError as error:
                log.event("limit_not_counted", error=type(error).__name__)
                return
            finally:
                if paid is not None and added > 1:
                    paid.set()
            if total <= limit:
                return
            with self._lock:
                self._over.add(caller)
        left = (minute + 1) * WINDOW_SECONDS - epoch
        raise Problem("too_many_requests", headers={"Retry-After": str(max(1, left))})

    def _count(self, minute: int, caller: str, limit: int) -> int:
        """How many requests to add in the store: 0 while few; -1 when the caller is known to be over."""
        free = max(1, limit // FREE_SHARE)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._seen.clear()
                self._over.clear()
                self._paid.clear()
            if caller in self._over:
                return -1
            if caller not in self._seen and len(self._seen) >= MOST_CALLERS:
                return 1
            number = self._seen[caller] = self._seen.get(caller, 0) + 1
            if number == free + 1:
                self._paid[caller] = threading.Event()
        if number <= free:
            return 0
        return number if number == free + 1 else 1
