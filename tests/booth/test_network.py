"""A bad connection, a slow or failing service, hasty fingers, hostile text: nothing is lost and nothing is done twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Response, Route, expect

from .visitor import PERSON_B, Visitor, until

pytestmark = pytest.mark.browser

PROBLEM = {
    "type": "urn:problem:internal",
    "title": "처리하지 못했습니다",
    "status": 500,
    "detail": "저희 쪽 문제입니다.",
    "instance": "/",
    "trace_id": "t",
}


class Kept:
    """The answers that the service gave to changes. They are read when a test asks, not while the browser reports them:
    what the person sees may come before that report has been worked off, so a test waits for what it expects."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page
        self._answers: list[Response] = []
        self.page.on("response", self._seen)

    def _seen(self, response: Response) -> None:
        if response.request.method == "PATCH" and response.status == 200:
            self._answers.append(response)

    def now(self) -> dict[str, Any]:
        """The person as the service last answered, empty before the first answer."""
        return dict(self._answers[-1].json()["person"]) if self._answers else {}

    def holds(self, wanted: dict[str, Any], seconds: float = 20) -> dict[str, Any]:
        """Wait until the service holds all of `wanted`; the person as it stands then."""
        for _ in range(int(seconds * 20)):
            person = self.now()
            if wanted.items() <= person.items():
                return person
            self.page.wait_for_timeout(50)
        raise AssertionError(f"the service holds {self.now()} and not {wanted}")


def to_amount(visitor: Visitor) -> None:
    visitor.open().begin()
    while visitor.question.get_attribute("data-kind") != "won":
        visitor.answer({})


def test_offline_is_said_typing_goes_on_and_every_answer_arrives_later(whole_desktop: Visitor) -> None:
    desktop = whole_desktop
    page = desktop.page
    kept = Kept(desktop)
    to_amount(desktop)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    expect(page.get_by_text("연결이 끊겼습니다.")).to_be_visible()
    asked: dict[str, Any] = {}
    for _ in range(2):
        if desktop.question.get_attribute("data-kind") != "won":
            break
        asked[desktop.pointer.removeprefix("/")] = 1_230_000
        desktop.answer({desktop.pointer.removeprefix("/"): 1_230_000})
    assert asked
    assert not asked.items() <= kept.now().items()
    page.context.set_offline(False)
    expect(page.locator(".banner")).to_be_hidden(timeout=20_000)
    kept.holds(asked)


def test_an_answer_whose_reply_was_lost_is_sent_again_without_harm(desktop: Visitor) -> None:
    page = desktop.page
    kept = Kept(desktop)
    to_amount(desktop)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "PATCH" and not lost:
            lost.append(route.request.url)
            route.fetch()  # the service does it, the answer never arrives
            route.abort()
        else:
            route.continue_()

    page.route("**/person", lose)
    name = desktop.pointer.removeprefix("/")
    desktop.answer({name: 777_000})
    kept.holds({name: 777_000})
    expect(page.get_by_text("연결이 끊겼습니다.")).to_be_hidden()
    assert lost


@pytest.mark.parametrize("status", [500, 503])
def test_an_error_of_the_service_keeps_the_answer_and_sends_it_later(desktop: Visitor, status: int) -> None:
    page = desktop.page
    kept = Kept(desktop)
    to_amount(desktop)
    failing = [True]

    def fail(route: Route) -> None:
        if route.request.method == "PATCH" and failing[0]:
            route.fulfill(
                status=status,
                content_type="application/problem+json",
                body=json.dumps({**PROBLEM, "status": status}),
            )
        else:
            route.continue_()

    page.route("**/person", fail)
    name = desktop.pointer.removeprefix("/")
    desktop.answer({name: 888_000})
    failing[0] = False
    kept.holds({name: 888_000})


