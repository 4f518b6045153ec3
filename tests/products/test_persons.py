"""People in sentences and what the finder must tell them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.assess.products.api import match, verdicts
from tests.products.support import flat, persons, told

PERSONS = persons()


def same(expected: Any, got: Any) -> bool:
    if isinstance(expected, (int, float, Decimal)) and not isinstance(expected, bool):
        return got is not None and Decimal(str(expected)) == Decimal(str(got))
    return bool(expected == got)


@pytest.mark.parametrize("case", PERSONS, ids=[case["name"][:70] for case in PERSONS])
def test_person(case: dict[str, Any]) -> None:
    person, day, answers = told(case)
    result = match(person, day, answers)
    products = {product["product"]: product for product in result["products"]}
    expect = case["expect"]
    for code, verdict in expect.get("verdicts", {}).items():
        why = [f["id"] for f in flat(products[code]["findings"]) if f["status"] in ("fail", "unknown")]
        assert products[code]["verdict"] == verdict, f"{code} is {products[code]['verdict']}: {why}"
    found = {f["id"]: f["status"] for product in products.values() for f in flat(product["findings"])}
    for name, status in expect.get("findings", {}).items():
        assert found[name] == status, name
    for code, figures in expect.get("figures", {}).items():
        for figure, ends in figures.items():
            for end, value in ends.items():
                assert same(value, products[code][figure][end]), (
                    f"{code}.{figure}.{end}: {products[code][figure]}"
                )
    for code, missing in expect.get("missing", {}).items():
        assert set(missing) <= {question["fact"] for question in products[code]["missing"]}, code
    if "first" in expect:
        assert [item["code"] for item in result["first"]] == expect["first"]
    if "recommended" in expect:
        names = [item["product"] for item in result["recommended"]]
        assert names[: len(expect["recommended"])] == expect["recommended"]


@pytest.mark.parametrize("case", PERSONS[:3], ids=[case["name"][:70] for case in PERSONS[:3]])
def test_verdicts_alone_are_the_same_verdicts(case: dict[str, Any]) -> None:
    person, day, answers = told(case)
    full = {
        product["product"]: product["verdict"]
        for product in match(person, day, answers, partners=())["products"]
    }
    assert verdicts(person, day, answers) == full
