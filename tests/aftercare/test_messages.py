"""The messages as a person sees them: lock-screen dignity, bytes, signature, no links, no amounts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aftercare.touches import KINDS, Touch
from chalicelib.cases.head import Head
from chalicelib.cases.messages import BRAND, REPLY, Rendered, render, sayable, size
from chalicelib.law import law_as_of

from .support import seoul, workout

DAY = date(2026, 12, 25)
LAW = law_as_of(date(2026, 11, 24))
DEBT = re.compile(
    "빚|채무|채권|연체|대출|상환|변제|미납|납입|실효|독촉|추심|신용|회복|파산|회생|워크아웃|이자|원금|입금|계좌|금융|감면|면책|부채|카드"
)
FACTS = {"day": DAY, "left": 10, "months": 12, "status": "approved", "kind": "deferral"}
STATES = ("approved", "needs_documents", "rejected")


def message(kind: str, channel: str = "sms", **facts: object) -> Rendered:
    touch = Touch(kind, "x", seoul("2026-12-22 10:00"), seoul("2026-12-25 20:00"), kind, {**FACTS, **facts})
    return render(touch, head(), LAW, channel)


def head(**changes: object) -> Head:
    from chalicelib.aftercare.contact import Person

    base = Head(workout(2), Person(), date(2026, 1, 5), counsellor="김하늘", phrase="봄이 오면")
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "channel"), list(product(KINDS, ("sms", "email"))))
def test_no_word_of_debt_stands_where_a_lock_screen_shows_it(kind: str, channel: str) -> None:
    for status in STATES:
        said = message(kind, channel, status=status)
        assert not DEBT.search(said.text[:40]), said.text
        assert not DEBT.search(said.subject), said.subject


@pytest.mark.parametrize("kind", KINDS)
def test_a_short_message_holds_no_word_of_debt_no_amount_and_no_link_anywhere(kind: str) -> None:
    for channel in ("sms", "email"):
        said = message(kind, channel)
        assert not DEBT.search(said.text)
        assert not re.search(r"https?:|www\.|\.kr|\.com|://", said.text)
        assert not re.search(r"\d[\d,]*\s*만?\s*원(?!이라도)", said.text)
        assert "(광고)" not in said.text


@pytest.mark.parametrize("kind", KINDS)
def test_every_message_fits_its_carrier_and_knows_its_bytes(kind: str) -> None:
    for channel in ("sms", "email"):
        said = message(kind, channel)
        assert said.size == len(said.text.encode("cp949"))
        assert said.size <= (90 if said.form == "sms" else 2000)
        assert len(said.subject.encode("cp949")) <= 40


@pytest.mark.parametrize("kind", KINDS)
def test_every_message_begins_with_the_sender_and_the_persons_phrase_and_is_signed(kind: str) -> None:
    for channel in ("sms", "email"):
        text = message(kind, channel).text
        assert text.startswith(f"[{BRAND}·봄이 오면]")
        assert "김하늘 드림" in text


def test_where_there_is_no_counsellor_nobody_signs() -> None:
    touch = Touch("due", "x", seoul("2026-12-22 10:00"), seoul("2026-12-25 20:00"), "due", FACTS)
    said = render(touch, head(counsellor="", phrase=""), LAW, "sms")
    assert "드림" not in said.text
    assert said.text == f"[{BRAND}] 오늘은 약속한 날입니다. {REPLY}"


def test_the_usual_reminders_fit_a_short_message_with_phrase_signature_and_answers() -> None:
    for kind in ("welcome", "before_due", "due", "lapse_warning", "milestone", "relief_decision"):
        said = message(kind)
        assert said.form == "sms", (kind, said.size)
    for kind in ("before_due", "due"):
        assert REPLY in message(kind).text


def test_what_does_not_fit_ninety_bytes_becomes_a_long_message_and_never_a_cut_one() -> None:
    touch = Touch(
        "before_due", "x", seoul("2026-12-22 10:00"), seoul("2026-12-25 20:00"), "before_due", FACTS
    )
    said = render(touch, head(phrase="열네 글자나 되는 긴 인사말입니다"), LAW, "sms")
    assert said.form == "lms"
    assert said.text.endswith("김하늘 드림")


def test_a_text_never_ends_with_a_template_left_open() -> None:
    for kind in KINDS:
        for channel in ("sms", "email"):
            assert not re.search(r"[{}%]", message(kind, channel).text)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("약속 – 내일", "약속 - 내일"),
        ("₩100", "원100"),
        ("고마워요🙂✅", "고마워요"),
        ("뷁은 된다", "뷁은 된다"),
        ("가\u1100\u1161", "가가"),
    ],
)
def test_what_cp949_cannot_write_is_replaced_before_it_breaks_the_message(written: str, said: str) -> None:
    assert sayable(written) == said


@given(st.text(max_size=60))
def test_any_text_made_sayable_can_be_counted(text: str) -> None:
    assert size(sayable(text)) == len(sayable(text).encode("cp949"))


def test_every_kind_has_its_template_and_every_template_its_kind() -> None:
    from chalicelib.cases.messages import _templates

    assert set(_templates()) == set(KINDS)


def test_a_court_plan_is_not_sent_to_the_committees_number() -> None:
    touch = Touch(
        "limit_reached", "x", seoul("2026-12-22 10:00"), seoul("2026-12-25 20:00"), "limit_reached", FACTS
    )
    said = render(touch, head(case=workout(2, remedy="individual_rehabilitation")), LAW, "sms")
    assert "1375" not in said.text
    assert "132" in said.text
