"""The protocol of a channel and the outcomes that matter: accepted, refused, not now, or nobody knows.

The reference is made by us and stays the same for a message, however often it is tried: a vendor that keeps
references accepts it once, and can be asked what became of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

Outcome = Literal["accepted", "not_found", "unknown"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to go. `to` and `text` never reach a log; both are left out of the repr."""

    reference: str
    channel: str
    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str = field(repr=False, default="")


class ChannelError(Exception):
    """Base; `code` is safe to store and log."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class NotAccepted(ChannelError):
    """Surely not accepted, may be tried again later (throttled, vendor down before it took the message)."""


class Refused(ChannelError):
    """Surely not accepted and never will be (bad number, blocked by the vendor, opted out at the carrier)."""


class UnknownOutcome(ChannelError):
    """The request went out and no answer came: it may have been accepted. Never sent again before asking."""


class Channel(Protocol):
    """One way to send."""

    def send(self, message: Outgoing) -> str:
        """Hand the message over; answers the vendor's id. Raises NotAccepted, Refused, UnknownOutcome."""

    def ask(self, reference: str) -> Outcome:
        """What became of an earlier attempt. `unknown` where the vendor cannot tell."""


class Channels(Protocol):
    """The channels an installation has, by name (sms, email, alimtalk, outbox)."""

    def get(self, name: str) -> Channel | None: ...
