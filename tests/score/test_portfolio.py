"""A portfolio file: what is read, what is refused and why, and that the sums add up whatever the way."""

from __future__ import annotations

import itertools
import json
import math
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.score import api
from chalicelib.score.portfolio import drift
from chalicelib.score.portfolio.rows import BadFile, BadRow, Layout, Row, read_csv
from chalicelib.score.portfolio.stress import SCENARIOS
from chalicelib.score.portfolio.tally import CardTally, Scorer, Tally, from_json, merge, state
from dasibom import score_portfolio
from tests.score.people import csv_of, portfolio

TODAY = date(2026, 11, 24)
HEAD = "id,annual_income,loan_amount,housing\n"


def read(text: str | bytes, **more: Any) -> list[Layout | Row | BadRow]:
    raw = text.encode() if isinstance(text, str) else text
    return list(read_csv(raw.splitlines(keepends=True), **more))


def tally_of(rows: list[dict[str, Any]], **more: Any) -> Tally:
    scorer = Scorer(TODAY, **more)
    for item in read(csv_of(rows)):
        if not isinstance(item, Layout):
            scorer.add(item)
    return scorer.finish()


def test_rows_of_a_file_are_scored_as_the_same_people_one_by_one() -> None:
    rows = portfolio(300, seed=4)
    seen: dict[str, dict[str, tuple[int, float, int]]] = {}
    scorer = Scorer(TODAY, written=lambda row, found: seen.update({row.id: found}))
    items = [i for i in read(csv_of(rows)) if isinstance(i, Row)]
    for item in items:
        scorer.add(item)
    assert scorer.finish().bad_rows == 0
    for item in items:
        alone = api.score(item.applicant, item.history, None, TODAY)
        for kind in ("application", "behaviour"):
            expected = alone[kind] and (alone[kind]["points"], alone[kind]["grade"])
            got = seen[item.id].get(kind)
            assert (got and (got[0], got[2])) == expected


@pytest.mark.parametrize(
    ("cell", "column"),
    [("NaN,1,own", "annual_income"), ("inf,1,own", "annual_income"), ("1e9,1,own", "annual_income"), ("12.5,1,own", "annual_income"),
     ("-1,1,own", "annual_income"), (f"{10**18},1,own", "annual_income"), ("'5,1,own", "annual_income"), ("1,much,own", "loan_amount"), ("1,1,tent", "housing"), ("1,1", ""), ("1,1,own,5", "")],
)  # fmt: skip
def test_a_bad_cell_is_reported_with_its_line_and_reason_and_never_scored(cell: str, column: str) -> None:
    _, good, bad = read(HEAD + "a,30000000,1000000,own\n" + f"b,{cell}\n")
    assert isinstance(good, Row)
    assert isinstance(bad, BadRow) and (bad.line, bad.column) == (3, column) and bad.why


@pytest.mark.parametrize("text", ["", "NA", "null", "  "])
def test_an_empty_cell_is_not_answered(text: str) -> None:
    _, row = read(HEAD + f"a,{text},5,own\n")
    assert isinstance(row, Row) and "annual_income" not in row.applicant


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"   \n"])
def test_an_empty_file_is_a_clear_error(content: bytes) -> None:
    with pytest.raises(BadFile, match="비어 있습니다"):
        read(content)


def test_a_byte_order_mark_is_dropped() -> None:
    layout, row = read(b"\xef\xbb\xbf" + (HEAD + "a,1,1,own\n").encode())
    assert isinstance(layout, Layout) and layout.names[0] == "id" and isinstance(row, Row)


