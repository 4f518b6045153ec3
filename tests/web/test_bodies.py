"""Every bad body is answered with a 4xx problem document in Korean that says what to do, and none with a 500."""

from __future__ import annotations

import gzip
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.web import body
from chalicelib.web.problem import Problem
from tests.web.support import Reply, Service

JSON = {"Content-Type": "application/json"}


def post(service: Service, raw: bytes, **headers: str) -> Reply:
    return service.ask("POST", "/v1/assessments", raw=raw, headers=headers or JSON)


def check(reply: Reply, status: int, kind: str) -> dict[str, Any]:
    assert (reply.status, reply.headers["Content-Type"].split(";")[0]) == (status, "application/problem+json")
    document: dict[str, Any] = reply.json
    assert document["type"] == f"urn:problem:{kind}"
    assert document["status"] == status
    assert document["instance"] == "/v1/assessments"
    assert document["trace_id"] == reply.headers["X-Trace-Id"]
    for part in ("title", "detail"):
        assert any("가" <= char <= "힣" for char in document[part])
    return document


DEEP = b"[" * 100_000 + b"]" * 100_000
MALFORMED = {
    "broken off": b'{"person": {',
    "not JSON at all": b"person=1",
    "a second key of the same name": b'{"person": {"age": 1, "age": 2}}',
    "a second key of the same name in a list": b'{"person": {"debts": [{"kind": "card", "kind": "tax"}]}}',
    "NaN": b'{"person": {"monthly_income": NaN}}',
    "Infinity": b'{"person": {"monthly_income": -Infinity}}',
    "a hundred thousand brackets": DEEP,
    "a hundred thousand objects": b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
    "33 levels": b"[" * 33 + b"]" * 33,
    "bytes that are not UTF-8": b'{"person": {"court_region": "\xff\xfe"}}',
    "a lone surrogate": b'{"person": {"court_region": "\\ud800"}}',
    "a lone surrogate in a name": b'{"person": {"\\udfff": 1}}',
    "ten thousand digits": b'{"person": {"age": ' + b"9" * 10_000 + b"}}",
    "an exponent beyond all bounds": b'{"person": {"age": 1e99999999999999999999}}',
    "nothing": b"",
    "white space": b"  \n ",
    "two documents": b"{} {}",
    "a trailing comma": b'{"person": {},}',
    "single quotes": b"{'person': {}}",
    "a raw control character": b'{"person": {"court_region": "\x01"}}',
    "UTF-16": '{"person": {}}'.encode("utf-16"),
}


@pytest.mark.parametrize("raw", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_body_that_cannot_be_read_is_400(service: Service, raw: bytes) -> None:
    check(post(service, raw), 400, "malformed")


NOT_FITTING = {
    "a list": (b"[]", "", "not_an_object"),
    "a number": (b"1", "", "not_an_object"),
    "null": (b"null", "", "not_an_object"),
    "no person": (b"{}", "/person", "required"),
    "null person": (b'{"person": null}', "/person", "required"),
    "a person of text": (b'{"person": "x"}', "/person", "not_an_object"),
    "an unknown key": (b'{"person": {}, "persn": 1}', "/persn", "unknown_key"),
    "a key with a slash": (b'{"person": {"a/b~c": 1}}', "/person/a~1b~0c", "unknown_key"),
    "negative money": (b'{"person": {"monthly_income": -1}}', "/person/monthly_income", "too_small"),
    "10^30 won": (b'{"person": {"new_debt_6m": 1' + b"0" * 30 + b"}}", "/person/new_debt_6m", "too_large"),
    "10^15 + 1 won": (b'{"person": {"new_debt_6m": 1000000000000001}}', "/person/new_debt_6m", "too_large"),
    "money with a fraction": (
        b'{"person": {"monthly_income": 100.0}}',
        "/person/monthly_income",
        "not_an_integer",
    ),
    "money as text": (b'{"person": {"monthly_income": "100"}}', "/person/monthly_income", "not_an_integer"),
    "money as true": (b'{"person": {"monthly_income": true}}', "/person/monthly_income", "not_an_integer"),
    "a rate as text": (
        b'{"person": {"debts": [{"annual_rate": "17.9"}]}}',
        "/person/debts/0/annual_rate",
        "not_a_number",
    ),
    "a rate too fine": (
        b'{"person": {"debts": [{"annual_rate": 17.00001}]}}',
        "/person/debts/0/annual_rate",
        "too_precise",
    ),
    "a rate of 1e400": (
        b'{"person": {"debts": [{"annual_rate": 1e400}]}}',
        "/person/debts/0/annual_rate",
        "too_large",
    ),
    "a day that is none": (b'{"person": {}, "as_of": "2026-02-30"}', "/as_of", "not_a_date"),
    "the day before the tables": (b'{"person": {}, "as_of": "2017-12-31"}', "/as_of", "not_covered"),
    "the day after the tables": (b'{"person": {}, "as_of": "2028-01-01"}', "/as_of", "not_covered"),
    "a moment for a day": (b'{"person": {}, "as_of": "2026-11-22T00:00:00"}', "/as_of", "not_a_date"),
    "101 debts": (b'{"person": {"debts": [' + b"{}," * 100 + b"{}]}}", "/person/debts", "too_many"),
    "10,000 debts": (b'{"person": {"debts": [' + b"{}," * 9_999 + b"{}]}}", "/person/debts", "too_many"),
    "a status twice": (
        b'{"person": {"statuses": ["veteran", "veteran"]}}',
        "/person/statuses",
        "repeated",
    ),
}


@pytest.mark.parametrize(("raw", "pointer", "code"), NOT_FITTING.values(), ids=NOT_FITTING.keys())
def test_a_body_that_does_not_fit_is_422_and_names_the_place(
    service: Service, raw: bytes, pointer: str, code: str
) -> None:
    reply = post(service, raw)
    check(reply, 422, "validation")
    assert reply.codes == [(pointer, code)]


def test_the_first_and_the_last_covered_day_are_taken(service: Service) -> None:
    for day in ("2018-01-01", "2027-12-31"):
        reply = service.ask("POST", "/v1/assessments", {"person": {}, "as_of": day})
        assert (reply.status, reply.json["as_of"]) == (200, day)


def test_five_wrong_facts_are_five_errors_in_one_answer(service: Service) -> None:
    person = {
        "age": -1,
        "household_size": "four",
        "region": "busan",
        "debts": [{"principal": 10**16}],
        "keeps_home": 1,
    }
    reply = service.ask("POST", "/v1/assessments", {"person": person})
    assert reply.codes == [
        ("/person/age", "too_small"),
        ("/person/household_size", "not_an_integer"),
        ("/person/region", "unknown_code"),
        ("/person/debts/0/principal", "too_large"),
        ("/person/keeps_home", "not_a_boolean"),
    ]
    assert all("확인해 주세요" in fault["detail"] for fault in reply.json["errors"])


def test_a_bad_day_and_a_bad_person_are_told_together(service: Service) -> None:
    reply = service.ask("POST", "/v1/assessments", {"person": {"age": -1}, "as_of": "2030-01-01"})
    assert reply.codes == [("/person/age", "too_small"), ("/as_of", "not_covered")]


def test_thousands_of_faults_are_counted_and_the_answer_stays_small(service: Service) -> None:
    reply = service.ask("POST", "/v1/assessments", {"person": {f"k{i}": 1 for i in range(5000)}})
    assert reply.status == 422
    assert len(reply.json["errors"]) == 200
    assert reply.json["errors_total"] == 5000


@pytest.mark.parametrize(
    "media",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/merge-patch+json",
        "application/vnd.api+json",
        "application/json; charset=euc-kr",
        "",
    ],
)
def test_other_media_types_are_415(service: Service, media: str) -> None:
    check(post(service, b'{"person": {}}', **{"Content-Type": media}), 415, "media_type")


