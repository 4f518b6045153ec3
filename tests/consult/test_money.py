"""Amounts in words are read exactly or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.consult import amounts, figures, money


@pytest.mark.parametrize(
    ("said", "won"),
    [
        ("3천만원", 30_000_000),
        ("삼천만 원", 30_000_000),
        ("1억 2천", 120_000_000),
        ("1억2천500만원", 125_000_000),
        ("1.5억", 150_000_000),
        ("10만 5천원", 105_000),
        ("만원", 10_000),
        ("백만원", 1_000_000),
        ("오천만원", 50_000_000),
        ("삼천오백만원", 35_000_000),
        ("3천 오백만원", 35_000_000),
        ("1,234,567원", 1_234_567),
        ("총액이 5,000만 원", 50_000_000),
        ("1억 500", 105_000_000),
        ("이백오십만원", 2_500_000),
        ("천만원", 10_000_000),
        ("2억", 200_000_000),
        ("일억", 100_000_000),
    ],
)
def test_an_amount_is_read(said: str, won: int) -> None:
    assert [a.won for a in money.amounts(said)] == [won]


@pytest.mark.parametrize("said", ["3천", "카드값 2천5백", "12,34원"])
def test_an_amount_with_two_readings_is_asked_back(said: str) -> None:
    assert [a.won for a in money.amounts(said)] == [None]


@pytest.mark.parametrize(
    "said", ["이 일 때문에", "사회에서 만일 조회하면", "500", "오늘 이사 가요", "천천히 하세요", "만약에"]
)
def test_ordinary_syllables_are_no_amount(said: str) -> None:
    assert money.amounts(said) == []


@given(st.integers(min_value=1, max_value=10**12))
def test_what_is_said_is_read_back(won: int) -> None:
    assert [a.won for a in money.amounts(money.say(won))] == [won]


def test_the_field_of_an_amount_is_the_nearest_word() -> None:
    offered = amounts.offered("카드빚이 3천만원이고 월급은 250만원, 보증금 5천만원")
    assert [(o["field"], o["won"]) for o in offered] == [
        ("/debts/card", 30_000_000),
        ("/monthly_income", 2_500_000),
        ("/assets/lease_deposit", 50_000_000),
    ]


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("연체 40일째", 40),
        ("석 달 밀렸어요", 90),
        ("오십 일 연체", 50),
        ("연체한 지 2개월", 60),
        ("개인회생 3년", None),
    ],
)
def test_days_late_are_read(said: str, days: int | None) -> None:
    assert amounts.overdue_days(said) == days


@pytest.mark.parametrize(
    "said",
    [
        "삼 년",
        "석 달",
        "일곱 해",
        "절반",
        "구십 퍼센트",
        "두 번",
        "오천만 원",
        "이십 퍼센트",
        "반년",
        "③",
        "３일",
    ],
)
def test_a_quantity_in_any_writing_is_seen(said: str) -> None:
    assert figures.any_figure(f"갚는 기간은 {said} 정도예요.")


@pytest.mark.parametrize(
    "said",
    [
        "사회 생활을 조회하고 만일 이번 사건이",
        "이사와 구분, 조건과 사원",
        "한번 해 보세요",
        "회원에 한해 드려요",
        "천천히 이야기하세요",
    ],
)
def test_ordinary_words_are_no_quantity(said: str) -> None:
    assert figures.any_figure(said) == []
