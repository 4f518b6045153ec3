"""햇살론: general, special and youth guarantee loans (PRD-03 to 06)."""

from __future__ import annotations

from chalicelib.assess.products.common import (
    CALL,
    CARE,
    CARE_NOTE,
    ITDA,
    age_between,
    flag,
    income_doors,
    income_max,
    job,
    low20,
    months_max,
    months_min,
    not_late,
)
from chalicelib.assess.products.facts import JOBLESS
from chalicelib.assess.products.product import Choice, Product
from chalicelib.rules import AllOf, AnyOf, Condition

BANK_PAGE = "부산은행 상품안내(2026-06-23 확인)"
YOUTH_PAGE = "서민금융진흥원 안내"
_NO_EARLY_FEE = "중도상환수수료가 없습니다."

GENERAL = Product(
    code="sunshine_general",
    title="햇살론 일반",
    family="sunshine",
    kind="loan",
    order=110,
    programme="product.sunshine_general.programme",
    rules=(
        income_doors(
            "sunshine_general",
            "product.sunshine_general.income_any_score",
            "product.sunshine_general.income_low_score",
            "PRD-05.1, 05.2 (KINFA page)",
        ),
        not_late("sunshine_general"),
        Condition(
            "sunshine_general.work_months",
            "work_months",
            ">=",
            law="product.sunshine_general.work_months",
            says="재직·영업 기간 조건은 상담에서 확인하세요.",
            source="PRD-05.6 (unverified)",
            article="확인되지 않음",
            soft=True,
        ),
    ),
    limit=(Choice("product.sunshine_general.limit"),),
    rate=(Choice("product.sunshine_general.rate_mean"),),
    apply=(ITDA, "취급하는 은행·저축은행·상호금융의 지점이나 앱에서도 신청할 수 있습니다.", CALL),
    notes=(
        "금리는 금융회사마다 다르며, 보인 금리는 보증료를 더한 금융회사별 평균입니다. 보증료를 더한 최고 금리는 {product.sunshine_general.rate_max}입니다.",
        "한도는 안내마다 달라 적지 않았습니다. 상담에서 확인하세요.",
        "사회적배려대상자 {product.sunshine_general.fee_discount/care}포인트 또는 금융교육·복지멤버십 {product.sunshine_general.fee_discount/course}포인트의 보증료 할인이 있을 수 있습니다.",
    ),
    aliases=("근로자햇살론", "햇살론뱅크", "일반보증"),
    source="PRD-05",
)

SPECIAL = Product(
    code="sunshine_special",
    title="햇살론 특례",
    family="sunshine",
    kind="loan",
    order=120,
    programme="product.sunshine_special.programme",
    rules=(
        low20("sunshine_special", "PRD-04.1 (BNK)"),
        income_max("sunshine_special.income_max", "product.sunshine_special.income_max", "PRD-04.2 (BNK)"),
        AnyOf(
            "sunshine_special.work",
            (
                months_min(
                    "sunshine_special.work_months",
                    "work_months",
                    "product.sunshine_special.work_months",
                    "일하거나 사업한 기간이",
                    "PRD-04.3 (BNK)",
                ),
                flag(
                    "sunshine_special.pension",
                    "pension_received",
                    "연금을 받은 적이 있습니다.",
                    "연금을 받은 적이 없습니다.",
                    "연금을 받은 적이 있는지 알려 주세요.",
                    "PRD-04.3 (BNK)",
                    BANK_PAGE,
                ),
            ),
            says="일하거나 사업한 지 {product.sunshine_special.work_months} 이상이거나 연금을 받은 적이 있어야 합니다.",
            fail="일하거나 사업한 지 {product.sunshine_special.work_months}이 되지 않았고 연금을 받은 적도 없습니다.",
            ask="지금 일이나 사업을 몇 달째 하고 있는지, 연금을 받은 적이 있는지 알려 주세요.",
            source="PRD-04.3 (BNK)",
            article=BANK_PAGE,
        ),
        Condition(
            "sunshine_special.adult",
            "age",
            ">=",
            law="product.adult_age",
            says="성년이어야 합니다.",
            fail="아직 성년이 아닙니다.",
            ask="만 나이를 알려 주세요.",
            source="PRD-04.4 (BNK)",
        ),
        Condition(
            "sunshine_special.national",
            "statuses",
            "lacks",
            bound=("foreigner", "settled_foreigner"),
            says="한국에 사는 대한민국 국민이어야 합니다.",
            fail="이 상품은 대한민국 국민에게만 열려 있습니다.",
            ask="해당하는 상황을 알려 주세요. 없으면 ‘없음’을 고르세요.",
            source="PRD-04.4 (BNK)",
            article=BANK_PAGE,
        ),
        not_late("sunshine_special", "PRD-04.5 (BNK)", BANK_PAGE),
        Condition(
            "sunshine_special.delinquencies",
            "short_delinquencies",
            "<",
            law="product.sunshine_special.delinquencies_below",
            says="최근 {product.sunshine_special.late_months}에 밀린 일이 {product.sunshine_special.delinquencies_below}보다 적어야 합니다.",
            fail="최근 {product.sunshine_special.late_months}에 밀린 일({value})이 {product.sunshine_special.delinquencies_below} 이상입니다.",
            ask="최근 {product.sunshine_special.late_months}에 몇 번 밀렸는지 알려 주세요.",
            source="PRD-04.5 (BNK)",
        ),
        Condition(
            "sunshine_special.longest_late",
            "longest_late_6m",
            "<=",
            law="product.sunshine_special.delinquency_days_max",
            says="최근 {product.sunshine_special.late_months}에 {product.sunshine_special.delinquency_days_max}을 넘겨 밀린 일이 없어야 합니다.",
            fail="최근 {product.sunshine_special.late_months}에 {product.sunshine_special.delinquency_days_max}을 넘겨 밀린 일이 있습니다.",
            ask="최근 {product.sunshine_special.late_months} 안에 가장 오래 밀린 것이 며칠인지 알려 주세요.",
            source="PRD-04.5 (BNK)",
        ),
    ),
    limit=(Choice("product.sunshine_special.limit"),),
    rate=(
        Choice("product.sunshine_special.rate_care", when=CARE, estimate=True),
        Choice("product.sunshine_special.rate"),
    ),
    term=(Choice("product.sunshine_special.term"),),
    apply=(ITDA, "취급하는 금융회사의 지점이나 앱에서도 신청할 수 있습니다.", CALL),
    notes=(
        "금리는 대출 금리 {product.sunshine_special.loan_rate}에 보증료 {product.sunshine_special.fee}를 더한 값이며, 원리금을 똑같이 나누어 갚습니다.",
        "소득을 추정으로만 보거나 직접보증이면 한도는 {product.sunshine_special.limit_estimated}입니다.",
        "보증 비율은 {product.sunshine_special.guarantee_share}입니다. " + _NO_EARLY_FEE,
        CARE_NOTE,
    ),
    aliases=("햇살론15", "햇살론17", "최저신용자 특례보증", "특례보증"),
    source="PRD-04",
)

