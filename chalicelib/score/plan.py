"""The cheapest changes that lift a person to a target: exact, by keeping only undominated (points, effort) pairs.

Only what a person can change is offered, only in the direction that helps, and never a change that the card marks as
fixed. Efforts are small whole numbers written in the card; the smallest total effort wins, then the larger gain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.score.card import Card, Characteristic


class Move(NamedTuple):
    """Bring one characteristic from its bin into another: points gained, effort (a small whole number)."""

    name: str
    from_bin: int
    to_bin: int
    gain: int
    effort: int


class Plan(NamedTuple):
    """Moves that reach the target together, their gain in points and effort."""

    moves: tuple[Move, ...]
    gain: int
    effort: int


def moves(card: Card, facts: Mapping[str, Any]) -> list[list[Move]]:
    """For each characteristic that a person can change, its useful moves (at most one of each list is taken)."""
    scored = card.score(facts)
    segment = card.segments[scored.segment]
    out: list[list[Move]] = []
    for row, at in zip(segment.rows, scored.bins, strict=True):
        change = card.reasons[row.name].get("change")
        if not change:
            continue
        found = [
            Move(row.name, at, to, row.points[to] - row.points[at], _effort(row, at, to, change))
            for to in range(row.ordinary)
            if row.points[to] > row.points[at] and _allowed(row, at, to, change)
        ]
        if found:
            out.append(found)
    return out


def _allowed(row: Characteristic, at: int, to: int, change: Mapping[str, Any]) -> bool:
    """Numbers move one way only (a lower loan, a longer record); categories only among the named targets."""
    if not row.numeric:
        return any(row.places.get(v) == to for v in change.get("to", ()))
    if at > len(row.edges):  # missing or special: nothing is known to move from
        return False
    return to < at if change["direction"] == "down" else to > at


def _effort(row: Characteristic, at: int, to: int, change: Mapping[str, Any]) -> int:
    step: int = change["effort"]
    return step * abs(to - at) if row.numeric else step


def cheapest(groups: list[list[Move]], need: int) -> Plan | None:
    """The plan of least effort whose gain is at least `need`; None when even all moves together fall short.

    Exact: after each characteristic only the pairs that no other pair beats in both gain and effort are kept, with
    gains beyond the need counted as the need.
    """
    if need <= 0:
        return Plan((), 0, 0)
    front: list[tuple[int, int, tuple[Any, ...] | None]] = [
        (0, 0, None)
    ]  # (effort, capped gain, chain of moves)
    for group in groups:
        options = _undominated([(m.effort, m.gain, m) for m in group])
        grown = list(front)
        for effort, gain, chain in front:
            if gain < need:
                for e, g, move in options:
                    grown.append((effort + e, min(gain + g, need), (move, chain)))
        front = _undominated(grown)
    for effort, gain, chain in front:
        if gain >= need:
            taken: list[Move] = []
            while chain is not None:
                move, chain = chain
                taken.append(move)
            chosen = tuple(reversed(taken))
            return Plan(chosen, sum(m.gain for m in chosen), effort)
    return None


def _undominated(pairs: list[tuple[int, int, Any]]) -> list[tuple[int, int, Any]]:
    """Pairs by rising effort, each with more gain than every cheaper one."""
    pairs.sort(key=lambda p: (p[0], -p[1]))
    out: list[tuple[int, int, Any]] = []
    best = -1
    for pair in pairs:
        if pair[1] > best:
            out.append(pair)
            best = pair[1]
    return out


def plan_to(card: Card, facts: Mapping[str, Any], target: int) -> Plan | None:
    """The cheapest plan that lifts this person's total to `target` points on this card."""
    return cheapest(moves(card, facts), target - card.score(facts).total)
