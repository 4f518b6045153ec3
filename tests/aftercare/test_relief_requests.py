"""Relief requests in the store: once, resumable, decided by people, the new schedule, the person told."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest

from chalicelib.cases import desk, progress, reliefs, service
from chalicelib.cases import head as heads
from chalicelib.cases.errors import BadRequest, Mismatch, NotAllowed, NotFound
from chalicelib.cases.inputs import DecideIn, PaymentIn, ReliefIn, ReliefMoreIn, StageIn
from chalicelib.shapes import Invalid
from chalicelib.store import keys
from chalicelib.store.table import Table
from tests.functions.world import Carrier, World

from .support import Clock, enrolled


def body(kind: str = "deferral", **more: Any) -> ReliefIn:
    made: ReliefIn = ReliefIn.parse({"kind": kind, "reasons": ["job_loss"], "channel": "booth", **more})
    return made


def decision(what: str = "approve", **more: Any) -> DecideIn:
    made: DecideIn = DecideIn.parse({"decision": what, **more})
    return made


@pytest.fixture
def case_id(table: Table, clock: Clock) -> str:
    return paying(table, clock)


def paying(table: Table, clock: Clock, **plan: Any) -> str:
    """A plan begun in October 2026 with two of thirty instalments paid; today is 24 November."""
    clock.to("2026-10-05 10:00")
    case_id = enrolled(
        table, clock.now(), plan={"agreed_on": "2026-10-05", "first_due": "2026-10-12", **plan}
    )
    clock.to("2026-11-24 10:00")
    for i, day in enumerate(("2026-10-12", "2026-11-12")):
        paid = PaymentIn.parse({"reference": f"p{i}", "paid_on": day, "amount": 200_000})
        service.pay(table, case_id, paid, "bank", clock.now())
    return case_id


def queued(table: Table) -> list[dict[str, Any]]:
    return [row for shard in range(keys.SHARDS) for row in desk.relief_queue(table, shard)[0]]


def test_a_request_sent_again_after_any_failure_is_the_same_request(either: Table, clock: Clock) -> None:
    case_id = paying(either, clock)
    first, new = reliefs.request(either, case_id, body(), "person", clock.now(), "key")
    again, repeated = reliefs.request(either, case_id, body(), "person", clock.on(minutes=5), "key")
    assert (new, repeated) == (True, False)
    assert again == first
    assert [row["id"] for row in queued(either)] == [first["id"]]
    with pytest.raises(Mismatch):
        reliefs.request(either, case_id, body(months=3), "person", clock.now(), "key")


def test_a_second_booth_gets_the_first_request_and_not_a_second(
    table: Table, clock: Clock, case_id: str
) -> None:
    first, _ = reliefs.request(table, case_id, body(), "person", clock.now(), "booth-1")
    other, new = reliefs.request(table, case_id, body(), "person", clock.now(), "booth-2")
    assert (other["id"], other["duplicate"], new) == (first["id"], True, False)
    _, new = reliefs.request(table, case_id, body("extend"), "person", clock.now(), "booth-3")
    assert new
    assert len(queued(table)) == 2


def test_ten_at_the_same_moment_make_one_request(table: Table, clock: Clock, case_id: str) -> None:
    seen: list[str] = []

    def ask(i: int) -> None:
        seen.append(reliefs.request(table, case_id, body(), "person", clock.now(), f"k{i % 3}")[0]["id"])

    workers = [Thread(target=ask, args=(i,)) for i in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert len(seen) == 6
    assert len(set(seen)) == 1
    assert len(queued(table)) == 1


def test_the_precheck_and_the_documents_come_with_the_request(
    table: Table, clock: Clock, case_id: str
) -> None:
    made, _ = reliefs.request(table, case_id, body(reasons=["long_illness"]), "person", clock.now(), "k")
    assert made["precheck"]["status"] == "pass"
    assert made["precheck"]["documents"] == ["진단서"]
    limit = next(one for one in made["precheck"]["findings"] if one["id"] == "relief.limit")
    assert "12개월" in limit["says"]
    assert made["says"] == "심사를 기다리고 있습니다."


def test_an_approved_deferral_makes_a_new_schedule_a_stage_a_trail_and_a_message(
    either: Table, clock: Clock
) -> None:
    case_id = paying(either, clock)
    made, _ = reliefs.request(either, case_id, body(), "person", clock.now(), "k")
    done = reliefs.decide(either, case_id, made["id"], decision(), "staff:7", clock.on(hours=1))
    assert (done["status"], done["decision"]["by"]) == ("approved", "staff:7")
    shown = progress.shown(heads.read(either, case_id), clock.now(), instalments=True)
    assert (shown["stage"], shown["missed"]["count"], shown["total"] > 6_000_000) == ("deferred", 0, True)
    rows = shown["schedule"]["instalments"]
    interest = [row for row in rows if row["kind"] == "deferral_interest"]
    assert [row["amount"] for row in interest] == [9_333] * 6  # 5,600,000 at 2 % a year
    assert sum(row["amount"] for row in rows if row["kind"] == "repayment") == 6_000_000
    assert queued(either) == []
    trail, _ = desk.trail(either, case_id)
    assert (trail[0]["what"], trail[0]["before"]["stage"], trail[0]["after"]["stage"]) == (
        "relief_approved",
        "in_payment",
        "deferred",
    )
    channel = Carrier(clock)
    World(either, clock, channel).turn()
    assert ["결과가 나왔습니다" in text for _, text, _ in channel.taken] == [True]


def test_the_same_decision_again_changes_nothing_and_another_is_refused(
    table: Table, clock: Clock, case_id: str
) -> None:
    made, _ = reliefs.request(table, case_id, body(), "person", clock.now(), "k")
    first = reliefs.decide(table, case_id, made["id"], decision(), "staff:7", clock.now())
    again = reliefs.decide(table, case_id, made["id"], decision(), "staff:7", clock.on(hours=1))
    assert again == first
    assert len(heads.read(table, case_id).case.reliefs) == 1
    with pytest.raises(NotAllowed):
        reliefs.decide(table, case_id, made["id"], decision("reject", because="늦음"), "staff:8", clock.now())


def test_the_deferral_ends_by_itself_and_payment_goes_on(table: Table, clock: Clock, case_id: str) -> None:
    made, _ = reliefs.request(table, case_id, body(), "person", clock.now(), "k")
    reliefs.decide(table, case_id, made["id"], decision(), "staff:7", clock.now())
    world = World(table, clock, Carrier(clock))
    world.turn()
    clock.to("2027-06-11 10:00")
    world.turn()
    assert heads.read(table, case_id).case.stage == "deferred"
    clock.to("2027-06-14 10:00")
    world.turn()
    world.turn()
    assert heads.read(table, case_id).case.stage == "in_payment"


def test_a_request_is_taken_up_again_where_it_was_left(table: Table, clock: Clock, case_id: str) -> None:
    made, _ = reliefs.request(
        table, case_id, body(note="전화는 010-1234-5678로 주세요"), "person", clock.now(), "k"
    )
    assert "1234-5678" not in made["note"]
    asked = reliefs.decide(
        table,
        case_id,
        made["id"],
        decision("ask_documents", because="확인 서류가 필요합니다."),
        "staff:7",
        clock.now(),
    )
    assert (asked["status"], asked["says"]) == (
        "needs_documents",
        "서류를 기다리고 있습니다. 확인 서류가 필요합니다.",
    )
    assert queued(table) == []
    more = ReliefMoreIn.parse({"documents": ["job_loss"]})
    back = reliefs.supplement(table, case_id, made["id"], more, "person", clock.on(days=1))
    assert (back["status"], back["documents"]) == ("submitted", ["job_loss"])
    assert len(queued(table)) == 1
    done = reliefs.decide(table, case_id, made["id"], decision(months=3), "staff:7", clock.now())
    assert done["status"] == "approved"
    assert heads.read(table, case_id).case.reliefs[0].months == 3
    with pytest.raises(NotAllowed):
        reliefs.supplement(table, case_id, made["id"], more, "person", clock.now())


def test_a_refusal_needs_a_reason_and_opens_the_way_for_a_new_request(
    table: Table, clock: Clock, case_id: str
) -> None:
    with pytest.raises(Invalid):
        decision("reject")
    made, _ = reliefs.request(table, case_id, body(), "person", clock.now(), "k")
    done = reliefs.decide(
        table, case_id, made["id"], decision("reject", because="요건이 맞지 않습니다."), "s", clock.now()
    )
    assert done["says"].endswith("요건이 맞지 않습니다.")
    assert heads.read(table, case_id).case.reliefs == ()
    again, new = reliefs.request(table, case_id, body(), "person", clock.now(), "k2")
    assert new
    assert again["id"] != made["id"]


def test_a_grant_that_does_not_fit_the_schedule_is_a_clear_error(
    table: Table, clock: Clock, case_id: str
) -> None:
    made, _ = reliefs.request(table, case_id, body("extend"), "person", clock.now(), "k")
    with pytest.raises(BadRequest):
        reliefs.decide(table, case_id, made["id"], decision(months=2), "staff:7", clock.now())
    assert len(queued(table)) == 1


def test_an_amended_plan_takes_the_new_list_behind_what_is_paid(
    table: Table, clock: Clock, case_id: str
) -> None:
    request = body("amend", reasons=["forgotten_debt"])
    made, _ = reliefs.request(table, case_id, request, "person", clock.now(), "k")
    rows = [{"due": f"2027-{m:02d}-12", "amount": 250_000} for m in range(1, 13)]
    with pytest.raises(BadRequest):
        reliefs.decide(table, case_id, made["id"], decision(), "staff:7", clock.now())
    reliefs.decide(table, case_id, made["id"], decision(instalments=rows), "staff:7", clock.now())
    shown = progress.shown(heads.read(table, case_id), clock.now(), instalments=True)
    assert shown["total"] == 400_000 + 12 * 250_000
    assert shown["left"] == 12 * 250_000


def test_a_lapsed_plan_is_revived_by_decision_once(table: Table, clock: Clock, case_id: str) -> None:
    lapse = StageIn.parse({"stage": "lapsed", "on": "2026-11-24"})
    service.move(table, case_id, lapse, "staff:1", clock.now())
    made, _ = reliefs.request(table, case_id, body("revive"), "person", clock.now(), "k")
    reliefs.decide(table, case_id, made["id"], decision(), "staff:7", clock.now())
    head = heads.read(table, case_id)
    assert (head.case.stage, len(head.case.revivals)) == ("revived", 1)


def test_requests_of_unknown_cases_or_ids_are_not_found(table: Table, clock: Clock, case_id: str) -> None:
    with pytest.raises(NotFound):
        reliefs.request(table, "cgone", body(), "person", clock.now(), "k")
    for bad in ("rgone", "a b", ""):
        with pytest.raises(NotFound):
            reliefs.read(table, case_id, bad)
        with pytest.raises(NotFound):
            reliefs.decide(table, case_id, bad, decision(), "s", clock.now())
