"""Text rows into answers: every cell is read strictly, every bad row is reported with its line and its reason.

The encoding is decided once per file (UTF-8 with or without a mark, else CP949); a line that does not fit it is a bad
row, never a guess. Column names are those of the HTTP contract; a month's fields end in its number, 1 = the newest.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from chalicelib.score.gate import forbidden_kind
from chalicelib.score.inputs import HOUSING, PURPOSES
from chalicelib.shapes import MAX_WON

WINDOW = 6
EMPTY = frozenset({"", "NA", "N/A", "null", "NULL", "None"})
PROBE = 1 << 16


class BadFile(ValueError):
    """The file as a whole cannot be read; the message is Korean and says what to do."""


class BadRow(NamedTuple):
    """One row that was not scored: line of the file (1 = the header), column, Korean reason."""

    line: int
    column: str
    why: str


class Row(NamedTuple):
    """One row that was read: its line, its id as given, the applicant's answers, the history, the outcome."""

    line: int
    id: str
    applicant: dict[str, Any]
    history: dict[str, Any]
    bad: int | None


class _Bad(Exception):
    pass


def _won(text: str, low: int = 0) -> int:
    try:
        value = int(text)
    except ValueError:
        raise _Bad("원 단위의 정수가 아닙니다") from None
    if not low <= value <= MAX_WON:
        raise _Bad("받아들일 수 있는 범위를 벗어난 금액입니다")
    return value


def _count(text: str) -> int:
    value = _won(text)
    if value > 3600:
        raise _Bad("받아들일 수 있는 범위를 벗어난 수입니다")
    return value


