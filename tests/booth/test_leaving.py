"""When a person leaves: warning, blank, erased here and on the service; nothing of them can be found afterwards."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import Request as PageRequest

from .visitor import Visitor, until

pytestmark = pytest.mark.browser

TRACES = ["62,000,000", "6,200만", "420만", "4200000", "개인회생"]


class Watch:
    """Remembers the session that the page uses, as someone with the network's log would: from what the page sends,
    because the body of an answer can be read only later, or not at all once the page is gone."""

    def __init__(self, page: Page) -> None:
        self.session_id = ""
        self.token = ""
        page.on("request", self._sent)

    def _sent(self, request: PageRequest) -> None:
        used = re.search(r"/v1/sessions/([^/?]+)", request.url)
        bearer = request.headers.get("authorization", "")
        if used and bearer:
            self.session_id, self.token = used[1], bearer.removeprefix("Bearer ")

    def status(self, service: str) -> int:
        """What the service answers to whoever still holds the token."""
        assert self.token, "the page has used a session"
        request = Request(f"{service}/v1/sessions/{self.session_id}/person")
        request.add_header("Authorization", f"Bearer {self.token}")
        try:
            return int(urlopen(request, timeout=5).status)
        except HTTPError as error:
            return error.code


def leftovers(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        """async () => ({ local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
            caches: (await caches.keys()).length, databases: (await indexedDB.databases()).length,
            workers: (await navigator.serviceWorker.getRegistrations()).length,
            fields: [...document.querySelectorAll('input, textarea')].filter((n) => n.value && n.type !== 'checkbox').length,
            address: location.pathname + location.hash, name: window.name })"""
    )
    return found


CLEAN = {
    "local": 0, "session": 0, "cookies": "", "caches": 0, "databases": 0, "workers": 0, "fields": 0, "address": "/", "name": "",
}  # fmt: skip


def plant(page: Page) -> None:
    """Leave something in every place where a browser keeps things, as a fault of ours might."""
    page.evaluate(
        """async () => { document.cookie = 'a=1; path=/'; localStorage.setItem('a', '1'); sessionStorage.setItem('a', '1'); await caches.open('a');
            await new Promise((done) => { const ask = indexedDB.open('a'); ask.onsuccess = () => { ask.result.close(); done(); }; }); }"""
    )


def assert_nothing_left(visitor: Visitor) -> None:
    page = visitor.page
    visitor.heading("무엇을 도와드릴까요?")
    until(
        page,
        "async () => (await indexedDB.databases()).length === 0 && (await caches.keys()).length === 0 && document.cookie === ''",
    )
    assert leftovers(page) == CLEAN
    html = page.content()
    assert [trace for trace in TRACES if trace in html] == []
    state = json.loads(page.evaluate("JSON.stringify(history.state)"))
    assert set(state) == {"step", "epoch"}


def test_stopping_erases_screen_browser_and_service(kiosk: Visitor) -> None:
    watch = Watch(kiosk.page)
    kiosk.to_result()
    assert any(trace in kiosk.page.content() for trace in TRACES)
    plant(kiosk.page)
    kiosk.press("그만하기")
    assert leftovers(kiosk.page) != CLEAN, "what is planted is seen before"
    with kiosk.page.expect_response(lambda r: r.request.method == "DELETE") as erasing:
        kiosk.page.get_by_role("button", name="지우고 마치기").click()
    assert erasing.value.header_value("clear-site-data") == '"cache", "cookies", "storage"'
    assert_nothing_left(kiosk)
    assert watch.status(kiosk.service) == 404


def test_an_idle_booth_warns_twenty_seconds_before_and_then_erases(kiosk: Visitor) -> None:
    page = kiosk.page
    page.clock.install()
    watch = Watch(page)
    kiosk.open().begin()
    kiosk.answer({"debts": [{"kind": "card", "creditor": "card", "principal": 62_000_000}]})
    plant(page)
    page.clock.run_for(69_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(2_000)
    expect(page.get_by_role("dialog")).to_contain_text("아직 보고 계십니까?")
    with page.expect_response(lambda r: r.request.method == "DELETE"):
        page.clock.run_for(20_000)
    assert_nothing_left(kiosk)
    assert watch.status(kiosk.service) == 404


def test_who_is_still_there_keeps_everything_and_may_take_longer(kiosk: Visitor) -> None:
    page = kiosk.page
    page.clock.install()
    kiosk.open().begin()
    asked = kiosk.pointer
    page.clock.run_for(75_000)
    page.get_by_role("button", name="시간 더 넉넉히").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(150_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert kiosk.pointer == asked
    page.clock.run_for(15_000)
    page.get_by_role("button", name="계속 보기").click()
    assert kiosk.pointer == asked


def test_every_touch_starts_the_time_anew(kiosk: Visitor) -> None:
    page = kiosk.page
    page.clock.install()
    kiosk.open().begin()
    for _ in range(3):
        page.clock.run_for(60_000)
        page.locator("h1").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_screen_is_blank_before_the_service_has_answered(kiosk: Visitor) -> None:
    page = kiosk.page
    kiosk.to_result()
    held: list[Any] = []
    page.route(
        "**/v1/sessions/*",
        lambda route: held.append(route) if route.request.method == "DELETE" else route.continue_(),
    )
    kiosk.press("그만하기")
    page.get_by_role("button", name="지우고 마치기").click()
    kiosk.heading("무엇을 도와드릴까요?")
    for _ in range(100):
        if held:
            break
        page.wait_for_timeout(50)
    assert len(held) == 1
    assert [trace for trace in TRACES if trace in page.content()] == []
    held[0].continue_()


def test_without_a_connection_the_screen_is_erased_and_the_service_later(whole_kiosk: Visitor) -> None:
    kiosk = whole_kiosk
    page = kiosk.page
    watch = Watch(page)
    kiosk.to_result()
    page.context.set_offline(True)
    kiosk.press("그만하기")
    page.get_by_role("button", name="지우고 마치기").click()
    kiosk.heading("무엇을 도와드릴까요?")
    assert [trace for trace in TRACES if trace in page.content()] == []
    assert watch.status(kiosk.service) == 200
    with page.expect_response(lambda r: r.request.method == "DELETE", timeout=15_000):
        page.context.set_offline(False)
    assert watch.status(kiosk.service) == 404


def test_the_back_button_shows_nothing_of_the_person_before(kiosk: Visitor) -> None:
    kiosk.to_result()
    kiosk.press("그만하기")
    kiosk.page.get_by_role("button", name="지우고 마치기").click()
    kiosk.heading("무엇을 도와드릴까요?")
    for _ in range(3):
        kiosk.page.go_back()
        kiosk.page.wait_for_timeout(150)
        if not kiosk.page.url.startswith(kiosk.service):
            break
        kiosk.heading("무엇을 도와드릴까요?")
        assert [trace for trace in TRACES if trace in kiosk.page.content()] == []


def test_closing_the_page_erases_the_session_on_the_service(kiosk: Visitor) -> None:
    watch = Watch(kiosk.page)
    kiosk.open().begin()
    kiosk.answer({"debts": []})
    kiosk.page.goto("about:blank")
    for _ in range(50):
        if watch.status(kiosk.service) == 404:
            return
        kiosk.page.wait_for_timeout(100)
    pytest.fail("the session is still there")


def test_the_curtain_hides_everything_and_gives_it_back(kiosk: Visitor) -> None:
    page = kiosk.page
    kiosk.to_result()
    page.keyboard.press("F9")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("화면을 가렸습니다")
    expect(page.locator("#app main")).to_be_hidden()
    assert page.title() == "다시봄"
    page.keyboard.press("Escape")
    expect(page.locator("#app main")).to_be_hidden()
    dialog.get_by_role("button", name="다시 보기").click()
    expect(page.locator("#app main")).to_be_visible()


def test_the_idle_reset_goes_on_behind_the_curtain(kiosk: Visitor) -> None:
    kiosk.page.clock.install()
    kiosk.open().begin()
    kiosk.press("화면 가리기")
    kiosk.page.clock.run_for(95_000)
    kiosk.heading("무엇을 도와드릴까요?")
    expect(kiosk.page.get_by_role("dialog")).to_have_count(0)


def test_how_the_screen_was_fitted_is_gone_for_the_next_person(kiosk: Visitor) -> None:
    page = kiosk.open().page
    fresh = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    kiosk.press("화면 맞추기")
    page.get_by_label("300%", exact=True).check()
    page.get_by_label("어둡게", exact=True).check()
    page.get_by_label("움직이는 돋보기(렌즈)").check()
    page.get_by_role("dialog").get_by_role("button", name="닫기").click()
    kiosk.begin()
    kiosk.press("그만하기")
    page.get_by_role("button", name="지우고 마치기").click()
    kiosk.heading("무엇을 도와드릴까요?")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == fresh
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    expect(page.locator(".lens")).to_have_count(0)


def test_two_booths_share_nothing(chromium: Any, service: str) -> None:
    contexts = [
        chromium.new_context(viewport={"width": 1080, "height": 1920}, has_touch=True, locale="ko-KR")
        for _ in range(2)
    ]
    first, second = (Visitor(c.new_page(), service, "/?device=kiosk-24") for c in contexts)
    watches = [Watch(first.page), Watch(second.page)]
    first.open().begin()
    second.open().begin()
    first.answer({"debts": [{"kind": "card", "creditor": "card", "principal": 62_000_000}]})
    assert watches[0].session_id != watches[1].session_id
    assert "6,200만" not in second.page.content()
    first.press("그만하기")
    first.page.get_by_role("button", name="지우고 마치기").click()
    first.heading("무엇을 도와드릴까요?")
    assert watches[1].status(service) == 200
    for context in contexts:
        context.close()


def test_a_device_of_ones_own_does_not_reset_itself(phone: Visitor) -> None:
    phone.page.clock.install()
    phone.open().begin()
    phone.page.clock.run_for(600_000)
    expect(phone.question).to_be_visible()
