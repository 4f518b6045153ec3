"""Consents of a session over HTTP: shown, added, taken back; and a booth's erasure that leaves what was passed on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.web.settings import CONSENT_VERSION
from tests.web.support import STAFF_KEY, Service, Visitor, running


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("consents")) as service:
        yield service


@pytest.fixture
def visitor(http: Service) -> Visitor:
    return http.open()


def held(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = visitor.ask("GET", "/consents").json["consents"]
    return found


def test_what_was_agreed_to_at_the_start_is_shown_and_what_was_not_asked_is_not_there(
    visitor: Visitor,
) -> None:
    given = {"given": True, "version": CONSENT_VERSION}
    assert held(visitor) == {"terms": given, "ai_notice": given}


def test_a_consent_given_later_is_kept_with_its_wording_and_can_be_taken_back(visitor: Visitor) -> None:
    for given in (True, False):
        reply = visitor.ask("POST", "/consents", {"overseas_transfer": given})
        assert reply.status == 200
        assert reply.json["consents"]["overseas_transfer"] == {"given": given, "version": CONSENT_VERSION}
        assert held(visitor) == reply.json["consents"]
        assert held(visitor)["terms"]["given"] is True


@pytest.mark.parametrize("name", ["terms", "everything"])
def test_the_terms_and_unknown_consents_cannot_be_changed(visitor: Visitor, name: str) -> None:
    before = held(visitor)
    assert visitor.ask("POST", "/consents", {name: False}).status == 422
    assert held(visitor) == before


def test_an_answer_that_changes_beside_it_is_not_lost(http: Service, visitor: Visitor) -> None:
    visitor.tell({"age": 45})
    visitor.ask("POST", "/consents", {"reminders": True})
    assert visitor.ask("GET", "/person").json["person"]["age"] == 45


def test_nobody_else_sees_or_changes_consents(http: Service, visitor: Visitor) -> None:
    other = http.open("mobile")
    path = f"/v1/sessions/{visitor.id}/consents"
    stranger = {"Authorization": f"Bearer {other.token}"}
    assert http.ask("GET", path, None, stranger).status == 404
    assert http.ask("POST", path, {"overseas_transfer": True}, stranger).status == 404
    assert "overseas_transfer" not in held(visitor)


@pytest.mark.parametrize(("keep", "left"), [("?keep=referrals", 1), ("", 0)])
def test_an_erasure_leaves_what_was_passed_on_only_when_told_so(
    http: Service, visitor: Visitor, keep: str, left: int
) -> None:
    told = {"summary": f"상담을 받고 싶어요 {keep}", "agreed": True}
    reference = visitor.ask("POST", "/referrals", told).json["reference"]
    assert visitor.ask("DELETE", keep).status == 204
    assert visitor.ask("GET", "/person").status == 404
    headers = {"Authorization": f"Bearer {STAFF_KEY}"}
    waiting = http.ask("GET", "/v1/desk/referrals?limit=100", None, headers).json["referrals"]
    assert len([one for one in waiting if one["reference"] == reference]) == left


def test_what_else_should_be_kept_is_refused_and_nothing_is_erased(visitor: Visitor) -> None:
    assert visitor.ask("DELETE", "?keep=everything").status == 422
    assert visitor.ask("GET", "/person").status == 200
