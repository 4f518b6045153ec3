"""What a turn of consultation is given of the session: history, assessment, case, the model and what it may still use.

A model is asked only when the person has seen the notice of its use, when its place and the person's consent allow it
(`consult.transfer`), and while the session's and the day's tokens last. Figures of the person's own are handed to the
turn for its slots; they never enter a prompt.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from chalicelib.consult import plainly
from chalicelib.consult.budget import Budget, used
from chalicelib.consult.context import Context, Model, Outcome
from chalicelib.consult.finish import past
from chalicelib.store import keys
from chalicelib.store.table import Action, Add, StoreError
from chalicelib.vault import ENVIRONMENT

from . import log, turns
from .call import Call
from .sessions import person_text, stored_person

if TYPE_CHECKING:
    from chalicelib.cases.head import Head

COUNTED_SECONDS: Final = 3 * 86400
_MOST_CASES: Final = 3


class Counted:
    """A model whose tokens are added up."""

    def __init__(self, model: Model) -> None:
        self.model, self.tokens = model, 0

    def ask(self, messages: list[dict[str, str]], schema: dict[str, Any], seconds: float) -> Outcome:
        outcome = self.model.ask(messages, schema, seconds)
        self.tokens += used({"model": vars(outcome)})
        return outcome


class Talk:
    """One turn's surroundings. `seconds`: for the turn and its plain version together."""

    def __init__(self, call: Call, as_of: date, earlier: Sequence[Mapping[str, Any]], seconds: float) -> None:
        self._call = call
        self._until = time.monotonic() + seconds
        self._extra = 0
        person = stored_person(call)
        told = person_text(call) != "{}"
        case, self._head = _case(call)
        self.context = Context(
            as_of=as_of,
            now=call.services.now(),
            new_id=lambda: turns.name(1),
            history=tuple(past(dict(turn)) for turn in earlier),
            assessment=call.services.assess(person, as_of, None) if told else None,
            case=case,
            case_answer=self._of_case,
            age=person.age,
            model=_model(call),
            allow_model=self._allowed,
            seconds=seconds,
        )

    def plainly(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """{text, changed} in easier words; unchanged without a model, without budget and without time."""
        model = self.context.model
        counted = Counted(model) if model is not None and self._allowed() else None
        made = plainly.version(record, self.context, counted, self._until - time.monotonic() - 1.0)
        self._extra = counted.tokens if counted else 0
        return made

    def spent(self, record: Mapping[str, Any]) -> list[Action]:
        """What the turn used, added to the session's counter in the write of the turn itself."""
        tokens = used(record) + self._extra
        session, _ = self._counters()
        return [Add(*session, {"tokens": tokens}, self._call.held.item.expires_at)] if tokens else []

    def count(self, record: Mapping[str, Any]) -> None:
        """Add what the turn used to the day's counter: beside the turn, because everybody's turns meet on that item. A
        count lost costs nobody the answer."""
        tokens = used(record) + self._extra
        if not tokens:
            return
        table, now = self._call.services.table, self._call.services.epoch()
        _, day = self._counters()
        try:
            table.add(*day, {"tokens": tokens}, now + COUNTED_SECONDS)
        except StoreError as error:
            log.event("tokens_not_counted", error=type(error).__name__)

    def _allowed(self) -> bool:
        try:
            found = self._call.services.table.get_many(list(self._counters()))
        except StoreError:
            return False
        session, day = (int(item.data.get("tokens", 0)) if item else 0 for item in found)
        return Budget.from_environment(ENVIRONMENT).allows(session, day)

    def _counters(self) -> tuple[keys.Name, keys.Name]:
        today = self._call.services.today().isoformat()
        return (
            keys.counter("model.session", keys.digest(self._call.held.id)),
            keys.counter("model.day", today),
        )

    def _of_case(self, question: str) -> Mapping[str, Any] | None:
        if self._head is None:
            return None
        from chalicelib.cases import own

        try:
            return own.answer(self._head, question, self._call.services.now())
        except LookupError:  # a day that the calendar or the law does not cover: the simple look-up answers
            return None


def _model(call: Call) -> Model | None:
    consents = call.held.fields["consents"]
    seen = consents.get("ai_notice") or {}
    return call.services.model(consents) if seen.get("given") is True else None


def _case(call: Call) -> tuple[dict[str, Any] | None, Head | None]:
    """The person's case as the API shows it, with its head; the one enrolled last where there are several."""
    table = call.services.table
    links = table.query(call.held.pk, f"{keys.LINKS}case#", limit=_MOST_CASES).items
    if not links:
        return None, None
    from chalicelib.cases import head as heads
    from chalicelib.cases.errors import NotFound
    from chalicelib.cases.progress import shown

    found = []
    for link in links:
        try:
            found.append(heads.read(table, str(link.data["id"])))
        except NotFound:
            continue
    if not found:
        return None, None
    newest = max(found, key=lambda head: head.enrolled_on)
    try:
        return shown(newest, call.services.now()), newest
    except LookupError:  # a day that the calendar or the law does not cover
        return None, None
