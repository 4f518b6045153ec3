"""새출발기금: for people who ran a small business in the years of the pandemic and after (sheet 04)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chalicelib.assess import ccrs, sentences
from chalicelib.assess.branches.fund import branches
from chalicelib.assess.claim_notes import ccrs_claims
from chalicelib.assess.facts import Case, unsecured_principal
from chalicelib.assess.money import annuity, level_schedule
from chalicelib.assess.parts import cut, equal_parts, level_sum
from chalicelib.assess.remedy import Advice, Effects, Estimate, Outlook, Remedy, Variant, either
from chalicelib.rules import ZERO, AnyOf, Condition, Span, exactly

ARTICLE = "새출발기금 안내"
RULES = (
    Condition(
        "new_start_fund.business_period",
        "trader_in_window",
        "is",
        bound=True,
        says="{nsf.business_from}부터 {nsf.business_to} 사이에 사업을 한 적이 있어야 합니다.",
        fail="{nsf.business_from}부터 {nsf.business_to} 사이에 사업을 하지 않았습니다.",
        ask="사업을 했다면 시작한 날과 그만둔 날을 알려 주세요.",
        article=ARTICLE,
        source="04 nsf.business_period (CCRS-26, FSC)",
    ),
    Condition(
        "new_start_fund.trade",
        "excluded_trade",
        "is",
        bound=False,
        says="빠지는 업종이 아니어야 합니다.",
        fail="이 업종은 새출발기금을 이용할 수 없습니다. {nsf.excluded_trades}",
        ask="업종을 알려 주세요.",
        article=ARTICLE,
        source="04 nsf.excluded_trades (CCRS-26, M)",
    ),
    Condition(
        "new_start_fund.member_debt",
        "member_claims",
        ">=",
        bound=1,
        says="협약에 참여한 금융회사나 보증기관에 진 빚이 있어야 합니다.",
        fail="협약에 참여한 곳에 진 빚이 없습니다.",
        ask="빚을 어디에 졌는지 알려 주세요.",
        article=ARTICLE,
        source="04 Others",
    ),
    Condition(
        "new_start_fund.total_max",
        "member_debt",
        "<=",
        law="nsf.debt_max",
        says="빚이 모두 {bound} 이하여야 합니다.",
        fail="빚이 {bound}을 {gap} 넘습니다.",
    ),
    Condition(
        "new_start_fund.secured_max",
        "member_secured",
        "<=",
        law="nsf.debt_secured_max",
        says="담보 있는 빚이 {bound} 이하여야 합니다.",
        fail="담보 있는 빚이 {bound}을 {gap} 넘습니다.",
    ),
    Condition(
        "new_start_fund.unsecured_max",
        "member_unsecured",
        "<=",
        law="nsf.debt_unsecured_max",
        says="담보 없는 빚이 {bound} 이하여야 합니다.",
        fail="담보 없는 빚이 {bound}을 {gap} 넘습니다.",
    ),
    Condition(
        "new_start_fund.new_debt",
        "new_debt",
        "<",
        than="fund_new_debt_limit",
        says="최근 {nsf.new_debt_months}에 새로 빌린 원금이 전체 원금의 {nsf.new_debt_share}({bound}) 미만이어야 합니다(갈아탄 대출은 빼고 셉니다).",
        fail="최근 {nsf.new_debt_months}에 새로 빌린 원금이 전체 원금의 {nsf.new_debt_share}({bound}) 이상입니다.",
        ask="최근 {nsf.new_debt_months}에 새로 빌린 돈이 있는지 알려 주세요.",
        article=ARTICLE,
        source="04 nsf.new_debt_share (CCRS-26, M)",
    ),
    AnyOf(
        "new_start_fund.need",
        (
            Condition(
                "new_start_fund.nonperforming",
                "overdue_days",
                ">=",
                law="nsf.nonperforming_days",
                says="{bound} 이상 밀렸습니다(부실차주).",
            ),
            Condition(
                "new_start_fund.at_risk",
                "overdue_days",
                ">=",
                law="nsf.at_risk_days_min",
                says="{bound} 이상 밀렸습니다(부실우려차주).",
            ),
            Condition(
                "new_start_fund.ended",
                "business_ended",
                "is",
                bound=True,
                says="폐업했거나 {nsf.at_risk_suspension_months} 이상 쉬고 있습니다.",
                article=ARTICLE,
                source="04 nsf.at_risk (CCRS-26, M)",
            ),
            Condition(
                "new_start_fund.low_score",
                "score_low10",
                "is",
                bound=True,
                says="신용점수가 하위 {nsf.at_risk_score_percentile}입니다(기준 점수는 상담에서 확인).",
                article=ARTICLE,
                source="04 nsf.at_risk (CCRS-26, M)",
            ),
            Condition(
                "new_start_fund.other_reason",
                "counsel",
                "is",
                bound=True,
                says="세금 체납이 등록되었거나 만기 연장이 거절되었습니다(상담에서 확인).",
                article=ARTICLE,
                source="04 nsf.at_risk (CCRS-26, M)",
            ),
        ),
        says="밀렸거나 밀릴 사정(폐업·휴업·낮은 신용점수·세금 체납·만기 연장 거절)이 있어야 합니다.",
        fail="밀리지 않았고 밀릴 사정도 없습니다.",
        ask="빚이 며칠 밀렸는지 알려 주세요. 밀리지 않았다면 {nsf.at_risk_reasons}",
        article=ARTICLE,
        source="04 nsf.at_risk, nsf.nonperforming (CCRS-26)",
    ),
    Condition(
        "new_start_fund.no_other_procedure",
        "open_procedure",
        "in",
        bound=("none",),
        says="개인회생·파산이 진행 중이거나 새출발기금 약정이 이미 있지 않아야 합니다.",
        fail="다른 절차가 진행 중이거나 이미 약정이 있습니다. 한 사람이 맺을 수 있는 약정은 {nsf.agreements_per_person|하나}입니다.",
        ask="지금 진행 중인 절차가 있는지 알려 주세요.",
        article=ARTICLE,
        source="04 predicates 5 and 7",
    ),
    Condition(
        "new_start_fund.no_ccrs_plan",
        "ccrs_plan",
        "in",
        bound=("none", "completed", "lapsed"),
        says="신용회복위원회 채무조정이 진행 중이지 않아야 합니다.",
        fail="신용회복위원회 채무조정이 진행 중입니다.",
        ask="신용회복위원회 채무조정을 받은 적이 있는지 알려 주세요.",
        article=ARTICLE,
        source="04 predicate 5",
    ),
    Condition(
        "new_start_fund.honest_property",
        "transfers_2y",
        "is",
        bound=False,
        soft=True,
        says="재산을 숨기거나 넘기지 않았어야 합니다.",
        fail="최근에 넘긴 재산은 설명해야 합니다. {nsf.property_check}",
        ask="{nsf.property_check}",
        article=ARTICLE,
        source="04 predicate 6",
    ),
)


def estimate(case: Case) -> Estimate | None:
    """부실차주 from 90 days on: a cut on what is owed above the property. Before: lower interest, no cut. Where the
    arrears leave it open, the range of both."""
    late, line = case["overdue_days"], case.law.whole("nsf.nonperforming_days")
    debts = ccrs.principals(case)
    if line is None or debts is None or not debts[0]:
        return None
    if late.low is not None and late.low >= line:
        return nonperforming(case, "nsf.np.cut")
    if late.high is not None and late.high < line:
        return at_risk(case)
    deep, shallow = nonperforming(case, "nsf.np.cut"), at_risk(case)
    if deep is None or shallow is None:
        return None
    made = either(deep, shallow)
    return made._replace(missing=("overdue_days", *made.missing), variants=(), payable=None)


def nonperforming(case: Case, key: str, longest: int | None = None) -> Estimate | None:
    """Cut of the net debt: unsecured principal less the net property (04, Estimate). The most that may be cut counts
    every claim, the least only those that are surely 90 days late themselves."""
    law, members = case.law, case.members() or ()
    row, line, worth = law.get(key), law.whole("nsf.nonperforming_days") or 0, case["net_assets"]
    longest = longest or law.months("nsf.np.unsecured_term_max")
    if row is None or longest is None:
        return None
    lowest, highest = (
        (row.value["min"], row.value["max"]) if isinstance(row.value, dict) else (Decimal(0), row.value)
    )
    owed = sure = 0
    for claim in members:
        span = unsecured_principal(claim)
        if span.high is None:
            return None
        owed += span.high
        late = claim.overdue
        sure += (span.low or 0) if (late.low or 0) >= line and claim.member else 0
    least_owed = sum((unsecured_principal(claim).low or 0) for claim in members if claim.member)
    deepest = cut(max(0, owed - (worth.low or 0)), highest)
    smallest = 0 if worth.high is None else cut(max(0, sure - worth.high), lowest)
    rest = Span(max(0, least_owed - deepest), owed - smallest)
    made = equal_parts(
        case,
        rest,
        Span(least_owed, owed),
        longest,
        (key, "nsf.np.unsecured_term_max", "nsf.nonperforming_days"),
    )
    notes = [
        "빚에서 재산을 뺀 순부채의 일부가 줄어듭니다. 정해진 범위 가운데 어디가 될지는 공개되지 않았습니다."
    ]
    if worth.exact is None:
        notes.append("재산을 알아야 줄어드는 금액을 셈할 수 있습니다.")
    missing = (*made.missing, *(() if worth.exact is not None else ("net_assets",)))
    return made._replace(fees=ZERO, notes=(*notes, *made.notes), missing=missing)


def at_risk(case: Case) -> Estimate | None:
    """부실우려차주: principal stays; a rate by term from 30 days on, before that the contract rate under a cap."""
    law, debts, late = case.law, ccrs.principals(case), case["overdue_days"]
    if debts is None or not debts[0]:
        return None
    low, high = debts[1].low or 0, debts[1].high or 0
    terms = [(months, law.decimal(f"nsf.risk.rate_ge30_{months // 12}y")) for months in (60, 120, 240)]
    by_term = [(months, rate) for months, rate in terms if rate is not None]
    thirty = (
        law.whole("fast.overdue_max") or 0
    )  # the rows say "under 30" and "from 30": the same line of days
    choices: list[tuple[int, Decimal, Decimal]] = []
    if late.high is None or late.high >= thirty:
        choices += [(months, rate, rate) for months, rate in by_term]
    cap = law.decimal("nsf.risk.rate_lt30_cap")
    if cap is not None and (late.low or 0) < thirty:
        floor = min((claim.debt.annual_rate or Decimal(0) for claim, _ in debts[0]), default=Decimal(0))
        choices += [(months, min(floor, cap), cap) for months, _ in terms]
    if not choices:
        return None
    variants = tuple(
        Variant(
            f"term_{months}",
            f"{months}개월 동안 약 {rate}%로 나누면",
            Span(annuity(low, rate, months), annuity(high, rate, months)),
            exactly(months),
            Span(level_sum(low, rate, months), level_sum(high, rate, months)),
            ZERO,
        )
        for months, rate in by_term
    )
    short = law.get("nsf.risk.rate_lt30_widened")
    if short is not None and (late.low or 0) < thirty and terms:
        longest = terms[-1][0]
        lowest, highest = short.value["min"], short.value["max"]
        variants += (
            Variant(
                "short_overdue",
                f"밀린 지 얼마 되지 않은 사람의 이자율이 약 {lowest}~{highest}%라면(확인되지 않음), {longest}개월",
                Span(annuity(low, lowest, longest), annuity(high, highest, longest)),
                exactly(longest),
                Span(level_sum(low, lowest, longest), level_sum(high, highest, longest)),
                ZERO,
            ),
        )
    pays = [annuity(low, least, months) for months, least, _ in choices]
    most = [annuity(high, rate, months) for months, _, rate in choices]
    totals = [level_sum(low, least, months) for months, least, _ in choices]
    capacity: Span = case["ccrs_capacity"]
    payable = False if capacity.high is not None and capacity.high < min(pays) else None
    if capacity.low is not None and capacity.low >= max(most):
        payable = True
    dearest = max(choices, key=lambda choice: level_sum(high, choice[2], choice[0]))
    return Estimate(
        monthly_payment=Span(min(pays), max(most)),
        months=Span(min(choice[0] for choice in choices), max(choice[0] for choice in choices)),
        total_paid=Span(min(totals), level_sum(high, dearest[2], dearest[0])),
        forgiven=ZERO,
        fees=ZERO,
        basis=(
            "nsf.risk.principal_cut",
            "nsf.risk.rate_ge30_5y",
            "nsf.risk.rate_ge30_10y",
            "nsf.risk.rate_ge30_20y",
            "nsf.risk.rate_lt30_cap",
        ),
        notes=(
            "원금은 줄지 않고 이자가 낮아집니다. 짧게 나눌수록 이자율과 이자 총액이 줄어듭니다.",
            "밀린 지 얼마 되지 않은 사람과 저소득자의 이자율은 자료마다 달라 상담에서 확인해야 합니다.",
        ),
        variants=variants,
        schedule=lambda: level_schedule(high, dearest[2], dearest[0]),
        payable=payable,
    )


def advice(case: Case) -> Iterator[Advice]:
    law = case.law
    closes = law.get("nsf.close_date")
    if closes is not None:
        yield Advice(
            "nsf.closes",
            "신청은 {nsf.close_date}까지로 알려져 있습니다. 새출발기금({contact.new_start_fund/phone})에 마감을 확인하고 서두르세요.",
            ("nsf.close_date",),
        )
    if case["excluded_trade"] is None:
        yield sentences.text("nsf.excluded_trades")
    yield sentences.text("nsf.business_who")
    if case["secured_debt"].high:
        yield Advice(
            "nsf.secured",
            "담보가 있는 빚은 {nsf.secured_grace_max}까지 미루고 {nsf.secured_term_max}까지 나눌 수 있습니다.",
            ("nsf.secured_term_max", "nsf.secured_grace_max"),
        )
    yield (
        Advice(
            "nsf.grace",
            "담보가 없는 빚은 {nsf.np.unsecured_grace_max}까지 미룰 수 있습니다. {nsf.grace_interest}",
            ("nsf.np.unsecured_grace_max", "nsf.grace_interest"),
        )
        if law.get("nsf.grace_interest")
        else sentences.text("nsf.np.unsecured_grace_max")
    )
    yield Advice(
        "nsf.early",
        "매입형은 {nsf.early_payoff_years} 뒤 한꺼번에 갚으면 {nsf.early_payoff} 더 줄고, 중개형은 한 해 성실히 갚을 때마다 이자율이 {nsf.faithful_cut}씩(최대 {nsf.faithful_years_max}, {nsf.faithful_rate_floor}까지) 낮아집니다.",
        (
            "nsf.early_payoff",
            "nsf.early_payoff_years",
            "nsf.faithful_cut",
            "nsf.faithful_years_max",
            "nsf.faithful_rate_floor",
        ),
    )
    yield Advice(
        "nsf.agreement_first",
        "빚을 다 사들이기 전에도 약정을 먼저 맺을 수 있다고 합니다(상담에서 확인).",
        ("nsf.agreement_first",),
    )
    yield Advice(
        "nsf.cancel",
        "신청한 다음 달 {#nsf.cancel_day}일까지 거둘 수 있지만, 그 뒤 {nsf.cancel_wait_days} 동안 다시 신청할 수 없다고 합니다(상담에서 확인).",
        ("nsf.cancel_day", "nsf.cancel_wait_days"),
    )
    yield from sentences.guarantors(case, "nsf.effect.guarantor")
    yield from sentences.heavy_tax(case)
    yield from sentences.outsiders(case)
    yield from sentences.seizures(case)


REMEDY = Remedy(
    code="new_start_fund",
    title="새출발기금",
    order=70,
    programme="nsf.programme",
    rules=RULES,
    estimate=estimate,
    effects=Effects(
        credit_record="{nsf.record|부실차주는 공공정보(1802)가 등록되고, 언제 지워지는지는 상담에서 확인해야 합니다.}",
        guarantors="{nsf.effect.guarantor}",
        collection="신청한 다음 날부터 추심이 멈춥니다(상담에서 확인). {nsf.effect.tax}",
        home="담보권은 남습니다. 담보대출은 중개형으로 채권자의 동의를 얻어 조정합니다.",
        job_limits="직업 제한이 없습니다.",
    ),
    documents=("{nsf.documents}",),
    steps=(
        "새출발기금 누리집이나 콜센터({contact.new_start_fund/phone})에서 대상인지 확인합니다.",
        "신청합니다. 신청한 다음 날부터 추심이 멈춥니다.",
        "재산과 소득을 심사합니다. {nsf.review_months_min|몇 달}에서 {nsf.review_months_max|그 이상} 걸립니다.",
        "약정을 맺고 나누어 갚습니다. 재산은 해마다 확인합니다.",
    ),
    contacts=("contact.new_start_fund", "contact.ccrs", "contact.finance_call"),
    branches=branches(nonperforming),
    warnings=(
        "{nsf.property_check}",
        "감면을 더 받으려고 일부러 늦게 갚지 마세요. 연체 기록이 남고 감면은 보장되지 않습니다.",
    ),
    source="04",
    outlook=Outlook(
        collection_stops="신청한 다음 날부터 멈춥니다.",
        record="record.1802",
        car="담보가 걸린 차는 담보 채무조정에서 함께 다룹니다.",
        failure="약정을 지키지 못하면 감면이 취소될 수 있습니다. 밀리기 전에 새출발기금({contact.new_start_fund/phone})에 상담하세요.",
    ),
    advice=advice,
    claims=ccrs_claims,
)
