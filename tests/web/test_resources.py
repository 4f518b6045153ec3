"""Health, rules, the booth's files, the OpenAPI document, and how often each route goes to the store."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from chalicelib.law import law_as_of, law_version
from chalicelib.store.table import StoreUnavailable
from chalicelib.web import static
from chalicelib.web.blueprints import all_routes
from chalicelib.web.openapi import problems_of
from chalicelib.web.problem import KINDS
from chalicelib.web.settings import VERSION
from tests.web.support import OPENING, Service, Visitor

ROOT = Path(__file__).resolve().parents[2]


# --- health ------------------------------------------------------------------------------------------------------
def test_health_tells_versions_and_what_is_degraded(service: Service) -> None:
    answer = service.ask("GET", "/health").json
    assert (answer["status"], answer["law_version"], answer["version"]) == ("ok", law_version(), VERSION)
    service.services.degraded.append(("no_model", "모델 없이 답합니다."))
    try:
        assert service.ask("GET", "/health").json["degraded"] == [
            {"code": "no_model", "says": "모델 없이 답합니다."}
        ]
        assert service.ask("GET", "/health").json["status"] == "degraded"
    finally:
        service.services.degraded.clear()


def test_deep_health_reads_the_store_and_says_when_it_is_away(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert service.ask("GET", "/health?deep=true").json["store"] == "ok"

    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("no answer")

    monkeypatch.setattr(service.table.inner, "get", away)
    assert service.ask("GET", "/health?deep=true").status == 503
    assert service.ask("GET", "/health").status == 200


def test_the_version_is_that_of_the_package() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


# --- rules -------------------------------------------------------------------------------------------------------
def test_rules_are_those_of_the_day_asked_for(service: Service) -> None:
    def bound(day: str) -> object:
        values = service.ask("GET", f"/v1/rules?as_of={day}").json["values"]
        return next(value["value"] for value in values if value["key"] == "reh.unsecured_max")

    assert (bound("2021-04-19"), bound("2021-04-20")) == (500_000_000, 1_000_000_000)


def test_every_rule_tells_source_dates_and_confidence(service: Service) -> None:
    reply = service.ask("GET", "/v1/rules?as_of=2026-11-22")
    answer = reply.json
    assert answer["as_of"] == "2026-11-22"
    assert len(answer["values"]) == len(list(law_as_of(__import__("datetime").date(2026, 11, 22))))
    for value in answer["values"]:
        assert value["source"]
        assert value["from"] <= "2026-11-22"
        assert value["confidence"]
    assert (
        service.ask(
            "GET", "/v1/rules?as_of=2026-11-22", headers={"If-None-Match": reply.headers["ETag"]}
        ).status
        == 304
    )


def test_changes_are_those_that_begin_within_the_days(service: Service) -> None:
    answer = service.ask("GET", "/v1/rules/changes?since=2021-04-20&until=2021-04-20").json
    assert "reh.unsecured_max" in [change["key"] for change in answer["changes"]]
    assert {change["from"] for change in answer["changes"]} == {"2021-04-20"}
    ahead = service.ask("GET", "/v1/rules/changes").json
    assert (ahead["since"], ahead["until"]) == ("2026-11-22", "2027-12-31")
    turned = service.ask("GET", "/v1/rules/changes?since=2021-04-21&until=2021-04-20")
    assert turned.codes == [("/until", "before_since")]


# --- the booth's files -------------------------------------------------------------------------------------------
def test_the_page_is_served_at_the_root_with_a_strict_policy(service: Service) -> None:
    reply = service.ask("GET", "/")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"<html" in reply.raw
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    again = service.ask("GET", "/", headers={"If-None-Match": reply.headers["ETag"]})
    assert (again.status, again.raw) == (304, b"")


def test_every_file_of_the_booth_is_served_as_it_lies_on_disk(service: Service) -> None:
    served = [path for path in static.FOLDER.rglob("*") if path.suffix in static.TYPES and path.is_file()]
    assert served
    for path in served:
        name = path.relative_to(static.FOLDER).as_posix()
        reply = service.ask("GET", f"/booth/{name}", headers={"Accept": "*/*"})
        assert (reply.status, reply.raw) == (200, path.read_bytes()), name
        assert reply.headers["Content-Type"] == static.TYPES[path.suffix]


@pytest.mark.parametrize(
    "path",
    [
        "/booth/../../app.py",
        "/booth/..%2f..%2fapp.py",
        "/booth/%2e%2e/web/route.py",
        "/booth/....//app.py",
        "/booth/..\\app.py",
        "/booth/__init__.py",
        "/booth/generate.py",
        "/booth/index.html%00.js",
        "/booth//etc/passwd",
        "/booth/.hidden.js",
        "/booth/",
    ],
)
def test_nothing_else_is_served(service: Service, path: str) -> None:
    assert service.ask("GET", path).status == 404


def test_links_and_hidden_files_are_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.js").write_text("1")
    (tmp_path / ".b.js").write_text("1")
    (tmp_path / "c.py").write_text("1")
    (tmp_path / "d.js").symlink_to(tmp_path / "c.py")
    monkeypatch.setattr(static, "FOLDER", tmp_path)
    static._names.cache_clear()
    try:
        assert [name for name in ("a.js", ".b.js", "c.py", "d.js", "e.js") if static.find(name)] == ["a.js"]
        (tmp_path / "e.js").write_text("한글")
        found = static.find("e.js")
        assert found is not None
        assert found.body == "한글"
    finally:
        static._names.cache_clear()
        static._read.clear()


def test_long_text_is_sent_compressed_to_whoever_takes_it(service: Service) -> None:
    plain = service.ask("GET", "/openapi.json")
    packed = service.ask("GET", "/openapi.json", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed.raw) == plain.raw
    assert len(packed.raw) * 4 < len(plain.raw)


# --- OpenAPI -----------------------------------------------------------------------------------------------------
def test_the_document_is_valid_openapi_3_1(service: Service) -> None:
    document = json.loads(service.ask("GET", "/openapi.json").raw)
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_the_document_holds_every_route_with_errors_and_examples(service: Service) -> None:
    document = json.loads(service.ask("GET", "/openapi.json").raw)
    ids = []
    for route in all_routes():
        operation = document["paths"][route.path][route.method.lower()]
        ids.append(operation["operationId"])
        assert operation["summary"] and operation["description"]
        assert str(route.status) in operation["responses"]
        for kind in problems_of(route):
            problem = operation["responses"][str(KINDS[kind].status)]["content"]["application/problem+json"]
            assert kind in problem["examples"]
        if route.body is not None:
            assert all("example" in media for media in operation["requestBody"]["content"].values())
        assert (operation["security"] == []) == (route.auth == "open")
    assert len(ids) == len(set(ids))


def test_the_examples_of_the_document_are_well_formed_input(service: Service) -> None:
    """An example may name what is not there (a used code, another's case); it is never a faulty request."""
    for route in all_routes():
        if route.example is None or route.auth == "staff":
            continue
        visitor = service.open()
        path = re.sub(r"{\w+}", "0" * 32, route.path.replace("{session_id}", visitor.id))
        headers = {"Authorization": f"Bearer {visitor.token}", "If-Match": "*"}
        reply = service.ask(route.method, path, route.example, headers)
        assert reply.status in (route.status, 404, 409), (route.name, reply.raw)


# --- calls to the store ------------------------------------------------------------------------------------------
ROUTE_CALLS: dict[str, tuple[Callable[[Visitor], object], dict[str, int]]] = {
    "a stateless assessment": (lambda v: v.service.ask("POST", "/v1/assessments", {"person": {}}), {}),
    "opening": (lambda v: v.service.ask("POST", "/v1/sessions", OPENING), {"put": 1}),
    "opening with a key": (
        lambda v: v.service.ask("POST", "/v1/sessions", OPENING, {"Idempotency-Key": v.token}),
        {"get": 1, "write": 1},
    ),
    "reading the person": (lambda v: v.ask("GET", "/person"), {"get": 1}),
    "changing the person": (
        lambda v: v.ask("PATCH", "/person", {"age": 1}, If_Match="*"),
        {"get": 1, "put": 1},
    ),
    "the assessment of the person": (lambda v: v.ask("GET", "/assessment"), {"get": 1}),
    "the export": (lambda v: v.ask("GET", "/export"), {"get": 1, "query": 1}),
    "the erasure": (lambda v: v.ask("DELETE"), {"get": 1, "query": 1, "erase": 1}),
    "health": (lambda v: v.service.ask("GET", "/health"), {}),
    "rules": (lambda v: v.service.ask("GET", "/v1/rules"), {}),
    "a faulty body": (lambda v: v.service.ask("POST", "/v1/sessions", {}), {}),
    "a request without token": (lambda v: v.service.ask("GET", f"/v1/sessions/{v.id}/person"), {}),
}


@pytest.mark.parametrize(("request_", "calls"), ROUTE_CALLS.values(), ids=ROUTE_CALLS.keys())
def test_store_calls_of_each_route(
    service: Service, visitor: Visitor, request_: Callable[[Visitor], object], calls: dict[str, int]
) -> None:
    with service.table.counted() as made:
        request_(visitor)
    assert dict(made) == calls
