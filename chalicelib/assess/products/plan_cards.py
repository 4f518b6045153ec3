"""소액신용(체크)카드 for people who pay a plan (PRD-14)."""

from __future__ import annotations

from chalicelib.assess.products.common import faithful
from chalicelib.assess.products.product import Choice, Product

PAGE = "신용회복위원회 안내(2026)"


def _card(code: str, title: str, order: int, key: str, source: str, notes: tuple[str, ...]) -> Product:
    return Product(
        code=code,
        title=title,
        family="plan_card",
        kind="card",
        order=order,
        programme="product.plan_card.programme",
        rules=(
            faithful(
                code,
                "after.small_card",
                "after.benefit_after_completion",
                f"{source}; AFT-06 (CCRS-web)",
                PAGE,
            ),
        ),
        limit=(Choice(key),),
        apply=("신용회복위원회 앱이나 지부에서 신청합니다.",),
        contacts=("contact.ccrs",),
        notes=(*notes, "한도를 올리는 것은 카드사의 기준에 따릅니다."),
        source=source,
    )


PRODUCTS = (
    _card(
        "plan_card_hana",
        "소액신용카드(하나카드)",
        50,
        "product.plan_card_hana.limit",
        "PRD-14.1",
        ("연회비는 {product.plan_card_hana.fee}입니다.",),
    ),
    _card(
        "plan_card_kb",
        "소액신용카드(KB국민카드)",
        51,
        "product.plan_card_kb.limit",
        "PRD-14.2",
        ("처음 한도이며, 연회비는 {product.plan_card_kb.fee}부터입니다.",),
    ),
    _card(
        "plan_check_card",
        "소액신용 체크카드(기업·신한·NH농협)",
        52,
        "product.plan_check_card.limit",
        "PRD-14.3",
        ("연회비가 없습니다.",),
    ),
)
