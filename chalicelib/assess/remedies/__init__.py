"""Every remedy, one file each. A file here that defines REMEDY is found by itself; `order` is the order of showing."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from chalicelib.assess.remedy import Remedy


@cache
def all_remedies() -> tuple[Remedy, ...]:
    """Every remedy in the order in which they are shown."""
    names = {path.stem for path in Path(__file__).parent.glob("[a-z]*.py*")}
    modules = [import_module(f"{__name__}.{name}") for name in sorted(names)]
    found = [module.REMEDY for module in modules if hasattr(module, "REMEDY")]
    return tuple(sorted(found, key=lambda remedy: remedy.order))
