"""The dated values of aftercare: what two sheets both say agrees, nothing of law is written into the code."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from chalicelib import aftercare
from chalicelib.law import history, keys, law_as_of

LAW = law_as_of(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("ours", "part", "theirs"),
    [
        ("after.miss_limit", "", "life.lapse"),
        ("after.deferral_min_paid", "", "life.deferral_after"),
        ("after.deferral_limit", "under_12", "life.deferral_limit_lt12"),
        ("after.deferral_limit", "under_48", "life.deferral_limit_lt48"),
        ("after.deferral_limit", "from_48", "life.deferral_limit_ge48"),
        ("after.deferral_disaster", "", "life.deferral_disaster_max"),
        ("after.catch_up_times", "", "life.catch_up_times"),
        ("after.catch_up_first", "recent", "life.catch_up_first_last_paid"),
        ("after.catch_up_first", "total", "life.catch_up_first_total_min"),
        ("after.catch_up_second", "recent", "life.catch_up_second_last_paid"),
        ("after.catch_up_second", "total", "life.catch_up_second_total_min"),
        ("after.flex", "months", "life.flex_months"),
        ("after.flex", "extension", "life.flex_extension_months"),
        ("after.flex", "total", "life.flex_workout_paid_min"),
        ("after.revive_months", "", "life.revive_months"),
        ("after.revive_instalments", "", "life.revive_paid_min"),
        ("after.revive_times", "", "life.revive_times"),
        ("after.miss_limit_court", "", "reh.arrears_report"),
    ],
)
def test_what_the_life_cycle_sheet_and_the_aftercare_sheet_both_say_agrees(
    ours: str, part: str, theirs: str
) -> None:
    value = LAW[ours].value
    other = LAW[theirs].value
    assert (value[part] if part else value) == other


def test_half_of_an_instalment_is_what_the_other_sheet_calls_fifty_percent() -> None:
    assert Decimal(100) / LAW["after.flex"].value["divisor"] == LAW["life.flex_share_percent"].value


def test_the_steps_of_the_lapse_limit_stay_empty_because_nobody_published_them() -> None:
    row = LAW["after.miss_limit_steps"]
    assert (row.value, row.conf) == (None, "U")


@pytest.mark.parametrize("key", [key for key in keys() if key.startswith(("after.", "fence.", "message."))])
def test_every_value_names_its_source_and_how_sure_it_is(key: str) -> None:
    for row in history(key):
        assert row.source
        assert row.conf in "HMLU"
        assert row.title


def test_no_number_of_law_stands_in_the_pure_code() -> None:
    """Amounts, limits and months are read by key; what is left are our own steps of days and hours."""
    own = {*range(11), 12, 14, 15, 16, 18, 20, 24, 30, 31, 40, 60, 100, 256, 366, 400, 1200}
    for file in sorted(Path(aftercare.__file__).parent.glob("*.py")):
        code = re.sub(r'"""(?:.|\n)*?"""|#.*|"[^"\n]*"', "", file.read_text("utf-8"))
        numbers = {int(n) for n in re.findall(r"(?<![\w.])\d[\d_]*", code)}
        assert numbers <= own, (file.name, sorted(numbers - own))
