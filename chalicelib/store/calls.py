"""Calls to DynamoDB: the only module of the project that makes a DynamoDB client.

Retries are botocore's (bounded, with jitter); here other transactions on the same item are waited out, and what is
left becomes one of two things: `Refused` (an answer that the adapter judges) or `StoreUnavailable`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from .table import BadItem, StoreUnavailable

TRIES: Final = 6
CONDITION_FAILED: Final = "ConditionalCheckFailedException"
CANCELLED: Final = "TransactionCanceledException"
_BUSY: Final = frozenset({"TransactionConflictException", "TransactionInProgressException"})


class Refused(Exception):
    """A condition did not hold or a transaction was cancelled: the code and the whole answer."""

    def __init__(self, code: str, answer: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code, self.answer = code, answer


def make_client(endpoint_url: str | None = None, region: str | None = None) -> Any:
    """botocore's DynamoDB client with bounded waiting: at most four attempts, two seconds to connect, five to read."""
    # 0.25 s of CPU, which only processes that use DynamoDB pay; boto3 on top of it would import S3's transfers too.
    from botocore.config import Config
    from botocore.session import get_session

    config = Config(
        connect_timeout=2,
        read_timeout=5,
        retries={"mode": "standard", "max_attempts": 4},
        max_pool_connections=64,
        tcp_keepalive=True,
    )
    return get_session().create_client(
        "dynamodb", endpoint_url=endpoint_url, region_name=region, config=config
    )


class Calls:
    """Makes calls through one client and translates their failures."""

    def __init__(self, client: Any, pause: Callable[[float], None] = time.sleep) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        self.client, self._pause = client, pause
        self._answered_no, self._no_answer = ClientError, BotoCoreError

    def __call__(self, operation: str, **parameters: Any) -> Any:
        """One call. Raises Refused, BadItem (the call is malformed), StoreUnavailable."""
        for attempt in range(TRIES):
            self.wait(attempt)
            try:
                return getattr(self.client, operation)(**parameters)
            except self._answered_no as error:
                code = str(error.response.get("Error", {}).get("Code", "unknown"))
                if code in (CONDITION_FAILED, CANCELLED):
                    raise Refused(code, error.response) from None
                if code == "ValidationException":
                    raise BadItem("DynamoDB does not take the call (ValidationException)") from None
                if code not in _BUSY:
                    raise StoreUnavailable(f"DynamoDB: {code}") from None
            except self._no_answer as error:
                raise StoreUnavailable(f"DynamoDB: {type(error).__name__}") from None
        raise StoreUnavailable("DynamoDB: other transactions on the item did not end")

    def wait(self, attempt: int) -> None:
        """Nothing before the first attempt, then a random part of a doubling time (at most a second)."""
        if attempt:
            self._pause(random.uniform(0, min(1.0, 0.02 * 2**attempt)))  # noqa: S311 - jitter, no secret
