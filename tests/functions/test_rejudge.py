"""Stored assessments when the law changes: who gains hears of it, once, and a run may stop and go on."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib import law
from chalicelib.functions.rejudge import rejudge
from tests.web.support import Service, Visitor, running

DEBT = {
    "kind": "credit_loan",
    "creditor": "bank",
    "principal": 700_000_000,
    "interest_due": 0,
    "days_overdue": 120,
    "opened_on": "2020-01-02",
}
OVER = {
    "age": 50,
    "dependants": 0,
    "monthly_income": 9_000_000,
    "income_regular": True,
    "debts": [DEBT],
    "assets": [],
    "history": {"none_before": True},
    "transfers_2y": False,
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with running(tmp_path) as started:
        yield started


@pytest.fixture(autouse=True)
def fresh_law() -> Iterator[None]:
    yield
    law.law_as_of.cache_clear()


def raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """A law that lifts the committee's ceiling for unsecured debts to a billion won."""
    loaded = copy.deepcopy(law._loaded())
    loaded["version"] = "raised"
    for row in loaded["values"]["ccrs.debt_unsecured_max"]["rows"]:
        row["value"] = 1_000_000_000
    monkeypatch.setattr(law, "_loaded", lambda: loaded)
    law.law_as_of.cache_clear()


def told(service: Service, person: dict[str, Any]) -> Visitor:
    visitor = service.open()
    assert visitor.tell(person).status == 200
    return visitor


def changes(visitor: Visitor) -> list[Any]:
    return list(visitor.ask("GET", "/assessment").json.get("ways_changed", []))


def test_while_the_law_stays_nothing_is_judged_again(service: Service) -> None:
    visitor = told(service, OVER)
    rejudge(service.table, service.clock.now())
    assert rejudge(service.table, service.clock.now()).seen == 0
    assert changes(visitor) == []


def test_a_raised_ceiling_opens_a_way_and_the_person_hears_of_it_once(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, empty = told(service, OVER), told(service, {})
    rejudge(service.table, service.clock.now())
    raised(monkeypatch)
    done = rejudge(service.table, service.clock.now())
    assert (done.seen, done.changed, done.finished) == (2, 1, True)
    assert rejudge(service.table, service.clock.now()).seen == 0
    found = changes(over)
    assert len(found) == 1 and found[0]["law"] == "raised"
    opened = [change for change in found[0]["changes"] if change["change"] == "opened"]
    assert "individual_workout" in {change["remedy"] for change in opened}
    assert changes(empty) == []


def test_a_run_that_is_stopped_is_finished_by_the_next_one(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitors = [told(service, OVER) for _ in range(5)]
    rejudge(service.table, service.clock.now())
    raised(monkeypatch)
    turns = iter([False] * 5)
    assert rejudge(service.table, service.clock.now(), lambda: next(turns, True)).finished is False
    assert rejudge(service.table, service.clock.now()).finished is True
    assert all(len(changes(visitor)) == 1 for visitor in visitors)
