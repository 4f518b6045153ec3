"""Who a member of staff is. A verifier turns a bearer token into a `Staff` or None; which verifier is in use is decided
where the services are opened: a development key on one machine, an identity provider's tokens on AWS, else nobody.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final, Protocol

ROLES: Final = {
    "counsellor": "상담사",
    "integration": "연계 시스템",
    "operator": "운영자",
    "supervisor": "관리자",
}


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff or a connected system: an id for the audit trail (never a name) and its roles."""

    id: str
    roles: frozenset[str]


class StaffVerifier(Protocol):
    def verify(self, token: str) -> Staff | None:
        """Who holds this token, or None. Never raises for a bad token."""


class NoStaff:
    """No identity provider is configured: nobody is staff."""

    def verify(self, token: str) -> Staff | None:
        return None


class DevelopmentKey:
    """One key with every role, for one machine. `local` makes it and prints it; it is never read on Lambda."""

    def __init__(self, key: str) -> None:
        self._digest = hashlib.sha256(key.encode()).digest()

    def verify(self, token: str) -> Staff | None:
        given = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        if not hmac.compare_digest(given, self._digest):
            return None
        return Staff("development", frozenset(ROLES))
