"""Plans and payments as CSV over HTTP, as far as a request reaches: 256 KB and some seconds. Larger files go by the
command `python -m dasibom.import_payments`, which shows its progress and takes up where it was stopped.

The job is named by the file, so the same file sent again goes on with it and books nothing twice. What must not enter:
how a row is read (`cases.imports`).
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from chalicelib.cases.words import IMPORT_KINDS
from chalicelib.shapes import Record, code, count, text

from .body import MAX_BYTES
from .case_access import told
from .case_schemas import COUNT, FLAG, rec, rows
from .problem import Problem, invalid
from .route import STAFF, Answer, Call, Routes
from .schemas import TEXT

if TYPE_CHECKING:
    from chalicelib.cases.imports import Progress

routes = Routes("상담사 창구")

ROLES: Final = ("integration", "supervisor")
SECONDS: Final = 15.0
"""How long one request works: the gateway gives up at 29. What is left is done when the file is sent again."""
ROWS_AT_ONCE: Final = 200
PLANS_AT_ONCE: Final = 25
MOST_ROWS: Final = 200
REPORT: Final = rec(
    {
        "job_id": TEXT,
        "kind": {"enum": list(IMPORT_KINDS)},
        "done": FLAG,
        "percent": {"type": "integer", "minimum": 0, "maximum": 100},
        "good": {**COUNT, "description": "적힌 줄"},
        "bad": {**COUNT, "description": "거절된 줄"},
        "rows": rows(rec({"line": COUNT, "faults": rows(rec({"code": TEXT, "detail": TEXT}))})),
        "next_line": {"type": ["integer", "null"]},
        "says": TEXT,
    }
)


class ImportFile(Record):
    title = "올릴 파일"
    must = ("kind", "csv")
    kind: str | None = code(IMPORT_KINDS, "종류")
    csv: str | None = text("CSV의 내용", MAX_BYTES)


class ImportRows(Record):
    title = "거절된 줄"
    from_line: int | None = count("이 줄부터", 0, 10**9)


@routes.post(
    "/v1/desk/imports",
    "계획이나 납입을 CSV로 올립니다",
    auth=STAFF,
    roles=ROLES,
    body=ImportFile,
    answers=REPORT,
    example={
        "kind": "payments",
        "csv": "case_reference,reference,paid_on,amount\nA-1,P-1,2026-11-20,100000\n",
    },
)
def upload(call: Call) -> Answer:
    """Every good row once, every bad row named. Not `done`: send the same file again, it goes on where it stood."""
    import tempfile

    from chalicelib.cases import imports

    asked: ImportFile = call.body
    until = monotonic() + SECONDS
    # The file lives as long as the request: it may hold telephone numbers.
    with tempfile.TemporaryDirectory() as folder, told():
        path = Path(folder) / "upload.csv"
        path.write_bytes(str(asked.csv).encode())
        try:
            progress = imports.run(
                call.services.table,
                path,
                str(asked.kind),
                call.worker.id,
                call.services.now(),
                stop=lambda: monotonic() > until,
                chunk=PLANS_AT_ONCE if asked.kind == "plans" else ROWS_AT_ONCE,
            )
        except ValueError as wrong:
            raise invalid("/csv", "bad_header", str(wrong)) from None
    return _report(call, progress, 0)


@routes.get(
    "/v1/desk/imports/{job_id}",
    "올린 파일이 어떻게 되었는지 보여 줍니다",
    auth=STAFF,
    roles=ROLES,
    query=ImportRows,
    answers=REPORT,
)
def show(call: Call) -> Answer:
    """Progress and refused rows, from `from_line` on; also of a job that the command runs."""
    from chalicelib.cases import imports

    progress = imports.status(call.services.table, call.params["job_id"])
    if progress is None:
        raise Problem("not_found")
    return _report(call, progress, call.query.from_line or 0)


def _report(call: Call, progress: Progress, from_line: int) -> Answer:
    from chalicelib.cases import imports

    refused = (
        row for row in imports.report(call.services.table, progress.job_id) if row["line"] >= from_line
    )
    found: list[dict[str, Any]] = list(islice(refused, MOST_ROWS + 1))
    more = found[MOST_ROWS]["line"] if len(found) > MOST_ROWS else None
    return Answer(
        {
            "job_id": progress.job_id,
            "kind": progress.kind,
            "done": progress.done,
            "percent": 100 if progress.done else progress.offset * 100 // max(progress.size, 1),
            "good": progress.good,
            "bad": progress.bad,
            "rows": found[:MOST_ROWS],
            "next_line": more,
            "says": _says(progress),
        }
    )


def _says(progress: Progress) -> str:
    if not progress.done:
        return "아직 남은 줄이 있습니다. 같은 파일을 다시 올리면 이어서 합니다."
    if progress.bad:
        return f"{progress.good}줄을 적었고 {progress.bad}줄은 적지 못했습니다. 아래 줄을 고쳐 새 파일로 올려 주세요."
    return f"{progress.good}줄을 모두 적었습니다."
