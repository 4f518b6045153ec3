"""What a remedy does with each of the person's claims: covered, left out, secured, surviving, void or perhaps barred.

One note per claim, in the order in which the claims were told. Sentences come from the law tables (sheets 00, 07 §7.5,
08 §8.2 and §8.4, 09); codes are for clients. Notes explain and decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assess.claim_state import (
    CAPPED,
    CHECK,
    INTEREST_VOID,
    MAYBE_VOID,
    OVER_CAP,
    VOID,
    contract_state,
    worth_checking,
)
from chalicelib.assess.claims import LIENS, Claim
from chalicelib.assess.facts import Case
from chalicelib.assess.remedy import Advice, ClaimNote

_LATE_JOINERS = frozenset({"telecom", "student_loan", "utility"})
_SURVIVES = {"tax": "tax", "fine": "fines", "support": "support"}

_STATES = {
    VOID: Advice(
        "claim.void",
        "이 계약은 원금도 이자도 갚을 의무가 없습니다. {illegal.full_void} 더 갚지 말고 증거를 모아 금융감독원({contact.fss/phone})과 대한법률구조공단({contact.legal_aid/phone})에 알리세요. {agent.ask}",
        ("illegal.full_void", "agent.ask"),
    ),
    INTEREST_VOID: Advice(
        "claim.interest_void",
        "{illegal.name}은 이자를 받을 수 없습니다. 이미 낸 이자는 원금에 채워집니다. {illegal.cancel}",
        ("illegal.interest_allowed", "illegal.name", "illegal.cancel"),
    ),
    CHECK: Advice(
        "claim.check_lender",
        "등록하지 않은 곳의 빚이라면 이자를 낼 의무가 없거나 계약이 무효일 수 있습니다. {agent.ask}",
        ("agent.ask",),
    ),
    CAPPED: Advice(
        "claim.capped",
        "등록하지 않은 곳의 빚이지만 계약한 때에는 법정 최고이자율까지 이자를 받을 수 있었습니다. {cap.excess} 그 뒤에 갱신했다면 이자를 낼 의무가 없을 수 있습니다(상담에서 확인). {agent.ask}",
        ("cap.excess", "agent.ask"),
    ),
    MAYBE_VOID: Advice(
        "claim.maybe_void",
        "돈을 빌려주는 것이 직업인 사람과 맺은 계약이라면 원금도 이자도 갚을 의무가 없을 수 있습니다(상담에서 확인). {illegal.full_void} 그렇지 않아도 법정 최고이자율을 {cap.excess} {agent.ask}",
        ("illegal.full_void", "cap.excess", "agent.ask"),
    ),
    OVER_CAP: Advice(
        "claim.over_cap",
        "계약한 날의 법정 최고이자율을 넘는 이자율입니다. {cap.excess} {cap.apply}",
        ("cap.excess", "cap.apply"),
    ),
}
_BARRED = Advice(
    "claim.maybe_barred",
    "소멸시효가 지났을 수 있는 빚입니다. {limitation.start} {limitation.check_first} {limitation.after}",
    ("limitation.check_first", "limitation.start", "limitation.after"),
)
_BARRED_COURT = Advice(
    "claim.list_interrupts", "{reh.list_interrupts_limitation}", ("reh.list_interrupts_limitation",)
)
_AGENT = Advice(
    "claim.agent",
    "무료 채무자대리인을 {agent.term} 동안 쓸 수 있습니다. {agent.bind} 소득이 중위소득의 {agent.suit_income_percent} 이하면 소송도 무료이고, 가족과 지인 {#agent.related_max}명까지 함께 보호받을 수 있다고 합니다(상담에서 확인).",
    ("agent.free", "agent.term", "agent.bind", "agent.suit_income_percent", "agent.related_max"),
)
_AGENT_LICENSED = Advice(
    "claim.agent_licensed",
    "대부업체가 불법으로 추심하거나 법정 최고이자율을 넘는 이자를 요구하면 무료 채무자대리인을 쓸 수 있습니다. {agent.bind}",
    ("agent.free", "agent.bind"),
)
_CUT_OFF = Advice(
    "claim.cut_off",
    "불법사금융에 쓰인 전화번호는 이용을 멈추게 해 달라고 요청할 수 있습니다.",
    ("illegal.phone_cutoff",),
)
_POLICY = Advice(
    "claim.policy_loan",
    "보험계약대출은 보험의 해약환급금에서 빼고 셈하므로 다른 빚처럼 나누어 갚거나 면책받는 빚이 아닙니다(상담에서 확인).",
    source="worked-logic §4 pitfall 13",
)
_PLEDGED = {
    "reh": Advice(
        "claim.pledged",
        "담보권은 계획 밖에 그대로 남아, 따로 갚지 않으면 담보(자동차, 보증금 등)를 잃을 수 있습니다. 담보로 채워지지 않는 부분은 담보 없는 빚으로 셉니다.",
        ("reh.effect.secured",),
    ),
    "bkr": Advice(
        "claim.pledged",
        "담보권자는 담보(자동차, 보증금 등)를 팔아 먼저 받아 갈 수 있습니다. 담보로 채워지지 않는 부분은 다른 빚처럼 면책됩니다.",
        ("bkr.effect.secured",),
    ),
}
_LISTED = Advice(
    "claim.listed",
    "채권자목록에 적으면 계획 안에서 함께 갚고, 계획을 마치면 남은 것이 면책됩니다. {reh.survives.unlisted}",
    ("reh.survives.unlisted",),
)
_OWN_GUARANTEE = Advice(
    "claim.own_guarantee",
    "다른 사람의 빚을 보증한 것입니다. 보증인도 본인의 빚으로 신청할 수 있습니다.",
    ("ccrs.covers.guarantor",),
)


def states(case: Case, claim: Claim) -> Iterator[Advice]:
    """What holds of a claim whatever the remedy: void, over the cap, perhaps barred."""
    state = contract_state(case, claim)
    if state:
        yield _STATES[state]
    if claim.illegal or state in (VOID, MAYBE_VOID):
        yield _AGENT
    elif claim.debt.creditor == "registered_lender":
        yield _AGENT_LICENSED
    if claim.illegal:
        yield _CUT_OFF
    if worth_checking(case, claim):
        yield _BARRED
        if claim.debt.guarantor or claim.debt.guaranteed_for_other:
            yield Advice("claim.limitation_guarantor", "{limitation.guarantor}", ("limitation.guarantor",))
        if claim.debt.kind == "telecom":
            yield Advice(
                "claim.small_phone",
                "{limitation.small_phone_max} 미만의 통신요금은 {limitation.three_year}이 지나면 추심하지 않는 것으로 알려져 있습니다(상담에서 확인).",
                ("limitation.small_phone_max", "limitation.three_year"),
            )


def ccrs_claims(case: Case) -> Iterator[ClaimNote]:
    """Coverage by the committee's agreement (sheet 00, "What it covers")."""
    for claim in case.claims or ():
        code, key = _ccrs(claim)
        told = (
            _POLICY if claim.debt.kind == "policy_loan" else Advice(f"claim.{code}", "{" + key + "}", (key,))
        )
        says = [told, *states(case, claim)]
        if claim.debt.guarantor:
            says.append(_text("ccrs.covers.guarantor"))
            says.append(_text("ccrs.covers.guarantor_after_lapse"))
        if claim.debt.guaranteed_for_other:
            says.append(_OWN_GUARANTEE)
        yield ClaimNote(claim.place, code, tuple(says))


