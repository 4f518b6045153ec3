"""A scorecard as data, and the one path from a person's facts to points, probability and reasons.

Total = base + sum of whole points, the best bin of every characteristic at 0; so what a person lost *is* the list of
reasons. The calibration maps the total to a probability, once, for the single path, the batch and the grades:
    logit PD(total) = piecewise linear in total;   points = round(PDO / ln 2 * (logit best bin - logit bin)).
Bins are [edge, next edge). Missing, special and other values have bins of their own; an infinity, a text in a number
column or a number outside the card's range is a named error, never a score.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise

from chalicelib.score.gate import refuse_forbidden

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LOWEST, HIGHEST = 1, 1000
_NUMBERS = frozenset({int, float})


class BadCard(ValueError):
    """The card's data is not a usable scorecard; the message names the place."""


class BadValue(ValueError):
    """A fact that cannot be scored. `name` is the characteristic, `why` is English for logs, never the value itself."""

    def __init__(self, name: str, why: str) -> None:
        self.name, self.why = name, why
        super().__init__(f"{name}: {why}")


class Scored:
    """One person on one card. `lost` holds (points lost as a negative int, characteristic), as the card orders them.

    Plain classes with slots here: typing.NamedTuple would cost a third of the room's start-up.
    """

    __slots__ = ("bins", "lost", "probability", "segment", "total")

    def __init__(
        self, total: int, probability: float, segment: str, lost: list[tuple[int, str]], bins: list[int]
    ) -> None:
        self.total = total
        self.probability = probability
        self.segment = segment
        self.lost = lost
        self.bins = bins

    def reasons(self, most: int = 4) -> list[tuple[str, int]]:
        """Characteristics that cost most, worst first; ties in the card's order."""
        return [(name, -points) for points, name in sorted(self.lost, key=_points)[:most]]


def _points(pair: tuple[int, str]) -> int:
    return pair[0]


class Characteristic:
    """One row of a segment, compiled for scoring. `points` ends with missing, then specials or (categories) other."""

    __slots__ = ("edges", "high", "low", "name", "numeric", "places", "points", "share", "special")

    def __init__(self, name: str, numeric: bool, points: tuple[int, ...], share: tuple[float, ...]) -> None:
        self.name, self.numeric, self.points, self.share = name, numeric, points, share
        self.edges: tuple[float, ...] = ()
        self.places: dict[str, int] = {}
        self.special: dict[float, int] = {}
        self.low = self.high = 0.0

    @property
    def ordinary(self) -> int:
        """Number of ordinary bins; the missing bin comes right after them."""
        return len(self.edges) + 1 if self.numeric else len(self.points) - 2


class Segment:
    """One sub-card: base points and its characteristics; `loop` is the same as bare tuples for the scoring loop."""

    __slots__ = ("base", "loop", "name", "rows")

    def __init__(self, name: str, base: int, rows: tuple[Characteristic, ...]) -> None:
        self.name, self.base, self.rows = name, base, rows
        self.loop = tuple(
            (r.name, r.numeric, r.edges, r.places, r.points, r.special, r.low, r.high) for r in rows
        )


