"""The strict reader of bodies: bytes in, JSON document out, or a `Problem` that says why not.

Chalice's own reader takes NaN, the last of two equal keys and any depth (chalice issue 18 of our list); a debt must
never be dropped or doubled by such a slip. What must not enter: the meaning of a document (Records read that).

>>> read(b'{"rate": 17.9}', "application/json")
{'rate': Decimal('17.9')}
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final, NoReturn

from .problem import Problem

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 32
JSON: Final = "application/json"
MERGE_PATCH: Final = "application/merge-patch+json"


def read(raw: bytes, content_type: str | None, accepted: tuple[str, ...] = (JSON,)) -> Any:
    """The document of a body. Numbers with a fraction or exponent come as Decimal, others as int.

    Raises Problem: `too_large` above MAX_BYTES, `media_type`, `malformed` (with `errors` naming the kind of slip).
    """
    if len(raw) > MAX_BYTES:
        raise Problem("too_large")
    _check_media_type(content_type, accepted)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("malformed", "UTF-8이 아닌 글자가 들어 있습니다. UTF-8로 다시 보내 주세요.") from None
    if text.startswith("\ufeff"):
        text = text[1:]
    if not text.strip():
        raise Problem("malformed", "내용이 비어 있습니다. JSON을 넣어 다시 보내 주세요.")
    if text.count("[") + text.count("{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise Problem("malformed", f"괄호가 {MAX_DEPTH}겹보다 깊게 들어 있습니다. 형식을 확인해 주세요.")
    try:
        document = _DECODER.decode(text)
    except _Slip as slip:
        raise Problem("malformed", str(slip)) from None
    except json.JSONDecodeError as error:
        where = f"{error.lineno}번째 줄 {error.colno}번째 글자 근처"
        raise Problem("malformed", f"JSON 형식이 올바르지 않습니다({where}). 확인해 주세요.") from None
    except (ValueError, ArithmeticError, RecursionError):
        # int() refuses more than 4,300 digits, Decimal() an exponent that it cannot hold.
        raise Problem("malformed", "읽을 수 없는 숫자가 들어 있습니다. 숫자를 확인해 주세요.") from None
    if "\\u" in text:
        _refuse_lone_surrogates(document)
    return document


def _check_media_type(content_type: str | None, accepted: tuple[str, ...]) -> None:
    media, *parameters = (part.strip().lower() for part in (content_type or "").split(";"))
    charset = next((p.partition("=")[2].strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    if media not in accepted or charset not in ("utf-8", "utf8"):
        wanted = " 또는 ".join(accepted)
        raise Problem("media_type", f"‘Content-Type: {wanted}’로 UTF-8 JSON을 보내 주세요.")


class _Slip(ValueError):
    """A slip in the JSON that the standard reader would let pass."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise _Slip("같은 이름의 항목이 두 번 들어 있습니다. 하나만 남기고 다시 보내 주세요.")
    return document


def _constant(name: str) -> NoReturn:
    raise _Slip(f"{name}은(는) 숫자로 받을 수 없습니다. 모르는 값은 비워 두거나 null로 보내 주세요.")


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant, parse_float=Decimal)


def _depth(text: str) -> int:
    """How deep brackets nest, without recursion; what stands inside strings does not count."""
    deepest = depth = 0
    inside = escaped = False
    for char in text:
        if inside:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                inside = False
        elif char == '"':
            inside = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                return deepest
        elif char in "]}":
            depth -= 1
    return deepest


def _refuse_lone_surrogates(document: Any) -> None:
    """An escape such as \\ud800 alone is no character: it could be neither stored nor sent back."""
    try:
        json.dumps(document, ensure_ascii=False, default=str).encode("utf-8")
    except UnicodeEncodeError:
        raise Problem("malformed", "읽을 수 없는 문자가 들어 있습니다. 글자를 확인해 주세요.") from None
