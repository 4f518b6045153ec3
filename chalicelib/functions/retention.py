"""Nightly: what has been kept long enough is erased, and that it was done is written down.

Sessions and everything under them carry their end as `expires_at`: the store answers as if they were gone from that
second on and DynamoDB removes them within days; on one machine this function removes them. Cases that ended stand in
the due index by the day they ended and are erased here with all that points to them. `KEEPS` says how long each kind is
kept and why; docs/data-protection.md is made from it. What must not enter: who was erased.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple, Protocol, runtime_checkable

from chalicelib.aftercare import stages
from chalicelib.aftercare.days import seoul
from chalicelib.cases import held
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ANY, Item, Table

PAGE: Final = 100
ENDED: Final = "ended"
"""The standing queue of cases in a final stage, by the day on which they entered it."""


class Keep(NamedTuple):
    """why: the purpose. until: how long, in words; settings are named in capitals. basis: the article or reason."""

    why: str
    until: str
    basis: str


_SESSION: Final = "the session's end (SESSION_DAYS, BOOTH_HOURS) or the person's erasure, whichever is first"
_CASE: Final = "CASE_DAYS after the case ended, or the person's erasure"
_FULFIL: Final = "개인정보 보호법 15조 1항 (consent, performance asked for by the person)"
_SAFETY: Final = "개인정보 보호법 29조 (safety measures)"
_RUNNING: Final = "running the service; tells of nobody"

KEEPS: Final[Mapping[str, Keep]] = {
    "session": Keep("going on with the consultation", _SESSION, _FULFIL),
    "turn": Keep(
        "context of the next turn and proof of an answer",
        f"{_SESSION}; words of a crisis 24 hours",
        _FULFIL,
    ),
    "assessment": Keep("showing the same result again", _SESSION, _FULFIL),
    "link": Keep("export and erasure find what belongs to the session", _SESSION, _FULFIL),
    "handover": Keep("moving from the booth to the phone", "ten minutes, or its use", _FULFIL),
    "referral": Keep(
        "a counsellor takes over with the agreed summary",
        f"90 days; what an answer to a reminder led to: {_CASE}",
        _FULFIL,
    ),
    "case": Keep("aftercare of an agreed plan", _CASE, "신용정보법 20조의2 sets the outer limit"),
    "instalment": Keep("what falls due", _CASE, _FULFIL),
    "payment": Keep("what was paid", _CASE, _FULFIL),
    "relief": Keep("requests for deferment and their decisions", _CASE, _FULFIL),
    "reminder": Keep("reminding at the right time, once", _CASE, _FULFIL),
    "outgoing": Keep("delivery of a message", _CASE, _FULFIL),
    "answer": Keep("what the person answered to a reminder", _CASE, _FULFIL),
    "score": Keep("recovery of the score over time", _CASE, _FULFIL),
    "audit": Keep(
        "who changed what: proof towards the person",
        f"{_CASE}; of a referral, as long as the referral",
        _SAFETY,
    ),
    "once": Keep(
        "a repeated request has one effect",
        f"24 hours; the mark of a relief request that was there already: {_CASE}",
        _FULFIL,
    ),
    "alias": Keep(
        "an outside number finds the case; kept as a digest",
        f"{_CASE}; a code for taking a case over one day, a referral's number 90 days",
        _FULFIL,
    ),
    "outbox": Keep("messages shown on one machine", "30 days", _FULFIL),
    "job": Keep("an import goes on where it stopped", "90 days", _RUNNING),
    "job_row": Keep("which rows of an import were refused, and why", "90 days", _RUNNING),
    "meta": Keep("the cursors' secret, the day of the last walks, the law last seen", "always", _RUNNING),
}

COUNTERS: Final[Mapping[str, Keep]] = {
    "rate": Keep("limits of callers, by a digest that changes every minute", "two minutes", _SAFETY),
    "model.session": Keep("tokens of one session's model, by a digest of its number", _SESSION, _RUNNING),
    "model.day": Keep("tokens of all models of a day", "three days", _RUNNING),
}
"""Counters have no kind: they are told by the name that their key begins with."""


@runtime_checkable
class Purges(Protocol):
    """A table that does not remove expired items by itself (SQLite)."""

    def purge_expired(self, limit: int = 10_000) -> int: ...


@dataclass(slots=True)
class Erased:
    """`cases` and `expired` items removed; `finished` False: the rest is left to the next run."""

    cases: int = 0
    expired: int = 0
    finished: bool = True


def retain(table: Table, now: datetime, case_days: int, stop: Callable[[], bool] = lambda: False) -> Erased:
    """Erase what is past its time. Safe to run twice or at once. Raises StoreUnavailable; the next run goes on.

    case_days: days that a case is kept after it ended. stop: asked between cases.
    """
    done = Erased()
    today = seoul(now).date()
    before = today - timedelta(days=case_days)
    cursor: str | None = None
    while done.finished:
        page = table.query_due(keys.due_queue(ENDED), before.isoformat(), cursor, PAGE)
        for item in page.items:
            if stop():
                done.finished = False
                break
            if _over(item, before):
                held.erase(table, item.pk.partition("#")[2])
                done.cases += 1
        cursor = page.next
        if cursor is None:
            break
    purges = getattr(table, "inner", table)  # behind a counting table
    if isinstance(purges, Purges):
        while (gone := purges.purge_expired()) > 0:
            done.expired += gone
    note = {"day": today.isoformat(), "cases": done.cases, "expired": done.expired, "finished": done.finished}
    table.put(Item(*keys.meta("retention"), dress("meta", note)), ANY)
    return done


def _over(item: Item, before: date) -> bool:
    """The index may lag: the case itself says whether it has ended and when."""
    fields = undress(item, "case")
    return fields["stage"] in stages.FINAL and date.fromisoformat(str(fields["stage_on"])) <= before
