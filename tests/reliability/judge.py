"""What every row of the matrix must hold, and that the document says the same."""

from __future__ import annotations

from .matrix import FILE, _cell
from .routes import KNOWN, Row


def holds(row: Row) -> None:
    if row.name in KNOWN:
        assert row.wrong, f"{row.name} holds now: take its row out of KNOWN and write the matrix again"
    else:
        assert not row.wrong, "\n".join(row.wrong)


def is_written(row: Row) -> None:
    """The row of the document, cell by cell."""
    text = FILE.read_text(encoding="utf-8")
    if not row.calls:
        assert f"`{row.name}`" in text, "write the matrix again: python -m tests.reliability.matrix"
        return
    (line,) = [one for one in text.splitlines() if one.startswith(f"| `{row.name}` |")]
    told = [cell.strip() for cell in line.strip("|").split("|")][2:]
    assert [cell for cell in told if cell] == [_cell(found) for found in row.cells.values()], (
        "write the matrix again: python -m tests.reliability.matrix"
    )
