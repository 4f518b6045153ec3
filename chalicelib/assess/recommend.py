"""At most three ways to look at first, each with its reason (worked-logic §2, §3).

Reasons are read off the options and facts; a way that is closed is never recommended, and one that is still open only
for want of history answers is named with that reservation.
"""

from __future__ import annotations

from typing import Any

from chalicelib.assess.facts import Case
from chalicelib.assess.remedy import Option
from chalicelib.rules.words import won

_FORMAL = frozenset(
    {
        "open_procedure",
        "ccrs_plan",
        "court_wait_rehabilitation",
        "court_wait_bankruptcy",
        "new_debt",
        "new_debt_limit",
        "income_regular",
    }
)


def recommend(case: Case, options: list[Option]) -> list[dict[str, Any]]:
    """Ways in the order in which a counsellor would take them up."""
    likely = {option.code: option for option in options if _likely(option)}
    ranked: list[tuple[int, str, str]] = []
    for code in likely:
        found = _REASONS[code](case, likely) if code in _REASONS else None
        if found is not None:
            ranked.append((found[0], code, found[1]))
    ranked.sort()
    made = []
    for _, code, because in ranked[:3]:
        if likely[code].verdict == "unknown":
            because += " 아직 답하지 않은 것이 있어 확인이 필요합니다."
        made.append({"remedy": code, "because": because})
    return made


def _likely(option: Option) -> bool:
    """Open, or unknown only because of answers that usually turn out well and are quickly given."""
    if option.verdict == "open":
        return True
    if option.verdict == "closed":
        return False
    waiting = [f for f in option.findings if f.status == "unknown" and not f.condition.soft]
    return all(set(finding.condition.facts()) <= _FORMAL for finding in waiting)


def _fast(case: Case, likely: dict[str, Option]) -> tuple[int, str]:
    return 20, "밀린 날이 30일 이내라 이자를 낮추고 길게 나눌 수 있고, 공공정보가 남지 않습니다."


def _pre(case: Case, likely: dict[str, Option]) -> tuple[int, str]:
    return 20, "석 달이 되기 전이라 이자를 크게 낮추고 장기연체 등록을 막을 수 있습니다."


def _workout(case: Case, likely: dict[str, Option]) -> tuple[int, str]:
    option = likely["individual_workout"]
    special = [
        branch.title for branch, _, verdict in option.branches if verdict == "open" and branch.id != "youth"
    ]
    if special:
        return 10, f"‘{special[0]}’ 대상일 수 있어 원금이 크게 줄 수 있습니다."
    if _guarantor(case):
        return 15, "이자를 면제받고 원금을 줄이며, 계획을 지키는 동안 보증인에게 청구가 가지 않습니다."
    if option.estimate is not None and option.estimate.payable is False:
        return 60, "지금 소득으로는 빠듯하지만 상환유예부터 시작할 수 있습니다."
    return 30, "법원에 가지 않고 이자를 면제받고 원금을 줄여 나누어 갚습니다."


def _rehabilitation(case: Case, likely: dict[str, Option]) -> tuple[int, str]:
    option, rival = likely["individual_rehabilitation"], likely.get("individual_workout")
    ours = option.estimate.total_paid if option.estimate else None
    theirs = rival.estimate.total_paid if rival and rival.estimate else None
    if "gambling" in (case["causes"] or ()) or "speculation" in (case["causes"] or ()):
        return 22, "빚이 생긴 까닭이 도박이나 투기라도 개인회생에는 제한이 없습니다."
    if ours and theirs and ours.high is not None and theirs.low is not None and ours.high < theirs.low:
        gap = won(theirs.low - ours.high)
        return 25, f"갚는 총액이 채무조정보다 {gap} 이상 적을 것으로 보입니다."
    if rival is None and _outsiders(case):
        return 25, "협약 밖 채권자에게도 함께 효력이 미칩니다."
    if ours and ours.high is not None:
        return (
            35,
            "법원이 정한 기간 동안 남는 돈만 갚으면 나머지가 면책되고, 모든 채권자에게 효력이 있습니다.",
        )
    return 40, "계속되는 소득이 있으면 재산을 지키며 빚을 정리할 수 있습니다."


def _bankruptcy(case: Case, likely: dict[str, Option]) -> tuple[int, str]:
    if "gambling" in (case["causes"] or ()):
        return 55, "갚을 여력이 없지만, 도박 때문에 면책이 거절될 위험이 있어 상담이 먼저입니다."
    return 30, "생계비를 빼면 갚을 돈이 없고 재산보다 빚이 많아, 면책으로 새로 시작할 수 있습니다."


def _self(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    overdue = case["overdue_days"]
    if overdue.high == 0 and likely["self_repayment"].verdict == "open":
        return 18, "지금처럼 내도 끝이 있고 생계비도 남습니다. 이율이 높은 빚부터 갚으세요."
    return None


def _guarantor(case: Case) -> bool:
    return any(claim.debt.guarantor for claim in case.claims or ())


def _outsiders(case: Case) -> bool:
    return any(claim.member is False for claim in case.legit() or ())


_REASONS = {
    "fast_track": _fast,
    "pre_workout": _pre,
    "individual_workout": _workout,
    "individual_rehabilitation": _rehabilitation,
    "bankruptcy_discharge": _bankruptcy,
    "self_repayment": _self,
}
