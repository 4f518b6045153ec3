"""Products of partner institutions: a JSON file each, read through Records, every fault named by file, entry and field.

The format is in README.md beside this file. Reads only files; what must not enter: network, clock, environment.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.assess.products.partners.shape import (
    NUMBER,
    PARTNER_FACTS,
    YES_NO,
    Institution,
    PartnerCondition,
    PartnerFile,
    PartnerProduct,
)
from chalicelib.assess.products.product import Choice, Offer, Product
from chalicelib.law import Value
from chalicelib.rules import Condition
from chalicelib.shapes import Fault

HERE = Path(__file__).parent


class PartnerError(ValueError):
    """Partner files have faults; `lines` holds one Korean sentence each, naming file, entry and field."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


@cache
def shipped_partners() -> tuple[Product, ...]:
    """The partner products that come with the service. Raises `PartnerError`."""
    return load_partners(HERE)


def load_partners(folder: Path) -> tuple[Product, ...]:
    """Every `*.json` of a folder except names that begin with `_`. Raises `PartnerError` with every fault of all files."""
    lines: list[str] = []
    found: list[Product] = []
    for path in sorted(folder.glob("*.json")):
        if not path.name.startswith("_"):
            try:
                found.extend(read_partner(path))
            except PartnerError as error:
                lines.extend(error.lines)
    codes = [product.code for product in found]
    lines += [
        f"‘{name}’: 다른 파일과 기관·상품 코드가 겹칩니다."
        for name in sorted({c for c in codes if codes.count(c) > 1})
    ]
    if lines:
        raise PartnerError(lines)
    return tuple(found)


def read_partner(path: Path) -> tuple[Product, ...]:
    """The products of one file. Raises `PartnerError` naming file, entry and field of every fault."""
    try:
        document = json.loads(path.read_text("utf-8"), parse_float=Decimal, object_pairs_hook=_once)
    except (ValueError, OSError) as error:
        raise PartnerError([f"{path.name}: JSON으로 읽을 수 없습니다. {error}"]) from error
    faults: list[Fault] = []
    made = PartnerFile.read(document, "", faults)
    if faults or made is None:
        raise PartnerError(
            f"{path.name} {_entry(document, fault.pointer)}: {fault.detail}" for fault in faults
        )
    assert made.institution is not None and made.verified_on is not None
    return tuple(_product(made.institution, made.verified_on, entry) for entry in made.products or ())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"‘{name}’ 항목이 두 번 들어 있습니다.")
    return dict(pairs)


def _entry(document: Any, pointer: str) -> str:
    """`products[1] ‘상품 이름’ /rate/high`: the entry by place and title, then the field."""
    steps = pointer.strip("/").split("/")
    if len(steps) < 2 or steps[0] != "products":
        return pointer or "/"
    entry = document["products"][int(steps[1])]
    name = entry.get("name") if isinstance(entry, dict) else None
    label = f" ‘{name}’" if isinstance(name, str) else ""
    return f"products[{steps[1]}]{label} /{'/'.join(steps[2:])}"


def _product(institution: Institution, verified: date, entry: PartnerProduct) -> Product:
    since, until, owner = entry.since, entry.until, institution.name
    assert since is not None and owner is not None
    full = f"{institution.code}.{entry.code}"
    source = f"{entry.source} ({owner}, {verified.isoformat()} 확인)"

    def figure(name: str, unit: str, value: Any) -> tuple[Choice, ...]:
        key, title = f"{full}.{name}", entry.name or ""
        row = Value(key, title, unit, value, owner, source, "H", since, until)
        return (Choice(row.key, row=row),)

    limit, cost, term = entry.limit, entry.rate, entry.term_months
    amount = limit and (limit.most if limit.least is None else {"min": limit.least, "max": limit.most})
    return Product(
        code=full,
        title=entry.name or "",
        family="partner",
        kind=entry.kind or "loan",
        order=500,
        programme="",
        rules=tuple(
            _condition(f"{full}.{i}", c, owner, source) for i, c in enumerate(entry.conditions or (), 1)
        ),
        limit=figure("limit", "won", amount) if amount else (),
        rate=figure("rate", "percent_per_year", {"min": cost.low, "max": cost.high}) if cost else (),
        term=figure("term", "months", {"min": term.low, "max": term.high}) if term else (),
        apply=_plain(entry.apply),
        needs=_plain(entry.needs),
        notes=_plain(entry.notes),
        source=source,
        offer=Offer(owner, since, until, source, _contact(institution)),
    )


def _plain(sentences: tuple[str, ...] | None) -> tuple[str, ...]:
    """A partner's braces are no slots of ours."""
    return tuple(sentence.replace("{", "(").replace("}", ")") for sentence in sentences or ())


def _condition(id: str, told: PartnerCondition, article: str, source: str) -> Condition:
    kind, _ = PARTNER_FACTS[told.fact or ""]
    bound: Any = told.value if kind == NUMBER else told.flag if kind == YES_NO else told.values
    says, fail, ask = _plain((told.says or "", told.fail or "", told.ask or ""))
    return Condition(
        id,
        told.fact or "",
        told.op,  # type: ignore[arg-type]
        bound=bound,
        says=says,
        fail=fail,
        ask=ask,
        article=article,
        source=source,
        soft=bool(told.soft),
    )


def _contact(institution: Institution) -> tuple[tuple[str, str], ...]:
    pairs = (("name", institution.name), ("phone", institution.phone), ("url", institution.url))
    return tuple((name, value) for name, value in pairs if value)


def main(argv: list[str]) -> int:
    """Check a folder of partner files; print every fault."""
    try:
        found = load_partners(Path(argv[0]) if argv else HERE)
    except PartnerError as error:
        print("\n".join(error.lines), file=sys.stderr)
        return 1
    print(f"제휴 기관 상품 {len(found)}개를 읽었습니다. 잘못된 곳이 없습니다.")
    return 0
