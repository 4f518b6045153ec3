"""Facts that only products read, computed from the case and the extra answers. Pure; unknown stays unknown.

`product_facts` gives a new mapping that also holds the facts of the assessment.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from chalicelib.assess import household as home
from chalicelib.assess.claims import SURVIVING, Claim
from chalicelib.assess.dates import add_months
from chalicelib.assess.facts import Case
from chalicelib.assess.products.answers import ProductAnswers
from chalicelib.law import Law, LawGap
from chalicelib.rules import SOME, UNKNOWN, ZERO, Span, exactly

PRODUCT_FACTS: dict[str, tuple[str, str]] = {
    "stated_income": ("won_per_year", "한 해 소득"),
    "stated_income_exact": ("flag", "한 해 소득을 세전으로 알려 주었는지"),
    "late_days": ("days", "지금 밀린 날수"),
    "delinquent": ("flag", "지금 밀린 빚이 있는지"),
    "longest_late_6m": ("days", "최근에 가장 오래 밀린 날수"),
    "working": ("flag", "일하고 있는지"),
    "work_months": ("months", "일한 개월 수"),
    "pension_received": ("flag", "연금을 받은 적이 있는지"),
    "small_company": ("flag", "중소기업에 다니는지"),
    "newly_hired": ("flag", "중소기업에 새로 취업했는지"),
    "in_plan": ("flag", "채무조정으로 갚고 있는지"),
    "ccrs_paying": ("flag", "신용회복위원회 채무조정으로 갚고 있는지"),
    "lender_plan": ("flag", "금융회사 자체 채무조정을 받고 있는지"),
    "plan_months": ("months", "채무조정 납입 개월 수"),
    "plan_completed": ("flag", "채무조정을 다 갚았는지"),
    "months_since_completion": ("months", "다 갚은 뒤 지난 개월 수"),
    "plan_deferred": ("flag", "원금 상환을 미루고 있는지"),
    "record_lifted": ("flag", "연체 정보가 해제되었는지"),
    "discharged": ("flag", "파산·개인회생 면책을 받았는지"),
    "months_since_discharge": ("months", "면책 뒤 지난 개월 수"),
    "old_arrears": ("flag", "오래전부터 밀린 빚인지"),
    "low50": ("flag", "신용점수가 중간보다 낮은 구간인지"),
    "care_group": ("flag", "사회적배려대상자인지"),
    "earned_income_credit": ("flag", "근로장려금을 받는지"),
    "yearly_disposable": ("won_per_year", "한 해 가처분소득"),
    "yearly_sales": ("won_per_year", "한 해 사업 매출"),
    "household_income": ("won_per_month", "가구의 한 달 소득"),
    "median_general": ("won_per_month", "가구소득 기준(일반)"),
    "median_preferred": ("won_per_month", "가구소득 기준(우대)"),
    "policy_loan": ("code", "정책서민금융 대출 이용"),
    "policy_loan_months": ("months", "정책서민금융 대출을 쓴 개월 수"),
    "months_since_policy_loan": ("months", "정책서민금융 대출을 갚은 뒤 지난 개월 수"),
    "prevention_loan_repaid": ("flag", "불법사금융예방대출을 다 갚았는지"),
    "micro_instalments": ("count", "미소금융 납입 회차"),
    "finance_victim": ("flag", "금융 피해자인지"),
    "social_enterprise": ("flag", "사회적경제기업인지"),
    "lease_deposit": ("won", "전세보증금"),
    "lease_deposit_paid": ("won", "이미 낸 전세보증금"),
    "lease_deposit_paid_min": ("won", "먼저 내야 하는 보증금"),
    "lease_cover": ("won", "보증할 수 있는 보증금"),
    "couple_homes": ("count", "부부가 가진 집의 수"),
    "capital_area": ("flag", "수도권인지"),
    "outside_capital": ("flag", "수도권 밖인지"),
    "small_card_user": ("flag", "소액신용(체크)카드를 쓰는지"),
    "regional_health_insured": ("flag", "지역가입자인지"),
    "health_unpaid_months": ("months", "건강보험료를 못 낸 개월 수"),
    "health_arrears": ("won", "밀린 건강보험료"),
}
JOBLESS = ("student", "unemployed", "closed_business", "homemaker")
"""Employments without work: 미취업 in the sense of the sheets."""
NOT_AT_WORK = frozenset(JOBLESS)
CARE = frozenset(
    {
        "basic_livelihood",
        "near_poverty",
        "single_parent",
        "disability",
        "severe_disability",
        "defector",
        "youth_care_leaver",
        "grandparent_family",
    }
)
"""Statuses of the usual list of 사회적배려대상자 (PRD-02.7, low confidence: only figures marked as estimates read it)."""

_PAYING = frozenset({"rehabilitation", "new_start_fund"})
_UNDERWAY = frozenset({"in_progress", "paying", "lapsed"})


class _Over(dict[str, Any]):
    """Facts of this room; what it does not give itself is read from the case."""

    __slots__ = ("case",)

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case

    def __missing__(self, name: str) -> Any:
        return self.case[name]


def product_facts(case: Case, told: ProductAnswers) -> dict[str, Any]:
    """Every fact that products read: those of the assessment and those of this room."""
    facts = _Over(case)
    _plan(case, told, facts)
    _income(case, told, facts)
    _lateness(case, told, facts)
    _work(case, told, facts)
    _groups(case, told, facts)
    _past_loans(case, told, facts)
    _housing(case, told, facts)
    _health(case, told, facts)
    return facts


def months_after(past: date, day: date) -> int:
    """Months since a day, begun months counted: the anniversary itself is still inside, the day after is not.

    >>> months_after(date(2023, 11, 22), date(2026, 11, 22)), months_after(date(2023, 11, 21), date(2026, 11, 22))
    (36, 37)
    """
    whole = full_months(past, day)
    return whole if add_months(past, whole) >= day else whole + 1


def full_months(past: date, day: date) -> int:
    """Whole months that have gone by since a day.

    >>> full_months(date(2026, 8, 22), date(2026, 11, 22)), full_months(date(2026, 8, 23), date(2026, 11, 22))
    (3, 2)
    """
    months = (day.year - past.year) * 12 + day.month - past.month
    return max(0, months if add_months(past, months) <= day else months - 1)


def _plan(case: Case, told: ProductAnswers, facts: dict[str, Any]) -> None:
    history = case.person.history
    ccrs, procedure = facts["ccrs_plan"], facts["open_procedure"]
    nothing = bool(history and history.none_before)
    lender = told.lender_plan if told.lender_plan is not None else (False if nothing else None)
    facts["lender_plan"] = lender
    facts["ccrs_paying"] = None if ccrs is None else ccrs == "paying"
    facts["in_plan"] = _any(facts["ccrs_paying"], None if procedure is None else procedure in _PAYING, lender)
    facts["plan_months"] = exactly(told.plan_months_paid)
    if facts["in_plan"] is False and told.plan_months_paid is None and ccrs != "completed":
        facts["plan_months"] = ZERO
    facts["plan_deferred"] = told.plan_deferred
    facts["record_lifted"] = False if nothing and told.record_lifted is None else told.record_lifted
    discharge = history.rehabilitation_discharged_on if history else None
    done = told.plan_completed_on or discharge
    if done is not None and done <= case.day:
        facts["plan_completed"], facts["months_since_completion"] = (
            True,
            exactly(months_after(done, case.day)),
        )
    else:
        facts["plan_completed"] = (
            True if ccrs == "completed" else (False if nothing or ccrs in _UNDERWAY else None)
        )
        facts["months_since_completion"] = SOME
    past = [
        d for d in (discharge, history.bankruptcy_discharged_on if history else None) if d and d <= case.day
    ]
    facts["discharged"] = True if past else (False if nothing else None)
    facts["months_since_discharge"] = exactly(months_after(max(past), case.day)) if past else SOME


def _income(case: Case, told: ProductAnswers, facts: dict[str, Any]) -> None:
    person, law = case.person, case.law
    facts["stated_income_exact"] = told.yearly_income is not None
    facts["stated_income"] = (
        facts["yearly_income"] if told.yearly_income is None else exactly(told.yearly_income)
    )
    facts["yearly_disposable"] = (
        Span(None, facts["stated_income"].high)
        if told.yearly_disposable is None
        else exactly(told.yearly_disposable)
    )
    facts["yearly_sales"] = exactly(told.yearly_sales)
    if told.household_monthly_income is not None:
        facts["household_income"] = exactly(told.household_monthly_income)
    elif person.household_size == 1:
        facts["household_income"] = facts["income"]
    else:
        facts["household_income"] = Span(facts["income"].low, None)
    for name, key in (("median_general", "median_max"), ("median_preferred", "median_preferred")):
        facts[name] = _median(law, person.household_size, f"product.youth_future_savings.{key}")


def _median(law: Law, size: int | None, key: str) -> Span:
    percent = law.decimal(key)
    if size is None or percent is None:
        return UNKNOWN
    try:
        return exactly(home.share_of_median(law, size, percent))
    except LawGap:
        return UNKNOWN


def _lateness(case: Case, told: ProductAnswers, facts: dict[str, Any]) -> None:
    """Arrears with any lender. Inside a plan the days of the old debts say nothing about today:
    what was told of loans outside it decides, else it is a range."""
    legit = case.legit()
    low: int = 0
    high: int | None = 0
    if legit is None:
        high = None
    else:
        lenders = [claim for claim in legit if _lender(claim) is not False]
        low = max((claim.overdue.low or 0 for claim in lenders if _lender(claim)), default=0)
        ends = [claim.overdue.high for claim in lenders]
        high = None if None in ends else max((end for end in ends if end is not None), default=0)
    least = case.law.whole("product.delinquent_days") or 1
    if facts["in_plan"]:
        low = least if told.late_outside_plan else 0
        high = 0 if told.late_outside_plan is False else None if told.late_outside_plan else high
    late = facts["late_days"] = Span(low, high)
    facts["delinquent"] = True if low >= least else None if high is None or high >= least else False
    count: Span = facts["short_delinquencies"]
    if told.longest_late_6m_days is not None:
        facts["longest_late_6m"] = Span(
            max(told.longest_late_6m_days, low),
            max(told.longest_late_6m_days, high) if high is not None else None,
        )
    else:
        facts["longest_late_6m"] = late if count == ZERO else Span(low, None)
    facts["old_arrears"] = _old_arrears(case, told)


def _lender(claim: Claim) -> bool | None:
    """Whether the claim is a lender's, so that arrears stand in the credit record as such."""
    debt = claim.debt
    if debt.kind in SURVIVING or debt.kind in ("private", "utility", "telecom"):
        return False
    if debt.creditor in ("individual", "unregistered_lender", "state", "telecom"):
        return False
    return None if debt.creditor is None else True


