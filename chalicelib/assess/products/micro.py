"""미소금융: loans for people with low scores or low incomes, at one low rate (PRD-09)."""

from __future__ import annotations

from chalicelib.assess.products.common import (
    CALL,
    age_between,
    flag,
    has,
    income_max,
    job,
    low20,
    low50,
    months_max,
    not_late,
    unknown_terms,
)
from chalicelib.assess.products.product import Choice, Product
from chalicelib.rules import AllOf, AnyOf, Condition, Rule

PAGE = "미소금융 안내(2026)"
APPLY = ("가까운 미소금융 지점에서 신청합니다.", CALL)


def _doors(code: str, source: str = "PRD-09.1, 02.8 (MISO)") -> tuple[Rule, ...]:
    return (
        low20(code, source),
        has(
            f"{code}.poor",
            "statuses",
            ("basic_livelihood", "near_poverty"),
            "기초생활수급자이거나 차상위계층입니다.",
            "기초생활수급자나 차상위계층이 아닙니다.",
            source,
            PAGE,
        ),
        flag(
            f"{code}.credit",
            "earned_income_credit",
            "근로장려금을 받습니다.",
            "근로장려금을 받지 않습니다.",
            "근로장려금을 받는지 알려 주세요.",
            source,
            PAGE,
        ),
    )


def _base(code: str) -> AnyOf:
    return AnyOf(
        f"{code}.base",
        _doors(code),
        says="신용점수 하위 {score.low20_share}, 기초생활수급자·차상위계층, 근로장려금 수급자 가운데 하나여야 합니다.",
        fail="신용점수 하위 {score.low20_share}, 기초생활수급자·차상위계층, 근로장려금 수급자에 해당하지 않습니다.",
        ask="신용점수, 해당하는 상황, 근로장려금을 받는지 알려 주세요.",
        source="PRD-09.1 (MISO)",
        article=PAGE,
    )


YOUNG = Condition(
    "micro_operating.young",
    "age",
    "<=",
    law="product.micro_youth_bridge.age_max",
    says="청년입니다(나이 기준은 상담에서 확인).",
    source="PRD-09.2 (MISO); age of 09.4",
)

OPERATING = Product(
    code="micro_operating",
    title="미소금융 운영자금",
    family="micro",
    kind="loan",
    order=200,
    programme="product.micro_operating.programme",
    rules=(
        job(
            "micro_operating.owner", ("self_employed",), "사업을 하고 있어야 합니다.", "PRD-09.2 (MISO)", PAGE
        ),
        _base("micro_operating"),
        not_late("micro_operating"),
    ),
    limit=(
        Choice("product.micro_operating.limit_youth", when=YOUNG, estimate=True),
        Choice("product.micro_operating.limit"),
    ),
    rate=(Choice("product.micro_operating.rate"),),
    term=(Choice("product.micro_operating.term"),),
    apply=APPLY,
    notes=("기간은 거치 기간을 포함합니다.",),
    source="PRD-09.2",
)

START = Product(
    code="micro_start",
    title="미소금융 창업·시설개선·무등록사업자·재기자금",
    family="micro",
    kind="loan",
    order=210,
    programme="product.micro_start.programme",
    rules=(
        _base("micro_start"),
        not_late("micro_start"),
        unknown_terms(
            "micro_start.terms",
            "product.micro_start.terms",
            "자금마다 조건과 금액이 다르며 모두 확인하지 못했습니다. 상담에서 확인하세요.",
            "PRD-09.3",
        ),
    ),
    limit=(Choice("product.micro_start.terms"),),
    apply=APPLY,
    source="PRD-09.3",
)

YOUTH_BRIDGE = Product(
    code="micro_youth_bridge",
    title="청년미래이음대출",
    family="micro",
    kind="loan",
    order=101,
    programme="product.micro_youth_bridge.programme",
    rules=(
        *age_between(
            "micro_youth_bridge",
            "product.micro_youth_bridge.age_min",
            "product.micro_youth_bridge.age_max",
            "PRD-09.4 (MISO, news)",
        ),
        months_max(
            "micro_youth_bridge.work_months",
            "work_months",
            "product.micro_youth_bridge.work_months_max",
            "취업하거나 창업한 뒤 지난 기간이",
            "PRD-09.4 (MISO, news)",
        ),
        _base("micro_youth_bridge"),
        not_late("micro_youth_bridge"),
    ),
    limit=(Choice("product.micro_youth_bridge.limit"),),
    rate=(Choice("product.micro_youth_bridge.rate"),),
    term=(Choice("product.micro_youth_bridge.term", upto=True),),
    apply=APPLY,
    needs=("재무상담을 꼭 받아야 합니다.",),
    notes=("기간은 거치 기간을 포함합니다.",),
    source="PRD-09.4",
)

VICTIM = has(
    "micro_living.victim",
    "hardships",
    ("illegal_lending", "voice_phishing", "lease_fraud", "disaster"),
    "불법사금융·보이스피싱·전세사기·특별재난의 피해를 입었습니다.",
    "불법사금융·보이스피싱·전세사기·특별재난의 피해자가 아닙니다.",
    "PRD-09.6 (MISO)",
    PAGE,
)
VICTIM_STATUS = has(
    "micro_living.victim_status",
    "statuses",
    ("lease_fraud_victim", "disaster_victim"),
    "전세사기피해자이거나 재난 피해자입니다.",
    "전세사기피해자나 재난 피해자가 아닙니다.",
    "PRD-09.6 (MISO)",
    PAGE,
)

