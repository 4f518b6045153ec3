"""Who sees an arrears and when: the edges of the three clocks of today, the change of 2019 and the rules of 2007."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.law import LawGap, law_as_of
from chalicelib.score import clocks, records
from chalicelib.score.clocks import Arrears
from chalicelib.score.standing import business_days

CALENDAR = business_days()
TODAY = date(2026, 11, 24)


def by(clock: str, arrears: Arrears, as_of: date, late: int | None = 0) -> clocks.Report:
    found = [r for r in clocks.seen_by(arrears, as_of, CALENDAR, late) if r.clock == clock]
    assert found, clock
    return found[0]


@pytest.mark.parametrize(("business", "reported"), [(4, False), (5, True), (6, True)])
def test_lenders_see_an_arrears_from_the_fifth_business_day_after_the_due_day(
    business: int, reported: bool
) -> None:
    due = date(2026, 11, 2)
    day = CALENDAR.plus_business_days(due, business)
    assert by("share", Arrears(100_000, due), day).reported is reported


def test_the_fifth_business_day_skips_weekends_and_holidays() -> None:
    assert by("share", Arrears(100_000, date(2026, 9, 22)), TODAY).on == date(2026, 10, 1)  # Chuseok 24 to 26
    assert by("share", Arrears(100_000, date(2026, 11, 6)), TODAY).on == date(2026, 11, 13)


@pytest.mark.parametrize(("amount", "reported"), [(99_999, False), (100_000, True)])
def test_lenders_see_an_arrears_from_100_000_won(amount: int, reported: bool) -> None:
    assert by("share", Arrears(amount, date(2026, 10, 1)), TODAY).reported is reported


@pytest.mark.parametrize(("days", "reported"), [(29, False), (30, True)])
@pytest.mark.parametrize(("amount", "enough"), [(299_999, False), (300_000, True)])
def test_the_score_uses_an_arrears_from_30_days_and_300_000_won(
    days: int, reported: bool, amount: int, enough: bool
) -> None:
    found = by("score_use", Arrears(amount, TODAY - timedelta(days=days)), TODAY)
    assert found.reported is (reported and enough)


@pytest.mark.parametrize(("late", "reported"), [(0, False), (1, False), (2, True), (None, True)])
def test_two_late_records_in_five_years_or_not_knowing_them_select_the_strict_rule(
    late: int | None, reported: bool
) -> None:
    found = by("score_use", Arrears(100_000, TODAY - timedelta(days=12)), TODAY, late)
    assert found.reported is reported
    assert ("몰라" in found.says) is (late is None)


@pytest.mark.parametrize(("days", "reported"), [(89, False), (90, True)])
@pytest.mark.parametrize(("amount", "enough"), [(999_999, False), (1_000_000, True)])
def test_the_register_takes_an_arrears_from_90_days_and_a_million_won(
    days: int, reported: bool, amount: int, enough: bool
) -> None:
    found = by("long", Arrears(amount, TODAY - timedelta(days=days)), TODAY)
    assert found.reported is (reported and enough)


def test_before_14_january_2019_the_score_used_the_strict_rule_for_everybody() -> None:
    before, after = date(2019, 1, 13), date(2019, 1, 14)
    arrears = Arrears(100_000, date(2018, 12, 26))
    law_before, law_after = law_as_of(before), law_as_of(after)
    on = date(2019, 1, 2)

    class Five:
        def plus_business_days(self, day: date, count: int) -> date:
            assert count == 5
            return on

    assert [r.reported for r in clocks.score_use(arrears, before, Five(), law_before, 0)] == [True, True]
    assert [r.reported for r in clocks.score_use(arrears, after, Five(), law_after, 0)] == [False, False]


def test_the_register_took_half_a_million_before_2019() -> None:
    arrears = Arrears(500_000, date(2018, 9, 1))
    assert clocks.long_register(arrears, date(2019, 1, 13), law_as_of(date(2019, 1, 13)))[0].reported is True
    assert clocks.long_register(arrears, date(2019, 1, 14), law_as_of(date(2019, 1, 14)))[0].reported is False


def test_an_unknown_amount_or_day_is_neither_yes_nor_no() -> None:
    for arrears in (Arrears(None, date(2026, 10, 1)), Arrears(2_000_000, None)):
        assert {r.reported for r in clocks.seen_by(arrears, TODAY, CALENDAR, 0)} == {None}


def test_sole_proprietors_are_told_of_their_own_rule_as_an_estimate() -> None:
    found = by("share_sole_proprietor", Arrears(50_000, date(2026, 11, 1), None, True), TODAY)
    assert found.reported is True and found.row["estimate"] is True and "약 5만 원" in found.says
    assert by("share", Arrears(50_000, date(2026, 11, 1), None, True), TODAY).reported is False


@pytest.mark.parametrize(
    ("bureau", "amount", "days", "product", "reported"),
    [
        ("kcb", 100_000, 6, "bank", True),
        ("kcb", 100_000, 5, "bank", False),
        ("kcb", 99_999, 6, "bank", False),
        ("nice", 50_000, 6, "other", True),
        ("nice", 50_000, 5, "other", False),
        ("nice", 49_999, 30, "other", False),
        ("kis", 1, 10, "bank", True),
        ("kis", 1, 9, "bank", False),
        ("kis", 50_000, 5, "other", True),
        ("kis", 50_000, 4, "other", False),
        ("kis", 49_999, 20, "other", False),
    ],
)
def test_the_rules_of_2007_stay_what_the_article_said(
    bureau: str, amount: int, days: int, product: str, reported: bool
) -> None:
    arrears = Arrears(amount, TODAY - timedelta(days=days), product)
    found = {r.bureau: r.reported for r in clocks.seen_by_2007(arrears, TODAY)}
    assert found[bureau] is reported


def test_without_the_product_kis_of_2007_says_nothing() -> None:
    assert {r.bureau for r in clocks.seen_by_2007(Arrears(100_000, TODAY), TODAY)} == {"kcb", "nice"}


def test_every_report_names_its_source() -> None:
    arrears = Arrears(1_000_000, date(2026, 1, 5), "bank", True)
    for r in (*clocks.seen_by(arrears, TODAY, CALENDAR), *clocks.seen_by_2007(arrears, TODAY)):
        assert r.row["source"] and r.row["says"].endswith(".")


def test_a_day_outside_the_tables_is_an_error() -> None:
    with pytest.raises(LawGap):
        clocks.seen_by(Arrears(1, TODAY), date(2017, 12, 31), CALENDAR)


@pytest.mark.parametrize(
    ("code", "as_of", "counted_from", "on"),
    [
        ("1101", TODAY, date(2026, 1, 31), date(2027, 1, 31)),
        ("1101", date(2022, 5, 1), date(2022, 2, 28), date(2024, 2, 28)),
        ("1201", TODAY, date(2024, 2, 29), date(2029, 2, 28)),
        ("1301", TODAY, date(2026, 3, 2), date(2027, 3, 2)),
        ("1802", TODAY, date(2026, 3, 2), date(2027, 3, 2)),
    ],
)
def test_public_records_go_on_their_day_by_the_law_of_the_day(
    code: str, as_of: date, counted_from: date, on: date
) -> None:
    assert records.public_record(code, counted_from, law_as_of(as_of)).on == on


def test_months_of_deferral_without_interest_do_not_count_except_after_a_discharge() -> None:
    law = law_as_of(TODAY)
    assert records.public_record("1101", date(2026, 1, 1), law, 3).on == date(2027, 4, 1)
    assert records.public_record("1201", date(2026, 1, 1), law, 3).on == date(2031, 1, 1)


def test_the_first_day_of_removals_of_1301_is_said_to_be_unknown() -> None:
    assert "확인되지 않아" in records.public_record("1301", date(2026, 3, 2), law_as_of(TODAY)).says


@pytest.mark.parametrize(
    ("late", "on"), [(0, date(2027, 3, 1)), (2, date(2029, 3, 1)), (None, date(2029, 3, 1))]
)
def test_a_short_arrears_fades_after_one_year_and_after_three_for_repeated_ones(
    late: int | None, on: date
) -> None:
    assert records.short_arrears(date(2026, 3, 1), law_as_of(TODAY), late).on == on


def test_a_long_arrears_may_be_used_for_five_years() -> None:
    assert records.long_arrears(date(2026, 3, 1), law_as_of(TODAY)).on == date(2031, 3, 1)
