"""The functions of app.py, driven from its own registry as the one-machine runner drives them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.channels.doorbell import ListDoorbell, SqsDoorbell
from chalicelib.functions import stop_in_time
from chalicelib.store import keys
from chalicelib.web import services as web_services
from local.clockwork import SEND_QUEUE, Clockwork
from tests.web.support import Service, running


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with running(tmp_path) as started:
        yield started


def test_every_schedule_and_queue_of_the_app_is_one_the_runner_can_read(service: Service) -> None:
    works = Clockwork(service.app, service.clock.now)
    assert set(works.scheduled) >= {"sweep", "rerun"}
    assert SEND_QUEUE in works.queues


def test_the_sweep_runs_at_the_start_and_leaves_its_mark(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    works = Clockwork(service.app, service.clock.now)
    assert "sweep" in works.tick(service.clock.now())
    assert service.table.inner.get(*keys.meta("sweep")) is not None
    assert "sweep" not in works.tick(service.clock.now() + timedelta(minutes=4))
    assert capsys.readouterr().err == ""


def test_the_rerun_notes_the_day_of_its_first_run(service: Service) -> None:
    service.app.handler_map["rerun"](_scheduled(), None)
    mark = service.table.inner.get(*keys.meta("law"))
    assert mark is not None
    assert mark.data["day"] == "2026-11-22"


def test_a_ring_that_cannot_be_read_is_given_back_alone(service: Service) -> None:
    event = {
        "Records": [
            {"messageId": "good", "body": json.dumps({"case": "0" * 32})},
            {"messageId": "bad", "body": "not JSON"},
        ]
    }
    answer = service.app.handler_map["send"](event, None)
    assert {"itemIdentifier": "bad"} in answer["batchItemFailures"]


def test_a_walk_stops_when_lambdas_time_is_nearly_up() -> None:
    class Context:
        left = 5000

        def get_remaining_time_in_millis(self) -> int:
            return self.left

    context = Context()
    stop = stop_in_time(context)
    assert not stop()
    context.left = 4999
    assert stop()
    assert not stop_in_time(None)()


def test_on_aws_the_doorbell_is_the_configured_queue() -> None:
    assert isinstance(web_services._doorbell("https://queue"), SqsDoorbell)
    assert isinstance(web_services._doorbell(""), ListDoorbell)


def _scheduled() -> dict[str, object]:
    return {
        "version": "0",
        "id": "1",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "0",
        "time": "2026-11-22T00:00:00Z",
        "region": "local",
        "resources": [],
        "detail": {},
    }
