"""A model abroad: its own consent before the first question, changeable, and a conversation that works without it.

That no sentence leaves without the consent is tested where it is decided (tests/web/test_messages.py). Here the service
only says that its model is abroad, so that no test can send anything there.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from chalicelib.web.notices import wording

from . import axe
from .test_network import PROBLEM
from .visitor import Visitor

pytestmark = pytest.mark.browser

NOTICE = next(one for one in wording()["notices"] if one["code"] == "overseas_transfer")


@pytest.fixture
def booth(kiosk: Visitor) -> Visitor:
    """A booth whose operator has the model abroad."""

    def abroad(route: Route) -> None:
        told = route.fetch()
        body = told.json()
        assert body["overseas_transfer"] is False
        body |= {"overseas_transfer": True, "notices": [*body["notices"], NOTICE]}
        route.fulfill(response=told, json=body)

    kiosk.page.route("**/v1/notices", abroad)
    return kiosk


def talking(visitor: Visitor) -> Page:
    page = visitor.open().page
    page.locator(".ways-list button", has_text="물어보기").click()
    visitor.press("동의하고 시작하기")
    visitor.heading("물어보기")
    return page


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.locator("form .button.primary").click()


def test_the_consent_is_asked_by_itself_before_a_question_can_be_typed(booth: Visitor) -> None:
    page = talking(booth)
    expect(page.locator(".abroad").get_by_role("heading", name="국외로 보내는 정보")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_hidden()
    if axe.source() is not None:
        assert axe.violations(page) == []
    booth.press("English")
    expect(page.get_by_role("heading", name="Information sent abroad")).to_be_visible()
    expect(page.get_by_role("button", name="Ask without it")).to_be_visible()


def test_who_does_not_agree_gets_answers_without_a_model(booth: Visitor) -> None:
    page = talking(booth)
    booth.press("동의하지 않고 묻기")
    expect(page.get_by_text("상담 문장을 국외로 보내지 않고")).to_be_visible()
    ask(page, "개인회생을 신청하면 독촉이 멈추나요?")
    expect(page.locator(".turn .who").last).to_have_text("준비된 자료에서 찾은 답")


def test_the_choice_is_kept_for_the_session_and_can_be_changed(booth: Visitor) -> None:
    page = talking(booth)
    with page.expect_response("**/consents") as answered:
        booth.press("동의하고 인공지능에게 묻기")
    assert answered.value.request.post_data_json == {"overseas_transfer": True}
    expect(page.get_by_text("보내는 데 동의하셨습니다.")).to_be_visible()
    page.go_back()
    booth.heading("무엇을 도와드릴까요?")
    page.locator(".ways-list button", has_text="물어보기").click()
    booth.heading("물어보기")
    expect(page.get_by_text("보내는 데 동의하셨습니다.")).to_be_visible()
    booth.press("바꾸기")
    expect(page.get_by_text("상담 문장을 국외로 보내지 않고")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_visible()


def test_a_consent_that_was_not_kept_counts_as_none_and_a_refusal_needs_no_answer(booth: Visitor) -> None:
    page = talking(booth)
    body = json.dumps(PROBLEM)
    page.route(
        "**/consents", lambda r: r.fulfill(status=500, content_type="application/problem+json", body=body)
    )
    booth.press("동의하고 인공지능에게 묻기")
    expect(page.get_by_role("alert").get_by_text("서비스에 잠시 문제가 생겼습니다.")).to_be_visible()
    expect(page.get_by_text("보내는 데 동의하셨습니다.")).to_have_count(0)
    booth.press("동의하지 않고 묻기")
    expect(page.get_by_role("textbox")).to_be_visible()
    expect(page.get_by_text("상담 문장을 국외로 보내지 않고")).to_be_visible()


def test_where_no_model_is_abroad_nothing_is_asked_and_one_press_asks_a_question(desktop: Visitor) -> None:
    page = talking(desktop)
    expect(page.get_by_role("textbox")).to_be_visible()
    expect(page.locator(".abroad")).to_have_count(0)
    desktop.press("개인회생을 신청하면 독촉이 멈추나요?")
    expect(page.locator(".turn .who").last).to_have_text("준비된 자료에서 찾은 답")
