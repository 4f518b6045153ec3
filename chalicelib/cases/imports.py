"""Import of plans and payments from CSV: every good row once, every bad row named, at any break taken up again.

The job is named by the file's own digest, so the same file is the same job. Progress is kept after each chunk; a chunk
that was written but not yet noted is written again without effect, because a payment's reference is its identity.
Refused rows are kept by line number and fault only: no row's content is stored twice.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from chalicelib.aftercare.days import seoul
from chalicelib.aftercare.ledger import Payment
from chalicelib.shapes import Fault, Invalid
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ANY, MAX_WRITE_ACTIONS, Action, Conflict, Item, Put, Table

from . import head as heads
from .errors import Busy, CaseError, Mismatch
from .head import Head
from .inputs import EnrolIn, PaymentIn
from .service import book, enrol

CHUNK: Final = 1_000
COLUMNS: Final = {
    "payments": ("case_reference", "reference", "paid_on", "amount"),
    "plans": (
        "reference",
        "remedy",
        "stage",
        "agreed_on",
        "total",
        "count",
        "first_due",
        "due_day",
        "phone",
        "confirmed",
    ),
}
_NEEDED: Final = {
    "payments": COLUMNS["payments"],
    "plans": ("reference", "remedy", "total", "count", "first_due"),
}
MAX_LINE: Final = 10_000
KEEP_SECONDS: Final = 90 * 86400
"""How long a job and its refused rows are kept after the last of them was written."""
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a job is. `offset` in bytes of `size`; `good` rows stand in the ledger, `bad` rows are named."""

    job_id: str
    kind: str
    size: int
    offset: int = 0
    line: int = 0
    good: int = 0
    bad: int = 0
    status: str = "running"
    columns: tuple[str, ...] = ()
    encoding: str = "utf-8"

    @property
    def done(self) -> bool:
        return self.status == "done"


@dataclass(slots=True)
class _Chunk:
    good: int = 0
    faults: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def refuse(self, line: int, code: str, detail: str) -> None:
        self.faults.setdefault(line, []).append((code, detail))


def run(
    table: Table,
    file: Path,
    kind: str,
    who: str,
    now: datetime,
    *,
    stop: Stop = lambda: False,
    tell: Callable[[Progress], None] = lambda _: None,
    chunk: int = CHUNK,
) -> Progress:
    """Import the file, or go on with it. Raises ValueError for a file whose header cannot be read, StoreUnavailable."""
    size, digest, encoding = _look(file)
    job_id = f"i{kind[:4]}{digest[:24]}"
    stored = table.get(*keys.job(job_id))
    with file.open("rb") as lines:
        if stored is None:
            columns = _header(lines, kind, encoding)
            progress = Progress(job_id, kind, size, lines.tell(), 1, columns=columns, encoding=encoding)
            _keep(table, progress, who, now)
        else:
            progress = _progress(job_id, stored)
            lines.seek(progress.offset)
        while not progress.done and not stop():
            rows = list(_rows(lines, progress, chunk))
            if rows:
                part = _Chunk()
                _import(table, progress, rows, part, who, now)
                _keep_faults(table, job_id, part, now)
                bad = len(part.faults)
                progress = replace(
                    progress,
                    offset=lines.tell(),
                    line=progress.line + len(rows),
                    good=progress.good + part.good,
                    bad=progress.bad + bad,
                )
            else:
                progress = replace(progress, status="done")
            _keep(table, progress, who, now)
            tell(progress)
    return progress


def report(table: Table, job_id: str) -> Iterator[dict[str, Any]]:
    """Refused rows by line: {line, faults: [{code, detail}]}."""
    after: str | None = None
    while True:
        page = table.query(keys.job(job_id).pk, keys.JOB_ROWS, after, 500)
        for item in page.items:
            fields = undress(item, "job_row")
            yield {"line": fields["line"], "faults": [{"code": c, "detail": d} for c, d in fields["fault"]]}
        after = page.next
        if after is None:
            return


def status(table: Table, job_id: str) -> Progress | None:
    """How far a job is; None for an unknown one."""
    try:
        item = table.get(*keys.job(job_id))
    except ValueError:
        return None
    return _progress(job_id, item) if item else None


