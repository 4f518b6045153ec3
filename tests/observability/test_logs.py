"""One line for every request and function, and never a word of what a person said, whatever goes wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.store.table import StoreUnavailable
from chalicelib.web import log, metrics
from chalicelib.web.clock import now
from chalicelib.web.settings import Settings
from local.clockwork import Clockwork
from tests.security import support
from tests.web.support import Service, running

PERSONAL = {
    "name": "홍길동",
    "number": "900101-1234567",
    "phone": "010-9876-5432",
    "account": "110-234-567890",
    "mail": "gildong@example.kr",
    "words": "사채업자가 회사로 찾아옵니다",
}
SENTENCE = "제 이름은 {name}이고 {number}, {phone}, 계좌 {account}, {mail}, {words}".format(**PERSONAL)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = Settings(stage="test", log_requests=True)
    with running(tmp_path_factory.mktemp("logs"), settings=settings) as started:
        yield started


def lines(caplog: pytest.LogCaptureFixture, event: str) -> list[dict[str, Any]]:
    found = [r.getMessage() for r in caplog.records if r.name == "dasibom"]
    return [line for line in map(json.loads, found) if line["event"] == event]


def no_trace_of_a_person(caplog: pytest.LogCaptureFixture) -> None:
    formatter = log.JsonLines()
    written = caplog.text + "".join(formatter.format(record) for record in caplog.records)
    for kind, value in PERSONAL.items():
        assert value not in written, kind
        assert json.dumps(value).strip('"') not in written, kind


def test_personal_data_through_every_route_reaches_no_log(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = service.open()
    asked = 0
    with caplog.at_level(logging.DEBUG):
        for route in support.routes():
            for document in (support.with_text(route, SENTENCE), {SENTENCE: SENTENCE}, [SENTENCE]):
                more = {"X-Trace-Id": PERSONAL["phone"], "Idempotency-Key": f"key-{PERSONAL['phone']}"}
                query = "?as_of=010-9876-5432"
                for place in ("", query):
                    support.as_owner(
                        service,
                        route,
                        visitor,
                        document=document,
                        more=more,
                        query=place,
                        other="010-9876-5432",
                    )
                    asked += 1
                if route.body is None:
                    break
            more = {"Content-Type": "application/json", **support.headers(route, visitor.token)}
            service.ask(
                route.method, support.path(route, visitor.id), headers=more, raw=SENTENCE.encode("utf-8")
            )
            if route.auth == "session" and route.method == "DELETE":
                visitor = service.open()
    no_trace_of_a_person(caplog)
    seen = {line["Route"] for line in lines(caplog, "request")}
    assert seen >= {route.name for route in support.routes()}
    assert len(lines(caplog, "request")) >= asked
    assert visitor.id not in caplog.text


def test_the_line_of_a_request_says_what_an_operator_needs(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = service.open()
    with caplog.at_level(logging.INFO):
        trace = visitor.ask("GET", "/person").headers["X-Trace-Id"]
        service.ask("POST", "/v1/sessions", {"channel": "moon"})
    good, bad = lines(caplog, "request")[-2:]
    assert (good["Route"], good["status"]) == ("GET /v1/sessions/{session_id}/person", 200)
    assert (good["trace_id"], good["store_calls"], good["Stage"]) == (trace, 1, "test")
    assert good["Milliseconds"] > 0 and good["ServerErrors"] == 0
    assert (bad["status"], bad["problem"]) == (422, "validation")


def test_a_failing_store_is_one_server_error_in_the_line(
    service: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("no answer")

    visitor = service.open()
    monkeypatch.setattr(service.table.inner, "get", away)
    with caplog.at_level(logging.INFO):
        assert visitor.ask("GET", "/person").status == 503
    line = lines(caplog, "request")[-1]
    assert (line["status"], line["ServerErrors"], line["problem"]) == (503, 1, "unavailable")


def test_requests_write_no_line_where_it_is_not_wanted(
    tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with running(tmp_path) as quiet, caplog.at_level(logging.DEBUG):
        quiet.ask("GET", "/health")
    assert lines(caplog, "request") == []


def test_every_scheduled_function_writes_its_line_with_counts(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    clockwork = Clockwork(service.app, now)
    with caplog.at_level(logging.INFO):
        for name in clockwork.scheduled:
            clockwork._call(name, {"version": "0", "account": "0", "region": "local", "detail": {},
                                   "detail-type": "Scheduled Event", "source": "aws.events", "time": "x",
                                   "id": "x", "resources": ["local"]})  # fmt: skip
    found = lines(caplog, "function")
    assert len(found) == len(clockwork.scheduled)
    assert all(line["FunctionFailures"] == 0 and line["FunctionMilliseconds"] > 0 for line in found)
    assert {"rung", "pages"} <= set(found[0]["counts"]) or {"seen"} <= set(found[0]["counts"])


def test_a_queue_function_tells_counts_in_its_line_and_not_to_the_queue(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    record = {"messageId": "m1", "body": json.dumps({"case": PERSONAL["phone"]})}
    with caplog.at_level(logging.DEBUG):
        answer = service.app.handler_map["send"]({"Records": [record]}, None)
    assert answer == {"batchItemFailures": []}
    assert len(lines(caplog, "function")) == 1
    no_trace_of_a_person(caplog)


def test_a_direct_call_is_logged_without_the_numbers_of_its_answer(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        service.app.handler_map["score"]({"applicant": {"annual_income": 34567891}}, None)
    (line,) = lines(caplog, "function")
    assert line["counts"] == {}
    assert "34567891" not in caplog.text


def test_a_foreign_librarys_line_keeps_its_template_and_drops_what_was_put_in() -> None:
    record = logging.LogRecord("urllib3", 30, "x", 1, "Retrying %s", (SENTENCE,), None)
    assert json.loads(log.JsonLines().format(record))["says"] == "Retrying %s"
    whole = logging.LogRecord("other", 30, "x", 1, SENTENCE, None, None)
    assert json.loads(log.JsonLines().format(whole))["says"] == ""


def test_an_exceptions_own_words_are_not_logged_on_lambda() -> None:
    try:
        raise ValueError(SENTENCE)
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("dasibom.send", 40, "x", 1, "ring failed", None, info)
    line = json.loads(log.JsonLines().format(record))
    assert (line["error"], line["says"]) == ("ValueError", "ring failed")


@pytest.mark.parametrize("typed", ["010-1234-5678", "hong-010-1234-5678", "900101-1234567", "1102345678901"])
def test_a_trace_id_that_holds_a_number_of_somebody_is_logged_as_its_digest(typed: str) -> None:
    assert log.trace(typed) != typed and log.trace(typed) == log.trace(typed)


@pytest.mark.parametrize(
    "made", ["0af7651916cd43dd8448eb211c80319c", "3fa85f64-5717-4562-b3fc-2c963f66afa6", "desk-7"]
)
def test_a_machines_trace_id_is_logged_as_it_is(made: str) -> None:
    assert log.trace(made) == made


def test_notes_of_one_request_do_not_reach_the_next() -> None:
    metrics.begin()
    metrics.note("Messages", 2, "sent")
    metrics.begin()
    assert metrics._here.notes == {}


def test_the_app_leaves_our_loggers_alone_so_that_warnings_arrive(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    assert service.app.app_name == "dasibom"
    with caplog.at_level(logging.WARNING):
        logging.getLogger("dasibom.send").warning("ring failed: %s", "KeyError")
        log.event("store_unavailable")
    assert [record.name for record in caplog.records] == ["dasibom.send", "dasibom"]
