"""What API Gateway answers by itself is a problem document like the program's own."""

from __future__ import annotations

import json

from chalicelib.web.problem import KINDS
from infra import gateway


def test_the_fragment_is_the_one_that_the_problems_give() -> None:
    assert gateway.TARGET.read_text("utf-8") == gateway.text(), "run python -m infra.gateway"


def test_every_answer_has_the_status_of_its_problem_and_valid_json() -> None:
    definition = gateway.fragment()["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    responses = definition["x-amazon-apigateway-gateway-responses"]
    for name, kind in gateway.RESPONSES.items():
        document = json.loads(responses[name]["responseTemplates"]["application/json"])
        assert document["type"] == f"urn:problem:{kind}"
        assert responses[name]["statusCode"] == str(KINDS[kind].status) == str(document["status"])


def test_an_unknown_path_is_404_on_aws_too() -> None:
    assert KINDS[gateway.RESPONSES["MISSING_AUTHENTICATION_TOKEN"]].status == 404
