"""The queue between sweep and worker is only a doorbell: what is due lies in the store, a lost ring rings again."""

from __future__ import annotations

import json
from typing import Any, Protocol

BATCH = 10


class Doorbell(Protocol):
    def ring(self, who: list[dict[str, str]]) -> None:
        """Tell the workers about these. A message may arrive twice, late, or in any order."""


class ListDoorbell:
    """In process: what was rung is kept in `rung` until somebody takes it."""

    def __init__(self) -> None:
        self.rung: list[dict[str, str]] = []

    def ring(self, who: list[dict[str, str]]) -> None:
        self.rung.extend(who)


class SqsDoorbell:
    """Amazon SQS, ten a call. What SQS does not take is rung again by the next sweep."""

    def __init__(self, queue_url: str, client: Any = None) -> None:
        self.queue_url, self._client = queue_url, client

    def ring(self, who: list[dict[str, str]]) -> None:
        if self._client is None:
            import boto3

            self._client = boto3.client("sqs")
        for start in range(0, len(who), BATCH):
            entries = [
                {"Id": str(i), "MessageBody": json.dumps(one, sort_keys=True)}
                for i, one in enumerate(who[start : start + BATCH])
            ]
            self._client.send_message_batch(QueueUrl=self.queue_url, Entries=entries)
