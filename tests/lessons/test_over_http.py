"""Lessons over HTTP: open to anyone, progress in the session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.assess.api import assess
from tests.web.support import Service, Visitor, running


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("lessons"), assess=assess) as service:
        yield service


@pytest.fixture
def visitor(http: Service) -> Visitor:
    return http.open()


def test_anyone_may_learn_without_a_session(http: Service) -> None:
    listed = http.ask("GET", "/v1/lessons").json["lessons"]
    assert len(listed) == 12
    lesson = http.ask("GET", f"/v1/lessons/{listed[0]['id']}").json
    assert {choice["id"] for choice in lesson["quiz"]["choices"]} == {"a", "b", "c", "d"}


def test_a_right_and_a_wrong_choice_are_both_explained(http: Service) -> None:
    answers = [http.ask("POST", "/v1/lessons/cards/answers", {"choice": c}).json for c in "abcd"]
    assert [answer["right"] for answer in answers].count(True) == 1
    assert len({answer["because"] for answer in answers}) == 1


@pytest.mark.parametrize("path", ["/v1/lessons/nothing", "/v1/lessons/%2e%2e"])
def test_an_unknown_lesson_is_not_found(http: Service, path: str) -> None:
    assert http.ask("GET", path).status == 404


@pytest.mark.parametrize("body", [{}, {"choice": "e"}, {"choice": 1}, {"choice": "a", "more": 1}])
def test_what_is_no_choice_is_refused(http: Service, body: dict[str, object]) -> None:
    assert http.ask("POST", "/v1/lessons/cards/answers", body).status == 422


def test_a_day_outside_the_tables_is_refused(http: Service) -> None:
    assert http.ask("GET", "/v1/lessons/cards?as_of=2030-01-01").status == 422


def test_progress_is_kept_and_right_stays_right(visitor: Visitor) -> None:
    right = next(
        c for c in "abcd" if visitor.ask("POST", "/lessons/cards/answers", {"choice": c}).json["right"]
    )
    wrong = "a" if right != "a" else "b"
    visitor.ask("POST", "/lessons/cards/answers", {"choice": wrong})
    entry = next(one for one in visitor.ask("GET", "/lessons").json["lessons"] if one["id"] == "cards")
    assert entry["done"] is True
    assert entry["right"] is True


def test_progress_and_answers_live_side_by_side(visitor: Visitor) -> None:
    visitor.tell({"age": 30})
    visitor.ask("POST", "/lessons/score/answers", {"choice": "a"})
    visitor.tell({"monthly_income": 2_000_000})
    assert visitor.person() == {"age": 30, "monthly_income": 2_000_000}
    done = [one["id"] for one in visitor.ask("GET", "/lessons").json["lessons"] if one.get("done")]
    assert done == ["score"]


def test_the_own_list_puts_first_what_the_answers_make_useful(visitor: Visitor) -> None:
    visitor.tell({"hardships": ["voice_phishing"]})
    listed = visitor.ask("GET", "/lessons").json["lessons"]
    assert listed[0]["id"] == "phishing"
    assert listed[0]["first"] is True
    assert len(listed) == 12


def test_the_early_warning_is_the_sessions_own(visitor: Visitor) -> None:
    visitor.tell({"new_debt_6m": 5_000_000})
    answer = visitor.ask("GET", "/early-warning").json
    assert [sign["code"] for sign in answer["signs"]] == ["new_debt"]
    assert visitor.service.ask("GET", f"/v1/sessions/{visitor.id}/early-warning").status == 401
