"""Prompts rendered at build time: every fixed sentence once, by whatever synthesizer is named, and played by the page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

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
