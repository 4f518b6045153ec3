"""A service under test on a real socket, a client for it, and an assessment that needs no law."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from chalice.app import Chalice

from chalicelib.jsontext import Ready, pieces
from chalicelib.store.counting import CountingTable
from chalicelib.store.sqlite import SqliteTable
from chalicelib.web import services as web_services
from chalicelib.web.clock import SEOUL
from chalicelib.web.services import Services
from chalicelib.web.settings import Settings
from chalicelib.web.staff import DevelopmentKey
from local.server import LocalServer

STAFF_KEY = "a-development-key-for-tests"
OPENING = {"channel": "web", "consents": {"terms": True, "ai_notice": True}}


def fake_assess(person: Any, as_of: date, assumptions: Any = None) -> dict[str, Any]:
    """The shape of an assessment with what was asked visible in it."""
    return {
        "id": "a1",
        "as_of": as_of,
        "law_version": "test",
        "incomplete": True,
        "diagnosis": {"total_debt": sum(d.principal or 0 for d in person.debts or ())},
        "options": [],
        "recommended": [],
        "urgent": [],
        "next_questions": [{"fact": "age", "asks": "나이가 어떻게 되시나요?", "worth": 3}],
        "notice": "약 17.9%로 어림한 값입니다.",
        "assumed": assumptions.dump() if assumptions else {},
    }


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 9, 0, tzinfo=SEOUL)

    def now(self) -> datetime:
        return self.moment

    def epoch(self) -> int:
        return int(self.moment.timestamp())

    def move(self, **span: int) -> None:
        self.moment += timedelta(**span)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw, parse_float=Decimal)

    @property
    def codes(self) -> list[tuple[str, str]]:
        return [(fault["pointer"], fault["code"]) for fault in self.json["errors"]]


class Service:
    """The running application, its table and its clock."""

    def __init__(self, app: Chalice, table: CountingTable, clock: Clock, services: Services) -> None:
        self.app, self.table, self.clock, self.services = app, table, clock, services
        self.server = LocalServer(app)
        self._local = threading.local()

    def ask(
        self,
        method: str,
        path: str,
        document: Any = None,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Reply:
        """One request on this thread's connection."""
        sent = dict(headers or {})
        if document is not None:
            raw = json.dumps(document, ensure_ascii=False, default=float).encode()
            sent.setdefault("Content-Type", "application/json")
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
            self._local.connection = connection
        try:
            connection.request(method, path, body=raw, headers=sent)
            answer = connection.getresponse()
            reply = Reply(answer.status, dict(answer.getheaders()), answer.read())
        except BaseException:
            connection.close()
            self._local.connection = None
            raise
        if answer.will_close:
            connection.close()
            self._local.connection = None
        return reply

    def open(self, channel: str = "web") -> Visitor:
        reply = self.ask("POST", "/v1/sessions", OPENING | {"channel": channel})
        assert reply.status == 201, reply.raw
        return Visitor(self, reply.json["session_id"], reply.json["token"])


@dataclass
class Visitor:
    """A person with a session."""

    service: Service
    id: str
    token: str

    def ask(self, method: str, below: str = "", document: Any = None, **headers: str) -> Reply:
        sent = {"Authorization": f"Bearer {self.token}"} | {
            k.replace("_", "-"): v for k, v in headers.items()
        }
        return self.service.ask(method, f"/v1/sessions/{self.id}{below}", document, sent)

    def tell(self, patch: Any) -> Reply:
        """Change the person upon what stands now."""
        tag = self.ask("GET", "/person").headers["ETag"]
        return self.ask("PATCH", "/person", patch, If_Match=tag)

    def person(self) -> Any:
        return self.ask("GET", "/person").json["person"]


def fake_assessment(
    person: Any, as_of: date, assumptions: Any = None, beside: Mapping[str, Any] | None = None
) -> Ready:
    return Ready(pieces(fake_assess(person, as_of, assumptions) | dict(beside or {})))


@contextmanager
def running(
    folder: Path, app: Chalice | None = None, settings: Settings | None = None, **parts: Any
) -> Iterator[Service]:
    """The application on SQLite under `folder`, served on a free port."""
    if app is None:
        import app as entry

        app = entry.app
    clock = Clock()
    table = CountingTable(SqliteTable(folder / "test.sqlite3", clock.epoch, "NORMAL"))
    services = Services(
        table=parts.pop("table", table),
        settings=settings or Settings(stage="test"),
        now=clock.now,
        staff=DevelopmentKey(STAFF_KEY),
        **(
            {"assess": fake_assess, "assessment": fake_assessment} | parts if "assess" not in parts else parts
        ),
    )
    before = web_services.current()
    web_services.use(services)
    service = Service(app, table, clock, services)
    service.server.start()
    try:
        yield service
    finally:
        service.server.stop()
        table.close()
        web_services.use(before)
