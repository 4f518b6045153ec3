"""Every product: the edge of every bound, its days, its citations, its words, and that unknown is never a no."""

from __future__ import annotations

import doctest
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.assess.person import Person
from chalicelib.assess.products import all_products
from chalicelib.assess.products import facts as facts_module
from chalicelib.assess.products.answers import ASKS, ProductAnswers
from chalicelib.assess.products.api import match, verdicts
from chalicelib.assess.products.describe import UNITS
from chalicelib.assess.products.order import STEPS
from chalicelib.assess.products.product import Product, in_force, try_product
from chalicelib.assess.products.questions import Unanswered
from chalicelib.law import COVERED_FROM, COVERED_TO, history, keys, law_as_of
from chalicelib.rules import Condition
from tests.products import support
from tests.products.support import DAY, EMPTY, Satisfied, at, bound_of, flat, leaves, needed

support.NUMBERS = support.number_facts(UNITS)
PRODUCTS = all_products()
LAW = law_as_of(DAY)
RUNNING = [p for p in PRODUCTS if in_force(p.code, p.programme, p.title, DAY).status != "fail"]
DECIDABLE = [
    p
    for p in RUNNING
    if LAW.on(p.programme) and all(bound_of(rule, LAW) is not None or rule.than for rule in needed(p.rules))
]
NUMERIC = [
    (p, rule)
    for p in RUNNING
    for rule in leaves(p.rules)
    if rule.op in ("<=", "<", ">=", ">") and isinstance(bound_of(rule, LAW), int)
]
DAYS = (
    date(2018, 1, 1),
    date(2025, 3, 30),
    date(2025, 3, 31),
    date(2026, 1, 1),
    date(2026, 1, 2),
    DAY,
    date(2027, 12, 31),
)


def ids(product: Product) -> str:
    return product.code


def test_every_section_of_the_sheet_has_its_products() -> None:
    cited = " ".join(product.source for product in PRODUCTS)
    for section in (
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
    ):
        assert f"PRD-{section}" in cited, section
    assert len(PRODUCTS) >= 45


@pytest.mark.parametrize(("product", "rule"), NUMERIC, ids=[rule.id for _, rule in NUMERIC])
def test_a_bound_holds_at_its_edge_and_not_one_past_it(product: Product, rule: Condition) -> None:
    bound, step = bound_of(rule, LAW), 1 if rule.op in ("<=", "<") else -1
    edge = bound - (rule.op == "<") + (rule.op == ">")
    facts = {rule.fact: at(edge), rule.when: True}
    assert rule.evaluate(facts, LAW).status == "pass"
    past = rule.evaluate(facts | {rule.fact: at(edge + step)}, LAW)
    assert (past.status, past.margin) == ("fail", -1)


@pytest.mark.parametrize("product", DECIDABLE, ids=ids)
def test_a_product_is_open_when_every_bound_is_just_met(product: Product) -> None:
    assert try_product(product, Satisfied(product, LAW), LAW).verdict == "open"


@pytest.mark.parametrize("product", DECIDABLE, ids=ids)
def test_one_past_any_single_condition_closes_the_product(product: Product) -> None:
    for rule in product.rules:
        if not isinstance(rule, Condition) or rule.soft:
            continue
        facts = Satisfied(product, LAW)
        bound = bound_of(rule, LAW)
        if rule.op in ("<=", "<", ">=", ">"):
            if not isinstance(bound, int):
                bound = 1_000_000
            facts[rule.fact] = at(
                bound + 1 if rule.op == "<=" else bound if rule.op in ("<", ">") else bound - 1
            )
        elif rule.op == "is":
            facts[rule.fact] = not bound
        elif rule.op == "in":
            facts[rule.fact] = "soldier"
        else:
            facts[rule.fact] = frozenset() if rule.op == "has" else frozenset(bound)
        assert try_product(product, facts, LAW).verdict == "closed", rule.id