# --- reading the file ------------------------------------------------------------------------------------------------
def _look(file: Path) -> tuple[int, str, str]:
    """Size, digest and encoding: UTF-8 (with or without a mark), else CP949 as Korean spreadsheets write it."""
    import codecs

    digest, size = hashlib.sha256(), 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8"
    with file.open("rb") as source:
        while block := source.read(1 << 20):
            digest.update(block)
            size += len(block)
            if encoding == "utf-8":
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    encoding = "cp949"
    return size, digest.hexdigest(), encoding


def _header(lines: BinaryIO, kind: str, encoding: str) -> tuple[str, ...]:
    first = lines.readline(MAX_LINE).removeprefix(b"\xef\xbb\xbf")
    columns = tuple(cell.strip() for cell in next(csv.reader([first.decode(encoding)]), []))
    missing = [name for name in _NEEDED[kind] if name not in columns]
    unknown = [name for name in columns if name not in COLUMNS[kind]]
    if missing or unknown or len(set(columns)) != len(columns):
        raise ValueError(f"첫 줄의 열 이름을 확인해 주세요. 필요한 열: {', '.join(_NEEDED[kind])}")
    return columns


def _rows(lines: BinaryIO, progress: Progress, most: int) -> Iterator[tuple[int, list[str] | None]]:
    """(line number, cells); cells None for a line that cannot be read, an empty list for a blank line."""
    for number in range(progress.line + 1, progress.line + most + 1):
        raw = lines.readline(MAX_LINE)
        if not raw:
            return
        whole = raw.endswith(b"\n") or len(raw) < MAX_LINE
        while not raw.endswith(b"\n") and len(raw) == MAX_LINE:  # skip the rest of an endless line
            raw = lines.readline(MAX_LINE)
        yield number, _cells(raw, progress.encoding) if whole else None


def _cells(raw: bytes, encoding: str) -> list[str] | None:
    try:
        text = raw.decode(encoding)
        return [cell.strip() for cell in next(csv.reader([text.rstrip("\r\n")], strict=True), [])]
    except (UnicodeDecodeError, csv.Error):
        return None


# --- importing a chunk -----------------------------------------------------------------------------------------------
def _import(
    table: Table,
    progress: Progress,
    rows: list[tuple[int, list[str] | None]],
    part: _Chunk,
    who: str,
    now: datetime,
) -> None:
    named: list[tuple[int, dict[str, str]]] = []
    for line, cells in rows:
        if cells is None:
            part.refuse(
                line, "unreadable", "읽을 수 없는 줄입니다. 따옴표와 글자 표(인코딩)를 확인해 주세요."
            )
        elif cells and len(cells) != len(progress.columns):
            part.refuse(line, "columns", f"열이 {len(cells)}개입니다. {len(progress.columns)}개여야 합니다.")
        elif any(cells):
            named.append((line, dict(zip(progress.columns, cells, strict=True))))
    if progress.kind == "plans":
        for line, row in named:
            _plan(table, line, row, part, who, now)
    else:
        _payments(table, named, part, who, now, progress.job_id)


def _payments(
    table: Table, named: list[tuple[int, dict[str, str]]], part: _Chunk, who: str, now: datetime, job_id: str
) -> None:
    wanted: dict[str, list[tuple[int, Payment]]] = {}
    for line, row in named:
        body = _read(
            PaymentIn, line, part, reference=row["reference"], paid_on=row["paid_on"], amount=row["amount"]
        )
        if body is not None:
            payment = Payment(body.reference, body.paid_on, body.amount)
            wanted.setdefault(row["case_reference"], []).append((line, payment))
    found = _cases(table, list(wanted))
    batch: list[tuple[str, list[tuple[int, Payment]]]] = []
    for reference, lines in wanted.items():
        case_id = found.get(reference)
        if case_id is None:
            for line, _ in lines:
                part.refuse(line, "unknown_case", "이 번호로 등록된 계획이 없습니다.")
        else:
            batch.append((case_id, lines))
    per_write = MAX_WRITE_ACTIONS // 3
    for start in range(0, len(batch), per_write):
        _book_many(table, batch[start : start + per_write], part, who, now, job_id)


def _cases(table: Table, references: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(references), 100):
        some = references[start : start + 100]
        items = table.get_many([keys.alias("case", reference) for reference in some])
        found |= {ref: str(item.data["id"]) for ref, item in zip(some, items, strict=True) if item}
    return found


