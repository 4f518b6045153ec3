"""The cards that ship, read once: only a card that passed its publishing gate may score anybody."""

from __future__ import annotations

import os.path
from functools import cache

from chalicelib.score.card import BadCard, Card, load

FOLDER = os.path.join(os.path.dirname(__file__), "cards")
VERSION = "2026.11"


@cache
def card(kind: str) -> Card:
    """The published card of a kind, "application" or "behaviour". Raises BadCard without a passed gate."""
    return published(load(os.path.join(FOLDER, f"{kind}-{VERSION}.json")))


def published(found: Card) -> Card:
    """The card itself when its gate was passed."""
    gate = found.data.get("gate")
    if not isinstance(gate, dict) or gate.get("passed") is not True:
        raise BadCard(f"{found.id}: the publishing gate was not passed")
    return found
