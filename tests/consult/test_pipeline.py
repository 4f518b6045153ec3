"""The turn from end to end without a model: statuses, what is stored, what is shown."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.consult import finish, handoff, pipeline, statuses
from chalicelib.consult.context import Past, Turn
from evals import dialogues, retrieval
from evals.__main__ import BOUNDS
from tests.consult.conftest import context

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("dialogue", dialogues.load(), ids=lambda d: d["name"])
def test_the_dialogue_goes_as_written(dialogue: dict[str, object]) -> None:
    for wanted, made in dialogues.play(dialogue):
        assert dialogues.faults(wanted, made) == [], wanted["user"]


def test_search_meets_its_bounds() -> None:
    measures, silent, ranked = retrieval.table()
    assert len(ranked) >= 200
    assert measures["all"].recall_1 >= BOUNDS["recall_1"]
    assert measures["all"].recall_5 >= BOUNDS["recall_5"]
    assert silent >= BOUNDS["abstained"]


def test_the_evaluation_asks_only_for_passages_that_exist_and_never_in_their_own_words() -> None:
    from chalicelib.consult import passages

    known = {p.id for p in passages.library().passages}
    aliases = {a.replace(" ", "") for p in passages.library().passages for a in p.aliases}
    for question in retrieval.questions():
        assert question.gold <= known, question
        assert question.text.replace(" ", "") not in aliases, question
    assert len({q.register for q in retrieval.questions()}) >= 6


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\n"])
def test_nothing_written_is_said_kindly(ask: Callable[..., Turn], typed: str) -> None:
    assert ask(typed).reply["status"] == "guarded.empty"


def test_a_text_over_the_cap_is_not_read_but_danger_in_it_is(ask: Callable[..., Turn]) -> None:
    assert ask("개인회생 " * 500).reply["status"] == "guarded.size"
    assert ask("빚이 많아요 " * 400 + " 죽고 싶어요").reply["status"] == "safety.crisis"
    assert ask("가" * 2000).reply["status"] != "guarded.size"
    assert ask("가" * 2001).reply["status"] == "guarded.size"


def test_the_reply_has_every_field_of_the_contract(ask: Callable[..., Turn]) -> None:
    reply = ask("개인회생은 몇 년 갚나요").reply
    assert {
        "message_id",
        "text",
        "source",
        "citations",
        "figures",
        "safety",
        "suggestions",
        "degraded",
        "notice",
    } <= set(reply)
    assert {"id", "title", "article", "as_of", "url"} <= set(reply["citations"][0])
    assert reply["figures"][0] == {
        "text": "3년",
        "evidence": "채무자회생법 제611조제5항",
        "title": reply["figures"][0]["title"],
        "from": "2018-06-13",
    }
    assert "2026년 11월 24일 기준" in reply["text"]
    assert reply["degraded"] is False, "no key is a mode of operation, not a fault"
    json.dumps(reply)


def test_the_record_holds_no_raw_text_and_is_plain_data(ask: Callable[..., Turn]) -> None:
    record = ask("제 번호 010-1234-5678, 개인회생 몇 년이에요").record
    stored = json.dumps(record, ensure_ascii=False)
    assert "1234" not in stored
    assert record["question"].startswith("제 번호 [전화1]")
    assert record["redacted"] == {"phone": 1}
    assert record["versions"]["library"] and record["versions"]["law"]


def test_every_status_that_a_turn_can_end_with_is_named(ask: Callable[..., Turn]) -> None:
    for dialogue in dialogues.load():
        for _, made in dialogues.play(dialogue):
            assert made.record["status"] in statuses.ALL


def test_the_same_turn_twice_gives_the_same_bytes(ask: Callable[..., Turn]) -> None:
    one, two = (ask("월급 압류는 얼마까지 되나요") for _ in range(2))
    assert json.dumps(one.reply, ensure_ascii=False) == json.dumps(two.reply, ensure_ascii=False)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_whatever_is_typed_a_turn_ends_with_a_named_status(typed: str) -> None:
    made = pipeline.turn(typed, context())
    assert made.record["status"] in statuses.ALL
    assert made.reply["text"]


@pytest.mark.parametrize(
    "day", [date(2018, 1, 1), date(2020, 11, 22), date(2024, 10, 16), date(2024, 10, 17), date(2027, 12, 31)]
)
def test_every_passage_shown_for_a_day_has_its_figures_on_that_day(
    ask: Callable[..., Turn], day: date
) -> None:
    for question in (
        "개인회생 무담보 채무 한도",
        "추심 전화 일주일에 몇 번",
        "생계비계좌 만들기",
        "워크아웃 기록 언제 지워져요",
    ):
        reply = ask(question, as_of=day).reply
        for cited in reply["citations"]:
            assert cited["effective_from"] <= day.isoformat()


def test_numbers_of_help_lines_are_todays_whatever_day_is_asked_about(ask: Callable[..., Turn]) -> None:
    assert "1375" in ask("상담사 연결해 주세요", as_of=date(2021, 1, 1)).reply["text"]


def test_two_unanswered_turns_offer_a_person(ask: Callable[..., Turn]) -> None:
    before = Past("뭔가요", "…", "abstain", "", ())
    made = ask("종부세 카드 할부 수수료 정산 서식 코드", history=(before,))
    assert made.reply["status"] in ("abstain", "clarify", "out_of_scope") or made.reply["citations"]
    assert handoff.triggers("abstain", "무엇", [before]) == ["unanswered"]
    assert handoff.triggers("abstain", "무엇", []) == []


@pytest.mark.parametrize(
    ("age", "offered"), [(18, True), (19, False), (79, False), (80, True), (None, False)]
)
def test_the_very_young_and_very_old_are_offered_a_person(age: int | None, offered: bool) -> None:
    assert ("young_or_old" in handoff.triggers("answered.library", "비용은요", [], age)) is offered


def test_the_summary_is_one_screen_without_identifiers_and_without_words_of_crisis(
    ask: Callable[..., Turn],
) -> None:
    records = [
        ask(q).record
        for q in (
            "죽고 싶어요",
            "개인회생 몇 년이에요 제 번호 010-1234-5678",
            "지급명령이 왔어요",
            "없는 것 질문 대출 우주 정거장 서식",
        )
    ]
    assessment = {
        "diagnosis": {"total_debt": 62_000_000, "monthly_income": 2_000_000},
        "options": [{"remedy": "fast_track", "title": "신속채무조정"}],
        "recommended": [{"remedy": "fast_track"}],
    }
    pack = handoff.summary(["crisis", "deadline"], records, assessment, callback="오후 2시, 010-9999-8888")
    assert pack["urgency"] == "now"
    assert "6,200만원" in pack["text"] and "신속채무조정" in pack["text"]
    assert "개인회생 변제기간(2026-11-24 기준)" in pack["text"]
    for hidden in ("죽고", "1234", "9999"):
        assert hidden not in pack["text"]
    assert len(pack["lines"]) <= 8
    assert handoff.agreed("제 번호는 010-1234-5678") == "제 번호는 [전화1]"
    assert len(handoff.reference()) == 6


def test_a_stored_turn_is_what_the_next_one_remembers(ask: Callable[..., Turn]) -> None:
    first = ask("개인워크아웃이 뭐예요")
    then = ask("그럼 기간은요?", history=(finish.past(first.record),))
    assert then.record["followed"]
    assert "wo.term" in then.record["passages"]


def test_the_consultation_knows_neither_web_nor_store_nor_aws() -> None:
    for path in sorted((ROOT / "chalicelib" / "consult").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                assert not name.startswith(("boto", "chalice.", "chalicelib.web", "chalicelib.store")), (
                    path.name,
                    name,
                )
                assert name != "chalice", path.name


def test_the_sdk_is_not_imported_without_a_key() -> None:
    import subprocess
    import sys

    code = "import sys\nfrom chalicelib.consult import pipeline, finding\nfinding.retriever()\nassert 'openai' not in sys.modules and 'jinja2' not in sys.modules and 'yaml' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
