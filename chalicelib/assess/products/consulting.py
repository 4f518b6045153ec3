"""Consulting, linkage and education: free, and open to everybody unless a rule says otherwise (PRD-17)."""

from __future__ import annotations

from chalicelib.assess.products.common import CALL, job
from chalicelib.assess.products.product import Product
from chalicelib.rules import Rule

CCRS = ("contact.ccrs",)


def _desk(
    code: str,
    title: str,
    order: int,
    source: str,
    apply: tuple[str, ...],
    notes: tuple[str, ...],
    contacts: tuple[str, ...] = ("contact.finance_call",),
    rules: tuple[Rule, ...] = (),
) -> Product:
    return Product(
        code=code,
        title=title,
        family="consulting",
        kind="consulting",
        order=order,
        programme=f"product.{code}.programme",
        rules=rules,
        apply=apply,
        contacts=contacts,
        notes=notes,
        source=source,
    )


PRODUCTS = (
    _desk(
        "itda",
        "서민금융 잇다",
        300,
        "PRD-17.7, 17.2",
        ("‘서민금융 잇다’ 앱을 내려받거나 서민금융진흥원 누리집에서 씁니다.",),
        (
            "상품 찾기, 신청, 다시 빌리기, 복지·고용 연계를 한곳에서 합니다.",
            "이곳을 거쳐 신청하면 금융회사에 따라 금리를 깎아 주기도 합니다.",
        ),
    ),
    _desk(
        "credit_welfare_consulting",
        "신용복지컨설팅",
        301,
        "PRD-17.3",
        ("신용회복위원회 누리집에서 신청하면 전문가가 전화합니다.",),
        ("무료입니다. 알맞은 채무조정, 확정 뒤의 의무, 신용점수 관리, 복지 제도를 함께 봅니다.",),
        CCRS,
    ),
    _desk(
        "linked_support",
        "복합지원(금융·고용·복지 연계)",
        302,
        "PRD-17.1",
        ("신용회복위원회나 서민금융통합지원센터 상담 때 말하면 이어 줍니다.",),
        ("일자리와 복지를 맡은 기관으로 서로 이어 줍니다.",),
        ("contact.ccrs", "contact.finance_call"),
    ),
    _desk(
        "credit_debt_consulting",
        "신용·부채관리 컨설팅",
        303,
        "PRD-17.4",
        (CALL,),
        ("대상과 혜택은 상담에서 확인하세요.",),
    ),
    _desk(
        "youth_consulting",
        "청년 모두를 위한 재무상담",
        304,
        "PRD-17.4a",
        ("서민금융통합지원센터나 찾아가는 상담으로 받습니다.", CALL),
        ("청년의 나이 기준과 일정은 상담에서 확인하세요.",),
    ),
    _desk(
        "business_centre",
        "자영업 지원센터 컨설팅",
        305,
        "PRD-17.4b",
        (CALL,),
        ("세무·노무·법률·사업 진단을 방문하지 않고 상담하는 곳으로 알려졌습니다.",),
        rules=(
            job(
                "business_centre.owner",
                ("self_employed",),
                "자영업자여야 합니다.",
                "PRD-17.4b (news 2026)",
                "정부 보도(2026)",
            ),
        ),
    ),
    _desk(
        "finance_education",
        "금융교육",
        306,
        "PRD-17.6",
        ("edu.kinfa.or.kr(서민금융진흥원)이나 educredit.or.kr(신용회복위원회)에서 듣습니다.",),
        ("온라인 과정을 마치면 금리나 보증료를 깎아 주는 상품이 있습니다.",),
        ("contact.finance_call", "contact.ccrs"),
    ),
)
