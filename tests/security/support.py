"""Requests for every declared route, made from its declaration: what a new route gets tested by without being named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.shapes import Record
from chalicelib.web.blueprints import all_routes
from chalicelib.web.route import Route
from tests.web.support import STAFF_KEY, Reply, Service, Visitor

ABSENT_ID = "0" * 32
KEY = "0123456789abcdef-key"


def routes(auth: str = "", files: bool = False) -> list[Route]:
    """Declared routes, of one kind of caller where named."""
    return [r for r in all_routes() if (not auth or r.auth == auth) and r.files == files]


def path(route: Route, session_id: str = ABSENT_ID, other: str = ABSENT_ID) -> str:
    """The route's path with ids in it."""
    filled = route.path.replace("{session_id}", session_id)
    return re.sub(r"{\w+}", other, filled)


def sample(route: Route) -> Any:
    """A body that the route can read: its example, else the least."""
    if route.body is None:
        return None
    return route.example if route.example is not None else {}


def headers(route: Route, token: str) -> dict[str, str]:
    made = {"Authorization": f"Bearer {token}"} if route.auth != "open" else {}
    if route.edited and route.method != "GET":
        made["If-Match"] = "*"
    return made


def ask(
    service: Service,
    route: Route,
    token: str = "",
    session_id: str = ABSENT_ID,
    other: str = ABSENT_ID,
    document: Any = ...,
    more: dict[str, str] | None = None,
    query: str = "",
) -> Reply:
    """One request to the route."""
    body = sample(route) if document is ... else document
    if route.body is None and document is ...:
        body = None
    sent = headers(route, token) | (more or {})
    return service.ask(route.method, path(route, session_id, other) + query, body, sent)


def as_owner(service: Service, route: Route, visitor: Visitor, **more: Any) -> Reply:
    """The request as whoever may make it."""
    token = {"session": visitor.token, "case": STAFF_KEY, "staff": STAFF_KEY}.get(route.auth, "")
    return ask(service, route, token, visitor.id, **more)


@dataclass(frozen=True)
class Field:
    """A text field somewhere in a body: its steps, and the most characters it takes."""

    steps: tuple[str, ...]
    most: int


def filled(shape: Any, value: str, depth: int = 0) -> Any:
    """A JSON value for a shape with `value` wherever text may stand; numbers and the like are left out."""
    kind = type(shape).__name__
    if isinstance(shape, type) and issubclass(shape, Record):
        found = {name: filled(inner, value, depth + 1) for name, inner in shape.fields.items()}
        return {name: inner for name, inner in found.items() if inner is not None}
    if kind == "TextShape":
        return value
    if kind == "RecordShape" and depth < 6:
        return filled(shape.record, value, depth + 1)
    if kind == "ListShape" and depth < 6:
        inner = filled(shape.item, value, depth + 1)
        return None if inner is None else [inner]
    return None


def merged(example: Any, texts: Any) -> Any:
    """The example with the texts laid over it, so that required parts stay there."""
    if isinstance(example, dict) and isinstance(texts, dict):
        return {**example, **{k: merged(example.get(k), v) for k, v in texts.items()}}
    if isinstance(example, list) and isinstance(texts, list) and example and texts:
        return [merged(one, texts[0]) for one in example]
    return texts if texts not in (None, {}, []) else example


def with_text(route: Route, value: str) -> Any:
    """The route's sample with `value` in every text field."""
    return merged(sample(route), filled(route.body, value)) if route.body else None


def each_id(route: Route) -> Iterator[str]:
    yield from re.findall(r"{(\w+)}", route.path)
