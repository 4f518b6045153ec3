"""GET /health: whether the service answers, which program and which law it runs, what is degraded."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from chalicelib.law import law_version
from chalicelib.shapes import Record, flag
from chalicelib.store import keys
from chalicelib.store.table import StoreError

from .problem import Problem
from .route import Answer, Call, Routes
from .services import Services
from .settings import VERSION

routes = Routes("상태")

KEEP_SECONDS: Final = 60
"""Anyone may ask; the due index is read at most this often by one process."""
LATE_SECONDS: Final = 3600
_last: tuple[Services, int, str] | None = None


class HealthQuery(Record):
    title = "상태 확인"
    deep: bool | None = flag("저장소까지 확인할지")


ANSWER = {
    "type": "object",
    "required": ["status", "version", "law_version", "stage", "now", "degraded"],
    "properties": {
        "status": {"enum": ["ok", "degraded"]},
        "version": {"type": "string"},
        "law_version": {"type": "string"},
        "stage": {"type": "string"},
        "now": {"type": "string", "format": "date-time"},
        "degraded": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "says"],
                "properties": {"code": {"type": "string"}, "says": {"type": "string"}},
            },
        },
        "store": {"enum": ["ok"]},
        "model": {"enum": ["none", "unused", "ok", "resting"], "description": "unused: 위치를 정하지 않음"},
        "queue": {"enum": ["ok", "late"], "description": "보낼 안내가 밀려 있는지"},
    },
}


@routes.get(
    "/health", "서비스 상태를 알려 줍니다", query=HealthQuery, answers=ANSWER, problems=("unavailable",)
)
def health(call: Call) -> Answer:
    """Shallow by default. `deep=true` reads from the store (503 when that fails) and adds what was found of the model
    and of the reminders that wait."""
    services = call.services
    answer = {
        "status": "degraded" if services.degraded else "ok",
        "version": VERSION,
        "law_version": law_version(),
        "stage": services.settings.stage,
        "now": services.now(),
        "degraded": [{"code": code, "says": says} for code, says in services.degraded],
    }
    if call.query.deep:
        found = _found(services)
        answer |= found
        if found["queue"] == "late" or found["model"] in ("resting", "unused"):
            answer["status"] = "degraded"
    return Answer(answer)


def _found(services: Services) -> dict[str, str]:
    try:
        services.table.get(*keys.meta("health"))
        queue = _queue(services)
    except StoreError:
        raise Problem("unavailable", headers={"Retry-After": "2"}) from None
    return {"store": "ok", "model": _model(services), "queue": queue}


def _queue(services: Services) -> str:
    global _last
    moment = services.epoch()
    if _last is None or _last[0] is not services or not 0 <= moment - _last[1] < KEEP_SECONDS:
        _last = services, moment, "late" if _late(services) else "ok"
    return _last[2]


def _late(services: Services) -> bool:
    """Whether a reminder of today has waited longer than sweeps and retries explain."""
    until = services.now() - timedelta(seconds=LATE_SECONDS)
    partitions = (keys.due_reminders(services.today(), shard) for shard in range(keys.SHARDS))
    return any(services.table.query_due(one, keys.stamp(until), limit=1).items for one in partitions)


def _model(services: Services) -> str:
    place = services.model_place()
    if place in ("none", "undeclared"):
        return "none" if place == "none" else "unused"
    return "resting" if services.model_resting() else "ok"
