"""What is held of a case, for the export and the erasure: under its own key and everywhere else it left something.

Register with `chalicelib.web.held.LINKED["case"] = (export, erase)`; `erase` made again after a break goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.store import keys
from chalicelib.store.shapes import undress
from chalicelib.store.table import ANY, Item, Table

from . import head as heads

_INTERNAL = frozenset({"once", "link"})
_HASHES = frozenset({"body_hash", "decided_by_keys"})


def export(table: Table, case_id: str) -> dict[str, Any] | None:
    """Everything held of the case; None when there is none."""
    found = [(item, undress(item)) for item in _items(table, case_id)]
    if not found:
        return None
    return {
        "kind": "case",
        "id": case_id,
        "items": [
            {
                "kind": str(item.data["kind"]),
                "name": item.sk,
                **{k: v for k, v in fields.items() if k not in _HASHES},
            }
            for item, fields in found
            if item.data["kind"] not in _INTERNAL and item.sk != heads.NEXT
        ],
        "referrals": [undress(item) for item in _referrals(table, case_id)],
    }


def erase(table: Table, case_id: str) -> None:
    """Remove aliases, hand-offs and kept messages that point to the person, then the case itself."""
    item = table.get(*keys.case(case_id))
    if item is not None:
        head = heads.from_item(case_id, item)
        for address in head.person.addresses:
            name = keys.alias("phone", address.to)
            found = table.get(*name)
            if found is not None and found.data["id"] == case_id:
                table.delete(*name, ANY)
        if head.reference:
            table.delete(*keys.alias("case", head.reference), ANY)
    for referral in list(_referrals(table, case_id)):
        while table.erase(referral.pk) >= 1000:
            continue
    for held in list(_items(table, case_id)):
        reference = held.data.get("reference") if held.data["kind"] == "reminder" else None
        if reference:
            _outbox(table, str(reference))
        if held.data["kind"] == "link":  # the code by which a session may take the case
            table.delete(str(held.data["id"]), "alias", ANY)
    while table.erase(keys.case_pk(case_id)) >= 1000:
        continue


def _outbox(table: Table, reference: str) -> None:
    alias = table.get(*keys.alias("outbox", reference))
    if alias is not None:
        table.delete(alias.data["pk"], alias.data["sk"], ANY)
        table.delete(alias.pk, alias.sk, ANY)


def _referrals(table: Table, case_id: str) -> Iterator[Item]:
    """Hand-offs that answers led to: they carry the answer's own id."""
    for item in _items(table, case_id, keys.ANSWERS):
        found = table.get(*keys.referral("f" + item.sk.rsplit("#", 1)[1]))
        if found is not None:
            yield found


def _items(table: Table, case_id: str, prefix: str = "") -> Iterator[Item]:
    after: str | None = None
    while True:
        page = table.query(keys.case_pk(case_id), prefix, after, 500)
        yield from page.items
        after = page.next
        if after is None:
            return
