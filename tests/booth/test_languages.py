"""Plain Korean and English: the same figures in other words, everything named, and what is Korean says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chalicelib.assess import diagnosis, urgent
from chalicelib.web.static import FOLDER

from .test_modes import figures, setting
from .visitor import PERSON_B, Visitor

pytestmark = pytest.mark.browser


def test_plain_words_hold_the_same_figures(desktop: Visitor) -> None:
    desktop.to_result()
    usual = figures(desktop.page)
    words = desktop.page.locator("main").inner_text()
    setting(desktop, "쉬운 말로 보기")
    desktop.heading("할 수 있는 방법입니다")
    assert len(usual) >= 10
    assert figures(desktop.page) == usual
    assert desktop.page.locator("main").inner_text() != words


def strays(page: Page) -> list[str]:
    """Korean on an English screen that is not marked as Korean; names of schemes in brackets are part of their names."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter((n) => n.checkVisibility()
            && [...n.childNodes].some((c) => c.nodeType === 3 && /[가-힣]/.test(c.data.replace(/\\([^)]*\\)/g, '')))
            && !n.closest('[lang=ko]')).map((n) => n.outerHTML.slice(0, 120))"""
    )
    return found


def unannounced(page: Page) -> list[str]:
    """Korean sentences on an English screen without the plain word, within their own section, that they are Korean."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main [lang=ko]')].filter((n) => n.checkVisibility() && n.innerText.trim().length > 14
            && !n.closest('details, .notice, h1, h2, .contact, .drawing, .button'))
            .filter((n) => { const place = n.closest('section, article, .card, .turn, main'); return !place.querySelector('.in-korean')
                && !document.querySelector('main > .in-korean'); })
            .map((n) => n.outerHTML.slice(0, 120))"""
    )
    return found


def test_english_holds_the_same_figures_and_marks_what_is_korean(desktop: Visitor) -> None:
    desktop.to_result()
    page = desktop.page
    usual = figures(page)
    desktop.press("English")
    desktop.heading("Your ways out, side by side")
    assert figures(page) == usual
    assert page.evaluate("document.documentElement.lang") == "en"
    assert (strays(page), unannounced(page)) == ([], [])
    # Verdicts, measures, headings and buttons are English; so is the line beside each Korean condition.
    head = page.locator("[data-remedy=individual_rehabilitation]").first
    for text in ("Individual rehabilitation", "Conditions met", "Monthly payment", "about KRW 303,157"):
        expect(head).to_contain_text(text)
    expect(page.get_by_role("heading", name="Next steps of the first way")).to_be_visible()
    desktop.press("Details of Individual rehabilitation (개인회생)")
    desktop.heading("Individual rehabilitation (개인회생)")
    assert (strays(page), unannounced(page)) == ([], [])
    assert page.locator(".finding .english").count() >= 5
    page.go_back()
    desktop.heading("Your ways out, side by side")
    desktop.press("My answers")
    desktop.heading("Your answers so far")
    assert strays(page) == []


def test_the_other_english_screens_say_what_is_korean(desktop: Visitor) -> None:
    page = desktop.open().page
    desktop.press("English")
    for way in (
        "Find public finance products",
        "Check before payments are missed",
        "My progress",
        "Ask a question",
        "Learn about money",
    ):
        page.locator(".ways-list button", has_text=way).click()
        agree = page.get_by_role("button", name="I agree, begin")
        expect(agree.or_(page.get_by_role("heading", level=1, name=way)).first).to_be_visible()
        if agree.count():
            agree.click()
        desktop.heading(way)
        assert strays(page) == []
        if way == "Learn about money":  # the list says it once for all lessons
            expect(page.get_by_text("Lessons are in Korean.")).to_be_visible()
            page.locator(".lesson-list button").first.click()
            expect(page.locator(".quiz")).to_be_visible()
        assert (way, strays(page), unannounced(page)) == (way, [], [])
        page.go_back()
        expect(
            page.locator("h1", has_text=way if way == "Learn about money" else "How can we help?")
        ).to_be_visible()


def test_the_main_way_can_be_gone_in_english(desktop: Visitor) -> None:
    page = desktop.open().page
    desktop.press("English")
    page.get_by_role("button", name=re.compile("Debts hard to repay")).click()
    page.get_by_role("button", name="I agree, begin").click()
    expect(desktop.question).to_be_visible()
    for _ in range(60):
        if desktop.question.count() == 0:
            break
        assert not re.search("[가-힣]", page.locator("main h1").inner_text())
        mark = page.locator(".screen").get_attribute("id")
        page.get_by_role("button", name="I don't know").click()
        expect(page.locator(f"#{mark}")).to_have_count(0)
        expect(desktop.question.or_(page.locator(".situation")).first).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="Your ways out")).to_be_visible()


def test_english_and_plain_words_name_everything_that_korean_names(blank: Page) -> None:
    missing = blank.evaluate(
        """async () => {
            const [{ ko }, { en }, { plain }] = await Promise.all(['ko', 'en', 'plain'].map((n) => import(`/booth/js/words/${n}.js`)));
            const holes = (text) => [...text.matchAll(/\\{(\\w+)\\}/g)].map((m) => m[1]).sort().join();
            const own = (table) => Object.keys(table).filter((k) => typeof table[k] === 'string');
            return { missing: own(ko).filter((k) => !(k in en)), extra: [...own(en), ...own(plain)].filter((k) => !(k in ko)),
                     holes: own(en).filter((k) => holes(en[k]) !== holes(ko[k])), plain: own(plain).filter((k) => holes(plain[k]) !== holes(ko[k])) };
        }"""
    )
    assert missing == {"missing": [], "extra": [], "holes": [], "plain": []}


def test_what_is_urgent_and_what_is_underlined_is_told_in_english_too(desktop: Visitor) -> None:
    desktop.to_result({**PERSON_B, "legal_actions": ["payment_order", "account_seizure"]})
    desktop.press("English")
    place = desktop.page.locator(".note.urgent")
    expect(place).to_contain_text("A payment order becomes final unless you object")
    expect(place).to_contain_text("Korea Legal Aid Corporation")
    expect(desktop.page.locator(".situation")).to_contain_text("You owe more than you own.")
    assert (strays(desktop.page), unannounced(desktop.page)) == ([], [])


def test_no_urgent_or_underlined_code_lacks_english() -> None:
    code = r'(?:_item\(\s*case, |flag\(\s*|^ {8})"(\w+)",'
    rooms = (Path(str(urgent.__file__)), Path(str(diagnosis.__file__)))
    codes = {one for room in rooms for one in re.findall(code, room.read_text("utf-8"), re.MULTILINE)}
    table = (
        (FOLDER / "js" / "words" / "en-codes.js")
        .read_text("utf-8")
        .partition("notices: {")[2]
        .partition("\n  }")[0]
    )
    assert len(codes) >= 15
    assert codes - set(re.findall(r"^ {4}(\w+):", table, re.MULTILINE)) == set()
