"""Where a person stands, why, and what moves it: the shapes of the contract and what the answer must say."""

from __future__ import annotations

import json
import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.law import LawGap
from chalicelib.score import api, deck, features
from chalicelib.score.card import BadValue
from chalicelib.score.inputs import ScoreRequest, SimulationRequest
from chalicelib.shapes import Invalid
from tests.score import people

TODAY = date(2026, 11, 24)
APPLICANT: dict[str, Any] = {
    "annual_income": 36_000_000,
    "employment_years": 3.0,
    "loan_amount": 12_000_000,
    "loan_purpose": "debt_consolidation",
    "housing": "monthly_rent",
    "defaulted_before": True,
}
LATE: dict[str, Any] = {
    "months_on_book": 14,
    "product": "other",
    "months": [
        {
            "month": f"2026-{m:02d}",
            "days_late": d,
            "balance": 4_000_000,
            "limit": 5_000_000,
            "due": 400_000,
            "paid": p,
        }
        for m, d, p in (
            (6, 0, 400_000),
            (7, 0, 200_000),
            (8, 0, 400_000),
            (9, 12, 0),
            (10, 20, 0),
            (11, 42, 0),
        )
    ],
}


def scored(
    applicant: Any = APPLICANT, history: Any = None, bureau: Any = None, **more: Any
) -> dict[str, Any]:
    return api.score(applicant, history, bureau, TODAY, **more)


def test_the_answer_has_every_part_of_the_contract() -> None:
    found = scored(APPLICANT, LATE, {"agency": "nice", "score": 640})
    assert found.keys() >= {
        "as_of",
        "application",
        "behaviour",
        "bureau",
        "combined",
        "lending",
        "delinquency_reports",
        "advice",
        "notice",
    }
    assert found["application"].keys() >= {"points", "grade", "probability", "reasons"}
    assert found["bureau"].keys() >= {"score", "grade"}
    assert found["combined"].keys() >= {"points", "grade", "segment", "matrix_cell"}
    assert found["lending"].keys() >= {"limit", "rate_band"}
    assert all(r.keys() >= {"bureau", "reported", "says", "source"} for r in found["delinquency_reports"])
    assert all(a.keys() >= {"action", "effect_points", "says"} for a in found["advice"])
    json.dumps(found, default=str)


@pytest.mark.parametrize(
    ("applicant", "history", "bureau", "segment"),
    [
        (APPLICANT, None, None, "application"),
        (None, LATE, None, "behaviour"),
        (None, None, {"agency": "kcb", "score": 700}, "bureau"),
        (APPLICANT, LATE, None, "application+behaviour"),
        (
            APPLICANT,
            None,
            [{"agency": "kcb", "score": 700}, {"agency": "nice", "score": 720}],
            "application+bureau",
        ),
        (None, LATE, {"agency": "nice", "score": 700}, "behaviour+bureau"),
        (APPLICANT, LATE, {"agency": "nice", "score": 700}, "application+behaviour+bureau"),
    ],
)
def test_the_final_score_rests_on_what_is_known(
    applicant: Any, history: Any, bureau: Any, segment: str
) -> None:
    found = scored(applicant, history, bureau)
    assert found["combined"]["segment"] == segment
    assert 1 <= found["combined"]["points"] <= 1000
    assert (found["combined"]["fallback"] is None) is ("behaviour" in segment)


def test_a_single_score_is_the_final_score_itself() -> None:
    found = scored()
    assert found["combined"]["points"] == found["application"]["points"]


def test_nothing_known_gives_no_score_and_no_grade() -> None:
    found = scored({}, {}, None)
    assert [found[k] for k in ("application", "behaviour", "bureau", "combined", "lending")] == [None] * 5
    assert found["delinquency_reports"] == []


