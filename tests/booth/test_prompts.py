"""Prompts rendered at build time: every fixed sentence once, by whatever synthesizer is named, and played by the page."""

from __future__ import annotations

import sys
import wave
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from chalicelib.booth import render_prompts as prompts

from .visitor import Visitor, until


def test_every_fixed_sentence_is_rendered_once_and_only_once(tmp_path: Path) -> None:
    said: list[str] = []

    def synthesize(text: str, lang: str, out: Path) -> None:
        said.append(text)
        out.write_bytes(b"RIFF")

    first = prompts.render(synthesize, tmp_path)
    assert "무엇을 도와드릴까요?" in first["ko"]
    assert "How can we help?" in first["en"]
    assert len(said) == len(set(said)) == sum(len(files) for files in first.values())
    assert prompts.render(synthesize, tmp_path) == first
    assert len(said) == len(set(said)), "what exists is not made again"


def test_the_questions_and_the_names_of_answers_have_prompts_in_both_languages() -> None:
    korean, english = prompts.sentences("ko"), prompts.sentences("en")
    assert set(prompts.questions(date.today())) <= set(korean)
    assert {"직장인", "신용대출", "저축은행", "신용회복위원회"} <= set(korean)
    assert {"What kind of work do you do?", "Employee", "Savings bank"} <= set(english)
    assert not [text for text in korean if text.isascii() and "_" in text], (
        "names for programs are not read out"
    )


def test_sentences_with_amounts_are_left_to_a_voice() -> None:
    assert not [text for lang in prompts.TABLES for text in prompts.sentences(lang) if "{" in text]


def test_the_command_gets_a_sentence_as_one_argument_and_no_shell_sees_it(tmp_path: Path) -> None:
    out = tmp_path / "said"
    script = "import sys, pathlib; pathlib.Path(sys.argv[2]).write_text(sys.argv[1])"
    prompts.command(f"{sys.executable} -c '{script}' {{text}} {{out}}")("한 문장; $(rm -rf)", "ko", out)
    assert out.read_text() == "한 문장; $(rm -rf)"


@pytest.mark.browser
def test_prompts_are_used_where_the_device_has_no_voice(desktop: Visitor) -> None:
    page = desktop.page
    page.route(
        "**/booth/voice/manifest.json",
        lambda r: r.fulfill(json={"ko": {"무엇을 도와드릴까요?": "a.wav", "말하지 않을 문장": "b.wav"}}),
    )
    page.add_init_script(
        "window.played = []; HTMLMediaElement.prototype.play = function () { played.push(this.src); return Promise.resolve(); };"
    )
    desktop.open()
    desktop.press("읽어 주기")
    expect(page.get_by_role("dialog")).to_contain_text("미리 만들어 둔 목소리")
    page.get_by_role("button", name="이 화면 읽기").click()
    until(page, "played.length === 1")
    assert page.evaluate("played") == [f"{desktop.service}/booth/voice/a.wav"]


def beep(text: str, lang: str, out: Path) -> None:
    """A real sound file of a tenth of a second."""
    with wave.open(str(out), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(b"\x00\x10" * 800)


@pytest.mark.browser
def test_rendered_files_are_heard_one_after_the_other_again_and_stopped(
    kiosk: Visitor, tmp_path: Path
) -> None:
    page = kiosk.page
    manifest = prompts.render(beep, tmp_path)

    def serve(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        kind = "application/json" if name.endswith(".json") else "audio/wav"
        route.fulfill(body=(tmp_path / name).read_bytes(), content_type=kind)

    page.route("**/booth/voice/*", serve)
    page.add_init_script(
        """window.heard = []; const Real = Audio;
        window.Audio = function (address) { const made = new Real(address);
            made.addEventListener('ended', () => heard.push(address)); return made; };"""
    )
    kiosk.open()
    kiosk.press("읽어 주기")
    page.get_by_role("button", name="이 화면 읽기").click()
    names = {file: text for text, file in manifest["ko"].items()}

    def heard() -> list[str]:
        found: list[Any] = page.evaluate("heard")
        return [names[str(one).rpartition("/")[2]] for one in found]

    until(page, "heard.length > 6")
    assert heard()[0] == "무엇을 도와드릴까요?"
    assert "갚기 어려운 빚, 길 찾기" in heard()
    page.get_by_role("button", name="멈추기").click()
    stopped = len(heard())
    page.wait_for_timeout(500)
    assert len(heard()) == stopped
    page.get_by_role("button", name="다시 듣기").click()
    until(page, f"heard.length > {stopped + 1}")
    assert heard()[stopped] == "무엇을 도와드릴까요?"
