"""How items and conditions are written in DynamoDB's own terms: attribute maps and expressions, no calls.

One attribute `data` holds the item as JSON text: exact, cheap to read, the same bytes as on SQLite. Every write
carries a random token; the item keeps the last four (`w0` newest to `w3`), so that after a lost answer the table can
see whether the write took effect, even when others have written since. Values are only ever bound, never spliced.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping
from typing import Any, Final

from . import checks
from .table import Add, Expect, Expected, Item

Attributes = dict[str, Any]

RING: Final = ("w0", "w1", "w2", "w3")
COUNT: Final = "n_"
"""Prefix of a counter's attribute, so that no counter's name meets another attribute."""


def token() -> str:
    return secrets.token_urlsafe(12)


def key(pk: str, sk: str) -> Attributes:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


class Expression:
    """Collects names and values as it hands out their placeholders; only what is used is declared."""

    def __init__(self, now: int) -> None:
        self._now = now
        self.names: dict[str, str] = {}
        self.values: Attributes = {}

    def name(self, attribute: str) -> str:
        self.names["#" + attribute] = attribute
        return "#" + attribute

    def text(self, label: str, value: str) -> str:
        self.values[":" + label] = {"S": value}
        return ":" + label

    def number(self, label: str, value: int) -> str:
        self.values[":" + label] = {"N": str(value)}
        return ":" + label

    def live(self) -> str:
        expiry = self.name("expires_at")
        return f"(attribute_not_exists({expiry}) OR {expiry} > {self.number('now', self._now)})"

    def expected(self, expect: Expected) -> str | None:
        """The condition for an expectation; None for ANY."""
        if expect is Expect.ANY:
            return None
        if expect is Expect.ABSENT:
            gone = f"{self.name('expires_at')} <= {self.number('now', self._now)}"
            return f"attribute_not_exists({self.name('pk')}) OR {gone}"
        if expect is Expect.PRESENT:
            return f"attribute_exists({self.name('pk')}) AND {self.live()}"
        return f"{self.name('version')} = {self.number('expected', expect)} AND {self.live()}"

    def remember(self, write_token: str) -> list[str]:
        """SET clauses that push the token in front of the three before it."""
        shifts = [
            f"{self.name(older)} = if_not_exists({self.name(newer)}, {self.text('none', '-')})"
            for newer, older in reversed(list(itertools.pairwise(RING)))
        ]
        return [*shifts, f"{self.name(RING[0])} = {self.text('token', write_token)}"]

    def used(self, **parts: str | None) -> Attributes:
        """The parameters of a call: the given parts and the declarations that they use."""
        call: Attributes = {name: part for name, part in parts.items() if part is not None}
        if self.names:
            call["ExpressionAttributeNames"] = self.names
        if self.values:
            call["ExpressionAttributeValues"] = self.values
        return call


def put(item: Item, text: str, expect: Expected, write_token: str, now: int) -> Attributes:
    """Parameters of an update that writes the item whole."""
    use = Expression(now)
    version = use.name("version")
    one = use.number("one", 1)
    counted = one if expect is Expect.ABSENT else f"if_not_exists({version}, {use.number('zero', 0)}) + {one}"
    sets = [f"{use.name('data')} = {use.text('data', text)}", f"{version} = {counted}"]
    sets += use.remember(write_token)
    removes = []
    if item.expires_at is None:
        removes.append(use.name("expires_at"))
    else:
        sets.append(f"{use.name('expires_at')} = {use.number('expires_at', item.expires_at)}")
    for attribute, value in (("due", item.due), ("due_at", item.due_at)):
        if value is None:
            removes.append(use.name(attribute))
        else:
            sets.append(f"{use.name(attribute)} = {use.text(attribute, value)}")
    update = "SET " + ", ".join(sets) + (" REMOVE " + ", ".join(removes) if removes else "")
    condition = use.expected(expect)
    return use.used(UpdateExpression=update, ConditionExpression=condition) | {"Key": key(item.pk, item.sk)}


def add(action: Add, write_token: str, now: int) -> Attributes:
    """Parameters of an update that adds to counters of a live counter item or makes one."""
    use = Expression(now)
    version, one, zero = use.name("version"), use.number("one", 1), use.number("zero", 0)
    sets = [f"{version} = if_not_exists({version}, {zero}) + {one}", *use.remember(write_token)]
    for place, (counter, number) in enumerate(action.deltas.items()):
        attribute = use.name(COUNT + counter)
        sets.append(f"{attribute} = if_not_exists({attribute}, {zero}) + {use.number(f'by{place}', number)}")
    if action.expires_at is not None:
        expiry = use.name("expires_at")
        sets.append(f"{expiry} = if_not_exists({expiry}, {use.number('expires_at', action.expires_at)})")
    fresh = f"attribute_not_exists({use.name('pk')})"
    again = " AND ".join(f"{use.name(place)} <> :token" for place in RING)
    counters = f"attribute_not_exists({use.name('data')}) AND {use.live()} AND {again}"
    condition = f"{fresh} OR ({counters})"
    update = "SET " + ", ".join(sets)
    return use.used(UpdateExpression=update, ConditionExpression=condition) | {
        "Key": key(action.pk, action.sk)
    }


def expect_only(pk: str, sk: str, expect: Expected, now: int) -> Attributes:
    """Parameters of a delete or a check."""
    use = Expression(now)
    return use.used(ConditionExpression=use.expected(expect)) | {"Key": key(pk, sk)}


def remove_expired(pk: str, sk: str, now: int) -> Attributes:
    """Parameters of a delete that touches the item only when it has expired."""
    use = Expression(now)
    condition = f"{use.name('expires_at')} <= {use.number('now', now)}"
    return use.used(ConditionExpression=condition) | {"Key": key(pk, sk)}


def item(found: Mapping[str, Any] | None, now: int) -> Item | None:
    """The live item that DynamoDB's attributes describe, None for none or an expired one."""
    if not found:
        return None
    expires_at = int(found["expires_at"]["N"]) if "expires_at" in found else None
    if expires_at is not None and expires_at <= now:
        return None
    return Item(
        found["pk"]["S"],
        found["sk"]["S"],
        checks.decode(found["data"]["S"]) if "data" in found else dict(counts(found)),
        int(found["version"]["N"]),
        expires_at,
        found["due"]["S"] if "due" in found else None,
        found["due_at"]["S"] if "due_at" in found else None,
    )


def counts(found: Mapping[str, Any]) -> dict[str, int]:
    """The counters of a counter item."""
    return {
        name.removeprefix(COUNT): int(value["N"]) for name, value in found.items() if name.startswith(COUNT)
    }


def version_of(found: Mapping[str, Any] | None, write_token: str) -> int | None:
    """The version that the write with this token made, None when no trace of it is left in the item."""
    for back, place in enumerate(RING):
        if found and found.get(place, {}).get("S") == write_token:
            return int(found["version"]["N"]) - back
    return None
