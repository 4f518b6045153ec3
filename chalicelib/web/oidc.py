"""Staff tokens of an identity provider (OpenID Connect): a signed JWT becomes a `Staff`, anything else nobody.

Only RS256 is taken, whatever the token says about itself; `none`, HMAC and keys inside the token never are. Imported
when an issuer is configured and a desk route is called. What must not enter: passwords, sessions of people, names.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .oidc_keys import KeySet
from .oidc_rsa import decode, verifies
from .staff import ROLES, Staff

ALGORITHM: Final = "RS256"
LEEWAY_SECONDS: Final = 60
MAX_LIFE_SECONDS: Final = 12 * 3600
"""A token that lives longer than a working day is refused: it could not be taken back."""
MAX_LENGTH: Final = 8192
_ID: Final = re.compile(r"[A-Za-z0-9_.:@|=+-]{1,128}\Z")


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """issuer: as the token names it. audience: this service as the provider knows it. roles_claim: where roles stand,
    with full stops between levels. jwks_url: of the key set; empty: found by discovery."""

    issuer: str
    audience: str
    roles_claim: str = "roles"
    jwks_url: str = ""


class OidcVerifier:
    """A StaffVerifier. `epoch`: the present moment in seconds."""

    def __init__(self, settings: OidcSettings, epoch: Callable[[], int], keys: KeySet | None = None) -> None:
        self._settings, self._epoch = settings, epoch
        self._keys = keys or KeySet(settings.issuer, settings.jwks_url)

    def verify(self, token: str) -> Staff | None:
        """Who holds this token, or None. Never raises for a bad token."""
        try:
            claims = self._claims(token)
            return self._staff(claims) if claims is not None else None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def _claims(self, token: str) -> Mapping[str, Any] | None:
        if len(token) > MAX_LENGTH:
            return None
        head, payload, signature = token.split(".")
        header = json.loads(decode(head))
        # `crit` names extensions that must be understood: none is. `jwk`, `jku`, `x5u` are never read.
        if header["alg"] != ALGORITHM or "crit" in header or not isinstance(header["kid"], str):
            return None
        signed = f"{head}.{payload}".encode("ascii")
        seal = decode(signature)
        key = self._keys.find(header["kid"])
        if key is None or not verifies(key, signed, seal):
            return None
        claims = json.loads(decode(payload))
        return claims if isinstance(claims, dict) and self._valid(claims) else None

    def _valid(self, claims: Mapping[str, Any]) -> bool:
        now, wanted = self._epoch(), self._settings
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        expires, issued = _moment(claims["exp"]), _moment(claims["iat"])
        starts = _moment(claims.get("nbf", issued))
        return (
            claims["iss"] == wanted.issuer
            and wanted.audience in audience
            and now < expires + LEEWAY_SECONDS
            and max(issued, starts) <= now + LEEWAY_SECONDS
            and 0 < expires - issued <= MAX_LIFE_SECONDS
        )

    def _staff(self, claims: Mapping[str, Any]) -> Staff | None:
        found: Any = claims
        for step in self._settings.roles_claim.split("."):
            found = found[step]
        named = {found} if isinstance(found, str) else {str(role) for role in found}
        roles = frozenset(named & ROLES.keys())
        return Staff(_id(str(claims["sub"])), roles) if roles and claims["sub"] else None


def _moment(value: Any) -> int:
    """Whole seconds of a NumericDate. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 2**40:
        raise ValueError("not a moment")
    return int(value)


def _id(subject: str) -> str:
    """The subject for the audit trail; one that is an address of mail or odd is kept as its digest, never as a name."""
    if _ID.match(subject) and "@" not in subject:
        return subject
    return "d-" + hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()[:30]
