"""Figures of law and programmes by date. No other module holds a legal figure.

Authored as YAML under `data/` (one file per subject, one dated row per line), compiled to `law.json` (values) and
`law_notes.json` (notes, sheets) by `python -m chalicelib.law.compile`. `law_as_of(day)` gives the values in force on that day. Asking for a day or a
key that the tables do not cover is an error, never the nearest row.

>>> from datetime import date
>>> law_as_of(date(2021, 4, 19))["reh.unsecured_max"].value
500000000
>>> law_as_of(date(2021, 4, 20))["reh.unsecured_max"].value
1000000000
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

COVERED_FROM = date(2018, 1, 1)
COVERED_TO = date(2027, 12, 31)
_HERE = __file__.rpartition("__init__")[0]


class LawGap(LookupError):
    """The tables hold no value for this key on this day."""

    def __init__(self, key: str, day: date) -> None:
        self.key, self.day = key, day
        super().__init__(f"no value of {key} on {day.isoformat()}")


class Value(NamedTuple):
    """One dated value. `value` is int (won, months, days, counts), Decimal (percents), bool, str, dict or None."""

    key: str
    title: str
    unit: str
    value: Any
    article: str
    source: str
    conf: str
    from_: date
    to: date | None

    @property
    def note(self) -> str:
        """What a maintainer should know of this row; not a text for a person as it stands."""
        return str(_notes().get(self.key, {}).get("rows", {}).get(self.from_.isoformat(), ""))

    @property
    def sheet(self) -> str:
        """Which fact sheet and section the key comes from."""
        return str(_notes().get(self.key, {}).get("sheet", ""))

    @property
    def certain(self) -> bool:
        """Only H may be shown as certain; everything else is an estimate or asked of a counsellor."""
        return self.conf == "H"

    @property
    def cites(self) -> str:
        """What a person may look up: the article where there is one, else the source."""
        return self.article or self.source


class _Rows(dict[str, "Value | None"]):
    """The rows of one day, each looked for once; a dict of its own, since a person asks two hundred times."""

    def __init__(self, day: date) -> None:
        self._day = day

    def __missing__(self, key: str) -> Value | None:
        found = self[key] = _find(key, self._day)
        return found


class Law:
    """The values in force on one day."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.get: Callable[[str], Value | None] = _Rows(day).__getitem__
        """The value in force, or None when nothing was in force on this day. KeyError for a name nobody defined."""

    def __getitem__(self, key: str) -> Value:
        found = self.get(key)
        if found is None:
            raise LawGap(key, self.day)
        return found

    def whole(self, key: str) -> int | None:
        """A whole number (won, months, days, counts), or None where nothing was in force or known."""
        found = self.get(key)
        return None if found is None or found.value is None else int(found.value)

    def months(self, key: str) -> int | None:
        """A period in months, also where the table gives it in years; None where nothing was in force or known."""
        found = self.get(key)
        if found is None or found.value is None:
            return None
        return int(found.value) * {"months": 1, "years": 12}[found.unit]

    def decimal(self, key: str, part: str = "") -> Decimal | None:
        """An exact percent, or one part of a table of percents; None where nothing was in force or known."""
        found = self.get(key)
        if found is None or found.value is None:
            return None
        return Decimal(found.value[part] if part else found.value)

    def on(self, key: str) -> bool:
        """Whether a programme or a rule (a flag) was in force."""
        found = self.get(key)
        return found is not None and found.value is True

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def __iter__(self) -> Iterator[Value]:
        for key in _table():
            found = self.get(key)
            if found is not None:
                yield found


@lru_cache(maxsize=256)
def law_as_of(day: date) -> Law:
    """The law of a day between 2018-01-01 and 2027-12-31. Raises `LawGap` outside."""
    if not COVERED_FROM <= day <= COVERED_TO:
        raise LawGap("*", day)
    return Law(day)


def keys() -> list[str]:
    return list(_table())


def history(key: str) -> list[Value]:
    """Every dated value of a key, newest first."""
    return [_value(key, entry, row) for entry in [_table()[key]] for row in entry["rows"]]


def law_version() -> str:
    """Short hash of the authored tables, stored with every result so that it can be replayed."""
    return str(_loaded()["version"])


def full_table() -> dict[str, Any]:
    """Everything that was authored, values and notes together, as the lint reads it."""
    made = {}
    for key, entry in _table().items():
        rest = _notes()[key]
        rows = [
            {**row, **({"note": rest["rows"][row["from"]]} if row["from"] in rest["rows"] else {})}
            for row in entry["rows"]
        ]
        made[key] = {**entry, **rest, "rows": rows}
    return made


def _read(name: str) -> Any:
    with open(_HERE + name, "rb") as file:
        return json.loads(file.read())


@cache
def _loaded() -> dict[str, Any]:
    return dict(_read("law.json"))


@cache
def _notes() -> dict[str, Any]:
    return dict(_read("law_notes.json"))


def _table() -> dict[str, Any]:
    found: dict[str, Any] = _loaded()["values"]
    return found


def _find(key: str, day: date) -> Value | None:
    entry = _table()[key]
    iso = day.isoformat()
    for row in entry["rows"]:
        if row["from"] <= iso and (row["to"] is None or iso <= row["to"]):
            return _value(key, entry, row)
    return None


def _value(key: str, entry: dict[str, Any], row: dict[str, Any]) -> Value:
    ends = row["to"]
    return Value(
        key=key,
        title=entry["title"],
        unit=entry["unit"],
        value=_exact(row["value"], entry["unit"]),
        article=row.get("article", ""),
        source=row["source"],
        conf=row["conf"],
        from_=date.fromisoformat(row["from"]),
        to=date.fromisoformat(ends) if ends else None,
    )


def _exact(value: Any, unit: str) -> Any:
    """Percents are written as decimal text and become Decimals, also inside a table."""
    if isinstance(value, str) and unit.startswith("percent"):
        return Decimal(value)
    if isinstance(value, dict):
        return {name: _exact(inner, unit) for name, inner in value.items()}
    return value
