"""Rules and reckoning that the remedies of 신용회복위원회 share (sheet 00-common-ccrs)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from chalicelib.assess.claims import CARD_KINDS, Claim
from chalicelib.assess.contacts import COMMITTEE
from chalicelib.assess.facts import Case, unsecured_principal
from chalicelib.assess.money import (
    annuity,
    level_schedule,
    level_total,
    monthly_interest,
    next_instalment,
    shortest_annuity,
)
from chalicelib.assess.parts import longest_note
from chalicelib.assess.remedy import Estimate, Variant
from chalicelib.rules import ZERO, AllOf, AnyOf, Condition, Rule, Span, exactly, hull

MEMBER_DEBT: tuple[Rule, ...] = (
    Condition(
        "ccrs.member_debt",
        "member_claims",
        ">=",
        bound=1,
        says="신용회복지원협약에 가입한 금융회사 등에 진 빚이 있어야 합니다.",
        fail="협약에 가입한 곳에 진 빚이 없습니다.",
        ask="빚이 협약 가입 기관의 것인지 확인이 필요합니다.",
        article="서민금융법 제70조제3항",
        source="00 ccrs.debt_counted",
    ),
    Condition(
        "ccrs.total_max",
        "member_debt",
        "<=",
        law="ccrs.debt_total_max",
        says="협약 기관 빚이 모두 {bound} 이하여야 합니다.",
        fail="협약 기관 빚이 {bound}을 {gap} 넘습니다.",
    ),
    Condition(
        "ccrs.secured_max",
        "member_secured",
        "<=",
        law="ccrs.debt_secured_max",
        says="담보 있는 빚이 {bound} 이하여야 합니다.",
        fail="담보 있는 빚이 {bound}을 {gap} 넘습니다.",
    ),
    Condition(
        "ccrs.unsecured_max",
        "member_unsecured",
        "<=",
        law="ccrs.debt_unsecured_max",
        says="담보 없는 빚이 {bound} 이하여야 합니다.",
        fail="담보 없는 빚이 {bound}을 {gap} 넘습니다.",
    ),
)

HONESTY: tuple[Rule, ...] = (
    Condition(
        "ccrs.new_debt",
        "new_debt",
        "<",
        than="new_debt_limit",
        says="최근 {ccrs.new_debt_months}에 새로 빌린 원금이 전체 원금의 {ccrs.new_debt_share_max}({bound}) 미만이어야 합니다.",
        fail="최근 {ccrs.new_debt_months}에 새로 빌린 원금이 전체 원금의 {ccrs.new_debt_share_max}({bound}) 이상입니다.",
        ask="최근 {ccrs.new_debt_months}에 새로 빌린 돈이 있는지 알려 주세요.",
        article="신용회복위원회 안내(2026년 기준)",
        source="00 ccrs.new_debt_share_max (CCRS-26)",
    ),
    Condition(
        "ccrs.no_other_procedure",
        "open_procedure",
        "in",
        bound=("none",),
        says="개인회생·파산이나 새출발기금 절차가 진행 중이 아니어야 합니다.",
        fail="다른 절차가 진행 중이어서 함께 신청할 수 없습니다.",
        ask="지금 진행 중인 개인회생·파산·새출발기금 절차가 있는지 알려 주세요.",
        article="서민금융법 제71조",
        source="00 predicate 6 (ccrs.no_open_procedure)",
    ),
    Condition(
        "ccrs.no_running_plan",
        "ccrs_plan",
        "in",
        bound=("none", "completed", "lapsed"),
        says="이미 진행 중인 신용회복위원회 채무조정이 없어야 합니다.",
        fail="이미 신용회복위원회 채무조정이 진행 중입니다. 지금 계획의 변경을 상담하세요.",
        ask="신용회복위원회 채무조정을 받은 적이 있는지 알려 주세요.",
        article="신용회복위원회 안내(2026년 기준)",
        source="00 predicate 6; 03c",
    ),
    Condition(
        "ccrs.honest_property",
        "transfers_2y",
        "is",
        bound=False,
        soft=True,
        says="재산을 숨기거나 넘기지 않았어야 합니다.",
        fail="최근에 넘긴 재산은 심사에서 설명해야 합니다. 숨기면 신청이 반려됩니다.",
        ask="최근에 재산을 넘기거나 판 일이 있는지 심사에서 묻습니다.",
        article="서민금융법 제71조제2항",
        source="00 predicate 7 (FLSA 71②2)",
    ),
    Condition(
        "ccrs.minimum_capacity",
        "income_over_living",
        ">",
        bound=0,
        soft=True,
        says="소득이 위원회 기준 최저생계비(중위소득의 {ccrs.living_cost_percent})보다 많아야 합니다.",
        fail="소득이 최저생계비보다 적습니다. 상환유예나 대신 갚아 줄 사람이 있는지 상담에서 함께 봅니다.",
        ask="한 달 소득을 알면 갚을 여력이 있는지 볼 수 있습니다.",
        article="서민금융법 시행령 제53조제1항제3호",
        source="00 predicate 5 (FLSA-D 53①3; level unpublished, M)",
    ),
)


def overdue(code: str, low: str = "", high: str = "") -> tuple[Rule, ...]:
    """The bracket of arrears: the longest-overdue member debt decides (sheet 00 predicate 3)."""
    rules: list[Rule] = []
    if low:
        rules.append(
            Condition(
                f"{code}.overdue_min",
                "overdue_days",
                ">=",
                law=low,
                says="밀린 날수가 {bound} 이상이어야 합니다.",
                fail="밀린 날수가 {value}이라서 아직 이 제도의 구간({bound} 이상)이 아닙니다.",
                ask="빚이 며칠 밀렸는지 알려 주세요.",
            )
        )
    if high:
        rules.append(
            Condition(
                f"{code}.overdue_max",
                "overdue_days",
                "<=",
                law=high,
                says="밀린 날수가 {bound} 이하여야 합니다.",
                fail="밀린 날수가 {value}이라서 이 제도의 구간({bound} 이하)을 지났습니다.",
                ask="빚이 며칠 밀렸는지 알려 주세요.",
            )
        )
    return tuple(rules)


def asset_test(code: str) -> Condition:
    """공제재산가액 test of the special branches: property less liens and protected deposit within the debt."""
    return Condition(
        f"{code}.asset_test",
        "protected_net_assets",
        "<=",
        than="member_unsecured",
        says="담보와 보호 보증금을 뺀 재산이 담보 없는 빚보다 많지 않아야 합니다.",
        fail="담보와 보호 보증금을 뺀 재산({value})이 담보 없는 빚보다 많습니다.",
        ask="가진 재산을 알려 주세요.",
        article="신용회복위원회 안내(2026년 기준)",
        source="00 ccrs.vulnerable_asset_test (CCRS-26, M)",
    )


def vulnerable(code: str, age_law: str, income_law: str, more: tuple[Rule, ...] = ()) -> AnyOf:
    """기초수급·중증장애, or the age of the branch with income within the branch's share of the median, or `more`."""
    return AnyOf(
        f"{code}.vulnerable",
        (
            Condition(
                f"{code}.status",
                "statuses",
                "has",
                bound=("basic_livelihood", "severe_disability"),
                says="기초생활수급자이거나 중증장애인입니다.",
                article="신용회복위원회 안내(2026년 기준)",
                source=f"{code} who (CCRS-26)",
            ),
            AllOf(
                f"{code}.elder",
                (
                    Condition(f"{code}.age", "age", ">=", law=age_law, says="나이가 {bound} 이상입니다."),
                    Condition(
                        f"{code}.income",
                        "income_under_sixty",
                        "is",
                        bound=True,
                        says=f"소득이 기준 중위소득의 {{{income_law}}} 이하입니다.",
                        article="신용회복위원회 안내(2026년 기준)",
                        source=f"{code} who (CCRS-26)",
                    ),
                ),
                says=f"{{{age_law}}} 이상이고 소득이 기준 중위소득의 {{{income_law}}} 이하입니다.",
                source=f"{code} who (CCRS-26)",
            ),
            *more,
        ),
        says=f"기초생활수급자, 중증장애인이거나 {{{age_law}}} 이상 저소득자여야 합니다.",
        ask="기초생활수급·장애 여부와 나이, 소득을 알면 특례를 볼 수 있습니다.",
        article="신용회복위원회 안내(2026년 기준)",
        source=f"{code} who (CCRS-26)",
    )


