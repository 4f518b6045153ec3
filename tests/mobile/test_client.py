"""A typed client, generated from the OpenAPI document, compiles in strict mode and walks the main way against the service.

The tools come through npm into build/client (versions pinned in client/package.json). Without npm the test is skipped;
continuous integration installs npm and leaves no test out.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.web.support import Service

HERE = Path(__file__).resolve().parent / "client"
HOME = Path(__file__).resolve().parents[2] / "build" / "client"


def run(*command: str) -> str:
    """A command in the client's folder; its whole output where it fails."""
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-4000:]}{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def tools() -> Path:
    """The folder with the generator, the compiler and the walk."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("npm and node are needed for the typed client: apt-get install npm")
    HOME.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text(encoding="utf-8")
    stamp = HOME / "package.json"
    for name in ("walk.mts", "tsconfig.json"):
        shutil.copyfile(HERE / name, HOME / name)
    if (
        not stamp.is_file()
        or stamp.read_text(encoding="utf-8") != wanted
        or not (HOME / "node_modules").is_dir()
    ):
        stamp.write_text(wanted, encoding="utf-8")
        run(npm, "install", "--no-audit", "--no-fund", "--no-package-lock")
    return HOME


def test_the_generated_client_compiles_and_walks_the_main_way(tools: Path, service: Service) -> None:
    (tools / "openapi.json").write_bytes(service.ask("GET", "/openapi.json").raw)
    modules = tools / "node_modules"
    run("node", str(modules / "openapi-typescript" / "bin" / "cli.js"), "openapi.json", "-o", "schema.ts")
    run("node", str(modules / "typescript" / "bin" / "tsc"), "-p", ".")
    told = json.loads(run("node", "out/walk.mjs", f"http://127.0.0.1:{service.server.port}"))
    assert told["payment"] == {"low": 303_157, "high": 303_157}
    assert told["products"] >= 15
    assert told["faults"] == ["/person/age", "/person/household_size", "/person/monthly_income"]


def test_the_compiler_would_refuse_a_name_that_the_document_does_not_know(tools: Path) -> None:
    assert (tools / "schema.ts").is_file(), "the walk generates it"
    wrong = tools / "wrong.mts"
    wrong.write_text(
        'import type { components } from "./schema.js";\n'
        'export const person: components["schemas"]["Person"] = { monthly_incomes: 1 };\n',
        encoding="utf-8",
    )
    compiler = tools / "node_modules" / "typescript" / "bin" / "tsc"
    command = [
        "node",
        str(compiler),
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--types",
        "node",
        "--module",
        "NodeNext",
        "wrong.mts",
    ]
    done = subprocess.run(command, cwd=tools, capture_output=True, text=True, timeout=120, check=False)
    wrong.unlink()
    assert done.returncode != 0
    assert "monthly_incomes" in done.stdout
