"""What a product is: the days on which it runs, conditions in order, and figures that depend on who asks.

One file per family defines PRODUCTS; adding a file adds a family. Findings come from the one evaluator. A figure is
chosen among law values by conditions: where a condition is not known, the figure becomes a range. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from chalicelib.law import Law, Value, history, law_as_of
from chalicelib.rules import Condition, Facts, Finding, Rule, Span, Status, verdict, words
from chalicelib.rules.words import figure, percent

FAMILIES = {
    "sunshine": "햇살론",
    "card": "햇살론 카드",
    "prevention": "불법사금융예방대출",
    "micro": "미소금융",
    "bank": "은행 서민대출",
    "faithful": "성실 상환자 대출",
    "plan_card": "성실 상환자 카드",
    "savings": "저축·자산 형성",
    "plan_support": "채무조정 중 지원",
    "consulting": "상담·교육·연계",
    "protection": "생계비 보호",
    "past": "지난 상품",
    "partner": "제휴 기관 상품",
}
KINDS = {
    "loan": "대출",
    "card": "카드",
    "savings": "저축",
    "guarantee": "보증",
    "support": "지원금",
    "consulting": "상담·교육",
    "account": "계좌",
}
LIMITS = {
    "savings": "한 달 저축액",
    "guarantee": "보증 한도",
    "support": "지원금",
    "card": "이용 한도",
    "account": "보호 한도",
}
"""What the limit of a kind is called; a loan's is simply its limit."""

