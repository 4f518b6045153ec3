"""Entries from JSON shaped like a MyData answer: loans and cards with dates as YYYYMMDD and amounts as text or numbers.

Only the fields that the review needs are read; an unknown list is an error that names it, so nothing is dropped in
silence. Account numbers are neither needed nor kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from chalicelib.shapes import MAX_WON, Fault, Invalid

LISTS = {"loan_list": "loan", "card_list": "card", "overdue_list": "overdue", "public_list": "public"}
FIELDS: dict[str, dict[str, tuple[str, str]]] = {
    "loan": {
        "org_name": ("holder", "text"),
        "prod_name": ("product", "text"),
        "balance_amt": ("amount", "won"),
        "issue_date": ("opened_on", "date"),
        "close_date": ("cleared_on", "date"),
    },
    "card": {
        "org_name": ("holder", "text"),
        "card_name": ("product", "text"),
        "used_amt": ("amount", "won"),
        "limit_amt": ("limit", "won"),
        "issue_date": ("opened_on", "date"),
        "close_date": ("cleared_on", "date"),
    },
    "overdue": {
        "org_name": ("holder", "text"),
        "prod_name": ("product", "text"),
        "overdue_amt": ("amount", "won"),
        "due_date": ("due_on", "date"),
        "reg_date": ("registered_on", "date"),
        "clear_date": ("cleared_on", "date"),
        "long_yn": ("long", "flag"),
    },
    "public": {
        "org_name": ("holder", "text"),
        "code": ("code", "text"),
        "reg_date": ("registered_on", "date"),
        "start_date": ("counted_from", "date"),
    },
}
PASSED_OVER = frozenset(
    {"search_timestamp", "rsp_code", "rsp_msg", "next_page", "account_num", "card_id", "seqno"}
)


def entries(data: Any) -> list[dict[str, Any]]:
    """Entries for `review_record`. Raises `shapes.Invalid` with every fault, a JSON Pointer each."""
    faults: list[Fault] = []
    if not isinstance(data, Mapping):
        raise Invalid([Fault("", "not_an_object", "마이데이터에서 받은 내용은 객체여야 합니다.")])
    out: list[dict[str, Any]] = []
    for name, rows in data.items():
        kind = LISTS.get(name)
        if kind is None:
            if name not in PASSED_OVER:
                faults.append(
                    Fault(f"/{name}", "unknown_key", "알 수 없는 목록입니다. 이름을 확인해 주세요.")
                )
        elif not isinstance(rows, list):
            faults.append(Fault(f"/{name}", "not_a_list", "목록이어야 합니다."))
        else:
            out += [_entry(kind, row, f"/{name}/{i}", faults) for i, row in enumerate(rows)]
    if faults:
        raise Invalid(faults)
    return out


def _entry(kind: str, row: Any, pointer: str, faults: list[Fault]) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        faults.append(Fault(pointer, "not_an_object", "객체여야 합니다."))
        return {}
    read: dict[str, Any] = {}
    for name, value in row.items():
        if name in PASSED_OVER or value in (None, ""):
            continue
        if name not in FIELDS[kind]:
            faults.append(
                Fault(f"{pointer}/{name}", "unknown_key", "알 수 없는 항목입니다. 이름을 확인해 주세요.")
            )
            continue
        field, shape = FIELDS[kind][name]
        found = _READERS[shape](value)
        if found is None:
            faults.append(
                Fault(f"{pointer}/{name}", f"not_a_{shape}", f"읽을 수 없는 값입니다. {_HINTS[shape]}")
            )
        else:
            read[field] = found
    long = read.pop("long", False)
    kinds = {"loan": "account", "card": "account", "public": "public_record"}
    return {"kind": kinds.get(kind) or ("long_arrears" if long else "short_arrears"), **read}


def _won(value: Any) -> int | None:
    if type(value) is str and value.isascii() and value.isdigit():
        value = int(value)
    return value if type(value) is int and 0 <= value <= MAX_WON else None


def _date(value: Any) -> date | None:
    text = str(value)
    if type(value) not in (str, int) or len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _text(value: Any) -> str | None:
    return value if type(value) is str and len(value) <= 60 else None


def _flag(value: Any) -> bool | None:
    return (
        {"Y": True, "N": False, True: True, False: False}.get(value)
        if isinstance(value, str | bool)
        else None
    )


_READERS: dict[str, Callable[[Any], Any]] = {"won": _won, "date": _date, "text": _text, "flag": _flag}
_HINTS = {
    "won": "원 단위의 정수여야 합니다.",
    "date": "20261122처럼 여덟 자리여야 합니다.",
    "text": "60자 이하의 글자여야 합니다.",
    "flag": "Y 또는 N이어야 합니다.",
}
