"""DynamoDB when answers get lost, calls are throttled or the network is down: nothing lost, nothing doubled."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.store.dynamodb import DynamoTable
from chalicelib.store.table import (
    ABSENT,
    ANY,
    PRESENT,
    Add,
    BadItem,
    Conflict,
    Delete,
    Put,
    StoreUnavailable,
)

from .support import TABLE, Clock, FlakyClient, item

THROTTLED = "ProvisionedThroughputExceededException"


@pytest.fixture
def flaky(client: Any) -> FlakyClient:
    return FlakyClient(client)


@pytest.fixture
def store(flaky: FlakyClient, clock: Clock) -> DynamoTable:
    return DynamoTable(flaky, TABLE, clock, pause=lambda seconds: None)


@pytest.mark.parametrize("loss", ["lost", "twice"])
@pytest.mark.parametrize("expect", [ABSENT, 1, PRESENT, ANY])
def test_a_put_whose_answer_got_lost_is_found_done(
    store: DynamoTable, flaky: FlakyClient, loss: str, expect: Any
) -> None:
    if expect is not ABSENT:
        store.put(item(data={"n": 0}))
    flaky.plan["update_item"] = [loss]
    put = store.put(item(data={"n": 1}), expect)
    found = store.get("S#1", "session")
    assert found is not None and found.data == {"n": 1}
    assert put.version == found.version
    if loss == "lost" or expect in (ABSENT, 1):  # a blind put that botocore repeats writes the same once more
        assert found.version == (1 if expect is ABSENT else 2)


def test_a_lost_put_is_found_even_when_others_have_written_since(
    store: DynamoTable, flaky: FlakyClient, clock: Clock
) -> None:
    """The answer to the first put gets lost; two others write before botocore's own retry arrives."""
    other = DynamoTable(flaky.inner, TABLE, clock)
    real = flaky.inner.update_item

    class Meanwhile:
        def __getattr__(self, name: str) -> Any:
            return getattr(flaky.inner, name)

        def update_item(self, **parameters: Any) -> Any:
            real(**parameters)
            for number in (2, 3):
                other.put(item(data={"n": number}), number - 1)
            return real(**parameters)

    put = DynamoTable(Meanwhile(), TABLE, clock).put(item(data={"n": 1}), ABSENT)
    assert put.version == 1
    found = store.get("S#1", "session")
    assert found is not None and (found.data, found.version) == ({"n": 3}, 3)


def test_a_put_that_never_arrived_is_unavailable_and_can_be_made_again(
    store: DynamoTable, flaky: FlakyClient
) -> None:
    flaky.plan["update_item"] = ["down", THROTTLED]
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            store.put(item(), ABSENT)
    assert store.put(item(), ABSENT).version == 1


def test_a_put_with_an_unknown_outcome_and_no_read_is_unavailable(
    store: DynamoTable, flaky: FlakyClient
) -> None:
    flaky.plan.update(update_item=["lost"], get_item=["down"])
    with pytest.raises(StoreUnavailable):
        store.put(item(), ABSENT)
    with pytest.raises(Conflict) as caught:  # made again it cannot take effect twice
        store.put(item(), ABSENT)
    assert caught.value.current is not None and caught.value.current.version == 1


@pytest.mark.parametrize("loss", ["lost", "twice"])
def test_a_counter_counts_once_when_the_answer_got_lost(
    store: DynamoTable, flaky: FlakyClient, loss: str
) -> None:
    store.add("N#n", "count", {"n": 1})
    flaky.plan["update_item"] = [loss]
    assert store.add("N#n", "count", {"n": 1}) == {"n": 2}
    assert store.add("N#n", "count", {"n": 1}) == {"n": 3}


@pytest.mark.parametrize("loss", ["lost", "twice"])
def test_a_write_whose_answer_got_lost_is_found_done_once(
    store: DynamoTable, flaky: FlakyClient, loss: str
) -> None:
    store.put(item(sk="old"))
    flaky.plan["transact_write_items"] = [loss]
    versions = store.write(
        [
            Put(item(sk="new"), ABSENT),
            Add("N#n", "count", {"n": 1}),
            Put(item(sk="old", data={"n": 2}), 1),
        ]
    )
    assert versions == [1, None, 2]
    assert [found.version for found in store.query("S#1").items] == [1, 2]
    assert store.add("N#n", "count", {"n": 0}) == {"n": 1}


def test_a_write_that_never_arrived_left_nothing(store: DynamoTable, flaky: FlakyClient) -> None:
    flaky.plan["transact_write_items"] = ["down"]
    with pytest.raises(StoreUnavailable):
        store.write([Put(item(), ABSENT)])
    assert store.get("S#1", "session") is None
    flaky.plan["transact_write_items"] = ["down"]
    with pytest.raises(StoreUnavailable):
        store.write([Delete("S#1", "session")])


def test_other_transactions_on_the_item_are_waited_out_within_bounds(
    store: DynamoTable, flaky: FlakyClient
) -> None:
    flaky.plan["update_item"] = ["TransactionConflictException"] * 3
    assert store.put(item()).version == 1
    flaky.plan["update_item"] = ["TransactionConflictException"] * 100
    with pytest.raises(StoreUnavailable):
        store.put(item())
    assert 0 < len(flaky.plan["update_item"]) < 100