def _years(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise _Bad("숫자가 아닙니다") from None
    if not 0 <= value <= 80:  # also refuses NaN and infinities
        raise _Bad("0년에서 80년 사이가 아닙니다")
    return value


def _flag(text: str) -> bool:
    known = {"1": True, "0": False, "yes": True, "no": False, "true": True, "false": False}
    if text.lower() not in known:
        raise _Bad("yes 또는 no가 아닙니다")
    return known[text.lower()]


def _code(codes: Iterable[str]) -> Callable[[str], str]:
    allowed = frozenset(codes)

    def read(text: str) -> str:
        if text not in allowed:
            raise _Bad("정해진 코드가 아닙니다")
        return text

    return read


APPLICANT: dict[str, Callable[[str], Any]] = {
    "annual_income": _won,
    "employment_years": _years,
    "loan_amount": _won,
    "loan_purpose": _code(PURPOSES),
    "housing": _code(HOUSING),
    "defaulted_before": _flag,
}
MONTH: dict[str, Callable[[str], Any]] = {
    "days_late": _count,
    "balance": lambda text: _won(text, -MAX_WON),
    "limit": _won,
    "due": _won,
    "paid": _won,
}
MONTH_COLUMNS = {f"{name}_{k}": (name, k) for name in MONTH for k in range(1, WINDOW + 1)}
READ: dict[str, Callable[[str], Any]] = {
    "id": str,
    "bad": lambda text: int(_flag(text)),
    "months_on_book": _count,
}


Plan = tuple[str, str, Callable[[str], Any] | None, str, int]


@dataclass(frozen=True)
class Layout:
    """The columns of a file: which are read, which are left out because they must not decide."""

    names: tuple[str, ...]
    not_used: dict[str, str]

    @cached_property
    def plan(self) -> tuple[Plan, ...]:
        """For each column: its name, where its value goes, the reader, the field and the month."""
        out: list[Plan] = []
        for name in self.names:
            if name in APPLICANT:
                out.append((name, "applicant", APPLICANT[name], name, 0))
            elif name in MONTH_COLUMNS:
                field, k = MONTH_COLUMNS[name]
                out.append((name, "month", MONTH[field], field, k))
            elif name in READ:
                out.append((name, name, READ[name], name, 0))
            else:
                out.append((name, "", None, "", 0))
        return tuple(out)


def encoding_of(head: bytes) -> str:
    """UTF-8 (a byte-order mark is dropped) or CP949, by the first part of the file. Raises BadFile for others."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile("파일이 UTF-16으로 저장되어 있습니다. UTF-8 CSV로 다시 저장해 주세요.")
    if b"\0" in head:
        raise BadFile("글자 파일이 아닙니다. CSV나 Parquet 파일을 골라 주세요.")
    for encoding in ("utf-8", "cp949"):
        try:
            head[: head.rfind(b"\n") + 1 or len(head)].decode(encoding)
        except UnicodeDecodeError:
            continue
        return "utf-8-sig" if encoding == "utf-8" else encoding
    raise BadFile("글자 부호를 알 수 없습니다. UTF-8 또는 CP949 CSV로 저장해 주세요.")


def layout_of(header: list[str], delimiter: str, ignore: Iterable[str] = ()) -> Layout:
    """Check the header. An unknown column is an error, so that a typo cannot silently drop a fact."""
    names = tuple(h.strip() for h in header)
    if not any(names):
        raise BadFile("파일이 비어 있습니다. 첫 줄에 항목 이름이 있어야 합니다.")
    known = {*APPLICANT, *MONTH_COLUMNS, *READ}
    if not known & set(names):
        for other in ",;\t|":
            if other != delimiter and known & {p.strip() for p in delimiter.join(names).split(other)}:
                shown = {"\t": "탭"}.get(other, other)
                raise BadFile(f"구분 기호가 ‘{shown}’로 보입니다. --delimiter로 알려 주세요.")
        raise BadFile("아는 항목 이름이 첫 줄에 하나도 없습니다. 항목 이름을 확인해 주세요.")
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise BadFile(f"같은 항목이 두 번 있습니다: {', '.join(twice)}")
    protected = {n: kind for n in names if (kind := forbidden_kind(n)) is not None and n not in known}
    unknown = [n for n in names if n not in known and n not in protected and n not in set(ignore)]
    if unknown:
        raise BadFile(
            f"알 수 없는 항목이 있습니다: {', '.join(unknown)}. 이름을 고치거나 --ignore로 알려 주세요."
        )
    return Layout(names, protected)


def read_cells(line: int, cells: Iterable[str | None], layout: Layout) -> Row | BadRow:
    """One row of text cells into answers, or why not."""
    applicant: dict[str, Any] = {}
    months: dict[int, dict[str, Any]] = {}
    history: dict[str, Any] = {}
    other: dict[str, Any] = {"id": "", "bad": None}
    name = ""
    try:
        for (column, goes, read, field, k), raw in zip(layout.plan, cells, strict=True):
            name = column
            if not raw or read is None:
                continue
            text = raw.strip()
            if text in EMPTY:
                continue
            if not text.isascii() and any("\udc80" <= c <= "\udcff" for c in text):
                raise _Bad("이 줄의 글자 부호가 파일과 다릅니다")
            if goes == "month":
                months.setdefault(k, {})[field] = read(text)
            elif goes == "applicant":
                applicant[field] = read(text)
            else:
                other[field] = read(text)
    except _Bad as why:
        return BadRow(line, name, str(why))
    except ValueError:
        return BadRow(line, "", "칸의 수가 첫 줄과 다릅니다")
    if other.get("months_on_book") is not None:
        history["months_on_book"] = other["months_on_book"]
    if months:
        history["months"] = [months.get(k, {}) for k in range(max(months), 0, -1)]
    return Row(line, other["id"], applicant, history, other["bad"])


def read_csv(
    lines: Iterable[bytes], delimiter: str = ",", ignore: Iterable[str] = ()
) -> Iterator[Layout | Row | BadRow]:
    """The layout first, then every row, in the file's order. Raises BadFile."""
    source = iter(lines)
    head = b""
    kept: list[bytes] = []
    for raw in source:
        kept.append(raw)
        head += raw
        if len(head) >= PROBE:
            break
    if not head.strip():
        raise BadFile("파일이 비어 있습니다. 첫 줄에 항목 이름이 있어야 합니다.")
    encoding = encoding_of(head)

    def texts() -> Iterator[str]:
        first = True
        for part in (kept, source):
            for raw in part:
                text = raw.decode("utf-8" if encoding == "utf-8-sig" else encoding, "surrogateescape")
                yield text.removeprefix("\ufeff") if first else text
                first = False

    reader = csv.reader(texts(), delimiter=delimiter, strict=True)
    layout: Layout | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            if layout is None:
                raise BadFile("첫 줄의 따옴표가 맞지 않습니다.") from None
            yield BadRow(reader.line_num, "", "따옴표가 맞지 않습니다")
            continue
        if layout is None:
            layout = layout_of(cells, delimiter, ignore)
            yield layout
        elif cells:
            yield read_cells(reader.line_num, cells, layout)
    if layout is None:
        raise BadFile("파일이 비어 있습니다. 첫 줄에 항목 이름이 있어야 합니다.")
