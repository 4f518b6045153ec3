"""The steps of a turn, in the order of `pipeline.STEPS`. Each fills the draft or ends the turn with a named status.

A step returns True when the turn is answered. None of them raises on what a person or a model wrote.
"""

from __future__ import annotations

from typing import Any

from . import (
    amounts,
    extract,
    facts,
    finding,
    ladder,
    own,
    pii,
    premise,
    prompt,
    route,
    safety,
    slots,
    statuses,
    text,
    verify,
)
from .context import Checked, Draft
from .llm import proposals
from .passages import Passage

READ_FOR_DANGER = 8000
RESERVE = 1.0
MODEL_SECONDS = 12.0


def size_cap(draft: Draft) -> bool:
    """Nothing written, or more than can be read at once: said so, but never before danger has been looked for."""
    cleaned = text.clean(draft.raw[:READ_FOR_DANGER])
    if not cleaned:
        return end(draft, "empty", "guarded.empty")
    if len(draft.raw) > pii.MAX_INPUT:
        draft.danger = safety.look(cleaned)
        key, status, _ = ladder.choose(draft.danger, cleaned)
        return end(draft, key or "too_long", status or "guarded.size")
    return False


def redact(draft: Draft) -> bool:
    """One form of the text, without identifiers. Everything after this sees only this form."""
    redacted = pii.redact(draft.raw)
    draft.text, draft.redacted = redacted.text, redacted.found
    draft.raw = ""
    draft.question = draft.text
    draft.given.update(facts.own_figures(draft.context.assessment))
    draft.given.update(own.case_figures(draft.context.case))
    return False


def danger(draft: Draft) -> bool:
    """Crisis, violence, fraud under way end the turn here; where the words are also a question, it is answered below."""
    draft.danger = safety.look(draft.text)
    key, status, also = ladder.choose(draft.danger, draft.text)
    if key and not also:
        return end(draft, key, status)
    if key:
        draft.reply_key, draft.status = key, status
        say(draft, ladder.sentences(key, draft))
    elif draft.danger.level == 1:
        say(draft, ladder.sentences("strain", draft))
    return False


def kind(draft: Draft) -> bool:
    """Small talk, a person wanted, things this service does not do. A turn with danger in it is never small talk."""
    found = route.kind(draft.question)
    if found == route.STEER:
        draft.injection = True
        rest = route.without_steering(draft.question)
        if not draft.status and not route.speaks_of_domain(rest):
            return end(draft, "injection", "guarded.injection")
        draft.question = rest or draft.question
        return False
    if draft.status:
        return False
    ends = {
        route.HIDE: ("legal_advice", "guarded.legal_advice"),
        route.DRAFT: ("documents", "guarded.legal_advice"),
        route.PERSON: ("person", "handoff"),
        route.GREETING: ("greeting", "answered.canned"),
        route.THANKS: ("thanks", "answered.canned"),
        route.WHO: ("who", "answered.canned"),
        route.OTHER: ("out_of_scope", "out_of_scope"),
    }
    return end(draft, *ends[found]) if found in ends else False


def own_case(draft: Draft) -> bool:
    """Progress and repayment are read from the person's case; without one the answer says so and how to look it up."""
    if draft.status:
        return False
    told = draft.context.case_answer(draft.question) if own.asks_of_case(draft.question) else None
    if told is not None:
        draft.sentences.append(own.case_sentence(told))
        draft.status = "answered.case"
        return True
    if not own.asks_progress(draft.question):
        return False
    lines = own.case_answer(draft)
    if not lines:
        return end(draft, "no_case", "no_case")
    say(draft, lines, ("me.case",), ("read_from_case",))
    draft.status = "answered.case"
    return True


def note_amounts(draft: Draft) -> bool:
    """Amounts in the person's words, to be confirmed into the self-assessment."""
    draft.amounts = amounts.offered(draft.text)
    return False


def own_figures(draft: Draft) -> bool:
    """ "저는 매달 얼마 내나요" is computed from the assessment, never retrieved; without one the answer asks for it."""
    if draft.status or not own.asks_own_figures(draft.question):
        return False
    lines = own.own_answer(draft)
    if lines:
        say(draft, lines, ("me",), ("computed",))
        draft.status = "answered.own"
        return True
    draft.wants_own = draft.context.assessment is None
    return False


def find(draft: Draft) -> bool:
    """The passages of the day; without any, the answer says that the library does not cover the question."""
    draft.hits = finding.hits(draft)
    if draft.hits:
        return False
    if draft.status:
        return True
    if draft.wants_own:
        return end(draft, "no_assessment", "no_assessment")
    if len(text.for_matching(draft.question)) < 3:
        return end(draft, "clarify", "clarify")
    if not route.speaks_of_domain(draft.question):
        return end(draft, "out_of_scope", "out_of_scope")
    return end(draft, "abstain", "abstain")


