"""An institution's policy file: the 2007 demonstration keeps the article's marks; a faulty file names every fault."""

from __future__ import annotations

import copy
import itertools
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.score import combine
from chalicelib.score import policy as policies
from chalicelib.score.policy import BadPolicy, Policy

POLICY = policies.load()
DATA = json.loads(policies.DEFAULT.read_text("utf-8"))
CAP = Decimal(20)


def changed(place: str, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(DATA)
    *path, last = place.strip("/").split("/")
    target: Any = data
    for step in path:
        target = target[int(step)] if isinstance(target, list) else target[step]
    target[int(last) if isinstance(target, list) else last] = value
    return data


def test_limits_of_the_demonstration_run_from_5_million_to_100_million_won() -> None:
    limits = [v for row in DATA["limits"].values() for v in row.values() if v]
    assert (min(limits), max(limits)) == (5_000_000, 100_000_000)


def test_grade_8_pays_about_twice_what_grade_1_pays() -> None:
    one, eight = (POLICY.lending(g, 50_000_000, CAP) for g in (1, 8))
    assert one.rate_high and eight.rate_high
    assert Decimal("1.8") <= eight.rate_high / one.rate_high <= Decimal("2.2")


@pytest.mark.parametrize(
    ("grade", "days", "after"),
    [
        (1, 30, 5),
        (4, 30, 5),
        (5, 30, 6),
        (6, 30, 6),
        (7, 30, 7),
        (10, 200, 10),
        (1, 29, 1),
        (1, None, 1),
        (3, 0, 3),
    ],
)
def test_thirty_days_of_arrears_bring_a_better_grade_down_to_5_or_6(
    grade: int, days: int | None, after: int
) -> None:
    assert POLICY.after_arrears(grade, days) == after


@pytest.mark.parametrize(
    ("points", "grade"), [(1000, 1), (720, 1), (719, 2), (600, 6), (440, 9), (439, 10), (1, 10)]
)
def test_a_grade_starts_at_its_lower_bound(points: int, grade: int) -> None:
    assert POLICY.grade(points) == grade


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_more_points_never_mean_a_worse_grade(a: int, b: int) -> None:
    assert (POLICY.grade(a) >= POLICY.grade(b)) or a > b


@given(st.integers(1, 10), st.integers(0, 10**12))
def test_a_better_grade_or_more_income_never_lowers_the_limit(grade: int, income: int) -> None:
    now = POLICY.lending(grade, income, CAP).limit
    assert now is not None
    if grade > 1:
        better = POLICY.lending(grade - 1, income, CAP).limit
        assert better is not None and better >= now
    more = POLICY.lending(grade, income * 2 + 1, CAP).limit
    assert more is not None and more >= now


def test_the_highest_legal_rate_clips_every_band() -> None:
    found = POLICY.lending(8, 50_000_000, Decimal("14"))
    assert (found.rate_high, found.capped) == (Decimal("14"), True)
    assert POLICY.lending(8, 50_000_000, CAP).capped is False


def test_without_an_income_there_is_no_limit_but_a_rate() -> None:
    found = POLICY.lending(3, None, CAP)
    assert found.limit is None and found.rate_low == Decimal("8.2")


@pytest.mark.parametrize(
    ("cb", "assets", "late", "segment"),
    [
        (1, 100_000_000, False, 1),
        (1, 99_999_999, False, 2),
        (4, 30_000_000, False, 2),
        (6, 0, False, 3),
        (7, 10**9, False, 4),
        (1, 10**9, True, 5),
        (None, 10**9, True, 5),
        (None, 10**9, False, None),
        (1, 10**9, None, None),
        (1, None, False, None),
        (6, None, False, 3),
    ],
)
def test_five_segments_by_bureau_grade_assets_and_arrears(
    cb: int | None, assets: int | None, late: bool | None, segment: int | None
) -> None:
    assert POLICY.brokerage_segment(cb, assets, late) == segment


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("/schema", "policy/0"),
        ("/id", ""),
        ("/source", None),
        ("/confidence", "certain"),
        ("/from", "someday"),
        ("/to", "2007-01-01"),
        ("/grades/lower_bounds", [1, 2, 3]),
        ("/grades/lower_bounds", [720, 695, 670, 645, 620, 590, 560, 520, 520, 1]),
        ("/income_classes/4/at_least", 5),
        ("/limits/3/I2", 1),
        ("/limits/3/I2", 36_000_000),
        ("/limits/4", {"I1": 5_000_000}),
        ("/rates/2", {"low": "9", "high": "8"}),
        ("/rates/5", {"low": "1", "high": "2"}),
        ("/rates/5", {"low": "NaN", "high": "2"}),
        ("/rates/8", {"low": "13.5", "high": "30"}),
        ("/arrears_rule", {"days": "30"}),
        ("/brokerage/segments/1/when/cb_grade_at_most", "two"),
        ("/brokerage/segments/4/when", {"delinquent": False}),
    ],
)
def test_a_fault_in_a_policy_file_is_named_with_its_place(place: str, value: Any) -> None:
    with pytest.raises(BadPolicy) as found:
        Policy(changed(place, value))
    places = [p for p, _ in found.value.faults]
    start = "/rate_ratio" if value == {"low": "13.5", "high": "30"} else place.rsplit("/", 1)[0] or place
    assert any(p.startswith(start) or place.startswith(p) for p in places)


