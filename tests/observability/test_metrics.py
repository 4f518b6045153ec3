"""Lines are valid embedded metrics, and every metric that an alarm or a document names is one that is written."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest

from chalicelib.web import metrics
from chalicelib.web.settings import Settings
from infra import alarms
from tests.web.support import running

ROOT = Path(__file__).resolve().parents[2]
UNITS = {"Milliseconds", "Count"}


def emitted(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(r.getMessage()) for r in caplog.records if '"_aws"' in r.getMessage()]


def metric_values(line: dict[str, Any]) -> dict[str, float]:
    named = {m["Name"] for directive in line["_aws"]["CloudWatchMetrics"] for m in directive["Metrics"]}
    return {name: line[name] for name in named}


def assert_valid(line: dict[str, Any]) -> None:
    """The embedded format's own rules: what a directive names stands at the top, at most 100 metrics, known units."""
    assert isinstance(line["_aws"]["Timestamp"], int)
    for directive in line["_aws"]["CloudWatchMetrics"]:
        assert directive["Namespace"] == metrics.NAMESPACE
        assert len(directive["Metrics"]) <= 100
        for dimension in directive["Dimensions"][0]:
            assert isinstance(line[dimension], str) and line[dimension]
        for metric in directive["Metrics"]:
            assert metric["Unit"] in UNITS
            assert isinstance(line[metric["Name"]], (int, float))


def test_an_assessment_counts_its_verdicts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from chalicelib.web.services import _assess

    settings = Settings(stage="test", log_requests=True)
    with running(tmp_path, settings=settings, assess=_assess) as service, caplog.at_level(logging.INFO):
        body = {"person": {"age": 45}, "as_of": "2026-11-22"}
        shown = service.ask("POST", "/v1/assessments", body).json
    (line,) = emitted(caplog)
    assert_valid(line)
    counted = {k: v for k, v in metric_values(line).items() if k.startswith("Verdict.")}
    assert counted == {f"Verdict.{o['remedy']}.{o['verdict']}": 1 for o in shown["options"]}


def test_a_turn_counts_its_status_and_whether_it_was_degraded(caplog: pytest.LogCaptureFixture) -> None:
    started = metrics.begin()
    metrics.note_answer(
        {"message_id": "m1", "source": "library", "status": "answered.library", "degraded": True}
    )
    metrics.note_model({"model": {"milliseconds": 800, "prompt_tokens": 900, "completion_tokens": None}})
    with caplog.at_level(logging.INFO):
        metrics.request("test", "POST /v1/x", 200, started, "t" * 32, None, False)
    (line,) = emitted(caplog)
    assert_valid(line)
    values = metric_values(line)
    assert values["Turns.answered.library"] == 1 and values["DegradedTurns"] == 1
    assert (values["ModelMilliseconds"], values["ModelTokensIn"]) == (800, 900)
    assert "ModelTokensOut" not in values


def test_a_turn_without_a_model_costs_nothing() -> None:
    metrics.begin()
    metrics.note_model({"model": None})
    assert metrics._here.notes == {}


def test_messages_count_by_outcome(caplog: pytest.LogCaptureFixture) -> None:
    from chalicelib.web import metrics_functions

    started = metrics.begin()
    metrics_functions._note({"sent": 3, "held": 1, "rung": 9, "pages": 2})
    with caplog.at_level(logging.INFO):
        metrics.function("test", "send", started, None, {"sent": 3})
    (line,) = emitted(caplog)
    assert_valid(line)
    values = metric_values(line)
    assert (values["Messages.sent"], values["Messages.held"], values["Rung"]) == (3, 1, 9)
    assert "pages" not in values


def test_a_name_that_the_table_does_not_hold_is_refused() -> None:
    with pytest.raises(KeyError):
        metrics.note("Invented")


def test_the_alarms_watch_metrics_that_are_written() -> None:
    assert alarms.NAMESPACE == metrics.NAMESPACE
    assert metrics.METRICS[alarms.DEGRADED].by == ("Stage",)


def test_the_page_of_objectives_names_only_metrics_of_the_table() -> None:
    page = (ROOT / "docs/slo.md").read_text("utf-8")
    named = set(re.findall(r"`Dasibom/(\w+)", page))
    assert named and named <= metrics.METRICS.keys()
    for name in metrics.METRICS:
        assert f"`{name}" in page or name in named, f"{name} is written and not documented"
