"""The clock and the queue of one machine: fires the app's scheduled functions and delivers to its queue functions.

Read from the app's own registry, so that a function added to app.py runs here without another line. What must not
enter: what the functions do.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from chalice.app import Chalice, ScheduledEventConfig, ScheduleExpression, SQSEventConfig

from chalicelib.web import log

from . import schedule

SEND_QUEUE: Final = "dasibom-send"
"""The queue of app.py's `send`."""


class Clockwork:
    """Two threads: one looks at the clock each second, one delivers messages. `now` is the clock at the edge."""

    def __init__(self, app: Chalice, now: Callable[[], datetime]) -> None:
        self._app, self._now = app, now
        self._stop = threading.Event()
        self._queue: queue.Queue[tuple[str, str] | None] = queue.Queue()
        self._last: dict[str, datetime | None] = {}
        self.scheduled: dict[str, schedule.Schedule] = {}
        self.queues: dict[str, str] = {}
        for source in app.event_sources:
            if isinstance(source, ScheduledEventConfig):
                self.scheduled[source.name] = schedule.read(_expression(source))
            elif isinstance(source, SQSEventConfig):
                self.queues[_queue_name(source)] = source.name
        self._threads = [
            threading.Thread(target=self._watch_clock, name="clock", daemon=True),
            threading.Thread(target=self._deliver, name="queue", daemon=True),
        ]

    def start(self) -> None:
        started = self._now()
        for name, when in self.scheduled.items():
            self._last[name] = None if isinstance(when, schedule.Rate) else started
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let the function at work finish (at most ten seconds), start none."""
        self._stop.set()
        self._queue.put(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=10)

    def ring(self, who: list[dict[str, str]]) -> None:
        """The doorbell of one machine: wake the senders for each, one message a ring as SQS delivers it."""
        for one in who:
            self.post(SEND_QUEUE, json.dumps(one, sort_keys=True))

    def post(self, queue_name: str, message: str) -> None:
        """Deliver a message to the function of the queue; a queue that no function listens to is no error."""
        if queue_name in self.queues:
            self._queue.put((queue_name, message))

    def tick(self, now: datetime) -> list[str]:
        """Fire what is due; the names of what fired. Public for tests: no thread is needed."""
        fired = [name for name, when in self.scheduled.items() if when.due(self._last.get(name), now)]
        for name in fired:
            self._last[name] = now
            self._call(name, _scheduled_event(now))
        return fired

    def _watch_clock(self) -> None:
        while not self._stop.wait(1.0):
            self.tick(self._now())

    def _deliver(self) -> None:
        while True:
            entry = self._queue.get()
            if entry is None or self._stop.is_set():
                return
            self._call(self.queues[entry[0]], _sqs_event(*entry))

    def _call(self, name: str, event: dict[str, Any]) -> None:
        try:
            self._app.handler_map[name](event, None)
        except Exception as error:  # a function that fails is tried again at its next turn, as on AWS
            log.event("function_failed", level="ERROR", function=name, error=type(error).__name__)
            print(f"{name}: {type(error).__name__}", file=sys.stderr)


def _expression(source: ScheduledEventConfig) -> str:
    given = source.schedule_expression
    return given.to_string() if isinstance(given, ScheduleExpression) else str(given)


def _queue_name(source: SQSEventConfig) -> str:
    """The name in the decorator: of the queue itself, or the last part of its ARN."""
    return str(source.queue or source.queue_arn).rsplit(":", 1)[-1]


def _scheduled_event(now: datetime) -> dict[str, Any]:
    return {
        "version": "0",
        "account": "000000000000",
        "region": "local",
        "detail": {},
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "time": now.isoformat(),
        "id": str(uuid.uuid4()),
        "resources": ["local"],
    }


def _sqs_event(queue_name: str, message: str) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": str(uuid.uuid4()),
                "receiptHandle": "local",
                "body": message,
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:local:000000000000:{queue_name}",
                "awsRegion": "local",
            }
        ]
    }
