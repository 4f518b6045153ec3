"""The one door to a language model: OpenAI SDK chat completions at any compatible address.

One wall-clock deadline for the whole call, no retries of the SDK, a circuit breaker, a ladder of output forms that is
remembered per process. The SDK is imported only when a call is made (it costs a second of start-up). Whatever goes
wrong comes back as a reason code; nothing is raised, and neither the text nor the key is logged.
"""

from __future__ import annotations

import json
import os
import queue
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import pii, transfer
from .context import Outcome

MAX_CONTENT = 8000
LADDER = ("json_schema", "json_object", "text")


@dataclass(frozen=True)
class Settings:
    """Where the model is. `api_key` may be any word for a local server that asks for none."""

    api_key: str
    base_url: str | None
    model: str
    max_tokens: int = 700
    token_param: str = "max_tokens"  # noqa: S105
    temperature: float | None = 0.0
    place: str = "local"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings | None:
        """Settings of OPENAI_API_KEY, OPENAI_BASE_URL, CONSULT_MODEL; None where neither key nor address is set, and
        where MODEL_TRANSFER does not say that sentences may go there (`transfer`)."""
        env = os.environ if environment is None else environment
        key, url = env.get("OPENAI_API_KEY", "").strip(), env.get("OPENAI_BASE_URL", "").strip()
        where = transfer.place(url, env)
        if (not key and not url) or where == transfer.UNDECLARED:
            return None
        return cls(
            api_key=key or "local",
            base_url=url or None,
            model=env.get("CONSULT_MODEL", "").strip() or "gpt-4o-mini",
            token_param=env.get("LLM_TOKEN_PARAM", "").strip() or "max_tokens",
            place=where,
        )


@dataclass
class Breaker:
    """After three failures in a minute no call is made for half a minute; one call is then let through to try."""

    clock: Callable[[], float] = time.monotonic
    failures: list[float] = field(default_factory=list)
    open_until: float = 0.0

    def allows(self) -> bool:
        return self.clock() >= self.open_until

    def failed(self, hold: float = 0.0) -> None:
        now = self.clock()
        self.failures = [t for t in self.failures if now - t < 60] + [now]
        if hold:
            self.open_until = max(self.open_until, now + hold)
        elif len(self.failures) >= 3:
            self.open_until = max(self.open_until, now + 30)
            # Half-open: the next failure opens it again at once.
            self.failures = self.failures[-2:]

    def worked(self) -> None:
        self.failures.clear()
        self.open_until = 0.0


