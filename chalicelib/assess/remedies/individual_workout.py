"""채무조정 (개인워크아웃): 90 days or more late; principal is cut, no interest (sheet 03)."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from chalicelib.assess import ccrs, ccrs_advice
from chalicelib.assess.branches.committee import DURING, REVIVE, RUNNING_DEFERRAL, deferral, job_success
from chalicelib.assess.branches.workout import LIQUIDATION, SMALL, VULNERABLE, YOUTH, limits
from chalicelib.assess.claim_notes import ccrs_claims
from chalicelib.assess.claims import Claim, default_day
from chalicelib.assess.dates import add_months, months_since
from chalicelib.assess.facts import Case, unsecured_principal
from chalicelib.assess.money import equal_schedule
from chalicelib.assess.parts import longest_note, spread
from chalicelib.assess.remedy import Effects, Estimate, Outlook, Remedy, Variant
from chalicelib.rules import Span, exactly, hull


class Formula(NamedTuple):
    """The cut formula made public in 2019; whether it is in use today is not known, so it is an estimate."""

    months: int
    unit: int
    base: Decimal
    slope: Decimal
    top: Decimal
    bend: int

    def cut(self, principal: int, disposable: int) -> Decimal:
        """Percent of principal for the person's excess D = principal - 36 months of disposable income (in millions).

        >>> f = Formula(36, 1_000_000, Decimal(20), Decimal("1.38"), Decimal(70), 36)
        >>> f.cut(40_000_000, 500_000)
        Decimal('50.36')
        """
        excess = Decimal(principal - self.months * disposable) / self.unit
        if excess <= 0:
            return self.base
        return self.top if excess > self.bend else min(self.top, self.base + self.slope * excess)


def formula(case: Case, written_off: bool) -> Formula | None:
    law, kind = case.law, "writtenoff" if written_off else "not"
    months, unit, bend = (law.whole(f"wo.formula.{name}") for name in ("months", "unit_won", "cap_d"))
    base, slope, top = (law.decimal(f"wo.formula.{name}_{kind}") for name in ("base", "slope", "max"))
    if None in (months, unit, bend, base, slope, top):
        return None
    return Formula(months, unit, base, slope, top, bend)  # type: ignore[arg-type]


def additions(case: Case, days: int | None) -> Decimal:
    """Percent points on top for so many days of arrears (None: as many as there may be), at most the formula's limit (traders' additions are not counted: the
    kind of VAT trader is not asked)."""
    row = case.law.get("wo.formula.add_overdue")
    if row is None:
        return Decimal(0)
    months = None if days is None else months_since(case.day, days)
    reached = [
        Decimal(points) for start, points in row.value.items() if months is None or months >= int(start)
    ]
    return min(max(reached, default=Decimal(0)), case.law.decimal("wo.formula.add_max") or Decimal(0))


def estimate(case: Case) -> Estimate | None:
    """Cut by class around the 2019 formula (± the band of the sheet), equal parts without interest."""
    law, debts, longest = case.law, ccrs.principals(case), case.law.months("wo.term_max")
    printed = law.months("wo.term_max_printed")
    if debts is None or longest is None or not debts[0]:
        return None
    capacity: Span = case["ccrs_capacity"]
    band = law.decimal("wo.formula.show_band") or Decimal(0)
    outcomes = [_cuts(case, debts[0], month, band) for month in _ends(capacity)]
    if any(outcome is None for outcome in outcomes):
        return None
    rests = [span for span in outcomes if span is not None]
    rest = hull(*rests)
    low, high = debts[1]
    assert rest.low is not None and rest.high is not None and low is not None and high is not None
    rest = Span(min(rest.low, low), rest.high)
    pays, months = spread(rest, capacity, longest, case.assumptions.plan_months)
    most = months.high or longest
    assert rest.high is not None
    worst = rest.high
    notes: tuple[str, ...] = (
        "감면율은 2019년에 공개된 산식으로 어림한 것입니다. 실제 감면율은 위원회와 채권자가 정합니다.",
        *longest_note(capacity),
    )
    payable = None
    if capacity.high is not None and _part(rest.low or 0, printed or longest) > max(0, capacity.high):
        payable = False
        notes += (
            "지금 소득으로는 이 계획을 내기 어렵습니다. 상환유예, 특별면책이나 법원 절차를 함께 살펴보세요.",
        )
    elif capacity.low is not None and _part(worst, longest) <= capacity.low:
        payable = True
    basis = (
        "wo.cut_writtenoff",
        "wo.cut_notwrittenoff",
        "wo.formula.slope_writtenoff",
        "wo.formula.slope_not",
        "wo.term_max",
        "ccrs.fee",
    )
    return Estimate(
        monthly_payment=pays,
        months=months,
        total_paid=rest,
        forgiven=Span(max(0, low - worst), high - (rest.low or 0)),
        fees=ccrs.fee(case),
        basis=basis,
        missing=_missing(case),
        notes=notes,
        variants=_variants(case, debts[0], capacity, longest, printed),
        schedule=lambda: equal_schedule(worst, most),
        payable=payable,
    )


def _ends(capacity: Span) -> list[int | None]:
    return [capacity.exact] if capacity.exact is not None else [capacity.low, capacity.high]


def _cuts(
    case: Case, claims: list[tuple[Claim, int]], capacity: int | None, band: Decimal | None
) -> Span | None:
    """What remains after the cut, at both ends of the band (None: the formula's own point): at most of everything that
    may be under the agreement, at least of what surely is."""
    sure = [(unsecured_principal(claim).low or 0) if claim.member else 0 for claim, _ in claims]
    totals = Span(sum(sure), sum(part for _, part in claims))
    least = most = Decimal(0)
    for (claim, part), surely in zip(claims, sure, strict=True):
        lows, highs = [], []
        for written in _classes(claim):
            bounds = limits(case, written)
            if bounds is None:
                return None
            low, high = _claim_cut(case, claim, written, totals, capacity, band, bounds)
            lows.append(low)
            highs.append(high)
        least += part * min(lows) / 100
        most += surely * max(highs) / 100
    floor = [int(amount.to_integral_value(ROUND_FLOOR)) for amount in (most, least)]
    return Span((totals.low or 0) - floor[0], (totals.high or 0) - floor[1])


def _claim_cut(
    case: Case,
    claim: Claim,
    written: bool,
    totals: Span,
    capacity: int | None,
    band: Decimal | None,
    bounds: tuple[Decimal, Decimal],
) -> tuple[Decimal, Decimal]:
    told = case.assumptions.principal_cut_percent
    if told is not None:
        return told, told
    fresh = False if written else _fresh(case, claim)
    if fresh:
        return Decimal(0), Decimal(0)
    known = formula(case, written)
    if capacity is None or known is None:
        return bounds if fresh is False else (Decimal(0), bounds[1])
    late: Span = case["overdue_days"]
    low = min(bounds[1], known.cut(totals.low or 0, capacity) + additions(case, late.low or 0))
    if band is None:
        return low, low
    high = min(bounds[1], known.cut(totals.high or 0, capacity) + additions(case, late.high))
    return (Decimal(0) if fresh is None else max(bounds[0], low - band)), min(bounds[1], high + band)


def _classes(claim: Claim) -> tuple[bool, ...]:
    return (True, False) if claim.debt.written_off is None else (claim.debt.written_off,)


def _fresh(case: Case, claim: Claim) -> bool | None:
    """A loan younger than a year, not written off, gets no cut (wo.cut_notwrittenoff_excl). Where the day of the loan
    was not told it is at least as old as its arrears; None where that does not tell."""
    age = case.law.months("wo.cut_notwrittenoff_loan_age")
    if age is None:
        return False
    line = add_months(case.day, -age)
    if claim.debt.opened_on is not None:
        return claim.debt.opened_on > line
    late = default_day(claim.debt, case.day)
    return False if late is not None and late <= line else None


def _months(rest: int, capacity: int | None, longest: int) -> int:
    if capacity is None or capacity <= 0:
        return longest
    return max(1, min(longest, -(-rest // capacity)))


def _part(rest: int, months: int) -> int:
    return -(-rest // months)


def _missing(case: Case) -> tuple[str, ...]:
    missing = [] if case["ccrs_capacity"].exact is not None else ["income"]
    if case["written_off"] is None:
        missing.append("written_off")
    return tuple(missing)


def _variants(
    case: Case, claims: list[tuple[Claim, int]], capacity: Span, longest: int, printed: int | None
) -> tuple[Variant, ...]:
    """The formula itself without the band, where everything it reads is known."""
    if capacity.exact is None or any(claim.debt.written_off is None for claim, _ in claims):
        return ()
    exact = _cuts(case, claims, capacity.exact, None)
    if exact is None or exact.low is None or exact.exact is None:
        return ()
    rest = exact.low
    months = _months(rest, capacity.exact, longest)
    made = [
        Variant(
            "formula_2019",
            "2019년에 공개된 산식대로라면",
            exactly(_part(rest, months)),
            exactly(months),
            exactly(rest),
            exactly(sum(part for _, part in claims) - rest),
        )
    ]
    if printed is not None and printed > longest:
        made.append(
            Variant(
                "printed_term",
                f"가장 긴 {printed}개월로 나누면",
                exactly(_part(rest, printed)),
                exactly(printed),
                exactly(rest),
            )
        )
    return tuple(made)


REMEDY = Remedy(
    code="individual_workout",
    title="채무조정(개인워크아웃)",
    order=50,
    programme="wo.programme",
    rules=(*ccrs.MEMBER_DEBT, *ccrs.overdue("individual_workout", "wo.overdue_min"), *ccrs.HONESTY),
    estimate=estimate,
    effects=Effects(
        credit_record="{wo.public_record} {wo.record_release} 동안 성실하게 갚거나 그 전에 다 갚으면 지워집니다.",
        guarantors="{wo.effect.guarantor}",
        collection=ccrs.COLLECTION,
        home="담보권은 그대로이고 담보대출은 따로 조정합니다.",
        job_limits=ccrs.NO_JOB_LIMIT,
    ),
    documents=ccrs.DOCUMENTS,
    steps=ccrs.STEPS,
    contacts=ccrs.CONTACTS,
    branches=(
        SMALL,
        LIQUIDATION,
        YOUTH,
        VULNERABLE,
        deferral("wo"),
        job_success(
            "individual_workout", "wo.job_success", "일찍 갚으면 {life.early_bonus_special} 더 줄여 줍니다."
        ),
        RUNNING_DEFERRAL,
        REVIVE,
        DURING,
    ),
    warnings=(
        "{life.lapse} 이상 밀리면 계획이 실효되어 원래 빚이 되살아납니다. 그 전에 전화하세요.",
        "빌린 지 {wo.cut_notwrittenoff_loan_age}이 안 된 대출(상각 전)은 원금이 줄지 않습니다.",
        "협약 기관의 카드는 모두 해지됩니다.",
    ),
    source="03",
    outlook=Outlook(
        collection_stops="신청한 다음 날부터 멈춥니다.",
        record="wo.record_release",
        setup="ccrs.typical_duration",
        car="자동차 담보대출은 들어가지 않으니 계속 내야 차를 지킵니다.",
        failure="{life.lapse} 이상 밀리면 실효되어 원래 빚이 이자와 함께 되살아납니다. {life.revive_months} 안에 {life.revive_times} 되살릴 수 있습니다.",
    ),
    advice=ccrs_advice.individual_workout,
    claims=ccrs_claims,
)
