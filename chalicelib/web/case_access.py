"""Who may touch a case: staff with a role, or the person whose session holds it. Everyone else is told there is none.

A case names its session; the bearer token is checked against that session, so a person needs no second secret. Routes
of cases are declared with auth CASE and their views wrapped with `held`, which admits before the view runs and turns
the typed errors of the case services into problems. What must not enter: what a view does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Final

from chalicelib.cases import errors
from chalicelib.shapes import Record
from chalicelib.store import keys

from . import tokens
from .call import Answer, Call
from .idempotency import Once
from .keeping import Keeping
from .problem import Problem
from .staff import Staff

if TYPE_CHECKING:
    from chalicelib.cases.head import Head

CASE: Final = "case"
"""The bearer token of the session that holds the case, or of staff. The view is wrapped with `held`."""
PERSON: Final = "person"
"""Who, in the audit trail, when the person did it."""
DESK: Final = ("counsellor", "supervisor")
BOOKING: Final = ("integration", "supervisor", "counsellor")
_NO_CALENDAR: Final = "그 해의 공휴일이 아직 등록되지 않아 날짜를 계산할 수 없습니다. 담당자에게 알려 주세요."


@dataclass(frozen=True, slots=True)
class Access:
    """An admitted caller and the case as it stood then. `staff` None: the person. `table`: holds what was read."""

    head: Head
    staff: Staff | None
    table: Keeping

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


def session_of(call: Call, table: Keeping, session_id: str) -> tokens.Session:
    """The session of this token, read together with the key's record. Raises Problem `not_found`, also for someone
    else's."""
    if not tokens.is_id(session_id):
        raise Problem("not_found")
    item, *_ = table.read([keys.session(session_id), *([table.once.name] if table.once else ())])
    return tokens.open_session(session_id, tokens.bearer(call.headers), item)


Names = Callable[[Call, str], Sequence[keys.Name]]
"""(call, who) -> what a view will read besides the case: read with it in one call."""


def once_of(call: Call, owner_pk: str, who: str) -> Once | None:
    """The record of the Idempotency-Key of this caller below `owner_pk`; an answer is never given again to another."""
    if call.idempotency_key is None:
        return None
    body = call.body.dump() if isinstance(call.body, Record) else call.body
    route = f"{who} {call.method} {call.path.partition('?')[0]}"
    return Once(owner_pk, route, call.idempotency_key, body, call.services.epoch())


def admit(call: Call, roles: tuple[str, ...], also_read: Names = lambda call, who: ()) -> Access:
    """One read brings the case, the session that its person's token names, the key's record and what the view reads.

    Raises Problem `not_found` for an unknown case and for anybody else's alike, `forbidden` without the role.
    """
    from chalicelib.cases import head as heads

    staff = call.staff or staff_of(call, roles)
    who = staff.id if staff else PERSON
    case_id = call.params["case_id"]
    session_id = None if staff else tokens.session_named(tokens.bearer(call.headers))
    once = once_of(call, keys.case_pk(case_id), who)
    table = Keeping(call.services.table, once)
    own = [keys.session(session_id)] if session_id else []
    item, *_ = table.read([keys.case(case_id), *own, *([once.name] if once else ()), *also_read(call, who)])
    if item is None:
        if staff is None:  # the same words as for somebody else's case
            raise Problem("not_found")
        raise Problem("not_found", errors.NotFound().detail)
    head = heads.from_item(case_id, item)
    if staff is None:
        holder = head.session_id or ""
        if not tokens.is_id(holder) or session_id not in (None, holder):
            raise Problem("not_found")
        tokens.open_session(holder, tokens.bearer(call.headers), table.read([keys.session(holder)])[0])
    return Access(head, staff, table)


def held(
    *roles: str, also_read: Names = lambda call, who: ()
) -> Callable[[Callable[[Call, Access], Answer]], Callable[[Call], Answer]]:
    """Wrap a view (call, access) -> Answer so that it runs only for the person or staff with one of the roles."""

    def wrap(view: Callable[[Call, Access], Answer]) -> Callable[[Call], Answer]:
        @wraps(view)
        def admitted(call: Call) -> Answer:
            with told():
                return view(call, admit(call, roles, also_read))

        admitted.roles = roles  # type: ignore[attr-defined]  # read by the test that tries every role
        return admitted

    return wrap


@contextmanager
def told() -> Iterator[None]:
    """Errors of the case services as problems."""
    from chalicelib.aftercare.calendar import CalendarGap

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
