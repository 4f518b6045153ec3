"""Cases in the store: enrolment and payments once only, the exact ledger, stages, the trail of every change."""

from __future__ import annotations

import random
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.cases import desk, progress, service
from chalicelib.cases import head as heads
from chalicelib.cases.errors import BadRequest, Mismatch, NotAllowed, NotFound
from chalicelib.cases.inputs import EnrolIn, PaymentIn, StageIn
from chalicelib.cases.settings import put as put_settings
from chalicelib.shapes import Invalid
from chalicelib.store.counting import CountingTable
from chalicelib.store.table import Table

from .support import PHONE, PLAN, Clock, enrolled, enrolment


def payment(reference: str, day: str, amount: int = 200_000) -> PaymentIn:
    body: PaymentIn = PaymentIn.parse({"reference": reference, "paid_on": day, "amount": amount})
    return body


def moved(stage: str, on: str) -> StageIn:
    body: StageIn = StageIn.parse({"stage": stage, "on": on, "because": "시험"})
    return body


def test_the_same_key_and_body_enrol_one_case(either: Table, clock: Clock) -> None:
    first, new = service.enrol(either, enrolment(), "staff:1", clock.now(), "k")
    again, repeated = service.enrol(either, enrolment(), "staff:1", clock.on(hours=1), "k")
    assert (new, repeated) == (True, False)
    assert again.case == first.case
    with pytest.raises(Mismatch):
        service.enrol(either, enrolment({"total": 7_000_000}), "staff:1", clock.now(), "k")


def test_an_agencys_number_stands_for_one_case(table: Table, clock: Clock) -> None:
    body = EnrolIn.parse({**enrolment().dump(), "plan": PLAN, "reference": "2026-123"})
    first, _ = service.enrol(table, body, "staff:1", clock.now(), "a")
    again, new = service.enrol(table, body, "staff:1", clock.now(), "b")
    assert (again.case.id, new) == (first.case.id, False)
    assert service.by_reference(table, "2026-123") == first.case.id
    with pytest.raises(NotFound):
        service.by_reference(table, "2026-124")


def test_every_fault_of_an_enrolment_is_named_at_once() -> None:
    wrong = {
        "plan": {
            "remedy": "self_repayment",
            "total": -1,
            "count": 0,
            "first_due": "2026-02-30",
            "color": "red",
        },
        "reminders": {
            "addresses": [{"channel": "sms", "to": "1234"}],
            "blocked": [{"weekday": 7, "start": "9:00"}],
        },
        "consent": False,
    }
    with pytest.raises(Invalid) as caught:
        EnrolIn.parse(wrong)
    pointers = {fault.pointer for fault in caught.value.faults}
    assert pointers >= {
        "/plan/remedy",
        "/plan/total",
        "/plan/count",
        "/plan/first_due",
        "/plan/color",
        "/reminders/addresses/0/to",
        "/reminders/blocked/0/weekday",
        "/reminders/blocked/0/start",
        "/reminders/blocked/0/until",
    }


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"instalments": [{"due": "2026-01-25", "amount": 1}]}, "either_or"),
        ({"total": None}, "required"),
        ({"total": 10, "count": 11}, "too_small"),
    ],
)
def test_a_plan_is_given_in_one_way(plan: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        enrolment(plan)
    assert code in {fault.code for fault in caught.value.faults}


def test_a_plan_given_instalment_by_instalment_keeps_its_31sts(table: Table, clock: Clock) -> None:
    rows = [{"due": f"2026-{m:02d}-{d}", "amount": 100_000} for m, d in ((1, 31), (2, 28), (3, 31), (4, 30))]
    plan = {"remedy": "fast_track", "agreed_on": "2026-01-02", "instalments": rows}
    body = EnrolIn.parse({"consent": True, "plan": plan})
    head, _ = service.enrol(table, body, "staff:1", clock.now())
    assert [(r.first.isoformat(), r.anchor, r.count) for r in head.case.runs] == [("2026-01-31", 31, 4)]


def test_a_plan_beyond_the_calendar_is_refused_in_a_sentence(table: Table, clock: Clock) -> None:
    with pytest.raises(BadRequest, match="unprocessable") as caught:
        enrolled(table, clock.now(), plan={"count": 400, "total": 40_000_000})
    assert "공휴일" in caught.value.detail


def test_a_payment_is_booked_once_however_often_it_arrives(either: Table, clock: Clock) -> None:
    case_id = enrolled(either, clock.now())
    clock.to("2026-02-01 10:00")
    _, new = service.pay(either, case_id, payment("p1", "2026-01-26"), "bank", clock.now())
    head, again = service.pay(either, case_id, payment("p1", "2026-01-26"), "bank", clock.now())
    assert (new, again) == (True, False)
    assert [p.amount for p in head.case.payments] == [200_000]
    with pytest.raises(Mismatch):
        service.pay(either, case_id, payment("p1", "2026-01-26", 200_001), "bank", clock.now())


def test_a_payment_costs_one_read_and_one_write(table: Table, clock: Clock) -> None:
    case_id = enrolled(table, clock.now())
    counting = CountingTable(table)
    service.pay(counting, case_id, payment("p1", "2026-01-05"), "bank", clock.now())
    assert (counting.reads, counting.writes) == (1, 1)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 900_000)), min_size=1, max_size=12),
    st.integers(0, 10**6),
)
def test_payments_in_any_order_twice_over_make_one_exact_ledger(
    table: Table, clock: Clock, money: list[tuple[int, int]], seed: int
) -> None:
    clock.to("2026-03-31 10:00")
    case_id = enrolled(table, clock.now(), f"x{seed}-{hash(tuple(money))}")
    bodies = [
        payment(f"p{i}", f"2026-03-{1 + day % 31:02d}", amount) for i, (day, amount) in enumerate(money)
    ]
    arriving = bodies + bodies
    random.Random(seed).shuffle(arriving)
    for body in arriving:
        service.pay(table, case_id, body, "bank", clock.now())
    shown = progress.shown(heads.read(table, case_id), clock.now(), instalments=True)
    received = sum(amount for _, amount in money)
    assert sum(a["amount"] for a in shown["schedule"]["allocations"]) == received == shown["paid"]
    assert shown["paid"] - shown["credit"] + shown["left"] == shown["total"]


