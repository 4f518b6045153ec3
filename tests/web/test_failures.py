"""What becomes of exceptions, queries, staff keys and foreign origins, on an app made for it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from chalice.app import Chalice

from chalicelib.law import LawGap
from chalicelib.shapes import Record, count, flag, rate
from chalicelib.store.table import BadCursor, Conflict, StoreUnavailable, TooLarge
from chalicelib.web.route import STAFF, Answer, Call, Routes, blueprint
from chalicelib.web.settings import Settings
from tests.web.support import STAFF_KEY, Service, running

SECRET = "김철수 900101-1234567"
ORIGIN = "https://desk.example.kr"


class Asked(Record):
    number: int | None = count("수", 0, 10)
    yes: bool | None = flag("예")
    percent: object = rate("이율")


def trouble() -> Chalice:
    routes = Routes("시험")
    errors = {
        "gap": LawGap("reh.unsecured_max", date(2026, 1, 1)),
        "conflict": Conflict(),
        "cursor": BadCursor("x"),
        "away": StoreUnavailable("x"),
        "large": TooLarge("x"),
        "bug": RuntimeError(SECRET),
    }

    @routes.get("/v1/trouble/{kind}", "오류를 냅니다")
    def raises(call: Call) -> Answer:
        raise errors[call.params["kind"]]

    @routes.get("/v1/query", "되돌립니다", query=Asked)
    def query(call: Call) -> Answer:
        return Answer(call.query.dump(), headers={"X-Number": 5, "X-Line": "a\r\nb"})  # type: ignore[dict-item]

    @routes.get("/v1/desk", "직원만", auth=STAFF, roles=("counsellor",))
    def desk(call: Call) -> Answer:
        return Answer({"who": call.worker.id})

    @routes.get("/v1/vault", "없는 역할만", auth=STAFF, roles=("nobody",))
    def vault(call: Call) -> Answer:
        return Answer({})

    app = Chalice("trouble")
    app.register_blueprint(blueprint(routes.all))
    return app


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = Settings(cors_origins=frozenset({ORIGIN}))
    with running(tmp_path_factory.mktemp("trouble"), trouble(), settings) as started:
        yield started


@pytest.mark.parametrize(
    ("kind", "status", "type_"),
    [
        ("gap", 422, "validation"),
        ("conflict", 409, "conflict"),
        ("cursor", 422, "validation"),
        ("away", 503, "unavailable"),
        ("large", 413, "too_large"),
        ("bug", 500, "internal"),
    ],
)
def test_each_failure_below_has_its_problem(troubled: Service, kind: str, status: int, type_: str) -> None:
    reply = troubled.ask("GET", f"/v1/trouble/{kind}")
    assert (reply.status, reply.json["type"]) == (status, f"urn:problem:{type_}")
    if status == 503:
        assert reply.headers["Retry-After"] == "2"


def test_an_unforeseen_error_is_logged_by_place_and_without_what_a_person_wrote(
    troubled: Service, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        reply = troubled.ask("GET", "/v1/trouble/bug", headers={"X-Trace-Id": "trace-of-the-bug"})
    assert SECRET not in reply.raw.decode()
    assert SECRET not in caplog.text
    assert '"error":"RuntimeError"' in caplog.text
    assert "trace-of-the-bug" in caplog.text
    assert "raises" in caplog.text


def test_queries_are_read_as_strictly_as_bodies(troubled: Service) -> None:
    assert troubled.ask("GET", "/v1/query?number=7&yes=true&percent=17.90").json == {
        "number": 7,
        "yes": True,
        "percent": Decimal("17.9"),
    }
    reply = troubled.ask("GET", "/v1/query?number=11&yes=maybe&percent=x&other=1")
    assert sorted(reply.codes) == [
        ("/number", "too_large"),
        ("/other", "unknown_key"),
        ("/percent", "not_a_number"),
        ("/yes", "not_a_boolean"),
    ]
    assert troubled.ask("GET", "/v1/query?number=1&number=2").codes == [("/number", "repeated")]


def test_header_values_become_text_without_line_breaks(troubled: Service) -> None:
    headers = troubled.ask("GET", "/v1/query").headers
    assert (headers["X-Number"], headers["X-Line"]) == ("5", "a  b")


def test_the_desk_needs_a_staff_key_with_the_role(troubled: Service) -> None:
    assert troubled.ask("GET", "/v1/desk").status == 401
    assert troubled.ask("GET", "/v1/desk", headers={"Authorization": "Bearer wrong"}).status == 401
    key = {"Authorization": f"Bearer {STAFF_KEY}"}
    assert troubled.ask("GET", "/v1/desk", headers=key).json == {"who": "development"}
    assert troubled.ask("GET", "/v1/vault", headers=key).status == 403


def test_only_a_configured_origin_may_read_answers(troubled: Service) -> None:
    for path in ("/v1/query", "/nowhere", "/v1/trouble/bug"):
        reply = troubled.ask("GET", path, headers={"Origin": ORIGIN})
        assert reply.headers["Access-Control-Allow-Origin"] == ORIGIN
        other = troubled.ask("GET", path, headers={"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in other.headers
        assert other.headers["Vary"] == "Origin"


def test_a_preflight_tells_methods_and_headers(troubled: Service) -> None:
    reply = troubled.ask("OPTIONS", "/v1/query", headers={"Origin": ORIGIN})
    assert (reply.status, reply.raw) == (204, b"")
    assert reply.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Idempotency-Key" in reply.headers["Access-Control-Allow-Headers"]
    assert (
        "Access-Control-Allow-Methods"
        not in troubled.ask("OPTIONS", "/v1/query", headers={"Origin": "x"}).headers
    )
