"""Every screen: no violation that axe knows in any contrast, one heading, the same buttons, targets and letters in millimetres."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from . import axe
from .screens import every_screen
from .visitor import Visitor

pytestmark = pytest.mark.browser

OTHER_THEMES = ("dark", "contrast")
PRESSED = (
    "#app button, #app .choice, #app summary, #app input[type=text], #app textarea, #app a.phone, "
    "dialog button, dialog .choice, dialog a.phone"
)


@pytest.fixture(scope="module")
def _axe() -> None:
    if axe.source() is None:
        pytest.skip("axe-core is not at hand: install npm and run again")


@pytest.mark.usefixtures("_axe")
def test_axe_would_find_a_fault(blank: Page, service: str) -> None:
    blank.goto(f"{service}/")
    expect(blank.locator("main")).to_be_visible()
    assert axe.violations(blank) == []
    blank.evaluate("document.querySelector('.notices li').style.color = '#bbb'")
    blank.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert {line.split(":")[0] for line in axe.violations(blank)} == {"color-contrast", "label"}
    assert {line.split(":")[0] for line in axe.violations(blank, axe.CONTRAST)} == {"color-contrast"}


def in_every_theme(page: Page) -> list[str]:
    """What axe finds: all rules in light, the contrast of colours in the other themes, which change nothing else."""
    found = axe.violations(page)
    for theme in OTHER_THEMES:
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        found += [f"{theme} {line}" for line in axe.violations(page, axe.CONTRAST)]
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    return found


def millimetres(page: Page, per_pixel: float) -> list[tuple[str, float, float]]:
    boxes: list[tuple[str, float, float]] = page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].filter((n) => n.checkVisibility()).map((n) => {
            const box = n.getBoundingClientRect();
            return [(n.innerText || n.ariaLabel || n.type || '').slice(0, 20), box.width, box.height]; })""",
        PRESSED,
    )
    return [(name, width * per_pixel, height * per_pixel) for name, width, height in boxes]


def small(page: Page, per_pixel: float) -> list[tuple[str, float, float]]:
    return [(n, round(w, 1), round(h, 1)) for n, w, h in millimetres(page, per_pixel) if min(w, h) < 11.99]


@pytest.mark.usefixtures("_axe")
@pytest.mark.parametrize("device", ["kiosk", "phone"])
def test_no_screen_breaks_wcag_2_2_aa(device: str, request: pytest.FixtureRequest) -> None:
    visitor: Visitor = request.getfixturevalue(device)
    page = visitor.open().page
    broken: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    bars: set[tuple[str, ...]] = set()

    def look(name: str) -> None:
        # Colours do not depend on the device: the kiosk shows every theme, the phone the light one.
        found = in_every_theme(page) if device == "kiosk" else axe.violations(page)
        if device == "kiosk":
            found += [f"too small: {one}" for one in small(page, 0.277)]
        if found:
            broken[name] = found
        if name.startswith("dialog") or name == "curtain":
            return
        assert page.locator("h1").count() == 1, name
        titles[name] = page.title()
        if name != "start":
            bars.add(tuple(page.locator(".bar button").all_inner_texts()))

    start = page.locator(".bar button").all_inner_texts()
    every_screen(visitor, look)
    assert broken == {}
    assert len(set(titles.values())) >= 12, "screens are told apart by their titles"
    # The start screen has nothing to stop yet; else the same buttons stand in the same order everywhere.
    assert "도움 전화" in start
    assert bars == {(*start, "그만하기")}
    page.go_back()
    expect(page.locator("h1")).to_be_focused()


@pytest.mark.usefixtures("_axe")
def test_the_warning_before_the_reset_breaks_nothing_either(kiosk: Visitor) -> None:
    page = kiosk.page
    page.clock.install()
    kiosk.open().begin()
    page.clock.run_for(71_000)
    expect(page.get_by_role("dialog")).to_contain_text("아직 보고 계십니까?")
    assert in_every_theme(page) == []
    assert small(page, 0.277) == []


@pytest.mark.parametrize(
    ("device", "per_pixel", "size"),
    [("kiosk-32", 0.369, (1080, 1920)), ("tablet-10", 0.17, (800, 1280))],
)
def test_booth_targets_are_12_mm_and_hangul_reaches_its_height(
    chromium: Any, service: str, device: str, per_pixel: float, size: tuple[int, int]
) -> None:
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        has_touch=True,
        locale="ko-KR",
        reduced_motion="reduce",
    )
    visitor = Visitor(context.new_page(), service, f"/?device={device}")
    visitor.open()
    wanted = 7.25 if device == "tablet-10" else 12
    letters = visitor.page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    assert letters * 0.868 * per_pixel >= wanted - 0.01
    found: dict[str, Any] = {}

    def look(name: str) -> None:
        too_small = small(visitor.page, per_pixel)
        if too_small:
            found[name] = too_small

    every_screen(visitor, look)
    assert found == {}
    context.close()
