"""개인파산·면책: property above the exempt part is sold, the rest of the debts is discharged (sheet 08, DRBA 294-578)."""

from __future__ import annotations

from chalicelib.assess import contacts, court_advice
from chalicelib.assess.branches.court_estate import branches
from chalicelib.assess.claim_notes import bankruptcy_claims
from chalicelib.assess.facts import Case
from chalicelib.assess.remedy import Effects, Estimate, Outlook, Remedy
from chalicelib.rules import ZERO, Condition, Span

RULES = (
    Condition(
        "bankruptcy_discharge.any_debt",
        "any_debt",
        "is",
        bound=True,
        says="갚아야 할 빚이 있어야 합니다.",
        fail="적어 주신 빚이 없습니다.",
        ask="빚을 알려 주세요.",
        article="채무자회생법 제305조",
        source="08 §8.2",
    ),
    Condition(
        "bankruptcy_discharge.inability",
        "lasting_inability",
        "is",
        bound=True,
        says="빚이 재산보다 많고, 앞으로도 갚을 수 없는 상태(지급불능)여야 합니다.",
        fail="재산이나 소득으로 갚을 길이 있어 파산 원인(지급불능)이 인정되기 어렵습니다.",
        ask="지급불능인지는 소득이 이어지는지, 부양가족과 재산이 어떤지를 함께 보고 법원이 판단합니다.",
        article="채무자회생법 제305조",
        source="08 bkr.ground (DRBA 305), §8.2 predicate 1",
    ),
    Condition(
        "bankruptcy_discharge.refiling",
        "court_wait_bankruptcy",
        "<=",
        bound=0,
        says="파산 면책 뒤 {bkr.refiling_after_564}, 개인회생 면책 뒤 {bkr.refiling_after_624}이 지났어야 합니다.",
        fail="지난 면책 때문에 {value} 뒤에야 다시 면책받을 수 있습니다.",
        ask="전에 파산이나 개인회생으로 면책받은 적이 있는지 알려 주세요.",
        article="채무자회생법 제564조제1항제4호",
        source="08 bkr.refiling_after_564, bkr.refiling_after_624",
    ),
    Condition(
        "bankruptcy_discharge.no_open_case",
        "open_procedure",
        "in",
        bound=("none", "new_start_fund"),
        says="진행 중인 다른 법원 절차가 없어야 합니다.",
        fail="이미 법원 절차가 진행 중입니다.",
        ask="지금 진행 중인 개인회생·파산 절차가 있는지 알려 주세요.",
        article="채무자회생법 제309조",
        source="08 bkr.dismiss (DRBA 309)",
    ),
    Condition(
        "bankruptcy_discharge.speculation",
        "causes",
        "lacks",
        bound=("gambling", "speculation"),
        soft=True,
        says="낭비·도박·투기로 빚이 늘지 않았어야 합니다.",
        fail="도박이나 투기로 생긴 빚은 면책이 거절될 수 있습니다. 법원이 사정을 보아 허가하기도 합니다. 개인회생에는 이 제한이 없습니다.",
        ask="빚이 생긴 까닭을 알려 주세요.",
        article="채무자회생법 제564조제1항제6호",
        source="08 §8.2 (564①6)",
    ),
    Condition(
        "bankruptcy_discharge.transfers",
        "transfers_2y",
        "is",
        bound=False,
        soft=True,
        says="재산을 숨기거나 넘기지 않았어야 합니다.",
        fail="최근에 넘긴 재산은 되돌려질 수 있고, 숨기면 면책이 거절됩니다.",
        ask="최근 {reh.lookback.gifts_years} 안에 재산을 넘긴 일이 있으면 상담에서 꼭 말씀하세요.",
        article="채무자회생법 제391조, 제564조제1항제1호",
        source="08 §8.4",
    ),
    Condition(
        "bankruptcy_discharge.recent_credit",
        "borrowed_1y",
        "<=",
        bound=0,
        soft=True,
        says="파산선고 전 {bkr.refusal.credit_lookback} 안에 갚을 수 없는 상태를 숨기고 빌린 돈이 없어야 합니다.",
        fail="최근 {bkr.refusal.credit_lookback} 안에 빌린 원금이 {value} 있습니다. 갚을 수 없는 상태를 숨기고 빌렸다면 면책이 거절될 수 있으니 빌린 사정을 설명할 준비를 하세요.",
        ask="최근 {bkr.refusal.credit_lookback} 안에 새로 빌린 돈이 있으면 그 사정을 설명해야 합니다.",
        article="채무자회생법 제564조제1항제2호",
        source="08 bkr.refusal.2 (564①2)",
    ),
    Condition(
        "bankruptcy_discharge.occupation",
        "occupation_barred",
        "is",
        bound=False,
        soft=True,
        says="파산하면 자격이 제한되는 직업이 아니어야 합니다.",
        fail="복권될 때까지 자격이 제한되는 직업입니다. 개인회생에는 직업 제한이 없습니다.",
        ask="하시는 일에 파산에 따른 자격 제한이 있는지 상담에서 확인하세요.",
        article="채무자회생법 제574조",
        source="08 §8.5",
    ),
    Condition(
        "bankruptcy_discharge.surviving",
        "surviving_debt",
        "<=",
        than="surviving_half",
        soft=True,
        says="면책되지 않는 빚(세금·양육비·벌금 등)이 빚의 큰 부분이 아니어야 합니다.",
        fail="면책되지 않는 빚({value})이 절반을 넘어 파산으로 풀리는 부분이 적습니다.",
        ask="세금·양육비·벌금처럼 면책되지 않는 빚이 있는지 알려 주세요.",
        article="채무자회생법 제566조",
        source="08 §8.2 predicate 4",
    ),
)


