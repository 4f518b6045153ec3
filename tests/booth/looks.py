"""Photographs every screen of the booth in every fitting, to be looked at with one's own eyes.

    python -m tests.booth.looks <folder> [fitting ...]

Writes <folder>/<fitting>/<nn name>.png and one page with all of them, <folder>/<fitting>.html. Fittings: see FITTINGS;
without names all of them. No test: it judges nothing. What must not enter: a way through the screens, which
is `screens`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from .running import QUIET, SCREENS, browser_path, running
from .screens import questions, results
from .test_modes import setting
from .test_my_case import PLAN
from .visitor import PERSON_B, Visitor

FITTINGS: dict[str, tuple[str, tuple[str, ...], str | None]] = {
    "booth": ("kiosk", (), None),
    "contrast": ("kiosk", ("뚜렷하게(고대비)",), None),
    "dark": ("kiosk", ("어둡게",), None),
    "magnified": ("kiosk", ("200%",), None),
    "low": ("kiosk", ("버튼을 화면 아래쪽에 모으기",), None),
    "english": ("kiosk", (), "English"),
    "phone": ("phone", (), None),
    "phone-large": ("phone", ("200%",), None),
    "desktop": ("desktop", (), None),
}
"""Name -> (device, what is chosen behind ‘화면 맞추기’, button pressed besides)."""
TALLEST = 9_000


class Camera:
    """Names pictures in the order in which they are taken; a page is taken whole, a dialog as it stands on the screen."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, name: str) -> None:
        page = self.page
        number = len(list(self.folder.glob("*.png"))) + 1
        path = self.folder / f"{number:02d} {name}.png"
        usual = page.viewport_size
        assert usual is not None
        with suppress(Error):  # a page that moves on meanwhile costs one picture, not the walk
            if page.locator("dialog[open]").count() == 0:
                height = int(page.evaluate("document.documentElement.scrollHeight"))
                page.set_viewport_size({"width": usual["width"], "height": min(TALLEST, max(height, 200))})
            page.screenshot(path=path, animations="disabled")
        page.set_viewport_size(usual)


