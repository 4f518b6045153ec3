"""The page that shows a case by curl says what the service answers today."""

from __future__ import annotations

import re

from tests.e2e_cases.walk import PAGE, written


def test_the_walk_in_the_documents_is_what_the_service_answers() -> None:
    now = written()
    assert '"stage_title": "완납"' in now
    assert PAGE.read_text(encoding="utf-8") == now, (
        "run python -m tests.e2e_cases.walk and look at the change"
    )


def test_the_walk_holds_no_id_and_no_token() -> None:
    assert not re.search(r"[0-9a-f]{24}|Bearer [^$]", PAGE.read_text(encoding="utf-8"))
