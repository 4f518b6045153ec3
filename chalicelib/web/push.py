"""Where the phone of a session may be reached by push: registered by the app, listed, taken back.

The token of the push service is kept because without it nothing can be sent. It is sealed before it is stored, for this
session alone (`store.cursor`: encrypted and authenticated), so that whoever reads an item, an export or the desk learns
no token; everywhere else it is named by its digest. It lies under the session's key, so that the session's end and
erasure take it along. What must not enter: sending. A sender asks `addresses`, which opens the tokens and leaves out
what the push services call expired.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib.shapes import Record, code, flag, text
from chalicelib.store import keys
from chalicelib.store.cursor import Cursors
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import BadCursor, Item, Table

from .problem import Problem, invalid
from .route import SESSION, Answer, Call, Routes
from .settings import CONSENT_VERSION

routes = Routes("푸시 알림 기기")

PLATFORMS: Final = {"fcm": "Android(FCM)", "apns": "iOS(APNs)"}
STALE_AFTER: Final = timedelta(days=30)
"""FCM calls a token stale when the app has not been seen for a month: ask the app to register again."""
EXPIRED_AFTER: Final = timedelta(days=270)
"""FCM expires a token of an Android device after 270 days; such a device is not addressed any more."""
MOST: Final = 5
"""Devices of one session. People have one phone; more is a fault of a client."""
_PREFIX: Final = f"{keys.LINKS}push#"


class Registration(Record):
    title = "푸시 알림을 받을 기기"
    must = ("token", "platform", "consent")
    token: str | None = text("푸시 토큰", 4096, r"[A-Za-z0-9_:.\-]{16,4096}")
    platform: str | None = code(PLATFORMS, "푸시 서비스")
    app_version: str | None = text("앱 판", 32, r"[0-9A-Za-z.+\-]{1,32}")
    consent: bool | None = flag("이 기기로 알림을 받는 데 동의")


DEVICE = {
    "type": "object",
    "required": ["device_id", "platform", "seen_at", "state", "register_again"],
    "properties": {
        "device_id": {"type": "string", "description": "토큰의 지문이며 토큰이 아닙니다"},
        "platform": {"type": "string", "enum": list(PLATFORMS)},
        "app_version": {"type": ["string", "null"]},
        "registered_at": {"type": "string", "format": "date-time"},
        "seen_at": {"type": "string", "format": "date-time"},
        "state": {
            "type": "string",
            "enum": ["fresh", "stale", "expired"],
            "description": "fresh: 최근 30일 안에 확인함, stale: 30일이 지나 다시 등록할 때, expired: 270일이 지나 보내지 않음",
        },
        "register_again": {"type": "boolean", "description": "참이면 앱이 토큰을 다시 등록할 때입니다"},
    },
}


def state_of(seen_at: datetime, now: datetime) -> str:
    """fresh, stale or expired, by how long ago the app registered last."""
    age = now - seen_at
    if age > EXPIRED_AFTER:
        return "expired"
    return "stale" if age > STALE_AFTER else "fresh"


def _items(table: Table, session_id: str) -> list[Item]:
    return list(table.query(keys.session_pk(session_id), _PREFIX).items)


def addresses(table: Table, session_id: str, now: datetime) -> list[tuple[str, str]]:
    """(platform, token) of the session's devices that may be addressed, newest first. For senders only."""
    found = [undress(item, "link") for item in _items(table, session_id)]
    live = [one for one in found if state_of(datetime.fromisoformat(one["seen_at"]), now) != "expired"]
    live.sort(key=lambda one: str(one["seen_at"]), reverse=True)
    opened = ((str(one["platform"]), _opened(table, session_id, one)) for one in live)
    return [(platform, token) for platform, token in opened if token is not None]


def _sealed(table: Table, session_id: str, device_id: str, token: str) -> str:
    return Cursors(table).seal(["push", session_id, device_id], [token])


def _opened(table: Table, session_id: str, fields: dict[str, Any]) -> str | None:
    """The token; None for one that was not sealed for this session and device: the app registers it again."""
    try:
        return Cursors(table).open(["push", session_id, str(fields["id"])], str(fields.get("sealed", "")))[0]
    except BadCursor:
        return None


def _shown(fields: dict[str, Any], now: datetime) -> dict[str, Any]:
    state = state_of(datetime.fromisoformat(fields["seen_at"]), now)
    return {
        "device_id": fields["id"],
        "platform": fields["platform"],
        "app_version": fields.get("app_version"),
        "registered_at": fields["registered_at"],
        "seen_at": fields["seen_at"],
        "state": state,
        "register_again": state != "fresh",
    }


@routes.put(
    "/v1/sessions/{session_id}/push-tokens",
    "알림을 받을 휴대폰을 등록합니다",
    auth=SESSION,
    body=Registration,
    answers=DEVICE,
    example={"token": "fcm-token-of-the-device", "platform": "fcm", "app_version": "1.4.0", "consent": True},
    problems=("conflict",),
)
def register(call: Call) -> Answer:
    """The same token again renews its last sight; nothing else changes. Apps send it at each start."""
    asked: Registration = call.body
    if asked.consent is not True:
        raise invalid("/consent", "not_agreed", "이 기기로 알림을 받는 데 동의해야 등록할 수 있습니다.")
    assert asked.token is not None and asked.platform is not None
    table, now = call.services.table, call.services.now()
    device_id = keys.digest(f"{asked.platform}:{asked.token}")
    known = _items(table, call.held.id)
    mine = next((item for item in known if item.sk == f"{_PREFIX}{device_id}"), None)
    if mine is None and len(known) >= MOST:
        raise Problem(
            "conflict", f"기기는 {MOST}대까지 등록할 수 있습니다. 쓰지 않는 기기를 먼저 지워 주세요."
        )
    fields = {
        "id": device_id,
        "sealed": _sealed(table, call.held.id, device_id, asked.token),
        "platform": asked.platform,
        "app_version": asked.app_version,
        "consent": {"given": True, "version": CONSENT_VERSION},
        "registered_at": undress(mine)["registered_at"] if mine else now.isoformat(),
        "seen_at": now.isoformat(),
    }
    ends = int((now + EXPIRED_AFTER).timestamp())
    until = call.held.item.expires_at
    item = Item(
        *keys.link(call.held.id, "push", device_id),
        dress("link", fields),
        expires_at=ends if until is None else min(ends, until),
    )
    table.put(item)
    return Answer(_shown(fields, now))


@routes.get(
    "/v1/sessions/{session_id}/push-tokens",
    "등록한 기기를 보여 줍니다",
    auth=SESSION,
    answers={
        "type": "object",
        "required": ["devices"],
        "properties": {"devices": {"type": "array", "items": DEVICE}},
    },
)
def list_devices(call: Call) -> Answer:
    """Every device with its state, without tokens."""
    now = call.services.now()
    found = [_shown(undress(item, "link"), now) for item in _items(call.services.table, call.held.id)]
    found.sort(key=lambda one: str(one["seen_at"]), reverse=True)
    return Answer({"devices": found})


@routes.delete(
    "/v1/sessions/{session_id}/push-tokens/{device_id}",
    "기기의 알림 등록을 지웁니다",
    auth=SESSION,
    status=204,
)
def forget(call: Call) -> Answer:
    """Removes the device. Removing it twice is no error."""
    call.services.table.delete(*keys.link(call.held.id, "push", call.params["device_id"]))
    return Answer()
