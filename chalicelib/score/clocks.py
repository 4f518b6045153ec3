"""Who will see an arrears, and when: three clocks of today, and the ones the 2007 article named. Dated law data.

Clock A: shared among lenders through the bureaus. Clock B: used in the score. Clock C: long-arrears register at
한국신용정보원. They are different functions with different counting and must never be mixed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol

from chalicelib.law import Law, Value, history, law_as_of


class BusinessDays(Protocol):
    """The part of the Korean calendar that is needed here."""

    def plus_business_days(self, day: date, count: int) -> date: ...


class Arrears(NamedTuple):
    """One overdue amount: won, the day it fell due, the product (bank or other; None = not known)."""

    amount: int | None
    due_on: date | None
    product: str | None = None
    sole_proprietor: bool | None = None


class Report(NamedTuple):
    """One clock's answer. `reported`: True, False, or None when a fact is missing. `on`: the first day it holds."""

    clock: str
    bureau: str
    reported: bool | None
    on: date | None
    says: str
    value: Value

    @property
    def row(self) -> dict[str, Any]:
        """As the API shows it; what is not confidence H is marked as an estimate."""
        return {
            "clock": self.clock,
            "bureau": self.bureau,
            "reported": self.reported,
            "on": self.on.isoformat() if self.on else None,
            "says": self.says,
            "source": self.value.cites,
            "estimate": not self.value.certain,
        }


NAMES = {"nice": "나이스평가정보(NICE)", "kcb": "코리아크레딧뷰로(KCB)", "kcis": "한국신용정보원"}


def share(arrears: Arrears, as_of: date, calendar: BusinessDays, law: Law) -> list[Report]:
    """Clock A, for each bureau: amount and business days, counted from the day after the due day."""
    value = law["clock.share"]
    on = _business(arrears.due_on, value.value["business_days"], calendar)
    return [
        _report("share", b, arrears, value, on, as_of, "다른 금융회사들이 이 연체를 볼 수 있습니다")
        for b in ("nice", "kcb")
    ]


def share_sole_proprietor(arrears: Arrears, as_of: date, law: Law) -> list[Report]:
    """The added sharing rule for sole proprietors, where the person is known to be one."""
    value = law.get("clock.share_sole_proprietor")
    if value is None or not arrears.sole_proprietor:
        return []
    on = _calendar_days(arrears.due_on, value.value["days"])
    return [
        _report(
            "share_sole_proprietor", b, arrears, value, on, as_of, "개인사업자의 연체로도 공유될 수 있습니다"
        )
        for b in ("nice", "kcb")
    ]


def score_use(
    arrears: Arrears, as_of: date, calendar: BusinessDays, law: Law, late_records_5y: int | None
) -> list[Report]:
    """Clock B. Two or more late records in five years select the stricter rule; unknown warns by the stricter one."""
    repeat = law.get("clock.repeat")
    many = repeat is not None and (late_records_5y is None or late_records_5y >= repeat.value["count"])
    value = law["clock.score_use_repeat"] if many else law["clock.score_use"]
    rule = value.value
    if "business_days" in rule:
        on = _business(arrears.due_on, rule["business_days"], calendar)
    else:
        on = _calendar_days(arrears.due_on, rule["days"])
    what = "이 연체가 신용점수에 쓰입니다"
    if late_records_5y is None and repeat is not None:
        what += f"(최근 {repeat.value['years']}년의 연체 건수를 몰라 엄격한 기준으로 알려 드립니다)"
    return [_report("score_use", b, arrears, value, on, as_of, what) for b in ("nice", "kcb")]


def long_register(arrears: Arrears, as_of: date, law: Law) -> list[Report]:
    """Clock C: the long-arrears register."""
    value = law["clock.long"]
    on = _calendar_days(arrears.due_on, value.value["days"])
    return [
        _report(
            "long", "kcis", arrears, value, on, as_of, "장기연체로 등록되어 카드와 대출이 막힐 수 있습니다"
        )
    ]


def seen_by(
    arrears: Arrears, as_of: date, calendar: BusinessDays, late_records_5y: int | None = None
) -> list[Report]:
    """All clocks of today for one arrears."""
    law = law_as_of(as_of)
    return [
        *share(arrears, as_of, calendar, law),
        *share_sole_proprietor(arrears, as_of, law),
        *score_use(arrears, as_of, calendar, law, late_records_5y),
        *long_register(arrears, as_of, law),
    ]


def seen_by_2007(arrears: Arrears, as_of: date) -> list[Report]:
    """The clocks of the 2007 article, for comparison only; they never decide about a person of today."""
    keys = {"kcb": "clock.share_2007.kcb", "nice": "clock.share_2007.nice"}
    if arrears.product is not None:
        keys["kis"] = (
            "clock.share_2007.kis_bank" if arrears.product == "bank" else "clock.share_2007.kis_other"
        )
    out = []
    for bureau, key in keys.items():
        value = history(key)[0]
        rule = value.value
        days = rule["more_than_days"] + 1 if "more_than_days" in rule else rule["days"]
        on = _calendar_days(arrears.due_on, days)
        out.append(
            _report(
                "share_2007",
                bureau,
                arrears,
                value,
                on,
                as_of,
                "2007년 기준으로 다른 회사들에 알려졌을 연체입니다",
            )
        )
    return out


def _business(due: date | None, days: int, calendar: BusinessDays) -> date | None:
    return None if due is None else calendar.plus_business_days(due, days)


def _calendar_days(due: date | None, days: int) -> date | None:
    return None if due is None else due + timedelta(days=days)


def _report(
    clock: str, bureau: str, arrears: Arrears, value: Value, on: date | None, as_of: date, what: str
) -> Report:
    least = value.value["amount"]
    name = NAMES.get(bureau, bureau.upper())
    about = "" if value.certain else "약 "
    bound = f"기준은 {about}{_won(least)} 이상입니다." if least > 1 else "금액과 관계없는 기준입니다."
    if arrears.amount is not None and arrears.amount < least:
        return Report(
            clock, bureau, False, None, f"{name}: 밀린 금액이 기준보다 적어 해당하지 않습니다. {bound}", value
        )
    if arrears.amount is None or on is None:
        says = f"{name}: 밀린 금액과 갚기로 한 날을 알면 언제 보이는지 알려 드릴 수 있습니다. {bound}"
        return Report(clock, bureau, None, on, says, value)
    when = f"{on.year}년 {on.month}월 {on.day}일"
    if as_of >= on:
        return Report(clock, bureau, True, on, f"{name}: {when}부터 {what}. {bound}", value)
    return Report(
        clock,
        bureau,
        False,
        on,
        f"{name}: {when}의 전날까지 갚으면 해당하지 않습니다. 그날이 되면 {what}. {bound}",
        value,
    )


def _won(amount: int) -> str:
    return f"{amount // 10_000:,}만 원" if amount % 10_000 == 0 else f"{amount:,}원"
