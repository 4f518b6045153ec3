"""취약차주 재무진단: the budget beside what courts recognise, two stresses, vulnerability with sources, first things.

The stresses are a counsellor's convention, not law: income falls by a fifth, and rates rise by two points on every
claim at a rate. Won a month.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chalicelib.assess import household as home
from chalicelib.assess.diagnosis import living_cost
from chalicelib.assess.facts import Case, case_of
from chalicelib.assess.remedy import Option
from chalicelib.assess.urgent import urgent
from chalicelib.rules import Span, exactly, plain

INCOME_FALL = Decimal(20)
RATE_RISE = Decimal(2)
ELDER_AGE_KEY = "wo.vulnerable.age_min"


def financial_diagnosis(case: Case, options: list[Option]) -> dict[str, Any]:
    return {
        "budget": budget(case),
        "stress": [_income_stress(case, options), _rate_stress(case)],
        "vulnerabilities": vulnerabilities(case),
        "first_things": first_things(case),
    }


def budget(case: Case) -> dict[str, Any]:
    """Income, living cost as told, the living cost that courts recognise for the household, and debt service."""
    person = case.person
    sizes = home.household(person)
    median = home.share_span(case.law, sizes, "reh.living_base_percent")
    parts = person.living_cost.dump() if person.living_cost else {}
    parts.pop("total", None)
    included = case.law.get("seo.housing_included")
    rent = None
    if included is not None and sizes.exact is not None:
        rent = included.value.get(str(min(sizes.exact, 4)))
    return {
        "income": person.monthly_income,
        "living_cost": living_cost(person.living_cost),
        "parts": parts,
        "recognised": plain(median) if median.high is not None else None,
        "recognised_housing": rent,
        "debt_service": plain(case["debt_service"]) if person.debts is not None else None,
        "left": plain(left)
        if (left := _left(case, case["income"], case["debt_service"])) is not None
        else None,
        "source": "00 T2; 07 seo.housing_included",
    }


def _left(case: Case, income: Span, service: Span) -> Span | None:
    """Income less living cost (told, else recognised) less debt service."""
    if case.person.monthly_income is None or case.person.debts is None:
        return None
    told = living_cost(case.person.living_cost)
    cost = case["court_living"] if told is None else exactly(told)
    return income.minus(cost).minus(service)


def _income_stress(case: Case, options: list[Option]) -> dict[str, Any]:
    """A fifth less income: what is left, and which ways change."""
    says = f"소득이 {INCOME_FALL}% 줄면"
    now = case.person.monthly_income
    if now is None:
        return {"id": "income_falls", "says": says, "left": None, "ways_changed": []}
    less = int((now * (100 - INCOME_FALL) / 100).quantize(Decimal(1), ROUND_HALF_UP))
    moved = case_of(case.person.replace(monthly_income=less), case.law, case.assumptions)
    changed = []
    for option in options:
        then = Option(option.remedy, moved).verdict
        if then != option.verdict:
            changed.append({"remedy": option.code, "from": option.verdict, "to": then})
    left = _left(moved, moved["income"], moved["debt_service"])
    return {
        "id": "income_falls",
        "says": says,
        "left": None if left is None else plain(left),
        "ways_changed": changed,
    }


def _rate_stress(case: Case) -> dict[str, Any]:
    """Two points more on every claim with a rate: the interest that comes on top of a month's service."""
    says = f"금리가 {RATE_RISE}%p 오르면"
    legit = case.legit()
    principal: Span = case["principal"]
    if legit is None or principal.exact is None:
        return {"id": "rates_rise", "says": says, "left": None, "extra": None}
    bearing = sum(
        claim.debt.principal or 0 for claim in legit if not claim.surviving and claim.debt.annual_rate != 0
    )
    extra = int((bearing * RATE_RISE / 1200).quantize(Decimal(1), ROUND_HALF_UP))
    left = _left(case, case["income"], case["debt_service"] + exactly(extra))
    return {"id": "rates_rise", "says": says, "extra": extra, "left": None if left is None else plain(left)}


def vulnerabilities(case: Case) -> list[dict[str, str]]:
    """Circumstances that open special programmes, each with the sheet row that names it."""
    statuses, made = case["statuses"] or frozenset(), []
    table = {
        "basic_livelihood": (
            "기초생활수급자입니다. 원금 감면과 특별면책, 소송구조에서 먼저 살핍니다.",
            "03 특별면책; 08 bkr.aid",
        ),
        "near_poverty": ("차상위계층입니다. 법률구조와 일부 상품에서 우대합니다.", "products 02.7"),
        "severe_disability": (
            "중증장애인입니다. 원금 감면과 특별면책에서 먼저 살핍니다.",
            "03 특별면책; 07 reh.term_shorter",
        ),
        "single_parent": (
            "한부모가족입니다. 개인회생 변제 기간이 짧아질 수 있습니다.",
            "07 reh.term_shorter",
        ),
        "lease_fraud_victim": (
            "전세사기피해자입니다. 연체 등록을 미루고 변제 기간을 줄일 길이 있습니다.",
            "09.6 jeonse.credit; 07 reh.term_shorter",
        ),
        "disaster_victim": (
            "재난 피해자입니다. 추심을 미루고 상환을 유예할 수 있습니다.",
            "06 collect.defer",
        ),
    }
    for code, (says, source) in table.items():
        if code in statuses:
            made.append({"code": code, "says": says, "source": source})
    elder = case.law.whole(ELDER_AGE_KEY)
    if (
        elder is not None
        and case.person.age is not None
        and case.person.age >= elder
        and case["income_under_sixty"]
    ):
        made.append(
            {
                "code": "elder_low_income",
                "says": "나이가 많고 소득이 적어 특례의 대상일 수 있습니다.",
                "source": "03 특별면책",
            }
        )
    if case.person.minor_children and case.person.minor_children >= (
        case.law.whole("reh.term_shorter_children") or 99
    ):
        made.append(
            {
                "code": "children",
                "says": "미성년 자녀가 여럿이면 개인회생 변제 기간이 짧아질 수 있습니다.",
                "source": "07 reh.term_shorter_children",
            }
        )
    return made


def first_things(case: Case) -> list[dict[str, Any]]:
    """What comes before any remedy: running deadlines and danger, then a negative budget."""
    made = [{"code": item["code"], "says": item["says"], "source": item["source"]} for item in urgent(case)]
    left = _left(case, case["income"], case["debt_service"])
    if left is not None and left.high is not None and left.high < 0:
        says = "생활비와 갚는 돈이 소득보다 많습니다. 먹고 자고 아프지 않는 데 쓰는 돈과 세금·건강보험료를 먼저 지키고, 나머지는 상담에서 함께 정하세요."
        made.append({"code": "negative_budget", "says": says, "source": "worked-logic G4, G6"})
    return made
