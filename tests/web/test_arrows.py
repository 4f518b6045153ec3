"""This room and the functions keep to their floor: no database client, no model, no arithmetic floats."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = [*sorted((ROOT / "chalicelib/web").glob("*.py")), ROOT / "app.py"]
FORBIDDEN = (
    "boto3",
    "botocore",
    "openai",
    "sqlite3",
    "yaml",
    "chalicelib.store.sqlite",
    "chalicelib.store.dynamodb",
)


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_client_of_a_database_or_model_is_imported(path: Path) -> None:
    found = {
        name for name in imported(path) for bad in FORBIDDEN if name == bad or name.startswith(bad + ".")
    }
    assert found == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_importing_the_app_connects_to_nothing_and_loads_no_heavy_library() -> None:
    code = (
        "import sys, app; heavy = {'boto3', 'botocore', 'openai', 'jinja2', 'sqlite3', 'yaml', 'numpy'} & set(sys.modules);"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
