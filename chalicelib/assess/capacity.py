"""What a month leaves for debts, as courts and the committee reckon it, and what follows from that.

Sheets 00 (capacity), 07 §7.3 (living cost and Seoul extras), 08 §8.2 (lasting inability). Extras above the basic
living cost are recognised only with proof; they are counted where the person told them and named as missing else.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import TYPE_CHECKING

from chalicelib.assess import household as home
from chalicelib.assess.given import Facts, gives
from chalicelib.assess.plan import Plan, Terms, minimum_total, most_worth, needed_monthly, solve
from chalicelib.law import Law
from chalicelib.rules import SOME, UNKNOWN, ZERO, Span, exactly, hull, total

if TYPE_CHECKING:
    from chalicelib.assess.facts import Case


@gives("court_living", "disposable", "income_over_living", "ccrs_capacity", "service_gap")
def _capacity(case: Case, facts: Facts) -> None:
    sizes = home.household(case.person)
    sixty = home.share_span(case.law, sizes, "reh.living_base_percent")
    if case.assumptions.court_living_cost is not None:
        living = exactly(case.assumptions.court_living_cost)
    else:
        living = sixty + court_extras(case)
    income = facts["income"]
    facts["court_living"] = living
    facts["disposable"] = _open(income.minus(living), income)
    legit = case.legit()
    if legit is None:
        excluded = SOME
    else:
        outside = [c for c in legit if c.member is not True]
        excluded = total(
            [
                exactly(c.debt.monthly_payment) if c.member is False else Span(0, c.debt.monthly_payment)
                for c in outside
            ]
        )
    facts["income_over_living"] = _open(income.minus(facts["ccrs_living"]), income)
    facts["ccrs_capacity"] = _open(income.minus(sixty).minus(excluded), income)
    facts["service_gap"] = facts["debt_service"].minus(_open(income.minus(sixty), income))


@gives("plan_feasible", "insolvent", "lasting_inability")
def _court(case: Case, facts: Facts) -> None:
    plans = court_plans(case, facts)
    facts["plan_feasible"] = _agree([not plan.obstacle for plan in plans]) if plans is not None else None
    facts["insolvent"] = _insolvent(facts)
    facts["lasting_inability"] = _inability(facts, plans, case.law)


def _open(value: Span, income: Span) -> Span:
    """An income that nobody told leaves the difference open, whatever the other side says."""
    return UNKNOWN if income == SOME else value


def court_extras(case: Case) -> Span:
    """Rent, medical and education cost above what the basic living cost holds already (Seoul table of the year, M)."""
    cost, law = case.person.living_cost, case.law
    size = home.household(case.person).exact
    if cost is None or size is None:
        return ZERO
    extra = 0
    if cost.rent and case.person.region:
        extra += housing_extra(law, size, case.person.region, cost.rent)
    included = law.get("seo.medical_included")
    if cost.medical and included is not None:
        extra += max(0, cost.medical - _included(law, size, included.value, "seo.medical_included_percent"))
    children = case.person.minor_children
    if cost.education and children and law.whole("seo.education_included") is not None:
        held = children * (law.whole("seo.education_included") or 0)
        most = children * (law.whole("seo.education_extra_max") or 0)
        extra += min(most, max(0, cost.education - held))
    return exactly(extra)


def housing_extra(law: Law, size: int, region: str, rent: int) -> int:
    """min(rent, recognised total) less what the basic cost holds, at least zero (07 §7.3)."""
    included, cap = law.get("seo.housing_included"), law.get("seo.housing_extra_max")
    if included is None or cap is None:
        return 0
    held = _included(law, size, included.value, "seo.housing_included_percent")
    most = _by_size(cap.value[region], size)
    return max(0, min(rent, held + most) - held)


def _included(law: Law, size: int, table: dict[str, int], percent_key: str) -> int:
    """What the basic living cost holds already: the court's table, from five people on its share of the basic cost."""
    if str(size) in table:
        return int(table[str(size)])
    base = home.share_of_median(law, size, Decimal(law["reh.living_base_percent"].value))
    return int((base * (law.decimal(percent_key) or Decimal(0)) / 100).quantize(Decimal(1), ROUND_HALF_UP))