class Card:
    """A validated scorecard. Built from the JSON data of `scorecard/1`; raises BadCard or gate.Refused."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.id: str = _need(data, "id", str)
        if _need(data, "schema", str) != "scorecard/1":
            raise BadCard("schema: expected scorecard/1")
        self.kind: str = _need(data, "kind", str)
        self.reasons: Mapping[str, Mapping[str, Any]] = _need(data, "reasons", dict)
        self.segments = {s["name"]: _segment(s) for s in _need(data, "segments", list)}
        names = {row.name for s in self.segments.values() for row in s.rows}
        split = data.get("segment")
        refuse_forbidden(names | ({split["on"]} if split else set()))
        missing = sorted(names - set(self.reasons))
        if missing:
            raise BadCard(f"reasons: no text for {', '.join(missing)}")
        self._same_everywhere()
        self._split(split)
        self.probabilities = _calibration(_need(data, "calibration", dict))
        for s in self.segments.values():
            floor = s.base + sum(min(row.points) for row in s.rows)
            if floor < LOWEST or s.base > HIGHEST:
                raise BadCard(
                    f"segment {s.name}: totals reach {floor}..{s.base}, outside {LOWEST}..{HIGHEST}"
                )

    def _same_everywhere(self) -> None:
        """A characteristic has one kind, range and set of special values in all segments, so columns can share them."""
        seen: dict[str, tuple[Any, ...]] = {}
        for s in self.segments.values():
            for row in s.rows:
                kind = (row.numeric, row.low, row.high, tuple(row.special))
                if seen.setdefault(row.name, kind) != kind:
                    raise BadCard(
                        f"segment {s.name}, {row.name}: kind, range or specials differ between segments"
                    )

    def _split(self, split: Mapping[str, Any] | None) -> None:
        self.on: str | None = None
        self.split_values: dict[str, Segment] = {}
        self.split_edges: tuple[float, ...] = ()
        self.split_by_edge: tuple[Segment, ...] = ()
        if split is None:
            self.default = next(iter(self.segments.values()))
            return
        self.on = split["on"]
        try:
            self.default = self.segments[split["default"]]
            self.split_values = {v: self.segments[s] for v, s in split.get("values", {}).items()}
            self.split_edges = tuple(float(e) for e in split.get("edges", ()))
            self.split_by_edge = tuple(self.segments[s] for s in split.get("names", ()))
        except KeyError as unknown:
            raise BadCard(f"segment: no segment {unknown}") from None
        if self.split_edges and len(self.split_by_edge) != len(self.split_edges) + 1:
            raise BadCard("segment: one name more than edges")

    def segment_of(self, facts: Mapping[str, Any]) -> Segment:
        """The sub-card that scores this person; an unknown or unseen value goes to the default one."""
        if self.on is None:
            return self.default
        value = facts.get(self.on)
        if value is None:
            return self.default
        if not self.split_edges:
            if type(value) is not str:
                raise BadValue(self.on, "not a category")
            return self.split_values.get(value, self.default)
        if type(value) not in _NUMBERS and not _is_decimal(value):
            raise BadValue(self.on, "not a number")
        try:
            x = float(value)
        except (OverflowError, ValueError):
            raise BadValue(self.on, "outside the card's range") from None
        if x != x:
            return self.default
        if math.isinf(x):
            raise BadValue(self.on, "infinite")
        return self.split_by_edge[bisect_right(self.split_edges, x)]

    def score(self, facts: Mapping[str, Any]) -> Scored:
        """Score one person. Facts that are absent or None take the missing bin. Raises BadValue."""
        segment = self.segment_of(facts)
        total = segment.base
        lost: list[tuple[int, str]] = []
        bins: list[int] = []
        get = facts.get
        for name, numeric, edges, index, points, special, low, high in segment.loop:
            x = get(name)
            if x is None:
                at = len(edges) + 1 if numeric else len(points) - 2
            elif numeric:
                if type(x) not in _NUMBERS and not _is_decimal(x):
                    raise BadValue(name, "not a number")
                try:
                    x = float(x)
                except (OverflowError, ValueError):
                    raise BadValue(name, "outside the card's range") from None
                if special and x in special:
                    at = special[x]
                elif low <= x <= high:
                    at = bisect_right(edges, x)
                elif x != x:
                    at = len(edges) + 1
                else:
                    raise BadValue(name, "infinite" if math.isinf(x) else "outside the card's range")
            elif type(x) is str:
                at = index.get(x, len(points) - 1)
            else:
                raise BadValue(name, "not a category")
            got = points[at]
            if got:
                total += got
                lost.append((got, name))
            bins.append(at)
        return Scored(total, self.probabilities[total], segment.name, lost, bins)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON: with it and the bins every result can be replayed."""
        from hashlib import sha256  # 5 ms at start-up that a plain score does not need

        return sha256(canonical(self.data).encode()).hexdigest()

    @property
    def average_logit(self) -> float:
        """Log-odds of bad of the training population, against which the card's answers are read."""
        bad = float(self.data["trained"]["bad"])
        return math.log(bad / (1 - bad))

    def logit(self, total: int) -> float:
        """Log-odds of bad at a total."""
        p = self.probabilities[total]
        return math.log(p / (1 - p))


