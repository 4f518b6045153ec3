"""The product finder: a person on a day -> every product with verdict, findings and figures (api.md). Pure.

It says "possible", "likely not" or "cannot tell", with the failing condition named; never "approved".
"""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.assess.facts import case_of
from chalicelib.assess.person import Person
from chalicelib.assess.products import all_products
from chalicelib.assess.products.answers import ProductAnswers
from chalicelib.assess.products.describe import describe_match
from chalicelib.assess.products.facts import product_facts
from chalicelib.assess.products.order import first_things, good_to_know, in_order, recommend
from chalicelib.assess.products.partners import shipped_partners
from chalicelib.assess.products.product import Product, try_product
from chalicelib.assess.products.questions import Unanswered, next_questions
from chalicelib.law import law_as_of, law_version

NOTICE = (
    "이 결과는 알려 주신 내용과 기준일의 상품 안내로 살펴본 정보이며, 대출을 약속하거나 권하는 것이 아닙니다. "
    "‘약’으로 적은 값은 추정이고, 실제 한도와 금리는 금융회사와 운영 기관의 심사로 정해집니다."
)


def match(
    person: Person,
    as_of: date,
    answers: ProductAnswers | None = None,
    partners: tuple[Product, ...] | None = None,
) -> dict[str, Any]:
    """Every product for a person on a day, in the order of the decision list.

    `answers` are what only products ask; `partners` replaces the partner institutions that are shipped. Raises
    `LawGap` for a day outside 2018-01-01 to 2027-12-31.
    """
    law, told = law_as_of(as_of), answers or ProductAnswers()
    case = case_of(person, law)
    facts = product_facts(case, told)
    unanswered = Unanswered(person, told, law)
    ordered = in_order([try_product(product, facts, law) for product in _every(partners)])
    return {
        "as_of": as_of.isoformat(),
        "law_version": law_version(),
        "first": first_things(case, facts),
        "products": [describe_match(held, facts, law, unanswered) for held in ordered],
        "recommended": recommend(ordered),
        "next_questions": next_questions(ordered, unanswered),
        "good_to_know": good_to_know(case),
        "notice": NOTICE,
    }


def verdicts(person: Person, as_of: date, answers: ProductAnswers | None = None) -> dict[str, str]:
    """Only open, closed or unknown by product."""
    law = law_as_of(as_of)
    facts = product_facts(case_of(person, law), answers or ProductAnswers())
    return {product.code: try_product(product, facts, law).verdict for product in _every(None)}


def _every(partners: tuple[Product, ...] | None) -> tuple[Product, ...]:
    return (*all_products(), *(shipped_partners() if partners is None else partners))
