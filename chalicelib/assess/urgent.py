"""First things first: the gates G0 to G3 of worked-logic, each a sentence, a number to call and its source.

Danger, fraud and illegal lending, old claims that may be barred, running deadlines and seizures. Whether a contract is
void or a claim perhaps barred is decided in `claim_state` and only told here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.assess.claim_state import (
    CAPPED,
    CHECK,
    INTEREST_VOID,
    MAYBE_VOID,
    OVER_CAP,
    VOID,
    cap_key,
    contract_law,
    contract_state,
    no_interest_since,
    worth_checking,
)
from chalicelib.assess.claims import Claim
from chalicelib.assess.facts import Case
from chalicelib.rules.text import contact, say
from chalicelib.rules.words import day, won


def urgent(case: Case) -> list[dict[str, Any]]:
    """Everything that should be done before a remedy is chosen, most pressing first."""
    return [
        *_danger(case),
        *_fraud(case),
        *_contracts(case),
        *_deadlines(case),
        *_seizures(case),
        *_barred(case),
    ]


def _item(
    case: Case, code: str, says: str, phone: str, source: str, claim: Claim | None = None
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "code": code,
        "says": say(says, case.law),
        "contact": contact(phone, case.law),
        "source": source,
    }
    if claim is not None:
        made["debt"] = claim.place
    return made


def _danger(case: Case) -> list[dict[str, Any]]:
    made = []
    for claim in case.claims or ():
        if claim.debt.coercive_contract:
            owed = (
                "갚을 의무가 없습니다"
                if contract_state(case, claim) == VOID
                else "갚을 의무가 없을 수 있습니다"
            )
            says = f"협박이나 성적 촬영물, 폭력을 내세운 계약이라면 지금 바로 경찰({{contact.police/phone}})에 신고하세요. 이런 계약은 원금도 이자도 {owed}."
            made.append(
                _item(
                    case, "violence", says, "contact.police", "worked-logic G0; 09.1 illegal.full_void", claim
                )
            )
    return made


def _fraud(case: Case) -> list[dict[str, Any]]:
    if "voice_phishing" in (case["hardships"] or ()):
        says = "방금 돈을 보냈다면 경찰({contact.police/phone})과 거래 은행에 바로 지급정지를 요청하세요."
        return [_item(case, "fraud", says, "contact.phishing", "worked-logic G0; 09.5")]
    return []


_CONTRACTS = {
    VOID: (
        "void_contract",
        "이자가 연 {rate_cap.full_nullity}를 넘거나 협박·폭력·성적 촬영물을 내세운 대부 계약은 원금과 이자가 모두 무효입니다. 더 갚지 말고 대화와 송금 기록을 모아 두고, 금융감독원({contact.fss/phone})과 대한법률구조공단({contact.legal_aid/phone})에 알리세요.",
        "09.1 illegal.full_void (MLA 8의2①)",
    ),
    MAYBE_VOID: (
        "void_contract",
        "이자가 연 {rate_cap.full_nullity}를 넘습니다. 돈을 빌려주는 것이 직업인 사람과 맺은 계약이라면 원금과 이자가 모두 무효이고, 아니어도 법정 최고이자율을 넘는 이자는 무효입니다. 더 갚기 전에 대화와 송금 기록을 모아 금융감독원({contact.fss/phone})과 대한법률구조공단({contact.legal_aid/phone})에 확인하세요.",
        "09.1 illegal.full_void (MLA 8의2①), cap.excess",
    ),
    CAPPED: (
        "illegal_lender",
        "등록하지 않은 대부업자에게 진 빚입니다. 계약한 때에는 연 {cap}까지 이자를 받을 수 있었으므로 그것을 넘는 이자는 무효이고(상담에서 확인), {since} 뒤에 갱신했다면 이자를 낼 의무가 없습니다. 갚기 전에 금융감독원({contact.fss/phone})과 대한법률구조공단({contact.legal_aid/phone})에 확인하고 무료 채무자대리인을 신청하세요.",
        "09.1 illegal.before (MLA 11), 09.4",
    ),
    INTEREST_VOID: (
        "illegal_lender",
        "등록하지 않은 대부업자에게 진 빚이라 이자를 낼 의무가 없습니다. 갚기 전에 금융감독원({contact.fss/phone})과 대한법률구조공단({contact.legal_aid/phone})에 확인하고 무료 채무자대리인을 신청하세요.",
        "worked-logic G1; 09.1, 09.4",
    ),
    CHECK: (
        "illegal_lender",
        "등록하지 않은 대부업자에게 진 빚입니다. 이자를 낼 의무가 없을 수 있으니 갚기 전에 금융감독원({contact.fss/phone})과 대한법률구조공단({contact.legal_aid/phone})에 확인하고 무료 채무자대리인을 신청하세요.",
        "worked-logic G1; 09.1, 09.4",
    ),
}
"""What is said first of a contract, by what `claim_state` found: code, sentence, source."""


def _contracts(case: Case) -> list[dict[str, Any]]:
    made, dear = [], []
    for claim in case.claims or ():
        state = contract_state(case, claim)
        if not state:
            continue
        cap = say("{" + cap_key(claim) + "}", contract_law(claim.debt.opened_on) or case.law)
        if state in _CONTRACTS and (claim.illegal or claim.debt.annual_rate is not None):
            code, says, source = _CONTRACTS[state]
            says = says.replace("{cap}", cap).replace("{since}", no_interest_since())
            made.append(_item(case, code, says, "contact.fss", source, claim))
        elif state == OVER_CAP:
            says = f"계약한 날의 법정 최고이자율(연 {cap})을 넘는 이자는 무효입니다. 더 낸 이자는 원금에서 빼 달라고 요구할 수 있습니다."
            dear.append(_item(case, "over_rate_cap", says, "contact.fss", "09.1 cap.excess (MLA 8④⑤)", claim))
    return made + dear


def _deadlines(case: Case) -> list[dict[str, Any]]:
    made = []
    row = case.law.get("payment_order.objection")
    for claim in case.claims or ():
        got = claim.debt.payment_order_received_on
        if got is None or row is None or got > case.day:
            continue
        last = got + timedelta(days=int(row.value) * (7 if row.unit == "weeks" else 1))
        if case.day <= last:
            says = f"지급명령을 받았습니다. {day(last)}까지 이의신청서를 법원에 내지 않으면 그대로 확정됩니다. 먼저 이의신청부터 하세요."
            made.append(
                _item(
                    case, "payment_order", says, "contact.legal_aid", f"worked-logic G3; {row.cites}", claim
                )
            )
    if not made and "payment_order" in (case["legal_actions"] or ()):
        says = "지급명령을 받았다면 받은 날부터 {payment_order.objection} 안에 이의신청을 해야 합니다. 받은 날을 확인하세요."
        made.append(_item(case, "payment_order", says, "contact.legal_aid", "worked-logic G3"))
    return made


def _seizures(case: Case) -> list[dict[str, Any]]:
    made, actions = [], case["legal_actions"] or frozenset()
    if "wage_seizure" in actions:
        says = "급여가 압류되어도 한 달 {wage.floor}까지는 압류할 수 없습니다(법원에 압류를 신청한 날의 금액을 따르므로 오래된 압류는 더 적을 수 있습니다). 더 압류되었다면 법원에 범위 변경을 신청하세요."
        made.append(_item(case, "wage_seizure", says, "contact.legal_aid", "00 T5 wage.floor (CEA-D 3)"))
    if "account_seizure" in actions:
        kept = case.law.get("account.livelihood")
        says = "통장이 압류되었다면 생계비계좌({account.livelihood}까지 보호)를 만들고, 이미 압류된 돈은 법원에 범위 변경을 신청하세요."
        if kept is None:
            says = "통장이 압류되었다면 {deposits.floor}까지는 압류할 수 없습니다. 법원에 범위 변경을 신청하세요."
        made.append(
            _item(case, "account_seizure", says, "contact.legal_aid", "00 T5 account.livelihood (CEA 246의2)")
        )
    if "auction" in actions:
        says = (
            "경매가 진행 중입니다. 날짜를 확인하고 바로 상담하세요. 절차에 따라 멈출 수 있는 때가 다릅니다."
        )
        made.append(_item(case, "auction", says, "contact.legal_aid", "worked-logic G3; 07 §7.5"))
    return made


def _barred(case: Case) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for claim in case.claims or ():
        if worth_checking(case, claim):
            amount = "" if claim.debt.principal is None else f" {won(claim.debt.principal)}"
            says = f"오래된 빚{amount}은 소멸시효가 지났을 수 있습니다. 조금이라도 갚거나 서명하기 전에 채무확인서를 받고 판결·지급명령이 있었는지 확인하세요."
            made.append(
                _item(case, "maybe_barred", says, "contact.legal_aid", "worked-logic G2; 09.2", claim)
            )
    return made
