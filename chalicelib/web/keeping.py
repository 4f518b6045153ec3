"""Work that writes by itself and puts the record of its answer into that very write (`once=OWN`).

The service is given a table and `also`: what it writes besides, from what it is about to answer. A second request with
the key then finds effect and answer together or neither. What must not enter: what the work is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chalicelib.store.ahead import Ahead
from chalicelib.store.table import Action, Conflict, Item, Put, Table

from . import respond
from .call import Answer, Call
from .idempotency import Kept, Once, Replay, text_of

Also = Callable[[Any], Sequence[Action]]
"""From what a service is about to answer: the actions to write with it."""


class Keeping(Ahead):
    """The table of one request with an Idempotency-Key or without (`once` None)."""

    def __init__(
        self, inner: Table, once: Once | None, found: Mapping[tuple[str, str], Item | None] | None = None
    ) -> None:
        super().__init__(inner, found)
        self.once = once
        self.recorded = False

    def write(self, actions: Sequence[Action]) -> list[int | None]:
        versions = super().write(actions)
        self.recorded = self.recorded or any(self._is_record(one) for one in actions)
        return versions

    def refused(self, actions: Sequence[Action], conflict: Conflict) -> None:
        """Another request with the key came first: its answer is ours. Raises Replay, Problem."""
        if self.once is not None and self._is_record(actions[conflict.index]):
            raise self.once.refused(self.inner, conflict.current) from None

    def _is_record(self, action: Action) -> bool:
        return (
            self.once is not None
            and isinstance(action, Put)
            and (action.item.pk, action.item.sk) == self.once.name
        )


def kept_of(answer: Answer) -> Kept:
    """The answer as it is recorded."""
    text = text_of(answer.body if answer.keep is None else answer.keep)
    return Kept(answer.status, text, dict(answer.headers), answer.etag)


def replayed(kept: Kept) -> Answer:
    """The recorded answer once more."""
    headers = {**kept.headers, "Idempotency-Replayed": "true"}
    kind = respond.JSON_TYPE if kept.body else None
    return Answer(kept.body, kept.status, headers, kept.etag, content_type=kind)


def table_of(call: Call) -> Keeping:
    """The table for the work of a session's route: that nothing is kept for its key was just read."""
    once = call.once
    return Keeping(call.services.table, once, {once.name: None} if once else {})


def carried(table: Keeping, shown: Callable[[Any], Answer], work: Callable[[Table, Also], Any]) -> Answer:
    """The answer of `work(table, also)`, or the one that the key was given before.

    shown: the whole answer, status included, from what the work is about to answer; it is asked before the write, and
    again when the work starts anew because another write came first.
    """
    once = table.once
    if once is None:
        return shown(work(table, lambda result: ()))
    try:
        kept = once.kept(table.read([once.name])[0])
        if kept is not None:
            return replayed(kept)
        made: list[Answer] = []

        def also(result: Any) -> Sequence[Action]:
            made[:] = [shown(result)]
            return [once.record(kept_of(made[0]))]

        result = work(table, also)
        if not table.recorded:  # there was nothing to write, such as a payment that was booked before
            table.write(also(result))
        return made[0]
    except Replay as replay:
        return replayed(replay.kept)
