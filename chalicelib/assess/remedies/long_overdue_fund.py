"""새도약기금 and 장기연체자 특별채무조정: debts that have been overdue for seven or for five years (sheet 05).

The fund takes no application; it buys claims and cancels or adjusts them. Who is just outside asks the committee for
the special adjustment. Holders of claims of 국민행복기금 are only referred.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assess import ccrs, sentences
from chalicelib.assess.claim_notes import ccrs_claims
from chalicelib.assess.facts import Case
from chalicelib.assess.more_facts import old_claim
from chalicelib.assess.parts import cut, equal_parts
from chalicelib.assess.remedy import Advice, Branch, Effects, Estimate, Outlook, Remedy, Variant, either
from chalicelib.rules import ZERO, AllOf, AnyOf, Condition, Span

FUND = AllOf(
    "long_overdue_fund.fund",
    (
        Condition(
            "long_overdue_fund.old_claims",
            "old_claims",
            ">=",
            bound=1,
            says="{leap.overdue_since}까지 밀리기 시작한 담보 없는 금융회사 빚이 있어야 합니다.",
            fail="{leap.overdue_since}까지 밀리기 시작한 담보 없는 금융회사 빚이 없습니다.",
            ask="빚마다 며칠 밀렸는지 알려 주세요.",
            article="새도약기금 안내(2026-10-03)",
            source="05 leap.overdue_since (FSC-251001, LEAP-1003)",
        ),
        Condition(
            "long_overdue_fund.principal",
            "old_principal",
            "<=",
            law="leap.principal_max",
            says="그 빚의 원금이 {bound} 이하여야 합니다.",
            fail="그 빚의 원금이 {bound}을 넘습니다.",
            ask="금융회사마다 셀지 모두 더할지 정해지지 않았습니다. 새도약기금에서 조회하세요.",
        ),
        Condition(
            "long_overdue_fund.foreigner",
            "statuses",
            "lacks",
            bound=("foreigner",),
            soft=True,
            says="영주권자·결혼이민자·난민이 아닌 외국인은 빠집니다.",
            fail="영주권자·결혼이민자·난민이 아닌 외국인은 기금에서 빠집니다(상담에서 확인).",
            ask="{leap.excluded}",
            article="새도약기금 안내(2026-10-03)",
            source="05 leap.excluded (M)",
        ),
        Condition(
            "long_overdue_fund.purchase",
            "fund_buys",
            "is",
            bound=True,
            soft=True,
            says="기금이 참여 회사에서 채권을 사들이는 기간이어야 합니다.",
            ask="이 날에도 기금이 채권을 사는지는 확인되지 않았습니다. 새도약기금({contact.new_leap_fund/phone})에 물어보세요.",
            article="금융위원회 발표(2025-10-01, 2025-12-08)",
            source="05 leap.purchase_period (FSC-251001, FSC-251208)",
        ),
        Condition(
            "long_overdue_fund.signatory",
            "counsel",
            "is",
            bound=True,
            soft=True,
            says="금융회사가 기금에 참여해 채권을 팔았어야 합니다.",
            ask="금융회사가 참여했는지, 내 채권이 팔렸는지는 새도약기금 누리집에서 조회합니다.",
            article="금융위원회 발표(2025-10-01)",
            source="05 leap.application (FSC-251001)",
        ),
    ),
    says="새도약기금이 사들이는 빚입니다.",
    source="05 5.1",
)
SPECIAL = AllOf(
    "long_overdue_fund.special",
    (
        Condition(
            "long_overdue_fund.special_runs",
            "special_runs",
            "is",
            bound=True,
            says="장기연체자 특별채무조정을 하는 기간입니다.",
            fail="이 날에는 장기연체자 특별채무조정을 하지 않는 것으로 알려져 있습니다(시작하고 끝나는 날은 상담에서 확인).",
            article="금융위원회 발표(2025-10-01)",
            source="05 ltd.overdue_min (FSC-251001; days L)",
        ),
        Condition(
            "long_overdue_fund.five_years",
            "old_years",
            ">=",
            law="ltd.overdue_min",
            says="담보 없는 빚이 {bound} 이상 밀렸어야 합니다.",
            fail="담보 없는 빚이 아직 {bound} 이상 밀리지 않았습니다.",
            ask="빚마다 며칠 밀렸는지 알려 주세요.",
        ),
        Condition(
            "long_overdue_fund.income",
            "income",
            "<=",
            than="income_cap_125",
            says="소득이 기준 중위소득의 {ltd.income_percent_max}({bound}) 이하여야 합니다.",
            fail="소득이 기준 중위소득의 {ltd.income_percent_max}({bound})를 {gap} 넘습니다.",
            ask="소득과 부양가족을 알려 주세요.",
            article="신용회복위원회 안내(2026년 기준)",
            source="05 ltd.income_max (CCRS-26)",
        ),
        *ccrs.MEMBER_DEBT,
        *ccrs.HONESTY[:3],
    ),
    says="신용회복위원회의 장기연체자 특별채무조정 대상입니다.",
    source="05 5.2",
)
RULES = (
    AnyOf(
        "long_overdue_fund.way",
        (FUND, SPECIAL),
        says="{leap.overdue_years} 이상 밀린 빚(새도약기금)이나 {ltd.overdue_min|여러 해} 이상 밀린 빚(특별채무조정)이어야 합니다.",
        fail="새도약기금이나 특별채무조정을 쓸 만큼 오래 밀린 빚이 아닙니다.",
        ask="빚마다 언제부터 밀렸는지와 원금을 알려 주세요.",
        article="금융위원회 발표(2025-10-01)",
        source="05",
    ),
)
AUTO = Condition(
    "long_overdue_fund.auto",
    "statuses",
    "has",
    bound=("basic_livelihood", "severe_disability", "veteran"),
    says="심사 없이 먼저 소각되는 사람입니다. 그 대상은 {leap.cancel_auto}",
    fail="심사 없이 소각되는 사람은 아닙니다. 그 대상은 {leap.cancel_auto}",
    ask="해당하는 상황을 알려 주세요. 심사 없이 소각되는 대상은 {leap.cancel_auto}",
    article="금융위원회 발표(2025-10-01)",
    source="05 leap.cancel_auto",
)


def estimate(case: Case) -> Estimate | None:
    """The fund where it may apply (cancelled or cut), else the committee's special adjustment."""
    fund = FUND.evaluate(case, case.law).status
    if fund == "pass":
        return fund_estimate(case)
    bought = fund_estimate(case) if fund == "unknown" else None
    special = special_estimate(case) if SPECIAL.evaluate(case, case.law).status != "fail" else None
    if bought is None or special is None:
        return bought or special
    variants = (*bought.variants, *special.variants) if len(bought.variants) > 1 else special.variants
    made = either(bought._replace(fees=bought.fees or ZERO), special)
    return made._replace(variants=variants, payable=None)