def correct_premise(draft: Draft) -> bool:
    """A figure that the question takes for granted and the rule contradicts is named and corrected first."""
    lookup = facts.lookup(draft.context, draft.given)
    best = draft.hits[0].passage
    wrong = premise.false_claim(draft.question, best, lookup)
    if wrong is not None:
        claim, slot, title = wrong
        written = f"{{{slot.name}{'|' + slot.format if slot.format else ''}}}"
        draft.sentences.append(
            Checked(
                f"질문에 나온 '{claim}'은 확인된 기준과 달라요.",
                f"질문에 나온 '{claim}'은 확인된 기준과 달라요.",
                (best.id,),
                (),
                ("premise_checked",),
            )
        )
        say(draft, [f"확인된 기준은 '{title}' {written}이에요."], (best.id,), ("premise_checked",))
    return False


def ask_model(draft: Draft) -> bool:
    """The prompt and the call. Every failure leaves a reason and lets the library answer."""
    from .context import Outcome

    context = draft.context
    if context.model is None:
        draft.outcome = Outcome(None, "no_key")
    elif draft.status or draft.injection:
        draft.outcome = Outcome(None, "guarded")
    elif not context.allow_model():
        draft.outcome = Outcome(None, "budget")
    else:
        seconds = min(MODEL_SECONDS, context.seconds - draft.elapsed() - RESERVE)
        try:
            task, draft.messages = prompt.consultation(
                draft.question, [h.passage for h in draft.hits], _owns(draft), context.history, prompt.nonce()
            )
            draft.prompt_version = prompt.version_of(task)
            draft.outcome = context.model.ask(draft.messages, prompt.schema(task), seconds)
        except prompt.PromptError:
            draft.outcome = Outcome(None, "template")
    return False


def _owns(draft: Draft) -> list[dict[str, str]]:
    if not own.speaks_of_self(draft.question):
        return []
    return [{"key": k, "title": v.title} for k, v in draft.given.items() if isinstance(v, facts.Own)][:20]


def check(draft: Draft) -> bool:
    """Fill and verify what the model proposed; sentences with a reason against them are dropped."""
    if draft.outcome is None or draft.outcome.data is None:
        return False
    rows = proposals(draft.outcome.data)
    shown = {h.passage.id: h.passage for h in draft.hits}
    mine = {k: v.title for k, v in draft.given.items() if isinstance(v, facts.Own)} if _owns(draft) else {}
    lookup = facts.lookup(draft.context, draft.given)
    kept = []
    for row in rows or ():
        cited = [shown[c] for c in row["cites"] if c in shown]
        verdict = verify.sentence(row["text"], cited, shown.values(), mine)
        said, reasons = "", verdict.reasons
        figures: tuple[dict[str, Any], ...] = ()
        if not reasons:
            written = _with_formats(row["text"], cited)
            try:
                said, figures = facts.fill(written, lookup)
            except slots.SlotError:
                reasons = ("no_value",)
        ids = tuple(p.id for p in cited)
        if reasons:
            draft.dropped.append(Checked(row["text"], "", ids, (), (), reasons))
        else:
            kept.append(Checked(row["text"], said, ids, figures, verdict.checks))
    if not kept:
        draft.fallback_reason = "unanswerable"
        return False
    draft.sentences += kept
    if draft.wants_own:
        say(draft, ladder.sentences("no_assessment", draft)[:1])
    draft.status = "answered.model"
    return True


def _with_formats(written: str, cited: list[Passage]) -> str:
    """Slots that the model wrote without a format get the one of the passage."""
    forms = {s.name: p.text[s.start : s.end] for p in cited for s in slots.find(p.text)}
    out, position = [], 0
    for slot in slots.find(written):
        out += [written[position : slot.start], forms.get(slot.name, written[slot.start : slot.end])]
        position = slot.end
    return "".join([*out, written[position:]])


def extractive(draft: Draft) -> bool:
    """Whole sentences of the best passages, when no model answered or nothing of what it wrote stood."""
    already = {s.written for s in draft.sentences}
    room = 2 if draft.status else extract.MOST
    for picked in extract.answer(draft.question, draft.hits)[:room]:
        if picked.written not in already:
            say(draft, [picked.written], (picked.passage,), ("verbatim",))
    if draft.wants_own and not draft.status:
        say(draft, ladder.sentences("no_assessment", draft)[:1])
    if not draft.status:
        reason = draft.fallback_reason or (draft.outcome.reason if draft.outcome else "no_key")
        draft.status = statuses.fallback(reason)
    return True


def say(
    draft: Draft, written: list[str], cites: tuple[str, ...] = (), checks: tuple[str, ...] = ("fixed_text",)
) -> None:
    """Add sentences with their figures filled; one whose figure has no value today is left out."""
    for raw, said, evidence in facts.fill_all(draft, written):
        draft.sentences.append(Checked(raw, said, cites, evidence, checks))


def end(draft: Draft, key: str, status: str) -> bool:
    """End the turn with a fixed answer."""
    draft.reply_key, draft.status = key, status
    say(draft, ladder.sentences(key, draft))
    return True
