"""The desk over HTTP: roles, cases at risk, decisions, messages that failed, imports, and what people send back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.channels.base import NotAccepted, Outgoing
from chalicelib.channels.vendor import SIGNATURE, TIMESTAMP, sign
from chalicelib.functions import send_rung, sweep_due
from chalicelib.web import desk_imports, inbound
from chalicelib.web.blueprints import all_routes
from chalicelib.web.staff import ROLES
from tests.web.case_support import (
    PHONE,
    as_person,
    by_staff,
    desk,
    enrolled,
    paid,
    staff,
    to,
)
from tests.web.support import Service, Visitor

SECRET = "a-shared-secret-for-tests"


@pytest.fixture
def service(tmp_path: Any) -> Iterator[Service]:
    with desk(tmp_path) as started:
        to(started, "2026-11-22")
        yield started


# --- roles -----------------------------------------------------------------------------------------------------------
OURS = ("cases", "case_links", "desk", "desk_imports")
STAFF_ROUTES = [
    route
    for route in all_routes()
    if route.auth == "staff" and route.view.__module__.rsplit(".", 1)[-1] in OURS
]


@pytest.mark.parametrize("route", STAFF_ROUTES, ids=lambda route: route.name)
def test_a_route_of_staff_takes_its_roles_and_no_other(service: Service, route: Any) -> None:
    assert route.roles
    path = route.path.replace("{case_id}", "c" + "0" * 24).replace("{job_id}", "i0")
    for role in ROLES:
        reply = staff(service, role, route.method, path, route.example)
        assert (reply.status == 403) == (role not in route.roles), (role, reply.raw)
    assert staff(service, "nobody", route.method, path, route.example).status == 401
    assert staff(service, service.open().token, route.method, path, route.example).status == 401


def test_systems_book_and_people_decide() -> None:
    roles = {route.name: route.roles for route in STAFF_ROUTES}
    assert "integration" in roles["POST /v1/cases/{case_id}/payments"]
    assert "integration" not in roles["GET /v1/desk/cases"]
    assert roles["POST /v1/cases/{case_id}/payments/voids"] == {"supervisor"}


# --- lists -----------------------------------------------------------------------------------------------------------
def test_cases_at_risk_stand_by_days_left(service: Service) -> None:
    plan = {"total": 4_800_000, "count": 48}
    late = by_staff(service, "B", first_due="2026-10-26", **plan)
    sooner = by_staff(service, "A", first_due="2026-10-05", **plan)
    fine = by_staff(service, "C", first_due="2026-12-25", **plan)
    to(service, "2026-12-29")
    for case_id in (late, sooner, fine):  # the day on which a case is written decides whether it is listed
        paid(service, case_id, f"p-{case_id}", 1, "2026-12-28")
    page = staff(service, "counsellor", "GET", "/v1/desk/cases?limit=1").json
    rest = staff(service, "counsellor", "GET", f"/v1/desk/cases?cursor={page['next']}").json
    rows = page["cases"] + rest["cases"]
    assert [row["case_id"] for row in rows] == [sooner, late]
    assert rows[0]["days_left"] < rows[1]["days_left"]
    assert all(row["estimate"] is True for row in rows)


def test_requests_wait_with_the_oldest_first_in_all_or_one_part(service: Service) -> None:
    made = []
    for _ in range(3):
        person = service.open()
        case_id = enrolled(person)
        body = {"kind": "special", "reasons": ["job_loss"]}
        made.append(as_person(person, "POST", f"/v1/cases/{case_id}/relief-requests", body).json["id"])
        service.clock.move(hours=1)
    everything = staff(service, "counsellor", "GET", "/v1/desk/relief-requests").json
    assert [row["id"] for row in everything["requests"]] == made
    parts = [
        row["id"]
        for shard in range(8)
        for row in staff(service, "counsellor", "GET", f"/v1/desk/relief-requests?shard={shard}").json[
            "requests"
        ]
    ]
    assert sorted(parts) == sorted(made)


def test_the_trail_names_who_changed_what_and_never_a_number(service: Service) -> None:
    case_id = by_staff(service, "T")
    paid(service, case_id, "P-1", 100_000, "2026-11-21")
    path = f"/v1/desk/cases/{case_id}/trail"
    reply = staff(service, "supervisor", "GET", path)
    told = [(row["who"], row["what"]) for row in reply.json["entries"]]
    assert sorted(told) == [("s-integration", "enrol"), ("s-integration", "payment")]
    assert PHONE.replace("-", "") not in reply.raw.decode()
    assert staff(service, "supervisor", "GET", "/v1/desk/cases/c0/trail").status == 404
    for below in ("trail", "messages"):
        assert staff(service, "supervisor", "GET", f"/v1/desk/cases/{case_id}/{below}?cursor=x").codes == [
            ("/cursor", "bad_cursor")
        ]


def test_a_case_is_found_by_the_agencys_number(service: Service) -> None:
    case_id = by_staff(service, "AG:2026/1".replace("/", "-"))
    path = "/v1/desk/case-references?reference=AG:2026-1"
    assert staff(service, "integration", "GET", path).json == {"case_id": case_id}
    assert staff(service, "integration", "GET", path + "2").status == 404


# --- messages --------------------------------------------------------------------------------------------------------
def rung(service: Service) -> None:
    """One sweep and the work it rings for."""
    heard: list[dict[str, str]] = []

    class Bell:
        def ring(self, who: list[dict[str, str]]) -> None:
            heard.extend(who)

    import json

    service.services.doorbell = Bell()
    for _ in range(3):
        heard.clear()
        sweep_due(service.services, None)
        records = [{"messageId": str(i), "body": json.dumps(one)} for i, one in enumerate(heard)]
        send_rung(service.services, records)


def test_the_outbox_shows_what_would_have_been_sent_with_hidden_numbers(service: Service) -> None:
    by_staff(service, "O")
    to(service, "2026-11-25", 11)
    rung(service)
    shown = staff(service, "counsellor", "GET", "/v1/desk/outbox").json["messages"]
    assert len(shown) == 1
    assert shown[0]["to"] == "010****5678"
    assert "김하늘" in shown[0]["text"]
    assert staff(service, "counsellor", "GET", "/v1/desk/outbox?day=2026-11-24").json["messages"] == []


class Away:
    """A carrier that takes nothing."""

    def send(self, message: Outgoing) -> str:
        raise NotAccepted("vendor:503")

    def ask(self, reference: str) -> str:
        return "not_found"


def test_a_message_that_could_not_go_is_seen_and_sent_again(service: Service) -> None:
    case_id = by_staff(service, "D")
    good = service.services.channels()
    service.services._channels = {**good, "sms": Away()}  # type: ignore[dict-item]
    to(service, "2026-11-25", 9)
    rows: list[dict[str, Any]] = []
    for _ in range(40):
        rung(service)
        rows = staff(service, "operator", "GET", "/v1/desk/messages").json["messages"]
        if rows:
            break
        service.clock.move(minutes=20)
    assert [(row["case_id"], row["status"]) for row in rows] == [(case_id, "dead")]
    service.services._channels = good
    body = {"case_id": case_id, "id": rows[0]["id"], "outcome": "replay"}
    path = "/v1/desk/messages/decisions"
    assert staff(service, "counsellor", "POST", path, body).status == 403
    assert staff(service, "supervisor", "POST", path, body).status == 200
    assert staff(service, "supervisor", "POST", path, body).status == 409
    if not 9 <= service.clock.moment.hour < 20:
        service.clock.move(days=1)
        service.clock.moment = service.clock.moment.replace(hour=10)
    rung(service)
    assert staff(service, "operator", "GET", "/v1/desk/messages").json["messages"] == []
    what = [
        row["what"]
        for row in staff(service, "supervisor", "GET", f"/v1/desk/cases/{case_id}/trail").json["entries"]
    ]
    assert "message_replay" in what
    fates = staff(service, "counsellor", "GET", f"/v1/desk/cases/{case_id}/messages").json["messages"]
    assert "sent" in [row["status"] for row in fates]


# --- imports ---------------------------------------------------------------------------------------------------------
PLANS = (
    "reference,remedy,total,count,first_due,phone,confirmed\n"
    "A-1,individual_workout,4800000,48,2026-12-25,010-1111-2222,예\n"
    "A-2,individual_workout,많음,48,2026-12-25,,\n"
    'A-3,fast_track,"1,200,000",12,2026-12-25,,\n'
)
PAYMENTS = (
    "case_reference,reference,paid_on,amount\n"
    "A-1,P-1,2026-11-20,100000\n"
    "A-9,P-2,2026-11-20,100000\n"
    "A-3,P-3,2026-13-45,100000\n"
    "A-1,P-1,2026-11-20,999\n"
    '"broken\n'
)


def upload(service: Service, kind: str, csv: str, role: str = "integration") -> Any:
    return staff(service, role, "POST", "/v1/desk/imports", {"kind": kind, "csv": csv})


def test_good_rows_are_booked_once_and_bad_ones_named_by_line(service: Service) -> None:
    plans = upload(service, "plans", PLANS).json
    assert (plans["done"], plans["good"], plans["bad"]) == (True, 2, 1)
    assert [row["line"] for row in plans["rows"]] == [3]
    money = upload(service, "payments", PAYMENTS).json
    assert (money["good"], money["bad"], money["percent"]) == (1, 4, 100)
    named = {row["line"]: row["faults"][0]["code"] for row in money["rows"]}
    assert named == {
        3: "unknown_case",
        4: "paid_on:not_a_date",
        5: "reference_reused",
        6: "unreadable",
    }
    assert upload(service, "payments", PAYMENTS).json == money
    case_id = staff(service, "integration", "GET", "/v1/desk/case-references?reference=A-1").json["case_id"]
    assert staff(service, "integration", "GET", f"/v1/cases/{case_id}").json["paid"] == 100_000
    later = staff(service, "supervisor", "GET", f"/v1/desk/imports/{money['job_id']}?from_line=5").json
    assert [row["line"] for row in later["rows"]] == [5, 6]


def test_an_import_that_ran_out_of_time_goes_on_when_the_file_is_sent_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(service, "plans", PLANS)
    lines = "".join(f"A-1,Q-{n},2026-11-20,1000\n" for n in range(5))
    csv = "case_reference,reference,paid_on,amount\n" + lines
    monkeypatch.setattr(desk_imports, "ROWS_AT_ONCE", 2)
    ticks = iter(range(0, 10_000, 10))
    monkeypatch.setattr(desk_imports, "monotonic", lambda: next(ticks))
    first = upload(service, "payments", csv).json
    assert (first["done"], first["good"]) == (False, 2)
    assert 0 < first["percent"] < 100
    monkeypatch.undo()
    assert {k: upload(service, "payments", csv).json[k] for k in ("done", "good", "bad")} == {
        "done": True,
        "good": 5,
        "bad": 0,
    }


def test_a_file_that_cannot_be_read_or_is_too_large_is_refused(service: Service) -> None:
    assert upload(service, "payments", "a,b\n1,2\n").codes == [("/csv", "bad_header")]
    assert upload(service, "payments", "x" * 300_000).status == 413
    assert upload(service, "payments", PAYMENTS, role="counsellor").status == 403


# --- what people send back -------------------------------------------------------------------------------------------
@pytest.fixture
def vendor(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setattr(inbound, "ENVIRONMENT", {"MESSAGES_SECRET": SECRET})
    return service


def sends(
    service: Service, words: str, name: str = "in-1", sender: str = "+821012345678", **wrong: str
) -> Any:
    body = {"id": name, "sender": sender, "text": words}
    stamp = wrong.get("stamp", str(service.clock.epoch()))
    signed = f"{name}\n{sender}\n{wrong.get('signed', words)}".encode()
    seal = sign(wrong.get("secret", SECRET), "POST", inbound.PATH, stamp, signed)
    return service.ask("POST", inbound.PATH, body, {SIGNATURE: seal, TIMESTAMP: stamp})


def queue(service: Service) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = staff(service, "counsellor", "GET", "/v1/desk/referrals").json["referrals"]
    return rows


def test_a_two_leads_to_a_counsellor_once_however_often_it_is_delivered(vendor: Service) -> None:
    case_id = by_staff(vendor, "I")
    for _ in range(3):
        assert sends(vendor, "2").json["status"] == "answered"
    assert [row["case_id"] for row in queue(vendor)] == [case_id]


def test_a_refusal_stops_every_message(vendor: Service) -> None:
    case_id = by_staff(vendor, "S")
    assert sends(vendor, "수신거부").json["status"] == "stopped"
    shown = staff(vendor, "counsellor", "GET", f"/v1/cases/{case_id}").json["reminders"]
    assert shown["opted_out"] is True


def test_words_of_their_own_reach_the_desk_redacted(vendor: Service) -> None:
    case_id = by_staff(vendor, "W")
    for _ in range(2):
        reply = sends(vendor, "다음 주에 낼게요. 010-7777-6666으로 전화 주세요")
        assert reply.json["status"] == "unread"
    rows = queue(vendor)
    assert [row["case_id"] for row in rows] == [case_id]
    assert "다음 주에 낼게요" in rows[0]["summary"]
    assert "7777" not in rows[0]["summary"]


def test_whoever_writes_of_dying_is_told_where_help_is_and_comes_first(vendor: Service) -> None:
    by_staff(vendor, "X")
    sends(vendor, "다음 주에 낼게요", "in-1")
    said = sends(vendor, "그만 살고 싶어요. 죽고 싶어요", "in-2").json
    assert said["status"] == "unread"
    assert "109" in said["says"]
    assert [row["urgency"] for row in queue(vendor)] == ["now", "normal"]


def test_hand_offs_from_messages_are_erased_with_the_case(vendor: Service, tmp_path: Any) -> None:
    case_id = by_staff(vendor, "E")
    code = staff(vendor, "counsellor", "POST", f"/v1/desk/cases/{case_id}/codes").json["code"]
    person: Visitor = vendor.open()
    person.ask("POST", "/cases", {"code": code})
    sends(vendor, "상담이 필요해서 글 남깁니다")
    assert len(queue(vendor)) == 1
    assert person.ask("DELETE").status == 204
    assert queue(vendor) == []
    assert sends(vendor, "2").json == {"status": "unknown_sender"}


@pytest.mark.parametrize("wrong", [{"secret": "other"}, {"signed": "1"}, {"stamp": "1"}, {"stamp": "x"}])
def test_a_call_that_is_not_the_vendors_is_refused(vendor: Service, wrong: dict[str, str]) -> None:
    case_id = by_staff(vendor, "N")
    assert sends(vendor, "수신거부", **wrong).status == 401
    shown = staff(vendor, "counsellor", "GET", f"/v1/cases/{case_id}").json["reminders"]
    assert shown["opted_out"] is False


def test_without_a_vendor_nothing_is_taken(service: Service) -> None:
    assert sends(service, "2", secret="").status == 404


# --- the page --------------------------------------------------------------------------------------------------------
def test_the_desk_page_is_served_strictly_and_nothing_beside_it(service: Service) -> None:
    page = service.ask("GET", "/desk")
    assert page.status == 200
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert b"<script type" in page.raw and b"onclick" not in page.raw
    assert service.ask("GET", "/desk/main.js").headers["Content-Type"].startswith("text/javascript")
    for path in ("/desk/../app.py", "/desk/..%2fbooth%2findex.html", "/desk/none.js"):
        assert service.ask("GET", path).status == 404


def test_staff_of_a_real_issuer_reach_the_desk(service: Service) -> None:
    from chalicelib.web.oidc import OidcSettings, OidcVerifier
    from local.issuer import AUDIENCE, Issuer

    issuer = Issuer().start()
    try:
        now = int(time.time())
        service.services.staff = OidcVerifier(OidcSettings(issuer.url, AUDIENCE), lambda: now)
        assert staff(service, issuer.token(["counsellor"], now), "GET", "/v1/desk/cases").status == 200
        assert staff(service, issuer.token(["integration"], now), "GET", "/v1/desk/cases").status == 403
        assert staff(service, issuer.token(["counsellor"], now - 7200), "GET", "/v1/desk/cases").status == 401
    finally:
        issuer.stop()