def _old(case: Case) -> Span | None:
    """Principal of the claims that the fund may have bought."""
    low = high = 0
    for claim in case.legit() or ():
        old = old_claim(case, claim)
        if old is False:
            continue
        if claim.principal.high is None:
            return None
        low += claim.principal.high if old else 0
        high += claim.principal.high
    return Span(low, high) if high else None


def fund_estimate(case: Case) -> Estimate | None:
    """Nothing where the claim is cancelled; else 30-80 % off, no interest, up to ten years."""
    owed = _old(case)
    if owed is None:
        return None
    cancelled = _cancelled(case, owed)
    if AUTO.evaluate(case, case.law).status == "pass":
        return cancelled
    adjusted = _adjusted(case, owed, "leap.cut", "leap.term_max")
    if adjusted is None or case["income_under_sixty"] is False:
        return adjusted
    made = either(cancelled, adjusted)
    return made._replace(
        fees=ZERO,
        notes=(*cancelled.notes, "소각 대상이 아니면 채무조정으로 이어집니다.", *adjusted.notes),
        variants=(Variant("cancelled", "소각되면", ZERO, ZERO, ZERO, owed), *adjusted.variants),
        payable=None,
    )


def _cancelled(case: Case, owed: Span) -> Estimate:
    return Estimate(
        monthly_payment=ZERO,
        months=ZERO,
        total_paid=ZERO,
        forgiven=owed,
        fees=ZERO,
        basis=("leap.cancel_auto", "leap.cancel_income_percent_max", "leap.cancel_within_years"),
        notes=("소각되면 갚을 것이 없습니다. 소각에는 돈이 들지 않습니다.",),
    )


