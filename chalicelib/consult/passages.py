"""The library as the turn reads it: passages in force on a day, loaded from one compiled JSON file.

Nothing here reads YAML or checks anything: what is in library.json has passed the build check.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import slots

COMPILED = Path(__file__).parent.parent / "prompts" / "library" / "library.json"


@dataclass(frozen=True, eq=False)
class Passage:
    """One passage. `sentences` are its text cut into whole sentences, slots in place."""

    id: str
    topic: str
    title: str
    text: str
    sentences: tuple[str, ...]
    aliases: tuple[str, ...]
    laws: tuple[str, ...]
    source_name: str
    source_url: str
    from_: str
    to: str | None
    checked: str
    conf: str
    facts: tuple[dict[str, str], ...]
    related: tuple[str, ...]

    @property
    def article(self) -> str:
        """The articles as people cite them, "" where the passage rests on a programme page."""
        return ", ".join(self.laws)

    def in_force(self, day: str) -> bool:
        return self.from_ <= day and (self.to is None or day <= self.to)


def parse(row: dict[str, Any]) -> Passage:
    return Passage(
        id=row["id"],
        topic=row["topic"],
        title=row["title"],
        text=row["text"],
        sentences=tuple(row["sentences"]),
        aliases=tuple(row["aliases"]),
        laws=tuple(row["laws"]),
        source_name=row["source"]["name"],
        source_url=row["source"]["url"],
        from_=row["from"],
        to=row["to"],
        checked=row["checked"],
        conf=row["conf"],
        facts=tuple(row["facts"]),
        related=tuple(row["related"]),
    )


@dataclass(frozen=True)
class Library:
    """All passages and the index over them (see retrieve.py for the index)."""

    passages: tuple[Passage, ...]
    index: dict[str, Any]
    version: str

    def by_id(self, passage_id: str, day: date) -> Passage | None:
        iso = day.isoformat()
        return next((p for p in self.passages if p.id == passage_id and p.in_force(iso)), None)


@lru_cache(maxsize=1)
def library() -> Library:
    """The compiled library, read once per process."""
    body = json.loads(COMPILED.read_bytes())
    return Library(tuple(parse(row) for row in body["passages"]), body["index"], body["version"])


def wordable(passage: Passage, lookup: Callable[[str], slots.Value | None]) -> bool:
    """Whether every figure of the passage has a value on the day that `lookup` stands for."""
    for slot in slots.find(passage.text):
        value = lookup(slot.key)
        if value is None:
            return False
        try:
            slots.word(value, slot)
        except slots.SlotError:
            return False
    return True
