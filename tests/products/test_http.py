"""POST /v1/products/matches against the running service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.web.products import EXAMPLE
from tests.web.support import Service, running

PATH = "/v1/products/matches"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("products")) as started:
        yield started


def test_the_documented_example_is_answered_with_every_product(service: Service) -> None:
    reply = service.ask("POST", PATH, EXAMPLE)
    assert reply.status == 200, reply.raw
    products = {product["product"]: product for product in reply.json["products"]}
    assert reply.json["as_of"] == "2026-11-22"
    assert products["sunshine_special"]["verdict"] == "open"
    assert products["sunshine_special"]["limit"]["high"] == 10_000_000
    assert str(products["sunshine_special"]["rate"]["high"]) == "12.5"
    assert all(product["source"] and product["apply"] for product in products.values())


def test_the_day_defaults_to_today_in_seoul_and_nothing_is_stored(service: Service) -> None:
    reply = service.ask("POST", PATH, {"person": {}})
    assert reply.json["as_of"] == "2026-11-22"
    assert reply.json["next_questions"]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, ("/person", "required")),
        ({"person": {"age": -1}}, ("/person/age", "too_small")),
        ({"person": {}, "answers": {"work_month": 3}}, ("/answers/work_month", "unknown_key")),
        ({"person": {}, "answers": {"work_months": "3"}}, ("/answers/work_months", "not_an_integer")),
        ({"person": {}, "as_of": "2017-12-31"}, ("/as_of", "not_covered")),
        ({"person": {}, "products": []}, ("/products", "unknown_key")),
    ],
)
def test_bad_input_names_its_field(service: Service, document: Any, code: tuple[str, str]) -> None:
    reply = service.ask("POST", PATH, document)
    assert reply.status == 422
    assert code in reply.codes


def test_the_contract_describes_the_route_and_its_answers(service: Service) -> None:
    operation = service.ask("GET", "/openapi.json").json["paths"][PATH]["post"]
    assert operation["requestBody"]["content"]["application/json"]["example"] == EXAMPLE
    assert "products" in operation["responses"]["200"]["content"]["application/json"]["schema"]["required"]