def test_all_faults_are_named_at_once() -> None:
    data = changed("/id", "")
    data["rates"]["5"] = "dear"
    data["limits"]["1"]["I1"] = -1
    with pytest.raises(BadPolicy) as found:
        Policy(data)
    assert {p for p, _ in found.value.faults} >= {"/id", "/rates/5", "/limits/1/I1"}


def test_a_file_that_is_no_json_is_a_named_fault(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes("등급".encode("cp949"))
    with pytest.raises(BadPolicy, match="UTF-8"):
        policies.load(path)


def test_an_operators_own_file_replaces_the_demonstration(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    own = changed("/id", "own-bank")
    own["demonstration"] = False
    path.write_text("\ufeff" + json.dumps(own), "utf-8")
    assert policies.load(path).id == "own-bank"


def test_a_policy_is_in_force_between_its_days() -> None:
    from datetime import date

    policy = Policy(changed("/to", "2010-01-01"))
    days = (date(2007, 8, 1), date(2007, 8, 2), date(2010, 1, 1), date(2010, 1, 2))
    assert [policy.in_force(d) for d in days] == [False, True, True, False]


def test_the_matrix_gets_worse_along_both_sides() -> None:
    for months in (3, 8, 24, None):
        grid = combine.matrix(POLICY, months)
        assert [len(row) for row in grid] == [10] * 10
        assert all(a <= b for row in grid for a, b in itertools.pairwise(row))
        assert all(x <= y for a, b in itertools.pairwise(grid) for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize(
    ("known", "subset"),
    [
        ({"application": 0.5}, ("application",)),
        ({"behaviour": 0.5, "bureau": 0.1}, ("behaviour", "bureau")),
        ({"bureau": 0.1, "application": 0.5}, ("application", "bureau")),
        ({"application": 0.5, "behaviour": 0.5}, ("application", "behaviour")),
        ({"application": 0.5, "behaviour": 0.5, "bureau": 0.1}, ("application", "behaviour", "bureau")),
    ],
)
@pytest.mark.parametrize("months", [None, 0, 5, 6, 11, 12, 500])
def test_every_subset_has_weights_for_every_time_on_book(
    known: dict[str, float], subset: tuple[str, ...], months: int | None
) -> None:
    found = combine.combine(known, months)
    assert found is not None and found.subset == subset
    assert all(w >= 0 for w in found.weights.values())
    worse = combine.combine({k: v + 1 for k, v in known.items()}, months)
    assert worse is not None and worse.points < found.points


def test_nothing_known_gives_no_final_score() -> None:
    assert combine.combine({}, 12) is None


@pytest.mark.parametrize(
    ("months", "band"), [(None, "0-5"), (5, "0-5"), (6, "6-11"), (11, "6-11"), (12, "12+")]
)
def test_tenure_bands_turn_at_six_and_twelve_months(months: int | None, band: str) -> None:
    assert combine.tenure_band(months) == band


@given(st.integers(1, 1000))
def test_points_and_log_odds_turn_into_each_other(points: int) -> None:
    assert combine.points_of(combine.relative_of(points)) == points
