"""Every row of the law tables is used somewhere or says why not."""

from __future__ import annotations

import yaml

from chalicelib.law import keys
from tests.tools.law_coverage import OUT, REASONS, coverage


def test_every_law_key_is_used_or_has_a_stated_reason() -> None:
    assert not [use.key for use in coverage() if not use.files and not use.reason]


def test_every_reason_names_keys_that_exist() -> None:
    for name in yaml.safe_load(REASONS.read_text("utf-8")):
        assert any(key == name or (name.endswith("*") and key.startswith(name[:-1])) for key in keys()), name


def test_the_printed_table_holds_every_row_of_the_remedy_sheets() -> None:
    printed = OUT.read_text("utf-8")
    assert not [use.key for use in coverage() if use.sheet.startswith("0") and f"`{use.key}`" not in printed]


def test_a_key_that_nothing_names_would_be_noticed() -> None:
    files = {use.key: use.files for use in coverage()}
    assert files["bkr.filings"] == () and "chalicelib/assess/plan.py" in files["reh.min_cap"]
    assert "chalicelib/assess/jobs.py" in files["bkr.job_bar.lawyer"]
