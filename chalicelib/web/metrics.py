"""Metrics in CloudWatch's embedded format: the log line of a request or function is at the same time its metrics.

One line costs no call. METRICS is the only table of names: the alarms, the dashboard and docs/slo.md read it. What must
not enter: anything a person said, ids of persons, sessions or cases.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from chalicelib.store.counting import CountingTable

from . import log

NAMESPACE: Final = "Dasibom"


class Metric(NamedTuple):
    """unit: CloudWatch's name. by: the dimensions; `kinds`: what stands behind the name, divided by a full stop."""

    unit: str
    by: tuple[str, ...]
    says: str
    kinds: str = ""


METRICS: Final[Mapping[str, Metric]] = {
    "Milliseconds": Metric(
        "Milliseconds", ("Stage", "Route"), "time in the function; its sample count is the number of requests"
    ),
    "ServerErrors": Metric("Count", ("Stage", "Route"), "answers with a status of 500 or above"),
    "Refused": Metric("Count", ("Stage",), "answers with 429"),
    "FunctionMilliseconds": Metric(
        "Milliseconds", ("Stage", "Function"), "time of a scheduled or queue function"
    ),
    "FunctionFailures": Metric("Count", ("Stage", "Function"), "runs that ended with an exception"),
    "Verdict": Metric("Count", ("Stage",), "verdicts of shown assessments", "remedy.verdict"),
    "Turns": Metric("Count", ("Stage",), "answered turns of consultation", "status"),
    "DegradedTurns": Metric(
        "Count", ("Stage",), "turns answered without the model although one is configured"
    ),
    "ModelMilliseconds": Metric("Milliseconds", ("Stage",), "time waited for the model in a turn"),
    "ModelTokensIn": Metric("Count", ("Stage",), "tokens sent to the model: what a turn costs"),
    "ModelTokensOut": Metric("Count", ("Stage",), "tokens written by the model: what a turn costs"),
    "Messages": Metric("Count", ("Stage",), "reminders and results by outcome", "sent, held, shifted, …"),
    "Rung": Metric("Count", ("Stage",), "reminders found due by a sweep"),
    "Erased": Metric("Count", ("Stage",), "items removed because their time had passed", "kind"),
}

_here = threading.local()


class Metered(CountingTable):
    """A table that counts the calls of the request that runs on this thread."""

    def _count(self, name: str) -> None:
        _here.calls = getattr(_here, "calls", 0) + 1


def begin() -> float:
    """Start counting for one request or function on this thread; answers the moment for `milliseconds`."""
    _here.calls, _here.notes = 0, {}
    return time.perf_counter()


def note(name: str, value: int = 1, kind: str = "") -> None:
    """Add to a metric of METRICS that leaves with the running request's line. Raises KeyError for an unknown name."""
    assert METRICS[name].by == ("Stage",), "only metrics of the stage are noted"
    notes: dict[str, int] = _here.__dict__.setdefault("notes", {})
    full = f"{name}.{kind}" if kind else name
    notes[full] = notes.get(full, 0) + value


def note_answer(body: Any) -> None:
    """Note what an answer of the API says: verdicts of an assessment, status of a turn. Known by their shape."""
    if not isinstance(body, Mapping):
        return
    if "options" in body and "law_version" in body:
        for option in body["options"]:
            note("Verdict", kind=f"{option['remedy']}.{option['verdict']}")
    elif "message_id" in body and "source" in body:
        note("Turns", kind=str(body.get("status") or body["source"]))
        if body.get("degraded"):
            note("DegradedTurns")


def note_model(record: Mapping[str, Any]) -> None:
    """Note what a turn's model cost, from the turn's record (`model` is None where none was asked)."""
    model = record.get("model") or {}
    for name, field in (
        ("ModelMilliseconds", "milliseconds"),
        ("ModelTokensIn", "prompt_tokens"),
        ("ModelTokensOut", "completion_tokens"),
    ):
        if model.get(field):
            note(name, int(model[field]))


def request(
    stage: str, route: str, status: int, started: float, trace_id: str, problem: str | None, replayed: bool
) -> None:
    """The one line of a request. `route` is the template of its path, never the path itself."""
    values = {"Milliseconds": _since(started), "ServerErrors": int(status >= 500)}
    if status == 429:
        note("Refused")
    extra = {"status": status, "store_calls": getattr(_here, "calls", 0), "trace_id": trace_id}
    if problem:
        extra["problem"] = problem
    if replayed:
        extra["replayed"] = True
    _line("request", {"Stage": stage, "Route": route}, values, extra)


def function(stage: str, name: str, started: float, error: str | None, counts: Mapping[str, int]) -> None:
    """The one line of a scheduled or queue function. `error` is the exception's type."""
    values = {"FunctionMilliseconds": _since(started), "FunctionFailures": int(error is not None)}
    extra: dict[str, Any] = {"store_calls": getattr(_here, "calls", 0), "counts": dict(counts)}
    if error:
        extra["error"] = error
    _line("function", {"Stage": stage, "Function": name}, values, extra)


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


def _line(
    name: str, dimensions: Mapping[str, str], values: Mapping[str, float], extra: Mapping[str, Any]
) -> None:
    notes: dict[str, int] = getattr(_here, "notes", {})
    directives = [_directive(list(dimensions), list(values))]
    if notes:
        directives.append(_directive(["Stage"], list(notes)))
    log.event(
        name,
        level="INFO",
        _aws={"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": directives},
        **dimensions,
        **values,
        **notes,
        **extra,
    )


def _directive(dimensions: list[str], names: list[str]) -> dict[str, Any]:
    metrics = [{"Name": one, "Unit": METRICS[one.partition(".")[0]].unit} for one in names]
    return {"Namespace": NAMESPACE, "Dimensions": [dimensions], "Metrics": metrics}
