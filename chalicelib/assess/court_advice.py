"""What the courts' remedies tell this person beside conditions: venue and the court's practice, who else is touched,
refusal and survival grounds, earlier cases, what was given away. Sheets 07 and 08; every sentence is a law row.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assess import sentences
from chalicelib.assess.facts import Case
from chalicelib.assess.remedy import Advice
from chalicelib.assess.sentences import text
from chalicelib.rules.text import contact
from chalicelib.rules.words import figure

VENUES = {
    "ulsan": "busan",
    "changwon": "busan",
    "cheongju": "daejeon",
    "jeonju": "gwangju",
    "jeju": "gwangju",
    "gangneung": "gangneung",
}
"""Court in charge -> the further court that the person may choose (DRBA 3⑩-⑬)."""
CHOICES = {
    "busan": "부산회생법원",
    "daejeon": "대전회생법원",
    "gwangju": "광주회생법원",
    "gangneung": "춘천지방법원 강릉지원",
}
COURTS = ("seoul", "suwon", "busan", "daejeon", "daegu", "gwangju")
_LOSSES = ("seoul", "busan", "suwon", "gwangju")


def rehabilitation(case: Case) -> Iterator[Advice]:
    yield from venue(case)
    yield from practice(case)
    yield from refiling(case)
    if case["priority_debt"].low:
        yield Advice(
            "reh.priority",
            "세금·보험료 {amount}은 줄지 않고 계획 안에서 먼저, 모두 갚습니다. {reh.effect.tax}",
            ("reh.effect.tax",),
            (("amount", figure(case["priority_debt"], "won")),),
        )
    yield from sentences.shortfall(case)
    yield from sentences.guarantors(case, "reh.effect.guarantor")
    yield from sentences.heavy_tax(case)
    if {"gambling", "speculation"} & (case["causes"] or frozenset()):
        yield text("reh.no_cause_limit")
    if {"wage_seizure"} & (case["legal_actions"] or frozenset()):
        yield text("reh.effect.wage_seized", "reh.effect.employer")
    if case["liquidation"].high:
        yield text("reh.exempt_scope")
        yield text("reh.property.counted", "unattachable.pension")
    yield from _rented(case, "reh.effect.landlord")
    yield Advice(
        "reh.household",
        "가구원은 {reh.household} 소득에서는 {reh.deduct}",
        ("reh.household", "reh.deduct"),
    )
    yield Advice(
        "reh.min_applies",
        "계획은 적어도 빚의 {reh.min_5pct}(빚이 {reh.min_threshold} 이상이면 {reh.min_3pct}에 {reh.min_3pct_add}을 더한 금액, 많아도 {reh.min_cap})를 갚아야 합니다. 이 최저변제액은 {reh.min_applies}",
        (
            "reh.min_applies",
            "reh.min_5pct",
            "reh.min_threshold",
            "reh.min_3pct",
            "reh.min_3pct_add",
            "reh.min_cap",
        ),
    )
    yield Advice(
        "reh.all_disposable",
        "채권자가 이의를 내면 변제 기간에 남는 돈을 모두 내야 합니다.",
        ("reh.all_disposable",),
    )
    if case["transfers_2y"] is not False:
        yield Advice(
            "reh.lookback",
            "법원은 최근 {reh.lookback.gifts_years}의 증여·이혼·보증금과 {reh.lookback.tax_record_years}의 세금 기록을 살펴봅니다.",
            ("reh.lookback.gifts_years", "reh.lookback.tax_record_years"),
        )
    if case["income_under_sixty"]:
        yield Advice(
            "reh.hint",
            "소득이 중위소득의 {reh.equity_court_hint_percent}에 못 미치면 법원이 파산을 권할 수 있습니다.",
            ("reh.equity_court_hint_percent",),
        )
    yield Advice(
        "reh.papers_by_court",
        "동의하면 법원이 행정기관의 서류를 직접 받아 볼 수 있습니다.",
        ("reh.documents_by_court",),
    )
    yield Advice(
        "reh.trustee",
        "외부 회생위원이 맡으면 인가까지 {reh.trustee}(최대 {reh.trustee_max})이, 인가 뒤에는 내는 돈의 {reh.trustee_after}(최대 {reh.trustee_after_max})가 더 들고, 법원 직원이 맡으면 {reh.trustee_clerk}입니다. {reh.trustee_outside_when}",
        (
            "reh.trustee",
            "reh.trustee_max",
            "reh.trustee_after",
            "reh.trustee_after_max",
            "reh.trustee_outside_when",
        ),
    )
    yield Advice(
        "reh.times",
        "중지·금지명령은 약 {reh.stay_decision}, 개시 결정은 법으로 {reh.opening_law} 안이지만 실제로는 {reh.opening_months_min}에서 {reh.opening_months_max}, 인가는 개시 뒤 {reh.confirm_months_min}에서 {reh.confirm_months_max} 걸립니다.",
        ("reh.opening_law", "reh.stay_decision", "reh.opening_months_min", "reh.confirm_months_min"),
    )
    yield text("reh.withdrawal")
    yield sentences.BROKERS
    yield from sentences.set_off(case)
    yield Advice(
        "reh.fraud",
        "거짓으로 신청하면 {reh.fraud_prison_years_max} 이하의 징역이나 {reh.fraud_fine_max} 이하의 벌금을 받을 수 있고, 면책 뒤에도 {reh.revocation_years} 안에 취소될 수 있습니다.",
        ("reh.fraud_prison_years_max", "reh.fraud_fine_max", "reh.revocation_years"),
    )
    yield from sentences.seizures(case)


def bankruptcy(case: Case) -> Iterator[Advice]:
    yield from venue(case)
    yield from refusal(case)
    yield text("bkr.discharge_with_petition")
    yield text("bkr.effect.income_after")
    yield Advice("bkr.no_limit", "파산에는 빚의 크기에 한도가 없습니다.", ("bkr.debt_limit",))
    if case["surviving_debt"].low:
        yield text("bkr.effect.tax")
    yield from sentences.guarantors(case, "bkr.effect.guarantor")
    yield from sentences.heavy_tax(case)
    if case["transfers_2y"] is not False:
        yield text("bkr.effect.gifts")
        yield text("bkr.effect.spouse")
        yield Advice(
            "bkr.avoidance",
            "신청 전 {bkr.avoid.days_payment} 안에 한 채권자에게만 갚은 것, {bkr.avoid.months_gift} 안에 거저 준 것은 되돌려질 수 있고, 가까운 사람에게 한 것은 {bkr.avoid.years_close_person}까지 봅니다.",
            ("bkr.avoid.days_payment", "bkr.avoid.months_gift", "bkr.avoid.years_close_person"),
            article="채무자회생법 제391조, 제392조",
        )
    yield from _rented(case, "bkr.effect.own_lease")
    if case["liquidation"].high:
        yield Advice(
            "bkr.exempt_request",
            "면제재산은 신청할 때부터 선고 뒤 {bkr.exempt_request} 안에 신청해야 합니다. {unattachable.pension}",
            ("bkr.exempt_request", "unattachable.pension"),
        )
    if case["occupation_barred"] is not False:
        yield Advice(
            "bkr.jobs",
            "약 {#bkr.job_bar_acts}개의 법률이 복권될 때까지 자격을 제한합니다. 하는 일을 정한 법을 하나씩 확인해야 합니다. {bkr.no_discrimination}",
            ("bkr.job_bar_acts", "bkr.no_discrimination"),
        )
    yield text("bkr.civil_status", "bkr.residence")
    yield sentences.BROKERS
    yield from sentences.set_off(case)
    if "lease_fraud_victim" in (case["statuses"] or ()):
        yield Advice(
            "bkr.landlord",
            "전세사기 피해자라면, 집주인이 파산해도 소액보증금의 우선변제 범위에서는 보증금 반환 채무가 면책되지 않습니다.",
            ("bkr.landlord_deposit",),
        )
    if case["court_region"] == "gwangju":
        yield Advice(
            "bkr.deposit_gwangju",
            "광주회생법원의 예납금은 보통 {bkr.trustee_deposit_gwangju}이고, 사정에 따라 줄거나 {bkr.trustee_deposit_max}까지 늘 수 있습니다.",
            ("bkr.trustee_deposit_gwangju", "bkr.trustee_deposit_max"),
        )
    else:
        yield Advice(
            "bkr.deposit",
            "파산관재인 예납금은 보통 {bkr.trustee_deposit_usual}이고, 신청 뒤 {bkr.deposit_order_months_min}에서 {bkr.deposit_order_months_max} 사이에 내라는 명령이 나옵니다.",
            ("bkr.trustee_deposit_usual", "bkr.deposit_order_months_min", "bkr.deposit_order_months_max"),
        )
    yield Advice(
        "bkr.revocation",
        "거짓으로 면책받은 것이 드러나면 {bkr.revocation_years} 안에 취소될 수 있습니다.",
        ("bkr.revocation_years",),
    )
    yield from sentences.seizures(case)


def venue(case: Case) -> Iterator[Advice]:
    """Where to file (DRBA 3), with the further court of the person's region where there is one."""
    yield text("reh.venue")
    court = case["court_region"]
    place = contact(f"contact.court_{court}", case.law) if court in COURTS else None
    if place is not None:
        yield Advice(
            "venue.court",
            "관할 법원은 {court}입니다.",
            (f"contact.court_{court}",),
            (("court", place["name"]),),
        )
    elif court is not None:
        yield text("contact.court_elsewhere")
    other = VENUES.get(court or "")
    if other is not None:
        yield Advice(
            f"venue.{other}",
            f"사는 곳의 법원 대신 {CHOICES[other]}에 신청할 수도 있습니다.",
            (f"reh.venue_extra.{other}",),
        )


