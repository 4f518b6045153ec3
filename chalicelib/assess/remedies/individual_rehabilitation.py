"""개인회생: the debtor with regular income pays what is left over for normally three years (sheet 07, DRBA 579-627)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from chalicelib.assess import contacts, court_advice
from chalicelib.assess.branches.court_plan import HIGH_INCOME, RUNNING, SHORTER
from chalicelib.assess.capacity import court_plans
from chalicelib.assess.claim_notes import rehabilitation_claims
from chalicelib.assess.facts import Case
from chalicelib.assess.household import household, median_basis
from chalicelib.assess.money import steady_schedule
from chalicelib.assess.plan import Plan, Terms, needed_monthly
from chalicelib.assess.remedy import Effects, Estimate, Outlook, Remedy, Variant
from chalicelib.rules import Condition, Span, exactly

RULES = (
    Condition(
        "individual_rehabilitation.any_debt",
        "any_debt",
        "is",
        bound=True,
        says="갚아야 할 빚이 있어야 합니다.",
        fail="적어 주신 빚이 없습니다.",
        ask="빚을 알려 주세요.",
        article="채무자회생법 제579조",
        source="07 §7.2",
    ),
    Condition(
        "individual_rehabilitation.insolvency",
        "insolvent",
        "is",
        bound=True,
        says="빚이 재산보다 많거나, 매달 갚을 돈이 여력보다 많아야 합니다(지급불능이나 그럴 염려).",
        fail="재산이 빚보다 많고 매달 갚을 여력도 있습니다.",
        ask="가진 재산과 매달 갚는 돈을 알려 주세요.",
        article="채무자회생법 제579조제1호",
        source="07 reh.insolvency (DRBA 579①)",
    ),
    Condition(
        "individual_rehabilitation.secured_max",
        "secured_debt",
        "<=",
        law="reh.secured_max",
        says="담보 있는 빚이 {bound} 이하여야 합니다.",
        fail="담보 있는 빚이 {bound}을 {gap} 넘습니다. 일반회생을 알아보세요.",
    ),
    Condition(
        "individual_rehabilitation.unsecured_max",
        "unsecured_debt",
        "<=",
        law="reh.unsecured_max",
        says="담보 없는 빚이 {bound} 이하여야 합니다.",
        fail="담보 없는 빚이 {bound}을 {gap} 넘습니다. 일반회생을 알아보세요.",
    ),
    Condition(
        "individual_rehabilitation.regular_income",
        "income_regular",
        "is",
        bound=True,
        says="앞으로도 계속 들어올 소득(급여·영업·연금)이 있어야 합니다.",
        fail="계속되는 소득이 없으면 개인회생을 할 수 없습니다. 개인파산·면책을 함께 살펴보세요.",
        ask="지금 소득이 앞으로도 계속되는지 알려 주세요.",
        article="채무자회생법 제579조제2호, 제3호",
        source="07 reh.income (DRBA 579 2·3)",
    ),
    Condition(
        "individual_rehabilitation.disposable",
        "disposable",
        ">",
        bound=0,
        says="소득에서 인정 생계비를 빼고 남는 돈이 있어야 합니다.",
        fail="소득에서 인정 생계비를 빼면 남는 돈이 없습니다({gap} 모자람). 개인파산·면책을 함께 살펴보세요.",
        ask="한 달 소득과 부양가족을 알려 주세요.",
        article="채무자회생법 제579조제4호",
        source="07 §7.2 predicate 3 (reh.living_base)",
    ),
    Condition(
        "individual_rehabilitation.refiling",
        "court_wait_rehabilitation",
        "<=",
        bound=0,
        says="마지막 면책이 확정된 뒤 {reh.refiling_after_discharge}이 지났어야 합니다.",
        fail="마지막 면책 뒤 {reh.refiling_after_discharge}이 되려면 {value} 남았습니다.",
        ask="전에 파산이나 개인회생으로 면책받은 적이 있는지 알려 주세요.",
        article="채무자회생법 제595조제5호",
        source="07 reh.refiling_after_discharge (DRBA 595 5호, 620①1)",
    ),
    Condition(
        "individual_rehabilitation.no_open_case",
        "open_procedure",
        "in",
        bound=("none", "new_start_fund"),
        says="진행 중인 다른 법원 절차가 없어야 합니다.",
        fail="이미 법원 절차가 진행 중입니다. 그 사건에서 할 수 있는 일을 상담하세요.",
        ask="지금 진행 중인 개인회생·파산 절차가 있는지 알려 주세요.",
        article="채무자회생법 제595조",
        source="07 §7.2",
    ),
    Condition(
        "individual_rehabilitation.feasible",
        "plan_feasible",
        "is",
        bound=True,
        says="낼 수 있는 돈으로 청산가치와 세금 등을 갚는 계획이 서야 합니다.",
        fail="지금 여력으로는 {reh.term_max}을 내도 재산 가치(청산가치)나 세금 등을 다 갚는 계획이 서지 않습니다.",
        ask="재산과 소득을 알면 변제계획이 서는지 볼 수 있습니다.",
        article="채무자회생법 제614조제1항제4호",
        source="07 reh.liquidation (DRBA 614①4)",
    ),
    Condition(
        "individual_rehabilitation.honest_property",
        "transfers_2y",
        "is",
        bound=False,
        soft=True,
        says="최근에 재산을 넘기거나 한 사람에게만 갚지 않았어야 합니다.",
        fail="최근 {reh.lookback.gifts_years} 안에 넘긴 재산은 아직 있는 것처럼 청산가치에 더해질 수 있습니다.",
        ask="최근 {reh.lookback.gifts_years} 안에 재산을 넘긴 일이 있으면 상담에서 꼭 말씀하세요.",
        article="채무자회생법 제391조, 제584조",
        source="07 §7.4",
    ),
)
BASIS = (
    "reh.living_base_percent",
    "reh.term_normal",
    "reh.term_max",
    "reh.discount_rate",
    "reh.min_5pct",
    "reh.min_3pct",
    "reh.delivery_unit",
    "reh.stamp_efile",
)


def estimate(case: Case) -> Estimate | None:
    """Disposable income for the plan's months; ranges over every corner of what is not known exactly."""
    plans = court_plans(case, case)
    if plans is None:
        return None
    standing = [plan for plan in plans if not plan.obstacle]
    if not standing:
        return None
    if case.assumptions.monthly_payment is not None:
        return _at(case, case.assumptions.monthly_payment, standing)
    worst = max(standing, key=lambda plan: plan.total)
    unsecured: Span = case["unsecured_debt"]
    assert unsecured.low is not None and unsecured.high is not None
    total_paid = _span(plan.total for plan in standing)
    made = Estimate(
        monthly_payment=_span(plan.monthly for plan in standing),
        months=_span(plan.months for plan in standing),
        total_paid=total_paid,
        forgiven=Span(
            max(0, unsecured.low - (total_paid.high or 0)), max(0, unsecured.high - (total_paid.low or 0))
        ),
        basis=_basis(case)
        + (("seo.housing_included", "seo.housing_extra_max") if _rent_counts(case) else ()),
        missing=_missing(case),
        notes=_notes(case, worst),
        variants=_variants(case, worst),
        schedule=lambda: steady_schedule(worst.monthly, worst.months, worst.total),
        payable=len(standing) == len(plans) or None,
    )
    return made.with_fees(fees(case, worst))


