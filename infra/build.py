"""`make package`: the zip and the template of a stage, without an account, and without network once wheels are cached.

    python -m infra.build [--stage prod] [--arch arm64] [--python 3.13] [--out build/package/prod]

Chalice reads the app and writes the template; the wheels are chosen here, because Chalice takes those of the Python it
runs on and deploys for that one (python3.11 is an old image). Leaves in --out: sam.json, deployment.zip, front/ (the
booth's files as the front's bucket holds them).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chalicelib.web import static

from . import bundle, merge
from .functions import ROOT

LIMIT_BYTES: Final = 15 * 1024 * 1024
"""Largest zip, without the AWS SDK, which the runtime brings."""


@dataclass(frozen=True, slots=True)
class Built:
    """Where the build lies, the zip's bytes and whether bytecode is in it."""

    folder: Path
    size: int
    compiled: bool

    @property
    def template(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.folder / "sam.json").read_text("utf-8"))
        return read


def lay_out(stage: str, out: Path) -> Path:
    """Chalice's own output for a stage, without wheels: sam.json and a small zip in the folder it answers with."""
    work = out / "work"
    shutil.rmtree(out, ignore_errors=True)
    source = work / "source"
    source.mkdir(parents=True)
    bundle.copy_ours(source)
    ignored = shutil.ignore_patterns("deployments", "venv")
    shutil.copytree(ROOT / ".chalice", source / ".chalice", ignore=ignored)
    (source / "requirements.txt").write_text("", "utf-8")  # the wheels come from `bundle`
    merged = work / "merge.json"
    merged.write_text(json.dumps(merge.template(stage), ensure_ascii=False), "utf-8")
    _chalice(source, stage, merged, work / "chalice")
    shutil.copyfile(work / "chalice" / "sam.json", out / "sam.json")
    return work / "chalice"


def build(
    stage: str = "prod", arch: str = "arm64", version: str | None = None, out: Path | None = None
) -> Built:
    """Build a stage. version: of Python, default the runtime's. Raises CannotBuild."""
    version = version or bundle.minor()
    out = out or ROOT / "build" / "package" / stage
    made = lay_out(stage, out)
    target = out / "deployment.zip"
    python = bundle.finish(made / "deployment.zip", arch, version, target, out / "work" / "unpacked")
    size = target.stat().st_size
    if size > LIMIT_BYTES:
        raise bundle.CannotBuild(f"the zip has {size:,} bytes; {LIMIT_BYTES:,} are allowed")
    _front(out / "front")
    shutil.rmtree(out / "work")
    return Built(out, size, python is not None)


def _chalice(source: Path, stage: str, merged: Path, out: Path) -> None:
    chalice = Path(sys.executable).with_name("chalice")
    command: list[str | Path] = [
        chalice,
        "--project-dir",
        source,
        "package",
        "--stage",
        stage,
        "--merge-template",
        merged,
        out,
    ]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PYTHON"))}
    env["AWS_DEFAULT_REGION"] = (
        "ap-northeast-2"  # only names depend on it, and those of all regions are alike
    )
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    said = done.stdout + done.stderr
    if done.returncode or "Could not install dependencies" in said:
        raise bundle.CannotBuild("chalice package: " + said[-500:])


def _front(target: Path) -> None:
    """index.html at the root, everything else under booth/, as the program itself names them."""
    for path in sorted(static.FOLDER.rglob("*")):
        name = path.relative_to(static.FOLDER).as_posix()
        if not path.is_file() or path.is_symlink() or path.suffix not in static.TYPES or name.startswith("."):
            continue
        placed = target / ("index.html" if name == "index.html" else f"booth/{name}")
        placed.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, placed)


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 1 with one sentence."""
    parser = argparse.ArgumentParser(prog="python -m infra.build", description="Build a stage for Lambda.")
    parser.add_argument("--stage", default="prod", choices=("dev", "prod"))
    parser.add_argument("--arch", default="arm64", choices=sorted(bundle.MACHINES))
    parser.add_argument(
        "--python", default=bundle.minor(), help="minor version of Python, default the runtime's"
    )
    parser.add_argument("--out", type=Path, default=None)
    asked = parser.parse_args(arguments)
    try:
        made = build(asked.stage, asked.arch, asked.python, asked.out)
    except (bundle.CannotBuild, merge.Conflict) as why:
        print(f"Cannot build: {why}", file=sys.stderr)
        return 1
    code = (
        "with bytecode" if made.compiled else f"without bytecode (no Python {asked.python} on this machine)"
    )
    print(f"{made.folder}: deployment.zip {made.size / 1048576:.1f} MB {code}, sam.json, front/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
