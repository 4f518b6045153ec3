"""What `make package` leaves: the right files, small enough, the same twice; checked, with every exception explained."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra import build, bundle, merge, scan
from infra.functions import FUNCTIONS, ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> build.Built:
    return build.build("prod", out=tmp_path_factory.mktemp("package") / "prod")


@pytest.fixture(scope="module")
def names(built: build.Built) -> set[str]:
    return set(zipfile.ZipFile(built.folder / "deployment.zip").namelist())


def test_only_what_runs_is_in_the_zip(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {"app.py", "chalicelib", "chalice", "openai", "jinja2", "orjson"} <= tops
    assert not tops & {
        "boto3",
        "botocore",
        "tests",
        "local",
        "training",
        "dasibom",
        "infra",
        "bench",
        "yaml",
        ".chalice",
    }
    ours = [name for name in names if name.startswith("chalicelib/")]
    assert not [name for name in ours if name.endswith((".yaml", ".yml", ".md"))]
    assert "chalicelib/law/law.json" in names and "chalicelib/prompts/library/library.json" in names


def test_every_file_of_ours_that_is_read_at_run_time_is_in_the_zip(names: set[str]) -> None:
    for path in bundle.our_files():
        assert path.as_posix() in names


def test_libraries_are_those_of_the_runtimes_machine_and_version(names: set[str]) -> None:
    native = [name for name in names if name.endswith(".so")]
    assert native
    for name in native:
        assert "aarch64" in name and (
            f"cpython-{bundle.minor().replace('.', '')}" in name or "abi3" in name
        ), name


def test_bytecode_is_shipped_where_a_python_of_the_runtime_could_make_it(
    built: build.Built, names: set[str]
) -> None:
    tag = f"cpython-{bundle.minor().replace('.', '')}.pyc"
    assert built.compiled == (bundle.interpreter(bundle.minor()) is not None)
    made = {name for name in names if name.endswith(".pyc")}
    assert all(name.endswith(tag) for name in made)
    assert (f"chalicelib/__pycache__/shapes.{tag}" in made) == built.compiled
    if built.compiled:
        code = zipfile.ZipFile(built.folder / "deployment.zip").read(f"chalicelib/__pycache__/shapes.{tag}")
        assert int.from_bytes(code[4:8], "little") == 0b01  # hash-based, never compared with the source


def test_the_zip_is_small_and_the_same_when_it_is_built_again(built: build.Built, tmp_path: Path) -> None:
    assert built.size <= 15 * 1024 * 1024
    work = tmp_path / "unpacked"
    with zipfile.ZipFile(built.folder / "deployment.zip") as made:
        made.extractall(work)
    bundle.zipped(work, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (built.folder / "deployment.zip").read_bytes()


def test_a_zip_that_grew_too_large_is_not_a_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(build, "LIMIT_BYTES", 10)
    monkeypatch.setattr(
        bundle, "finish", lambda chalice, arch, version, target, work: target.write_bytes(b"x" * 11)
    )
    with pytest.raises(bundle.CannotBuild, match="11 bytes"):
        build.build("dev", out=tmp_path / "dev")


def test_the_booths_files_lie_as_the_front_serves_them(built: build.Built) -> None:
    front = built.folder / "front"
    page = (front / "index.html").read_text("utf-8")
    named = re.findall(r'(?:src|href)="/?(booth/[^"]+)"', page)
    assert named
    for name in named:
        assert (front / name).is_file(), name


def test_code_of_every_function_is_the_one_zip(built: build.Built) -> None:
    for function in FUNCTIONS:
        assert built.template["Resources"][function.logical]["Properties"]["CodeUri"] == "./deployment.zip"


def test_scanners_find_nothing_that_is_not_explained(
    built: build.Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scan.main([str(built.folder / "sam.json")]) == 0, capsys.readouterr().out
    assert "unexplained: 0" in capsys.readouterr().out


def test_an_unexplained_finding_and_an_explanation_of_nothing_are_both_told() -> None:
    found = [scan.Finding("checkov", "CKV_1", "Table", "says")]
    reason: list[dict[str, Any]] = [
        {"tool": "checkov", "id": "CKV_1", "resources": ["Table"], "because": "why"}
    ]
    assert scan.judged(found, reason) == ([], [])
    assert scan.judged(found, []) == (found, [])
    assert scan.judged([], reason) == ([], ["checkov CKV_1 Table"])
    assert scan.judged(found, [{**reason[0], "because": ""}])[0] == found


def test_every_exception_gives_its_reason_in_a_sentence() -> None:
    for one in json.loads(scan.EXCEPTIONS.read_text("utf-8")):
        assert len(one["because"].split()) >= 8 and one["because"].endswith("."), one["id"]


def test_parts_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(merge.Conflict, match="/a/b"):
        merge.together({"a": {"b": 1}}, {"a": {"b": 2}})


def test_versions_of_all_that_travels_are_held_still() -> None:
    held = {
        line.partition("==")[0]
        for path in (bundle.REQUIREMENTS, bundle.CONSTRAINTS)
        for line in path.read_text("utf-8").splitlines()
        if "==" in line
    }
    unpacked = bundle.site("arm64", bundle.minor())
    there = {
        path.name.removesuffix(".dist-info").rpartition("-")[0].replace("_", "-").lower()
        for path in unpacked.glob("*.dist-info")
    }
    assert there == held


def test_the_build_can_be_asked_for_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--stage", "dev", "--python", "2.1", "--out", str(tmp_path / "dev")]) == 1
    assert "Cannot build: a wheel for Lambda is missing" in capsys.readouterr().err
    assert "package:" in (ROOT / "Makefile").read_text("utf-8")
