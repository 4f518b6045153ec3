"""Handing over to a counsellor: what is shown is what is passed on, struck lines stay here, and the number survives."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, Route, expect

from .test_network import PROBLEM
from .visitor import Visitor, until

pytestmark = pytest.mark.browser

AGREE = "고른 줄을 상담사에게 전하는 데 동의합니다."


def desk(service: str, staff: str) -> list[dict[str, Any]]:
    """What a counsellor finds waiting."""
    headers = {"Authorization": f"Bearer {staff}"}
    request = Request(f"{service}/v1/desk/referrals?limit=100", headers=headers)
    return list(json.load(urlopen(request, timeout=10))["referrals"])


def shown(visitor: Visitor) -> Page:
    visitor.to_result()
    visitor.press("상담사에게 이어 주기")
    visitor.heading("상담사에게 이어 주기")
    return visitor.page


def passed_on(visitor: Visitor) -> str:
    """Agree and pass on; the number on the screen."""
    visitor.page.get_by_label(AGREE).check()
    visitor.press("상담사에게 전하기")
    visitor.heading("상담사에게 전했습니다")
    return visitor.page.locator(".told .code").inner_text()


def test_only_the_lines_that_were_kept_reach_the_counsellor(kiosk: Visitor, staff: str) -> None:
    page = shown(kiosk)
    lines = page.locator(".lines .choice span").all_inner_texts()
    assert len(lines) >= 3
    assert any("6,200만" in line for line in lines), "the situation is among the lines"
    page.locator(".lines input").nth(1).uncheck()
    expect(page.get_by_text(f"{len(lines)}줄 가운데 {len(lines) - 1}줄을 전합니다")).to_be_visible()
    page.get_by_label("덧붙일 말").fill("저녁에 전화하겠습니다.")
    number = passed_on(kiosk)
    assert re.fullmatch(r"\d{3} \d{3}", number)
    kept = [line for index, line in enumerate(lines) if index != 1] + ["저녁에 전화하겠습니다."]
    assert page.locator(".passed li").all_inner_texts() == kept
    expect(page.locator("a.phone").first).to_be_visible()
    found = next(one for one in desk(kiosk.service, staff) if one["reference"] == number.replace(" ", ""))
    assert found["summary"].splitlines() == kept


def test_nothing_is_passed_on_without_consent_or_without_a_line(desktop: Visitor) -> None:
    page = shown(desktop)
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
    desktop.press("상담사에게 전하기")
    expect(page.get_by_role("alert").get_by_text("전하는 데 동의하시면")).to_be_visible()
    page.get_by_label(AGREE).check()
    for box in page.locator(".lines input").all():
        box.uncheck()
    page.wait_for_timeout(750)
    desktop.press("상담사에게 전하기")
    expect(page.get_by_role("alert").get_by_text("하나는 남기거나")).to_be_visible()
    assert sent == []


def test_a_failing_service_is_told_and_the_second_press_passes_on_once(desktop: Visitor, staff: str) -> None:
    page = desktop.to_result().page
    page.route(
        "**/referrals/draft",
        lambda r: r.fulfill(status=500, content_type="application/problem+json", body=json.dumps(PROBLEM)),
        times=1,
    )
    desktop.press("상담사에게 이어 주기")
    expect(page.get_by_text("서비스에 잠시 문제가 생겼습니다.")).to_be_visible()
    page.get_by_role("button", name="다시 해 보기").click()
    desktop.heading("상담사에게 이어 주기")
    page.get_by_label("덧붙일 말").fill("한 번만 전해 주세요 8117")
    failing = [True]

    def fail(route: Route) -> None:
        if route.request.method == "POST" and failing[0]:
            route.fetch()  # the service did it, and an error came back
            body = json.dumps(PROBLEM)
            route.fulfill(status=500, content_type="application/problem+json", body=body)
        else:
            route.continue_()

    page.route("**/referrals", fail)
    page.get_by_label(AGREE).check()
    desktop.press("상담사에게 전하기")
    expect(page.get_by_role("alert").get_by_text("서비스에 잠시 문제가 생겼습니다.")).to_be_visible()
    failing[0] = False
    page.get_by_role("button", name="다시 해 보기").click()
    desktop.heading("상담사에게 전했습니다")
    told = [one for one in desk(desktop.service, staff) if "8117" in one["summary"]]
    assert len(told) == 1


def left(visitor: Visitor, too: bool) -> None:
    """Stop at the booth; `too`: take the summary back as well."""
    visitor.press("그만하기")
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_contain_text("남습니다.")
    # A tick that is followed by going on changes nothing.
    dialog.get_by_label("전한 요약도 함께 지우기").check()
    dialog.get_by_role("button", name="계속하기").click()
    expect(dialog).to_have_count(0)
    visitor.page.wait_for_timeout(750)
    visitor.press("그만하기")
    if too:
        dialog.get_by_label("전한 요약도 함께 지우기").check()
    with visitor.page.expect_response(lambda r: r.request.method == "DELETE"):
        dialog.get_by_role("button", name="지우고 마치기").click()
    visitor.heading("무엇을 도와드릴까요?")


@pytest.mark.parametrize("too", [False, True], ids=["kept", "taken back"])
def test_the_booth_erases_itself_and_the_summary_stays_unless_it_is_taken_back(
    kiosk: Visitor, staff: str, too: bool
) -> None:
    shown(kiosk)
    number = passed_on(kiosk).replace(" ", "")
    left(kiosk, too)
    assert number not in kiosk.page.content().replace(" ", "")
    waiting = {one["reference"] for one in desk(kiosk.service, staff)}
    assert (number in waiting) is not too


def test_the_conversation_leads_to_a_counsellor_and_names_what_was_passed_on_before(
    desktop: Visitor,
) -> None:
    page = desktop.open().page
    page.locator(".ways-list button", has_text="물어보기").click()
    desktop.press("동의하고 시작하기")
    desktop.heading("물어보기")
    page.get_by_role("textbox").fill("상담사와 이야기하고 싶어요")
    page.locator("form .button.primary").click()
    page.locator(".turn").get_by_role("button", name="상담사에게 이어 주기").click()
    desktop.heading("상담사에게 이어 주기")
    expect(page.locator(".lines")).to_contain_text("상담사와 이야기하기를 원하셨어요")
    number = passed_on(desktop)
    page.go_back()
    desktop.heading("물어보기")
    page.locator("form").get_by_role("button", name="상담사에게 이어 주기").click()
    expect(page.locator(".note.good")).to_contain_text(number)


def test_english_says_which_lines_are_korean_and_asks_in_english(desktop: Visitor) -> None:
    page = shown(desktop)
    desktop.press("English")
    desktop.heading("Pass on to a counsellor")
    expect(page.get_by_text("In Korean only:")).to_be_visible()
    assert set(page.locator(".lines .choice span").evaluate_all("(all) => all.map((n) => n.lang)")) == {"ko"}
    page.get_by_label("I agree that the chosen lines").check()
    desktop.press("Pass on", exact=True)
    desktop.heading("Passed on to a counsellor")
    expect(page.get_by_text("Name the six digits above")).to_be_visible()
    until(page, "document.querySelector('.told .code').innerText.trim().length === 7")
