"""The command line as a counsellor uses it: one person readably, many people with stop and go."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dasibom.__main__ import main

PERSON = """
person:
  age: 45
  dependants: 3
  household_size: 4
  monthly_income: 4200000
  income_regular: true
  debts:
    - {kind: credit_loan, creditor: bank, principal: 62000000, interest_due: 0, annual_rate: 14.9, days_overdue: 110, opened_on: 2021-05-03}
  assets: []
"""


@pytest.fixture
def person(tmp_path: Path) -> Path:
    path = tmp_path / "b.yaml"
    path.write_text(PERSON, "utf-8")
    return path


def test_one_person_is_shown_with_the_figures_and_the_next_question(
    person: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", str(person), "--as-of", "2026-11-22"]) == 0
    shown = capsys.readouterr().out
    assert "303,157원" in shown and "10,913,652원" in shown
    assert "다음 질문: 전에 면책이나 채무조정을 받았거나" in shown
    assert "법률 자문이 아닙니다" in shown


def test_explaining_cites_every_rule(person: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["assess", str(person), "--as-of", "2026-11-22", "--explain"])
    shown = capsys.readouterr().out
    assert "채무자회생법 제579조" in shown


def test_the_same_result_comes_as_json(person: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["assess", str(person), "--as-of", "2026-11-22", "--json"])
    result = json.loads(capsys.readouterr().out)
    options = {option["remedy"]: option for option in result["options"]}
    assert options["individual_rehabilitation"]["estimate"]["monthly_payment"] == {
        "low": 303157,
        "high": 303157,
    }


def test_every_wrong_answer_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("age: -1\nmonthly_income: many\ncolour: blue\n", "utf-8")
    assert main(["assess", str(path)]) == 1
    said = capsys.readouterr().err
    assert "/age" in said and "/monthly_income" in said and "/colour" in said


@pytest.mark.parametrize("day", ["2017-12-31", "2028-01-01"])
def test_a_day_outside_the_tables_is_refused(
    person: Path, day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", str(person), "--as-of", day]) == 2
    assert "2018-01-01부터 2027-12-31까지" in capsys.readouterr().err


def run(out: Path, count: int) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "dasibom",
        "assess",
        "--generate",
        str(count),
        "--out",
        str(out),
        "--as-of",
        "2026-11-22",
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True)


def test_a_stopped_batch_goes_on_where_it_was_and_ends_as_if_never_stopped(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    run(whole, 300)
    lines = whole.read_bytes().splitlines(keepends=True)
    broken.write_bytes(b"".join(lines[:120]) + lines[120][:40])  # killed in the middle of a line
    said = run(broken, 300).stderr
    assert "120명은 되어 있어 이어서 합니다" in said
    assert broken.read_bytes() == whole.read_bytes()


def test_a_folder_reports_who_cannot_be_read_and_goes_on(
    person: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "a.yaml").write_text(PERSON, "utf-8")
    (folder / "b.yaml").write_text("age: [", "utf-8")
    (folder / "c.json").write_text('{"age": 300}', "utf-8")
    out = tmp_path / "out.jsonl"
    assert main(["assess", str(folder), "--out", str(out), "--as-of", "2026-11-22"]) == 1
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["name"] for line in lines] == ["a.yaml", "b.yaml", "c.json"]
    assert lines[0]["ways"]["individual_rehabilitation"]["monthly_payment"] == [303157, 303157]
    assert "errors" in lines[1] and lines[2]["errors"][0]["pointer"] == "/age"


def test_the_law_tables_pass_their_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "check", "--today", "2026-11-22"]) == 0
    assert "오류 0개" in capsys.readouterr().out


def test_one_value_is_shown_with_its_history(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "reh.unsecured_max"]) == 0
    assert "2021-04-20" in capsys.readouterr().out
    assert main(["law", "show", "reh.unsecured"]) == 1
    assert "혹시" in capsys.readouterr().out