def _adjusted(case: Case, owed: Span, key: str, term: str) -> Estimate | None:
    row, longest = case.law.get(key), case.law.months(term)
    if row is None or longest is None or owed.low is None or owed.high is None:
        return None
    rest = Span(owed.low - cut(owed.low, row.value["max"]), owed.high - cut(owed.high, row.value["min"]))
    return equal_parts(case, rest, owed, longest, (key, term))


def special_estimate(case: Case) -> Estimate | None:
    """장기연체자 특별채무조정: 30-80 % of principal off, equal parts over at most ten years."""
    debts = ccrs.principals(case)
    if debts is None or not debts[0]:
        return None
    made = _adjusted(case, debts[1], "ltd.cut", "ltd.term_max")
    return None if made is None else made.with_fees(ccrs.fee(case), "ccrs.fee")


def auto_estimate(case: Case) -> Estimate | None:
    owed = _old(case)
    return None if owed is None else _cancelled(case, owed)


BRANCHES = (
    Branch(
        "fund_cancel_auto",
        "새도약기금: 심사 없는 소각",
        (FUND, AUTO),
        auto_estimate,
        since="leap.cancel_auto",
    ),
    Branch(
        "fund_cancel_income",
        "새도약기금: 소득 심사 뒤 소각",
        (
            FUND,
            Condition(
                "long_overdue_fund.cancel_income",
                "income_under_sixty",
                "is",
                bound=True,
                says="소득이 기준 중위소득의 {leap.cancel_income_percent_max} 이하여야 합니다.",
                fail="소득이 기준 중위소득의 {leap.cancel_income_percent_max}를 넘어 소각 대신 채무조정 대상입니다.",
                ask="소득과 부양가족을 알려 주세요.",
                article="금융위원회 발표(2025-10-01)",
                source="05 leap.cancel_income",
            ),
            Condition(
                "long_overdue_fund.cancel_property",
                "counsel",
                "is",
                bound=True,
                says="{leap.cancel_property}",
                ask="{leap.cancel_property} 최근 {leap.cancel_border_years} 동안 출입국이 {leap.cancel_border_crossings_max} 이하여야 합니다. 기금이 확인합니다.",
                article="금융위원회 발표(2025-10-01), 새도약기금 안내(2026-10-03)",
                source="05 leap.cancel_income (crossings LEAP-1003)",
            ),
        ),
        auto_estimate,
        since="leap.cancel_income_percent_max",
        says="{leap.cancel_within_years} 안에 소각됩니다.",
    ),
    Branch(
        "fund_adjust",
        "새도약기금: 채무조정",
        (FUND,),
        lambda case: (
            None if (owed := _old(case)) is None else _adjusted(case, owed, "leap.cut", "leap.term_max")
        ),
        since="leap.cut",
        says="원금이 {leap.cut} 줄고 이자는 모두 면제되며, {leap.deferral_max}까지 미루고 {leap.term_max}까지 나눕니다. {leap.above_capacity}",
    ),
    Branch(
        "special",
        "장기연체자 특별채무조정(신용회복위원회)",
        (SPECIAL,),
        special_estimate,
        since="ltd.cut",
        says="원금이 {ltd.cut} 줄고 {ltd.term_max}까지 나누며, {ltd.deferral_max}까지 연 {ltd.deferral_rate}로 미룰 수 있습니다. {ltd.method} {ltd.record}",
    ),
    Branch(
        "loan",
        "새도약론",
        (
            Condition(
                "long_overdue_fund.loan_years",
                "old_years",
                ">=",
                law="ltd.loan_overdue_min",
                says="{bound} 이상 밀렸던 사람이어야 합니다.",
                fail="{bound} 이상 밀리지 않았습니다.",
                ask="빚마다 며칠 밀렸는지 알려 주세요.",
            ),
            Condition(
                "long_overdue_fund.loan_paying",
                "ccrs_plan",
                "in",
                bound=("paying", "completed"),
                says="채무조정을 받아 갚고 있어야 합니다.",
                fail="채무조정을 받아 갚고 있는 사람이 쓸 수 있습니다.",
                ask="신용회복위원회 채무조정을 받은 적이 있는지 알려 주세요.",
                article="금융위원회 발표(2025-10-01)",
                source="05 ltd.loan (FSC-251001, CCRS-26)",
            ),
        ),
        None,
        since="ltd.loan_max",
        says="{ltd.loan_max}까지 연 {ltd.loan_rate}로 빌릴 수 있습니다.",
        own=True,
    ),
)


