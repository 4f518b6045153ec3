"""Which unanswered question is worth most, read off the findings that are still open.

The questionnaire is derived from the rules: every open finding reads a fact, every fact comes from answers, and an
answer is worth as many thousandths as it brings open remedies nearer to a decision (a remedy counts 1,000 shared by
the answers it still lacks; an estimate that a missing answer would narrow counts 300 the same way).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from chalicelib.assess.facts import Case
from chalicelib.assess.more_facts import MORE_ASKS, MORE_SOURCES
from chalicelib.assess.person import Asset, Debt, Person
from chalicelib.assess.remedy import Option
from chalicelib.law import Law
from chalicelib.rules import Condition, Finding
from chalicelib.rules.text import say
from chalicelib.shapes import (
    BoolShape,
    CodeShape,
    DateShape,
    IntShape,
    ListShape,
    RateShape,
    RecordShape,
    Shape,
)

_SIZES = ("debts", "debts.principal", "debts.kind", "debts.collateral_value")
_MEMBER = (*_SIZES, "debts.creditor")
_MONTH = ("monthly_income", "dependants")
_PLAN = ("monthly_income", "dependants", "debts", "debts.principal", "debts.kind", "assets")
SOURCES: dict[str, tuple[str, ...]] = {
    "any_debt": ("debts",),
    "total_debt": _SIZES,
    "secured_debt": _SIZES,
    "unsecured_debt": _SIZES,
    "principal": ("debts", "debts.principal"),
    "member_debt": _MEMBER,
    "member_secured": _MEMBER,
    "member_unsecured": _MEMBER,
    "member_principal": _MEMBER,
    "member_claims": ("debts", "debts.creditor"),
    "creditors": ("debts", "debts.creditor"),
    "overdue_days": ("debts", "debts.days_overdue"),
    "overdue_years": ("debts", "debts.days_overdue"),
    "new_debt": ("new_debt_6m",),
    "new_debt_limit": ("debts", "debts.principal"),
    "income": ("monthly_income",),
    "yearly_income": ("monthly_income",),
    "couple_yearly_income": ("monthly_income", "spouse_monthly_income"),
    "income_regular": ("income_regular",),
    "court_living": ("dependants",),
    "ccrs_living": ("dependants",),
    "income_over_living": _MONTH,
    "disposable": _MONTH,
    "ccrs_capacity": (*_MONTH, "debts"),
    "income_under_sixty": _MONTH,
    "age": ("age",),
    "statuses": ("statuses",),
    "hardships": ("hardships",),
    "causes": ("causes",),
    "legal_actions": ("legal_actions",),
    "employment": ("employment",),
    "maybe_vulnerable": ("statuses", "employment"),
    "open_procedure": ("history",),
    "ccrs_plan": ("history",),
    "court_wait_rehabilitation": ("history",),
    "court_wait_bankruptcy": ("history",),
    "transfers_2y": ("transfers_2y",),
    "occupation_barred": ("occupation_barred",),
    "short_delinquencies": ("credit",),
    "score_low10": ("credit",),
    "score_low20": ("credit",),
    "protected_net_assets": ("assets", "region"),
    "net_assets": ("assets",),
    "net_worth": ("assets", "debts", "debts.principal"),
    "liquidation": ("assets", "region"),
    "home_value": ("assets",),
    "homes": ("assets",),
    "priority_debt": ("debts",),
    "surviving_debt": ("debts",),
    "surviving_half": ("debts",),
    "debt_service": ("debts", "debts.monthly_payment"),
    "service_gap": (*_MONTH, "debts", "debts.monthly_payment"),
    "repayment_ends": ("debts", "debts.annual_rate", "debts.monthly_payment"),
    "insolvent": ("assets", "debts", "debts.principal", "monthly_income", "dependants"),
    "plan_feasible": _PLAN,
    "lasting_inability": (*_PLAN, "region"),
    "written_off": ("debts.written_off",),
    "living_cost": ("living_cost",),
    **MORE_SOURCES,
}

ASKS: dict[str, str] = {
    "debts": "갚아야 할 빚을 하나씩 알려 주세요.",
    "debts.kind": "이 빚은 어떤 빚인가요?",
    "debts.creditor": "이 빚은 어디에서 빌렸나요?",
    "debts.principal": "이 빚의 원금은 얼마인가요?",
    "debts.days_overdue": "이 빚은 며칠째 밀렸나요? 밀리지 않았으면 0입니다.",
    "debts.annual_rate": "이 빚의 이자율은 연 몇 퍼센트인가요?",
    "debts.monthly_payment": "이 빚에 매달 얼마를 내고 있나요?",
    "debts.collateral_value": "이 빚에 걸린 담보는 시세가 얼마인가요?",
    "debts.written_off": "금융회사가 이 빚을 상각했다고 알려 왔나요?",
    "monthly_income": "세금과 보험료를 떼고 한 달에 얼마를 버나요?",
    "income_regular": "지금 소득이 앞으로도 계속 들어오나요?",
    "dependants": "내 소득으로 함께 사는 가족은 나를 빼고 몇 명인가요?",
    "spouse_monthly_income": "배우자는 한 달에 얼마를 버나요? 없으면 0입니다.",
    "age": "만 나이가 어떻게 되나요?",
    "region": "어느 지역에 사나요?",
    "assets": "집, 보증금, 자동차, 예금, 보험처럼 가진 재산을 알려 주세요.",
    "statuses": "해당하는 상황이 있나요? 없으면 ‘없음’을 고르세요.",
    "hardships": "최근에 겪은 어려움이 있나요?",
    "causes": "빚이 생긴 까닭은 무엇인가요?",
    "legal_actions": "지급명령이나 압류 같은 통지를 받았나요?",
    "employment": "지금 어떤 일을 하고 있나요?",
    "history": "전에 면책이나 채무조정을 받았거나, 지금 진행 중인 절차가 있나요?",
    "transfers_2y": "최근 {=reh.lookback.gifts_years|몇 해} 안에 재산을 남에게 넘기거나 판 일이 있나요?",
    "occupation_barred": "파산하면 자격이 제한되는 직업(공무원, 변호사, 보험설계사 등)인가요?",
    "credit": "신용점수와 최근 {=fast.risk.delays_months|몇 달} 동안 {=fast.risk.delay_days|며칠} 이상 밀린 횟수를 알려 주세요.",
    "new_debt_6m": "최근 {=ccrs.new_debt_months|몇 달} 동안 새로 빌린 원금은 모두 얼마인가요? 없으면 0입니다.",
    "living_cost": "월세, 의료비, 교육비 같은 한 달 생활비를 알려 주세요.",
    "keeps_home": "지금 집을 지키고 싶은가요?",
    "business": "사업을 했다면 시작한 날과 그만둔 날을 알려 주세요.",
    **MORE_ASKS,
}
_PRIOR = {name: place for place, name in enumerate(ASKS)}


def next_questions(
    case: Case, options: Iterable[Option], most: int = 8, skip: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Unanswered inputs by worth, most valuable first; ties in the order of ASKS. skip: JSON Pointers that the person
    put aside, so that the next ones move up in their place."""
    worth: dict[str, int] = {}
    for option in options:
        if option.verdict == "closed":
            continue
        _share(worth, _lacking(option.findings, case.person), 1000)
        estimate = option.estimate
        if estimate is not None and option.verdict == "open":
            lacking = {path for fact in estimate.missing for path in _unanswered(fact, case.person)}
            _share(worth, lacking, 300)
        for _, findings, _verdict in option.branches:
            if _verdict == "unknown":
                _share(worth, _lacking(findings, case.person), 100)
    ranked = sorted(worth, key=lambda path: (-worth[path], _PRIOR.get(_generic(path), 99), path))
    wanted = [path for path in ranked if path not in skip]
    return [_question(path, worth[path], case.law) for path in wanted[:most]]


