"""cfn-lint and checkov over a built template: every finding is explained in exceptions.json, or the scan fails.

    python -m infra.scan build/package/prod/sam.json

An exception that explains nothing any more fails as well, so the file never outlives its reasons.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from .tools import tool

EXCEPTIONS: Final = Path(__file__).with_name("exceptions.json")


class Finding(NamedTuple):
    """One complaint of one tool about one resource."""

    tool: str
    id: str
    resource: str
    says: str


def _run(*command: str | Path) -> str:
    env = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | {
        "AWS_DEFAULT_REGION": "ap-northeast-2"
    }
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)  # noqa: S603
    if not done.stdout.strip():
        raise RuntimeError(f"{Path(command[0]).name} said nothing: {done.stderr[-300:]}")
    return done.stdout


def cfn_lint(template: Path) -> list[Finding]:
    """Findings of cfn-lint, warnings included."""
    told = json.loads(_run(tool("cfn-lint"), "--format", "json", "--include-checks", "W", "--", template))
    found = []
    for one in told:
        path = [str(step) for step in one["Location"].get("Path") or []]
        resource = path[1] if len(path) > 1 else "/".join(path)
        found.append(Finding("cfn-lint", one["Rule"]["Id"], resource, one["Message"]))
    return found


def checkov(template: Path) -> tuple[int, list[Finding]]:
    """How many checks passed, and the findings of checkov. Raises RuntimeError when it could not read the template."""
    # fmt: off
    told = json.loads(_run(
        tool("checkov"), "-f", template, "--framework", "cloudformation", "--compact", "--quiet",
        "--skip-download", "-o", "json",
    ))
    # fmt: on
    told = told[0] if isinstance(told, list) else told
    if "summary" not in told or told["summary"]["parsing_errors"]:
        raise RuntimeError("checkov could not read the template")
    failed = told["results"]["failed_checks"]
    found = [
        Finding("checkov", one["check_id"], one["resource"].rsplit(".", 1)[-1], one["check_name"])
        for one in failed
    ]
    return told["summary"]["passed"], found


def judged(
    findings: Iterable[Finding], exceptions: Iterable[Mapping[str, Any]]
) -> tuple[list[Finding], list[str]]:
    """What is not explained, and which explanations explain nothing."""
    allowed = {
        (e["tool"], e["id"], resource) for e in exceptions for resource in e["resources"] if e["because"]
    }
    seen = {(f.tool, f.id, f.resource) for f in findings}
    unexplained = [f for f in findings if (f.tool, f.id, f.resource) not in allowed]
    return unexplained, [" ".join(one) for one in sorted(allowed - seen)]


def main(arguments: list[str]) -> int:
    """Exit code 0 when all is explained; else 1, with one line each."""
    template = Path(arguments[0])
    passed, findings = checkov(template)
    findings += cfn_lint(template)
    unexplained, stale = judged(findings, json.loads(EXCEPTIONS.read_text("utf-8")))
    for one in unexplained:
        print(f"{one.tool} {one.id} {one.resource}: {one.says}")
    for text in stale:
        print(f"exceptions.json explains what is not found any more: {text}")
    print(f"checkov: {passed} passed; findings: {len(findings)}, unexplained: {len(unexplained)}")
    return 1 if unexplained or stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
