"""What the store's tests share: a clock that is set by hand, and both adapters behind one maker."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib.store.calls import make_client
from chalicelib.store.dynamodb import DynamoTable
from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import Item, Table
from infra.provision import create_from_template, load_template

TABLE = "dasibom-test"


@dataclass
class Clock:
    """Epoch seconds, moved by hand."""

    moment: int = 1_790_000_000

    def __call__(self) -> int:
        return self.moment


@dataclass
class FlakyClient:
    """boto3's client, except that planned calls lose their answer or are refused before they reach the table.

    `plan` maps an operation to a list, one entry per call: "" passes, "lost" lets the call take effect and then
    fails as a read timeout does, "down" fails before it, any other word is raised as that DynamoDB error code.
    """

    inner: Any
    plan: dict[str, list[str]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def __getattr__(self, operation: str) -> Any:
        from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

        real = getattr(self.inner, operation)

        def call(**parameters: Any) -> Any:
            self.calls.append(operation)
            steps = self.plan.get(operation) or [""]
            step = steps.pop(0)
            if step == "down":
                raise EndpointConnectionError(endpoint_url="http://table.invalid")
            if step and step not in ("lost", "twice"):
                raise ClientError({"Error": {"Code": step, "Message": ""}}, operation)
            answer = real(**parameters)
            if step == "lost":
                raise ReadTimeoutError(endpoint_url="http://table.invalid")
            # "twice": the first answer was lost inside botocore, which then asked again.
            return real(**parameters) if step == "twice" else answer

        return call if callable(real) and operation != "exceptions" else real


class OneAtATime:
    """Each call atomic, as DynamoDB's are and moto's, called from many threads, are not."""

    def __init__(self, inner: Any) -> None:
        self._inner, self._lock = inner, threading.Lock()

    def __getattr__(self, operation: str) -> Any:
        real = getattr(self._inner, operation)

        def call(**parameters: Any) -> Any:
            with self._lock:
                return real(**parameters)

        return call


@contextmanager
def moto_client() -> Iterator[Any]:
    """boto3's client on an in-process DynamoDB with the table of the deployed template."""
    from moto import mock_aws

    os.environ.update(
        AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_DEFAULT_REGION="ap-northeast-2"
    )
    with mock_aws():
        client = make_client()
        create_from_template(client, load_template(), TABLE)
        yield client


@contextmanager
def open_table(kind: str, folder: Path, clock: Clock) -> Iterator[Table]:
    """An empty table of the kind "sqlite" or "dynamodb"."""
    if kind == "sqlite":
        table = SqliteTable(folder / "test.sqlite3", clock)
        try:
            yield table
        finally:
            table.close()
    else:
        with moto_client() as client:
            yield DynamoTable(OneAtATime(client), TABLE, clock, pause=lambda seconds: None)


def item(pk: str = "S#1", sk: str = "session", data: dict[str, Any] | None = None, **more: Any) -> Item:
    return Item(pk, sk, {"a": 1} if data is None else data, **more)
