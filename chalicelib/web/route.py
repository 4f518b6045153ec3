'''How a route is written. One declaration serves the request, validates it and documents it.

    """Questions about opening hours."""                       # chalicelib/web/hours.py
    from chalicelib.shapes import Record, code, text
    from .problem import Problem
    from .route import SESSION, STAFF, Answer, Call, Routes

    routes = Routes("시간")                                     # the group in the OpenAPI document

    class Question(Record):                                    # the body: every fault is collected, each with pointer
        must = ("day",)
        day: str | None = code({"mon": "월요일", "tue": "화요일"}, "요일")
        note: str | None = text("메모", 200)

    @routes.post("/v1/sessions/{session_id}/hours", "여는 시간을 묻습니다", body=Question, auth=SESSION,
                 status=201, answers={"type": "object"}, example={"day": "mon"}, problems=("conflict",), once=ATOMIC)
    def ask(call: Call) -> Answer:
        if call.body.day == "tue":
            raise Problem("conflict", "화요일에는 쉽니다.")
        return Answer({"opens": "09:00"}, writes=[...])         # written all or none, with the Idempotency-Key's record

Then add the module to `blueprints.MODULES`. What the wrapper (`handle`) has done before the view runs: trace id, strict
reading of the body, the path's ids, the query Record, the bearer token (SESSION: parameter `session_id`; someone else's
is 404. STAFF with `roles`: 401 and 403), the Idempotency-Key. After it: the writes, ETag and 304, headers, problem
documents for every exception (Invalid 422, Conflict 409, StoreUnavailable 503, LawGap 422, anything else 500).

Views hold no arithmetic and no figure. Names of parameters end in `_id` or are codes: anything that is not of the form
of an id answers 404 before the view runs. Money is int, rates are Decimal, sentences are Korean.
'''

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Any, Final

from chalice.app import Blueprint, Response

from chalicelib.shapes import Record

from .call import Answer, Call
from .idempotency import ATOMIC, OWN

__all__ = [
    "ATOMIC",
    "OPEN",
    "OWN",
    "SESSION",
    "STAFF",
    "Answer",
    "Call",
    "Retires",
    "Route",
    "Routes",
    "blueprint",
]

OPEN: Final = "open"
"""Anyone may call."""
SESSION: Final = "session"
"""The bearer token of the session named by the path's `session_id`."""
STAFF: Final = "staff"
"""A member of staff or a connected system with one of the route's roles."""

View = Callable[[Call], Answer]
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Retires:
    """A route on its way out (docs/mobile.md): deprecated since a day, gone after another, and what to call instead
    (a Korean sentence; `successor` is its path)."""

    since: date
    sunset: date
    instead: str
    successor: str = ""

    def headers(self) -> dict[str, str]:
        """What every answer of the route carries: RFC 9745 and RFC 8594."""
        told = {
            "Deprecation": f"@{int(_midnight(self.since).timestamp())}",
            "Sunset": format_datetime(_midnight(self.sunset), usegmt=True),
        }
        return told | ({"Link": f'<{self.successor}>; rel="successor-version"'} if self.successor else {})


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Route:
    """One declared route.

    body: the Record of the request body; merge_patch: the body is a merge patch upon that Record. query: the Record of
    the query. answers: JSON Schema of the answer, None for an answer without body. problems: kinds of
    `problem.KINDS` besides those that the declaration implies. once: ATOMIC or OWN where an Idempotency-Key is
    taken (`idempotency`). restore: puts back into a kept answer what must not be stored. media_type: of the answer. retires: set on a
    route that will be taken away.
    """

    method: str
    path: str
    summary: str
    view: View
    tag: str
    auth: str = OPEN
    roles: frozenset[str] = frozenset()
    body: type[Record] | None = None
    merge_patch: bool = False
    query: type[Record] | None = None
    status: int = 200
    answers: Schema | None = None
    example: Any = None
    answer_example: Any = None
    problems: tuple[str, ...] = ()
    once: str | None = None
    restore: Callable[[Call, Any], Any] | None = None
    edited: bool = False
    media_type: str = "application/json"
    description: str = ""
    files: bool = False
    retires: Retires | None = None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Routes:
    """The routes of one resource."""

    tag: str
    all: list[Route] = field(default_factory=list)

    def get(self, path: str, summary: str, **options: Any) -> Callable[[View], View]:
        return self._add("GET", path, summary, options)

    def post(self, path: str, summary: str, **options: Any) -> Callable[[View], View]:
        return self._add("POST", path, summary, options)

    def put(self, path: str, summary: str, **options: Any) -> Callable[[View], View]:
        return self._add("PUT", path, summary, options)

    def patch(self, path: str, summary: str, **options: Any) -> Callable[[View], View]:
        return self._add("PATCH", path, summary, options)

    def delete(self, path: str, summary: str, **options: Any) -> Callable[[View], View]:
        return self._add("DELETE", path, summary, options)

    def _add(
        self, method: str, path: str, summary: str, options: Mapping[str, Any]
    ) -> Callable[[View], View]:
        def declare(view: View) -> View:
            known = dict(options)
            known["roles"] = frozenset(known.pop("roles", ()))
            description = (view.__doc__ or "").strip()
            self.all.append(
                Route(method, path, summary, view, self.tag, **{"description": description, **known})
            )
            return view

        return declare


def blueprint(routes: Iterable[Route]) -> Blueprint:
    """A new Chalice blueprint of these routes, with HEAD beside every GET and OPTIONS on every path.

    Built anew for each app: registering one blueprint on two apps turns every POST into a GET (chalice pops the
    declaration's arguments at the first registration).
    """
    from . import cors, handle

    made = Blueprint("chalicelib.web")
    methods: dict[str, list[str]] = {}

    def add(method: str, path: str, view: Callable[..., Response]) -> None:
        methods.setdefault(path, []).append(method)
        # An empty list of content types: the strict reader answers for media types, not Chalice.
        made.route(path, methods=[method], content_types=[], name=f"{method} {path}")(view)

    def served(route: Route, head: bool) -> Callable[..., Response]:
        def view(**params: str) -> Response:
            answer = handle.serve(route, made.current_request, params, head, made.lambda_context)
            if route.retires is not None:
                answer.headers.update(route.retires.headers())
            return answer

        return view

    for route in routes:
        add(route.method, route.path, served(route, head=False))
        if route.method == "GET":
            add("HEAD", route.path, served(route, head=True))
    for path, allowed in list(methods.items()):
        add("OPTIONS", path, cors.preflight(made, (*allowed, "OPTIONS")))
    return made
