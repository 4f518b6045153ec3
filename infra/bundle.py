"""What goes into the zip: our code as it travels, the wheels for Lambda's machine and Python, bytecode where it can be made.

Wheels are fetched once into build/wheels and found there afterwards, so a second build needs no network. Everything has
fixed times and order: the same source gives the same zip. What must not enter: CloudFormation.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from .functions import ROOT, RUNTIME

CACHE: Final = ROOT / "build" / "wheels"
REQUIREMENTS: Final = ROOT / "requirements.txt"
CONSTRAINTS: Final = Path(__file__).with_name("constraints.txt")
GLIBC: Final = ("manylinux2014", "manylinux_2_17", "manylinux_2_28", "manylinux_2_34")
"""Wheels that Amazon Linux 2023 (glibc 2.34) can load, which is what the runtimes from Python 3.12 on stand on."""
MACHINES: Final = {"arm64": "aarch64", "x86_64": "x86_64"}
LEFT_OUT: Final = frozenset({".yaml", ".yml", ".md", ".pyc", ".pyi"})
"""Sources that are compiled into the JSON beside them, notes for authors, bytecode of another Python, stubs."""
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


class CannotBuild(Exception):
    """The package cannot be built; the message says what is missing."""


def minor(runtime: str = RUNTIME) -> str:
    """
    >>> minor("python3.13")
    '3.13'
    """
    return runtime.removeprefix("python")


def interpreter(version: str) -> Path | None:
    """A Python of that minor version on this machine, or None: only its own kind can compile bytecode for it."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return Path(sys.executable)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True)
    on_path = shutil.which(f"python{version}")
    for candidate in [*([Path(on_path)] if on_path else []), *found]:
        asked = "import sys; print('%d.%d' % sys.version_info[:2])"
        told = subprocess.run([candidate, "-c", asked], capture_output=True, text=True, check=False)  # noqa: S603
        if told.stdout.strip() == version:
            return candidate
    return None


def our_files(root: Path = ROOT) -> list[Path]:
    """Files of our own that travel, relative to the root: app.py, chalicelib, vendor."""
    found = [Path("app.py")]
    for folder in ("chalicelib", "vendor"):
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and path.suffix not in LEFT_OUT and "__pycache__" not in inside.parts:
                found.append(inside)
    return found


def copy_ours(target: Path, root: Path = ROOT) -> None:
    """Lay our files out under `target` as Chalice wants to find them."""
    for inside in our_files(root):
        (target / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / inside, target / inside)


def site(arch: str, version: str) -> Path:
    """A folder with the run-time set unpacked for that machine and Python. Raises CannotBuild."""
    if arch not in MACHINES:
        raise CannotBuild(f"the architecture is one of {', '.join(MACHINES)}")
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + CONSTRAINTS.read_bytes()).hexdigest()[:12]
    folder = CACHE / f"{arch}-{version}-{wanted}"
    wheels, unpacked = folder / "wheels", folder / "site"
    if (folder / "complete").exists():
        return unpacked
    shutil.rmtree(folder, ignore_errors=True)
    wheels.mkdir(parents=True)
    which = [
        "--only-binary=:all:",
        f"--python-version={version}",
        "--implementation=cp",
        *(f"--abi={abi}" for abi in (f"cp{version.replace('.', '')}", "abi3", "none")),
        *(f"--platform={glibc}_{MACHINES[arch]}" for glibc in GLIBC),
    ]
    needs = ["-r", str(REQUIREMENTS), "-c", str(CONSTRAINTS)]
    _pip("download", "-d", str(wheels), *which, *needs)
    _pip(
        "install", "--no-index", f"--find-links={wheels}", "--no-compile", "-t", str(unpacked), *which, *needs
    )
    for useless in [*unpacked.glob("bin"), *unpacked.rglob("__pycache__"), *unpacked.rglob("tests")]:
        shutil.rmtree(useless, ignore_errors=True)
    (folder / "complete").touch()
    return unpacked


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        why = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise CannotBuild("a wheel for Lambda is missing: " + " ".join(why or [done.stderr[-300:]]))


def compiled(folder: Path, python: Path) -> None:
    """Bytecode beside every module, valid without a look at the source's time (Lambda's files have none to keep)."""
    command: list[str | Path] = [
        python,
        "-m",
        "compileall",
        "-q",
        "--invalidation-mode",
        "unchecked-hash",
        "-s",
        folder,
        folder,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CannotBuild("bytecode: " + (done.stdout + done.stderr)[-300:])


def zipped(folder: Path, target: Path) -> None:
    """The folder as a zip whose bytes depend on nothing but its files."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for path in _files(folder):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _MOMENT)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, path.read_bytes())


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def finish(chalice_zip: Path, arch: str, version: str, target: Path, work: Path) -> Path | None:
    """Chalice's zip (our code, its two files) and the wheels, compiled where possible, as `target`.

    Answers with the Python that compiled, None where this machine has none of that version.
    """
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(site(arch, version), work)
    with zipfile.ZipFile(chalice_zip) as made:
        made.extractall(work)
    for stub in [*work.rglob("*.pyi"), *work.rglob("RECORD"), *work.rglob("REQUESTED")]:
        stub.unlink()
    python = interpreter(version)
    if python:
        compiled(work, python)
    zipped(work, target)
    return python
