"""Loans of the Credit Counselling and Recovery Service for people who pay a plan or were cheated (PRD-13)."""

from __future__ import annotations

from chalicelib.assess.contacts import COMMITTEE
from chalicelib.assess.products.common import faithful, flag, has, income_doors, months_min, not_late
from chalicelib.assess.products.product import Choice, Product
from chalicelib.rules import AnyOf, Condition

PAGE = "신용회복위원회 안내(2026)"
APPLY = ("신용회복위원회 앱, cyber.ccrs.or.kr, 지부에서 신청합니다.",)
CONTACTS = COMMITTEE
NOT_SURE = "위원회가 상환 능력, 재산, 채무조정 뒤 새로 진 빚을 따로 심사하므로 거절될 수 있습니다."

SECOND = months_min(
    "small_loan.second", "plan_months", "product.faithful.months_second", "낸 기간이", "PRD-13.3 (CCRS-web)"
)
THIRD = months_min(
    "small_loan.third", "plan_months", "product.faithful.months_third", "낸 기간이", "PRD-13.3 (CCRS-web)"
)


def _bars(code: str) -> tuple[Condition, ...]:
    """13.2: a delinquency on file, new debt within six months; means to repay are judged by the committee."""
    return (
        not_late(code, "PRD-13.2 (CCRS-web)", PAGE),
        Condition(
            f"{code}.new_debt",
            "new_debt",
            "<=",
            bound=0,
            says="최근 {product.small_loan.new_debt_months} 안에 새로 빌린 빚이 없어야 합니다.",
            fail="최근 {product.small_loan.new_debt_months} 안에 새로 빌린 빚({value})이 있습니다.",
            ask="최근 {product.small_loan.new_debt_months} 안에 새로 빌린 돈이 있는지 알려 주세요.",
            source="PRD-13.2 (CCRS-web)",
            article=PAGE,
        ),
        Condition(
            f"{code}.means",
            "income",
            ">",
            bound=0,
            says="갚을 소득이 있어야 합니다.",
            fail="갚을 소득이 없으면 어렵습니다.",
            ask="한 달 소득을 알려 주세요.",
            source="PRD-13.2 (CCRS-web)",
            article=PAGE,
        ),
    )


def _faithful(code: str) -> AnyOf:
    return faithful(
        code,
        "product.faithful.months_min",
        "product.faithful.completed_max",
        "PRD-13.1 (KINFA-1003, CCRS-web)",
        PAGE,
    )


SMALL = Product(
    code="small_loan",
    title="신용회복위원회 소액대출",
    family="faithful",
    kind="loan",
    order=40,
    programme="product.small_loan.programme",
    rules=(_faithful("small_loan"), *_bars("small_loan")),
    limit=(
        Choice("after.small_loan", when=THIRD, part="from_24"),
        Choice("after.small_loan", when=SECOND, part="from_12"),
        Choice("after.small_loan", part="from_6"),
    ),
    rate=(Choice("product.small_loan.rate", upto=True),),
    term=(Choice("product.small_loan.term", upto=True),),
    apply=APPLY,
    contacts=CONTACTS,
    notes=(
        "매달 똑같이 나누어 갚습니다. 보증료(연 {product.small_loan.fee_max} 이하)는 위원회가 냅니다.",
        "지부에 가지 않는 비대면 대출은 {product.faithful.months_min} 이상 내면 {after.small_loan_remote/from_6}원(신청은 {product.small_loan.remote_times}), {product.faithful.months_second} 이상 내면 {after.small_loan_remote/from_12}원까지입니다.",
        "생활안정(사고·질병·재난), 연 {product.small_loan.refinance_rate} 이상 고금리 대출의 차환, 시설개선, 영세사업 운영에 쓸 수 있습니다.",
        "신용교육 온라인 과정을 마치면 금리를 {product.small_loan.course_discount}포인트 깎아 줍니다.",
        NOT_SURE,
    ),
    source="PRD-13",
)

STUDENT = Product(
    code="small_loan_student",
    title="신용회복위원회 학자금 대출",
    family="faithful",
    kind="loan",
    order=41,
    programme="product.small_loan.programme",
    rules=(_faithful("small_loan_student"), *_bars("small_loan_student")),
    limit=(Choice("product.small_loan.limit_student"),),
    rate=(Choice("product.small_loan.rate_student", upto=True),),
    term=(Choice("product.small_loan.term", upto=True),),
    apply=APPLY,
    contacts=CONTACTS,
    notes=("본인이나 부양가족의 학자금에 씁니다.", NOT_SURE),
    source="PRD-13.5, 13.6, 13.8",
)

