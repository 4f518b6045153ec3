"""Session tokens: made from the system's randomness, shown once, kept only as a SHA-256, compared in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.store import keys
from chalicelib.store.shapes import undress
from chalicelib.store.table import Item

from .problem import Problem

_NOBODY = hashlib.sha256(b"no such session").hexdigest()
_ID_LENGTH, _SECRET_LENGTH = 22, 43
"""Characters of 16 and of 32 bytes in base64."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session whose token was shown: its id, the stored item and the item's fields in today's shape."""

    id: str
    item: Item
    fields: dict[str, Any]

    @property
    def pk(self) -> str:
        return keys.session_pk(self.id)


def new_id() -> str:
    """128 random bits as 32 hex digits: the form of every id that this room gives out."""
    return secrets.token_hex(16)


def issue(session_id: str, idempotency_key: str | None = None) -> str:
    """A token for a session of `new_id`: its id, which is no secret, then 256 secret bits. With an Idempotency-Key it
    can be made again by whoever knows the key and the id, so that a repeated request gets the same answer although only
    the hash is stored."""
    if idempotency_key is None:
        made = secrets.token_bytes(32)
    else:
        words = f"session token {session_id}".encode()
        made = hmac.new(idempotency_key.encode(), words, hashlib.sha256).digest()
    return _text(bytes.fromhex(session_id)) + _text(made)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def session_named(token: str) -> str | None:
    """The id of the session that a token names, so that it can be read together with what the token opens. It proves
    nothing. None for a staff token and for a session's token from before ids stood in it.

    >>> session_named(issue("0af7651916cd43dd8448eb211c80319c"))
    '0af7651916cd43dd8448eb211c80319c'
    """
    if len(token) != _ID_LENGTH + _SECRET_LENGTH:
        return None
    try:
        return base64.b64decode(token[:_ID_LENGTH] + "==", b"-_", validate=True).hex()
    except ValueError:
        return None


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def bearer(headers: Mapping[str, str]) -> str:
    """The token of the Authorization header. Raises Problem `unauthorized` when there is none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise Problem("unauthorized", headers={"WWW-Authenticate": 'Bearer realm="dasibom"'})
    return token


def is_id(text: str) -> bool:
    """Whether the text has the form of an id that this service gives out."""
    return 8 <= len(text) <= 64 and text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def open_session(session_id: str, token: str, item: Item | None) -> Session:
    """The session, if the token is its own. Someone else's session and an unknown one are both `not_found`."""
    fields = fields_of(item) if item else {}
    known = str(fields.get("token_hash", _NOBODY))
    if not hmac.compare_digest(hashed(token), known) or item is None:
        raise Problem("not_found")
    return Session(session_id, item, fields)


def fields_of(item: Item) -> dict[str, Any]:
    """The fields of a session's item, in today's shape."""
    return undress(item, "session")
