"""A way past every screen of the booth, for tests that look at all of them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from .visitor import PERSON_B, Visitor

Look = Callable[[str], None]
KINDS = {"debts", "assets", "won", "count", "bool", "code", "codes", "record"}
"""Every kind of question of the walk; its screens differ by kind only."""
DIALOGS = ("화면 맞추기", "읽어 주기", "도움 전화", "그만하기")


def every_screen(visitor: Visitor, look: Look) -> None:
    """Show every screen once and call `look` with its name on each."""
    questions(visitor, look)
    visitor.press("그만하기")
    visitor.page.get_by_role("button", name="지우고 마치기").click()
    visitor.heading("무엇을 도와드릴까요?")
    results(visitor, look)


def questions(visitor: Visitor, look: Look) -> None:
    """Start, consent and one question of each kind, the refusal of an empty answer included."""
    page = visitor.page
    look("start")
    visitor.press("갚기 어려운 빚")
    visitor.heading("시작하기 전에 알려 드립니다")
    look("consent")
    visitor.press("동의하고 시작하기")
    expect(visitor.question).to_be_visible()
    seen: set[str] = set()
    while visitor.question.count() and not seen >= KINDS:
        kind = visitor.question.get_attribute("data-kind") or ""
        if kind not in seen:
            seen.add(kind)
            if kind == "won":
                visitor.question.get_by_role("button", name="다음").click()
                expect(page.get_by_text("답을 적거나")).to_be_visible()
            look(f"question {kind}")
        visitor.answer({})
        expect(visitor.question.or_(page.locator("#app .situation")).first).to_be_visible()
    assert seen >= KINDS


def results(visitor: Visitor, look: Look) -> None:
    """Result and everything that can be reached from it and from the start, of a person who is known already."""
    page = visitor.page
    visitor.known(PERSON_B)
    visitor.begin()
    visitor.press("지금까지 답으로 결과 보기")
    visitor.heading("쓸 수 있는 길을 나란히 보여 드립니다")
    unfold(visitor)
    look("result")
    page.get_by_role("button", name="자세히 보기").first.click()
    expect(page.locator(".checklist").first).to_be_visible()
    unfold(visitor)
    look("detail")
    back(visitor, "쓸 수 있는 길을 나란히 보여 드립니다")
    visitor.press("내 답 보기")
    visitor.heading("지금까지 적은 답")
    look("review")
    back(visitor, "쓸 수 있는 길을 나란히 보여 드립니다")
    referral(visitor, look)
    visitor.press("먼저 볼 강의")
    visitor.heading("돈 공부")
    look("lessons")
    page.locator(".lesson-list button").first.click()
    expect(page.locator(".quiz")).to_be_visible()
    page.locator(".quiz input").first.check()
    visitor.press("답 확인하기")
    expect(page.locator(".quiz .note")).to_be_visible()
    look("lesson")
    dialogs(visitor, look)
    others(visitor, look)


def referral(visitor: Visitor, look: Look) -> None:
    """Handing over to a counsellor, from the result and back to it."""
    visitor.press("상담사에게 이어 주기")
    visitor.heading("상담사에게 이어 주기")
    look("refer")
    visitor.page.get_by_label("고른 줄을 상담사에게 전하는 데 동의합니다.").check()
    visitor.press("상담사에게 전하기")
    visitor.heading("상담사에게 전했습니다")
    look("referred")
    back(visitor, "쓸 수 있는 길을 나란히 보여 드립니다")


def unfold(visitor: Visitor) -> None:
    """Open what is folded: of each sort the first three, for what is alike is alike."""
    visitor.page.evaluate(
        """() => { const seen = {};
            for (const fold of document.querySelectorAll('#app details')) {
                const sort = `${fold.className}/${fold.parentElement.className}`;
                seen[sort] = (seen[sort] ?? 0) + 1;
                if (seen[sort] <= 3) fold.open = true;
            } }"""
    )


def dialogs(visitor: Visitor, look: Look) -> None:
    page = visitor.page
    for name in DIALOGS:
        visitor.press(name)
        expect(page.get_by_role("dialog")).to_be_visible()
        look(f"dialog {name}")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def others(visitor: Visitor, look: Look) -> None:
    """Hand-over, curtain and what the start screen offers besides."""
    page = visitor.page
    shared = page.get_by_role("button", name="화면 가리기").count() == 1
    if shared:
        for heading in ("돈 공부", "쓸 수 있는 길을 나란히 보여 드립니다"):
            back(visitor, heading)
        visitor.press("휴대폰으로 옮기기")
        visitor.heading("휴대폰으로 옮기기")
        look("handover")
        visitor.press("화면 가리기")
        expect(page.get_by_role("dialog")).to_contain_text("화면을 가렸습니다")
        look("curtain")
        page.get_by_role("button", name="다시 보기").click()
    while page.get_by_role("heading", level=1, name="무엇을 도와드릴까요?").count() == 0:
        mark = page.locator(".screen").get_attribute("id")
        page.go_back()
        expect(page.locator(f"#{mark}")).to_have_count(0)
    ways = {
        "서민금융 상품 찾기": "products",
        "물어보기": "talk",
        "내 진행 상황": "my case",
        "밀리기 전에 살펴보기": "early check",
    }
    for name, screen in ways.items():
        page.locator(".ways-list button", has_text=name).click()
        visitor.heading(name)
        look(screen)
        back(visitor, "무엇을 도와드릴까요?")
    if not shared:
        visitor.press("부스에서 옮겨 오기")
        visitor.heading("부스에서 옮겨 오기")
        look("receive")


def back(visitor: Visitor, heading: str) -> None:
    visitor.page.go_back()
    visitor.heading(heading)
