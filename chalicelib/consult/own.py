"""Questions about the person's own figures and own case: computed and read, never retrieved or written by a model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import facts, text
from .context import Checked, Draft

# Remedies by the words people use for them; the order matters where one name holds another.
REMEDIES = (
    ("individual_rehabilitation", "개인회생", ("개인회생", "회생")),
    ("bankruptcy_discharge", "개인파산", ("파산", "면책")),
    ("new_start_fund", "새출발기금", ("새출발",)),
    ("long_overdue_fund", "새도약기금", ("새도약",)),
    ("mortgage_adjustment", "주택담보대출 채무조정", ("주택담보", "주담대")),
    ("pre_workout", "사전채무조정", ("사전채무", "프리워크아웃", "이자율채무조정")),
    ("fast_track", "신속채무조정", ("신속채무", "신속", "연체전채무")),
    ("individual_workout", "개인워크아웃", ("개인워크아웃", "워크아웃")),
    ("lender_adjustment", "금융회사 채무조정", ("은행에직접", "자체채무조정")),
)
_SELF = re.compile(
    r"(?:^|[^가-힣])?(?:저는|저도|제가|나는|난|내가|제경우|저의|저같은|저한테|나한테|내빚|제빚|내월|제월|내소득|제소득|내상황|제상황)"
)
_AMOUNT = re.compile(r"얼마(?!나걸)|몇(?:년|개월|달)|월납입|월변제|매달|총액|계산")
_LAW_PART = re.compile(r"비용|보수|인지|송달|한도|수수료|변호사|법무사|보증인|대출받|빌릴")
_POSSIBLE = re.compile(
    r"되나요|될까요|가능|받을수있|신청할수있|해당|맞는제도|어떤제도|무슨제도|어느제도|뭐가나을|뭐가나은|뭐가맞"
)
_PROGRESS = re.compile(
    r"몇번냈|몇회냈|몇번납|얼마남았|얼마나남았|남은금액|남은회차|남은돈|다음납부|다음납입|납부일이언제|납입일이언제|언제내야|내는날이언제|납부내역|납입내역|"
    r"납부상황|진행상황|진행상태|어디까지됐|어디까지진행|내사건|제사건|미납이몇|몇번밀렸|몇번밀렸나|지금까지얼마"
)
_TROUBLE = re.compile(
    r"(?:번|회|회차|달|개월|달치)(?:이나|을|를|치)?(?:밀렸|못냈|못낼|안냈|빼먹|빠뜨렸)|이번달(?:은|에|엔)?(?:얼마|못|언제)|(?:제|내|저의)(?:계획|합의|상환|변제)"
)
_ANOTHER = re.compile(r"카드|월세|세금|통신|관리비|보험료|등록금|신청")
_I = re.compile(r"저는|저도|제가|나는|내가|^저|^나")
_PAYOFF = re.compile(r"한꺼번에|한번에|일시상환|완납")


def asks_of_case(question: str) -> bool:
    """Whether the words are about one's own running plan: progress, this month, instalments missed, paying it off."""
    compact = text.for_matching(question)
    return bool(
        _PROGRESS.search(compact)
        or (_TROUBLE.search(compact) and not _ANOTHER.search(compact))
        or (_PAYOFF.search(compact) and _I.search(compact))
    )


def asks_progress(question: str) -> bool:
    return bool(_PROGRESS.search(text.for_matching(question)))


def asks_own_figures(question: str) -> bool:
    """ "저는 매달 얼마 내나요": one's own amount or own prospects, not the rule in general."""
    compact = text.for_matching(question)
    if not _SELF.search(compact) or _LAW_PART.search(compact):
        return False
    return bool(_AMOUNT.search(compact) or _POSSIBLE.search(compact))


def _named(question: str) -> list[str]:
    compact = text.for_matching(question)
    found = []
    for code, _, names in REMEDIES:
        if any(name in compact for name in names):
            found.append(code)
            for name in names:
                compact = compact.replace(name, "")
    return found


def _option_sentences(option: Mapping[str, Any], given: Mapping[str, facts.Own]) -> list[str]:
    code, title = str(option.get("remedy")), str(option.get("title", ""))
    verdict = option.get("verdict")
    prefix = f"me.{code}."
    if verdict == "closed":
        reason = next(
            (f.get("says", "") for f in option.get("findings") or () if f.get("status") == "fail"), ""
        )
        return [f"적어 주신 내용으로는 {title}의 요건 가운데 맞지 않는 것이 있어요."] + (
            [f"자가검진에는 '{str(reason).rstrip('.')}'라고 나와요."] if _quotable(reason) else []
        )
    lead = (
        "요건에 맞을 가능성이 있어요" if verdict == "open" else "아직 답하지 않은 것이 있어 단정할 수 없어요"
    )
    sentences = [f"적어 주신 내용으로는 {title}의 {lead}."]
    for name, says in (
        ("monthly_payment", "{title}의 월 납입금은 {range} 정도로 계산돼요."),
        ("months", "{title}의 갚는 기간은 {range} 정도로 계산돼요."),
        ("total_paid", "{title}으로 갚는 총액은 {range} 정도로 계산돼요."),
    ):
        if prefix + name in given:
            form = "months" if name == "months" else "won"
            sentences.append(
                says.replace("{title}", title).replace("{range}", _range_slot(given[prefix + name], form))
            )
    return sentences


