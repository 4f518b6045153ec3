"""Makes docs/accessibility.md from docs/accessibility.yaml: `python docs/accessibility.py`. Development only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent


def table() -> list[dict[str, Any]]:
    """The sections with their rows: clause, name, and `test` or `says` or both."""
    found: list[dict[str, Any]] = yaml.safe_load((HERE / "accessibility.yaml").read_text(encoding="utf-8"))
    return found


def page() -> str:
    """The text of accessibility.md."""
    rows = [row for section in table() for row in section["rows"]]
    proven = sum("test" in row for row in rows)
    lines = [
        "# Accessibility: each requirement and its proof",
        "",
        "Made from accessibility.yaml by accessibility.py; do not edit here. A row names the test that proves it, or says plainly",
        "why no test of software can. `axe` runs on every screen in every contrast "
        "(`tests/booth/test_screens.py`).",
        "",
        f"{len(rows)} requirements: {proven} with a test, {len(rows) - proven} with a statement only.",
    ]
    for section in table():
        lines += ["", f"## {section['title']}", "", section["note"], ""]
        lines += ["| clause | requirement | proof |", "|---|---|---|"]
        for row in section["rows"]:
            level = f" ({row['level']})" if "level" in row else ""
            proof = " ".join(filter(None, (f"`{row['test']}`" if "test" in row else "", row.get("says", ""))))
            # A name that no source was found for carries a mark that the section's note explains.
            mark = "†" if row.get("unsure") else ""
            lines.append(f"| {row['clause']}{level} | {row['name']}{mark} | {proof} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (HERE / "accessibility.md").write_text(page(), encoding="utf-8")
