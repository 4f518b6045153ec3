"""개인채무자보호법: asking one's own lender to adjust, claim by claim, and what the lender owes meanwhile (sheet 06)."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assess import sentences
from chalicelib.assess.claim_notes import states
from chalicelib.assess.claims import Claim
from chalicelib.assess.facts import Case
from chalicelib.assess.more_facts import adjustable, financial, unsecured
from chalicelib.assess.remedy import VERDICTS, Advice, ClaimNote, Effects, Estimate, Outlook, Remedy
from chalicelib.rules import Condition, Finding, exactly, verdict

RULES = (
    Condition(
        "lender_adjustment.protected",
        "protected_claims",
        ">=",
        bound=1,
        says="은행·카드사·대부업체·채권 매입 회사 같은 금융회사 빚이 있어야 합니다.",
        fail="금융회사에 진 빚이 없어 이 법이 미치지 않습니다(세금과 개인 간 빚은 제외).",
        ask="빚을 어디에 졌는지 알려 주세요.",
        article="개인채무자보호법 제2조",
        source="06 (PDPA 2)",
    ),
    Condition(
        "lender_adjustment.adjustable",
        "adjustable_claims",
        ">=",
        bound=1,
        says="원금이 {adjust.principal_max} 미만이고 {adjust.overdue_from} 이후 밀리기 시작한 빚이 있어야 합니다.",
        fail="원금이 {adjust.principal_max} 미만이면서 {adjust.overdue_from} 이후 밀리기 시작한 빚이 없습니다. 그래도 추심 연락은 {collect.cap_days} 동안 {collect.cap}까지만 할 수 있고, 밤에는 할 수 없습니다.",
        ask="빚마다 원금과 밀린 날수를 알려 주세요.",
        article="개인채무자보호법 제35조제1항, 부칙 제8조",
        source="06 adjust.ask (PDPA 35①, 부칙 8)",
    ),
    Condition(
        "lender_adjustment.no_court_case",
        "open_procedure",
        "in",
        bound=("none", "new_start_fund"),
        says="개인회생이나 파산 절차가 진행 중이 아니어야 합니다.",
        fail="법원 절차가 진행 중인 동안에는 요청할 수 없습니다.",
        ask="지금 진행 중인 개인회생·파산 절차가 있는지 알려 주세요.",
        article="개인채무자보호법 제35조제1항, 시행령 제29조제2항",
        source="06 adjust.barred (PDPA 35①, D 29②)",
    ),
    Condition(
        "lender_adjustment.no_ccrs_plan",
        "ccrs_plan",
        "in",
        bound=("none", "completed", "lapsed"),
        says="신용회복위원회 절차나 합의가 이어지고 있지 않아야 합니다.",
        fail="신용회복위원회 절차나 합의가 있는 동안에는 요청할 수 없습니다.",
        ask="신용회복위원회 채무조정을 받은 적이 있는지 알려 주세요.",
        article="개인채무자보호법 제35조제1항, 시행령 제29조제2항",
        source="06 adjust.barred (PDPA 35①, D 29②)",
    ),
    Condition(
        "lender_adjustment.no_suit",
        "legal_actions",
        "lacks",
        bound=("lawsuit", "payment_order"),
        soft=True,
        says="그 빚의 소송이 진행 중이 아니어야 합니다.",
        fail="소송이나 지급명령이 걸린 빚은 요청할 수 없습니다. 어느 빚인지 확인하고 다른 빚부터 요청하세요.",
        ask="소송이나 지급명령을 받은 빚이 있는지 확인하세요.",
        article="개인채무자보호법 제35조제1항, 시행령 제29조제2항",
        source="06 adjust.barred (PDPA 35①, D 29②)",
    ),
    Condition(
        "lender_adjustment.changed",
        "counsel",
        "is",
        bound=True,
        soft=True,
        says="앞서 거절되었거나 합의가 해제되었다면 그 뒤 상환 능력이 달라졌어야 합니다.",
        ask="앞서 요청했다가 거절되었거나 합의가 해제된 적이 있다면 그 뒤 달라진 사정을 적으세요. {adjust.refuse}",
        article="개인채무자보호법 제36조제1항, 시행령 제30조",
        source="06 adjust.refuse, predicate 4 (PDPA 36①, D 30)",
    ),
)

CLAIM_RULES = (
    Condition(
        "lender_adjustment.claim.financial",
        "financial",
        "is",
        bound=True,
        says="금융회사에 진 빚입니다.",
        fail="금융회사 빚이 아니어서 이 법이 미치지 않습니다.",
        ask="어디에 진 빚인지 알려 주세요.",
        article="개인채무자보호법 제2조",
        source="06 (PDPA 2)",
    ),
    Condition(
        "lender_adjustment.claim.overdue",
        "days",
        ">=",
        bound=1,
        says="밀린 빚입니다.",
        fail="아직 밀리지 않아 요청할 수 있는 빚이 아닙니다. 일부러 늦게 내지 마세요.",
        ask="이 빚이 며칠 밀렸는지 알려 주세요.",
        article="개인채무자보호법 제35조제1항",
        source="06 predicate 1",
        unit="days",
    ),
    Condition(
        "lender_adjustment.claim.since",
        "days",
        "<=",
        than="days_in_force",
        says="이 법이 시행된 뒤에 밀리기 시작했습니다.",
        fail="이 법이 시행되기({adjust.overdue_from}) 전에 밀리기 시작해 요청할 수 없습니다.",
        ask="이 빚이 며칠 밀렸는지 알려 주세요.",
        article="개인채무자보호법 부칙 제8조",
        source="06 adjust.ask (PDPA 부칙 8)",
        unit="days",
    ),
    Condition(
        "lender_adjustment.claim.principal",
        "principal",
        "<",
        law="adjust.principal_max",
        says="원금이 {bound} 미만입니다.",
        fail="원금이 {bound} 미만이 아니어서 요청할 권리는 없지만, 아래의 보호는 받습니다.",
        ask="이 빚의 원금을 알려 주세요.",
        unit="won",
    ),
)


def claim_findings(case: Case, claim: Claim) -> tuple[Finding, ...]:
    """The four conditions of 35조 against one claim."""
    from datetime import date

    since = case.law.get("adjust.overdue_from")
    facts = {
        "financial": financial(claim),
        "days": exactly(claim.debt.days_overdue),
        "days_in_force": None
        if since is None
        else exactly((case.day - date.fromisoformat(since.value)).days),
        "principal": exactly(claim.debt.principal),
    }
    return tuple(rule.evaluate(facts, case.law) for rule in CLAIM_RULES)


def claims(case: Case) -> Iterator[ClaimNote]:
    """Every claim with its findings, the rights that its size gives, and the clocks."""
    for claim in case.claims or ():
        found = claim_findings(case, claim)
        decided = VERDICTS[verdict(found)]
        says = [*rights(case, claim), *states(case, claim)] if financial(claim) else list(states(case, claim))
        code = {"open": "may_ask", "closed": "protected" if financial(claim) else "outside"}.get(
            decided, "unknown"
        )
        yield ClaimNote(claim.place, code, tuple(says), found, decided)


def rights(case: Case, claim: Claim) -> Iterator[Advice]:
    """Which part of the Act applies, by principal and lien (sheet 06, first table). A principal that was not told
    gives only what every size has."""
    law, owed = case.law, claim.debt.principal
    full, middle = law.whole("pdpa.full_principal_max"), law.whole("pdpa.middle_principal_max")
    bare = unsecured(claim) is True
    if owed is not None and full is not None and owed < full:
        if adjustable(case, claim):
            yield sentences.ASKING
            yield sentences.PAUSE if bare else sentences.PAUSE_SECURED
        if bare:
            yield sentences.ACCELERATION
            yield sentences.INTEREST_STOP
            yield sentences.SALE_LIMIT
        else:
            yield sentences.ACCELERATION_SECURED
    if owed is not None and middle is not None and owed < middle:
        yield sentences.LATE_INTEREST
    if claim.debt.kind == "mortgage":
        yield sentences.AUCTION_WAIT
    yield sentences.CONTACT_CAP
    if claim.debt.guarantor or claim.debt.guaranteed_for_other:
        yield sentences.GUARANTOR_RIGHTS


def estimate(case: Case) -> Estimate | None:
    """No figure: every firm has its own rules for adjusting (채무조정내부기준)."""
    if case.claims is None:
        return None
    return Estimate(
        basis=("adjust.principal_max", "adjust.reply", "adjust.accept"),
        notes=(
            "얼마나 줄고 몇 달로 나눌지는 금융회사마다 정한 기준이 달라 셈할 수 없습니다.",
            "연체이자는 이미 밀린 금액에만 붙습니다. 아직 기한이 오지 않은 원금에는 붙지 않습니다.",
        ),
    )


def advice(case: Case) -> Iterator[Advice]:
    yield from sentences.COLLECTION_RIGHTS
    yield sentences.REFUSED
    yield from sentences.seizures(case)


REMEDY = Remedy(
    code="lender_adjustment",
    title="금융회사 채무조정 요청(개인채무자보호법)",
    order=20,
    programme="pdpa.programme",
    rules=RULES,
    estimate=estimate,
    effects=Effects(
        credit_record="{pdpa.record}",
        guarantors="{pdpa.guarantor}",
        collection="요청한 빚은 절차가 끝날 때까지 추심과 채권 양도가 멈춥니다. 같은 빚을 다시 요청할 때에는 멈추지 않습니다.",
        home="{auction.home_value_max} 이하의 살고 있는 집은 {auction.wait} 동안 경매를 신청할 수 없습니다.",
        job_limits="직업 제한이 없습니다.",
    ),
    documents=(
        "금융회사의 채무조정 요청서(홈페이지·지점)",
        "갚을 수 있는 방법을 적은 제안서(쓰지 않아도 됩니다)",
        "소득과 재산을 보여 주는 서류",
    ),
    steps=(
        "빚이 있는 금융회사에 채무조정을 요청합니다. 여러 곳이면 한 곳씩 요청합니다.",
        "기한이익을 잃는 날 전에 요청하면 절차가 끝날 때까지 기한이익이 유지됩니다.",
        "금융회사는 {adjust.reply}영업일 안에 결과를 알려야 합니다(서류 보완 기간은 빼고 셉니다).",
        "제안을 받으면 {adjust.accept}영업일 안에 받아들일지 답합니다. 답하지 않으면 절차가 끝납니다.",
        "합의한 뒤 {adjust.cancel_months} 동안 내지 못하면(특별한 사정이 있으면 {adjust.cancel_months_special}) 해제될 수 있습니다.",
        "거절되면 신용회복위원회({contact.ccrs/phone})나 법원 절차를 알아봅니다. 지켜지지 않은 것은 금융감독원({contact.fss/phone})에 알립니다.",
    ),
    contacts=("contact.fss", "contact.ccrs", "contact.finance_call"),
    warnings=(
        "{adjust.barred}",
        "서류 보완 요청을 {adjust.corrections} 따르지 않으면 거절될 수 있습니다.",
    ),
    source="06",
    outlook=Outlook(
        collection_stops="요청을 받은 금융회사는 절차가 끝날 때까지 그 빚을 추심하지 못합니다.",
        car="담보가 있는 빚에는 일부 보호가 적용되지 않습니다.",
        failure="합의한 대로 {adjust.cancel_months} 동안 갚지 않으면 합의가 해제될 수 있습니다.",
    ),
    advice=advice,
    claims=claims,
)