def _is_decimal(value: Any) -> bool:
    """Whether a value is a Decimal (as DynamoDB gives), without importing decimal: 3 ms that a plain score can do without."""
    kind = type(value)
    return kind.__module__ == "decimal" and kind.__name__ == "Decimal"


def canonical(data: Any) -> str:
    """JSON with sorted keys and no spaces: the text that is hashed."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(path: str) -> Card:
    """Read and validate a card file. A plain path: pathlib would cost more than both cards."""
    with open(path, encoding="utf-8") as file:
        return Card(json.load(file))


def _need(data: Mapping[str, Any], key: str, kind: type) -> Any:
    value = data.get(key)
    if not isinstance(value, kind):
        raise BadCard(f"{key}: expected {kind.__name__}")
    return value


def _segment(data: Mapping[str, Any]) -> Segment:
    rows = tuple(_row(c, data["name"]) for c in data["characteristics"])
    if len({r.name for r in rows}) != len(rows):
        raise BadCard(f"segment {data['name']}: a characteristic occurs twice")
    return Segment(data["name"], data["base"], rows)


def _row(c: Mapping[str, Any], segment: str) -> Characteristic:
    where = f"segment {segment}, {c.get('name')}"
    ordinary, share = c["points"], c["share"]
    numeric = c["type"] == "number"
    for key in ("missing", *(("special", "range") if numeric else ("other",))):
        if key not in c:
            raise BadCard(f"{where}: {key} must be explicit")
    special_points = list(c["special"].values()) if numeric else [c["other"]]
    everything = (*ordinary, c["missing"], *special_points)
    if any(type(p) is not int or p > 0 for p in everything) or max(ordinary) != 0:
        raise BadCard(f"{where}: points are whole, at most 0, and the best bin is 0")
    row = Characteristic(c["name"], numeric, everything, tuple(share))
    if numeric:
        row.edges = tuple(float(e) for e in c["edges"])
        row.low, row.high = (float(v) for v in c["range"])
        if list(row.edges) != sorted(set(row.edges)) or not all(row.low < e <= row.high for e in row.edges):
            raise BadCard(f"{where}: edges must rise inside the range")
        row.special = {float(v): len(row.edges) + 2 + i for i, v in enumerate(c["special"])}
    else:
        row.places = {v: i for i, group in enumerate(c["values"]) for v in group}
        if len(row.places) != sum(len(g) for g in c["values"]):
            raise BadCard(f"{where}: a category stands in two bins")
    count = len(row.edges) + 1 if numeric else len(c["values"])
    if len(ordinary) != count or len(share) != len(everything):
        raise BadCard(f"{where}: {count} bins need {count} points and {len(everything)} shares")
    return row


def _calibration(c: Mapping[str, Any]) -> tuple[float, ...]:
    """PD by total (index 0 unused), from knots (total, log-odds of bad); log-odds must fall as the total rises."""
    knots, logits = c["totals"], c["logits"]
    if len(knots) != len(logits) or len(knots) < 2 or list(knots) != sorted(set(knots)):
        raise BadCard("calibration: at least two rising totals with one log-odds each")
    if knots[0] < LOWEST or knots[-1] > HIGHEST:
        raise BadCard(f"calibration: totals must lie within {LOWEST}..{HIGHEST}")
    if any(b >= a for a, b in pairwise(logits)):
        raise BadCard("calibration: log-odds of bad must fall as the total rises")
    out = [math.nan]
    exp = math.exp
    last = len(knots) - 2
    for k, (a, b) in enumerate(pairwise(knots)):
        slope = (logits[k + 1] - logits[k]) / (b - a)
        start = LOWEST if k == 0 else a
        stop = HIGHEST + 1 if k == last else b
        out += [1 / (1 + exp(-(logits[k] + slope * (total - a)))) for total in range(start, stop)]
    return tuple(out)
