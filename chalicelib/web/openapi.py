"""GET /openapi.json: OpenAPI 3.1, made from the same declarations that read and validate requests."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from chalicelib.shapes import Fault

from . import limits, openapi_words
from .openapi_examples import example_of, sample
from .problem import KINDS, MEDIA_TYPE, Problem
from .respond import encode
from .route import Answer, Call, Route, Routes
from .schemas import PROBLEM
from .settings import VERSION

routes = Routes("문서")

_EVERYWHERE: Final = ("bad_request", "not_found", "method_not_allowed", "internal", "unavailable")
_WITH_BODY: Final = ("malformed", "too_large", "media_type", "validation")
_SECURITY: Final[dict[str, list[dict[str, list[str]]]]] = {
    "open": [],
    "case": [{"session": []}, {"staff": []}],  # the person who holds the case, or staff
}
_TRACE: Final = {"$ref": "#/components/headers/TraceId"}


@routes.get("/openapi.json", "이 서비스의 OpenAPI 3.1 문서입니다", answers={"type": "object"})
def show(call: Call) -> Answer:
    """The document itself."""
    text = encode(document())
    return Answer(
        text,
        content_type="application/json; charset=utf-8",
        etag=hashlib.sha256(text.encode()).hexdigest()[:24],
        headers={"Cache-Control": "no-cache"},
    )


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document of every declared route."""
    from .blueprints import all_routes

    schemas: dict[str, Any] = {"Problem": PROBLEM}
    paths: dict[str, Any] = {}
    for route in all_routes():
        for record in (route.body, route.query):
            if record is not None:
                schemas |= record.schemas()
    for route in all_routes():
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "다시봄 (Dasibom)",
            "version": VERSION,
            "description": openapi_words.INFO,
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(route.tag for route in all_routes())],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": {"TraceId": {"schema": {"type": "string"}, "description": "요청을 찾는 번호"}},
            "securitySchemes": {
                "session": {"type": "http", "scheme": "bearer", "description": "세션을 열 때 받은 토큰"},
                "staff": {"type": "http", "scheme": "bearer", "description": "직원 토큰"},
            },
        },
    }


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    words = re.sub(r"[^a-z0-9]+", "_", f"{route.method.lower()}{route.path}".replace("/v1", "")).strip("_")
    operation: dict[str, Any] = {
        "operationId": words or "get_root",
        "summary": route.summary,
        "description": openapi_words.describe(route),
        "x-developer-note": route.description,
        "tags": [route.tag],
        "parameters": _parameters(route),
        "responses": _responses(route, schemas),
        "security": _SECURITY.get(route.auth, [{route.auth: []}]),
    }
    if route.roles:
        operation["x-roles"] = sorted(route.roles)
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(route, schemas)}
    if route.retires is not None:
        operation["deprecated"] = True
    return operation


def _content(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    assert route.body is not None
    media: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{route.body.__name__}"}}
    media["example"] = sample(media["schema"], schemas) if route.example is None else route.example
    if route.merge_patch:
        return {"application/merge-patch+json": media, "application/json": media}
    return {"application/json": media}


def _parameters(route: Route) -> list[dict[str, Any]]:
    form = r"^[^/]+$" if route.files else r"^[A-Za-z0-9_-]{1,64}$"
    found: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": "파일의 이름" if route.files else openapi_words.path_part(name),
            "schema": {"type": "string", "pattern": form},
        }
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    for name, shape in (route.query.fields if route.query else {}).items():
        schema = shape.schema()
        found.append(
            {
                "name": name,
                "in": "query",
                "required": route.query is not None and name in route.query.must,
                "description": shape.label,
                "schema": schema,
            }
        )
    headers = []
    if route.once:
        headers.append(("Idempotency-Key", False, "같은 값과 같은 내용이면 같은 답을 드립니다"))
    if route.edited and route.method != "GET":
        headers.append(("If-Match", True, "불러올 때 받은 ETag"))
    if route.edited and route.method == "GET":
        headers.append(("If-None-Match", False, "가지고 있는 ETag"))
    for name, required, says in headers:
        found.append(
            {
                "name": name,
                "in": "header",
                "required": required,
                "description": says,
                "schema": {"type": "string"},
            }
        )
    return found


def problems_of(route: Route) -> list[str]:
    """Kinds of problems that a route may answer: those that its declaration implies and those that it names."""
    kinds = [*_EVERYWHERE, *route.problems]
    if not route.files:
        kinds += ["validation", "too_large"]
    if route.body is not None:
        kinds += _WITH_BODY
    if route.auth != "open":
        kinds += ["unauthorized"]
    if route.auth == "staff":
        kinds += ["forbidden"]
    if route.once:
        kinds += ["idempotency_mismatch", "in_progress", "conflict"]
    if route.edited and route.method != "GET":
        kinds += ["stale", "precondition_required"]
    if limits.of(route) is not None:
        kinds += ["too_many_requests"]
    return list(dict.fromkeys(kinds))


def _responses(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    headers: dict[str, Any] = {"X-Trace-Id": _TRACE}
    if route.retires is not None:
        headers |= {name: {"schema": {"type": "string"}} for name in ("Deprecation", "Sunset")}
    if route.edited:
        headers["ETag"] = {"schema": {"type": "string"}}
    good: dict[str, Any] = {"description": route.summary, "headers": headers}
    if route.answers is not None:
        media: dict[str, Any] = {"schema": _open(route.answers)}
        if route.answer_example is not None:
            media["example"] = route.answer_example
        elif not route.files:
            media["example"] = example_of(route.name, media["schema"], schemas)
        good["content"] = {route.media_type: media}
    responses: dict[str, Any] = {str(route.status): good}
    if route.edited and route.method == "GET":
        responses["304"] = {"description": "바뀐 것이 없습니다", "headers": headers}
    by_status: dict[int, list[str]] = {}
    for kind in problems_of(route):
        by_status.setdefault(KINDS[kind].status, []).append(kind)
    for status in sorted(by_status):
        kinds = by_status[status]
        examples = {kind: {"summary": KINDS[kind].title, "value": _problem(kind, route)} for kind in kinds}
        responses[str(status)] = {
            "description": " / ".join(KINDS[kind].title for kind in kinds),
            "headers": {"X-Trace-Id": _TRACE},
            "content": {
                MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}
            },
        }
    return responses


def _problem(kind: str, route: Route) -> dict[str, Any]:
    """An example of the problem, with a fault where faults are told."""
    faults = []
    if kind == "validation":
        field = next(
            iter(route.body.fields if route.body else route.query.fields if route.query else ()), "name"
        )
        faults = [
            Fault(f"/{field}", "unknown_key", "알 수 없는 항목입니다. 이름을 확인해 주세요."),
        ]
    return Problem(kind, faults=faults).document(route.path, "3f2a9c0d5b7e4a18")


def _open(schema: Any) -> Any:
    """The schema with every object of which nothing is said marked as holding anything: a generated client would
    otherwise take it for an object that holds nothing."""
    if isinstance(schema, list):
        return [_open(one) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    made = {key: _open(value) for key, value in schema.items()}
    if made.get("type") == "object" and not made.get("properties"):
        made.setdefault("additionalProperties", True)
    return made
