"""Examples of the OpenAPI document: answers taken from the running service, else made from the schema.

`openapi_answers.json` holds what the service answered to the routes' own example requests, lists cut to one entry;
`python -m tests.mobile.capture` writes it and a test compares its keys with what the service answers today. What has
none there gets a value of the right form, so that no route is without an example.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

KEPT: Final = Path(__file__).with_name("openapi_answers.json")
ID: Final = "0af7651916cd43dd8448eb211c80319c"
_FORMATS: Final = {
    "date": "2026-11-22",
    "date-time": "2026-11-22T09:00:00+09:00",
    "uri": "https://example.kr/",
}
_DEEP: Final = 8
Schema = Mapping[str, Any]


@cache
def kept() -> dict[str, Any]:
    """Route name ("GET /health") -> the answer that was taken."""
    found: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return found


def example_of(name: str, schema: Schema, known: Mapping[str, Schema]) -> Any:
    """The example of a route's answer. `known`: the document's schemas by name, for references."""
    found = kept().get(name)
    return sample(schema, known) if found is None else found


def sample(schema: Schema, known: Mapping[str, Schema], name: str = "", depth: int = 0) -> Any:
    """A value that the schema accepts, as telling as the schema is. `name`: of the property that it is for."""
    if depth > _DEEP:
        return None
    for word in ("example", "const", "default"):
        if word in schema:
            return schema[word]
    if "enum" in schema:
        return schema["enum"][0]
    if "$ref" in schema:
        return sample(known[schema["$ref"].rsplit("/", 1)[-1]], known, name, depth + 1)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            chosen = next((one for one in schema[word] if one.get("type") != "null"), schema[word][0])
            return sample(chosen, known, name, depth + 1)
    sort = schema.get("type", "object" if "properties" in schema else None)
    sort = next((one for one in sort if one != "null"), "null") if isinstance(sort, list) else sort
    if sort == "object":
        inside = schema.get("properties", {})
        wanted = schema.get("required", list(inside))
        return {key: sample(inside.get(key, {}), known, key, depth + 1) for key in wanted}
    if sort == "array":
        return [sample(schema.get("items", {}), known, name, depth + 1)] if depth < _DEEP - 1 else []
    if sort in ("integer", "number"):
        return max(schema.get("minimum", 0), min(1, schema.get("maximum", 1)))
    if sort == "boolean":
        return True
    if sort == "string":
        return _text(schema, name)
    return None


def _text(schema: Schema, name: str) -> str:
    if "format" in schema:
        return _FORMATS.get(schema["format"], "")
    if name == "id" or name.endswith("_id"):
        return ID
    return str(schema.get("description") or "예")[: schema.get("maxLength", 200)]
