"""The hand-over over HTTP: single use, ten minutes, five tries, and the booth's own token ends with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from chalicelib.web.handovers import LIVES_SECONDS, TRIES
from tests.web.support import Reply, Service, Visitor, running


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("handover")) as service:
        yield service


@pytest.fixture
def booth(http: Service) -> Visitor:
    return http.open("booth")


def issue(booth: Visitor) -> str:
    reply = booth.ask("POST", "/handover")
    assert reply.status == 201, reply.raw
    return str(reply.json["code"])


def bring(http: Service, code: str, **headers: str) -> Reply:
    return http.ask("POST", "/v1/handovers", {"code": code}, headers)


def wrong(code: str) -> str:
    return code[:4] + f"{(int(code[4:]) + 1) % 1_000_000:06d}"


def test_the_phone_goes_on_with_the_answers_given_at_the_booth(http: Service, booth: Visitor) -> None:
    booth.tell({"monthly_income": 4_200_000})
    reply = bring(http, issue(booth))
    assert reply.status == 201
    phone = Visitor(http, reply.json["session_id"], reply.json["token"])
    assert phone.person() == {"monthly_income": 4_200_000}


def test_with_the_phone_the_booth_loses_the_session(http: Service, booth: Visitor) -> None:
    code = issue(booth)
    assert booth.ask("GET", "/handover").json == {"waiting": True, "tries_left": TRIES}
    bring(http, code)
    assert booth.ask("GET", "/handover").status == 404
    assert booth.ask("GET", "/person").status == 404


def test_a_code_works_once(http: Service, booth: Visitor) -> None:
    code = issue(booth)
    assert [bring(http, code).status, bring(http, code).status] == [201, 404]


def test_two_phones_at_the_same_moment_cannot_both_have_it(http: Service, booth: Visitor) -> None:
    code = issue(booth)
    seen: list[int] = []
    phones = [threading.Thread(target=lambda: seen.append(bring(http, code).status)) for _ in range(6)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join(timeout=20)
    assert seen.count(201) == 1
    assert set(seen) <= {201, 404, 409}


def test_an_answer_lost_on_the_way_is_given_again_for_the_same_key(http: Service, booth: Visitor) -> None:
    code, key = issue(booth), "one-phone-one-key-0001"
    first, again = (bring(http, code, **{"Idempotency-Key": key}) for _ in range(2))
    assert first.status == again.status == 201
    assert first.json == again.json
    phone = Visitor(http, again.json["session_id"], again.json["token"])
    assert phone.ask("GET", "/person").status == 200


@pytest.mark.parametrize("wrong_tries", [TRIES - 1, TRIES])
def test_five_wrong_tries_end_the_code(http: Service, booth: Visitor, wrong_tries: int) -> None:
    code = issue(booth)
    for _ in range(wrong_tries):
        assert bring(http, wrong(code)).status == 404
    assert bring(http, code).status == (201 if wrong_tries < TRIES else 404)


def test_guesses_at_the_same_moment_are_each_counted(http: Service, booth: Visitor) -> None:
    code = issue(booth)
    guesses = [threading.Thread(target=lambda: bring(http, wrong(code))) for _ in range(TRIES)]
    for guess in guesses:
        guess.start()
    for guess in guesses:
        guess.join(timeout=20)
    assert booth.ask("GET", "/handover").json["tries_left"] == 0


@pytest.mark.parametrize(("seconds", "status"), [(LIVES_SECONDS - 1, 201), (LIVES_SECONDS, 404)])
def test_a_code_lives_ten_minutes(http: Service, booth: Visitor, seconds: int, status: int) -> None:
    code = issue(booth)
    http.clock.move(seconds=seconds)
    assert bring(http, code).status == status


def test_a_new_code_ends_the_one_before(http: Service, booth: Visitor) -> None:
    old, new = issue(booth), issue(booth)
    assert bring(http, old).status == 404
    assert bring(http, new).status == 201


def test_erasing_the_session_ends_its_code(http: Service, booth: Visitor) -> None:
    code = issue(booth)
    assert booth.ask("DELETE").status == 204
    assert bring(http, code).status == 404


def test_the_secret_is_neither_stored_nor_exported(http: Service, booth: Visitor) -> None:
    code = issue(booth)
    exported = booth.ask("GET", "/export")
    assert code[4:] not in exported.raw.decode()
    assert b"secret" not in exported.raw


@pytest.mark.parametrize("code", ["", "123", "12345678901", "abcdefghij", "１２３４５６７８９０"])
def test_what_is_no_code_is_refused_with_its_pointer(http: Service, code: str) -> None:
    reply = bring(http, code)
    assert reply.status == 422
    assert [pointer for pointer, _ in reply.codes] == ["/code"]


def test_the_address_of_the_picture_keeps_the_code_from_every_server(booth: Visitor) -> None:
    reply = booth.ask("POST", "/handover")
    before, _, behind = reply.json["url"].partition("#")
    assert reply.json["code"] not in before
    assert reply.json["code"] in behind
