"""`python -m local`: opens the store, serves, runs the clock; Ctrl-C stops all of it.

| setting           | meaning                                                | default               |
| HOST, PORT        | where to serve                                         | 127.0.0.1, 8000       |
| DATA_DIR          | folder of the data and the development key             | the user's data folder|
| STORE             | sqlite or dynamodb                                     | sqlite                |
| DYNAMODB_ENDPOINT | a DynamoDB endpoint; without one moto's server is used | none                  |

Settings of the application are in `chalicelib/web/settings.py`, of the store in `chalicelib/store/opening.py`.
"""

from __future__ import annotations

import errno
import logging
import os
import secrets
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chalicelib.consult.transfer import UNDECLARED, place
from chalicelib.store.opening import StoreSettings, open_store
from chalicelib.store.opening import from_environment as store_settings
from chalicelib.store.table import BadItem, StoreError
from chalicelib.web import services as web_services
from chalicelib.web import settings as web_settings
from chalicelib.web.services import Services
from chalicelib.web.staff import DevelopmentKey

from .clockwork import Clockwork
from .dynamodb import CannotStart, MotoServer, local_credentials, make_table
from .server import LocalServer


@dataclass(frozen=True, slots=True)
class Settings:
    host: str
    port: int
    store: StoreSettings


def read_settings(env: Mapping[str, str]) -> Settings:
    """Raises CannotStart naming the setting that cannot be used."""
    port = env.get("PORT") or "8000"
    if not (port.isascii() and port.isdigit() and int(port) <= 65535):
        raise CannotStart(f"PORT must be a number between 0 and 65535, not {port}.")
    try:
        store = store_settings(env)
    except BadItem as error:
        raise CannotStart(f"{error}.") from None
    return Settings(env.get("HOST") or "127.0.0.1", int(port), store)


def prepare_folder(folder: Path) -> None:
    """Raises CannotStart when nothing can be kept there."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"DATA_DIR {folder} cannot be written ({error.strerror}); choose another folder."
        ) from None


def staff_key(folder: Path) -> str:
    """The development key of this data folder: made once, readable by its owner only."""
    path = folder / "staff-key"
    if not path.exists():
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(made, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(24) + "\n")
    return path.read_text("ascii").strip()


class Runner:
    """Everything that runs; `stop` undoes `start` in the opposite order."""

    def __init__(self, settings: Settings, env: Mapping[str, str]) -> None:
        self.settings, self._env = settings, env
        self.moto: MotoServer | None = None
        self.key = ""
        self.degraded: list[tuple[str, str]] = []

    def start(self) -> None:
        """Raises CannotStart."""
        prepare_folder(self.settings.store.data_dir)
        store = self._store_settings()
        self.key = staff_key(self.settings.store.data_dir)
        try:
            self.table = open_store(store)
            settings = web_settings.from_environment(self._env)
        except (StoreError, ValueError) as error:
            raise CannotStart(f"{error}.") from None
        self._note_degraded()
        self.services = Services(
            table=self.table, settings=settings, staff=DevelopmentKey(self.key), degraded=self.degraded
        )
        web_services.use(self.services)
        app = _load_app()
        self.clockwork = Clockwork(app, self.services.now)
        self.services.doorbell = self.clockwork
        try:
            self.server = LocalServer(app, self.settings.host, self.settings.port)
        except OSError as error:
            raise CannotStart(_why_not(self.settings, error)) from None
        self.server.start()
        self.clockwork.start()

    def stop(self) -> None:
        """Safe after a `start` that broke off."""
        for name in ("server", "clockwork"):
            part: Any = getattr(self, name, None)
            if part is not None:
                part.stop()
        if getattr(self, "table", None) is not None:
            self.table.close()
        if self.moto:
            self.moto.stop()

    def _store_settings(self) -> StoreSettings:
        store = self.settings.store
        if store.store != "dynamodb":
            return store
        local_credentials()
        endpoint = store.dynamodb_endpoint
        if endpoint is None:
            self.moto = MotoServer()
            endpoint = self.moto.endpoint
            self.degraded.append(
                ("store_in_memory", "자료를 메모리에만 보관합니다. 서비스를 멈추면 지워집니다.")
            )
        make_table(endpoint, store.table_name)
        return replace(store, dynamodb_endpoint=endpoint)

    def _note_degraded(self) -> None:
        if (
            self._env.get("OPENAI_API_KEY")
            and place(self._env.get("OPENAI_BASE_URL", ""), self._env) == UNDECLARED
        ):
            self.degraded.append(
                (
                    "model_place_unsaid",
                    "모델이 어디에 있는지 정하지 않아 쓰지 않습니다. MODEL_TRANSFER에 domestic이나 overseas를 넣으면 씁니다.",
                )
            )
        if not self._env.get("OPENAI_API_KEY"):
            self.degraded.append(
                (
                    "no_model",
                    "인공지능 모델 없이 준비된 자료로 답합니다. OPENAI_API_KEY를 넣으면 모델을 씁니다.",
                )
            )


def _load_app() -> Any:
    import app

    return app.app


def _why_not(settings: Settings, error: OSError) -> str:
    where = f"{settings.host}:{settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"Port {settings.port} is in use; choose another one, for example `make run PORT={settings.port + 1}`."
    return f"Cannot serve on {where}: {error.strerror}."


def announce(runner: Runner) -> None:
    """Where to go, what the desk needs, what runs with less than it could."""
    server = runner.server
    host = f"[{server.host}]" if ":" in server.host else server.host
    address = f"http://{host}:{server.port}"
    lines = [
        "",
        f"  다시봄  {address}/",
        "",
        f"  API 문서       {address}/openapi.json",
        f"  상태           {address}/health",
        f"  직원용 개발 키  {runner.key}",
        f"  자료 폴더       {runner.settings.store.data_dir}  ({runner.settings.store.store})",
        *(f"  제한           {says}" for _, says in runner.degraded),
        "",
        "  Ctrl-C를 누르면 멈춥니다.",
        "",
    ]
    print("\n".join(lines), flush=True)


def main(env: Mapping[str, str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM. Exit code 0; 1 with one sentence when it cannot start."""
    env = os.environ if env is None else env
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Set by hand: a background job of a plain shell inherits "ignore SIGINT", and Python would keep that.
        signal.signal(number, lambda *_: stopped.set())
    runner: Runner | None = None
    try:
        runner = Runner(read_settings(env), env)
        runner.start()
        announce(runner)
        while not stopped.wait(3600):
            pass
    except CannotStart as sentence:
        print(f"Cannot start: {sentence}", file=sys.stderr)
        return 1
    finally:
        if runner:
            runner.stop()
    print("멈췄습니다.", flush=True)
    return 0
