"""Answers that API Gateway gives by itself, as problem documents like the program's own (chalicelib/web/problem.py).

`python -m infra.gateway` writes gateway.json, a fragment that is merged at packaging. Without it an unknown path
would answer 403 "Missing Authentication Token".
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from chalicelib.web.problem import KINDS, MEDIA_TYPE
from chalicelib.web.respond import API_HEADERS

TARGET: Final = Path(__file__).with_name("gateway.json")

RESPONSES: Final = {
    "MISSING_AUTHENTICATION_TOKEN": "not_found",
    "RESOURCE_NOT_FOUND": "not_found",
    "REQUEST_TOO_LARGE": "too_large",
    "UNSUPPORTED_MEDIA_TYPE": "media_type",
    "BAD_REQUEST_BODY": "malformed",
    "BAD_REQUEST_PARAMETERS": "bad_request",
    "ACCESS_DENIED": "forbidden",
    "UNAUTHORIZED": "unauthorized",
    "INVALID_API_KEY": "forbidden",
    "INVALID_SIGNATURE": "forbidden",
    "EXPIRED_TOKEN": "unauthorized",
    "WAF_FILTERED": "forbidden",
    "THROTTLED": "too_many_requests",
    "QUOTA_EXCEEDED": "too_many_requests",
    "INTEGRATION_FAILURE": "unavailable",
    "INTEGRATION_TIMEOUT": "unavailable",
    "API_CONFIGURATION_ERROR": "internal",
    "DEFAULT_4XX": "bad_request",
    "DEFAULT_5XX": "internal",
}
"""Gateway's name of an answer -> kind of problem."""


def gateway_response(kind: str) -> dict[str, Any]:
    """One response with the headers that every answer of the program has."""
    found = KINDS[kind]
    document = json.dumps(
        {
            "type": f"urn:problem:{kind}",
            "title": found.title,
            "status": found.status,
            "detail": found.detail,
            "instance": "$context.path",
            "trace_id": "$context.requestId",
        },
        ensure_ascii=False,
    )
    headers = {**API_HEADERS, "X-Trace-Id": "$context.requestId"}
    return {
        "statusCode": str(found.status),
        "responseParameters": {
            f"gatewayresponse.header.{name}": value
            if value.startswith("$")
            else f"'{value.replace(chr(39), '')}'"
            for name, value in sorted(headers.items())
        }
        | {"gatewayresponse.header.X-Trace-Id": "context.requestId"},
        "responseTemplates": {"application/json": document, MEDIA_TYPE: document},
    }


def fragment() -> dict[str, Any]:
    """The part of the template; chalice merges it into the API's definition."""
    responses = {name: gateway_response(kind) for name, kind in RESPONSES.items()}
    body = {"x-amazon-apigateway-gateway-responses": responses}
    return {"Resources": {"RestAPI": {"Properties": {"DefinitionBody": body}}}}


def text() -> str:
    return json.dumps(fragment(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
