"""A phone registers for push: consent first, the same token once, stale and expired by date, gone with the session."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.store import keys
from chalicelib.web import push
from tests.web.support import Reply, Service, Visitor

TOKEN = "dQw4w9WgXcQ:APA91b-a_token.of_a_push_service"


def register(visitor: Visitor, token: str = TOKEN, **more: object) -> Reply:
    body = {"token": token, "platform": "fcm", "consent": True} | more
    return visitor.ask("PUT", "/push-tokens", body)


def devices(visitor: Visitor) -> list[dict[str, object]]:
    found: list[dict[str, object]] = visitor.ask("GET", "/push-tokens").json["devices"]
    return found


def test_a_registered_device_is_listed_and_its_token_is_not_shown(visitor: Visitor) -> None:
    reply = register(visitor, app_version="1.4.0")
    assert (reply.status, reply.json["state"], reply.json["app_version"]) == (200, "fresh", "1.4.0")
    assert [one["device_id"] for one in devices(visitor)] == [reply.json["device_id"]]
    assert TOKEN not in visitor.ask("GET", "/push-tokens").raw.decode() + reply.raw.decode()


def test_the_store_and_the_export_hold_no_token(service: Service, visitor: Visitor) -> None:
    register(visitor)
    table, pk = service.services.table, keys.session_pk(visitor.id)
    stored = [item.data for item in table.query(pk, "").items]
    assert any(one.get("platform") == "fcm" for one in stored), "the device is among what is looked at"
    assert TOKEN not in str(stored)
    assert TOKEN not in visitor.ask("GET", "/export").raw.decode()


def test_a_sealed_token_opens_for_its_own_session_and_device_only(service: Service, visitor: Visitor) -> None:
    device = str(register(visitor).json["device_id"])
    other = service.open("mobile")
    table = service.services.table
    item = table.get(*keys.link(visitor.id, "push", device))
    assert item is not None
    moved = keys.link(other.id, "push", device)
    table.put(replace(item, pk=moved.pk, sk=moved.sk))
    assert push.addresses(table, other.id, service.clock.now()) == []
    assert push.addresses(table, visitor.id, service.clock.now()) == [("fcm", TOKEN)]


def test_the_same_token_again_is_the_same_device_seen_later(service: Service, visitor: Visitor) -> None:
    first = register(visitor).json
    service.clock.move(days=3)
    again = register(visitor).json
    assert len(devices(visitor)) == 1
    assert again["device_id"] == first["device_id"]
    assert again["registered_at"] == first["registered_at"]
    assert again["seen_at"] > first["seen_at"]


@pytest.mark.parametrize(
    ("days", "seconds", "state"),
    [(0, 0, "fresh"), (30, 0, "fresh"), (30, 1, "stale"), (270, 0, "stale"), (270, 1, "expired")],
)
def test_a_device_is_stale_after_a_month_and_expired_after_270_days(
    service: Service, days: int, seconds: int, state: str
) -> None:
    now = service.clock.now()
    assert push.state_of(now - timedelta(days=days, seconds=seconds), now) == state


def test_senders_get_fresh_and_stale_devices_and_never_expired_ones(
    service: Service, visitor: Visitor
) -> None:
    register(visitor)
    service.clock.move(seconds=1)
    register(visitor, token="another-token-of-a-tablet", platform="apns")
    table, now = service.services.table, service.clock.now()
    assert push.addresses(table, visitor.id, now) == [
        ("apns", "another-token-of-a-tablet"),
        ("fcm", TOKEN),
    ]
    assert len(push.addresses(table, visitor.id, now + timedelta(days=269))) == 2
    assert push.addresses(table, visitor.id, now + timedelta(days=271)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"consent": False}, ("/consent", "not_agreed")),
        ({"consent": None}, ("/consent", "required")),
        ({"token": "short"}, ("/token", "bad_form")),
        ({"token": "with space and 한글 in it"}, ("/token", "bad_form")),
        ({"platform": "pager"}, ("/platform", "unknown_code")),
    ],
)
def test_what_cannot_be_registered_is_named(
    visitor: Visitor, change: dict[str, object], fault: tuple[str, str]
) -> None:
    body = {"token": TOKEN, "platform": "fcm", "consent": True} | change
    reply = visitor.ask("PUT", "/push-tokens", body)
    assert (reply.status, reply.codes) == (422, [fault])
    assert TOKEN not in reply.raw.decode()
    assert devices(visitor) == []


def test_a_sixth_device_is_refused_until_one_is_removed(visitor: Visitor) -> None:
    for number in range(push.MOST):
        assert register(visitor, token=f"token-number-{number}-of-many").status == 200
    assert register(visitor, token="token-number-6-of-many").status == 409
    assert register(visitor, token="token-number-0-of-many").status == 200, "a known one is always renewed"
    gone = devices(visitor)[0]["device_id"]
    assert visitor.ask("DELETE", f"/push-tokens/{gone}").status == 204
    assert visitor.ask("DELETE", f"/push-tokens/{gone}").status == 204
    assert register(visitor, token="token-number-6-of-many").status == 200


def test_the_export_shows_the_device_and_the_erasure_removes_it(service: Service, visitor: Visitor) -> None:
    register(visitor)
    held = visitor.ask("GET", "/export").json["items"]
    assert [one["platform"] for one in held if one["kind"] == "link"] == ["fcm"]
    assert visitor.ask("DELETE").status == 204
    assert push.addresses(service.services.table, visitor.id, service.clock.now()) == []


def test_nobody_else_sees_or_removes_a_device(service: Service, visitor: Visitor) -> None:
    device = register(visitor).json["device_id"]
    other = service.open("mobile")
    assert other.ask("DELETE", f"/push-tokens/{device}").status == 204
    assert [one["device_id"] for one in devices(visitor)] == [device]
    assert devices(other) == []
