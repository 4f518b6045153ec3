"""Calls to the table of one untroubled request, by route: the table of docs/operations.md, and what may need more.

An ordinary request makes one read and one write. MORE names every other one with its reason; a reason that is no longer
needed fails its test like a missing one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from .routes import Row

FILE: Final = Path(__file__).parents[2] / "docs" / "operations.md"
BEGIN: Final = "<!-- made by python -m tests.reliability.matrix -->\n"
END: Final = "<!-- end -->\n"
_READS: Final = frozenset({"get_item", "query", "batch_get_item"})

MORE: Final[dict[str, str]] = {
    "POST /v1/sessions/{session_id}/messages": "the session, the last turns, the linked case; one write",
    "POST /v1/sessions/{session_id}/messages (with a model)": "besides, the key is held while the model is asked, the "
    "budget is read, and the day's tokens are added",
    "POST /v1/sessions/{session_id}/referrals": "the session, its open referrals, the conversation; one write",
    "POST /v1/sessions/{session_id}/handover": "the code that it replaces",
    "POST /v1/handovers": "the try is counted before the secret is looked at",
    "PUT /v1/sessions/{session_id}/push-tokens": "how many devices there are, and the table's secret that seals",
    "POST /v1/sessions/{session_id}/cases": "the code, then the case that it stands for",
    "PUT /v1/cases/{case_id}/reminders": "whether a number given up still points here",
    "POST /v1/desk/imports": "a file: header, rows by chunks, progress",
    "POST /v1/inbound/messages": "the number, then the case that it stands for",
    "POST /v1/inbound/messages (stop)": "the number, then the case that it stands for",
    "DELETE /v1/sessions/{session_id}": "what is held is listed, then erased",
    "GET /v1/sessions/{session_id}/export": "the session, then all that is its own",
    "GET /v1/sessions/{session_id}/messages": "the session, then the page",
    "GET /v1/sessions/{session_id}/messages/{message_id}/proof": "the session, then the turn",
    "GET /v1/sessions/{session_id}/messages/{message_id}/offers": "the session, then the turn",
    "GET /v1/sessions/{session_id}/referrals/draft": "the session, then the conversation",
    "GET /v1/sessions/{session_id}/referrals": "the session, then its referrals",
    "GET /v1/sessions/{session_id}/handover": "the session, then its code",
    "GET /v1/sessions/{session_id}/push-tokens": "the session, then its devices",
    "GET /v1/sessions/{session_id}/cases": "the session, then its cases",
    "GET /v1/cases/{case_id}/credit-scores": "the case, then its months",
    "GET /v1/cases/{case_id}/relief-requests": "the case, then its requests",
    "GET /v1/desk/relief-requests": "each of the queue's eight parts; with `shard` one",
    "GET /v1/desk/cases/{case_id}/messages": "where there is none yet, whether there is such a case",
    "GET /v1/desk/imports/{job_id}": "the job, then its refused rows",
}
"""Route -> why it makes more than one read or more than one write."""


def counted(row: Row) -> tuple[int, int]:
    """(reads, writes) of the untroubled request."""
    reads = sum(call in _READS for call in row.calls)
    return reads, len(row.calls) - reads


def is_told(row: Row) -> None:
    """One read and one write, or a reason, and the line of the document."""
    reads, writes = counted(row)
    more = reads > 1 or writes > 1
    assert more == (row.name in MORE), f"{row.name} makes {reads} reads and {writes} writes"
    if row.calls:
        assert _line(row) in FILE.read_text(encoding="utf-8"), (
            "write it again: python -m tests.reliability.matrix"
        )


def _line(row: Row) -> str:
    reads, writes = counted(row)
    return f"| `{row.name}` | {reads} | {writes} | {MORE.get(row.name, '')} |"


def write(rows: Sequence[Row]) -> None:
    """Put the table into the document."""
    lines = ["| route | reads | writes | why more |", "| --- | ---: | ---: | --- |"]
    lines += [_line(row) for row in rows if row.calls]
    silent = ", ".join(f"`{row.name}`" for row in rows if not row.calls)
    text = FILE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = "\n".join(lines) + f"\n\nNone at all: {silent}.\n"
    FILE.write_text(before + BEGIN + made + END + after, encoding="utf-8")
