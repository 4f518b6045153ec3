"""How a figure of the law comes into a Korean sentence: by the day, with its reservation, and with words for a gap."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.law import law_as_of
from chalicelib.rules.text import say

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("template", "day", "sentence"),
    [
        ("{reh.term_max}을 내도", DAY, "60개월을 내도"),
        ("{reh.unsecured_max} 이하", date(2021, 4, 19), "5억 원 이하"),
        ("{reh.unsecured_max} 이하", date(2021, 4, 20), "10억 원 이하"),
        ("하위 {fast.risk.score_percentile}입니다", DAY, "하위 약 10%입니다"),
        ("{wo.vulnerable.age_min} 이상", DAY, "70세(상담에서 확인) 이상"),
        ("{pre.special.age_min} 이상", DAY, "70세 이상"),
        ("{life.deferral_after} 이상", DAY, "1번(상담에서 확인) 이상"),
        ("{life.lapse} 이상", DAY, "3번 이상"),
        ("{leap.overdue_since}까지", DAY, "2018년 6월 19일까지"),
        ("{nsf.close_date}까지", DAY, "2026년 12월 31일(상담에서 확인)까지"),
    ],
)
def test_a_figure_follows_the_day_and_keeps_its_reservation(template: str, day: date, sentence: str) -> None:
    assert say(template, law_as_of(day)) == sentence


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2026, 10, 2), "1600-5500"), (date(2026, 10, 3), "1375")],
)
def test_a_telephone_number_is_the_one_in_use_on_the_day(day: date, number: str) -> None:
    assert say("신용회복위원회({contact.ccrs/phone})", law_as_of(day)) == f"신용회복위원회({number})"


def test_a_bare_number_brings_no_unit_and_a_question_no_reservation() -> None:
    law = law_as_of(DAY)
    assert say("{#collect.channels}가지", law) == "2가지"
    assert say("{#clock.long/days}일", law) == "90일"
    assert say("최근 {=fast.risk.delays_months} 동안", law) == "최근 6개월 동안"


@pytest.mark.parametrize(("day", "sentence"), [(DAY, "최근 6개월"), (date(2025, 12, 31), "최근 몇 달")])
def test_words_stand_where_the_tables_hold_no_figure(day: date, sentence: str) -> None:
    assert say("최근 {=fast.risk.delays_months|몇 달}", law_as_of(day)) == sentence


def test_a_figure_that_is_not_known_says_so() -> None:
    assert say("최근 {fast.risk.delays_months}", law_as_of(date(2025, 12, 31))) == "최근 (확인 필요)"
