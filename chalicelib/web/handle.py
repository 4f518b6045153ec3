"""The one wrapper around every view: what happens to a request, in order, and what an exception becomes.

The order is the list of steps in `_serve`. What must not enter: anything about one resource.
"""

from __future__ import annotations

import json
import re
import secrets
import traceback
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from chalice.app import Request, Response

from chalicelib.jsontext import Ready
from chalicelib.law import LawGap
from chalicelib.shapes import BoolShape, Fault, IntShape, Invalid, RateShape, Record
from chalicelib.store import keys
from chalicelib.store.table import BadCursor, Conflict, Delete, Item, Put, StoreUnavailable, TooLarge

from . import body, cors, idempotency, keeping, limits, log, metrics, respond, tokens
from .call import Answer, Call, matches
from .idempotency import ATOMIC, Kept, Once
from .problem import Problem
from .services import current, services

if TYPE_CHECKING:
    from .route import Route

_TRACE: Final = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
_PARAM: Final = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_WHOLE: Final = re.compile(r"-?[0-9]{1,18}\Z")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?\Z")


def trace_id(headers: Mapping[str, str]) -> str:
    """The caller's X-Trace-Id where it is well formed (8 to 64 letters, digits, hyphens), else a new one."""
    given = headers.get("x-trace-id")
    return given if given and _TRACE.match(given) else secrets.token_hex(16)


def serve(
    route: Route, request: Request, params: Mapping[str, str], head: bool = False, context: Any = None
) -> Response:
    """Answer a request. Never raises: what goes wrong becomes a problem document. `context`: Lambda's."""
    headers = request.headers
    trace = trace_id(headers)
    path = request.context.get("path") or request.path
    told: dict[str, str] = {}
    started, kind = metrics.begin(), None
    try:
        with_services = services()
        told = cors.headers(with_services.settings, headers.get("origin"))
        call = Call(with_services, trace, route.method, path, params, headers)
        call.seconds_left = _seconds_left(context)
        made = _finish(route, call, _serve(route, call, request))
    except Exception as error:
        problem = _problem_of(error, route.name, trace)
        made, kind = problem_response(problem, path, trace), problem.kind
    _observe(route, made, started, trace, kind)
    made.headers["X-Trace-Id"] = trace
    if told:
        made.headers.update(told)
    if head:
        made.body = "" if isinstance(made.body, str) else b""
    return made


def _seconds_left(context: Any) -> float | None:
    """What Lambda still allows, None where the process is not ended from outside."""
    asked = getattr(context, "get_remaining_time_in_millis", None)
    return None if asked is None else asked() / 1000


def _observe(route: Route, made: Response, started: float, trace: str, kind: str | None) -> None:
    """The request's one line. The route's template stands in it, never the path, which holds ids."""
    opened = current()
    if opened is not None and opened.settings.log_requests:
        replayed = "Idempotency-Replayed" in made.headers
        metrics.request(opened.settings.stage, route.name, made.status_code, started, trace, kind, replayed)


def problem_response(problem: Problem, path: str, trace: str) -> Response:
    """A problem as a finished answer."""
    document = problem.document(path.partition("?")[0][:200], trace)
    headers = {"X-Trace-Id": trace, **problem.headers}
    return respond.response(problem.status, respond.encode(document), respond.PROBLEM_TYPE, headers)


def _serve(route: Route, call: Call, request: Request) -> Answer:
    if not route.files:
        _check_params(call.params)
    token = tokens.bearer(call.headers) if route.auth != "open" else ""
    if route.auth == "staff":
        _admit_staff(route, call, token)
    _read_query(route, call, request)
    if route.auth != "session":
        _limit(route, call, call.staff.id if call.staff else token or _address(call, request))
    if route.once:
        call.idempotency_key = idempotency.read_key(call.headers, anonymous=route.auth == "open")
    document = _read_body(route, call, request)
    once = call.once = _once(route, call, document)
    kept = _load(route, call, token, once)
    if call.session is not None:
        _limit(route, call, call.session.id)
    if kept is not None:
        return _replayed(route, call, kept)
    _check_body(route, call, document)
    if once is None or route.once != ATOMIC:
        return _write(call, _view(route, call))
    return _run_atomic(route, call, once)


