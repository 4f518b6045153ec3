"""What is held of a session, outside its own key: for the export and the erasure, complete across all kinds.

Items under the session's key are found by one query and need nothing here. A room that keeps a session's data under
another key (a referral, a case) keeps a `link` item in the session and registers here how to export and erase it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, Final

from chalicelib.store import keys
from chalicelib.store.shapes import undress
from chalicelib.store.table import Item, Table

Export = Callable[[Table, str], dict[str, Any] | None]
Erase = Callable[[Table, str], None]

LINKED: Final[dict[str, tuple[Export, Erase]]] = {}
"""Kind of link -> (export, erase), each called with the table and the id that the link names. `erase` keeps what the
law makes the body keep, and removes the pointer to the person."""

_SECRET: Final = ("token_hash", "body_hash", "sealed")
_INTERNAL: Final = ("once",)


def items(table: Table, pk: str) -> Iterator[Item]:
    """All live items of a key."""
    after: str | None = None
    while True:
        page = table.query(pk, after=after, limit=500)
        yield from page.items
        after = page.next
        if after is None:
            return


def export(table: Table, session_id: str) -> list[dict[str, Any]]:
    """Everything held of the session as {kind, …fields}, without hashes of secrets."""
    found: list[dict[str, Any]] = []
    for item in items(table, keys.session_pk(session_id)):
        kind = str(item.data.get("kind"))
        if kind in _INTERNAL:
            continue
        fields = undress(item)
        found.append({"kind": kind, **{k: v for k, v in fields.items() if k not in _SECRET}})
        linked = _linked(item)
        if linked:
            more = linked[0](table, str(fields["id"]))
            if more is not None:
                found.append(more)
    return found


def erase(table: Table, session_id: str, keep: Collection[str] = ()) -> None:
    """Erase what is linked, then every item of the session's key. Made again after a break it goes on.

    keep: kinds of links whose data stay to the end of their own time although the session goes.
    """
    pk = keys.session_pk(session_id)
    for item in items(table, pk):
        linked = _linked(item)
        if linked and _kind_of(item) not in keep:
            linked[1](table, str(undress(item)["id"]))
    while table.erase(pk, limit=1000) >= 1000:
        pass


def _linked(item: Item) -> tuple[Export, Erase] | None:
    if not item.sk.startswith(keys.LINKS):
        return None
    return LINKED.get(_kind_of(item))


def _kind_of(item: Item) -> str:
    return item.sk.removeprefix(keys.LINKS).partition("#")[0]
