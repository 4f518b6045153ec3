"""Shapes of requests that several routes share."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.law import COVERED_FROM, COVERED_TO
from chalicelib.shapes import DateShape, Fault, Record, flag


class AsOfShape(DateShape):
    """A day that the law tables cover."""

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> date | None:
        day: date | None = super().read(value, pointer, faults)
        if day is not None and not COVERED_FROM <= day <= COVERED_TO:
            span = f"{COVERED_FROM.isoformat()}부터 {COVERED_TO.isoformat()}까지의 날짜를 적어 주세요."
            self.refuse(faults, pointer, "not_covered", span)
            return None
        return day


def as_of(label: str = "기준일") -> Any:
    """A field for the day whose law is asked for; left out, it is today in Seoul."""
    return AsOfShape(label)


class AsOfQuery(Record):
    title = "기준일"
    as_of: date | None = as_of()


class Agreement(Record):
    """Consents that may be given or taken back while a session lives; the terms stand as long as it does."""

    title = "동의 바꾸기"
    ai_notice: bool | None = flag("인공지능 이용 안내를 확인")
    personal_data: bool | None = flag("개인정보 수집·이용에 동의")
    sensitive_data: bool | None = flag("건강 등 민감정보 처리에 동의")
    overseas_transfer: bool | None = flag("상담 문장의 국외 이전에 동의")
    referral: bool | None = flag("상담사에게 요약을 전달하는 데 동의")
    reminders: bool | None = flag("알림 수신에 동의")
