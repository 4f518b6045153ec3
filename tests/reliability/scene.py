"""A person, a case and whatever else a route's path names, made afresh; and the route's request upon it.

A new route joins by itself: its path's ids are looked up in MAKERS by name, and its body is its own example. A route
that does different things for different callers or contents is tried in VARIANTS too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from chalicelib.cases import service
from chalicelib.channels.vendor import SIGNATURE, TIMESTAMP, sign
from chalicelib.consult.context import Outcome
from chalicelib.store import keys
from chalicelib.store.dynamodb import DynamoTable
from chalicelib.store.shapes import dress
from chalicelib.store.table import Item
from chalicelib.web import inbound
from chalicelib.web import services as web_services
from chalicelib.web.route import Route
from chalicelib.web.services import Services
from chalicelib.web.settings import Settings
from chalicelib.web.staff import DevelopmentKey
from local.gateway import Gateway
from tests.aftercare.support import PHONE, enrolled, enrolment
from tests.security import support
from tests.store.support import TABLE
from tests.web.support import OPENING, STAFF_KEY, Clock, Reply, fake_assess

from .boundary import Boundary

ANSWER: Final = {"Content-Type": "application/json"}
SECRET: Final = "a-shared-secret-for-tests"
REFERENCE: Final = "A-1"
PERSON, MODEL, WORDS, STOP = "the person's", "with a model", "own words", "stop"


class Slow:
    """A model whose answer cannot be used: the turn holds its key while it waits, and the library answers."""

    resting = False

    def ask(self, messages: Any, schema: Any, seconds: float) -> Outcome:
        return Outcome(None, "timeout")


class Asking(Services):
    """Services with a model that everybody may use."""

    def model(self, consents: Any = None) -> Any:
        return Slow()


class Machine:
    """One process of the service on the table behind the boundary."""

    def __init__(
        self,
        gateway: Gateway,
        boundary: Boundary,
        clock: Clock,
        behind: timedelta = timedelta(),
        model: bool = False,
    ) -> None:
        self.gateway = gateway

        def now() -> Any:
            return clock.now() - behind

        table = DynamoTable(boundary, TABLE, lambda: int(now().timestamp()), pause=lambda seconds: None)
        self.services = (Asking if model else Services)(
            table=table,
            settings=Settings(stage="test"),
            now=now,
            staff=DevelopmentKey(STAFF_KEY),
            assess=fake_assess,
        )

    def ask(
        self, method: str, path: str, document: Any = None, headers: dict[str, str] | None = None
    ) -> Reply:
        """One request, served in this thread so that a killed process ends it."""
        from chalicelib.web.respond import encode

        web_services.use(self.services)
        body = None if document is None else encode(document).encode()
        sent = (ANSWER if body is not None else {}) | (headers or {})
        made = self.gateway.answer(method, path, sent, body)
        return Reply(made.status, made.headers, made.body)


@dataclass
class Scene:
    """Everything one run needs. `machine` may be replaced between requests: a cold start."""

    machine: Machine
    clock: Clock
    route: Route
    session_id: str = ""
    token: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    body: Any = None
    tag: str = ""
    variant: str = ""
    key: str = field(default_factory=lambda: f"key-{uuid4()}")

    @property
    def name(self) -> str:
        return self.route.name + (f" ({self.variant})" if self.variant else "")

    def prepare(self) -> None:
        """Make what the path names, before any fault is armed."""
        for name in re.findall(r"{(\w+)}", self.route.path):
            self.need(name)
        if self.variant == PERSON and self.route.auth == "case":
            self.hold()
        if self.route.path == "/v1/desk/case-references":
            _known(self)
        self.body = support.sample(self.route)
        made = BODIES.get(self.name) or BODIES.get(self.route.name)
        if made:
            self.body = made(self)
        if self.route.edited and self.route.method != "GET":  # a client changes what it has seen
            seen = self.machine.ask("GET", self._path(), None, {"Authorization": f"Bearer {self._token()}"})
            self.tag = seen.headers["ETag"]

    def need(self, name: str) -> str:
        """The id of a thing of this kind; an unknown kind stays an id that nobody has."""
        if name not in self.ids:
            self.ids[name] = MAKERS[name](self) if name in MAKERS else support.ABSENT_ID
        return self.ids[name]

    def hold(self) -> None:
        """The person takes the case with a code."""
        code = self.staff("POST", f"/v1/desk/cases/{self.need('case_id')}/codes")["code"]
        self.own("POST", "/cases", {"code": code})

    def own(self, method: str, below: str, document: Any = None) -> Any:
        """A request of the session, answered well."""
        self.need("session_id")
        head = {"Authorization": f"Bearer {self.token}", "If-Match": "*"}
        reply = self.machine.ask(method, f"/v1/sessions/{self.session_id}{below}", document, head)
        assert reply.status < 300, (method, below, reply.status, reply.raw)
        return reply.json if reply.raw else None

    def staff(self, method: str, path: str, document: Any = None) -> Any:
        """A request of the desk, answered well."""
        reply = self.machine.ask(method, path, document, {"Authorization": f"Bearer {STAFF_KEY}"})
        assert reply.status < 300, (method, path, reply.status, reply.raw)
        return reply.json

    def ask(self) -> Reply:
        """The route's request, the same each time."""
        path = self._path()
        token = self._token()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if self.route.method != "GET":
            headers["Idempotency-Key"] = self.key
        if self.tag:
            headers["If-Match"] = self.tag
        if self.route.path == inbound.PATH:
            headers |= self._signed()
        return self.machine.ask(self.route.method, path, self.body, headers)

    def _signed(self) -> dict[str, str]:
        """The vendor's signature, made anew with each delivery."""
        stamp = str(self.clock.epoch())
        signed = "\n".join(str(self.body[name]) for name in ("id", "sender", "text")).encode()
        return {TIMESTAMP: stamp, SIGNATURE: sign(SECRET, "POST", inbound.PATH, stamp, signed)}

    def _path(self) -> str:
        query = "?reference=" + REFERENCE if self.route.path == "/v1/desk/case-references" else ""
        return re.sub(r"{(\w+)}", lambda found: self.ids[found[1]], self.route.path) + query

    def _token(self) -> str:
        """Cases are open to their person and to staff; staff may do more."""
        if self.variant == PERSON:
            return self.token
        return {"session": self.token, "open": ""}.get(self.route.auth, STAFF_KEY)


