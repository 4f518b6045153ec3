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
from tests.store.support import TABLE
from tests.web.support import Clock, Reply

from .boundary import FAULTS, Boundary, Killed, applies
from .effect import Effect, effect, snapshot, told
from .scene import MODEL, Machine, Scene, variants

TO_READERS = ("throttled", "no answer, no effect", "partial")
MOST_TRIES = 6
CLEAR = {409, 412}
"""Refusals that tell a caller who asks again that the thing is done or has moved on; 404 does after a removal
and for a code that works once."""


KNOWN: dict[str, str] = {}
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

    def scene(self, route: Route, variant: str = "") -> Scene:
        self.boundary.arm()
        empty()
        clock = Clock()
        machine = Machine(self.gateway, self.boundary, clock, model=variant == MODEL)
        scene = Scene(machine, clock, route, variant=variant)
        scene.prepare()
        return scene

    def rows(self, route: Route) -> list[Row]:
        """The route as everything that it is tried as."""
        return [self.row(route, variant) for variant in variants(route)]

    def row(self, route: Route, variant: str = "") -> Row:
        scene = self.scene(route, variant)
        before = snapshot(self.client, TABLE)
        self.boundary.arm()
        reply = scene.ask()
        row = Row(scene.name, list(self.boundary.calls), reply.status)
        wanted = effect(before, snapshot(self.client, TABLE))
        for fault in FAULTS:
            for at, operation in enumerate(row.calls):
                if applies(fault, operation) and (route.method != "GET" or fault in TO_READERS):
                    self._strike(row, route, variant, fault, at, wanted)
        return row

    def _strike(self, row: Row, route: Route, variant: str, fault: str, at: int, wanted: Effect) -> None:
        scene = self.scene(route, variant)
        before = snapshot(self.client, TABLE)
        others: list[Reply] = []
        self.boundary.arm(at, fault, lambda: others.append(scene.ask()))
        answers = [self._ask(scene)]
        struck = self.boundary.struck
        self.boundary.arm()
        if answers[0] == 0:  # a cold start, with the clock of another machine
            behind = timedelta(minutes=4) if fault.endswith("behind") else timedelta()
            scene.machine = Machine(self.gateway, self.boundary, scene.clock, behind, scene.variant == MODEL)
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
        if (
            variant == MODEL
        ):  # without its budget a turn is answered by the library; the day's sum may lose a turn
            wanted, seen = (
                Counter({(a, b, ""): n for (a, b, _), n in e.items() if b != "N/count"})
                for e in (wanted, seen)
            )
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
