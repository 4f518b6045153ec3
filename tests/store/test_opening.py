"""Which table a process opens, and that a test can count what is asked of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.store.counting import CountingTable
from chalicelib.store.dynamodb import DynamoTable
from chalicelib.store.opening import StoreSettings, from_environment, open_store
from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import ABSENT, Add, BadItem, Conflict, Put, Table

from .support import TABLE, item, moto_client

ROOT = Path(__file__).parents[2]


def test_without_settings_a_file_outside_the_source_tree_is_used() -> None:
    settings = from_environment({})
    assert settings.store == "sqlite"
    assert ROOT not in settings.file.resolve().parents
    assert from_environment({"XDG_DATA_HOME": "/var/data"}).file == Path("/var/data/dasibom/dasibom.sqlite3")


def test_settings_are_read_from_the_environment() -> None:
    settings = from_environment(
        {
            "STORE": "DynamoDB",
            "TABLE_NAME": "t",
            "DYNAMODB_ENDPOINT": "http://127.0.0.1:5000",
            "DATA_DIR": "/var/dasibom",
            "SQLITE_SYNC": "normal",
        }
    )
    assert settings == StoreSettings("dynamodb", Path("/var/dasibom"), "NORMAL", "t", "http://127.0.0.1:5000")


@pytest.mark.parametrize(
    "environ", [{"STORE": "mysql"}, {"SQLITE_SYNC": "OFF"}, {"AWS_LAMBDA_FUNCTION_NAME": "api"}]
)
def test_settings_that_would_lose_data_are_refused(environ: dict[str, str]) -> None:
    with pytest.raises(BadItem):
        from_environment(environ)


def test_the_settings_open_the_table_they_name(tmp_path: Path) -> None:
    table = open_store(StoreSettings(data_dir=tmp_path / "new"))
    assert isinstance(table, SqliteTable)
    table.put(item())
    table.close()
    assert (tmp_path / "new" / "dasibom.sqlite3").exists()
    with moto_client():
        table = open_store(StoreSettings(store="dynamodb", table_name=TABLE))
        assert isinstance(table, DynamoTable)
        assert table.put(item()).version == 1


@pytest.mark.parametrize("module", ["table", "keys", "shapes", "opening", "sqlite", "dynamodb", "counting"])
def test_nobody_pays_for_boto3_by_importing_a_module_of_the_store(module: str) -> None:
    code = f"import sys, chalicelib.store.{module}; sys.exit('botocore' in sys.modules or 'boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_calls_are_counted_and_passed_on(table: Table) -> None:
    counting = CountingTable(table)
    counting.put(item())
    with counting.counted() as calls:
        assert counting.get("S#1", "session") == table.get("S#1", "session")
        counting.query("S#1")
        counting.query_due("q#x")
        counting.get_many([("S#1", "session")])
        counting.write([Put(item(sk="b")), Add("N#n", "count", {"n": 1})])
        assert counting.add("N#n", "count", {"n": 1}) == {"n": 2}
        with pytest.raises(Conflict):
            counting.put(item(), ABSENT)
        assert counting.delete("S#1", "b")
        assert counting.erase("S#1") == 1
    assert json.loads(json.dumps(calls)) == {
        "get": 1,
        "query": 1,
        "query_due": 1,
        "get_many": 1,
        "write": 1,
        "add": 1,
        "put": 1,
        "delete": 1,
        "erase": 1,
    }
    assert (counting.reads, counting.writes) == (4, 6)
