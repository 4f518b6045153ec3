"""The walk through the booth in words: `python -m tests.booth.walk` goes it in a real Chromium and writes docs/walks/booth.md.

What stands under a screen is what the booth reads aloud there, in that order, which is also what a screen reader finds.
"""

from __future__ import annotations

import re
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, expect, sync_playwright

from .running import QUIET, SCREENS, browser_path, running
from .visitor import PERSON_B, Visitor

PAGE = Path(__file__).resolve().parents[2] / "docs" / "walks" / "booth.md"
HEAD = """# The booth, screen by screen

Golden person B (a couple with two minors, 110 days late) at a booth of 1080 x 1920 pixels, {day}. Written by
`python -m tests.booth.walk` from the running service; pictures of every screen in every fitting come from
`tests/booth/looks.py`. Under each screen stands what it reads aloud, in that order. Numbers that are new each time are
shown as `…`; long screens are cut where it says so. The bar at the foot is the same everywhere (with ‘그만하기’
besides, once there is something to stop) and stands once.
"""
TEXTS = "async () => (await import('/booth/js/speaker.js')).textsOf(document.querySelector('{where}')).map((one) => one.text)"


class Pen:
    """Collects the page."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def title(self, text: str) -> None:
        self.lines += ["", f"## {text}"]

    def screen(self, visitor: Visitor, pressed: str, most: int = 40, where: str = "main") -> None:
        said: list[str] = visitor.page.evaluate(TEXTS.replace("{where}", where))
        shown = [masked(text) for text in said[:most]]
        if len(said) > most:
            shown.append(f"(… {len(said) - most} more)")
        self.lines += ["", f"{pressed}", "", "```text", *shown, "```"]


def masked(text: str) -> str:
    """Codes and references are new each time."""
    text = re.sub(r"\b\d{4} \d{3} \d{3}\b", "…", text)
    return re.sub(r"^\d{3} \d{3}$", "…", text)


def walk(browser: Browser, service: str, pen: Pen) -> None:
    """The main way, then the hand-over with a second browser."""
    contexts = [
        browser.new_context(
            locale="ko-KR", timezone_id="Asia/Seoul", reduced_motion="reduce", **SCREENS[device]
        )
        for device in ("kiosk", "phone")
    ]
    booth = Visitor(contexts[0].new_page(), service, "/?device=kiosk-24").open()
    phone = Visitor(contexts[1].new_page(), service)
    pen.title("Start")
    pen.screen(booth, "The first screen: the notice of AI stands before any choice.")
    pen.screen(booth, "The bar at the foot:", where="footer")
    pen.title("Questions")
    booth.press("갚기 어려운 빚")
    booth.heading("시작하기 전에 알려 드립니다")
    pen.screen(
        booth, "After ‘갚기 어려운 빚, 길 찾기’: what is kept and for how long, before anything is asked."
    )
    booth.press("동의하고 시작하기")
    expect(booth.question).to_be_visible()
    pen.screen(booth, "After ‘동의하고 시작하기’: the question that is worth most comes first.", 14)
    told = ", ".join(f"`{pointer}`" for pointer in booth.answer_all(PERSON_B))
    pen.lines += ["", f"Answered one by one, in the order in which the service asked: {told}."]
    result(booth, pen)
    booth.page.go_back()
    counsellor(booth, pen)
    handover(booth, phone, pen)
    for context in contexts:
        context.close()


def result(booth: Visitor, pen: Pen) -> None:
    pen.title("Result")
    booth.heading("쓸 수 있는 길을 나란히 보여 드립니다")
    pen.screen(booth, "The ways out side by side:", 60)
    booth.press("English")
    booth.heading("Your ways out, side by side")
    pen.screen(booth, "The same in English, after ‘English’; what is Korean says so:", 30)
    booth.press("한국어")
    booth.page.get_by_role("button", name="자세히 보기").first.click()
    expect(booth.page.locator(".checklist").first).to_be_visible()
    pen.screen(booth, "One way in full, after ‘자세히 보기’:", 30)


def counsellor(booth: Visitor, pen: Pen) -> None:
    pen.title("To a counsellor")
    booth.press("상담사에게 이어 주기")
    booth.heading("상담사에게 이어 주기")
    pen.screen(booth, "After ‘상담사에게 이어 주기’: exactly the lines that would be passed on.")
    booth.page.get_by_label("고른 줄을 상담사에게 전하는 데 동의합니다.").check()
    booth.press("상담사에게 전하기")
    booth.heading("상담사에게 전했습니다")
    pen.screen(booth, "After the consent and ‘상담사에게 전하기’:")
    booth.page.go_back()
    booth.heading("쓸 수 있는 길을 나란히 보여 드립니다")


def handover(booth: Visitor, phone: Visitor, pen: Pen) -> None:
    pen.title("To the phone")
    booth.press("휴대폰으로 옮기기")
    booth.heading("휴대폰으로 옮기기")
    pen.screen(booth, "After ‘휴대폰으로 옮기기’:")
    number = booth.page.locator(".code").inner_text()
    phone.open()
    phone.press("부스에서 옮겨 오기")
    phone.page.get_by_role("textbox").fill(number)
    phone.press("옮겨 오기", exact=True)
    phone.heading("쓸 수 있는 길을 나란히 보여 드립니다")
    phone.press("내 답 보기")
    phone.heading("지금까지 적은 답")
    pen.screen(phone, "On the phone, after the number and ‘내 답 보기’: every answer given at the booth.", 40)
    expect(booth.page.get_by_text("휴대폰으로 옮겼습니다.")).to_be_visible()
    pen.screen(booth, "The booth meanwhile has erased itself:", 3)


def main() -> int:
    path = browser_path()
    if path is None:
        print("needs a Chromium", file=sys.stderr)
        return 2
    expect.set_options(timeout=15_000)
    pen = Pen()
    with tempfile.TemporaryDirectory() as home, running(Path(home)) as service, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=QUIET)
        walk(browser, service, pen)
        browser.close()
    day = datetime.now(ZoneInfo("Asia/Seoul")).date().isoformat()
    PAGE.write_text(HEAD.replace("{day}", day) + "\n".join(pen.lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
