"""Loans of the banks for low incomes and middle scores (PRD-10 to 12). Rates are one bank's; each bank differs."""

from __future__ import annotations

from chalicelib.assess.products.common import (
    income_doors,
    income_max,
    income_min,
    job,
    months_max,
    months_min,
    not_late,
    unknown_terms,
)
from chalicelib.assess.products.product import Choice, Product
from chalicelib.rules import AllOf, AnyOf, Condition

PAGE = "부산은행 상품안내(2026-06-23 확인)"
BRIDGE_PAGE = "서민금융진흥원 대출상품 한눈에(2026-09-03)"
ONE_BANK = "금리와 조건은 한 은행의 값이며 은행마다 다릅니다. 거래하는 은행에 확인하세요."

SEED = Product(
    code="new_hope_seed",
    title="새희망홀씨Ⅱ",
    family="bank",
    kind="loan",
    order=160,
    programme="product.new_hope_seed.programme",
    rules=(
        income_doors(
            "new_hope_seed",
            "product.new_hope_seed.income_any_score",
            "product.new_hope_seed.income_low_score",
            "PRD-10.1 (BNK)",
        ),
        not_late("new_hope_seed"),
    ),
    limit=(Choice("product.new_hope_seed.limit"),),
    rate=(Choice("product.new_hope_seed.rate"),),
    term=(Choice("product.new_hope_seed.term"),),
    apply=("은행 지점이나 은행 앱에서 신청합니다.",),
    notes=(
        ONE_BANK,
        "성실히 갚으면 금리를 최대 {product.new_hope_seed.reward}포인트 깎아 줍니다. 중도상환수수료가 없습니다.",
    ),
    source="PRD-10",
)


def _sait(
    name: str, employments: tuple[str, ...], who: str, row: str, months: str = "", income: str = ""
) -> AllOf:
    source = f"PRD-{row} (BNK)"
    parts: list[Condition] = [job(f"saitdol.{name}", employments, who, source, PAGE)]
    if months:
        parts.append(
            months_min(f"saitdol.{name}_months", "work_months", months, "일하거나 사업한 기간이", source)
        )
    parts.append(income_min(f"saitdol.{name}_income", income, source))
    return AllOf(f"saitdol.{name}_door", tuple(parts), says=who, source=source, article=PAGE)


SAITDOL = Product(
    code="saitdol",
    title="사잇돌대출",
    family="bank",
    kind="loan",
    order=170,
    programme="product.saitdol.programme",
    rules=(
        AnyOf(
            "saitdol.who",
            (
                _sait(
                    "employee",
                    ("employee", "daily", "soldier"),
                    "직장인입니다.",
                    "11.1",
                    "product.saitdol.employee_months",
                    "product.saitdol.employee_income",
                ),
                _sait(
                    "business",
                    ("self_employed", "freelancer"),
                    "사업자입니다.",
                    "11.2",
                    "product.saitdol.business_months",
                    "product.saitdol.business_income",
                ),
                _sait(
                    "pensioner",
                    ("pensioner",),
                    "연금을 받습니다.",
                    "11.3",
                    income="product.saitdol.pension_income",
                ),
            ),
            says="직장인(재직 {product.saitdol.employee_months}·연 {product.saitdol.employee_income} 이상), 사업자(영업 {product.saitdol.business_months}·연 {product.saitdol.business_income} 이상), 연금 생활자(연 {product.saitdol.pension_income} 이상) 가운데 하나여야 합니다.",
            fail="일하는 형태별 기간과 소득 조건에 맞지 않습니다.",
            ask="일하는 형태, 일한 기간, 소득을 알려 주세요.",
            source="PRD-11.1, 11.2, 11.3 (BNK)",
            article=PAGE,
        ),
        not_late("saitdol"),
    ),
    limit=(Choice("product.saitdol.limit"),),
    rate=(Choice("product.saitdol.rate"),),
    term=(Choice("product.saitdol.term", upto=True),),
    apply=("은행 지점이나 은행 앱에서 신청합니다.",),
    notes=(
        ONE_BANK,
        "서울보증보험의 보증으로 빌립니다. 일용직·군인·프리랜서가 어느 조건에 드는지는 은행에서 확인하세요.",
    ),
    source="PRD-11",
)