# --- before the view ---------------------------------------------------------------------------------------------
def _check_params(params: Mapping[str, str]) -> None:
    """Path parameters come percent-encoded, here and on API Gateway; every id of ours is plain ASCII."""
    for value in params.values():
        if not _PARAM.match(value):
            raise Problem("not_found")


def _read_query(route: Route, call: Call, request: Request) -> None:
    raw: Mapping[str, list[str]] = request.to_original_event().get("multiValueQueryStringParameters") or {}
    call.raw_query = raw
    if route.files:
        return
    faults: list[Fault] = []
    given: dict[str, Any] = {}
    fields = route.query.fields if route.query else {}
    for name, values in raw.items():
        if len(values) > 1:
            faults.append(
                Fault(f"/{_step(name)}", "repeated", "주소에 같은 이름의 값이 두 번 들어 있습니다.")
            )
        shape = fields.get(name)
        given[name] = _from_text(shape, values[-1])
    record = (route.query or Record).read(given, "", faults)
    if faults:
        raise Invalid(faults)
    call.query = record


def _step(name: str) -> str:
    return name[:60].encode("utf-8", "replace").decode().replace("~", "~0").replace("/", "~1")


def _from_text(shape: Any, text: str) -> Any:
    """A query's text as the JSON value that the shape reads; text that does not fit stays text and is refused there."""
    if isinstance(shape, IntShape) and _WHOLE.match(text):
        return int(text)
    if isinstance(shape, RateShape) and _DECIMAL.match(text):
        return Decimal(text)
    if isinstance(shape, BoolShape) and text in ("true", "false"):
        return text == "true"
    return text


def _admit_staff(route: Route, call: Call, token: str) -> None:
    staff = call.services.staff.verify(token)
    if staff is None:
        raise Problem(
            "unauthorized",
            "직원 인증을 확인할 수 없습니다. 다시 로그인해 주세요.",
            headers={"WWW-Authenticate": 'Bearer realm="dasibom", error="invalid_token"'},
        )
    if route.roles and not route.roles & staff.roles:
        raise Problem("forbidden")
    call.staff = staff


def _limit(route: Route, call: Call, who: str) -> None:
    name = limits.of(route)
    if name is not None:
        call.services.limit(name, who)


def _address(call: Call, request: Request) -> str:
    """Where the request came from: what the front says (it overwrites the header), else the connection."""
    named = call.services.settings.address_header
    given = call.headers.get(named, "") if named else ""
    return given or str((request.context.get("identity") or {}).get("sourceIp", ""))


def _read_body(route: Route, call: Call, request: Request) -> Any:
    if route.files:
        return None
    raw = request.raw_body
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    if route.body is None:
        if len(data) > body.MAX_BYTES:
            raise Problem("too_large")
        if data.strip() not in (b"", b"{}"):
            raise Problem("bad_request", "이 요청에는 내용을 넣지 않습니다. 내용을 비우고 다시 보내 주세요.")
        return None
    if call.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem("media_type", "압축하지 않은 내용을 보내 주세요.")
    accepted = (body.JSON, body.MERGE_PATCH) if route.merge_patch else (body.JSON,)
    return body.read(data, call.headers.get("content-type"), accepted)


def _once(route: Route, call: Call, document: Any) -> Once | None:
    """The record of the key. Routes of cases make their own, once it is known who calls (`case_access`)."""
    if call.idempotency_key is None or (route.once != ATOMIC and route.auth != "session"):
        return None
    if route.auth == "session":
        owner = keys.session_pk(keys.part(call.params["session_id"]))
    else:
        owner = keys.creation_pk(call.staff.id if call.staff else "anyone")
    name = f"{call.method} {call.path.partition('?')[0]}"
    return Once(owner, name, call.idempotency_key, document, call.services.epoch())


def _load(route: Route, call: Call, token: str, once: Once | None) -> Kept | None:
    """The session of the token and the record of the key, in one read."""
    table = call.services.table
    if route.auth != "session":
        return once.kept(table.get(*once.name)) if once else None
    session_id = call.params["session_id"]
    if not tokens.is_id(session_id):
        raise Problem("not_found")
    name = keys.session(session_id)
    found: list[Item | None] = table.get_many([name, once.name]) if once else [table.get(*name)]
    call.session = tokens.open_session(session_id, token, found[0])
    return once.kept(found[1]) if once else None


