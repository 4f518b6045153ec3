"""Every way a turn can end, in four families. The names are stored, counted and shown to the desk."""

from __future__ import annotations

ANSWERED = {
    "answered.model": "the model placed facts of the library and every shown sentence was verified",
    "answered.library": "sentences of the library, because no model is set up",
    "answered.library.deadline": "the model did not answer in time",
    "answered.library.rate": "the model's service asked to wait",
    "answered.library.error": "the model's service failed",
    "answered.library.rejected": "nothing that the model wrote could be verified",
    "answered.library.budget": "the budget of tokens is used up",
    "answered.library.private": "an identifier was about to leave the service",
    "answered.own": "computed from the person's own self-assessment",
    "answered.case": "read from the person's own case",
    "answered.canned": "greeting, thanks, question about the service",
}
UNANSWERABLE = {
    "abstain": "the library does not cover the question",
    "clarify": "too little to go on",
    "no_assessment": "own figures asked, no self-assessment linked",
    "no_case": "progress asked, no case linked",
    "out_of_scope": "not about debts, credit or support",
}
GUARDED = {
    "safety.crisis": "local template first, a person to talk to",
    "safety.violence": "police first",
    "safety.illegal_lending": "illegal lending or collection",
    "safety.scam": "fraud or a harmful deal under way",
    "guarded.injection": "an attempt to steer the service",
    "guarded.legal_advice": "hiding property, false papers, or papers of a single case",
    "guarded.size": "longer than the cap",
    "guarded.empty": "nothing written",
}
HANDOFF = {"handoff": "the person asked for a person"}
ALL = {**ANSWERED, **UNANSWERABLE, **GUARDED, **HANDOFF}

_REASON = {
    "no_key": "answered.library",
    "deadline": "answered.library.deadline",
    "rate": "answered.library.rate",
    "budget": "answered.library.budget",
    "private": "answered.library.private",
    "unanswerable": "answered.library.rejected",
}


def fallback(reason: str) -> str:
    """The status of a library answer that was given because of `reason` (see llm.py)."""
    return _REASON.get(reason, "answered.library.error")
