"""Cases over HTTP: who holds one, what is booked once, what is refused, what is told."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.store import keys
from chalicelib.web.blueprints import all_routes
from chalicelib.web.staff import ROLES
from tests.web.case_support import (
    PHONE,
    PLAN,
    REMINDERS,
    as_person,
    by_staff,
    desk,
    enrolled,
    paid,
    staff,
    to,
)
from tests.web.support import Service, Visitor

KEY = "0b5bd0c5-1111-4222-8333-444455556666"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with desk(tmp_path_factory.mktemp("cases")) as started:
        yield started


@pytest.fixture(autouse=True)
def morning(service: Service) -> None:
    to(service, "2026-11-22")


# --- a case from its first day to its last ---------------------------------------------------------------------------
def test_a_person_follows_a_case_from_enrolment_to_completion(service: Service, visitor: Visitor) -> None:
    case_id = enrolled(visitor)
    path = f"/v1/cases/{case_id}"
    first = as_person(visitor, "GET", path).json
    assert (first["stage"], first["left"], first["next_due"]) == (
        "agreed",
        400_000,
        {"on": "2026-11-25", "amount": 100_000},
    )
    for number, day in enumerate(("2026-11-25", "2026-12-28", "2027-01-25", "2027-02-25"), 1):
        to(service, day)
        assert paid(service, case_id, f"P-{number}", 100_000, day).json["new"] is True
        if as_person(visitor, "GET", path).status == 404:  # the session of thirty days has ended
            code = staff(service, "counsellor", "POST", f"/v1/desk/cases/{case_id}/codes").json["code"]
            visitor = service.open()
            assert visitor.ask("POST", "/cases", {"code": code}).status == 201
        now = as_person(visitor, "GET", f"{path}?schedule=true").json
        assert (now["paid"], now["left"]) == (number * 100_000, 400_000 - number * 100_000)
        assert sum(one["amount"] for one in now["schedule"]["allocations"]) == now["paid"]
    assert (now["stage"], now["next_due"], now["instalments"]) == ("completed", None, {"count": 4, "paid": 4})


def test_the_christmas_instalment_falls_due_on_the_next_working_day(visitor: Visitor) -> None:
    case_id = enrolled(visitor, {"first_due": "2026-12-25"})
    assert as_person(visitor, "GET", f"/v1/cases/{case_id}").json["next_due"]["on"] == "2026-12-28"


def test_the_tag_of_a_case_holds_until_it_changes_or_the_day_ends(service: Service, visitor: Visitor) -> None:
    path = f"/v1/cases/{enrolled(visitor)}"
    tag = as_person(visitor, "GET", path).headers["ETag"]
    assert as_person(visitor, "GET", path, If_None_Match=tag).status == 304
    service.clock.move(days=1)
    assert as_person(visitor, "GET", path, If_None_Match=tag).status == 200


# --- whose case it is ------------------------------------------------------------------------------------------------
def test_other_peoples_cases_and_unknown_ones_are_the_same_404(service: Service, visitor: Visitor) -> None:
    case_id, stranger = enrolled(visitor), service.open()
    told = []
    for one in (case_id, "c" + "0" * 24):
        reply = as_person(stranger, "GET", f"/v1/cases/{one}")
        document = reply.json
        document.pop("instance"), document.pop("trace_id")
        told.append((reply.status, document["type"], document["title"]))
    assert told[0] == told[1]
    assert told[0][0] == 404


HOLDER_ROUTES = [route for route in all_routes() if route.auth == "case" and "case_id" in route.path]


@pytest.mark.parametrize("route", HOLDER_ROUTES, ids=lambda route: route.name)
def test_every_route_of_a_case_keeps_strangers_out(service: Service, visitor: Visitor, route: Any) -> None:
    case_id, stranger = enrolled(visitor), service.open()
    path = route.path.replace("{case_id}", case_id).replace("{relief_id}", "r" + "0" * 24)
    document = None if route.body is None else route.example
    assert staff(service, stranger.token, route.method, path, document, If_Match="*").status == 404
    assert service.ask(route.method, path, document, {"If-Match": "*"}).status == 401
    for role in ROLES:
        reply = staff(service, role, route.method, path, document, If_Match="*")
        assert (reply.status == 403) == (role not in route.view.roles), (role, reply.raw)


def test_an_answer_kept_for_a_key_is_not_given_to_a_stranger_who_knows_the_key(
    service: Service, visitor: Visitor
) -> None:
    case_id, stranger = enrolled(visitor), service.open()
    path, body = f"/v1/cases/{case_id}/answers", {"answer": "kept"}
    assert as_person(visitor, "POST", path, body, Idempotency_Key=KEY).status == 200
    assert as_person(stranger, "POST", path, body, Idempotency_Key=KEY).status == 404


def test_a_token_from_before_it_named_its_session_still_opens_the_case(
    service: Service, visitor: Visitor
) -> None:
    """Sessions opened by an earlier version live on for thirty days."""
    case_id, table = enrolled(visitor), service.table.inner
    session = table.get(*keys.session(visitor.id))
    assert session is not None
    old = secrets.token_urlsafe(32)
    fields = {**session.data, "token_hash": hashlib.sha256(old.encode()).hexdigest()}
    table.put(replace(session, data=fields), session.version)
    assert staff(service, old, "GET", f"/v1/cases/{case_id}").status == 200
    assert staff(service, visitor.token, "GET", f"/v1/cases/{case_id}").status == 404
    assert staff(service, secrets.token_urlsafe(32), "GET", f"/v1/cases/{case_id}").status == 404


def test_a_session_erased_in_the_moment_of_enrolment_leaves_no_case_behind(
    service: Service, visitor: Visitor
) -> None:
    inner = service.table.inner

    class Erasing:
        """The session is erased between the look at it and the write."""

        def __getattr__(self, name: str) -> Any:
            return getattr(inner, name)

        def write(self, actions: Any) -> Any:
            inner.erase(keys.session_pk(visitor.id))
            return inner.write(actions)

    before = service.services.table
    service.services.table = Erasing()  # type: ignore[assignment]
    try:
        body = {"plan": PLAN, "consent": True, "session_id": visitor.id}
        assert as_person(visitor, "POST", "/v1/cases", body, Idempotency_Key=KEY).status == 404
    finally:
        service.services.table = before
    assert inner.query(keys.session_pk(visitor.id)).items == []


def test_a_code_used_again_by_the_session_that_used_it_shows_its_case_and_to_others_nothing(
    service: Service, visitor: Visitor
) -> None:
    case_id, other = by_staff(service, "AGAIN"), service.open()
    given = [staff(service, "counsellor", "POST", f"/v1/desk/cases/{case_id}/codes").json for _ in range(2)]
    first, second = ({"code": one["code"]} for one in given)
    assert visitor.ask("POST", "/cases", first).status == 404  # another took its place
    taken = [visitor.ask("POST", "/cases", second) for _ in range(2)]
    assert [reply.status for reply in taken] == [201, 201]
    assert {reply.json["id"] for reply in taken} == {case_id}
    assert other.ask("POST", "/cases", second).status == 404
    trail = staff(service, "supervisor", "GET", f"/v1/desk/cases/{case_id}/trail").json["entries"]
    assert sorted(entry["what"] for entry in trail) == ["code_given", "enrol", "linked"]


def test_the_same_scores_again_are_one_line_in_the_trail(service: Service, visitor: Visitor) -> None:
    case_id = enrolled(visitor)
    path = f"/v1/cases/{case_id}/credit-scores"
    for nice in (612, 612, 640):
        assert as_person(visitor, "POST", path, {"month": "2026-11", "nice": nice}).status == 201
    trail = staff(service, "supervisor", "GET", f"/v1/desk/cases/{case_id}/trail").json["entries"]
    assert [entry["what"] for entry in trail].count("credit_score") == 2


def test_a_token_of_the_provider_that_is_no_longer_good_asks_for_a_new_login(service: Service) -> None:
    assert staff(service, "a.b.c", "GET", "/v1/cases/c1").status == 401


def test_a_person_cannot_enrol_for_an_agency_nor_for_another_session(
    service: Service, visitor: Visitor
) -> None:
    other = service.open()
    body = {"plan": PLAN, "consent": True}
    refused = as_person(visitor, "POST", "/v1/cases", {**body, "session_id": visitor.id, "reference": "A"})
    assert refused.codes == [("/reference", "staff_only")]
    assert as_person(visitor, "POST", "/v1/cases", {**body, "session_id": other.id}).status == 404
    assert as_person(visitor, "POST", "/v1/cases", body).status == 404
    linked = staff(service, "counsellor", "POST", "/v1/cases", {**body, "session_id": other.id})
    assert linked.codes == [("/session_id", "person_only")]
    assert staff(service, "operator", "POST", "/v1/cases", body).status == 403


def test_a_code_moves_a_case_to_the_phone_and_away_from_the_lost_one(service: Service) -> None:
    lost, phone = service.open(), service.open()
    case_id = enrolled(lost)
    given = staff(service, "counsellor", "POST", f"/v1/desk/cases/{case_id}/codes")
    assert given.status == 201
    body = {"code": given.json["code"].lower()}
    assert phone.ask("POST", "/cases", body).status == 201
    assert as_person(phone, "GET", f"/v1/cases/{case_id}").status == 200
    assert as_person(lost, "GET", f"/v1/cases/{case_id}").status == 404
    assert [one["id"] for one in phone.ask("GET", "/cases").json["cases"]] == [case_id]
    assert lost.ask("GET", "/cases").json == {"cases": []}
    assert lost.ask("POST", "/cases", body).status == 404  # used


def test_on_dynamodb_a_case_is_enrolled_paid_moved_and_erased_alike(tmp_path: Path) -> None:
    from tests.store.support import open_table
    from tests.web.support import Clock

    clock = Clock()
    with (
        open_table("dynamodb", tmp_path, clock.epoch) as table,  # type: ignore[arg-type]
        desk(tmp_path, table=table) as service,
    ):
        case_id = by_staff(service, "DY-1")
        assert paid(service, case_id, "P-1", 100_000, "2026-11-21").json["case"]["paid"] == 100_000
        person = service.open()
        code = staff(service, "counsellor", "POST", f"/v1/desk/cases/{case_id}/codes").json["code"]
        assert person.ask("POST", "/cases", {"code": code}).json["left"] == 300_000
        assert person.ask("DELETE").status == 204
        assert table.query(keys.case_pk(case_id)).items == []


def test_a_code_is_good_for_a_day(service: Service, visitor: Visitor) -> None:
    case_id = by_staff(service, "CODE-1")
    code = staff(service, "supervisor", "POST", f"/v1/desk/cases/{case_id}/codes").json["code"]
    service.clock.move(days=1)
    assert visitor.ask("POST", "/cases", {"code": code}).status == 404


# --- once ------------------------------------------------------------------------------------------------------------
def test_the_same_key_is_the_same_case_and_another_body_is_refused(visitor: Visitor) -> None:
    body = {"plan": PLAN, "consent": True, "session_id": visitor.id}
    one = as_person(visitor, "POST", "/v1/cases", body, Idempotency_Key=KEY)
    two = as_person(visitor, "POST", "/v1/cases", body, Idempotency_Key=KEY)
    assert (one.status, one.raw) == (two.status, two.raw)
    assert two.headers["Idempotency-Replayed"] == "true"
    other = {**body, "plan": PLAN | {"count": 5}}
    assert as_person(visitor, "POST", "/v1/cases", other, Idempotency_Key=KEY).status == 422
    assert len(visitor.ask("GET", "/cases").json["cases"]) == 1


def test_two_payments_at_once_are_both_booked(service: Service, visitor: Visitor) -> None:
    case_id = enrolled(visitor)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: paid(service, case_id, f"T-{n}", 10_000, "2026-11-21"), range(8)))
    assert [reply.status for reply in made] == [201] * 8
    assert as_person(visitor, "GET", f"/v1/cases/{case_id}").json["paid"] == 80_000


def test_one_payment_sent_eight_times_at_once_is_booked_once(service: Service, visitor: Visitor) -> None:
    case_id = enrolled(visitor)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: paid(service, case_id, "SAME", 10_000, "2026-11-21"), range(8)))
    assert sorted(reply.json["new"] for reply in made) == [False] * 7 + [True]
    assert as_person(visitor, "GET", f"/v1/cases/{case_id}").json["paid"] == 10_000
    assert paid(service, case_id, "SAME", 20_000, "2026-11-21").status == 422
    assert paid(service, case_id, "AHEAD", 1, "2026-11-23").status == 422


def test_only_a_supervisor_takes_a_booking_back_and_it_stays_visible(
    service: Service, visitor: Visitor
) -> None:
    case_id = enrolled(visitor)
    paid(service, case_id, "WRONG", 10_000, "2026-11-21")
    path, body = f"/v1/cases/{case_id}/payments/voids", {"reference": "WRONG", "because": "다른 사람의 납입"}
    assert staff(service, "integration", "POST", path, body).status == 403
    assert staff(service, "supervisor", "POST", path, body).json["paid"] == 0
    shown = as_person(visitor, "GET", f"/v1/cases/{case_id}?schedule=true").json["schedule"]["payments"]
    assert [(one["reference"], one["voided"]) for one in shown] == [("WRONG", True)]


# --- stages and relief -----------------------------------------------------------------------------------------------
def test_a_lapse_is_recorded_by_the_agency_and_an_impossible_stage_is_refused(
    service: Service, visitor: Visitor
) -> None:
    path = f"/v1/cases/{enrolled(visitor)}"
    body = {"stage": "lapsed", "on": "2026-11-20"}
    assert staff(service, "counsellor", "POST", f"{path}/stages", body).status == 403
    lapsed = staff(service, "integration", "POST", f"{path}/stages", body).json
    assert (lapsed["stage"], lapsed["standing"]["revive_until"] is not None) == ("lapsed", True)
    back = staff(service, "integration", "POST", f"{path}/stages", {"stage": "agreed", "on": "2026-11-21"})
    assert back.status == 409


def test_relief_from_request_over_papers_to_the_new_schedule(service: Service, visitor: Visitor) -> None:
    case_id = enrolled(visitor)
    to(service, "2026-12-01")
    paid(service, case_id, "R-1", 100_000, "2026-11-25")
    base = f"/v1/cases/{case_id}/relief-requests"
    body = {"kind": "special", "reasons": ["income_drop"], "months": 6, "note": "전화 010-9876-5432로 주세요"}
    made = as_person(visitor, "POST", base, body, Idempotency_Key=KEY)
    assert (made.status, made.json["status"]) == (201, "submitted")
    assert "9876" not in made.raw.decode()
    assert as_person(visitor, "POST", base, body, Idempotency_Key=KEY).raw == made.raw
    again = as_person(visitor, "POST", base, body)
    assert (again.json["id"], again.json["duplicate"]) == (made.json["id"], True)

    one = f"{base}/{made.json['id']}"
    stale = made.headers["ETag"]
    asked = {"decision": "ask_documents", "because": "급여명세서를 내 주세요."}
    assert staff(service, "counsellor", "PATCH", one, asked).status == 428
    assert as_person(visitor, "PATCH", one, {"decision": "approve"}, If_Match=stale).status == 403
    waiting = staff(service, "counsellor", "PATCH", one, asked, If_Match=stale)
    assert waiting.json["status"] == "needs_documents"
    assert staff(service, "counsellor", "PATCH", one, asked, If_Match=stale).status == 412

    papers = {"documents": ["income_drop"]}
    tag = as_person(visitor, "GET", one).headers["ETag"]
    both = as_person(visitor, "PATCH", one, papers | {"decision": "approve"}, If_Match=tag)
    assert both.codes == [("/decision", "either_or")]
    handed = as_person(visitor, "PATCH", one, papers, If_Match=tag)
    assert handed.json["status"] == "submitted"

    yes = {"decision": "approve"}
    tag = handed.headers["ETag"]
    done = staff(service, "counsellor", "PATCH", one, yes, If_Match=tag, Idempotency_Key=KEY)
    assert (done.status, done.json["status"], done.json["decision"]["by"]) == (
        200,
        "approved",
        "s-counsellor",
    )
    twice = staff(service, "counsellor", "PATCH", one, yes, If_Match=tag, Idempotency_Key=KEY)
    assert twice.raw == done.raw
    now = as_person(visitor, "GET", f"/v1/cases/{case_id}").json
    assert (now["stage"], now["left"], now["next_due"]["on"] > "2027-05-01") == ("deferred", 300_000, True)
    assert [request["id"] for request in as_person(visitor, "GET", base).json["requests"]] == [
        made.json["id"]
    ]


# --- the person's settings and words ---------------------------------------------------------------------------------
def test_settings_changed_from_an_older_screen_are_refused(visitor: Visitor) -> None:
    path = f"/v1/cases/{enrolled(visitor)}/reminders"
    tag = as_person(visitor, "GET", path).headers["ETag"]
    assert as_person(visitor, "PUT", path, {"coached": True}).status == 428
    changed = as_person(visitor, "PUT", path, {"opted_out": True}, If_Match=tag)
    assert (changed.status, changed.json["opted_out"]) == (200, True)
    assert as_person(visitor, "PUT", path, {"coached": True}, If_Match=tag).status == 412


def test_a_payment_makes_no_screen_of_settings_stale(service: Service, visitor: Visitor) -> None:
    case_id = enrolled(visitor)
    path = f"/v1/cases/{case_id}/reminders"
    tag = as_person(visitor, "GET", path).headers["ETag"]
    paid(service, case_id, "P", 1_000, "2026-11-21")
    assert as_person(visitor, "PUT", path, {"coached": True}, If_Match=tag).status == 200


def test_nobody_vouches_for_a_number_that_may_be_a_strangers(service: Service, visitor: Visitor) -> None:
    case_id = enrolled(visitor, reminders=REMINDERS)
    path = f"/v1/cases/{case_id}/reminders"
    mine = as_person(visitor, "GET", path)
    assert [one["confirmed"] for one in mine.json["addresses"]] == [False, False]
    assert mine.json["addresses"][1]["to"] == PHONE.replace("-", "")
    sms = {"addresses": [{"channel": "sms", "to": PHONE, "confirmed": True}]}
    checked = staff(service, "counsellor", "PUT", path, sms, If_Match=mine.headers["ETag"])
    assert checked.json["addresses"] == [{"channel": "sms", "to": "010****5678", "confirmed": True}]
    sms["addresses"].append({"channel": "sms", "to": "010-9999-8888", "confirmed": True})
    kept = as_person(visitor, "PUT", path, sms, If_Match=checked.headers["ETag"])
    assert [one["confirmed"] for one in kept.json["addresses"]] == [True, False]


def test_a_hard_answer_brings_a_counsellor_and_a_pause(service: Service, visitor: Visitor) -> None:
    case_id = enrolled(visitor)
    body = {"answer": "hard", "id": "a-1"}
    said = as_person(visitor, "POST", f"/v1/cases/{case_id}/answers", body).json
    assert said["paused_until"] and said["referral_id"]
    again = as_person(visitor, "POST", f"/v1/cases/{case_id}/answers", body)
    assert again.status == 200
    queue = staff(service, "counsellor", "GET", "/v1/desk/referrals").json["referrals"]
    assert [row["id"] for row in queue].count(said["referral_id"]) == 1


def test_the_path_of_scores_is_drawn_from_what_was_told(visitor: Visitor) -> None:
    path = f"/v1/cases/{enrolled(visitor)}/credit-scores"
    assert as_person(visitor, "GET", path).json["chart"] is None
    for month, nice in (("2026-10", 600), ("2026-11", 640)):
        assert as_person(visitor, "POST", path, {"month": month, "nice": nice}).status == 201
    shown = as_person(visitor, "GET", f"{path}?months=0").json
    assert (shown["change"]["nice"], shown["estimate"]) == (40, [])
    assert shown["chart"].startswith("<svg")
    assert as_person(visitor, "POST", path, {"month": "2026-12", "nice": 1}).status == 422


def test_the_consultation_answers_from_the_linked_case(visitor: Visitor) -> None:
    asked = {"text": "이번 달 얼마 남았어요?"}
    before = visitor.ask("POST", "/messages", asked).json
    enrolled(visitor)
    after = visitor.ask("POST", "/messages", asked).json
    assert "10만 원" not in before["text"]
    assert "10만 원" in after["text"]
    assert any(figure["evidence"].startswith("case.") for figure in after["figures"])


# --- what is held ----------------------------------------------------------------------------------------------------
def test_the_export_holds_the_case_and_the_erasure_leaves_nothing_of_it(
    service: Service, visitor: Visitor
) -> None:
    case_id = enrolled(visitor, reminders=REMINDERS)
    as_person(visitor, "POST", f"/v1/cases/{case_id}/answers", {"answer": "hard"})
    held = [one for one in visitor.ask("GET", "/export").json["items"] if one["kind"] == "case"]
    assert [one["id"] for one in held] == [case_id]
    assert {"case", "answer", "audit"} <= {item["kind"] for item in held[0]["items"]}
    assert len(held[0]["referrals"]) == 1
    assert not re.search("token_hash|body_hash", str(held))
    assert visitor.ask("DELETE").status == 204
    assert service.table.inner.query(keys.case_pk(case_id)).items == []
    assert staff(service, "counsellor", "GET", f"/v1/cases/{case_id}").status == 404


def test_every_fault_of_an_enrolment_is_told_at_once(visitor: Visitor) -> None:
    body = {"plan": {"remedy": "x", "total": 0}, "consent": "네", "name": "홍길동"}
    faults = {pointer for pointer, _ in as_person(visitor, "POST", "/v1/cases", body).codes}
    assert {"/name", "/plan/remedy", "/plan/total", "/consent"} <= faults
