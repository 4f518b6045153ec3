"""Each fact has one function that gives it, and each function gives what it says and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.assess.facts import FACTS, Case, case_of
from chalicelib.assess.given import GIVERS, Giver, gives
from chalicelib.assess.person import Person
from chalicelib.law import law_as_of
from tests.assess.cases import load, person_of

DAY = date(2026, 11, 22)
GOLDEN = {case["name"]: person_of(case) for case in load("golden.yaml")}
FUNCTIONS = sorted(set(GIVERS.values()), key=lambda giver: (giver.__module__, giver.__name__))


def test_every_fact_has_a_function_that_gives_it_and_a_label() -> None:
    assert set(GIVERS) == set(FACTS)


@pytest.mark.parametrize("giver", FUNCTIONS, ids=lambda giver: giver.__name__)
@pytest.mark.parametrize("person", [Person(), *GOLDEN.values()], ids=["nobody told anything", *GOLDEN])
def test_a_function_gives_just_the_facts_it_names(giver: Giver, person: Person) -> None:
    case = case_of(person, law_as_of(DAY))
    written = _Written(case)
    giver(case, written)
    assert set(written) == {name for name, by in GIVERS.items() if by is giver}


def test_facts_are_the_same_in_whatever_order_they_are_read() -> None:
    for person in GOLDEN.values():
        forward, backward = case_of(person, law_as_of(DAY)), case_of(person, law_as_of(DAY))
        ahead = {name: forward[name] for name in FACTS}
        behind = {name: backward[name] for name in reversed(FACTS)}
        assert ahead == behind


def test_a_name_that_nobody_gives_is_an_error() -> None:
    with pytest.raises(KeyError):
        case_of(Person(), law_as_of(DAY))["colour_of_the_car"]


def test_two_functions_cannot_give_the_same_fact() -> None:
    with pytest.raises(ValueError, match="income"):
        gives("income")(lambda case, facts: None)


class _Written(dict[str, object]):
    """What one function writes; what it reads comes from the case."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case

    def __missing__(self, name: str) -> object:
        return self._case[name]