def test_a_transaction_cancelled_by_another_is_made_again(client: Any, clock: Clock) -> None:
    from botocore.exceptions import ClientError

    class Busy:
        refusals = 2

        def __getattr__(self, name: str) -> Any:
            return getattr(client, name)

        def transact_write_items(self, **parameters: Any) -> Any:
            if self.refusals:
                self.refusals -= 1
                answer: Any = {
                    "Error": {"Code": "TransactionCanceledException", "Message": ""},
                    "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}],
                }
                raise ClientError(answer, "TransactWriteItems")
            return client.transact_write_items(**parameters)

    table = DynamoTable(Busy(), TABLE, clock, pause=lambda seconds: None)
    assert table.write([Put(item(), ABSENT), Put(item(sk="b"), ABSENT)]) == [1, 1]
    Busy.refusals = 100
    with pytest.raises(StoreUnavailable):
        DynamoTable(Busy(), TABLE, clock, pause=lambda seconds: None).write(
            [Put(item(sk="c"), ABSENT), Put(item(sk="d"), ABSENT)]
        )


def test_reads_that_fail_say_so_without_data(store: DynamoTable, flaky: FlakyClient) -> None:
    for operation, attempt in (
        ("get_item", lambda: store.get("S#secret", "session")),
        ("query", lambda: store.query("S#secret")),
        ("query", lambda: store.query_due("q#secret")),
        ("batch_get_item", lambda: store.get_many([("S#secret", "session")])),
        ("delete_item", lambda: store.delete("S#secret", "session")),
        ("query", lambda: store.erase("S#secret")),
    ):
        for failure in ("down", THROTTLED, "InternalServerError", "AccessDeniedException"):
            flaky.plan[operation] = [failure]
            with pytest.raises(StoreUnavailable) as caught:
                attempt()
            assert "secret" not in str(caught.value)
    flaky.plan["get_item"] = ["ValidationException"]
    with pytest.raises(BadItem):
        store.get("S#1", "session")


def test_items_left_over_from_a_batch_are_asked_for_again(client: Any, clock: Clock) -> None:
    class Partial:
        """Reads and removes only the first of what it is asked for, as DynamoDB may."""

        def __getattr__(self, name: str) -> Any:
            return getattr(client, name)

        def batch_get_item(self, RequestItems: Any) -> Any:
            request = RequestItems[TABLE]
            first, rest = request["Keys"][:1], request["Keys"][1:]
            answer = client.batch_get_item(RequestItems={TABLE: {**request, "Keys": first}})
            return {**answer, "UnprocessedKeys": {TABLE: {**request, "Keys": rest}} if rest else {}}

        def batch_write_item(self, RequestItems: Any) -> Any:
            first, rest = RequestItems[TABLE][:1], RequestItems[TABLE][1:]
            answer = client.batch_write_item(RequestItems={TABLE: first})
            return {**answer, "UnprocessedItems": {TABLE: rest} if rest else {}}

    table = DynamoTable(Partial(), TABLE, clock, pause=lambda seconds: None)
    for number in range(4):
        table.put(item(sk=str(number)))
    found = table.get_many([("S#1", str(number)) for number in range(4)])
    assert [one and one.sk for one in found] == ["0", "1", "2", "3"]
    assert table.erase("S#1") == 4
    assert table.query("S#1").items == []
    for number in range(20):
        table.put(item(sk=str(number)))
    with pytest.raises(StoreUnavailable):
        table.erase("S#1")
    while True:  # what broke off is simply made again
        try:
            table.erase("S#1")
            break
        except StoreUnavailable:
            continue
    assert table.query("S#1").items == []


def test_pages_are_full_although_dynamodb_ends_its_own_early(client: Any, clock: Clock) -> None:
    class ShortPages:
        def __getattr__(self, name: str) -> Any:
            return getattr(client, name)

        def query(self, Limit: int, **parameters: Any) -> Any:
            return client.query(Limit=min(Limit, 2), **parameters)

    table = DynamoTable(ShortPages(), TABLE, clock)
    for number in range(9):
        table.put(item(sk=str(number), due="q#x", due_at=str(number)))
    page = table.query("S#1", limit=5)
    assert [found.sk for found in page.items] == ["0", "1", "2", "3", "4"]
    assert [found.sk for found in table.query("S#1", after=page.next, limit=5).items] == ["5", "6", "7", "8"]
    assert len(table.query_due("q#x", limit=7).items) == 7
    assert table.erase("S#1") == 9


def test_waiting_between_attempts_is_random_and_bounded(flaky: FlakyClient, clock: Clock) -> None:
    pauses: list[float] = []
    table = DynamoTable(flaky, TABLE, clock, pause=pauses.append)
    flaky.plan["update_item"] = ["TransactionConflictException"] * 5
    table.put(item())
    assert len(pauses) == 5 and len(set(pauses)) == 5
    assert all(0 <= pause <= 1 for pause in pauses)