def practice(case: Case) -> Iterator[Advice]:
    """What differs between courts: losses in stocks and coins, a spouse's property, edition of the Seoul rules."""
    court = case["court_region"]
    if "speculation" in (case["causes"] or ()):
        if court in _LOSSES and case.law.get(f"reh.stock_coin_loss.{court}") is not None:
            row = case.law[f"reh.stock_coin_loss.{court}"]
            says = "이 법원은 주식이나 코인으로 잃은 돈을 청산가치에 더하지 않습니다(숨긴 경우는 예외)."
            yield Advice(
                "practice.losses",
                says
                if row.certain
                else says.replace("더하지 않습니다", "더하지 않는 것으로 알려져 있습니다"),
                (row.key,),
            )
        else:
            yield Advice(
                "practice.losses_open",
                "주식이나 코인으로 잃은 돈을 재산에 더할지는 법원마다 다릅니다. 신청할 법원의 실무를 상담에서 확인하세요.",
                article="법원 실무준칙",
                source="07 reh.stock_coin_loss (other courts: not published)",
            )
    if case.person.spouse_monthly_income is not None or (case.person.household_size or 0) > 1:
        key = "reh.spouse_property.gwangju" if court == "gwangju" else "reh.spouse_property.other"
        found = case.law.get(key)
        certain = found is not None and found.certain
        says = "배우자의 재산은 청산가치에 넣지 않습니다" + ("" if certain else "(법원 실무, 상담에서 확인)")
        yield Advice(
            "practice.spouse", says + ". 이름만 빌린 재산이나 되돌릴 수 있는 이전은 예외입니다.", (key,)
        )
    if court == "seoul":
        yield Advice(
            "practice.seoul_edition",
            "이 날에 신청하는 사건에는 서울회생법원 실무준칙의 새 판이 적용됩니다. 무엇이 바뀌었는지는 확인되지 않아 상담에서 확인해야 합니다.",
            ("seo.rule_2026_10",),
        )