def _ccrs(claim: Claim) -> tuple[str, str]:
    if claim.illegal:
        return "void_or_outside", "ccrs.covers.illegal"
    if claim.debt.kind in LIENS:
        return "secured", "ccrs.covers.secured"
    if claim.surviving:
        return "outside", "ccrs.covers.tax"
    if claim.member and claim.debt.kind in _LATE_JOINERS:
        return "covered", "ccrs.covers.telecom_student"
    if claim.member:
        return "covered", "ccrs.covers.members"
    if claim.member is False:
        return "outside", "ccrs.covers.private"
    return "unknown", "ccrs.debt_counted"


def rehabilitation_claims(case: Case) -> Iterator[ClaimNote]:
    """Inside the plan, outside as secured, paid in full first, or surviving (DRBA 583, 586, 625②)."""
    yield from _court(case, "reh")


def bankruptcy_claims(case: Case) -> Iterator[ClaimNote]:
    """Discharged, secured or surviving (DRBA 411, 566, 567)."""
    yield from _court(case, "bkr")


def _court(case: Case, law: str) -> Iterator[ClaimNote]:
    for claim in case.claims or ():
        code, says = _court_treatment(case, claim, law)
        says += states(case, claim)
        if law == "reh" and worth_checking(case, claim):
            says.append(_BARRED_COURT)
        if claim.debt.guarantor:
            says.append(_text(f"{law}.effect.guarantor"))
        if claim.debt.guaranteed_for_other:
            says.append(_OWN_GUARANTEE)
        yield ClaimNote(claim.place, code, tuple(says))


def _court_treatment(case: Case, claim: Claim, law: str) -> tuple[str, list[Advice]]:
    kind = claim.debt.kind
    if kind in _SURVIVES:
        says = [_text(f"{law}.survives.{_SURVIVES[kind]}")]
        return "survives", says + ([_text(f"{law}.effect.tax")] if kind == "tax" else [])
    if kind == "social_insurance":
        paid = "reh.priority_claims" if law == "reh" else "bkr.survives.social_insurance"
        return "survives", [_text(paid)]
    if kind == "damages":
        return "may_survive", [_text(f"{law}.survives.intent"), _text(f"{law}.survives.gross_negligence")]
    if kind == "student_loan" and law == "bkr" and _student_loan_survives(case):
        text = (
            "이 날에는 취업 후 상환 학자금대출이 면책되지 않습니다. 다른 학자금대출인지 상담에서 확인하세요."
        )
        return "may_survive", [Advice("claim.student_loan", text, ("bkr.icl_loan_survives",))]
    if kind == "policy_loan":
        return "secured", [_POLICY]
    if claim.secured.high:
        held = kind in (None, "mortgage")
        return "secured", [_text(f"{law}.effect.secured") if held else _PLEDGED[law]]
    if claim.debt.creditor in ("individual", "unregistered_lender"):
        return "covered", [_text(f"{law}.effect.private_lender")]
    return "covered", [_text("bkr.discharged") if law == "bkr" else _LISTED]


def _student_loan_survives(case: Case) -> bool:
    return case.law.on("bkr.icl_loan_survives")


def _text(key: str) -> Advice:
    return Advice(key, "{" + key + "}", (key,))
