"""Small sums that add up: what is kept of a portfolio. The same on one machine and in a distributed map.

`Scorer` takes rows in chunks, makes facts with the single path's own functions, scores them as columns and adds to a
`Tally`. Two tallies of the same cards merge into one; JSON in between changes nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.law import law_as_of
from chalicelib.score import deck, features, standing
from chalicelib.score import policy as policies
from chalicelib.score.batch import score_columns, used_columns
from chalicelib.score.portfolio.rows import BadRow, Row
from chalicelib.score.portfolio.stress import SCENARIOS

STEP = 25
BANDS = 1000 // STEP
CHUNK = 20_000
STATES = ("0일", "1~29일", "30~59일", "60~89일", "90일 이상")
MOST_SHOWN = 200


def state(days: int) -> int:
    """Arrears state of a number of days: current, then by 30 days, 90 and more together."""
    return 0 if days == 0 else min(days // 30 + 1, 4)


@dataclass
class CardTally:
    """Counts of one card: rows by band of points, by bin, outcomes by band, summed probability."""

    bands: list[int] = field(default_factory=lambda: [0] * BANDS)
    grades: list[int] = field(default_factory=lambda: [0] * 10)
    bins: dict[str, list[int]] = field(default_factory=dict)
    outcomes: list[list[int]] = field(default_factory=lambda: [[0, 0] for _ in range(BANDS)])
    chances: list[float] = field(default_factory=lambda: [0.0] * BANDS)

    @property
    def rows(self) -> int:
        return sum(self.bands)


@dataclass
class Tally:
    """Everything the report needs. `rolls[a][b]`: accounts that went from state a to b between two months."""

    rows: int = 0
    bad_rows: int = 0
    shown: list[BadRow] = field(default_factory=list)
    cards: dict[str, CardTally] = field(default_factory=dict)
    stressed: dict[str, CardTally] = field(default_factory=dict)
    rolls: list[list[int]] = field(default_factory=lambda: [[0] * 5 for _ in range(5)])
    states: list[int] = field(default_factory=lambda: [0] * 5)
    hashes: dict[str, str] = field(default_factory=dict)

    def refuse(self, bad: BadRow) -> None:
        """Count a bad row; the first ones are kept to be shown."""
        self.bad_rows += 1
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(bad)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "rows": self.rows,
            "bad_rows": self.bad_rows,
            "shown": [list(b) for b in self.shown],
            "cards": {k: vars(c) for k, c in self.cards.items()},
            "stressed": {k: vars(c) for k, c in self.stressed.items()},
            "rolls": self.rolls,
            "states": self.states,
            "hashes": self.hashes,
        }


def from_json(data: Mapping[str, Any]) -> Tally:
    """The tally that `to_json` wrote."""
    return Tally(
        data["rows"],
        data["bad_rows"],
        [BadRow(*b) for b in data["shown"]],
        {k: CardTally(**c) for k, c in data["cards"].items()},
        {k: CardTally(**c) for k, c in data["stressed"].items()},
        data["rolls"],
        data["states"],
        dict(data["hashes"]),
    )


def merge(parts: Iterable[Tally]) -> Tally:
    """One tally of several. Raises ValueError when they were scored by different cards."""
    out = Tally()
    for part in parts:
        for kind, known in part.hashes.items():
            if out.hashes.setdefault(kind, known) != known:
                raise ValueError(f"tallies of different {kind} cards cannot be added")
        out.rows += part.rows
        out.bad_rows += part.bad_rows
        out.shown = [*out.shown, *part.shown][:MOST_SHOWN]
        for into, found in ((out.cards, part.cards), (out.stressed, part.stressed)):
            for key, card in found.items():
                into[key] = _sum(into.get(key, CardTally()), card)
        out.rolls = [
            [a + b for a, b in zip(x, y, strict=True)] for x, y in zip(out.rolls, part.rolls, strict=True)
        ]
        out.states = [a + b for a, b in zip(out.states, part.states, strict=True)]
    return out


def _sum(a: CardTally, b: CardTally) -> CardTally:
    def add(x: list[Any], y: list[Any]) -> list[Any]:
        return [p + q for p, q in zip(x, y, strict=True)]

    bins = {k: list(v) for k, v in a.bins.items()}
    for key, counts in b.bins.items():
        bins[key] = add(bins[key], counts) if key in bins else list(counts)
    outcomes = [add(x, y) for x, y in zip(a.outcomes, b.outcomes, strict=True)]
    return CardTally(
        add(a.bands, b.bands), add(a.grades, b.grades), bins, outcomes, add(a.chances, b.chances)
    )


Written = Callable[[Row, dict[str, tuple[int, float, int]]], None]


class Scorer:
    """Takes rows one by one, scores them by chunks, keeps only the tally.

    `scenarios`: names of `stress.SCENARIOS` to score beside the rows as they are. `written` is called for every scored
    row with (points, probability, grade) by card; `refused` for every bad row.
    """

    def __init__(
        self,
        as_of: date,
        *,
        scenarios: Iterable[str] = (),
        typical_limit: int | None = None,
        policy: policies.Policy | None = None,
        written: Written | None = None,
        refused: Callable[[BadRow], None] | None = None,
    ) -> None:
        self.law, self.typical_limit = law_as_of(as_of), typical_limit
        self.policy = policy or policies.load()
        self.scenarios = list(scenarios)
        self.written, self.on_refused = written, refused
        self.tally = Tally(hashes={k: deck.card(k).hash for k in ("application", "behaviour")})
        self._held: list[Row] = []

    def add(self, row: Row | BadRow) -> None:
        """Take one row; a bad one is counted and passed on at once."""
        self.tally.rows += 1
        if isinstance(row, BadRow):
            self._refuse(row)
            return
        self._held.append(row)
        if len(self._held) >= CHUNK:
            self._flush()

    def finish(self) -> Tally:
        """Score what is held and give the tally."""
        self._flush()
        return self.tally

    def _refuse(self, bad: BadRow) -> None:
        self.tally.refuse(bad)
        if self.on_refused:
            self.on_refused(bad)

    def _flush(self) -> None:
        rows, self._held = self._held, []
        if not rows:
            return
        facts = [standing.card_facts(r.applicant, r.history, self.law, self.typical_limit) for r in rows]
        results: list[dict[str, tuple[int, float, int]]] = [{} for _ in rows]
        failed: dict[int, BadRow] = {}
        for kind in ("application", "behaviour"):
            at = [i for i, f in enumerate(facts) if kind in f]
            if at:
                self._score(kind, rows, [facts[i][kind] for i in at], at, results, failed)
        for i, (row, result) in enumerate(zip(rows, results, strict=True)):
            if i in failed:
                self._refuse(failed[i])
            elif not result:
                self._refuse(BadRow(row.line, "", "점수에 쓸 답이 하나도 없습니다"))
            else:
                self._roll(row)
                if self.written:
                    self.written(row, result)
        for name in self.scenarios:
            self._stress(name, rows, failed)

    def _score(
        self,
        kind: str,
        rows: list[Row],
        facts: list[dict[str, Any]],
        at: list[int],
        results: list[dict[str, tuple[int, float, int]]],
        failed: dict[int, BadRow],
    ) -> None:
        batch, columns = _columns(kind, facts)
        tally = self.tally.cards.setdefault(kind, CardTally())
        for k, (name, why) in batch.errors.items():
            failed.setdefault(at[k], BadRow(rows[at[k]].line, name, _korean(why)))
        for counts_key, counts in batch.bins.items():
            into = tally.bins.setdefault(counts_key, [0] * len(counts))
            for b, n in enumerate(counts):
                into[b] += n
        for k, i in enumerate(at):
            total = int(batch.totals[k])
            if total:
                chance = float(batch.probabilities[k])
                results[i][kind] = (total, chance, _add(tally, total, chance, rows[i].bad, self.policy))
        del columns

    def _stress(self, name: str, rows: list[Row], failed: Mapping[int, BadRow]) -> None:
        change = SCENARIOS[name].change
        for kind in ("application", "behaviour"):
            changed = [change(r.applicant, r.history) for i, r in enumerate(rows) if i not in failed]
            facts = [standing.card_facts(a, h, self.law, self.typical_limit).get(kind) for a, h in changed]
            known = [f for f in facts if f is not None]
            if not known:
                continue
            batch, _ = _columns(kind, known)
            tally = self.tally.stressed.setdefault(f"{name}/{kind}", CardTally())
            for total, chance in zip(batch.totals, batch.probabilities, strict=True):
                if total:
                    _add(tally, int(total), float(chance), None, self.policy)

    def _roll(self, row: Row) -> None:
        months = features.newest_first(row.history.get("months") or ())
        late = [m.get("days_late") for m in months]
        if late and late[0] is not None:
            self.tally.states[state(late[0])] += 1
        for newer, older in itertools.pairwise(late):
            if newer is not None and older is not None:
                self.tally.rolls[state(older)][state(newer)] += 1


def _columns(kind: str, facts: list[dict[str, Any]]) -> tuple[Any, dict[str, list[Any]]]:
    card = deck.card(kind)
    columns = {name: [f.get(name) for f in facts] for name in used_columns(card)}
    return score_columns(card, columns, count_bins=True), columns


def _add(tally: CardTally, total: int, chance: float, bad: int | None, policy: policies.Policy) -> int:
    band, grade = min((total - 1) // STEP, BANDS - 1), policy.grade(total)
    tally.bands[band] += 1
    tally.grades[grade - 1] += 1
    tally.chances[band] += chance
    if bad is not None:
        tally.outcomes[band][0] += 1
        tally.outcomes[band][1] += bad
    return grade


def _korean(why: str) -> str:
    return {
        "not a number": "숫자가 아닙니다",
        "not a category": "정해진 코드가 아닙니다",
        "infinite": "끝이 없는 수입니다",
    }.get(why, "점수표가 받아들이는 범위를 벗어났습니다")
