"""One turn of consultation over HTTP: stored once and in order, redacted, bounded, with or without a model."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.assess.api import assess
from chalicelib.cases.inputs import EnrolIn
from chalicelib.cases.service import enrol
from chalicelib.store import keys
from chalicelib.store.table import StoreUnavailable
from chalicelib.web import messages as routes
from chalicelib.web import turns
from tests.consult.fake_llm import FAILING, Fake
from tests.web.support import OPENING, Reply, Service, Visitor, running

QUESTION = "개인회생은 몇 년 동안 갚나요"
TOLD = "제 주민번호는 900101-1234567이고 전화는 010-2345-6789예요. 홍길동 씨 계좌 110-123-456789. 개인회생은 몇 년 갚나요"
SECRETS = ("900101", "1234567", "2345-6789", "홍길동", "110-123")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("talk"), assess=assess) as started:
        yield started


@contextmanager
def asking(monkeypatch: pytest.MonkeyPatch, *script: str) -> Iterator[Fake]:
    """A model's server that the service is told to use."""
    with Fake(*script) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.base_url)
        yield fake
        monkeypatch.delenv("OPENAI_BASE_URL")


def say(visitor: Visitor, text: str, key: str | None = None, **more: Any) -> Reply:
    headers = {"Idempotency_Key": key} if key else {}
    return visitor.ask("POST", "/messages", {"text": text, **more}, **headers)


def conversation(visitor: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = visitor.ask("GET", "/messages").json["messages"]
    return found


def held(service: Service, visitor: Visitor) -> str:
    """Every byte of the session in the store, as text."""
    items = service.table.inner.query(keys.session_pk(visitor.id), limit=500).items
    return json.dumps([item.data for item in items], ensure_ascii=False)


# --- without a model ---------------------------------------------------------------------------------------------
def test_a_question_is_answered_from_the_library_with_figures_and_sources(visitor: Visitor) -> None:
    reply = say(visitor, QUESTION)
    assert reply.status == 200
    assert "3년" in reply.json["text"]
    assert (reply.json["source"], reply.json["degraded"]) == ("library", False)
    assert [c["id"] for c in reply.json["citations"]] == ["reh.term"]
    assert all(f["evidence"] for f in reply.json["figures"])


def test_the_notice_of_ai_use_stands_with_the_first_answer_only(visitor: Visitor) -> None:
    assert "인공지능" in say(visitor, QUESTION).json["ai_notice"]
    assert say(visitor, "개인회생 비용은 얼마인가요").json["ai_notice"] is None


def test_the_conversation_is_kept_in_order_and_read_page_by_page(visitor: Visitor) -> None:
    asked = ["개인회생이 뭐예요", "비용은 얼마예요", "서류는 뭐가 필요해요"]
    for text in asked:
        assert say(visitor, text).status == 200
    assert [turn["text"] for turn in conversation(visitor)] == asked
    first = visitor.ask("GET", "/messages?limit=2").json
    rest = visitor.ask("GET", f"/messages?limit=2&cursor={first['next']}").json
    assert [turn["text"] for turn in first["messages"] + rest["messages"]] == asked
    assert rest["next"] is None
    assert visitor.ask("GET", "/messages?cursor=made-up").codes == [("/cursor", "bad_cursor")]


def test_a_follow_up_is_understood_from_the_turn_before(visitor: Visitor) -> None:
    say(visitor, "개인회생 신청 비용은 얼마인가요")
    assert say(visitor, "서류는요?").json["citations"][0]["id"].startswith("reh")


def test_the_proof_names_passage_article_and_checks_of_every_sentence(visitor: Visitor) -> None:
    made = say(visitor, QUESTION).json
    shown = visitor.ask("GET", f"/messages/{made['message_id']}/proof").json
    assert shown["message_id"] == made["message_id"]
    assert [row["passages"][0]["id"] for row in shown["sentences"]] == ["reh.term"] * len(shown["sentences"])
    assert all(row["checks"] and row["says"] for row in shown["sentences"])
    for odd in ("m1-0000000000000000", "m0", "x", "m99999999-0123456789abcdef"):
        assert visitor.ask("GET", f"/messages/{odd}/proof").status == 404


def test_nobody_reads_or_writes_in_someone_elses_conversation(service: Service, visitor: Visitor) -> None:
    made = say(visitor, QUESTION).json
    stranger = Visitor(service, visitor.id, service.open().token)
    assert say(stranger, QUESTION).status == 404
    assert stranger.ask("GET", "/messages").status == 404
    assert stranger.ask("GET", f"/messages/{made['message_id']}/proof").status == 404
    other = service.open()
    assert other.ask("GET", f"/messages/{made['message_id']}/proof").status == 404


def test_an_earlier_day_is_answered_by_its_own_rule(visitor: Visitor) -> None:
    reply = say(visitor, QUESTION, as_of="2025-06-01").json
    assert reply["as_of"] == "2025-06-01"
    assert "2025년 6월 1일" in reply["text"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/text"),
        ({"text": 3}, "/text"),
        ({"text": "가", "texts": 1}, "/texts"),
        ({"text": "가" * 8001}, "/text"),
    ],
)
def test_a_body_that_is_no_message_is_refused_naming_the_field(
    visitor: Visitor, body: dict[str, Any], pointer: str
) -> None:
    reply = visitor.ask("POST", "/messages", body)
    assert reply.status == 422
    assert pointer in [found for found, _ in reply.codes]