def _at(case: Case, monthly: int, plans: list[Plan]) -> Estimate:
    """A counsellor's instalment in place of the reckoned one, over the same months."""
    months = max(plan.months for plan in plans)
    owed = case["unsecured_debt"].high or 0
    paid = min(owed, monthly * months)
    return Estimate(
        exactly(monthly),
        exactly(months),
        exactly(paid),
        exactly(owed - paid),
        fees(case, plans[0]),
        _basis(case),
        schedule=lambda: steady_schedule(monthly, months, paid),
    )


def fees(case: Case, plan: Plan) -> Span | None:
    """Court costs, won: stamp by e-filing, one request for a stay, delivery (10 + 8 x creditors); at the high end an
    outside trustee (its fee to confirmation and 1 % of what is paid in). A lawyer's fee is not in it."""
    law, legit = case.law, case.legit()
    unit, base, each = (law.whole(f"reh.delivery_{name}") for name in ("unit", "base", "per_creditor"))
    stamp, stay = law.whole("reh.stamp_efile"), law.whole("reh.stamp_stay")
    if legit is None or unit is None or base is None or each is None or stamp is None or stay is None:
        return None
    court = stamp + 2 * stay + (base + each * len(legit)) * unit
    percent, trustee = law.decimal("reh.trustee_after") or Decimal(0), law.whole("reh.trustee") or 0
    share = int((plan.total * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))
    return Span(court, court + trustee + share)


def _span(values: object) -> Span:
    found = list(values)  # type: ignore[call-overload]
    return Span(min(found), max(found))


def _basis(case: Case) -> tuple[str, ...]:
    return BASIS + median_basis(case.law, household(case.person))


def _rent_counts(case: Case) -> bool:
    return bool(case.person.living_cost and case.person.living_cost.rent)


def _missing(case: Case) -> tuple[str, ...]:
    missing = [
        name
        for name in ("income", "court_living", "liquidation", "unsecured_debt")
        if case[name].exact is None
    ]
    if case.person.living_cost is None and case.assumptions.court_living_cost is None:
        missing.append("living_cost")
    return tuple(missing)


