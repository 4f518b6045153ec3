"""Reading what kind of turn this is, by rules, before any search: small talk, a person wanted, scope, attempts to steer."""

from __future__ import annotations

import re

from . import text

_GREETING = re.compile(
    r"^(?:안녕(?:하세요|하십니까|하셔요)?|하이|헬로|hello|hi|반갑습니다|반가워요?|처음이에요|저기요|여보세요|계세요)+$"
)
_THANKS = re.compile(
    r"^(?:정말|너무|네|아|많이)*(?:고마워요?|고맙습니다|감사(?:합니다|해요|드려요)|땡큐|ㄱㅅ|수고하세요|수고하셨습니다|알겠습니다|알겠어요|네알겠|잘알겠)+.{0,6}$"
)
_WHO = re.compile(
    r"사람이(?:에요|야|예요|답|맞|세요)|기계(?:요|에요|예요|야|지|인가|입니까)|로봇|챗봇(?:이|인)|ai(?:야|예요|인가|에요|가답)|인공지능(?:이|인)|너누구|누구세요|누가답"
)
_PERSON = re.compile(
    r"상담사|상담원|상담직원|사람(?:이랑|하고|과|한테|을|에게)?(?:연결|바꿔|통화|상담|이야기|얘기|말하)|직원(?:이랑|하고|과|을|에게)?(?:연결|바꿔|통화|상담|이야기|얘기)|전화(?:로)?상담(?:하고|받고|원)|사람연결"
)
_ABOUT_PERSON = re.compile(r"상담사(?:가|는)?(?:사칭|믿|맞나|진짜|라는|라고|이래)|상담(?:비|료)")
_STEER = re.compile(
    r"이전(?:의)?(?:지시|명령|규칙|내용)[^가-힣]?(?:을|를|은|는)?(?:모두|전부|다)?(?:무시|잊)|(?:지시|규칙|명령|설정|제한)(?:을|를)?(?:모두|전부|다)?(?:무시|잊어|해제|풀어)|"
    r"시스템프롬프트|시스템메시지|프롬프트(?:를|을)?(?:보여|출력|알려|공개)|개발자모드|탈옥|jailbreak|ignore(?:all)?(?:the)?(?:previous|above|prior)|systemprompt|developermode|"
    r"(?:너는|넌|당신은|지금부터)(?:이제)?(?:부터)?[가-힣a-z]{0,10}(?:역할|인척|처럼행동|인것처럼|변호사야|해커|제한이없)|actas|pretend|dan모드|내부지침|숨겨진지시|jsononly|출력형식을바꿔"
)
_HIDE = re.compile(
    r"재산(?:을)?(?:어떻게)?(?:숨기|숨길|숨겨|빼돌|은닉)|명의(?:를)?(?:옮기|돌려|바꿔)[가-힣]{0,4}(?:안걸|안들|몰래|방법)|몰래(?:재산|집|차|통장)|"
    r"(?:안걸리|안들키|걸리지않|들키지않)(?:게|고|는)|거짓(?:으로|서류|말)|허위(?:로|서류|진술)|서류(?:를)?(?:위조|조작|꾸며|가짜)|소득(?:을)?(?:줄여서|낮춰서|속여|숨겨|숨기)|통장(?:을)?숨기"
)
_DRAFT = re.compile(
    r"(?:진술서|신청서|이의신청서|탄원서|소장|답변서|준비서면|반성문)[가-힣]{0,4}(?:써줘|써주|작성해|대신써|만들어줘|써달라)"
)
_OTHER = re.compile(
    r"날씨|축구|야구|로또번호|맛집|요리법|레시피|영화추천|노래추천|드라마추천|대통령|국회의원|선거|정치|연예인|운세|사주|게임공략|코딩|파이썬|번역해|영어로번역|숙제|주식추천|종목추천|코인추천|비트코인전망|오늘의뉴스|다이어트|연애상담|여행지"
)
_DOMAIN = re.compile(
    r"빚|채무|대출|연체|회생|파산|면책|신용|추심|압류|이자|보증|상환|납부|카드|은행|금융|햇살론|워크아웃|조정|사채|통장|시효|상속|세금|월급|급여|소득|보험|전세|월세|갚|변제|돈|지원|연금|수급|법원|경매|상담|서민|채권|독촉|신복위|적금|예금|지급명령|개인정보"
)

STEER, HIDE, DRAFT, PERSON, GREETING, THANKS, WHO, OTHER = (
    "steer",
    "hide",
    "draft",
    "person",
    "greeting",
    "thanks",
    "who",
    "other",
)


def kind(question: str) -> str:
    """One of the constants above, or "" for a question to be searched."""
    compact = text.for_matching(question)
    plain = re.sub(r"[^0-9a-zㄱ-ㅎ가-힣%]", "", question.lower())
    if _STEER.search(compact) or _STEER.search(plain):
        return STEER
    if _HIDE.search(compact):
        return HIDE
    if _DRAFT.search(compact):
        return DRAFT
    if _PERSON.search(compact) and not _ABOUT_PERSON.search(compact):
        return PERSON
    if _GREETING.match(compact):
        return GREETING
    if _THANKS.match(plain):
        return THANKS
    if _WHO.search(compact) and len(compact) <= 30 and not re.search("보이스피싱|사칭|심사", compact):
        return WHO
    if _OTHER.search(compact) and not _DOMAIN.search(compact):
        return OTHER
    return ""


def speaks_of_domain(question: str) -> bool:
    """Whether the question names anything of debts, credit, courts or support at all."""
    return bool(_DOMAIN.search(text.for_matching(question)))


def without_steering(question: str) -> str:
    """The sentences of the question that do not try to steer: what is left may still deserve an answer."""
    parts = [p for p in re.split(r"(?<=[.!?\n])\s+|,\s+", question) if p.strip()]
    return " ".join(
        p
        for p in parts
        if not _STEER.search(text.for_matching(p))
        and not _STEER.search(re.sub(r"[^0-9a-z가-힣]", "", p.lower()))
    )


_FOLLOWS = re.compile(
    r"그럼|그러면|그거|그건|그게|그것|이거|이건|거기|그때|그렇다면|얼마|언제|어디|며칠|몇|왜요|누가|비용|기간|조건|서류|자격|준비물|절차|신청|이자|기록|보증|가족|회사|세금"
)


def may_follow(question: str) -> bool:
    """Whether the question may lean on what was said before: short, and pointing back or naming only an aspect."""
    compact = text.for_matching(question)
    return len(compact) <= 24 and bool(_FOLLOWS.search(compact))


_POINTS = re.compile(r"^(?:그럼|그러면|그거|그건|그게|그것|이거|이건|이게|거기|그때|그렇다면|방금|아까)")


def aspect(question: str) -> str:
    """The question without the words that only point back: "그럼 기간은요?" -> "기간은요?"."""
    return re.sub(r"^\s*(?:그럼|그러면|그렇다면|그런데|근데|그리고)[,\s]*", "", question)


def points_back(question: str) -> bool:
    """Whether the question opens with a word that points at what was just said."""
    return bool(_POINTS.match(text.for_matching(question)))
