"""Savings and asset building (PRD-15) and the account that cannot be seized (PRD-18)."""

from __future__ import annotations

from chalicelib.assess.products.common import CALL, age_between, flag, has, income_max, job, months_min
from chalicelib.assess.products.product import Choice, Product
from chalicelib.rules import AllOf, AnyOf, Condition, Rule

KINFA = "서민금융진흥원 안내(2025)"
NEWS = "정부 보도(2026-06)"
FUTURE = "product.youth_future_savings"
FROM = "PRD-15.6 (news)"

DREAM = Product(
    code="dream_savings",
    title="미소드림적금",
    family="savings",
    kind="savings",
    order=60,
    programme="product.dream_savings.programme",
    rules=(
        AnyOf(
            "dream_savings.who",
            (
                Condition(
                    "dream_savings.micro",
                    "micro_instalments",
                    ">=",
                    bound=1,
                    says="미소금융 대출을 갚고 있습니다.",
                    fail="미소금융 대출을 쓰고 있지 않습니다.",
                    ask="미소금융 대출을 몇 번 냈는지 알려 주세요.",
                    source="PRD-15.1 (KINFA-25)",
                    article=KINFA,
                ),
                AllOf(
                    "dream_savings.plan",
                    (
                        flag(
                            "dream_savings.paying",
                            "ccrs_paying",
                            "신용회복위원회 채무조정을 갚고 있습니다.",
                            "신용회복위원회 채무조정을 갚고 있지 않습니다.",
                            "신용회복위원회 채무조정을 갚고 있는지 알려 주세요.",
                            "PRD-15.1 (KINFA-25)",
                            KINFA,
                        ),
                        months_min(
                            "dream_savings.months",
                            "plan_months",
                            "product.dream_savings.months_min",
                            "낸 기간이",
                            "PRD-15.1 (KINFA-25)",
                        ),
                    ),
                    says="신용회복위원회 채무조정을 {product.dream_savings.months_min} 이상 냈습니다.",
                    source="PRD-15.1 (KINFA-25)",
                    article=KINFA,
                ),
            ),
            says="미소금융을 갚고 있거나, 신용회복위원회 채무조정을 {product.dream_savings.months_min} 이상 냈어야 합니다.",
            fail="미소금융이나 신용회복위원회 채무조정을 갚는 조건에 맞지 않습니다.",
            ask="미소금융이나 신용회복위원회 채무조정을 갚고 있는지 알려 주세요.",
            source="PRD-15.1 (KINFA-25)",
            article=KINFA,
        ),
        has(
            "dream_savings.poor",
            "statuses",
            ("basic_livelihood", "near_poverty"),
            "차상위계층 이하여야 합니다.",
            "차상위계층 이하가 아닙니다.",
            "PRD-15.1 (KINFA-25)",
            KINFA,
        ),
    ),
    limit=(Choice("product.dream_savings.monthly"),),
    term=(Choice("product.dream_savings.term"),),
    apply=("은행 {product.dream_savings.banks}에서 가입합니다.", CALL),
    notes=(
        "은행 이자만큼을 서민금융진흥원이 더해 줍니다(최대 {product.dream_savings.match_years}, {product.dream_savings.match_max} 미만).",
        "국민행복기금 상환자도 대상이니 상담에서 확인하세요.",
    ),
    source="PRD-15.1, 15.2",
)


def _tier(name: str, income: str, median: str, sales: str) -> tuple[Rule, ...]:
    """Own income or a trader's sales, and the household's income."""
    return (
        AnyOf(
            f"youth_future_savings.{name}_own",
            (
                income_max(f"youth_future_savings.{name}_income", f"{FUTURE}.{income}", FROM),
                AllOf(
                    f"youth_future_savings.{name}_trader",
                    (
                        job(
                            f"youth_future_savings.{name}_owner",
                            ("self_employed",),
                            "소상공인입니다.",
                            FROM,
                            NEWS,
                        ),
                        Condition(
                            f"youth_future_savings.{name}_sales",
                            "yearly_sales",
                            "<=",
                            law=f"{FUTURE}.{sales}",
                            says=f"한 해 매출이 {{{FUTURE}.{sales}}} 이하입니다.",
                            fail=f"한 해 매출이 {{{FUTURE}.{sales}}}보다 많습니다.",
                            ask="사업의 한 해 매출을 알려 주세요.",
                            source=FROM,
                        ),
                    ),
                    says=f"소상공인이고 한 해 매출이 {{{FUTURE}.{sales}}} 이하입니다.",
                    source=FROM,
                    article=NEWS,
                ),
            ),
            says=f"한 해 소득이 {{{FUTURE}.{income}}} 이하이거나, 매출 {{{FUTURE}.{sales}}} 이하의 소상공인이어야 합니다.",
            fail="소득과 매출 기준을 넘습니다.",
            ask="한 해 소득을 알려 주세요.",
            source=FROM,
            article=NEWS,
        ),
        Condition(
            f"youth_future_savings.{name}_household",
            "household_income",
            "<=",
            than=f"median_{name}",
            says=f"가구소득이 기준 중위소득의 {{{FUTURE}.{median}}} 이하여야 합니다.",
            fail=f"가구소득이 기준 중위소득의 {{{FUTURE}.{median}}}보다 많습니다.",
            ask="가구원 수와 가구원 모두의 소득을 알려 주세요.",
            source=FROM,
            article=NEWS,
        ),
    )


