"""The OpenAPI document is complete: every route has examples that its own schemas accept, errors, Korean descriptions."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from chalicelib.shapes import ListShape, Record, RecordShape
from chalicelib.web.blueprints import all_routes
from chalicelib.web.openapi import document
from chalicelib.web.openapi_examples import kept, sample
from chalicelib.web.respond import encode
from tests.mobile.capture import taken
from tests.web.support import Service

HANGUL = re.compile("[가-힣]")


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(encode(document()))
    return made


def operations(written: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in written["paths"].items()
        for method, operation in methods.items()
    ]


def refused(written: dict[str, Any], schema: Any, example: Any) -> str:
    """What the schema has against the example; nothing where it accepts it."""
    whole = {**schema, "components": written["components"]}
    return "; ".join(error.message[:100] for error in Draft202012Validator(whole).iter_errors(example))


def test_the_document_is_openapi_3_1(written: dict[str, Any]) -> None:
    validate(written)


def test_every_operation_is_told_in_korean(written: dict[str, Any]) -> None:
    for name, operation in operations(written):
        told = [operation["summary"], operation["description"]]
        told += [one["description"] for one in operation["parameters"]]
        told += [one["description"] for one in operation["responses"].values()]
        assert [text for text in told if not HANGUL.search(text)] == [], name


def test_every_operation_has_a_name_of_its_own(written: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(written)]
    assert len(names) == len(set(names))


def test_every_body_has_an_example_that_its_schema_accepts(written: dict[str, Any]) -> None:
    for name, operation in operations(written):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            assert "example" in media, name
            assert refused(written, media["schema"], media["example"]) == "", name


def test_every_answer_has_an_example_that_its_schema_accepts(written: dict[str, Any]) -> None:
    for name, operation in operations(written):
        for status, answer in operation["responses"].items():
            for media_type, media in answer.get("content", {}).items():
                if status[0] != "2" or "json" not in media_type:
                    continue
                assert "example" in media, name
                assert refused(written, media["schema"], media["example"]) == "", name


def test_every_error_has_an_example_and_the_faults_of_an_input_are_shown(written: dict[str, Any]) -> None:
    for name, operation in operations(written):
        bad = {status: one for status, one in operation["responses"].items() if status[0] in "45"}
        assert {"404", "500", "503"} <= set(bad), name
        for status, answer in bad.items():
            media = answer["content"]["application/problem+json"]
            assert media["examples"], name
            for kind, example in media["examples"].items():
                assert refused(written, media["schema"], example["value"]) == "", (name, kind)
                assert example["value"]["status"] == int(status)
            if "validation" in media["examples"]:
                assert media["examples"]["validation"]["value"]["errors"][0]["pointer"].startswith("/")


def test_no_object_of_an_answer_is_documented_as_empty(written: dict[str, Any]) -> None:
    def bare(schema: Any) -> bool:
        if isinstance(schema, list):
            return any(bare(one) for one in schema)
        if not isinstance(schema, dict):
            return False
        if schema.get("type") == "object" and not schema.get("properties"):
            return not schema.get("additionalProperties")
        return any(bare(one) for key, one in schema.items() if key not in ("example", "examples"))

    for name, operation in operations(written):
        schemas = [
            m["schema"] for a in operation["responses"].values() for m in a.get("content", {}).values()
        ]
        assert not bare(schemas), name


def keys_of(value: Any) -> Any:
    """The names in an answer, without its values."""
    if isinstance(value, dict):
        return {name: keys_of(inner) for name, inner in value.items()}
    return [keys_of(one) for one in value[:1]] if isinstance(value, list) else None


def test_the_examples_hold_the_names_that_the_service_answers_today(service: Service) -> None:
    now = taken(service)
    stale = [
        name for name in now.keys() | kept().keys() if keys_of(now.get(name)) != keys_of(kept().get(name))
    ]
    assert stale == [], "run python -m tests.mobile.capture"


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "enum": ["a", "b"]},
        {"type": ["integer", "null"], "minimum": 5},
        {"anyOf": [{"type": "null"}, {"type": "string", "format": "date"}]},
        {
            "type": "object",
            "required": ["x"],
            "properties": {"x": {"type": "array", "items": {"type": "boolean"}}},
        },
        {"$ref": "#/components/schemas/Loop"},
        {"const": 3},
    ],
)
def test_a_made_example_has_the_form_of_its_schema(schema: dict[str, Any]) -> None:
    loop = {
        "type": "object",
        "properties": {"next": {"anyOf": [{"$ref": "#/components/schemas/Loop"}, {"type": "null"}]}},
    }
    made = sample(schema, {"Loop": loop})
    whole = {**schema, "components": {"schemas": {"Loop": loop}}}
    assert list(Draft202012Validator(whole).iter_errors(made)) == []


def test_no_two_records_share_a_name_of_the_document() -> None:
    known: dict[str, set[type]] = {}

    def collect(record: type[Record]) -> None:
        if record in known.setdefault(record.__name__, set()):
            return
        known[record.__name__].add(record)
        for shape in record.fields.values():
            inner = shape.item if isinstance(shape, ListShape) else shape
            if isinstance(inner, RecordShape):
                collect(inner.record)

    for route in all_routes():
        for record in (route.body, route.query):
            if record is not None:
                collect(record)
    assert [name for name, records in known.items() if len(records) > 1] == []