def test_many_payments_at_the_same_moment_lose_nothing(table: Table, clock: Clock) -> None:
    case_id = enrolled(table, clock.now())
    failed: list[BaseException] = []

    def book(i: int) -> None:
        try:
            service.pay(table, case_id, payment(f"p{i}", "2026-01-05", 1_000 + i), "bank", clock.now())
        except BaseException as error:
            failed.append(error)

    workers = [Thread(target=book, args=(i,)) for i in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert failed == []
    assert sum(p.amount for p in heads.read(table, case_id).case.payments) == sum(1_000 + i for i in range(6))


def test_a_case_from_enrolment_to_completion(either: Table, clock: Clock) -> None:
    case_id = enrolled(either, clock.now(), plan={"stage": "applied", "total": 600_000, "count": 3})
    with pytest.raises(NotAllowed):
        service.pay(either, case_id, payment("p0", "2026-01-05"), "bank", clock.now())
    for stage in ("accepted", "agreed"):
        service.move(either, case_id, moved(stage, "2026-01-05"), "staff:1", clock.now())
    stages_seen = []
    for month in (1, 2, 3):
        clock.to(f"2026-{month:02d}-27 12:00")
        head, _ = service.pay(
            either, case_id, payment(f"p{month}", f"2026-{month:02d}-27"), "bank", clock.now()
        )
        stages_seen.append(head.case.stage)
    assert stages_seen == ["in_payment", "in_payment", "completed"]
    shown = progress.shown(heads.read(either, case_id), clock.now())
    assert (shown["left"], shown["stage_title"]) == (0, "완납")
    with pytest.raises(NotAllowed, match="not_allowed"):
        service.move(either, case_id, moved("in_payment", "2026-03-27"), "staff:1", clock.now())


def test_a_wrong_booking_is_taken_back_and_stays_visible(table: Table, clock: Clock) -> None:
    case_id = enrolled(table, clock.now(), plan={"total": 200_000, "count": 1})
    service.pay(table, case_id, payment("p1", "2026-01-05"), "bank", clock.now())
    assert heads.read(table, case_id).case.stage == "completed"
    head = service.void(table, case_id, "p1", "다른 사람의 입금", "staff:1", clock.now())
    assert head.case.stage == "in_payment"
    shown = progress.shown(head, clock.now(), instalments=True)
    assert (shown["paid"], shown["schedule"]["payments"][0]["voided"]) == (0, True)
    assert service.void(table, case_id, "p1", "다시", "staff:1", clock.now()).case == head.case
    with pytest.raises(NotFound):
        service.void(table, case_id, "p9", "없음", "staff:1", clock.now())


def test_a_payment_of_tomorrow_is_refused(table: Table, clock: Clock) -> None:
    case_id = enrolled(table, clock.now())
    with pytest.raises(BadRequest):
        service.pay(table, case_id, payment("p1", "2026-01-06"), "bank", clock.now())


def test_a_lapse_and_a_revival_are_recorded_by_people_and_only_once(table: Table, clock: Clock) -> None:
    case_id = enrolled(table, clock.now())
    clock.to("2026-05-28 10:00")
    service.move(table, case_id, moved("lapsed", "2026-05-28"), "staff:1", clock.now())
    shown = progress.shown(heads.read(table, case_id), clock.now())
    assert shown["standing"]["revive_until"] == "2026-07-28"
    assert "7월 28일(화)" in shown["standing"]["says"]
    clock.to("2026-06-10 10:00")
    service.move(table, case_id, moved("revived", "2026-06-10"), "staff:1", clock.now())
    clock.to("2026-11-10 10:00")
    service.move(table, case_id, moved("lapsed", "2026-11-10"), "staff:1", clock.now())
    with pytest.raises(NotAllowed, match="not_allowed"):
        service.move(table, case_id, moved("revived", "2026-11-10"), "staff:1", clock.now())


def test_every_change_leaves_who_what_when_before_and_after_and_no_address(
    either: Table, clock: Clock
) -> None:
    case_id = enrolled(either, clock.now())
    service.pay(either, case_id, payment("p1", "2026-01-05"), "integration:bank", clock.on(hours=1))
    service.move(either, case_id, moved("lapsed", "2026-01-05"), "staff:2", clock.on(hours=1))
    body = enrolment(opted_out=True, coached=True).reminders
    put_settings(either, case_id, body, "person", clock.on(hours=1))
    trail, _ = desk.trail(either, case_id)
    assert [(one["who"], one["what"]) for one in trail] == [
        ("person", "reminders"),
        ("staff:2", "stage"),
        ("integration:bank", "payment"),
        ("staff:1", "enrol"),
    ]
    assert trail[1]["before"]["stage"] == "in_payment"
    assert trail[1]["after"] == {"stage": "lapsed", "stage_on": "2026-01-05", "because": "시험"}
    assert (trail[0]["before"]["opted_out"], trail[0]["after"]["opted_out"]) == (False, True)
    assert "12345678" not in str(trail)
    assert "010****5678" in str(trail)


def test_settings_keep_to_the_hours_and_months_the_law_names(table: Table, clock: Clock) -> None:
    case_id = enrolled(table, clock.now())
    long = [{"weekday": i, "start": "09:00", "until": "13:01"} for i in range(7)]
    with pytest.raises(BadRequest):
        put_settings(table, case_id, enrolment(blocked=long).reminders, "person", clock.now())
    fits = [{"weekday": i, "start": "09:00", "until": "13:00"} for i in range(7)]
    put_settings(table, case_id, enrolment(blocked=fits).reminders, "person", clock.now())
    half_year = [{"reason": "hospital", "first": "2026-01-05", "last": "2026-07-06"}]
    with pytest.raises(BadRequest):
        put_settings(table, case_id, enrolment(holds=half_year).reminders, "person", clock.now())
    head = put_settings(
        table,
        case_id,
        enrolment(holds=[{"reason": "hospital", "first": "2026-01-05"}]).reminders,
        "person",
        clock.now(),
    )
    assert head.person.holds[0].last.isoformat() == "2026-04-05"


def test_a_number_given_up_finds_the_case_no_more(table: Table, clock: Clock) -> None:
    from chalicelib.functions.inbound import receive

    case_id = enrolled(table, clock.now())
    other = [{"channel": "sms", "to": "010-2222-3333", "confirmed": True}]
    put_settings(table, case_id, enrolment(addresses=other).reminders, "person", clock.now())
    assert receive(table, PHONE, "1", "m", clock.now())["status"] == "unknown_sender"
    assert receive(table, "010-2222-3333", "1", "m", clock.now())["status"] == "answered"


def test_a_number_shared_by_two_cases_is_not_forgotten_by_the_one_that_lost_it(
    table: Table, clock: Clock
) -> None:
    from chalicelib.functions.inbound import receive

    first, second = enrolled(table, clock.now(), "a"), enrolled(table, clock.now(), "b")
    put_settings(table, first, enrolment(addresses=[]).reminders, "person", clock.now())
    assert receive(table, PHONE, "1", "m", clock.now())["case_id"] == second


def test_cases_at_risk_are_listed_by_the_days_they_have_left(either: Table, clock: Clock) -> None:
    from tests.functions.world import Carrier, World

    world = World(either, clock, Carrier(clock))
    ids = [
        enrolled(either, clock.now(), f"k{d}", {"first_due": f"2026-01-{d}"}, opted_out=True)
        for d in (20, 12, 27)
    ]
    for day in ("2026-01-29", "2026-02-26", "2026-03-03"):
        clock.to(f"{day} 10:00")
        world.turn()
        world.turn()
    rows, _ = desk.at_risk(either, clock.now())
    assert [(row["case_id"], row["lapse_on"], row["days_left"]) for row in rows] == [
        (ids[1], "2026-03-12", 9),
        (ids[0], "2026-03-20", 17),
        (ids[2], "2026-03-27", 24),
    ]
    service.pay(either, ids[1], payment("p1", "2026-03-03", 400_000), "bank", clock.now())
    assert [row["case_id"] for row in desk.at_risk(either, clock.now())[0]] == [ids[0], ids[2]]


@pytest.mark.parametrize("bad", ["", "a b", "../x", "가", "x" * 300])
def test_an_id_of_any_form_that_is_no_case_is_simply_not_found(table: Table, clock: Clock, bad: str) -> None:
    with pytest.raises(NotFound):
        heads.read(table, bad)
    with pytest.raises(NotFound):
        desk.trail(table, bad)
