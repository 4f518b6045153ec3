"""Going on as now: what the debts cost when nothing changes, or that they never end (worked-logic §3)."""

from __future__ import annotations

from chalicelib.assess import contacts
from chalicelib.assess.facts import Case
from chalicelib.assess.remedy import Effects, Estimate, Outlook, Remedy
from chalicelib.assess.repayment import schedule, totals
from chalicelib.rules import ZERO, Condition, exactly, total
from chalicelib.rules.words import won

RULES = (
    Condition(
        "self_repayment.any_debt",
        "any_debt",
        "is",
        bound=True,
        says="갚아야 할 빚이 있어야 합니다.",
        fail="적어 주신 빚이 없습니다.",
        ask="빚을 알려 주세요.",
        source="worked-logic §3",
    ),
    Condition(
        "self_repayment.ends",
        "repayment_ends",
        "is",
        bound=True,
        says="지금 내는 돈으로 빚이 끝나야 합니다.",
        fail="지금 내는 돈으로는 이자도 다 갚지 못해 빚이 끝나지 않습니다.",
        ask="빚마다 원금, 이율, 매달 내는 돈을 알려 주세요.",
        source="worked-logic §3",
    ),
    Condition(
        "self_repayment.affordable",
        "service_gap",
        "<=",
        bound=0,
        says="생계비를 쓰고 남는 돈으로 매달 낼 돈을 감당할 수 있어야 합니다.",
        fail="생계비를 쓰고 나면 매달 낼 돈이 {gap} 모자랍니다.",
        ask="한 달 소득과 매달 갚는 돈을 알려 주세요.",
        source="worked-logic G6",
    ),
)


def estimate(case: Case) -> Estimate | None:
    """Every claim at its own rate with today's instalment, until the last one is gone."""
    reckoned = totals(case)
    if reckoned is None:
        return None
    months, paid, interest = reckoned
    return Estimate(
        monthly_payment=total(exactly(claim.debt.monthly_payment) for claim in case.legit() or ()),
        months=exactly(months),
        total_paid=exactly(paid),
        forgiven=ZERO,
        fees=ZERO,
        notes=(f"이자로 나가는 돈이 모두 {won(interest)}입니다.",),
        schedule=lambda: schedule(case),
        payable=None if case["service_gap"].exact is None else case["service_gap"].exact <= 0,
    )


REMEDY = Remedy(
    code="self_repayment",
    title="지금처럼 갚기",
    order=10,
    programme="",
    rules=RULES,
    estimate=estimate,
    effects=Effects(
        credit_record="밀리지 않으면 새로운 기록이 남지 않습니다.",
        guarantors="밀리지 않으면 보증인에게 청구되지 않습니다.",
        collection="밀리면 추심을 받을 수 있습니다.",
        home="담보대출을 밀리지 않으면 집을 지킬 수 있습니다.",
        job_limits="직업 제한이 없습니다.",
    ),
    documents=(),
    steps=(
        "이율이 높은 빚부터 조금씩 더 갚고, 새로 빌리지 않습니다.",
        "한 달이라도 밀릴 것 같으면 밀리기 전에 상담하세요.",
    ),
    contacts=contacts.COMMITTEE[::-1],
    source="worked-logic",
    outlook=Outlook(
        collection_stops="밀리지 않으면 추심이 없습니다.",
        car="할부를 계속 내면 차를 지킵니다.",
        failure="밀리기 시작하면 연체이자가 붙고 기록이 남습니다. 밀리기 전에 상담하세요.",
    ),
)
