"""What would change a closed or open way: the smallest single change that opens it, or the day on which time does.

Solved on the findings themselves: a failing amount says by its margin how far the fact must move; the moved person is
evaluated again and only a change that really opens the way is given. Never proposed: to become later, to earn less,
to borrow, to give property away. Cliffs are the reverse: how little is left before a way closes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from chalicelib.assess.dates import add_months
from chalicelib.assess.facts import case_of
from chalicelib.assess.person import Person
from chalicelib.assess.plan import Terms, minimum_total, needed_monthly
from chalicelib.assess.remedy import Option
from chalicelib.law import COVERED_TO, law_as_of
from chalicelib.rules import Condition, Finding
from chalicelib.rules.words import day as day_text
from chalicelib.rules.words import won

INCOME_FACTS = frozenset({"disposable", "income", "yearly_income", "ccrs_capacity", "income_over_living"})
DEBT_FACTS = {
    "unsecured_debt": "담보 없는 빚",
    "secured_debt": "담보 있는 빚",
    "total_debt": "빚 전체",
    "member_debt": "협약 기관 빚",
    "member_unsecured": "협약 기관의 담보 없는 빚",
    "member_secured": "협약 기관의 담보 있는 빚",
    "member_principal": "협약 기관 원금",
}
WAITS = frozenset({"court_wait_rehabilitation", "court_wait_bankruptcy"})
HARMFUL = frozenset({"overdue_days", "overdue_years"})
_ROUNDS = 6


def changes(option: Option) -> list[dict[str, Any]]:
    """Single changes that open this way, the smallest of each kind; empty for a way that is open already."""
    if option.verdict == "open":
        return []
    blocking = [f for f in option.findings if f.status in ("fail", "unknown") and not f.condition.soft]
    if any(_harmful(finding) for finding in blocking):
        return []
    made = [_more_income(option), _less_debt(option), _time(option), _settled(option)]
    return [change for change in made if change is not None]


def _harmful(finding: Finding) -> bool:
    """Only getting later would mend it, or a bracket that has passed: nothing is proposed."""
    rule = finding.condition
    return finding.status == "fail" and isinstance(rule, Condition) and rule.fact in HARMFUL


def _opens(option: Option, person: Person, day: date | None = None) -> Option | None:
    tried = Option(option.remedy, case_of(person, law_as_of(day or option.case.day), option.case.assumptions))
    return tried if tried.verdict == "open" else None


def _fails(option: Option) -> list[Finding]:
    return [f for f in option.findings if f.status == "fail" and not f.condition.soft]


def _more_income(option: Option) -> dict[str, Any] | None:
    """Follow the margins of what income moves until the way opens; each step is a bound below which it stays shut."""
    person, now = option.case.person, option.case.person.monthly_income
    if (
        now is None
        or not option.findings
        or any(f.status == "unknown" for f in option.findings if not f.condition.soft)
    ):
        return None
    tried, income = option, now
    for _ in range(_ROUNDS):
        step = max((_income_step(tried, finding) for finding in _fails(tried)), default=0)
        if step <= 0:
            return None
        income += step
        moved = person.replace(monthly_income=income)
        tried = Option(option.remedy, case_of(moved, option.case.law, option.case.assumptions))
        if tried.verdict == "open":
            says = f"한 달 소득이 {won(income - now)} 늘어 {won(income)}이 되면 이 길이 열립니다."
            return {"fact": "monthly_income", "from": now, "to": income, "or_on": None, "says": says}
    return None


def _income_step(option: Option, finding: Finding) -> int:
    """By how much income must rise for this finding, won a month; 0 when income does not mend it."""
    rule = finding.condition
    if not isinstance(rule, Condition):
        return 0
    if rule.fact in INCOME_FACTS and rule.op in (">", ">=") and finding.margin is not None:
        return -(finding.margin // 12) if rule.fact == "yearly_income" else -finding.margin
    if rule.fact == "plan_feasible":
        case, terms = option.case, Terms.of(option.case.law)
        owed, worth, spare = case["unsecured_debt"].exact, case["liquidation"].exact, case["disposable"].exact
        priority = case["priority_debt"].exact
        if terms is None or owed is None or worth is None or spare is None or priority is None:
            return 0
        need = needed_monthly(owed, worth, priority, minimum_total(case.law, owed) or 0, terms)
        return max(1, need - int(spare))
    return 0


def _less_debt(option: Option) -> dict[str, Any] | None:
    """The amount above a ceiling, taken off the largest claim that counts for it."""
    fails = _fails(option)
    gaps = [
        (finding.margin, finding.condition.fact)
        for finding in fails
        if isinstance(finding.condition, Condition)
        and finding.condition.fact in DEBT_FACTS
        and finding.margin is not None
    ]
    if not gaps or len(gaps) < len(fails):
        return None
    margin, fact = min(gaps)
    now = option.case[fact].exact
    if now is None:
        return None
    claims = sorted(option.case.legit() or (), key=lambda claim: -(claim.principal.low or 0))
    for claim in claims:
        principal = claim.debt.principal or 0
        if principal < -margin:
            break
        debts = list(option.case.person.debts or ())
        debts[claim.place] = claim.debt.replace(principal=principal + margin)
        if _opens(option, option.case.person.replace(debts=tuple(debts))):
            says = f"{DEBT_FACTS[fact]}이 {won(-margin)} 줄어 {won(now + margin)}이 되면 이 길이 열립니다."
            return {
                "fact": fact,
                "from": now,
                "to": now + margin,
                "or_on": None,
                "says": says,
                "debt": claim.place,
            }
    return None


def _time(option: Option) -> dict[str, Any] | None:
    """The first day on which waiting alone opens the way: refiling periods, and new loans growing older."""
    for when in sorted(_days(option)):
        if when > COVERED_TO:
            return None
        if _opens(option, aged(option.case.person, option.case.day, when), when):
            says = f"{day_text(when)}부터는 다른 것이 그대로라면 이 길이 열립니다."
            return {
                "fact": "time",
                "from": option.case.day.isoformat(),
                "to": None,
                "or_on": when.isoformat(),
                "says": says,
            }
    return None


def _days(option: Option) -> Iterator[date]:
    case = option.case
    for finding in _fails(option):
        rule = finding.condition
        if not isinstance(rule, Condition):
            continue
        if rule.fact in WAITS and finding.value.exact is not None:
            yield case.day + timedelta(days=finding.value.exact)
        elif rule.fact == "new_debt" and case.person.new_debt_6m is None:
            months = case.law.whole("ccrs.new_debt_months") or 0
            for claim in case.legit() or ():
                opened = claim.debt.opened_on
                if opened is not None and opened > add_months(case.day, -months):
                    yield _first_day_older(opened, months)


def _first_day_older(opened: date, months: int) -> date:
    """The first day on which a contract day no longer lies within the months before."""
    when = add_months(opened, months)
    while add_months(when, -months) < opened:
        when += timedelta(days=1)
    return when


def aged(person: Person, today: date, then: date) -> Person:
    """The same person on a later day: arrears have grown by the days between."""
    passed = (then - today).days
    if person.debts is None:
        return person
    debts = tuple(
        debt.replace(days_overdue=min(36_500, debt.days_overdue + passed)) if debt.days_overdue else debt
        for debt in person.debts
    )
    return person.replace(debts=debts)


def _settled(option: Option) -> dict[str, Any] | None:
    """A way that only another running procedure keeps shut."""
    fails = _fails(option)
    facts = {f.condition.fact for f in fails if isinstance(f.condition, Condition)}
    history = option.case.person.history
    if history is None or not facts or len(facts) < len(fails):
        return None
    if facts == {"open_procedure"} and _opens(
        option, option.case.person.replace(history=history.replace(open_procedure="none"))
    ):
        says = "지금 진행 중인 절차가 끝나거나 취하되면 이 길이 열립니다. 그만두기 전에 꼭 상담하세요."
        return {
            "fact": "history.open_procedure",
            "from": history.open_procedure,
            "to": "none",
            "or_on": None,
            "says": says,
        }
    return None


CLIFF_DAYS = 30
CLIFF_SHARE = 20
"""A cliff is shown when at most this many days, or one part in twenty of the amount, are left."""


def cliffs(options: list[Option]) -> list[dict[str, Any]]:
    """Where one step more closes an open way: days of arrears before a bracket ends, income and debt before a limit."""
    made = []
    for option in options:
        if option.verdict != "open":
            continue
        for finding in option.findings:
            rule = finding.condition
            if (
                not isinstance(rule, Condition)
                or finding.status != "pass"
                or finding.margin is None
                or rule.soft
            ):
                continue
            if rule.op in ("<=", "<") and _near(rule.fact, finding.margin, finding.value.exact):
                made.append(_cliff(option, rule, finding.margin))
    return made


def _near(fact: str, margin: int, value: int) -> bool:
    if fact == "overdue_days":
        return margin <= CLIFF_DAYS
    if fact in DEBT_FACTS or fact in INCOME_FACTS or fact == "new_debt":
        return margin * CLIFF_SHARE <= value
    return False


def _cliff(option: Option, rule: Condition, margin: int) -> dict[str, Any]:
    title = option.remedy.title
    if rule.fact == "overdue_days":
        says = f"앞으로 {margin + 1}일 더 밀리면 ‘{title}’ 대상에서 벗어납니다. 그 전에 신청하세요."
    elif rule.fact in INCOME_FACTS:
        says = f"소득이 {won(margin + 1)} 더 늘면 ‘{title}’의 기준을 넘습니다. 소득이 늘 예정이면 상담에서 말씀하세요."
    else:
        name = DEBT_FACTS.get(rule.fact, "새로 빌린 돈")
        says = f"{name}이 {won(margin + 1)} 더 늘면 ‘{title}’의 한도를 넘습니다. 새로 빌리지 마세요."
    return {"remedy": option.code, "fact": rule.fact, "margin": margin, "says": says}