def test_a_body_without_media_type_is_415(service: Service) -> None:
    check(post(service, b'{"person": {}}', Accept="*/*"), 415, "media_type")


def test_a_compressed_body_is_415(service: Service) -> None:
    raw = gzip.compress(b'{"person": {}}')
    check(post(service, raw, **JSON, **{"Content-Encoding": "gzip"}), 415, "media_type")


@pytest.mark.parametrize(
    "media", ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"']
)
def test_json_in_utf8_is_taken_however_it_is_spelled(service: Service, media: str) -> None:
    assert post(service, b'{"person": {}}', **{"Content-Type": media}).status == 200


def test_a_byte_order_mark_does_no_harm(service: Service) -> None:
    assert post(service, b'\xef\xbb\xbf{"person": {}}').status == 200


def test_a_body_of_exactly_the_limit_is_read_and_one_byte_more_is_413(service: Service) -> None:
    fitting = b'{"person": {}' + b" " * (body.MAX_BYTES - 14) + b"}"
    assert len(fitting) == body.MAX_BYTES
    assert post(service, fitting).status == 200
    check(post(service, fitting + b" "), 413, "too_large")


@pytest.mark.parametrize("size", [300 * 1024, 3 * 1024 * 1024])
def test_a_body_above_the_limit_is_413_and_the_answer_arrives(service: Service, size: int) -> None:
    check(post(service, b" " * size), 413, "too_large")


def test_a_body_where_none_belongs_is_400(service: Service) -> None:
    reply = service.ask("GET", "/health", raw=b'{"a": 1}', headers=JSON)
    assert (reply.status, reply.json["type"]) == (400, "urn:problem:bad_request")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(json_values)
def test_whatever_is_sound_json_is_read_as_it_is(value: Any) -> None:
    assert body.read(json.dumps(value).encode(), "application/json") == value
    assert body.read(json.dumps(value, ensure_ascii=False).encode(), "application/json") == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_problem(raw: bytes) -> None:
    try:
        body.read(raw, "application/json")
    except Problem as problem:
        assert problem.status in (400, 413, 415)


def test_a_request_with_bytes_changed_at_random_never_gets_a_500(service: Service) -> None:
    chance = random.Random(20261122)
    sound = json.dumps(
        {"person": {"age": 45, "debts": [{"kind": "card", "principal": 10**7, "annual_rate": 17.9}]}}
    )
    for _ in range(200):
        raw = bytearray(sound.encode())
        for _ in range(chance.randint(1, 4)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        assert post(service, bytes(raw)).status in (200, 400, 422)


@given(st.integers(0, 60))
def test_depth_is_counted_outside_of_strings_only(depth: int) -> None:
    inside = b'"' + b"[" * 60 + b'\\""'
    raw = b"[" * depth + inside + b"]" * depth
    if depth <= body.MAX_DEPTH:
        body.read(raw, "application/json")
    else:
        with pytest.raises(Problem):
            body.read(raw, "application/json")
