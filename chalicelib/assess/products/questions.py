"""What a product still lacks, and which question settles most products.

An answer is worth as many thousandths as it brings open products nearer to a decision: a product counts 1,000, shared
by the answers it still lacks. `of` says where an answer belongs: in the person or in the request's `answers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from chalicelib.assess import questions as base
from chalicelib.assess.person import Credit, Debt, History, Person
from chalicelib.assess.products import answers as more
from chalicelib.assess.products.answers import ProductAnswers
from chalicelib.assess.products.product import Match
from chalicelib.law import Law
from chalicelib.rules import Condition, Finding
from chalicelib.rules.text import say
from chalicelib.shapes import CodeShape, Record, Shape

_PLAN = ("history.ccrs_plan", "history.open_procedure", "answers.lender_plan")
_LATE = ("debts", "debts.days_overdue", "debts.creditor", "answers.late_outside_plan")
_OWN: dict[str, tuple[str, ...]] = {
    "stated_income": ("monthly_income",),
    "late_days": _LATE,
    "delinquent": _LATE,
    "longest_late_6m": ("credit.short_delinquencies_6m", "answers.longest_late_6m_days"),
    "short_delinquencies": ("credit.short_delinquencies_6m",),
    "score_low20": ("credit.nice_score", "credit.kcb_score"),
    "low50": ("credit.nice_score", "credit.kcb_score"),
    "work_months": ("employment", "answers.work_months"),
    "pension_received": ("employment", "answers.pension_received"),
    "small_company": ("employment", "answers.small_company"),
    "newly_hired": ("employment", "answers.newly_hired"),
    "in_plan": _PLAN,
    "ccrs_paying": ("history.ccrs_plan",),
    "lender_plan": ("answers.lender_plan",),
    "plan_months": (*_PLAN, "answers.plan_months_paid"),
    "plan_completed": ("history.ccrs_plan", "answers.plan_completed_on"),
    "months_since_completion": ("answers.plan_completed_on",),
    "plan_deferred": ("answers.plan_deferred",),
    "record_lifted": ("answers.record_lifted",),
    "discharged": ("history.none_before",),
    "months_since_discharge": ("history.bankruptcy_discharged_on", "history.rehabilitation_discharged_on"),
    "old_arrears": ("answers.late_since",),
    "care_group": ("statuses",),
    "earned_income_credit": ("answers.earned_income_credit",),
    "yearly_disposable": ("answers.yearly_disposable",),
    "yearly_sales": ("answers.yearly_sales",),
    "household_income": ("monthly_income", "answers.household_monthly_income"),
    "median_general": ("household_size",),
    "median_preferred": ("household_size",),
    "policy_loan": ("answers.policy_loan",),
    "policy_loan_months": ("answers.policy_loan", "answers.policy_loan_months"),
    "months_since_policy_loan": ("answers.policy_loan", "answers.policy_loan_repaid_on"),
    "prevention_loan_repaid": ("answers.prevention_loan_repaid",),
    "micro_instalments": ("answers.micro_loan_instalments",),
    "finance_victim": ("answers.finance_victim",),
    "social_enterprise": ("answers.social_enterprise",),
    "lease_deposit": ("answers.lease_deposit",),
    "lease_deposit_paid": ("answers.lease_deposit_paid",),
    "lease_deposit_paid_min": ("answers.lease_deposit",),
    "couple_homes": ("answers.couple_homes",),
    "capital_area": ("answers.capital_area",),
    "outside_capital": ("answers.capital_area",),
    "small_card_user": ("answers.small_card_user",),
    "regional_health_insured": ("answers.regional_health_insured",),
    "health_unpaid_months": ("answers.health_premium_unpaid_months",),
    "health_arrears": ("answers.health_premium_arrears",),
}
_ASKS = {
    "household_size": "나를 포함해 가족이 모두 몇 명인가요?",
    "credit.nice_score": "NICE 신용점수는 몇 점인가요?",
    "credit.kcb_score": "KCB 신용점수는 몇 점인가요?",
    "credit.short_delinquencies_6m": "최근 {=fast.risk.delays_months|몇 달} 동안 {=fast.risk.delay_days|며칠} 이상 밀린 일이 몇 번 있었나요? 없으면 0입니다.",
    "history.ccrs_plan": "신용회복위원회 채무조정을 받은 적이 있나요?",
    "history.open_procedure": "지금 진행 중인 개인회생, 개인파산, 새출발기금이 있나요?",
    "history.none_before": "지난 채무조정이나 면책이 하나도 없나요?",
    "history.bankruptcy_discharged_on": "파산 면책이 확정된 날은 언제인가요?",
    "history.rehabilitation_discharged_on": "개인회생 면책이 확정된 날은 언제인가요?",
}
_NESTED: dict[str, type[Record]] = {"credit": Credit, "history": History, "debts": Debt}

Paths = frozenset[str]


class Unanswered:
    """Which inputs of one person and answers a fact still waits for; each fact is looked up once."""

    def __init__(self, person: Person, told: ProductAnswers, law: Law) -> None:
        self.person, self.told, self.law = person, told, law
        self._seen: dict[str, Paths] = {}

    def of(self, fact: str) -> Paths:
        if fact not in self._seen:
            sources = _OWN.get(fact) or base.SOURCES.get(fact, ())
            self._seen[fact] = frozenset(path for source in sources for path in self._open(source))
        return self._seen[fact]

    def in_findings(self, findings: Iterable[Finding]) -> set[str]:
        """Inputs that unknown findings wait for. Soft findings decide nothing and ask for nothing."""
        paths: set[str] = set()
        for finding in findings:
            rule = finding.condition
            if finding.status != "unknown" or rule.soft:
                continue
            if isinstance(rule, Condition):
                for fact in rule.facts():
                    paths |= self.of(fact)
            else:
                paths |= self.in_findings(finding.parts)
        return paths

    def _open(self, source: str) -> Iterable[str]:
        head, _, field = source.partition(".")
        if source == _LATE[-1] and not self.person.debts:
            return ()  # asked only of people who list debts that a plan may hold
        if head == "answers":
            return () if getattr(self.told, field) is not None else (f"answers:/{field}",)
        value = getattr(self.person, head)
        if value is None:
            return (f"person:/{head}",)
        if not field:
            return ()
        if head == "debts":
            return (
                f"person:/debts/{i}/{field}" for i, debt in enumerate(value) if getattr(debt, field) is None
            )
        return () if getattr(value, field) is not None else (f"person:/{head}/{field}",)


def next_questions(matches: Iterable[Match], unanswered: Unanswered, most: int = 8) -> list[dict[str, Any]]:
    """Unanswered inputs by worth, the most valuable first; ties by name."""
    worth: dict[str, int] = {}
    for match in matches:
        if match.verdict == "unknown":
            paths = unanswered.in_findings(match.findings)
            for path in paths:
                worth[path] = worth.get(path, 0) + 1000 // len(paths)
    ranked = sorted(worth, key=lambda path: (-worth[path], path.startswith("answers"), path))
    return [question(path, unanswered.law) | {"worth": worth[path]} for path in ranked[:most]]


def missing(match: Match, unanswered: Unanswered) -> list[dict[str, Any]]:
    """The answers that would settle this product; empty where it is decided or only a counsellor can tell."""
    return (
        [question(path, unanswered.law) for path in sorted(unanswered.in_findings(match.findings))]
        if match.verdict == "unknown"
        else []
    )


@lru_cache(maxsize=2048)
def _question(path: str, law: Law) -> tuple[tuple[str, Any], ...]:
    of, _, pointer = path.partition(":")
    name = _name(pointer)
    asks = more.ASKS[name] if of == "answers" else _ASKS.get(name) or base.ASKS[name]
    shape = ProductAnswers.fields[name] if of == "answers" else _shape(name)
    made: dict[str, Any] = {
        "fact": name,
        "of": of,
        "pointer": pointer,
        "asks": say(asks, law),
        "kind": base.kind_of(name, shape),
    }
    options = _options(shape)
    return tuple((made | ({"options": options} if options else {})).items())


def question(path: str, law: Law) -> dict[str, Any]:
    """One question of a day: where the answer belongs (`of`, `pointer`), how it is asked and what kind of value it
    takes."""
    return dict(_question(path, law))


def _name(pointer: str) -> str:
    steps = [step for step in pointer.strip("/").split("/") if not step.isdigit()]
    return ".".join(steps)


def _shape(name: str) -> Shape:
    head, _, field = name.partition(".")
    return _NESTED[head].fields[field] if field else Person.fields[head]


def _options(shape: Shape) -> list[dict[str, str]]:
    codes = shape if isinstance(shape, CodeShape) else getattr(shape, "item", None)
    return (
        [{"code": code, "label": label} for code, label in codes.codes.items()]
        if isinstance(codes, CodeShape)
        else []
    )
