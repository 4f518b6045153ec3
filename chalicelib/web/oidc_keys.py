"""The identity provider's public keys: fetched when needed, kept, fetched anew when a token names an unknown one.

A provider that is away for a while locks nobody out whose key is known. Asking is bounded: a stream of tokens with
invented key ids makes one call a minute. What must not enter: tokens.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from . import log
from .oidc_rsa import RsaKey, key_of

FRESH_SECONDS: Final = 3600.0
"""Older keys are fetched anew, so that a key that the provider withdrew stops working within the hour."""
STALE_SECONDS: Final = 6 * 3600.0
"""How long keys may be used while the provider does not answer."""
ASK_SECONDS: Final = 60.0
MAX_BYTES: Final = 256 * 1024
MOST_KEYS: Final = 32

Fetch = Callable[[str], Mapping[str, Any]]


def fetch(url: str) -> Mapping[str, Any]:
    """The JSON object at a trusted address, within five seconds and MAX_BYTES. Raises OSError, ValueError."""
    from urllib.request import HTTPRedirectHandler, build_opener

    class _NoRedirect(HTTPRedirectHandler):
        def redirect_request(self, *args: Any, **kwargs: Any) -> None:
            return None

    if not trusted(url):
        raise ValueError("keys are fetched over https only")
    with build_opener(_NoRedirect).open(url, timeout=5) as answer:
        raw = answer.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ValueError("the key set is too large")
    document = json.loads(raw)
    if not isinstance(document, dict):
        raise ValueError("not a key set")
    return document


def trusted(url: str) -> bool:
    """Whether keys from this address may be believed: https, or this very machine (development)."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1"))


class KeySet:
    """The keys of one provider. `url`: of the key set; empty: its discovery document names it."""

    def __init__(
        self,
        issuer: str,
        url: str = "",
        load: Fetch = fetch,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer, self._url, self._load, self._clock = issuer.rstrip("/"), url, load, clock
        self._keys: dict[str, RsaKey] = {}
        self._fetched: float | None = None
        self._asked: float | None = None
        self._lock = threading.Lock()

    def find(self, key_id: str) -> RsaKey | None:
        """The key of that id, None when the provider has none. Never raises."""
        with self._lock:
            now = self._clock()
            age = None if self._fetched is None else now - self._fetched
            if (age is None or age > FRESH_SECONDS or key_id not in self._keys) and self._may_ask(now):
                self._asked = now
                self._refresh(now)
            if self._fetched is None or now - self._fetched > STALE_SECONDS:
                return None
            return self._keys.get(key_id)

    def _may_ask(self, now: float) -> bool:
        return self._asked is None or now - self._asked >= ASK_SECONDS

    def _refresh(self, now: float) -> None:
        try:
            if not self._url:
                document = self._load(f"{self._issuer}/.well-known/openid-configuration")
                if str(document["issuer"]).rstrip("/") != self._issuer:
                    raise ValueError("the provider names another issuer")
                self._url = str(document["jwks_uri"])
            self._keys = _readable(self._load(self._url))
            self._fetched = now
        except Exception as error:
            log.event("staff_keys_not_fetched", error=type(error).__name__)


def _readable(document: Mapping[str, Any]) -> dict[str, RsaKey]:
    """Keys that may be used; others (encryption keys, other algorithms, weak ones) are left out."""
    found: dict[str, RsaKey] = {}
    for jwk in list(document["keys"])[:MOST_KEYS]:
        try:
            found[str(jwk["kid"])] = key_of(jwk)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found
