"""The person's own case in the consultation, and the path back of the credit scores."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from chalicelib.aftercare.contact import Person
from chalicelib.aftercare.recovery import Ahead, Snapshot, path
from chalicelib.cases import credit
from chalicelib.cases.errors import BadRequest
from chalicelib.cases.head import Head, unfolded
from chalicelib.cases.inputs import ScoreIn
from chalicelib.cases.own import answer, topic
from chalicelib.store.table import Table

from .support import Clock, enrolled, seoul, workout


def head(paid: int = 2, **changes: object) -> Head:
    return Head(workout(paid, **changes), Person(), date(2026, 1, 5))


def said(text: str, now: str = "2026-05-15 10:00", **changes: object) -> str:
    found = answer(head(**changes), text, seoul(now))  # type: ignore[arg-type]
    assert found is not None
    assert "  " not in found["text"]
    return str(found["text"])


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("내 진행상황 알려줘", "progress"),
        ("제 상환 계획 어떻게 됐어요", "progress"),
        ("몇 회차 남았나요", "progress"),
        ("이번 달 얼마 남았어요", "month"),
        ("이번달에 얼마 내야 해요?", "month"),
        ("다음 납입일이 언제죠", "month"),
        ("두 번 밀렸는데 괜찮나요", "missed"),
        ("못 냈어요 어떡하죠", "missed"),
        ("실효되면요?", "missed"),
        ("한꺼번에 갚으면 얼마예요", "payoff"),
        ("일시 상환하면 깎아주나요", "payoff"),
        ("햇살론 되나요", None),
        ("개인회생이 뭐예요", None),
        ("안녕하세요", None),
    ],
)
def test_questions_about_the_own_case_are_known(text: str, about: str | None) -> None:
    assert topic(text) == about


def test_progress_is_told_in_figures_of_the_case() -> None:
    text = said("내 진행상황 알려줘", "2026-03-10 10:00")
    assert "60회 가운데 2회를 마치셨어요" in text
    assert "낸 돈은 20만 원" in text
    assert "남은 돈은 580만 원" in text
    assert "3월 25일(수)" in text
    assert "밀린 회차는 없어요" in text
    assert "6개월을 채워요" in text


def test_what_is_left_this_month_and_what_is_overdue_are_told_apart() -> None:
    text = said("이번 달 얼마 남았어요")
    assert "이번 달에 남은 약속한 돈은 10만 원" in text
    assert "밀린 돈이 20만 원(2회)" in text


def test_twice_missed_is_answered_with_the_rules_figure_and_the_exact_day() -> None:
    text = said("두 번 밀렸는데 괜찮나요")
    assert "2회가 밀려 있어요" in text
    assert "3회이고, 낸 횟수에 따라 다를 수 있어요" in text
    assert "5월 26일(화)까지" in text
    assert "11일 남았어요" in text
    assert "상환유예" in text


def test_a_lapsed_plan_hears_its_last_day_and_a_court_plan_hears_of_the_court() -> None:
    day = date(2026, 5, 28)
    text = said("밀렸는데 괜찮나요", "2026-06-01 10:00", stage="lapsed", stage_on=day, lapses=(day,))
    assert "2026년 7월 28일(화)" in text
    court = said("두 번 밀렸는데 괜찮나요", remedy="individual_rehabilitation")
    assert "법에 정해진 횟수는 없지만" in court
    assert "실효" not in court


@pytest.mark.parametrize(
    "question",
    ["내 진행상황 알려줘", "이번 달 얼마 남았어요", "두 번 밀렸는데 괜찮나요", "한꺼번에 갚으면요"],
)
@pytest.mark.parametrize("paid", [0, 2, 5, 13, 60])
def test_every_number_in_an_answer_has_its_evidence(question: str, paid: int) -> None:
    found = answer(head(paid), question, seoul("2026-05-15 10:00"))
    assert found is not None
    rest = found["text"]
    for figure in sorted((f["text"] for f in found["figures"]), key=len, reverse=True):
        rest = rest.replace(figure, "")
    assert re.findall(r"\d[\d,.-]*", rest) == [], found["text"]


def test_no_answer_is_given_to_another_question() -> None:
    assert answer(head(), "햇살론 되나요", seoul("2026-05-15 10:00")) is None


def test_snapshots_make_a_path_with_change_events_and_a_chart(table: Table, clock: Clock) -> None:
    case_id = enrolled(table, clock.now())
    clock.to("2026-05-15 10:00")
    for month, nice, kcb in (("2026-02", 520, 500), ("2026-03", 540, None), ("2026-05", 610, 560)):
        body = {"month": month, "nice": nice} | ({"kcb": kcb} if kcb else {})
        credit.put(table, case_id, ScoreIn.parse(body), "person", clock.now())
    credit.put(
        table, case_id, ScoreIn.parse({"month": "2026-05", "nice": 615, "kcb": 560}), "person", clock.now()
    )
    found = credit.read(table, case_id, clock.now())
    assert found["change"] == {"nice": 95, "kcb": 60}
    assert [one["month"] for one in found["snapshots"]] == ["2026-02", "2026-03", "2026-05"]
    assert "record_removal" in {event["code"] for event in found["events"]}
    assert found["says"].startswith("NICE 점수가 처음 적은 때보다 95점 올랐습니다.")
    drawing = ET.fromstring(found["chart"])
    texts = " ".join("".join(node.itertext()) for node in drawing.iter() if node.tag.endswith("text"))
    assert "NICE 615점" in texts
    assert "KCB 560점" in texts
    assert drawing.attrib["role"] == "img"


def test_a_score_of_a_month_to_come_is_refused(table: Table, clock: Clock) -> None:
    case_id = enrolled(table, clock.now())
    with pytest.raises(BadRequest):
        credit.put(table, case_id, ScoreIn.parse({"month": "2026-02", "nice": 500}), "person", clock.now())


def test_a_path_without_any_score_still_tells_what_comes(table: Table, clock: Clock) -> None:
    case_id = enrolled(table, clock.now())
    found = credit.read(table, case_id, clock.now())
    assert (found["chart"], found["change"], found["snapshots"]) == (None, {}, [])
    assert found["events"]


def test_the_estimate_is_a_band_of_its_own_and_never_a_bureaus_score() -> None:
    view = unfolded(head(), seoul("2026-03-10 10:00"))
    told = [Snapshot("2026-02", 520, None), Snapshot("2026-03", 530, None)]
    found = credit.shown(view, told, [Ahead("2026-04", 520, 560), Ahead("2026-05", 525, 580)])
    assert found["estimate"] == [
        {"month": "2026-04", "low": 520, "high": 560},
        {"month": "2026-05", "low": 525, "high": 580},
    ]
    assert "어림" in found["chart"]
    assert found["change"] == {"nice": 10}


def test_the_change_needs_two_told_scores() -> None:
    assert path([Snapshot("2026-01", 500, None)], [], None).change == {}
    assert path([], [], None).events == ()


def test_the_estimate_comes_from_the_plans_own_months_and_missing_one_never_helps(
    table: Table, clock: Clock
) -> None:
    view = unfolded(head(8), seoul("2026-09-10 10:00"))
    ahead = credit.estimate(view, 12)
    assert [one.month for one in ahead][:2] == ["2026-09", "2026-10"]
    assert len(ahead) == 13
    assert all(one.low <= one.high for one in ahead)
    assert any(one.low < one.high for one in ahead)
    assert credit.estimate(unfolded(head(0), seoul("2026-01-10 10:00")), 12) == []


def test_the_plan_reads_as_an_account_month_by_month() -> None:
    from chalicelib.aftercare.recovery import months_as_history

    from .support import judged

    _, opened = judged(workout(2), date(2026, 4, 10))
    assert months_as_history(opened, date(2026, 4, 10)) == [
        {"month": "2026-01", "due": 100_000, "paid": 100_000, "balance": 5_900_000, "days_late": 0},
        {"month": "2026-02", "due": 100_000, "paid": 100_000, "balance": 5_800_000, "days_late": 0},
        {"month": "2026-03", "due": 100_000, "paid": 0, "balance": 5_800_000, "days_late": 6},
        {"month": "2026-04", "due": 0, "paid": 0, "balance": 5_800_000, "days_late": 16},
    ]
