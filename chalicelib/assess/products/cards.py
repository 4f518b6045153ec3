"""햇살론카드 and the cards and loan for small traders (PRD-07)."""

from __future__ import annotations

from chalicelib.assess.products.common import CALL, ITDA, flag, job, low20, low50, not_late, unknown_terms
from chalicelib.assess.products.product import Choice, Product
from chalicelib.rules import Condition

PAGE = "서민금융진흥원 안내(2025)"
LIST = "서민금융진흥원 대출상품 한눈에(2026-09-03)"

CARD = Product(
    code="sunshine_card",
    title="햇살론카드",
    family="card",
    kind="card",
    order=130,
    programme="product.sunshine_card.programme",
    rules=(
        low20("sunshine_card", "PRD-07.1 (KINFA-25)"),
        Condition(
            "sunshine_card.disposable",
            "yearly_disposable",
            ">=",
            law="product.sunshine_card.disposable_min",
            says="한 해 가처분소득이 {product.sunshine_card.disposable_min} 이상이어야 합니다.",
            fail="한 해 가처분소득이 {product.sunshine_card.disposable_min}보다 적습니다.",
            ask="한 해 소득에서 빚 갚는 돈을 뺀 가처분소득이 {product.sunshine_card.disposable_min} 이상인지 알려 주세요.",
            source="PRD-07.2 (KINFA-25)",
        ),
        not_late("sunshine_card"),
    ),
    limit=(Choice("product.sunshine_card.line"),),
    apply=(ITDA, "카드사 {product.sunshine_card.companies}에서 다룹니다.", CALL),
    needs=("필수 온라인 금융교육 {product.sunshine_card.courses}을 마쳐야 합니다.",),
    notes=(
        "보증 한도는 {product.sunshine_card.limit}이고 카드 이용 한도는 {product.sunshine_card.line}입니다. {product.sunshine_card.limit_later_after} 뒤 보증 한도가 {product.sunshine_card.limit_later}까지 오를 수 있습니다.",
        "현금서비스, 카드론, 리볼빙, {product.sunshine_card.instalment_max}을 넘는 할부, 해외 이용은 되지 않습니다.",
        "해지하면 {product.sunshine_card.again_days} 뒤에 다시 신청할 수 있습니다.",
    ),
    source="PRD-07",
)

BUSINESS_CARD = Product(
    code="sunshine_card_business",
    title="소상공인 햇살론카드",
    family="card",
    kind="card",
    order=140,
    programme="product.sunshine_card_business.programme",
    rules=(
        job(
            "sunshine_card_business.owner",
            ("self_employed",),
            "소상공인이어야 합니다.",
            "PRD-07.8 (KINFA-API)",
            LIST,
        ),
        low50("sunshine_card_business", "PRD-07.8, 01.6 (KINFA-API)"),
        not_late("sunshine_card_business"),
    ),
    limit=(Choice("product.sunshine_card_business.limit"),),
    apply=(ITDA, CALL),
    source="PRD-07.8",
)

LOAN_119 = Product(
    code="sunshine_119",
    title="햇살론119",
    family="sunshine",
    kind="loan",
    order=150,
    programme="product.sunshine_119.programme",
    rules=(
        job(
            "sunshine_119.owner",
            ("self_employed",),
            "영세 개인사업자여야 합니다.",
            "PRD-07.9 (KINFA-API, news)",
            LIST,
        ),
        flag(
            "sunshine_119.bank_plan",
            "lender_plan",
            "은행의 채무조정을 성실히 갚고 있어야 합니다.",
            "은행의 채무조정으로 갚고 있지 않습니다.",
            "은행과 직접 맺은 채무조정으로 갚고 있는지 알려 주세요.",
            "PRD-07.9 (KINFA-API, news)",
            LIST,
        ),
        unknown_terms(
            "sunshine_119.terms",
            "product.sunshine_119.terms",
            "자세한 조건과 금액은 확인하지 못했습니다. 상담에서 확인하세요.",
            "PRD-07.9",
        ),
    ),
    limit=(Choice("product.sunshine_119.terms"),),
    apply=("거래하는 은행과 서민금융콜센터({contact.finance_call/phone})에 물어보세요.",),
    source="PRD-07.9",
)

PRODUCTS = (CARD, BUSINESS_CARD, LOAN_119)
