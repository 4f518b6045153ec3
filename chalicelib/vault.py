"""Secrets by reference: the environment names a secret of Secrets Manager, its value is fetched at the first use.

`X_REF` holds the name or ARN of the secret that `X` stands for. A value is kept for a quarter of an hour, so that a
rotated one is taken up without a new deployment. It never enters os.environ, a log line or an error. What must not
enter: what a secret is for.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

KEEP_SECONDS: Final = 900.0
RETRY_SECONDS: Final = 60.0
"""How long a secret that could not be read counts as not set, so that a failing service is not asked at every turn."""
REFERENCE: Final = "_REF"

log = logging.getLogger("dasibom.vault")


def _client() -> Any:
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=2, read_timeout=3, retries={"mode": "standard", "max_attempts": 2})
    return boto3.client("secretsmanager", config=config)


class Environment(Mapping[str, str]):
    """The environment with its references followed when they are read. Listing names fetches nothing.

    >>> Environment({"STAGE": "dev", "KEY_REF": ""})["STAGE"]
    'dev'
    >>> Environment({"KEY": "given", "KEY_REF": "elsewhere"})["KEY"]
    'given'
    """

    def __init__(
        self,
        env: Mapping[str, str] | None = None,
        client: Callable[[], Any] = _client,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._env = os.environ if env is None else env
        self._make, self._clock = client, clock
        self._made: Any = None
        self._kept: dict[str, tuple[float, str | None]] = {}
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> str:
        value = self._env.get(name)
        reference = self._env.get(name + REFERENCE)
        if value or not reference:
            return self._env[name]
        found = self._secret(reference)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._env)

    def __len__(self) -> int:
        return len(self._env)

    def _secret(self, reference: str) -> str | None:
        """The value, or None when it cannot be read; the kind of failure is logged and nothing else."""
        with self._lock:
            until, value = self._kept.get(reference, (0.0, None))
            now = self._clock()
            if now < until:
                return value
            try:
                if self._made is None:
                    self._made = self._make()
                value = str(self._made.get_secret_value(SecretId=reference)["SecretString"]).strip() or None
            except Exception as error:
                answer = getattr(error, "response", None) or {}
                log.warning(
                    "secret not readable: %s", answer.get("Error", {}).get("Code", type(error).__name__)
                )
                if value is None:
                    self._kept[reference] = (now + RETRY_SECONDS, None)
                    return None
                # What was read before stays in use while the service is away.
                self._kept[reference] = (now + RETRY_SECONDS, value)
                return value
            self._kept[reference] = (now + (KEEP_SECONDS if value else RETRY_SECONDS), value)
            return value


ENVIRONMENT: Final = Environment()
"""The environment of this process."""
