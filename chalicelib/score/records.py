"""Entries on record and the day each goes: late payments by clock, public-record codes of debt adjustment.

Removal changes a score only from the removal day on. Every period is dated law data; nothing here holds a figure.
"""

from __future__ import annotations

import calendar as _month_lengths
from datetime import date
from typing import NamedTuple

from chalicelib.law import Law, Value

CODES = {
    "1101": "개인워크아웃",
    "1802": "새출발기금(부실차주)",
    "1201": "파산·면책",
    "1301": "개인회생",
}
REMEDY_CODES = {
    "individual_workout": "1101",
    "new_start_fund": "1802",
    "bankruptcy_discharge": "1201",
    "individual_rehabilitation": "1301",
    "fast_track": None,
    "pre_workout": None,
}
"""Which public-record code a remedy leaves; None = none. Other remedies: not known from the sheets."""


class Removal(NamedTuple):
    """When an entry goes: the day (None = not known yet), a Korean sentence, the dated value it rests on."""

    on: date | None
    says: str
    value: Value | None


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = _month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def short_arrears(cleared_on: date | None, law: Law, late_records_5y: int | None) -> Removal:
    """A short arrears after clearing. The longer period is named while the number of late records is not known."""
    repeat, single = law.get("clock.repeat"), law["clock.score_use"]
    once = repeat is not None and late_records_5y is not None and late_records_5y < repeat.value["count"]
    years = single.value["keep_years"] if once else law["clock.score_use_repeat"].value["keep_years"]
    value = single if once else law["clock.score_use_repeat"]
    if cleared_on is None:
        return Removal(None, f"밀린 금액을 갚은 날부터 {years}년 동안 점수에 쓰일 수 있습니다.", value)
    on = add_months(cleared_on, years * 12)
    return Removal(on, f"갚은 날부터 {years}년이 되는 {_day(on)}부터 점수에 쓰이지 않습니다.", value)


def long_arrears(cleared_on: date | None, law: Law) -> Removal:
    """A long arrears: bureaus may use it for years after clearing."""
    value = law["credit.keep.long_years"]
    if cleared_on is None:
        return Removal(None, f"갚은 날부터 길게는 {value.value}년 동안 쓰일 수 있습니다.", value)
    on = add_months(cleared_on, value.value * 12)
    return Removal(on, f"길게 잡아 {_day(on)}까지 쓰일 수 있습니다.", value)


def public_record(code: str, counted_from: date | None, law: Law, paused_months: int = 0) -> Removal:
    """A public-record code; `counted_from`: confirmation of the plan, or the discharge for 1201.

    Months of deferral in which interest was waived too do not count (`paused_months`).
    """
    value = law.get(f"record.{code}")
    name = CODES[code]
    if value is None:
        until = law.get("record.1301_before_max") if code == "1301" else None
        if until is None:
            return Removal(None, f"{name} 기록이 언제 지워지는지는 확인된 자료가 없습니다.", None)
        return Removal(None, f"{name} 기록은 이때의 기준으로는 변제를 마칠 때까지 남습니다.", until)
    months = value.value * 12 if value.unit == "years" else value.value
    about = "" if value.certain else " 확인이 더 필요한 값이니 상담에서 확인해 주세요."
    if counted_from is None:
        return Removal(None, f"{name} 기록은 성실하게 {months}개월을 지나면 지워집니다.{about}", value)
    on = add_months(counted_from, months + (paused_months if code != "1201" else 0))
    doubt = (
        " 실제 삭제가 시작된 날은 확인되지 않아, 그날 뒤에 신용보고서를 확인해 주세요."
        if code == "1301"
        else ""
    )
    return Removal(on, f"{name} 기록은 {_day(on)}에 지워집니다.{about}{doubt}", value)


def _day(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일"
