"""The golden persons of worked-logic.md, one YAML case each."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.assess.api import assess
from chalicelib.assess.facts import case_of
from chalicelib.law import law_as_of
from chalicelib.rules import plain
from tests.assess.cases import day_of, load, person_of
from tests.tools.golden_persons import PAGE, page

GOLDEN = load("golden.yaml")


def leaves(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [leaf for found in findings for leaf in (found, *leaves(found.get("parts", [])))]


def within(expected: dict[str, Any], got: Any, where: str) -> None:
    for key, value in expected.items():
        if isinstance(value, dict):
            within(value, got[key], f"{where}.{key}")
        else:
            assert got[key] == value, f"{where}.{key}: {got[key]} instead of {value}"


@pytest.mark.parametrize("case", GOLDEN, ids=[case["name"][:60] for case in GOLDEN])
def test_golden(case: dict[str, Any]) -> None:
    person, day, expect = person_of(case), day_of(case), case["expect"]
    result = assess(person, day)
    options = {option["remedy"]: option for option in result["options"]}
    facts = case_of(person, law_as_of(day))
    for code, verdict in expect.get("options", {}).items():
        waits = [f["id"] for f in options[code]["findings"] if f["status"] in ("fail", "unknown")]
        assert options[code]["verdict"] == verdict, f"{code} is {options[code]['verdict']} because of {waits}"
    for name, value in expect.get("facts", {}).items():
        assert plain(facts[name]) == value, f"{name} is {facts[name]}"
    for code, figures in expect.get("estimates", {}).items():
        within(figures, options[code]["estimate"], code)
    for code, variants in expect.get("variants", {}).items():
        made = {variant["id"]: variant for variant in options[code]["estimate"]["variants"]}
        within(variants, made, code)
    found = {leaf["id"]: leaf for option in result["options"] for leaf in leaves(option["findings"])}
    for name, status in expect.get("findings", {}).items():
        assert found[name]["status"] == status, name
    for name, margin in expect.get("margins", {}).items():
        assert found[name]["margin"] == margin
    for name, bound in expect.get("bounds", {}).items():
        assert found[name]["bound"] == bound
    for code, branches in expect.get("branches", {}).items():
        made = {branch["id"]: branch["verdict"] for branch in options[code]["branches"]}
        within(branches, made, code)
    for code, branches in expect.get("branch_variants", {}).items():
        for branch in options[code]["branches"]:
            for name, figures in branches.get(branch["id"], {}).items():
                variant = next(v for v in branch["estimate"]["variants"] if v["id"] == name)
                within(figures, variant, f"{code}.{branch['id']}")
    for code, missing in expect.get("missing", {}).items():
        assert set(missing) <= set(options[code]["estimate"]["missing"])
    if "flags" in expect:
        assert set(expect["flags"]) <= {flag["code"] for flag in result["diagnosis"]["flags"]}
    if "urgent" in expect:
        assert [item["code"] for item in result["urgent"]] == expect["urgent"]
    if "recommended" in expect:
        assert [item["remedy"] for item in result["recommended"]][
            : len(expect["recommended"]) or None
        ] == expect["recommended"]
    if "recommended_first" in expect:
        assert result["recommended"][0]["remedy"] == expect["recommended_first"]
    if expect.get("no_figures"):
        assert all(option["estimate"] is None for option in result["options"])
        assert all(option["verdict"] != "open" for option in result["options"])
        assert all(
            value is None
            for key, value in result["diagnosis"].items()
            if key not in ("flags", "court_living_cost")
        )
    if "asks_first" in expect:
        assert result["next_questions"][0]["fact"] == expect["asks_first"]


def test_the_page_of_the_golden_persons_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.tools.golden_persons"
