"""Every product of public finance for low incomes, one file per family. A file here that defines PRODUCTS is found by itself."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from os import listdir

from chalicelib.assess.products.product import Product


@cache
def all_products() -> tuple[Product, ...]:
    """Every product in the order of showing. Raises ValueError when two share a code."""
    names = {name.partition(".")[0] for name in listdir(__path__[0]) if ".py" in name and name[0] != "_"}
    modules = [import_module(f"{__name__}.{name}") for name in sorted(names)]
    found = [product for module in modules for product in getattr(module, "PRODUCTS", ())]
    codes = [product.code for product in found]
    if len(set(codes)) != len(codes):
        raise ValueError(f"two products share a code: {sorted({c for c in codes if codes.count(c) > 1})}")
    return tuple(sorted(found, key=lambda product: product.order))