def test_cp949_files_are_read_and_a_line_in_another_encoding_is_a_bad_row() -> None:
    korean = (HEAD + "김,30000000,1,own\n").encode("cp949")
    assert isinstance(read(korean)[1], Row)
    mixed = HEAD.encode() + "김,30000000,1,own\n".encode() + b"b,1,1,own\n" + "이,1,1,own\n".encode("cp949")
    many = mixed.splitlines(keepends=True)
    head, tail = b"".join(many[:3]) + b"c,1,1,own\n" * 9000, many[3]
    found = read(head + tail)
    assert isinstance(found[-1], BadRow) and found[-1].column == "id" and "글자 부호" in found[-1].why
    assert sum(isinstance(f, BadRow) for f in found) == 1


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_wrong_delimiter_is_named_and_the_right_one_reads_the_file(delimiter: str) -> None:
    text = (HEAD + "a,1,1,own\n").replace(",", delimiter)
    with pytest.raises(BadFile, match="구분 기호"):
        read(text)
    assert isinstance(read(text, delimiter=delimiter)[1], Row)


@pytest.mark.parametrize(
    ("header", "message"),
    [("id,anual_income,housing", "anual_income"), ("housing,housing", "두 번"), ("a,b,c", "하나도 없습니다")],
)
def test_an_unknown_or_repeated_column_is_an_error_that_names_it(header: str, message: str) -> None:
    with pytest.raises(BadFile, match=message):
        read(header + "\n")


def test_columns_to_ignore_are_let_be_and_protected_ones_are_named_as_not_used() -> None:
    layout, row = read("id,housing,branch,sex,혼인여부\na,own,x,F,기혼\n", ignore=["branch"])
    assert isinstance(layout, Layout) and layout.not_used == {"sex": "sex", "혼인여부": "marriage"}
    assert isinstance(row, Row) and row.applicant == {"housing": "own"}


@pytest.mark.parametrize("content", ["\xff\xfei\0d\0", "PAR1\0\0"])
def test_other_kinds_of_files_are_refused_in_words(content: str) -> None:
    with pytest.raises(BadFile, match=r"UTF-16|글자 파일"):
        read(content.encode("latin-1") + b"\n")


def test_quotes_left_open_are_reported() -> None:
    found = read(HEAD + 'a,1,1,own\n"b,1,1,own\n')
    assert isinstance(found[-1], BadRow)


def test_every_row_is_counted_as_scored_or_as_bad() -> None:
    rows = portfolio(500, seed=9)
    rng = random.Random(2)
    for row in rows:
        if rng.random() < 0.1:
            row["annual_income"] = "much"
    tally = tally_of(rows)
    spoilt = sum(r["annual_income"] == "much" for r in rows)
    assert (tally.rows, tally.bad_rows) == (500, spoilt)
    assert tally.cards["behaviour"].rows == 500 - spoilt
    assert len(tally.shown) == min(spoilt, 200)


def test_a_row_without_any_answer_is_reported() -> None:
    tally = tally_of([{"id": "a", "annual_income": None, "housing": None, "defaulted_before": None}])
    assert tally.bad_rows == 1 and "하나도 없습니다" in tally.shown[0].why


def test_parts_add_up_to_the_whole_also_through_json() -> None:
    rows = portfolio(240, seed=3)
    whole = tally_of(rows, scenarios=["income_minus_30"])
    parts = [tally_of(rows[i::3], scenarios=["income_minus_30"]) for i in range(3)]
    again = merge(from_json(json.loads(json.dumps(p.to_json()))) for p in parts)
    assert again.cards["application"].bands == whole.cards["application"].bands
    assert again.rolls == whole.rolls and again.states == whole.states
    assert (
        again.stressed["income_minus_30/application"].grades
        == whole.stressed["income_minus_30/application"].grades
    )
    assert sum(again.cards["behaviour"].chances) == pytest.approx(sum(whole.cards["behaviour"].chances))


def test_tallies_of_different_cards_do_not_add_up() -> None:
    one, other = Tally(hashes={"application": "a"}), Tally(hashes={"application": "b"})
    with pytest.raises(ValueError, match="different application cards"):
        merge([one, other])


