"""Contrast by our own count, distance of neighbours, spacing of text, keyboard and motion. Every screen: test_screens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .test_modes import setting
from .visitor import Visitor

pytestmark = pytest.mark.browser

THEMES = ("light", "dark", "contrast")


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


@pytest.mark.parametrize("theme", THEMES)
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


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_text_inside_drawings_keeps_the_contrast_too(desktop: Visitor, theme: str) -> None:
    desktop.to_result()
    desktop.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    texts = desktop.page.evaluate(
        """() => [...document.querySelectorAll('main svg text')].filter((n) => n.checkVisibility()).map((n) => [n.textContent,
            getComputedStyle(n).fill, getComputedStyle(n.closest('svg').querySelector('rect')).fill])"""
    )
    assert len(texts) > 8
    assert [text for text, fill, paper in texts if contrast(colour(fill), colour(paper)) < 4.5] == []


def test_nothing_moves_when_motion_is_not_wanted_and_nothing_ever_flashes(desktop: Visitor) -> None:
    desktop.open()
    desktop.page.emulate_media(reduced_motion="no-preference")
    setting(desktop, "움직임 없애기")
    moving = "[...document.querySelectorAll('*')].filter((n) => parseFloat(getComputedStyle(n).transitionDuration) > 0).length"
    assert desktop.page.evaluate(moving) == 0
    assert desktop.page.evaluate("document.getAnimations().length") == 0


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


def test_colour_is_never_the_only_sign(desktop: Visitor) -> None:
    page = desktop.to_result().page
    words = {
        kind: set(page.locator(f".badge.{kind}").all_text_contents())
        for kind in ("open", "unknown", "closed")
    }
    assert [len(found) for found in words.values()] == [1, 1, 1]
    assert len(set.union(*words.values())) == 3
    lines = page.locator("[data-chart=pay_down] .drawing polyline")
    dashes = lines.evaluate_all("(all) => all.map((n) => n.getAttribute('stroke-dasharray') ?? 'whole')")
    assert len(dashes) == len(set(dashes)) >= 2


def test_what_has_the_focus_is_never_hidden_beneath_the_bar(kiosk: Visitor) -> None:
    page = kiosk.to_result().page
    seen = 0
    for _ in range(30):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect(), bar = document.querySelector('.bar');
                return !bar.contains(document.activeElement) && box.top >= bar.getBoundingClientRect().top && box.bottom <= bar.getBoundingClientRect().bottom; }"""
        )
        assert not hidden, page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        seen += 1
    assert seen == 30


def test_choosing_or_typing_alone_never_leaves_the_screen(desktop: Visitor) -> None:
    page = desktop.open().begin().page
    mark = page.locator(".screen").get_attribute("id")
    for field in page.locator("#app input:visible").all():
        field.focus()
        if field.get_attribute("type") in ("radio", "checkbox"):
            field.check()
        else:
            field.fill("1")
        assert page.locator(".screen").get_attribute("id") == mark