class Studio:
    """One service and one browser for all pictures."""

    def __init__(self, browser: Browser, service: str, home: Path, out: Path) -> None:
        self.browser, self.service, self.home, self.out = browser, service, home, out

    def take(self, fitting: str) -> None:
        device, chosen, pressed = FITTINGS[fitting]
        walks: list[Callable[[Visitor, Camera], Any]] = [
            self._questions,
            self._form,
            self._folded,
            self._results,
            self._talk,
            self._case,
        ]
        if device == "kiosk":
            walks.append(self._leaving)
        if fitting in ("booth", "english"):
            walks.append(self._print)
        for walk in walks:
            context = self.browser.new_context(
                locale="ko-KR", timezone_id="Asia/Seoul", reduced_motion="reduce", **SCREENS[device]
            )
            visitor = Visitor(
                context.new_page(), self.service, "/?device=kiosk-24" if device == "kiosk" else "/"
            )
            if walk == self._leaving:
                visitor.page.clock.install()
            visitor.open()
            if chosen:
                setting(visitor, *chosen)
            camera = Camera(visitor.page, self.out / fitting)
            try:
                walk(visitor, camera if pressed is None else _in_other_words(visitor, camera, pressed))
            except (AssertionError, Error) as error:
                print(f"{fitting}: {walk.__name__} stopped: {str(error)[:300]}", file=sys.stderr)
            context.close()
        self._sheet(fitting)

    @staticmethod
    def _questions(visitor: Visitor, look: Camera) -> None:
        questions(visitor, look)

    @staticmethod
    def _results(visitor: Visitor, look: Camera) -> None:
        results(visitor, look)

    @staticmethod
    def _form(visitor: Visitor, look: Camera) -> None:
        visitor.begin()
        visitor.page.locator(".item-form input[type=text]").first.click()
        look("form being filled")

    @staticmethod
    def _folded(visitor: Visitor, look: Camera) -> None:
        """The result and one way as a person first meets them."""
        visitor.known(PERSON_B)
        visitor.begin()
        visitor.press("지금까지 답으로 결과 보기")
        visitor.heading("쓸 수 있는 길을 나란히 보여 드립니다")
        look("result folded")
        visitor.page.get_by_role("button", name="자세히 보기").first.click()
        expect(visitor.page.locator(".checklist").first).to_be_visible()
        look("detail folded")

    @staticmethod
    def _talk(visitor: Visitor, look: Camera) -> None:
        page = visitor.page
        visitor.known(PERSON_B)
        page.locator(".ways-list button", has_text="물어보기").click()
        visitor.press("동의하고 시작하기")
        visitor.heading("물어보기")
        for text in (
            "개인회생을 신청하면 독촉이 멈추나요?",
            "매달 300만 원을 벌고 빚이 5천만 원이에요",
            "죽고 싶어요",
        ):
            page.get_by_role("textbox").fill(text)
            page.locator("form .button.primary").click()
            expect(page.get_by_role("textbox")).to_have_value("")
            page.wait_for_timeout(800)
        look("talk answered")

    def _case(self, visitor: Visitor, look: Camera) -> None:
        page = visitor.page
        page.locator(".ways-list button", has_text="내 진행 상황").click()
        visitor.press("동의하고 시작하기")
        page.get_by_role("textbox").fill(self._code())
        visitor.press("내 진행 상황 보기")
        expect(page.get_by_role("progressbar")).to_be_visible()
        look("my case held")

    @staticmethod
    def _leaving(visitor: Visitor, look: Camera) -> None:
        page = visitor.page
        visitor.begin()
        page.clock.run_for(71_000)
        expect(page.get_by_role("dialog")).to_be_visible()
        look("idle warning")
        page.get_by_role("button", name="계속 보기").click()
        page.context.set_offline(True)
        expect(page.locator(".banner")).to_be_visible()
        look("offline")
        page.context.set_offline(False)

    @staticmethod
    def _print(visitor: Visitor, look: Camera) -> None:
        page = visitor.page
        visitor.known(PERSON_B)
        visitor.begin()
        visitor.press("지금까지 답으로 결과 보기")
        visitor.heading("쓸 수 있는 길을 나란히 보여 드립니다")
        page.evaluate("window.print = () => {}")
        for paper, width, button in (("a4", 688, "A4 종이로"), ("receipt", 280, "영수증 종이로")):
            visitor.press(button)
            page.emulate_media(media="print")
            page.set_viewport_size({"width": width, "height": 970})
            look(f"print {paper}")
            page.emulate_media(media="screen")
            page.set_viewport_size(SCREENS["kiosk"]["viewport"])
            page.wait_for_timeout(800)

    def _code(self) -> str:
        """The code of a case that is two instalments behind."""
        key = (self.home / "staff-key").read_text(encoding="utf-8").strip()
        case = self._desk("/v1/cases", {"plan": PLAN, "consent": True}, key)
        paid = {"reference": f"look-{case['id'][:8]}", "paid_on": "2026-02-25", "amount": 100_000}
        self._desk(f"/v1/cases/{case['id']}/payments", paid, key)
        return str(self._desk(f"/v1/desk/cases/{case['id']}/codes", {}, key)["code"])

    def _desk(self, path: str, body: Any, key: str) -> Any:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        request = Request(self.service + path, json.dumps(body).encode(), headers, method="POST")
        return json.load(urlopen(request, timeout=10))

    def _sheet(self, fitting: str) -> None:
        """All pictures on one page to scroll through, each cut into screens that stand side by side."""
        cells = ""
        for path in sorted((self.out / fitting).glob("*.png")):
            width, height = _size(path)
            part = round(width * 16 / 9)
            cuts = "".join(
                f"<i style='height:{min(part, height - top) * 400 // width}px;background:url(\"{path.as_uri()}\") 0 {-top * 400 // width}px/400px'></i>"
                for top in range(0, height, part)
            )
            cells += f"<figure><figcaption>{path.stem}</figcaption>{cuts}</figure>"
        style = "body{margin:8px;display:flex;flex-wrap:wrap;gap:8px;font:14px sans-serif}figure{margin:0;max-width:100%;display:flex;flex-wrap:wrap;gap:4px}figcaption{flex:0 0 100%}i{width:400px;outline:1px solid #888}"
        (self.out / f"{fitting}.html").write_text(
            f"<!doctype html><meta charset=utf-8><style>{style}</style>{cells}", encoding="utf-8"
        )


def _size(path: Path) -> tuple[int, int]:
    """Width and height of a PNG, in pixels."""
    head = path.read_bytes()[16:24]
    return int.from_bytes(head[:4]), int.from_bytes(head[4:])


def _in_other_words(visitor: Visitor, camera: Camera, button: str) -> Any:
    """The walk goes in Korean, whose names it knows; for each picture the language is changed and changed back."""

    def look(name: str) -> None:
        if visitor.page.locator("dialog[open]").count():
            return
        visitor.press(button)
        expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
        visitor.page.wait_for_timeout(900)
        camera(name)
        visitor.press("한국어")
        expect(visitor.page.locator("html")).to_have_attribute("lang", "ko")
        visitor.page.wait_for_timeout(300)

    return look


def main(arguments: list[str]) -> int:
    path = browser_path()
    if not arguments or path is None:
        print("usage: python -m tests.booth.looks <folder> [fitting ...]; needs a Chromium", file=sys.stderr)
        return 2
    out = Path(arguments[0]).resolve()
    expect.set_options(timeout=15_000)
    with tempfile.TemporaryDirectory() as home, running(Path(home)) as service, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=QUIET)
        studio = Studio(browser, service, Path(home), out)
        for fitting in arguments[1:] or list(FITTINGS):
            studio.take(fitting)
            print(out / f"{fitting}.html")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
