"""Korean sentences of the OpenAPI document about what every route has in common, made from its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .route import Route

PATH_PARTS: Final = {
    "session_id": "세션 번호",
    "lesson_id": "강의 번호",
    "device_id": "기기 번호(토큰의 지문)",
    "message_id": "상담 한 차례의 번호",
    "referral_id": "상담사 연결 번호",
    "case_id": "진행 사례 번호",
    "rid": "특별 유예 요청 번호",
    "relief_id": "특별 유예 요청 번호",
    "request_id": "요청 번호",
}
"""Names of path parameters; one that is not here reads as "번호"."""

INFO: Final = (
    "채무 문제를 겪는 사람이 벗어날 길을 찾도록 돕는 서비스입니다. 정보를 드릴 뿐 법률 자문이 아닙니다.\n\n"
    "금액은 원 단위의 정수이고, 연이율은 퍼센트 숫자이며, 날짜는 2026-11-22, 시각은 시차를 붙여 적습니다. "
    "빠졌거나 null인 값은 답하지 않은 것이며 0이나 ‘아니요’가 아닙니다. 모르는 이름을 보내면 오류입니다. "
    "받는 쪽은 모르는 이름을 건너뛰어야 합니다. 이름과 코드는 늘어날 수 있고, 줄거나 뜻이 바뀌지 않습니다. "
    "오류는 RFC 9457 문서이며 입력의 잘못을 한꺼번에 errors에 적습니다."
)


def describe(route: Route) -> str:
    """What the route does and what it takes to call it."""
    says = [f"{route.summary.rstrip('.')}."]
    if route.auth == "session":
        says.append("세션을 열 때 받은 토큰이 있어야 합니다. 다른 사람의 세션과 없는 세션은 모두 404입니다.")
    elif route.auth == "staff":
        roles = ", ".join(sorted(route.roles))
        says.append(f"직원 인증이 있어야 합니다{f' (역할: {roles})' if roles else ''}.")
    elif route.auth == "case":
        says.append(
            "사례를 가진 세션의 토큰이나 직원 인증이 있어야 합니다. 그 밖에는 없는 사례와 같이 404입니다."
        )
    else:
        says.append("누구나 부를 수 있습니다.")
    if route.merge_patch:
        says.append(
            "JSON Merge Patch(RFC 7396)입니다. null은 답을 거두고, 목록은 통째로 바뀝니다. "
            "‘If-Match’에 마지막으로 받은 ETag를 넣어야 합니다."
        )
    elif route.edited and route.method != "GET":
        says.append("‘If-Match’에 마지막으로 받은 ETag를 넣어야 합니다.")
    if route.edited and route.method == "GET":
        says.append("답에 ETag가 붙으며, ‘If-None-Match’가 같으면 304입니다.")
    if route.once:
        says.append("‘Idempotency-Key’를 붙이면 다시 보내도 한 번만 처리하고 같은 답을 드립니다.")
    if route.query is not None and "cursor" in route.query.fields:
        says.append("목록은 쪽으로 나뉘며, 다음 쪽은 받은 cursor를 그대로 넣어 부릅니다.")
    if route.retires is not None:
        says.append(f"이 주소는 {route.retires.sunset.isoformat()}까지만 씁니다. {route.retires.instead}")
    return " ".join(says)


def path_part(name: str) -> str:
    """What a parameter of the path names."""
    return PATH_PARTS.get(name, "번호")
