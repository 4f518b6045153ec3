"""Which law keys the program uses, and where: literal keys, keys written with a slot in the middle, or a stated reason.

`python -m tests.tools.law_coverage` writes docs/coverage.md. A key counts as used where its whole name stands in code,
templates or sentences outside chalicelib/law, or where an f-string such as f"reh.survives.{kind}" can make it.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from chalicelib.law import history, keys

ROOT = Path(__file__).parents[2]
REASONS = Path(__file__).with_name("law_coverage.yaml")
OUT = ROOT / "docs" / "coverage.md"
_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")

_PREFIX = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+\.")


class Use(NamedTuple):
    """One key: the sheet it comes from, the files that use it, and the reason where none does."""

    key: str
    title: str
    sheet: str
    files: tuple[str, ...]
    reason: str


@cache
def coverage() -> tuple[Use, ...]:
    """Every law key in the order of sheets and names."""
    literal, made = _scan()
    reasons: dict[str, str] = yaml.safe_load(REASONS.read_text("utf-8"))
    found = []
    for key in keys():
        row = history(key)[0]
        files = set(literal.get(key, ()))
        files |= {name for pattern, name in made if pattern.fullmatch(key)}
        found.append(Use(key, row.title, row.sheet, tuple(sorted(files)), _reason(key, reasons)))
    return tuple(sorted(found, key=lambda use: (use.sheet, use.key)))


def _reason(key: str, reasons: dict[str, str]) -> str:
    for name, reason in reasons.items():
        if key == name or (name.endswith("*") and key.startswith(name[:-1])):
            return reason
    return ""


def _scan() -> tuple[dict[str, set[str]], list[tuple[re.Pattern[str], str]]]:
    literal: dict[str, set[str]] = {}
    made: list[tuple[re.Pattern[str], str]] = []
    for path in sorted((ROOT / "chalicelib").rglob("*")):
        if path.suffix not in (".py", ".yaml", ".j2") or "law" in path.relative_to(ROOT).parts[:-1]:
            continue
        text, name = path.read_text("utf-8"), str(path.relative_to(ROOT))
        for key in _KEY.findall(text):
            literal.setdefault(key, set()).add(name)
        if path.suffix == ".py":
            made += [(pattern, name) for pattern in _patterns(text)]
    return literal, made


def _patterns(code: str) -> set[re.Pattern[str]]:
    """Keys that f-strings and prefixes can make. One that starts with a slot counts only where the rest names two levels."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _PREFIX.fullmatch(node.value):
            found.add(re.compile(re.escape(node.value) + "[a-z0-9_]+"))
        if not isinstance(node, ast.JoinedStr):
            continue
        parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
        whole = "".join("" if part is None else str(part) for part in parts)
        fixed = str(parts[0]) if parts[0] is not None else ""
        if not re.fullmatch(r"[a-z0-9_.]+", whole) or not (
            _head(fixed) or re.fullmatch(r"\.[a-z]+\..*", whole) or _tail(whole)
        ):
            continue
        found.add(
            re.compile("".join("[a-z0-9_]+" if part is None else re.escape(str(part)) for part in parts))
        )
    return found


def _head(fixed: str) -> bool:
    """A fixed start that names at least the subject of the key."""
    return re.match(r"[a-z0-9_]+\.", fixed) is not None


def _tail(whole: str) -> bool:
    return re.fullmatch(r"\.deferral_(?:rate|max|unit)", whole) is not None


def render() -> str:
    """The table as Markdown: sheet, key, title, where it is used, or why not."""
    uses = coverage()
    idle = [use for use in uses if not use.files]
    lines = [
        "# From fact sheet to program",
        "",
        "Every dated row of `chalicelib/law/data`, the sheet it was taken from, and the code, sentence or template that",
        "uses it, or the reason why none does. Written by `python -m tests.tools.law_coverage`; a test fails when a key",
        "is used nowhere and has no reason. Every row, used or not, can be read at `GET /v1/rules`.",
        "",
        f"{len(uses)} keys; {len(uses) - len(idle)} used, {len(idle)} not used with a reason.",
        "",
        "| sheet | key | what | used in, or why not |",
        "|---|---|---|---|",
    ]
    for use in uses:
        where = ", ".join(f.removeprefix("chalicelib/") for f in use.files) or f"not used: {use.reason}"
        lines.append(f"| {use.sheet} | `{use.key}` | {use.title} | {where} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    OUT.write_text(render(), "utf-8")
    print(f"{OUT.relative_to(ROOT)}: {len(coverage())} keys")
