"""STORE=dynamodb on one machine: moto's server in a process of its own, and the table made from the template."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from typing import Final

from chalicelib.store.calls import make_client
from infra.provision import create_from_template, load_template

_START_SECONDS: Final = 30
_CREDENTIALS: Final = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": "ap-northeast-2",
}


class CannotStart(Exception):
    """One sentence for the person at the terminal."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def local_credentials() -> None:
    """Give boto3 something to sign with where nothing is configured; a local endpoint does not check it."""
    if "AWS_PROFILE" not in os.environ:
        for name, value in _CREDENTIALS.items():
            os.environ.setdefault(name, value)


class MotoServer:
    """moto's server on a free port, stopped with this process."""

    def __init__(self) -> None:
        if find_spec("moto") is None or find_spec("flask") is None:
            raise CannotStart(
                "STORE=dynamodb needs moto: run `make run STORE=dynamodb`, or set DYNAMODB_ENDPOINT to a DynamoDB endpoint."
            )
        port = free_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        # A session of its own: Ctrl-C is for the runner, which stops it after the last write.
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter, no input from outside)
            command,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait(port)

    def _wait(self, port: int) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise CannotStart("moto's server did not start; run `python -m moto.server` to see why.")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()


def make_table(endpoint: str, table_name: str) -> bool:
    """Make the table of the template where it is not there yet. Raises CannotStart when nothing answers."""
    try:
        return create_from_template(make_client(endpoint), load_template(), table_name)
    except Exception as error:
        raise CannotStart(f"no table could be made at {endpoint}: {type(error).__name__}.") from error
