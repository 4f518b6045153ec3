"""What an operator may set for the HTTP shell; the environment is read here, once, and nowhere else in this room.

CORS_ORIGINS       origins that may call from a browser, separated by spaces (none by default)
SESSION_DAYS       days that a session of a phone or browser lives (30)
BOOTH_HOURS        hours that a booth's session lives on the server (24; the booth itself wipes after 90 seconds)
CASE_DAYS          days that a case is kept after it ended (1095; the operator's choice within 신용정보법 20조의2)
SEND_QUEUE_URL     queue that wakes the senders of messages (on AWS; on one machine the runner does it)
STAGE              name shown by /health (local, dev, prod)
LOG_REQUESTS       1: a JSON line with metrics for every request (on Lambda always; here off, it halves the throughput)
RATE_LIMITS        requests a minute by kind of caller, see `limits` (on Lambda its defaults; here off)
ADDRESS_HEADER     header that the front overwrites with the caller's address (on Lambda x-viewer-address)
OPERATOR_NAME, OPERATOR_CONTACT, AI_SUPERVISOR  shown by /v1/notices: who runs the service, who answers, who oversees
MODEL_TRANSFER     domestic or overseas: where the model's endpoint is; unsaid, nothing is sent (`consult.transfer`)
OIDC_ISSUER        identity provider of the staff; with OIDC_AUDIENCE, and OIDC_ROLES_CLAIM (roles), OIDC_JWKS_URL

Secrets (OPENAI_API_KEY, MESSAGES_SECRET) are read through `chalicelib.vault`: on AWS the environment holds X_REF, the
name of a secret, and its value is fetched at the first use.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .oidc import OidcSettings

VERSION: Final = "0.1.0"
"""The program's version, as in pyproject.toml (a test compares)."""

CONSENT_VERSION: Final = "2026-11"
"""Which wording of the consent notices is in use; stored with every consent."""


def serves_requests(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether this process answers requests. Lambda names in _HANDLER what it runs; elsewhere nothing does.

    >>> serves_requests({}), serves_requests({"_HANDLER": "app.app"}), serves_requests({"_HANDLER": "app.sweep"})
    (True, True, False)
    """
    return environ.get("_HANDLER", "app.app").endswith(".app")


@dataclass(frozen=True, slots=True)
class Settings:
    cors_origins: frozenset[str] = frozenset()
    session_days: int = 30
    booth_hours: int = 24
    case_days: int = 1095
    stage: str = "local"
    send_queue_url: str = ""
    on_lambda: bool = False
    log_requests: bool = False
    limits: Mapping[str, int] = field(default_factory=dict)
    address_header: str = ""
    oidc: OidcSettings | None = None
    operator_name: str = ""
    operator_contact: str = ""
    ai_supervisor: str = ""

    def session_seconds(self, channel: str) -> int:
        """How long a session of this channel lives, in seconds."""
        return self.booth_hours * 3600 if channel == "booth" else self.session_days * 86400


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """Settings of the environment. Raises ValueError naming the variable that cannot be read."""
    env = os.environ if env is None else env
    on_lambda = "AWS_LAMBDA_FUNCTION_NAME" in env
    from . import limits

    def whole(name: str, default: int) -> int:
        text = env.get(name, "")
        if text and not (text.isascii() and text.isdigit() and 0 < int(text) <= 3660):
            raise ValueError(f"{name} must be a whole number between 1 and 3660")
        return int(text) if text else default

    return Settings(
        cors_origins=frozenset(env.get("CORS_ORIGINS", "").split()),
        session_days=whole("SESSION_DAYS", 30),
        booth_hours=whole("BOOTH_HOURS", 24),
        case_days=whole("CASE_DAYS", 1095),
        stage=env.get("STAGE", "local"),
        send_queue_url=env.get("SEND_QUEUE_URL", ""),
        on_lambda=on_lambda,
        log_requests=env.get("LOG_REQUESTS", "1" if on_lambda else "0") == "1",
        limits=limits.read(env.get("RATE_LIMITS") or ("" if on_lambda else "off")),
        address_header=(env.get("ADDRESS_HEADER") or ("x-viewer-address" if on_lambda else "")).lower(),
        oidc=_oidc(env),
        operator_name=env.get("OPERATOR_NAME", "").strip(),
        operator_contact=env.get("OPERATOR_CONTACT", "").strip(),
        ai_supervisor=env.get("AI_SUPERVISOR", "").strip(),
    )


def _oidc(env: Mapping[str, str]) -> OidcSettings | None:
    issuer = env.get("OIDC_ISSUER", "")
    if not issuer:
        return None
    from .oidc import OidcSettings
    from .oidc_keys import trusted

    audience, keys_at = env.get("OIDC_AUDIENCE", ""), env.get("OIDC_JWKS_URL", "")
    if not audience:
        raise ValueError("OIDC_ISSUER needs OIDC_AUDIENCE beside it")
    for name, url in (("OIDC_ISSUER", issuer), ("OIDC_JWKS_URL", keys_at)):
        if url and not trusted(url):
            raise ValueError(f"{name} must be an address that begins with https://")
    return OidcSettings(issuer, audience, env.get("OIDC_ROLES_CLAIM") or "roles", keys_at)
