"""The small pure modules of the client, each imported by a real browser: amounts, dates, patches, retries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from chalicelib.booth import generate

pytestmark = pytest.mark.browser


def call(page: Page, module: str, expression: str, *arguments: Any) -> Any:
    return page.evaluate(
        f"async (args) => {{ const m = await import('/booth/js/{module}'); return {expression}; }}",
        list(arguments),
    )


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        (0, "0원"),
        (9_999, "9,999원"),
        (10_000, "1만 원"),
        (303_157, "30만 3,157원"),
        (10_913_652, "1,091만 3,652원"),
        (100_000_000, "1억 원"),
        (1_000_000_001, "10억 1원"),
        (10**15, "1,000조 원"),
        (-250_000, "-25만 원"),
    ],
)
def test_amounts_are_written_as_people_say_them(blank: Page, amount: int, says: str) -> None:
    assert call(blank, "format.js", "m.wonText(args[0])", amount) == says


def test_amounts_beyond_two_to_the_53_arrive_exactly(blank: Page) -> None:
    source = '{"total": 99999999999999999}'
    blank.route("**/v1/huge", lambda route: route.fulfill(body=source, content_type="application/json"))
    says = blank.evaluate(
        "async () => { const { Api } = await import('/booth/js/api.js'); const { wonText } = await import('/booth/js/format.js');"
        " const { value } = await new Api().call('GET', '/v1/huge'); return wonText(value.total); }"
    )
    assert says == "9경 9,999조 9,999억 9,999만 9,999원"


@pytest.mark.parametrize(
    ("parts", "day"),
    [(["2024", "2", "29"], "2024-02-29"), (["2025", "12", "1"], "2025-12-01"), (["", "", ""], None)],
)
def test_dates_are_read_from_three_fields(blank: Page, parts: list[str], day: str | None) -> None:
    assert call(blank, "inputs.js", "m.readDay(...args) ?? null", *parts) == day


@pytest.mark.parametrize(
    "parts",
    [["2025", "2", "29"], ["2025", "13", "1"], ["2025", "1", ""], ["25", "1", "1"], ["이천", "1", "1"]],
)
def test_days_that_do_not_exist_are_refused(blank: Page, parts: list[str]) -> None:
    assert call(
        blank,
        "inputs.js",
        "(() => { try { m.readDay(...args); return false } catch { return true } })()",
        *parts,
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("4,200,000", 4_200_000), (" 12 000 원", 12_000), ("１２３", 123), ("", None), ("0", 0)],
)
def test_amounts_are_read_with_marks_spaces_and_wide_digits(
    blank: Page, text: str, value: int | None
) -> None:
    assert call(blank, "inputs.js", "m.readWhole(args[0]) ?? null", text) == value


def test_a_merge_patch_is_applied_as_rfc_7396_says(blank: Page) -> None:
    person = {"credit": {"nice_score": 700, "kcb_score": 650}, "age": 40, "debts": [1, 2]}
    patch = {"credit": {"kcb_score": None, "short_delinquencies_6m": 1}, "age": None, "debts": [3]}
    merged = call(blank, "answers.js", "m.merge(args[0], args[1])", person, patch)
    assert merged == {"credit": {"nice_score": 700, "short_delinquencies_6m": 1}, "debts": [3]}


def test_two_patches_become_one_and_keep_what_is_taken_back(blank: Page) -> None:
    first = {"credit": {"nice_score": 700}, "age": 40}
    second = {"credit": {"kcb_score": 600}, "age": None}
    assert call(blank, "answers.js", "m.compose(args[0], args[1])", first, second) == {
        "credit": {"nice_score": 700, "kcb_score": 600},
        "age": None,
    }


def test_server_drawings_lose_everything_that_is_not_a_drawing(blank: Page) -> None:
    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script><a href="x"><text>밖</text></a>'
        '<rect width="3" style="fill:url(http://x)" fill="url(http://x)"/><text>안</text></svg>'
    )
    kept = call(blank, "h.js", "m.safeSvg(args[0]).outerHTML", hostile)
    assert kept == '<svg xmlns="http://www.w3.org/2000/svg"><rect width="3"/><text>안</text></svg>'


@pytest.mark.parametrize("path", list(generate.modules()), ids=lambda path: path.name)
def test_generated_tables_are_those_of_the_house(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert written == generate.modules()[path], "run python -m chalicelib.booth.generate"
