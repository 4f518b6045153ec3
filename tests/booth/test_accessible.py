"""Every screen in every contrast: no violation that axe knows, targets and letters in millimetres, contrast by our own count."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from . import axe
from .test_modes import setting
from .visitor import PERSON_B, Visitor

pytestmark = pytest.mark.browser

THEMES = {"light": None, "dark": "어둡게", "contrast": "뚜렷하게(고대비)"}


@pytest.fixture(autouse=True, scope="module")
def _axe() -> None:
    if axe.source() is None:
        pytest.skip("axe-core is not at hand: install npm and run again")


def test_axe_would_find_a_fault(blank: Page, service: str) -> None:
    blank.goto(f"{service}/")
    blank.evaluate("document.body.innerHTML = '<main><h1>제목</h1><input></main>'")
    assert [line.split(":")[0] for line in axe.violations(blank)] == ["label"]


def walk(visitor: Visitor, look: Any) -> None:
    """Show every screen once and call `look(name)` on each."""
    page = visitor.page
    look("start")
    visitor.press("갚기 어려운 빚")
    visitor.heading("시작하기 전에 알려 드립니다")
    look("consent")
    visitor.press("동의하고 시작하기")
    expect(visitor.question).to_be_visible()
    seen: set[str] = set()
    for _ in range(40):
        if visitor.question.count() == 0:
            break
        kind = visitor.question.get_attribute("data-kind") or ""
        if kind not in seen:
            seen.add(kind)
            if kind in ("won", "count"):
                visitor.question.get_by_role("button", name="다음").click()
            look(f"question {kind}")
            page.wait_for_timeout(750)  # a second press of the same button within 0.7 s is taken for a tremor
        visitor.answer(PERSON_B)
        expect(visitor.question.or_(page.locator("#app .cards")).first).to_be_visible()
    for fold in page.locator("#app details").all():
        fold.evaluate("(n) => { n.open = true; }")
    look("result")
    page.get_by_role("button", name="자세히 보기").first.click()
    expect(page.locator(".checklist").first).to_be_visible()
    look("detail")
    page.go_back()
    visitor.press("내 답 보기")
    visitor.heading("지금까지 적은 답")
    look("review")
    page.go_back()
    visitor.press("먼저 볼 강의")
    visitor.heading("돈 공부")
    look("lessons")
    page.locator(".lesson-list button").first.click()
    expect(page.locator(".quiz")).to_be_visible()
    page.locator(".quiz input").first.check()
    visitor.press("답 확인하기")
    expect(page.locator(".quiz .note")).to_be_visible()
    look("lesson")
    for name in ("화면 맞추기", "읽어 주기", "도움 전화", "그만하기"):
        visitor.press(name)
        expect(page.get_by_role("dialog")).to_be_visible()
        look(f"dialog {name}")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("device", "theme"), [("kiosk", "light"), ("kiosk", "dark"), ("kiosk", "contrast"), ("phone", "light")]
)
def test_no_screen_breaks_wcag_2_2_aa(device: str, theme: str, request: pytest.FixtureRequest) -> None:
    visitor: Visitor = request.getfixturevalue(device)
    visitor.open()
    label = THEMES[theme]
    if label:
        setting(visitor, label)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        broken = axe.violations(visitor.page)
        if broken:
            found[name] = broken

    walk(visitor, look)
    assert found == {}


def millimetres(page: Page, selector: str, per_pixel: float) -> list[tuple[str, float, float]]:
    boxes: list[tuple[str, float, float]] = page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].filter((n) => n.checkVisibility()).map((n) => {
            const box = n.getBoundingClientRect();
            return [(n.innerText || n.ariaLabel || n.type || '').slice(0, 20), box.width, box.height]; })""",
        selector,
    )
    return [(name, width * per_pixel, height * per_pixel) for name, width, height in boxes]


PRESSED = "#app button, #app .choice, #app summary, #app input[type=text], #app textarea, #app a.phone, dialog button, dialog .choice, dialog a.phone"


@pytest.mark.parametrize(
    ("device", "per_pixel", "size"),
    [("kiosk-32", 0.369, (1080, 1920)), ("kiosk-21", 0.248, (1080, 1920)), ("tablet-10", 0.17, (800, 1280))],
)
def test_booth_targets_are_12_mm_and_hangul_reaches_its_height(
    chromium: Any, service: str, device: str, per_pixel: float, size: tuple[int, int]
) -> None:
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=True, locale="ko-KR"
    )
    visitor = Visitor(context.new_page(), service, f"/?device={device}")
    visitor.open()
    small: list[Any] = []

    def look(name: str) -> None:
        for label, width, height in millimetres(visitor.page, PRESSED, per_pixel):
            if min(width, height) < 11.99:
                small.append((name, label, round(width, 1), round(height, 1)))

    walk(visitor, look)
    assert small == []
    wanted = 7.25 if device == "tablet-10" else 12
    letters = visitor.page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    assert letters * 0.868 * per_pixel >= wanted - 0.01
    context.close()