def _session(scene: Scene) -> str:
    reply = scene.machine.ask("POST", "/v1/sessions", OPENING)
    assert reply.status == 201, reply.raw
    scene.session_id, scene.token = reply.json["session_id"], reply.json["token"]
    return scene.session_id


def _message(scene: Scene) -> str:
    return str(scene.own("POST", "/messages", {"text": "개인회생을 신청하면 독촉이 멈추나요?"})["message_id"])


def _referral(scene: Scene) -> str:
    return str(scene.own("POST", "/referrals", {"summary": "연락을 기다려요", "agreed": True})["id"])


def _device(scene: Scene) -> str:
    told = {"token": "a-push-token-of-a-phone", "platform": "fcm", "consent": True}
    return str(scene.own("PUT", "/push-tokens", told)["device_id"])


def _lesson(scene: Scene) -> str:
    return str(scene.machine.ask("GET", "/v1/lessons").json["lessons"][0]["id"])


def _case(scene: Scene) -> str:
    return enrolled(scene.machine.services.table, scene.clock.now())


def _relief(scene: Scene) -> str:
    asked = {"kind": "special", "reasons": ["income_drop"], "months": 6, "channel": "mobile"}
    return str(scene.staff("POST", f"/v1/cases/{scene.need('case_id')}/relief-requests", asked)["id"])


def _known(scene: Scene) -> str:
    """A case that an agency knows by its own number."""
    if "known" not in scene.ids:
        body = enrolment().replace(reference=REFERENCE)
        head, _ = service.enrol(scene.machine.services.table, body, "staff:1", scene.clock.now(), "known")
        scene.ids["known"] = head.case.id
    return scene.ids["known"]


def _job(scene: Scene) -> str:
    return str(scene.staff("POST", "/v1/desk/imports", _file(scene))["job_id"])


