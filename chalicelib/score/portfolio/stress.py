"""Named changes of a portfolio's answers: what if incomes fall, a month is missed, limits are cut. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from chalicelib.score.features import newest_first

Answers = Mapping[str, Any]
Changed = tuple[dict[str, Any], dict[str, Any]]


class Scenario(NamedTuple):
    """A Korean title and the change of (applicant, history)."""

    title: str
    change: Callable[[Answers, Answers], Changed]


def _income(percent: int) -> Callable[[Answers, Answers], Changed]:
    def change(applicant: Answers, history: Answers) -> Changed:
        out = dict(applicant)
        if out.get("annual_income") is not None:
            out["annual_income"] = out["annual_income"] * (100 - percent) // 100
        return out, dict(history)

    return change


def _limits(percent: int) -> Callable[[Answers, Answers], Changed]:
    def change(applicant: Answers, history: Answers) -> Changed:
        months = [
            {**m, "limit": m["limit"] * (100 - percent) // 100} if m.get("limit") is not None else dict(m)
            for m in history.get("months") or ()
        ]
        return dict(applicant), {**history, "months": months}

    return change


def miss_one(applicant: Answers, history: Answers) -> Changed:
    """A further month in which nothing is paid."""
    months = newest_first(history.get("months") or ())
    if not months:
        return dict(applicant), dict(history)
    last = months[0]
    late = last.get("days_late")
    added = {**last, "days_late": None if late is None else late + 30}
    if last.get("due") is not None or last.get("paid") is not None:
        added["paid"] = 0
    if last.get("balance") is not None and last.get("due") is not None:
        added["balance"] = last["balance"] + last["due"]
    ordered = [{k: v for k, v in m.items() if k != "month"} for m in reversed([added, *months])]
    return dict(applicant), {**history, "months": ordered}


SCENARIOS: dict[str, Scenario] = {
    "income_minus_10": Scenario("소득이 10% 줄면", _income(10)),
    "income_minus_30": Scenario("소득이 30% 줄면", _income(30)),
    "miss_one": Scenario("모두가 한 달을 더 내지 못하면", miss_one),
    "limits_minus_20": Scenario("한도를 20% 줄이면", _limits(20)),
}