def _old_arrears(case: Case, told: ProductAnswers) -> bool | None:
    row = case.law.get("product.new_leap_loan.late_before")
    if row is None or row.value is None:
        return None
    before = date.fromisoformat(row.value)
    if told.late_since is not None:
        return told.late_since < before
    legit = case.legit()
    if legit is None:
        return None
    days = [claim.overdue for claim in legit if _lender(claim) is not False]
    needed = (case.day - before).days
    if any(span.low is not None and span.low > needed for span in days):
        return True
    return None


def _work(case: Case, told: ProductAnswers, facts: dict[str, Any]) -> None:
    person, kind = case.person, case.person.employment
    facts["working"] = None if kind is None else kind not in NOT_AT_WORK and kind != "pensioner"
    if told.work_months is not None:
        facts["work_months"] = exactly(told.work_months)
    elif (
        kind == "self_employed"
        and person.business
        and person.business.opened_on
        and person.business.opened_on <= case.day
    ):
        facts["work_months"] = exactly(full_months(person.business.opened_on, case.day))
    elif kind == "self_employed" and person.business and person.business.years_active is not None:
        years = person.business.years_active
        facts["work_months"] = Span(years * 12, years * 12 + 11)
    else:
        facts["work_months"] = ZERO if kind in NOT_AT_WORK or kind == "pensioner" else SOME
    facts["pension_received"] = (
        told.pension_received
        if told.pension_received is not None
        else (True if kind == "pensioner" else None)
    )
    facts["small_company"] = (
        told.small_company
        if told.small_company is not None
        else (False if facts["working"] is False else None)
    )
    facts["newly_hired"] = (
        told.newly_hired if told.newly_hired is not None else (False if facts["working"] is False else None)
    )