PREFERRED = AnyOf(
    "youth_future_savings.preferred",
    (
        AllOf(
            "youth_future_savings.preferred_income",
            _tier("preferred", "income_preferred", "median_preferred", "sales_preferred"),
            says="소득이 우대 기준 안에 있습니다.",
            source=FROM,
            article=NEWS,
        ),
        flag(
            "youth_future_savings.newly_hired",
            "newly_hired",
            "중소기업에 새로 취업했습니다.",
            "중소기업에 새로 취업하지 않았습니다.",
            "중소기업에 새로 취업했는지 알려 주세요.",
            FROM,
            NEWS,
        ),
    ),
    says="정부 기여금을 더 받는 우대형 조건입니다(맞지 않아도 일반형으로 가입할 수 있습니다).",
    fail="우대형 조건에는 맞지 않습니다. 일반형 기여금이 적용됩니다.",
    ask="소득과 중소기업 취업 여부를 알려 주면 우대형인지 볼 수 있습니다.",
    soft=True,
    source=FROM,
    article=NEWS,
)

YOUTH_FUTURE = Product(
    code="youth_future_savings",
    title="청년미래적금",
    family="savings",
    kind="savings",
    order=102,
    programme="product.youth_future_savings.programme",
    rules=(
        *age_between("youth_future_savings", f"{FUTURE}.age_min", f"{FUTURE}.age_max", "PRD-15.4 (news)"),
        *_tier("general", "income_max", "median_max", "sales_max"),
        PREFERRED,
    ),
    limit=(Choice(f"{FUTURE}.monthly"),),
    rate=(Choice(f"{FUTURE}.rate"),),
    term=(Choice(f"{FUTURE}.term"),),
    apply=("취급하는 은행의 앱에서 가입합니다. 신청 기간은 은행에 확인하세요.",),
    notes=(
        f"정부 기여금은 일반형 {{{FUTURE}.contribution}}, 우대형 {{{FUTURE}.contribution_preferred}}이며 이자에는 세금이 붙지 않습니다.",
        "청년도약계좌와 함께 가입할 수 없습니다.",
        "빚의 이자가 저축의 이자보다 높으면 빚을 먼저 줄이는 편이 나을 수 있습니다. 상담에서 견주어 보세요.",
    ),
    source="PRD-15.3, 15.4, 15.5, 15.6, 15.7, 15.8",
)

YOUTH_LEAP = Product(
    code="youth_leap_account",
    title="청년도약계좌(새 가입)",
    family="savings",
    kind="savings",
    order=900,
    programme="product.youth_leap_account.programme",
    apply=("이미 가입한 분은 가입한 은행에 물어보세요.",),
    successor="youth_future_savings",
    ended="새 가입을 받지 않습니다.",
    source="PRD-15.9",
)

LIVELIHOOD = Product(
    code="livelihood_account",
    title="생계비계좌",
    family="protection",
    kind="account",
    order=10,
    programme="product.livelihood_account.programme",
    limit=(Choice("account.livelihood"),),
    apply=(
        "은행, 산업은행, 기업은행, 저축은행, 농협·수협·신협, 산림조합, 새마을금고, 우체국에서 한 사람이 {#account.livelihood_per_person}개만 만들 수 있습니다.",
    ),
    notes=(
        "잔액과 한 달 입금액이 각각 {account.livelihood}까지이고, 이 돈은 압류할 수 없습니다. 이자는 그 위로 늘어나도 됩니다.",
        "그보다 먼저 신청된 압류에는 새 금액이 미치지 않습니다.",
    ),
    contacts=("contact.legal_aid",),
    source="PRD-18.1, 18.2, 18.3c",
)

PRODUCTS = (DREAM, YOUTH_FUTURE, YOUTH_LEAP, LIVELIHOOD)
