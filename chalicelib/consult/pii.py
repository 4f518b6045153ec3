"""Personal identifiers in Korean text: replaced before anything is stored, logged, searched or sent.

Rules are ordered from the surest shape to the loosest. The same value gets the same numbered placeholder within one
text ("[전화1]"); no way back is kept. Numbers of help lines stay, because a person may ask about them. Names are only
found where the wording says that a name follows (이름은 …, 예금주 …, … 씨): free-text names would need a model, and
this file does not claim to find them.

Never a word boundary next to Hangul: a syllable is a word character in Python, so "번호900101-1234567이에요" has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import text as texts

MAX_INPUT = 2000


class PersonalData(ValueError):
    """Something that is about to leave the service still holds an identifier. The message names kinds, not values."""

    def __init__(self, kinds: list[str]) -> None:
        super().__init__("personal identifiers: " + ", ".join(sorted(set(kinds))))
        self.kinds = sorted(set(kinds))


@dataclass(frozen=True)
class Rule:
    """One kind of identifier. `keep` lets a match through (a help line, an amount)."""

    kind: str
    label: str
    pattern: re.Pattern[str]
    keep: Callable[[re.Match[str]], bool] | None = None
    group: int | str = 0


@dataclass(frozen=True)
class Redacted:
    """The text without identifiers, and how many of each kind were found."""

    text: str
    found: dict[str, int]


_SURNAMES = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
_NOT_NAMES = frozenset(
    [
        "고객",
        "고객센터",
        "상담사",
        "상담원",
        "선생",
        "사장",
        "부모",
        "담당자",
        "판사",
        "변호사",
        "법무사",
        "채권자",
        "채무자",
        "공무원",
        "고등학",
        "정규직",
        "비정규",
        "한부모",
        "장애인",
        "노동자",
        "신용불",
        "전업주",
        "주부",
        "차상위",
        "기초수",
        "이혼남",
        "이혼녀",
        "조선족",
        "성실상",
        "소상공",
        "자영업",
        "무직자",
        "연금수",
        "임차인",
        "임대인",
        "인턴",
        "의사",
        "간호사",
        "교사",
        "군인",
        "남자",
        "여자",
        "학생",
        "대학생",
        "취준생",
        "노인",
        "어르신",
        "할머니",
        "할아버",
        "아버",
        "어머",
        "아주머",
        "형",
        "누",
        "오빠",
        "언니",
        "이모",
        "고모",
        "삼촌",
        "조카",
        "아들",
        "딸",
        "기사",
        "과장",
        "대리",
        "부장",
        "팀장",
        "원장",
        "소장",
        "이사",
        "위원",
        "지점장",
        "은행원",
        "직원",
        "조정위",
        "회생위",
        "신청인",
        "신청자",
        "보증인",
        "상속인",
        "지인",
        "남편",
        "아내",
        "배우자",
        "우리",
        "여러분",
        "하나",
        "안녕",
        "감사",
        "진짜",
        "정말",
        "지금",
        "이번",
        "저번",
        "모두",
        "이거",
        "그거",
        "서민",
        "전문가",
        "한국인",
        "외국인",
        "베트남",
        "중국인",
        "이용자",
        "사업자",
        "개인",
        "성인",
        "청년",
        "미성년",
        "정신",
        "신랑",
        "장남",
        "장녀",
        "차남",
        "차녀",
        "막내",
        "유학생",
        "공익",
        "하청",
        "용역",
        "배달",
        "원금",
        "연체",
        "채권",
        "채무",
        "추심",
        "조합원",
        "배우",
        "주인",
        "점주",
        "주민",
    ]
)
_BANK = r"(?:계좌|통장|입금|송금|이체|은행|뱅크|농협|수협|신협|새마을금고|우체국|국민|신한|우리|하나|기업|카카오|토스|케이)"
_CASES = r"(?:개회|개확|개보|개기|하단|하면|하합|하확|회단|회합|타채|타경|타기|차전|차|가단|가소|가합|카단|카합|카담|카명|카불|머|드단|드합|느단|느합|고단|고정|고합|고약|나|다|라|마|즈단|재나)"
_HELP_LINES = frozenset({"0263372000", "82263372000", "027358994"})
_UNIT_AFTER = r"(?!\s?(?:만|원|건|개|명|번(?!지|길)|시|일|월|년|%|퍼|프로|배|회|차례|살|세|억|천|백|주|분|점|달|대|호선|곳|가지|군데|억원))"


def _digits(m: re.Match[str]) -> str:
    return re.sub(r"\D", "", m.group())


def _help_line(m: re.Match[str]) -> bool:
    return _digits(m) in _HELP_LINES


def _not_a_birthday(m: re.Match[str]) -> bool:
    month, day = int(m["m"]), int(m["d"])
    separated = "-" in m.group() or " " in m.group()
    return not separated and not (1 <= month <= 12 and 1 <= day <= 31)


def _not_a_name(m: re.Match[str]) -> bool:
    name = m["name"]
    return (
        any(name.startswith(w) or w.startswith(name) for w in _NOT_NAMES if len(w) > 1) or name in _NOT_NAMES
    )


def _old_enough(m: re.Match[str]) -> bool:
    """A plain date is kept; only a birth date is personal: said to be one, or too old for a contract of interest."""
    return not (m["said"] or m["after"] or int(m["y"]) <= 2005)


_SEP = r"[\s.·-]{0,3}"
RULES: tuple[Rule, ...] = (
    Rule("email", "이메일", re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,24}){1,3}")),
    Rule("foreigner_number", "외국인번호", re.compile(r"(?<!\d)\d{2}(?P<m>\d{2})(?P<d>\d{2})" + _SEP + r"[5-8](?:\d{6}|[*xX●]{6}|\d{1,5}[*xX●]{1,5})(?!\d)"), _not_a_birthday),
    Rule("resident_number", "주민번호", re.compile(r"(?<!\d)\d{2}(?P<m>\d{2})(?P<d>\d{2})" + _SEP + r"[0-49](?:\d{6}|[*xX●]{6}|\d{1,5}[*xX●]{1,5})(?!\d)"), _not_a_birthday),
    Rule("card", "카드", re.compile(r"(?<!\d)(?:\d{4}" + _SEP + r"(?:\d{4}|[*xX]{4})" + _SEP + r"(?:\d{4}|[*xX]{4})" + _SEP + r"\d{4}|3[47]\d{2}" + _SEP + r"\d{6}" + _SEP + r"\d{5})(?!\d)")),
    Rule("licence", "면허", re.compile(r"(?<!\d)(?:1[1-9]|2[0-8])[\s-]{1,2}\d{2}[\s-]{1,2}\d{6}[\s-]{1,2}\d{2}(?!\d)|(?<=면허번호)[\s:은]{0,4}\d{12}(?!\d)")),
    Rule("phone", "전화", re.compile(r"(?<!\d)(?:\+?82[\s.-]{0,2}(?:\(0\))?|0)1[016789]" + _SEP + r"\d{3,4}" + _SEP + r"\d{4}(?!\d)")),
    Rule("phone", "전화", re.compile(r"(?<![\d-])(?:\+?82[\s.-]{0,2}|0)(?:2|[3-6]\d|70|50\d)[\s.)-]{0,2}\d{3,4}[\s.-]{0,2}\d{4}(?![\d-])"), _help_line),
    Rule("passport", "여권", re.compile(r"(?<![A-Za-z0-9])[MSRGDmsrgd](?:\d{8}|\d{3}[A-Za-z]\d{4})(?![A-Za-z0-9])")),
    Rule("business_number", "사업자번호", re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{5}(?![\d-])|(?<=사업자)(?:등록)?(?:번호)?[\s:은는]{0,4}\d{10}(?!\d)")),
    Rule("case_number", "사건번호", re.compile(r"(?<!\d)(?:19|20)\d{2}\s?" + _CASES + r"\s?\d{1,7}(?![\d만억천원년월일])")),
    Rule("account", "계좌", re.compile(r"(?<![\d-])\d{2,6}[-\s]\d{2,6}[-\s]\d{2,8}(?:[-\s]\d{1,6})?(?![\d-])"), lambda m: not 10 <= len(_digits(m)) <= 16),
    Rule("account", "계좌", re.compile(_BANK + r"[가-힣\s:은는이가]{0,8}(?P<n>\d{9,16})(?!\d)"), None, "n"),
    Rule("plate", "차량번호", re.compile(r"(?<!\d)\d{2,3}\s?[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호바사아자배]\s?\d{4}(?!\s?[\d만억원])")),
    Rule("birth_date", "생년월일", re.compile(r"(?P<said>생년월일|생일|출생)?[\s:은는이]{0,4}(?<!\d)(?P<y>19[2-9]\d|20[0-2]\d)\s?[년./-]\s?(?:1[0-2]|0?[1-9])\s?[월./-]\s?(?:3[01]|[12]\d|0?[1-9])(?!\d)\s?일?(?P<after>\s?생(?!활|계))?"), _old_enough),
    Rule("address", "주소", re.compile(r"(?:[가-힣]{2,8}(?:특별시|광역시|특별자치시|특별자치도|시|도)?\s)?[가-힣]{1,8}[시군구]\s?(?:[가-힣]{1,8}[구읍면]\s?)?[가-힣0-9]{1,12}(?:로|길|동|리|가)\s?\d{1,4}(?:번길\s?\d{1,4})?(?:-\d{1,4})?" + _UNIT_AFTER + r"(?!\d)(?:번지)?(?:[,\s]{1,2}\d{1,4}동)?(?:[,\s]{0,2}\d{1,4}호)?")),
    Rule("address", "주소", re.compile(r"(?:주소|거주|사는\s?곳|집)[가-힣\s:]{0,6}[가-힣0-9]{2,12}(?:로|길)\s?\d{1,4}(?:번길\s?\d{1,4})?(?:-\d{1,4})?" + _UNIT_AFTER + r"(?!\d)")),
    Rule("address", "주소", re.compile(r"(?<![가-힣])(?!별도로|새로|따로|바로|서로|실제로|그대로|이대로|제대로|스스로|대로)[가-힣]{2,8}(?<!으)(?:대로|로|길)\s?\d{1,4}(?:번길\s?\d{1,4})?(?:-\d{1,4})?" + _UNIT_AFTER + r"(?!\d)(?=\s?(?:에\s?(?:살|거주)|에서\s?살|번지|,?\s?\d{1,4}\s?[동층호]))(?:[,\s]{0,2}\d{1,4}\s?동)?(?:[,\s]{0,2}\d{1,4}\s?호)?")),
    Rule("address", "주소", re.compile(r"(?<!\d)\d{1,4}동[,\s]{0,2}\d{1,4}호(?!선)|(?<!\d)\d{1,5}(?:-\d{1,4})?\s?번지")),
    Rule("name", "이름", re.compile(rf"(?:이름은|이름이|이름:|성명은|성명이|성명:|성명|예금주는|예금주가|예금주:|예금주)\s?(?P<name>[{_SURNAMES}][가-힣]{{1,2}}?)(?=이라고|라고|이고|이며|입니다|이에요|예요|이요|인데|이야|씨|님|[\s,.)]|$)"), _not_a_name, "name"),
    Rule("name", "이름", re.compile(rf"(?:저는|나는|전|제가)\s(?P<name>[{_SURNAMES}][가-힣]{{2}})(?=이라고|라고\s?합|라고\s?해|입니다|이에요|예요)"), _not_a_name, "name"),
    Rule("name", "이름", re.compile(rf"(?<![가-힣])(?P<name>[{_SURNAMES}][가-힣]{{2}})\s?(?=씨(?![가-힣]{{2}})|님(?![들]))"), _not_a_name, "name"),
    Rule("number", "번호", re.compile(r"(?<![\d,.])\d{9,}(?![\d,]|\.\d|\s?원)")),
)  # fmt: skip


def _find(text: str) -> list[tuple[int, int, Rule]]:
    """Spans of identifiers, surest rule first, never overlapping."""
    taken: list[tuple[int, int, Rule]] = []
    for rule in RULES:
        for m in rule.pattern.finditer(text):
            start, end = m.span(rule.group)
            if rule.keep is not None and rule.keep(m):
                continue
            if all(end <= s or start >= e for s, e, _ in taken):
                taken.append((start, end, rule))
    return sorted(taken, key=lambda span: span[0])


def kinds(text: str) -> list[str]:
    """Which kinds of identifiers the text holds, in order."""
    return [rule.kind for _, _, rule in _find(texts.clean(text))]


def redact(text: str) -> Redacted:
    """The cleaned text with every identifier replaced by a placeholder such as "[전화1]"."""
    cleaned = texts.clean(text)
    spans = _find(cleaned)
    numbers: dict[tuple[str, str], int] = {}
    found: dict[str, int] = {}
    out: list[str] = []
    position = 0
    for start, end, rule in spans:
        value = (rule.kind, re.sub(r"[\s.\-]", "", cleaned[start:end]))
        if value not in numbers:
            numbers[value] = 1 + sum(1 for kind, _ in numbers if kind == rule.kind)
        found[rule.kind] = found.get(rule.kind, 0) + 1
        out += [cleaned[position:start], f"[{rule.label}{_letter(numbers[value])}]"]
        position = end
    out.append(cleaned[position:])
    return Redacted("".join(out), found)


def _letter(number: int) -> str:
    return str(number) if number < 10 else "여럿"


def assert_clean(payload: bytes | str) -> None:
    """Raise PersonalData if anything in outgoing bytes looks like an identifier. Called on what is really sent."""
    text = payload.decode("utf-8") if isinstance(payload, bytes) else payload
    found = kinds(text)
    if found:
        raise PersonalData(found)


def redact_tree(value: Any) -> Any:
    """The same value with every text in it redacted (for records that hold what people typed)."""
    if isinstance(value, str):
        return redact(value).text
    if isinstance(value, dict):
        return {k: redact_tree(v) for k, v in value.items()}
    if isinstance(value, list):
        return [redact_tree(v) for v in value]
    return value
