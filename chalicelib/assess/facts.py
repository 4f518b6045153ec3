"""From a person to facts: everything that conditions, estimates and questions read, computed once.

A fact is a Span (amounts, days, counts), a bool, a frozenset of codes, a code or a date; None or an open range means
unknown. Each fact name has one entry in `FACTS` (unit, Korean label). Pure: the day and its law are arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal

from chalicelib.assess import capacity, more_facts, plan_facts  # noqa: F401 - they give facts
from chalicelib.assess import household as home
from chalicelib.assess.claims import Claim, claims_of
from chalicelib.assess.dates import add_months, add_years, days_until, years_since
from chalicelib.assess.estate import Estate, deposit_shield, estate_of
from chalicelib.assess.given import Facts, Given, gives
from chalicelib.assess.more_facts import MORE_FACTS
from chalicelib.assess.person import Assumptions, Person
from chalicelib.assess.repayment import ends
from chalicelib.law import Law
from chalicelib.rules import SOME, UNKNOWN, ZERO, Span, exactly, hull, total

FACTS: dict[str, tuple[str, str]] = {
    "total_debt": ("won", "빚 전체"),
    "secured_debt": ("won", "담보 있는 빚"),
    "unsecured_debt": ("won", "담보 없는 빚"),
    "principal": ("won", "원금 합계"),
    "member_debt": ("won", "협약 기관 빚"),
    "member_secured": ("won", "협약 기관의 담보 있는 빚"),
    "member_unsecured": ("won", "협약 기관의 담보 없는 빚"),
    "member_principal": ("won", "협약 기관의 담보 없는 원금"),
    "member_claims": ("claims", "협약 기관 빚의 수"),
    "creditors": ("count", "빚을 진 곳의 수"),
    "overdue_days": ("days", "가장 오래 밀린 날수"),
    "new_debt": ("won", "최근에 새로 빌린 원금"),
    "new_debt_limit": ("won", "새로 빌린 원금의 한도"),
    "income": ("won_per_month", "한 달 소득"),
    "yearly_income": ("won_per_year", "한 해 소득"),
    "couple_yearly_income": ("won_per_year", "부부의 한 해 소득"),
    "income_regular": ("flag", "소득이 계속되는지"),
    "court_living": ("won_per_month", "법원이 인정하는 생계비"),
    "ccrs_living": ("won_per_month", "신용회복위원회 기준 최저생계비"),
    "income_over_living": ("won_per_month", "생계비를 뺀 소득"),
    "disposable": ("won_per_month", "가용소득"),
    "ccrs_capacity": ("won_per_month", "채무조정에 쓸 수 있는 돈"),
    "age": ("age", "나이"),
    "statuses": ("codes", "해당하는 상황"),
    "hardships": ("codes", "겪은 어려움"),
    "causes": ("codes", "빚이 생긴 까닭"),
    "legal_actions": ("codes", "받고 있는 법적 조치"),
    "employment": ("code", "일하는 형태"),
    "maybe_vulnerable": ("flag", "취약계층일 수 있는지"),
    "open_procedure": ("code", "진행 중인 절차"),
    "ccrs_plan": ("code", "신용회복위원회 이력"),
    "transfers_2y": ("flag", "최근에 넘긴 재산"),
    "occupation_barred": ("flag", "파산하면 제한되는 직업"),
    "short_delinquencies": ("count", "최근의 짧은 연체"),
    "score_low10": ("flag", "신용점수가 가장 낮은 구간인지"),
    "score_low20": ("flag", "신용점수가 낮은 구간인지"),
    "income_under_sixty": ("flag", "소득이 저소득 기준 안인지"),
    "protected_net_assets": ("won", "공제 뒤 재산"),
    "net_assets": ("won", "담보를 뺀 재산"),
    "net_worth": ("won", "순자산"),
    "liquidation": ("won", "청산가치"),
    "home_value": ("won", "집값"),
    "homes": ("count", "집의 수"),
    "priority_debt": ("won", "세금·보험료"),
    "surviving_debt": ("won", "면책되지 않는 빚"),
    "surviving_half": ("won", "면책되지 않는 빚의 절반 선"),
    "debt_service": ("won_per_month", "매달 갚는 돈"),
    "service_gap": ("won_per_month", "갚을 돈에서 모자라는 금액"),
    "court_wait_rehabilitation": ("days", "개인회생을 다시 신청할 수 있을 때까지"),
    "court_wait_bankruptcy": ("days", "면책을 다시 받을 수 있을 때까지"),
    "insolvent": ("flag", "지급불능이거나 그럴 염려"),
    "plan_feasible": ("flag", "변제계획이 서는지"),
    "lasting_inability": ("flag", "앞으로도 갚을 수 없는 상태"),
    "illegal_claims": ("claims", "불법사금융 빚"),
    "any_debt": ("flag", "빚이 있는지"),
    "written_off": ("flag", "상각 채권이 있는지"),
    "overdue_years": ("years", "가장 오래 밀린 햇수"),
    "repayment_ends": ("flag", "지금처럼 내면 끝나는지"),
    "day": ("date", "기준일"),
    **MORE_FACTS,
}


class Case(Given):
    """A person on a day. `case["income"]` is a fact, worked out when first read; conditions and estimates read it."""

    __slots__ = ("_estate", "_legit", "assumptions", "claims", "day", "law", "person")

    def __init__(self, person: Person, law: Law, assumptions: Assumptions) -> None:
        super().__init__()
        self.person, self.law, self.day, self.assumptions = person, law, law.day, assumptions
        self.claims = claims_of(person, law)
        self._legit = None if self.claims is None else tuple([c for c in self.claims if not c.illegal])
        self._estate: Estate | None = None

    @property
    def estate(self) -> Estate:
        if self._estate is None:
            self._estate = estate_of(self.person, self.claims, self.law)
        return self._estate

    def legit(self) -> tuple[Claim, ...] | None:
        """Claims that count; an unlicensed lender's do not (worked-logic G1)."""
        return self._legit

    def members(self) -> tuple[Claim, ...] | None:
        """Claims surely or possibly under the agreement."""
        return None if self._legit is None else tuple([c for c in self._legit if c.member is not False])


