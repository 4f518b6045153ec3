"""Problem documents (RFC 9457): what happened and what to do next, in Korean, with every fault of an input at once.

A view raises `Problem("not_found")`; the wrapper in `handle` turns it into an answer. Personal data and secrets never
enter `detail`. To add a kind, add a row to KINDS: the OpenAPI document and the tests read the same table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from chalicelib.shapes import Fault

MEDIA_TYPE: Final = "application/problem+json"
MOST_FAULTS: Final = 200
"""More faults than this are counted, not listed: nobody reads them and an answer must stay small."""


class Kind(NamedTuple):
    status: int
    title: str
    detail: str


KINDS: Final[dict[str, Kind]] = {
    "malformed": Kind(
        400,
        "보내신 내용을 읽을 수 없습니다",
        "JSON 형식이 올바르지 않습니다. 형식을 확인하고 다시 보내 주세요.",
    ),
    "bad_request": Kind(
        400, "요청 형식이 올바르지 않습니다", "요청 머리글이나 주소를 확인하고 다시 보내 주세요."
    ),
    "unauthorized": Kind(
        401,
        "로그인 정보가 필요합니다",
        "‘Authorization: Bearer …’ 머리글에 받은 토큰을 넣어 다시 보내 주세요.",
    ),
    "forbidden": Kind(403, "이 일을 할 권한이 없습니다", "담당 역할이 있는 직원에게 요청해 주세요."),
    "not_found": Kind(
        404, "찾는 것이 없습니다", "주소를 확인해 주세요. 이미 지워졌거나 기간이 지났을 수 있습니다."
    ),
    "method_not_allowed": Kind(
        405, "이 주소에서는 할 수 없는 요청입니다", "‘Allow’ 머리글에 적힌 방법으로 다시 보내 주세요."
    ),
    "timeout": Kind(408, "보내는 데 너무 오래 걸렸습니다", "연결 상태를 확인하고 다시 보내 주세요."),
    "conflict": Kind(
        409,
        "그사이에 내용이 바뀌었습니다",
        "지금 내용을 다시 불러온 뒤 한 번 더 해 주세요.",
    ),
    "in_progress": Kind(
        409, "같은 요청을 처리하고 있습니다", "잠시 뒤 같은 ‘Idempotency-Key’로 다시 보내 주세요."
    ),
    "length_required": Kind(
        411, "보내는 크기를 알 수 없습니다", "‘Content-Length’ 머리글을 넣어 다시 보내 주세요."
    ),
    "stale": Kind(
        412,
        "보고 계신 내용이 최신이 아닙니다",
        "그사이에 다른 곳에서 바뀌었습니다. 다시 불러온 뒤 고쳐 주세요.",
    ),
    "too_large": Kind(
        413, "보내신 내용이 너무 큽니다", "256킬로바이트까지 보낼 수 있습니다. 줄여서 다시 보내 주세요."
    ),
    "uri_too_long": Kind(414, "주소가 너무 깁니다", "주소를 줄여서 다시 보내 주세요."),
    "media_type": Kind(
        415,
        "받을 수 없는 형식입니다",
        "‘Content-Type: application/json’으로 UTF-8 JSON을 보내 주세요.",
    ),
    "validation": Kind(
        422,
        "입력한 내용을 확인해 주세요",
        "아래에 적힌 항목을 고쳐서 다시 보내 주세요.",
    ),
    "idempotency_mismatch": Kind(
        422,
        "같은 ‘Idempotency-Key’로 다른 내용을 보냈습니다",
        "다른 요청이라면 새 ‘Idempotency-Key’를 써 주세요.",
    ),
    "precondition_required": Kind(
        428,
        "‘If-Match’ 머리글이 필요합니다",
        "먼저 내용을 불러와 받은 ‘ETag’를 ‘If-Match’에 넣어 보내 주세요.",
    ),
    "too_many_requests": Kind(429, "요청이 너무 잦습니다", "잠시 쉬었다가 다시 해 주세요."),
    "headers_too_large": Kind(431, "요청 머리글이 너무 큽니다", "머리글을 줄여서 다시 보내 주세요."),
    "internal": Kind(
        500,
        "처리하지 못했습니다",
        "저희 쪽 문제입니다. 잠시 뒤 다시 해 주시고, 계속되면 ‘trace_id’를 알려 주세요.",
    ),
    "not_implemented": Kind(501, "지원하지 않는 방식입니다", "다른 방식으로 다시 보내 주세요."),
    "unavailable": Kind(503, "지금은 처리할 수 없습니다", "저장소가 잠시 바쁩니다. 조금 뒤 다시 해 주세요."),
}


class Problem(Exception):
    """Ends a request with a problem document. `kind` is a key of KINDS; `detail` replaces its sentence."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind = kind
        self.status = KINDS[kind].status
        self.detail = detail or KINDS[kind].detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})
        super().__init__(kind)

    def document(self, instance: str, trace_id: str) -> dict[str, Any]:
        """The JSON object of the answer. `instance` is the path asked for, without its query."""
        title = KINDS[self.kind].title
        doc: dict[str, Any] = {
            "type": f"urn:problem:{self.kind}",
            "title": title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "trace_id": trace_id,
        }
        if self.faults:
            doc["errors"] = [
                {"pointer": f.pointer, "code": f.code, "detail": f.detail} for f in self.faults[:MOST_FAULTS]
            ]
            if len(self.faults) > MOST_FAULTS:
                doc["errors_total"] = len(self.faults)
        return doc | self.extra


def invalid(pointer: str, code: str, detail: str) -> Problem:
    """A validation problem with one fault, for what only a view can see."""
    return Problem("validation", faults=[Fault(pointer, code, detail)])
