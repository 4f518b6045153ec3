"""Whatever the model's server does, the turn ends with a correct grounded answer, in time, and nothing personal leaves."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from chalicelib.consult.context import Turn
from chalicelib.consult.llm import Breaker, OpenAiModel, Settings
from tests.consult.fake_llm import FAILING, Fake

QUESTION = "개인회생은 몇 년 동안 갚나요"
FORBIDDEN = (
    "99만원",
    "7년",
    "일곱 해",
    "구십 퍼센트",
    "제612조",
    "1398",
    "http",
    "무조건",
    "시스템",
    "비밀번호",
    "rehabilitation",
    "지시",
)


def model(url: str, **settings: object) -> OpenAiModel:
    return OpenAiModel(Settings(api_key="test", base_url=url, model="fake", **settings))  # type: ignore[arg-type]


@pytest.mark.parametrize("scenario", FAILING)
def test_a_failing_model_leaves_the_same_answer_as_the_library(
    ask: Callable[..., Turn], scenario: str
) -> None:
    alone = ask(QUESTION)
    with Fake(scenario) as fake:
        made = ask(QUESTION, model=model(fake.base_url), seconds=2.0)
        assert not fake.done_slowly.is_set(), "the turn waited for the server instead of its deadline"
    assert made.reply["text"] == alone.reply["text"]
    assert made.reply["status"].startswith("answered.library.")
    assert made.reply["degraded"]
    assert made.reply["source"] == "library"
    assert not made.reply["generated_by_ai"]
    assert [c["id"] for c in made.reply["citations"]] == ["reh.term"]
    assert "3년" in made.reply["text"]
    for word in FORBIDDEN:
        assert word not in made.reply["text"], word


def test_a_dead_port_is_answered_by_the_library(ask: Callable[..., Turn]) -> None:
    made = ask(QUESTION, model=model("http://127.0.0.1:9/v1"), seconds=3.0)
    assert made.reply["status"] == "answered.library.error"
    assert "3년" in made.reply["text"]


def test_a_good_model_is_shown_with_its_label_and_its_figures_filled(ask: Callable[..., Turn]) -> None:
    with Fake("good") as fake:
        made = ask(QUESTION, model=model(fake.base_url))
    assert made.reply["status"] == "answered.model"
    assert made.reply["generated_by_ai"]
    assert "인공지능" in made.reply["notice"]
    assert {f["text"] for f in made.reply["figures"]} == {"3년", "5년"}
    assert made.record["model"]["prompt_tokens"] == 900
    assert made.record["model"]["reason"] == "ok"


@pytest.mark.parametrize("scenario", ["nousage", "fenced"])
def test_small_oddities_of_a_server_do_not_lose_the_answer(ask: Callable[..., Turn], scenario: str) -> None:
    with Fake(scenario) as fake:
        assert ask(QUESTION, model=model(fake.base_url)).reply["status"] == "answered.model"


def test_one_false_sentence_is_dropped_and_the_rest_stands(ask: Callable[..., Turn]) -> None:
    with Fake("one_bad") as fake:
        made = ask(QUESTION, model=model(fake.base_url))
    assert made.reply["status"] == "answered.model"
    assert "7년" not in made.reply["text"]
    refused = [row for row in made.record["proof"] if row["refused"]]
    assert len(refused) == 1 and "digit" in refused[0]["refused"]


def test_a_server_that_knows_no_schema_is_asked_again_and_remembered(ask: Callable[..., Turn]) -> None:
    with Fake("noschema") as fake:
        one = model(fake.base_url)
        assert ask(QUESTION, model=one).reply["status"] == "answered.model"
        assert ask(QUESTION, model=one).reply["status"] == "answered.model"
    forms = [r.get("response_format", {}).get("type") for r in fake.requests]
    assert forms == ["json_schema", "json_object", "json_object"]


def test_a_server_that_wants_the_newer_name_of_the_limit_gets_it(ask: Callable[..., Turn]) -> None:
    with Fake("nomaxtokens") as fake:
        assert ask(QUESTION, model=model(fake.base_url)).reply["status"] == "answered.model"
    assert "max_completion_tokens" in fake.requests[-1]


def test_three_failures_open_the_breaker_and_no_further_call_is_made(ask: Callable[..., Turn]) -> None:
    with Fake("500") as fake:
        one = model(fake.base_url)
        for _ in range(5):
            assert "3년" in ask(QUESTION, model=one).reply["text"]
        assert len(fake.requests) == 3


def test_the_breaker_follows_retry_after_and_closes_again() -> None:
    clock = [0.0]
    breaker = Breaker(clock=lambda: clock[0])
    breaker.failed(hold=3.0)
    assert not breaker.allows()
    clock[0] = 3.0
    assert breaker.allows()
    for _ in range(3):
        breaker.failed()
    assert not breaker.allows()
    clock[0] = 33.0
    assert breaker.allows(), "half open: one call is let through"
    breaker.failed()
    assert not breaker.allows(), "and its failure opens it again at once"
    clock[0] = 63.0
    breaker.worked()
    assert breaker.allows()


def test_a_wait_asked_by_429_is_not_slept_but_answered_from_the_library(ask: Callable[..., Turn]) -> None:
    with Fake("429", "good") as fake:
        one = model(fake.base_url)
        assert ask(QUESTION, model=one).reply["status"] == "answered.library.rate"
        assert ask(QUESTION, model=one).reply["status"] == "answered.library.error"
        assert len(fake.requests) == 1


def test_no_identifier_and_no_own_figure_ever_reaches_the_server(ask: Callable[..., Turn]) -> None:
    told = "제 주민번호는 900101-1234567이고 전화는 010-2345-6789예요. 홍길동 씨 계좌 110-123-456789. 저는 개인회생 몇 년 갚나요"
    assessment = {"diagnosis": {"total_debt": 43_210_987}, "options": [], "recommended": []}
    with Fake("good") as fake:
        made = ask(told, model=model(fake.base_url), assessment=assessment)
    sent = b"".join(fake.raw).decode()
    assert fake.raw, "the model was asked"
    for secret in (
        "900101",
        "1234567",
        "2345",
        "6789",
        "홍길동",
        "110-123",
        "43210987",
        "43,210,987",
        "4321",
    ):
        assert secret not in sent
        assert secret not in json.dumps(made.record, ensure_ascii=False)
    assert "개인정보" in made.reply["notice"]


def test_an_identifier_in_the_rendered_prompt_stops_the_call(ask: Callable[..., Turn]) -> None:
    from chalicelib.consult.context import Past

    leaking = Past(
        question="계좌 110-123-456789", answer="네", status="answered.library", topic="", passages=()
    )
    with Fake("good") as fake:
        made = ask(QUESTION, model=model(fake.base_url), history=(leaking,))
        assert not fake.requests
    assert made.reply["status"] == "answered.library.private"


def test_without_budget_the_library_answers(ask: Callable[..., Turn]) -> None:
    with Fake("good") as fake:
        made = ask(QUESTION, model=model(fake.base_url), allow_model=lambda: False)
        assert not fake.requests
    assert made.reply["status"] == "answered.library.budget"


def test_a_turn_without_time_left_does_not_call(ask: Callable[..., Turn]) -> None:
    with Fake("good") as fake:
        made = ask(QUESTION, model=model(fake.base_url), seconds=1.0)
        assert not fake.requests
    assert made.reply["status"] == "answered.library.deadline"


def test_a_broken_template_cannot_take_the_turn_down(
    ask: Callable[..., Turn], monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.consult import prompt

    def broken(*args: object, **names: object) -> str:
        raise prompt.PromptError("consultation_court/system: UndefinedError")

    monkeypatch.setattr(prompt, "render", broken)
    with Fake("good") as fake:
        made = ask(QUESTION, model=model(fake.base_url))
    assert made.reply["status"] == "answered.library.error"
    assert "3년" in made.reply["text"]


@pytest.mark.parametrize(
    ("session", "day", "allowed"),
    [(0, 0, True), (59_999, 0, True), (60_000, 0, False), (0, 4_999_999, True), (0, 5_000_000, False)],
)
def test_the_budget_ends_exactly_at_its_ceiling(session: int, day: int, allowed: bool) -> None:
    from chalicelib.consult.budget import Budget

    assert Budget().allows(session, day) is allowed
    assert not Budget(session=0).allows(0, 0)


def test_what_a_turn_used_is_counted_or_assumed(ask: Callable[..., Turn]) -> None:
    from chalicelib.consult.budget import UNCOUNTED, used

    assert used(ask(QUESTION).record) == 0
    with Fake("good") as fake:
        assert used(ask(QUESTION, model=model(fake.base_url)).record) == 980
    with Fake("nousage") as fake:
        assert used(ask(QUESTION, model=model(fake.base_url)).record) == UNCOUNTED


def test_settings_come_from_the_environment_and_a_local_server_needs_no_key() -> None:
    assert Settings.from_environment({}) is None
    assert Settings.from_environment({"OPENAI_API_KEY": "  "}) is None
    local = Settings.from_environment({"OPENAI_BASE_URL": "http://127.0.0.1:1234/v1", "CONSULT_MODEL": "m"})
    assert local is not None and local.api_key == "local" and local.model == "m"
