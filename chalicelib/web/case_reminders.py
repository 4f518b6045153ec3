"""How a person wants to be reached, over HTTP. A number counts as the person's own only when staff have checked it.

What must not enter: when a message may go out (`aftercare.contact`).
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from chalicelib.cases.inputs import RemindersIn

from .case_access import CASE, DESK, Access, held
from .case_schemas import REMINDERS
from .respond import encode
from .route import Answer, Call, Routes

if TYPE_CHECKING:
    from chalicelib.cases.head import Head

routes = Routes("진행 사례")

_EXAMPLE: Final = {
    "addresses": [{"channel": "sms", "to": "010-1234-5678"}],
    "blocked": [{"weekday": 2, "start": "12:00", "until": "14:00"}],
    "coached": True,
}


def unproven(body: RemindersIn, head: Head | None) -> RemindersIn:
    """The person's settings with `confirmed` only where it stood before: one cannot vouch for a number that a
    stranger may own, and messages about a plan would go there."""
    from chalicelib.cases import settings

    proven = {(a.channel, a.to) for a in head.person.addresses if a.confirmed} if head else set()
    addresses = tuple(
        a.replace(confirmed=(a.channel, settings.normal(a.channel, a.to)) in proven)
        for a in body.addresses or ()
    )
    return body.replace(addresses=addresses)


@routes.get(
    "/v1/cases/{case_id}/reminders",
    "안내 설정을 보여 줍니다",
    auth=CASE,
    answers=REMINDERS,
    edited=True,
    problems=("forbidden",),
)
@held(*DESK)
def show(call: Call, access: Access) -> Answer:
    """With the ETag that a change needs. The person sees the whole number so that it can be sent back; staff its edges."""
    return _shown(access)


@routes.put(
    "/v1/cases/{case_id}/reminders",
    "안내 설정을 바꿉니다",
    auth=CASE,
    body=RemindersIn,
    answers=REMINDERS,
    edited=True,
    example=_EXAMPLE,
    problems=("forbidden", "conflict"),
)
@held(*DESK)
def put(call: Call, access: Access) -> Answer:
    """The whole of the settings: what is left out is empty. Needs If-Match, so that a refusal sent by message meanwhile
    is not undone by an older screen."""
    from chalicelib.cases import settings

    body = call.body if access.staff else unproven(call.body, access.head)
    now, seen = call.services.now(), lambda head: call.require_match(_tag(head))
    head = settings.put(access.table, access.id, body, access.who, now, seen)
    return _shown(replace(access, head=head))


def _shown(access: Access) -> Answer:
    from chalicelib.cases import settings

    body = settings.shown(access.head)
    if access.staff is None:
        body["addresses"] = _addresses(access.head)
    return Answer(body, etag=_tag(access.head))


def _addresses(head: Head) -> list[dict[str, Any]]:
    return [{"channel": a.channel, "to": a.to, "confirmed": a.confirmed} for a in head.person.addresses]


def _tag(head: Head) -> str:
    """Of the settings alone: a payment booked meanwhile makes no screen stale."""
    from chalicelib.cases import settings

    whole = {**settings.shown(head), "addresses": _addresses(head)}
    return hashlib.sha256(encode(whole).encode()).hexdigest()[:24]