def refiling(case: Case) -> Iterator[Advice]:
    history = case.person.history
    if history is not None and history.rehabilitation_dismissed_on is not None:
        yield text("reh.refiling_after_dismissal")


_GROUNDS = {
    "1": "채무자회생법 제564조제1항제1호",
    "2": "채무자회생법 제564조제1항제2호",
    "3": "채무자회생법 제564조제1항제3호",
    "4": "채무자회생법 제564조제1항제4호",
    "5": "채무자회생법 제564조제1항제5호",
    "5_2": "채무자회생법 제564조제1항제5호의2",
    "6": "채무자회생법 제564조제1항제6호",
}


def refusal(case: Case) -> Iterator[Advice]:
    """Every ground for refusing the discharge with its number, and that the court may discharge all the same (564②)."""
    for number, article in _GROUNDS.items():
        key = f"bkr.refusal.{number}"
        yield Advice(key, "{" + key + "}", (key,), article=article)
    yield Advice(
        "bkr.refusal.discretion",
        "{bkr.refusal.discretion}",
        ("bkr.refusal.discretion",),
        article="채무자회생법 제564조제2항",
    )


def _rented(case: Case, key: str) -> Iterator[Advice]:
    if any(asset.kind == "lease_deposit" for asset in case.person.assets or ()):
        yield text(key)