def _book_many(
    table: Table,
    batch: list[tuple[str, list[tuple[int, Payment]]]],
    part: _Chunk,
    who: str,
    now: datetime,
    job_id: str,
) -> None:
    """Book the payments of several cases in one write; where another write came first, again."""
    for _ in range(heads.RETRIES):
        trial, writes = _Chunk(), []
        items = table.get_many([keys.case(case_id) for case_id, _ in batch])
        for (case_id, lines), item in zip(batch, items, strict=True):
            if item is None:
                for line, _payment in lines:
                    trial.refuse(line, "unknown_case", "이 번호로 등록된 계획이 없습니다.")
            else:
                writes += _booked(heads.from_item(case_id, item), lines, trial, who, now, job_id)
        try:
            if writes:
                table.write(writes)
        except Conflict:
            continue
        part.good += trial.good
        part.faults.update(trial.faults)
        return
    for case in batch if len(batch) > 1 else []:
        _book_many(table, [case], part, who, now, job_id)
    if len(batch) == 1:
        raise Busy()


def _booked(
    head: Head, lines: list[tuple[int, Payment]], part: _Chunk, who: str, now: datetime, job_id: str
) -> list[Action]:
    changed, new = head, list[Payment]()
    for line, payment in lines:
        try:
            changed, added = book(changed, [payment], now)
        except Mismatch:
            part.refuse(line, "reference_reused", "같은 납입 번호로 다른 내용이 이미 있습니다.")
        except CaseError as error:
            part.refuse(line, error.code, error.detail)
        else:
            part.good += 1
            new += added
    if not new:
        return []
    after = {"job": job_id, "payments": [[p.id, p.on.isoformat(), p.amount] for p in new]}
    return heads.actions(changed, now, who, "payments_imported", {}, after)[1]


def _plan(table: Table, line: int, row: dict[str, str], part: _Chunk, who: str, now: datetime) -> None:
    whole = {"total", "count", "due_day"}
    plan = {
        name: _whole(value) if name in whole else value
        for name, value in row.items()
        if value and name not in ("reference", "phone", "confirmed")
    }
    address = {
        "channel": "sms",
        "to": row.get("phone", ""),
        "confirmed": row.get("confirmed") in ("1", "y", "Y", "예"),
    }
    reminders = {"addresses": [address]} if row.get("phone") else {}
    body = _read(
        EnrolIn, line, part, plan=plan, reminders=reminders, consent=True, reference=row["reference"]
    )
    if body is None:
        return
    try:
        enrol(table, body, who, now, key=f"import|{row['reference']}")
    except CaseError as error:
        part.refuse(line, error.code, error.detail)
    else:
        part.good += 1


def _read(kind: Any, line: int, part: _Chunk, **cells: Any) -> Any:
    if "amount" in cells:
        cells["amount"] = _whole(cells["amount"])
    faults: list[Fault] = []
    try:
        return kind.parse(cells)
    except Invalid as invalid:
        faults = list(invalid.faults)
    for fault in faults:
        part.refuse(line, f"{fault.pointer.strip('/')}:{fault.code}", fault.detail)
    return None


def _whole(cell: str) -> int | str:
    """A whole number as spreadsheets write it (1,234,567); anything else stays text and becomes a named fault."""
    plain = cell.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 18 else cell


# --- keeping progress ------------------------------------------------------------------------------------------------
def _keep(table: Table, progress: Progress, who: str, now: datetime) -> None:
    fields = {
        name: getattr(progress, name) for name in Progress.__slots__ if name not in ("job_id", "columns")
    }
    fields |= {"columns": list(progress.columns), "by": who, "at": seoul(now).isoformat()}
    fields["kind_of"] = fields.pop("kind")
    table.put(Item(*keys.job(progress.job_id), dress("job", fields), expires_at=_ends(now)), ANY)


def _progress(job_id: str, item: Item) -> Progress:
    fields = undress(item, "job")
    names = ("size", "offset", "line", "good", "bad", "status", "encoding")
    rest = {name: fields[name] for name in names}
    return Progress(job_id, fields["kind_of"], columns=tuple(fields["columns"]), **rest)


def _ends(now: datetime) -> int:
    return int(now.timestamp()) + KEEP_SECONDS


def _keep_faults(table: Table, job_id: str, part: _Chunk, now: datetime) -> None:
    puts = [
        Put(
            Item(
                *keys.job_row(job_id, line),
                dress("job_row", {"line": line, "fault": [list(f) for f in faults]}),
                expires_at=_ends(now),
            )
        )
        for line, faults in sorted(part.faults.items())
    ]
    for start in range(0, len(puts), MAX_WRITE_ACTIONS):
        table.write(puts[start : start + MAX_WRITE_ACTIONS])
