"""At most three ways to look at first, each with its reason (worked-logic §1 G9-G12, §2, §3).

Reasons are read off options and facts; a way that is closed is never recommended, and one that is still open only for
want of formal answers is named with that reservation. Lower ranks come first. Never advice that harms: nobody is told
to become later or to borrow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.assess.facts import Case
from chalicelib.assess.more_facts import adjustable
from chalicelib.assess.remedy import Option
from chalicelib.rules import Span
from chalicelib.rules.text import say
from chalicelib.rules.words import won

_FORMAL = frozenset(
    {
        "open_procedure",
        "ccrs_plan",
        "court_wait_rehabilitation",
        "court_wait_bankruptcy",
        "new_debt",
        "new_debt_limit",
        "fund_new_debt_limit",
        "income_regular",
        "excluded_trade",
        "home_shared",
        "home_lived",
    }
)
_PASSING = frozenset({"job_loss", "unpaid_leave", "long_illness", "disaster", "income_drop", "bereavement"})
"""Hardships that may pass: a deferral is worth more than an end (worked-logic §2, "Y <= 0 for a while")."""
_COURTS = ("individual_rehabilitation", "bankruptcy_discharge")
_DEEP = ("small_debt", "liquidation", "vulnerable")

Reason = Callable[[Case, dict[str, Option]], "tuple[int, str] | None"]


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
    for _, code, template in ranked[:3]:
        because = say(template, case.law)
        if case["ccrs_plan"] == "paying" and code in _COURTS:
            because += " 지금 갚고 있는 채무조정의 유예나 변경부터 신용회복위원회에 상담하세요. 법원에 신청하면 그 채무조정은 실효됩니다."
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


def _paying_well(case: Case, likely: dict[str, Option]) -> bool:
    """Nothing is late, the debts end and the month carries them: no court case is called for."""
    way = likely.get("self_repayment")
    return way is not None and way.verdict == "open" and bool(case["overdue_days"].high == 0)


def _self(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    if _paying_well(case, likely):
        return 18, "지금처럼 내도 끝이 있고 생계비도 남습니다. 이율이 높은 빚부터 갚으세요."
    return None


def _lender(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    """G12: with one creditor the adjustment right comes first, else beside the others."""
    if _strained(case) or case["adjustable_claims"].low == 0:
        return None
    legit = case.legit() or ()
    if len(legit) == 1:
        return 21, "밀린 빚이 한 곳이고 금액이 크지 않아, 그 금융회사에 직접 채무조정을 요청할 수 있습니다."
    if all(claim.overdue.high == 0 or claim.place in _asking(case) for claim in legit):
        return 32, "밀린 빚마다 금융회사에 채무조정을 요청할 권리가 있고, 그동안 추심이 멈춥니다."
    return None


def _asking(case: Case) -> frozenset[int]:
    return frozenset(claim.place for claim in case.legit() or () if adjustable(case, claim))


def _fast(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    if _mostly_outside(case):
        return None
    if _strained(case):
        return _deferral(case, likely["fast_track"])
    option = likely["fast_track"]
    if option.estimate is not None and option.estimate.payable is False:
        return 50, "이자를 낮추어도 지금 소득으로는 빠듯합니다. 개인회생과 견주어 보세요."
    return (
        20,
        "밀린 날이 {fast.overdue_max} 이내라 이자를 낮추고 길게 나눌 수 있고, 공공정보가 남지 않습니다.",
    )


def _pre(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    if _mostly_outside(case):
        return None
    if _strained(case):
        return _deferral(case, likely["pre_workout"])
    option = likely["pre_workout"]
    if option.estimate is not None and option.estimate.payable is False:
        return 50, "이자를 낮추어도 지금 소득으로는 빠듯합니다. 개인회생과 견주어 보세요."
    return 20, "밀린 날이 {pre.overdue_max} 이내라 이자를 크게 낮추고 장기연체 등록을 막을 수 있습니다."


def _workout(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    option = likely["individual_workout"]
    if any(branch.id == "revival" and verdict == "open" for branch, _, verdict in option.branches):
        return (
            9,
            "실효된 지 {life.revive_months} 안이라 지난 채무조정을 되살릴 수 있습니다. 부활부터 신용회복위원회에 상담하세요.",
        )
    deep = [
        branch.title for branch, _, verdict in option.branches if verdict == "open" and branch.id in _DEEP
    ]
    if deep:
        return 10, f"‘{deep[0]}’ 대상일 수 있어 원금이 크게 줄 수 있습니다."
    if _mostly_outside(case) or _mostly_tax(case):
        return None
    if _strained(case):
        return _deferral(case, option)
    if _guarantor(case):
        return 15, "이자를 면제받고 원금을 줄이며, 계획을 지키는 동안 보증인에게 청구가 가지 않습니다."
    if option.estimate is not None and option.estimate.payable is False:
        return 60, "지금 소득으로는 빠듯하지만 상환유예부터 시작할 수 있습니다."
    if _within_five_years(case):
        return (
            20,
            "면책받은 지 {reh.refiling_after_discharge}이 지나지 않아 법원 절차 대신 채무조정을 먼저 살펴봅니다.",
        )
    return 30, "법원에 가지 않고 이자를 면제받고 원금을 줄여 나누어 갚습니다."


def _mortgage(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    if case.person.keeps_home is False:
        return None
    return 12, "주택담보대출이 밀려 있어, 집을 지키려면 담보대출부터 거치하고 길게 나누는 것을 살펴봅니다."


def _new_start(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    line, option = case.law.whole("nsf.nonperforming_days"), likely["new_start_fund"]
    if _strained(case):
        return 40, "지금은 갚을 여력이 없어 거치 기간부터 상담합니다. 신청 기한이 있습니다."
    if option.estimate is not None and option.estimate.payable is False:
        return 50, "이자를 낮추고 길게 나누어도 지금 소득으로는 빠듯합니다. 법원 절차와 견주어 보세요."
    if line is not None and (case["overdue_days"].low or 0) >= line:
        return (
            16,
            "사업을 했고 {nsf.nonperforming_days} 이상 밀려, 재산을 뺀 빚의 원금이 크게 줄 수 있습니다. 신청 기한이 있습니다.",
        )
    return 24, "사업을 했던 사람의 이자를 낮추고 길게 나누어 줍니다. 신청 기한이 있습니다."


def _long_overdue(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    opened = {branch.id for branch, _, verdict in likely["long_overdue_fund"].branches if verdict == "open"}
    if "fund_cancel_auto" in opened:
        return (
            5,
            "신청하지 않아도 새도약기금이 사서 소각할 수 있는 빚입니다. 갚거나 서명하기 전에 조회하세요.",
        )
    if "fund_adjust" in opened:
        return (
            8,
            "신청하지 않아도 새도약기금이 사서 소각하거나 줄여 줄 수 있는 빚입니다. 갚거나 서명하기 전에 조회하세요.",
        )
    if "special" in opened and not _strained(case):
        return (
            14,
            "{ltd.overdue_min} 이상 밀린 빚이라 원금을 더 많이 줄이는 특별채무조정을 신청할 수 있습니다.",
        )
    if "special" in opened:
        return (
            32,
            "{ltd.overdue_min} 이상 밀린 빚을 위한 특별채무조정이 있습니다. 소득이 적으면 유예부터 상담합니다.",
        )
    return None


def _rehabilitation(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    option, rival = likely["individual_rehabilitation"], likely.get("individual_workout")
    ours = option.estimate.total_paid if option.estimate else None
    theirs = rival.estimate.total_paid if rival and rival.estimate else None
    if _paying_well(case, likely):
        return None
    if {"gambling", "speculation"} & (case["causes"] or frozenset()):
        return 22, "빚이 생긴 까닭이 도박이나 투기라도 개인회생에는 제한이 없습니다."
    if _mostly_outside(case):
        return 22, "빚의 절반이 넘게 협약 밖 채권자의 것이라, 모든 채권자에게 미치는 법원 절차가 맞습니다."
    if _mostly_tax(case):
        return 28, "세금과 보험료는 줄지 않지만 계획 기간에 나누어 갚고 그동안 체납처분이 멈춥니다."
    if case["occupation_barred"] and "bankruptcy_discharge" in likely:
        return 26, "파산하면 자격이 제한되는 직업이라, 직업 제한이 없는 개인회생이 먼저입니다."
    if ours and theirs and ours.high is not None and theirs.low is not None and ours.high < theirs.low:
        return 25, f"갚는 총액이 채무조정보다 {won(theirs.low - ours.high)} 이상 적을 것으로 보입니다."
    if rival is None and _outsiders(case):
        return 25, "협약 밖 채권자에게도 함께 효력이 미칩니다."
    kept = option.estimate.forgiven if option.estimate else None
    if kept is not None and kept.high == 0:
        return (
            45,
            "빚을 모두 갚게 되지만 갚는 기간이 정해지고 추심이 멈추며, 모든 채권자에게 효력이 있습니다.",
        )
    if ours and ours.high is not None:
        return (
            35,
            "법원이 정한 기간 동안 남는 돈만 갚으면 나머지가 면책되고, 모든 채권자에게 효력이 있습니다.",
        )
    return 40, "계속되는 소득이 있으면 재산을 지키며 빚을 정리할 수 있습니다."


def _bankruptcy(case: Case, likely: dict[str, Option]) -> tuple[int, str] | None:
    if {"gambling", "speculation"} & (case["causes"] or frozenset()):
        return 55, "갚을 여력이 없지만, 도박이나 투기 때문에 면책이 거절될 위험이 있어 상담이 먼저입니다."
    if case["occupation_barred"]:
        return 45, "갚을 여력이 없지만, 직업의 자격이 복권될 때까지 제한되므로 상담이 먼저입니다."
    left: Span = case["disposable"]
    if left.low is not None and left.low > 0:
        return (
            35,
            "남는 돈으로는 재산 가치나 세금만큼 갚는 개인회생 계획이 서지 않아, 재산을 나누고 면책받는 길과 견주어 봅니다.",
        )
    because = "생계비를 빼면 갚을 돈이 없고 재산보다 빚이 많아, 면책으로 새로 시작할 수 있습니다."
    if _mostly_tax(case):
        because += " 세금과 보험료는 남으므로 나누어 내는 것을 함께 상담하세요."
    return 30, because


def _strained(case: Case) -> bool:
    """Nothing is left after the living cost: an instalment plan cannot be kept now."""
    left: Span = case["disposable"]
    return left.high is not None and left.high <= 0


def _deferral(case: Case, option: Option) -> tuple[int, str] | None:
    """With nothing left over only a deferral helps, and first where the cause may pass."""
    if option.verdict != "open":
        return None
    old = case.law.whole("wo.vulnerable.age_min")
    aged = old is not None and (case["age"].low or 0) >= old
    if _PASSING & (case["hardships"] or frozenset()) and not aged:
        return 26, "지금은 갚을 여력이 없지만 사정이 나아질 수 있어, 먼저 상환유예로 시간을 벌 수 있습니다."
    return 60, "지금은 갚을 여력이 없어 상환유예부터 상담합니다."


def _over_half(part: Span, case: Case) -> bool:
    half: Span = case["half_debt"]
    return part.low is not None and half.high is not None and part.low > half.high


def _mostly_outside(case: Case) -> bool:
    return _over_half(case["outsider_debt"], case)


def _mostly_tax(case: Case) -> bool:
    return _over_half(case["priority_debt"], case)


def _within_five_years(case: Case) -> bool:
    return bool(case["court_wait_rehabilitation"].low)


def _guarantor(case: Case) -> bool:
    return any(claim.debt.guarantor for claim in case.claims or ())


def _outsiders(case: Case) -> bool:
    return any(claim.member is False for claim in case.legit() or ())


_REASONS: dict[str, Reason] = {
    "self_repayment": _self,
    "lender_adjustment": _lender,
    "fast_track": _fast,
    "pre_workout": _pre,
    "individual_workout": _workout,
    "mortgage_adjustment": _mortgage,
    "new_start_fund": _new_start,
    "long_overdue_fund": _long_overdue,
    "individual_rehabilitation": _rehabilitation,
    "bankruptcy_discharge": _bankruptcy,
}
