"""Scores over HTTP: explained, simulated, one's own record reviewed; wrong values are named, nothing is guessed."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.web.scores import APPLICANT, HISTORY
from tests.web.support import Service

MONTHS: dict[str, Any] = {
    "months": [
        {
            "month": f"2026-{month:02d}",
            "days_late": 0,
            "balance": 3_000_000,
            "limit": 5_000_000,
            "due": 300_000,
            "paid": 300_000,
        }
        for month in range(5, 11)
    ]
}
ASKED: dict[str, Any] = {
    "applicant": APPLICANT,
    "history": HISTORY | MONTHS,
    "bureau": {"agency": "nice", "score": 720},
    "as_of": "2026-11-22",
}


def test_a_score_comes_with_reasons_limits_and_the_clocks_of_arrears(service: Service) -> None:
    answer = service.ask("POST", "/v1/scores", ASKED)
    assert answer.status == 200, answer.raw
    found = answer.json
    assert found["application"]["reasons"] and found["behaviour"]["points"]
    assert found["bureau"] and found["combined"]["grade"] in range(1, 11)
    assert found["delinquency_reports"] == [] and found["notice"]


def test_arrears_say_who_hears_of_them_and_when(service: Service) -> None:
    late = [*MONTHS["months"][:-1], MONTHS["months"][-1] | {"days_late": 20, "paid": 0}]
    found = service.ask("POST", "/v1/scores", {**ASKED, "history": HISTORY | {"months": late}}).json
    assert found["delinquency_reports"]
    assert all(report["says"] and report["source"] for report in found["delinquency_reports"])


def test_without_history_the_behaviour_score_is_missing_and_not_guessed(service: Service) -> None:
    found = service.ask("POST", "/v1/scores", {"applicant": APPLICANT, "as_of": "2026-11-22"}).json
    assert found["behaviour"] is None and found["bureau"] is None and found["application"] is not None


@pytest.mark.parametrize("scenario", ["pay_on_time", "miss_three", "remedy:individual_workout"])
def test_a_path_is_drawn_month_by_month_and_called_an_estimate(service: Service, scenario: str) -> None:
    answer = service.ask("POST", "/v1/scores/simulations", {**ASKED, "months": 12, "scenario": scenario})
    assert answer.status == 200, answer.raw
    assert len(answer.json["path"]) in (12, 13)


def test_a_record_is_reviewed_with_who_sees_it_and_until_when(service: Service) -> None:
    entry = {
        "kind": "short_arrears",
        "amount": 350000,
        "due_on": "2026-01-05",
        "registered_on": "2026-01-20",
        "cleared_on": "2026-03-01",
    }
    answer = service.ask("POST", "/v1/credit-records/reviews", {"entries": [entry], "as_of": "2026-11-22"})
    assert answer.status == 200, answer.raw
    assert "2027" in answer.raw.decode() or "2029" in answer.raw.decode(), "the day until which it is seen"


def test_every_wrong_field_is_named_at_once(service: Service) -> None:
    bad = {
        "applicant": {"annual_income": -1, "employment": "king"},
        "history": {"late_30_24m": "two"},
        "months": 1,
    }
    answer = service.ask("POST", "/v1/scores", bad)
    assert answer.status == 422
    assert {pointer for pointer, _ in answer.codes} >= {
        "/applicant/annual_income",
        "/applicant/employment",
        "/history/late_30_24m",
        "/months",
    }