@pytest.mark.parametrize("product", [p for p in RUNNING if p not in DECIDABLE], ids=ids)
def test_a_product_whose_terms_nobody_found_is_never_said_to_be_open(product: Product) -> None:
    assert try_product(product, Satisfied(product, LAW), LAW).verdict == "unknown"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_of_somebody_who_said_nothing_no_condition_is_failed_or_met(day: date) -> None:
    for product in match(EMPTY, day)["products"]:
        head, *others = product["findings"]
        assert all(f["status"] != "fail" for f in others), product["product"]
        if product["verdict"] == "closed":
            assert head["status"] == "fail"
        if product["verdict"] == "open":
            assert not [rule for rule in others if not rule.get("soft")], product["product"]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_finding_cites_a_source_and_speaks_whole_sentences(day: date) -> None:
    talker = Person.parse(
        {
            "age": 30,
            "monthly_income": 9_000_000,
            "employment": "soldier",
            "debts": [],
            "statuses": [],
            "hardships": [],
        }
    )
    for person in (EMPTY, talker):
        for product in match(person, day)["products"]:
            for finding in flat(product["findings"]):
                where = f"{product['product']} {finding['id']}"
                assert finding["source"], where
                assert finding["article"] or finding["status"] == "unknown", where
                texts = [finding["says"], *product["notes"], *product["apply"], *product["needs"]]
                for text in texts:
                    assert text.endswith((".", ")")), f"{where}: {text}"
                    assert not re.search(r"[{}]|연체자|승인|무조건|  ", text), f"{where}: {text}"


def test_no_sentence_on_the_present_day_shows_an_empty_figure_where_the_product_runs() -> None:
    for product in match(EMPTY, DAY)["products"]:
        if product["findings"][0]["status"] == "pass":
            for text in (
                *(f["says"] for f in flat(product["findings"])),
                *product["notes"],
                *product["apply"],
            ):
                assert "(확인 필요)" not in text, text


def test_ids_of_conditions_are_unique_within_a_product_and_begin_with_its_code() -> None:
    for product in PRODUCTS:
        names = [f["id"] for f in flat(_findings(product))]
        assert all(name.startswith(product.code + ".") for name in names), names


def _findings(product: Product) -> list[dict[str, Any]]:
    return next(
        found["findings"] for found in match(EMPTY, DAY)["products"] if found["product"] == product.code
    )


# --- days -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "last", "successor"),
    [
        ("worker_sunshine", date(2026, 1, 1), "sunshine_general"),
        ("sunshine_bank", date(2026, 1, 1), "sunshine_general"),
        ("sunshine_15", date(2026, 1, 1), "sunshine_special"),
        ("lowest_credit", date(2026, 1, 1), "sunshine_special"),
        ("living_small_loan", date(2025, 3, 30), "prevention_loan"),
        ("youth_leap_account", date(2025, 12, 31), "youth_future_savings"),
    ],
)
def test_a_withdrawn_product_ends_on_its_day_with_its_reason_and_what_follows(
    code: str, last: date, successor: str
) -> None:
    before = next(p for p in match(EMPTY, last)["products"] if p["product"] == code)
    after = next(p for p in match(EMPTY, last + timedelta(days=1))["products"] if p["product"] == code)
    assert before["verdict"] != "closed"
    assert after["verdict"] == "closed"
    assert (after["successor"], len(after["findings"])) == (successor, 1)
    assert after["findings"][0]["says"].startswith("이 날에는 ")
    assert after["limit"] is None and after["rate"] is None


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("sunshine_general", date(2026, 1, 2)),
        ("sunshine_special", date(2026, 1, 2)),
        ("prevention_loan", date(2025, 3, 31)),
        ("youth_future_savings", date(2026, 6, 22)),
        ("micro_youth_bridge", date(2026, 3, 31)),
        ("new_leap_loan", date(2025, 11, 1)),
        ("livelihood_account", date(2026, 2, 1)),
    ],
)
def test_a_new_product_does_not_exist_the_day_before_it_starts(code: str, first: date) -> None:
    product = next(p for p in PRODUCTS if p.code == code)
    assert in_force(code, product.programme, product.title, first).status == "pass"
    assert in_force(code, product.programme, product.title, first - timedelta(days=1)).status == "fail"


def test_a_day_of_which_nothing_is_known_is_unknown_and_not_closed() -> None:
    found = in_force("new_hope_seed", "product.new_hope_seed.programme", "새희망홀씨Ⅱ", date(2026, 6, 22))
    assert found.status == "unknown"


@pytest.mark.parametrize("product", PRODUCTS, ids=ids)
def test_every_day_of_the_tables_gives_an_answer_on_both_sides_of_every_change(product: Product) -> None:
    edges = {row.from_ + timedelta(days=n) for row in history(product.programme) for n in (-1, 0)}
    for day in edges:
        if COVERED_FROM <= day <= COVERED_TO:
            assert verdicts(EMPTY, day)[product.code] in ("open", "closed", "unknown")


