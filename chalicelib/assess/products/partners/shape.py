"""What a partner institution's file may hold. Only declarations and the checks between fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib import shapes
from chalicelib.assess.person import EMPLOYMENTS, HARDSHIPS, STATUSES
from chalicelib.assess.products.product import KINDS
from chalicelib.law import COVERED_FROM, COVERED_TO, law_as_of
from chalicelib.rules.words import percent
from chalicelib.shapes import Fault, ListShape, Record, TextShape

INSTITUTIONS = {
    "credit_union": "신용협동조합",
    "community_bank": "새마을금고",
    "agricultural": "농협·수협·산림조합",
    "savings_bank": "저축은행",
    "bank": "은행",
    "card": "카드사",
    "other": "그 밖의 기관",
}
NUMBER, YES_NO, CODE, CODES = "number", "flag", "code", "codes"
PARTNER_FACTS: dict[str, tuple[str, dict[str, str]]] = {
    "age": (NUMBER, {}),
    "stated_income": (NUMBER, {}),
    "income": (NUMBER, {}),
    "late_days": (NUMBER, {}),
    "short_delinquencies": (NUMBER, {}),
    "work_months": (NUMBER, {}),
    "plan_months": (NUMBER, {}),
    "total_debt": (NUMBER, {}),
    "household_income": (NUMBER, {}),
    "score_low20": (YES_NO, {}),
    "in_plan": (YES_NO, {}),
    "plan_completed": (YES_NO, {}),
    "pension_received": (YES_NO, {}),
    "earned_income_credit": (YES_NO, {}),
    "employment": (CODE, EMPLOYMENTS),
    "statuses": (CODES, STATUSES),
    "hardships": (CODES, HARDSHIPS),
}
"""Facts that a partner's condition may read: kind of value, and the codes where it is one."""
_OPS = {NUMBER: ("<=", "<", ">=", ">"), YES_NO: ("is",), CODE: ("in",), CODES: ("has", "lacks")}
_FIELD = {NUMBER: "value", YES_NO: "flag", CODE: "values", CODES: "values"}
_ALL_OPS = {op: op for ops in _OPS.values() for op in ops}


def _codes(label: str) -> Any:
    return ListShape(label, TextShape("코드", 40), 40, unique=True)


def _sentences(label: str) -> Any:
    return ListShape(label, TextShape(label, 300), 20)


class Institution(Record):
    title = "기관"
    must = ("code", "name", "kind")
    code: str | None = shapes.text("기관 코드", 40, "[a-z][a-z0-9_]*")
    name: str | None = shapes.text("기관 이름", 60)
    kind: str | None = shapes.code(INSTITUTIONS, "기관의 종류")
    phone: str | None = shapes.text("전화번호", 30, "[0-9-]+")
    url: str | None = shapes.text("누리집", 200)


class PartnerCondition(Record):
    title = "조건"
    must = ("fact", "op", "says")
    fact: str | None = shapes.code({name: name for name in PARTNER_FACTS}, "사실")
    op: str | None = shapes.code(_ALL_OPS, "비교")
    value: int | None = shapes.won("숫자 기준")
    flag: bool | None = shapes.flag("예·아니요 기준")
    values: tuple[str, ...] | None = _codes("코드 기준")
    says: str | None = shapes.text("조건 문장", 300)
    fail: str | None = shapes.text("맞지 않을 때의 문장", 300)
    ask: str | None = shapes.text("물어볼 문장", 300)
    soft: bool | None = shapes.flag("알림만 하는 조건인지")

    def check(self, pointer: str) -> Iterable[Fault]:
        kind, known = PARTNER_FACTS[self.fact or ""]
        if self.op not in _OPS[kind]:
            yield Fault(
                f"{pointer}/op",
                "op_does_not_fit",
                f"‘{self.fact}’에는 다음 비교만 쓸 수 있습니다: {', '.join(_OPS[kind])}",
            )
        for name in ("value", "flag", "values"):
            given = getattr(self, name) is not None
            if name == _FIELD[kind] and not given:
                yield Fault(
                    f"{pointer}/{name}", "required", f"‘{self.fact}’ 조건의 기준을 ‘{name}’에 적어 주세요."
                )
            elif name != _FIELD[kind] and given:
                yield Fault(
                    f"{pointer}/{name}",
                    "does_not_fit",
                    f"‘{self.fact}’ 조건에는 ‘{name}’을(를) 쓰지 않습니다.",
                )
        for i, entry in enumerate(self.values or ()):
            if known and entry not in known:
                yield Fault(
                    f"{pointer}/values/{i}",
                    "unknown_code",
                    f"다음 가운데 하나여야 합니다: {', '.join(known)}",
                )