def test_drift_of_a_thing_with_itself_is_none_and_the_same_both_ways() -> None:
    a, b = [0.2, 0.3, 0.5], [0.3, 0.3, 0.4]
    assert drift.psi(a, a, 1000, 1000) == 0
    assert drift.psi(a, b, 1000, 1000) == pytest.approx(drift.psi(b, a, 1000, 1000))
    assert drift.psi(a, b, 1000, 1000) == pytest.approx(0.1 * math.log(1.5) + 0.1 * math.log(1.25))
    assert math.isfinite(drift.psi([0.0, 1.0], [1.0, 0.0], 10, 10))


def test_small_samples_do_not_cry_wolf_and_large_shifts_do() -> None:
    assert drift.mark(0.12, drift.expected_psi(10, 60, 60)) == "안정"
    assert drift.mark(0.12, drift.expected_psi(10, 10_000)) == "관찰"
    assert drift.mark(0.40, drift.expected_psi(10, 10_000)) == "조치"


def test_a_shifted_portfolio_drifts_and_an_equal_one_does_not() -> None:
    from chalicelib.score import deck

    card = deck.card("application")
    base, same = tally_of(portfolio(2000, seed=1)), tally_of(portfolio(2000, seed=2))
    shifted_rows = [
        {**r, "defaulted_before": True, "annual_income": (r["annual_income"] or 10**7) // 3}
        for r in portfolio(2000, seed=2)
    ]
    shifted = tally_of(shifted_rows)
    calm = drift.total_drift(card, same.cards["application"], base.cards["application"])
    loud = drift.total_drift(card, shifted.cards["application"], base.cards["application"])
    assert calm["mark"] == "안정" and loud["mark"] == "조치"
    worst = drift.characteristic_drift(card, shifted.cards["application"], base.cards["application"])[0]
    assert worst["csi"] > 0.25


def test_cut_offs_approve_fewer_and_better_people_as_they_rise() -> None:
    rows = drift.cutoffs(tally_of(portfolio(1500, seed=6)).cards["application"])
    assert rows[0]["approved"] == 1
    assert all(a["approved"] >= b["approved"] for a, b in itertools.pairwise(rows))
    assert all(a["predicted"] >= b["predicted"] for a, b in itertools.pairwise(rows))


def test_banded_discrimination_is_that_of_a_known_case() -> None:
    tally = CardTally()
    tally.outcomes[3], tally.outcomes[9] = [10, 10], [10, 0]
    assert drift.discrimination(tally) == {"auc": 1.0, "ks": 1.0}
    tally.outcomes[9] = [10, 10]
    assert drift.discrimination(tally) is None


@pytest.mark.parametrize(
    ("days", "at"), [(0, 0), (1, 1), (29, 1), (30, 2), (59, 2), (60, 3), (89, 3), (90, 4), (3600, 4)]
)
def test_states_of_arrears_turn_at_30_60_and_90_days(days: int, at: int) -> None:
    assert state(days) == at


def test_roll_rates_count_moves_between_months_and_project_by_them() -> None:
    row = {"id": 1, **{f"days_late_{k}": d for k, d in enumerate((0, 45, 10, 0, 0, 0), start=1)}}
    tally = tally_of([row])
    assert tally.rolls[0] == [2, 1, 0, 0, 0]
    assert tally.rolls[1] == [0, 0, 1, 0, 0] and tally.rolls[2] == [1, 0, 0, 0, 0]
    assert tally.states == [1, 0, 0, 0, 0]
    path = drift.project([1, 0, 0, 0, 0], tally.rolls, 2)
    assert path[1] == pytest.approx([2 / 3, 1 / 3, 0, 0, 0])
    assert path[2] == pytest.approx([4 / 9, 2 / 9, 1 / 3, 0, 0])
    assert all(sum(p) == pytest.approx(1) for p in path)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_stress_never_changes_the_answers_it_was_given(name: str) -> None:
    applicant = {"annual_income": 100, "loan_amount": 30}
    months = [{"days_late": 0, "balance": 5, "limit": 10, "due": 1, "paid": 1}] * 2
    before = json.dumps([applicant, months])
    SCENARIOS[name].change(applicant, {"months": months})
    SCENARIOS[name].change({}, {})
    assert json.dumps([applicant, months]) == before


def test_lower_incomes_and_a_missed_month_worsen_the_portfolio() -> None:
    tally = tally_of(portfolio(600, seed=8), scenarios=list(SCENARIOS))

    def mean(t: CardTally) -> float:
        return sum(t.chances) / t.rows

    assert mean(tally.stressed["income_minus_30/application"]) > mean(
        tally.stressed["income_minus_10/application"]
    )
    assert mean(tally.stressed["income_minus_10/application"]) > mean(tally.cards["application"])
    assert mean(tally.stressed["miss_one/behaviour"]) > mean(tally.cards["behaviour"])


def run(tmp_path: Path, name: str, content: bytes, *more: str) -> tuple[int, Path]:
    path = tmp_path / name
    path.write_bytes(content)
    out = tmp_path / "report.html"
    return score_portfolio.main(
        [str(path), "--out", str(out), "--as-of", "2026-11-24", "--quiet", *more]
    ), out


def test_the_command_writes_a_report_scores_and_the_bad_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = portfolio(400, seed=5)
    rows[7]["housing"] = "tent"
    reference = tmp_path / "before.csv"
    reference.write_text(csv_of(portfolio(300, seed=6)), "utf-8")
    scores = tmp_path / "scores.csv"
    code, out = run(
        tmp_path,
        "now.csv",
        csv_of(rows).encode(),
        "--reference",
        str(reference),
        "--scenario",
        "all",
        "--scores",
        str(scores),
    )
    assert code == 0
    page = out.read_text("utf-8")
    for words in (
        "점수 분포",
        "before.csv",
        "전이율",
        "스트레스",
        "기준 점수별 승인율",
        "CSI",
        "9번째 줄",
        "<svg",
    ):
        assert words in page
    assert "<script" not in page and "http" not in page
    assert len(scores.read_text("utf-8").splitlines()) == 1 + 399 * 2
    assert (tmp_path / "report.html.bad.csv").read_text("utf-8-sig").splitlines()[1].startswith("9,housing,")
    assert "399줄을 계산했습니다" in capsys.readouterr().out


def test_a_parquet_file_gives_what_the_csv_gives(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = portfolio(200, seed=7)
    table = pyarrow.Table.from_pylist(rows)
    pyarrow.parquet.write_table(table, tmp_path / "p.parquet")
    found = {}
    for name, content in (
        ("p.parquet", (tmp_path / "p.parquet").read_bytes()),
        ("p.csv", csv_of(rows).encode()),
    ):
        scores = tmp_path / f"{name}.scores"
        assert run(tmp_path, name, content, "--scores", str(scores))[0] == 0
        found[name] = [line.split(",", 1)[1] for line in scores.read_text("utf-8").splitlines()]
    assert found["p.parquet"] == found["p.csv"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "비어 있습니다"),
        ("a.csv", b"x;y\n", "하나도 없습니다"),
        ("a.parquet", b"no", "Parquet 파일로 읽을 수 없습니다"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_code_2_and_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, says: str
) -> None:
    assert run(tmp_path, name, content)[0] == 2
    assert says in capsys.readouterr().err


def test_a_missing_file_and_a_faulty_policy_end_with_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score_portfolio.main([str(tmp_path / "gone.csv")]) == 2
    assert "찾을 수 없습니다" in capsys.readouterr().err
    policy = tmp_path / "policy.json"
    policy.write_text("{}", "utf-8")
    assert run(tmp_path, "a.csv", (HEAD + "a,1,1,own\n").encode(), "--policy", str(policy))[0] == 2
    assert "/grades/lower_bounds" in capsys.readouterr().err


def test_names_in_the_file_cannot_write_into_the_report(tmp_path: Path) -> None:
    _, out = run(tmp_path, "<b>.csv", (HEAD + "a,<script>,1,own\nb,1,1,own\n").encode())
    assert "<script" not in out.read_text("utf-8") and "<b>.csv" not in out.read_text("utf-8")
