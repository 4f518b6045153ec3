"""Reads the YAML cases: people in sentences, with what must come out and what must stay open."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from chalicelib.assess.person import Person

CASES = Path(__file__).parent.parent / "cases"


def load(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((CASES / name).read_text("utf-8")))


def person_of(case: dict[str, Any]) -> Person:
    """Through JSON, as a client would send it."""
    text = json.dumps(case["person"], default=str)
    return Person.parse(json.loads(text, parse_float=Decimal))


def day_of(case: dict[str, Any]) -> date:
    day = case["as_of"]
    return day if isinstance(day, date) else date.fromisoformat(day)
