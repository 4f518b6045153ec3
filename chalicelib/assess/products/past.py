"""Products of the past: searched for by their old names, closed since a day, each with what took its place (PRD-03)."""

from __future__ import annotations

from chalicelib.assess.products.common import OLD_TERMS, unknown_terms
from chalicelib.assess.products.product import Choice, Product
from chalicelib.rules import Rule


def _past(
    code: str,
    title: str,
    order: int,
    successor: str = "",
    ended: str = "",
    terms: bool = True,
    rate: tuple[Choice, ...] = (),
    term: tuple[Choice, ...] = (),
    source: str = "PRD-03",
) -> Product:
    rules: tuple[Rule, ...] = ()
    if terms:
        says = "그때의 자격 조건은 이 안내에 없습니다. 상담에서 확인하세요."
        rules = (unknown_terms(f"{code}.terms", f"product.{code}.terms", says, f"{source} ({code})"),)
    return Product(
        code=code,
        title=title,
        family="past",
        kind="loan",
        order=order,
        programme=f"product.{code}.programme",
        rules=rules,
        rate=rate,
        term=term,
        apply=("서민금융콜센터({contact.finance_call/phone})에 지금의 상품을 물어보세요.",),
        notes=(OLD_TERMS,),
        successor=successor,
        ended=ended,
        source=source,
    )


PRODUCTS = (
    _past("worker_sunshine", "근로자햇살론", 910, "sunshine_general", "햇살론 일반으로 합쳐졌습니다."),
    _past("sunshine_bank", "햇살론뱅크", 911, "sunshine_general", "햇살론 일반으로 합쳐졌습니다."),
    _past("sunshine_15", "햇살론15", 912, "sunshine_special", "햇살론 특례로 합쳐졌습니다."),
    _past("lowest_credit", "최저신용자 특례보증", 913, "sunshine_special", "햇살론 특례로 합쳐졌습니다."),
    _past("sunshine_17", "햇살론17", 914, "sunshine_special", terms=False),
    _past(
        "living_small_loan",
        "소액생계비대출",
        915,
        "prevention_loan",
        "불법사금융예방대출로 이름이 바뀌었습니다.",
        rate=(Choice("product.living_small_loan.rate"),),
        term=(Choice("product.living_small_loan.term"),),
        source="PRD-08",
    ),
    _past("safety_net", "안전망대출", 916, terms=False),
    _past("switch_dream", "바꿔드림론", 917, terms=False),
)
