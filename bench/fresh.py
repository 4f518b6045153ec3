"""Import cost in fresh interpreters whose bytecode is cached, whatever the shell says about writing it."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile

_CACHE = tempfile.mkdtemp(prefix="dasibom-bytecode-")
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_ENVIRONMENT["PYTHONPYCACHEPREFIX"] = _CACHE


def cpu_ms(code: str) -> float:
    """CPU milliseconds (user and system) of one interpreter that runs the code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, env=_ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def medians(codes: list[str], runs: int = 15) -> list[float]:
    """Median milliseconds of each code, the codes in turn, after one run that fills the bytecode cache."""
    for code in codes:
        cpu_ms(code)
    rows = [[cpu_ms(code) for code in codes] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*rows, strict=True)]
