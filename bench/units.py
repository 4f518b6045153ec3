"""What a request costs the table, as DynamoDB counts it: calls, read and write units, bytes, and our own CPU time.

Units follow DynamoDB's published rules: a consistent read takes one unit for each 4 KB, a write one for each 1 KB of
the item, within a transaction two; an item in the due index is written there as well.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from typing import Any

from tests.reliability.routes import Bench
from tests.reliability.scene import Scene
from tests.security import support
from tests.store.support import TABLE, moto_client

ROUNDS = 9


def size(item: dict[str, Any] | None) -> int:
    """Bytes of an item: names and values."""
    if not item:
        return 0
    return sum(len(name) + len(str(next(iter(value.values()))).encode()) for name, value in item.items())


def _units(number: int, step: int) -> int:
    return max(1, -(-number // step))


@dataclass
class Meter:
    """A DynamoDB client that counts. `inside`: CPU seconds spent beyond our own code."""

    inner: Any
    calls: list[str] = field(default_factory=list)
    reads: float = 0
    writes: float = 0
    inside: float = 0

    def arm(self, *_: object) -> None:
        self.calls, self.reads, self.writes, self.inside = [], 0, 0, 0

    def __getattr__(self, operation: str) -> Any:
        real = getattr(self.inner, operation)
        if operation in ("exceptions", "meta", "close"):
            return real

        def call(**given: Any) -> Any:
            started = time.process_time()
            try:
                answer = real(**given)
                self.calls.append(operation)
                self._count(operation, given, answer)
                return answer
            finally:
                self.inside += time.process_time() - started

        return call

    def _count(self, operation: str, given: dict[str, Any], answer: Any) -> None:
        if operation == "get_item":
            self.reads += _units(size(answer.get("Item")), 4096)
        elif operation == "batch_get_item":
            found = answer["Responses"].get(TABLE, [])
            absent = len(given["RequestItems"][TABLE]["Keys"]) - len(found)
            self.reads += sum(_units(size(one), 4096) for one in found) + absent
        elif operation == "query":
            self.reads += _units(sum(map(size, answer["Items"])), 4096)
        elif operation == "transact_write_items":
            for action in given["TransactItems"]:
                ((_, one),) = action.items()
                self.writes += 2 * self._written(one["Key"])
        elif operation == "batch_write_item":
            self.writes += len(given["RequestItems"][TABLE])
        else:
            self.writes += self._written(given["Key"])

    def _written(self, key: dict[str, Any]) -> int:
        item = self.inner.get_item(TableName=TABLE, Key=key, ConsistentRead=True).get("Item")
        units = _units(size(item), 1024)
        return units * 2 if item and "due" in item else units


def routes(names: tuple[str, ...] | None = None) -> dict[str, dict[str, float]]:
    """Route name -> calls, read and write units, bytes of the answer, milliseconds of our own CPU (median)."""
    found: dict[str, dict[str, float]] = {}
    with moto_client() as client:
        bench = Bench(client)
        meter: Any = Meter(client)
        bench.boundary = meter
        for route in support.routes():
            if names is not None and route.name not in names:
                continue
            rows = [_once(bench, meter, bench.scene(route)) for _ in range(ROUNDS)]
            found[route.name] = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
    return found


def _once(bench: Bench, meter: Meter, scene: Scene) -> dict[str, float]:
    from chalicelib.web.services import _assess

    scene.machine.services.assess = _assess
    meter.arm()
    started = time.process_time()
    reply = scene.ask()
    spent = time.process_time() - started - meter.inside
    return {
        "status": reply.status,
        "calls": len(meter.calls),
        "read_units": meter.reads,
        "write_units": meter.writes,
        "answer_bytes": len(reply.raw),
        "cpu_ms": round(max(0.0, spent) * 1000, 2),
    }
