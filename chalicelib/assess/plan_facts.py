"""Facts of homes, courts and plans: what a court or a running plan asks, and which share a plan would repay.

The same kinds of values as `facts.py`; labels and sources stand with `more_facts`. Pure.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from chalicelib.assess.claims import Claim
from chalicelib.assess.dates import add_months, days_until
from chalicelib.assess.given import Facts, gives
from chalicelib.assess.more_facts import median_share
from chalicelib.rules import SOME, UNKNOWN, ZERO, Span, exactly, total

if TYPE_CHECKING:
    from chalicelib.assess.facts import Case

SHORTENING = ("seoul", "gwangju")


@gives("owns_home", "home_shared", "home_lived")
def _home(case: Case, facts: Facts) -> None:
    homes = [asset for asset in case.person.assets or () if asset.kind == "home"]
    told = case.person.assets is not None
    facts["owns_home"] = True if homes else (False if told else None)
    shared = [asset.shared for asset in homes]
    lived = [asset.lived_in for asset in homes]
    facts["home_shared"] = True if True in shared else (None if None in shared or not shared else False)
    facts["home_lived"] = True if True in lived else (None if None in lived or not lived else False)


@gives("court_region", "court_shortens", "court_seoul", "minor_children")
def _court(case: Case, facts: Facts) -> None:
    court = case.person.court_region
    facts["court_region"] = court
    in_force = {name: case.law.get(f"reh.term_shorter.{name}") is not None for name in SHORTENING}
    # 611⑤ holds in every court; whom other courts shorten for is not published, so it stays open (07, M).
    facts["court_shortens"] = in_force.get(court or "") or None
    facts["court_seoul"] = True if court == "seoul" else None
    facts["minor_children"] = exactly(case.person.minor_children)
    if case.person.minor_children is None and case.person.dependants is not None:
        facts["minor_children"] = Span(0, case.person.dependants)


@gives("plan_paid", "plan_missed", "plan_paid_percent", "revive_days")
def _plan(case: Case, facts: Facts) -> None:
    history = case.person.history
    paid, whole, lapsed = (
        (history.ccrs_paid_months, history.ccrs_plan_months, history.ccrs_lapsed_on)
        if history
        else (None, None, None)
    )
    facts["plan_paid"] = exactly(paid)
    facts["plan_missed"] = exactly(history.ccrs_missed) if history else SOME
    told = paid is not None and whole is not None
    facts["plan_paid_percent"] = exactly(min(paid, whole) * 100 // whole) if told else Span(0, None)  # type: ignore[type-var,operator]
    months = case.law.months("life.revive_months")
    facts["revive_days"] = SOME
    if lapsed is not None and months is not None:
        last = add_months(lapsed, months)
        facts["revive_days"] = exactly(days_until(case.day, last) + 1 if last >= case.day else 0)


def rate_percent(monthly: Span, months: int | None, priority: Span, principal: Span) -> Span:
    """Repayment rate of 07 §7.3: (what is paid less priority claims) over the unsecured principal; whole percent,
    rounded down, between 0 and 100."""
    if months is None or principal.low is None or principal.high is None or principal.high == 0:
        return Span(0, 100)
    low = 0
    if monthly.low is not None and priority.high is not None:
        low = max(0, max(0, monthly.low) * months - priority.high) * 100 // principal.high
    high = 100
    if monthly.high is not None and principal.low:
        high = max(0, max(0, monthly.high) * months - (priority.low or 0)) * 100 // principal.low
    return Span(min(100, low), min(100, high))


@gives("shorter_rate", "richer_rate", "half_principal")
def _rates(case: Case, facts: Facts) -> None:
    """The repayment rate over a shortened term, and with the richer living cost of high incomes (07 §7.1)."""
    law, legit = case.law, case.legit()
    principal = SOME if legit is None else total([_bare_principal(c) for c in legit if not c.priority])
    priority: Span = case["priority_debt"]
    percent = law.decimal("reh.extra_high_income.total_percent")
    richer: Span = UNKNOWN
    if percent is not None and case.person.monthly_income is not None:
        richer = case["income"].minus(median_share(case, percent))
    share = law.decimal("reh.extra_high_income.recent_debt_max") or Decimal(0)
    shortest, normal = law.months("reh.term_shorter_other"), law.months("reh.term_normal")
    facts |= {
        "shorter_rate": rate_percent(case["disposable"], shortest, priority, principal),
        "richer_rate": rate_percent(richer, normal, priority, principal),
        "half_principal": case["principal"].map(lambda won: int(won * share / 100)),
    }


def _bare_principal(claim: Claim) -> Span:
    return claim.principal if claim.secured == ZERO else claim.principal.at_most(claim.unsecured)
