"""Month by month under a scenario: the behaviour score, what the bureau side may do, records and their removal days.

An estimate that says on what it rests. The behaviour side is scored again each month by the same card from months
that the scenario writes; the bureau side has no public formula, so only bounds and directions are given: a score is
named while no known event has touched it. A record's removal counts from its day on, never before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.law import Law, law_as_of
from chalicelib.score import combine, deck, features, records, standing
from chalicelib.score import policy as policies
from chalicelib.score.card import HIGHEST
from chalicelib.score.inputs import SCENARIOS
from chalicelib.score.policy import Policy

ESTIMATE = (
    "추정입니다. 거래 점수는 가정한 달마다의 거래를 같은 점수표로 다시 계산한 값이고, 새로 빌리지 않으며 이자는 따로 "
    "더하지 않는다고 보았습니다. 신용평가회사 점수는 공식이 공개되지 않아 방향과 한계만 보여 드립니다."
)
MONTH = 30
"""Days of arrears that one missed month adds: the card counts started months of 30 days."""


def simulate(
    applicant: Mapping[str, Any] | None,
    history: Mapping[str, Any] | None,
    bureau: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None,
    months: int,
    scenario: str,
    as_of: date,
    *,
    policy: Policy | None = None,
    typical_limit: int | None = None,
) -> dict[str, Any]:
    """The path of scores over `months` (1..60) under a scenario of `inputs.SCENARIOS`.

    Raises ValueError for an unknown scenario or horizon, `law.LawGap` for a day outside the tables.
    """
    if scenario not in SCENARIOS:
        raise ValueError(f"unknown scenario {scenario!r}")
    if not 1 <= months <= 60:
        raise ValueError("months must be 1 to 60")
    law = law_as_of(as_of)
    policy = policy or policies.load()
    record = dict(history or {})
    bureaus = [bureau] if isinstance(bureau, Mapping) else list(bureau or ())
    notes: list[str] = []
    past = features.newest_first(record.get("months") or ())[: features.WINDOW]
    future = _future(scenario, past, record, months, notes)
    entries = _records(scenario, as_of, law, notes)
    events = _events(past, future, as_of, law, record.get("late_records_5y"), entries)
    path = []
    for k in range(months + 1):
        seen = [*reversed(future[:k]), *past][: features.WINDOW]
        day = records.add_months(as_of, k)
        ordered = [{key: v for key, v in m.items() if key != "month"} for m in reversed(seen)]
        on_book = record.get("months_on_book")
        moved = {**record, "months": ordered, "months_on_book": None if on_book is None else on_book + k}
        facts = standing.card_facts(dict(applicant or {}), moved, law, typical_limit)
        scored = {kind: deck.card(kind).score(f) for kind, f in facts.items()}
        side = _bureau_side(bureaus, events, day, law)
        known = [] if side is None or side["score"] is None else bureaus
        final, grade = standing.final_grade(scored, known, moved, policy)
        behaviour = scored.get("behaviour")
        path.append(
            {
                "month": f"{day.year}-{day.month:02d}",
                "behaviour": None
                if behaviour is None
                else {"points": behaviour.total, "grade": policy.grade(behaviour.total)},
                "bureau": side,
                "combined": None if final is None else {"points": final.points, "grade": grade},
                "records": [
                    e["code"] for e in entries if e["removed_on"] is None or day.isoformat() < e["removed_on"]
                ],
                "events": [e["says"] for e in events if _in_month(e["on"], day, k)],
            }
        )
    return {
        "as_of": as_of.isoformat(),
        "scenario": scenario,
        "title": SCENARIOS[scenario],
        "path": path,
        "records": entries,
        "notes": notes,
        "advice": [_advice(law)],
        "estimate": True,
        "rests_on": {
            "cards": {k: deck.card(k).id for k in ("application", "behaviour")},
            "combination": combine.weights()["id"],
            "says": ESTIMATE,
        },
        "notice": ESTIMATE,
    }


def _future(
    scenario: str, past: Sequence[Mapping[str, Any]], record: Mapping[str, Any], months: int, notes: list[str]
) -> list[dict[str, Any]]:
    """The months to come, oldest first, as the scenario writes them."""
    if not past:
        notes.append("지난 거래를 적지 않아 거래 점수의 변화는 계산하지 않았습니다.")
        return []
    last = past[0]
    due = next((m["due"] for m in past if m.get("due") is not None), None)
    limit = next((m["limit"] for m in past if m.get("limit") is not None), None)
    balance, late = last.get("balance"), last.get("days_late") or 0
    missed = {"miss_one": 1, "miss_three": 3}.get(scenario, 0)
    extra = _smallest(record, notes) if scenario == "pay_off_smallest" else 0
    share = None
    if scenario == "finish_plan" and balance is not None:
        share = -(-balance // months)
        notes.append("남은 빚을 기간 안에 똑같이 나누어 모두 갚는다고 보았습니다.")
    if due is None:
        notes.append("다달이 내야 할 금액을 몰라, 낸 금액에 관한 항목은 점수에 넣지 않았습니다.")
    out: list[dict[str, Any]] = []
    for k in range(months):
        paying = k >= missed
        billed = due if share is None else share
        late = 0 if paying else late + MONTH
        paid = (billed if paying else 0) if billed is not None else None
        if paying and k == missed and missed and billed is not None:
            paid = billed * (missed + 1)
        if k == missed and extra:
            paid = (paid or 0) + extra
        if balance is not None and paid is not None:
            balance = max(balance - paid, 0)
            billed = min(billed, balance + paid) if billed is not None else None
        out.append({"days_late": late, "balance": balance, "limit": limit, "due": billed, "paid": paid})
    return out


def _smallest(record: Mapping[str, Any], notes: list[str]) -> int:
    """Balance of the smallest debt, 0 with a note when the debts were not listed."""
    balances = [a["balance"] for a in record.get("accounts") or () if a.get("balance")]
    if not balances:
        notes.append(
            "빚의 목록을 적지 않아 가장 작은 빚을 알 수 없습니다. 제날짜에 갚는 경우와 같은 값을 보여 드립니다."
        )
        return 0
    notes.append(f"가장 작은 빚 {min(balances):,}원을 먼저 모두 갚는다고 보았습니다.")
    return int(min(balances))


def _records(scenario: str, as_of: date, law: Law, notes: list[str]) -> list[dict[str, Any]]:
    """The public record that a remedy leaves, counted as if the plan were confirmed on the day."""
    if not scenario.startswith("remedy:"):
        return []
    remedy = scenario.removeprefix("remedy:")
    if remedy not in records.REMEDY_CODES:
        notes.append("이 방법이 공공정보에 남는지는 확인된 자료가 없습니다. 상담에서 확인해 주세요.")
        return []
    code = records.REMEDY_CODES[remedy]
    if code is None:
        notes.append("이 방법은 공공정보에 기록이 남지 않습니다.")
        return []
    notes.append("오늘 계획이 확정되고, 그 뒤로 제날짜에 갚는다고 보았습니다.")
    gone = records.public_record(code, as_of, law)
    return [
        {
            "code": code,
            "name": records.CODES[code],
            "from": as_of.isoformat(),
            "removed_on": gone.on.isoformat() if gone.on else None,
            "says": gone.says,
            "source": gone.value.cites if gone.value else None,
        }
    ]


def _events(
    past: Sequence[Mapping[str, Any]],
    future: Sequence[Mapping[str, Any]],
    as_of: date,
    law: Law,
    late_records_5y: int | None,
    entries: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """What the bureau side will see: arrears that reach the score or the register, their end, records and removal."""
    out: list[dict[str, Any]] = []
    use, long = law["clock.score_use"], law["clock.long"]
    level, owed, grown = "none", 0, False
    start_late = (past[0].get("days_late") or 0) if past else 0
    if start_late >= use.value.get("days", MONTH):
        level = "long" if start_late >= long.value["days"] else "used"
        out.append(
            {"on": as_of, "kind": "already", "says": "지금의 연체가 신용점수에 쓰이고 있을 수 있습니다."}
        )
    for k, month in enumerate(future, start=1):
        day, late = records.add_months(as_of, k), month["days_late"]
        owed = owed + (month["due"] or 0) if late else 0
        if late >= long.value["days"] and owed >= long.value["amount"] and level != "long":
            level = "long"
            out.append({"on": day, "kind": "long", "says": "장기연체로 등록될 수 있는 날이 됩니다."})
        elif late >= use.value.get("days", MONTH) and owed >= use.value["amount"] and level == "none":
            level = "used"
            out.append(
                {"on": day, "kind": "used", "says": "밀린 금액이 신용점수에 쓰이기 시작할 수 있습니다."}
            )
        elif late > start_late and level == "used" and not grown:
            grown = True
            out.append({"on": day, "kind": "used", "says": "밀린 기간이 더 길어집니다."})
        elif late == 0 and level in ("used", "long"):
            fade = records.long_arrears if level == "long" else None
            gone = fade(day, law) if fade else records.short_arrears(day, law, late_records_5y)
            out.append(
                {
                    "on": day,
                    "kind": "cleared",
                    "says": "밀린 금액을 갚아 해제됩니다. 점수는 천천히 돌아옵니다.",
                }
            )
            if gone.on is not None:
                out.append({"on": gone.on, "kind": "removed", "says": gone.says})
            level = "none"
    for e in entries:
        out.append({"on": as_of, "kind": "record", "says": f"{e['name']} 기록이 남습니다."})
        if e["removed_on"]:
            out.append(
                {"on": date.fromisoformat(e["removed_on"]), "kind": "record_removed", "says": e["says"]}
            )
    return sorted(out, key=lambda e: e["on"])


def _bureau_side(
    bureaus: Sequence[Mapping[str, Any]], events: Sequence[Mapping[str, Any]], day: date, law: Law
) -> dict[str, Any] | None:
    """Bounds of the bureau score on a day, for the first agency given; exact only while no event has touched it."""
    if not bureaus:
        return None
    now = int(bureaus[0]["score"])
    past = [e["kind"] for e in events if e["on"] <= day]
    ceiling = law.get("credit.long_overdue_ceiling")
    touched = [k for k in past if k not in ("removed", "already")]
    side: dict[str, Any] = {
        "agency": bureaus[0]["agency"],
        "score": now,
        "low": now,
        "high": now,
        "direction": "same",
    }
    side["says"] = "알려진 변화가 없어 지금 점수를 그대로 둡니다."
    if not touched:
        return side
    fell = any(k in ("used", "long", "record") for k in touched)
    if touched[-1] in ("used", "long"):
        high = min(now, ceiling.value) if touched[-1] == "long" and ceiling is not None else now
        side |= {"score": None, "low": 1, "high": high, "direction": "down"}
        side["says"] = "내려갑니다. 폭은 사람마다 달라 숫자로 말씀드릴 수 없습니다."
    elif touched[-1] == "record" or ("record" in touched and "record_removed" not in touched):
        side |= {"score": None, "low": 1, "high": now, "direction": "down"}
        side["says"] = "공공정보가 있는 동안 새 대출과 카드가 대부분 막힙니다. 점수의 폭은 알 수 없습니다."
    else:  # everything that is known to weigh has ended: slowly back, beyond today's score only once it is off the record
        gone = not fell or "removed" in past or "record_removed" in past
        side |= {
            "score": None,
            "low": 1 if fell else now,
            "high": HIGHEST if gone else now,
            "direction": "up",
        }
        side["says"] = "천천히 돌아옵니다. 폭은 사람마다 다릅니다."
    return side


def _in_month(on: date, day: date, k: int) -> bool:
    """Whether an event falls after the month before and not after this one (today's events go to month 0)."""
    return on <= day if k == 0 else records.add_months(day, -1) < on <= day


def _advice(law: Law) -> dict[str, Any]:
    value = law["credit.advice.loan_to_income_percent"]
    return {
        "action": "loan_within_income_share",
        "says": f"빚의 총액을 한 해 소득의 {value.value}% 안에서 쓰라는 조언이 있습니다. DSR과는 다른 기준입니다.",
        "source": value.cites,
    }
