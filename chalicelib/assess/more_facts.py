"""Facts of claims for the further ways out: the lender's own adjustment, the two funds, the home loan, trade, medians.

The same kinds of values as `facts.py` (Span, bool, set, code; None or an open range is unknown). Pure.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from chalicelib.assess import household as home
from chalicelib.assess.claims import LIENS, Claim
from chalicelib.assess.dates import add_months, years_since
from chalicelib.assess.given import Facts, gives
from chalicelib.law import LawGap
from chalicelib.rules import SOME, UNKNOWN, ZERO, Span, exactly, total

if TYPE_CHECKING:
    from chalicelib.assess.facts import Case

MORE_FACTS: dict[str, tuple[str, str]] = {
    "counsel": ("flag", "상담에서만 확인되는 것"),
    "protected_claims": ("claims", "개인채무자보호법이 미치는 빚"),
    "adjustable_claims": ("claims", "금융회사에 채무조정을 요청할 수 있는 빚"),
    "trader_in_window": ("flag", "기간 안에 사업을 했는지"),
    "excluded_trade": ("flag", "빠지는 업종인지"),
    "business_ended": ("flag", "폐업했는지"),
    "fund_new_debt_limit": ("won", "새로 빌린 원금의 한도"),
    "old_claims": ("claims", "아주 오래 밀린 담보 없는 빚"),
    "old_principal": ("won", "아주 오래 밀린 담보 없는 원금"),
    "old_years": ("years", "담보 없는 빚이 가장 오래 밀린 햇수"),
    "income_cap_125": ("won_per_month", "특별채무조정의 소득 기준"),
    "income_line_150": ("won_per_month", "기타생계비의 소득 기준"),
    "special_runs": ("flag", "특별채무조정을 하는 날인지"),
    "fund_buys": ("flag", "기금이 채권을 사들이는 기간인지"),
    "mortgage_claims": ("claims", "주택담보대출의 수"),
    "mortgage_overdue": ("days", "주택담보대출이 밀린 날수"),
    "owns_home": ("flag", "집이 있는지"),
    "home_shared": ("flag", "집을 함께 가진 사람이 있는지"),
    "home_lived": ("flag", "사는 집인지"),
    "court_region": ("code", "관할 법원"),
    "court_shortens": ("flag", "더 짧은 기간을 정한 법원인지"),
    "court_seoul": ("flag", "서울회생법원인지"),
    "minor_children": ("people", "미성년 자녀"),
    "plan_paid_percent": ("percent", "낸 회차의 비율"),
    "plan_paid": ("count", "낸 회차"),
    "plan_missed": ("count", "밀린 회차"),
    "revive_days": ("days", "부활할 수 있는 날까지"),
    "borrowed_1y": ("won", "면책 심사에서 보는 기간에 빌린 원금"),
    "outsider_debt": ("won", "협약 밖 채권자의 빚"),
    "half_debt": ("won", "빚의 절반"),
    "secured_shortfall": ("won", "담보로 채워지지 않는 빚"),
    "own_guarantees": ("claims", "다른 사람을 위해 보증한 빚"),
    "shorter_rate": ("percent", "짧은 기간에 갚는 비율"),
    "richer_rate": ("percent", "생계비를 더 인정받을 때 갚는 비율"),
    "half_principal": ("won", "원금의 절반"),
}
"""Fact -> (unit, Korean label); joined to `facts.FACTS`."""

_DEBTS = ("debts", "debts.principal", "debts.kind", "debts.creditor")
MORE_SOURCES: dict[str, tuple[str, ...]] = {
    "protected_claims": ("debts", "debts.kind", "debts.creditor"),
    "adjustable_claims": (*_DEBTS, "debts.days_overdue"),
    "trader_in_window": ("business",),
    "excluded_trade": ("business", "business.excluded_trade"),
    "owns_home": ("assets",),
    "home_shared": ("assets", "assets.shared"),
    "home_lived": ("assets", "assets.lived_in"),
    "business_ended": ("business",),
    "fund_new_debt_limit": ("debts", "debts.principal"),
    "old_claims": ("debts", "debts.days_overdue", "debts.kind", "debts.creditor"),
    "old_principal": _DEBTS,
    "old_years": ("debts", "debts.days_overdue"),
    "income_cap_125": ("dependants",),
    "income_line_150": ("dependants",),
    "mortgage_claims": ("debts", "debts.kind"),
    "mortgage_overdue": ("debts", "debts.days_overdue"),
    "court_region": ("court_region",),
    "court_shortens": ("court_region",),
    "court_seoul": ("court_region",),
    "minor_children": ("minor_children",),
    "plan_paid_percent": ("history",),
    "plan_paid": ("history",),
    "plan_missed": ("history",),
    "revive_days": ("history",),
    "outsider_debt": _DEBTS,
    "half_debt": ("debts", "debts.principal"),
    "mortgage_rate": ("debts.annual_rate",),
    "shorter_rate": ("monthly_income", "dependants", "debts", "debts.principal"),
    "richer_rate": ("monthly_income", "dependants", "debts", "debts.principal"),
    "half_principal": ("debts", "debts.principal"),
}
"""Fact -> inputs it is made from; joined to `questions.SOURCES`."""

MORE_ASKS: dict[str, str] = {
    "court_region": "사는 곳이나 일하는 곳을 맡는 법원은 어디인가요?",
    "assets.lived_in": "이 집은 지금 살고 있는 집인가요?",
    "assets.shared": "이 집은 다른 사람과 함께 가진 집인가요?",
    "business.excluded_trade": "하시던 사업이 부동산 임대·매매, 도박·사행, 유흥, 전문직, 금융업 가운데 하나인가요?",
    "minor_children": "미성년 자녀는 몇 명인가요? 없으면 0입니다.",
}
"""Input -> question; joined to `questions.ASKS`."""

FINANCIAL = frozenset(
    [
        "bank",
        "savings_bank",
        "mutual",
        "card",
        "capital",
        "insurer",
        "registered_lender",
        "debt_buyer",
        "public_fund",
    ]
)
"""Creditors that 개인채무자보호법 binds: finance companies, licensed lenders, claim buyers, public bodies (sheet 06)."""
NOT_FINANCIAL = frozenset(
    ["tax", "social_insurance", "fine", "support", "damages", "private", "telecom", "utility"]
)
TRADING = frozenset({"self_employed", "closed_business"})


def financial(claim: Claim) -> bool | None:
    """Whether a claim is one of a finance company against a person; None where kind and creditor do not tell."""
    if claim.illegal or claim.debt.kind in NOT_FINANCIAL:
        return False
    if claim.debt.creditor is None:
        return None
    return claim.debt.creditor in FINANCIAL


def unsecured(claim: Claim) -> bool | None:
    """Whether nothing is pledged for a claim, by its kind and the told collateral."""
    if claim.debt.collateral_value:
        return False
    if claim.debt.kind is None:
        return None
    return claim.debt.kind not in LIENS


def adjustable(case: Case, claim: Claim) -> bool | None:
    """35조: an overdue claim under 30 million won that fell overdue since the Act is in force (sheet 06)."""
    row, most = case.law.get("adjust.overdue_from"), case.law.whole("adjust.principal_max")
    if row is None or most is None:
        return False
    late, owed = claim.debt.days_overdue, claim.debt.principal
    days = (case.day - date.fromisoformat(row.value)).days
    return _all(
        financial(claim),
        None if late is None else 0 < late <= days,
        None if owed is None else owed < most,
    )


def _all(*answers: bool | None) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _count(answers: list[bool | None]) -> Span:
    sure = answers.count(True)
    return Span(sure, sure + answers.count(None))


@gives("counsel")
def _counsel(case: Case, facts: Facts) -> None:
    facts["counsel"] = None


@gives("protected_claims", "adjustable_claims")
def _protected(case: Case, facts: Facts) -> None:
    legit = case.legit()
    if legit is None:
        facts |= {"protected_claims": SOME, "adjustable_claims": SOME}
        return
    facts["protected_claims"] = _count([financial(claim) for claim in legit])
    facts["adjustable_claims"] = _count([adjustable(case, claim) for claim in legit])


@gives("mortgage_claims", "mortgage_overdue")
def _mortgage(case: Case, facts: Facts) -> None:
    legit = case.legit()
    if legit is None:
        facts |= {"mortgage_claims": SOME, "mortgage_overdue": SOME}
        return
    loans = [claim for claim in legit if claim.debt.kind == "mortgage"]
    kinds = [None if claim.debt.kind is None else claim.debt.kind == "mortgage" for claim in legit]
    facts["mortgage_claims"] = _count(kinds)
    facts["mortgage_overdue"] = _longest(loans, open_end=None in kinds)


_OF_CLAIMS = ("borrowed_1y", "outsider_debt", "half_debt", "secured_shortfall", "own_guarantees")


@gives(*_OF_CLAIMS)
def _claims(case: Case, facts: Facts) -> None:
    legit = case.legit()
    if legit is None:
        facts |= dict.fromkeys(_OF_CLAIMS, SOME)
        return
    since = add_months(case.day, -12)
    facts["borrowed_1y"] = total(
        [
            claim.principal
            if claim.debt.opened_on and claim.debt.opened_on > since
            else ZERO
            if claim.debt.opened_on
            else Span(0, claim.principal.high)
            for claim in legit
        ]
    )
    facts["outsider_debt"] = total(
        [
            claim.owed if claim.member is False else Span(0, claim.owed.high)
            for claim in legit
            if claim.member is not True and not claim.surviving
        ]
    )
    facts["half_debt"] = facts["total_debt"].map(lambda won: won // 2)
    facts["secured_shortfall"] = total([claim.unsecured for claim in legit if claim.debt.kind in LIENS])
    facts["own_guarantees"] = exactly(sum(1 for claim in legit if claim.debt.guaranteed_for_other))


def _longest(claims: list[Claim], open_end: bool = False) -> Span:
    low = max((claim.overdue.low or 0 for claim in claims), default=0)
    if open_end or any(claim.overdue.high is None for claim in claims):
        return Span(low, None)
    return Span(low, max((claim.overdue.high or 0 for claim in claims), default=0))


def old_claim(case: Case, claim: Claim) -> bool | None:
    """새도약기금: unsecured claim of a finance company that fell overdue on or before the day of the table."""
    row = case.law.get("leap.overdue_since")
    if row is None:
        return False
    line, late, opened = date.fromisoformat(row.value), claim.debt.days_overdue, claim.debt.opened_on
    if opened is not None and opened > line:
        old: bool | None = False
    else:
        old = None if late is None else case.day - timedelta(days=late) <= line
    return _all(financial(claim), unsecured(claim), old)


@gives("old_claims", "old_principal", "old_years")
def _old(case: Case, facts: Facts) -> None:
    legit = case.legit()
    if legit is None:
        facts |= dict.fromkeys(("old_claims", "old_principal", "old_years"), SOME)
        return
    answers = [(old_claim(case, claim), claim) for claim in legit]
    facts["old_claims"] = _count([old for old, _ in answers])
    # Whether the limit is per company or over all of them is open: the largest claim is the least, the sum the most.
    sure = [claim.principal.low or 0 for old, claim in answers if old]
    parts = [claim.principal.high for old, claim in answers if old is not False]
    most = None if None in parts else sum(part or 0 for part in parts)
    facts["old_principal"] = Span(max(sure, default=0), most)
    bare = [claim for claim in legit if financial(claim) is not False and unsecured(claim) is not False]
    surely = [claim for claim in bare if financial(claim) and unsecured(claim)]
    span = Span(_longest(surely).low, _longest(bare).high)
    facts["old_years"] = span.map(lambda days: years_since(case.day, days))


@gives("excluded_trade", "business_ended", "trader_in_window", "fund_new_debt_limit")
def _trade(case: Case, facts: Facts) -> None:
    business, law, person = case.person.business, case.law, case.person
    first, last = law.get("nsf.business_from"), law.get("nsf.business_to")
    facts["excluded_trade"] = business.excluded_trade if business else None
    closed_on = business.closed_on if business else None
    ended: bool | None = None
    if (
        person.employment == "closed_business"
        or "closed_business" in (facts["hardships"] or ())
        or (closed_on is not None and closed_on <= case.day)
    ):
        ended = True
    elif business is not None and person.employment is not None and facts["hardships"] is not None:
        ended = False
    facts["business_ended"] = ended
    traded: bool | None = None
    # Which end of the window held before November 2024 is not in the tables for every day: then it stays open.
    if first is None:
        traded = False
    elif last is not None and business is not None:
        start, end = date.fromisoformat(first.value), date.fromisoformat(last.value)
        opened_on = business.opened_on
        traded = _all(
            None if opened_on is None else opened_on <= end,
            closed_on >= start if closed_on else (True if opened_on and ended is False else None),
        )
        if any(day is not None and start <= day <= end for day in (opened_on, closed_on)):
            traded = True  # on the day of opening or closing the business was there
    elif closed_on is not None and closed_on < date.fromisoformat(first.value):
        traded = False
    facts["trader_in_window"] = traded
    share = law.decimal("nsf.new_debt_share")
    facts["fund_new_debt_limit"] = (
        SOME
        if share is None
        else facts["principal"].map(lambda won: int((won * share / 100).to_integral_value(ROUND_CEILING)))
    )


@gives("income_cap_125", "income_line_150", "special_runs", "fund_buys")
def _medians(case: Case, facts: Facts) -> None:
    sizes, law = home.household(case.person), case.law
    for name, key in (
        ("income_cap_125", "ltd.income_percent_max"),
        ("income_line_150", "reh.extra_high_income.income_percent"),
    ):
        facts[name] = UNKNOWN if law.get(key) is None else home.share_span(law, sizes, key)
    facts["special_runs"] = law.on("ltd.programme")
    buys = law.get("leap.purchase_period")
    facts["fund_buys"] = buys.value if buys is not None else None


def median_share(case: Case, percent: Decimal) -> Span:
    """A share of the median income of the household, won a month; open where the table does not reach."""
    sizes = home.household(case.person)
    try:
        low = None if sizes.low is None else home.share_of_median(case.law, sizes.low, percent)
        high = None if sizes.high is None else home.share_of_median(case.law, sizes.high, percent)
    except LawGap:
        return UNKNOWN
    return Span(low, high)