def case_of(person: Person, law: Law, assumptions: Assumptions | None = None) -> Case:
    """A person on the law's day; its facts are worked out as they are read."""
    return Case(person, law, assumptions or Assumptions())


@gives("day")
def _day(case: Case, facts: Facts) -> None:
    facts["day"] = case.day


@gives("creditors")
def _creditors(case: Case, facts: Facts) -> None:
    """How many creditors there are: at least the kinds that were told, at most one for every claim."""
    legit = case.legit()
    kinds = {claim.debt.creditor for claim in legit or ()} - {None}
    facts["creditors"] = SOME if legit is None else Span(len(kinds), max(len(kinds), len(legit)))


@gives("repayment_ends")
def _ends(case: Case, facts: Facts) -> None:
    facts["repayment_ends"] = ends(case)


_OF_DEBTS = (
    "total_debt",
    "secured_debt",
    "unsecured_debt",
    "principal",
    "member_debt",
    "member_secured",
    "member_unsecured",
    "member_principal",
    "member_claims",
    "overdue_days",
    "priority_debt",
    "surviving_debt",
    "surviving_half",
    "debt_service",
    "illegal_claims",
    "new_debt_limit",
)


@gives(*_OF_DEBTS, "any_debt", "written_off", "new_debt", "overdue_years")
def _debts(case: Case, facts: Facts) -> None:
    legit, person, law = case.legit(), case.person, case.law
    if legit is None:
        facts |= dict.fromkeys(_OF_DEBTS, SOME)
        facts |= {"any_debt": None, "written_off": None}
        facts |= {"new_debt": exactly(person.new_debt_6m), "overdue_years": SOME}
        return
    members = [claim for claim in legit if claim.member is not False]
    facts["total_debt"] = total([claim.owed for claim in legit])
    facts["secured_debt"] = total([claim.secured for claim in legit])
    facts["unsecured_debt"] = total([claim.unsecured for claim in legit])
    facts["principal"] = total([claim.principal for claim in legit])
    facts["member_debt"] = total([_if_member(claim, claim.owed) for claim in members])
    facts["member_secured"] = total([_if_member(claim, claim.secured) for claim in members])
    facts["member_unsecured"] = total([_if_member(claim, claim.unsecured) for claim in members])
    facts["member_principal"] = total([_if_member(claim, unsecured_principal(claim)) for claim in members])
    facts["member_claims"] = total([_if_member(claim, Span(1, 1)) for claim in members])
    late = facts["overdue_days"] = _longest(members)
    facts["overdue_years"] = late.map(lambda days: years_since(case.day, days))
    facts["priority_debt"] = total([claim.owed for claim in legit if claim.priority])
    facts["surviving_debt"] = total([claim.owed for claim in legit if claim.surviving])
    facts["surviving_half"] = facts["total_debt"].map(lambda won: won // 2)
    facts["debt_service"] = total([exactly(claim.debt.monthly_payment) for claim in legit])
    assert case.claims is not None
    facts["illegal_claims"] = exactly(sum(1 for claim in case.claims if claim.illegal))
    facts["any_debt"] = bool(case.claims)
    facts["written_off"] = _any(claim.debt.written_off for claim in members)
    facts["new_debt"] = _new_debt(case, legit)
    share = law.decimal("ccrs.new_debt_share_max")
    facts["new_debt_limit"] = (
        SOME if share is None else facts["principal"].map(lambda won: _ceil(won * share / 100))
    )


def unsecured_principal(claim: Claim) -> Span:
    """The part of the principal that no lien covers."""
    if claim.secured == ZERO:
        return claim.principal
    return claim.principal.at_most(claim.unsecured)


def _if_member(claim: Claim, amount: Span) -> Span:
    return amount if claim.member else Span(0, amount.high)


def _longest(members: list[Claim]) -> Span:
    """The longest-overdue member debt decides the bracket; a claim of unclear membership widens the range."""
    sure = [claim.overdue for claim in members if claim.member]
    both = [claim.overdue for claim in members]
    low = max((span.low or 0 for span in sure), default=0)
    if any(span.high is None for span in both):
        return Span(low, None)
    return Span(low, max((span.high or 0 for span in both), default=0))


def _new_debt(case: Case, legit: tuple[Claim, ...]) -> Span:
    """Principal borrowed within six months before the day, as told or from the contract dates."""
    if case.person.new_debt_6m is not None:
        return exactly(case.person.new_debt_6m)
    months = case.law.whole("ccrs.new_debt_months")
    if months is None:
        return SOME
    since = add_months(case.day, -months)
    low, high = [], []
    for claim in legit:
        opened = claim.debt.opened_on
        if opened is None:
            high.append(Span(0, claim.principal.high))
        elif opened > since:
            low.append(claim.principal)
            high.append(claim.principal)
    return Span(total(low).low, total(high).high)


@gives(
    "income", "yearly_income", "couple_yearly_income", "income_regular", "ccrs_living", "income_under_sixty"
)
def _incomes(case: Case, facts: Facts) -> None:
    person, law = case.person, case.law
    income = exactly(person.monthly_income)
    facts["income"] = income
    facts["yearly_income"] = income.map(lambda won: won * 12)
    if person.spouse_monthly_income is not None:
        facts["couple_yearly_income"] = (income + exactly(person.spouse_monthly_income)).map(
            lambda won: won * 12
        )
    elif person.household_size == 1:
        facts["couple_yearly_income"] = facts["yearly_income"]
    else:
        facts["couple_yearly_income"] = SOME if income.low is None else Span(income.low * 12, None)
    facts["income_regular"] = person.income_regular
    sizes = home.household(person)
    facts["ccrs_living"] = home.share_span(law, sizes, "ccrs.living_cost_percent")
    sixty = home.share_span(law, sizes, "reh.living_base_percent")
    facts["income_under_sixty"] = _within(income, sixty)


def _within(value: Span, limit: Span) -> bool | None:
    if value.high is not None and limit.low is not None and value.high <= limit.low:
        return True
    if value.low is not None and limit.high is not None and value.low > limit.high:
        return False
    return None


@gives("net_assets", "protected_net_assets", "liquidation", "home_value", "homes", "net_worth")
def _property(case: Case, facts: Facts) -> None:
    estate = case.estate
    facts["net_assets"] = estate.net
    facts["protected_net_assets"] = _protected_net(case)
    assumed = case.assumptions.liquidation_value
    facts["liquidation"] = estate.liquidation if assumed is None else exactly(assumed)
    facts["home_value"] = estate.home_value
    facts["homes"] = exactly(estate.homes)
    unsecured_net = estate.gross.minus(facts["total_debt"])
    facts["net_worth"] = unsecured_net


def _protected_net(case: Case) -> Span:
    """CCRS asset test (sheet 00): market value less secured balance less the protected deposit, at least zero."""
    deposits = [asset for asset in case.person.assets or () if asset.kind == "lease_deposit"]
    if not deposits:
        return case.estate.net
    tables = case.law["deposit.priority"].value
    regions = [case.person.region] if case.person.region else list(tables)
    shields = hull(
        *(total(deposit_shield(asset, tables[region]) for asset in deposits) for region in regions)
    )
    return case.estate.net.minus(shields).at_least(0)


@gives(
    "age",
    "statuses",
    "hardships",
    "causes",
    "legal_actions",
    "employment",
    "maybe_vulnerable",
    "transfers_2y",
    "occupation_barred",
    "short_delinquencies",
    "score_low10",
    "score_low20",
)
def _statuses(case: Case, facts: Facts) -> None:
    person = case.person
    facts["age"] = exactly(person.age) if person.age is not None else Span(0, 120)
    for name in ("statuses", "hardships", "causes", "legal_actions"):
        told = getattr(person, name)
        facts[name] = None if told is None else frozenset(told)
    facts["employment"] = person.employment
    # Whether single parents and the long unemployed are on the committee's list is not confirmed: never a yes.
    listed = [None if facts["statuses"] is None else "single_parent" in facts["statuses"], _jobless(person)]
    facts["maybe_vulnerable"] = False if listed == [False, False] else None
    facts["transfers_2y"] = person.transfers_2y
    facts["occupation_barred"] = person.occupation_barred
    credit = person.credit
    facts["short_delinquencies"] = exactly(credit.short_delinquencies_6m) if credit else SOME
    facts["score_low20"] = _below(case, "product.low20")
    # Nobody published the 10 % line yet (PRD-01.5): a score above the 20 % line is above it too, else it stays open.
    low10 = _below(case, "product.low10")
    facts["score_low10"] = False if low10 is None and facts["score_low20"] is False else low10


def _jobless(person: Person) -> bool | None:
    return None if person.employment is None else person.employment == "unemployed"


def _below(case: Case, line: str) -> bool | None:
    """Whether either bureau's score is at or below its line of the day; one below is enough (PRD-01)."""
    credit = case.person.credit
    if credit is None:
        return None
    pairs = (
        (credit.nice_score, case.law.whole(f"{line}.nice")),
        (credit.kcb_score, case.law.whole(f"{line}.kcb")),
    )
    return _any(None if score is None or bound is None else score <= bound for score, bound in pairs)


def _any(answers: Iterable[bool | None]) -> bool | None:
    seen = list(answers)
    if any(seen):
        return True
    return None if None in seen else False


@gives("open_procedure", "ccrs_plan", "court_wait_rehabilitation", "court_wait_bankruptcy")
def _history(case: Case, facts: Facts) -> None:
    history, day, law = case.person.history, case.day, case.law
    facts["open_procedure"] = history.open_procedure if history else None
    facts["ccrs_plan"] = history.ccrs_plan if history else None
    if history is None:
        facts |= {"court_wait_rehabilitation": SOME, "court_wait_bankruptcy": SOME}
        return
    if history.none_before:
        facts["open_procedure"] = facts["open_procedure"] or "none"
        facts["ccrs_plan"] = facts["ccrs_plan"] or "none"
    discharges = (history.bankruptcy_discharged_on, history.rehabilitation_discharged_on)
    if not any(discharges) and not history.none_before:
        facts |= {"court_wait_rehabilitation": SOME, "court_wait_bankruptcy": SOME}
        return
    years = int(law["reh.refiling_after_discharge"].value)
    waits = [days_until(day, add_years(past, years)) for past in discharges if past]
    facts["court_wait_rehabilitation"] = exactly(max(waits, default=0))
    after = (int(law["bkr.refiling_after_564"].value), int(law["bkr.refiling_after_624"].value))
    waits = [days_until(day, add_years(past, n)) for past, n in zip(discharges, after, strict=True) if past]
    facts["court_wait_bankruptcy"] = exactly(max(waits, default=0))


def _ceil(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))


__all__ = ["FACTS", "UNKNOWN", "Case", "case_of", "unsecured_principal"]
