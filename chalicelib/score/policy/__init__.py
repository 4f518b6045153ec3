"""An institution's own rules as a dated policy file: grade bands, limits, rates, the 30-day rule, five segments.

What ships is a demonstration built on the 2007 article; an operator replaces it by an own file of the same shape.
Every fault of a file is listed at once, with its place, so that a bank's clerk can put it right without us.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

GRADES = 10
DEFAULT = Path(__file__).with_name("article-2007.json")


class BadPolicy(ValueError):
    """The policy file has faults; `faults` lists all of them as (place, what is wrong)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{place}: {what}" for place, what in faults))


class Lending(NamedTuple):
    """What the policy would allow: limit in won (None = income not known), yearly rate band in percent."""

    limit: int | None
    rate_low: Decimal | None
    rate_high: Decimal | None
    capped: bool


class Policy:
    """A validated policy. Raises BadPolicy with every fault."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        faults = faults_of(data)
        if faults:
            raise BadPolicy(faults)
        self.data = data
        self.id: str = data["id"]
        self.title: str = data["title"]
        self.source: str = data["source"]
        self.demonstration = bool(data.get("demonstration"))
        self.bounds: tuple[int, ...] = tuple(data["grades"]["lower_bounds"])
        self._rising = self.bounds[::-1]
        self.from_ = date.fromisoformat(data["from"])
        self.to = date.fromisoformat(data["to"]) if data["to"] else None

    def in_force(self, day: date) -> bool:
        """Whether the policy holds on this day."""
        return self.from_ <= day and (self.to is None or day <= self.to)

    def grade(self, points: int) -> int:
        """Grade 1 (best) to 10 of a score between 1 and 1000."""
        return GRADES + 1 - bisect_right(self._rising, points)

    def after_arrears(self, grade: int, days_late: int | None) -> int:
        """The institution's rule of 2007: 30 days of arrears bring a better grade down to 5 or 6."""
        rule = self.data["arrears_rule"]
        if days_late is None or days_late < rule["days"]:
            return grade
        if grade < rule["better_than"]:
            return int(rule["becomes"])
        return max(grade, int(rule["else_becomes"]))

    def income_class(self, annual_income: int) -> str:
        """The class of a yearly income in won."""
        rows = self.data["income_classes"]  # falling, the last one starts at 0
        return str(next(row["id"] for row in rows if annual_income >= row["at_least"]))

    def lending(self, grade: int, annual_income: int | None, highest_rate: Decimal) -> Lending:
        """Limit (won) and rate band (percent a year) of a grade, clipped at the highest legal rate of the day."""
        limit = None
        if annual_income is not None:
            limit = int(self.data["limits"][str(grade)][self.income_class(annual_income)])
        band = self.data["rates"][str(grade)]
        if band is None:
            return Lending(limit, None, None, False)
        low, high = Decimal(band["low"]), Decimal(band["high"])
        return Lending(limit, min(low, highest_rate), min(high, highest_rate), high > highest_rate)

    def brokerage_segment(
        self, cb_grade: int | None, assets: int | None, delinquent: bool | None
    ) -> int | None:
        """The five-segment classification (1 best); None when a fact that decides is not known."""
        facts = {"cb_grade": cb_grade, "assets": assets}
        for row in self.data["brokerage"]["segments"]:
            answers = []
            for key, bound in row["when"].items():
                if key == "delinquent":
                    answers.append(None if delinquent is None else delinquent == bound)
                else:
                    known = facts[key.removesuffix("_at_most").removesuffix("_at_least")]
                    fits = (
                        None
                        if known is None
                        else (known <= bound if key.endswith("most") else known >= bound)
                    )
                    answers.append(fits)
            if False in answers:
                continue
            if None in answers:
                return None
            return int(row["segment"])
        return None


def faults_of(data: Any) -> list[tuple[str, str]]:
    """Every fault of a policy file as (place, what is wrong), empty when it can be used."""
    if not isinstance(data, Mapping):
        return [("", "must be an object")]
    faults: list[tuple[str, str]] = []

    def wrong(place: str, what: str) -> None:
        faults.append((place, what))

    if data.get("schema") != "policy/1":
        wrong("/schema", "must be policy/1")
    for key in ("id", "title", "source"):
        if not isinstance(data.get(key), str) or not data[key]:
            wrong(f"/{key}", "must be text")
    if data.get("confidence") not in ("H", "M", "L", "U"):
        wrong("/confidence", "must be H, M, L or U")
    _dates(data, wrong)
    _grades(data.get("grades"), wrong)
    classes = _classes(data.get("income_classes"), wrong)
    _limits(data, classes, wrong)
    _rates(data, wrong)
    rule = data.get("arrears_rule")
    keys = ("days", "better_than", "becomes", "else_becomes")
    if not isinstance(rule, Mapping) or any(type(rule.get(k)) is not int or rule[k] < 1 for k in keys):
        wrong("/arrears_rule", "needs whole numbers days, better_than, becomes, else_becomes")
    _brokerage(data.get("brokerage"), wrong)
    return faults


def _dates(data: Mapping[str, Any], wrong: Any) -> None:
    days = {}
    for key in ("from", "to"):
        value = data.get(key)
        if value is None and key == "to" and "to" in data:
            continue
        try:
            days[key] = date.fromisoformat(str(value))
        except (TypeError, ValueError):
            wrong(f"/{key}", "must be a date such as 2026-11-22" + (" or null" if key == "to" else ""))
    if len(days) == 2 and days["to"] < days["from"]:
        wrong("/to", "lies before /from")


