"""Bodies that the case routes take, declared once: reader, faults and OpenAPI schema come from here.

Unknown keys are faults, every fault is named at once. No name and no resident registration number is taken.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Final

from chalicelib.aftercare.contact import CHANNELS, HOLD_REASONS
from chalicelib.aftercare.relief_rules import KINDS, REASONS
from chalicelib.aftercare.schedule import KINDS as INSTALMENT_KINDS
from chalicelib.aftercare.schedule import MAX_INSTALMENTS
from chalicelib.aftercare.stages import REMEDIES, TITLES
from chalicelib.shapes import Fault, Record, code, codes, day, flag, record, records, text, won
from chalicelib.shapes import count as number

PHONE: Final = r"01[016789]-?\d{3,4}-?\d{4}"
EMAIL: Final = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}"
REFERENCE: Final = r"[A-Za-z0-9_.:@+=-]{1,64}"
_CLOCK: Final = r"([01]\d|2[0-3]):[0-5]\d"
_WON_KINDS: Final = {"repayment": "상환금", "deferral_interest": "유예 이자"}
ANSWERS: Final = {"kept": "지켰어요", "hard": "어려워요", "pause": "쉬고 싶어요"}
assert set(_WON_KINDS) == set(INSTALMENT_KINDS)


class InstalmentIn(Record):
    title = "회차"
    due = day("납입일")
    amount = won("납입액", 1)
    kind = code(_WON_KINDS, "종류")
    must = ("due", "amount")


class PlanIn(Record):
    """Either `instalments`, or `total`, `count` and `first_due`."""

    title = "상환 계획"
    remedy = code(REMEDIES, "제도")
    stage = code(TITLES, "단계")
    agreed_on = day("합의일 또는 인가일")
    total = won("갚을 돈의 합계", 1)
    count = number("회차 수", 1, MAX_INSTALMENTS)
    first_due = day("첫 납입일")
    due_day = number("매달 납입하는 날", 1, 31)
    instalments = records(InstalmentIn, "회차 목록", MAX_INSTALMENTS)
    interest_bearing = flag("이자를 함께 갚는 방식인지")
    secured = flag("담보 채무인지")
    young_or_placed = flag("신청 때 34세 이하이거나 취업에 성공했는지")
    debt_added_on = day("채무가 더해진 날")
    vulnerable = flag("기초생활수급자·중증장애인·고령자인지")
    must = ("remedy",)

    def check(self, pointer: str) -> Iterable[Fault]:
        whole = (self.total, self.count, self.first_due)
        if self.instalments and any(part is not None for part in whole):
            yield Fault(f"{pointer}/instalments", "either_or", "회차 목록과 합계 가운데 하나만 적어 주세요.")
        if not self.instalments and any(part is None for part in whole):
            yield Fault(
                f"{pointer}/instalments",
                "required",
                "회차 목록을 적거나, 합계(total)·회차 수(count)·첫 납입일(first_due)을 모두 적어 주세요.",
            )
        if self.total and self.count and self.total < self.count:
            yield Fault(f"{pointer}/total", "too_small", "회차마다 1원 이상이 되도록 적어 주세요.")
        days = [one.due for one in self.instalments or ()]
        if len(set(days)) != len(days):
            yield Fault(f"{pointer}/instalments", "repeated", "같은 날의 회차가 두 번 있습니다.")
        if any(one > other for one, other in itertools.pairwise(days)):
            yield Fault(f"{pointer}/instalments", "unsorted", "회차를 날짜 순서로 적어 주세요.")


class AddressIn(Record):
    title = "연락 방법"
    channel = code(CHANNELS, "방법")
    to = text("번호나 주소", 254)
    confirmed = flag("본인이 확인했는지")
    must = ("channel", "to")

    def check(self, pointer: str) -> Iterable[Fault]:
        import re

        pattern = {"email": EMAIL, "outbox": r".{1,64}"}.get(self.channel or "", PHONE)
        if self.to is not None and not re.fullmatch(pattern, self.to):
            yield Fault(f"{pointer}/to", "bad_form", "번호나 주소의 모양이 맞지 않습니다. 예: 010-1234-5678")


class BlockedIn(Record):
    title = "연락을 받지 않을 시간"
    weekday = number("요일(월요일이 0)", 0, 6)
    start = text("시작", 5, _CLOCK)
    until = text("끝(24시는 00:00)", 5, _CLOCK)
    must = ("weekday", "start", "until")

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.start and self.until and self.until != "00:00" and self.start >= self.until:
            yield Fault(f"{pointer}/until", "not_after", "끝나는 시각이 시작보다 뒤여야 합니다.")


class HoldIn(Record):
    title = "연락을 멈출 사정"
    reason = code(HOLD_REASONS, "사정")
    first = day("시작일")
    last = day("끝나는 날")
    must = ("reason", "first")

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.first and self.last and self.last < self.first:
            yield Fault(f"{pointer}/last", "not_after", "끝나는 날이 시작일보다 앞설 수 없습니다.")


class RemindersIn(Record):
    """PUT: what is left out is empty, not "as before"."""

    title = "안내 설정"
    addresses = records(AddressIn, "연락 방법(앞의 것부터 씀)", 4)
    refused = codes(CHANNELS, "거절한 방법")
    blocked = records(BlockedIn, "연락을 받지 않을 시간", 28)
    holds = records(HoldIn, "연락을 멈출 사정", 8)
    opted_out = flag("안내를 모두 받지 않음")
    coached = flag("응원 안내를 받음")
    counsellor = text("담당 상담사의 이름", 20, r"[가-힣A-Za-z ·.]{1,20}")
    phrase = text("본인이 정한 인사말", 20, r"[^\n\r]{1,20}")


class EnrolIn(Record):
    title = "사후 관리 등록"
    plan = record(PlanIn, "상환 계획")
    reminders = record(RemindersIn, "안내 설정")
    consent = flag("진행상황 관리에 동의함")
    reference = text("기관의 사건 번호", 64, REFERENCE)
    must = ("plan", "consent")

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.consent is False:
            yield Fault(f"{pointer}/consent", "consent_needed", "동의하셔야 진행상황을 관리할 수 있습니다.")


class PaymentIn(Record):
    title = "납입"
    reference = text("납입 번호", 64, REFERENCE)
    paid_on = day("납입일")
    amount = won("납입액", 1)
    must = ("reference", "paid_on", "amount")


class VoidIn(Record):
    title = "납입 취소"
    because = text("까닭", 200)
    must = ("because",)


class StageIn(Record):
    title = "단계 변경"
    stage = code(TITLES, "단계")
    on = day("바뀐 날")
    because = text("까닭", 200)
    must = ("stage", "on")


class ReliefIn(Record):
    title = "도움 신청"
    kind = code(KINDS, "종류")
    reasons = codes(REASONS, "사정")
    months = number("필요한 기간(개월)", 1, 36)
    documents = codes(REASONS, "가지고 있는 확인 서류(사정별)")
    note = text("하고 싶은 말", 500)
    channel = code(
        {"booth": "키오스크", "mobile": "전화기", "web": "웹", "phone": "전화", "desk": "창구"}, "신청한 곳"
    )
    new_debt_days = number("새 채무가 밀린 날 수", 0, 36500)
    new_debt_months = number("새 채무를 빌린 지 지난 달 수", 0, 1200)
    must = ("kind", "reasons")

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.reasons == ():
            yield Fault(f"{pointer}/reasons", "required", "사정을 하나 이상 골라 주세요.")


class ReliefMoreIn(Record):
    """What the person adds later: the request is taken up where it was left."""

    title = "도움 신청 보완"
    documents = codes(REASONS, "새로 낸 확인 서류(사정별)")
    note = text("하고 싶은 말", 500)


class DecideIn(Record):
    title = "도움 신청 결정"
    decision = code({"approve": "승인", "reject": "거절", "ask_documents": "서류 요청"}, "결정")
    start = day("적용을 시작할 날")
    months = number("기간(개월)", 1, MAX_INSTALMENTS)
    instalments = records(InstalmentIn, "새 회차 목록(수정조정)", MAX_INSTALMENTS)
    because = text("까닭(본인에게 보이는 문장)", 300)
    must = ("decision",)

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.decision in ("reject", "ask_documents") and not self.because:
            yield Fault(f"{pointer}/because", "required", "까닭을 적어 주세요. 본인에게 알려 드립니다.")


class AnswerIn(Record):
    title = "안내에 대한 답"
    answer = code(ANSWERS, "답")
    id = text("답의 번호", 64, REFERENCE)
    must = ("answer",)


class ScoreIn(Record):
    title = "이달의 신용점수"
    month = text("달(2026-11)", 7, r"20\d\d-(0[1-9]|1[0-2])")
    nice = number("NICE 점수", 1, 1000)
    kcb = number("KCB 점수", 1, 1000)
    must = ("month",)

    def check(self, pointer: str) -> Iterable[Fault]:
        if self.nice is None and self.kcb is None:
            yield Fault(f"{pointer}/nice", "required", "두 점수 가운데 하나는 적어 주세요.")
