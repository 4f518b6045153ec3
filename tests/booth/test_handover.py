"""From the booth to a phone, in two browsers: the picture, the number, and what is left at the booth."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from chalicelib.web.static import FOLDER

from .conftest import visit
from .visitor import PERSON_B, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def second(chromium: Any, service: str) -> Iterator[Visitor]:
    yield from visit(chromium, service, "phone")


def offered(kiosk: Visitor) -> str:
    """Walk to the hand-over and return the number on the screen."""
    kiosk.to_result()
    kiosk.press("휴대폰으로 옮기기")
    kiosk.heading("휴대폰으로 옮기기")
    return kiosk.page.locator(".code").inner_text()


def test_the_phone_takes_over_by_number_and_the_booth_erases_itself(kiosk: Visitor, second: Visitor) -> None:
    number = offered(kiosk)
    second.open()
    second.press("부스에서 옮겨 오기")
    second.page.get_by_label("부스 화면의 번호(숫자 10자리)").fill(number)
    second.press("옮겨 오기", exact=True)
    second.heading("쓸 수 있는 길을 나란히 보여 드립니다")
    expect(second.page.locator("[data-remedy=individual_rehabilitation] .figure").first).to_have_attribute(
        "value", "303157"
    )
    expect(kiosk.page.get_by_text("휴대폰으로 옮겼습니다.")).to_be_visible(timeout=10_000)
    kiosk.heading("무엇을 도와드릴까요?")
    assert "개인회생" not in kiosk.page.content()


def test_the_picture_opens_the_phone_and_the_code_leaves_the_address(kiosk: Visitor, second: Visitor) -> None:
    number = offered(kiosk).replace(" ", "")
    second.page.goto(f"{second.service}/#h={number}")
    second.heading("부스에서 옮겨 오기")
    assert second.page.url == f"{second.service}/"
    expect(second.page.get_by_role("textbox")).to_have_value(number)
    second.press("옮겨 오기", exact=True)
    second.heading("쓸 수 있는 길을 나란히 보여 드립니다")


def test_the_phone_lists_every_answer_of_the_booth_and_changes_one(kiosk: Visitor, second: Visitor) -> None:
    number = offered(kiosk)
    page = second.open().page
    second.press("부스에서 옮겨 오기")
    page.get_by_label("부스 화면의 번호(숫자 10자리)").fill(number)
    second.press("옮겨 오기", exact=True)
    second.heading("쓸 수 있는 길을 나란히 보여 드립니다")
    second.press("내 답 보기")
    second.heading("지금까지 적은 답")
    # None of these was asked on the phone; each stands with what the session holds.
    told = page.locator(".answers").first
    assert told.locator(":scope > .answer").count() == len(PERSON_B)
    for text in (
        "45",
        "420만 원",
        "직장인",
        "빚 2건",
        "신용대출 · 은행 4,200만 원",
        "이자율(연 %): 7.5%",
        "밀린 날수",
        "재산이 없습니다",
    ):
        expect(told).to_contain_text(text)
    page.get_by_role("button", name="‘만 나이’ 답 고치기").click()
    second.heading("만 나이")
    page.get_by_role("textbox").fill("46")
    with page.expect_response(lambda r: r.request.method == "PATCH" and r.status == 200):
        second.question.get_by_role("button", name="다음").click()
    second.press("내 답 보기")
    expect(page.locator(".answer", has_text="만 나이")).to_contain_text("46")


def test_opening_the_address_alone_uses_nothing_up(kiosk: Visitor, second: Visitor) -> None:
    number = offered(kiosk).replace(" ", "")
    for _ in range(2):  # a messenger's preview, a curious relative
        second.page.goto(f"{second.service}/#h={number}")
        second.page.reload()
    with kiosk.page.expect_response("**/handover") as asked:  # the booth asks every two seconds
        pass
    assert asked.value.json()["waiting"] is True
    kiosk.heading("휴대폰으로 옮기기")


def test_a_wrong_number_is_told_at_the_field(phone: Visitor) -> None:
    phone.open()
    phone.press("부스에서 옮겨 오기")
    field = phone.page.get_by_role("textbox")
    for typed, says in (("123", "숫자 10자리를 적어 주세요."), ("0000 000 000", "번호가 맞지 않거나")):
        field.fill(typed)
        field.press("Enter")
        expect(phone.page.get_by_text(says)).to_be_visible()


def test_a_camera_reads_the_address_of_this_booth_from_the_picture(kiosk: Visitor) -> None:
    zxing = pytest.importorskip("zxingcpp")
    number = offered(kiosk).replace(" ", "")
    picture = kiosk.page.locator("svg.qr")
    size = int((picture.get_attribute("viewBox") or "").split()[2])
    dark = re.findall(r"M(\d+) (\d+)h1v1h-1z", picture.locator("path").get_attribute("d") or "")
    scale = 6
    pixels = bytearray(b"\xff" * (size * scale) ** 2)
    for x, y in ((int(x), int(y)) for x, y in dark):
        for line in range(y * scale, (y + 1) * scale):
            start = line * size * scale + x * scale
            pixels[start : start + scale] = bytes(scale)
    image = memoryview(bytes(pixels)).cast("B", shape=[size * scale, size * scale])
    assert [found.text for found in zxing.read_barcodes(image)] == [f"{kiosk.service}/#h={number}"]


def test_the_library_of_the_picture_is_unchanged() -> None:
    table = (FOLDER / "vendor" / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256((FOLDER / "vendor" / "uqr.mjs").read_bytes()).hexdigest() in table
    assert "MIT" in (FOLDER / "vendor" / "uqr.LICENSE.txt").read_text(encoding="utf-8")
