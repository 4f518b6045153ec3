"""A case as the pure core sees it: the plan, what was paid, what happened. Values only, no storage and no contact data.

Unknown stays None: whether a plan bears interest, or whether the person was young at filing, is never assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from chalicelib.aftercare import stages
from chalicelib.aftercare.calendar import Calendar
from chalicelib.aftercare.ledger import Ledger, Payment, allocate
from chalicelib.aftercare.schedule import Instalment, Run, unfold
from chalicelib.law import Law


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the rules of aftercare ask about a plan and its person; None is not known."""

    interest_bearing: bool | None = None
    secured: bool | None = None
    young_or_placed: bool | None = None
    """34 or younger when the plan was applied for, or found work through the programme."""
    debt_added_on: date | None = None
    """Day on which a further debt was taken into the plan, None where none is known of."""
    vulnerable: bool | None = None
    """Livelihood recipient, severely disabled, or 70 and older within the income limit, and without fault."""
    deferral_interest_paid: bool | None = None


@dataclass(frozen=True, slots=True)
class Relief:
    """A relief that was granted: its kind, the day from which it holds, months (0 where none), day of decision."""

    kind: str
    start: date
    months: int
    decided_on: date


@dataclass(frozen=True, slots=True)
class Case:
    """One plan of one person."""

    id: str
    remedy: str
    stage: str
    stage_on: date
    agreed_on: date | None
    runs: tuple[Run, ...]
    payments: tuple[Payment, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    lapses: tuple[date, ...] = ()
    revivals: tuple[date, ...] = ()
    facts: PlanFacts = field(default_factory=PlanFacts)

    @property
    def in_court(self) -> bool:
        return self.remedy in stages.COURT_REMEDIES

    @property
    def by_committee(self) -> bool:
        """An agreement of the credit recovery committee (신속, 사전, 개인워크아웃, 주택담보)."""
        return self.remedy in stages.COMMITTEE_REMEDIES


@dataclass(frozen=True, slots=True)
class Books:
    """A case unfolded for one calendar and law: its instalments and its ledger."""

    instalments: tuple[Instalment, ...]
    ledger: Ledger


def books(case: Case, calendar: Calendar, law: Law) -> Books:
    """Unfold the schedule by the programme's due-date rule and split the payments. Raises CalendarGap, LawGap."""
    rule = law["after.due_move"].value[case.remedy]
    instalments = unfold(case.runs, calendar, rule)
    return Books(instalments, allocate(instalments, case.payments))