def principals(case: Case) -> tuple[list[tuple[Claim, int]], Span] | None:
    """Member claims with a known unsecured principal, and their sum as a range; None when a principal is missing."""
    members = case.members()
    if members is None:
        return None
    told, low, high = [], 0, 0
    for claim in members:
        part = unsecured_principal(claim)
        if part.high is None:
            return None
        if part.high:
            told.append((claim, part.high))
        low += (part.low or 0) if claim.member else 0
        high += part.high
    return told, Span(low, high)


def rate_bounds(
    claims: list[tuple[Claim, int]],
    least_cut: Decimal,
    most_cut: Decimal,
    floor: Decimal,
    cap: Decimal | None,
    card: Decimal | None,
) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest adjusted rate of all claims together, weighted by principal, percent a year (four decimals,
    half-up). A contract rate below the floor stays; a rate that was not told lies between floor and cap."""
    weight = sum(part for _, part in claims)
    if not weight:
        return None
    low = high = Decimal(0)
    for claim, part in claims:
        top = card if claim.debt.kind in CARD_KINDS and card is not None else cap
        rate = claim.debt.annual_rate
        if rate is None:
            if top is None:
                return None
            lo, hi = min(floor, top), top
        else:
            lo = _clamp(rate * (100 - most_cut) / 100, floor, top, rate)
            hi = _clamp(rate * (100 - least_cut) / 100, floor, top, rate)
        low += lo * part
        high += hi * part
    grain = Decimal("0.0001")
    return (low / weight).quantize(grain, ROUND_HALF_UP), (high / weight).quantize(grain, ROUND_HALF_UP)


def _clamp(value: Decimal, floor: Decimal, cap: Decimal | None, contract: Decimal) -> Decimal:
    if contract <= floor:
        return contract
    value = max(floor, value)
    return value if cap is None else min(value, cap)


def level_estimate(
    case: Case, rates: tuple[Decimal, Decimal], principal: Span, longest: int, basis: tuple[str, ...]
) -> Estimate:
    """Level instalments (원리금균등) over the shortest term the month can carry, at most `longest` months."""
    low_rate, high_rate = rates
    if case.assumptions.interest_rate_percent is not None:
        low_rate = high_rate = case.assumptions.interest_rate_percent.quantize(
            Decimal("0.0001"), ROUND_HALF_UP
        )
    assert principal.low is not None and principal.high is not None
    capacity: Span = case["ccrs_capacity"]
    fixed = case.assumptions.plan_months
    pays: list[int] = []
    terms: list[int] = []
    for month in {capacity.low, capacity.high}:
        first = fixed or _term(principal.low, low_rate, month, longest)
        last = fixed or _term(principal.high, high_rate, month, longest)
        terms += (first, last)
        pays += (annuity(principal.low, low_rate, first), annuity(principal.high, high_rate, last))
        if first < last and month and month > 0:
            pays += (month, next_instalment(month, low_rate, first))
    least, most = min(terms), max(terms)
    slow = Variant(
        "longest_term",
        f"가장 긴 {longest}개월로 나누면",
        _pair(annuity(principal.low, low_rate, longest), annuity(principal.high, high_rate, longest)),
        exactly(longest),
        _pair(level_total(principal.low, low_rate, longest), level_total(principal.high, high_rate, longest)),
        ZERO,
    )
    floor_pay = annuity(principal.low, low_rate, longest)
    payable = None
    if capacity.high is not None and capacity.high < floor_pay:
        payable = False
    elif capacity.low is not None and capacity.low >= annuity(principal.high, high_rate, longest):
        payable = True
    return Estimate(
        monthly_payment=Span(min(pays), max(pays)),
        months=Span(least, most),
        total_paid=_pair(
            level_total(principal.low, low_rate, least), level_total(principal.high, high_rate, most)
        ),
        forgiven=ZERO,
        basis=basis,
        missing=() if capacity.exact is not None else ("income",),
        notes=longest_note(capacity),
        variants=(slow,),
        schedule=lambda: level_schedule(principal.high or 0, high_rate, most),
        payable=payable,
    )


def _term(principal: int, rate: Decimal, capacity: int | None, longest: int) -> int:
    if not principal:
        return 1
    return (
        longest if capacity is None or capacity <= 0 else shortest_annuity(principal, rate, capacity, longest)
    )


def _pair(a: int, b: int) -> Span:
    return hull(exactly(a), exactly(b))


def interest_only(case: Case, prefix: str, principal: Span) -> tuple[Variant, ...]:
    """The deferral of a remedy (`prefix` of its law keys) beside its estimate: interest a month, principal later."""
    rate = case.law.decimal(f"{prefix}.deferral_rate")
    if rate is None or principal.low is None or principal.high is None:
        return ()
    pay = Span(monthly_interest(principal.low, rate), monthly_interest(principal.high, rate))
    months = Span(0, case.law.months(f"{prefix}.deferral_max"))
    return (Variant("deferral", "상환유예 동안 이자만 내면", pay, months),)


def fee(case: Case) -> Span:
    """신청비, won; a deposit for costs may be asked on top (sheet 00 ccrs.fee)."""
    amount = case.law.whole("ccrs.fee")
    return Span(0, None) if amount is None else exactly(amount)


STEPS: tuple[str, ...] = (
    "신용회복위원회({contact.ccrs/phone}, 앱, 지부)에서 상담을 받습니다.",
    "신청합니다. 신청비는 {ccrs.fee}입니다. 다음 날부터 협약 기관의 추심이 멈춥니다.",
    "채권자가 {ccrs.report_deadline} 안에 빚을 신고합니다.",
    "위원회가 {ccrs.deliberation_deadline} 안에({ccrs.deliberation_extension} 더 늘 수 있음) 조정안을 만들고, 채권자가 {ccrs.vote_deadline} 안에 동의 여부를 정합니다.",
    "확정된 합의서에 기한 안에 서명합니다. 서명하지 않으면 효력을 잃습니다.",
    "다음 달부터 한 계좌로 나누어 갚습니다. {life.lapse} 이상 밀리면 실효될 수 있으니 그 전에 전화하세요.",
)
DOCUMENTS: tuple[str, ...] = (
    "본인 확인 수단(온라인은 휴대전화 인증)",
    "주민등록등본",
    "소득 증명: 근로소득원천징수영수증, 건강보험료 납부확인서 또는 최근 {ccrs.income_slips_months|몇 달} 급여명세서",
    "자영업자: 소득금액증명, 부가가치세 과세표준증명",
    "재산 증명: 지방세 세목별 과세증명, 임대차계약서, 자동차등록원부",
    "해당하면: 수급자증명서, 장애인증명서, 진단서, 졸업(재학)증명서",
)
COLLECTION = "신청한 다음 날부터 협약 기관의 추심이 본인과 보증인 모두에게 멈춥니다. 협약 밖의 채권자는 멈추지 않습니다."
NO_JOB_LIMIT = "직업 제한이 없습니다."
CONTACTS = COMMITTEE
