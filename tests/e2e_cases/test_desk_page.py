"""The desk's page in a real browser: login kept in memory, the lists, decisions, by keyboard, without a fault."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.booth.axe import source, violations
from tests.booth.conftest import QUIET
from tests.browser import launched
from tests.web.case_support import as_person, by_staff, desk, enrolled, paid, staff, to
from tests.web.support import Service

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with desk(tmp_path_factory.mktemp("desk")) as started:
        yield started


@pytest.fixture
def page(service: Service) -> Iterator[Page]:
    faults: list[str] = []
    context = launched(os.environ["BOOTH_BROWSER"], *QUIET).new_context(
        locale="ko-KR", timezone_id="Asia/Seoul"
    )
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.goto(f"http://127.0.0.1:{service.server.port}/desk")
    yield opened
    context.close()
    expected = ("401", "403", "422")  # the browser itself writes a line for a refused request
    assert [fault for fault in faults if not any(code in fault for code in expected)] == []


def login(page: Page, token: str) -> None:
    expect(page.locator("input")).to_be_focused()
    page.keyboard.type(token)
    page.keyboard.press("Enter")


def prepare(service: Service) -> str:
    """A hand-off, a request, a case at risk; the id of the request's case."""
    to(service, "2026-11-22")
    person = service.open()
    case_id = enrolled(person)
    to(service, "2026-12-01")
    paid(service, case_id, "P-1", 100_000, "2026-11-25")
    as_person(person, "POST", f"/v1/cases/{case_id}/answers", {"answer": "hard"})
    body = {"kind": "deferral", "reasons": ["income_drop"], "months": 6, "note": "<b>급여</b>가 줄었어요"}
    as_person(person, "POST", f"/v1/cases/{case_id}/relief-requests", body)
    risky = by_staff(service, "RISK", first_due="2026-10-05", total=4_800_000, count=48)
    paid(service, risky, "P-2", 1, "2026-12-01")
    return case_id


def test_a_counsellor_works_through_the_lists(service: Service, page: Page) -> None:
    case_id = prepare(service)
    login(page, "counsellor")
    page.get_by_role("heading", name="상담 연결").wait_for()
    expect(page.get_by_role("heading", name="상담 연결")).to_be_focused()
    page.get_by_role("button", name="맡기").click()
    page.get_by_role("status").filter(has_text="연결을 맡았습니다.").wait_for()
    expect(page.locator("main")).to_contain_text("s-counsellor")

    page.get_by_role("button", name="실효 위험").click()
    expect(page.locator("main")).to_contain_text(
        "개인워크아웃"
    )  # a row of the list before may still stand there
    expect(page.locator(".facts")).to_contain_text("약")

    page.get_by_role("button", name="도움 신청").click()
    expect(page.locator("main")).to_contain_text(
        "<b>급여</b>가 줄었어요"
    )  # shown as written, never as markup
    if source() is not None:
        assert violations(page) == []
    page.get_by_role("button", name="거절").click()
    page.get_by_role("status").filter(has_text="까닭을 적어 주세요").wait_for()
    page.get_by_role("button", name="승인").focus()
    page.keyboard.press("Enter")
    page.get_by_text("결정을 기다리는 신청이 없습니다.").wait_for()
    assert staff(service, "counsellor", "GET", f"/v1/cases/{case_id}").json["stage"] == "deferred"

    for title, empty in (
        ("보낸 안내", "담긴 안내가 없습니다"),
        ("보내지 못한 안내", "확인할 안내가 없습니다"),
    ):
        page.get_by_role("button", name=title, exact=True).click()
        page.get_by_text(empty).wait_for()


def test_the_token_is_forgotten_and_a_wrong_one_is_refused(page: Page, tmp_path: Path) -> None:
    login(page, "nobody")
    page.get_by_role("status").filter(has_text="직원 인증을 확인할 수 없습니다").wait_for()
    login(page, "supervisor")
    page.get_by_role("heading", name="상담 연결").wait_for()
    stored = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    assert page.evaluate(stored) == '[{},{},""]'
    page.reload()
    page.get_by_role("heading", name="직원 확인").wait_for()


def test_a_role_without_the_list_is_told_so(page: Page) -> None:
    login(page, "operator")
    page.get_by_role("status").filter(has_text="권한이 없습니다").wait_for()
    page.get_by_role("button", name="보내지 못한 안내", exact=True).click()
    page.get_by_text("확인할 안내가 없습니다.").wait_for()
