"""How the interface changes: retiring routes say so, tags spare what is unchanged, other origins only where configured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.web.openapi import _operation
from chalicelib.web.route import Answer, Call, Retires, Routes, blueprint
from chalicelib.web.settings import Settings
from tests.web.support import Reply, Service, running

APP = "https://app.example.kr"
OLD = Routes("옛것")
LEAVES = Retires(date(2026, 11, 1), date(2027, 11, 1), "‘/v1/new’를 불러 주세요.", "/v1/new")


@OLD.get("/v1/old", "옛 주소입니다", answers={"type": "object"}, retires=LEAVES)
def old(call: Call) -> Answer:
    return Answer({"says": "아직 됩니다."})


@OLD.get("/v1/new", "새 주소입니다", answers={"type": "object"})
def new(call: Call) -> Answer:
    return Answer({})


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    app = Chalice("older")
    app.register_blueprint(blueprint(OLD.all))
    with running(tmp_path_factory.mktemp("older"), app=app) as started:
        yield started


def test_a_route_on_its_way_out_works_and_says_when_it_goes_and_what_comes_instead(older: Service) -> None:
    reply = older.ask("GET", "/v1/old")
    assert reply.status == 200
    assert reply.headers["Deprecation"] == "@1793491200"
    assert reply.headers["Sunset"] == "Mon, 01 Nov 2027 00:00:00 GMT"
    assert reply.headers["Link"] == '</v1/new>; rel="successor-version"'
    assert "Deprecation" not in older.ask("GET", "/v1/new").headers


def test_the_document_marks_it_and_tells_the_last_day() -> None:
    operation = _operation(OLD.all[0], {})
    assert operation["deprecated"] is True
    assert "2027-11-01" in operation["description"]
    assert "‘/v1/new’" in operation["description"]
    assert "deprecated" not in _operation(OLD.all[1], {})


@pytest.mark.parametrize("path", ["/openapi.json", "/v1/rules"])
def test_what_is_unchanged_is_not_sent_again(service: Service, path: str) -> None:
    tag = service.ask("GET", path).headers["ETag"]
    again = service.ask("GET", path, headers={"If-None-Match": tag})
    assert (again.status, again.raw, again.headers["ETag"]) == (304, b"", tag)
    assert service.ask("GET", path, headers={"If-None-Match": '"another"'}).status == 200


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = Settings(stage="test", cors_origins=frozenset({APP}))
    with running(tmp_path_factory.mktemp("shared"), settings=settings) as started:
        yield started


def from_origin(service: Service, method: str, path: str, origin: str, **more: Any) -> Reply:
    return service.ask(method, path, headers={"Origin": origin, **more})


def test_a_configured_origin_may_ask_and_read_what_it_needs(shared: Service) -> None:
    asked = {
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization, if-match",
    }
    reply = from_origin(shared, "OPTIONS", "/v1/sessions/x1234567/person", APP, **asked)
    assert reply.status == 204
    assert reply.headers["Access-Control-Allow-Origin"] == APP
    assert "PATCH" in reply.headers["Access-Control-Allow-Methods"]
    allowed = reply.headers["Access-Control-Allow-Headers"].lower()
    assert {"authorization", "if-match", "idempotency-key"} <= {one.strip() for one in allowed.split(",")}
    exposed = from_origin(shared, "GET", "/health", APP).headers["Access-Control-Expose-Headers"]
    assert {"ETag", "X-Trace-Id", "Retry-After", "Deprecation", "Sunset"} <= set(exposed.split(", "))


@pytest.mark.parametrize("path", ["/health", "/nowhere", "/v1/sessions/x1234567/person"])
def test_errors_can_be_read_from_the_configured_origin_too(shared: Service, path: str) -> None:
    assert from_origin(shared, "GET", path, APP).headers.get("Access-Control-Allow-Origin") == APP


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://app.example.kr.evil.example", "http://app.example.kr", "null"]
)
def test_no_other_origin_may_and_caches_are_told_that_it_matters(shared: Service, origin: str) -> None:
    for method in ("GET", "OPTIONS"):
        headers = from_origin(shared, method, "/health", origin).headers
        assert not [name for name in headers if name.startswith("Access-Control")]
        assert headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in from_origin(shared, "GET", "/health", APP).headers


def test_the_policy_is_written_down() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "mobile.md").read_text(encoding="utf-8")
    for word in ("Deprecation", "Sunset", "Idempotency-Key", "If-Match", "cursor", "270 days"):
        assert word in text
