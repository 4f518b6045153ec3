"""A person in front of the booth, for tests: opens the page, answers what is asked, presses what is offered."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Route, expect

# Golden person B of the domain sheets: couple with two minors, 110 days late, a brother guarantees one loan.
PERSON_B: dict[str, Any] = {
    "age": 45,
    "household_size": 4,
    "dependants": 3,
    "minor_children": 2,
    "employment": "employee",
    "monthly_income": 4_200_000,
    "income_regular": True,
    "debts": [
        {
            "kind": "credit_loan",
            "creditor": "bank",
            "principal": 42_000_000,
            "days_overdue": 110,
            "monthly_payment": 900_000,
            "annual_rate": "7.5",
            "written_off": True,
        },
        {
            "kind": "card",
            "creditor": "card",
            "principal": 20_000_000,
            "days_overdue": 110,
            "monthly_payment": 600_000,
            "annual_rate": "17.9",
            "written_off": False,
        },
    ],
    "assets": [],
    "new_debt_6m": 0,
    "history": {"none_before": True},
    "statuses": [],
    "hardships": [],
    "legal_actions": [],
}


def until(page: Page, holds: str, seconds: float = 20) -> None:
    """Wait until the expression holds. The browser's own waiting evaluates text inside the page, which the page's
    policy rightly refuses."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"after {seconds} s it still does not hold: {holds}")


class Visitor:
    """Wraps a page. `faults` collects script errors, refused content and requests that leave the origin."""

    def __init__(self, page: Page, service: str, path: str = "/") -> None:
        self.page = page
        self.service = service
        self.path = path
        self.faults: list[str] = []
        self.allowed: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("console", self._heard)
        page.on("request", lambda request: self._sent(request.url))

    def _heard(self, message: ConsoleMessage) -> None:
        # The browser itself reports every failed request; tests that cause one look at what the person sees.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _sent(self, url: str) -> None:
        if not url.startswith((self.service, "data:", "blob:")):
            self.faults.append(f"left the origin: {url}")

    # --- moving ---------------------------------------------------------------------------------------------
    def open(self) -> Visitor:
        self.page.goto(self.service + self.path)
        self.heading("무엇을 도와드릴까요?")
        return self

    def begin(self) -> Visitor:
        """From the start screen to the first question."""
        self.press("갚기 어려운 빚")
        self.press("동의하고 시작하기")
        expect(self.question).to_be_visible()
        return self

    def heading(self, text: str | re.Pattern[str]) -> Locator:
        found = self.page.get_by_role("heading", level=1, name=text)
        expect(found).to_be_visible()
        return found

    def press(self, name: str, **how: Any) -> None:
        button = self.page.get_by_role("button", name=name, **how)
        button.click()

    @property
    def question(self) -> Locator:
        return self.page.locator("#app .question")

    @property
    def pointer(self) -> str:
        return self.question.get_attribute("data-pointer") or ""

    # --- answering ------------------------------------------------------------------------------------------
    def answer(self, person: dict[str, Any]) -> str:
        """Answer the question on the screen from `person`, or say that it is not known. Returns its pointer."""
        asked = self.pointer
        kind = self.question.get_attribute("data-kind")
        value: Any = person
        for step in asked.split("/")[1:]:
            if isinstance(value, list):
                value = value[int(step)]
            else:
                value = value.get(step) if isinstance(value, dict) else None
        mark = self.page.locator(".screen").get_attribute("id")
        if value is None:
            self.press("모르겠어요")
        elif kind in ("debts", "assets"):
            self.items(kind, value)
        elif value == {"none_before": True}:
            self.press("한 번도 없습니다")
        else:
            self.give(kind or "", value)
        expect(self.page.locator(f"#{mark}")).to_have_count(0)
        return asked

    def give(self, kind: str, value: Any) -> None:
        if kind == "bool":
            self.question.get_by_label("예" if value else "아니요", exact=True).check()
        elif kind in ("code", "codes"):
            for code in [value] if kind == "code" else value:
                self.question.locator(f"input[value='{code}']").check()
            if value == []:
                self.press("해당하는 것이 없습니다")
                return
        elif kind == "date":
            for name, part in zip(("년", "월", "일"), value.split("-"), strict=True):
                self.question.get_by_label(name, exact=True).fill(part)
        else:
            self.question.get_by_role("textbox").fill(str(value))
        self.question.get_by_role("button", name="다음").click()

    def items(self, kind: str, things: list[dict[str, Any]]) -> None:
        if not things:
            self.press({"debts": "빚이 없습니다", "assets": "재산이 없습니다"}[kind])
            return
        for index, thing in enumerate(things):
            if index:
                self.press({"debts": "빚 하나 더 적기", "assets": "재산 하나 더 적기"}[kind])
            self.item(kind, thing)
        self.press("다 적었습니다")

    def item(self, kind: str, thing: dict[str, Any]) -> None:
        form = self.page.locator(".item-form")
        labels = {
            "principal": "남은 원금(원)",
            "days_overdue": "밀린 날수",
            "monthly_payment": "매달 내는 돈(원)",
            "annual_rate": "이자율",
            "value": "지금 팔면 받을 값",
            "loan_balance": "걸린 대출",
        }
        for name, value in thing.items():
            if name == "written_off":
                form.locator("summary").click()
                group = form.get_by_role("group", name=re.compile("상각"))
                group.get_by_label("예" if value else "아니요", exact=True).check()
            elif name in labels:
                form.get_by_label(labels[name]).fill(str(value))
            else:
                form.get_by_role("group", name=re.compile("종류" if name == "kind" else "누구에게")).locator(
                    f"input[value='{value}']"
                ).check()
        form.get_by_role("button", name=re.compile("더하기$")).click()

    def answer_all(self, person: dict[str, Any], most: int = 40) -> list[str]:
        """Answer until the result comes; returns the pointers in the order in which they were asked."""
        asked: list[str] = []
        for _ in range(most):
            expect(self.question.or_(self.page.locator("#app .cards")).first).to_be_visible()
            if self.question.count() == 0:
                return asked
            asked.append(self.answer(person))
        raise AssertionError(f"still asking after {most} questions: {asked}")

    def to_result(self, person: dict[str, Any] | None = None) -> Visitor:
        """The result of a person, without the walk through the questions (test_first_version goes it by hand)."""
        self.known(PERSON_B if person is None else person)
        self.open().begin()
        self.press("지금까지 답으로 결과 보기")
        self.heading("쓸 수 있는 길을 나란히 보여 드립니다")
        return self

    def known(self, person: dict[str, Any]) -> None:
        """Let the next session that the page opens hold these answers already, as one handed over from a phone does."""

        def seed(route: Route) -> None:
            opened = route.fetch()
            session = opened.json()
            below = f"{self.service}/v1/sessions/{session['session_id']}/person"
            bearer = {"Authorization": f"Bearer {session['token']}"}
            request = self.page.context.request
            tag = request.get(below, headers=bearer).headers["etag"]
            body = json.dumps(person).replace('"7.5"', "7.5").replace('"17.9"', "17.9")
            headers = {**bearer, "If-Match": tag, "Content-Type": "application/merge-patch+json"}
            stored = request.patch(below, headers=headers, data=body)
            assert stored.ok, stored.text()
            route.fulfill(response=opened)

        self.page.route("**/v1/sessions", seed, times=1)
