"""Sentences that several remedies tell a person, each resting on law keys: protections, seizures, guarantors, pitfalls.

Whole sentences with law slots; who is told what is decided from facts here and in the remedies. No figure of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assess.exempt import exempt_pay
from chalicelib.assess.facts import Case
from chalicelib.assess.remedy import Advice
from chalicelib.rules import Span
from chalicelib.rules.words import figure, won


def text(key: str, *more: str) -> Advice:
    """The text of one or several law rows, joined."""
    keys = (key, *more)
    return Advice(key, " ".join("{" + name + "}" for name in keys), keys)


ASKING = Advice(
    "right.ask",
    "이 빚은 금융회사에 채무조정을 요청할 수 있습니다. 회사는 {adjust.reply}영업일 안에 답하고, 제안을 받으면 {adjust.accept}영업일 안에 정하면 됩니다.",
    ("adjust.principal_max", "adjust.reply", "adjust.accept"),
)
PAUSE = Advice(
    "right.pause",
    "처음 요청한 절차가 열려 있는 동안 이 빚의 추심과 양도가 멈춥니다.",
    ("collect.pause",),
)
PAUSE_SECURED = Advice(
    "right.pause_secured",
    "처음 요청한 절차가 열려 있는 동안 이 빚의 추심이 멈춥니다. 담보가 있는 빚은 채권을 파는 것까지 막지는 못합니다.",
    ("collect.pause", "pdpa.secured_excluded"),
)
ACCELERATION = Advice(
    "right.acceleration",
    "한꺼번에 갚으라고 하려면 회사가 {accel.notice}영업일 전에 알려야 합니다. 늦게 도착하면 도착한 날부터 다시 세며, 그 전에 채무조정을 요청하면 기한이익이 유지됩니다.",
    ("accel.notice", "accel.pause"),
)
ACCELERATION_SECURED = Advice(
    "right.acceleration_secured",
    "한꺼번에 갚으라고 하려면 회사가 {accel.notice}영업일 전에 알려야 합니다. 늦게 도착하면 도착한 날부터 다시 셉니다. 담보가 있는 빚은 채무조정을 요청해도 기한이익이 저절로 유지되지는 않습니다.",
    ("accel.notice", "pdpa.secured_excluded"),
)
INTEREST_STOP = text("interest.stop")
SALE_LIMIT = Advice(
    "right.sale_limit",
    "이미 {sale.limit} 팔린 채권은 다시 팔 수 없습니다(정해진 공공 매입처는 예외).",
    ("sale.limit",),
)
LATE_INTEREST = Advice(
    "right.late_interest",
    "연체이자는 원래 일정에서 이미 기한이 온 금액에만 붙습니다. 이와 다른 약정은 무효입니다(이 법이 시행된 뒤 맺거나 갱신·연장한 계약).",
    ("late_interest.base_due_only",),
)
AUCTION_WAIT = Advice(
    "right.auction_wait",
    "살고 있는 {auction.home_value_max} 이하의 집은 경매 사유가 생긴 뒤 {auction.wait}이 지나야 경매를 신청할 수 있고, {auction.notice}영업일 전에 알려야 합니다.",
    ("auction.wait", "auction.home_value_max", "auction.notice"),
)
CONTACT_CAP = Advice(
    "right.contact_cap",
    "이 빚의 추심 연락은 {collect.cap_days} 동안 {collect.cap}까지만 할 수 있습니다. {collect.not_counted}",
    ("collect.cap", "collect.cap_days", "collect.not_counted"),
)
GUARANTOR_RIGHTS = text("pdpa.debtor_includes", "pdpa.guarantor")
COLLECTION_RIGHTS = (
    Advice(
        "right.defer",
        "다음 사유가 있으면 {collect.defer} 동안 추심을 미뤄 달라고 할 수 있습니다(같은 사유로 거듭 미룰 수는 없습니다). {collect.defer_reasons}",
        ("collect.defer", "collect.defer_reasons"),
    ),
    Advice(
        "right.quiet",
        "한 주에 {#collect.quiet}시간까지 연락하지 말 시간을 정할 수 있고, 방문·전화·문자·전자우편·팩스 가운데 {#collect.channels}가지까지 막을 수 있습니다(방문과 전화를 함께 막을 수는 없습니다).",
        ("collect.quiet", "collect.channels"),
    ),
    Advice(
        "right.notice",
        "추심을 시작하려면 {collect.start_notice}영업일 전에(빌려준 회사가 직접 추심할 때는 예외), 추심을 다른 회사에 맡기려면 {collect.outsource_notice}영업일 전에 알려야 합니다.",
        ("collect.start_notice", "collect.outsource_notice"),
    ),
    text("collect.forbidden"),
    text("collect.no_family", "collect.no_threats"),
    Advice(
        "right.night",
        "밤 {#collect.night_from_hour}시부터 아침 {#collect.night_to_hour}시까지는 추심할 수 없습니다.",
        ("collect.night_from_hour", "collect.night_to_hour"),
    ),
    Advice(
        "right.damages",
        "회사가 이 법을 어겨 손해를 입혔다면 손해액을 다 증명하지 않아도 {damages.statutory}까지 청구할 수 있습니다.",
        ("damages.statutory",),
    ),
)
REFUSED = text("adjust.refuse")


def seizures(case: Case) -> Iterator[Advice]:
    """What a seizure of pay or account must leave (T5), from this person's own pay where it was told."""
    actions, net = case["legal_actions"] or frozenset(), case.person.monthly_income
    kept = None if net is None else exempt_pay(net, case.law)
    if "wage_seizure" in actions and net is not None and kept is not None:
        says = "한 달에 받는 급여 {pay} 가운데 {kept}은 압류할 수 없습니다. 여러 곳에서 받으면 합쳐서 셉니다. 압류명령을 신청한 날의 금액을 따르므로 오래된 압류는 다를 수 있습니다."
        yield Advice(
            "seizure.wage",
            says,
            ("wage.floor", "wage.cap_base", "wage.exempt_percent"),
            (("pay", won(net)), ("kept", won(kept))),
        )
    if "account_seizure" in actions:
        yield Advice(
            "seizure.account",
            "생계비계좌를 한 사람이 {#account.livelihood_per_person}개 만들면 잔액과 한 달 입금액 {account.livelihood}까지 압류되지 않습니다. 이미 된 압류에는 미치지 않으므로 법원에 범위 변경을 신청하세요.",
            ("account.livelihood", "account.livelihood_per_person"),
        )
        yield Advice(
            "seizure.deposits",
            "예금은 {deposits.floor}, 현금은 {cash.floor}까지 압류할 수 없고, 생계비계좌로 보호되는 돈은 그만큼 뺍니다.",
            ("deposits.floor", "cash.floor"),
        )