@pytest.mark.parametrize(
    "history", [{"months": []}, {"months": [{}]}, {"months": [{"month": "2026-11"}]}, {"months_on_book": 3}]
)
def test_a_history_that_says_nothing_is_no_behaviour(history: dict[str, Any]) -> None:
    assert scored({}, history)["behaviour"] is None


def test_reasons_are_ranked_by_the_points_they_cost_and_speak_korean() -> None:
    reasons = scored(APPLICANT, LATE)["behaviour"]["reasons"]
    costs = [r["points_lost"] for r in reasons]
    assert costs == sorted(costs, reverse=True) and costs[0] > 0
    assert reasons[0]["code"] == "LATE_NOW"
    assert all(r["says"].endswith(("니다.", "습니다.")) for r in reasons)


def test_what_was_not_answered_is_named_as_unknown_and_not_as_a_fault() -> None:
    reasons = scored({"annual_income": 36_000_000})["application"]["reasons"]
    unknown = {r["code"]: r["unknown"] for r in reasons}
    assert unknown["LOAN_TO_INCOME"] is True
    assert all("advice" not in r for r in reasons if r["unknown"])


def test_no_arrears_in_six_months_would_gain_exactly_what_is_said() -> None:
    found = scored({}, LATE)
    said = next(a for a in found["advice"] if a["action"] == "no_arrears")
    clean = {**LATE, "months": [{**m, "days_late": 0, "paid": max(m["paid"], 1)} for m in LATE["months"]]}
    facts = features.behaviour(LATE, None)
    assert facts is not None
    changed = {**facts, "worst_6m": 0, "late_now": 0, "worst_before": 0, "months_late": 0, "months_unpaid": 0}
    card = deck.card("behaviour")
    assert said["effect_points"] == card.score(changed).total - found["behaviour"]["points"] > 0
    assert f"+{said['effect_points']}점" in said["says"]
    assert scored({}, clean)["behaviour"]["points"] > found["behaviour"]["points"]


def test_the_improvement_named_reaches_the_next_grade() -> None:
    part = scored({}, LATE)["behaviour"]
    step = part["improvement"]
    assert part["points"] + step["gain"] >= step["target"] > part["points"]
    assert sum(m["effect_points"] for m in step["moves"]) == step["gain"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("marital_status", "divorced"),
        ("age", 70),
        ("sex", "F"),
        ("children", 3),
        ("education", "고졸"),
        ("region", "부산"),
        ("nationality", "VN"),
        ("disability", True),
    ],
)
def test_what_must_not_decide_changes_nothing_and_the_answer_says_so(field: str, value: Any) -> None:
    plain, told = scored(APPLICANT), scored({**APPLICANT, field: value})
    said = [n for n in told["not_used"] if n["field"] == field]
    assert len(said) == 1 and "쓰지 않습니다" in said[0]["says"]
    told["not_used"].remove(said[0])
    assert told == plain


@pytest.mark.parametrize(
    "field", ["employment", "occupation", "property_tax", "vehicle", "credit_history_years"]
)
def test_answers_without_data_are_named_as_not_used(field: str) -> None:
    values = {
        "employment": "employee",
        "occupation": "x",
        "property_tax": 1,
        "vehicle": "none",
        "credit_history_years": 3.0,
    }
    found = scored({**APPLICANT, field: values[field]})
    assert [n["field"] for n in found["not_used"]] == [field]
    assert found["application"] == scored()["application"]


def test_medical_loans_are_scored_as_living_costs_and_the_answer_says_why() -> None:
    medical, living = (
        scored({**APPLICANT, "loan_purpose": "medical"}),
        scored({**APPLICANT, "loan_purpose": "living"}),
    )
    assert medical["application"] == living["application"]
    assert "건강" in medical["not_used"][0]["says"]


