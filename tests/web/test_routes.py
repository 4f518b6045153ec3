"""What every route has in common: traces, methods, paths, headers, declarations, settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from chalice.app import Chalice

from chalicelib.web.blueprints import all_routes
from chalicelib.web.problem import KINDS
from chalicelib.web.route import blueprint
from chalicelib.web.settings import from_environment
from tests.web.support import Service

ORIGIN = "https://desk.example.kr"


def test_a_well_formed_trace_is_taken_over_and_another_replaced(service: Service) -> None:
    given = "0af7651916cd43dd8448eb211c80319c"
    assert service.ask("GET", "/health", headers={"X-Trace-Id": given}).headers["X-Trace-Id"] == given
    for odd in ("short", "x" * 65, "with space", "<script>alert(1)</script>", "abc\tdefgh"):
        made = service.ask("GET", "/health", headers={"X-Trace-Id": odd}).headers["X-Trace-Id"]
        assert re.fullmatch(r"[0-9a-f]{32}", made)
    assert service.ask("GET", "/nowhere", headers={"X-Trace-Id": given}).json["trace_id"] == given


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v2/assessments",
        "/v1/assessments/1",
        "//etc/passwd",
        "/%76%31/assessments",
        "/v1/%61ssessments",
        "/api",
    ],
)
def test_an_unknown_or_encoded_path_is_a_404_problem(service: Service, path: str) -> None:
    reply = service.ask("GET", path, headers={"Authorization": "Bearer x"})
    assert (reply.status, reply.json["type"]) == (404, "urn:problem:not_found")
    assert reply.headers["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_a_405_problem_that_names_the_right_ones(service: Service, method: str) -> None:
    reply = service.ask(method, "/v1/assessments")
    assert (reply.status, reply.json["type"]) == (405, "urn:problem:method_not_allowed")
    assert reply.headers["Allow"] == "POST, OPTIONS"


def test_a_method_nobody_knows_is_a_405_problem(service: Service) -> None:
    assert service.ask("BREW", "/health").json["type"] == "urn:problem:method_not_allowed"


def test_head_is_get_without_its_body(service: Service) -> None:
    reply = service.ask("HEAD", "/health")
    assert (reply.status, reply.raw) == (200, b"")
    assert service.ask("HEAD", "/nowhere").status == 404


def test_a_trailing_slash_does_no_harm(service: Service) -> None:
    assert service.ask("GET", "/health/").status == 200


def test_every_answer_of_the_api_carries_the_safe_headers(service: Service) -> None:
    for path in ("/health", "/nowhere", "/v1/assessments"):
        headers = service.ask("GET", path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_sessions_token_opens_no_desk(service: Service, tmp_path: Path) -> None:
    visitor = service.open()
    assert service.services.staff.verify(visitor.token) is None


def test_without_configured_origins_nothing_is_said_about_origins(service: Service) -> None:
    headers = service.ask("GET", "/health", headers={"Origin": ORIGIN}).headers
    assert not [name for name in headers if name.startswith("Access-Control")]


def test_routes_are_declared_once_and_two_apps_can_have_them() -> None:
    names = [route.name for route in all_routes()]
    assert len(names) == len(set(names))
    first, second = Chalice("one"), Chalice("two")
    for app in (first, second):
        app.register_blueprint(blueprint(all_routes()))
    for route in all_routes():
        assert route.method in first.routes[route.path]
        assert set(first.routes[route.path]) == set(second.routes[route.path])


def test_problems_speak_korean_and_say_what_to_do() -> None:
    for kind in KINDS.values():
        assert 400 <= kind.status < 600
        assert kind.detail.endswith(("주세요.", "있습니다.", "권합니다."))
        assert "연체자" not in kind.title + kind.detail


@pytest.mark.parametrize(
    ("env", "seconds"),
    [({}, 30 * 86400), ({"SESSION_DAYS": "7"}, 7 * 86400), ({"BOOTH_HOURS": "2"}, 30 * 86400)],
)
def test_settings_come_from_the_environment(env: dict[str, str], seconds: int) -> None:
    assert from_environment(env).session_seconds("mobile") == seconds


@pytest.mark.parametrize("odd", ["0", "-1", "x", "99999"])
def test_a_setting_that_cannot_be_is_named(odd: str) -> None:
    with pytest.raises(ValueError, match="SESSION_DAYS"):
        from_environment({"SESSION_DAYS": odd})


def test_every_route_that_honours_an_idempotency_key_says_so_and_no_other() -> None:
    """The key is read only where the declaration says `once`, and the document is made from the declaration."""
    from chalicelib.web.openapi import document

    paths = document()["paths"]
    for route in all_routes():
        if route.files:
            continue
        named = {one["name"] for one in paths[route.path][route.method.lower()]["parameters"]}
        assert ("Idempotency-Key" in named) == bool(route.once), route.name
    once = {route.name for route in all_routes() if route.once}
    assert {"POST /v1/cases", "POST /v1/cases/{case_id}/answers"} <= once
    assert {name.split()[0] for name in once} == {"POST", "PATCH"}