def _check_body(route: Route, call: Call, document: Any) -> None:
    if route.body is None:
        return
    if route.merge_patch:
        if not isinstance(document, dict):
            raise Invalid([Fault("", "not_an_object", "고칠 항목을 담은 객체를 보내 주세요.")])
        call.body = document
    else:
        call.body = route.body.parse(document)


# --- the view and its writes -------------------------------------------------------------------------------------
def _view(route: Route, call: Call) -> Answer:
    answer = route.view(call)
    if call.services.settings.log_requests:
        metrics.note_answer(answer.body.doc if isinstance(answer.body, Ready) else answer.body)
    if answer.status == 200:
        answer.status = 204 if answer.body is None else route.status
    return answer


def _write(call: Call, answer: Answer) -> Answer:
    table = call.services.table
    writes = answer.writes
    if len(writes) == 1 and isinstance(writes[0], Put):
        table.put(writes[0].item, writes[0].expect)
    elif len(writes) == 1 and isinstance(writes[0], Delete):
        table.delete(writes[0].pk, writes[0].sk, writes[0].expect)
    elif writes:
        table.write(writes)
    return answer


def _run_atomic(route: Route, call: Call, once: Once) -> Answer:
    answer = _view(route, call)
    try:
        call.services.table.write([once.record(keeping.kept_of(answer)), *answer.writes])
    except Conflict as conflict:
        kept = once.kept(call.services.table.get(*once.name)) if conflict.index == 0 else None
        if kept is None:
            raise
        return _replayed(route, call, kept)
    return answer


def _replayed(route: Route, call: Call, kept: Kept) -> Answer:
    answer = keeping.replayed(kept)
    if answer.body is not None and route.restore is not None:
        restored = route.restore(call, json.loads(answer.body, parse_float=Decimal))
        answer.body = respond.encode(restored)
    return answer


# --- after the view ----------------------------------------------------------------------------------------------
def _finish(route: Route, call: Call, answer: Answer) -> Response:
    headers = dict(answer.headers)
    if answer.etag is not None:
        headers["ETag"] = f'"{answer.etag}"'
        asked = call.headers.get("if-none-match")
        if route.method == "GET" and asked is not None and matches(asked, answer.etag, weak=True):
            headers.setdefault("Cache-Control", "no-cache")
            return respond.response(304, "", respond.JSON_TYPE, headers)
    if answer.body is None:
        return respond.response(answer.status, "", respond.JSON_TYPE, headers)
    if answer.content_type is not None:
        return respond.response(answer.status, answer.body, answer.content_type, headers)
    return respond.response(answer.status, respond.encode(answer.body), respond.JSON_TYPE, headers)


def _problem_of(error: Exception, route: str, trace: str) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, Invalid):
        return Problem("validation", faults=error.faults)
    if isinstance(error, Conflict):
        return Problem("conflict")
    if isinstance(error, BadCursor):
        says = "목록의 다음 쪽을 찾을 수 없습니다. 처음부터 다시 불러와 주세요."
        return Problem("validation", faults=[Fault("/cursor", "bad_cursor", says)])
    if isinstance(error, StoreUnavailable):
        log.event("store_unavailable", trace_id=trace, route=route)
        return Problem("unavailable", headers={"Retry-After": "2"})
    if isinstance(error, TooLarge):
        return Problem("too_large", "보관할 수 있는 크기를 넘었습니다. 내용을 줄여 주세요.")
    if isinstance(error, LawGap):
        log.event("law_gap", trace_id=trace, route=route, key=error.key, day=error.day.isoformat())
        says = "이 날짜에 시행된 기준이 자료에 없어 계산할 수 없습니다. 다른 날짜를 골라 주세요."
        return Problem("validation", faults=[Fault("/as_of", "not_covered", says)])
    # The message of an unforeseen exception may hold what a person wrote: only its type and place are logged.
    places = [
        f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}:{f.name}"
        for f in traceback.extract_tb(error.__traceback__)
    ]
    log.event(
        "unhandled", level="ERROR", trace_id=trace, route=route, error=type(error).__name__, at=places[-8:]
    )
    return Problem("internal")
