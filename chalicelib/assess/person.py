"""The person who asks: the answers of the self-assessment, as api.md names them.

Only declarations. Every field may be missing; missing is unknown, never zero and never "no".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from chalicelib.shapes import Fault, Record, code, codes, count, day, flag, rate, record, records, text, won

REGIONS = {
    "seoul": "서울특별시",
    "overcrowded": "과밀억제권역·세종·용인·화성·김포",
    "metropolitan": "광역시·안산·광주·파주·이천·평택",
    "other": "그 밖의 지역",
}
EMPLOYMENTS = {
    "employee": "직장인",
    "self_employed": "자영업자",
    "freelancer": "프리랜서",
    "daily": "일용직",
    "pensioner": "연금 생활자",
    "unemployed": "구직 중",
    "closed_business": "폐업",
    "homemaker": "주부",
    "student": "학생",
    "soldier": "군인",
}
DEBT_KINDS = {
    "credit_loan": "신용대출",
    "card": "신용카드 대금",
    "cash_service": "현금서비스",
    "card_loan": "카드론",
    "policy_loan": "보험계약대출",
    "mortgage": "주택담보대출",
    "lease_deposit_loan": "전세자금대출",
    "vehicle_loan": "자동차 할부·대출",
    "business_loan": "사업자대출",
    "guarantee": "보증채무",
    "student_loan": "학자금대출",
    "telecom": "통신요금",
    "utility": "전기·가스 요금",
    "tax": "세금",
    "social_insurance": "건강보험·국민연금 보험료",
    "fine": "벌금·과태료",
    "support": "양육비·부양료",
    "damages": "손해배상",
    "private": "개인 간 빚",
}
CREDITORS = {
    "bank": "은행",
    "savings_bank": "저축은행",
    "mutual": "신협·새마을금고·농수협",
    "card": "카드사",
    "capital": "캐피탈",
    "insurer": "보험사",
    "registered_lender": "등록 대부업체",
    "debt_buyer": "채권 매입 회사",
    "public_fund": "공공기금·보증기관",
    "telecom": "통신사",
    "state": "국가·지자체·공단",
    "individual": "개인",
    "unregistered_lender": "미등록 불법사금융",
}
ASSET_KINDS = {
    "lease_deposit": "임차보증금",
    "home": "주택",
    "land": "토지",
    "vehicle": "자동차",
    "savings": "예금·적금",
    "insurance": "보험 해약환급금",
    "retirement": "퇴직금·퇴직연금",
    "securities": "주식·가상자산",
    "business": "사업 자산",
    "other": "그 밖의 재산",
}
STATUSES = {
    "basic_livelihood": "기초생활수급자",
    "near_poverty": "차상위계층",
    "severe_disability": "중증장애인",
    "disability": "장애인",
    "single_parent": "한부모가족",
    "multi_child": "다자녀 가구",
    "veteran": "국가유공자·보훈대상자",
    "defector": "북한이탈주민",
    "lease_fraud_victim": "전세사기피해자",
    "disaster_victim": "재난 피해자",
    "settled_foreigner": "정착 외국인(F-5·결혼이민·난민)",
    "foreigner": "그 밖의 외국인",
    "pregnant": "임신 중",
    "youth_care_leaver": "자립준비청년",
    "grandparent_family": "조손가족",
    "patriot_family": "국가유공자 유족·가족",
}
HARDSHIPS = {
    "job_loss": "실직",
    "closed_business": "폐업",
    "income_drop": "소득 감소",
    "long_illness": "오랜 질병·입원",
    "divorce": "이혼",
    "bereavement": "가족 사별",
    "lease_fraud": "전세사기",
    "voice_phishing": "보이스피싱",
    "illegal_lending": "불법사금융 피해",
    "unpaid_leave": "무급휴직",
    "disaster": "재난",
}
LEGAL_ACTIONS = {
    "payment_order": "지급명령",
    "lawsuit": "소송",
    "wage_seizure": "급여 압류",
    "account_seizure": "통장 압류",
    "provisional_seizure": "가압류",
    "auction": "경매",
}
CAUSES = {
    "living": "생활비",
    "medical": "의료비",
    "business": "사업",
    "gambling": "도박",
    "speculation": "투기·주식·가상자산",
    "fraud_victim": "사기 피해",
    "guarantee": "보증",
    "education": "교육비",
    "housing": "주거비",
}
CCRS_PLANS = {
    "none": "없음",
    "in_progress": "심사 중",
    "paying": "상환 중",
    "completed": "완제",
    "lapsed": "실효",
}
PROCEDURES = {
    "none": "없음",
    "rehabilitation": "개인회생",
    "bankruptcy": "개인파산",
    "new_start_fund": "새출발기금",
}


class Debt(Record):
    """One claim. Amounts in won, the rate in percent a year, arrears in days."""

    title = "빚 한 건"
    kind: str | None = code(DEBT_KINDS, "빚의 종류")
    creditor: str | None = code(CREDITORS, "누구에게 진 빚인지")
    ccrs_member: bool | None = flag("신용회복지원협약 가입 기관인지")
    principal: int | None = won("원금")
    interest_due: int | None = won("밀린 이자")
    annual_rate: Decimal | None = rate("약정 이율")
    monthly_payment: int | None = won("매달 내는 돈")
    remaining_months: int | None = count("남은 개월 수", 0, 600)
    days_overdue: int | None = count("밀린 날수", 0, 36_500)
    opened_on: date | None = day("빌린 날")
    last_paid_on: date | None = day("마지막으로 갚은 날")
    matures_on: date | None = day("만기일")
    collateral_value: int | None = won("담보 가치")
    lien_rank_amount: int | None = won("앞선 순위의 담보 금액")
    guarantor: bool | None = flag("보증인이 있는지")
    guaranteed_for_other: bool | None = flag("다른 사람의 빚을 보증한 것인지")
    written_off: bool | None = flag("상각 채권인지")
    written_off_on: date | None = day("상각한 날")
    judgment_on: date | None = day("판결·지급명령이 확정된 날")
    payment_order_received_on: date | None = day("지급명령을 받은 날")
    coercive_contract: bool | None = flag("협박·성착취 등 반사회적 계약인지")


class Asset(Record):
    """One thing owned, at market value in won."""

    title = "재산 한 건"
    kind: str | None = code(ASSET_KINDS, "재산의 종류")
    value: int | None = won("시세")
    loan_balance: int | None = won("이 재산에 걸린 대출 잔액")
    lived_in: bool | None = flag("지금 살고 있는 집인지")
    shared: bool | None = flag("다른 사람과 함께 가진 것인지")
    note: str | None = text("메모", 200)


class LivingCost(Record):
    """What the household spends a month, in won: a total, or parts."""

    title = "한 달 생활비"
    total: int | None = won("생활비 전체")
    food: int | None = won("식비")
    rent: int | None = won("월세")
    utilities: int | None = won("공과금")
    telecom: int | None = won("통신비")
    medical: int | None = won("의료비")
    education: int | None = won("교육비")
    transport: int | None = won("교통비")
    insurance: int | None = won("보험료")
    other: int | None = won("그 밖의 지출")

    PARTS = (
        "food",
        "rent",
        "utilities",
        "telecom",
        "medical",
        "education",
        "transport",
        "insurance",
        "other",
    )


class Business(Record):
    title = "사업"
    opened_on: date | None = day("개업일")
    closed_on: date | None = day("폐업일")
    years_active: int | None = count("사업한 햇수", 0, 90)
    excluded_trade: bool | None = flag("부동산 임대·매매, 도박·사행, 유흥, 전문직, 금융업인지")

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.opened_on and self.closed_on and self.closed_on < self.opened_on:
            yield Fault(f"{pointer}/closed_on", "before_opening", "폐업일이 개업일보다 앞설 수 없습니다.")


class Credit(Record):
    title = "신용"
    nice_score: int | None = count("NICE 신용점수", 1, 1000)
    kcb_score: int | None = count("KCB 신용점수", 1, 1000)
    short_delinquencies_6m: int | None = count("여섯 달 안의 5일 이상 연체 횟수", 0, 200)


class History(Record):
    title = "지난 절차"
    bankruptcy_discharged_on: date | None = day("파산 면책이 확정된 날")
    rehabilitation_discharged_on: date | None = day("개인회생 면책이 확정된 날")
    rehabilitation_dismissed_on: date | None = day("개인회생이 기각·폐지된 날")
    ccrs_plan: str | None = code(CCRS_PLANS, "신용회복위원회 채무조정 이력")
    ccrs_lapsed_on: date | None = day("신용회복위원회 채무조정이 실효된 날")
    ccrs_plan_months: int | None = count("신용회복위원회 채무조정의 전체 회차", 1, 600)
    ccrs_paid_months: int | None = count("지금까지 낸 회차", 0, 600)
    ccrs_missed: int | None = count("밀린 회차", 0, 600)
    open_procedure: str | None = code(PROCEDURES, "지금 진행 중인 절차")
    none_before: bool | None = flag("지난 절차가 하나도 없는지")


class Person(Record):
    """Everything a person may tell about a debt situation; money in won a month unless named otherwise."""

    title = "상담받는 사람"
    age: int | None = count("만 나이", 0, 120)
    household_size: int | None = count("가구원 수(본인 포함)", 1, 20)
    dependants: int | None = count("부양가족 수(본인 제외)", 0, 19)
    minor_children: int | None = count("미성년 자녀 수", 0, 19)
    region: str | None = code(REGIONS, "사는 지역")
    court_region: str | None = text("관할 법원 지역", 20, r"[a-z_]+")
    employment: str | None = code(EMPLOYMENTS, "일하는 형태")
    monthly_income: int | None = won("한 달 실수령 소득(1년 평균)")
    income_regular: bool | None = flag("소득이 앞으로도 계속되는지")
    spouse_monthly_income: int | None = won("배우자의 한 달 실수령 소득")
    living_cost: LivingCost | None = record(LivingCost, "한 달 생활비")
    debts: tuple[Debt, ...] | None = records(Debt, "빚 목록", 100)
    assets: tuple[Asset, ...] | None = records(Asset, "재산 목록", 100)
    statuses: tuple[str, ...] | None = codes(STATUSES, "해당하는 상황")
    hardships: tuple[str, ...] | None = codes(HARDSHIPS, "겪은 어려움")
    business: Business | None = record(Business, "사업")
    credit: Credit | None = record(Credit, "신용")
    new_debt_6m: int | None = won("최근 여섯 달에 새로 빌린 원금")
    history: History | None = record(History, "지난 절차")
    legal_actions: tuple[str, ...] | None = codes(LEGAL_ACTIONS, "받고 있는 법적 조치")
    keeps_home: bool | None = flag("집을 지키고 싶은지")
    causes: tuple[str, ...] | None = codes(CAUSES, "빚이 생긴 까닭")
    transfers_2y: bool | None = flag("2년 안에 재산을 넘기거나 판 일이 있는지")
    occupation_barred: bool | None = flag("파산하면 자격이 제한되는 직업인지")

    def check(self, pointer: str) -> Iterable[Fault]:
        if None not in (self.household_size, self.dependants) and self.dependants >= self.household_size:  # type: ignore[operator]
            says = "부양가족 수는 본인을 뺀 가구원 수를 넘을 수 없습니다."
            yield Fault(f"{pointer}/dependants", "more_than_household", says)
        if None not in (self.minor_children, self.dependants) and self.minor_children > self.dependants:  # type: ignore[operator]
            says = "미성년 자녀 수는 부양가족 수를 넘을 수 없습니다."
            yield Fault(f"{pointer}/minor_children", "more_than_dependants", says)


class Assumptions(Record):
    """A counsellor's what-ifs: each replaces a table's or a formula's value and is marked so in the answer."""

    title = "상담사의 가정"
    court_living_cost: int | None = won("인정 생계비(한 달)")
    plan_months: int | None = count("변제 기간(개월)", 1, 420)
    liquidation_value: int | None = won("청산가치")
    principal_cut_percent: Decimal | None = rate("원금 감면율")
    interest_rate_percent: Decimal | None = rate("조정 이율")
    monthly_payment: int | None = won("월 상환액")
