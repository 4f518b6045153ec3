"""Parsers under any input: an answer or a refusal of their own kind, never another exception, never a changed amount."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.assess.person import Person
from chalicelib.consult import money, pii
from chalicelib.functions.inbound import meaning
from chalicelib.score.portfolio import rows as portfolio_rows
from chalicelib.shapes import Invalid
from chalicelib.web import body, limits, log
from chalicelib.web.merge import merge
from chalicelib.web.problem import Problem
from chalicelib.web.respond import encode

KOREAN = st.text(
    alphabet=st.sampled_from("0123456789,.- 만천백십억원일이삼오육구가나다전화계좌번호이름은은행~"),
    max_size=60,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
FIELD = st.sampled_from(sorted(Person.fields))


@given(KOREAN | st.text(max_size=200))
def test_amounts_in_words_are_found_within_the_text_and_are_whole_won(text: str) -> None:
    for amount in money.amounts(text):
        assert amount.won is None or (type(amount.won) is int and amount.won >= 0)


@given(st.integers(0, 10**13))
def test_an_amount_that_is_said_is_read_back_to_the_won(won: int) -> None:
    found = [a.won for a in money.amounts(money.say(won))]
    assert found in ([won], []) if won == 0 else found == [won]


@given(KOREAN | st.text(max_size=300))
def test_redaction_never_fails_and_what_it_leaves_is_clean(text: str) -> None:
    once = pii.redact(text).text
    pii.assert_clean(once)
    assert pii.redact(once).text == once


@given(st.text(max_size=20), st.integers(10**12, 10**13 - 1), st.text(max_size=20))
def test_a_resident_number_is_never_left_whatever_stands_around_it(
    before: str, digits: int, after: str
) -> None:
    number = f"900101-{1 + digits % 4}{digits % 10**6:06d}"
    assert number not in pii.redact(f"{before} {number} {after}").text


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_document_or_a_problem(raw: bytes) -> None:
    try:
        document = body.read(raw, "application/json")
    except Problem as problem:
        assert problem.status in (400, 413, 415)
    else:
        assert "NaN" not in encode(document)


@given(JSON)
def test_any_json_is_a_person_or_a_list_of_faults(document: Any) -> None:
    try:
        Person.parse(document)
    except Invalid as invalid:
        assert invalid.faults and all(f.pointer == "" or f.pointer.startswith("/") for f in invalid.faults)


@given(st.dictionaries(FIELD, JSON, max_size=5))
def test_any_values_in_the_known_fields_are_read_or_named(document: dict[str, Any]) -> None:
    try:
        person = Person.parse(document)
    except Invalid as invalid:
        assert {f.pointer.split("/")[1] for f in invalid.faults} <= document.keys()
    else:
        encode(person.dump())


@given(JSON, JSON)
@settings(max_examples=200)
def test_any_patch_upon_any_document_is_a_document(target: Any, patch: Any) -> None:
    before = repr(target)
    merged = merge(target, patch)
    assert repr(target) == before
    assert repr(merge(merged, patch)) == repr(merged)


@given(st.text(max_size=60))
def test_any_message_sent_back_has_one_of_the_meanings_or_none(text: str) -> None:
    assert meaning(text) in (None, "kept", "hard", "pause", "stop")


@given(st.text(max_size=80))
def test_any_trace_id_is_logged_as_itself_or_as_a_digest(text: str) -> None:
    logged = log.trace(text)
    assert logged == text or (logged.startswith("d-") and len(logged) == 32)


@given(st.text(max_size=60))
def test_any_text_of_limits_is_read_or_refused(text: str) -> None:
    try:
        found = limits.read(text)
    except ValueError as error:
        assert "RATE_LIMITS" in str(error)
    else:
        assert all(type(n) is int and n > 0 for n in found.values())


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_rate_goes_out_as_the_number_it_is(rate: Decimal) -> None:
    assert Decimal(str(json.loads(encode({"r": rate}), parse_float=Decimal)["r"])) == rate


HEADER = ["id", "annual_income", "employment"]
CELL = st.text(max_size=12) | st.sampled_from(
    ["", "=1+1", "1,000", "-5", "1e9", "NaN", "\x00", '"', "0", "employee"]
)


@given(st.lists(st.lists(CELL, max_size=5), max_size=6), st.sampled_from(["utf-8", "cp949"]))
def test_any_rows_of_a_portfolio_are_read_or_refused_each_by_itself(rows: list[list[str]], code: str) -> None:
    lines = [",".join(HEADER), *(",".join(row) for row in rows)]
    raw = [line.encode(code, "replace") + b"\n" for line in lines]
    try:
        found = list(portfolio_rows.read_csv(raw))
    except portfolio_rows.BadFile as error:
        assert str(error)
        return
    assert isinstance(found[0], portfolio_rows.Layout)
    for one in found[1:]:
        if isinstance(one, portfolio_rows.Row):
            income = one.applicant.get("annual_income")
            assert income is None or (type(income) is int and income >= 0)
        else:
            assert isinstance(one, portfolio_rows.BadRow) and one[2]


@given(st.binary(max_size=300))
def test_any_bytes_as_a_portfolio_are_rows_or_a_bad_file(raw: bytes) -> None:
    try:
        list(portfolio_rows.read_csv(raw.splitlines(keepends=True)))
    except portfolio_rows.BadFile as error:
        assert str(error)
