"""The median of a household: a cell that is less sure than its row makes what rests on it an estimate."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.assess.api import assess
from chalicelib.assess.household import median_basis
from chalicelib.assess.person import Debt, Person
from chalicelib.law import law_as_of
from chalicelib.rules import Span

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "sizes", "unsure"),
    [
        (DAY, Span(6, 6), False),
        (DAY, Span(7, 7), True),
        (DAY, Span(9, 9), True),
        (DAY, Span(1, 6), False),
        (DAY, Span(1, None), True),
        (date(2022, 6, 1), Span(4, 4), False),
        (date(2022, 6, 1), Span(5, 5), True),
        (date(2025, 6, 1), Span(6, 6), False),
        (date(2019, 6, 1), Span(2, 2), False),
    ],
)
def test_only_sizes_whose_cell_is_less_sure_than_the_row_rest_on_the_remark(
    day: date, sizes: Span, unsure: bool
) -> None:
    assert ("median.size_confidence" in median_basis(law_as_of(day), sizes)) is unsure


@pytest.mark.parametrize(("dependants", "confidence"), [(5, ["H"]), (6, ["H", "M"])])
def test_the_estimate_of_a_large_household_shows_the_confidence_of_its_median(
    dependants: int, confidence: list[str]
) -> None:
    person = Person(
        dependants=dependants,
        household_size=dependants + 1,
        monthly_income=9_000_000,
        income_regular=True,
        region="seoul",
        assets=(),
        debts=(
            Debt(
                kind="credit_loan",
                creditor="bank",
                principal=300_000_000,
                interest_due=0,
                monthly_payment=9_000_000,
            ),
        ),
    )
    (option,) = [
        found for found in assess(person, DAY)["options"] if found["remedy"] == "individual_rehabilitation"
    ]
    basis = [row for row in option["estimate"]["basis"] if row["key"].startswith("median.")]
    assert [row["confidence"] for row in basis] == confidence
    assert option["estimate"]["certain"] is False
