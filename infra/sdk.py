"""The AWS SDK as Lambda's runtime brings it: a folder with it and nothing else, for a package that is run on this machine."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final

from . import bundle
from .functions import ROOT

PARTS: Final = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3")
"""All plain Python, so this environment's copy serves any version of the language."""


def machine_python() -> tuple[Path, str]:
    """The interpreter that stands in for Lambda's: of the runtime's version where there is one, else our own."""
    found = bundle.interpreter(bundle.minor())
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (found, bundle.minor()) if found else (Path(sys.executable), own)


def folder() -> Path:
    """The folder, copied and compiled once for each version."""
    python, minor = machine_python()
    target = ROOT / "build" / "sdk" / f"{version('botocore')}-{minor}"
    if target.exists():
        return target
    making = target.with_name(f"{target.name}.{id(target):x}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for name in PARTS:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise bundle.CannotBuild(f"{name} is not installed in this environment")
        source = Path(spec.origin)
        if source.name == "__init__.py":
            shutil.copytree(source.parent, making / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, making / source.name)
    bundle.compiled(making, python)
    try:
        making.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(making)
    return target
