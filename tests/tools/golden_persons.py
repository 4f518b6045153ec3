"""`python -m tests.tools.golden_persons`: the golden persons of worked-logic with every way side by side, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chalicelib.assess.api import assess
from chalicelib.assess.compare import compare
from chalicelib.rules.words import months, won
from tests.assess.cases import day_of, load, person_of

PAGE = Path(__file__).parents[2] / "docs" / "golden-persons.md"
VERDICTS = {"open": "열림", "closed": "닫힘", "unknown": "미정"}
HEAD = """# The golden persons, every way side by side

Made by `python -m tests.tools.golden_persons` from `tests/cases/golden.yaml`; a test keeps it fresh. Amounts in won. Ranges are
honest: what is not of confidence H or not told stays a range.
"""


def page() -> str:
    return HEAD + "".join(_section(case) for case in load("golden.yaml"))


def _section(case: dict[str, Any]) -> str:
    person, day = person_of(case), day_of(case)
    result, beside = assess(person, day), compare(person, day)
    ways = {way["remedy"]: way for way in beside["ways"]}
    lines = [f"\n## {case['name']}\n", f"As of {day.isoformat()}.\n"]
    lines += [f"- **{item['code']}** {item['says']}" for item in result["urgent"]]
    lines += [
        "",
        "| 길 | 판정 | 한 달 | 기간 | 모두 | 원금 대비 | 닫히거나 미정인 까닭, 바뀌려면 |",
        "|---|---|---|---|---|---|---|",
    ]
    for option in result["options"]:
        way = ways.get(option["remedy"], {})
        share = way.get("share_of_principal")
        why = [
            f["says"] for f in option["findings"] if f["status"] in ("fail", "unknown") and not f.get("soft")
        ][:2]
        why += [change["says"] for change in option["changes"]]
        cells = [
            option["title"],
            VERDICTS[option["verdict"]],
            _range(way.get("monthly_payment"), won),
            _range(way.get("months"), months),
            _range(way.get("total_paid"), won),
            ""
            if not share
            else f"{share['low']}%"
            if share["low"] == share["high"]
            else f"{share['low']}~{share['high']}%",
            " ".join(why),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    lines.append("")
    lines += [
        f"{place}. {item['remedy']}: {item['because']}" for place, item in enumerate(result["recommended"], 1)
    ]
    return "\n".join(lines) + "\n"


def _range(span: dict[str, int | None] | None, words: Any) -> str:
    if not span:
        return ""
    low, high = span["low"], span["high"]
    if low == high and low is not None:
        return str(words(low))
    return f"{'' if low is None else words(low)}~{'' if high is None else words(high)}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