def _by_size(table: dict[str, int], size: int) -> int:
    return int(table[str(min(size, 4))])


def court_plans(case: Case, facts: Facts) -> list[Plan] | None:
    """Plans at every corner of what is not known exactly; None where an end is open."""
    terms, law = Terms.of(case.law), case.law
    disposable, unsecured, priority = facts["disposable"], facts["unsecured_debt"], facts["priority_debt"]
    if terms is None or None in (*disposable, *unsecured, *priority):
        return None
    worth: Span = facts["liquidation"]
    plans, fixed = [], case.assumptions.plan_months
    for u, p in product(_ends(unsecured), _ends(priority)):
        ceiling, least = u if worth.high is None else worth.high, minimum_total(law, u) or 0
        values = {min(worth.low or 0, u), min(ceiling, u)}
        months = _ends(disposable)
        for value in values if len(months) > 1 else ():
            # Between the ends: the least with which a plan stands at all, and with which it stands in the normal term.
            for term in (terms, terms._replace(longest=terms.normal)):
                need = needed_monthly(u, value, p, least, term)
                months |= {need} if disposable.low < need < disposable.high else set()
        for y, value in product(months, values):
            plans.append(solve(y, u, value, p, terms, least, fixed))
            all_five = y * terms.longest
            if (
                plans[-1].obstacle == "priority_claims_unpaid"
                and (priority.low or 0) < all_five
                and fixed is None
            ):
                plans.append(solve(y, u, value, all_five, terms, least, fixed))
            elif plans[-1].obstacle and len(values) > 1 and y > 0 and fixed is None:
                most = most_worth(y, p, terms)
                if min(values) < most < max(values):
                    plans.append(solve(y, u, most, p, terms, least, fixed))
    return plans


def _ends(span: Span) -> set[int]:
    assert span.low is not None and span.high is not None
    return {span.low, span.high}


def _agree(answers: list[bool]) -> bool | None:
    return answers[0] if len(set(answers)) == 1 else None


def _insolvent(facts: Facts) -> bool | None:
    """지급불능 or the threat of it (DRBA 579①): debts above property, or instalments above what a month leaves."""
    worth: Span = facts["net_worth"]
    gap: Span = facts["service_gap"]
    if worth.high is not None and worth.high < 0:
        return True
    if gap.low is not None and gap.low > 0:
        return True
    if worth.low is not None and worth.low >= 0 and gap.high is not None and gap.high <= 0:
        return False
    return None


def _over_ceilings(facts: Facts, law: Law) -> bool:
    """Whether the debts are surely above a ceiling of 개인회생 (DRBA 579①)."""
    for name, key in (("secured_debt", "reh.secured_max"), ("unsecured_debt", "reh.unsecured_max")):
        owed, most = facts[name].low, law.whole(key)
        if owed is not None and most is not None and owed > most:
            return True
    return False


def _inability(facts: Facts, plans: list[Plan] | None, law: Law) -> bool | None:
    """지급불능 (DRBA 305): property below debts, and nothing or too little left over for any plan (08 §8.2)."""
    worth: Span = facts["net_worth"]
    poor = True if worth.high is not None and worth.high < 0 else None
    if worth.low is not None and worth.low >= 0:
        poor = False
    disposable: Span = facts["disposable"]
    stuck: bool | None = None
    if disposable.high is not None and disposable.high <= 0:
        stuck = True
    elif plans is not None:
        stuck = _agree([bool(plan.obstacle) for plan in plans])
    if stuck is False and (facts["income_regular"] is False or _over_ceilings(facts, law)):
        stuck = (
            None  # a plan that can be reckoned but not filed pays nobody; whether 08 is open is for the court
        )
    if poor is False or stuck is False:
        return False
    return True if poor and stuck else None


__all__ = ["court_extras", "court_plans", "hull"]
