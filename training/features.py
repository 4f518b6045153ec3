"""From each public data set to the facts that the cards read: ratios and counts only, so that no currency enters.

The names are those of `chalicelib.score.features`, which makes the same facts from a person's answers. Protected
attributes (sex, age, marriage, education, residence status) are handed out separately, for fairness tests only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

MONTHS = ("09", "08", "07", "06", "05", "04")


@dataclass(frozen=True)
class Table:
    """Facts by name (float arrays with NaN, or object arrays of text and None), the target, protected attributes."""

    facts: dict[str, Any]
    bad: Any
    protected: dict[str, Any] = field(default_factory=dict)
    group: Any = None

    def rows(self, index: Any) -> Table:
        return Table(
            {k: v[index] for k, v in self.facts.items()},
            self.bad[index],
            {k: v[index] for k, v in self.protected.items()},
            None if self.group is None else self.group[index],
        )


def texts(column: pd.Series) -> Any:
    """An object array of text, None where missing."""
    return column.astype(object).where(column.notna(), None).to_numpy(object)


def credit_risk(df: pd.DataFrame) -> Table:
    """Application facts. Income as a multiple of the data's median; `medical` joins `living`: illness must not decide.

    The home of a borrower with a mortgage is `own`, as a Korean applicant would answer.
    """
    home = {"rent": "monthly_rent", "own": "own", "mortgage": "own", "other": "other"}
    purpose = {
        "personal": "living",
        "medical": "living",
        "education": "education",
        "venture": "business",
        "homeimprovement": "home_improvement",
        "debtconsolidation": "debt_consolidation",
    }
    income = df.annual_income.to_numpy(float)
    facts = {
        "housing": texts(df.home_ownership.map(home)),
        "income_multiple": income / float(np.median(income)),
        "loan_to_income": df.loan_amount.to_numpy(float) / income,
        "employment_years": df.employed_years.where(df.employed_years <= 60).to_numpy(float),
        "loan_purpose": texts(df.loan_purpose.map(purpose)),
        "defaulted_before": texts(df.prior_default),
    }
    age = df.age_years.to_numpy(float)
    return Table(facts, df.bad.to_numpy(bool), {"age_40_up": age >= 40, "age_62_up": age >= 62})


def taiwan(df: pd.DataFrame, months: int = 6) -> Table:
    """Behaviour facts from the last `months` statements. The limit is a multiple of the lender's median limit."""
    used = MONTHS[:months]
    late = np.maximum(np.column_stack([df[f"repay_status_2005_{m}"] for m in used]).astype(float), 0)
    bill = np.column_stack([df[f"bill_twd_2005_{m}"] for m in used]).astype(float)
    paid = np.column_stack([df[f"paid_twd_2005_{m}"] for m in used]).astype(float)
    limit = df.limit_twd.to_numpy(float)
    facts = behaviour(late, bill, paid, limit)
    facts["limit_multiple"] = limit / float(np.median(limit))
    protected = {
        "female": (df.sex == "female").to_numpy(),
        "university_up": df.education.isin(["university", "graduate_school"]).to_numpy(),
        "married": (df.marriage == "married").to_numpy(),
        "age_40_up": (df.age_years >= 40).to_numpy(),
        "age_62_up": (df.age_years >= 62).to_numpy(),
    }
    return Table(facts, df.bad.to_numpy(bool), protected)


def behaviour(late: Any, bill: Any, paid: Any, limit: Any) -> dict[str, Any]:
    """The behaviour facts from arrays (rows x months, newest first): months late, statement, payment; and the limit.

    A payment answers the statement of the month before. `paid_share` is -1 where nothing was billed.
    """
    answered = paid[:, :-1] if bill.shape[1] > 1 else paid[:, :0]
    billed = np.maximum(bill[:, 1:], 0)
    total = billed.sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, np.minimum(answered.sum(1) / np.maximum(total, 1), 10.0), -1.0)
    earlier = late[:, 1:].max(1) if late.shape[1] > 1 else np.full(len(late), np.nan)
    return {
        "worst_6m": late.max(1),
        "late_now": late[:, 0],
        "worst_before": earlier,
        "months_late": (late >= 1).sum(1).astype(float),
        "utilisation": np.clip(bill[:, 0] / limit, -10, 10),
        "paid_of_limit": np.minimum(paid.mean(1) / limit, 10.0),
        "paid_share": share if bill.shape[1] > 1 else np.full(len(late), np.nan),
        "months_unpaid": ((answered <= 0) & (billed > 0)).sum(1).astype(float),
    }