def _file(scene: Scene) -> dict[str, str]:
    """One payment of a known case, and a row that names nobody."""
    _known(scene)
    rows = [f"{REFERENCE},P-1,2026-11-20,100000", "nobody,P-2,2026-11-20,100000"]
    return {"kind": "payments", "csv": "\n".join(["case_reference,reference,paid_on,amount", *rows, ""])}


MAKERS: Final[dict[str, Callable[[Scene], str]]] = {
    "session_id": _session,
    "message_id": _message,
    "referral_id": _referral,
    "device_id": _device,
    "lesson_id": _lesson,
    "case_id": _case,
    "relief_id": _relief,
    "job_id": _job,
}
VARIANTS: Final[dict[str, tuple[str, ...]]] = {
    "POST /v1/cases": ("", PERSON),
    "GET /v1/cases/{case_id}": ("", PERSON),
    "POST /v1/cases/{case_id}/answers": ("", PERSON),
    "POST /v1/cases/{case_id}/credit-scores": ("", PERSON),
    "PUT /v1/cases/{case_id}/reminders": ("", PERSON),
    "POST /v1/cases/{case_id}/relief-requests": ("", PERSON),
    "PATCH /v1/cases/{case_id}/relief-requests/{relief_id}": ("", PERSON),
    "POST /v1/sessions/{session_id}/messages": ("", MODEL),
    inbound.PATH: ("", WORDS, STOP),
}
"""Route, or path of the only route -> what it is tried as; every other route once."""


def variants(route: Route) -> tuple[str, ...]:
    return VARIANTS.get(route.name) or VARIANTS.get(route.path) or ("",)


def _dead(scene: Scene) -> Any:
    """A message that could not be handed over, as the worker leaves it."""
    case_id, now = scene.need("case_id"), scene.clock.now()
    fields = {
        "kind_of": "due",
        "plan_at": now.isoformat(),
        "status": "dead",
        "channel": "sms",
        "attempts": 5,
        "reference": "f" * 24,
    }
    name = keys.reminder(case_id, now.date(), "due")
    due, due_at = keys.due_queue("dead"), keys.stamp(now)
    scene.machine.services.table.put(Item(*name, dress("reminder", fields), due=due, due_at=due_at))
    return {"case_id": case_id, "id": name.sk.removeprefix(keys.REMINDERS), "outcome": "replay"}


def _sent_back(text: str) -> Callable[[Scene], Any]:
    def made(scene: Scene) -> Any:
        scene.need("case_id")
        return {"id": "in-1", "sender": PHONE, "text": text}

    return made


def _voiding(scene: Scene) -> Any:
    paid = {"reference": "2026-12-0001", "paid_on": "2026-11-20", "amount": 100_000}
    scene.staff("POST", f"/v1/cases/{scene.need('case_id')}/payments", paid)
    return {"reference": paid["reference"], "because": "다른 사람의 납입이었습니다."}


BODIES: Final[dict[str, Callable[[Scene], Any]]] = {
    "POST /v1/handovers": lambda scene: {"code": scene.own("POST", "/handover")["code"], "channel": "mobile"},
    "POST /v1/cases": lambda scene: {k: v for k, v in scene.route.example.items() if k != "session_id"},
    f"POST /v1/cases ({PERSON})": lambda scene: {
        **scene.route.example,
        "session_id": scene.need("session_id"),
    },
    f"PATCH /v1/cases/{{case_id}}/relief-requests/{{relief_id}} ({PERSON})": lambda scene: {
        "documents": ["income_drop"]
    },
    "POST /v1/desk/imports": _file,
    "POST /v1/desk/messages/decisions": _dead,
    f"POST {inbound.PATH}": _sent_back("2"),
    f"POST {inbound.PATH} ({WORDS})": _sent_back("다음 주에 낼게요"),
    f"POST {inbound.PATH} ({STOP})": _sent_back("수신거부"),
    "POST /v1/cases/{case_id}/payments/voids": _voiding,
    "POST /v1/sessions/{session_id}/cases": lambda scene: {
        "code": scene.staff("POST", f"/v1/desk/cases/{scene.need('case_id')}/codes")["code"]
    },
}
"""Bodies that name something made before, so that no example can hold them."""
