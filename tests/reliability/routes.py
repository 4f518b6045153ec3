"""Every fault at every call that a route makes to AWS, and what the caller and the table see of it.

A caller does what the answers say: after 503, a broken connection or `in_progress` the same request is sent again. At
the end the table must hold what one untroubled request leaves, neither less nor more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalice.app import Chalice
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from chalicelib.web.blueprints import blueprints
from chalicelib.web.idempotency import LEASE_SECONDS
from chalicelib.web.route import Route
from local.gateway import Gateway
from tests.security import support
from tests.store.support import TABLE
from tests.web.support import Clock, Reply

from .boundary import FAULTS, Boundary, Killed, applies
from .effect import Effect, effect, snapshot, told
from .scene import Machine, Scene

TO_READERS = ("throttled", "no answer, no effect", "partial")
MOST_TRIES = 4
CLEAR = {409, 412}
"""Refusals that tell a caller who asks again that the thing is done or has moved on; 404 does after a removal
and for a code that works once."""


KNOWN: dict[str, str] = {
    "POST /v1/sessions/{session_id}/handover": "Two requests of one session at the same moment leave two codes; both end "
    "after ten minutes or with their first use.",
    "POST /v1/cases/{case_id}/credit-scores": "A repeat is a second line in the trail of changes; the month's score "
    "stands once.",
    "POST /v1/desk/cases/{case_id}/codes": "A repeat makes one more code; each works once and for a day, the trail names "
    "each.",
    "POST /v1/sessions/{session_id}/cases": "Where the answer was lost a repeat finds the code used (404); the case is "
    "linked and listed.",
}
"""Where a fault shows: what stays, and why it harms nobody. A row that is no longer needed fails its test."""


@dataclass
class Row:
    """One route in the matrix. cells: fault -> "first answer → last answer" -> number of calls it was tried at."""

    name: str
    calls: list[str]
    status: int
    cells: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def empty() -> None:
    """Forget every item; much faster than making the table anew."""
    dynamodb_backends[DEFAULT_ACCOUNT_ID]["ap-northeast-2"].tables[TABLE].items.clear()


class Bench:
    """One DynamoDB double and one app, with a fresh scene for every run."""

    def __init__(self, client: Any) -> None:
        app = Chalice("faults")
        for made in blueprints():
            app.register_blueprint(made)
        self.gateway, self.boundary = Gateway(app), Boundary(client)
        self.client = client

    def scene(self, route: Route) -> Scene:
        self.boundary.arm()
        empty()
        clock = Clock()
        scene = Scene(Machine(self.gateway, self.boundary, clock), clock, route)
        scene.prepare()
        return scene

    def row(self, route: Route) -> Row:
        scene = self.scene(route)
        before = snapshot(self.client, TABLE)
        self.boundary.arm()
        reply = scene.ask()
        row = Row(route.name, list(self.boundary.calls), reply.status)
        wanted = effect(before, snapshot(self.client, TABLE))
        for fault in FAULTS:
            for at, operation in enumerate(row.calls):
                if applies(fault, operation) and (route.method != "GET" or fault in TO_READERS):
                    self._strike(row, fault, at, wanted)
        return row

    def _strike(self, row: Row, fault: str, at: int, wanted: Effect) -> None:
        route = next(r for r in support.routes() if r.name == row.name)
        scene = self.scene(route)
        before = snapshot(self.client, TABLE)
        others: list[Reply] = []
        self.boundary.arm(at, fault, lambda: others.append(scene.ask()))
        answers = [self._ask(scene)]
        struck = self.boundary.struck
        self.boundary.arm()
        if answers[0] == 0:  # a cold start, with the clock of another machine
            behind = timedelta(minutes=4) if fault.endswith("behind") else timedelta()
            scene.machine = Machine(self.gateway, self.boundary, scene.clock, behind)
        while answers[-1] in (0, 503) or answers[-1] == "in_progress":
            if len(answers) > MOST_TRIES:
                break
            if answers[-1] == "in_progress":
                scene.clock.move(seconds=LEASE_SECONDS + 1)
            answers.append(self._ask(scene))
        shown = [str(a) if a else "–" for a in answers]
        row.cells.setdefault(fault, Counter())[" → ".join(shown)] += 1
        self._judge(row, f"{fault} at call {at} ({row.calls[at]})", answers, struck)
        seen = effect(before, snapshot(self.client, TABLE))
        if seen != wanted:
            lost, more = wanted - seen, seen - wanted
            row.wrong.append(
                f"{fault} at call {at} ({row.calls[at]}), {shown}: missing {told(lost) or 'nothing'}; "
                f"too much {told(more) or 'nothing'}"
            )

    def _ask(self, scene: Scene) -> int | str:
        """The status, `in_progress`, or 0 for a process that died."""
        try:
            reply = scene.ask()
        except Killed:
            return 0
        if reply.status >= 400:
            assert reply.json["detail"] and reply.json["trace_id"], reply.raw
            if reply.status == 503:
                assert int(reply.headers["Retry-After"]) > 0
            if reply.json["type"] == "urn:problem:in_progress":
                return "in_progress"
        return reply.status

    def _judge(self, row: Row, where: str, answers: list[int | str], struck: bool) -> None:
        if not struck:
            row.wrong.append(f"{where}: the fault was not reached")
        gone = row.name.startswith("DELETE") or row.name == "POST /v1/handovers"
        fine = {row.status, *CLEAR, *((404,) if gone else ())}
        if answers[-1] not in fine:
            row.wrong.append(f"{where}: ended with {answers}")
        if any(isinstance(a, int) and a >= 500 and a != 503 for a in answers):
            row.wrong.append(f"{where}: {answers}")