YOUTH = Product(
    code="sunshine_youth",
    title="햇살론 유스",
    family="sunshine",
    kind="loan",
    order=100,
    programme="product.sunshine_youth.programme",
    rules=(
        *age_between(
            "sunshine_youth",
            "product.sunshine_youth.age_min",
            "product.sunshine_youth.age_max",
            "PRD-06.1 (KINFA-07)",
        ),
        income_max("sunshine_youth.income_max", "product.sunshine_youth.income_max", "PRD-06.2 (KINFA-07)"),
        AnyOf(
            "sunshine_youth.kind",
            (
                job(
                    "sunshine_youth.student_or_seeker",
                    JOBLESS,
                    "대학(원)생이거나 미취업 청년입니다.",
                    "PRD-06.3 (KINFA-07)",
                    YOUTH_PAGE,
                ),
                job(
                    "sunshine_youth.business",
                    ("self_employed",),
                    "청년 사업자입니다.",
                    "PRD-06.3 (KINFA-07)",
                    YOUTH_PAGE,
                ),
                AllOf(
                    "sunshine_youth.first_job",
                    (
                        flag(
                            "sunshine_youth.small_company",
                            "small_company",
                            "중소기업에 다닙니다.",
                            "중소기업에 다니지 않습니다.",
                            "중소기업에 다니는지 알려 주세요.",
                            "PRD-06.3 (KINFA-07)",
                            YOUTH_PAGE,
                        ),
                        months_max(
                            "sunshine_youth.first_job_months",
                            "work_months",
                            "product.sunshine_youth.first_job_months",
                            "다닌 기간이",
                            "PRD-06.3 (KINFA-07)",
                        ),
                    ),
                    says="중소기업에 다닌 지 얼마 되지 않은 사회초년생입니다.",
                    source="PRD-06.3 (KINFA-07)",
                    article=YOUTH_PAGE,
                ),
            ),
            says="대학(원)생·미취업 청년, 중소기업에 다닌 지 {product.sunshine_youth.first_job_months} 이하인 사회초년생, 청년 사업자 가운데 하나여야 합니다.",
            fail="대학(원)생·미취업 청년, 사회초년생, 청년 사업자에 해당하지 않습니다.",
            ask="지금 어떤 일을 하는지, 중소기업에 다닌 지 얼마나 되었는지 알려 주세요.",
            source="PRD-06.3 (KINFA-07)",
            article=YOUTH_PAGE,
        ),
        not_late("sunshine_youth"),
    ),
    limit=(Choice("product.sunshine_youth.limit"),),
    rate=(
        Choice("product.sunshine_youth.rate_care", when=CARE, estimate=True),
        Choice("product.sunshine_youth.rate"),
    ),
    term=(Choice("product.sunshine_youth.term"),),
    apply=(ITDA, CALL),
    notes=(
        "한도는 평생 한 사람에 대한 금액으로, 일반생활자금과 특정용도자금을 더한 것입니다. 반기·용도별 한도는 상담에서 확인하세요.",
        "국민취업지원제도로 취업한 분의 금리는 {product.sunshine_youth.rate_job}입니다.",
        "기간은 거치를 포함한 가장 긴 기간이며 자금의 종류에 따라 다릅니다. 원금을 똑같이 나누어 갚습니다.",
        CARE_NOTE,
    ),
    source="PRD-06",
)

PRODUCTS = (GENERAL, SPECIAL, YOUTH)