def estimate(case: Case) -> Estimate | None:
    """Nothing from later income; property above the exemptions goes to creditors (08 §8.3). Won."""
    owed, surviving, worth = case["total_debt"], case["surviving_debt"], case["liquidation"]
    if case.claims is None or None in (*owed, *surviving):
        return None
    unsecured: Span = case["unsecured_debt"]
    if unsecured.low is None or unsecured.high is None:
        return None
    most = unsecured.high if worth.high is None else min(worth.high, unsecured.high)
    loss = Span(min(worth.low or 0, unsecured.low), most)
    gone = unsecured.minus(surviving).at_least(0)
    forgiven = gone.minus(loss).at_least(0)
    notes = ["재산에서 면제되는 몫을 뺀 값만 채권자에게 돌아가고, 선고 뒤에 버는 돈은 본인의 것입니다."]
    if worth.exact is None:
        notes.append("가진 재산을 알아야 잃을 몫을 셈할 수 있습니다.")
    if surviving != ZERO:
        notes.append("세금·보험료·양육비·벌금 등은 면책되지 않고 그대로 남습니다.")
    made = Estimate(
        monthly_payment=ZERO,
        months=_duration(case),
        total_paid=loss,
        forgiven=forgiven,
        basis=(
            "bkr.stamp",
            "reh.delivery_unit",
            "bkr.trustee_estimate_min",
            "exempt.six_month_percent",
            "deposit.priority",
        ),
        missing=() if worth.exact is not None else ("liquidation",),
        notes=tuple(notes),
    )
    fees = costs(case)
    return made if fees is None else made.with_fees(fees)


def costs(case: Case) -> Span | None:
    """Stamp, delivery and the trustee's deposit, won; nothing with legal aid at the low end (08 §8.3)."""
    law, legit = case.law, case.legit()
    stamp, unit = law.whole("bkr.stamp"), law.whole("reh.delivery_unit")
    base, each = law.whole("bkr.delivery_base"), law.whole("bkr.delivery_per_creditor")
    most = law.whole("bkr.trustee_estimate_max")
    if legit is None or None in (stamp, unit, base, each, most):
        return None
    court = stamp + (base + each * len(legit)) * unit  # type: ignore[operator]
    return Span(court, court + most)  # type: ignore[operator]


def _duration(case: Case) -> Span | None:
    low, high = case.law.whole("bkr.duration_months_min"), case.law.whole("bkr.duration_months_max")
    return None if low is None or high is None else Span(low, high)


REMEDY = Remedy(
    code="bankruptcy_discharge",
    title="개인파산·면책",
    order=100,
    programme="bkr.programme",
    rules=RULES,
    estimate=estimate,
    effects=Effects(
        credit_record="면책되면 공공정보(1201)가 {record.1201} 동안 남습니다. {bkr.credit_after}",
        guarantors="{bkr.effect.guarantor}",
        collection="{bkr.effect.execution}",
        home="{bkr.effect.secured}",
        job_limits="복권될 때까지 일부 직업의 자격이 제한됩니다. {bkr.rights_back} {bkr.job_kept_civil_servant}",
    ),
    documents=(
        "신청서(면책 포함), 채권자목록, 재산목록, 진술서",
        "{bkr.records_years.tax} 동안의 지방세 자료, {bkr.records_years.moves} 동안의 이사·보증금·이혼 자료, {bkr.records_years.bank} 동안의 통장 내역",
        "보험 조회, 소득·재산 증명, 진단서(해당하면)",
        "가족관계증명서, 주민등록등본",
    ),
    steps=(
        f"{contacts.COURT_HELP} 무료 상담과 신청 도움을 받습니다.",
        "법원에 파산과 면책을 함께 신청하고, 형편이 어려우면 소송구조를 신청합니다.",
        "예납금을 내면 파산이 선고되고 파산관재인이 재산과 사정을 조사합니다.",
        "채권자집회를 거쳐 재산이 있으면 나누고, 없으면 절차가 끝납니다.",
        "면책 결정이 나고 {bkr.appeal_days} 안에 다툼이 없으면 확정됩니다.",
    ),
    contacts=contacts.COURT,
    warnings=(
        "신청 전에 한 사람에게만 갚거나 재산을 넘기지 마세요. 취소되거나 면책이 거절될 수 있습니다.",
        "알면서 뺀 채권자의 빚은 면책되지 않습니다.",
    ),
    source="08",
    outlook=Outlook(
        collection_stops="파산 절차가 끝나고 면책 결정을 기다리는 동안 강제집행이 멈춥니다. 그 전에는 따로 신청합니다.",
        record="record.1201",
        setup="bkr.duration_months_max",
        car="면제되는 몫을 넘는 차는 팔릴 수 있습니다.",
        failure="면책이 거절되면 빚이 그대로 남고 복권까지 오래 걸립니다.",
    ),
    branches=branches(estimate),
    advice=court_advice.bankruptcy,
    claims=bankruptcy_claims,
)