VERDICTS = {"pass": "open", "fail": "closed", "unknown": "unknown", "not_applicable": "closed"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One figure: the law key (or a part of its table) for people who meet `when`; None means everybody.

    `cap` names a fact (won) that the figure cannot exceed. `estimate` marks a figure whose `when` is itself a guess.
    `upto`: the law gives only the upper end. `row` is a partner institution's own figure, which no law key holds."""

    key: str
    when: Rule | None = None
    part: str = ""
    cap: str = ""
    estimate: bool = False
    upto: bool = False
    row: Value | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """The days, both included, on which a partner institution offers a product, and the page that says so."""

    institution: str
    since: date
    until: date | None
    source: str
    contact: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """`programme` is the law key (a flag) of the days on which it can be applied for. Choices are tried in order, the
    first whose condition holds decides. Texts are Korean sentence templates with law slots. `ended` says what became of a
    product that is no more, as the rest of a sentence that begins with the day. A partner institution's product has an `offer` in place of a programme. Compared by identity, so that what a day fixes is kept per product."""

    code: str
    title: str
    family: str
    kind: str
    order: int
    programme: str
    rules: tuple[Rule, ...] = ()
    limit: tuple[Choice, ...] = ()
    rate: tuple[Choice, ...] = ()
    term: tuple[Choice, ...] = ()
    apply: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ("contact.finance_call",)
    needs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    successor: str = ""
    ended: str = ""
    source: str = ""
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A product held against a person."""

    product: Product
    findings: tuple[Finding, ...]
    verdict: str


def try_product(product: Product, facts: Facts, law: Law) -> Match:
    """Findings in order. A product that does not run on the day is closed for that reason alone."""
    head = runs_on(product, law.day)
    if head.status == "fail":
        return Match(product, (head,), "closed")
    found = (head, *(rule.evaluate(facts, law) for rule in product.rules))
    return Match(product, found, VERDICTS[verdict(found)])


def runs_on(product: Product, day: date) -> Finding:
    """A product's first finding: whether it can be applied for on the day."""
    return (
        offered(product, day)
        if product.offer
        else in_force(product.code, product.programme, product.title, day, product.ended)
    )


@lru_cache(maxsize=2048)
def in_force(code: str, key: str, title: str, day: date, ended: str = "") -> Finding:
    """Whether the product could be applied for on the day; a day of which nothing is known stays unknown."""
    row = law_as_of(day).get(key)
    running = None if row is None else row.value
    guess = "" if row is None or row.certain else " 시행 여부는 상담에서 확인하세요."
    known = row or _nearest(key, day)
    rule = _runs(
        f"{code}.in_force",
        title,
        fail=f"이 날에는 ‘{title}’ 상품을 새로 신청할 수 없습니다.{_why(key, row, ended)}{guess}",
        guess=guess,
        article=known.article if known else "",
        source=known.source if known else key,
        law=key,
    )
    status: Status = "unknown" if running is None else "pass" if running else "fail"
    return Finding(rule, status, day, running, None, row)


def _why(key: str, row: Value | None, ended: str) -> str:
    """Not begun yet, or over since a day and what became of it."""
    if row is None:
        return ""
    start = next(
        (later.from_ for later in reversed(history(key)) if later.value and later.from_ > row.from_), None
    )
    if start is not None:
        return f" {words.day(start)}에 시작합니다."
    return f" {words.day(row.from_)}부터 {ended}" if ended else ""


def offered(product: Product, day: date) -> Finding:
    """Whether a partner institution offers its product on the day."""
    offer = product.offer
    assert offer is not None
    running = offer.since <= day and (offer.until is None or day <= offer.until)
    fail = f"이 날에는 {offer.institution}의 ‘{product.title}’ 상품을 신청할 수 없습니다."
    rule = _runs(f"{product.code}.in_force", product.title, fail, "", offer.institution, offer.source)
    return Finding(rule, "pass" if running else "fail", day, running)


def _runs(id: str, title: str, fail: str, guess: str, article: str, source: str, law: str = "") -> Condition:
    return Condition(
        id=id,
        fact="day",
        op="is",
        law=law,
        says=f"이 날 ‘{title}’ 상품을 신청할 수 있어야 합니다.{guess}",
        fail=fail,
        ask=f"이 날 ‘{title}’ 상품을 신청할 수 있는지 확인하지 못했습니다. 상담에서 확인하세요.",
        article=article,
        source=source,
        unit="date",
    )


def _nearest(key: str, day: date) -> Value | None:
    """The row that a person may look up for a day without one: the next to come, else the last."""
    rows = history(key)
    later = [row for row in rows if row.from_ > day]
    return later[-1] if later else (rows[0] if rows else None)


@dataclass(frozen=True, slots=True)
class Figure:
    """What the choices gave: ends in the law's unit, whether they are certain, the sentence and the rows behind."""

    low: int | Decimal | None
    high: int | Decimal | None
    least: int | None
    certain: bool
    says: str
    basis: tuple[Value, ...]

    def json(self) -> dict[str, Any]:
        return {
            "low": self.low,
            "high": self.high,
            "least": self.least,
            "certain": self.certain,
            "says": self.says,
            "basis": [
                {"key": row.key, "article": row.article, "source": row.source, "confidence": row.conf}
                for row in self.basis
            ],
        }


def choose(choices: tuple[Choice, ...], facts: Facts, law: Law) -> Figure | None:
    """The figure for this person. None: the product has no such figure. Ends are None where nothing is known."""
    if not choices:
        return None
    picked: list[tuple[Choice, Value]] = []
    open_ended = False
    for choice in choices:
        status = choice.when.evaluate(facts, law).status if choice.when else "pass"
        if status in ("fail", "not_applicable"):
            continue
        row = choice.row or law.get(choice.key)
        if row is None or row.value is None:
            open_ended = True
        else:
            picked.append((choice, row))
        if status == "pass":
            break
    if not picked:
        return Figure(None, None, None, False, "상담에서 확인하세요.", ())
    ends = [_ends(choice, row, facts) for choice, row in picked]
    lows = [low for low, _, _ in ends]
    low = None if None in lows else min(lows)
    high = max(high for _, high, _ in ends)
    certain = not open_ended and all(row.certain and not choice.estimate for choice, row in picked)
    says = _says(picked[0][1], low, high, ends[0][2], certain)
    return Figure(low, high, ends[0][2], certain, says, tuple(row for _, row in picked))


def _ends(choice: Choice, row: Value, facts: Facts) -> tuple[Any, Any, int | None]:
    """Low and high end, and the smallest amount that is lent. An amount table gives the smallest and the largest."""
    value = row.value
    if choice.part:
        return value[choice.part], value[choice.part], None
    if not isinstance(value, dict):
        low = high = value
        if choice.cap:
            span: Span = facts[choice.cap]
            high = value if span.high is None else min(value, span.high)
            low = None if not span.low else min(value, span.low)
        return None if choice.upto else low, high, None
    if row.unit.startswith("won"):
        return value["max"], value["max"], value["min"]
    return value["min"], value["max"], None


def _says(row: Value, low: Any, high: Any, least: int | None, certain: bool) -> str:
    """`연 3.65%~10.5%`, `50만 원~1,000만 원`, `60개월(5년) 이하`; `약` before what is not certain."""
    unit = "won" if row.unit == "table" else row.unit

    def shown(value: Any) -> str:
        return percent(value) if unit.startswith("percent") else figure(value, unit)

    if low is None:
        text = f"{shown(high)} 이하"
    elif least is not None and low == high:
        text = f"{shown(least)}~{shown(high)}"
    else:
        text = shown(high) if low == high else f"{shown(low)}~{shown(high)}"
    text = text if certain else f"약 {text}"
    return f"연 {text}" if unit == "percent_per_year" else text
