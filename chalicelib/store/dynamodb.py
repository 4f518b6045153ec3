"""The table in DynamoDB, behind the protocol of `table`.

An answer that got lost is looked up: each
write leaves a token in its item, and where the token is found the write counts as done, so that a retry neither
doubles an effect nor reports a false conflict. What must not enter: what an item means, the environment.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from . import checks, expressions
from .calls import TRIES, Calls, Refused
from .cursor import Cursors
from .table import (
    ANY,
    Action,
    Add,
    BadItem,
    Conflict,
    Delete,
    Expect,
    Expected,
    Item,
    Page,
    Put,
    StoreUnavailable,
)

DUE_INDEX: Final = "due"
_BUSY_REASONS: Final = frozenset(
    {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "DuplicateItem"}
)


class DynamoTable:
    """`Table` on one DynamoDB table with a sparse index `due`. `client` is `make_client`'s or one like it."""

    def __init__(
        self,
        client: Any,
        table_name: str,
        now: Callable[[], int] = lambda: int(time.time()),
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._call = Calls(client, pause)
        self._name, self._now = table_name, now
        self._cursors = Cursors(self)

    def get(self, pk: str, sk: str, consistent: bool = True) -> Item | None:
        name = expressions.key(checks.key(pk), checks.key(sk))
        return expressions.item(self._read(name, consistent), self._now())

    def get_many(self, names: Sequence[tuple[str, str]]) -> list[Item | None]:
        if len(names) > 100:
            raise BadItem("at most 100 items are read at once")
        wanted = dict.fromkeys((checks.key(pk), checks.key(sk)) for pk, sk in names)
        found: dict[tuple[str, str], Item | None] = {}
        left = [expressions.key(*name) for name in wanted]
        for attempt in range(TRIES):
            if not left:
                return [found.get((pk, sk)) for pk, sk in names]
            self._call.wait(attempt)
            request = {self._name: {"Keys": left, "ConsistentRead": True}}
            answer = self._call("batch_get_item", RequestItems=request)
            for attributes in answer["Responses"].get(self._name, ()):
                item = expressions.item(attributes, self._now())
                if item is not None:
                    found[item.pk, item.sk] = item
            left = answer.get("UnprocessedKeys", {}).get(self._name, {}).get("Keys", [])
        raise StoreUnavailable("DynamoDB read only part of the items asked for")

    def put(self, item: Item, expect: Expected = ANY) -> Item:
        text = checks.encode(item)
        token = expressions.token()
        update = expressions.put(item, text, checks.expectation(expect), token, self._now())
        name = expressions.key(item.pk, item.sk)
        known = _known_version(Put(item, expect))
        try:
            # UPDATED_NEW sends the data back: asked for only where the version cannot be told beforehand.
            answer = self._update(name, token, update, "UPDATED_NEW" if known is None else "NONE")
            version = known or int(answer["version"]["N"])
        except Refused as refused:
            done = expressions.version_of(refused.answer.get("Item"), token)
            if done is None:
                raise self._conflict(refused) from None
            version = done
        return replace(item, version=version)

    def delete(self, pk: str, sk: str, expect: Expected = ANY) -> bool:
        checks.key(pk)
        checks.key(sk)
        condition = expressions.expect_only(pk, sk, checks.expectation(expect), self._now())
        try:
            answer = self._call(
                "delete_item",
                TableName=self._name,
                ReturnValues="ALL_OLD",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **condition,
            )
        except Refused as refused:
            raise self._conflict(refused) from None
        return expressions.item(answer.get("Attributes"), self._now()) is not None

    def query(
        self, pk: str, sk_prefix: str = "", after: str | None = None, limit: int = 100, reverse: bool = False
    ) -> Page:
        checks.key(pk)
        checks.prefix(sk_prefix)
        checks.limit(limit)
        which = ("query", pk, sk_prefix, "down" if reverse else "up")
        start = None
        if after is not None:
            (sk,) = self._cursors.open(which, after)
            start = expressions.key(pk, sk)
        now = self._now()
        use = expressions.Expression(now)
        condition = f"{use.name('pk')} = {use.text('pk', pk)}"
        if sk_prefix:
            condition += f" AND begins_with({use.name('sk')}, {use.text('sk', sk_prefix)})"
        asked = use.used(KeyConditionExpression=condition, FilterExpression=use.live())
        asked |= {"ScanIndexForward": not reverse, "ConsistentRead": True}
        found = self._collect(asked, start, limit + 1, now)
        return self._page(which, found, limit, lambda last: (last.sk,))

    def query_due(
        self, partition: str, until: str | None = None, after: str | None = None, limit: int = 100
    ) -> Page:
        checks.key(partition)
        checks.limit(limit)
        which = ("due", partition, until)
        start = None
        if after is not None:
            due_at, pk, sk = self._cursors.open(which, after)
            start = expressions.key(pk, sk) | {"due": {"S": partition}, "due_at": {"S": due_at}}
        now = self._now()
        use = expressions.Expression(now)
        condition = f"{use.name('due')} = {use.text('due', partition)}"
        if until is not None:
            condition += f" AND {use.name('due_at')} <= {use.text('until', checks.key(until))}"
        asked = use.used(KeyConditionExpression=condition, FilterExpression=use.live())
        found = self._collect(asked | {"IndexName": DUE_INDEX}, start, limit + 1, now)
        return self._page(which, found, limit, lambda last: (last.due_at or "", last.pk, last.sk))

    def write(self, actions: Sequence[Action]) -> list[int | None]:
        texts = checks.actions(actions)
        token = expressions.token()
        versions = [_known_version(action) for action in actions]
        for attempt in range(TRIES):
            self._call.wait(attempt)
            planned = [
                self._planned(action, text, token) for action, text in zip(actions, texts, strict=True)
            ]
            try:
                self._call(
                    "transact_write_items",
                    TransactItems=planned,
                    ClientRequestToken=f"{token}.{attempt}",
                )
                return versions
            except StoreUnavailable:
                if self._left_trace(actions, token):
                    return versions
                raise
            except Refused as refused:
                if self._left_trace(actions, token, refused.answer):
                    return versions
                self._settle(actions, refused)
        raise StoreUnavailable("DynamoDB: other writes to the same items did not end")

    def add(
        self, pk: str, sk: str, deltas: Mapping[str, int], expires_at: int | None = None
    ) -> dict[str, int]:
        action = Add(checks.key(pk), checks.key(sk), checks.deltas(deltas), expires_at)
        token = expressions.token()
        for _ in range(TRIES):
            update = expressions.add(action, token, self._now())
            try:
                return expressions.counts(self._update(expressions.key(pk, sk), token, update, "ALL_NEW"))
            except Refused as refused:
                standing = refused.answer.get("Item")
                if expressions.version_of(standing, token) is not None:
                    return expressions.counts(standing or {})
                self._make_room(pk, sk, standing)
        raise StoreUnavailable("DynamoDB: an expired counter could not be replaced")

    def erase(self, pk: str, limit: int = 1000) -> int:
        use = expressions.Expression(self._now())
        condition = f"{use.name('pk')} = {use.text('pk', checks.key(pk))}"
        projection = f"{use.name('pk')}, {use.name('sk')}"
        asked = use.used(KeyConditionExpression=condition, ProjectionExpression=projection)
        names = self._collect_raw(asked | {"ConsistentRead": True}, None, checks.limit(limit))
        for start in range(0, len(names), 25):
            left = [{"DeleteRequest": {"Key": name}} for name in names[start : start + 25]]
            for attempt in range(TRIES):
                self._call.wait(attempt)
                answer = self._call("batch_write_item", RequestItems={self._name: left})
                left = answer.get("UnprocessedItems", {}).get(self._name, [])
                if not left:
                    break
            else:
                raise StoreUnavailable("DynamoDB removed only part of the items")
        return len(names)

    def close(self) -> None:
        self._call.client.close()

    # --- writes -----------------------------------------------------------------------------------------------
    def _update(
        self, name: expressions.Attributes, token: str, update: expressions.Attributes, returned: str
    ) -> Any:
        """One UpdateItem. Raises Refused for a failed condition; a lost answer is looked up by its token."""
        try:
            return self._call(
                "update_item",
                TableName=self._name,
                ReturnValues=returned,
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **update,
            ).get("Attributes")
        except StoreUnavailable:
            standing = self._read(name, consistent=True)
            version = expressions.version_of(standing, token)
            if standing is None or version is None:
                raise
            return {**standing, "version": {"N": str(version)}}

    def _planned(self, action: Action, text: str, token: str) -> dict[str, Any]:
        now = self._now()
        if isinstance(action, Put):
            name, request = "Update", expressions.put(action.item, text, action.expect, token, now)
        elif isinstance(action, Add):
            name, request = "Update", expressions.add(action, token, now)
        else:
            name = "Delete" if isinstance(action, Delete) else "ConditionCheck"
            request = expressions.expect_only(action.pk, action.sk, action.expect, now)
        if "ConditionExpression" in request:
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return {name: {"TableName": self._name, **request}}

    def _left_trace(
        self, actions: Sequence[Action], token: str, refusal: Mapping[str, Any] | None = None
    ) -> bool:
        """Whether this transaction took effect earlier (its token stands in an item that it wrote)."""
        if refusal is not None:
            reasons = refusal.get("CancellationReasons", ())
            seen = [reason.get("Item") for reason in reasons if reason.get("Item")]
            return any(expressions.version_of(found, token) is not None for found in seen)
        for action in actions:
            if isinstance(action, Put | Add):
                where = action.item if isinstance(action, Put) else action
                found = self._read(expressions.key(where.pk, where.sk), consistent=True)
                return expressions.version_of(found, token) is not None
        return False

    def _settle(self, actions: Sequence[Action], refused: Refused) -> None:
        """After a cancelled transaction: returns when it may be tried again, raises otherwise."""
        reasons = refused.answer.get("CancellationReasons", ())
        for index, reason in enumerate(reasons):
            if reason.get("Code") != "ConditionalCheckFailed":
                continue
            action, standing = actions[index], reason.get("Item")
            if not isinstance(action, Add):
                raise Conflict(index, expressions.item(standing, self._now()))
            self._make_room(action.pk, action.sk, standing)
            return
        if not any(reason.get("Code") in _BUSY_REASONS for reason in reasons):
            raise BadItem("DynamoDB does not take one of the items")

    def _make_room(self, pk: str, sk: str, standing: Mapping[str, Any] | None) -> None:
        """An addition was refused: clear an expired item out of its way, or say that no counter stands there."""
        if standing is not None and expressions.item(standing, self._now()) is not None:
            raise BadItem("counters are not added to an item that was put")
        try:
            self._call("delete_item", TableName=self._name, **expressions.remove_expired(pk, sk, self._now()))
        except Refused:
            return  # someone else has just made it anew

    def _conflict(self, refused: Refused) -> Conflict:
        return Conflict(0, expressions.item(refused.answer.get("Item"), self._now()))

    # --- reads ------------------------------------------------------------------------------------------------
    def _read(self, name: expressions.Attributes, consistent: bool) -> Mapping[str, Any] | None:
        answer = self._call("get_item", TableName=self._name, Key=name, ConsistentRead=consistent)
        found: Mapping[str, Any] | None = answer.get("Item")
        return found

    def _collect(self, asked: dict[str, Any], start: Any, most: int, now: int) -> list[Item]:
        # The same `now` as in the filter: an item that expires between the two must not shorten the page.
        found = self._collect_raw(asked, start, most)
        items = (expressions.item(attributes, now) for attributes in found)
        return [item for item in items if item is not None]

    def _collect_raw(self, asked: dict[str, Any], start: Any, most: int) -> list[Mapping[str, Any]]:
        """Up to `most` results, over as many of DynamoDB's pages as that takes."""
        found: list[Mapping[str, Any]] = []
        while len(found) < most:
            begin = {"ExclusiveStartKey": start} if start else {}
            answer = self._call("query", TableName=self._name, Limit=most - len(found), **asked, **begin)
            found += answer["Items"]
            start = answer.get("LastEvaluatedKey")
            if not start:
                break
        return found

    def _page(
        self,
        which: Sequence[str | None],
        found: list[Item],
        limit: int,
        place: Callable[[Item], Sequence[str]],
    ) -> Page:
        if len(found) <= limit:
            return Page(found)
        kept = found[:limit]
        return Page(kept, self._cursors.seal(which, place(kept[-1])))


def _known_version(action: Action) -> int | None:
    if not isinstance(action, Put) or action.expect in (Expect.ANY, Expect.PRESENT):
        return None
    return 1 if action.expect is Expect.ABSENT else int(action.expect) + 1
