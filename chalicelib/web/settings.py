"""What an operator may set for the HTTP shell; the environment is read here, once, and nowhere else in this room.

CORS_ORIGINS       origins that may call from a browser, separated by spaces (none by default)
SESSION_DAYS       days that a session of a phone or browser lives (30)
BOOTH_HOURS        hours that a booth's session lives on the server (24; the booth itself wipes after 90 seconds)
SEND_QUEUE_URL     queue that wakes the senders of messages (on AWS; on one machine the runner does it)
STAGE              name shown by /health (local, dev, prod)

Secrets (OPENAI_API_KEY, MESSAGES_SECRET) are read through `chalicelib.vault`: on AWS the environment holds X_REF, the
name of a secret, and its value is fetched at the first use.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

VERSION: Final = "0.1.0"
"""The program's version, as in pyproject.toml (a test compares)."""

CONSENT_VERSION: Final = "2026-11"
"""Which wording of the consent notices is in use; stored with every consent."""


@dataclass(frozen=True, slots=True)
class Settings:
    cors_origins: frozenset[str] = frozenset()
    session_days: int = 30
    booth_hours: int = 24
    stage: str = "local"
    send_queue_url: str = ""

    def session_seconds(self, channel: str) -> int:
        """How long a session of this channel lives, in seconds."""
        return self.booth_hours * 3600 if channel == "booth" else self.session_days * 86400


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """Settings of the environment. Raises ValueError naming the variable that cannot be read."""
    env = os.environ if env is None else env

    def whole(name: str, default: int) -> int:
        text = env.get(name, "")
        if text and not (text.isascii() and text.isdigit() and 0 < int(text) <= 3660):
            raise ValueError(f"{name} must be a whole number between 1 and 3660")
        return int(text) if text else default

    return Settings(
        cors_origins=frozenset(env.get("CORS_ORIGINS", "").split()),
        session_days=whole("SESSION_DAYS", 30),
        booth_hours=whole("BOOTH_HOURS", 24),
        stage=env.get("STAGE", "local"),
        send_queue_url=env.get("SEND_QUEUE_URL", ""),
    )
