"""Month by month: what a scenario does to the behaviour side, the bureau side's bounds, records gone on their days."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.score import api
from chalicelib.score.inputs import SCENARIOS, SimulationRequest
from tests.score.test_api import APPLICANT, LATE

TODAY = date(2026, 11, 24)
CLEAN: dict[str, Any] = {
    "months_on_book": 20,
    "late_records_5y": 0,
    "months": [
        {"days_late": 0, "balance": 4_000_000, "limit": 8_000_000, "due": 400_000, "paid": 400_000}
        for _ in range(6)
    ],
}
NICE = {"agency": "nice", "score": 780}


def run(scenario: str, history: Any = CLEAN, months: int = 12, bureau: Any = NICE) -> dict[str, Any]:
    return api.simulate(APPLICANT, history, bureau, months, scenario, TODAY)


def points(found: dict[str, Any]) -> list[int]:
    return [m["behaviour"]["points"] for m in found["path"]]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_gives_a_path_with_today_and_every_month(scenario: str) -> None:
    found = run(scenario)
    assert [m["month"] for m in found["path"]][:2] == ["2026-11", "2026-12"]
    assert len(found["path"]) == 13
    assert found["estimate"] is True and found["rests_on"]["says"]
    json.dumps(found, default=str)


def test_month_zero_is_the_score_of_today() -> None:
    now = api.score(APPLICANT, CLEAN, NICE, TODAY)
    first = run("pay_on_time")["path"][0]
    assert first["behaviour"]["points"] == now["behaviour"]["points"]
    assert first["combined"] == {k: now["combined"][k] for k in ("points", "grade")}


def test_paying_on_time_after_arrears_raises_the_behaviour_score_and_missing_lowers_it() -> None:
    paid, missed = points(run("pay_on_time", LATE)), points(run("miss_three", LATE))
    assert paid[1] > paid[0] and paid[7] > paid[1]
    assert missed[1] <= missed[0] and missed[3] < missed[0]


def test_three_missed_months_are_worse_than_one_and_both_come_back_within_seven_months() -> None:
    on_time, one, three = (points(run(s)) for s in ("pay_on_time", "miss_one", "miss_three"))
    assert on_time[1] > one[1]
    assert one[3] > three[3]
    assert one[8] >= one[0] and three[11] >= three[0]


def test_the_bureau_score_is_named_only_while_nothing_known_has_touched_it() -> None:
    path = run("miss_three")["path"]
    assert path[0]["bureau"]["score"] == 780
    assert path[1]["bureau"]["direction"] == "down" and path[1]["bureau"]["score"] is None
    assert path[3]["bureau"]["high"] == 350
    assert path[5]["bureau"]["direction"] == "up"
    assert all(m["bureau"]["score"] == 780 for m in run("pay_on_time")["path"])


def test_small_missed_amounts_do_not_reach_the_score() -> None:
    months = [{**m, "due": 99_999, "paid": 99_999} for m in CLEAN["months"]]
    path = run("miss_one", {**CLEAN, "months": months})["path"]
    assert {m["bureau"]["direction"] for m in path} == {"same"}


def test_a_workout_record_stands_until_its_day_and_not_a_day_longer() -> None:
    found = run("remedy:individual_workout", months=13)
    assert found["records"][0]["code"] == "1101"
    assert found["records"][0]["removed_on"] == "2027-11-24"
    with_record = [m["month"] for m in found["path"] if m["records"]]
    assert with_record[0] == "2026-11" and with_record[-1] == "2027-10"
    removed = next(m for m in found["path"] if m["month"] == "2027-11")
    assert any("지워집니다" in e for e in removed["events"])
    assert removed["bureau"]["direction"] == "up"


@pytest.mark.parametrize(
    ("remedy", "says"),
    [
        ("fast_track", "남지 않습니다"),
        ("pre_workout", "남지 않습니다"),
        ("long_overdue_fund", "확인된 자료가 없습니다"),
    ],
)
def test_remedies_without_a_code_say_so(remedy: str, says: str) -> None:
    found = run(f"remedy:{remedy}")
    assert found["records"] == [] and any(says in n for n in found["notes"])


def test_the_smallest_debt_is_paid_first_when_the_debts_are_known() -> None:
    accounts = [{"name": "a", "balance": 900_000}, {"name": "b", "balance": 3_100_000}]
    found = run("pay_off_smallest", {**CLEAN, "accounts": accounts})
    assert any("900,000원" in n for n in found["notes"])
    assert points(found)[1] >= points(run("pay_on_time"))[1]
    unknown = run("pay_off_smallest")
    assert any("알 수 없습니다" in n for n in unknown["notes"])
    assert points(unknown) == points(run("pay_on_time"))


def test_a_finished_plan_ends_without_debt() -> None:
    assert points(run("finish_plan"))[-1] >= points(run("finish_plan"))[0]


def test_without_a_history_there_is_no_behaviour_path_and_the_answer_says_why() -> None:
    found = run("pay_on_time", {})
    assert {m["behaviour"] for m in found["path"]} == {None}
    assert any("지난 거래" in n for n in found["notes"])


def test_without_a_bureau_score_nothing_is_said_of_it() -> None:
    assert {m["bureau"] for m in run("miss_three", bureau=None)["path"]} == {None}


def test_the_40_percent_advice_is_given_as_advice() -> None:
    assert "DSR과는 다른" in run("pay_on_time")["advice"][0]["says"]


@pytest.mark.parametrize(("months", "scenario"), [(0, "pay_on_time"), (61, "pay_on_time"), (5, "unknown")])
def test_an_impossible_question_is_an_error(months: int, scenario: str) -> None:
    with pytest.raises(ValueError, match=r"months|scenario"):
        run(scenario, months=months)


def test_a_read_request_is_simulated_like_plain_values() -> None:
    applicant = {**APPLICANT, "employment_years": 3}
    body = {"applicant": applicant, "history": CLEAN, "bureau": NICE, "months": 4, "scenario": "miss_one"}
    found = api.simulate_request(SimulationRequest.parse(body), TODAY)
    assert found == run("miss_one", months=4)
