"""Each person gets each message exactly once, or the case is visibly marked; none at night. One test per way to fail."""

from __future__ import annotations

import random
from datetime import time
from threading import Thread

import pytest

from chalicelib.cases import desk
from chalicelib.cases.errors import NotAllowed, NotFound
from chalicelib.functions import send
from chalicelib.store.table import Table
from tests.aftercare.support import Clock, enrolled, seoul

from .vendor import SECRET, Vendor
from .world import Carrier, World


def start(table: Table, clock: Clock, **carrier: object) -> tuple[World, Carrier, str]:
    """A person enrolled on the first working day of the plan, the first message due an hour later."""
    channel = Carrier(clock, **carrier)  # type: ignore[arg-type]
    clock.to("2026-01-05 09:00")
    case_id = enrolled(table, clock.now())
    clock.to("2026-01-05 10:00")
    return World(table, clock, channel), channel, case_id


def test_the_sweep_fires_twice_and_the_queue_delivers_twice_and_in_any_order(
    either: Table, clock: Clock
) -> None:
    world, channel, _ = start(either, clock)
    rung = world.sweep() + world.sweep()
    random.Random(7).shuffle(rung)
    world.work(rung + rung)
    world.turn()
    assert list(channel.times.values()) == [1]


def test_a_worker_that_dies_between_claim_and_send_is_made_good_once(either: Table, clock: Clock) -> None:
    world, channel, case_id = start(either, clock, plan=["die_before"])
    assert world.turn()["killed"] == 1
    assert [r["status"] for r in world.reminders(case_id).values()] == ["sending"]
    assert world.turn() == {}, "within the lease nobody touches the claim"
    clock.on(minutes=11)
    assert world.turn()["sent"] == 1
    assert list(channel.times.values()) == [1]
    assert [r["status"] for r in world.reminders(case_id).values()] == ["sent"]


def test_a_worker_that_dies_between_send_and_record_is_found_by_asking(either: Table, clock: Clock) -> None:
    world, channel, case_id = start(either, clock, plan=["die_after"])
    assert world.turn()["killed"] == 1
    clock.on(minutes=11)
    assert world.turn()["sent"] == 1
    assert list(channel.times.values()) == [1]
    assert [(r["status"], r["code"]) for r in world.reminders(case_id).values()] == [("sent", "asked")]


def test_a_vendor_that_times_out_after_accepting_is_asked_and_never_sent_to_again(
    either: Table, clock: Clock
) -> None:
    world, channel, case_id = start(either, clock, plan=["silent"])
    assert world.turn()["unknown"] == 1
    assert [r["status"] for r in world.reminders(case_id).values()] == ["unknown"]
    clock.on(minutes=11)
    assert world.turn()["sent"] == 1
    assert list(channel.times.values()) == [1]


def test_a_vendor_that_lost_the_message_gets_it_again(table: Table, clock: Clock) -> None:
    world, channel, _ = start(table, clock, plan=["lost"])
    world.turn()
    clock.on(minutes=11)
    assert world.turn()["sent"] == 1
    assert list(channel.times.values()) == [1]


def test_where_nobody_can_tell_the_case_is_marked_for_a_person_and_nothing_is_sent_again(
    table: Table, clock: Clock
) -> None:
    world, channel, case_id = start(table, clock, tells=False, plan=["silent"])
    world.turn()
    clock.on(minutes=11)
    assert world.turn()["check"] == 1
    rows, _ = desk.messages(table, "check")
    assert [(row["case_id"], row["kind"], row["code"]) for row in rows] == [
        (case_id, "welcome", "outcome-unknown")
    ]
    world.hours(48)
    assert list(channel.times.values()) == [1]
    desk.resolve(table, case_id, rows[0]["id"], "arrived", "staff:1", clock.now())
    assert desk.messages(table, "check") == ([], None)
    assert desk.trail(table, case_id)[0][0]["what"] == "message_arrived"


def test_a_vendor_that_stays_busy_makes_a_dead_letter_which_the_desk_sees_and_replays(
    table: Table, clock: Clock
) -> None:
    world, channel, case_id = start(table, clock, plan=["busy"] * 5)
    done = world.hours(40)
    assert (done["retry"], done["dead"]) == (4, 1)
    rows, _ = desk.messages(table, "dead")
    assert [(row["kind"], row["attempts"]) for row in rows] == [("welcome", 5)]
    clock.to("2026-01-08 10:00")
    desk.resolve(table, case_id, rows[0]["id"], "replay", "staff:1", clock.now())
    assert world.turn()["sent"] == 1
    assert list(channel.times.values()) == [1]
    with pytest.raises(NotAllowed):
        desk.resolve(table, case_id, rows[0]["id"], "replay", "staff:1", clock.now())
    with pytest.raises(NotFound):
        desk.resolve(table, case_id, "2026-01-01#due#x", "replay", "staff:1", clock.now())


