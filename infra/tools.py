"""The checkers' own environment, .venv-infra: `python -m infra.tools` makes it and makes it anew when its list changes."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

from .functions import ROOT

FOLDER: Final = ROOT / ".venv-infra"
LIST: Final = ROOT / "requirements-infra.txt"


def tool(name: str) -> Path:
    """The program of that name, installed if need be. Raises RuntimeError when that fails."""
    wanted = hashlib.sha256(LIST.read_bytes()).hexdigest()
    mark = FOLDER / ".complete"
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "infra.lock").open("w") as lock:  # two test workers must not make it at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists() or mark.read_text("ascii") != wanted:
            shutil.rmtree(FOLDER, ignore_errors=True)
            venv.create(FOLDER, with_pip=True)
            command: list[str | Path] = [
                FOLDER / "bin" / "python",
                "-m",
                "pip",
                "install",
                "--quiet",
                "-r",
                LIST,
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
            if done.returncode:
                raise RuntimeError("the checkers could not be installed: " + done.stderr[-300:])
            mark.write_text(wanted, "ascii")
    return FOLDER / "bin" / name


if __name__ == "__main__":
    print(tool("checkov").parent, file=sys.stderr)
