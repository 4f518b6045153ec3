"""What a turn is given, what it works on, and what it gives back. Plain data: no HTTP, no store, no clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from .retrieve import Hit
from .safety import Danger
from .slots import Value


class Model(Protocol):
    """The one door to a language model (llm.py behind it, a script in tests)."""

    def ask(self, messages: list[dict[str, str]], schema: dict[str, Any], seconds: float) -> Outcome: ...


@dataclass(frozen=True)
class Outcome:
    """What came of asking the model. `data` is the parsed object, or None with the `reason` why not."""

    data: dict[str, Any] | None
    reason: str
    milliseconds: int = 0
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None
    model: str = ""


@dataclass(frozen=True)
class Past:
    """An earlier turn of the session, redacted, as far as the next turn needs it."""

    question: str
    answer: str
    status: str
    topic: str
    passages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """Everything a turn may know besides the text.

    `seconds` is the wall-clock budget left for the whole turn. `assessment` and `case` have the shapes of api.md and
    are None where nothing is linked. `age` is in full years, None where it was not given.
    `case_answer` answers a question about the linked case as {text, figures}, or None. `new_id` makes message ids.
    """

    as_of: date
    now: datetime
    new_id: Callable[[], str]
    history: tuple[Past, ...] = ()
    assessment: Mapping[str, Any] | None = None
    case: Mapping[str, Any] | None = None
    case_answer: Callable[[str], Mapping[str, Any] | None] = lambda question: None
    age: int | None = None
    model: Model | None = None
    allow_model: Callable[[], bool] = lambda: True
    seconds: float = 12.0


@dataclass(frozen=True)
class Checked:
    """One sentence of an answer with its reasons.

    `written` holds the slots, `text` is filled. `refused` names what the verifier found; a refused sentence is kept
    for the proof but never shown.
    """

    written: str
    text: str
    passages: tuple[str, ...]
    figures: tuple[dict[str, Any], ...] = ()
    checks: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass
class Draft:
    """The turn's working memory. Steps fill it; nothing outside the pipeline sees it."""

    raw: str
    context: Context
    text: str = ""
    redacted: dict[str, int] = field(default_factory=dict)
    danger: Danger = field(default_factory=lambda: Danger(0))
    question: str = ""
    followed: bool = False
    wants_own: bool = False
    injection: bool = False
    amounts: list[dict[str, Any]] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    given: dict[str, Value] = field(default_factory=dict)
    messages: list[dict[str, str]] = field(default_factory=list)
    outcome: Outcome | None = None
    proposed: list[dict[str, Any]] = field(default_factory=list)
    sentences: list[Checked] = field(default_factory=list)
    dropped: list[Checked] = field(default_factory=list)
    status: str = ""
    reply_key: str = ""
    fallback_reason: str = ""
    prompt_version: str = ""
    steps: list[str] = field(default_factory=list)
    started: float = 0.0

    def elapsed(self) -> float:
        """Seconds since the turn began."""
        return time.monotonic() - self.started


@dataclass(frozen=True)
class Turn:
    """The finished turn: `reply` for the person (api.md), `record` for the store (redacted, no raw text)."""

    reply: dict[str, Any]
    record: dict[str, Any]
