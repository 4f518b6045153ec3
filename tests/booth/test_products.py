"""Products in the browser: which fit, why not, one more question in place."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .visitor import Visitor

pytestmark = pytest.mark.browser


WORKER = {
    "age": 41,
    "household_size": 2,
    "employment": "employee",
    "monthly_income": 2_400_000,
    "debts": [],
    "statuses": [],
    "hardships": [],
    "history": {"none_before": True},
}


def shown(visitor: Visitor) -> Visitor:
    """Consent once, then the products of a person without answers."""
    visitor.open()
    visitor.press("서민금융 상품 찾기")
    visitor.press("동의하고 시작하기")
    visitor.heading("서민금융 상품 찾기")
    return visitor


def test_products_stand_side_by_side_with_limit_rate_and_where_to_apply(desktop: Visitor) -> None:
    page = shown(desktop).page
    assert page.locator("[data-product]").count() >= 15
    card = page.locator("[data-product=prevention_loan]")
    expect(card).to_contain_text("한도")
    expect(card).to_contain_text("1397")


def test_a_question_that_only_products_ask_is_asked_in_place(desktop: Visitor) -> None:
    page = shown(desktop).page
    for _ in range(30):
        own = page.locator("section[data-pointer]")
        if own.count():
            break
        page.get_by_role("button", name="질문에 답하기").click()
        desktop.answer(WORKER)
        desktop.heading("서민금융 상품 찾기")
    first = page.locator("section[data-pointer]").get_attribute("data-pointer")
    page.locator("section[data-pointer]").get_by_role("button", name="모르겠어요").click()
    expect(page.locator(f"section[data-pointer='{first}']")).to_have_count(0)
