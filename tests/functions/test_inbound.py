"""Answers by message: 1, 2, 3, a stop word, anything else; twice delivered is one answer."""

from __future__ import annotations

import pytest

from chalicelib.cases import desk
from chalicelib.cases import head as heads
from chalicelib.functions.inbound import meaning, receive
from chalicelib.store.table import Table
from tests.aftercare.support import PHONE, Clock, enrolled

from .world import Carrier, World


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1", "kept"),
        ("1번", "kept"),
        ("1 지켰어요", "kept"),
        ("지켰어요!", "kept"),
        ("１", "kept"),
        ("2", "hard"),
        ("2.", "hard"),
        ("어려워요", "hard"),
        ("3", "pause"),
        ("쉬고 싶어요", "pause"),
        ("3쉴래요", "pause"),
        ("수신거부", "stop"),
        ("그만 보내세요", "stop"),
        ("STOP", "stop"),
        ("보내지 마세요", "stop"),
        ("12", None),
        ("4", None),
        ("", None),
        ("1이나 2", None),
        ("언제 끝나요?", None),
        ("21일에 낼게요", None),
    ],
)
def test_what_a_message_means(text: str, said: str | None) -> None:
    assert meaning(text) == said


def test_an_answer_that_is_delivered_twice_is_one_answer(either: Table, clock: Clock) -> None:
    case_id = enrolled(either, clock.now())
    first = receive(either, "+82" + PHONE[1:], "2", "m1", clock.now())
    again = receive(either, PHONE, "2", "m1", clock.on(minutes=1))
    assert (first["status"], again["status"]) == ("answered", "answered")
    rows, _ = desk.referrals(either)
    assert [(row["case_id"], row["because"]) for row in rows] == [(case_id, "hard")]
    assert heads.read(either, case_id).person.paused_until is not None


def test_kept_silences_the_reminders_of_this_instalment_only(table: Table, clock: Clock) -> None:
    channel = Carrier(clock)
    world = World(table, clock, channel)
    enrolled(table, clock.now())
    clock.to("2026-01-21 10:00")
    world.turn()
    assert receive(table, PHONE, "1", "m1", clock.now())["answer"] == "kept"
    world.hours(24 * 10)
    assert not [text for _, text, moment in channel.taken if moment.day > 21], "nothing more about January"
    world.hours(24 * 25)
    assert [text for _, text, moment in channel.taken if moment.month == 2], "February is told again"


def test_a_rest_keeps_ordinary_messages_away_and_lets_the_legal_clock_through(
    table: Table, clock: Clock
) -> None:
    channel = Carrier(clock)
    world = World(table, clock, channel)
    enrolled(table, clock.now())
    clock.to("2026-03-20 10:00")  # two missed: the third is due on 25 March
    world.turn()
    channel.taken.clear()
    receive(table, PHONE, "3", "m1", clock.now())
    assert [row["because"] for row in desk.referrals(table)[0]] == ["pause"], (
        "the clock runs: a counsellor hears of it"
    )
    world.hours(24 * 5)
    assert channel.taken
    assert all("통화해 주세요" in text for _, text, _ in channel.taken)


def test_a_stop_word_ends_everything_at_once(table: Table, clock: Clock) -> None:
    channel = Carrier(clock)
    world = World(table, clock, channel)
    case_id = enrolled(table, clock.now())
    assert receive(table, PHONE, "수신거부", "m1", clock.now())["status"] == "stopped"
    world.hours(24 * 60)
    assert channel.taken == []
    held = [r for r in world.reminders(case_id).values() if r["status"] == "held"]
    assert held
    assert all(r["reasons"] == ["opted_out"] for r in held)


def test_an_unknown_sender_is_told_nothing_and_free_text_waits_for_a_person(
    table: Table, clock: Clock
) -> None:
    enrolled(table, clock.now())
    assert receive(table, "010-9999-0000", "1", "m1", clock.now()) == {"status": "unknown_sender"}
    assert receive(table, PHONE, "언제 끝나나요", "m2", clock.now())["status"] == "unread"


def test_a_number_that_was_not_confirmed_finds_no_case(table: Table, clock: Clock) -> None:
    enrolled(table, clock.now(), addresses=[{"channel": "sms", "to": PHONE}])
    assert receive(table, PHONE, "1", "m1", clock.now())["status"] == "unknown_sender"
