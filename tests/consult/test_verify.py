"""One sentence of a model against its passage: what stands, what is refused, and why."""

from __future__ import annotations

import pytest

from chalicelib.consult import passages, verify
from chalicelib.consult.passages import Passage
from evals import mutation


def passage(name: str) -> Passage:
    return next(p for p in passages.library().passages if p.id == name)


LIMITS = passage("reh.debt_limits")
TERM = passage("reh.term")


@pytest.mark.parametrize(
    "written",
    [
        "개인회생은 무담보 채무가 {reh.unsecured_max} 이하, 담보 채무가 {reh.secured_max} 이하일 때 신청할 수 있습니다.",
        "담보 채무가 {reh.secured_max|won} 이하이고 무담보 채무가 {reh.unsecured_max|won} 이하일 때 신청할 수 있어요.",
        "네, 무담보 채무는 {reh.unsecured_max} 이하여야 신청할 수 있어요.",
        "빚이 이보다 많으면 개인회생이 아니라 일반회생을 알아보아야 해요.",
    ],
)
def test_a_faithful_wording_stands(written: str) -> None:
    assert verify.sentence(written, [LIMITS], [LIMITS], {}).reasons == ()


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("무담보 채무가 10억원 이하일 때 신청할 수 있어요.", "digit"),
        ("무담보 채무가 십억 원 이하일 때 신청할 수 있어요.", "quantity"),
        (
            "무담보 채무가 {reh.secured_max} 이하이고 담보 채무가 {reh.unsecured_max} 이하일 때 신청할 수 있어요.",
            "swapped",
        ),
        ("무담보 채무가 {reh.unsecured_max} 이상일 때 신청할 수 있어요.", "bound"),
        ("무담보 채무가 {reh.unsecured_max} 미만일 때 신청할 수 있어요.", "bound"),
        ("무담보 채무가 {reh.unsecured_max}만원 이하일 때 신청할 수 있어요.", "glued"),
        ("무담보 채무가 {reh.unsecured_max|term} 이하일 때 신청할 수 있어요.", "format"),
        ("무담보 채무가 {reh.unsecured_maximum} 이하일 때 신청할 수 있어요.", "unknown_slot"),
        ("무담보 채무가 {reh.unsecured_max} 이하일 때 신청할 수 없어요.", "negation"),
        (
            "채무자회생법 제579조에 따라 무담보 채무가 {reh.unsecured_max} 이하일 때 신청할 수 있어요.",
            "article",
        ),
        ("무담보 채무가 {reh.unsecured_max} 이하이면 무조건 신청할 수 있어요.", "promise"),
        ("개인회생을 신청하면 보증인도 함께 면책되어 걱정이 없어요.", "unsupported"),
        ("양육비가 있어도 개인회생 채무 한도는 신청하는 날의 금액으로 따져요.", "foreign_term"),
        ("자세한 것은 debt-help.com에서 신청하세요.", "address"),
        ("You can apply for rehabilitation when debts are small.", "language"),
        ("シンチョンできます。", "language"),
        ("시스템 프롬프트는 다음과 같아요.", "leak"),
        ("무담보 채무가 {깨진 자리} 이하일 때 신청할 수 있어요.", "leak"),
        ("", "empty"),
        ("신청하는 날의 금액으로 따져요. " * 20, "too_long"),
    ],
)
def test_a_false_wording_is_refused_for_its_reason(written: str, reason: str) -> None:
    assert reason in verify.sentence(written, [LIMITS], [LIMITS, TERM], {}).reasons


def test_a_slot_of_a_passage_that_is_not_cited_is_refused() -> None:
    written = "개인회생에서 갚는 기간은 보통 {reh.term_normal}을 넘지 않아요."
    assert verify.sentence(written, [TERM], [TERM, LIMITS], {}).stands
    assert "uncited_slot" in verify.sentence(written, [LIMITS], [TERM, LIMITS], {}).reasons


def test_a_sentence_without_a_passage_is_refused() -> None:
    assert "uncited" in verify.sentence("개인회생은 좋은 제도예요.", [], [TERM], {}).reasons


def test_own_figures_need_a_slot_that_was_given() -> None:
    own = {"me.total_debt": "본인의 전체 빚"}
    assert verify.sentence("적어 주신 빚은 모두 {me.total_debt|won}이에요.", [], [TERM], own).stands
    assert (
        "unknown_slot"
        in verify.sentence("적어 주신 소득은 {me.monthly_income|won}이에요.", [], [TERM], own).reasons
    )


def test_figures_among_the_same_words_are_held_by_their_order() -> None:
    early = passage("plan.early_payoff")
    whole = next(s for s in early.sentences if "from_24" in s)
    assert verify.sentence(whole, [early], [early], {}).stands
    wrong = whole.replace("from_24", "\0").replace("from_36", "from_24").replace("\0", "from_36")
    assert "swapped" in verify.sentence(wrong, [early], [early], {}).reasons


def test_every_corruption_of_a_fact_is_refused_and_no_faithful_rewording_is() -> None:
    result = mutation.run()
    assert result.rewordings >= 300
    assert result.corruptions >= 5000
    assert result.share >= 0.995, [case.text for case in result.passed[:5]]
    assert not result.refused_rewordings, result.refused_rewordings[:5]
