"""Random sequences of calls, made on both adapters at once: every answer is the same."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chalicelib.store.dynamodb import DynamoTable
from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import (
    ABSENT,
    ANY,
    PRESENT,
    Add,
    BadItem,
    Check,
    Conflict,
    Delete,
    Item,
    Page,
    Put,
    Table,
)

from .support import TABLE, Clock, OneAtATime, moto_client

PKS = st.sampled_from(["S#1", "S#2"])
SKS = st.sampled_from(["a", "a#1", "a#2", "b"])
COUNTERS = st.sampled_from([("N#1", "count"), ("S#1", "b")])
EXPECTS = st.sampled_from([ANY, ANY, ABSENT, PRESENT, 1, 2, 3])
DATA = st.dictionaries(
    st.sampled_from(["빚", "a", ""]),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**16), 10**16) | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
        max_leaves=4,
    ),
    max_size=2,
)
LIVES = st.sampled_from([None, None, 1, 5])
DUES = st.sampled_from([None, ("q#x", "T1"), ("q#x", "T2"), ("q#y", "T1")])
DELTAS = st.dictionaries(st.sampled_from(["m", "n"]), st.integers(-3, 3), min_size=1)


class Both(RuleBasedStateMachine):
    """One SQLite table, one DynamoDB table, one clock."""

    client: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.clock = Clock()
        folder = self.open.enter_context(tempfile.TemporaryDirectory())
        self.sqlite = SqliteTable(Path(folder) / "t.sqlite3", self.clock)
        self.open.callback(self.sqlite.close)
        self.dynamo = DynamoTable(OneAtATime(self.client), TABLE, self.clock, pause=lambda seconds: None)
        self.cursors: tuple[str, str] | None = None

    @initialize()
    def start_empty(self) -> None:
        for pk in ("S#1", "S#2", "N#1", "M#cursor-secret"):
            self.dynamo.erase(pk)

    def teardown(self) -> None:
        self.open.close()

    def same(self, call: Callable[[Table], Any]) -> Any:
        answers = [outcome(call, table) for table in (self.sqlite, self.dynamo)]
        assert answers[0] == answers[1]
        return answers[0]

    def made(self, pk: str, sk: str, data: dict[str, Any], life: int | None, due: Any) -> Item:
        partition, moment = due or (None, None)
        expires_at = None if life is None else self.clock.moment + life
        # Equal due times have no order between items: the item's name makes each time its own.
        own = None if moment is None else f"{moment}#{pk}#{sk}"
        return Item(pk, sk, data, expires_at=expires_at, due=partition, due_at=own)

    @rule(pk=PKS, sk=SKS, data=DATA, life=LIVES, due=DUES, expect=EXPECTS)
    def put(self, pk: str, sk: str, data: Any, life: Any, due: Any, expect: Any) -> None:
        item = self.made(pk, sk, data, life, due)
        self.same(lambda table: table.put(item, expect))

    @rule(pk=PKS, sk=SKS, data=DATA)
    def read_change_write(self, pk: str, sk: str, data: Any) -> None:
        def call(table: Table) -> Item | None:
            found = table.get(pk, sk)
            return found and table.put(replace(found, data=data), found.version)

        self.same(call)

    @rule(pk=PKS, sk=SKS, expect=EXPECTS)
    def delete(self, pk: str, sk: str, expect: Any) -> None:
        self.same(lambda table: table.delete(pk, sk, expect))

    @rule(name=COUNTERS, deltas=DELTAS, life=LIVES)
    def add(self, name: tuple[str, str], deltas: dict[str, int], life: int | None) -> None:
        expires_at = None if life is None else self.clock.moment + life
        self.same(lambda table: table.add(*name, deltas, expires_at))

    @rule(
        plan=st.lists(
            st.tuples(
                st.sampled_from(["put", "delete", "check", "add"]), PKS, SKS, DATA, LIVES, DUES, EXPECTS
            ),
            min_size=1,
            max_size=4,
            unique_by=lambda step: (step[1], step[2]),
        )
    )
    def write(self, plan: list[Any]) -> None:
        actions: list[Any] = []
        for kind, pk, sk, data, life, due, expect in plan:
            if kind == "put":
                actions.append(Put(self.made(pk, sk, data, life, due), expect))
            elif kind == "delete":
                actions.append(Delete(pk, sk, expect))
            elif kind == "check":
                actions.append(Check(pk, sk, expect))
            elif not any(isinstance(action, Add) for action in actions):
                actions.append(Add("N#1", "count", {"n": 1}))
        self.same(lambda table: table.write(actions))

    @rule(seconds=st.integers(1, 4))
    def time_passes(self, seconds: int) -> None:
        self.clock.moment += seconds

    @rule(
        pk=PKS, prefix=st.sampled_from(["", "a", "a#", "c"]), limit=st.integers(1, 3), reverse=st.booleans()
    )
    def walk(self, pk: str, prefix: str, limit: int, reverse: bool) -> None:
        self.same(
            lambda table: pages(lambda cursor: table.query(pk, prefix, cursor, limit, reverse)),
        )

    @rule(partition=st.sampled_from(["q#x", "q#y"]), until=st.sampled_from([None, "T1~", "T2"]))
    def walk_due(self, partition: str, until: str | None) -> None:
        self.same(lambda table: pages(lambda cursor: table.query_due(partition, until, cursor, 2)))

    @rule(names=st.lists(st.tuples(PKS, SKS), max_size=4))
    def get_many(self, names: list[tuple[str, str]]) -> None:
        self.same(lambda table: table.get_many(names))

    @precondition(lambda self: self.clock.moment % 3 == 0)
    @rule(pk=PKS, limit=st.integers(1, 4))
    def erase(self, pk: str, limit: int) -> None:
        self.same(lambda table: table.erase(pk, limit))


def outcome(call: Callable[[Table], Any], table: Table) -> Any:
    try:
        return call(table)
    except Conflict as conflict:
        return ("conflict", conflict.index, conflict.current)
    except BadItem:
        return "bad item"


def pages(read: Callable[[str | None], Page]) -> list[list[Item]]:
    """All pages of a list; cursors differ between tables, what they lead to must not."""
    found: list[list[Item]] = []
    cursor = None
    while True:
        page = read(cursor)
        found.append(page.items)
        cursor = page.next
        if cursor is None:
            return found


def test_both_adapters_answer_every_sequence_alike() -> None:
    with moto_client() as client:
        Both.client = client
        run_state_machine_as_test(
            Both,
            settings=settings(
                max_examples=40,
                stateful_step_count=25,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
