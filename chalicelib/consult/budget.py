"""Tokens and cost a model may use, per session and per day. Pure arithmetic; the counters live where turns are stored."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Budget:
    """Ceilings in tokens (prompt and completion together). Zero means: no model at all."""

    session: int = 60_000
    day: int = 5_000_000

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Budget:
        """CONSULT_SESSION_TOKENS and CONSULT_DAY_TOKENS; a value that is no number keeps the default."""
        env = os.environ if environment is None else environment
        return cls(
            _number(env.get("CONSULT_SESSION_TOKENS"), cls.session),
            _number(env.get("CONSULT_DAY_TOKENS"), cls.day),
        )

    def allows(self, session_used: int, day_used: int) -> bool:
        """Whether another call may be made; at the ceiling the library answers."""
        return session_used < self.session and day_used < self.day


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written is not None and written.strip().isdigit() else otherwise


# What a call costs when the server counts nothing: the prompt and answer of an ordinary turn.
UNCOUNTED = 2_000


def used(record: Mapping[str, Any]) -> int:
    """Tokens that a stored turn used: as counted by the server, an assumption where a call was made but not counted."""
    model = record.get("model")
    if not model or model["reason"] in (
        "no_key",
        "guarded",
        "budget",
        "breaker",
        "private",
        "template",
        "sdk",
    ):
        return 0
    counted = (model["prompt_tokens"] or 0) + (model["completion_tokens"] or 0)
    return counted or UNCOUNTED
