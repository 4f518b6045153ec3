"""Every way of fitting the screen to a person: size, lens, colours, reach, plain words, English, voice, keypad."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .visitor import Visitor, until

pytestmark = pytest.mark.browser

FAKE_VOICES = """
(() => {
  const spoken = [];
  window.spoken = spoken;
  const voices = VOICES;
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices, addEventListener() {}, cancel() { spoken.push("(stop)"); },
    speak(line) { spoken.push(line.text); window.volume = line.volume; },
  }});
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})();
"""
LOCAL = '[{ name: "here", lang: "ko-KR", localService: true }]'
REMOTE = '[{ name: "far", lang: "ko-KR", localService: false }]'


def setting(visitor: Visitor, *labels: str) -> None:
    visitor.press("화면 맞추기")
    dialog = visitor.page.get_by_role("dialog")
    for label in labels:
        dialog.get_by_label(label, exact=True).check()
    dialog.get_by_role("button", name="닫기").click()
    expect(dialog).to_have_count(0)


def sideways(page: Page) -> int:
    """How many pixels of the page lie outside the width of the screen."""
    return int(
        page.evaluate(
            "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"
        )
    )


def figures(page: Page) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = page.evaluate(
        "[...document.querySelectorAll('main data.figure')].map((d) => [d.dataset.unit, d.value])"
    )
    return found


def outside(page: Page) -> list[str]:
    """What can be pressed and is not wholly within the width of the screen."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('button, input, summary, a[href]:not(.skip)')].filter((n) => n.checkVisibility())
            .filter((n) => { const b = n.getBoundingClientRect(); return b.width && (b.left < -1 || b.right > document.documentElement.clientWidth + 1); })
            .map((n) => n.innerText || n.outerHTML.slice(0, 60))"""
    )
    return found


@pytest.mark.parametrize(
    ("device", "zoom"),
    [("kiosk", "200%"), ("kiosk", "300%"), ("phone", "200%"), ("phone", "300%"), ("desktop", "300%")],
)
def test_everything_grows_without_scrolling_sideways(
    device: str, zoom: str, request: pytest.FixtureRequest
) -> None:
    visitor: Visitor = request.getfixturevalue(device)
    page = visitor.page
    rich = [{"kind": "card", "creditor": "card", "principal": 987_654_321}]
    visitor.known({"monthly_income": 3_000_000, "debts": rich})
    visitor.open()
    before = page.locator("h1").evaluate("(n) => parseFloat(getComputedStyle(n).fontSize)")
    setting(visitor, zoom)
    after = page.locator("h1").evaluate("(n) => parseFloat(getComputedStyle(n).fontSize)")
    assert after == pytest.approx(before * int(zoom[:-1]) / 100, rel=0.01)
    assert (sideways(page), outside(page)) == (0, [])
    visitor.begin()
    assert (sideways(page), outside(page)) == (0, [])
    visitor.press("지금까지 답으로 결과 보기")
    visitor.heading("쓸 수 있는 길을 나란히 보여 드립니다")
    assert (sideways(page), outside(page)) == (0, [])


def test_the_browsers_own_zoom_of_200_percent_reflows(chromium: Any, service: str) -> None:
    # 200 % zoom of a 1280 pixel window is a window of 640 CSS pixels at twice the density.
    context = chromium.new_context(
        viewport={"width": 640, "height": 450}, device_scale_factor=2, locale="ko-KR"
    )
    visitor = Visitor(context.new_page(), service, "/?device=desktop")
    visitor.to_result()
    assert sideways(visitor.page) <= 0
    context.close()


def test_the_lens_shows_what_lies_beneath_twice_as_large(desktop: Visitor) -> None:
    desktop.open()
    setting(desktop, "움직이는 돋보기(렌즈)")
    page = desktop.page
    box = page.locator("#main h1").bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] / 2)
    copy = page.locator(".lens h1").evaluate("(n) => n.getBoundingClientRect().height")
    assert copy == pytest.approx(2 * box["height"], rel=0.02)
    lens = page.locator(".lens").bounding_box()
    shown = page.locator(".lens h1").bounding_box()
    assert lens and shown
    # The point under the mouse stands in the middle of the lens.
    assert shown["x"] + 10 == pytest.approx(lens["x"] + lens["width"] / 2, abs=8)
    before = page.locator(".lens").evaluate("(n) => n.style.transform")
    page.locator(".lens").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator(".lens").evaluate("(n) => n.style.transform") != before


def test_the_lens_keeps_up_with_the_screen_and_gives_no_second_field(desktop: Visitor) -> None:
    desktop.open()
    setting(desktop, "움직이는 돋보기(렌즈)")
    desktop.begin()
    expect(desktop.page.locator(".lens h1")).to_have_text(desktop.page.locator("#main h1").inner_text())
    assert desktop.page.locator(".lens [id], .lens [name]").count() == 0
    assert desktop.page.get_by_role("heading", level=1).count() == 1


@pytest.mark.parametrize("label", ["어둡게", "뚜렷하게(고대비)"])
def test_colours_change_at_once_and_last(desktop: Visitor, label: str) -> None:
    desktop.open()
    light = desktop.page.evaluate("getComputedStyle(document.body).backgroundColor")
    setting(desktop, label)
    assert desktop.page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    desktop.begin()
    assert desktop.page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_low_reach_keeps_all_that_can_be_pressed_in_the_lower_half(kiosk: Visitor) -> None:
    kiosk.open()
    setting(kiosk, "버튼을 화면 아래쪽에 모으기")
    kiosk.begin()
    page = kiosk.page
    half = page.evaluate("innerHeight / 2")
    page.locator(".screen").evaluate("(n) => n.scrollTo(0, n.scrollHeight)")
    for node in page.locator("button, input, summary, a[href]").all():
        node.scroll_into_view_if_needed()
        box = node.bounding_box()
        assert box is None or box["y"] + box["height"] < 0 or box["y"] >= half - 1 or box["x"] < 0
    assert sideways(page) <= 0


@pytest.mark.parametrize("voices", ["[]", REMOTE])
def test_without_a_voice_of_the_device_the_control_says_so(desktop: Visitor, voices: str) -> None:
    desktop.page.add_init_script(FAKE_VOICES.replace("VOICES", voices))
    desktop.open()
    desktop.press("읽어 주기")
    expect(desktop.page.get_by_role("dialog")).to_contain_text("한국어 목소리가 없어서")
    assert [text for text in desktop.page.evaluate("spoken") if text != "(stop)"] == []


def test_a_local_voice_reads_the_screen_again_and_stops(desktop: Visitor) -> None:
    page = desktop.page
    page.add_init_script(FAKE_VOICES.replace("VOICES", LOCAL))
    desktop.open()
    desktop.press("읽어 주기")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="이 화면 읽기").click()
    until(page, "spoken.length > 3")
    said = [text for text in page.evaluate("spoken") if text != "(stop)"]
    assert "무엇을 도와드릴까요?" in said
    assert any("인공지능" in text for text in said)
    dialog.get_by_role("button", name="다시 듣기").click()
    until(page, f"spoken.filter((s) => s !== '(stop)').length === {2 * len(said)}")
    dialog.get_by_role("button", name="멈추기").click()
    assert page.evaluate("spoken.at(-1)") == "(stop)"


def test_what_stands_around_a_list_and_the_sign_of_a_condition_are_read_too(desktop: Visitor) -> None:
    page = desktop.to_result().page
    page.get_by_role("button", name="자세히 보기").first.click()
    expect(page.locator(".finding").first).to_be_visible()
    read = "async () => (await import('/booth/js/speaker.js')).textsOf(document.querySelector('main')).map((one) => one.text)"
    said = page.evaluate(read)
    assert "맞음" in said, "the sign before a condition"
    assert "갚아야 할 빚이 있어야 합니다." in said
    assert not [text for text in said if text in ("○", "×", "?")]
    page.go_back()
    desktop.press("내 답 보기")
    desktop.heading("지금까지 적은 답")
    said = page.evaluate(read)
    assert "신용대출 · 은행 4,200만 원" in said, "an entry that holds a list of its own"
    assert said.index("신용대출 · 은행 4,200만 원") + 1 == said.index("이자율(연 %): 7.5%")


BOTH = (
    '[{ name: "ko", lang: "ko-KR", localService: true }, { name: "en", lang: "en-US", localService: true }]'
)
ENGLISH = '[{ name: "en", lang: "en-US", localService: true }]'


@pytest.mark.parametrize("voices", [BOTH, ENGLISH], ids=["both voices", "an English voice only"])
def test_each_text_is_read_by_a_voice_of_its_own_language(desktop: Visitor, voices: str) -> None:
    page = desktop.page
    page.add_init_script(
        FAKE_VOICES.replace("VOICES", voices).replace("line.text", "`${line.lang} ${line.text}`")
    )
    desktop.to_result()
    desktop.press("English")
    desktop.heading("Your ways out, side by side")
    desktop.press("Read aloud")
    page.get_by_role("button", name="Read this screen").click()
    until(page, "spoken.length > 20")
    said = [text for text in page.evaluate("spoken") if text != "(stop)"]
    assert "en-US Your ways out, side by side" in said
    assert "en-US In Korean only:" in said
    korean = [text for text in said if text.startswith("ko-KR ")]
    assert (len(korean) >= 3) is (voices == BOTH)
    assert not [
        text
        for text in said
        if text.startswith("en-US ") and re.search("[가-힣]{2,} [가-힣]{2,}", re.sub(r"\([^)]*\)", "", text))
    ]


def test_following_reads_each_new_screen_and_the_volume_goes_back_for_the_next_person(kiosk: Visitor) -> None:
    page = kiosk.page
    page.add_init_script(FAKE_VOICES.replace("VOICES", LOCAL))
    kiosk.open()
    kiosk.press("읽어 주기")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("화면이 바뀔 때마다 읽기").check()
    dialog.get_by_label("소리 크기").fill("1")
    dialog.get_by_role("button", name="닫기").click()
    kiosk.begin()
    asked = page.locator("main h1").inner_text()
    until(page, f"spoken.includes({json.dumps(asked)})")
    assert page.evaluate("volume") == 1
    kiosk.press("그만하기")
    page.get_by_role("button", name="지우고 마치기").click()
    kiosk.heading("무엇을 도와드릴까요?")
    page.evaluate("spoken.length = 0")
    kiosk.press("읽어 주기")
    expect(page.get_by_label("화면이 바뀔 때마다 읽기")).not_to_be_checked()
    page.get_by_role("button", name="이 화면 읽기").click()
    until(page, "spoken.length > 2")
    assert page.evaluate("volume") == 0.6


def test_the_keypad_alone_goes_the_way(kiosk: Visitor) -> None:
    page = kiosk.open().page
    steps = (("갚기 어려운 빚", page.get_by_role("checkbox")), ("동의하고 시작하기", kiosk.question))
    for name, comes in steps:
        for _ in range(25):
            page.keyboard.press("8")
            if re.search(name, page.evaluate("document.activeElement.innerText || ''")):
                break
        page.keyboard.press("5")
        expect(comes).to_be_visible()
    page.keyboard.press("4")
    kiosk.heading("무엇을 도와드릴까요?")


def test_digits_belong_to_the_field_while_typing(kiosk: Visitor) -> None:
    kiosk.open().begin()
    while kiosk.question.get_attribute("data-kind") != "won":
        kiosk.answer({})
    field = kiosk.question.get_by_role("textbox")
    field.focus()
    kiosk.page.keyboard.type("4580")
    expect(field).to_have_value("4580")


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("사백이십만 원", 4_200_000),
        ("4백20만", 4_200_000),
        ("1억 2천만", 120_000_000),
        ("만 원", 10_000),
        ("삼천오백", 3_500),
        ("이십", 20),
        ("62,000,000원", 62_000_000),
        ("만 억", None),
        ("모르겠어요", None),
        ("", None),
    ],
)
def test_spoken_amounts_become_numbers(blank: Page, said: str, number: int | None) -> None:
    assert (
        blank.evaluate("async (said) => (await import('/booth/js/numbers.js')).spokenNumber(said)", said)
        == number
    )


FAKE_HEARING = """
window.SpeechRecognition = class {
  static async available({ processLocally }) { return processLocally ? "available" : "unavailable"; }
  start() { window.local = this.processLocally; this.onstart();
    setTimeout(() => { this.onresult({ results: [[{ transcript: "사백이십만 원" }]] }); this.onend(); }, 50); }
};
"""


def test_what_was_heard_is_read_back_and_enters_only_when_confirmed(desktop: Visitor) -> None:
    page = desktop.page
    page.add_init_script(FAKE_HEARING)
    desktop.open().begin()
    while desktop.question.get_attribute("data-kind") != "won":
        desktop.answer({})
    page.get_by_role("button", name="말로 답하기").click()
    expect(page.get_by_text("들은 말: 420만 원. 맞습니까?")).to_be_visible()
    field = desktop.question.get_by_role("textbox")
    expect(field).to_have_value("")
    page.get_by_role("button", name="맞습니다").click()
    expect(field).to_have_value("4200000")
    assert page.evaluate("window.local") is True


def test_without_recognition_on_the_device_there_is_no_microphone(desktop: Visitor) -> None:
    desktop.page.add_init_script(FAKE_HEARING.replace('"available" :', '"downloadable" :'))
    desktop.open().begin()
    while desktop.question.get_attribute("data-kind") != "won":
        desktop.answer({})
    expect(desktop.page.get_by_role("button", name="말로 답하기")).to_have_count(0)