class OpenAiModel:
    """A model behind the SDK. One instance per process: it remembers what the server understands."""

    def __init__(self, settings: Settings, breaker: Breaker | None = None) -> None:
        self._settings = settings
        self._breaker = breaker or Breaker()
        self._rung = 0
        self._token_param = settings.token_param
        self._temperature = settings.temperature

    @property
    def resting(self) -> bool:
        """Whether the breaker holds calls back."""
        return not self._breaker.allows()

    def ask(self, messages: list[dict[str, str]], schema: dict[str, Any], seconds: float) -> Outcome:
        """The parsed answer, or the reason why there is none. Returns within `seconds` whatever the server does."""
        started = time.monotonic()
        if not self._breaker.allows():
            return Outcome(None, "breaker")
        if seconds <= 0.2:
            return Outcome(None, "deadline")
        try:
            pii.assert_clean(json.dumps(messages, ensure_ascii=False).encode())
        except pii.PersonalData:
            return Outcome(None, "private")
        answers: queue.Queue[Outcome] = queue.Queue(1)
        clients: list[Any] = []
        thread = threading.Thread(
            target=lambda: answers.put(self._call(messages, schema, started + seconds, clients)), daemon=True
        )
        thread.start()
        try:
            outcome = answers.get(timeout=seconds)
        except queue.Empty:
            for client in clients:
                # Without closing, the thread would live on in a frozen sandbox.
                client.close()
            self._breaker.failed()
            return Outcome(None, "deadline", _ms(started))
        return _timed(outcome, started)

    def _call(
        self, messages: list[dict[str, str]], schema: dict[str, Any], until: float, clients: list[Any]
    ) -> Outcome:
        try:
            import openai
        except Exception:
            return Outcome(None, "sdk")
        try:
            client = openai.OpenAI(
                api_key=self._settings.api_key,
                base_url=self._settings.base_url,
                max_retries=0,
                timeout=max(0.2, until - time.monotonic()),
            )
        except Exception:
            return Outcome(None, "sdk")
        clients.append(client)
        try:
            for _ in range(5):
                if time.monotonic() >= until:
                    return Outcome(None, "deadline")
                try:
                    completion = client.chat.completions.create(**self._arguments(messages, schema))
                except openai.BadRequestError as fault:
                    if not self._step_down(str(fault)):
                        return self._failed("bad_request")
                    continue
                return self._read(completion)
            return self._failed("bad_request")
        except Exception as fault:
            return self._fault(fault, openai)
        finally:
            client.close()

    def _arguments(self, messages: list[dict[str, str]], schema: dict[str, Any]) -> dict[str, Any]:
        arguments: dict[str, Any] = {
            "model": self._settings.model,
            "messages": messages,
            self._token_param: self._settings.max_tokens,
        }
        if self._temperature is not None:
            arguments["temperature"] = self._temperature
        form = LADDER[self._rung]
        if form == "json_schema":
            arguments["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif form == "json_object":
            arguments["response_format"] = {"type": "json_object"}
        return arguments

    def _step_down(self, complaint: str) -> bool:
        """Leave out what the server says it does not understand; False when there is nothing left to leave out."""
        if "max_tokens" in complaint and self._token_param == "max_tokens":  # noqa: S105
            self._token_param = "max_completion_tokens"  # noqa: S105
        elif "max_completion_tokens" in complaint and self._token_param != "max_tokens":  # noqa: S105
            self._token_param = "max_tokens"  # noqa: S105
        elif "temperature" in complaint and self._temperature is not None:
            self._temperature = None
        elif self._rung + 1 < len(LADDER):
            self._rung += 1
        else:
            return False
        return True

    def _read(self, completion: Any) -> Outcome:
        """The answer out of whatever the server sent: a page of HTML comes back from the SDK as a plain text."""
        if isinstance(completion, str) or not getattr(completion, "choices", None):
            return self._failed("malformed")
        choice = completion.choices[0]
        message = choice.message
        content = getattr(message, "content", None)
        usage = getattr(completion, "usage", None)
        details = getattr(usage, "prompt_tokens_details", None)
        counted = Outcome(
            None,
            "",
            prompt_tokens=getattr(usage, "prompt_tokens", None),
            completion_tokens=getattr(usage, "completion_tokens", None),
            cached_tokens=getattr(details, "cached_tokens", None),
            model=str(getattr(completion, "model", "") or "")[:80],
        )
        # The server answered: what it says may be useless, but the line is not down.
        self._breaker.worked()
        if getattr(message, "refusal", None):
            return replace(counted, reason="refusal")
        if choice.finish_reason == "content_filter":
            return replace(counted, reason="filter")
        if choice.finish_reason == "length":
            return replace(counted, reason="length")
        if not content or not isinstance(content, str) or not content.strip():
            return replace(counted, reason="empty")
        if len(content) > MAX_CONTENT:
            return replace(counted, reason="overlong")
        data = parse(content)
        return replace(counted, data=data, reason="ok" if data is not None else "notjson")

    def _failed(self, reason: str, hold: float = 0.0) -> Outcome:
        self._breaker.failed(hold)
        return Outcome(None, reason)

    def _fault(self, fault: Exception, openai: Any) -> Outcome:
        if isinstance(fault, openai.RateLimitError):
            if "insufficient_quota" in str(fault):
                return self._failed("quota", 300)
            return self._failed("rate", _retry_after(fault))
        if isinstance(
            fault, (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError)
        ):
            return self._failed("refused_access", 300)
        if isinstance(fault, openai.APITimeoutError):
            return self._failed("deadline")
        if isinstance(fault, openai.APIConnectionError):
            return self._failed("network")
        if isinstance(fault, openai.APIStatusError):
            return self._failed("server")
        return self._failed("malformed" if isinstance(fault, ValueError) else "error")


def _retry_after(fault: Any) -> float:
    """Seconds that a 429 asks to wait, at most two minutes; the breaker stays open that long, nobody sleeps."""
    try:
        return min(120.0, max(1.0, float(fault.response.headers.get("retry-after", "10"))))
    except (AttributeError, TypeError, ValueError):
        return 10.0


def _ms(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


def _timed(outcome: Outcome, started: float) -> Outcome:
    return replace(outcome, milliseconds=_ms(started))


def parse(content: str) -> dict[str, Any] | None:
    """The JSON object in a text: whole, or from the first brace to the last (some servers ignore the asked form)."""
    for candidate in (content, content[content.find("{") : content.rfind("}") + 1] if "{" in content else ""):
        try:
            data = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict):
            return data
    return None


def proposals(data: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The sentences of an answer in the agreed shape, or None when it is not that shape or says it cannot answer."""
    rows = data.get("sentences")
    if data.get("answerable") is not True or not isinstance(rows, list) or not rows:
        return None
    kept = []
    for row in rows[:8]:
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            return None
        cites = row.get("cites")
        if not isinstance(cites, list) or not all(isinstance(c, str) for c in cites):
            return None
        kept.append(
            {"text": re.sub(r"\s+", " ", row["text"]).strip(), "cites": [c.strip("<> ") for c in cites[:5]]}
        )
    return kept
