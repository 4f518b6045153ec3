"""One's own record: who sees what until when, what looks wrong, what would help."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.score.api import review_record, review_request
from chalicelib.score.inputs import ReviewRequest
from chalicelib.shapes import Invalid

TODAY = date(2026, 11, 24)


def doubts(*entries: dict[str, Any], **more: Any) -> list[str]:
    return [d["code"] for d in review_record(entries, TODAY, **more)["doubts"]]


def test_each_entry_is_listed_with_who_sees_it_and_until_when() -> None:
    found = review_record(
        [
            {"kind": "short_arrears", "amount": 500_000, "due_on": "2026-09-01"},
            {"kind": "short_arrears", "amount": 500_000, "due_on": "2026-01-02", "cleared_on": "2026-03-01"},
            {"kind": "public_record", "code": "1101", "counted_from": "2026-05-01"},
            {"kind": "account", "holder": "가나은행", "opened_on": "2019-01-01"},
        ],
        TODAY,
        late_records_5y=1,
    )
    seen, cleared, workout, account = found["entries"]
    assert {s["clock"] for s in seen["seen_by"]} == {"share", "score_use", "long"}
    assert cleared["until"] == "2027-03-01" and cleared["seen_by"] == []
    assert workout["until"] == "2027-05-01"
    assert account["until"] is None and "도움" in account["says"]
    assert found["doubts"] == [] and found["how_to_correct"] is None


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"kind": "short_arrears", "amount": 99_999, "due_on": "2026-09-01"}, "below_threshold"),
        ({"kind": "short_arrears", "amount": 100_000, "due_on": "2026-11-18"}, "too_early"),
        (
            {"kind": "short_arrears", "amount": 100_000, "due_on": "2026-11-02", "cleared_on": "2026-11-06"},
            "too_early",
        ),
        ({"kind": "long_arrears", "amount": 2_000_000, "due_on": "2026-08-27"}, "not_long"),
        ({"kind": "long_arrears", "amount": 999_999, "due_on": "2026-01-02"}, "not_long"),
        (
            {"kind": "short_arrears", "amount": 100_000, "due_on": "2019-09-02", "cleared_on": "2020-11-24"},
            "kept_too_long",
        ),
        (
            {"kind": "long_arrears", "amount": 10**7, "due_on": "2019-01-02", "cleared_on": "2021-11-24"},
            "kept_too_long",
        ),
        ({"kind": "public_record", "code": "1101", "counted_from": "2025-11-24"}, "kept_too_long"),
        ({"kind": "public_record", "code": "1201", "counted_from": "2021-11-24"}, "kept_too_long"),
        ({"kind": "public_record", "code": "9999"}, "unknown_code"),
        (
            {"kind": "short_arrears", "amount": 10**6, "due_on": "2024-03-04", "cleared_on": "2025-12-31"},
            "amnesty",
        ),
        ({"kind": "account", "opened_on": "2020-01-02", "cleared_on": "2019-01-02"}, "dates_reversed"),
        ({"kind": "account", "opened_on": "2027-01-02"}, "in_the_future"),
        ({"kind": "account", "cleared_on": "2020-01-02", "amount": 5}, "closed_with_balance"),
        ({"kind": "account", "mine": False}, "not_mine"),
    ],
)
def test_what_looks_wrong_is_found(entry: dict[str, Any], code: str) -> None:
    assert code in doubts(entry)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"kind": "short_arrears", "amount": 100_000, "due_on": "2026-11-02"}, "too_early"),
        ({"kind": "long_arrears", "amount": 1_000_000, "due_on": "2026-08-26"}, "not_long"),
        ({"kind": "public_record", "code": "1101", "counted_from": "2025-11-25"}, "kept_too_long"),
        (
            {"kind": "public_record", "code": "1101", "counted_from": "2025-11-01", "paused_months": 1},
            "kept_too_long",
        ),
        (
            {"kind": "short_arrears", "amount": 10**6, "due_on": "2024-03-04", "cleared_on": "2026-01-01"},
            "amnesty",
        ),
        (
            {
                "kind": "short_arrears",
                "amount": 50_000_001,
                "due_on": "2024-03-04",
                "cleared_on": "2025-12-31",
            },
            "amnesty",
        ),
        (
            {"kind": "short_arrears", "amount": 10**6, "due_on": "2025-09-01", "cleared_on": "2025-12-31"},
            "amnesty",
        ),
        ({"kind": "account", "amount": 5}, "closed_with_balance"),
        ({"kind": "account"}, "not_mine"),
    ],
)
def test_what_is_in_order_raises_no_doubt(entry: dict[str, Any], code: str) -> None:
    assert code not in doubts(entry)


def test_an_entry_given_twice_is_doubted_once() -> None:
    entry = {"kind": "account", "holder": "가나은행", "opened_on": "2020-01-01"}
    assert doubts(entry, dict(entry)) == ["repeated"]


def test_doubts_come_with_the_steps_of_correction_and_their_days() -> None:
    found = review_record([{"kind": "account", "mine": False}], TODAY)
    steps = " ".join(found["how_to_correct"]["steps"])
    assert "7일" in steps and "15일" in steps and "제38조" in steps
    assert "1건이 잘못되어 보입니다" in found["summary"]


def test_proofs_that_would_help_are_named_without_a_promise() -> None:
    found = review_record([], TODAY, proofs=["telecom"])
    assert [m["proof"] for m in found["missing"]] == ["health_insurance", "national_pension", "utilities"]
    assert all(m["known_missing"] and "오를 수 있습니다" in m["says"] for m in found["missing"])
    assert {m["known_missing"] for m in review_record([], TODAY)["missing"]} == {False}


def test_two_late_records_in_the_entries_themselves_select_the_longer_period() -> None:
    entry = {"kind": "short_arrears", "amount": 400_000, "due_on": "2025-01-02", "cleared_on": "2025-03-04"}
    other = {**entry, "due_on": "2024-01-02", "cleared_on": "2024-03-04"}
    assert review_record([entry], TODAY)["entries"][0]["until"] == "2026-03-04"
    assert review_record([entry, other], TODAY)["entries"][0]["until"] == "2028-03-04"


def test_a_request_names_its_faults() -> None:
    with pytest.raises(Invalid) as found:
        ReviewRequest.parse({"entries": [{"kind": "rumour"}, {"code": "abc"}], "proofs": ["gossip"]})
    assert {f.pointer for f in found.value.faults} == {
        "/entries/0/kind",
        "/entries/1/kind",
        "/entries/1/code",
        "/proofs/0",
    }


def test_what_was_typed_in_and_what_was_imported_are_reviewed_together() -> None:
    body = {
        "entries": [{"kind": "account", "holder": "가나은행"}],
        "mydata": {"overdue_list": [{"overdue_amt": "80000", "due_date": "20261001", "long_yn": "N"}]},
        "as_of": "2026-11-24",
    }
    found = review_request(ReviewRequest.parse(body), date(2020, 1, 1))
    assert [e["kind"] for e in found["entries"]] == ["account", "short_arrears"]
    assert [d["index"] for d in found["doubts"]] == [1]
    with pytest.raises(Invalid) as faults:
        ReviewRequest.parse({"mydata": {"overdue_list": [{"due_date": "tomorrow"}]}})
    assert faults.value.faults[0].pointer == "/mydata/overdue_list/0/due_date"
