"""Who may do what, on every declared route: a new route is held to it without being named here."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.cases.inputs import EnrolIn
from chalicelib.cases.service import enrol
from chalicelib.web import handovers
from chalicelib.web.route import Route
from chalicelib.web.staff import ROLES, Staff
from tests.aftercare.support import PLAN
from tests.security import support
from tests.web.support import STAFF_KEY, Service, Visitor, running

BY_SESSION = support.routes("session")
BY_STAFF = support.routes("staff")


class RoleNames:
    """A verifier whose tokens are lists of roles."""

    def verify(self, token: str) -> Staff | None:
        roles = frozenset(token.split("+")) & ROLES.keys()
        return Staff("tester", roles) if roles else None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Service]:
    with running(tmp_path) as started:  # one service at a time is in place: this one for one test
        started.services.staff = RoleNames()
        yield started


def test_every_route_names_its_caller_and_no_open_route_has_an_id_of_a_person() -> None:
    for route in support.routes():
        assert route.auth in ("open", "session", "staff", "case")
        if route.auth == "open":
            assert "{session_id}" not in route.path and "{case_id}" not in route.path, route.name
        if route.auth == "session":
            assert "{session_id}" in route.path, route.name
        if route.auth == "staff":
            assert route.roles and route.roles <= ROLES.keys(), route.name


@pytest.mark.parametrize("route", BY_SESSION, ids=lambda route: route.name)
def test_someone_elses_session_is_not_found_with_ones_own_token(service: Service, route: Route) -> None:
    owner, stranger = service.open(), service.open()
    before = owner.ask("GET", "/export").json["items"]
    foreign = support.ask(service, route, stranger.token, owner.id)
    unknown = support.ask(service, route, stranger.token, support.ABSENT_ID)
    assert foreign.status == unknown.status == 404
    assert {**foreign.json, "instance": "", "trace_id": ""} == {
        **unknown.json,
        "instance": "",
        "trace_id": "",
    }
    assert owner.ask("GET", "/export").json["items"] == before


@pytest.mark.parametrize("route", BY_SESSION, ids=lambda route: route.name)
def test_a_session_route_takes_neither_no_token_nor_a_guessed_or_a_staff_one(
    service: Service, route: Route, visitor: Visitor
) -> None:
    sent = {k: v for k, v in support.headers(route, "").items() if k != "Authorization"}
    bare = service.ask(route.method, support.path(route, visitor.id), support.sample(route), sent)
    assert bare.status == 401 and bare.headers["WWW-Authenticate"].startswith("Bearer")
    for token in (secrets.token_urlsafe(32), STAFF_KEY, visitor.token[:-1], visitor.token + "a", visitor.id):
        assert support.ask(service, route, token, visitor.id).status == 404


@pytest.mark.parametrize("route", BY_SESSION, ids=lambda route: route.name)
def test_an_id_below_the_session_cannot_name_what_belongs_to_another(
    service: Service, route: Route, visitor: Visitor
) -> None:
    if not [name for name in support.each_id(route) if name != "session_id"]:
        return
    other = service.open()
    for odd in (other.id, f"S#{other.id}"[2:], "m1-0000000000000000", "..", "%2e%2e", "session"):
        reply = support.ask(service, route, visitor.token, visitor.id, other=odd)
        gone = route.method == "DELETE" and reply.status == 204  # erasing what is not there is no fault
        assert gone or reply.status in (404, 422), (route.name, odd, reply.raw)
        assert other.ask("GET", "/person").status == 200


@pytest.mark.parametrize("route", BY_STAFF, ids=lambda route: route.name)
def test_a_desk_route_takes_no_token_of_a_session_and_no_other_role(desk: Service, route: Route) -> None:
    visitor = desk.open()
    for token in (visitor.token, "x", "counsellor2", ""):
        sent = {**support.headers(route, ""), "Authorization": f"Bearer {token}"}
        reply = desk.ask(route.method, support.path(route), support.sample(route), sent)
        assert reply.status == 401
    for role in sorted(ROLES.keys() - route.roles):
        assert support.ask(desk, route, role).status == 403
    for role in sorted(route.roles):
        assert support.ask(desk, route, role).status not in (401, 403)


@pytest.mark.parametrize("route", support.routes("case"), ids=lambda route: route.name)
def test_a_case_is_its_persons_and_the_desks_and_nobody_elses(desk: Service, route: Route) -> None:
    owner, stranger = desk.open(), desk.open()
    now = desk.clock.now()
    body = EnrolIn.parse({"consent": True, "plan": PLAN})
    head, _ = enrol(desk.services.table, body, "person", now, "k", session_id=owner.id)
    unknown = support.ask(desk, route, stranger.token, other=support.ABSENT_ID)
    foreign = support.ask(desk, route, stranger.token, other=head.case.id)
    sent = {k: v for k, v in support.headers(route, "").items() if k != "Authorization"}
    bare = desk.ask(route.method, support.path(route, other=head.case.id), support.sample(route), sent)
    assert bare.status == 401
    if "{case_id}" in route.path:
        assert foreign.status == unknown.status == 404
        assert foreign.json["detail"] == unknown.json["detail"]
        assert support.ask(desk, route, owner.token, other=head.case.id).status not in (401,)
    else:
        assert foreign.status in (404, 422)
    for role in sorted(ROLES.keys() - set(getattr(route.view, "roles", ROLES))):
        assert support.ask(desk, route, role, other=head.case.id).status == 403, role


@pytest.mark.parametrize("route", support.routes("open"), ids=lambda route: route.name)
def test_an_open_route_does_not_look_at_a_token(service: Service, route: Route) -> None:
    more = {"Authorization": "Bearer nobody"}
    assert support.ask(service, route, more=more).status not in (401, 403)


def test_a_client_cannot_choose_the_id_or_token_of_its_session(service: Service) -> None:
    opening = {"channel": "web", "consents": {"terms": True}}
    for name in ("session_id", "token", "id", "token_hash", "expires_at"):
        assert service.ask("POST", "/v1/sessions", {**opening, name: "0" * 32}).status == 422
    for header in ("Cookie", "X-Session-Id"):
        reply = service.ask("POST", "/v1/sessions", opening, {header: "session=" + "0" * 32})
        assert reply.json["session_id"] != "0" * 32 and "Set-Cookie" not in reply.headers


def test_the_phone_gets_a_new_token_and_the_booths_own_ends(service: Service) -> None:
    booth = service.open("booth")
    code = booth.ask("POST", "/handover").json["code"]
    phone = service.ask("POST", "/v1/handovers", {"code": code, "channel": "mobile"}).json
    assert phone["token"] != booth.token
    assert booth.ask("GET", "/person").status == 404
    assert Visitor(service, phone["session_id"], phone["token"]).ask("GET", "/person").status == 200


def test_a_used_code_is_no_code(service: Service) -> None:
    code = service.open("booth").ask("POST", "/handover").json["code"]
    assert service.ask("POST", "/v1/handovers", {"code": code}).status == 201
    assert service.ask("POST", "/v1/handovers", {"code": code}).status == 404


def test_a_code_ends_after_a_few_wrong_guesses_even_for_the_right_one(service: Service) -> None:
    code = service.open("booth").ask("POST", "/handover").json["code"]
    name = code[: handovers.NAME_DIGITS]
    wrong = [f"{name}{n:06d}" for n in range(handovers.TRIES + 1) if f"{name}{n:06d}" != code]
    for guess in wrong[: handovers.TRIES]:
        assert service.ask("POST", "/v1/handovers", {"code": guess}).status == 404
    assert service.ask("POST", "/v1/handovers", {"code": code}).status == 404


def test_tokens_are_of_256_bits_and_no_two_are_alike(service: Service) -> None:
    secret_parts = {service.open().token[22:] for _ in range(40)}  # the session's id stands before
    assert len(secret_parts) == 40 and all(len(part) == 43 for part in secret_parts)


def test_a_request_sent_again_with_its_key_has_one_effect(service: Service) -> None:
    key = {"Idempotency-Key": secrets.token_hex(16)}
    opening = {"channel": "web", "consents": {"terms": True}}
    first, again = (service.ask("POST", "/v1/sessions", opening, key) for _ in range(2))
    assert first.raw == again.raw and again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    "route", [r for r in support.routes() if r.body and not r.merge_patch], ids=lambda route: route.name
)
def test_a_body_cannot_set_what_the_route_does_not_declare(
    service: Service, route: Route, visitor: Visitor
) -> None:
    for name in (
        "token_hash",
        "status_",
        "version",
        "expires_at",
        "roles",
        "__class__",
        "decided_by",
        "kind_of",
    ):
        if name in route.body.fields:  # type: ignore[union-attr]
            continue
        reply = support.as_owner(service, route, visitor, document={**(support.sample(route) or {}), name: 1})
        faults = [(e["pointer"], e["code"]) for e in reply.json.get("errors", [])]
        assert reply.status == 404 or (f"/{name}", "unknown_key") in faults, (reply.status, reply.raw)


def test_a_merge_patch_cannot_reach_beside_the_person(visitor: Visitor) -> None:
    for patch in ({"token_hash": "x"}, {"consents": {"referral": {"given": True}}}, {"person": {"age": 3}}):
        assert visitor.tell(patch).status == 422


def test_the_development_key_is_never_read_on_lambda(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from chalicelib.web import services as web_services
    from chalicelib.web.staff import NoStaff

    monkeypatch.setenv("STORE", "sqlite")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    (tmp_path / "staff-key").write_text("a-key-that-lies-there")
    before = web_services.current()
    web_services.use(None)
    try:
        opened = web_services.services()
        assert isinstance(opened.staff, NoStaff)
        assert opened.staff.verify("a-key-that-lies-there") is None
        opened.table.close()
    finally:
        web_services.use(before)