def _groups(case: Case, told: ProductAnswers, facts: dict[str, Any]) -> None:
    statuses = facts["statuses"]
    # Who is in the lowest 20 % is in the lowest 50 % too; the 50 % line itself was never found (PRD-01.6).
    facts["low50"] = _low50(case, True if facts["score_low20"] else None)
    facts["care_group"] = None if statuses is None else not statuses.isdisjoint(CARE)
    facts["earned_income_credit"] = told.earned_income_credit
    facts["finance_victim"] = told.finance_victim
    facts["social_enterprise"] = told.social_enterprise


def _low50(case: Case, sure: bool | None) -> bool | None:
    """By the published lines once a person has entered them, else only what the 20 % lines imply."""
    credit = case.person.credit
    if sure or credit is None:
        return sure
    pairs = ((credit.nice_score, "product.low50.nice"), (credit.kcb_score, "product.low50.kcb"))
    lines = [(score, case.law.whole(key)) for score, key in pairs]
    return _any(*(None if score is None or line is None else score <= line for score, line in lines))


def _past_loans(case: Case, told: ProductAnswers, facts: dict[str, Any]) -> None:
    facts["policy_loan"] = told.policy_loan
    unused = told.policy_loan == "none"
    facts["policy_loan_months"] = ZERO if unused else exactly(told.policy_loan_months)
    repaid = told.policy_loan_repaid_on
    facts["months_since_policy_loan"] = (
        SOME if repaid is None or repaid > case.day else exactly(months_after(repaid, case.day))
    )
    facts["prevention_loan_repaid"] = False if unused else told.prevention_loan_repaid
    facts["micro_instalments"] = ZERO if unused else exactly(told.micro_loan_instalments)
    facts["small_card_user"] = told.small_card_user