def test_thirty_days_of_arrears_apply_the_institutions_rule_and_say_so() -> None:
    good = [
        {"days_late": 0, "balance": 0, "limit": 9_000_000, "due": 900_000, "paid": 900_000} for _ in range(5)
    ]
    late = {"days_late": 30, "balance": 100_000, "limit": 9_000_000, "due": 100_000, "paid": 90_000}
    found = scored(
        {**APPLICANT, "housing": "own", "loan_amount": 0, "defaulted_before": False},
        {"months": [*good, late]},
        {"agency": "nice", "score": 1000},
    )
    assert found["combined"]["grade"] >= 5
    plain = api.score({}, {"months": good}, None, TODAY)["combined"]
    assert plain["rule_applied"] is None and plain["grade"] < 5


def test_the_rate_band_never_exceeds_the_legal_rate_of_the_day() -> None:
    rng = random.Random(5)
    for _ in range(200):
        band = api.score(people.applicant(rng), people.history(rng), None, TODAY)["lending"]["rate_band"]
        if band:
            assert band["low"] <= band["high"] <= Decimal(20)


def test_reports_tell_who_sees_the_arrears_of_the_newest_month() -> None:
    found = {(r["clock"], r["bureau"]): r for r in scored({}, LATE)["delinquency_reports"]}
    assert found["share", "nice"]["reported"] is True
    assert found["share", "nice"]["on"] == "2026-10-20"
    assert found["long", "kcis"]["reported"] is False
    assert {r["bureau"] for r in scored({}, LATE)["delinquency_reports_2007"]} == {"kcb", "nice", "kis"}


def test_nobody_is_told_of_reports_without_arrears() -> None:
    months = [{**m, "days_late": 0} for m in LATE["months"]]
    assert scored({}, {"months": months})["delinquency_reports"] == []


def test_a_bureau_grade_of_today_is_only_a_reference() -> None:
    now = scored({}, None, {"agency": "nice", "score": 749})["bureau"]
    assert (now["grade"], now["reference"]) == (6, True)
    then = api.score({}, None, {"agency": "nice", "score": 750}, date(2020, 12, 31))["bureau"]
    assert (then["grade"], then["reference"]) == (5, False)


@pytest.mark.parametrize(
    ("agency", "score", "grade"),
    [
        ("nice", 900, 1),
        ("nice", 899, 2),
        ("nice", 444, 10),
        ("kcb", 942, 1),
        ("kcb", 941, 2),
        ("kcb", 334, 10),
        ("kcb", 335, 9),
    ],
)
def test_bureau_grades_turn_at_the_bounds_of_the_old_tables(agency: str, score: int, grade: int) -> None:
    assert scored({}, None, {"agency": agency, "score": score})["bureau"]["grade"] == grade


@pytest.mark.parametrize(("loan", "advised"), [(14_400_000, False), (14_400_001, True)])
def test_loans_above_40_percent_of_income_are_advised_against_and_not_called_dsr(
    loan: int, advised: bool
) -> None:
    advice = [
        a
        for a in scored({**APPLICANT, "loan_amount": loan})["advice"]
        if a["action"] == "loan_within_income_share"
    ]
    assert bool(advice) is advised
    if advised:
        assert "DSR과는 다른" in advice[0]["says"] and advice[0]["effect_points"] is None


def test_the_rights_name_their_articles_and_the_way() -> None:
    rights = scored()["explanation"]["rights"]
    assert rights["article"] == "신용정보법 제36조의2" and rights["human_review"] is True
    assert any("제38조" in line for line in rights["how"])


def test_the_criteria_are_shares_that_add_up_to_100() -> None:
    for shares in scored(APPLICANT, LATE)["explanation"]["criteria"].values():
        assert sum(s["percent"] for s in shares) == 100


def test_every_result_can_be_replayed_from_its_card_and_bins() -> None:
    found = scored(APPLICANT, LATE)
    for kind, stored in found["replay"]["cards"].items():
        card = deck.card(kind)
        assert stored["hash"] == card.hash
        segment = card.segments[found[kind]["segment"]]
        again = segment.base + sum(r.points[b] for r, b in zip(segment.rows, stored["bins"], strict=True))
        assert again == found[kind]["points"]