def advice(case: Case) -> Iterator[Advice]:
    yield sentences.text("limitation.check_first", "limitation.break")
    yield sentences.text("leap.fraud")
    yield sentences.text("leap.not_bought")
    yield Advice(
        "nhf",
        "{nhf.relation} 연락처는 {nhf.contact}입니다.",
        ("nhf.relation", "nhf.contact", "nhf.who"),
    )
    yield sentences.text("leap.data")
    yield Advice(
        "nhf.terms",
        "국민행복기금 채권의 감면은 {nhf.cut}, 기간은 {nhf.term_max}까지라는 글이 있으나 확인되지 않았습니다. 캠코에 물어보세요.",
        ("nhf.cut", "nhf.term_max"),
    )
    if {"gambling", "speculation"} & (case["causes"] or frozenset()):
        yield sentences.text("leap.excluded")
    yield from sentences.guarantors(case, "leap.guarantor")
    yield from sentences.heavy_tax(case)
    yield from sentences.seizures(case)


REMEDY = Remedy(
    code="long_overdue_fund",
    title="새도약기금·장기연체자 특별채무조정",
    order=80,
    programme="leap.programme",
    rules=RULES,
    estimate=estimate,
    effects=Effects(
        credit_record="{leap.record|아직 시작되지 않은 제도입니다.} 특별채무조정은 {ltd.record|아직 시작되지 않았습니다.}",
        guarantors="{leap.guarantor}",
        collection="기금이 채권을 사면 추심이 멈춥니다. 특별채무조정은 신청한 다음 날부터 멈춥니다.",
        home="담보가 있는 빚은 들어가지 않고 담보권은 그대로입니다.",
        job_limits="직업 제한이 없습니다.",
    ),
    documents=(
        "새도약기금: 처음에는 낼 서류가 없습니다(계획을 제안받으면 소득 서류).",
        "특별채무조정: 신용회복위원회 채무조정과 같은 서류",
    ),
    steps=(
        "{leap.application}",
        "기다리는 동안 조금이라도 갚거나 갚겠다고 서명하지 마세요. 채무확인서부터 받으세요.",
        "기금이 사지 않은 빚이고 {ltd.overdue_min|여러 해} 이상 밀렸다면 신용회복위원회({contact.ccrs/phone})에 특별채무조정을 신청합니다.",
        "국민행복기금이나 캠코가 가진 빚은 {nhf.contact|한국자산관리공사}에 문의합니다.",
    ),
    contacts=("contact.new_leap_fund", "contact.ccrs", "contact.kamco"),
    branches=BRANCHES,
    warnings=("{leap.fraud}", "{leap.excluded}"),
    source="05",
    outlook=Outlook(
        collection_stops="기금이 빚을 사들이면 추심이 멈춥니다.",
        car="담보 없는 빚만 다룹니다.",
        failure="조정안을 지키지 못하면 다시 상담해야 합니다.",
    ),
    advice=advice,
    claims=ccrs_claims,
)
