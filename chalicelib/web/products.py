"""POST /v1/products/matches: every public finance product beside a person's answers. Nothing is stored."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.assess.person import Person
from chalicelib.assess.products.answers import ProductAnswers
from chalicelib.shapes import Record, record

from .inputs import as_of
from .route import Answer, Call, Routes
from .schemas import DAY, FINDING, NEXT_QUESTIONS, TEXT

routes = Routes("서민금융 상품")


class ProductMatchRequest(Record):
    title = "상품 찾기 요청"
    must = ("person",)
    person: Person | None = record(Person, "상담받는 사람")
    as_of: date | None = as_of()
    answers: ProductAnswers | None = record(ProductAnswers, "상품 찾기 추가 답변")


def _figure(of: str) -> dict[str, Any]:
    """A figure of a product; ends are null where nothing is known, the whole is null where there is no such figure."""
    end = {"type": ["number", "null"]}
    properties = {"low": end, "high": end, "least": end, "certain": {"type": "boolean"}, "says": TEXT}
    return {"type": ["object", "null"], "description": of, "properties": properties}


PRODUCT: dict[str, Any] = {
    "type": "object",
    "required": [
        "product",
        "title",
        "family",
        "verdict",
        "findings",
        "limit",
        "rate",
        "term",
        "apply",
        "missing",
        "notes",
        "contact",
        "source",
    ],
    "properties": {
        "product": TEXT,
        "title": TEXT,
        "family": TEXT,
        "verdict": {"enum": ["open", "closed", "unknown"]},
        "findings": {"type": "array", "items": FINDING},
        "limit": _figure("won; `least` is the smallest amount that is lent"),
        "rate": _figure("percent a year"),
        "term": _figure("months"),
        "apply": {"type": "array", "items": TEXT},
        "missing": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "fact": TEXT,
                    "of": {
                        "enum": ["person", "answers"],
                        "description": "where in the request the answer belongs",
                    },
                    "pointer": {"type": "string", "description": "JSON Pointer within `of`"},
                    "asks": TEXT,
                },
            },
        },
        "notes": {"type": "array", "items": TEXT},
        "contact": {"type": ["object", "null"]},
        "source": TEXT,
    },
}
_ITEM = {"type": "object", "additionalProperties": True}
MATCHES: dict[str, Any] = {
    "type": "object",
    "required": ["as_of", "law_version", "products", "recommended", "next_questions", "notice"],
    "properties": {
        "as_of": DAY,
        "law_version": TEXT,
        "first": {"type": "array", "items": _ITEM, "description": "what comes before any product"},
        "products": {"type": "array", "items": PRODUCT},
        "recommended": {"type": "array", "items": _ITEM},
        "next_questions": NEXT_QUESTIONS,
        "good_to_know": {"type": "array", "items": _ITEM},
        "notice": TEXT,
    },
}
EXAMPLE = {
    "as_of": "2026-11-22",
    "person": {
        "age": 41,
        "household_size": 2,
        "employment": "employee",
        "monthly_income": 2400000,
        "debts": [],
        "statuses": [],
        "hardships": [],
        "credit": {"nice_score": 720, "short_delinquencies_6m": 0},
        "history": {"none_before": True},
    },
    "answers": {"work_months": 14},
}


@routes.post(
    "/v1/products/matches",
    "서민금융 상품을 한눈에 견줍니다",
    body=ProductMatchRequest,
    answers=MATCHES,
    example=EXAMPLE,
)
def create(call: Call) -> Answer:
    """Every product with verdict, findings, limit, rate, term, where to apply and what is missing.

    `answers` holds what only products ask; it may be left out. Facts that are left out are unknown.
    """
    from chalicelib.assess.products.api import match

    asked: ProductMatchRequest = call.body
    assert asked.person is not None
    return Answer(match(asked.person, call.as_of(asked.as_of), asked.answers))
