"""The bodies of the scoring routes: applicant, history, bureau, scenario and the entries of one's own record.

Everything is optional unless `must` says otherwise. Protected attributes are accepted only so that the answer can say
that they were not used; nothing reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.shapes import (
    MAX_WON,
    Fault,
    Record,
    Shape,
    code,
    codes,
    count,
    day,
    flag,
    record,
    records,
    text,
    won,
)

EMPLOYMENT = {
    "employee": "직장인",
    "self_employed": "자영업자",
    "freelancer": "프리랜서",
    "daily": "일용직",
    "pensioner": "연금 생활",
    "unemployed": "일을 쉬는 중",
    "closed_business": "폐업",
    "homemaker": "가사",
    "student": "학생",
    "soldier": "군 복무",
}
PURPOSES = {
    "living": "생활비",
    "medical": "의료비",
    "education": "교육비",
    "business": "사업",
    "home_improvement": "집 수리",
    "debt_consolidation": "빚 갚기",
    "other": "기타",
}
HOUSING = {
    "own": "자가",
    "lease_deposit": "전세",
    "monthly_rent": "월세",
    "family": "가족 집",
    "other": "기타",
}
VEHICLES = {"none": "없음", "economy": "경차·소형", "standard": "중형", "luxury": "고급"}
AGENCIES = {"nice": "나이스평가정보", "kcb": "코리아크레딧뷰로"}
REMEDIES = {
    "self_repayment": "스스로 갚기",
    "lender_adjustment": "금융회사 자체 채무조정",
    "fast_track": "신속채무조정",
    "pre_workout": "사전채무조정",
    "individual_workout": "개인워크아웃",
    "mortgage_adjustment": "주택담보대출 채무조정",
    "new_start_fund": "새출발기금",
    "long_overdue_fund": "장기연체채권 채무조정",
    "individual_rehabilitation": "개인회생",
    "bankruptcy_discharge": "개인파산·면책",
}
SCENARIOS = {
    "pay_on_time": "제날짜에 계속 갚기",
    "miss_one": "한 번 밀리기",
    "miss_three": "세 번 밀리기",
    "pay_off_smallest": "가장 작은 빚부터 갚기",
    "finish_plan": "상환계획을 끝까지 마치기",
    **{f"remedy:{remedy}": name for remedy, name in REMEDIES.items()},
}


class Years(Shape):
    """Years with at most one decimal, as a whole number or an exact decimal."""

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        from decimal import Decimal

        if type(value) not in (int, Decimal) or (type(value) is Decimal and not value.is_finite()):
            return self.refuse(faults, pointer, "not_a_number", "햇수를 숫자로 적어 주세요. 예: 3.5")
        if not 0 <= value <= 80:
            return self.refuse(faults, pointer, "out_of_range", "0년에서 80년 사이로 적어 주세요.")
        return float(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "maximum": 80, "description": f"{self.label} (년)"}


def years(label: str) -> Any:
    """A field of years."""
    return Years(label)


class Applicant(Record):
    title = "신청자"
    annual_income: int | None = won("한 해 소득")
    employment: str | None = code(EMPLOYMENT, "일하는 모습")
    employment_years: float | None = years("지금 일을 한 햇수")
    occupation: str | None = text("직업", 60)
    loan_amount: int | None = won("신청한 대출 금액")
    loan_purpose: str | None = code(PURPOSES, "대출 용도")
    housing: str | None = code(HOUSING, "사는 집")
    property_tax: int | None = won("한 해 재산세")
    vehicle: str | None = code(VEHICLES, "자동차")
    defaulted_before: bool | None = flag("전에 갚지 못한 적이 있는지")
    credit_history_years: float | None = years("금융거래를 한 햇수")
    assets: int | None = won("가진 재산의 합계")
    age: int | None = count("나이", 0, 150)
    sex: str | None = text("성별", 20)
    marital_status: str | None = text("혼인 여부", 20)
    children: int | None = count("자녀 수", 0, 30)
    education: str | None = text("학력", 40)
    nationality: str | None = text("국적", 40)
    region: str | None = text("지역", 40)
    disability: bool | None = flag("장애")


class Month(Record):
    title = "한 달의 거래"
    month: str | None = text("월", 7, r"\d{4}-(0[1-9]|1[0-2])")
    days_late: int | None = count("밀린 날 수", 0, 3600)
    balance: int | None = won("남은 금액", -MAX_WON)
    limit: int | None = won("한도")
    due: int | None = won("내야 할 금액")
    paid: int | None = won("낸 금액")


class Account(Record):
    title = "빚 한 건"
    name: str | None = text("이름", 60)
    balance: int | None = won("남은 금액")
    limit: int | None = won("한도")
    monthly_payment: int | None = won("다달이 내는 금액")


class AccountHistory(Record):
    title = "거래 이력"
    months_on_book: int | None = count("거래한 달 수", 0, 1200)
    months: tuple[Month, ...] | None = records(Month, "달마다의 거래", 120)
    open_accounts: int | None = count("열려 있는 계좌 수", 0, 500)
    new_accounts_6m: int | None = count("여섯 달 안에 새로 연 계좌 수", 0, 500)
    late_30_24m: int | None = count("2년 안에 30일 넘게 밀린 횟수", 0, 500)
    late_60_24m: int | None = count("2년 안에 60일 넘게 밀린 횟수", 0, 500)
    late_90_24m: int | None = count("2년 안에 90일 넘게 밀린 횟수", 0, 500)
    late_records_5y: int | None = count("5년 안의 연체 기록 건수", 0, 500)
    product: str | None = code({"bank": "은행 대출", "other": "카드·기타"}, "상품")
    accounts: tuple[Account, ...] | None = records(Account, "빚 목록", 100)

    def check(self, pointer: str) -> Iterable[Fault]:
        """Months are all named or all unnamed, and none twice; later counts cannot exceed the wider ones."""
        names = [m.month for m in self.months or ()]
        if any(names) and (None in names or len(set(names)) != len(names)):
            yield Fault(
                f"{pointer}/months",
                "bad_months",
                "달 이름은 모두 적거나 모두 비우고, 같은 달을 두 번 적지 마세요.",
            )
        counts = [c for c in (self.late_30_24m, self.late_60_24m, self.late_90_24m) if c is not None]
        if counts != sorted(counts, reverse=True):
            yield Fault(
                f"{pointer}/late_60_24m",
                "bad_counts",
                "더 길게 밀린 횟수가 짧게 밀린 횟수보다 많을 수 없습니다.",
            )


class Bureau(Record):
    title = "신용평가회사 점수"
    must = ("agency", "score")
    agency: str | None = code(AGENCIES, "신용평가회사")
    score: int | None = count("신용점수", 1, 1000)


class BureauShape(Shape):
    """One bureau score or a list of both agencies'."""

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        if type(value) is dict:
            return (Bureau.read(value, pointer, faults),)
        before = len(faults)
        found = records(Bureau, self.label, 2).read(value, pointer, faults)
        if len(faults) == before and len({b.agency for b in found}) != len(found):
            return self.refuse(faults, pointer, "repeated", "같은 신용평가회사를 두 번 적었습니다.")
        return found

    def schema(self) -> dict[str, Any]:
        one = {"$ref": "#/components/schemas/Bureau"}
        return {"oneOf": [one, {"type": "array", "items": one, "maxItems": 2}], "description": self.label}