def _notes(case: Case, worst: Plan) -> tuple[str, ...]:
    notes = ["남는 돈을 모두 내는 것으로 셈했습니다. 법원은 생계비를 더하거나 뺄 수 있습니다."]
    cost, owed = case.person.living_cost, case["unsecured_debt"].high
    if owed is not None and worst.total > owed:
        notes.append("가진 재산이 빚만큼 커서, 절차를 시작한 뒤의 이자를 더해 빚을 모두 갚는 계획입니다.")
    if cost and (cost.rent or cost.medical or cost.education) and not case.law.get("seo.housing_included"):
        notes.append(
            "이 해에 월세·의료비·교육비를 얼마나 더 인정하는지는 확인되지 않아 넣지 않았습니다. 인정되면 매달 내는 돈이 줄 수 있습니다."
        )
    if case.person.living_cost is None:
        notes.append("월세·의료비·교육비를 증명하면 인정 생계비가 늘어 매달 내는 돈이 줄 수 있습니다.")
    if case["liquidation"].exact is None:
        notes.append("가진 재산을 알아야 내야 할 총액이 정해집니다. 재산이 많으면 그만큼 더 갚아야 합니다.")
    return tuple(notes)


def _variants(case: Case, worst: Plan) -> tuple[Variant, ...]:
    """The bridge to the liquidation value: what five years would have to bring where three do not suffice."""
    terms, worth, unsecured = Terms.of(case.law), case["liquidation"], case["unsecured_debt"]
    if terms is None or worth.exact is None or unsecured.exact is None or not worth.exact:
        return ()
    need = needed_monthly(unsecured.exact, worth.exact, case["priority_debt"].low or 0, 0, terms)
    if need <= worst.monthly and worst.months <= terms.normal:
        return ()
    says = f"{terms.longest}개월 동안 재산 가치를 채우려면 적어도"
    return (Variant("liquidation_floor", says, exactly(need), exactly(terms.longest)),)


REMEDY = Remedy(
    code="individual_rehabilitation",
    title="개인회생",
    order=90,
    programme="reh.programme",
    rules=RULES,
    estimate=estimate,
    effects=Effects(
        credit_record="{record.1301_says|인가되면 공공정보(1301)가 등록됩니다.}",
        guarantors="{reh.effect.guarantor}",
        collection="법원이 중지·금지명령을 내리거나 개시를 결정하면 추심과 압류가 멈춥니다.",
        home="{reh.effect.secured} 집값에서 담보를 뺀 값은 청산가치에 들어갑니다.",
        job_limits="{reh.effect.job}",
    ),
    documents=(
        "신청서, 채권자목록, 재산목록, 수입·지출 목록, 진술서",
        "소득 증명(최근 {reh.income_proof_years}), 재산 증명, 부채증명서",
        "{reh.filing_history_years} 안의 신청 이력",
        "가족관계증명서, 주민등록등본",
    ),
    steps=(
        f"서류를 모읍니다. {contacts.COURT_HELP} 무료나 적은 비용으로 도움을 받을 수 있습니다.",
        "관할 법원에 신청하면서 중지·금지명령을 함께 신청합니다.",
        "변제계획안을 {reh.plan_draft} 안에 냅니다.",
        "신청 뒤 {reh.first_payment_days_min}에서 {reh.first_payment_days_max} 사이에 변제금을 내기 시작합니다.",
        "회생위원 면담과 보정을 거쳐 개시 결정, 채권자집회, 인가로 이어집니다.",
        "계획대로 다 갚으면 남은 빚이 면책됩니다. 소득이 바뀌면 변경안을 낼 수 있습니다.",
    ),
    contacts=contacts.COURT,
    warnings=(
        "목록에 빠진 빚은 면책되지 않습니다. 모든 채권자를 적으세요.",
        "신청 전에 가족이나 아는 사람 한 사람에게만 갚으면 취소될 수 있습니다.",
        "{reh.priority_claims}",
    ),
    source="07",
    outlook=Outlook(
        collection_stops="중지·금지명령은 신청하고 며칠 안에, 개시 결정은 보통 몇 달 안에 납니다. 그때부터 멈춥니다.",
        record="record.1301",
        setup="reh.confirm_months_max",
        car="담보가 걸린 차는 갚지 않으면 잃을 수 있고, 담보 없는 차는 값이 청산가치에 들어갑니다.",
        failure="{reh.arrears_report|몇 달}치가 밀리면 폐지될 수 있고, 그러면 남은 빚이 모두 되살아납니다. 소득이 줄면 먼저 변경안을 내세요.",
    ),
    branches=(SHORTER, HIGH_INCOME, RUNNING),
    advice=court_advice.rehabilitation,
    claims=rehabilitation_claims,
)
