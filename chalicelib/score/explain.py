"""Reasons, exact what-ifs and the right to an explanation (신용정보법 36조의2, 개인정보보호법 37조의2), in whole sentences.

A what-if is answered by scoring again, so its effect is exact to the last point; it never proposes a worse conduct.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.law import Law
from chalicelib.score.card import Card, Characteristic, Scored
from chalicelib.score.plan import plan_to

KINDS = {
    "history": "상환 이력",
    "debt": "빚의 규모와 쓰는 정도",
    "income": "소득",
    "work": "일한 기간",
    "loan": "대출의 종류",
    "length": "거래의 크기와 길이",
}


def reasons(card: Card, scored: Scored, most: int = 4) -> list[dict[str, Any]]:
    """What cost most points, worst first, each with its kind of information and both texts."""
    out = []
    places = {r.name: (r, at) for r, at in zip(card.segments[scored.segment].rows, scored.bins, strict=True)}
    for name, points in scored.reasons(most):
        text = card.reasons[name]
        row, at = places[name]
        out.append(
            {"code": name.upper(), "points_lost": points, "kind": KINDS[text["kind"]], **_says(row, at, text)}
        )
    return out


def _says(row: Characteristic, at: int, text: Mapping[str, Any]) -> dict[str, Any]:
    """The reason's sentence; what was not answered is named as such and not as a fault."""
    missing = row.ordinary
    if at == missing:
        says = f"‘{text['title']}’에 관한 답이 없어 자료의 평균으로 계산했습니다."
        return {"says": says, "says_en": "Not answered: counted as the average.", "unknown": True}
    if at > missing:
        if row.numeric:
            return {"says": text["special"], "says_en": "A special case of the data.", "unknown": False}
        says = f"‘{text['title']}’의 답이 자료에 없는 값이라 평균으로 계산했습니다."
        return {"says": says, "says_en": "Not in the data: counted as the average.", "unknown": True}
    out = {"says": text["ko"], "says_en": text["en"], "unknown": False}
    return out | ({"advice": text["advice"]} if text.get("advice") else {})


def shares(card: Card, segment: str) -> list[dict[str, Any]]:
    """Main criteria as shares by kind of information, in whole percent of the points that can be lost."""
    spans: dict[str, int] = {}
    for row in card.segments[segment].rows:
        kind = card.reasons[row.name]["kind"]
        spans[kind] = spans.get(kind, 0) - min(row.points)
    whole = sum(spans.values())
    if not whole:
        return []
    parts = {k: v * 100 // whole for k, v in spans.items()}
    for k in sorted(spans, key=lambda k: -(spans[k] * 100 % whole))[: 100 - sum(parts.values())]:
        parts[k] += 1  # largest remainders, so that the shares add up to 100
    return [{"kind": KINDS[k], "percent": p} for k, p in sorted(parts.items(), key=lambda kp: -kp[1])]


def what_ifs(card: Card, facts: Mapping[str, Any], scored: Scored) -> list[dict[str, Any]]:
    """The card's own what-ifs that would gain points, scored again: exact."""
    out = []
    for change in card.data.get("what_if", ()):
        changed = dict(facts)
        relevant = False
        for name, value in change.get("set", {}).items():
            relevant = relevant or (facts.get(name) is not None and facts[name] != value)
            if facts.get(name) is not None:
                changed[name] = value
        for name, factor in change.get("scale", {}).items():
            if facts.get(name):
                changed[name] = facts[name] * factor
                relevant = True
        if not relevant:
            continue
        effect = card.score(changed).total - scored.total
        if effect > 0:
            out.append(
                {
                    "action": change["id"],
                    "effect_points": effect,
                    "says": f"{change['ko']} +{effect}점입니다.",
                }
            )
    return sorted(out, key=lambda row: -row["effect_points"])


def improvement(card: Card, facts: Mapping[str, Any], target: int) -> dict[str, Any] | None:
    """The cheapest changes that reach a number of points; None when what a person can change does not reach it."""
    plan = plan_to(card, facts, target)
    if plan is None:
        return None
    moves = [
        {"characteristic": m.name, "effect_points": m.gain, "says": card.reasons[m.name].get("advice", "")}
        for m in plan.moves
    ]
    return {"target": target, "gain": plan.gain, "effort": plan.effort, "moves": moves}


def rights(law: Law) -> dict[str, Any]:
    """What a person may ask and how: explanation, favourable facts, correction, a person's review."""
    value = law.get("credit.right.explanation")
    correction, review = law["credit.right.correction_days"], law["credit.right.review_days"]
    report = law["credit.right.free_report_months"]
    return {
        "says": value.value if value else None,
        "article": value.cites if value else None,
        "how": [
            "이 결과의 설명을 다시 듣거나 사람이 다시 살펴보기를 바라면 상담사에게 ‘설명 요청’을 말씀해 주세요.",
            "유리한 자료(공과금·보험료·연금 납부 내역)를 내고 다시 계산해 달라고 할 수 있습니다.",
            f"신용정보가 틀렸다면 정보를 가진 곳에 정정을 청구하세요. {correction.value}일 안에 결과를 받습니다"
            f"({correction.cites}). 받아들이지 않으면 {review.value}일 안에 금융위원회에 시정을 요청할 수 있습니다.",
            f"신용보고서는 신용평가회사마다 {report.value}개월에 한 번 무료로 볼 수 있습니다({report.cites}). "
            "스스로 조회해도 점수는 내려가지 않습니다.",
        ],
        "human_review": True,
    }
