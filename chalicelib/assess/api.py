"""The assessment: a person on a day -> every way out side by side (api.md `assessment`). Pure; no clock, no I/O."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from chalicelib.assess.changes import changes, cliffs
from chalicelib.assess.diagnosis import diagnose
from chalicelib.assess.facts import FACTS, Case, case_of
from chalicelib.assess.person import Assumptions, Person
from chalicelib.assess.questions import next_questions
from chalicelib.assess.recommend import recommend
from chalicelib.assess.remedies import all_remedies
from chalicelib.assess.remedy import (
    Advice,
    Branch,
    ClaimNote,
    Option,
    Remedy,
    describe_advice,
    describe_estimate,
)
from chalicelib.assess.urgent import urgent
from chalicelib.jsontext import Ready, pieces
from chalicelib.law import Law, law_as_of, law_version
from chalicelib.rules import Finding, describe, write
from chalicelib.rules.text import UNKNOWN, contact, say

PROGRAM_VERSION = "2"
"""Goes up when the same answers and the same law may give another result."""

UNITS = {name: unit for name, (unit, _) in FACTS.items()}
NOTICE = (
    "이 결과는 알려 주신 내용과 기준일의 법·제도로 계산한 안내이며 법률 자문이 아닙니다. "
    "‘약’으로 적은 값은 추정이고, 실제 결정은 법원·채권자·운영 기관이 합니다."
)


def assess(person: Person, as_of: date, assumptions: Assumptions | None = None) -> dict[str, Any]:
    """Every remedy for a person on a day. Raises `LawGap` for a day outside 2018-01-01 to 2027-12-31."""
    return _assessed(person, as_of, assumptions, IN_DOCUMENTS)


def assessment_text(
    person: Person,
    as_of: date,
    assumptions: Assumptions | None = None,
    beside: Mapping[str, Any] | None = None,
) -> Ready:
    """The same as JSON text, with what a caller puts `beside` it: what holds for everybody is not written anew."""
    made = _assessed(person, as_of, assumptions, IN_TEXT) | dict(beside or {})
    return Ready(pieces(made), made)


NOT_TOLD = "이 날의 내용은 확인되지 않았습니다. 상담에서 확인하세요."


class Telling(NamedTuple):
    """How findings, a remedy's part for everybody and advice enter the answer: as documents, or as their JSON text."""

    findings: Callable[[Iterable[Finding], Law], Any]
    remedy: Callable[[Remedy, date], dict[str, Any]]
    advice: Callable[[Advice, date], Any]


def _assessed(person: Person, as_of: date, assumptions: Assumptions | None, tell: Telling) -> dict[str, Any]:
    case = case_of(person, law_as_of(as_of), assumptions)
    options = weigh(case)
    described = [describe_option(option, tell) for option in options]
    return {
        "id": identity(person, as_of, assumptions),
        "as_of": as_of.isoformat(),
        "law_version": law_version(),
        "program_version": PROGRAM_VERSION,
        "incomplete": any(option.verdict == "unknown" for option in options),
        "assumptions": assumptions.dump() if assumptions is not None else {},
        "diagnosis": diagnose(case),
        "options": described,
        "recommended": recommend(case, options),
        "urgent": urgent(case),
        "next_questions": next_questions(case, options),
        "cliffs": cliffs(options),
        "notice": NOTICE,
    }


def weigh(case: Case) -> list[Option]:
    """Every remedy held against the case, in the order of showing."""
    return [Option(remedy, case) for remedy in all_remedies()]


def verdicts(person: Person, as_of: date) -> dict[str, str]:
    """Only open, closed or unknown by remedy: no sentence is made and no estimate is solved."""
    return {option.code: option.verdict for option in weigh(case_of(person, law_as_of(as_of)))}


