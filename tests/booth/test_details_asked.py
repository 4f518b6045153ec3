"""What an answer left out is asked by itself: a detail of a home or of a business, without the rest again."""

from __future__ import annotations

from typing import Any

from .visitor import PERSON_B, Visitor

HOME = {"kind": "home", "value": 480_000_000}
MORTGAGE = {
    "kind": "mortgage",
    "creditor": "bank",
    "principal": 380_000_000,
    "interest_due": 0,
    "days_overdue": 45,
    "monthly_payment": 1_000_000,
    "annual_rate": 5,
}


def test_what_was_left_out_of_a_home_and_a_business_is_asked_and_kept_beside_the_rest(
    desktop: Visitor,
) -> None:
    told: dict[str, Any] = PERSON_B | {
        "debts": [MORTGAGE],
        "assets": [HOME],
        "business": {"opened_on": "2018-03-01"},
        "employment": "self_employed",
        "spouse_monthly_income": 0,
    }
    sent: list[dict[str, Any]] = []
    desktop.page.on("request", lambda one: sent.append(one.post_data_json) if one.method == "PATCH" else None)
    desktop.known(told)
    desktop.open().begin()
    answers = {"assets": [{"lived_in": True, "shared": False}], "business": {"excluded_trade": False}}
    asked = desktop.answer_all(answers)
    assert {"/assets/0/lived_in", "/assets/0/shared", "/business/excluded_trade"} <= set(asked)
    assert {"business": {"excluded_trade": False}} in sent, "a merge patch: what was told before stays"
    assert [patch["assets"] for patch in sent if "assets" in patch][-1] == [
        HOME | {"lived_in": True, "shared": False}
    ]
