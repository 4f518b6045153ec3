"""The stages of a case and the moves between them.

Two tracks: agreements (신용회복위원회, 새출발기금, a lender's own) and court plans. A move that the table does not
name is refused with a sentence. Whether a plan has lapsed is decided by people and recorded here, never inferred.
"""

from __future__ import annotations

from typing import Final

AGREEMENT_REMEDIES: Final = (
    "fast_track",
    "pre_workout",
    "individual_workout",
    "mortgage_adjustment",
    "new_start_fund",
    "long_overdue_fund",
    "lender_adjustment",
)
COURT_REMEDIES: Final = ("individual_rehabilitation",)
REMEDIES: Final = {
    "fast_track": "신속채무조정",
    "pre_workout": "사전채무조정",
    "individual_workout": "개인워크아웃",
    "mortgage_adjustment": "주택담보대출 채무조정",
    "new_start_fund": "새출발기금",
    "long_overdue_fund": "장기연체채권 채무조정",
    "lender_adjustment": "금융회사 채무조정",
    "individual_rehabilitation": "개인회생",
}
COMMITTEE_REMEDIES: Final = ("fast_track", "pre_workout", "individual_workout", "mortgage_adjustment")

TITLES: Final = {
    "applied": "신청",
    "accepted": "접수",
    "agreed": "합의",
    "in_payment": "상환 중",
    "deferred": "상환유예 중",
    "lapsed": "실효",
    "revived": "효력부활",
    "completed": "완납",
    "closed": "종료",
    "filed": "신청",
    "opened": "개시결정",
    "confirmed": "인가",
    "abolished": "폐지",
    "discharged": "면책",
}

_AGREEMENT: Final = {
    "applied": ("accepted", "closed"),
    "accepted": ("agreed", "closed"),
    "agreed": ("in_payment", "deferred", "lapsed", "completed", "closed"),
    "in_payment": ("deferred", "lapsed", "completed", "closed"),
    "deferred": ("in_payment", "lapsed", "completed", "closed"),
    "lapsed": ("revived", "closed"),
    "revived": ("in_payment", "deferred", "lapsed", "completed", "closed"),
    "completed": (),
    "closed": (),
}
_COURT: Final = {
    "filed": ("opened", "closed"),
    "opened": ("confirmed", "abolished", "closed"),
    "confirmed": ("in_payment", "abolished", "completed"),
    "in_payment": ("abolished", "completed", "discharged"),
    "completed": ("discharged",),
    "abolished": ("closed",),
    "discharged": (),
    "closed": (),
}

PAYING: Final = frozenset({"agreed", "confirmed", "in_payment", "deferred", "revived"})
"""Stages in which instalments fall due."""
FINAL: Final = frozenset({"completed", "discharged", "closed", "abolished"})


def moves(remedy: str) -> dict[str, tuple[str, ...]]:
    """Stage -> stages that may follow, for this remedy. KeyError for a remedy without aftercare."""
    if remedy in COURT_REMEDIES:
        return dict(_COURT)
    if remedy in AGREEMENT_REMEDIES:
        return dict(_AGREEMENT)
    raise KeyError(remedy)


def why_not(remedy: str, stage: str, to: str) -> str | None:
    """None when the move is allowed, else the reason in Korean.

    >>> why_not("individual_workout", "completed", "in_payment")
    '‘완납’ 단계에서는 ‘상환 중’ 단계로 바꿀 수 없습니다.'
    """
    table = moves(remedy)
    if to not in table:
        return f"{REMEDIES[remedy]}에는 ‘{TITLES.get(to, to)}’ 단계가 없습니다."
    if to not in table[stage]:
        return f"‘{TITLES[stage]}’ 단계에서는 ‘{TITLES[to]}’ 단계로 바꿀 수 없습니다."
    return None
