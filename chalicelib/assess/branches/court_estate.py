"""Branches of 개인파산: legal aid, the simple procedure, an end without distribution (sheet 08 §8.1)."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.assess.facts import Case
from chalicelib.assess.remedy import Branch, Estimate
from chalicelib.rules import AnyOf, Condition, Span


def branches(main: Callable[[Case], Estimate | None]) -> tuple[Branch, ...]:
    """The three branches; each rests on the remedy's own estimate."""

    def aided(case: Case) -> Estimate | None:
        made = main(case)
        if made is None or made.fees is None or made.fees.low is None:
            return made
        return made._replace(fees=Span(made.fees.low, made.fees.low), basis=(*made.basis, "bkr.aid"))

    return (
        Branch(
            "aid",
            "소송구조(비용 지원)",
            (
                AnyOf(
                    "bankruptcy_aid.who",
                    (
                        Condition(
                            "bankruptcy_aid.status",
                            "statuses",
                            "has",
                            bound=("basic_livelihood",),
                            says="기초생활수급자입니다.",
                            article="소송구조 안내",
                            source="08 bkr.aid (court guides, M)",
                        ),
                        Condition(
                            "bankruptcy_aid.poor",
                            "counsel",
                            "is",
                            bound=True,
                            says="그 밖의 어려운 사정이 있습니다(법원에 확인).",
                            article="소송구조 안내",
                            source="08 bkr.aid (court guides, M)",
                        ),
                    ),
                    says="기초생활수급자이거나 비용을 낼 형편이 되지 않아야 합니다.",
                    ask="해당하는 상황을 알려 주세요. 형편이 어려우면 법원에 물어보세요.",
                    article="소송구조 안내",
                    source="08 bkr.aid (court guides, M)",
                ),
            ),
            aided,
            since="bkr.aid",
            says="{bkr.aid}",
        ),
        Branch(
            "simultaneous_end",
            "재산이 없을 때(동시폐지·이시폐지)",
            (
                Condition(
                    "bankruptcy_end.nothing",
                    "liquidation",
                    "<=",
                    bound=0,
                    says="면제되는 몫을 빼고 남는 재산이 없어야 합니다.",
                    fail="나눌 재산({value})이 있어 관재인이 나눈 뒤 끝납니다.",
                    ask="가진 재산을 알려 주세요.",
                    article="채무자회생법 제317조, 제545조",
                    source="08 bkr.simultaneous_end, bkr.later_end (DRBA 317, 545)",
                ),
            ),
            None,
            since="bkr.simultaneous_end",
            says="{bkr.simultaneous_end} {bkr.later_end}",
        ),
        Branch(
            "simple",
            "간이파산",
            (
                Condition(
                    "bankruptcy_simple.estate",
                    "liquidation",
                    "<",
                    law="bkr.simple",
                    says="나눌 재산이 {bound} 미만이어야 합니다.",
                    fail="나눌 재산이 {bound} 이상입니다.",
                    ask="가진 재산을 알려 주세요.",
                ),
            ),
            None,
            since="bkr.simple",
            says="나눌 재산이 적으면 간단한 절차(간이파산)로 진행할 수 있습니다.",
        ),
    )
