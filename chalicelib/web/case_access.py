"""Who may touch a case: staff with a role, or the person whose session holds it. Everyone else is told there is none.

A case names its session; the bearer token is checked against that session, so a person needs no second secret. Routes
of cases are declared with auth CASE and their views wrapped with `held`, which admits before the view runs and turns
the typed errors of the case services into problems. What must not enter: what a view does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from chalicelib.aftercare.calendar import CalendarGap
from chalicelib.cases import errors
from chalicelib.cases import head as heads
from chalicelib.cases.head import Head
from chalicelib.shapes import Invalid
from chalicelib.store import keys
from chalicelib.store.table import Conflict

from . import idempotency, log, respond, tokens
from .call import Answer, Call
from .idempotency import Kept, Once, Replay
from .problem import Problem
from .staff import Staff

CASE: Final = "case"
"""The bearer token of the session that holds the case, or of staff. The view is wrapped with `held`."""
PERSON: Final = "person"
"""Who, in the audit trail, when the person did it."""
DESK: Final = ("counsellor", "supervisor")
BOOKING: Final = ("integration", "supervisor", "counsellor")
_NO_CALENDAR: Final = "그 해의 공휴일이 아직 등록되지 않아 날짜를 계산할 수 없습니다. 담당자에게 알려 주세요."


@dataclass(frozen=True, slots=True)
class Access:
    """An admitted caller and the case as it stood then. `staff` None: the person."""

    head: Head
    staff: Staff | None

    @property
    def id(self) -> str:
        return self.head.case.id

    @property
    def who(self) -> str:
        return self.staff.id if self.staff else PERSON


def staff_of(call: Call, roles: tuple[str, ...]) -> Staff | None:
    """The member of staff of this token, None for any other token. Raises Problem `forbidden`, `unauthorized`."""
    token = tokens.bearer(call.headers)
    staff = call.services.staff.verify(token)
    if staff is not None and not set(roles) & staff.roles:
        raise Problem("forbidden")
    if (
        staff is None and token.count(".") == 2
    ):  # a provider's token that is no longer good; sessions' have no stop
        raise Problem("unauthorized", "직원 인증을 확인할 수 없습니다. 다시 로그인해 주세요.")
    return staff


def session_of(call: Call, session_id: str) -> tokens.Session:
    """The session of this token. Raises Problem `not_found`, also for someone else's."""
    if not tokens.is_id(session_id):
        raise Problem("not_found")
    item = call.services.table.get(*keys.session(session_id))
    return tokens.open_session(session_id, tokens.bearer(call.headers), item)


def admit(call: Call, roles: tuple[str, ...]) -> Access:
    """Raises Problem `not_found` for an unknown case and for anybody else's alike, `forbidden` without the role."""
    staff = staff_of(call, roles)
    try:
        head = heads.read(call.services.table, call.params["case_id"])
    except errors.NotFound:
        if staff is None:  # the same words as for somebody else's case
            raise Problem("not_found") from None
        raise
    if staff is None:
        session_of(call, head.session_id or "")
    return Access(head, staff)


def held(*roles: str) -> Callable[[Callable[[Call, Access], Answer]], Callable[[Call], Answer]]:
    """Wrap a view (call, access) -> Answer so that it runs only for the person or staff with one of the roles."""

    def wrap(view: Callable[[Call, Access], Answer]) -> Callable[[Call], Answer]:
        @wraps(view)
        def admitted(call: Call) -> Answer:
            with told():
                return view(call, admit(call, roles))

        admitted.roles = roles  # type: ignore[attr-defined]  # read by the test that tries every role
        return admitted

    return wrap


@contextmanager
def told() -> Iterator[None]:
    """Errors of the case services as problems."""
    try:
        yield
    except errors.NotFound as fault:
        raise Problem("not_found", fault.detail) from None
    except errors.NotAllowed as fault:
        raise Problem("conflict", fault.detail) from None
    except errors.BadRequest as fault:
        raise Problem("validation", fault.detail) from None
    except errors.Mismatch as fault:
        raise Problem("idempotency_mismatch", fault.detail) from None
    except errors.Busy as fault:
        raise Problem("unavailable", fault.detail, headers={"Retry-After": "1"}) from None
    except CalendarGap:
        raise Problem("unavailable", _NO_CALENDAR) from None


def key_of(call: Call) -> str | None:
    """The Idempotency-Key of a route that admits by itself."""
    return idempotency.read_key(call.headers, anonymous=False)


def once(call: Call, owner_pk: str, body: Mapping[str, Any], make: Callable[[], Answer]) -> Answer:
    """Run `make` once per Idempotency-Key, after the caller was admitted: an answer is never given again to another.

    The key is claimed before and completed after the work. The services' own references keep the effect single where
    the record of the answer is lost.
    """
    key = key_of(call)
    if key is None:
        return make()
    table, now = call.services.table, call.services.epoch()
    record = Once(owner_pk, f"{call.method} {call.path.partition('?')[0]}", key, body, now)
    try:
        claim = record.claim(table)
    except Replay as replay:
        kept = replay.kept
        headers = {**kept.headers, "Idempotency-Replayed": "true"}
        return Answer(kept.body, kept.status, headers, kept.etag, content_type=respond.JSON_TYPE)
    try:
        with told():
            answer = make()
    except (Problem, Invalid, Conflict):
        record.release(table, claim)
        raise
    kept = Kept(answer.status, respond.encode(answer.body), dict(answer.headers), answer.etag)
    try:
        record.complete(table, claim, kept, call.services.epoch())
    except Conflict:
        log.event("idempotency_lease_lost", trace_id=call.trace_id, route=f"{call.method} case")

    return answer
