"""The public door of the scoring room: plain JSON-like values in, the shapes of the HTTP contract out.

`score` = where a person stands, why, what moves it. The service explains and advises: it never refuses anybody, and
its points are no bureau's score. Pure: the day is a parameter, the law is dated data, the calendar is data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from chalicelib.law import Law, law_as_of, law_version
from chalicelib.score import clocks, combine, deck, explain, features
from chalicelib.score import policy as policies
from chalicelib.score.card import Card, Scored
from chalicelib.score.policy import Policy
from chalicelib.score.review import review_record
from chalicelib.score.simulate import simulate
from chalicelib.score.standing import (
    bureau_grade,
    business_days,
    card_facts,
    days_late,
    final_grade,
    newest,
)

NOTICE = (
    "이 점수는 신용평가회사의 신용점수가 아니며, 해외 공개 자료로 만든 추정입니다. 한국의 결과로 확인되지 않았고, "
    "승인이나 거절을 정하지 않습니다. 결과에 대한 설명과 사람의 재검토를 언제든 요청할 수 있습니다."
)
LENDING_NOTICE = (
    "한도와 금리는 2007년 기사에 나온 은행의 규칙을 옮긴 시범 정책의 값으로, 실제 금융회사의 조건이 아닙니다."
)


def score(
    applicant: Mapping[str, Any] | None,
    history: Mapping[str, Any] | None,
    bureau: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None,
    as_of: date,
    *,
    policy: Policy | None = None,
    typical_limit: int | None = None,
) -> dict[str, Any]:
    """Score one person. Arguments as in the HTTP contract (all fields optional, None = not answered).

    `policy`: the institution's own rules (default: the 2007 demonstration). `typical_limit`: the lender's median card
    limit in won. Raises `card.BadValue` for a fact that cannot be scored and `law.LawGap` for a day outside the tables.
    """
    law = law_as_of(as_of)
    policy = policy or policies.load()
    person, record = dict(applicant or {}), dict(history or {})
    bureaus = [bureau] if isinstance(bureau, Mapping) else list(bureau or ())
    facts = card_facts(person, record, law, typical_limit)
    scored = {kind: deck.card(kind).score(f) for kind, f in facts.items()}
    final, grade = final_grade(scored, bureaus, record, policy)
    income = person.get("annual_income")
    return {
        "as_of": as_of.isoformat(),
        "application": _part("application", scored, facts, policy),
        "behaviour": _part("behaviour", scored, facts, policy),
        "bureau": _bureau(bureaus, law),
        "combined": _combined(final, grade, scored, record, policy),
        "lending": _lending(grade, income, person, bureaus, record, policy, law),
        "delinquency_reports": [r.row for r in _reports(record, as_of)],
        "delinquency_reports_2007": [r.row for r in _reports(record, as_of, then=True)],
        "advice": _advice(scored, facts, person, law),
        "not_used": features.not_used(person),
        "explanation": {
            "automated": True,
            "criteria": {k: explain.shares(deck.card(k), s.segment) for k, s in scored.items()},
            "limits": {k: deck.card(k).data["limits"]["ko"] for k in scored},
            "rights": explain.rights(law),
        },
        "replay": {
            "cards": {
                k: {"id": deck.card(k).id, "hash": deck.card(k).hash, "bins": list(s.bins)}
                for k, s in scored.items()
            },
            "combination": combine.weights()["id"],
            "policy": policy.id,
            "law_version": law_version(),
        },
        "notice": NOTICE,
    }


def _part(
    kind: str, scored: Mapping[str, Scored], facts: Mapping[str, Mapping[str, Any]], policy: Policy
) -> dict[str, Any] | None:
    if kind not in scored:
        return None
    card, s = deck.card(kind), scored[kind]
    return {
        "points": s.total,
        "grade": policy.grade(s.total),
        "probability": round(s.probability, 3),
        "reasons": explain.reasons(card, s),
        "segment": s.segment,
        "average_points": combine.AVERAGE,
        "improvement": _next_step(card, facts[kind], s, policy),
    }


def _next_step(card: Card, facts: Mapping[str, Any], s: Scored, policy: Policy) -> dict[str, Any] | None:
    """The cheapest changes into the next better grade."""
    grade = policy.grade(s.total)
    return None if grade == 1 else explain.improvement(card, facts, policy.bounds[grade - 2])


def _bureau(bureaus: Sequence[Mapping[str, Any]], law: Law) -> dict[str, Any] | None:
    rows = []
    for b in bureaus:
        grade, reference = bureau_grade(b["agency"], b["score"], law)
        ended = law.get("credit.grades_ended")
        says = (
            f"{ended.from_.year}년부터 등급 대신 점수를 씁니다. 등급은 그 앞의 표로 본 참고 값입니다."
            if reference and ended is not None
            else None
        )
        rows.append(
            {"agency": b["agency"], "score": b["score"], "grade": grade, "reference": reference, "says": says}
        )
    if not rows:
        return None
    return {**rows[0], "all": rows}


def _combined(
    final: combine.Combined | None,
    grade: int | None,
    scored: Mapping[str, Scored],
    record: Mapping[str, Any],
    policy: Policy,
) -> dict[str, Any] | None:
    if final is None or grade is None:
        return None
    cell = None
    if {"application", "behaviour"} <= scored.keys():
        cell = {kind: policy.grade(s.total) for kind, s in scored.items()}
    plain = policy.grade(final.points)
    out: dict[str, Any] = {
        "points": final.points,
        "grade": grade,
        "segment": "+".join(final.subset),
        "matrix_cell": cell,
        "tenure": final.tenure,
        "basis": final.basis,
        "weights": dict(final.weights),
        "fallback": None
        if "behaviour" in final.subset
        else "거래 이력이 없어 나머지 점수만으로 계산했습니다.",
        "rule_applied": None,
    }
    if final.basis != "single":
        out["basis_says"] = combine.weights()["notice"]["ko"]
    if grade != plain:
        out["rule_applied"] = (
            f"{policy.data['arrears_rule']['days']}일 이상 밀린 금액이 있으면 {plain}등급이 {grade}등급이 되는 시범 정책의 규칙입니다."
        )
    return out


def _lending(
    grade: int | None,
    income: int | None,
    person: Mapping[str, Any],
    bureaus: Sequence[Mapping[str, Any]],
    record: Mapping[str, Any],
    policy: Policy,
    law: Law,
) -> dict[str, Any] | None:
    if grade is None:
        return None
    cap = law["rate_cap.lending_act"]
    found = policy.lending(grade, income, cap.value)
    band = None
    if found.rate_low is not None:
        band = {"low": found.rate_low, "high": found.rate_high, "capped": found.capped}
    days = days_late(record)
    cb = bureau_grade(bureaus[0]["agency"], bureaus[0]["score"], law)[0] if bureaus else None
    return {
        "limit": found.limit,
        "rate_band": band,
        "highest_legal_rate": cap.value,
        "income_class": None if income is None else policy.income_class(income),
        "brokerage_segment": policy.brokerage_segment(
            cb, person.get("assets"), None if days is None else days > 0
        ),
        "policy": policy.id,
        "source": policy.source,
        "estimate": True,
        "says": LENDING_NOTICE if policy.demonstration else policy.title,
    }


def arrears_of(record: Mapping[str, Any], as_of: date) -> clocks.Arrears | None:
    """The arrears of the newest month, None when nobody is late; the due day is counted back from the day."""
    month = newest(record)
    if month is None or not month.get("days_late"):
        return None
    due, paid = month.get("due"), month.get("paid")
    amount = None if due is None else max(due - (paid or 0), 0) if paid is not None else None
    return clocks.Arrears(amount, as_of - timedelta(days=int(month["days_late"])), record.get("product"))


def _reports(record: Mapping[str, Any], as_of: date, *, then: bool = False) -> list[clocks.Report]:
    found = arrears_of(record, as_of)
    if found is None:
        return []
    if then:
        return clocks.seen_by_2007(found, as_of)
    return clocks.seen_by(found, as_of, business_days(), record.get("late_records_5y"))


def _advice(
    scored: Mapping[str, Scored],
    facts: Mapping[str, Mapping[str, Any]],
    person: Mapping[str, Any],
    law: Law,
) -> list[dict[str, Any]]:
    out = []
    for kind, s in scored.items():
        out += [{"score": kind, **row} for row in explain.what_ifs(deck.card(kind), facts[kind], s)]
    income, loan = person.get("annual_income"), person.get("loan_amount")
    rule = law.get("credit.advice.loan_to_income_percent")
    if rule is not None and income is not None and loan is not None and loan * 100 > income * rule.value:
        most = int(income * rule.value // 100)
        out.append(
            {
                "action": "loan_within_income_share",
                "effect_points": None,
                "says": f"대출은 한 해 소득의 {rule.value}% 안에서 쓰라는 조언이 있습니다. 이 소득이라면 약 "
                f"{most // 10_000:,}만 원입니다. 해마다 갚는 돈을 따지는 DSR과는 다른 기준입니다.",
            }
        )
    gain = law["credit.gain.public_payments"]
    out.append(
        {
            "action": "hand_in_public_payments",
            "effect_points": None,
            "says": f"통신 요금·건강보험료·국민연금·공과금을 {gain.value['months']}개월 넘게 낸 내역을 신용평가회사에 내면 "
            "신용점수가 오를 수 있습니다. 폭은 사람마다 다릅니다.",
        }
    )
    return out


def score_request(request: Any, today: date) -> dict[str, Any]:
    """Score an `inputs.ScoreRequest`; `today` is used where the request names no day."""
    history = request.history.dump() if request.history else None
    bureau = [b.dump() for b in request.bureau or ()]
    return score(request.applicant.dump(), history, bureau, request.as_of or today)


def simulate_request(request: Any, today: date) -> dict[str, Any]:
    """Simulate an `inputs.SimulationRequest`."""
    bureau = [b.dump() for b in request.bureau or ()]
    return simulate(
        request.applicant.dump(),
        request.history.dump(),
        bureau,
        request.months,
        request.scenario,
        request.as_of or today,
    )


def review_request(request: Any, today: date) -> dict[str, Any]:
    """Review an `inputs.ReviewRequest`: what was typed in, then what was imported."""
    entries = [*(e.dump() for e in request.entries or ()), *(request.mydata or ())]
    return review_record(
        entries,
        request.as_of or today,
        late_records_5y=request.late_records_5y,
        proofs=request.proofs,
    )


__all__ = [
    "review_record",
    "review_request",
    "score",
    "score_request",
    "simulate",
    "simulate_request",
]
