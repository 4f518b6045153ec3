"""Answers that only the product finder needs, beside the person; all may be missing, and missing is unknown.

Only declarations. Money in won, periods in months. They are asked for by `next_questions` when an open finding waits
for them, and come in the request as `answers`.
"""

from __future__ import annotations

from datetime import date

from chalicelib.shapes import Record, code, count, day, flag, won

POLICY_LOANS = {"none": "쓴 적 없음", "using": "쓰고 있음", "repaid": "모두 갚음"}


class ProductAnswers(Record):
    title = "상품 찾기 추가 답변"
    yearly_income: int | None = won("세금을 떼기 전 한 해 소득")
    work_months: int | None = count("지금 일이나 사업을 한 개월 수", 0, 900)
    pension_received: bool | None = flag("연금을 한 번이라도 받았는지")
    small_company: bool | None = flag("중소기업에 다니는지")
    newly_hired: bool | None = flag("중소기업에 새로 취업했는지")
    longest_late_6m_days: int | None = count("여섯 달 안에 가장 오래 밀린 날수", 0, 366)
    late_outside_plan: bool | None = flag("채무조정에 들지 않은 대출이 지금 밀려 있는지")
    earned_income_credit: bool | None = flag("근로장려금을 받는지")
    yearly_disposable: int | None = won("한 해 가처분소득")
    yearly_sales: int | None = won("한 해 사업 매출")
    household_monthly_income: int | None = won("가구원 모두의 한 달 소득")
    lender_plan: bool | None = flag("금융회사 자체 채무조정을 받고 있는지")
    plan_months_paid: int | None = count("채무조정 납입 개월 수", 0, 600)
    plan_completed_on: date | None = day("채무조정을 다 갚은 날")
    plan_deferred: bool | None = flag("원금 상환을 미루고 있는지")
    record_lifted: bool | None = flag("연체 정보가 해제되었는지")
    late_since: date | None = day("처음 밀리기 시작한 날")
    policy_loan: str | None = code(POLICY_LOANS, "정책서민금융 대출을 쓴 적이 있는지")
    policy_loan_months: int | None = count("정책서민금융 대출을 쓴 개월 수", 0, 600)
    policy_loan_repaid_on: date | None = day("정책서민금융 대출을 다 갚은 날")
    prevention_loan_repaid: bool | None = flag("불법사금융예방대출을 다 갚았는지")
    micro_loan_instalments: int | None = count("미소금융 대출 납입 회차", 0, 600)
    finance_victim: bool | None = flag(
        "후순위채·무인가 투자자문·펀드 불완전판매 피해자나 사고 피해자의 자녀인지"
    )
    social_enterprise: bool | None = flag("사회적경제기업인지")
    lease_deposit: int | None = won("계약할 전세보증금")
    lease_deposit_paid: int | None = won("이미 낸 전세보증금")
    couple_homes: int | None = count("부부가 가진 집의 수", 0, 100)
    capital_area: bool | None = flag("수도권에 집을 구하는지")
    small_card_user: bool | None = flag("소액신용(체크)카드를 쓰는지")
    regional_health_insured: bool | None = flag("건강보험 지역가입자인지")
    health_premium_unpaid_months: int | None = count("건강보험료를 못 낸 개월 수", 0, 600)
    health_premium_arrears: int | None = won("밀린 건강보험료")


ASKS: dict[str, str] = {
    "yearly_income": "세금과 보험료를 떼기 전 한 해 소득은 얼마인가요?",
    "work_months": "지금 하는 일이나 사업을 몇 달째 하고 있나요? 일하지 않으면 0입니다.",
    "pension_received": "연금을 한 번이라도 받았나요?",
    "small_company": "중소기업에 다니나요?",
    "newly_hired": "중소기업에 새로 취업했나요?",
    "longest_late_6m_days": "최근 {=product.sunshine_special.late_months|몇 달} 안에 가장 오래 밀린 것은 며칠인가요? 없으면 0입니다.",
    "late_outside_plan": "채무조정에 들어 있지 않은 대출 가운데 지금 밀린 것이 있나요?",
    "earned_income_credit": "근로장려금을 받나요?",
    "yearly_disposable": "한 해 소득에서 빚 갚는 돈을 빼면 얼마가 남나요?",
    "yearly_sales": "사업의 한 해 매출은 얼마인가요?",
    "household_monthly_income": "함께 사는 가족 모두의 한 달 소득을 더하면 얼마인가요?",
    "lender_plan": "금융회사와 직접 맺은 채무조정으로 갚고 있나요?",
    "plan_months_paid": "채무조정을 받은 뒤 몇 달을 냈나요?",
    "plan_completed_on": "채무조정을 다 갚은 날은 언제인가요?",
    "plan_deferred": "지금 원금 상환을 미루고 있나요?",
    "record_lifted": "신용회복위원회나 캠코에서 연체 정보가 해제되었다고 알려 왔나요?",
    "late_since": "빚을 처음 밀리기 시작한 날은 언제인가요?",
    "policy_loan": "햇살론이나 미소금융 같은 정책서민금융 대출을 쓴 적이 있나요?",
    "policy_loan_months": "그 정책서민금융 대출을 몇 달 썼나요?",
    "policy_loan_repaid_on": "그 정책서민금융 대출을 다 갚은 날은 언제인가요?",
    "prevention_loan_repaid": "불법사금융예방대출을 다 갚았나요?",
    "micro_loan_instalments": "미소금융 대출을 몇 회 냈나요? 쓰지 않았으면 0입니다.",
    "finance_victim": "후순위채, 무인가 투자자문, 펀드 불완전판매로 피해를 보았거나 사고 피해자의 자녀인가요?",
    "social_enterprise": "사회적경제기업을 운영하나요?",
    "lease_deposit": "계약하려는 집의 전세보증금은 얼마인가요?",
    "lease_deposit_paid": "그 보증금 가운데 이미 낸 돈은 얼마인가요?",
    "couple_homes": "부부가 가진 집은 모두 몇 채인가요? 없으면 0입니다.",
    "capital_area": "구하려는 집이 서울·인천·경기에 있나요?",
    "small_card_user": "채무조정 중인 분에게 주는 소액신용(체크)카드를 쓰고 있나요?",
    "regional_health_insured": "건강보험이 지역가입자인가요?",
    "health_premium_unpaid_months": "건강보험료를 몇 달 못 냈나요? 없으면 0입니다.",
    "health_premium_arrears": "밀린 건강보험료는 모두 얼마인가요? 없으면 0입니다.",
}
