"""`make audit`: known vulnerabilities of everything that is packaged, asked of the advisory database.

Exit 0: asked about every package, none is known. 1: some are known, each is named. 3: the database could not be asked
about some or all of them, so nothing is known; a check that was not made never looks like one that passed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
PINNED: Final = ("requirements.txt", "infra/constraints.txt")
NONE_KNOWN, KNOWN, NOT_ASKED = 0, 1, 3


def asked(arguments: Sequence[str] = ("--disable-pip", "--no-deps")) -> Mapping[str, Any] | None:
    """pip-audit's report; None where it made none, as without a network."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", *arguments]
    for name in PINNED:
        command += ["--requirement", str(ROOT / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603
    try:
        report: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        return None
    return report if isinstance(report, dict) and "dependencies" in report else None


def judged(report: Mapping[str, Any] | None, pinned: int) -> tuple[int, list[str]]:
    """Exit code and what to say. `pinned`: how many packages there are.

    >>> judged({"dependencies": [{"name": "a", "version": "1", "vulns": []}]}, 1)
    (0, ['Asked about 1 packages: no known vulnerability.'])
    """
    found = report["dependencies"] if report else []
    answered = [one for one in found if "vulns" in one]
    known = [(one, vuln) for one in answered for vuln in one["vulns"]]
    says = [
        f"{one['name']} {one['version']}: {vuln['id']}, mended in {', '.join(vuln['fix_versions']) or 'no version yet'}"
        for one, vuln in known
    ]
    if known:
        return KNOWN, says
    if len(answered) < pinned:
        return NOT_ASKED, [
            f"The advisory database could not be asked about {pinned - len(answered)} of {pinned} packages: nothing is "
            "known about them. Run `make audit` where the package index and its advisories are reached; what was "
            "looked at by hand stands in docs/security.md."
        ]
    return NONE_KNOWN, [f"Asked about {pinned} packages: no known vulnerability."]


def pinned() -> list[str]:
    """Name and version of every package that is packaged, as name==version."""
    lines = [line for name in PINNED for line in (ROOT / name).read_text("utf-8").splitlines()]
    return [line.partition("#")[0].partition(";")[0].strip() for line in lines if "==" in line]


def main() -> int:
    code, says = judged(asked(), len(pinned()))
    print("\n".join(says), file=sys.stdout if code == NONE_KNOWN else sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
