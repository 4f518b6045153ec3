"""Makes the tables of docs/data-protection.md from the store's shapes and the retention table: `python -m docs.data_protection`.

The sentences around the tables stand in data-protection.head.md. Development only; a test compares the page.
"""

from __future__ import annotations

import json
from pathlib import Path

from chalicelib.functions.retention import COUNTERS, KEEPS
from chalicelib.store.shapes import SHAPES

HERE = Path(__file__).resolve().parent
NOTICES = HERE.parent / "chalicelib" / "prompts" / "notices"


def held() -> list[str]:
    """One row for each kind of item."""
    rows = ["| kind | holds | of a person | why | kept until | basis |", "|---|---|---|---|---|---|"]
    for kind, shape in SHAPES.items():
        rows.append(
            f"| `{kind}` | {shape.holds} | {'yes' if shape.personal else 'no'} | {' | '.join(KEEPS[kind])} |"
        )
    for name, keep in COUNTERS.items():
        rows.append(f"| counter `{name}` | a number | no | {' | '.join(keep)} |")
    return rows


def consents() -> list[str]:
    """One row for each notice of each version of the wording."""
    rows = ["| version | from | notice | consent | articles |", "|---|---|---|---|---|"]
    for path in sorted(NOTICES.glob("*.json")):
        known = json.loads(path.read_text("utf-8"))
        for one in known["notices"]:
            consent = f"`{one['consent']}`" if one["consent"] else "none needed"
            rows.append(
                f"| {known['version']} | {known['from']} | {one['title']} | {consent} | {', '.join(one['articles'])} |"
            )
    return rows


def page() -> str:
    """The text of data-protection.md."""
    text = (HERE / "data-protection.head.md").read_text("utf-8")
    return text.replace("{{held}}", "\n".join(held())).replace("{{consents}}", "\n".join(consents()))


if __name__ == "__main__":
    (HERE / "data-protection.md").write_text(page(), encoding="utf-8")
