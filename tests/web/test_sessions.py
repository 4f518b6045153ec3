"""A session is held by its token alone; the person in it is edited without loss, exported, and erased whole."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.store import keys
from chalicelib.store.table import Item
from chalicelib.web import tokens
from tests.web.support import OPENING, Service, Visitor

PERSON: dict[str, Any] = {
    "age": 45,
    "monthly_income": 4_200_000,
    "debts": [
        {"kind": "card_loan", "principal": 10**15, "annual_rate": Decimal("17.9"), "opened_on": "2024-02-29"}
    ],
    "assets": [{"kind": "lease_deposit", "value": 0, "note": "한글 메모 ①"}],
}


def stored(service: Service, visitor: Visitor) -> Item:
    item = service.table.inner.get(*keys.session(visitor.id))
    assert item is not None
    return item


def test_opening_answers_the_id_the_token_and_the_end(service: Service) -> None:
    reply = service.ask("POST", "/v1/sessions", OPENING)
    assert reply.status == 201
    assert set(reply.json) == {"session_id", "token", "expires_at"}
    assert reply.json["expires_at"] == "2026-12-22T09:00:00+09:00"
    assert reply.headers["Location"] == f"/v1/sessions/{reply.json['session_id']}/person"


def test_a_booth_session_lives_a_day(service: Service) -> None:
    reply = service.ask("POST", "/v1/sessions", OPENING | {"channel": "booth"})
    assert reply.json["expires_at"] == "2026-11-23T09:00:00+09:00"


def test_the_token_is_stored_only_as_a_hash(service: Service, visitor: Visitor) -> None:
    data = stored(service, visitor).data
    assert visitor.token not in str(data)
    assert data["token_hash"] == tokens.hashed(visitor.token)


def test_consents_are_kept_with_the_version_of_their_wording(service: Service, visitor: Visitor) -> None:
    assert stored(service, visitor).data["consents"] == {
        "terms": {"given": True, "version": "2026-11"},
        "ai_notice": {"given": True, "version": "2026-11"},
    }


@pytest.mark.parametrize("consents", [{"terms": False}, {}, {"terms": True, "everything": True}])
def test_without_the_terms_or_with_unknown_consents_no_session_opens(service: Service, consents: Any) -> None:
    reply = service.ask("POST", "/v1/sessions", {"channel": "web", "consents": consents})
    assert reply.status == 422
    assert reply.json["errors"][0]["pointer"].startswith("/consents/")


@pytest.mark.parametrize("below", ["/person", "/assessment", "/export"])
def test_a_session_needs_a_token(service: Service, visitor: Visitor, below: str) -> None:
    for headers in ({}, {"Authorization": ""}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer "}):
        reply = service.ask("GET", f"/v1/sessions/{visitor.id}{below}", headers=headers)
        assert reply.status == 401
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("method", "below"),
    [("GET", "/person"), ("PATCH", "/person"), ("GET", "/assessment"), ("GET", "/export"), ("DELETE", "")],
)
def test_a_foreign_session_and_an_unknown_one_look_alike(service: Service, method: str, below: str) -> None:
    mine, other = service.open(), service.open()
    document = {"age": 1} if method == "PATCH" else None
    headers = {"Authorization": f"Bearer {other.token}"}
    foreign = service.ask(method, f"/v1/sessions/{mine.id}{below}", document, headers)
    unknown = service.ask(method, f"/v1/sessions/{'0' * 32}{below}", document, headers)
    assert foreign.status == unknown.status == 404
    for reply in (foreign, unknown):
        assert reply.json["type"] == "urn:problem:not_found"
    assert foreign.json["detail"] == unknown.json["detail"]
    assert mine.ask("GET", "/person").status == 200


@pytest.mark.parametrize(
    "odd", ["%00", "..", "%2e%2e", "a%20b", "a'b", "%ED%95%9C", "x" * 65, "short", "S%23x"]
)
def test_an_id_of_another_form_is_not_found(service: Service, visitor: Visitor, odd: str) -> None:
    reply = service.ask(
        "GET", f"/v1/sessions/{odd}/person", headers={"Authorization": f"Bearer {visitor.token}"}
    )
    assert reply.status == 404


def test_large_amounts_rates_and_korean_come_back_exactly(service: Service, visitor: Visitor) -> None:
    assert visitor.tell(PERSON).json["person"] == PERSON
    reply = visitor.ask("GET", "/person")
    assert reply.json["person"] == PERSON
    assert b'"principal":1000000000000000,"annual_rate":17.9' in reply.raw
    assert "한글 메모 ①".encode() in reply.raw


def test_unknown_is_neither_zero_nor_no(visitor: Visitor) -> None:
    visitor.tell({"monthly_income": 0, "income_regular": False, "age": 30})
    visitor.tell({"age": None})
    assert visitor.person() == {"monthly_income": 0, "income_regular": False}


def test_a_merge_patch_changes_what_it_names_and_nothing_else(visitor: Visitor) -> None:
    visitor.tell({"age": 45, "living_cost": {"food": 300_000, "rent": 500_000}, "hardships": ["job_loss"]})
    visitor.tell({"living_cost": {"food": None, "medical": 70_000}, "hardships": ["divorce"]})
    assert visitor.person() == {
        "age": 45,
        "living_cost": {"rent": 500_000, "medical": 70_000},
        "hardships": ["divorce"],
    }


def test_the_merge_patch_media_type_is_taken(service: Service, visitor: Visitor) -> None:
    tag = visitor.ask("GET", "/person").headers["ETag"]
    headers = {
        "Authorization": f"Bearer {visitor.token}",
        "If-Match": tag,
        "Content-Type": "application/merge-patch+json",
    }
    reply = service.ask("PATCH", f"/v1/sessions/{visitor.id}/person", raw=b'{"age": 20}', headers=headers)
    assert (reply.status, reply.json["person"]) == (200, {"age": 20})


def test_the_next_questions_come_with_the_person(visitor: Visitor) -> None:
    assert visitor.ask("GET", "/person").json["next_questions"][0]["fact"] == "age"
    assert visitor.tell({"age": 3}).json["next_questions"][0]["worth"] == 3


def test_a_faulty_patch_names_every_fault_and_changes_nothing(visitor: Visitor) -> None:
    visitor.tell({"age": 45})
    reply = visitor.tell({"age": 200, "region": "moon", "debts": [{"principal": -1}]})
    assert reply.status == 422
    assert [pointer for pointer, _ in reply.codes] == ["/age", "/region", "/debts/0/principal"]
    assert visitor.person() == {"age": 45}


@pytest.mark.parametrize("patch", [[], "x", 1, True])
def test_a_patch_that_is_no_object_is_refused(visitor: Visitor, patch: Any) -> None:
    assert visitor.tell(patch).codes == [("", "not_an_object")]


def test_a_change_needs_the_tag_of_what_was_seen(visitor: Visitor) -> None:
    assert visitor.ask("PATCH", "/person", {"age": 1}).json["type"] == "urn:problem:precondition_required"
    first = visitor.ask("GET", "/person").headers["ETag"]
    second = visitor.ask("PATCH", "/person", {"age": 1}, If_Match=first)
    assert second.status == 200
    stale = visitor.ask("PATCH", "/person", {"age": 2}, If_Match=first)
    assert (stale.status, stale.headers["ETag"]) == (412, second.headers["ETag"])
    assert visitor.ask("PATCH", "/person", {"age": 2}, If_Match=second.headers["ETag"]).status == 200
    assert visitor.ask("PATCH", "/person", {"age": 3}, If_Match="*").status == 200
    assert visitor.ask("PATCH", "/person", {"age": 4}, If_Match="W/" + first).status == 412


def test_the_tag_tells_when_nothing_changed(visitor: Visitor) -> None:
    tag = visitor.ask("GET", "/person").headers["ETag"]
    same = visitor.ask("GET", "/person", If_None_Match=f'"other", W/{tag}')
    assert (same.status, same.raw) == (304, b"")
    visitor.tell({"age": 5})
    assert visitor.ask("GET", "/person", If_None_Match=tag).status == 200


def test_of_many_changes_upon_the_same_tag_one_wins(service: Service, visitor: Visitor) -> None:
    tag = visitor.ask("GET", "/person").headers["ETag"]
    statuses: list[int] = []
    start = threading.Barrier(8)

    def change(age: int) -> None:
        start.wait()
        statuses.append(visitor.ask("PATCH", "/person", {"age": age}, If_Match=tag).status)

    threads = [threading.Thread(target=change, args=(age,)) for age in range(20, 28)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(statuses) == [200] + [412] * 7


def test_a_change_beside_the_person_is_no_conflict(service: Service, visitor: Visitor) -> None:
    """Another write on the session item between reading and writing, as a counted turn would be."""
    inner, real = service.table.inner, service.services.assess
    seen: list[int] = []

    class Between:
        def __getattr__(self, name: str) -> Any:
            return getattr(inner, name)

        def put(self, item: Item, expect: Any) -> Item:
            if not seen:
                seen.append(1)
                now = inner.get(item.pk, item.sk)
                assert now is not None
                inner.put(
                    Item(now.pk, now.sk, now.data | {"turns": 1}, expires_at=now.expires_at), now.version
                )
            return inner.put(item, expect)

    service.services.table = Between()  # type: ignore[assignment]
    try:
        assert visitor.tell({"age": 61}).status == 200
    finally:
        service.services.table, service.services.assess = service.table, real
    data = stored(service, visitor).data
    assert (data["turns"], data["person"]) == (1, '{"age":61}')


def test_notes_are_cleaned_before_they_are_stored(service: Service, visitor: Visitor) -> None:
    visitor.tell({"assets": [{"kind": "other", "note": "연락처 010-1234-5678, 주민번호 900101-1234567"}]})
    kept = str(stored(service, visitor).data)
    assert "1234-5678" not in kept
    assert "1234567" not in kept


def test_the_assessment_is_of_the_stored_person_and_the_day_asked_for(visitor: Visitor) -> None:
    visitor.tell({"debts": [{"principal": 70}, {"principal": 30}]})
    reply = visitor.ask("GET", "/assessment?as_of=2021-04-20")
    assert (reply.json["as_of"], reply.json["diagnosis"]["total_debt"]) == ("2021-04-20", 100)
    assert visitor.ask("GET", "/assessment").json["as_of"] == "2026-11-22"
    assert visitor.ask("GET", "/assessment?as_of=2031-01-01").codes == [("/as_of", "not_covered")]


def test_the_day_without_as_of_is_seouls_and_not_utcs(service: Service, visitor: Visitor) -> None:
    service.clock.move(days=1, hours=-8)  # 01:00 of the 23rd in Seoul, still the 22nd in UTC
    try:
        assert visitor.ask("GET", "/assessment").json["as_of"] == "2026-11-23"
    finally:
        service.clock.move(days=-1, hours=8)


def test_an_expired_session_is_gone_to_the_second(service: Service) -> None:
    booth = service.open("booth")
    service.clock.move(days=1, seconds=-1)
    try:
        assert booth.ask("GET", "/person").status == 200
        service.clock.move(seconds=1)
        assert booth.ask("GET", "/person").status == 404
    finally:
        service.clock.move(days=-1)


def test_the_export_holds_everything_but_hashes(service: Service, visitor: Visitor) -> None:
    visitor.tell(PERSON)
    service.table.inner.put(
        Item(
            *keys.turn(visitor.id, 1),
            {"kind": "turn", "shape": 1, "number": 1, "at": "x", "text": "안녕하세요", "reply": {}},
        )
    )
    export = visitor.ask("GET", "/export").json
    assert export["person"] == PERSON
    assert [item["kind"] for item in export["items"]] == ["session", "turn"]
    assert export["items"][1]["text"] == "안녕하세요"
    assert "token_hash" not in str(export)


def test_the_erasure_leaves_nothing_and_ends_the_token(service: Service, visitor: Visitor) -> None:
    visitor.tell(PERSON)
    reply = visitor.ask("DELETE")
    assert (reply.status, reply.raw) == (204, b"")
    assert service.table.inner.query(keys.session_pk(visitor.id)).items == []
    assert visitor.ask("GET", "/person").status == 404
    assert visitor.ask("DELETE").status == 404


def test_the_erasure_reaches_what_is_linked(
    service: Service, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.web import held

    erased: list[str] = []
    monkeypatch.setitem(
        held.LINKED,
        "referral",
        (lambda table, other: {"kind": "referral", "id": other}, lambda table, other: erased.append(other)),
    )
    service.table.inner.put(
        Item(*keys.link(visitor.id, "referral", "r1"), {"kind": "link", "shape": 1, "id": "r1"})
    )
    assert {"kind": "referral", "id": "r1"} in visitor.ask("GET", "/export").json["items"]
    visitor.ask("DELETE")
    assert erased == ["r1"]