SAITDOL2 = Product(
    code="saitdol2",
    title="사잇돌2(저축은행)",
    family="bank",
    kind="loan",
    order=180,
    programme="product.saitdol2.programme",
    rules=(
        unknown_terms(
            "saitdol2.terms",
            "product.saitdol2.terms",
            "조건을 확인하지 못했습니다. 저축은행에 확인하세요.",
            "PRD-11.6",
        ),
        not_late("saitdol2"),
    ),
    rate=(Choice("product.saitdol2.rate"),),
    apply=("저축은행에서 신청합니다.",),
    notes=("금리는 옛 안내의 값입니다.",),
    source="PRD-11.6",
)


def _policy(name: str, state: str, says: str) -> Condition:
    return Condition(
        f"stepping_stone.{name}",
        "policy_loan",
        "is",
        bound=state,
        says=says,
        ask="정책서민금융 대출을 쓴 적이 있는지 알려 주세요.",
        source="PRD-12.1 (BNK, KINFA-API)",
        article=BRIDGE_PAGE,
    )


STEPPING = Product(
    code="stepping_stone",
    title="징검다리론",
    family="bank",
    kind="loan",
    order=190,
    programme="product.stepping_stone.programme",
    rules=(
        AnyOf(
            "stepping_stone.who",
            (
                AllOf(
                    "stepping_stone.repaid_door",
                    (
                        _policy("repaid", "repaid", "정책서민금융 대출을 모두 갚았습니다."),
                        months_min(
                            "stepping_stone.used_months",
                            "policy_loan_months",
                            "product.stepping_stone.used_months",
                            "그 대출을 쓴 기간이",
                            "PRD-12.1 (BNK, KINFA-API)",
                        ),
                        months_max(
                            "stepping_stone.repaid_within",
                            "months_since_policy_loan",
                            "product.stepping_stone.repaid_within",
                            "다 갚은 뒤 지난 기간이",
                            "PRD-12.1 (BNK, KINFA-API)",
                        ),
                    ),
                    says="정책서민금융 대출을 쓰고 모두 갚은 지 오래되지 않았습니다.",
                    source="PRD-12.1 (BNK, KINFA-API)",
                    article=BRIDGE_PAGE,
                ),
                AllOf(
                    "stepping_stone.using_door",
                    (
                        _policy("using", "using", "정책서민금융 대출을 쓰고 있습니다."),
                        months_min(
                            "stepping_stone.using_months",
                            "policy_loan_months",
                            "product.stepping_stone.using_months",
                            "그 대출을 쓴 기간이",
                            "PRD-12.1 (BNK, KINFA-API)",
                        ),
                    ),
                    says="정책서민금융 대출을 오래 쓰고 있습니다.",
                    source="PRD-12.1 (BNK, KINFA-API)",
                    article=BRIDGE_PAGE,
                ),
            ),
            says="정책서민금융 대출을 {product.stepping_stone.used_months} 이상 쓰고 갚은 지 {product.stepping_stone.repaid_within} 안이거나, {product.stepping_stone.using_months} 이상 쓰고 있어야 합니다.",
            fail="정책서민금융 대출을 쓴 기간 조건에 맞지 않습니다.",
            ask="햇살론이나 미소금융 같은 정책서민금융 대출을 얼마나 썼는지 알려 주세요.",
            source="PRD-12.1, 12.5 (BNK, KINFA-API)",
            article=BRIDGE_PAGE,
        ),
        income_max("stepping_stone.income_max", "product.stepping_stone.income_max", "PRD-12.2 (BNK)"),
        not_late("stepping_stone"),
    ),
    limit=(Choice("product.stepping_stone.limit"),),
    rate=(Choice("product.stepping_stone.rate", upto=True),),
    term=(Choice("product.stepping_stone.term", upto=True),),
    apply=("은행 {product.stepping_stone.banks}의 앱에서 신청합니다.",),
    notes=(
        "소득 기준은 한 은행의 값입니다.",
        "새희망홀씨, 근로자햇살론, 햇살론 유스·뱅크·15·17, 최저신용자 특례보증, 미소금융을 쓴 것이 인정됩니다.",
    ),
    source="PRD-12",
)

PRODUCTS = (SEED, SAITDOL, SAITDOL2, STEPPING)
