"""What an amount named in passing would change in the person's answers: a merge patch to confirm, never applied here.

A merge patch replaces a list whole, so a patch fits the answers as they stand at this moment and no later ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_LISTS = {"debts": "principal", "assets": "value"}


def patch(offer: Mapping[str, Any], person: Mapping[str, Any]) -> dict[str, Any] | None:
    """The merge patch (won, days) upon `person`, or None where the words do not say which answer is meant.

    offer: a row of `amounts.offered`. person: the answers as JSON values.
    """
    days = offer.get("days")
    if days is not None:
        return _overdue(int(days), person.get("debts") or ())
    won = offer.get("won")
    if won is None:
        return None
    group, _, name = str(offer["field"]).strip("/").partition("/")
    if not name:
        return {group: won}
    if group not in _LISTS:
        return {group: {name: won}}
    return _listed(group, name, won, person.get(group) or ())


def _listed(group: str, kind: str, won: int, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The list with the amount in the one entry of this kind, or in a new one; None when several are of this kind."""
    same = [at for at, row in enumerate(rows) if row.get("kind") == kind]
    if len(same) > 1:
        return None
    changed = [dict(row) for row in rows]
    if same:
        changed[same[0]][_LISTS[group]] = won
    else:
        changed.append({"kind": kind, _LISTS[group]: won})
    return {group: changed}


def _overdue(days: int, debts: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    return {"debts": [{**debts[0], "days_overdue": days}]} if len(debts) == 1 else None