def _housing(case: Case, told: ProductAnswers, facts: dict[str, Any]) -> None:
    deposit = facts["lease_deposit"] = exactly(told.lease_deposit)
    facts["lease_deposit_paid"] = exactly(told.lease_deposit_paid)
    share, cover = (
        case.law.decimal("product.lease_guarantee.paid_share"),
        case.law.decimal("product.lease_guarantee.share"),
    )
    facts["lease_deposit_paid_min"] = (
        UNKNOWN if share is None else deposit.map(lambda won: _up(won * share / 100))
    )
    facts["lease_cover"] = SOME if cover is None else deposit.map(lambda won: int(won * cover / 100))
    facts["couple_homes"] = exactly(told.couple_homes)
    facts["capital_area"] = (
        told.capital_area
        if told.capital_area is not None
        else (True if case.person.region == "seoul" else None)
    )
    facts["outside_capital"] = None if facts["capital_area"] is None else not facts["capital_area"]


def _health(case: Case, told: ProductAnswers, facts: dict[str, Any]) -> None:
    """Somebody who lists the debts and none to the social insurances owes no premium."""
    debts = case.person.debts
    free = debts is not None and all(debt.kind not in (None, "social_insurance") for debt in debts)
    facts["regional_health_insured"] = told.regional_health_insured
    months, arrears = told.health_premium_unpaid_months, told.health_premium_arrears
    facts["health_unpaid_months"] = ZERO if months is None and free else exactly(months)
    facts["health_arrears"] = ZERO if arrears is None and free else exactly(arrears)


def _any(*answers: bool | None) -> bool | None:
    if any(answers):
        return True
    return None if None in answers or not answers else False


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))
