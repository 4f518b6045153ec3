"""Rules of the fact sheets that were once read wrongly: each a person just before, on and after the line."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.assess.api import assess
from chalicelib.assess.claim_state import contract_state
from chalicelib.assess.facts import case_of
from chalicelib.assess.person import Asset, Business, Debt, History, LivingCost, Person
from chalicelib.assess.plan import Terms, solve
from chalicelib.law import law_as_of

DAY = date(2026, 11, 22)
TERMS = Terms.of(law_as_of(DAY))
LOAN = Debt(
    kind="credit_loan",
    creditor="bank",
    principal=30_000_000,
    interest_due=0,
    annual_rate=Decimal(10),
    days_overdue=100,
    opened_on=date(2015, 1, 2),
    written_off=False,
)
SOMEONE = Person(
    age=40,
    household_size=1,
    dependants=0,
    region="seoul",
    court_region="seoul",
    employment="employee",
    monthly_income=2_450_000,
    income_regular=True,
    debts=(LOAN,),
    assets=(),
    statuses=(),
    hardships=(),
    causes=("living",),
    transfers_2y=False,
    occupation_barred=False,
    legal_actions=(),
    new_debt_6m=0,
    history=History(none_before=True),
)
LIVING = 1_538_543
"""60 % of the median of one person in 2026, won a month."""


def option(person: Person, code: str, day: date = DAY) -> dict[str, Any]:
    return next(o for o in assess(person, day)["options"] if o["remedy"] == code)


def branches(person: Person, code: str, day: date = DAY) -> dict[str, str]:
    return {branch["id"]: branch["verdict"] for branch in option(person, code, day)["branches"]}


def owing(**changes: Any) -> Person:
    return SOMEONE.replace(debts=(LOAN.replace(**changes),))


def late_since(start: date, day: date = DAY) -> int:
    return (day - start).days


# 07: taxes inside the plan


@pytest.mark.parametrize(
    ("left", "tax", "months", "total"),
    [
        (290_000, 10_000_000, 36, 10_440_000),  # 36 x 290,000 carries the tax: nothing has to be discounted
        (400_000, 20_000_000, 50, 20_000_000),
        (360_000, 20_000_000, 56, 20_160_000),
    ],
)
def test_taxes_are_paid_first_and_in_full_as_a_sum_and_lengthen_a_plan_only_as_far_as_needed(
    left: int, tax: int, months: int, total: int
) -> None:
    levy = Debt(kind="tax", creditor="state", principal=tax, interest_due=0, days_overdue=100)
    person = SOMEONE.replace(monthly_income=LIVING + left, debts=(LOAN, levy))
    found = option(person, "individual_rehabilitation")
    assert found["verdict"] == "open"
    assert found["estimate"]["months"] == {"low": months, "high": months}
    assert found["estimate"]["total_paid"] == {"low": total, "high": total}


def test_a_plan_that_cannot_carry_the_taxes_in_five_years_does_not_stand_and_the_change_says_how_much_is_missing() -> (
    None
):
    levy = Debt(kind="tax", creditor="state", principal=20_000_000, interest_due=0, days_overdue=100)
    person = SOMEONE.replace(monthly_income=LIVING + 333_333, debts=(LOAN, levy))
    found = option(person, "individual_rehabilitation")
    assert found["verdict"] == "closed"
    (change,) = found["changes"]
    assert change["to"] == LIVING + 333_334
    moved = person.replace(monthly_income=change["to"])
    assert option(moved, "individual_rehabilitation")["verdict"] == "open"


@pytest.mark.parametrize(("left", "stands"), [(1_118_498, False), (1_118_499, True)])
def test_where_the_property_is_worth_the_claims_their_present_value_counts_and_not_their_sum(
    left: int, stands: bool
) -> None:
    """07 §7.3: L 100 m, U 60 m: 60 months need 1,118,500 a month, though 1,000,000 would pay the sum."""
    assert TERMS is not None
    plan = solve(left, 60_000_000, 100_000_000, 0, TERMS, 2_800_000, None)
    assert (plan.obstacle == "") is stands
    if stands:
        assert plan.months == 60 and plan.present >= 60_000_000


def test_without_property_the_plan_ends_when_every_claim_is_paid() -> None:
    assert TERMS is not None
    plan = solve(1_261_457, 40_000_000, 0, 0, TERMS, 2_000_000, None)
    assert (plan.months, plan.total, plan.obstacle) == (32, 40_000_000, "")


# 07 §7.2: the uncovered remainder of a mortgage counts as unsecured, however many liens share the house


def test_two_mortgages_share_the_value_of_one_house_and_the_rest_counts_as_unsecured() -> None:
    first = LOAN.replace(kind="mortgage", principal=250_000_000, opened_on=date(2020, 1, 1))
    second = LOAN.replace(kind="mortgage", principal=100_000_000, opened_on=date(2021, 1, 1))
    home = Asset(kind="home", value=300_000_000, lived_in=True, shared=False)
    for debts in ((first, second), (second, first)):
        case = case_of(SOMEONE.replace(debts=debts, assets=(home,)), law_as_of(DAY))
        assert case["secured_debt"].exact == 300_000_000
        assert case["unsecured_debt"].exact == 50_000_000
        assert case["secured_shortfall"].exact == 50_000_000
    told = second.replace(lien_rank_amount=280_000_000)
    case = case_of(SOMEONE.replace(debts=(first, told), assets=(home,)), law_as_of(DAY))
    assert case["secured_debt"].exact == 270_000_000


@pytest.mark.parametrize(("size", "held"), [(4, 163_667), (5, 190_429), (6, 215_610)])
def test_medical_cost_inside_the_living_cost_grows_with_the_household_beyond_four(
    size: int, held: int
) -> None:
    person = SOMEONE.replace(
        household_size=size, dependants=size - 1, living_cost=LivingCost(medical=500_000)
    )
    told, bare = (
        case_of(one, law_as_of(DAY))["court_living"].exact
        for one in (person, person.replace(living_cost=None))
    )
    assert told is not None and bare is not None and told - bare == 500_000 - held


def test_extras_of_a_year_whose_table_is_not_published_are_named_as_left_out() -> None:
    person = SOMEONE.replace(living_cost=LivingCost(rent=600_000))
    notes = " ".join(option(person, "individual_rehabilitation", date(2027, 3, 1))["estimate"]["notes"])
    assert "확인되지 않아 넣지 않았습니다" in notes
    assert "넣지 않았습니다" not in " ".join(option(person, "individual_rehabilitation")["estimate"]["notes"])


# periods are calendar years and months


@pytest.mark.parametrize(("start", "special"), [(date(2021, 11, 22), "open"), (date(2021, 11, 23), "closed")])
def test_five_years_overdue_are_five_calendar_years(start: date, special: str) -> None:
    made = option(owing(days_overdue=late_since(start)), "long_overdue_fund")
    assert made["verdict"] == special


def test_a_small_debt_is_a_year_late_after_a_leap_year_of_366_days() -> None:
    day = date(2025, 1, 31)
    who = owing(principal=5_000_000).replace(statuses=("basic_livelihood",))
    for days, verdict in ((365, "closed"), (366, "open")):
        debts = (who.debts[0].replace(days_overdue=days),) if who.debts else ()
        assert branches(who.replace(debts=debts), "individual_workout", day)["small_debt"] == verdict


@pytest.mark.parametrize(
    ("start", "points"),
    [
        (date(2023, 10, 23), 0),
        (date(2023, 10, 22), 1),
        (date(2020, 10, 23), 1),
        (date(2020, 10, 22), 3),
        (date(2016, 11, 23), 3),
        (date(2016, 11, 22), 5),
    ],
)
def test_the_additions_of_2019_count_months_of_arrears_by_the_calendar(start: date, points: int) -> None:
    person = owing(principal=40_000_000, written_off=True, days_overdue=late_since(start)).replace(
        monthly_income=LIVING + 500_000
    )
    variants = option(person, "individual_workout")["estimate"]["variants"]
    formula = next(v for v in variants if v["id"] == "formula_2019")
    cut = Decimal("50.36") + points
    assert formula["forgiven"]["low"] == int(40_000_000 * cut / 100)


@pytest.mark.parametrize(("days", "told"), [(1_826, False), (1_827, True)])
def test_a_claim_may_be_barred_from_the_day_after_five_calendar_years(days: int, told: bool) -> None:
    codes = [item["code"] for item in assess(owing(days_overdue=days), DAY)["urgent"]]
    assert ("maybe_barred" in codes) is told


# 03, 05: who a branch is for


@pytest.mark.parametrize(("age", "verdict"), [(69, "closed"), (70, "open")])
def test_the_special_remission_takes_people_of_seventy_whatever_their_income(age: int, verdict: str) -> None:
    person = owing(principal=40_000_000).replace(age=age, monthly_income=3_000_000)
    found = branches(person, "individual_workout")
    assert found["liquidation"] == verdict and found["vulnerable"] == "closed"


def test_release_on_the_way_needs_a_low_income_of_an_old_person() -> None:
    paying = History(ccrs_plan="paying", ccrs_plan_months=100, ccrs_paid_months=80, ccrs_missed=3)
    for income, verdict in ((LIVING, "open"), (LIVING + 1, "closed")):
        person = SOMEONE.replace(age=75, monthly_income=income, history=paying)
        assert branches(person, "individual_workout").get("during", "closed") == verdict


@pytest.mark.parametrize(("owed", "verdict"), [(500_000_000, "open"), (500_000_001, "closed")])
def test_the_special_adjustment_keeps_the_ceiling_of_the_committee(owed: int, verdict: str) -> None:
    person = owing(principal=owed, days_overdue=late_since(date(2020, 5, 5)))
    assert option(person, "long_overdue_fund")["verdict"] == verdict


@pytest.mark.parametrize(
    ("business", "verdict"),
    [
        (Business(closed_on=date(2020, 3, 31), excluded_trade=False), "closed"),
        (Business(closed_on=date(2020, 4, 1), excluded_trade=False), "open"),
        (Business(closed_on=date(2025, 6, 30), excluded_trade=False), "open"),
        (Business(closed_on=date(2025, 7, 1), excluded_trade=False), "unknown"),
        (Business(opened_on=date(2025, 6, 30), excluded_trade=False), "open"),
        (Business(opened_on=date(2025, 7, 1), excluded_trade=False), "closed"),
    ],
)
def test_a_day_of_opening_or_closing_inside_the_window_shows_that_there_was_a_business(
    business: Business, verdict: str
) -> None:
    person = SOMEONE.replace(business=business, employment=None)
    assert option(person, "new_start_fund")["verdict"] == verdict


def test_that_the_fund_ended_in_2026_is_said_with_its_reservation() -> None:
    person = SOMEONE.replace(
        business=Business(opened_on=date(2019, 1, 1), closed_on=date(2024, 5, 31), excluded_trade=False)
    )
    assert option(person, "new_start_fund", date(2026, 12, 31))["verdict"] == "open"
    after = option(person, "new_start_fund", date(2027, 1, 1))
    assert after["verdict"] == "closed" and "상담에서 확인" in after["findings"][0]["says"]


@pytest.mark.parametrize(
    ("day", "verdict"), [(date(2020, 10, 31), "closed"), (date(2020, 11, 1), "open"), (DAY, "open")]
)
def test_the_urgent_help_of_2019_was_for_people_with_more_than_one_creditor(day: date, verdict: str) -> None:
    assert option(owing(days_overdue=12), "fast_track", day)["verdict"] == verdict
    two = SOMEONE.replace(
        debts=(LOAN.replace(days_overdue=12), LOAN.replace(kind="card", creditor="card", days_overdue=0))
    )
    assert option(two, "fast_track", day)["verdict"] == "open"


def test_an_income_that_does_not_go_on_closes_the_plan_and_leaves_the_inability_to_the_court() -> None:
    person = SOMEONE.replace(income_regular=False)
    assert option(person, "individual_rehabilitation")["verdict"] == "closed"
    assert option(person, "bankruptcy_discharge")["verdict"] == "unknown"


# 06: secured claims


def test_a_secured_claim_is_told_the_notice_but_neither_the_pause_of_the_term_nor_the_bar_on_sales() -> None:
    car = LOAN.replace(kind="vehicle_loan", creditor="capital", principal=20_000_000, days_overdue=40)
    bare = LOAN.replace(principal=20_000_000, days_overdue=40)
    said = {
        name: {
            told["id"]
            for told in option(SOMEONE.replace(debts=(debt,)), "lender_adjustment")["claims"][0]["says"]
        }
        for name, debt in (("car", car), ("bare", bare))
    }
    assert said["bare"] >= {
        "right.ask",
        "right.pause",
        "right.acceleration",
        "right.sale_limit",
        "interest.stop",
    }
    assert said["car"] >= {"right.ask", "right.pause_secured", "right.acceleration_secured"}
    assert not said["car"] & {"right.pause", "right.acceleration", "right.sale_limit", "interest.stop"}


# 09: contracts and limitation


@pytest.mark.parametrize(
    ("creditor", "opened", "rate", "state"),
    [
        ("registered_lender", date(2025, 7, 22), 61, "void"),
        ("registered_lender", date(2025, 7, 22), 60, "over_cap"),
        ("registered_lender", date(2025, 7, 21), 61, "over_cap"),
        ("individual", date(2026, 3, 10), 120, "maybe_void"),
        ("individual", date(2026, 3, 10), 60, "over_cap"),
        ("unregistered_lender", date(2024, 1, 1), 19, "capped"),
        ("unregistered_lender", date(2019, 1, 1), 30, "capped"),
        ("unregistered_lender", date(2025, 7, 22), 19, "interest_void"),
    ],
)
def test_the_lender_and_the_day_of_the_contract_decide_what_is_owed(
    creditor: str, opened: date, rate: int, state: str
) -> None:
    debt = Debt(creditor=creditor, principal=5_000_000, annual_rate=Decimal(rate), opened_on=opened)
    case = case_of(Person(debts=(debt,)), law_as_of(DAY))
    assert case.claims is not None and contract_state(case, case.claims[0]) == state


def test_a_loan_from_a_person_is_barred_after_ten_years_whatever_it_is_called() -> None:
    old = Debt(
        kind="credit_loan", creditor="individual", principal=1, last_paid_on=DAY - timedelta(days=8 * 365)
    )
    assert assess(Person(debts=(old,)), DAY)["urgent"] == []
    assert assess(Person(debts=(old.replace(creditor="capital"),)), DAY)["urgent"]


# sentences


def test_a_gap_of_amounts_that_are_not_exact_is_given_as_the_least() -> None:
    card = LOAN.replace(principal=6_000_000, interest_due=None, creditor="debt_buyer", ccrs_member=None)
    person = SOMEONE.replace(debts=(LOAN.replace(principal=6_000_000), card))
    texts = str(option(person, "individual_workout"))
    assert "아직 모름" not in texts and "500만 원을 적어도 100만 원 넘습니다" in texts


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 11, 22), "3년에서 5년 동안"),
        (date(2025, 7, 17), "3년에서 5년 동안"),
        (date(2025, 7, 18), "1년 이상 성실히 갚으면"),
        (DAY, "1년 이상 성실히 갚으면"),
    ],
)
def test_the_record_of_rehabilitation_is_told_as_it_was_on_the_day(day: date, words: str) -> None:
    assert words in option(SOMEONE, "individual_rehabilitation", day)["effects"]["credit_record"]


def test_serving_civil_servants_are_told_when_they_lose_the_post() -> None:
    says = option(SOMEONE.replace(monthly_income=1_000_000), "bankruptcy_discharge")["effects"]["job_limits"]
    assert "당연퇴직" in says and "아니요" not in says


@pytest.mark.parametrize("day", [date(2020, 11, 22), date(2023, 1, 15), date(2024, 11, 1), DAY])
def test_no_sentence_is_nothing_but_a_gap(day: date) -> None:
    for made in assess(SOMEONE, day)["options"]:
        told = [*made["effects"].values(), *made["documents"], *made["steps"], *made["warnings"]]
        assert "(확인 필요)" not in told


# the order of a counsellor


def ways(person: Person, day: date = DAY) -> list[tuple[str, str]]:
    return [(way["remedy"], way["because"]) for way in assess(person, day)["recommended"]]


def test_who_pays_well_is_not_sent_to_a_court() -> None:
    calm = owing(principal=10_000_000, days_overdue=0, monthly_payment=300_000).replace(
        monthly_income=3_000_000
    )
    assert [remedy for remedy, _ in ways(calm)] == ["self_repayment"]


def test_a_plan_that_repays_everything_does_not_promise_a_discharge_of_the_rest() -> None:
    because = dict(ways(owing(principal=22_000_000, days_overdue=12)))["individual_rehabilitation"]
    assert "나머지가 면책" not in because and "모두 갚게" in because


def test_who_has_something_left_is_not_told_that_there_is_nothing_to_pay_with() -> None:
    person = owing(principal=60_000_000).replace(assets=(Asset(kind="land", value=50_000_000),))
    because = dict(ways(person))["bankruptcy_discharge"]
    assert "갚을 돈이 없고" not in because and "재산 가치" in because


def test_lower_interest_that_still_cannot_be_paid_is_not_praised() -> None:
    poor = owing(principal=120_000_000, days_overdue=20).replace(monthly_income=LIVING + 200_000)
    assert "빠듯합니다" in dict(ways(poor))["fast_track"]
    trader = owing(principal=120_000_000, days_overdue=40).replace(
        monthly_income=LIVING + 200_000, business=Business(opened_on=date(2020, 5, 1), excluded_trade=False)
    )
    assert "빠듯합니다" in dict(ways(trader))["new_start_fund"]


@pytest.mark.parametrize(("age", "first"), [(69, "fast_track"), (70, "bankruptcy_discharge")])
def test_a_deferral_comes_first_only_where_the_hardship_may_pass(age: int, first: str) -> None:
    ill = owing(principal=90_000_000, days_overdue=10).replace(
        age=age, monthly_income=1_000_000, hardships=("long_illness",)
    )
    assert ways(ill)[0][0] == first


def test_debts_above_the_ceiling_of_rehabilitation_leave_bankruptcy_open_to_the_court() -> None:
    """I on 1 April 2021: 일반회생 or 08 (worked-logic §5)."""
    for day, verdict in ((date(2021, 4, 19), "unknown"), (date(2021, 4, 20), "closed")):
        person = owing(principal=700_000_000).replace(monthly_income=9_000_000)
        assert option(person, "bankruptcy_discharge", day)["verdict"] == verdict


def test_telephone_bills_were_outside_before_june_2024() -> None:
    bill = Debt(kind="telecom", creditor="telecom", principal=900_000, interest_due=0, days_overdue=100)
    for day, verdict in ((date(2024, 6, 20), "closed"), (date(2024, 6, 21), "open")):
        assert option(SOMEONE.replace(debts=(bill,)), "individual_workout", day)["verdict"] == verdict


@pytest.mark.parametrize(
    ("court", "verdict"),
    [("seoul", "open"), ("gwangju", "open"), ("suwon", "unknown"), (None, "unknown")],
)
def test_whom_other_courts_shorten_for_stays_open(court: str | None, verdict: str) -> None:
    young = SOMEONE.replace(age=29, monthly_income=LIVING + 300_000, court_region=court)
    assert branches(young, "individual_rehabilitation")["shorter_term"] == verdict


@pytest.mark.parametrize(
    ("status", "verdict"),
    [("single_parent", "unknown"), ("severe_disability", "open"), ("pregnant", "closed")],
)
def test_who_else_counts_as_vulnerable_is_not_confirmed(status: str, verdict: str) -> None:
    person = SOMEONE.replace(statuses=(status,))
    assert branches(person, "individual_workout").get("vulnerable", "closed") == verdict


@pytest.mark.parametrize(
    ("opened", "cap"),
    [(date(2021, 7, 7), 20), (date(2021, 7, 6), 24), (date(2018, 2, 7), Decimal("27.9"))],
)
def test_interest_that_was_not_told_is_bound_by_the_cap_of_the_contract(opened: date, cap: Decimal) -> None:
    debt = LOAN.replace(interest_due=None, opened_on=opened, days_overdue=334, annual_rate=Decimal(10))
    owed = case_of(SOMEONE.replace(debts=(debt,)), law_as_of(DAY))["total_debt"]
    assert owed.low == 30_000_000 and owed.high == 30_000_000 + int(30_000_000 * cap * 365 / 36500)


def test_a_plan_that_lapsed_lately_is_revived_first_and_a_running_one_is_not_left_lightly() -> None:
    lapsed = History(
        ccrs_plan="lapsed", open_procedure="none", none_before=True, ccrs_lapsed_on=date(2026, 10, 10)
    )
    remedy, because = ways(SOMEONE.replace(history=lapsed))[0]
    assert remedy == "individual_workout" and "되살릴" in because
    late = lapsed.replace(ccrs_lapsed_on=date(2026, 9, 10))
    assert "되살릴" not in str(ways(SOMEONE.replace(history=late)))
    paying = History(ccrs_plan="paying", open_procedure="none", none_before=True, ccrs_paid_months=20)
    poor = SOMEONE.replace(history=paying, monthly_income=1_000_000)
    assert "실효됩니다" in dict(ways(poor))["bankruptcy_discharge"]


def test_a_car_and_a_policy_are_not_spoken_of_as_a_house() -> None:
    car = LOAN.replace(kind="vehicle_loan", creditor="capital", collateral_value=8_000_000)
    policy = LOAN.replace(kind="policy_loan", creditor="insurer")
    person = SOMEONE.replace(debts=(car, policy), monthly_income=900_000)
    for code in ("bankruptcy_discharge", "individual_workout"):
        notes = option(person, code)["claims"]
        assert [note["treatment"] for note in notes] == ["secured", "secured"]
        assert "집을 잃을" not in str(notes) and notes[1]["says"][0]["id"] == "claim.policy_loan"


def test_the_pitfalls_of_accounts_fees_and_brokers_are_told() -> None:
    told = {a["id"] for a in option(SOMEONE, "individual_workout")["advice"]}
    assert {"set_off", "fee_fraud"} <= told
    told = {a["id"] for a in option(SOMEONE, "individual_rehabilitation")["advice"]}
    assert {"set_off", "brokers"} <= told
    card = owing(kind="card", creditor="card")
    assert "set_off" not in {a["id"] for a in option(card, "individual_workout")["advice"]}
