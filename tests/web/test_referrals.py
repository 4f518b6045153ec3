"""Hand-off to a counsellor: shown, edited, agreed, queued by urgency, found by its number, taken once, erased whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.assess.api import assess
from chalicelib.consult import handoff
from chalicelib.store import keys
from tests.web.support import STAFF_KEY, Reply, Service, Visitor, running


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("referrals"), assess=assess) as started:
        yield started


def say(visitor: Visitor, text: str) -> Any:
    return visitor.ask("POST", "/messages", {"text": text}).json


def refer(visitor: Visitor, summary: str = "상담을 받고 싶어요", **more: Any) -> Reply:
    key = more.pop("key", None)
    body = {"summary": summary, "agreed": True} | more
    return visitor.ask("POST", "/referrals", body, **({"Idempotency_Key": key} if key else {}))


def desk(service: Service, method: str, below: str = "", document: Any = None, **headers: str) -> Reply:
    sent = {"Authorization": f"Bearer {STAFF_KEY}"} | {k.replace("_", "-"): v for k, v in headers.items()}
    return service.ask(method, f"/v1/desk/referrals{below}", document, sent)


def queued(service: Service) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk(service, "GET", "?limit=100").json["referrals"]
    return found


# --- what the person sees and agrees to --------------------------------------------------------------------------
def test_the_summary_says_what_was_asked_what_was_shown_and_where_the_person_stands(visitor: Visitor) -> None:
    visitor.tell({"monthly_income": 2_000_000, "debts": [{"kind": "card", "principal": 30_000_000}]})
    say(visitor, "법원에서 지급명령이 왔어요 어떻게 하나요")
    say(visitor, "상담사랑 이야기하고 싶어요")
    draft = visitor.ask("GET", "/referrals/draft").json
    assert (draft["urgency"], draft["reasons"]) == ("today", ["asked", "deadline"])
    for part in ("기한이 있는 법원 서류", "월 소득 200만원", "지급명령"):
        assert part in draft["text"], part
    assert draft["contacts"]
    assert visitor.ask("GET", "/referrals").json == {"referrals": []}


def test_what_is_passed_on_is_what_the_person_edited_and_agreed_to(
    service: Service, visitor: Visitor
) -> None:
    say(visitor, "개인회생이 뭐예요")
    made = refer(visitor, "저녁에 전화 주세요. 제 번호는 010-2345-6789예요.", callback="저녁 7시")
    assert made.status == 201
    assert "2345" not in made.raw.decode()
    row = next(row for row in queued(service) if row["id"] == made.json["id"])
    assert row["summary"] == made.json["summary"]
    assert (row["edited"], row["callback"]) == (True, "저녁 7시")
    assert "session_id" not in row
    assert [r["id"] for r in visitor.ask("GET", "/referrals").json["referrals"]] == [made.json["id"]]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"summary": "상담"}, ("/agreed", "required")),
        ({"summary": "상담", "agreed": False}, ("/agreed", "not_agreed")),
        ({"summary": "  ", "agreed": True}, ("/summary", "required")),
        ({"agreed": True}, ("/summary", "required")),
    ],
)
def test_without_agreement_or_words_nothing_is_passed_on(
    visitor: Visitor, body: dict[str, Any], fault: tuple[str, str]
) -> None:
    reply = visitor.ask("POST", "/referrals", body)
    assert (reply.status, reply.codes) == (422, [fault])
    assert visitor.ask("GET", "/referrals").json == {"referrals": []}


def test_words_of_a_crisis_are_not_in_the_summary_but_its_urgency_is(
    service: Service, visitor: Visitor
) -> None:
    say(visitor, "죽고 싶어요 약을 모아 뒀어요")
    draft = visitor.ask("GET", "/referrals/draft").json
    assert draft["urgency"] == "now"
    assert "약을" not in json.dumps(draft, ensure_ascii=False)


def test_age_is_a_reason_of_its_own(visitor: Visitor) -> None:
    visitor.tell({"age": 82})
    assert say(visitor, "개인회생이 뭐예요")["handoff"]["reasons"] == ["young_or_old"]
    assert visitor.ask("GET", "/referrals/draft").json["reasons"] == ["young_or_old"]


def test_the_same_key_makes_one_referral(service: Service, visitor: Visitor) -> None:
    first, second = refer(visitor, key="once-1"), refer(visitor, key="once-1")
    assert first.json == second.json
    assert len(visitor.ask("GET", "/referrals").json["referrals"]) == 1


def test_more_than_three_waiting_at_once_are_refused_kindly(visitor: Visitor) -> None:
    assert [refer(visitor).status for _ in range(4)] == [201, 201, 201, 409]


def test_a_number_in_use_is_not_given_out_again(
    service: Service, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(["123456"] + ["123456"] * 4 + ["654321"] + ["123456"] * 8)
    monkeypatch.setattr(handoff, "reference", lambda: next(numbers))
    assert refer(visitor).json["reference"] == "123456"
    assert refer(service.open()).json["reference"] == "654321"
    assert refer(service.open()).status == 503


# --- the desk ----------------------------------------------------------------------------------------------------
def test_the_most_urgent_stand_first(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("queue"), assess=assess) as service:
        made = []
        for text in ("상담사와 이야기하고 싶어요", "지급명령을 받았어요", "죽고 싶어요"):
            visitor = service.open()
            say(visitor, text)
            made.append(refer(visitor).json["id"])
            service.clock.move(minutes=1)
        assert [row["id"] for row in queued(service)] == made[::-1]
        page = desk(service, "GET", "?limit=2").json
        rest = desk(service, "GET", f"?limit=2&cursor={page['next']}").json
        assert [row["id"] for row in page["referrals"] + rest["referrals"]] == made[::-1]


def test_a_caller_is_found_by_the_number(service: Service, visitor: Visitor) -> None:
    made = refer(visitor).json
    found = desk(service, "GET", f"?reference={made['reference']}").json["referrals"]
    assert [row["id"] for row in found] == [made["id"]]
    unused = next(f"{n}" for n in range(100_000, 100_100) if f"{n}" != made["reference"])
    assert desk(service, "GET", f"?reference={unused}").json["referrals"] == []
    assert desk(service, "GET", "?reference=12").status == 422


def test_of_two_counsellors_one_takes_it_and_the_person_sees_that(service: Service, visitor: Visitor) -> None:
    made = refer(visitor).json
    below = f"/{made['id']}"
    tag = desk(service, "GET", below).headers["ETag"]
    assert desk(service, "PATCH", below, {"status": "taken"}).status == 428
    taken = desk(service, "PATCH", below, {"status": "taken", "note": "010-2345-6789로 전화함"}, If_Match=tag)
    assert (taken.status, taken.json["status"], taken.json["by"]) == (200, "taken", "development")
    assert "2345" not in taken.raw.decode()
    assert desk(service, "PATCH", below, {"status": "taken"}, If_Match=tag).status == 412
    assert made["id"] in [row["id"] for row in queued(service)]
    assert visitor.ask("GET", "/referrals").json["referrals"][0]["status"] == "taken"
    done = desk(service, "PATCH", below, {"status": "done"}, If_Match=taken.headers["ETag"])
    assert done.status == 200
    assert made["id"] not in [row["id"] for row in queued(service)]
    assert desk(service, "PATCH", below, {"status": "taken"}, If_Match=done.headers["ETag"]).status == 409


def test_a_taken_referral_still_ends_after_its_time(service: Service) -> None:
    visitor = service.open()
    made = refer(visitor).json
    tag = desk(service, "GET", f"/{made['id']}").headers["ETag"]
    desk(service, "PATCH", f"/{made['id']}", {"status": "taken"}, If_Match=tag)
    service.clock.move(days=91)
    assert desk(service, "GET", f"/{made['id']}").status == 404


def test_the_desk_is_for_staff(service: Service, visitor: Visitor) -> None:
    made = refer(visitor).json
    for path in ("/v1/desk/referrals", f"/v1/desk/referrals/{made['id']}"):
        assert service.ask("GET", path).status == 401
        assert service.ask("GET", path, headers={"Authorization": f"Bearer {visitor.token}"}).status == 401
    assert desk(service, "GET", "/unknown-referral").status == 404


# --- export and erasure ------------------------------------------------------------------------------------------
def test_export_holds_the_referral_and_erasure_leaves_nothing_of_it(
    service: Service, visitor: Visitor
) -> None:
    made = refer(visitor, "꼭 지워져야 하는 요약").json
    tag = desk(service, "GET", f"/{made['id']}").headers["ETag"]
    desk(service, "PATCH", f"/{made['id']}", {"status": "taken", "note": "메모"}, If_Match=tag)
    items = visitor.ask("GET", "/export").json["items"]
    assert [i["summary"] for i in items if i["kind"] == "referral"] == ["꼭 지워져야 하는 요약"]
    assert visitor.ask("DELETE").status == 204
    table = service.table.inner
    assert table.query(keys.referral_pk(made["id"])).items == []
    assert table.get(*keys.alias("referral", made["reference"])) is None
    assert made["id"] not in [row["id"] for row in queued(service)]
    assert table.query(keys.session_pk(visitor.id)).items == []
