"""The proof of an answer: sentence, passage, article, and the verifier's reasons, from the stored record alone."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from chalicelib.consult import cli, verify
from chalicelib.consult.context import Turn
from chalicelib.consult.proof import _REFUSED, _SAYS, proof
from tests.consult.fake_llm import Fake
from tests.consult.test_chaos import QUESTION, model


def test_each_sentence_of_a_library_answer_leads_to_its_article(ask: Callable[..., Turn]) -> None:
    record = json.loads(json.dumps(ask(QUESTION).record))
    shown = proof(record)
    first = shown["sentences"][0]
    assert first["passages"][0]["id"] == "reh.term"
    assert first["passages"][0]["article"] == "채무자회생법 제611조"
    assert first["figures"][0]["text"] == "3년"
    assert first["figures"][0]["article"] == "채무자회생법 제611조제5항"
    assert first["checks"] == ["verbatim"]
    assert shown["versions"]["library"]


def test_dropped_sentences_are_listed_with_reasons_and_without_their_words(ask: Callable[..., Turn]) -> None:
    with Fake("one_bad") as fake:
        shown = proof(ask(QUESTION, model=model(fake.base_url)).record)
    assert shown["source"] == "model"
    assert len(shown["sentences"]) == 2
    assert "digit" in shown["dropped"][0]["reasons"]
    assert "7년" not in json.dumps(shown, ensure_ascii=False)
    assert all("carried_by_passage" in s["checks"] for s in shown["sentences"])


def test_every_reason_and_check_has_words(ask: Callable[..., Turn]) -> None:
    import ast
    from pathlib import Path

    source = Path(verify.__file__).read_text("utf-8")
    appended = {
        node.value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "append"
        for node in call.args
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert appended <= set(_REFUSED)
    verdict = verify.sentence(
        "기간은 변제계획을 보고 법원이 정해요.", [p for p in _passages() if p.id == "reh.term"], [], {}
    )
    assert set(verdict.checks) <= set(_SAYS)


def _passages() -> tuple:  # type: ignore[type-arg]
    from chalicelib.consult import passages

    return passages.library().passages


def test_the_terminal_prints_the_same_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    assert cli.main([QUESTION, "--as-of", "2026-11-24", "--proof"]) == 0
    printed = capsys.readouterr().out
    assert "3년" in printed and "reh.term" in printed and "채무자회생법 제611조" in printed
    assert "인공지능" in printed, "the notice of AI use comes before the first turn"
    assert cli.main([QUESTION, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "answered.library"
