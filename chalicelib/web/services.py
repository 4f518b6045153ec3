"""What views and functions work with: the table, the clock, the staff verifier, settings, the assessment.

Opened at the first request, so that importing the program connects to nothing. The local runner and tests put their
own in place with `use`. What must not enter: anything about one request.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.channels.doorbell import Doorbell, ListDoorbell, SqsDoorbell
from chalicelib.jsontext import Ready
from chalicelib.store.table import Table
from chalicelib.vault import ENVIRONMENT

from . import clock, log
from .limits import Limiter
from .metrics import Metered
from .settings import Settings, from_environment
from .staff import NoStaff, StaffVerifier

if TYPE_CHECKING:
    from chalicelib.assess.person import Assumptions, Person
    from chalicelib.channels.base import Channel
    from chalicelib.consult.llm import OpenAiModel
    from chalicelib.consult.llm import Settings as ModelSettings

Assess = Callable[["Person", date, "Assumptions | None"], dict[str, Any]]


def _assess(person: Person, as_of: date, assumptions: Assumptions | None = None) -> dict[str, Any]:
    from chalicelib.assess.api import assess

    answer: dict[str, Any] = assess(person, as_of, assumptions)
    return answer


def _assessment(
    person: Person, as_of: date, assumptions: Assumptions | None, beside: Mapping[str, Any] | None = None
) -> Ready:
    from chalicelib.assess.api import assessment_text

    return assessment_text(person, as_of, assumptions, beside)


@dataclass(slots=True)
class Services:
    """`assess` gives the assessment as a document, `assessment` the same as JSON text for an answer.
    `doorbell` wakes the workers that send messages; what they send lies in the store, so a lost ring rings again.

    `degraded` lists (code, Korean sentence) of what runs with less than it could; /health shows it."""

    table: Table
    settings: Settings = field(default_factory=Settings)
    now: Callable[[], datetime] = clock.now
    staff: StaffVerifier = field(default_factory=NoStaff)
    assess: Assess = _assess
    assessment: Callable[..., Ready] = _assessment
    doorbell: Doorbell = field(default_factory=ListDoorbell)
    degraded: list[tuple[str, str]] = field(default_factory=list)
    _channels: dict[str, Channel] | None = None
    _model: tuple[ModelSettings, OpenAiModel] | None = None
    _limiter: Limiter | None = None

    def __post_init__(self) -> None:
        if self.settings.log_requests and not isinstance(self.table, Metered):
            self.table = Metered(self.table)
        if self.settings.limits:
            self._limiter = Limiter(self.settings.limits)

    def limit(self, name: str, who: str) -> None:
        """Count one request of `who`. Raises Problem `too_many_requests`."""
        if self._limiter is not None:
            self._limiter.check(self.table, name, who, self.epoch())

    def today(self) -> date:
        """Today in Asia/Seoul."""
        return self.now().date()

    def channels(self) -> dict[str, Channel]:
        """The ways a message leaves, by name, as the environment says. Raises ValueError naming a bad variable."""
        if self._channels is None:
            from chalicelib.channels.choose import from_environment as channels_from

            self._channels = channels_from(self.table, self.now, ENVIRONMENT)
        return self._channels

    def model(self, consents: Mapping[str, Any] | None = None) -> OpenAiModel | None:
        """The language model for a person with these consents (as the session stores them), or None.

        None without a configured model, and where its endpoint is abroad and the person has not agreed to that. A
        rotated key makes a new one.
        """
        from chalicelib.consult.llm import OpenAiModel, Settings
        from chalicelib.consult.transfer import permitted

        settings = Settings.from_environment(ENVIRONMENT)
        if settings is None or not permitted(settings.place, consents):
            return None
        if self._model is None or self._model[0] != settings:
            self._model = settings, OpenAiModel(settings)
        return self._model[1]

    def model_place(self) -> str:
        """Where the model's endpoint is: none, local, domestic, overseas, or undeclared (then it is not used)."""
        from chalicelib.consult.transfer import place

        url = ENVIRONMENT.get("OPENAI_BASE_URL", "").strip()
        named = url or any(ENVIRONMENT.get(f"OPENAI_API_KEY{end}", "").strip() for end in ("", "_REF"))
        return place(url, ENVIRONMENT) if named else "none"

    def model_resting(self) -> bool:
        """Whether calls to the model are held back after failures."""
        return self._model is not None and self._model[1].resting

    def epoch(self) -> int:
        return int(self.now().timestamp())


def _doorbell(queue_url: str) -> Doorbell:
    return SqsDoorbell(queue_url) if queue_url else ListDoorbell()


def _staff(settings: Settings) -> StaffVerifier:
    if settings.oidc is None:
        return NoStaff()
    from .oidc import OidcVerifier

    return OidcVerifier(settings.oidc, lambda: int(clock.now().timestamp()))


_lock = threading.Lock()
_services: Services | None = None


def services() -> Services:
    """The services of this process, opened from the environment at the first call."""
    global _services
    if _services is None:
        with _lock:
            if _services is None:
                from chalicelib.store.opening import open_store

                settings = from_environment()
                if settings.on_lambda:
                    log.install()
                _services = Services(
                    table=open_store(),
                    settings=settings,
                    staff=_staff(settings),
                    doorbell=_doorbell(settings.send_queue_url),
                )
    return _services


def current() -> Services | None:
    """The services in place, without opening any."""
    return _services


def use(replacement: Services | None) -> None:
    """Put other services in place (the local runner, tests); None: open anew from the environment."""
    global _services
    with _lock:
        _services = replacement
