"""`python -m local` as a person at a terminal meets it: it starts, keeps data, stops, and says why when it cannot."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.dynamodb import free_port

ROOT = Path(__file__).resolve().parents[2]


class Started:
    """The service in a process of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = int(settings.setdefault("PORT", str(free_port())))
        env = {k: v for k, v in os.environ.items() if k not in ("STORE", "OPENAI_API_KEY")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "local"],
            cwd=ROOT,
            env=env | {"DATA_DIR": str(folder)} | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait(self) -> Started:
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.ask("GET", "/health")
                return self
            except OSError:
                time.sleep(0.05)
        self.process.kill()
        raise AssertionError(self.process.communicate())

    def ask(self, method: str, path: str, document: Any = None, **headers: str) -> Any:
        data = None if document is None else json.dumps(document).encode()
        sent = {"Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
        address = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(address, data, sent, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def end(self, number: int) -> tuple[int, str, str]:
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[Started]]:
    all_: list[Started] = []
    yield all_
    for one in all_:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate()


def test_it_says_where_to_go_and_stops_on_ctrl_c(started: list[Started], tmp_path: Path) -> None:
    one = Started(tmp_path)
    started.append(one)
    one.wait()
    code, out, err = one.end(signal.SIGINT)
    assert (code, err) == (0, "")
    assert f"http://127.0.0.1:{one.port}/" in out
    assert "멈췄습니다" in out
    assert "OPENAI_API_KEY" in out
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", one.port), timeout=2)


def test_data_survive_a_restart_and_kill_9_and_the_staff_key_stays(
    started: list[Started], tmp_path: Path
) -> None:
    first = Started(tmp_path)
    started.append(first)
    first.wait()
    opened = first.ask("POST", "/v1/sessions", {"channel": "web", "consents": {"terms": True}})
    path, bearer = f"/v1/sessions/{opened['session_id']}", f"Bearer {opened['token']}"
    first.process.kill()
    out, _ = first.process.communicate()
    second = Started(tmp_path)
    started.append(second)
    second.wait()
    assert second.ask("GET", f"{path}/export", Authorization=bearer)["session_id"] == opened["session_id"]
    again = second.end(signal.SIGTERM)[1]
    keys = [re.search(r"개발 키\s+(\S+)", text) for text in (out, again)]
    assert keys[0] and keys[1] and keys[0][1] == keys[1][1]
    assert (tmp_path / "staff-key").stat().st_mode & 0o777 == 0o600


def refused(started: list[Started], folder: Path, **settings: str) -> str:
    one = Started(folder, **settings)
    started.append(one)
    out, err = one.process.communicate(timeout=40)
    assert (one.process.returncode, out) == (1, "")
    assert err.startswith("Cannot start: ")
    assert err.count("\n") == 1
    return err


def test_a_port_in_use_is_one_sentence(started: list[Started], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port} is in use" in refused(started, tmp_path, PORT=port)


@pytest.mark.parametrize("port", ["http", "70000", "-1"])
def test_a_port_that_is_none_is_one_sentence(tmp_path: Path, port: str) -> None:
    env = os.environ | {"PORT": port, "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "local"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"Cannot start: PORT must be a number between 0 and 65535, not {port}.\n"


def test_a_folder_that_cannot_be_written_is_one_sentence(started: list[Started], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "DATA_DIR" in refused(started, tmp_path / "file" / "below")


def test_an_unknown_store_is_one_sentence(started: list[Started], tmp_path: Path) -> None:
    assert "STORE" in refused(started, tmp_path, STORE="oracle")


def test_a_wrong_setting_of_the_application_is_one_sentence(started: list[Started], tmp_path: Path) -> None:
    assert "SESSION_DAYS" in refused(started, tmp_path, SESSION_DAYS="many")


def test_the_same_application_runs_on_dynamodb(started: list[Started], tmp_path: Path) -> None:
    one = Started(tmp_path, STORE="dynamodb")
    started.append(one)
    one.wait()
    opened = one.ask("POST", "/v1/sessions", {"channel": "mobile", "consents": {"terms": True}})
    path, bearer = f"/v1/sessions/{opened['session_id']}", f"Bearer {opened['token']}"
    assert one.ask("GET", f"{path}/export", Authorization=bearer)["person"] == {}
    assert "store_in_memory" in str(one.ask("GET", "/health?deep=true"))
    assert one.ask("DELETE", path, Authorization=bearer) is None
    assert one.end(signal.SIGINT)[0] == 0