def bureaus(label: str) -> Any:
    """One bureau score or both."""
    return BureauShape(label)


class ScoreRequest(Record):
    title = "점수 요청"
    must = ("applicant",)
    applicant: Applicant | None = record(Applicant, "신청자")
    history: AccountHistory | None = record(AccountHistory, "거래 이력")
    bureau: tuple[Bureau, ...] | None = bureaus("신용평가회사 점수")
    as_of: Any = day("기준일")

    @classmethod
    def schemas(cls) -> dict[str, dict[str, Any]]:
        return {**super().schemas(), "Bureau": Bureau.schema()}


class SimulationRequest(Record):
    title = "점수 모의실험 요청"
    must = ("applicant", "history", "months", "scenario")
    applicant: Applicant | None = record(Applicant, "신청자")
    history: AccountHistory | None = record(AccountHistory, "거래 이력")
    bureau: tuple[Bureau, ...] | None = bureaus("신용평가회사 점수")
    months: int | None = count("내다볼 달 수", 1, 60)
    scenario: str | None = code(SCENARIOS, "가정")
    as_of: Any = day("기준일")

    @classmethod
    def schemas(cls) -> dict[str, dict[str, Any]]:
        return {**super().schemas(), "Bureau": Bureau.schema()}


ENTRY_KINDS = {
    "account": "계좌",
    "short_arrears": "단기연체",
    "long_arrears": "장기연체",
    "public_record": "공공정보",
    "inquiry": "조회",
}
PROOFS = {
    "telecom": "통신 요금",
    "health_insurance": "건강보험료",
    "national_pension": "국민연금",
    "utilities": "공과금",
}


class Entry(Record):
    title = "신용정보 한 건"
    must = ("kind",)
    kind: str | None = code(ENTRY_KINDS, "종류")
    holder: str | None = text("정보를 낸 곳", 60)
    product: str | None = text("상품", 60)
    code: str | None = text("공공정보 코드", 8, r"\d{3,6}")
    amount: int | None = won("금액(남은 금액 또는 밀린 금액)")
    limit: int | None = won("한도")
    opened_on: Any = day("시작한 날")
    due_on: Any = day("갚기로 한 날")
    registered_on: Any = day("등록된 날")
    cleared_on: Any = day("갚거나 끝난 날")
    counted_from: Any = day("인가·확정·면책 결정일")
    paused_months: int | None = count("이자까지 유예받은 달 수", 0, 120)
    mine: bool | None = flag("내 것이 맞는지")


class MyData(Shape):
    """JSON shaped like a MyData answer, read into plain entries."""

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        from chalicelib.score import mydata
        from chalicelib.shapes import Invalid

        try:
            return tuple(mydata.entries(value))
        except Invalid as invalid:
            faults.extend(f._replace(pointer=pointer + f.pointer) for f in invalid.faults)
            return None

    def schema(self) -> dict[str, Any]:
        lists = ("loan_list", "card_list", "overdue_list", "public_list")
        properties = {name: {"type": "array", "items": {"type": "object"}} for name in lists}
        return {"type": "object", "properties": properties, "description": self.label}


def mydata_answer(label: str) -> Any:
    """A field that takes a MyData-shaped object."""
    return MyData(label)


class ReviewRequest(Record):
    title = "신용정보 점검 요청"
    entries: tuple[Entry, ...] | None = records(Entry, "신용정보", 300)
    mydata: tuple[dict[str, Any], ...] | None = mydata_answer("마이데이터에서 받은 내용")
    late_records_5y: int | None = count("5년 안의 연체 기록 건수", 0, 500)
    proofs: tuple[str, ...] | None = codes(PROOFS, "이미 낸 납부 증빙")
    as_of: Any = day("기준일")