def describe_option(option: Option, tell: Telling) -> dict[str, Any]:
    remedy, case = option.remedy, option.case
    findings = tell.findings(option.findings, case.law)
    closed = option.verdict == "closed"
    return {
        "remedy": remedy.code,
        "title": remedy.title,
        "verdict": option.verdict,
        "findings": findings,
        "estimate": None if closed else describe_estimate(option.estimate, case),
        "branches": [
            _branch(case, *tried, tell)
            for tried in option.branches
            if (tried[2] != "closed" if tried[0].own else not closed)
        ],
        "claims": []
        if closed or remedy.claims is None
        else [_claim(note, case, tell) for note in remedy.claims(case)],
        "advice": [] if closed or remedy.advice is None else _advice(remedy.advice(case), case.day, tell),
        **tell.remedy(remedy, case.day),
        "changes": changes(option),
        "source": remedy.source,
    }


@lru_cache(maxsize=512)
def describe_remedy(remedy: Remedy, day: date) -> dict[str, Any]:
    """What a way means for everybody alike on a day: effects, papers, steps, warnings, whom to call. Shared: read only."""
    law, effects = law_as_of(day), remedy.effects
    contacts = [found for key in remedy.contacts if (found := contact(key, law))]
    return {
        "effects": {
            name: said if (said := say(text, law)) != UNKNOWN else NOT_TOLD
            for name, text in zip(effects._fields, effects, strict=True)
        },
        "documents": _said(remedy.documents, law),
        "steps": _said(remedy.steps, law),
        "warnings": _said(remedy.warnings, law),
        "contact": contacts[0] if contacts else None,
        "contacts": contacts,
    }


def _said(texts: Iterable[str], law: Law) -> list[str]:
    """The sentences of a day; one of which the tables know nothing on that day is left out."""
    return [said for text in texts if (said := say(text, law)) != UNKNOWN]


@lru_cache(maxsize=512)
def _remedy_text(remedy: Remedy, day: date) -> dict[str, Ready]:
    return {name: Ready(pieces(value)) for name, value in describe_remedy(remedy, day).items()}


@lru_cache(maxsize=2048)
def _advice_text(advice: Advice, day: date) -> Ready | None:
    doc = describe_advice(advice, day)
    return None if doc is None else Ready(pieces(doc))


IN_DOCUMENTS = Telling(
    lambda findings, law: [describe(finding, UNITS, law) for finding in findings],
    describe_remedy,
    describe_advice,
)
IN_TEXT = Telling(lambda findings, law: write(findings, UNITS, law), _remedy_text, _advice_text)


def _branch(
    case: Case, branch: Branch, findings: tuple[Finding, ...], verdict: str, tell: Telling
) -> dict[str, Any]:
    estimate = branch.estimate(case) if branch.estimate is not None and verdict != "closed" else None
    return {
        "id": branch.id,
        "title": branch.title,
        "verdict": verdict,
        "says": say(branch.says, case.law),
        "findings": tell.findings(findings, case.law),
        "estimate": describe_estimate(estimate, case),
    }


def _claim(note: ClaimNote, case: Case, tell: Telling) -> dict[str, Any]:
    return {
        "debt": note.place,
        "treatment": note.treatment,
        "verdict": note.verdict or None,
        "says": _advice(note.says, case.day, tell),
        "findings": tell.findings(note.findings, case.law),
    }


def _advice(sentences: Iterable[Advice], day: date, tell: Telling) -> list[Any]:
    return [told for advice in sentences if (told := tell.advice(advice, day)) is not None]


def identity(person: Person, as_of: date, assumptions: Assumptions | None) -> str:
    """The same answers on the same day under the same law and program have the same id."""
    from hashlib import sha256  # OpenSSL is not needed before someone is assessed

    told = [person.dump(), as_of.isoformat(), assumptions.dump() if assumptions else {}]
    text = json.dumps(
        [*told, law_version(), PROGRAM_VERSION], ensure_ascii=False, sort_keys=True, default=str
    )
    return "asm_" + sha256(text.encode()).hexdigest()[:24]