class Amount(Record):
    title = "한도"
    must = ("most",)
    least: int | None = shapes.won("가장 적은 금액", 1)
    most: int | None = shapes.won("가장 많은 금액", 1)

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.least is not None and self.most is not None and self.least > self.most:
            yield Fault(
                f"{pointer}/least", "more_than_most", "가장 적은 금액이 가장 많은 금액보다 클 수 없습니다."
            )


class Rate(Record):
    title = "금리"
    must = ("low", "high")
    low: Decimal | None = shapes.rate("가장 낮은 금리")
    high: Decimal | None = shapes.rate("가장 높은 금리")

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.low is not None and self.high is not None and self.low > self.high:
            yield Fault(
                f"{pointer}/low", "more_than_high", "가장 낮은 금리가 가장 높은 금리보다 클 수 없습니다."
            )


class Term(Record):
    title = "기간"
    must = ("low", "high")
    low: int | None = shapes.count("가장 짧은 개월 수", 1, 600)
    high: int | None = shapes.count("가장 긴 개월 수", 1, 600)

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.low is not None and self.high is not None and self.low > self.high:
            yield Fault(
                f"{pointer}/low", "more_than_high", "가장 짧은 기간이 가장 긴 기간보다 길 수 없습니다."
            )


class PartnerProduct(Record):
    title = "상품"
    must = ("code", "name", "kind", "since", "source", "apply")
    code: str | None = shapes.text("상품 코드", 40, "[a-z][a-z0-9_]*")
    name: str | None = shapes.text("상품 이름", 80)
    kind: str | None = shapes.code(KINDS, "상품의 종류")
    since: date | None = shapes.day("시작일")
    until: date | None = shapes.day("끝나는 날")
    source: str | None = shapes.text("근거 자료", 200)
    limit: Amount | None = shapes.record(Amount, "한도")
    rate: Rate | None = shapes.record(Rate, "금리")
    term_months: Term | None = shapes.record(Term, "기간")
    conditions: tuple[PartnerCondition, ...] | None = shapes.records(PartnerCondition, "조건", 30)
    apply: tuple[str, ...] | None = _sentences("신청하는 곳")
    needs: tuple[str, ...] | None = _sentences("갖출 것")
    notes: tuple[str, ...] | None = _sentences("알릴 것")

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.since and self.until and self.until < self.since:
            yield Fault(f"{pointer}/until", "before_since", "끝나는 날이 시작일보다 앞설 수 없습니다.")
        if self.apply == ():
            yield Fault(f"{pointer}/apply", "required", "신청하는 곳을 한 문장 이상 적어 주세요.")
        if (
            self.rate
            and self.rate.high is not None
            and self.since
            and COVERED_FROM <= self.since <= COVERED_TO
        ):
            cap = law_as_of(self.since).decimal("rate_cap.lending_act")
            if cap is not None and self.rate.high > cap:
                yield Fault(
                    f"{pointer}/rate/high",
                    "above_legal_cap",
                    f"법정 최고이자율(연 {percent(cap)})보다 높습니다.",
                )


class PartnerFile(Record):
    title = "제휴 기관 자료"
    must = ("institution", "verified_on", "products")
    institution: Institution | None = shapes.record(Institution, "기관")
    verified_on: date | None = shapes.day("확인한 날")
    products: tuple[PartnerProduct, ...] | None = shapes.records(PartnerProduct, "상품 목록", 200)

    def check(self, pointer: str) -> Iterable[Fault]:
        seen: set[str] = set()
        for i, product in enumerate(self.products or ()):
            if product.code in seen:
                yield Fault(
                    f"{pointer}/products/{i}/code",
                    "repeated",
                    f"상품 코드 ‘{product.code}’이(가) 두 번 들어 있습니다.",
                )
            seen.add(product.code or "")
