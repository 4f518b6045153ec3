"""Whether a single claim binds at all: void contracts, interest that is not owed, claims that may be barred.

The one place that decides this: `urgent` and `claim_notes` say what is found here. Sheet 09.1 and 09.2. The day of the contract selects the row for voidness, the day of the assessment the one for
limitation. Nothing here says that a claim *is* barred: that needs papers, so the answer is "may be".
"""

from __future__ import annotations

from datetime import date

from chalicelib.assess.claims import Claim, default_day
from chalicelib.assess.dates import add_years
from chalicelib.assess.facts import Case
from chalicelib.law import COVERED_FROM, COVERED_TO, Law, law_as_of
from chalicelib.rules.text import say

VOID, INTEREST_VOID, OVER_CAP, CHECK = "void", "interest_void", "over_cap", "check_lender"
MAYBE_VOID, CAPPED = "maybe_void", "capped"
TELECOM = frozenset({"telecom"})


def contract_state(case: Case, claim: Claim) -> str:
    """`void` (neither principal nor interest), `interest_void`, `over_cap` (the excess is void), `maybe_void` (over
    the line of nullity, but whether the person lends as a trade is not known), `capped` (an unlicensed lender's contract
    from the years in which it could take interest up to the cap), `check_lender` (an unlicensed lender whose day of
    contract is not known), or "" where nothing is known against the contract."""
    debt = claim.debt
    if not claim.illegal and not debt.coercive_contract and debt.annual_rate is None:
        return ""
    law = contract_law(debt.opened_on)
    if law is None:
        return CHECK if claim.illegal or debt.coercive_contract else ""
    ceiling, rate = law.decimal("rate_cap.full_nullity"), debt.annual_rate
    if ceiling is not None and debt.coercive_contract:
        return VOID
    if ceiling is not None and rate is not None and rate > ceiling:
        return MAYBE_VOID if between_people(claim) else VOID
    if claim.illegal:
        allowed = law.get("illegal.interest_allowed")
        return INTEREST_VOID if allowed is not None and allowed.value is False else CAPPED
    cap = law.decimal(cap_key(claim))
    least = law.whole("cap.small") or 0
    if between_people(claim) and debt.principal is not None and debt.principal < least:
        return ""
    return OVER_CAP if cap is not None and rate is not None and rate > cap else ""


def between_people(claim: Claim) -> bool:
    """Whether a claim is one between people (이자제한법, civil limitation) and not a lender's."""
    return not claim.illegal and (claim.debt.kind == "private" or claim.debt.creditor == "individual")


def cap_key(claim: Claim) -> str:
    """The highest rate that binds a lender's claim, or one between people (law key). An unlicensed lender could take
    no more than people among themselves (09 illegal.before)."""
    people = between_people(claim) or claim.illegal
    return "rate_cap.interest_act" if people else "rate_cap.lending_act"


def no_interest_since() -> str:
    """The day from which an unlicensed lender's contract bears no interest, in words."""
    return say("{illegal.no_interest_from}", law_as_of(COVERED_TO))


def contract_law(opened: date | None) -> Law | None:
    """The law of the day of the contract; None where the day is unknown or outside the tables."""
    return law_as_of(opened) if opened is not None and COVERED_FROM <= opened <= COVERED_TO else None


def limitation_years(case: Case, claim: Claim) -> int | None:
    """Years after which the claim may be barred: ten with a title or between people, three for phone bills, else five
    (worked-logic G2; mutual-credit loans can be civil claims, so this is a reason to check and no more)."""
    law, debt = case.law, claim.debt
    if debt.judgment_on is not None:
        return law.whole("limitation.judgment")
    if between_people(claim):
        return law.whole("limitation.civil")
    if debt.kind in TELECOM:
        return law.whole("limitation.three_year")
    return law.whole("limitation.maybe_barred_years")


def maybe_barred(case: Case, claim: Claim) -> bool | None:
    """Whether the claim may be time-barred; None where the day of the last payment is not known. Taxes, fines and
    support have rules of their own and are left out."""
    debt, years = claim.debt, limitation_years(case, claim)
    if claim.surviving:
        return False
    if years is None:
        return None
    told = [day for day in (debt.last_paid_on, debt.judgment_on) if day is not None]
    if not told and debt.days_overdue is not None and debt.days_overdue < 365 * years:
        return False
    start = max(told) if told else default_day(debt, case.day)
    return None if start is None else add_years(start, years) < case.day


def worth_checking(case: Case, claim: Claim) -> bool:
    """Whether to have limitation checked before anything is paid: the claim may be barred and is not void anyway."""
    return bool(maybe_barred(case, claim)) and contract_state(case, claim) != VOID
