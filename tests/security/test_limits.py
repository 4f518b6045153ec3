"""How often one caller may write: the edge of each limit, what it costs, and who is not counted."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from chalicelib.store.counting import CountingTable
from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import StoreUnavailable
from chalicelib.web import limits
from chalicelib.web.limits import DEFAULTS, FREE_SHARE, WINDOW_SECONDS, Limiter
from chalicelib.web.problem import Problem
from chalicelib.web.settings import Settings, from_environment
from tests.security import support
from tests.web.case_support import by_staff, desk, staff
from tests.web.support import OPENING, Service, running

NOW = 1_795_000_020


@pytest.fixture
def table(tmp_path: Path) -> CountingTable:
    return CountingTable(SqliteTable(tmp_path / "t.sqlite3", lambda: NOW, "NORMAL"))


def passed(limiter: Limiter, table: CountingTable, who: str, times: int, epoch: int = NOW) -> int:
    """How many of that many requests are let through."""
    count = 0
    for _ in range(times):
        try:
            limiter.check(table, "session", who, epoch)
            count += 1
        except Problem as problem:
            assert problem.kind == "too_many_requests"
            assert 1 <= int(problem.headers["Retry-After"]) <= WINDOW_SECONDS
    return count


def test_exactly_the_limit_passes_in_one_minute_and_all_again_in_the_next(table: CountingTable) -> None:
    limiter = Limiter({"session": 20})
    assert passed(limiter, table, "a", 50) == 20
    assert passed(limiter, table, "b", 5) == 5
    assert passed(limiter, table, "a", 50, NOW + WINDOW_SECONDS) == 20


def test_two_processes_share_one_count_but_for_their_free_share(table: CountingTable) -> None:
    first, second = Limiter({"session": 20}), Limiter({"session": 20})
    together = passed(first, table, "a", 20) + passed(second, table, "a", 20)
    assert 20 <= together <= 20 + 20 // FREE_SHARE


def test_an_ordinary_visitor_costs_no_call_and_one_over_the_limit_none_either(table: CountingTable) -> None:
    limiter = Limiter({"session": 20})
    passed(limiter, table, "a", 5)
    assert table.calls.total() == 0
    passed(limiter, table, "a", 15)
    assert table.calls == {"add": 15}
    passed(limiter, table, "a", 100)
    assert table.calls == {"add": 16}


def test_counts_are_kept_for_two_minutes_and_hold_neither_address_nor_session(table: CountingTable) -> None:
    stored: list[tuple[str, str, int | None]] = []

    class Spy(CountingTable):
        def add(self, pk: str, sk: str, deltas: object, expires_at: int | None = None) -> dict[str, int]:
            stored.append((pk, sk, expires_at))
            return super().add(pk, sk, deltas, expires_at)  # type: ignore[arg-type]

    limiter = Limiter({"session": 1})
    passed(limiter, Spy(table), "203.0.113.77", 3)
    (pk, sk, expires_at), *_ = stored
    assert expires_at is not None and NOW < expires_at <= NOW + 2 * WINDOW_SECONDS
    assert "203.0.113.77" not in pk + sk


def test_a_store_that_is_away_lets_requests_pass(
    table: CountingTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("no answer")

    monkeypatch.setattr(table.inner, "add", away)
    assert passed(Limiter({"session": 4}), table, "a", 30) == 30


def test_many_threads_are_counted_each(table: CountingTable) -> None:
    limiter = Limiter({"session": 40})
    let: list[int] = []
    threads = [threading.Thread(target=lambda: let.append(passed(limiter, table, "a", 20))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 40 - 6 <= sum(let) <= 40


def test_a_slow_first_addition_lets_no_more_pass(
    table: CountingTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a process counted for itself reaches the store before its other threads' requests do."""
    real, before = table.inner.add, threading.Event()

    def late(pk: str, sk: str, deltas: Any, expires_at: int | None = None) -> dict[str, int]:
        if deltas["n"] > 1:
            before.wait(0.2)
        return real(pk, sk, deltas, expires_at)

    monkeypatch.setattr(table.inner, "add", late)
    limiter, let = Limiter({"session": 40}), list[int]()
    threads = [threading.Thread(target=lambda: let.append(passed(limiter, table, "a", 20))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(let) <= 40


def test_the_memory_of_callers_is_bounded(table: CountingTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CALLERS", 10)
    limiter = Limiter({"session": 20})
    for number in range(50):
        passed(limiter, table, str(number), 1)
    assert len(limiter._seen) == 10
    assert passed(limiter, table, "late", 50) == 20


def test_reads_and_files_are_not_limited_and_everything_that_writes_or_costs_is() -> None:
    for route in [*support.routes(), *support.routes(files=True)]:
        assert (limits.of(route) is None) == (route.files or route.method == "GET"), route.name


def test_settings_name_the_limits_and_a_slip_is_told() -> None:
    assert from_environment({}).limits == {}
    assert from_environment({"AWS_LAMBDA_FUNCTION_NAME": "x"}).limits == DEFAULTS
    assert from_environment({"AWS_LAMBDA_FUNCTION_NAME": "x", "RATE_LIMITS": "off"}).limits == {}
    assert from_environment({"RATE_LIMITS": "turns=3"}).limits == {**DEFAULTS, "turns": 3}
    for odd in ("turns", "turns=0", "turns=x", "turn=3", "turns=-1"):
        with pytest.raises(ValueError, match="RATE_LIMITS"):
            from_environment({"RATE_LIMITS": odd})


def flooded(service: Service, times: int, **headers: str) -> list[int]:
    return [service.ask("POST", "/v1/sessions", OPENING, headers).status for _ in range(times)]


def test_a_flood_from_one_address_gets_429_with_the_seconds_to_wait(tmp_path: Path) -> None:
    settings = Settings(stage="test", limits={"opening": 4, "session": 3}, address_header="x-viewer-address")
    with running(tmp_path, settings=settings) as service:
        here = {"X-Viewer-Address": "203.0.113.1"}
        assert flooded(service, 6, **here) == [201] * 4 + [429] * 2
        refused = service.ask("POST", "/v1/sessions", OPENING, here)
        assert refused.json["type"] == "urn:problem:too_many_requests" and int(refused.headers["Retry-After"])
        assert flooded(service, 1, **{"X-Viewer-Address": "203.0.113.2"}) == [201]
        service.clock.move(minutes=1)
        assert flooded(service, 1, **here) == [201]


def test_a_session_is_limited_by_itself_and_a_strangers_tries_do_not_use_it_up(tmp_path: Path) -> None:
    settings = Settings(stage="test", limits={"session": 3})
    with running(tmp_path, settings=settings) as service:
        one, other = service.open(), service.open()
        for _ in range(5):
            assert service.ask("PATCH", f"/v1/sessions/{one.id}/person", {},
                               {"Authorization": f"Bearer {other.token}", "If-Match": "*"}).status == 404  # fmt: skip
        assert [one.tell({"age": 40 + n}).status for n in range(5)] == [200, 200, 200, 429, 429]
        assert other.tell({"age": 40}).status == 200
        assert one.ask("GET", "/person").status == 200


def test_who_works_at_a_case_is_counted_by_the_token_and_not_by_the_branchs_address(tmp_path: Path) -> None:
    """Staff of one office share an address; each of them may book as often as the limit says."""
    settings = Settings(stage="test", limits={"staff": 3})
    with desk(tmp_path, settings=settings) as service:
        case_id = by_staff(service, "L")

        def answers(role: str) -> list[int]:
            path, body = f"/v1/cases/{case_id}/answers", {"answer": "kept"}
            return [staff(service, role, "POST", path, body).status for _ in range(5)]

        assert answers("counsellor") == [200] * 3 + [429] * 2
        assert answers("supervisor") == [200] * 3 + [429] * 2


def test_without_a_front_the_address_is_that_of_the_connection(tmp_path: Path) -> None:
    with running(tmp_path, settings=Settings(stage="test", limits={"opening": 2})) as service:
        given = [
            {"X-Viewer-Address": f"203.0.113.{n}", "X-Forwarded-For": f"203.0.113.{n}"} for n in range(3)
        ]
        assert [service.ask("POST", "/v1/sessions", OPENING, h).status for h in given] == [201, 201, 429]
