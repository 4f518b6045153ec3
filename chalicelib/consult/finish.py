"""The reply for the person (api.md) and the record for the store, out of a finished draft."""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import law
from . import handoff, ladder, passages, slots
from .context import Checked, Draft, Past, Turn
from .passages import Passage

AI_NOTICE = "이 서비스는 생성형 인공지능을 이용해 답할 수 있어요. 법률 자문이 아니라 일반적인 제도 안내이고, 결정은 법원과 각 기관이 해요. 위급하면 119와 112에 알릴 수 있어요. 주민등록번호는 적지 마세요."
LABEL = {
    "model": "인공지능이 안내문을 근거로 쓴 답이에요.",
    "library": "안내문 원문에서 고른 답이에요.",
    "safety": "미리 정해 둔 안전 안내예요.",
    "handoff": "상담사 연결 안내예요.",
}
ESTIMATE = "'약'이 붙은 값이나 일부 내용은 더 확인이 필요하니 상담에서 확인해 주세요."


def turn(draft: Draft) -> Turn:
    status, context = draft.status, draft.context
    cited = _cited(draft)
    reasons = handoff.triggers(status, draft.text, context.history, context.age)
    source = _source(status)
    shown = [s.text for s in draft.sentences]
    figures = [dict(f) for s in draft.sentences for f in s.figures]
    grounded = (status.startswith("answered.") and status != "answered.canned") or bool(cited)
    notes = [LABEL[source]]
    if grounded:
        shown.append(f"{_day(context.as_of)} 기준 안내예요.")
    if any(f["conf"] != "H" for f in figures) or any(p.conf != "H" for p in cited):
        notes.append(ESTIMATE)
    if draft.redacted:
        notes.append(ladder.replies()["personal_data"]["sentences"][0])
    reply = {
        "message_id": context.new_id(),
        "text": " ".join(shown),
        "source": source,
        "status": status,
        "sentences": [_sentence(s) for s in draft.sentences],
        "citations": [_citation(p, context.as_of) for p in cited],
        "figures": [
            {"text": f["text"], "evidence": f["evidence"], "title": f["title"], "from": f["from"]}
            for f in figures
        ],
        "safety": _safety(draft),
        "suggestions": _suggestions(draft, cited, reasons),
        "degraded": status.startswith("answered.library.")
        or (context.model is not None and status == "answered.library"),
        "notice": " ".join(notes),
        "generated_by_ai": source == "model",
        "as_of": context.as_of.isoformat(),
        "confirm": draft.amounts,
        "handoff": {
            "offered": bool(reasons),
            "reasons": reasons,
            "urgency": next((handoff.URGENT[r] for r in reasons if r in handoff.URGENT), "normal"),
        },
    }
    return Turn(reply, _record(draft, reply, cited))


def past(record: dict[str, Any]) -> Past:
    """What a stored record contributes to the context of the next turn."""
    return Past(
        record["question"],
        record["reply"]["text"],
        record["status"],
        record["topic"],
        tuple(record["passages"]),
    )


def _record(draft: Draft, reply: dict[str, Any], cited: list[Passage]) -> dict[str, Any]:
    outcome = draft.outcome
    return {
        "id": reply["message_id"],
        "at": draft.context.now.isoformat(timespec="seconds"),
        "as_of": reply["as_of"],
        "question": draft.text,
        "status": draft.status,
        "reply": reply,
        "topic": cited[0].topic if cited else "",
        "passages": [p.id for p in cited],
        "citations": reply["citations"],
        "proof": [_proof_row(s) for s in [*draft.sentences, *draft.dropped]],
        "redacted": dict(draft.redacted),
        "followed": draft.followed,
        "injection": draft.injection,
        "sensitive": draft.status == "safety.crisis",
        "steps": list(draft.steps),
        "versions": {
            "library": passages.library().version,
            "law": law.law_version(),
            "prompt": draft.prompt_version,
        },
        "model": None
        if outcome is None
        else {
            "reason": outcome.reason,
            "milliseconds": outcome.milliseconds,
            "prompt_tokens": outcome.prompt_tokens,
            "completion_tokens": outcome.completion_tokens,
            "cached_tokens": outcome.cached_tokens,
            "model": outcome.model,
        },
    }


def _proof_row(s: Checked) -> dict[str, Any]:
    return {
        "written": s.written,
        "text": s.text,
        "passages": list(s.passages),
        "figures": [dict(f) for f in s.figures],
        "checks": list(s.checks),
        "refused": list(s.refused),
    }


def _source(status: str) -> str:
    if status.startswith("safety."):
        return "safety"
    if status == "handoff":
        return "handoff"
    return "model" if status == "answered.model" else "library"


def _cited(draft: Draft) -> list[Passage]:
    found: dict[str, Passage] = {}
    for s in draft.sentences:
        for passage_id in s.passages:
            passage = passages.library().by_id(passage_id, draft.context.as_of)
            if passage is not None:
                found.setdefault(passage_id, passage)
    return list(found.values())


def _citation(p: Passage, as_of: date) -> dict[str, Any]:
    return {
        "id": p.id,
        "title": p.title,
        "article": p.article,
        "as_of": as_of.isoformat(),
        "effective_from": p.from_,
        "checked": p.checked,
        "source": p.source_name,
        "url": p.source_url,
    }


def _sentence(s: Checked) -> dict[str, Any]:
    starts = max((f["from"] for f in s.figures if f["from"]), default=None)
    return {"text": s.text, "cites": list(s.passages), "since": starts}


def _safety(draft: Draft) -> dict[str, Any] | None:
    key = draft.reply_key
    found = ladder.replies()[key]["class"] if key else ""
    if not found and draft.injection:
        found = "injection"
    if not found and draft.redacted:
        found = "personal_data"
    return {"class": found, "contacts": ladder.contacts(key, draft.context) if key else []} if found else None


def _suggestions(draft: Draft, cited: list[Passage], reasons: list[str]) -> list[str]:
    fixed = list(ladder.replies()[draft.reply_key]["suggestions"]) if draft.reply_key else []
    if draft.status.startswith("safety.crisis"):
        return fixed
    titles = []
    for p in cited:
        for other in p.related:
            passage = passages.library().by_id(other, draft.context.as_of)
            if passage is not None and passage.title not in titles:
                titles.append(passage.title)
    wanted = [*fixed, *titles[:3]]
    if reasons and draft.status != "handoff" and "상담사와 이야기하고 싶어요" not in wanted:
        wanted.insert(0, "상담사와 이야기하고 싶어요")
    return wanted[:4]


def _day(day: date) -> str:
    return slots.FORMATS["date"](day)
