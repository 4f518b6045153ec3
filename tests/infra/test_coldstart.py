"""The gate on cold starts: which names it tells. (It measures by `python -m infra.coldstart`; tests assert no time.)"""

from __future__ import annotations

from infra import coldstart
from infra.functions import FUNCTIONS

REPORT = """import time: self [us] | cumulative | imported package
import time:     15000 |      15000 |   heavy.one
import time:      6000 |      21000 | heavy
import time:     19000 |      19000 | chalicelib.web.route
import time:      1001 |       1001 |   chalicelib.web.call
import time:     50000 |      50000 | botocore.session
import time:     20000 |      20000 | chalicelib.law"""


def test_an_import_is_slow_by_all_its_modules_together_and_rooms_of_ours_are_told_apart() -> None:
    assert coldstart.slow_imports(REPORT) == {"botocore": 50.0, "chalicelib.web": 20.0, "heavy": 21.0}


def test_a_slow_import_is_named_unless_a_reason_is_known() -> None:
    assert coldstart.unknown(["botocore", "heavy"]) == ["heavy"]
    assert all(reason for reason in coldstart.KNOWN.values())


def test_a_function_with_the_table_is_measured_with_its_client() -> None:
    for function in FUNCTIONS:
        code = coldstart.statement(function)
        assert code.startswith("import app")
        assert ("services()" in code) == function.table
        body = coldstart.statement(function, body=True)
        assert body.startswith(code) and (function.name == "api_handler" or "chalicelib.functions" in body)
