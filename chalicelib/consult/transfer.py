"""Whether sentences may go to the model's endpoint: a look-up by a service outside Korea is an overseas transfer.

Nothing leaves until the operator has said where the endpoint is. MODEL_TRANSFER=domestic states that it is in Korea;
MODEL_TRANSFER=overseas states that what 개인정보 보호법 28조의8 asks for is in place, and even then only the sentences of
people who agreed go. This very machine and names of a private network need no statement. What must not enter: a call.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

STATED: Final = ("domestic", "overseas")
UNDECLARED: Final = "undeclared"
_PRIVATE_NAMES: Final = (".local", ".internal", ".lan", ".localhost")


def place(base_url: str, environment: Mapping[str, str]) -> str:
    """Where the endpoint is: local, domestic, overseas or undeclared. An empty address is the vendor's own.

    >>> place("http://127.0.0.1:11434/v1", {}), place("", {}), place("", {"MODEL_TRANSFER": "overseas"})
    ('local', 'undeclared', 'overseas')
    """
    if base_url and _private(urlsplit(base_url).hostname or ""):
        return "local"
    stated = environment.get("MODEL_TRANSFER", "").strip().lower()
    return stated if stated in STATED else UNDECLARED


def permitted(where: str, consents: Mapping[str, Any] | None) -> bool:
    """Whether a person's redacted sentences may go there. `consents`: as a session stores them."""
    if where == "overseas":
        given = (consents or {}).get("overseas_transfer")
        return isinstance(given, Mapping) and given.get("given") is True
    return where in ("local", "domestic")


def _private(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return bool(host) and ("." not in host or host.endswith(_PRIVATE_NAMES))
    return address.is_private or address.is_loopback
