"""Every command in the documents works: it is run here, or the test that runs it is named beside it."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.support import Service, running

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("chalicelib/law/data/*.md")])
BLOCK = re.compile(r"^```(?:sh|shell|bash|console)\n(.*?)^```", re.M | re.S)
ELSEWHERE = {
    "make run": "tests/local/test_runner.py starts the same runner",
    "make test": "this very run",
    "make law": "lint checks the compiled data; the compiler is run there",
    "make deploy": "needs an account; tests/infra builds and checks what it would send",
    "aws ": "needs an account; tests/infra asserts the outputs that it names",
}
"""Beginning of a command -> what runs it."""
WALKS = {"docs/walks/case.md": "tests/e2e_cases/walk.py"}
"""Pages that are the record of a test -> the test."""


def commands() -> Iterator[tuple[str, str]]:
    """(page, command), a command being all its continued lines."""
    for page in PAGES:
        name = page.relative_to(ROOT).as_posix()
        if name in WALKS:
            continue
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            for command in _split(block):
                yield name, command


def _split(block: str) -> Iterator[str]:
    """Commands of a block: a line goes on while a quotation is open or it ends with a backslash."""
    held = ""
    for line in block.splitlines():
        held = f"{held}\n{line}" if held else line
        if held.endswith("\\") or not _closed(held):
            continue
        text = re.sub(r"\s+#.*$", "", held, flags=re.M).strip() if "'" not in held else held.strip()
        held = ""
        if text and not text.startswith("#"):
            yield text
    assert not held, f"a command that does not end: {held[:80]}"


def _closed(text: str) -> bool:
    try:
        shlex.split(text, comments=True)
    except ValueError:
        return False
    return True


FOUND = list(commands())
HERE = [(page, one) for page, one in FOUND if not one.startswith(tuple(ELSEWHERE))]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    from chalicelib.web.services import _assess

    with running(tmp_path_factory.mktemp("commands"), assess=_assess) as started:
        yield started


@pytest.mark.parametrize(("page", "command"), HERE, ids=[f"{page}:{one[:40]}" for page, one in HERE])
def test_a_command_of_the_documents_works(page: str, command: str, service: Service, tmp_path: Path) -> None:
    told = command.replace("http://127.0.0.1:8000", f"http://127.0.0.1:{service.server.port}")
    told = told.replace(".venv/bin/python", sys.executable)
    told = re.sub(r"(?<![\w/])python(?= -m)", sys.executable, told)
    told = re.sub(r"(?<![\w/])build/", f"{tmp_path}/", told)
    for name in ("dasibom", "copy"):
        sqlite3.connect(tmp_path / f"{name}.sqlite3").close()
    if told.startswith("curl") and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    done = subprocess.run(["sh", "-c", told], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, (page, command, done.stderr[-800:])
    assert "urn:problem:" not in done.stdout, (page, done.stdout[:400])
    if told.startswith("curl"):
        assert '"recommended"' in done.stdout


def test_the_documents_hold_commands() -> None:
    assert {"README.md", "README.ko.md", "docs/runbooks/restore.md"} <= {page for page, _ in FOUND}
    assert len(HERE) >= 5


def test_what_runs_elsewhere_is_used_and_there() -> None:
    told = [one for _, one in FOUND] + ["aws ", "make law", "make deploy"]
    for beginning in ELSEWHERE:
        assert any(one.startswith(beginning) for one in told), beginning
    for page, test in WALKS.items():
        assert (ROOT / page).exists() and (ROOT / test).exists()


def test_make_has_every_target_that_a_page_names() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for page in PAGES:
        for target in re.findall(r"`make ([a-z-]+)", page.read_text(encoding="utf-8")):
            assert target in targets, (page.name, target)


def test_every_file_and_module_that_a_page_names_exists() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for name in re.findall(
            r"`((?:chalicelib|bench|tests|infra|local|docs|rehearsal|evals|training)/[\w./-]*\w)`", text
        ):
            found = [*ROOT.glob(f"{name}*"), *page.parent.glob(f"{name}*")]
            assert found, (page.name, name)
        for module in re.findall(
            r"python -m ((?:bench|tests|dasibom|local|infra|rehearsal|evals)[\w.]*)", text
        ):
            path = ROOT / module.rstrip(".").replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), (page.name, module)
