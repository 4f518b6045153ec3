"""What both adapters do alike before they touch a database: check keys, values, sizes; write and read JSON.

What must not enter: any database. One place, so that an item refused by one adapter is refused by the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from .table import (
    ANY,
    MAX_INT,
    MAX_ITEM_BYTES,
    MAX_PAGE,
    MAX_WRITE_ACTIONS,
    MAX_WRITE_BYTES,
    Action,
    Add,
    BadItem,
    Check,
    Conflict,
    Expect,
    Expected,
    Item,
    Json,
    Put,
    TooLarge,
)

MAX_KEY_BYTES = 512
MAX_DEPTH = 60
MAX_COUNTERS = 20

_KEY = re.compile(r"[\x21-\x7e]{1,512}\Z")
_PREFIX = re.compile(r"[\x21-\x7e]{0,512}\Z")
_COUNTER = re.compile(r"[A-Za-z0-9_]{1,64}\Z")

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def key(value: str) -> str:
    """The key if it is printable ASCII of 1 to 512 characters (so bytes, order and prefixes mean one thing)."""
    if not isinstance(value, str) or not _KEY.match(value):
        raise BadItem("a key is 1 to 512 printable ASCII characters without spaces")
    return value


def prefix(value: str) -> str:
    if not isinstance(value, str) or not _PREFIX.match(value):
        raise BadItem("a key prefix is at most 512 printable ASCII characters without spaces")
    return value


def expectation(expect: Expected) -> Expected:
    if isinstance(expect, Expect):
        return expect
    if isinstance(expect, bool) or not isinstance(expect, int) or expect < 1:
        raise BadItem("expect is ANY, ABSENT, PRESENT or a version from 1")
    return expect


def limit(value: int, most: int = MAX_PAGE) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise BadItem(f"a limit lies between 1 and {most}")
    return value


def encode(item: Item) -> str:
    """The item's data as JSON text. Raises BadItem (naming the path of the fault, never the value), TooLarge."""
    key(item.pk)
    key(item.sk)
    if (item.due is None) != (item.due_at is None):
        raise BadItem("due and due_at are given together or not at all")
    if item.due is not None and item.due_at is not None:
        key(item.due)
        key(item.due_at)
    moment = item.expires_at
    if moment is not None and (type(moment) is not int or not 0 < moment < 10**12):
        raise BadItem("expires_at is a whole number of seconds since 1970")
    if type(item.data) is not dict:
        raise BadItem("data is a dict")
    _value(item.data, "", 0)
    text = _encode(item.data)
    if size(item, text) > MAX_ITEM_BYTES:
        raise TooLarge(f"an item holds at most {MAX_ITEM_BYTES} bytes")
    return text


def size(item: Item, text: str) -> int:
    """Bytes that the item takes of the limit."""
    return len(item.pk) + len(item.sk) + len(item.due or "") + len(item.due_at or "") + _utf8(text)


def _utf8(text: str) -> int:
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        raise BadItem("text holds half of a surrogate pair, which is no character") from None


def decode(text: str) -> dict[str, Json]:
    data = json.loads(text)
    assert isinstance(data, dict)
    return data


def _value(value: Json, path: str, depth: int) -> None:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return
    if kind is int:
        if not -MAX_INT <= value <= MAX_INT:
            raise BadItem(f"the integer at {path or '/'} has more than 38 digits")
        return
    if depth >= MAX_DEPTH:
        raise BadItem(f"data are nested deeper than {MAX_DEPTH}")
    if kind is dict:
        for name, inner in value.items():
            if type(name) is not str:
                raise BadItem(f"a name under {path or '/'} is not text")
            _value(inner, f"{path}/{name}", depth + 1)
    elif kind is list:
        for place, inner in enumerate(value):
            _value(inner, f"{path}/{place}", depth + 1)
    else:
        raise BadItem(f"the value at {path or '/'} is of type {kind.__name__}; JSON without floats is stored")


def deltas(values: Mapping[str, int]) -> dict[str, int]:
    """Counter names and what to add. Raises BadItem."""
    if not 1 <= len(values) <= MAX_COUNTERS:
        raise BadItem(f"1 to {MAX_COUNTERS} counters are added to at once")
    for name, number in values.items():
        if not isinstance(name, str) or not _COUNTER.match(name):
            raise BadItem("a counter's name is 1 to 64 letters, digits or _")
        if type(number) is not int or abs(number) > 10**18:
            raise BadItem("a counter takes whole numbers up to 10^18")
    return dict(values)


def actions(planned: Sequence[Action]) -> list[str]:
    """Checks a whole write; answers the encoded data of each Put, "" for other actions."""
    if not planned:
        raise BadItem("a write has at least one action")
    if len(planned) > MAX_WRITE_ACTIONS:
        raise TooLarge(f"a write has at most {MAX_WRITE_ACTIONS} actions")
    names, texts, total = set(), [], 0
    for action in planned:
        text = ""
        if isinstance(action, Put):
            text = encode(action.item)
            expectation(action.expect)
            total += size(action.item, text)
            names.add((action.item.pk, action.item.sk))
        else:
            names.add((key(action.pk), key(action.sk)))
            if isinstance(action, Add):
                deltas(action.deltas)
            elif expectation(action.expect) is ANY and isinstance(action, Check):
                raise BadItem("a check expects ABSENT, PRESENT or a version")
        texts.append(text)
    if len(names) < len(planned):
        raise BadItem("a write touches each item once")
    if total > MAX_WRITE_BYTES:
        raise TooLarge(f"a write holds at most {MAX_WRITE_BYTES} bytes")
    return texts


def hold(current: Item | None, expect: Expected, index: int = 0) -> None:
    """Raises Conflict unless the live item (None: absent) is as expected."""
    if expect is Expect.ANY:
        return
    if expect is Expect.ABSENT:
        fine = current is None
    else:
        fine = current is not None and (expect is Expect.PRESENT or current.version == expect)
    if not fine:
        raise Conflict(index, current)