@pytest.mark.parametrize(("text", "status"), [("", "guarded.empty"), ("가" * 2001, "guarded.size")])
def test_nothing_and_too_much_are_answered_and_not_refused(visitor: Visitor, text: str, status: str) -> None:
    assert say(visitor, text).json["status"] == status


def test_danger_at_the_end_of_a_long_text_is_still_seen(visitor: Visitor) -> None:
    reply = say(visitor, "빚이 많아요. " * 400 + "오늘 죽으려고 약을 모았어요").json
    assert reply["source"] == "safety"
    assert "109" in json.dumps(reply["safety"]["contacts"], ensure_ascii=False)


# --- identifiers -------------------------------------------------------------------------------------------------
def test_identifiers_reach_neither_the_store_nor_the_log_nor_the_model(
    service: Service,
    visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("DEBUG", logger="chalicelib")
    caplog.set_level("DEBUG", logger="openai")
    with asking(monkeypatch, "good") as fake:
        reply = say(visitor, TOLD, key="tell-1")
    assert fake.raw, "the model was asked"
    everywhere = [
        held(service, visitor),
        visitor.ask("GET", "/export").raw.decode(),
        reply.raw.decode(),
        caplog.text,
        "".join(capfd.readouterr()),
        b"".join(fake.raw).decode(),
    ]
    for place in everywhere:
        for secret in SECRETS:
            assert secret not in place


def test_own_figures_are_computed_and_stay_here(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.tell(
        {
            "monthly_income": 4_217_003,
            "household_size": 4,
            "debts": [
                {"kind": "credit_loan", "creditor": "bank", "principal": 62_000_017, "days_overdue": 110}
            ],
        }
    )
    with asking(monkeypatch, "good") as fake:
        own = say(visitor, "저는 개인회생 하면 매달 얼마 내나요").json
        say(visitor, QUESTION, plain=True)
    assert own["status"] == "answered.own"
    assert own["figures"]
    sent = b"".join(fake.raw).decode()
    assert fake.raw, "the second question was asked of the model"
    for figure in ("4217003", "4,217,003", "62000017", "62,000,017", "421", "6200"):
        assert figure not in sent


# --- once, and in order ------------------------------------------------------------------------------------------
def at_once(count: int, act: Callable[[int], Reply]) -> list[Reply]:
    found: list[Reply | None] = [None] * count
    ready = threading.Barrier(count)

    def run(number: int) -> None:
        ready.wait()
        found[number] = act(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [reply for reply in found if reply is not None]


def test_taps_at_the_same_moment_are_all_stored_under_numbers_of_their_own(
    service: Service, visitor: Visitor
) -> None:
    texts = ["개인회생이 뭐예요", "파산이 뭐예요", "워크아웃이 뭐예요", "새출발기금이 뭐예요"]
    replies = at_once(4, lambda n: say(visitor, texts[n]))
    assert [reply.status for reply in replies] == [200] * 4
    assert sorted(turn["text"] for turn in conversation(visitor)) == sorted(texts)
    numbers = [turn["number"] for turn in turns.all_of(service.table, visitor.id)]
    assert numbers == [1, 2, 3, 4]
    assert {turn["id"] for turn in conversation(visitor)} == {reply.json["message_id"] for reply in replies}


def test_the_same_key_at_the_same_moment_is_one_turn_and_one_call(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asking(monkeypatch, "good") as fake:
        replies = at_once(3, lambda _: say(visitor, QUESTION, key="tap-1"))
        again = say(visitor, QUESTION, key="tap-1")
    assert {reply.status for reply in replies} <= {200, 409}
    made = {reply.json["message_id"] for reply in [*replies, again] if reply.status == 200}
    assert len(made) == 1
    assert len(conversation(visitor)) == 1
    assert len(fake.requests) == 1
    assert say(visitor, "다른 글", key="tap-1").status == 422


def test_a_store_that_fails_at_the_last_step_costs_neither_a_turn_nor_a_second_one(
    service: Service, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = service.table.write

    def lost(actions: Any) -> Any:
        """The write has its effect, and its answer is lost on the way."""
        monkeypatch.setattr(service.table, "write", whole)
        whole(actions)
        raise StoreUnavailable("no answer")

    monkeypatch.setattr(service.table, "write", lost)
    assert say(visitor, QUESTION, key="again-1").status == 503
    assert say(visitor, QUESTION, key="again-1").status == 200
    assert len(conversation(visitor)) == 1


def test_a_turn_under_way_while_the_session_is_erased_leaves_nothing_behind(
    service: Service, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = turns.append

    def late(*args: Any) -> Any:
        assert visitor.ask("DELETE").status == 204
        return whole(*args)

    monkeypatch.setattr(turns, "append", late)
    assert say(visitor, QUESTION).status == 404
    assert service.table.inner.query(keys.session_pk(visitor.id)).items == []


def test_a_crisis_is_kept_a_day_and_its_number_is_used_again_without_confusion(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = service.open()
    first = say(visitor, QUESTION).json
    crisis = say(visitor, "다 끝내고 싶어요 죽고 싶어요").json
    assert crisis["safety"]["class"] == "crisis"
    assert len(conversation(visitor)) == 2
    service.clock.move(hours=25)
    assert [turn["id"] for turn in conversation(visitor)] == [first["message_id"]]
    later = say(visitor, "개인회생 비용은요").json
    assert visitor.ask("GET", f"/messages/{crisis['message_id']}/proof").status == 404
    assert visitor.ask("GET", f"/messages/{later['message_id']}/proof").status == 200


def test_export_holds_the_conversation_and_erasure_removes_it(service: Service, visitor: Visitor) -> None:
    say(visitor, QUESTION, key="kept-1")
    kinds = [item["kind"] for item in visitor.ask("GET", "/export").json["items"]]
    assert "turn" in kinds
    assert visitor.ask("DELETE").status == 204
    assert service.table.inner.query(keys.session_pk(visitor.id)).items == []


# --- with a model ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("scenario", FAILING)
def test_whatever_the_models_server_does_the_turn_ends_grounded_and_is_stored_once(
    service: Service, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, scenario: str
) -> None:
    monkeypatch.setattr(routes, "TURN_SECONDS", 1.6)
    alone = say(service.open(), QUESTION).json["text"]
    with asking(monkeypatch, scenario) as fake:
        reply = say(visitor, QUESTION, key="chaos-1")
        assert not fake.done_slowly.is_set(), "the turn waited for the server instead of its deadline"
    assert (reply.status, reply.json["text"]) == (200, alone)
    assert reply.json["degraded"] and not reply.json["generated_by_ai"]
    assert [turn["id"] for turn in conversation(visitor)] == [reply.json["message_id"]]


def test_a_model_is_asked_only_after_the_notice_of_its_use_was_seen(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = service.ask("POST", "/v1/sessions", {"channel": "web", "consents": {"terms": True}}).json
    quiet = Visitor(service, opened["session_id"], opened["token"])
    with asking(monkeypatch, "good") as fake:
        assert say(quiet, QUESTION).json["source"] == "library"
        assert not fake.requests
        assert say(service.open(), QUESTION).json["source"] == "model"


def test_a_model_abroad_is_asked_only_for_people_who_agreed_to_it(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.consult import transfer

    monkeypatch.setattr(transfer, "_private", lambda host: False)  # as if the fake server stood elsewhere
    consents = OPENING["consents"] | {"overseas_transfer": True}  # type: ignore[operator]
    opened = service.ask("POST", "/v1/sessions", {"channel": "web", "consents": consents}).json
    agreed, other = Visitor(service, opened["session_id"], opened["token"]), service.open()
    with asking(monkeypatch, "good") as fake:
        assert say(agreed, QUESTION).json["source"] == "library", (
            "the operator has not said where the model is"
        )
        monkeypatch.setenv("MODEL_TRANSFER", "overseas")
        assert say(other, QUESTION).json["source"] == "library"
        assert not fake.requests
        assert say(agreed, QUESTION).json["source"] == "model"


def test_a_session_uses_no_more_tokens_than_its_budget(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSULT_SESSION_TOKENS", "1500")
    with asking(monkeypatch, "good") as fake:
        statuses = [say(visitor, QUESTION).json["status"] for _ in range(3)]
    assert statuses == ["answered.model", "answered.model", "answered.library.budget"]
    assert len(fake.requests) == 2


def test_the_day_has_a_budget_over_all_sessions(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.clock.move(days=1)
    monkeypatch.setenv("CONSULT_DAY_TOKENS", "900")
    with asking(monkeypatch, "good"):
        assert say(service.open(), QUESTION).json["source"] == "model"
        assert say(service.open(), QUESTION).json["status"] == "answered.library.budget"
        service.clock.move(days=1)
        assert say(service.open(), QUESTION).json["source"] == "model"


# --- plain words -------------------------------------------------------------------------------------------------
def test_the_plain_version_stands_beside_the_answer_and_holds_the_same_figures(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asking(monkeypatch, "good") as fake:
        made = say(visitor, QUESTION, plain=True).json
    assert len(fake.requests) == 2
    assert made["plain"]["changed"] == len(made["sentences"])
    assert made["plain"]["text"].startswith("쉽게 말하면")
    for figure in made["figures"]:
        assert figure["text"] in made["plain"]["text"]
    assert conversation(visitor)[0]["reply"]["plain"] == made["plain"]


def test_easier_words_with_another_figure_are_not_used(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asking(monkeypatch, "good", "figures"):
        made = say(visitor, QUESTION, plain=True).json
    assert made["source"] == "model"
    assert "7년" not in made["plain"]["text"]
    assert "3년" in made["plain"]["text"]


def test_without_a_model_the_plain_version_is_the_answer_itself(visitor: Visitor) -> None:
    made = say(visitor, QUESTION, plain=True).json
    assert made["plain"]["changed"] == 0
    assert made["plain"]["text"] in made["text"]
    assert say(visitor, QUESTION).json["plain"] is None


def test_a_safety_text_is_never_reworded(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    with asking(monkeypatch, "good") as fake:
        made = say(visitor, "오늘 죽으려고 해요", plain=True).json
        assert not fake.requests
    assert made["plain"]["changed"] == 0


# --- amounts to confirm ------------------------------------------------------------------------------------------
def test_an_amount_in_the_text_is_offered_and_noted_only_when_the_person_sends_it(visitor: Visitor) -> None:
    made = say(visitor, "월급은 320만원인데 개인회생이 되나요").json
    offer = next(row for row in made["confirm"] if row["field"] == "/monthly_income")
    assert offer["patch"] == {"monthly_income": 3_200_000}
    assert "monthly_income" not in visitor.person()
    assert visitor.tell(offer["patch"]).status == 200
    assert visitor.person()["monthly_income"] == 3_200_000
    assert visitor.ask("GET", f"/messages/{made['message_id']}/offers").json == {"confirm": []}


def test_a_patch_keeps_what_the_list_holds_already(visitor: Visitor) -> None:
    visitor.tell({"debts": [{"kind": "card", "principal": 5_000_000, "annual_rate": 17.9}]})
    made = say(visitor, "은행에 대출 3천만원이 있어요 개인회생 되나요").json
    offer = next(row for row in made["confirm"] if row["field"] == "/debts/credit_loan")
    assert visitor.tell(offer["patch"]).status == 200
    assert [(d["kind"], d["principal"]) for d in visitor.person()["debts"]] == [
        ("card", 5_000_000),
        ("credit_loan", 30_000_000),
    ]


def test_where_two_debts_could_be_meant_the_person_is_asked(visitor: Visitor) -> None:
    visitor.tell({"debts": [{"kind": "card", "principal": 1}, {"kind": "card", "principal": 2}]})
    made = say(visitor, "카드빚이 500만원이에요 개인회생 되나요").json
    assert [row["patch"] for row in made["confirm"] if row["field"] == "/debts/card"] == [None]


# --- one's own case ----------------------------------------------------------------------------------------------
def enrolled(service: Service, visitor: Visitor) -> None:
    """A plan of thirty instalments since January, linked to the session, with nothing paid yet."""
    body = EnrolIn.parse(
        {
            "consent": True,
            "plan": {
                "remedy": "individual_workout",
                "agreed_on": "2026-01-02",
                "total": 6_000_000,
                "count": 30,
                "first_due": "2026-10-26",
                "interest_bearing": False,
                "secured": False,
            },
        }
    )
    enrol(service.table.inner, body, "staff:1", service.clock.now(), visitor.id, visitor.id)


def test_progress_without_a_case_says_so(visitor: Visitor) -> None:
    assert say(visitor, "제가 지금까지 몇 번 냈나요").json["status"] == "no_case"


def test_progress_is_read_from_the_linked_case_with_its_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path, assess=assess) as service, asking(monkeypatch, "good") as fake:
        visitor = service.open()
        enrolled(service, visitor)
        for question in ("내 진행상황 알려줘", "한 번 밀렸는데 괜찮나요", "제가 몇 번 냈나요"):
            made = say(visitor, question).json
            assert made["status"] == "answered.case", question
            assert made["figures"], question
        assert not fake.requests
        general = say(visitor, "카드값이 두 달 밀렸어요 어떤 제도가 있나요").json
        assert general["status"] != "answered.case"


# --- time ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("left", "given"), [(28_000, 15.0), (20_000, 15.0), (12_000, 7.0), (3_000, 0.0)])
def test_a_turn_takes_no_longer_than_the_function_has_to_live(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, left: int, given: float
) -> None:
    """Five seconds are kept for storing the turn and the way back."""
    from chalicelib.web import handle, talking

    context = SimpleNamespace(get_remaining_time_in_millis=lambda: left)
    real, told, seconds = handle.serve, talking.Talk.__init__, []

    def heard(self: Any, call: Any, as_of: Any, earlier: Any, allowed: float) -> None:
        seconds.append(allowed)
        told(self, call, as_of, earlier, allowed)

    monkeypatch.setattr(handle, "serve", lambda *given: real(*given[:4], context))
    monkeypatch.setattr(talking.Talk, "__init__", heard)
    assert say(visitor, QUESTION).status == 200  # however little is left, the library answers
    assert seconds == [given]