def _range_slot(own: facts.Own, form: str) -> str:
    if isinstance(own.value, dict) and own.value["low"] != own.value["high"]:
        return f"{{{own.key}#low|{form}}}에서 {{{own.key}#high|{form}}}"
    path = "#low" if isinstance(own.value, dict) else ""
    return f"{{{own.key}{path}|{form}}}"


def _quotable(says: Any) -> bool:
    return isinstance(says, str) and 0 < len(says) <= 160 and "{" not in says


def own_answer(draft: Draft) -> list[str]:
    """Sentences with slots about the person's own options, at most three remedies. Empty without an assessment."""
    assessment = draft.context.assessment
    if not assessment:
        return []
    options = {str(o.get("remedy")): o for o in assessment.get("options") or ()}
    wanted = [code for code in _named(draft.question) if code in options]
    if not wanted:
        wanted = [
            str(r.get("remedy"))
            for r in assessment.get("recommended") or ()
            if str(r.get("remedy")) in options
        ][:2]
    if not wanted:
        wanted = [code for code, option in options.items() if option.get("verdict") == "open"][:2]
    given = {key: value for key, value in draft.given.items() if isinstance(value, facts.Own)}
    sentences = [s for code in wanted[:3] for s in _option_sentences(options[code], given)]
    if not sentences:
        return []
    return [*sentences, "이 계산은 참고용이고, 실제 금액과 결과는 법원이나 신용회복위원회가 정해요."]


# --- progress ----------------------------------------------------------------------------------------------------

_CASE = (
    (
        "instalments.paid",
        "paid_count",
        "지금까지 {me.case.paid_count|times} 납입하셨어요.",
        "낸 횟수",
        "count",
    ),
    ("instalments.count", "total_count", "전체는 {me.case.total_count|times}예요.", "전체 횟수", "count"),
    ("paid", "paid", "낸 금액은 모두 {me.case.paid|won}이에요.", "낸 금액", "won"),
    ("left", "left", "남은 금액은 {me.case.left|won}이에요.", "남은 금액", "won"),
    ("next_due.on", "next_due", "다음 납부일은 {me.case.next_due|date}이에요.", "다음 납부일", "date"),
    (
        "next_due.amount",
        "next_amount",
        "다음에 낼 금액은 {me.case.next_amount|won}이에요.",
        "다음 납부 금액",
        "won",
    ),
    ("missed.count", "missed", "지금 밀린 회차는 {me.case.missed|times}예요.", "밀린 회차", "count"),
)


def _at(case: Mapping[str, Any] | None, path: str) -> Any:
    found: Any = case
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def case_figures(case: Mapping[str, Any] | None) -> dict[str, facts.Own]:
    """Slots of the person's case (`GET /v1/cases/{id}`): only what the case really holds."""
    found: dict[str, facts.Own] = {}
    for path, name, _, title, unit in _CASE:
        value = _at(case, path)
        if (isinstance(value, int) and not isinstance(value, bool)) or (
            unit == "date" and isinstance(value, str)
        ):
            key = f"me.case.{name}"
            found[key] = facts.Own(key, f"본인의 {title}", unit, value, "H", "", "상환 중인 사건 기록")
    return found


def case_sentence(told: Mapping[str, Any]) -> Checked:
    """The answer of the case's own room ({text, figures: [{text, evidence}]}) as one shown sentence with its evidence."""
    figures = tuple(
        {
            "text": row["text"],
            "slot": "me.case",
            "title": "본인의 상환 기록",
            "evidence": row["evidence"],
            "source": "상환 중인 사건 기록",
            "conf": "M",
            "from": None,
        }
        for row in told["figures"]
    )
    return Checked(told["text"], told["text"], ("me.case",), figures, ("read_from_case",))


def case_answer(draft: Draft) -> list[str]:
    """Sentences about where the person stands; empty where no case is linked."""
    if not draft.context.case:
        return []
    return [says for _, name, says, _, _ in _CASE if f"me.case.{name}" in draft.given]


def speaks_of_self(question: str) -> bool:
    return bool(_SELF.search(text.for_matching(question)))
