"""사전채무조정 (이자율 채무조정, 프리워크아웃): 31 to 89 days late; interest is cut, principal stays (sheet 02)."""

from __future__ import annotations

from chalicelib.assess import ccrs, ccrs_advice
from chalicelib.assess.branches.committee import deferral, job_success
from chalicelib.assess.claim_notes import ccrs_claims
from chalicelib.assess.dates import add_months
from chalicelib.assess.facts import Case
from chalicelib.assess.money import annuity, equal_schedule
from chalicelib.assess.remedy import Branch, Effects, Estimate, Outlook, Remedy, Variant
from chalicelib.rules import Span, exactly


def estimate(case: Case) -> Estimate | None:
    """Contract rate cut by 30-70 %, floor 3.25 %; the cap is not settled, so none is applied to the range."""
    law, debts = case.law, ccrs.principals(case)
    cut, floor, longest = law.get("pre.rate_cut"), law.decimal("pre.rate_floor"), law.months("pre.term_max")
    if debts is None or cut is None or floor is None or longest is None or not debts[0]:
        return None
    rates = ccrs.rate_bounds(debts[0], cut.value["min"], cut.value["max"], floor, None, None)
    if rates is None:
        return None
    basis = ("pre.rate_cut", "pre.rate_floor", "pre.term_max", "ccrs.fee")
    made = ccrs.level_estimate(case, rates, debts[1], longest, basis)
    variants, (low, high) = list(made.variants), debts[1]
    assert low is not None and high is not None
    cap = law.decimal("pre.rate_cap_low")
    capped = (
        None
        if cap is None
        else ccrs.rate_bounds(debts[0], cut.value["min"], cut.value["max"], floor, cap, cap)
    )
    if cap is not None and capped is not None:
        pay = Span(annuity(low, capped[0], longest), annuity(high, capped[1], longest))
        variants.append(
            Variant(
                "capped_rate",
                f"이자율 상한이 {cap}%라면(확인되지 않음), {longest}개월",
                pay,
                exactly(longest),
            )
        )
    other, card = law.decimal("pre.rate_cap_high"), law.decimal("pre.rate_cap_card_high")
    milder = (
        None
        if other is None or card is None
        else ccrs.rate_bounds(debts[0], cut.value["min"], cut.value["max"], floor, other, card)
    )
    if milder is not None:
        pay = Span(annuity(low, milder[0], longest), annuity(high, milder[1], longest))
        variants.append(
            Variant(
                "capped_rate_high",
                f"이자율 상한이 {other}%(카드 {card}%)라면(확인되지 않음), {longest}개월",
                pay,
                exactly(longest),
            )
        )
    variants += ccrs.interest_only(case, "pre", debts[1])
    notes = ("조정 이자율의 상한은 자료마다 달라 상담에서 확인해야 합니다.", *made.notes)
    return made._replace(variants=tuple(variants), notes=notes).with_fees(ccrs.fee(case))


def special_estimate(case: Case) -> Estimate | None:
    """특례: no interest; principal cut up to 30 % on loans at least six months old and not written off."""
    law, debts = case.law, ccrs.principals(case)
    cut, longest = law.decimal("pre.special.principal_cut_max"), law.months("pre.special.term_max")
    age = law.months("pre.special.loan_age_months")
    if debts is None or cut is None or longest is None or age is None or not debts[0]:
        return None
    since = add_months(case.day, -age)
    cuttable = sum(
        part
        for claim, part in debts[0]
        if claim.debt.written_off is not True
        and (claim.debt.opened_on is None or claim.debt.opened_on <= since)
    )
    low, high = debts[1]
    assert low is not None and high is not None
    most = int(cuttable * cut / 100)
    rest = Span(max(0, low - most), high)
    assert rest.low is not None
    return Estimate(
        monthly_payment=Span(-(-rest.low // longest), -(-high // longest)),
        months=exactly(longest),
        total_paid=rest,
        forgiven=Span(0, most),
        fees=ccrs.fee(case),
        basis=("pre.special.principal_cut_max", "pre.special.term_max", "pre.special.loan_age_months"),
        schedule=lambda: equal_schedule(high, longest),
    )


REMEDY = Remedy(
    code="pre_workout",
    title="사전채무조정(프리워크아웃)",
    order=40,
    programme="pre.programme",
    rules=(
        *ccrs.MEMBER_DEBT,
        *ccrs.overdue("pre_workout", "pre.overdue_min", "pre.overdue_max"),
        *ccrs.HONESTY,
    ),
    estimate=estimate,
    effects=Effects(
        credit_record="공공정보는 등록되지 않고, 확정되면 단기연체정보가 풀립니다.",
        guarantors="{ccrs.covers.guarantor|보증인도 신청할 수 있는지는 상담에서 확인하세요.}",
        collection=ccrs.COLLECTION,
        home="담보대출은 이 계획에 들어가지 않고 담보권은 그대로입니다. 주택담보대출은 따로 상담합니다.",
        job_limits=ccrs.NO_JOB_LIMIT,
    ),
    documents=ccrs.DOCUMENTS,
    steps=ccrs.STEPS,
    contacts=ccrs.CONTACTS,
    branches=(
        Branch(
            "special",
            "사전채무조정 특례(원금 감면)",
            (
                ccrs.vulnerable(
                    "pre_workout.special", "pre.special.age_min", "pre.special.income_percent_max"
                ),
                ccrs.asset_test("pre_workout"),
            ),
            special_estimate,
            since="pre.special.principal_cut_max",
            says="한시 제도가 해마다 연장되어 왔습니다. 지금도 운영하는지 상담에서 확인하세요.",
        ),
        deferral("pre"),
        job_success(
            "pre_workout",
            "pre.job_success_rate",
            "연 {pre.job_success_rate}의 이자율로 나눌 수 있습니다.",
            with_rate=True,
        ),
    ),
    warnings=(
        "밀린 지 {#clock.long/days}일이 되면 장기연체로 등록되고 카드와 대출이 막힙니다. 기다리지 말고 상담하세요.",
    ),
    source="02",
    outlook=Outlook(
        collection_stops="신청한 다음 날부터 멈춥니다.",
        setup="ccrs.typical_duration",
        car="자동차 할부·담보대출은 들어가지 않으니 계속 내야 차를 지킵니다.",
        failure="{life.lapse} 이상 밀리면 실효되어 깎인 이자와 연체 기록이 되살아납니다.",
    ),
    advice=ccrs_advice.pre_workout,
    claims=ccrs_claims,
)