def test_neighbours_keep_two_and_a_half_millimetres_apart(kiosk: Visitor) -> None:
    kiosk.open().begin()
    near = kiosk.page.evaluate(
        """() => {
            const all = [...document.querySelectorAll('#app button, #app .choice')].filter((n) => n.checkVisibility());
            const boxes = all.map((n) => [n.innerText, n.getBoundingClientRect()]);
            const found = [];
            boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
                const dx = Math.max(q.left - p.right, p.left - q.right), dy = Math.max(q.top - p.bottom, p.top - q.bottom);
                if (Math.max(dx, dy) * 0.277 < 2.49) found.push([a, b, dx, dy]);
            }));
            return found.filter(([a, b]) => a && b);
        }"""
    )
    # The bar stays at the foot while the page scrolls beneath it, so only pairs of one group are neighbours.
    bar = kiosk.page.locator(".bar button").all_inner_texts()
    assert [pair for pair in near if (pair[0] in bar) == (pair[1] in bar)] == []


def contrast(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    def light(colour: tuple[float, ...]) -> float:
        parts = [
            c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour[:3]
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colour(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in re.findall(r"[\d.]+", text))


@pytest.mark.parametrize("theme", list(THEMES))
def test_every_pair_of_colours_in_use_keeps_the_contrast(desktop: Visitor, theme: str) -> None:
    desktop.open()
    desktop.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    read = desktop.page.evaluate(
        """() => { const probe = document.createElement('i'); document.body.append(probe);
            const value = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
            return Object.fromEntries(['ink', 'ink-soft', 'paper', 'paper-soft', 'line', 'brand', 'brand-ink', 'focus', 'open', 'open-paper',
                'unknown', 'unknown-paper', 'closed', 'closed-paper', 'urgent'].map((n) => [n, value('--' + n)])); }"""
    )
    shade = {name: colour(text) for name, text in read.items()}
    texts = [
        ("ink", "paper"), ("ink", "paper-soft"), ("ink-soft", "paper"), ("ink-soft", "paper-soft"), ("brand", "paper"),
        ("brand", "paper-soft"), ("brand-ink", "brand"), ("open", "open-paper"), ("open", "paper"), ("unknown", "unknown-paper"),
        ("unknown", "paper"), ("closed", "closed-paper"), ("closed", "paper"), ("urgent", "paper"), ("urgent", "paper-soft"),
    ]  # fmt: skip
    borders = [("line", "paper"), ("focus", "paper"), ("focus", "paper-soft")]
    assert [pair for pair in texts if contrast(shade[pair[0]], shade[pair[1]]) < 4.5] == []
    assert [pair for pair in borders if contrast(shade[pair[0]], shade[pair[1]]) < 3] == []


def test_text_inside_drawings_keeps_the_contrast_too(desktop: Visitor) -> None:
    desktop.to_result()
    texts = desktop.page.evaluate(
        """() => [...document.querySelectorAll('main svg text')].map((n) => [n.textContent, getComputedStyle(n).fill,
            getComputedStyle(document.body).backgroundColor])"""
    )
    assert [text for text, fill, paper in texts if contrast(colour(fill), colour(paper)) < 4.5] == []


def test_nothing_moves_when_motion_is_not_wanted_and_nothing_ever_flashes(desktop: Visitor) -> None:
    desktop.open()
    desktop.page.emulate_media(reduced_motion="no-preference")
    setting(desktop, "움직임 없애기")
    moving = "[...document.querySelectorAll('*')].filter((n) => parseFloat(getComputedStyle(n).transitionDuration) > 0).length"
    assert desktop.page.evaluate(moving) == 0
    assert desktop.page.evaluate("document.getAnimations().length") == 0


def test_each_screen_has_one_heading_a_title_and_moves_the_focus_there(desktop: Visitor) -> None:
    desktop.open()
    titles: set[str] = set()

    def look(name: str) -> None:
        if name.startswith("dialog"):
            return
        assert desktop.page.locator("h1").count() == 1
        titles.add(desktop.page.title())

    walk(desktop, look)
    assert len(titles) >= 8
    desktop.page.go_back()
    expect(desktop.page.locator("h1")).to_be_focused()


def test_the_same_buttons_stand_in_the_same_order_on_every_screen(kiosk: Visitor) -> None:
    kiosk.open()
    bars: set[tuple[str, ...]] = set()

    def look(name: str) -> None:
        if not name.startswith("dialog") and name != "start":
            bars.add(tuple(kiosk.page.locator(".bar button").all_inner_texts()))

    start = kiosk.page.locator(".bar button").all_inner_texts()
    walk(kiosk, look)
    assert len(bars) == 1
    assert "도움 전화" in start
    # The start screen has nothing to stop yet; the rest is the same.
    assert [*start, "그만하기"] == list(bars.pop())


def test_wider_text_spacing_loses_nothing(desktop: Visitor) -> None:
    desktop.to_result()
    page = desktop.page
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
            sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
            document.adoptedStyleSheets = [sheet]; }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter((n) => n.checkVisibility() && getComputedStyle(n).overflow !== 'visible'
            && (n.scrollWidth > n.clientWidth + 1 || n.scrollHeight > n.clientHeight + 1)).map((n) => n.outerHTML.slice(0, 80))"""
    )
    assert cut == []


def test_the_keyboard_is_never_trapped(desktop: Visitor) -> None:
    page = desktop.open().page
    for opened in (None, "화면 맞추기", "도움 전화"):
        if opened:
            desktop.press(opened)
            expect(page.get_by_role("dialog")).to_be_visible()
        places = []
        for _ in range(40):
            page.keyboard.press("Tab")
            places.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
        # The focus wanders and comes round again instead of staying at one place.
        assert len(set(places)) >= 2
        assert max(places.count(place) for place in set(places)) < 25
        if opened:
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
