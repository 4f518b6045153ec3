"""Figures spelled inside Korean sentences of the cores: digits, number words with a unit, telephone numbers.

A figure of law or of a programme stands in `chalicelib/law/data` and comes into a sentence by a slot. What may be
spelled all the same is listed in `ALLOWED`, each with its reason; nothing else passes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HANGUL = re.compile("[가-힣]")
SLOT = re.compile(r"\{[^{}|]*(?:\|([^{}]*))?\}")
"""A slot is no text; the words after its bar are."""
FIGURE = re.compile(
    r"\d+"
    r"|(?<![가-힣])(?:한|두|세|네|석|넉|서너|다섯|여섯|일곱|여덟|아홉|열|열두|스무|서른|마흔|쉰|예순|일흔|여든|아흔)"
    r" ?(?:살|세(?!요)|달|해|주|번|회|차례|건|명|배|일|개월|개년|시간|퍼센트|프로|푼|할)"
    r"|(?<![가-힣])(?:[일이삼사오육칠팔구]?[십백천](?:[일이삼사오육칠팔구])?) ?(?:세|퍼센트|프로|개월|년|일|회|건|만|억|원)"
    r"|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘|보름|이틀|일주일|반년|사분의|삼분의"
)


class Allowed(NamedTuple):
    """A pattern that may be spelled, and why; `under` limits it to files whose path starts so."""

    pattern: str
    why: str
    under: str = ""


ALLOWED = (
    Allowed(r"제\d+(?:조|항|호)(?:의\d+)?", "the number of an article, a paragraph or an item is a citation"),
    Allowed(
        r"\((?:\d{4}(?:-\d{2}){0,2}(?:, |~)?)+년?(?: 기준| 확인)?\)",
        "the date of a page or a release that is cited",
    ),
    Allowed(r"2019년에 공개된 산식", "the year by which a published formula is known"),
    Allowed(r"2007년 (?:기사|기준)", "the year by which an article and its rules are cited", "score/"),
    Allowed(
        r"^(?:0\d[a-c]?(?:\.\d+)? |PRD-\d|worked-logic).*$",
        "a row of the fact sheets (the source of a finding), not a sentence for a person",
    ),
    Allowed(
        r"햇살론 ?(?:15|17|119)|유스·뱅크·15·17|사잇돌2|F-5", "names of products and of a residence status"
    ),
    Allowed(r"공공정보\((?:1101|1201|1301|1802)\)", "the code by which a record is named in a credit report"),
    Allowed(r"0입니다", "how a question is answered: nothing of it is 0"),
    Allowed(r"한 달 실수령액의 열두 배", "arithmetic: the months of a year"),
    Allowed(
        r"한 (?:달|해|주)(?!\s?(?:안|이내|뒤|전|넘|이상|이하|미만|동안|까지|만에))",
        "the period of an amount (income in a month, sales in a year), not a term",
    ),
    Allowed(r"한 번(?:도|이라도)|(?:빚|재산|신용정보) 한 건", "prose: not once, ever; the name of one entry"),
    Allowed(r"을 한 개월 수|개월에 한 번", "prose: months of doing something; once in so many months"),
    Allowed(r"두 번 (?:들어|있|올라|적)", "an entry that came twice in an input"),
    Allowed(r"^0원$", "how an empty amount is written", "rules/words.py"),
    Allowed(
        r"[a-z-]+=\"[^\"]*\"|</?[a-z0-9]+>|^\" y=\"150.*$",
        "markup of a chart or a page, not a sentence",
        "assess/charts.py",
    ),
    Allowed(
        r"^(?:여섯 달 안의 5일 이상 연체 횟수|최근 여섯 달에 새로 빌린 원금|2년 안에 재산을 넘기거나 판 일이 있는지)$"
        r"|\(1년 평균\)",
        "what an input of the API means, fixed by the field (new_debt_6m, transfers_2y); its question follows the law",
        "assess/person.py",
    ),
    Allowed(
        r"^여섯 달 안에 가장 오래 밀린 날수$",
        "what an input of the API means (longest_late_6m_days); its question follows the law",
        "assess/products/answers.py",
    ),
    Allowed(
        r"(?:여섯 달|[25]년) 안(?:에|의)|\d+일 넘게",
        "what an input of the score means, fixed by the field (late_30_24m and the like): a scorecard's own window",
        "score/inputs.py",
    ),
    Allowed(
        r"^.*$",
        "the bins and stresses of an institution's own portfolio report; no law sets them",
        "score/portfolio/",
    ),
    Allowed(
        r"예: 3\.5|0년에서 80년|한 번 밀리기|세 번 밀리기",
        "an example or bound of an input; names of what-ifs",
        "score/inputs.py",
    ),
    Allowed(r"20261122처럼|60자 이하", "the form of a field of a file that is read", "score/mydata.py"),
)


def spelled(text: str, path: str = "") -> list[str]:
    """The figures that a sentence spells outside slots and outside what is allowed for its file."""
    if not HANGUL.search(text):
        return []
    rest = SLOT.sub(r" \1 ", text)
    for allowed in ALLOWED:
        if path.startswith(allowed.under):
            rest = re.sub(allowed.pattern, " ", rest, flags=re.DOTALL)
    return [found[0] for found in FIGURE.finditer(rest)]


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Every string of a module with its line, without the documentation; f-strings piece by piece."""
    tree = ast.parse(source)
    documents = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.lineno, node.value


def spelled_in(path: Path, root: Path) -> list[str]:
    """`file:line figure: sentence` of everything a module spells."""
    name = path.relative_to(root).as_posix()
    return [
        f"{name}:{line} {', '.join(found)}: {text}"
        for line, text in sentences(path.read_text("utf-8"))
        if (found := spelled(text, name))
    ]