LIVING = Product(
    code="micro_living",
    title="미소금융 금융취약계층 생계자금",
    family="micro",
    kind="loan",
    order=30,
    programme="product.micro_living.programme",
    rules=(
        AnyOf(
            "micro_living.base",
            (
                *_doors("micro_living", "PRD-09.1, 09.6 (MISO)"),
                AllOf(
                    "micro_living.middle",
                    (
                        low50("micro_living", "PRD-09.6, 01.6 (MISO)"),
                        income_max(
                            "micro_living.income_low50",
                            "product.micro_living.income_low50",
                            "PRD-09.6 (MISO)",
                        ),
                    ),
                    says="신용점수가 하위 {score.low50_share}이면서 한 해 소득이 {product.micro_living.income_low50} 이하입니다.",
                    source="PRD-09.6 (MISO)",
                    article=PAGE,
                ),
            ),
            says="신용점수 하위 {score.low20_share}, 저소득층, 근로장려금 수급자, 또는 하위 {score.low50_share}이면서 소득이 {product.micro_living.income_low50} 이하인 분이어야 합니다.",
            fail="신용점수와 소득이 이 대출의 기본 조건에 맞지 않습니다.",
            ask="신용점수와 소득을 알려 주세요. 하위 {score.low50_share}의 기준 점수는 상담에서 확인하세요.",
            source="PRD-09.6 (MISO)",
            article=PAGE,
        ),
        AnyOf(
            "micro_living.who",
            (
                flag(
                    "micro_living.prevention_repaid",
                    "prevention_loan_repaid",
                    "불법사금융예방대출을 다 갚았습니다.",
                    "불법사금융예방대출을 다 갚은 일이 없습니다.",
                    "불법사금융예방대출을 다 갚았는지 알려 주세요.",
                    "PRD-09.6 (MISO)",
                    PAGE,
                ),
                Condition(
                    "micro_living.instalments",
                    "micro_instalments",
                    ">=",
                    law="product.micro_living.instalments",
                    says="미소금융 대출을 {product.micro_living.instalments} 이상 냈습니다.",
                    fail="미소금융 대출을 낸 횟수가 {product.micro_living.instalments}보다 적습니다.",
                    ask="미소금융 대출을 몇 번 냈는지 알려 주세요.",
                    source="PRD-09.6 (MISO)",
                ),
                flag(
                    "micro_living.care_group",
                    "care_group",
                    "사회적배려대상자입니다(대상은 상담에서 확인).",
                    "사회적배려대상자가 아닙니다(대상은 상담에서 확인).",
                    "해당하는 상황을 알려 주세요.",
                    "PRD-09.6, 02.7 (MISO)",
                    PAGE,
                ),
                VICTIM,
                VICTIM_STATUS,
            ),
            says="불법사금융예방대출 완제자, 미소금융 성실 상환자, 사회적배려대상자, 금융사기·재난 피해자 가운데 하나여야 합니다.",
            fail="불법사금융예방대출 완제자, 미소금융 성실 상환자, 사회적배려대상자, 금융사기·재난 피해자에 해당하지 않습니다.",
            ask="불법사금융예방대출을 다 갚았는지, 미소금융을 냈는지, 겪은 어려움이 있는지 알려 주세요.",
            source="PRD-09.6 (MISO)",
            article=PAGE,
        ),
        AnyOf(
            "micro_living.late",
            (not_late("micro_living"), VICTIM, VICTIM_STATUS),
            says="지금 밀린 대출이 없거나, 금융사기·재난 피해자여야 합니다.",
            fail="지금 밀린 대출이 있고 금융사기·재난 피해자가 아닙니다. 채무조정 상담이 먼저입니다.",
            ask="지금 밀린 대출이 있는지 알려 주세요.",
            source="PRD-22.2 (derived)",
            article=PAGE,
        ),
    ),
    limit=(Choice("product.micro_living.limit"),),
    rate=(Choice("product.micro_living.rate"),),
    term=(Choice("product.micro_living.term"),),
    apply=APPLY,
    notes=("기간은 거치 기간을 포함합니다.", "재난은 특별재난지역의 피해를 말합니다."),
    source="PRD-09.5, 09.6",
)

SOCIAL = Product(
    code="micro_social",
    title="사회연대금융",
    family="micro",
    kind="loan",
    order=220,
    programme="product.micro_social.programme",
    rules=(
        flag(
            "micro_social.enterprise",
            "social_enterprise",
            "사회적경제기업이어야 합니다.",
            "사회적경제기업이 아닙니다.",
            "사회적경제기업을 운영하는지 알려 주세요.",
            "PRD-09.7 (MISO)",
            PAGE,
        ),
        not_late("micro_social"),
    ),
    limit=(Choice("product.micro_social.limit"),),
    rate=(Choice("product.micro_social.rate"),),
    apply=APPLY,
    source="PRD-09.7",
)

UNSEEN = Product(
    code="micro_unseen",
    title="미소금융 전통시장·교육비·자립준비청년 자금",
    family="micro",
    kind="loan",
    order=230,
    programme="product.micro_unseen.programme",
    apply=APPLY,
    source="PRD-09.8",
)

PRODUCTS = (OPERATING, START, YOUTH_BRIDGE, LIVING, SOCIAL, UNSEEN)
