"""The same key and body give the same answer; another body is refused; however many arrive at once, one effect."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.shapes import Record, count
from chalicelib.store import keys
from chalicelib.store.shapes import dress
from chalicelib.store.table import ABSENT, Conflict, Item, Put, StoreUnavailable, Table
from chalicelib.web.idempotency import LEASE_SECONDS
from chalicelib.web.keeping import Also, carried, table_of
from chalicelib.web.problem import Problem
from chalicelib.web.route import ATOMIC, OWN, SESSION, Answer, Call, Routes, blueprint
from chalicelib.web.sessions import routes as session_routes
from tests.web.support import OPENING, Reply, Service, Visitor, running

REFUSED, BROKEN, SLOW, AWAY_BEFORE, AWAY_AFTER = 1, 2, 3, 4, 5
KEY = "0b6c2c5e-2f3a-4c47-9d53-5c8a4b1f7e10"


class Amount(Record):
    must = ("amount",)
    amount: int | None = count("금액", 0, 1000)


def shop() -> tuple[Chalice, list[int]]:
    """An app with a route of each way, and the list of what its views did."""
    routes, done = Routes("시험"), []

    @routes.post(
        "/v1/sessions/{session_id}/pay", "냅니다", auth=SESSION, body=Amount, once=ATOMIC, status=201
    )
    def pay(call: Call) -> Answer:
        done.append(call.body.amount)
        name = keys.link(call.held.id, "paid", str(call.body.amount))
        return Answer(
            {"paid": call.body.amount, "turn": len(done)},
            headers={"Location": "/x"},
            etag="t",
            writes=[Put(Item(*name, dress("link", {"id": "p"})), ABSENT)],
        )

    @routes.post(
        "/v1/sessions/{session_id}/work", "일합니다", auth=SESSION, body=Amount, once=OWN, status=202
    )
    def work(call: Call) -> Answer:
        """Costly work that holds its key. The amount says how it goes wrong."""
        amount = call.body.amount

        def run(table: Table, also: Also) -> int:
            with call.once.hold(table) if call.once else nullcontext():
                done.append(amount)
                if amount == REFUSED:
                    raise Problem("conflict")
                if amount == BROKEN:
                    raise RuntimeError("broke off in the middle of 010-1234-5678")
                if amount == SLOW:
                    gate.wait(10)
                if amount == AWAY_BEFORE and len(done) == 1:
                    raise StoreUnavailable("away")
                item = Item(*keys.link(call.held.id, "worked", str(len(done))), dress("link", {"id": "w"}))
                table.write([*also(len(done)), Put(item, ABSENT)])
                if amount == AWAY_AFTER:
                    raise StoreUnavailable("away")
            return len(done)

        return carried(table_of(call), lambda turn: Answer({"turn": turn}, 202), run)

    gate = threading.Event()
    app = Chalice("shop")
    app.gate = gate
    app.register_blueprint(blueprint([*routes.all, *session_routes.all]))
    return app, done


@pytest.fixture(scope="module")
def shopping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, list[int]]]:
    app, done = shop()
    with running(tmp_path_factory.mktemp("shop"), app) as started:
        yield started, done


@pytest.fixture
def service(shopping: tuple[Service, list[int]]) -> Service:
    return shopping[0]


@pytest.fixture
def done(shopping: tuple[Service, list[int]]) -> list[int]:
    shopping[1].clear()
    return shopping[1]


@pytest.fixture
def visitor(service: Service) -> Visitor:
    return service.open()


def work(visitor: Visitor, amount: int, key: str) -> Reply:
    return visitor.ask("POST", "/work", {"amount": amount}, Idempotency_Key=key)


def worked(visitor: Visitor) -> int:
    """How often the work had its effect."""
    return len(visitor.service.table.inner.query(keys.session_pk(visitor.id), "link#worked#").items)


def test_a_repeated_request_gets_the_same_bytes_and_has_one_effect(visitor: Visitor, done: list[int]) -> None:
    first = visitor.ask("POST", "/pay", {"amount": 5}, Idempotency_Key="k")
    again = visitor.ask("POST", "/pay", {"amount": 5}, Idempotency_Key="k")
    assert (first.status, again.status, first.raw) == (201, 201, again.raw)
    assert (again.headers["Location"], again.headers["ETag"]) == ("/x", '"t"')
    assert (again.headers["Idempotency-Replayed"], "Idempotency-Replayed" in first.headers) == ("true", False)
    assert done == [5]


def test_the_order_of_keys_in_the_body_does_not_matter_but_its_values_do(service: Service) -> None:
    turned = {"consents": {"ai_notice": True, "terms": True}, "channel": "web"}
    headers = {"Idempotency-Key": KEY + "-order"}
    assert service.ask("POST", "/v1/sessions", OPENING, headers).status == 201
    assert service.ask("POST", "/v1/sessions", turned, headers).status == 201
    other = service.ask("POST", "/v1/sessions", OPENING | {"channel": "booth"}, headers)
    assert (other.status, other.json["type"]) == (422, "urn:problem:idempotency_mismatch")


def test_the_same_key_with_another_body_is_refused(visitor: Visitor, done: list[int]) -> None:
    visitor.ask("POST", "/pay", {"amount": 6}, Idempotency_Key="k")
    assert visitor.ask("POST", "/pay", {"amount": 7}, Idempotency_Key="k").status == 422
    assert done == [6]


def test_without_a_key_each_request_stands_for_itself(visitor: Visitor, done: list[int]) -> None:
    assert visitor.ask("POST", "/pay", {"amount": 8}).status == 201
    assert visitor.ask("POST", "/pay", {"amount": 8}).status == 409  # the write's own condition


def test_the_key_of_one_session_says_nothing_in_another(service: Service, done: list[int]) -> None:
    for _ in range(2):
        assert service.open().ask("POST", "/pay", {"amount": 5}, Idempotency_Key="k").status == 201
    assert done == [5, 5]


def test_a_foreign_session_gets_404_before_any_kept_answer(
    service: Service, visitor: Visitor, done: list[int]
) -> None:
    visitor.ask("POST", "/pay", {"amount": 5}, Idempotency_Key="k")
    thief = Visitor(service, visitor.id, service.open().token)
    assert thief.ask("POST", "/pay", {"amount": 5}, Idempotency_Key="k").status == 404


def test_of_many_at_once_one_has_the_effect_and_all_get_its_answer(visitor: Visitor, done: list[int]) -> None:
    replies: list[Reply] = []
    start = threading.Barrier(12)

    def send() -> None:
        start.wait()
        replies.append(visitor.ask("POST", "/pay", {"amount": 9}, Idempotency_Key="many"))

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert {reply.status for reply in replies} == {201}
    assert len({reply.raw for reply in replies}) == 1
    links = visitor.service.table.inner.query(keys.session_pk(visitor.id), "link#paid#").items
    assert len(links) == 1


def test_kept_answers_are_forgotten_after_a_day(service: Service, visitor: Visitor, done: list[int]) -> None:
    visitor.ask("POST", "/pay", {"amount": 5}, Idempotency_Key="k")
    service.clock.move(days=1)
    try:
        assert visitor.ask("POST", "/pay", {"amount": 6}, Idempotency_Key="k").status == 201
    finally:
        service.clock.move(days=-1)


def test_a_repeated_opening_gives_the_same_token_though_only_its_hash_is_stored(service: Service) -> None:
    headers = {"Idempotency-Key": KEY}
    first = service.ask("POST", "/v1/sessions", OPENING, headers)
    again = service.ask("POST", "/v1/sessions", OPENING, headers)
    assert (first.status, first.raw) == (201, again.raw)
    once = service.table.inner.get(*keys.once(keys.creation_pk("anyone"), f"POST /v1/sessions {KEY}"))
    assert once is not None
    assert first.json["token"] not in str(once.data)
    opened = Visitor(service, first.json["session_id"], first.json["token"])
    assert opened.ask("GET", "/person").status == 200


@pytest.mark.parametrize(
    "key", ["short", "", "x" * 201, "한글로-된-키는-받지-않습니다", "with space and more text"]
)
def test_a_guessable_or_malformed_key_is_refused_where_nobody_is_identified(
    service: Service, key: str
) -> None:
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}
    reply = service.ask("POST", "/v1/sessions", OPENING, headers)
    assert (reply.status, reply.json["type"]) == (400, "urn:problem:bad_request")


# --- work that writes by itself --------------------------------------------------------------------------------------
def test_work_is_done_once_and_answered_again(visitor: Visitor, done: list[int]) -> None:
    first, again = work(visitor, 9, "w"), work(visitor, 9, "w")
    assert (first.status, again.status, first.raw) == (202, 202, again.raw)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (done, worked(visitor)) == ([9], 1)


def test_while_work_is_running_a_second_request_is_told_to_come_back(
    service: Service, visitor: Visitor, done: list[int]
) -> None:
    replies: list[Reply] = []
    runner = threading.Thread(target=lambda: replies.append(work(visitor, SLOW, "w")))
    runner.start()
    while not done:
        runner.join(0.01)
    second = work(visitor, SLOW, "w")
    assert (second.status, second.json["type"]) == (409, "urn:problem:in_progress")
    assert second.headers["Retry-After"] == "2"
    service.app.gate.set()
    runner.join(10)
    assert replies[0].status == 202
    assert work(visitor, SLOW, "w").raw == replies[0].raw
    assert (done, worked(visitor)) == ([SLOW], 1)


@pytest.mark.parametrize(("amount", "status"), [(REFUSED, 409), (BROKEN, 500)])
def test_work_that_failed_gives_the_key_back(
    visitor: Visitor, done: list[int], amount: int, status: int
) -> None:
    assert work(visitor, amount, "w").status == status
    assert work(visitor, 9, "w").status == 202
    assert worked(visitor) == 1


def test_a_store_that_failed_before_the_effect_lets_the_same_key_through_at_once(
    visitor: Visitor, done: list[int]
) -> None:
    first = work(visitor, AWAY_BEFORE, "w")
    assert (first.status, first.headers["Retry-After"]) == (503, "2")
    assert work(visitor, AWAY_BEFORE, "w").json == {"turn": 2}
    assert work(visitor, AWAY_BEFORE, "w").json == {"turn": 2}
    assert (done, worked(visitor)) == ([AWAY_BEFORE] * 2, 1)


def test_a_store_that_failed_after_the_effect_lets_a_repeat_answer_from_it(
    visitor: Visitor, done: list[int]
) -> None:
    assert work(visitor, AWAY_AFTER, "w").status == 503
    again = work(visitor, AWAY_AFTER, "w")
    assert (again.status, again.json) == (202, {"turn": 1})
    assert (done, worked(visitor)) == ([AWAY_AFTER], 1)


def test_the_key_of_a_process_that_died_is_free_when_its_lease_ends(
    service: Service, visitor: Visitor, done: list[int]
) -> None:
    died = service.table.inner
    held = keys.once(keys.session_pk(visitor.id), f"POST /v1/sessions/{visitor.id}/work w")
    work(visitor, 9, "w")
    kept = died.get(*held)
    assert kept is not None
    mark = dress("once", {"body_hash": kept.data["body_hash"]})
    died.put(Item(*held, mark, expires_at=service.clock.epoch() + LEASE_SECONDS))
    assert work(visitor, 9, "w").json["type"] == "urn:problem:in_progress"
    service.clock.move(seconds=LEASE_SECONDS)
    try:
        assert work(visitor, 9, "w").status == 202
    finally:
        service.clock.move(seconds=-LEASE_SECONDS)


def test_an_answer_is_never_kept_without_its_effect(tmp_path: Path) -> None:
    """The table refuses the whole write: neither the effect nor the record may stand."""
    app, done = shop()
    with running(tmp_path, app) as service:
        visitor = service.open()
        inner = service.table.inner

        class Refusing:
            def __getattr__(self, name: str) -> Any:
                return getattr(inner, name)

            def write(self, actions: Any) -> Any:
                raise Conflict(1)

        service.services.table = Refusing()  # type: ignore[assignment]
        assert visitor.ask("POST", "/pay", {"amount": 5}, Idempotency_Key="k").status == 409
        service.services.table = service.table
        assert visitor.ask("POST", "/pay", {"amount": 5}, Idempotency_Key="k").status == 201
        assert done == [5, 5]