NEW_LEAP = Product(
    code="new_leap_loan",
    title="새도약론",
    family="faithful",
    kind="loan",
    order=39,
    programme="product.new_leap_loan.programme",
    rules=(
        Condition(
            "new_leap_loan.old_arrears",
            "old_arrears",
            "is",
            bound=True,
            says="{product.new_leap_loan.late_before} 전부터 {product.new_leap_loan.late_years} 이상 밀린 빚이 있어야 합니다.",
            fail="{product.new_leap_loan.late_before} 전부터 밀린 빚이 아닙니다.",
            ask="빚을 처음 밀리기 시작한 날을 알려 주세요.",
            source="PRD-13.10 (CCRS-web, FSC-251001)",
            article="신용회복위원회 안내(2026)",
        ),
        faithful(
            "new_leap_loan",
            "product.new_leap_loan.months_min",
            "product.new_leap_loan.completed_max",
            "PRD-13.10 (CCRS-web, FSC-251001)",
            PAGE,
        ),
        Condition(
            "new_leap_loan.deferred",
            "plan_deferred",
            "is",
            bound=False,
            says="원금 상환을 미루는 기간이 아니어야 합니다.",
            fail="원금 상환을 미루는 동안에는 신청할 수 없습니다.",
            ask="지금 원금 상환을 미루고 있는지 알려 주세요.",
            source="PRD-13.10 (CCRS-web, FSC-251001)",
            article=PAGE,
        ),
    ),
    limit=(Choice("product.new_leap_loan.limit"),),
    rate=(Choice("product.new_leap_loan.rate"),),
    term=(Choice("product.new_leap_loan.term", upto=True),),
    apply=APPLY,
    contacts=CONTACTS,
    notes=(
        "학자금은 {product.new_leap_loan.limit_student}까지, 금리 {product.new_leap_loan.rate_student}입니다.",
        "정해진 재원이 다 쓰이면 먼저 끝날 수 있습니다.",
    ),
    source="PRD-13.10",
)

HEALING = Product(
    code="healing_loan",
    title="새희망힐링론",
    family="faithful",
    kind="loan",
    order=31,
    programme="product.healing_loan.programme",
    rules=(
        income_doors(
            "healing_loan",
            "product.healing_loan.income_any_score",
            "product.healing_loan.income_low_score",
            "PRD-13.11 (CCRS-web)",
        ),
        AnyOf(
            "healing_loan.victim",
            (
                has(
                    "healing_loan.crime",
                    "hardships",
                    ("voice_phishing", "illegal_lending"),
                    "보이스피싱이나 불법사금융의 피해를 입었습니다.",
                    "보이스피싱이나 불법사금융의 피해자가 아닙니다.",
                    "PRD-13.11 (CCRS-web)",
                    PAGE,
                ),
                flag(
                    "healing_loan.finance_victim",
                    "finance_victim",
                    "후순위채·무인가 투자자문·펀드 불완전판매의 피해자이거나 교통·보험 사고 피해자의 자녀입니다.",
                    "그 밖의 금융 피해자에도 해당하지 않습니다.",
                    "후순위채·투자자문·펀드로 피해를 보았거나 사고 피해자의 자녀인지 알려 주세요.",
                    "PRD-13.11 (CCRS-web)",
                    PAGE,
                ),
            ),
            says="보이스피싱·불법사금융 등 금융 피해자이거나 사고 피해자의 자녀여야 합니다.",
            fail="금융 피해자나 사고 피해자의 자녀에 해당하지 않습니다.",
            ask="보이스피싱이나 불법사금융 같은 피해를 입었는지 알려 주세요.",
            source="PRD-13.11 (CCRS-web)",
            article=PAGE,
        ),
    ),
    limit=(Choice("product.healing_loan.limit"),),
    rate=(Choice("product.healing_loan.rate", upto=True),),
    term=(Choice("product.healing_loan.term"),),
    apply=APPLY,
    contacts=CONTACTS,
    notes=(
        "피해액 안에서 빌릴 수 있습니다. 지금 밀린 대출이 있어도 문의할 수 있습니다.",
        "금리는 {product.healing_loan.rate_months}을 내면 {product.healing_loan.rate_later}로 내려갑니다. 거치 기간을 두면 기간이 길어집니다.",
    ),
    source="PRD-13.11",
)

PRODUCTS = (SMALL, STUDENT, NEW_LEAP, HEALING)
