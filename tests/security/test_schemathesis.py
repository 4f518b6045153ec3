"""Requests generated from the OpenAPI document against the running service: no 500, no status, type or shape of an
answer that the document does not name. `SCHEMATHESIS_EXAMPLES` asks for more than the few of an ordinary run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chalicelib.web import openapi
from chalicelib.web.services import _assess
from tests.web.support import STAFF_KEY, Service, running

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "6"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SCHEMA = schemathesis.openapi.from_dict(openapi.document())
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
LONG_LIVED = ("session_id", "case_id")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("schemathesis"), assess=_assess) as started:
        yield started


def identified(service: Service, operation: Any, case: Any, turn: int) -> Any:
    """Every third request without a token or with a wrong one; the others as whoever may make them."""
    needed = [name for one in operation.definition.raw.get("security", []) for name in one]
    case.headers = {k: v for k, v in dict(case.headers or {}).items() if k.lower() != "authorization"}
    if not needed:
        return case
    visitor = service.open()
    token = visitor.token if needed == ["session"] else STAFF_KEY
    if turn % 3 == 2:
        token = "wrong"
    case.headers["Authorization"] = f"Bearer {token}"
    if "session_id" in (case.path_parameters or {}) and turn % 3 != 1:
        case.path_parameters["session_id"] = visitor.id
    return case


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method.upper()} {one.path}")
def test_no_request_gets_an_answer_that_the_document_does_not_name(service: Service, operation: Any) -> None:
    turn = 0

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def generated(case: Any) -> None:
        nonlocal turn
        turn += 1
        made = identified(service, operation, case, turn)
        made.call_and_validate(base_url=f"http://127.0.0.1:{service.server.port}", checks=CHECKS)

    generated()
    assert turn >= 1