def guarantors(case: Case, key: str, *more: str) -> Iterator[Advice]:
    """For both sides: someone guarantees for the person, or the person for someone."""
    told = [claim.debt for claim in case.claims or ()]
    if any(debt.guarantor for debt in told):
        yield text(key, *more)
    if any(debt.guaranteed_for_other for debt in told):
        yield Advice(
            "guarantor.self",
            "다른 사람을 위해 보증한 빚이 있습니다. 보증인도 본인의 빚으로 신청할 수 있고, 대신 갚으면 원래 빚진 사람에게 돌려 달라고 할 수 있습니다.",
            ("ccrs.covers.guarantor",),
        )


def outsiders(case: Case) -> Iterator[Advice]:
    """More than half of the debt with creditors outside the agreement (worked-logic §2): only a court binds them."""
    if _surely_over(case["outsider_debt"], case["half_debt"]):
        yield Advice(
            "outsiders",
            "빚의 절반이 넘는 {amount}이 협약 밖 채권자의 것입니다. 이 제도는 그 빚을 조정하지 못하므로 모든 채권자에게 미치는 개인회생이나 파산을 함께 살펴보세요.",
            ("ccrs.covers.private",),
            (("amount", figure(case["outsider_debt"], "won")),),
        )


def heavy_tax(case: Case) -> Iterator[Advice]:
    """More than half of the debt in taxes and contributions: nothing cuts it (worked-logic §2)."""
    if _surely_over(case["surviving_debt"], case["half_debt"]):
        yield Advice(
            "heavy_tax",
            "빚의 절반이 넘는 {amount}은 세금·보험료·양육비처럼 줄지 않는 빚입니다. 세무서와 공단에 나누어 내는 것부터 상담하세요. 개인회생은 이 빚을 계획 기간에 나누어 모두 갚게 합니다.",
            ("ccrs.covers.tax",),
            (("amount", figure(case["surviving_debt"], "won")),),
        )


_SET_OFF = Advice(
    "set_off",
    "빚이 있는 은행의 통장에 든 돈은 빚과 상계될 수 있습니다. 신청하기 전에 급여는 빚이 없는 은행의 통장으로 받으세요.",
    source="worked-logic §4 pitfall 12",
)
BROKERS = Advice(
    "brokers",
    "돈을 받고 법원 신청을 맡을 수 있는 사람은 변호사와 법무사뿐입니다. 대한법률구조공단({contact.legal_aid/phone})과 신용회복위원회({contact.ccrs/phone})는 무료나 적은 비용으로 돕습니다.",
    source="worked-logic §4 pitfall 15",
)
FEE_FRAUD = Advice(
    "fee_fraud",
    "신청비 {ccrs.fee}은 신용회복위원회에만 냅니다. 승인이나 기록 삭제를 대가로 돈을 달라거나 앱을 깔라고 하면 사기입니다.",
    ("ccrs.fee",),
    source="worked-logic §4 pitfall 14; 09.5",
)
_BANKS = frozenset({"bank", "savings_bank", "mutual"})


def set_off(case: Case) -> Iterator[Advice]:
    """Money on an account with a creditor (상계)."""
    if any(claim.debt.creditor in _BANKS for claim in case.claims or ()):
        yield _SET_OFF


def shortfall(case: Case) -> Iterator[Advice]:
    """The part of secured claims that the security does not cover counts as unsecured (07 §7.2, practice, M)."""
    gap: Span = case["secured_shortfall"]
    if gap.low:
        yield Advice(
            "secured_shortfall",
            "담보 가치로 채워지지 않는 약 {amount}은 담보 없는 빚으로 셉니다(상담에서 확인).",
            (),
            (("amount", figure(gap, "won")),),
            "채무자회생법 제579조제1호",
            "07 §7.2 predicate 2 (practice, M)",
        )


def _surely_over(part: Span, half: Span) -> bool:
    return part.low is not None and half.high is not None and part.low > half.high


__all__ = ["guarantors", "heavy_tax", "outsiders", "seizures", "set_off", "shortfall", "text"]
