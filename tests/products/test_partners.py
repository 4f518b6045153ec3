"""Partner files: the example is right, every fault is named by file, entry and field, and the products join the match."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.assess.person import Person
from chalicelib.assess.products.api import match
from chalicelib.assess.products.describe import UNITS
from chalicelib.assess.products.partners import HERE, PartnerError, load_partners, main, read_partner
from chalicelib.assess.products.partners.shape import PARTNER_FACTS
from chalicelib.assess.products.product import Product
from chalicelib.assess.products.questions import Unanswered
from chalicelib.law import law_as_of
from tests.products.support import DAY, EMPTY, ProductAnswers

EXAMPLE: dict[str, Any] = json.loads((HERE / "_example.json").read_text("utf-8"))
CODE = "example_union.fresh_start"
FITS = {
    "monthly_income": 3_333_333,
    "debts": [],
    "statuses": [],
    "history": {"none_before": True},
}


def written(folder: Path, document: Any, name: str = "union.json") -> Path:
    path = folder / name
    path.write_text(
        document if isinstance(document, str) else json.dumps(document, ensure_ascii=False), "utf-8"
    )
    return path


def faults(folder: Path, document: Any) -> tuple[str, ...]:
    with pytest.raises(PartnerError) as caught:
        read_partner(written(folder, document))
    return caught.value.lines


def changed(*steps: Any, to: Any) -> dict[str, Any]:
    document = copy.deepcopy(EXAMPLE)
    inner: Any = document
    for step in steps[:-1]:
        inner = inner[step]
    if to is ...:
        del inner[steps[-1]]
    else:
        inner[steps[-1]] = to
    return document


@pytest.fixture(scope="module")
def partner() -> tuple[Product, ...]:
    return read_partner(HERE / "_example.json")


def test_what_ships_is_valid_and_the_example_is_not_shown_to_anyone() -> None:
    assert CODE not in {product.code for product in load_partners(HERE)}
    assert main([]) == 0


def test_the_example_joins_the_match_with_its_own_figures_and_citation(partner: tuple[Product, ...]) -> None:
    result = match(Person.parse(FITS), DAY, partners=partner)
    found = next(product for product in result["products"] if product["product"] == CODE)
    assert found["verdict"] == "open"
    assert (found["limit_says"], found["rate_says"], found["term_says"]) == (
        "50만 원~500만 원",
        "연 5.5%~8.9%",
        "12개월~36개월",
    )
    assert found["contact"] == {"name": "보기신협", "phone": "02-000-0000", "url": "example.org"}
    assert all("보기신협 상품설명서 2026-03호" in finding["source"] for finding in found["findings"])
    assert CODE in {item["product"] for item in result["recommended"]}
    assert all("{" not in text for text in found["notes"])


@pytest.mark.parametrize(
    ("income", "verdict"), [(3_333_333, "open"), (3_333_334, "closed"), (None, "unknown")]
)
def test_a_partners_bound_holds_at_its_edge_and_unknown_is_not_no(
    partner: tuple[Product, ...], income: int | None, verdict: str
) -> None:
    result = match(Person.parse(FITS | {"monthly_income": income}), DAY, partners=partner)
    assert {p["product"]: p["verdict"] for p in result["products"]}[CODE] == verdict


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2026, 3, 1), "closed"),
        (date(2026, 3, 2), "unknown"),
        (date(2027, 2, 28), "unknown"),
        (date(2027, 3, 1), "closed"),
    ],
)
def test_a_partners_product_is_offered_from_its_first_to_its_last_day(
    partner: tuple[Product, ...], day: date, verdict: str
) -> None:
    result = match(EMPTY, day, partners=partner)
    assert {p["product"]: p["verdict"] for p in result["products"]}[CODE] == verdict


@pytest.mark.parametrize(
    ("document", "names"),
    [
        (
            changed("products", 0, "rate", "high", to=24.1),
            ("products[0] ‘다시 시작 소액대출’ /rate/high", "법정 최고이자율(연 20%)"),
        ),
        (changed("products", 0, "rate", "low", to=9), ("/rate/low", "클 수 없습니다")),
        (changed("products", 0, "limit", "most", to=499_999), ("/limit/least", "클 수 없습니다")),
        (changed("products", 0, "limit", "most", to=5000000.5), ("/limit/most", "원 단위의 정수")),
        (changed("products", 0, "limit", "most", to="500만"), ("/limit/most", "가장 많은 금액")),
        (changed("products", 0, "term_months", "low", to=37), ("/term_months/low",)),
        (changed("products", 0, "until", to="2026-03-01"), ("/until", "앞설 수 없습니다")),
        (changed("products", 0, "since", to="2026.3.2"), ("/since", "2026-11-22처럼")),
        (changed("products", 0, "kind", to="gift"), ("/kind", "loan")),
        (changed("products", 0, "source", to=...), ("/source", "꼭 적어야")),
        (changed("products", 0, "apply", to=[]), ("/apply", "한 문장 이상")),
        (changed("products", 0, "name", to=...), ("products[0] /name", "꼭 적어야")),
        (
            changed("products", 0, "conditions", 0, "fact", to="shoe_size"),
            ("/conditions/0/fact", "stated_income"),
        ),
        (changed("products", 0, "conditions", 0, "op", to="is"), ("/conditions/0/op", "<=, <, >=, >")),
        (changed("products", 0, "conditions", 0, "value", to=...), ("/conditions/0/value", "stated_income")),
        (changed("products", 0, "conditions", 0, "flag", to=True), ("/conditions/0/flag", "쓰지 않습니다")),
        (
            changed("products", 0, "conditions", 2, "values", to=["rich"]),
            ("/conditions/2/values/0", "basic_livelihood"),
        ),
        (changed("products", 0, "conditions", 0, "valeu", to=1), ("/conditions/0/valeu", "알 수 없는 항목")),
        (changed("institution", "code", to="한글"), ("/institution/code", "방식이 맞지 않습니다")),
        (changed("verified_on", to=...), ("/verified_on", "꼭 적어야")),
        (
            changed("products", to=[EXAMPLE["products"][0]] * 2),
            ("products[1] ‘다시 시작 소액대출’ /code", "두 번"),
        ),
        ("[]", ("union.json", "객체여야")),
        ("{", ("JSON으로 읽을 수 없습니다",)),
        ('{"products": 1, "products": 2}', ("‘products’ 항목이 두 번",)),
    ],
)
def test_a_fault_is_named_by_file_entry_and_field(
    tmp_path: Path, document: Any, names: tuple[str, ...]
) -> None:
    lines = faults(tmp_path, document)
    assert all(line.startswith("union.json") for line in lines)
    named = [line for line in lines if names[0] in line]
    assert named, lines
    assert any(all(name in line for name in names) for line in named), named


def test_every_fault_of_every_file_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two = changed("products", 0, "rate", "high", to=24.1)
    two["products"][0]["kind"] = "gift"
    written(tmp_path, two, "a.json")
    written(tmp_path, changed("verified_on", to=...), "b.json")
    assert main([str(tmp_path)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert sum(line.startswith("a.json") for line in said) >= 1
    assert sum(line.startswith("b.json") for line in said) == 1


def test_two_files_may_not_share_a_product(tmp_path: Path) -> None:
    written(tmp_path, EXAMPLE, "a.json")
    written(tmp_path, EXAMPLE, "b.json")
    with pytest.raises(PartnerError, match="겹칩니다"):
        load_partners(tmp_path)


def test_every_fact_a_partner_may_use_has_a_unit_and_can_be_asked_for() -> None:
    unanswered = Unanswered(EMPTY, ProductAnswers(), law_as_of(DAY))
    for fact in PARTNER_FACTS:
        assert UNITS[fact]
        assert unanswered.of(fact), fact
