"""What a view is given (`Call`) and what it gives back (`Answer`)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.store.table import Action

from .idempotency import Once
from .problem import Problem
from .services import Services
from .staff import Staff
from .tokens import Session


@dataclass(slots=True)
class Call:
    """One request, read and checked.

    params: parts of the path, each of the form of an id. query, body: the route's Records (`body` is a plain dict
    where the route takes a merge patch). session: set on routes with SESSION. staff: set on routes with STAFF.
    raw_query: parameters as they came, for routes that declare none. once: the record of the Idempotency-Key, where
    the wrapper knows whose it is. seconds_left: that the function may still run, None where nothing ends it. nonce: what tells this request from every other.
    """

    services: Services
    trace_id: str
    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    raw_query: Mapping[str, list[str]] = field(default_factory=dict)
    query: Any = None
    body: Any = None
    session: Session | None = None
    staff: Staff | None = None
    idempotency_key: str | None = None
    once: Once | None = None
    seconds_left: float | None = None
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def held(self) -> Session:
        """The session of a route with SESSION."""
        assert self.session is not None, "the route is not declared with SESSION"
        return self.session

    @property
    def worker(self) -> Staff:
        """The member of staff of a route with STAFF."""
        assert self.staff is not None, "the route is not declared with STAFF"
        return self.staff

    def as_of(self, given: date | None = None) -> date:
        """The day the law is asked for: the one given, else the query's, else today in Seoul."""
        return given or getattr(self.query, "as_of", None) or self.services.today()

    def require_match(self, current: str) -> None:
        """Let a change pass only when the caller has seen what stands. `current`: the ETag without quotes.

        Raises Problem `precondition_required` (no If-Match) or `stale`.
        """
        given = self.headers.get("if-match")
        if given is None:
            raise Problem("precondition_required")
        if not matches(given, current, weak=False):
            raise Problem("stale", headers={"ETag": f'"{current}"'})


def matches(header: str, current: str, weak: bool) -> bool:
    """Whether an If-Match or If-None-Match header names the current tag (RFC 9110, 8.8.3.2)."""
    for tag in header.split(","):
        tag = tag.strip()
        if tag == "*":
            return True
        if weak and tag.startswith("W/"):
            tag = tag[2:]
        if tag == f'"{current}"':
            return True
    return False


@dataclass(slots=True)
class Answer:
    """What a view answers.

    body: JSON values (won as int, rates as Decimal), or text or bytes with `content_type` set; None: no body.
    etag: without quotes. writes: what must be stored for this answer to be true; the wrapper makes them all or none,
    together with the record of the Idempotency-Key. keep: the body to record for a repeated request when `body`
    holds a secret; the route's `restore` puts the secret back.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    content_type: str | None = None
    writes: Sequence[Action] = ()
    keep: Any = None
