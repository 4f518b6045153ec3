"""주택담보대출 채무조정: the home loan itself, at the committee alone or with the court's rehabilitation (sheet 03b)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from chalicelib.assess import ccrs, sentences
from chalicelib.assess.claim_notes import ccrs_claims
from chalicelib.assess.facts import Case
from chalicelib.assess.money import annuity, level_schedule, monthly_interest
from chalicelib.assess.parts import level_sum
from chalicelib.assess.remedy import Advice, Branch, Effects, Estimate, Outlook, Remedy, Variant, either
from chalicelib.rules import ZERO, Condition, Rule, Span, every, exactly

ARTICLE = "신용회복위원회 안내(2026년 기준)"
HOME: tuple[Rule, ...] = (
    Condition(
        "mortgage_adjustment.mortgage",
        "mortgage_claims",
        ">=",
        bound=1,
        says="주택담보대출이 있어야 합니다.",
        fail="주택담보대출이 없습니다.",
        ask="주택담보대출이 있는지 알려 주세요.",
        article=ARTICLE,
        source="03b (CCRS-26)",
    ),
    Condition(
        "mortgage_adjustment.homes",
        "homes",
        "<=",
        law="mort.home_count",
        says="집이 한 채여야 합니다.",
        fail="집이 한 채를 넘습니다({value}).",
        ask="가진 집이 몇 채인지 알려 주세요.",
    ),
    Condition(
        "mortgage_adjustment.shared",
        "home_shared",
        "is",
        bound=False,
        when="owns_home",
        says="집을 혼자 가지고 있어야 합니다.",
        fail="다른 사람과 함께 가진 집은 대상이 아닙니다.",
        ask="집을 함께 가진 사람이 있는지 알려 주세요.",
        article=ARTICLE,
        source="03b mort.home_count (CCRS-26, M)",
    ),
    Condition(
        "mortgage_adjustment.lived_in",
        "home_lived",
        "is",
        bound=True,
        when="owns_home",
        says="지금 살고 있는 집이어야 합니다.",
        fail="살고 있지 않은 집은 대상이 아닙니다.",
        ask="지금 그 집에 살고 있는지 알려 주세요.",
        article=ARTICLE,
        source="03b predicate 2 (CCRS-26, M)",
    ),
)
LATE = Condition(
    "mortgage_adjustment.overdue",
    "mortgage_overdue",
    ">=",
    law="mort.overdue_min",
    says="주택담보대출이 밀린 날수가 {#mort.overdue_min}일 이상이어야 합니다(상담에서 확인).",
    fail="주택담보대출이 밀린 날수가 {value}이라 아직 이 제도의 구간({#mort.overdue_min}일 이상, 상담에서 확인)이 아닙니다. 밀리기 전이라면 은행에 먼저 상환유예를 물어보세요.",
    ask="주택담보대출이 며칠 밀렸는지 알려 주세요.",
)
VALUE = Condition(
    "mortgage_adjustment.value",
    "home_value",
    "<=",
    law="mort.special.home_value_max",
    says="집값이 {bound} 이하여야 합니다.",
    fail="집값이 {bound}을 {gap} 넘습니다.",
    ask="집의 시세를 알려 주세요.",
)
INCOME = Condition(
    "mortgage_adjustment.income",
    "couple_yearly_income",
    "<=",
    law="mort.special.income_max",
    says="부부의 한 해 실수령 소득이 {bound} 이하여야 합니다.",
    fail="부부의 한 해 실수령 소득이 {bound}을 {gap} 넘습니다.",
    ask="배우자의 소득을 알려 주세요.",
)
PROCEDURE = Condition(
    "mortgage_adjustment.no_other_procedure",
    "open_procedure",
    "in",
    bound=("none", "rehabilitation"),
    says="파산이나 새출발기금 절차가 진행 중이 아니어야 합니다(개인회생은 함께 할 수 있습니다).",
    fail="다른 절차가 진행 중이어서 함께 신청할 수 없습니다.",
    ask="지금 진행 중인 절차가 있는지 알려 주세요.",
    article="서민금융법 제71조",
    source="03b, 00 predicate 6",
)


def loans(case: Case) -> tuple[int, Decimal, Decimal] | None:
    """Balance of all home loans with what is due (won) and the lowest and highest rate they may carry, weighted;
    None where a balance is missing."""
    cap = case.law.decimal("rate_cap.lending_act")
    balance, low, high = 0, Decimal(0), Decimal(0)
    for claim in case.legit() or ():
        if claim.debt.kind != "mortgage":
            continue
        owed, rate = claim.debt.principal, claim.debt.annual_rate
        if owed is None or (rate is None and cap is None):
            return None
        balance += owed
        low += owed * (rate if rate is not None else Decimal(0))
        high += owed * (rate if rate is not None else cap or Decimal(0))
    if not balance:
        return None
    grain = Decimal("0.0001")
    return (
        balance,
        (low / balance).quantize(grain, ROUND_HALF_UP),
        (high / balance).quantize(grain, ROUND_HALF_UP),
    )


def stretched(case: Case, term: str, grace: str, cut: Decimal, basis: tuple[str, ...]) -> Estimate | None:
    """Level instalments over the longest term at a rate between the cut one and the contract's; interest only in the
    grace period. How far the rate falls is not published, so the contract rate is the upper end."""
    found, months, waits = loans(case), case.law.months(term), case.law.months(grace)
    if found is None or months is None:
        return None
    balance, low, high = found
    low = (low * (100 - cut) / 100).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    if case.assumptions.interest_rate_percent is not None:
        low = high = case.assumptions.interest_rate_percent
    capacity: Span = case["ccrs_capacity"]
    least, most = annuity(balance, low, months), annuity(balance, high, months)
    variants = (
        ()
        if waits is None
        else (
            Variant(
                "grace",
                f"거치하는 동안(최대 {waits}개월) 이자만 내면",
                Span(monthly_interest(balance, low), monthly_interest(balance, high)),
                Span(0, waits),
            ),
        )
    )
    payable = None
    if capacity.high is not None and capacity.high < least:
        payable = False
    elif capacity.low is not None and capacity.low >= most:
        payable = True
    notes = ["가장 길게 나누는 것으로 셈했습니다. 이자율이 얼마나 낮아질지는 심사에서 정해집니다."]
    if payable is False:
        notes.append(
            "지금 소득으로는 이 금액을 내기 어렵습니다. 거치 기간이나 집을 파는 것을 함께 살펴보세요."
        )
    return Estimate(
        monthly_payment=Span(least, most),
        months=exactly(months),
        total_paid=Span(level_sum(balance, low, months), level_sum(balance, high, months)),
        forgiven=ZERO,
        fees=ccrs.fee(case),
        basis=(term, grace, *basis),
        missing=() if low == high or cut else ("mortgage_rate",),
        notes=tuple(notes),
        variants=variants,
        schedule=lambda: level_schedule(balance, high, months),
        payable=payable,
    )


def general_estimate(case: Case) -> Estimate | None:
    return stretched(
        case,
        "mort.general.term_max",
        "mort.general.grace_max",
        Decimal(0),
        ("mort.general.late_interest_waived",),
    )


def special_estimate(case: Case) -> Estimate | None:
    made = stretched(
        case,
        "mort.special.term_max",
        "mort.special.grace_max",
        Decimal(0),
        ("mort.special.home_value_max", "mort.special.income_max"),
    )
    if made is None:
        return None
    return made._replace(
        notes=(
            "이자율도 낮아지므로 실제로는 이보다 적을 수 있습니다. 얼마나 낮아질지는 공개되지 않았습니다.",
            *made.notes,
        ),
    )


def rehab_estimate(case: Case) -> Estimate | None:
    """With the court: the contract rate falls by up to half; not at all where it is below the base rate plus the
    printed margin, and the base rate of the day is not in the tables."""
    cut = case.law.decimal("mort.rehab.rate_cut_max")
    return (
        None
        if cut is None
        else stretched(
            case,
            "mort.rehab.term_max",
            "mort.rehab.grace_max",
            cut,
            ("mort.rehab.rate_cut_max", "mort.rehab.rate_floor_over_base"),
        )
    )


def estimate(case: Case) -> Estimate | None:
    """The special terms where value and income are within them, the general ones where they are not, else both."""
    within = every((VALUE, INCOME), case, case.law)
    if within == "pass":
        return special_estimate(case)
    general, special = general_estimate(case), special_estimate(case) if within == "unknown" else None
    if general is None or special is None:
        return general
    made = either(special, general)
    note = "집값과 부부의 소득에 따라 나누는 기간이 달라, 두 경우를 함께 적었습니다."
    return made._replace(notes=(note, *made.notes), variants=general.variants)


BRANCHES = (
    Branch(
        "special",
        "서민형(집값·소득 기준 안)",
        (VALUE, INCOME),
        special_estimate,
        since="mort.special.term_max",
        says="{mort.special.term_max}까지 나누고 {mort.special.grace_max}까지 거치하며 이자율이 낮아집니다.",
    ),
    Branch(
        "general",
        "일반형",
        (LATE,),
        general_estimate,
        since="mort.general.term_max",
        says="연체이자가 면제되고 한 해씩 {mort.general.grace_max}까지 거치한 뒤 {mort.general.term_max}까지 나눕니다.",
    ),
    Branch(
        "with_court",
        "개인회생과 함께 하는 주택담보대출 채무조정",
        (
            Condition(
                "mortgage_adjustment.court_filed",
                "open_procedure",
                "is",
                bound="rehabilitation",
                says="개인회생을 신청하고 개시 결정 전에 법원이 넘겨 주어야 합니다.",
                fail="개인회생을 신청한 뒤 개시 결정 전에 할 수 있습니다. 개인회생을 신청할 때 함께 요청하세요.",
                ask="개인회생을 신청했는지 알려 주세요.",
                article="신용회복위원회 안내(2026년 기준)",
                source="03b mort.rehab.when (CCRS-26; GJBC-26, M)",
            ),
            Condition(
                "mortgage_adjustment.court_overdue",
                "mortgage_overdue",
                ">=",
                law="mort.rehab.overdue_min",
                says="주택담보대출이 밀린 날수가 {#mort.rehab.overdue_min}일 이상이어야 합니다(상담에서 확인).",
                fail="주택담보대출이 밀린 날수가 아직 이 제도의 구간({#mort.rehab.overdue_min}일 이상, 상담에서 확인)이 아닙니다.",
                ask="주택담보대출이 며칠 밀렸는지 알려 주세요.",
            ),
            Condition(
                "mortgage_adjustment.court_value",
                "home_value",
                "<=",
                law="mort.rehab.home_value_max",
                says="집값이 {bound} 이하여야 합니다.",
                fail="집값이 {bound}을 {gap} 넘습니다.",
                ask="집의 시세를 알려 주세요.",
            ),
            Condition(
                "mortgage_adjustment.court_income",
                "couple_yearly_income",
                "<=",
                law="mort.rehab.income_max",
                says="부부의 한 해 소득이 {bound} 이하여야 합니다.",
                fail="부부의 한 해 소득이 {bound}을 {gap} 넘습니다.",
                ask="배우자의 소득을 알려 주세요.",
            ),
        ),
        rehab_estimate,
        since="mort.rehab.start",
        says="{mort.rehab.grace_max}까지 거치하고 {mort.rehab.term_max}까지 나눕니다. 약정 이자율이 최대 {mort.rehab.rate_cut_max} 낮아지되, 한국은행 기준금리에 {mort.rehab.rate_floor_over_base}p를 더한 것보다 낮은 이자율은 줄지 않습니다.",
    ),
)


def advice(case: Case) -> Iterator[Advice]:
    yield sentences.text("mort.house_kept")
    if case["mortgage_claims"].low and case["liquidation"].low and case["unsecured_debt"].high:
        yield Advice(
            "mort.equity",
            "집값에서 담보를 뺀 값은 개인회생에서 갚아야 할 최소 금액(청산가치)에 들어갑니다. 다만 담보 없는 빚을 모두 갚는 것보다 더 갚지는 않습니다.",
            ("reh.liquidation",),
        )
    yield Advice(
        "mort.auction",
        "살고 있는 {auction.home_value_max} 이하의 집은 경매 사유가 생긴 뒤 {mort.auction_wait} 동안 경매를 신청할 수 없습니다.",
        ("mort.auction_wait", "auction.home_value_max"),
    )
    yield sentences.text("mort.other_offers")
    yield sentences.text("mort.lapse_no_revival")
    yield sentences.text("ccrs.majority")
    if "auction" in (case["legal_actions"] or ()):
        yield Advice(
            "mort.court_auction",
            "개인회생을 신청하면 경매가 개시결정부터 인가나 폐지까지 멈추고, 그 뒤에는 다시 진행될 수 있습니다.",
            ("reh.effect.secured",),
        )
    yield from sentences.shortfall(case)
    yield from sentences.guarantors(case, "ccrs.covers.guarantor", "ccrs.covers.guarantor_after_lapse")


REMEDY = Remedy(
    code="mortgage_adjustment",
    title="주택담보대출 채무조정",
    order=60,
    programme="mort.programme",
    rules=(*HOME, LATE, *ccrs.MEMBER_DEBT, ccrs.HONESTY[0], PROCEDURE, ccrs.HONESTY[2], ccrs.HONESTY[3]),
    estimate=estimate,
    effects=Effects(
        credit_record="{mort.record}",
        guarantors="{ccrs.covers.guarantor|보증인도 신청할 수 있는지는 상담에서 확인하세요.}",
        collection=ccrs.COLLECTION,
        home="조정한 대출을 갚으면 집을 지킬 수 있습니다. {mort.house_kept}",
        job_limits=ccrs.NO_JOB_LIMIT,
    ),
    documents=("{mort.documents}",),
    steps=(
        "신용회복위원회({contact.ccrs/phone})에서 주택담보대출 채무조정을 상담합니다. 경매 날짜가 잡혔다면 먼저 알리세요.",
        "신청하면 다음 날부터 협약 기관의 추심이 멈춥니다.",
        "담보채권 금액의 {ccrs.majority_percent|정해진 크기}를 넘는 채권자의 동의로 확정되며 {mort.duration_months|몇 달} 걸립니다.",
        "개인회생을 함께 하면 개시 결정 전에 법원에 채무조정 절차를 요청합니다.",
    ),
    contacts=ccrs.CONTACTS,
    branches=BRANCHES,
    warnings=(
        "담보 없는 빚은 따로 조정해야 합니다. 두 가지 납입금을 더해 감당할 수 있는지 보세요.",
        "{mort.lapse_no_revival}",
    ),
    source="03b",
    outlook=Outlook(
        collection_stops="신청한 다음 날부터 협약 기관의 추심이 멈춥니다.",
        car="주택담보대출만 다룹니다.",
        failure="지키지 못하면 경매가 다시 진행될 수 있습니다. 담보권 실행유예가 실효되면 되살릴 수 없습니다.",
    ),
    advice=advice,
    claims=ccrs_claims,
)
