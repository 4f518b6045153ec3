"""Shapes of requests that several routes share."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.law import COVERED_FROM, COVERED_TO
from chalicelib.shapes import DateShape, Fault, Record


class AsOfShape(DateShape):
    """A day that the law tables cover."""

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> date | None:
        day: date | None = super().read(value, pointer, faults)
        if day is not None and not COVERED_FROM <= day <= COVERED_TO:
            span = f"{COVERED_FROM.isoformat()}부터 {COVERED_TO.isoformat()}까지의 날짜를 적어 주세요."
            self.refuse(faults, pointer, "not_covered", span)
            return None
        return day


def as_of(label: str = "기준일") -> Any:
    """A field for the day whose law is asked for; left out, it is today in Seoul."""
    return AsOfShape(label)


class AsOfQuery(Record):
    title = "기준일"
    as_of: date | None = as_of()
