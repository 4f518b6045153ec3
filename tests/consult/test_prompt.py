"""Prompts: golden renders, fences that hold, a sandbox that does not run what a person writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.consult import passages, pii, prompt, rewrite
from chalicelib.consult.context import Outcome, Past

GOLDEN = Path(__file__).with_name("golden")
MARK = "abcdefghjkmnpqrs"
BY_ID = {p.id: p for p in passages.library().passages}
CASES = {
    "court": ("개인회생은 몇 년 갚나요", ["reh.term", "reh.steps"], [], []),
    "adjustment": ("연체 40일인데 어떻게 하나요", ["pre.what", "guide.map"], [], [Past("안녕하세요", "네, 안녕하세요.", "answered.canned", "", ())]),
    "own": ("저는 얼마 내나요", ["reh.pay_amount"], [{"key": "me.total_debt", "title": "본인의 전체 빚"}], []),
}  # fmt: skip


def rendered(name: str) -> str:
    question, ids, owns, history = CASES[name]
    task, messages = prompt.consultation(question, [BY_ID[i] for i in ids], owns, history, MARK)
    return task + "\n" + "\n".join(f"--- {m['role']}\n{m['content']}" for m in messages)


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_prompt_is_byte_for_byte_the_golden_one(name: str) -> None:
    assert rendered(name) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_court_procedure_and_debt_adjustment_have_templates_of_their_own() -> None:
    assert rendered("court").startswith("consultation_court")
    assert rendered("adjustment").startswith("consultation_adjustment")


def test_no_figure_is_ever_shown_to_a_model() -> None:
    shown = rendered("court")
    assert "3년" not in shown and "5년" not in shown and "{reh.term_normal|term}" in shown


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_whatever_is_typed_the_fences_hold(typed: str) -> None:
    question = pii.redact(typed).text
    _, messages = prompt.consultation(
        question, [BY_ID["reh.term"]], [], [Past(question, question, "", "", ())], MARK
    )
    user = messages[1]["content"]
    for block in ("근거", "지난 대화", "질문"):
        assert len(re.findall(rf"\[{block} {MARK} (?:시작|끝)\]", user)) == 2
    assert user.count(MARK) == 6
    inside = user.split(f"[질문 {MARK} 시작]")[1].split(f"[질문 {MARK} 끝]")[0]
    assert not re.search(r"[<>{}\[\]`]", inside)
    assert len(user) < 12_000
    pii.assert_clean(user)


def test_a_template_in_the_question_is_text_and_never_run() -> None:
    _, messages = prompt.consultation(
        "{{ 7 * 7 }} {% for x in ().__class__.__mro__ %}", [BY_ID["reh.term"]], [], [], MARK
    )
    assert "49" not in messages[1]["content"]
    assert "7 * 7" in messages[1]["content"]


def test_the_sandbox_and_strict_names_refuse_with_one_error() -> None:
    with pytest.raises(prompt.PromptError):
        prompt.render("consultation_court", "user", nonce="x")
    with pytest.raises(prompt.PromptError):
        prompt.render("consultation_court", "no_such_part")
    environment = prompt._environment()
    with pytest.raises(Exception, match="unsafe"):
        environment.from_string("{{ ().__class__.__mro__ }}").render()


def test_a_nonce_is_letters_and_new_each_time() -> None:
    seen = {prompt.nonce() for _ in range(50)}
    assert len(seen) == 50 and all(re.fullmatch("[a-z]{16}", n) for n in seen)


def test_the_constant_part_comes_first_and_is_the_same_for_every_question() -> None:
    one, two = (
        prompt.consultation(q, [BY_ID["reh.term"]], [], [], prompt.nonce())[1][0] for q in ("가", "나")
    )
    assert one == two


class Scripted:
    def __init__(self, lines: list[dict[str, str]]) -> None:
        self.lines = lines

    def ask(self, messages: list[dict[str, str]], schema: dict[str, object], seconds: float) -> Outcome:
        return Outcome({"lines": self.lines}, "ok")


def test_a_plain_wording_is_used_only_when_it_holds_the_same_figures() -> None:
    written = [
        "개인회생에서 갚는 기간은 보통 {reh.term_normal|term}을 넘지 않아요.",
        "기간은 변제계획을 보고 법원이 정해요.",
    ]
    good = {"of": "a", "text": "개인회생으로 갚는 기간은 보통 {reh.term_normal|term}을 넘지 않아요."}
    assert rewrite.plain(written, Scripted([good]), 1.0) == [good["text"], written[1]]
    for bad in (
        {"of": "a", "text": "개인회생으로 갚는 기간은 보통 3년을 넘지 않아요."},
        {"of": "a", "text": "개인회생으로 갚는 기간은 보통 {reh.term_max|term}을 넘지 않아요."},
        {"of": "a", "text": "개인회생으로 갚는 기간은 짧아요."},
        {"of": "b", "text": "기간은 변제계획을 보고 법원이 정하지 않아요."},
        {"of": "b", "text": "오늘은 날씨가 맑고 바람이 시원해요."},
        {"of": "z", "text": "기간은 법원이 정해요."},
    ):
        assert rewrite.plain(written, Scripted([bad]), 1.0) == written
    assert rewrite.plain(written, None, 1.0) == written


def test_the_summary_wording_may_not_add_anything() -> None:
    lines = ["물으신 것: 개인회생 기간", "비교해 볼 제도: 개인회생"]
    kept = rewrite.summary(
        lines, Scripted([{"of": "a", "text": "물으신 것은 개인회생의 기간이며 3년입니다."}]), 1.0
    )
    assert kept == lines
