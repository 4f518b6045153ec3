"""`python -m infra.coldstart`: what each function costs before its first event, as packaged, against bare Chalice.

Processor time of fresh interpreters, run in turn; of each the least, which other work disturbs least. The yardstick is
`import chalice.app` and boto3's DynamoDB client. `import` is a function's module, with the table opened where it has
one, and is judged; `body` adds what the first event imports, and is told. Above LIMIT, or with an import of more than
MOST_MILLISECONDS that is not KNOWN, it exits with 1 and says which.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Final

from . import build, sdk
from .functions import FUNCTIONS, Function

LIMIT: Final = 1.3
MOST_MILLISECONDS: Final = 20.0
ROUNDS: Final = 9

YARDSTICK: Final = "import chalice.app, boto3; boto3.client('dynamodb')"
_BODIES: Final = {
    "score": "import chalicelib.functions.score",
    "score_part": "import chalicelib.functions.score_batch",
    "score_add_up": "import chalicelib.functions.score_batch",
    "sweep": "import chalicelib.functions.sweep",
    "send": "import chalicelib.functions.send",
    "rerun": "import chalicelib.functions.rerun",
    "retain": "import chalicelib.functions.retention",
}
"""What a function imports at its first event; the API's views bring theirs with the app."""

KNOWN: Final = {
    "boto3": "the SDK's front",
    "botocore": "the SDK: the yardstick pays it as well",
    "chalice": "the framework: the yardstick pays it as well",
    "dateutil": "used by the SDK",
    "urllib3": "used by the SDK",
    "ssl": "TLS, used by the SDK",
    "jinja2": "the worker's messages: templates, loaded at the first ring only",
    "chalicelib.aftercare": "cases and what touches them, read by the worker and the nightly walks",
    "chalicelib.web": "the shapes of every route's body and answer",
}
"""Imports that may take longer, and why."""


def statement(function: Function, body: bool = False) -> str:
    """What the interpreter runs for a function: its module and its table, and on demand what its first event imports.

    >>> statement(FUNCTIONS[-1], body=True)
    'import app; import chalicelib.functions.score_batch'
    """
    parts = ["import " + function.handler.partition(".")[0]]
    if function.table:
        parts.append("from chalicelib.web.services import services; services()")
    if body and function.name in _BODIES:
        parts.append(_BODIES[function.name])
    return "; ".join(parts)


class Bench:
    """The unpacked package and the interpreter that runs it."""

    def __init__(self, folder: Path) -> None:
        self.python, version = sdk.machine_python()
        built = build.build("prod", "x86_64", version, folder / "built")
        with zipfile.ZipFile(built.folder / "deployment.zip") as made:
            made.extractall(folder / "task")
        self.compiled = built.compiled
        self._path = [str(folder / "task"), str(sdk.folder())]

    def run(self, code: str, *options: str, handler: str = "app.app") -> tuple[float, str]:
        """Processor milliseconds of a fresh interpreter, and what it wrote to standard error. `handler`: the function
        that it is, as Lambda tells it."""
        code = f"import sys; sys.path[:0] = {self._path!r}; {code}"
        env = {
            "PATH": os.environ["PATH"],
            "AWS_DEFAULT_REGION": "ap-northeast-2",
            "AWS_LAMBDA_FUNCTION_NAME": "bench",
            "_HANDLER": handler,
            "STORE": "dynamodb",
            "TABLE_NAME": "bench",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        before = getrusage(RUSAGE_CHILDREN)
        command: list[str | Path] = [self.python, "-S", *options, "-c", code]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603
        after = getrusage(RUSAGE_CHILDREN)
        if done.returncode:
            raise RuntimeError(done.stderr[-800:])
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return spent * 1000, done.stderr


def slow_imports(report: str) -> dict[str, float]:
    """Milliseconds by package, from `-X importtime`, its own modules added up; only those above the limit.

    >>> slow_imports("import time:     30000 |      40000 |   heavy.inner\\nimport time: 10 | 20 | light")
    {'heavy': 30.0}
    """
    total: dict[str, float] = {}
    for own, name in re.findall(r"import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)", report):
        parts = name.split(".")
        package = ".".join(parts[:2]) if parts[0] == "chalicelib" else parts[0]
        total[package] = total.get(package, 0.0) + int(own) / 1000
    return {name: round(spent, 1) for name, spent in sorted(total.items()) if spent > MOST_MILLISECONDS}


def unknown(slow: Sequence[str]) -> list[str]:
    """Of slow packages those that nobody has given a reason for."""
    return [name for name in slow if name not in KNOWN]


def measured(bench: Bench, codes: Mapping[str, tuple[str, str]]) -> dict[str, float]:
    """Milliseconds of each (code, handler) above an empty interpreter, the least of interleaved rounds."""
    spent: dict[str, list[float]] = {name: [] for name in ("", *codes)}
    for turn in range(ROUNDS + 1):
        for name, (code, handler) in ("", ("pass", "")), *codes.items():
            taken = bench.run(code, handler=handler)[0]
            if turn:  # the first brings the files into the page cache
                spent[name].append(taken)
    return {name: min(spent[name]) - min(spent[""]) for name in codes}


def main() -> int:
    """Exit code 0 when every function is within LIMIT and no new slow import has come."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        codes = {"bare": (YARDSTICK, "")}
        for one in FUNCTIONS:
            codes[one.name] = statement(one), one.handler
            codes[f"{one.name} body"] = statement(one, body=True), one.handler
        took = measured(bench, codes)
        slow = {}
        for one in FUNCTIONS:
            reports = [
                bench.run(statement(one, body=True), "-X", "importtime", handler=one.handler)[1]
                for _ in range(5)
            ]
            # Slow in each run, not by chance.
            slow[one.name] = sorted(set.intersection(*(set(slow_imports(report)) for report in reports)))
    bare = took["bare"]
    failed = False
    print(
        f"bare Chalice and DynamoDB client: {bare:.0f} ms CPU, {'with' if bench.compiled else 'without'} bytecode"
    )
    for one in FUNCTIONS:
        ratio, body = took[one.name] / bare, took[f"{one.name} body"] / bare
        new = unknown(slow[one.name])
        failed = failed or ratio > LIMIT or bool(new)
        says = f"  new and slow: {', '.join(new)}" if new else ""
        print(f"{one.name:14} import {took[one.name]:4.0f} ms  x{ratio:.2f}   body x{body:.2f}{says}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
