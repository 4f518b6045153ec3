"""GET /health: whether the service answers, which program and which law it runs, what is degraded."""

from __future__ import annotations

from chalicelib.law import law_version
from chalicelib.shapes import Record, flag
from chalicelib.store import keys

from .problem import Problem
from .route import Answer, Call, Routes
from .settings import VERSION

routes = Routes("상태")


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
    },
}


@routes.get(
    "/health", "서비스 상태를 알려 줍니다", query=HealthQuery, answers=ANSWER, problems=("unavailable",)
)
def health(call: Call) -> Answer:
    """Shallow by default; `deep=true` also reads from the store and answers 503 when that fails."""
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
        try:
            services.table.get(*keys.meta("health"))
        except Exception:
            raise Problem("unavailable", headers={"Retry-After": "2"}) from None
        answer["store"] = "ok"
    return Answer(answer)
