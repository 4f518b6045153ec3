"""A conversation in the browser, from the start screen to an answer with its sources, and on when the model fails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.booth.visitor import Visitor

pytestmark = pytest.mark.browser


def ask(visitor: Visitor, text: str, answers: int) -> Locator:
    """Type a question and wait for the answer with this number."""
    visitor.page.get_by_role("textbox", name="궁금한 것을 적어 주세요").fill(text)
    visitor.page.wait_for_timeout(800)  # typing takes longer than the second tap that the button ignores
    visitor.page.locator("form").get_by_role("button", name="물어보기").click()
    found = visitor.page.locator(".turn:not(.mine)")
    expect(found).to_have_count(answers)
    return found.last


def test_a_person_asks_notes_an_amount_and_is_answered_on_when_the_model_fails(phone: Visitor) -> None:
    phone.open()
    phone.press("물어보기")
    phone.press("동의하고 시작하기")
    phone.heading("물어보기")

    written = ask(phone, "월급은 320만원인데 개인회생은 몇 년 동안 갚나요", 1)
    expect(written).to_contain_text("인공지능이 만든 답")
    expect(written).to_contain_text("3년")
    written.get_by_text("근거", exact=False).first.click()
    expect(written.locator("details")).to_contain_text("채무자회생법 제611조")

    expect(phone.page.get_by_text("월 소득 320만원이 맞나요?")).to_be_visible()
    phone.press("맞습니다")
    expect(phone.page.get_by_text("월 소득 320만원이 맞나요?")).to_have_count(0)

    fallen = ask(phone, "개인회생 비용은 얼마인가요", 2)
    expect(fallen).to_contain_text("준비된 자료에서 찾은 답")
    expect(fallen).to_contain_text(re.compile("지금은 인공지능 없이"))

    safe = ask(phone, "너무 힘들어서 죽고 싶어요", 3)
    expect(safe.locator(".note.urgent")).to_contain_text("109")
