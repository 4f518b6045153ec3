"""What each kind of item holds, with a version number per kind, and the readers of every earlier version.

A writer calls `dress(kind, fields)`, a reader `undress(item)`; between a deployment and the last old item both
shapes are in the table, so a reader must take every shape ever written. What must not enter: access to a table,
decisions. To change a shape: raise its number, add the step from the number before to UPGRADES, and put an item
of the old shape into `tests/store/shapes_written.json` (a test reads them all).

`needs` names the fields on which any reader may rely; rooms may keep more beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from .table import BadItem, Item, Json, StoreError

Fields = dict[str, Json]


class UnknownShape(StoreError):
    """An item of a kind or shape that this program does not know, such as one written by a newer version."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of item. `holds` says for the record of processing what it is; `personal` whether it tells of a person."""

    kind: str
    number: int
    needs: frozenset[str]
    personal: bool
    holds: str


def _shape(kind: str, needs: str, holds: str, personal: bool = True, number: int = 1) -> Shape:
    return Shape(kind, number, frozenset(needs.split()), personal, holds)


SHAPES: Final[Mapping[str, Shape]] = {
    shape.kind: shape
    for shape in (
        _shape("session", "token_hash channel consents opened_at", "a visitor's session and the facts given"),
        _shape("turn", "number at text reply", "one redacted question and its answer"),
        _shape(
            "assessment", "as_of law_version program_version result", "a stored self-assessment for replay"
        ),
        _shape("link", "id", "pointer from a session to a referral or case"),
        _shape("handover", "session_id", "single-use code from booth to phone, ten minutes"),
        _shape(
            "referral",
            "session_id status summary opened_at",
            "summary agreed by the person, for a counsellor",
        ),
        _shape("case", "stage plan enrolled_on", "an adjustment case: plan, stage, contact and consent"),
        _shape("instalment", "number due_on amount", "one instalment, amount in won"),
        _shape("payment", "amount paid_on reference", "one payment, amount in won, and its allocation"),
        _shape("relief", "status reasons requested_at", "request for deferment, its pre-check and decision"),
        _shape("reminder", "kind_of plan_at status", "a planned reminder and its claim"),
        _shape("outgoing", "channel status text", "a message on its way, with attempts and outcome"),
        _shape("answer", "answer at", "the person's answer to a reminder"),
        _shape("score", "month", "monthly credit score snapshot"),
        _shape("audit", "who what at", "a change: who, what, when, before and after"),
        _shape("once", "body_hash", "answer kept for an Idempotency-Key"),
        _shape("alias", "id", "outside number, as a digest, to our id"),
        _shape("outbox", "channel to text at", "message in the local outbox"),
        _shape("job", "status", "import job: progress and totals", personal=False),
        _shape("job_row", "line fault", "a refused row of an import, by number and fault", personal=False),
        _shape("meta", "", "the table's own things", personal=False),
    )
}

UPGRADES: Final[dict[tuple[str, int], Callable[[Fields], Fields]]] = {}
"""(kind, number) -> the step that makes fields of that number into fields of the next."""


def dress(kind: str, fields: Mapping[str, Json]) -> Fields:
    """The data to store: the fields with `kind` and `shape` in front.

    Raises BadItem naming the fields that the shape needs and that are missing, UnknownShape for a foreign kind.
    """
    shape = _known(kind)
    missing = sorted(shape.needs - fields.keys())
    if missing:
        raise BadItem(f"a {kind} needs {', '.join(missing)}")
    if "kind" in fields or "shape" in fields:
        raise BadItem("kind and shape are given by the shape, not by the writer")
    return {"kind": kind, "shape": shape.number, **fields}


def undress(item: Item, kind: str | None = None) -> Fields:
    """The fields of a stored item, brought to today's shape; `kind`, where given, must be the item's.

    Raises UnknownShape when the kind differs, is foreign, or the number is from a newer program.
    """
    fields = dict(item.data)
    found, number = fields.pop("kind", None), fields.pop("shape", None)
    if not isinstance(found, str) or not isinstance(number, int) or (kind is not None and found != kind):
        raise UnknownShape(f"expected an item of kind {kind or 'any'}")
    return upgrade(_known(found), number, fields)


def upgrade(
    shape: Shape,
    number: int,
    fields: Fields,
    steps: Mapping[tuple[str, int], Callable[[Fields], Fields]] = UPGRADES,
) -> Fields:
    """Fields of the older `number` brought step by step to `shape.number`."""
    if not 1 <= number <= shape.number:
        raise UnknownShape(f"a {shape.kind} of shape {number}; this program knows 1 to {shape.number}")
    for step in range(number, shape.number):
        fields = steps[shape.kind, step](fields)
    return fields


def _known(kind: str) -> Shape:
    try:
        return SHAPES[kind]
    except KeyError:
        raise UnknownShape("no such kind of item") from None
