"""Hand-off to the call centre: when it is offered, and the one-screen summary made by rules that the person may edit.

The summary holds what the person agreed to share: the situation from the self-assessment in plain words, what was asked,
what was shown with its dates, what stayed open, how urgent it is. No identity number, no crisis words, no health.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from . import facts, money, pii
from .context import Past

REASONS = {
    "crisis": "위급한 마음이나 위험이 보여요",
    "illegal_lending": "불법사금융이나 불법 추심 문제예요",
    "asked": "상담사와 이야기하기를 원하셨어요",
    "unanswered": "두 번 이어서 답을 드리지 못했어요",
    "deadline": "기한이 있는 법원 서류를 받으셨어요",
    "young_or_old": "나이에 맞는 별도 도움이 필요할 수 있어요",
}
URGENT = {"crisis": "now", "illegal_lending": "today", "deadline": "today"}
_DEADLINE = re.compile(
    r"지급\s?명령|소장|이의\s?신청|기일|법원에서\s?(?:뭐|등기|우편|서류)|송달|보정\s?명령|경매\s?기일|답변서"
)
_OPEN = ("abstain", "clarify", "out_of_scope", "answered.library.rejected")
_NO_ANSWER = ("abstain", "clarify")


def triggers(status: str, question: str, history: Sequence[Past], age: int | None = None) -> list[str]:
    """Why a hand-off is offered after this turn, most urgent first; empty when it is not."""
    found = []
    if status == "safety.crisis" or status == "safety.violence":
        found.append("crisis")
    if status == "safety.illegal_lending":
        found.append("illegal_lending")
    if _DEADLINE.search(question):
        found.append("deadline")
    if status == "handoff":
        found.append("asked")
    if status in _NO_ANSWER and history and history[-1].status in _NO_ANSWER:
        found.append("unanswered")
    if age is not None and (age < 19 or age >= 80):
        found.append("young_or_old")
    return found


def reference() -> str:
    """Six digits that a caller can key in. The store must reject one that is in use."""
    return f"{secrets.randbelow(900_000) + 100_000}"


def summary(
    reasons: Sequence[str],
    turns: Sequence[Mapping[str, Any]],
    assessment: Mapping[str, Any] | None,
    callback: str | None = None,
) -> dict[str, Any]:
    """The pack for the counsellor: {urgency, lines[], text, asked[], shown[], open[]}. `turns` are stored records."""
    asked = [pii.redact(str(t.get("question", ""))).text for t in turns if not _private(t)][-5:]
    shown = [
        {"id": c["id"], "title": c["title"], "as_of": c["as_of"]}
        for t in turns
        for c in t.get("citations", ())
    ]
    seen: dict[str, dict[str, str]] = {row["id"]: row for row in shown}
    left_open = [
        pii.redact(str(t.get("question", ""))).text
        for t in turns
        if t.get("status") in _OPEN and not _private(t)
    ]
    urgency = next((URGENT[r] for r in reasons if r in URGENT), "normal")
    lines = [f"연결 이유: {', '.join(REASONS[r] for r in reasons if r in REASONS) or '상담을 원하셨어요'}"]
    lines += _situation(assessment)
    if asked:
        lines.append("물으신 것: " + " / ".join(asked))
    if seen:
        lines.append(
            "안내한 것: "
            + " / ".join(f"{row['title']}({row['as_of']} 기준)" for row in list(seen.values())[-6:])
        )
    if left_open:
        lines.append("답하지 못한 것: " + " / ".join(left_open[-3:]))
    if callback:
        lines.append(f"연락 희망 시간: {pii.redact(callback).text[:60]}")
    return {
        "urgency": urgency,
        "reasons": list(reasons),
        "lines": lines,
        "text": "\n".join(lines),
        "asked": asked,
        "shown": list(seen.values())[-6:],
        "open": left_open[-3:],
    }


def _private(turn: Mapping[str, Any]) -> bool:
    """Words of a crisis are not copied into a summary; that there was one is said by the reason."""
    return str(turn.get("status", "")) == "safety.crisis"


def _situation(assessment: Mapping[str, Any] | None) -> list[str]:
    own = facts.own_figures(assessment)
    lines = []
    parts = []
    for key, label in (
        ("me.total_debt", "빚"),
        ("me.monthly_income", "월 소득"),
        ("me.surplus", "생계비를 뺀 여유"),
    ):
        if key in own:
            value = own[key].value
            said = (
                money.say(value)
                if isinstance(value, int)
                else f"{money.say(value['low'])}~{money.say(value['high'])}"
            )
            parts.append(f"{label} {said}")
    if parts:
        lines.append("자가검진: " + ", ".join(parts))
    wanted = [str(r.get("remedy")) for r in (assessment or {}).get("recommended") or ()]
    titles = {str(o.get("remedy")): str(o.get("title", "")) for o in (assessment or {}).get("options") or ()}
    named = [titles[w] for w in wanted if titles.get(w)]
    if named:
        lines.append("비교해 볼 제도: " + ", ".join(named[:3]))
    return lines


_LINE = " \u23ce "
"""Stands for the end of a line while a text is redacted, which knows no lines."""


def agreed(edited: str) -> str:
    """The text as the person edited and agreed to it: redacted, at most one screen, its lines kept.

    Where a number runs over the end of a line, what was masked counts and the lines do not.
    """
    whole = pii.redact(edited).text
    lined = pii.redact(_LINE.join(edited.splitlines())).text.replace(_LINE, "\n")
    return (lined if lined.split() == whole.split() else whole)[:1500]