# --- the law data ---------------------------------------------------------------------------------------------------
NOT_READ = {
    "product.fund_until": "background of the guarantees, no product depends on it",
    "product.low10.nice": "left empty until a person enters the line; read by nothing yet",
    "product.low10.kcb": "left empty until a person enters the line; read by nothing yet",
    "product.sunshine_youth.limit_each": "exists without a figure; the note says so in words",
    "product.prevention_loan.rate_after_reward": "derived by the sheet from two other rows",
}


def test_every_product_figure_is_read_by_a_rule_a_choice_or_a_sentence() -> None:
    folder = Path(facts_module.__file__).parents[1]
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    text = text.replace("{FUTURE}", "product.youth_future_savings").replace(
        "{LEASE}", "product.lease_guarantee"
    )
    text = re.sub(r'f"product\.youth_future_savings\.\{key\}"', '"product.youth_future_savings."', text)
    programmes = {product.programme for product in PRODUCTS}
    composed = ("youth_future_savings", "lease_guarantee", ".terms")
    for key in keys():
        if key.startswith("product.") and key not in programmes and key not in NOT_READ:
            short = key.rpartition(".")[2]
            assert key in text or (any(name in key for name in composed) and short in text), key
    assert set(NOT_READ) <= set(keys())


def test_what_holds_for_every_loan_is_said_with_its_source_and_the_figure_of_the_day() -> None:
    today, before = match(EMPTY, DAY)["good_to_know"], match(EMPTY, date(2026, 1, 31))["good_to_know"]
    assert all(line["source"].startswith("PRD-") and "{" not in line["says"] for line in today)
    assert any("250만 원" in line["says"] for line in today)
    assert any("185만 원" in line["says"] for line in before)
    assert any("연 20%" in line["says"] for line in today)


def test_a_remote_small_loan_names_both_limits() -> None:
    notes = " ".join(next(p["notes"] for p in match(EMPTY, DAY)["products"] if p["product"] == "small_loan"))
    assert "5,000,000원" in notes and "8,000,000원" in notes


def test_the_open_lines_stay_empty() -> None:
    for key in (
        "product.low10.nice",
        "product.low10.kcb",
        "product.low50.nice",
        "product.low50.kcb",
        "product.sunshine_general.limit",
    ):
        assert LAW[key].value is None


def test_the_decision_list_names_real_products_once() -> None:
    named = [code for _, codes, _ in STEPS for code in codes]
    assert len(set(named)) == len(named)
    assert set(named) <= {product.code for product in PRODUCTS}
    assert all(product.successor in {"", *(p.code for p in PRODUCTS)} for product in PRODUCTS)


def test_every_open_finding_can_be_asked_about_or_is_for_the_counsellor() -> None:
    """Facts that no answer reaches are only those that stand for terms nobody found."""
    unanswered = Unanswered(EMPTY, ProductAnswers(), law_as_of(DAY))
    for product in RUNNING:
        for rule in leaves(product.rules):
            if rule.fact != "day" and not rule.soft:
                assert unanswered.of(rule.fact), f"{rule.id} reads {rule.fact}, which nobody asks"
    assert set(ASKS) == set(ProductAnswers.fields)


def test_the_next_question_is_worth_most_and_answering_it_settles_something() -> None:
    questions = match(EMPTY, DAY)["next_questions"]
    assert [q["worth"] for q in questions] == sorted((q["worth"] for q in questions), reverse=True)
    assert questions and all(q["of"] in ("person", "answers") and q["asks"] for q in questions)


def test_docstring_examples_of_the_facts_hold() -> None:
    assert doctest.testmod(facts_module).failed == 0


def test_what_one_caller_does_to_an_answer_does_not_reach_the_next() -> None:
    first = match(EMPTY, DAY)
    for product in first["products"]:
        product["notes"].append("바뀐 글")
        product["apply"].clear()
        product["findings"][0]["status"] = "fail"
        product["contacts"].clear()
        if product["limit"]:
            product["limit"]["high"] = -1
            product["limit"]["basis"].clear()
    again = match(EMPTY, DAY)
    assert not any("바뀐 글" in product["notes"] for product in again["products"])
    assert all(product["apply"] and product["contacts"] for product in again["products"])
    assert all(p["limit"]["high"] != -1 for p in again["products"] if p["limit"])
    assert any(p["limit"]["basis"] for p in again["products"] if p["limit"])
    assert any(product["findings"][0]["status"] == "pass" for product in again["products"])