def test_a_failing_result_says_so_in_words_and_can_be_tried_again(desktop: Visitor) -> None:
    page = desktop.page
    desktop.open().begin()
    desktop.answer(PERSON_B)
    failing = [True]
    page.route(
        "**/assessment",
        lambda r: (
            r.fulfill(status=500, content_type="application/problem+json", body=json.dumps(PROBLEM))
            if failing[0]
            else r.continue_()
        ),
    )
    desktop.press("지금까지 답으로 결과 보기")
    expect(page.get_by_role("alert").get_by_text("서비스에 잠시 문제가 생겼습니다.")).to_be_visible()
    failing[0] = False
    page.get_by_role("button", name="다시 해 보기").click()
    desktop.heading("쓸 수 있는 길을 나란히 보여 드립니다")


def test_a_slow_service_is_announced(desktop: Visitor) -> None:
    page = desktop.page
    desktop.open().begin()
    held: list[Route] = []
    page.route("**/person", lambda route: held.append(route))
    desktop.press("빚이 없습니다")
    expect(page.get_by_text("답을 기다리고 있습니다.")).to_be_visible()
    held[0].continue_()
    expect(page.get_by_text("답을 기다리고 있습니다.")).to_be_hidden()


def test_a_session_that_ended_on_the_service_is_opened_anew_with_every_answer(desktop: Visitor) -> None:
    page = desktop.page
    opened: list[Response] = []
    page.on(
        "response",
        lambda r: opened.append(r) if r.request.method == "POST" and r.url.endswith("/v1/sessions") else None,
    )
    kept = Kept(desktop)
    to_amount(desktop)
    first = desktop.pointer.removeprefix("/")
    desktop.answer({first: 1_000_000})
    page.evaluate(
        "async ({ session_id, token }) => { await fetch(`/v1/sessions/${session_id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } }); }",
        opened[0].json(),
    )
    second, given = desktop.pointer.split("/")[1], _any_value(desktop)
    desktop.answer({second: given})
    person = kept.holds({first: 1_000_000, second: given})
    assert len(opened) == 2
    assert second in person


def _any_value(visitor: Visitor) -> Any:
    kind = visitor.question.get_attribute("data-kind")
    name = visitor.pointer.split("/")[1]
    return {"won": 5, "count": 2, "bool": True, "codes": [], "record": {"none_before": True}}.get(
        kind or "", PERSON_B.get(name)
    )


def test_a_change_from_elsewhere_is_met_with_the_newest_version(desktop: Visitor) -> None:
    page = desktop.page
    kept = Kept(desktop)
    stale = [True]

    def once_stale(route: Route) -> None:
        if route.request.method == "PATCH" and stale[0]:
            stale[0] = False
            route.continue_(headers={**route.request.headers, "if-match": '"an-older-one"'})
        else:
            route.continue_()

    to_amount(desktop)
    page.route("**/person", once_stale)
    name = desktop.pointer.removeprefix("/")
    desktop.answer({name: 456_000})
    kept.holds({name: 456_000})
    assert stale == [False]


def test_a_trembling_double_tap_is_one_press(desktop: Visitor) -> None:
    page = desktop.page
    opened: list[str] = []
    page.on("request", lambda r: opened.append(r.url) if r.method == "POST" else None)
    desktop.open()
    desktop.press("갚기 어려운 빚")
    page.get_by_role("button", name="동의하고 시작하기").dblclick()
    expect(desktop.question).to_be_visible()
    assert len([url for url in opened if url.endswith("/v1/sessions")]) == 1
    first = desktop.pointer
    page.get_by_role("button", name="모르겠어요").dblclick()
    expect(desktop.question).not_to_have_attribute("data-pointer", first)
    page.wait_for_timeout(200)
    page.go_back()
    expect(desktop.question).to_have_attribute("data-pointer", first)


