"""Opens the table that the settings name. The only module of the store that reads the environment.

| setting           | meaning                                                          | default                         |
| STORE             | sqlite or dynamodb                                               | sqlite                          |
| DATA_DIR          | folder of the SQLite file                                        | the user's own data folder      |
| SQLITE_SYNC       | FULL, or NORMAL where a power cut may cost the last moments      | FULL                            |
| TABLE_NAME        | DynamoDB table                                                   | dasibom                         |
| DYNAMODB_ENDPOINT | other address of DynamoDB (moto's server, DynamoDB local)        | AWS's own                       |
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .table import BadItem, Table

FILE_NAME = "dasibom.sqlite3"


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where the table is. Make it with `from_environment`, or directly in tests."""

    store: str = "sqlite"
    data_dir: Path = Path("data")
    sqlite_sync: str = "FULL"
    table_name: str = "dasibom"
    dynamodb_endpoint: str | None = None

    @property
    def file(self) -> Path:
        return self.data_dir / FILE_NAME


def from_environment(environ: Mapping[str, str] = os.environ) -> StoreSettings:
    """The settings in force. Raises BadItem naming the setting that is wrong.

    On Lambda the local file would vanish with the machine, so there STORE has to say dynamodb.
    """
    store = environ.get("STORE", "sqlite").strip().lower()
    if store not in ("sqlite", "dynamodb"):
        raise BadItem("STORE is sqlite or dynamodb")
    if store == "sqlite" and "AWS_LAMBDA_FUNCTION_NAME" in environ:
        raise BadItem("on Lambda STORE has to be dynamodb: a local file would not last")
    sync = environ.get("SQLITE_SYNC", "FULL").strip().upper()
    if sync not in ("FULL", "NORMAL"):
        raise BadItem("SQLITE_SYNC is FULL or NORMAL")
    return StoreSettings(
        store=store,
        data_dir=Path(environ.get("DATA_DIR") or default_data_dir(environ)).expanduser(),
        sqlite_sync=sync,
        table_name=environ.get("TABLE_NAME") or "dasibom",
        dynamodb_endpoint=environ.get("DYNAMODB_ENDPOINT") or None,
    )


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """A folder of the user's own, outside the source tree (which a development server may watch)."""
    base = environ.get("XDG_DATA_HOME") or environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "dasibom"


def open_store(
    settings: StoreSettings | None = None, now: Callable[[], int] = lambda: int(time.time())
) -> Table:
    """The table of the settings (without any: of the environment). Raises StoreUnavailable, BadItem.

    The DynamoDB table must exist (`infra/table.json`); the SQLite file is made when it does not.
    """
    chosen = settings or from_environment()
    if chosen.store == "dynamodb":
        from .calls import make_client
        from .dynamodb import DynamoTable

        return DynamoTable(make_client(chosen.dynamodb_endpoint), chosen.table_name, now)
    from .sqlite import SqliteTable

    return SqliteTable(chosen.file, now, chosen.sqlite_sync)
