"""The proof of one answer: each sentence, the passages and articles it stands on, and what the verifier found.

Made from the stored record alone, so that it says what was true when the answer was given, not what is true today.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SAYS = {
    "no_own_figure": "문장에 스스로 쓴 숫자가 없어요.",
    "slots_cited": "숫자는 모두 인용한 안내문의 자리에서 왔어요.",
    "bounds_kept": "이상과 이하 같은 경계가 안내문과 같아요.",
    "neighbours_kept": "숫자가 안내문과 같은 낱말 옆에 있어요.",
    "carried_by_passage": "나머지 내용도 안내문에 있어요.",
    "verbatim": "안내문의 문장 그대로예요.",
    "fixed_text": "미리 정해 둔 문장이에요.",
    "premise_checked": "질문의 숫자를 안내문의 숫자와 견주었어요.",
    "computed": "본인이 적은 내용으로 계산했어요.",
    "read_from_case": "상환 중인 사건 기록에서 읽었어요.",
}
_REFUSED = {
    "digit": "숫자를 직접 썼어요.",
    "quantity": "수량을 말로 썼어요.",
    "article": "조문을 직접 썼어요.",
    "address": "주소나 연락처를 직접 썼어요.",
    "leak": "안내문이 아닌 내부 글이 섞였어요.",
    "language": "한국어 문장이 아니에요.",
    "promise": "결과를 약속했어요.",
    "uncited": "근거로 삼은 안내문이 없어요.",
    "unknown_slot": "없는 숫자 자리를 썼어요.",
    "uncited_slot": "인용하지 않은 안내문의 숫자를 썼어요.",
    "format": "숫자의 단위를 바꾸었어요.",
    "glued": "숫자 자리에 단위를 덧붙였어요.",
    "bound": "이상과 이하 같은 경계가 안내문과 달라요.",
    "swapped": "숫자가 다른 숫자의 자리에 놓였어요.",
    "unsupported": "안내문에 없는 내용이에요.",
    "foreign_term": "안내문에 없는 낱말이 있어요.",
    "negation": "긍정과 부정이 안내문과 반대예요.",
    "no_value": "그날 값이 없는 숫자예요.",
    "too_long": "문장이 너무 길어요.",
    "empty": "빈 문장이에요.",
}


def proof(record: Mapping[str, Any]) -> dict[str, Any]:
    """The body of `GET …/messages/{id}/proof`: shown sentences with evidence, dropped ones with reasons, versions."""
    cited = {c["id"]: c for c in record["citations"]}
    rows = [_row(row, cited) for row in record["proof"]]
    return {
        "message_id": record["id"],
        "at": record["at"],
        "as_of": record["as_of"],
        "status": record["status"],
        "source": record["reply"]["source"],
        "sentences": [row for row in rows if not row["refused"]],
        "dropped": [{"reasons": row["refused"], "says": row["says"]} for row in rows if row["refused"]],
        "steps": list(record["steps"]),
        "versions": dict(record["versions"]),
        "model": record["model"],
    }


def _row(row: Mapping[str, Any], cited: Mapping[str, Any]) -> dict[str, Any]:
    codes = row["refused"] or row["checks"]
    table = _REFUSED if row["refused"] else _SAYS
    return {
        "text": row["text"],
        "passages": [
            {
                "id": name,
                "title": cited[name]["title"],
                "article": cited[name]["article"],
                "source": cited[name]["source"],
                "effective_from": cited[name]["effective_from"],
                "checked": cited[name]["checked"],
            }
            for name in row["passages"]
            if name in cited
        ],
        "figures": [
            {
                "text": f["text"],
                "title": f["title"],
                "article": f["evidence"],
                "source": f["source"],
                "from": f["from"],
                "conf": f["conf"],
            }
            for f in row["figures"]
        ],
        "checks": list(row["checks"]),
        "refused": list(row["refused"]),
        "says": [table.get(code, code) for code in codes],
    }