def test_what_is_made_good_after_hours_waits_for_the_morning(table: Table, clock: Clock) -> None:
    world, channel, _ = start(table, clock, plan=["die_before"])
    clock.to("2026-01-05 19:55")
    assert world.turn()["killed"] == 1
    clock.to("2026-01-05 20:06")
    assert world.turn()["shifted"] == 1
    world.hours(12)
    assert channel.taken == []
    world.hours(3)
    assert [moment for _, _, moment in channel.taken] == [seoul("2026-01-06 09:06")]


def test_a_claim_made_good_too_late_is_held_and_says_why(table: Table, clock: Clock) -> None:
    world, channel, case_id = start(table, clock, plan=["die_before"])
    world.turn()
    clock.to("2026-01-20 10:00")
    world.work([{"case": case_id, "reminder": "remind#" + next(iter(world.reminders(case_id)))}])
    assert channel.taken == []
    (record,) = world.reminders(case_id).values()
    assert (record["status"], record["reasons"]) == ("held", ["too_late"])


def test_two_workers_at_once_send_once(table: Table, clock: Clock) -> None:
    world, channel, _ = start(table, clock)
    rung = world.sweep()
    workers = [Thread(target=world.work, args=(rung,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert list(channel.times.values()) == [1]


def test_a_real_vendor_over_http_that_times_out_after_accepting(
    table: Table, clock: Clock, vendor: Vendor
) -> None:
    from chalicelib.channels.vendor import WebhookVendor

    channel = WebhookVendor(vendor.address, SECRET, clock, timeout=0.4)
    clock.to("2026-01-05 09:00")
    case_id = enrolled(table, clock.now())
    clock.to("2026-01-05 10:00")
    world = World(table, clock, channel)
    vendor.mood = "accepts_then_silent"
    assert world.turn()["unknown"] == 1
    vendor.mood = "ok"
    clock.on(minutes=11)
    assert world.turn()["sent"] == 1
    assert (len(vendor.accepted), vendor.calls["send"], vendor.calls["ask"]) == (1, 1, 1)
    assert [r["status"] for r in world.reminders(case_id).values()] == ["sent"]


def test_sqs_gives_back_only_the_rings_that_failed(table: Table, clock: Clock) -> None:
    world, channel, case_id = start(table, clock)
    records = [
        {"messageId": "1", "body": f'{{"case": "{case_id}"}}'},
        {"messageId": "2", "body": "not json"},
        {"messageId": "3", "body": '{"case": "c-gone"}'},
        {"messageId": "4", "body": "{}"},
    ]
    answer = send.batch(table, world.channels(), records, clock.now())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}, {"itemIdentifier": "4"}]}
    assert list(channel.times.values()) == [1]


FAULTS = ["", "", "", "die_before", "die_after", "silent", "lost", "busy"]


@pytest.mark.parametrize("seed", range(4))
def test_months_of_faults_in_any_order_leave_each_message_once_or_marked(
    table: Table, clock: Clock, seed: int
) -> None:
    """Three people over four months; workers die, answers get lost, rings come twice and shuffled."""
    chance = random.Random(seed)
    world, channel, first = start(table, clock)
    ids = [
        first,
        *(enrolled(table, clock.now(), f"p{i}", {"first_due": f"2026-01-{12 + 7 * i}"}) for i in range(2)),
    ]
    for _ in range(4 * 30 * 8):
        clock.on(hours=3)
        channel.plan[:] = [chance.choice(FAULTS) for _ in range(6)]
        rung = world.sweep()
        rung += rung[: chance.randrange(len(rung) + 1)]
        chance.shuffle(rung)
        world.work(rung)
    channel.plan[:] = []
    world.hours(72)
    assert channel.taken, "the test would be empty"
    assert set(channel.times.values()) == {1}
    for _, _, moment in channel.taken:
        assert time(9) <= moment.time() < time(20)
        assert moment.weekday() < 5
    kept = {}
    for case_id in ids:
        kept |= {r["reference"]: r["status"] for r in world.reminders(case_id).values() if "reference" in r}
    assert set(kept.values()) <= {"sent", "held", "dead"}
    for reference, status in kept.items():
        if status == "sent":
            assert channel.times[reference] == 1
        else:
            assert channel.times[reference] == 0
