"""What holds for everybody about claims, advice and branches, with the answers that running plans and homes add."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.assess.api import IN_DOCUMENTS, assess, describe_option, weigh
from chalicelib.assess.facts import case_of
from chalicelib.assess.person import Asset, Business, History, Person
from chalicelib.assess.remedy import VERDICTS
from chalicelib.law import law_as_of
from tests.assess.people import covered_days, people

days = st.dates(date(2017, 1, 1), date(2027, 12, 31))
more = st.fixed_dictionaries(
    {},
    optional={
        "history": st.fixed_dictionaries(
            {
                "ccrs_plan": st.sampled_from(["none", "paying", "lapsed"]),
                "open_procedure": st.sampled_from(["none", "rehabilitation"]),
            },
            optional={
                "ccrs_lapsed_on": days,
                "ccrs_plan_months": st.integers(1, 120),
                "ccrs_paid_months": st.integers(0, 120),
                "ccrs_missed": st.integers(0, 9),
            },
        ).map(lambda answers: History(**answers)),
        "business": st.fixed_dictionaries(
            {"opened_on": st.dates(date(2015, 1, 1), date(2020, 1, 1))},
            optional={
                "closed_on": st.dates(date(2020, 1, 2), date(2026, 1, 1)),
                "excluded_trade": st.booleans(),
            },
        ).map(lambda answers: Business(**answers)),
        "assets": st.fixed_dictionaries(
            {"kind": st.just("home"), "value": st.integers(0, 900_000_000)},
            optional={"shared": st.booleans(), "lived_in": st.booleans()},
        ).map(lambda answers: (Asset(**answers),)),
        "court_region": st.sampled_from(["seoul", "gwangju", "jeju", "ulsan", "wonju"]),
    },
)


@settings(max_examples=250)
@given(people, more, covered_days)
def test_every_sentence_to_a_person_is_whole_and_cites_its_source(
    person: Person, extra: dict[str, Any], day: date
) -> None:
    for option in assess(person.replace(**extra), day)["options"]:
        told = [*option["advice"], *(sentence for note in option["claims"] for sentence in note["says"])]
        for sentence in told:
            assert sentence["article"] or sentence["source"], sentence["id"]
            assert "{" not in sentence["says"] and "확인 필요" not in sentence["says"], sentence["id"]
        assert len({sentence["id"] for sentence in option["advice"]}) == len(option["advice"])
        json.dumps(option, default=str)


@settings(max_examples=250)
@given(people, more, covered_days)
def test_branch_figures_are_never_negative_nor_crossed(
    person: Person, extra: dict[str, Any], day: date
) -> None:
    for option in assess(person.replace(**extra), day)["options"]:
        for branch in option["branches"]:
            for span in (branch["estimate"] or {}).values():
                if isinstance(span, dict):
                    ends = [end for end in span.values() if end is not None]
                    assert all(end >= 0 for end in ends), (option["remedy"], branch["id"])
                    assert len(ends) < 2 or ends[0] <= ends[1], (option["remedy"], branch["id"])


@settings(max_examples=150)
@given(people, more, covered_days)
def test_a_remedy_speaks_of_every_claim_once_and_in_order(
    person: Person, extra: dict[str, Any], day: date
) -> None:
    case = case_of(person.replace(**extra), law_as_of(day))
    for option in weigh(case):
        if option.verdict != "closed" and option.remedy.claims is not None:
            assert [note["debt"] for note in describe_option(option, IN_DOCUMENTS)["claims"]] == list(
                range(len(person.debts or ()))
            )


def test_verdict_words_cover_every_status() -> None:
    assert set(VERDICTS.values()) == {"open", "closed", "unknown"}
