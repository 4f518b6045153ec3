"""The comparison: schedules equal totals, the pictures say in words what they show, stress and first things."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any
from xml.etree import ElementTree

from hypothesis import given, settings

from chalicelib.assess.api import assess
from chalicelib.assess.charts import budget_bar, charts_of, pay_down
from chalicelib.assess.compare import compare, schedule_csv
from chalicelib.assess.person import Person
from tests.assess.cases import load, person_of
from tests.assess.people import covered_days, people

DAY = date(2026, 11, 22)
GOLDEN = {case["name"][:2]: person_of(case) for case in load("golden.yaml")}


def ways(result: dict[str, Any]) -> dict[str, Any]:
    return {way["remedy"]: way for way in result["ways"]}


@settings(max_examples=150)
@given(people, covered_days)
def test_every_schedule_equals_its_total_and_closed_ways_are_left_out(person: Person, day: date) -> None:
    result = compare(person, day)
    verdicts = {option["remedy"]: option["verdict"] for option in assess(person, day)["options"]}
    assert {way["remedy"] for way in result["ways"]} == {
        code for code, verdict in verdicts.items() if verdict != "closed"
    }
    for code, table in result["schedules"].items():
        assert (
            sum(row[1] for row in table["rows"]) == table["total"] == ways(result)[code]["total_paid"]["high"]
        )
    for picture in charts_of(result).values():
        ElementTree.fromstring(picture)


def test_person_b_pays_17_6_percent_in_rehabilitation_and_sees_what_doing_nothing_costs() -> None:
    result = compare(GOLDEN["B,"], DAY)
    assert str(ways(result)["individual_rehabilitation"]["share_of_principal"]["low"]) == "17.6"
    assert result["nothing"]["grown"][0]["owed"]["low"] > 62_000_000
    assert [item["remedy"] for item in result["ranking"]][:2] == [
        "individual_workout",
        "individual_rehabilitation",
    ]


def test_a_fifth_less_income_closes_rehabilitation_for_person_b() -> None:
    stress = {item["id"]: item for item in compare(GOLDEN["B,"], DAY)["diagnosis"]["stress"]}
    assert {"remedy": "individual_rehabilitation", "from": "open", "to": "closed"} in stress["income_falls"][
        "ways_changed"
    ]
    assert stress["rates_rise"]["extra"] == 103_333  # 62 million at 2 points more, a month


def test_the_csv_holds_every_row_and_only_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(schedule_csv(compare(GOLDEN["B,"], DAY)))))
    ours = [row for row in rows if row["remedy"] == "individual_rehabilitation"]
    assert len(ours) == 36 and sum(int(row["payment"]) for row in ours) == 10_913_652


def test_a_picture_says_in_one_sentence_what_it_shows_and_escapes_names() -> None:
    picture = pay_down([("<개인회생>", [100, 50, 0])])
    root = ElementTree.fromstring(picture)
    assert root.attrib["role"] == "img" and "2개월 뒤 0원 남음" in root.attrib["aria-label"]
    assert "<개인회생>" not in picture and "style=" not in picture
    assert "모자랍니다" in budget_bar(1_000_000, [("생활비", 900_000), ("빚", 300_000)])