def _share(worth: dict[str, int], paths: set[str], points: int) -> None:
    for path in paths:
        worth[path] = worth.get(path, 0) + points // len(paths)


def _lacking(findings: tuple[Finding, ...], person: Person) -> set[str]:
    """Inputs that open findings wait for. Soft findings decide nothing and ask for nothing here."""
    paths: set[str] = set()
    for finding in findings:
        if finding.status != "unknown" or finding.condition.soft:
            continue
        if isinstance(finding.condition, Condition):
            for fact in finding.condition.facts():
                paths |= _unanswered(fact, person)
        else:
            paths |= _lacking(finding.parts, person)
    return paths


def _unanswered(fact: str, person: Person) -> set[str]:
    paths: set[str] = set()
    for source in SOURCES.get(fact, ()):
        head, _, field = source.partition(".")
        if not field:
            if getattr(person, head) is None and not (head == "dependants" and person.household_size == 1):
                paths.add(f"/{head}")
            continue
        told = getattr(person, head)
        if isinstance(told, tuple):
            paths |= {f"/{head}/{i}/{field}" for i, one in enumerate(told) if _asked(one, field)}
        elif told is not None and getattr(told, field) is None:
            paths.add(f"/{head}/{field}")
    return paths


def _asked(debt: Debt | Asset, field: str) -> bool:
    if getattr(debt, field) is not None:
        return False
    if isinstance(debt, Asset):
        return debt.kind == "home"  # what is asked of a thing so far concerns homes
    if field == "collateral_value":
        return debt.kind in ("mortgage", "lease_deposit_loan", "vehicle_loan")
    if field == "creditor":
        return debt.ccrs_member is None and debt.kind not in (
            "tax",
            "social_insurance",
            "fine",
            "support",
            "damages",
        )
    return True


def _generic(path: str) -> str:
    return ".".join(step for step in path.strip("/").split("/") if not step.isdigit())


def _question(path: str, worth: int, law: Law) -> dict[str, Any]:
    name = _generic(path)
    shape = _shape(name)
    made: dict[str, Any] = {
        "fact": name,
        "pointer": path,
        "asks": say(ASKS[name], law),
        "worth": worth,
        "kind": kind_of(name, shape),
    }
    if isinstance(shape, CodeShape):
        made["options"] = [{"code": code, "label": label} for code, label in shape.codes.items()]
    elif isinstance(shape, ListShape) and isinstance(shape.item, CodeShape):
        made["options"] = [{"code": code, "label": label} for code, label in shape.item.codes.items()]
    return made


def _shape(name: str) -> Shape:
    head, _, field = name.partition(".")
    shape = Person.fields[head]
    if not field:
        return shape
    record = shape.item if isinstance(shape, ListShape) else shape
    assert isinstance(record, RecordShape)
    return record.record.fields[field]


def kind_of(name: str, shape: Shape) -> str:
    """How a client asks for the value: won, count, bool, code, codes, date, rate, debts, assets or record."""
    if name in ("debts", "assets"):
        return name
    if isinstance(shape, IntShape):
        return "won" if shape.unit == "won" else "count"
    simple = {
        BoolShape: "bool",
        RateShape: "rate",
        DateShape: "date",
        CodeShape: "code",
        RecordShape: "record",
    }
    return simple.get(type(shape), "codes" if isinstance(shape, ListShape) else "text")