def german(df: pd.DataFrame) -> Table:
    """The second check of the trainer: every column that may decide, ordered ones as ranks, and the instalment.

    Out: personal_status_sex, age, foreign_worker, telephone, people_liable; `non_resident` joins `unskilled`.
    """
    ranks = {
        "savings": ["below_100_dm", "100_to_500_dm", "500_to_1000_dm", "1000_dm_up"],
        "employment_duration": ["unemployed", "below_1y", "1_to_4y", "4_to_7y", "7y_up"],
        "installment_rate": ["35pct_up", "25_to_35pct", "20_to_25pct", "below_20pct"],
        "present_residence": ["below_1y", "1_to_4y", "4_to_7y", "7y_up"],
        "property": ["unknown_or_none", "car_or_other", "savings_or_life_insurance", "real_estate"],
    }
    facts: dict[str, Any] = {}
    for name in (
        "status",
        "credit_history",
        "purpose",
        "other_debtors",
        "other_installment_plans",
        "housing",
    ):
        facts[name] = texts(df[name])
    facts["number_credits"] = texts(df.number_credits)
    facts["job"] = texts(df.job.replace({"unskilled_non_resident": "unskilled_resident"}))
    for name, order in ranks.items():
        # "unknown or none" is an answer of its own in this data, not a missing one
        facts[name] = df[name].map({v: float(i) for i, v in enumerate(order)}).fillna(-1.0).to_numpy(float)
    facts["duration_months"] = df.duration_months.to_numpy(float)
    facts["amount"] = df.amount_dm.to_numpy(float)
    facts["instalment"] = (df.amount_dm / df.duration_months).to_numpy(float)
    protected = {
        "age_40_up": (df.age_years >= 40).to_numpy(),
        "age_62_up": (df.age_years >= 62).to_numpy(),
        "foreign_worker": (df.foreign_worker == "yes").to_numpy(),
    }
    return Table(facts, df.bad.to_numpy(bool), protected)


STATUS = {"X": -1, "C": -1, "0": 0, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


def _panel(months: pd.DataFrame, window: int, ahead: int) -> pd.DataFrame:
    """One row per account with enough months without a gap: months late by age of the account."""
    frame = months.assign(level=months.status.map(STATUS).clip(lower=0))
    frame["since"] = frame.month - frame.groupby("id").month.transform("min")
    long = frame.groupby("id").since.transform("max") >= window + ahead - 1
    return (
        frame[long & (frame.since < window + ahead)]
        .pivot(index="id", columns="since", values="level")
        .dropna()
    )


def panel_ids(months: pd.DataFrame, window: int = 6, ahead: int = 12) -> Any:
    """The accounts of `card_panel`, in its order."""
    return _panel(months, window, ahead).index


def card_panel(months: pd.DataFrame, applications: pd.DataFrame, window: int = 6, ahead: int = 12) -> Table:
    """Behaviour facts of the card panel: `window` months seen, then `ahead` months in which 30+ days late is bad.

    Only months late are known there; statements and limits are missing. Folds must keep `group` (the person) together.
    """
    wide = _panel(months, window, ahead)
    seen = wide[list(range(window - 1, -1, -1))].to_numpy(float)
    bad = (wide[list(range(window, window + ahead))].to_numpy() >= 1).any(1)
    facts = {
        "worst_6m": seen.max(1),
        "late_now": seen[:, 0],
        "worst_before": seen[:, 1:].max(1),
        "months_late": (seen >= 1).sum(1).astype(float),
    }
    people = applications.set_index("id").loc[wide.index]
    protected = {
        "female": (people.sex == "female").to_numpy(),
        "married": people.family_status.str.contains("arri").to_numpy(),
        "age_62_up": (people.age_years >= 62).to_numpy(),
    }
    return Table(facts, bad, protected, people.person.to_numpy())
