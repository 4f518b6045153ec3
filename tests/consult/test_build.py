"""The build refuses a library that could say something false."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.consult import build, passages

TODAY = date(2026, 11, 24)


def row(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "topic": "rehabilitation",
        "id": "t.one",
        "title": "개인회생 기간",
        "text": "개인회생에서 갚는 기간은 보통 {reh.term_normal|term}을 넘지 않아요.",
        "aliases": ["몇 년", "기간 얼마", "오래 걸리나"],
        "laws": ["채무자회생법 611"],
        "source": {"name": "법", "url": "https://www.law.go.kr"},
        "from": date(2018, 6, 13),
        "checked": date(2026, 11, 22),
        "review": date(2027, 2, 22),
        "conf": "H",
    }
    return {**base, **changes}


def test_a_right_passage_has_no_fault() -> None:
    assert build.faults([row()], TODAY) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": "개인회생에서 갚는 기간은 보통 3년을 넘지 않아요."}, "figure '3' without a fact"),
        ({"text": "개인회생에서 갚는 기간은 보통 삼 년을 넘지 않아요."}, "figure '삼 년' without a fact"),
        ({"text": "급여의 절반은 압류하지 못해요."}, "figure '절반' without a fact"),
        ({"text": "기간은 {reh.no_such_key|term}이에요."}, "not a key"),
        ({"text": "기간은 {reh.term_normal|won}이에요."}, "cannot be worded"),
        ({"text": "금액은 {deposit.priority#mars.protected|won}이에요."}, "no part"),
        ({"text": "이자율은 {pre.rate_cap|percent}예요."}, "leaves this value open"),
        ({"text": "기간은 {reh.term_normal|term}입니다."}, "not in 해요체"),
        ({"text": "기간은 {reh.term_normal|term}이에요"}, "full stop"),
        ({"text": "연체자는 무조건 면책돼요."}, "연체자"),
        ({"text": "가" * 400 + "예요."}, "at most 400"),
        ({"text": "기간은 {나쁜 자리}예요."}, "not a slot"),
        ({"title": "개인회생 3년"}, "figure in the title"),
        ({"laws": ["채무자회생법 9999"]}, "does not exist"),
        ({"laws": ["민법 9"]}, "does not exist"),
        ({"aliases": ["하나", "둘"]}, "3 to 6"),
        ({"review": date(2026, 11, 23)}, "review was due"),
        ({"checked": date(2026, 12, 1)}, "future"),
        ({"to": date(2018, 1, 1)}, "ends before"),
        ({"related": ["no.such"]}, "does not exist"),
        ({"conf": "X"}, "conf"),
        ({"colour": "blue"}, "unknown"),
        ({"source": {"name": "법"}}, "name and url"),
        ({"facts": [{"words": "절반", "value": "1/2", "kind": "share"}]}, "not in the text"),
    ],
)
def test_a_faulty_passage_is_refused_with_its_reason(changes: dict[str, Any], says: str) -> None:
    assert any(says in fault for fault in build.faults([row(**changes)], TODAY)), build.faults(
        [row(**changes)], TODAY
    )


def test_a_declared_word_is_a_fact() -> None:
    fact = {"words": "절반", "value": "1/2", "kind": "share", "law": "민사집행법 246"}
    assert build.faults([row(text="급여의 절반은 압류하지 못해요.", facts=[fact])], TODAY) == []


def test_a_review_is_due_on_its_day_and_overdue_the_day_after() -> None:
    assert build.faults([row(review=TODAY)], TODAY) == []
    assert build.faults([row(review=TODAY)], date(2026, 11, 25))


def test_two_versions_of_one_passage_must_not_overlap() -> None:
    older = row(to=date(2020, 12, 31))
    assert build.faults([older, row(**{"from": date(2021, 1, 1)})], TODAY) == []
    assert any("overlap" in f for f in build.faults([older, row(**{"from": date(2020, 12, 31)})], TODAY))


def test_two_passages_may_not_share_a_title() -> None:
    assert any("same title" in f for f in build.faults([row(), row(id="t.two")], TODAY))


def test_the_library_is_large_right_and_compiled() -> None:
    rows = list(build.read_files())
    assert len(rows) >= 300
    assert build.faults(rows, TODAY) == []
    assert passages.COMPILED.read_text("utf-8") == build.compiled(rows), (
        "run python -m chalicelib.consult.build"
    )


def test_every_section_of_the_sheets_has_passages() -> None:
    topics = {p.topic for p in passages.library().passages}
    wanted = {
        "guide", "ccrs", "fast", "pre_workout", "workout", "mortgage", "new_start", "long_overdue", "debtor_protection", "collection", "rehabilitation",
        "rehabilitation_steps", "rehabilitation_money", "bankruptcy", "bankruptcy_steps", "seizure", "limitation", "payment_order", "guarantee", "inheritance",
        "rate_caps", "lease_fraud", "products", "scoring", "aftercare", "scams", "welfare", "education",
    }  # fmt: skip
    assert wanted <= topics