def test_the_second_tap_of_a_trembling_finger_does_not_press_what_comes_next_at_that_place(
    kiosk: Visitor,
) -> None:
    page = kiosk.open().page
    page.evaluate(
        """async () => {
            const { button } = await import('/booth/js/parts.js');
            window.pressed = [];
            const next = button('다음 질문의 버튼', () => pressed.push('second'));
            const first = button('이 질문의 버튼', () => { pressed.push('first'); first.replaceWith(next); });
            document.querySelector('h1').replaceChildren(first);
        }"""
    )
    place = page.get_by_role("button", name="이 질문의 버튼").bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 3, place["y"] + place["height"] / 2
    page.touchscreen.tap(x, y)
    page.touchscreen.tap(x + 3, y - 3)
    page.wait_for_timeout(1_000)
    assert page.evaluate("pressed") == ["first"]
    page.touchscreen.tap(x, y)
    until(page, "pressed.at(-1) === 'second'")


def test_what_the_service_refuses_is_told_in_its_own_words(desktop: Visitor) -> None:
    page = desktop.page
    to_amount(desktop)
    refusal = {
        **PROBLEM,
        "type": "urn:problem:validation",
        "status": 422,
        "errors": [{"pointer": "/x", "code": "x", "detail": "‘소득’ 항목을 확인해 주세요."}],
    }
    page.route(
        "**/person",
        lambda r: (
            r.fulfill(status=422, content_type="application/problem+json", body=json.dumps(refusal))
            if r.request.method == "PATCH"
            else r.continue_()
        ),
    )
    desktop.question.get_by_role("textbox").fill("100")
    desktop.question.get_by_role("button", name="다음").click()
    expect(page.get_by_text("‘소득’ 항목을 확인해 주세요.")).to_be_visible()


HOSTILE = [
    "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>",
    "\u202e거꾸로 \u2066안\u2069 \u200f끝",
    "가" * 10_000,
    "🧾👨‍👩‍👧‍👦🏦" * 50,
    "{{7*7}} ${7*7} %s \\u0000",
]


@pytest.mark.parametrize("text", HOSTILE, ids=["script", "direction", "long", "emoji", "template"])
def test_hostile_text_from_anywhere_is_shown_as_text(desktop: Visitor, text: str) -> None:
    page = desktop.page
    desktop.open().begin()
    desktop.answer(PERSON_B)

    def poison(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["notice"] = text
        body["urgent"] = [{"code": "x", "says": text, "contact": {"name": text, "phone": "132"}}]
        for option in body["options"]:
            option["title"] = text
            for finding in option["findings"][:2]:
                finding |= {"says": text, "article": text, "source": text}
        route.fulfill(response=answer, json=body)

    page.route("**/assessment", poison)
    desktop.press("지금까지 답으로 결과 보기")
    desktop.heading("쓸 수 있는 길을 나란히 보여 드립니다")
    assert page.locator(".notice").inner_text() == text.strip()
    assert page.locator("main script, main img").count() == 0
    assert page.evaluate("window.broken") is None
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_first_view_is_small_quick_and_stays_at_home(chromium: Any, service: str) -> None:
    import gzip

    context = chromium.new_context(viewport={"width": 1080, "height": 1920}, has_touch=True, locale="ko-KR")
    page = context.new_page()
    bodies: dict[str, bytes] = {}

    def came(response: Any) -> None:
        if response.status == 200:
            bodies[response.url] = response.body()

    page.on("response", came)
    # The idle fetch of the other screens is not part of the first view.
    page.add_init_script("window.requestIdleCallback = () => 0;")
    page.goto(f"{service}/?device=kiosk-24")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    ready = page.evaluate(
        "performance.getEntriesByType('resource').reduce((last, r) => Math.max(last, r.responseEnd), 0)"
    )
    assert sum(len(gzip.compress(body)) for body in bodies.values()) <= 60_000
    assert len(bodies) >= 10
    assert all(url.startswith(service) for url in bodies)
    assert ready > 0
    context.close()


def test_the_policy_of_the_page_allows_no_inline_code(service: str) -> None:
    from urllib.request import urlopen

    policy = urlopen(f"{service}/", timeout=5).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    html = urlopen(f"{service}/", timeout=5).read().decode()
    assert "<script>" not in html
    assert "style=" not in html
    assert "onclick" not in html
