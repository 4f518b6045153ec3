"""python -m bench [--parts] [--keep]: measure everything once, compare with the kept run.

Writes build/bench.json and prints a table of ratios. `--keep` makes this run the kept one (docs/bench/baseline.json, of
which docs/cost.md is computed). `--parts` runs and prints every part's own comparison as well (about five minutes).
"""

from __future__ import annotations

import argparse
import logging
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import record, units
from .fresh import medians
from .record import Measure

PARTS = ("assess", "web", "store", "consult", "aftercare")
FUNCTIONS = {
    "api_handler": "import app",
    "sweep": "import chalicelib.functions.sweep, chalicelib.channels.doorbell",
    "send": "import chalicelib.functions.send",
    "rerun": "import chalicelib.functions.rerun",
    "retention": "import chalicelib.functions.retention",
    "score": "import chalicelib.functions.score",
}
SDK = "import boto3; boto3.client('dynamodb', region_name='ap-northeast-2')"


def imports() -> list[Measure]:
    """Cold import of each function beside bare Chalice with boto3's DynamoDB client, both over an empty interpreter."""
    codes = ["pass", f"import chalice.app; {SDK}"]
    codes += [f"import chalice.app; {SDK}; {code}" for code in FUNCTIONS.values()]
    empty, bare, *ours = medians(codes, 7)
    yard = bare - empty
    return [
        Measure(
            f"cold import {name}",
            value - empty,
            "ms CPU",
            "bare Chalice and SDK",
            (value - empty) / yard,
            1.3,
        )
        for name, value in zip(FUNCTIONS, ours, strict=True)
    ]


def handler() -> list[Measure]:
    """The HTTP shell without its view's work, beside a bare Chalice route that echoes."""
    from chalice.app import Chalice

    from chalicelib.store.sqlite import SqliteTable
    from chalicelib.web import services as web_services
    from chalicelib.web.blueprints import blueprints
    from chalicelib.web.services import Services

    from .web import event, microseconds

    bare = Chalice("echo")

    @bare.route("/v1/assessments", methods=["POST"])
    def echo() -> object:
        assert bare.current_request is not None
        return bare.current_request.json_body

    ours = Chalice("ours")
    for made in blueprints():
        ours.register_blueprint(made)
    asked = event("/v1/assessments")
    with tempfile.TemporaryDirectory() as folder:
        table = SqliteTable(Path(folder) / "bench.sqlite3")
        services = Services(table=table, assess=lambda *_: {"id": "a"})
        web_services.use(services)
        yard = microseconds(lambda: bare(asked, None))
        shell = microseconds(lambda: ours(asked, None))
        services.assess = Services(table=table).assess
        whole = microseconds(lambda: ours(asked, None))
        web_services.use(None)
        table.close()
    return [
        Measure("handler overhead", shell, "µs CPU", "echo route", shell / yard, 3.0),
        Measure("assessment over the handler", whole, "µs CPU", "echo route", whole / yard),
    ]


def assessment() -> list[Measure]:
    from .assess import one_person

    rows = one_person()
    yard = rows["the bare arithmetic by hand"]
    found = {name.partition(":")[0]: value for name, value in rows.items()}
    return [
        Measure(name, value, "µs CPU", "arithmetic by hand", value / yard)
        for name, value in found.items()
        if value != yard
    ]


def batch(count: int = 2_000) -> list[Measure]:
    """People a second through the command, start included; two processes beside one."""
    rates = []
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            command = [sys.executable, "-m", "dasibom", "assess", "--generate", str(count)]
            command += ["--out", f"{folder}/out.jsonl", "--as-of", "2026-11-22", "--workers", str(workers)]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            rates.append(count / (time.perf_counter() - started))
    one, two = rates
    return [
        Measure("batch, seconds for a thousand, 1 process", 1000 / one, "s", "one process", 1.0),
        Measure("batch, seconds for a thousand, 2 processes", 1000 / two, "s", "one process", one / two),
    ]


def package() -> list[Measure]:
    """The zip of `make package`, where one was built."""
    zips = sorted((record.ROOT / "build" / "package").glob("*/deployment.zip"))
    return [Measure("package", zips[-1].stat().st_size / 2**20, "MB", bound=15)] if zips else []


def memory() -> list[Measure]:
    """Peak memory of a process that imported the app and assessed a thousand people, beside bare Chalice and SDK."""
    code = (
        "import app, json; from decimal import Decimal; from datetime import date; "
        "from chalicelib.assess.api import assess; from chalicelib.web.assessments import EXAMPLE, AssessmentRequest; "
        "person = AssessmentRequest.parse(json.loads(json.dumps(EXAMPLE), parse_float=Decimal)).person; "
        "any(assess(person, date(2026, 11, 22)) is None for _ in range(1000))"
    )
    bare, ours = (_peak(one) for one in (f"import chalice.app; {SDK}", f"{SDK}; {code}"))
    return [Measure("memory after 1,000 assessments", ours, "MB", "bare Chalice and SDK", ours / bare)]


def _peak(code: str) -> float:
    """Megabytes at most, as Linux counts for this program alone (getrusage would count the parent's as well)."""
    told = f"{code}; print(open('/proc/self/status').read())"
    out = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout
    return int(out.partition("VmHWM:")[2].split()[0]) / 1024


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args(argv)
    logging.disable(logging.WARNING)
    measures: list[Measure] = []
    for part in (imports, handler, assessment, batch, memory, package):
        measures += part()
        print(f"measured: {part.__name__}", file=sys.stderr, flush=True)
    routes = units.routes()
    kept, kept_routes = record.read()
    record.write(measures, routes)
    if asked.keep:
        record.write(measures, routes, record.BASELINE)
    print("\n".join(record.table(measures, kept)))
    print(f"\n{'route':<62}{'calls':>6}{'read':>6}{'write':>6}{'bytes':>8}{'ms CPU':>8}")
    for name, row in routes.items():
        counts = f"{row['calls']:>6g}{row['read_units']:>6g}{row['write_units']:>6g}"
        print(f"{name:<62}{counts}{row['answer_bytes']:>8g}{row['cpu_ms']:>8.2f}")
    print("\n".join(["", *record.changed_routes(routes, kept_routes)]))
    print(
        f"written: build/{record.FILE.name}; peak of this process {resource.getrusage(0).ru_maxrss // 1024} MB"
    )
    for name in PARTS if asked.parts else ():
        print(f"\n== bench.{name}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
