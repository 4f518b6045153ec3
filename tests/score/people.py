"""Made-up people for the scoring tests: deterministic, no real person among them."""

from __future__ import annotations

import random
from typing import Any

PURPOSES = ("living", "medical", "education", "business", "home_improvement", "debt_consolidation", "other")
HOMES = ("own", "monthly_rent", "lease_deposit", "family", "other")


def applicant(rng: random.Random) -> dict[str, Any]:
    """An applicant's answers as the HTTP contract has them, some unanswered."""
    income = int(rng.lognormvariate(17.3, 0.5))
    answers: dict[str, Any] = {
        "annual_income": income,
        "employment_years": round(rng.random() * 20, 1),
        "loan_amount": int(income * rng.random() * 0.6),
        "loan_purpose": rng.choice(PURPOSES),
        "housing": rng.choice(HOMES),
        "defaulted_before": rng.random() < 0.2,
    }
    return {k: (None if rng.random() < 0.1 else v) for k, v in answers.items()}


def history(rng: random.Random, months: int = 6) -> dict[str, Any]:
    """Months of one account, oldest first."""
    limit = rng.choice((3, 5, 8, 10, 20)) * 1_000_000
    balance = int(limit * rng.random())
    rows = []
    for _ in range(months):
        late = rng.choice((0,) * 12 + (10, 35, 65, 95))
        paid = 0 if late else balance // rng.choice((1, 6, 12))
        rows.append(
            {"days_late": late, "balance": balance, "limit": limit, "due": balance // 12, "paid": paid}
        )
    return {"months_on_book": rng.randint(1, 60), "months": rows}


def portfolio(rows: int, seed: int = 0) -> list[dict[str, Any]]:
    """Flat rows for a CSV; `_1` is the newest month."""
    rng = random.Random(seed)
    out = []
    for i in range(rows):
        row: dict[str, Any] = {"id": f"{seed}-{i}", **applicant(rng)}
        past = history(rng)
        row["months_on_book"] = past["months_on_book"]
        for k, month in enumerate(reversed(past["months"]), start=1):
            row |= {f"{name}_{k}": value for name, value in month.items()}
        row["bad"] = rng.random() < 0.2
        out.append(row)
    return out


def csv_of(rows: list[dict[str, Any]], delimiter: str = ",") -> str:
    """The rows as CSV text with a header."""
    lines = [delimiter.join(rows[0])]
    lines += [delimiter.join(_cell(v) for v in row.values()) for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
