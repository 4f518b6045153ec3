"""What must never decide: names that may not enter a card, in English and Korean, and the check that keeps them out.

Why: 금융소비자보호법 15 (sex, education, disability, social standing), 신용정보법 22조의4 (sex, birthplace, nationality),
국가인권위원회법 2(3) (age, marital status, family situation, region). The 2007 article's marital status is one of them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

FORBIDDEN: dict[str, tuple[str, ...]] = {
    "sex": ("sex", "gender", "male", "female", "man", "woman", "성별", "남성", "여성", "남자", "여자", "남녀"),
    "age": ("age", "birth", "birthday", "birthdate", "dob", "elderly", "나이", "연령", "생년", "생일", "만나이", "출생"),
    "marriage": (
        "marriage", "marital", "married", "single", "divorce", "divorced", "spouse", "wife", "husband", "widow",
        "widowed", "혼인", "결혼", "기혼", "미혼", "이혼", "배우자", "사별", "남편", "아내",
    ),
    "children": (
        "child", "children", "kids", "family", "dependant", "dependants", "dependent", "dependents", "household",
        "liable", "pregnant", "pregnancy", "자녀", "아이", "가족", "부양", "가구원", "세대원", "임신", "출산",
    ),
    "education": (
        "education", "school", "degree", "university", "college", "graduate", "학력", "학교", "대졸", "고졸", "학위",
        "최종학력", "대학",
    ),
    "disability": (
        "disability", "disabled", "handicap", "illness", "health", "medical", "장애", "질병", "건강", "병력", "진단",
    ),
    "region": (
        "region", "province", "city", "district", "hometown", "birthplace", "address", "postcode", "zip", "지역",
        "출신지", "본적", "고향", "주소", "우편번호", "거주지", "시도", "시군구",
    ),
    "nationality": (
        "nationality", "nation", "citizen", "citizenship", "foreign", "foreigner", "race", "ethnic", "ethnicity",
        "immigrant", "국적", "외국인", "인종", "민족", "다문화", "이주",
    ),
    "religion": ("religion", "church", "종교", "교회", "불교", "신앙"),
    "identity": ("rrn", "ssn", "phone", "telephone", "주민등록번호", "주민번호", "전화", "휴대폰"),
}  # fmt: skip

SAYS: dict[str, str] = {
    "sex": "성별",
    "age": "나이",
    "marriage": "혼인 여부",
    "children": "자녀·가족 사항",
    "education": "학력",
    "disability": "장애·질병",
    "region": "지역",
    "nationality": "국적",
    "religion": "종교",
    "identity": "연락처·식별번호",
}

_ENGLISH = {alias: kind for kind, aliases in FORBIDDEN.items() for alias in aliases if alias.isascii()}
_KOREAN = {alias: kind for kind, aliases in FORBIDDEN.items() for alias in aliases if not alias.isascii()}
ALLOWED_WORDS = frozenset({"average", "usage", "mortgage", "percentage", "page", "stage"})


class Refused(ValueError):
    """A card (or a column of one) holds something that must not decide."""


def forbidden_kind(name: str) -> str | None:
    """The protected kind that a column name stands for, or None.

    Looks at whole words of snake_case, camelCase and digits for English, at any position for Korean.

    >>> forbidden_kind("marital_status"), forbidden_kind("고객연령대"), forbidden_kind("mortgage_share")
    ('marriage', 'age', None)
    >>> forbidden_kind("ageYears"), forbidden_kind("AGE2"), forbidden_kind("months_on_book")
    ('age', 'age', None)
    """
    for word in words_of(name):
        for form in (word, word.removesuffix("s")):
            if form in _ENGLISH and word not in ALLOWED_WORDS:
                return _ENGLISH[form]
    squeezed = "".join(c for c in name if c not in " _-\t")
    for alias, kind in _KOREAN.items():
        if alias in squeezed:
            return kind
    bare = squeezed.lower().rstrip("0123456789")
    for who in _WHO:
        rest = bare.removeprefix(who)
        for what, kind in _GLUED.items():
            if rest.startswith(what) and rest.removeprefix(what) in _ENDINGS:
                return kind
    return None


_WHO = ("customer", "cust", "client", "applicant", "borrower", "person", "user", "")
_GLUED = {"age": "age", "sex": "sex", "gender": "sex", "marital": "marriage", "married": "marriage"}
_ENDINGS = frozenset({"", "yr", "yrs", "year", "years", "status", "group", "band", "cd", "code"})


def words_of(name: str) -> list[str]:
    """Lower-case words of snake_case, camelCase and digits; no regular expressions, which cost at start-up.

    >>> words_of("maritalStatus2_cd")
    ['marital', 'status', 'cd']
    """
    words, now, before = [], "", ""
    for c in name:
        if not c.isalpha() or (c.isupper() and before.islower()):
            words.append(now)
            now = ""
        if c.isalpha():
            now += c.lower()
        before = c
    return [w for w in (*words, now) if w]


def refuse_forbidden(names: Iterable[str]) -> None:
    """Raise Refused naming every characteristic that must not be in a card."""
    found = [f"{name} ({kind})" for name in names if (kind := forbidden_kind(name)) is not None]
    if found:
        raise Refused("a card may not use: " + ", ".join(found))
