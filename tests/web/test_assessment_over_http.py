"""The real assessment through the running service: exact, repeatable, dated, and as the document describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chalicelib.assess.api import assess
from chalicelib.web.assessments import EXAMPLE
from tests.web.support import Service, running


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("service"), assess=assess) as started:
        yield started


def validator(service: Service, path: str, method: str, status: str) -> Draft202012Validator:
    document = json.loads(service.ask("GET", "/openapi.json").raw)
    answer = document["paths"][path][method]["responses"][status]
    schema = next(iter(answer["content"].values()))["schema"]
    return Draft202012Validator(schema | {"components": document["components"]})


def verdicts(service: Service, person: Any, as_of: str) -> dict[str, str]:
    answer = service.ask("POST", "/v1/assessments", {"person": person, "as_of": as_of})
    assert answer.status == 200, answer.raw
    return {option["remedy"]: option["verdict"] for option in answer.json["options"]}


def test_the_instalment_of_rehabilitation_is_exact_to_the_won(service: Service) -> None:
    answer = service.ask("POST", "/v1/assessments", EXAMPLE).json
    rehabilitation = next(o for o in answer["options"] if o["remedy"] == "individual_rehabilitation")
    assert rehabilitation["estimate"]["monthly_payment"] == {"low": 303_157, "high": 303_157}


def test_the_same_request_gives_the_same_bytes(service: Service) -> None:
    assert (
        service.ask("POST", "/v1/assessments", EXAMPLE).raw
        == service.ask("POST", "/v1/assessments", EXAMPLE).raw
    )


@pytest.mark.parametrize("body", [EXAMPLE, {"person": {}}, EXAMPLE | {"as_of": "2018-01-01"}])
def test_answers_are_as_the_openapi_document_says(service: Service, body: Any) -> None:
    answer = json.loads(service.ask("POST", "/v1/assessments", body).raw)
    errors = [
        f"{'/'.join(map(str, e.path))}: {e.message[:200]}"
        for e in validator(service, "/v1/assessments", "post", "200").iter_errors(answer)
    ]
    assert errors == []


def test_problems_are_as_the_openapi_document_says(service: Service) -> None:
    answer = json.loads(service.ask("POST", "/v1/assessments", {"person": {"age": -1}}).raw)
    assert list(validator(service, "/v1/assessments", "post", "422").iter_errors(answer)) == []


def test_an_empty_person_gets_no_open_remedy_and_no_figure_only_questions(service: Service) -> None:
    answer = service.ask("POST", "/v1/assessments", {"person": {}}).json
    assert answer["incomplete"] is True
    assert answer["next_questions"]
    for option in answer["options"]:
        assert option["verdict"] != "open"
        estimate = option["estimate"] or {}
        assert not [name for name in ("monthly_payment", "months", "total_paid") if estimate.get(name)]


def test_seven_hundred_million_unsecured_is_too_much_before_the_law_changed(service: Service) -> None:
    person = EXAMPLE["person"] | {
        "debts": [{"kind": "credit_loan", "creditor": "bank", "principal": 700_000_000}]
    }  # type: ignore[operator]
    assert verdicts(service, person, "2021-04-19")["individual_rehabilitation"] == "closed"
    assert verdicts(service, person, "2021-04-20")["individual_rehabilitation"] != "closed"


def test_an_assumption_is_marked_in_the_answer(service: Service) -> None:
    answer = service.ask("POST", "/v1/assessments", EXAMPLE | {"assumptions": {"plan_months": 36}}).json
    assert answer["assumptions"] == {"plan_months": 36}


def test_the_stored_persons_assessment_is_that_of_the_same_facts(service: Service) -> None:
    visitor = service.open()
    visitor.tell(EXAMPLE["person"])
    stored = visitor.ask("GET", "/assessment?as_of=2026-11-22")
    assert stored.raw == service.ask("POST", "/v1/assessments", EXAMPLE).raw
    assert (
        visitor.ask("GET", "/person?as_of=2026-11-22").json["next_questions"] == stored.json["next_questions"]
    )


def test_a_hundred_debts_of_every_kind_are_answered(service: Service) -> None:
    kinds = ["credit_loan", "card", "card_loan", "mortgage", "tax", "private", "guarantee", "telecom"]
    debts = [
        {
            "kind": kinds[i % 8],
            "principal": 10**15,
            "annual_rate": 19.9,
            "days_overdue": i,
            "interest_due": 0,
            "monthly_payment": 1,
        }
        for i in range(100)
    ]
    reply = service.ask("POST", "/v1/assessments", {"person": EXAMPLE["person"] | {"debts": debts}})  # type: ignore[operator]
    assert reply.status == 200
    assert reply.json["diagnosis"]["total_debt"] == 10**17
