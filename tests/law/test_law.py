"""The dated tables: lint, freshness, edges of every date, and that nothing falls back silently."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest

from chalicelib.law import COVERED_FROM, COVERED_TO, LawGap, full_table, history, keys, law_as_of
from chalicelib.law.compile import NOTES, TARGET, compiled
from chalicelib.law.lint import lint


def test_the_shipped_tables_are_compiled_from_the_authored_ones() -> None:
    assert (TARGET.read_text("utf-8"), NOTES.read_text("utf-8")) == compiled(), "run `make law`"


def test_the_lint_finds_no_error_in_the_tables() -> None:
    errors = [remark for remark in lint(full_table(), date(2026, 11, 22)) if remark.level == "error"]
    assert errors == []


def test_the_lint_names_what_is_unverified_and_what_ends_soon() -> None:
    kinds = {(remark.kind, remark.key) for remark in lint(full_table(), date(2026, 11, 22))}
    assert ("unverified", "pre.rate_cap") in kinds
    assert ("ends_soon", "nsf.programme") in kinds


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"from": "2022-01-01", "to": "2021-01-01"}, "order"),
        ({"source": ""}, "source"),
        ({"conf": "sure"}, "confidence"),
        ({"value": 1.5}, "float"),
        ({"value": None}, "empty"),
        ({"value": "many"}, "value"),
    ],
)
def test_the_lint_refuses_a_bad_row(change: dict[str, object], kind: str) -> None:
    row = {"from": "2020-01-01", "to": None, "value": 1, "source": "DRBA 1", "conf": "H"} | change
    entry = {"title": "값", "unit": "won", "sheet": "01", "selected_by": "filing", "rows": [row]}
    assert kind in {
        remark.kind for remark in lint({"a.b": entry}, date(2026, 1, 1)) if remark.level == "error"
    }


@pytest.mark.parametrize(
    ("older_to", "kind"),
    [("2020-12-31", None), ("2020-12-30", "gap"), ("2021-01-01", "overlap"), (None, "overlap")],
)
def test_the_lint_sees_gaps_and_overlaps_between_rows(older_to: str | None, kind: str | None) -> None:
    rows = [
        {"from": "2021-01-01", "to": None, "value": 2, "source": "s", "conf": "H"},
        {"from": "2020-01-01", "to": older_to, "value": 1, "source": "s", "conf": "H"},
    ]
    entry = {"title": "값", "unit": "won", "sheet": "01", "selected_by": "filing", "rows": rows}
    found = {remark.kind for remark in lint({"a.b": entry}, date(2026, 1, 1)) if remark.level == "error"}
    assert found == ({kind} if kind else set())


@pytest.mark.parametrize("key", keys())
def test_each_value_begins_and_ends_on_its_days(key: str) -> None:
    for row in history(key):
        for day in {row.from_, row.to or COVERED_TO}:
            if COVERED_FROM <= day <= COVERED_TO:
                assert law_as_of(day).get(key) == row
        before = row.from_ - timedelta(days=1)
        if COVERED_FROM <= before <= COVERED_TO:
            found = law_as_of(before).get(key)
            assert found is None or (found.to is not None and found.to <= before) or found.from_ < row.from_


def test_a_day_outside_the_tables_is_an_error_and_not_the_last_row() -> None:
    for day in (COVERED_FROM - timedelta(days=1), COVERED_TO + timedelta(days=1)):
        with pytest.raises(LawGap):
            law_as_of(day)
    with pytest.raises(LawGap):
        law_as_of(date(2019, 12, 31))["median.income"]
    with pytest.raises(KeyError):
        law_as_of(date(2026, 1, 1))["no.such.key"]


@pytest.mark.parametrize("year", range(2020, 2028))
def test_the_printed_living_cost_is_sixty_percent_of_the_median_rounded_half_up(year: int) -> None:
    law = law_as_of(date(year, 6, 1))
    for size in map(str, range(1, 7)):
        share = Decimal(law["median.income"].value[size]) * 60 / 100
        assert law["living_cost.sixty_percent"].value[size] == int(share.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("day", "key", "value"),
    [
        (date(2021, 4, 19), "reh.unsecured_max", 500_000_000),
        (date(2021, 4, 20), "reh.unsecured_max", 1_000_000_000),
        (date(2026, 1, 31), "wage.floor", 1_850_000),
        (date(2026, 2, 1), "wage.floor", 2_500_000),
        (date(2019, 3, 31), "wage.floor", 1_500_000),
        (date(2021, 7, 6), "rate_cap.interest_act", Decimal(24)),
        (date(2021, 7, 7), "rate_cap.interest_act", Decimal(20)),
        (date(2024, 6, 10), "exempt.six_month", 11_100_000),
        (date(2026, 1, 29), "wo.liquidation.principal_max", 15_000_000),
        (date(2026, 1, 30), "wo.liquidation.principal_max", 50_000_000),
        (date(2024, 3, 11), "wo.record_release", 2),
        (date(2024, 3, 12), "wo.record_release", 1),
    ],
)
def test_the_change_calendar_holds_on_its_day(day: date, key: str, value: object) -> None:
    assert law_as_of(day)[key].value == value
