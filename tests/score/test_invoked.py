"""The Lambda function `score` and the command line: one person, a list, and faults that stay with their person."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.functions.score import invoked
from chalicelib.score import api
from dasibom import score as command
from tests.score.test_api import APPLICANT, LATE

TODAY = date(2026, 11, 24)
BODY = {"applicant": APPLICANT, "history": LATE, "bureau": {"agency": "nice", "score": 640}}


def test_one_person_is_scored_as_by_the_core() -> None:
    assert invoked(BODY, TODAY) == {"score": api.score(APPLICANT, LATE, BODY["bureau"], TODAY)}


def test_a_list_is_answered_in_order_and_a_fault_stays_with_its_person() -> None:
    found = invoked(
        [BODY, {"applicant": {"housing": "tent"}}, 7, {"applicant": {}, "as_of": "2040-01-01"}], TODAY
    )["results"]
    assert "score" in found[0]
    assert found[1]["errors"][0]["pointer"] == "/applicant/housing"
    assert found[2]["errors"][0]["code"] == "not_an_object"
    assert found[3]["errors"][0]["pointer"] == "/as_of"
    assert invoked({"people": [BODY]}, TODAY)["results"][0] == found[0]


@pytest.mark.parametrize(
    "event",
    [
        None,
        "x",
        {},
        {"applicant": None},
        {"people": 5},
        [[]],
        {"applicant": {"employment_years": float("nan")}},
        {"applicant": {"employment_years": float("inf")}},
    ],
)
def test_nothing_a_caller_sends_raises(event: Any) -> None:
    found = invoked(event, TODAY)
    assert "errors" in found or "errors" in found["results"][0]


def test_too_long_a_list_is_refused_in_words() -> None:
    assert invoked([BODY] * 1001, TODAY)["errors"][0]["code"] == "too_many"


def test_the_command_explains_one_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "person.json"
    path.write_text(json.dumps({**BODY, "as_of": "2026-11-24"}), "utf-8")
    assert command.main([str(path)]) == 0
    said = capsys.readouterr().out
    assert (
        "거래 점수" in said
        and "지금 밀려 있는 달이 있습니다." in said
        and "신용평가회사의 신용점수가 아니" in said
    )
    assert command.main([str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-11-24"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "JSON"),
        ("가".encode("cp949"), "UTF-8"),
        (b'{"applicant": {"x": 1}}', "/applicant/x"),
        (b'{"applicant": {}, "as_of": "2040-01-01"}', "2040"),
    ],
)
def test_the_command_names_what_is_wrong_with_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, says: str
) -> None:
    path = tmp_path / "person.json"
    path.write_bytes(content)
    assert command.main([str(path)]) == 2
    assert says in capsys.readouterr().err


def test_the_command_says_when_a_file_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(tmp_path / "gone.json")]) == 2
    assert "찾을 수 없습니다" in capsys.readouterr().err


def test_the_command_hands_a_portfolio_on(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("id,housing\na,own\n", "utf-8")
    assert command.main(["portfolio", str(path), "--quiet", "--as-of", "2026-11-24"]) == 0
    assert (tmp_path / "p.csv.report.html").exists()
