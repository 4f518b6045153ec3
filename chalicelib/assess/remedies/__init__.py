"""Every remedy, one file each. A file here that defines REMEDY is found by itself; `order` is the order of showing."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from os import listdir

from chalicelib.assess.remedy import Remedy


@cache
def all_remedies() -> tuple[Remedy, ...]:
    """Every remedy in the order in which they are shown."""
    names = {name.partition(".")[0] for name in listdir(__path__[0]) if name[0] != "_"}
    modules = [import_module(f"{__name__}.{name}") for name in sorted(names)]
    found = [module.REMEDY for module in modules if hasattr(module, "REMEDY")]
    return tuple(sorted(found, key=lambda remedy: remedy.order))