def test_the_same_question_gives_the_same_bytes() -> None:
    once, again = (json.dumps(scored(APPLICANT, LATE), sort_keys=True, default=str) for _ in range(2))
    assert once == again


def test_the_notice_says_what_the_score_is_not() -> None:
    assert "신용평가회사의 신용점수가 아니" in scored()["notice"]


def test_a_day_outside_the_law_is_an_error() -> None:
    with pytest.raises(LawGap):
        api.score(APPLICANT, None, None, date(2031, 1, 1))


def test_a_fact_that_cannot_be_scored_is_a_named_error() -> None:
    with pytest.raises(BadValue, match="employment_years"):
        scored({**APPLICANT, "employment_years": float("inf")})


@pytest.mark.parametrize(
    ("income", "loan", "multiple"), [(0, 5, 1000.0), (0, 0, 0.0), (100, 50, 0.5), (1, 10**15, 1000.0)]
)
def test_a_loan_against_no_income_is_the_largest_multiple(income: int, loan: int, multiple: float) -> None:
    assert features.loan_to_income(loan, income) == multiple


@pytest.mark.parametrize(
    ("days", "months"), [(0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (None, None)]
)
def test_started_months_of_thirty_days_count_as_late(days: int | None, months: int | None) -> None:
    assert features.months_late(days) == months


def test_months_are_put_in_order_by_their_names() -> None:
    months = list(reversed(LATE["months"]))
    assert scored({}, {**LATE, "months": months})["behaviour"] == scored({}, LATE)["behaviour"]


def test_a_request_is_read_and_every_fault_named() -> None:
    body = {
        "applicant": {"annual_income": -1, "housing": "tent", "employment_years": "3", "colour": "red"},
        "history": {"months": [{"month": "2026-13"}], "late_30_24m": 1, "late_60_24m": 2},
        "bureau": [{"agency": "nice", "score": 0}],
        "as_of": "yesterday",
    }
    with pytest.raises(Invalid) as found:
        ScoreRequest.parse(body)
    assert {f.pointer for f in found.value.faults} >= {
        "/applicant/annual_income",
        "/applicant/housing",
        "/applicant/employment_years",
        "/applicant/colour",
        "/history/months/0/month",
        "/bureau/0/score",
        "/as_of",
    }


def test_counts_that_contradict_each_other_and_months_named_twice_are_faults() -> None:
    history = {"months": [{"month": "2026-11"}, {"month": "2026-11"}], "late_30_24m": 1, "late_60_24m": 2}
    with pytest.raises(Invalid) as found:
        ScoreRequest.parse({"applicant": {}, "history": history})
    assert {f.code for f in found.value.faults} == {"bad_months", "bad_counts"}


def test_a_read_request_is_scored_like_plain_values() -> None:
    body = {
        "applicant": {**APPLICANT, "employment_years": Decimal("3")},
        "history": LATE,
        "bureau": {"agency": "nice", "score": 640},
    }
    assert api.score_request(ScoreRequest.parse(body), TODAY) == scored(
        APPLICANT, LATE, {"agency": "nice", "score": 640}
    )


def test_the_same_bureau_twice_and_an_unknown_scenario_are_faults() -> None:
    with pytest.raises(Invalid, match="repeated"):
        ScoreRequest.parse(
            {"applicant": {}, "bureau": [{"agency": "nice", "score": 1}, {"agency": "nice", "score": 2}]}
        )
    with pytest.raises(Invalid, match="unknown_code"):
        SimulationRequest.parse({"applicant": {}, "history": {}, "months": 3, "scenario": "win_the_lottery"})


def test_schemas_of_the_requests_name_every_record_they_refer_to() -> None:
    for request in (ScoreRequest, SimulationRequest):
        schemas = request.schemas()
        text = json.dumps(schemas)
        refs = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
        assert refs <= schemas.keys()
