"""My case at the booth: a code from the counsellor, what is paid and left, and three words back."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from .visitor import Visitor

pytestmark = pytest.mark.browser

PLAN = {
    "remedy": "individual_workout",
    "agreed_on": "2026-01-05",
    "total": 4_800_000,
    "count": 48,
    "first_due": "2026-02-25",
    "interest_bearing": False,
    "secured": False,
}


def desk(service: str, path: str, body: Any, staff: str) -> Any:
    """A request of a member of staff."""
    headers = {"Authorization": f"Bearer {staff}", "Content-Type": "application/json"}
    request = Request(service + path, json.dumps(body).encode(), headers, method="POST")
    return json.load(urlopen(request, timeout=10))


@pytest.fixture
def code(service: str, staff: str) -> str:
    """The code of a case with one instalment paid."""
    case = desk(service, "/v1/cases", {"plan": PLAN, "consent": True}, staff)
    payment = {"reference": f"T-{os.getpid()}-{case['id'][:8]}", "paid_on": "2026-02-25", "amount": 100_000}
    desk(service, f"/v1/cases/{case['id']}/payments", payment, staff)
    given = desk(service, f"/v1/desk/cases/{case['id']}/codes", {}, staff)
    return str(given["code"])


def opened(visitor: Visitor) -> Visitor:
    visitor.open()
    visitor.press("내 진행 상황")
    visitor.press("동의하고 시작하기")
    visitor.heading("내 진행 상황")
    return visitor


def test_the_code_of_the_counsellor_shows_paid_left_and_missed(kiosk: Visitor, code: str) -> None:
    page = opened(kiosk).page
    for sign in code.replace("-", ""):  # a booth has no keyboard
        page.locator(".keypad").get_by_role("button", name=sign, exact=True).click()
    kiosk.press("내 진행 상황 보기")
    expect(page.get_by_role("progressbar", name="지금까지 낸 몫")).to_be_visible()
    figures = page.locator("main data.figure").evaluate_all("(all) => all.map((n) => n.value)")
    assert {"100000", "4700000", "4800000", "48"} <= set(figures)
    expect(page.get_by_text("밀린 회차")).to_be_visible()
    expect(page.get_by_text("상담에서 확인").first).to_be_visible()
    kiosk.press("내기 어려워요")
    expect(page.get_by_role("status").filter(has_text="상담").first).to_be_visible()


def test_a_wrong_code_is_told_at_the_field_and_a_used_one_is_wrong(
    desktop: Visitor, code: str, chromium: Any, service: str
) -> None:
    page = opened(desktop).page
    field = page.get_by_role("textbox")
    for typed, says in (("12", "열 자리를 적어"), ("ZZZZZ-22222", "번호가 맞지 않거나")):
        field.fill(typed)
        field.press("Enter")
        expect(page.get_by_text(says)).to_be_visible()
    field.fill(code)
    desktop.press("내 진행 상황 보기")
    expect(page.get_by_role("progressbar")).to_be_visible()
    context = chromium.new_context(locale="ko-KR")
    later = opened(Visitor(context.new_page(), service, "/?device=desktop"))
    later.page.get_by_role("textbox").fill(code)
    later.press("내 진행 상황 보기")
    expect(later.page.get_by_text("번호가 맞지 않거나")).to_be_visible()
    context.close()
