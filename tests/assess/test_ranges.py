"""An answer that is missing widens a figure and never moves it: what comes out with the answer lies inside the range
that was shown without it, and a verdict that was given without it stays."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from chalicelib.assess.api import assess
from chalicelib.assess.person import Asset, Business, Debt, History, LivingCost, Person

DAY = date(2026, 11, 22)
HOLDERS = {
    "card": "card",
    "mortgage": "bank",
    "tax": "state",
    "private": "individual",
    "vehicle_loan": "capital",
}
HIDDEN = ("dependants", "region", "assets")
OF_A_DEBT = (
    "interest_due",
    "annual_rate",
    "monthly_payment",
    "days_overdue",
    "written_off",
    "ccrs_member",
    "opened_on",
)
FIGURES = ("monthly_payment", "months", "total_paid", "forgiven", "fees")


def debt(dice: Random) -> Debt:
    kind = dice.choice(["card", "credit_loan", "credit_loan", "mortgage", "tax", "private", "vehicle_loan"])
    holder = HOLDERS.get(kind) or dice.choice(["bank", "registered_lender", "debt_buyer"])
    principal, late = dice.randrange(10**6, 9 * 10**7), dice.choice([0, 5, 20, 40, 80, 95, 400, 2000, 3300])
    return Debt(
        kind=kind,
        creditor=holder,
        ccrs_member=dice.choice([True, False]) if holder in ("registered_lender", "debt_buyer") else None,
        principal=principal,
        interest_due=principal * min(late, 300) * dice.choice([0, 19]) // 36500,
        annual_rate=Decimal(dice.choice([4, 8, 12, 18])),
        monthly_payment=dice.randrange(0, 900_000),
        days_overdue=late,
        opened_on=DAY - timedelta(days=late + dice.choice([40, 200, 900, 3000])),
        written_off=late > 300 and dice.choice([True, False]),
    )


def someone(dice: Random) -> Person:
    size = dice.randint(1, 4)
    things = [
        Asset(kind="savings", value=dice.randrange(0, 5 * 10**7)),
        Asset(kind="home", value=dice.randrange(10**8, 7 * 10**8), lived_in=True, shared=False),
        Asset(kind="lease_deposit", value=dice.randrange(10**7, 2 * 10**8)),
        Asset(kind="vehicle", value=dice.randrange(10**6, 2 * 10**7)),
    ]
    return Person(
        age=dice.randint(20, 85),
        household_size=size,
        dependants=dice.randint(0, size - 1),
        minor_children=0,
        region=dice.choice(["seoul", "other", "metropolitan"]),
        court_region="seoul",
        employment="employee",
        monthly_income=dice.randrange(800_000, 5_000_000),
        income_regular=True,
        living_cost=LivingCost(rent=0),
        debts=tuple(debt(dice) for _ in range(dice.randint(1, 4))),
        assets=tuple(dice.sample(things, dice.randint(0, 3))),
        statuses=tuple(dice.choice([(), ("basic_livelihood",), ("single_parent",)])),
        hardships=(),
        causes=("living",),
        legal_actions=(),
        transfers_2y=False,
        occupation_barred=False,
        new_debt_6m=0,
        business=dice.choice([None, Business(opened_on=date(2019, 1, 1), closed_on=date(2024, 1, 1))]),
        history=History(none_before=True),
    )


def hidden(person: Person, dice: Random) -> tuple[Person, str]:
    name = dice.choice(HIDDEN + OF_A_DEBT)
    if name in HIDDEN:
        return person.replace(**{name: None}), name
    debts = list(person.debts or ())
    place = dice.randrange(len(debts))
    debts[place] = debts[place].replace(**{name: None})
    return person.replace(debts=tuple(debts)), name


def inside(told: dict[str, Any] | None, shown: dict[str, Any] | None) -> bool:
    if told is None or shown is None:
        return True
    low = shown["low"] is None or (told["low"] is not None and shown["low"] <= told["low"])
    high = shown["high"] is None or (told["high"] is not None and told["high"] <= shown["high"])
    return low and high


@pytest.mark.parametrize("seed", range(8))
def test_a_missing_answer_widens_a_figure_and_never_moves_it(seed: int) -> None:
    dice = Random(seed)
    for _ in range(25):
        person = someone(dice)
        less, name = hidden(person, dice)
        options = {option["remedy"]: option for option in assess(less, DAY)["options"]}
        for option in assess(person, DAY)["options"]:
            shown = options[option["remedy"]]
            assert shown["verdict"] in ("unknown", option["verdict"]), (option["remedy"], name)
            if option["remedy"] == "self_repayment" or not option["estimate"] or not shown["estimate"]:
                continue
            for figure in FIGURES:
                told, range_ = option["estimate"][figure], shown["estimate"][figure]
                assert inside(told, range_), (option["remedy"], figure, name, told, range_)
