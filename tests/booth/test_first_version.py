"""The main way in a real browser: start, questions one at a time, ways out side by side, sources, print."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .visitor import PERSON_B, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("device", ["kiosk", "phone", "desktop"])
def test_a_person_walks_from_start_to_the_ways_out(device: str, request: pytest.FixtureRequest) -> None:
    visitor: Visitor = request.getfixturevalue(device)
    visitor.to_result()
    cards = visitor.page.locator(".cards .card")
    assert cards.count() >= 2
    expect(cards.first.get_by_text("매달 내는 돈", exact=True)).to_be_visible()


def test_i_do_not_know_is_an_answer_to_every_question_and_nothing_is_open_then(desktop: Visitor) -> None:
    asked = desktop.open().begin().answer_all({})
    assert len(asked) == len(set(asked)) >= 3
    desktop.heading("쓸 수 있는 길을 나란히 보여 드립니다")
    expect(desktop.page.locator(".card .badge.open")).to_have_count(0)
    expect(desktop.page.locator(".card .figure")).to_have_count(0)


def test_the_first_question_can_be_answered_again_after_going_back(desktop: Visitor) -> None:
    desktop.open().begin()
    first = desktop.answer(PERSON_B)
    assert desktop.pointer != first
    desktop.page.go_back()
    expect(desktop.question).to_have_attribute("data-pointer", first)
    desktop.page.go_forward()


def test_a_source_is_shown_on_request(desktop: Visitor) -> None:
    desktop.to_result()
    page = desktop.page
    card = page.locator(".card").first
    card.locator(".card-why summary").first.click()
    source = card.locator(".card-why details.source").first
    expect(source.locator("dd").first).to_be_hidden()
    source.locator("summary").first.click()
    expect(source.locator("dd").first).to_be_visible()
    assert source.locator("dd").first.inner_text().strip()
    # The number of our own fact sheet is for whoever checks the figures, not for the person.
    expect(source.locator(".sheet p")).to_be_hidden()
    source.get_by_text("자료 번호").click()
    expect(source.locator(".sheet p")).to_be_visible()


def test_one_way_out_shows_its_conditions_papers_and_steps(desktop: Visitor) -> None:
    desktop.to_result()
    desktop.page.get_by_role("button", name="자세히 보기").first.click()
    expect(desktop.page.locator(".finding").first).to_be_visible()
    tick = desktop.page.locator(".checklist input").first
    tick.check()
    desktop.page.go_back()
    desktop.heading("쓸 수 있는 길을 나란히 보여 드립니다")
    desktop.page.get_by_role("button", name="자세히 보기").first.click()
    expect(tick).to_be_checked()


def test_a_debt_needs_its_kind_and_amount_and_says_so_at_the_field(desktop: Visitor) -> None:
    desktop.open().begin()
    while desktop.question.get_attribute("data-kind") != "debts":
        desktop.answer({})
    desktop.press("이 빚 더하기")
    expect(desktop.page.get_by_text("빚의 종류를 골라 주세요.")).to_be_visible()
    expect(desktop.page.get_by_text("남은 원금을 적어 주세요.")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "says"),
    [("삼백만", "숫자만 적어 주세요."), ("1,000,000,000,000,001", "1,000조 원보다"), ("", "답을 적거나")],
)
def test_what_is_no_amount_is_refused_in_words(desktop: Visitor, typed: str, says: str) -> None:
    desktop.open().begin()
    while desktop.question.get_attribute("data-kind") != "won":
        desktop.answer({})
    asked = desktop.pointer
    desktop.question.get_by_role("textbox").fill(typed)
    desktop.question.get_by_role("button", name="다음").click()
    expect(desktop.page.get_by_text(says)).to_be_visible()
    assert desktop.pointer == asked


def test_the_number_pad_of_the_kiosk_types_and_reads_back(kiosk: Visitor) -> None:
    kiosk.open().begin()
    while kiosk.question.get_attribute("data-kind") != "won":
        kiosk.answer({})
    for key in ("4", "2", "0", "만"):
        kiosk.page.locator(".keypad").get_by_role("button", name=key, exact=True).click()
    expect(kiosk.page.locator(".echo")).to_have_text("적은 값: 420만 원")
    kiosk.page.get_by_role("button", name="한 글자 지우기").click()
    expect(kiosk.page.locator(".echo")).to_have_text("적은 값: 42만 원")


def test_in_a_form_the_pad_comes_to_the_field_that_is_being_filled(kiosk: Visitor) -> None:
    page = kiosk.open().begin().page
    while kiosk.question.get_attribute("data-kind") != "debts":
        kiosk.answer({})
    expect(page.locator(".keypad")).to_have_count(0)
    for label, keys, value in (
        ("남은 원금(원)", ("3", "만"), "30000"),
        ("밀린 날수", ("1", "1", "0"), "110"),
        ("이자율", ("7", ".", "5"), "7.5"),
    ):
        field = page.get_by_label(label)
        field.click()
        expect(page.locator(".keypad")).to_have_count(1)
        for key in keys:
            page.locator(".keypad").get_by_role("button", name=key, exact=True).click()
        expect(field).to_have_value(value)


def test_no_amount_on_a_booth_breaks_behind_its_about(kiosk: Visitor) -> None:
    page = kiosk.to_result().page
    broken = page.evaluate(
        """() => [...document.querySelectorAll('.cards .bound')].filter((n) => n.checkVisibility()).filter((n) => {
            const walker = document.createTreeWalker(n, NodeFilter.SHOW_TEXT), tops = [];
            while (walker.nextNode()) { const range = document.createRange(); range.setStart(walker.currentNode, 0);
                range.setEnd(walker.currentNode, 1); tops.push(range.getBoundingClientRect().top); }
            return Math.max(...tops) - Math.min(...tops) > 8; }).map((n) => n.innerText)"""
    )
    assert page.locator(".cards .bound").count() > 10
    assert broken == []


def test_the_keyboard_alone_reaches_the_questions(desktop: Visitor) -> None:
    page = desktop.open().page
    steps = (("갚기 어려운 빚", page.get_by_role("checkbox")), ("동의하고 시작하기", desktop.question))
    for name, comes in steps:
        for _ in range(30):
            page.keyboard.press("Tab")
            if re.search(name, page.evaluate("document.activeElement.innerText || ''")):
                break
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", "the focus has to be visible"
        page.keyboard.press("Enter")
        expect(comes).to_be_visible()


@pytest.mark.parametrize(("button", "width"), [("A4 종이로", 210), ("영수증 종이로", 80)])
def test_the_result_prints_on_the_chosen_paper(kiosk: Visitor, button: str, width: int) -> None:
    desktop = kiosk.to_result()
    page = desktop.page
    page.evaluate("window.print = () => { window.printed = true; }")
    desktop.press(button)
    assert page.evaluate("window.printed") is True
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) [\d.]+\]", pdf)
    assert boxes
    assert {round(float(box) / 72 * 25.4) for box in boxes} == {width}
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="그만하기")).to_be_hidden()
    expect(page.locator(".card .measures").first).to_be_visible()
    # Folds are open on paper; the ways stand side by side on A4 all the same, and under each other on a receipt.
    first, second = (page.locator(".cards .card").nth(place).bounding_box() for place in (0, 1))
    assert first and second
    assert (abs(first["y"] - second["y"]) < 2) is (width == 210)


def test_the_page_keeps_nothing_in_storage_or_address(desktop: Visitor) -> None:
    desktop.to_result()
    kept = desktop.page.evaluate(
        "async () => ({ url: location.href, local: localStorage.length, session: sessionStorage.length,"
        " cookies: document.cookie, caches: (await caches.keys()).length,"
        " databases: (await indexedDB.databases()).length, state: JSON.stringify(history.state) })"
    )
    assert kept.pop("url") == f"{desktop.service}/"
    assert re.fullmatch(r'\{"step":\d+,"epoch":\d+\}', kept.pop("state"))
    assert kept == {"local": 0, "session": 0, "cookies": "", "caches": 0, "databases": 0}


@pytest.mark.parametrize("device", ["kiosk", "phone"])
def test_the_notice_of_ai_stands_before_the_choices(device: str, request: pytest.FixtureRequest) -> None:
    visitor: Visitor = request.getfixturevalue(device)
    visitor.open()
    notice = visitor.page.get_by_text("생성형 인공지능이 쓰입니다").bounding_box()
    choice = visitor.page.get_by_role("button", name="갚기 어려운 빚").bounding_box()
    assert notice and choice
    assert notice["y"] < choice["y"]
    assert notice["y"] + notice["height"] <= visitor.page.evaluate("innerHeight")
