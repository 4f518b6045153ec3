"""불법사금융예방대출: a small loan so that nobody has to go to an illegal lender (PRD-08)."""

from __future__ import annotations

from chalicelib.assess.products.common import CARE, CARE_NOTE, income_max, low20
from chalicelib.assess.products.product import Choice, Product
from chalicelib.rules import Condition

LATE = Condition(
    "prevention_loan.late",
    "delinquent",
    "is",
    bound=True,
    says="지금 밀린 대출이 있습니다.",
    source="PRD-08.4 (KINFA-25, KINFA-07)",
    article="서민금융진흥원 안내",
)

PRODUCTS = (
    Product(
        code="prevention_loan",
        title="불법사금융예방대출",
        family="prevention",
        kind="loan",
        order=20,
        programme="product.prevention_loan.programme",
        rules=(
            low20("prevention_loan", "PRD-08.2 (KINFA-25, KINFA-07)"),
            income_max(
                "prevention_loan.income_max",
                "product.prevention_loan.income_max",
                "PRD-08.2 (KINFA-25, KINFA-07)",
            ),
        ),
        limit=(
            Choice("product.prevention_loan.first_late", when=LATE),
            Choice("product.prevention_loan.limit"),
        ),
        rate=(
            Choice("product.prevention_loan.rate_care", when=CARE, estimate=True),
            Choice("product.prevention_loan.rate"),
        ),
        term=(Choice("product.prevention_loan.term"),),
        apply=(
            "처음에는 서민금융통합지원센터(전국 {product.centres})를 직접 찾아가야 합니다. 서민금융콜센터({contact.finance_call/phone})나 서민금융진흥원 누리집에서 예약하세요.",
            "더 빌리거나 다시 빌릴 때는 ‘서민금융 잇다’ 앱에서 신청합니다.",
        ),
        needs=("짧은 금융교육 세 과정 가운데 하나를 듣거나 복지멤버십에 가입해야 합니다.",),
        notes=(
            "밀린 대출이 있거나 소득이 없어도 신청할 수 있습니다.",
            "지금 밀린 대출이 있으면 처음에는 {product.prevention_loan.first_late}이고 그 뒤 더 받을 수 있습니다. 의료·주거·교육에 쓴다는 것을 보이면 처음부터 {product.prevention_loan.limit}까지 됩니다.",
            "만기까지 다 갚으면 낸 이자의 {product.prevention_loan.reward}를 돌려받습니다(연 {product.prevention_loan.rate_again}로 이미 쓰는 분 제외).",
            "{product.prevention_loan.again_months} 이상 쓰고 다 갚으면 다음에는 연 {product.prevention_loan.rate_again}로 빌릴 수 있습니다.",
            "매달 똑같이 나누어 갚고, 만기를 늘릴 수 없습니다.",
            CARE_NOTE,
        ),
        aliases=("소액생계비대출",),
        source="PRD-08",
    ),
)
