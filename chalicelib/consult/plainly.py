"""The plain-language version of one answer: its own sentences in easier words, each holding the same figures.

Made from the stored record. Only sentences of the library or of a verified model's answer are reworded: safety texts are
fixed, and sentences that hold figures of the person's own stay here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import facts, figures, rewrite, slots
from .context import Context, Model

_REWORDED = ("answered.model", "answered.library")


def version(
    record: Mapping[str, Any], context: Context, model: Model | None, seconds: float
) -> dict[str, Any]:
    """{text, changed}: the answer in plain words and how many sentences differ (0: it stays as it was)."""
    rows = [row for row in record["proof"] if not row["refused"]]
    said = [str(row["text"]) for row in rows]
    wanted = [at for at, row in enumerate(rows) if _may_leave(record, row)]
    written = [str(rows[at]["written"]) for at in wanted]
    find = facts.lookup(context, {})
    changed = 0
    for at, easier in zip(wanted, rewrite.plain(written, model, seconds), strict=True):
        if easier == rows[at]["written"]:
            continue
        try:
            said[at] = facts.fill(easier, find)[0]
        except slots.SlotError:
            continue
        changed += 1
    return {"text": " ".join(said), "changed": changed}


def _may_leave(record: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether a model may see the sentence: no fixed text, no figure that stands outside a slot, nothing computed."""
    written = str(row["written"])
    return (
        str(record["status"]).startswith(_REWORDED)
        and "fixed_text" not in row["checks"]
        and not figures.has_digit(slots.strip(written))
        and not any(slot.key.startswith("me.") for slot in slots.find(written))
    )