def _grades(grades: Any, wrong: Any) -> None:
    bounds = grades.get("lower_bounds") if isinstance(grades, Mapping) else None
    if not isinstance(bounds, list) or len(bounds) != GRADES or any(type(b) is not int for b in bounds):
        wrong("/grades/lower_bounds", "must be ten whole numbers")
    elif sorted(set(bounds), reverse=True) != bounds or bounds[-1] != 1 or bounds[0] > 1000:
        wrong("/grades/lower_bounds", "must fall from at most 1000 to 1")


def _classes(rows: Any, wrong: Any) -> list[str]:
    place = "/income_classes"
    if not isinstance(rows, list) or not rows or not all(isinstance(r, Mapping) for r in rows):
        wrong(place, "must be a list of {id, at_least}")
        return []
    ids = [r.get("id") for r in rows]
    starts = [r.get("at_least") for r in rows]
    if any(not isinstance(i, str) for i in ids) or len(set(map(str, ids))) != len(ids):
        wrong(place, "ids must be different texts")
        return []
    if any(type(s) is not int for s in starts):
        wrong(place, "at_least must be whole won")
    elif sorted(set(starts), reverse=True) != starts or starts[-1] != 0:
        wrong(place, "at_least must fall and end with 0")
    return [str(i) for i in ids]


def _limits(data: Mapping[str, Any], classes: list[str], wrong: Any) -> None:
    limits, span = data.get("limits"), data.get("limit_span")
    if not isinstance(span, Mapping) or any(type(span.get(k)) is not int for k in ("least", "most")):
        wrong("/limit_span", "needs least and most in whole won")
        return
    if not isinstance(limits, Mapping):
        wrong("/limits", "must give limits by grade and income class")
        return
    before: dict[str, int] = {}
    for grade in range(1, GRADES + 1):
        row = limits.get(str(grade))
        if not isinstance(row, Mapping) or set(row) != set(classes):
            wrong(f"/limits/{grade}", f"must name each income class: {', '.join(classes)}")
            continue
        for name, value in row.items():
            place = f"/limits/{grade}/{name}"
            if type(value) is not int or value < 0:
                wrong(place, "must be whole won")
            elif value and not span["least"] <= value <= span["most"]:
                wrong(place, "must be 0 or lie within limit_span")
            elif value > before.get(name, value):
                wrong(place, "must not exceed the limit of a better grade")
            else:
                before[name] = value


def _rates(data: Mapping[str, Any], wrong: Any) -> None:
    rates = data.get("rates")
    if not isinstance(rates, Mapping):
        wrong("/rates", "must give rate bands by grade")
        return
    tops: dict[int, Decimal] = {}
    for grade in range(1, GRADES + 1):
        band = rates.get(str(grade), "absent")
        if band is None:
            continue
        try:
            low, high = Decimal(band["low"]), Decimal(band["high"])
        except (TypeError, KeyError, InvalidOperation):
            wrong(f"/rates/{grade}", 'must be null or {"low": "7.0", "high": "7.5"} in percent')
            continue
        if not (low.is_finite() and high.is_finite() and 0 <= low <= high):
            wrong(f"/rates/{grade}", "low must not exceed high, both 0 or more")
        elif tops and high < max(tops.values()):
            wrong(f"/rates/{grade}", "must not be lower than the band of a better grade")
        else:
            tops[grade] = high
    ratio = data.get("rate_ratio")
    if ratio is None:
        return
    try:
        lowest, highest = Decimal(ratio["at_least"]), Decimal(ratio["at_most"])
        found = tops[ratio["grade"]] / tops[ratio["to"]]
    except (TypeError, KeyError, InvalidOperation, ZeroDivisionError):
        wrong("/rate_ratio", "names a grade without a rate, or its bounds are no numbers")
        return
    if not lowest <= found <= highest:
        wrong("/rate_ratio", f"grade {ratio['grade']} pays {found:.2f} times grade {ratio['to']}")


def _brokerage(data: Any, wrong: Any) -> None:
    rows = data.get("segments") if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or not rows:
        wrong("/brokerage/segments", "must be a list of {segment, when}")
        return
    for i, row in enumerate(rows):
        when = row.get("when") if isinstance(row, Mapping) else None
        if not isinstance(when, Mapping) or row.get("segment") not in (1, 2, 3, 4, 5):
            wrong(f"/brokerage/segments/{i}", "needs a segment 1 to 5 and when")
            continue
        for key, bound in when.items():
            if key not in ("delinquent", "cb_grade_at_most", "assets_at_least"):
                wrong(f"/brokerage/segments/{i}/when/{key}", "unknown condition")
            elif (type(bound) is not bool) if key == "delinquent" else (type(bound) is not int):
                wrong(f"/brokerage/segments/{i}/when/{key}", "has the wrong type")
    if isinstance(rows[-1], Mapping) and rows[-1].get("when") != {}:
        wrong("/brokerage/segments", "the last one must take everybody: when must be {}")


@cache
def load(path: Path = DEFAULT) -> Policy:
    """Read and validate a policy file. Raises BadPolicy, also for a file that is no JSON."""
    try:
        return Policy(json.loads(path.read_text("utf-8-sig")))
    except (json.JSONDecodeError, UnicodeDecodeError) as bad:
        raise BadPolicy([("", f"not a JSON file in UTF-8: {bad}")]) from None
