"""python -m dasibom score portfolio FILE [--scenario …] [--reference FILE] [--out REPORT] [--scores FILE]

Scores a CSV or Parquet portfolio with the cards that ship and writes an HTML report. Memory stays bounded whatever
the file's size. Rows that cannot be read are counted, listed with line and reason in the report and, all of them, in
`<report>.bad.csv`. Exit code 0 also with bad rows; 2 when the file as a whole cannot be read.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from chalicelib.score import policy as policies
from chalicelib.score.portfolio.page import report
from chalicelib.score.portfolio.rows import BadFile, BadRow, Layout, Row, layout_of, read_cells, read_csv
from chalicelib.score.portfolio.stress import SCENARIOS
from chalicelib.score.portfolio.tally import Scorer, Tally

PARQUET_ROWS = 20_000


class Progress:
    """A bar on standard error: share of the file, rows, rows a second. Quiet where nobody watches."""

    def __init__(self, whole: int, out: TextIO, watched: bool) -> None:
        self.whole, self.out, self.watched = max(whole, 1), out, watched
        self.started, self.last = time.monotonic(), 0.0

    def show(self, done: int, rows: int, *, end: bool = False) -> None:
        """Draw at most five times a second."""
        now = time.monotonic()
        if not self.watched or (now - self.last < 0.2 and not end):
            return
        self.last = now
        share = 1.0 if end else min(done / self.whole, 1.0)
        filled = int(share * 30)
        rate = rows / max(now - self.started, 1e-6)
        bar = "█" * filled + "·" * (30 - filled)
        self.out.write(f"\r{bar} {share:4.0%} {rows:,}줄 {rate:,.0f}줄/초" + ("\n" if end else ""))
        self.out.flush()


class Counted:
    """Lines of a binary file, counting the bytes that were read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.done = file, 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self.file:
            self.done += len(line)
            yield line


def parquet_rows(path: Path, ignore: list[str]) -> Iterator[Layout | Row | BadRow]:
    """Rows of a Parquet file, batch by batch; the line is the row number with 1 for the first."""
    try:
        import pyarrow.parquet  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        raise BadFile(
            "Parquet 파일을 읽으려면 pyarrow 패키지가 필요합니다. CSV로 저장하거나 pyarrow를 설치해 주세요."
        ) from None
    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowInvalid, OSError):
        raise BadFile("Parquet 파일로 읽을 수 없습니다.") from None
    layout = layout_of(list(file.schema_arrow.names), ",", ignore)
    yield layout
    line = 0
    for batch in file.iter_batches(batch_size=PARQUET_ROWS):
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            line += 1
            yield read_cells(line, (_text(v) for v in values), layout)


def _text(value: Any) -> str | None:
    """A cell as the text that a CSV would hold; a float that is a whole number is written as one."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def score_file(
    path: Path, scorer: Scorer, delimiter: str, ignore: list[str], watched: bool
) -> tuple[Tally, Layout]:
    """Read and score one file. Raises BadFile."""
    layout: Layout | None = None
    rows = 0
    with ExitStack() as stack:
        if path.suffix.lower() == ".parquet":
            source: Iterator[Layout | Row | BadRow] = parquet_rows(path, ignore)
            counted = None
        else:
            counted = Counted(stack.enter_context(path.open("rb")))
            source = read_csv(counted, delimiter, ignore)
        progress = Progress(path.stat().st_size, sys.stderr, watched)
        for item in source:
            if isinstance(item, Layout):
                layout = item
                continue
            scorer.add(item)
            rows += 1
            if rows % 2000 == 0:
                progress.show(counted.done if counted else 0, rows)
        tally = scorer.finish()
        progress.show(0, rows, end=True)
    if layout is None:
        raise BadFile("파일이 비어 있습니다. 첫 줄에 항목 이름이 있어야 합니다.")
    return tally, layout


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    p = argparse.ArgumentParser(
        prog="python -m dasibom score portfolio",
        description="포트폴리오를 점수표로 계산하고 보고서를 씁니다.",
    )
    p.add_argument("file", type=Path, help="CSV 또는 Parquet 파일")
    p.add_argument(
        "--scenario",
        action="append",
        default=[],
        choices=[*SCENARIOS, "all"],
        help="스트레스 가정(여러 번 쓸 수 있음)",
    )
    p.add_argument("--reference", type=Path, help="분포를 견줄 파일(없으면 점수표를 만든 자료)")
    p.add_argument("--out", type=Path, help="보고서 파일(기본: 파일 이름.report.html)")
    p.add_argument("--scores", type=Path, help="줄마다의 점수를 쓸 CSV 파일")
    p.add_argument("--policy", type=Path, help="기관의 정책 파일(JSON)")
    p.add_argument("--as-of", type=date.fromisoformat, default=None, help="기준일(기본: 오늘)")
    p.add_argument("--typical-limit", type=int, default=None, help="기관의 한도 중앙값(원)")
    p.add_argument("--delimiter", default=",", help="구분 기호(기본: 쉼표)")
    p.add_argument("--ignore", default="", help="읽지 않을 항목(쉼표로 구분)")
    p.add_argument("--quiet", action="store_true", help="진행 막대를 보이지 않음")
    return p


def main(argv: list[str]) -> int:
    """Run the command; returns the exit code."""
    args = parser().parse_args(argv)
    try:
        return run(args)
    except BadFile as bad:
        print(bad, file=sys.stderr)
    except policies.BadPolicy as bad:
        print(
            "정책 파일을 확인해 주세요.",
            *(f"{place}: {what}" for place, what in bad.faults),
            sep="\n  ",
            file=sys.stderr,
        )
    except FileNotFoundError as missing:
        print(f"파일을 찾을 수 없습니다: {missing.filename}", file=sys.stderr)
    except csv.Error as bad:
        print(f"CSV로 읽을 수 없습니다: {bad}", file=sys.stderr)
    return 2


def run(args: argparse.Namespace) -> int:
    """Score, write the report, say what was done."""
    as_of = args.as_of or date.today()
    out: Path = args.out or args.file.with_name(args.file.name + ".report.html")
    ignore = [n.strip() for n in args.ignore.split(",") if n.strip()]
    scenarios = list(SCENARIOS) if "all" in args.scenario else args.scenario
    watched = not args.quiet and sys.stderr.isatty()
    common: dict[str, Any] = {"typical_limit": args.typical_limit}
    if args.policy:
        common["policy"] = policies.load(args.policy)
    delimiter = "\t" if args.delimiter == "\\t" else args.delimiter
    reference = None
    if args.reference:
        reference, _ = score_file(args.reference, Scorer(as_of, **common), delimiter, ignore, watched)
    with ExitStack() as stack:
        bad_path = out.with_name(out.name + ".bad.csv")
        bad_file = stack.enter_context(bad_path.open("w", encoding="utf-8-sig", newline=""))
        bad_rows = csv.writer(bad_file)
        bad_rows.writerow(["line", "column", "why"])
        scorer = Scorer(as_of, scenarios=scenarios, refused=bad_rows.writerow, **common)
        if args.scores:
            scores = csv.writer(stack.enter_context(args.scores.open("w", encoding="utf-8", newline="")))
            scores.writerow(["line", "id", "card", "points", "probability", "grade"])
            scorer.written = lambda row, found: scores.writerows(
                (row.line, row.id, kind, points, f"{chance:.6f}", grade)
                for kind, (points, chance, grade) in found.items()
            )
        tally, layout = score_file(args.file, scorer, delimiter, ignore, watched)
    if not tally.bad_rows:
        bad_path.unlink()
    out.write_text(
        report(tally, as_of, args.file.name, reference, args.reference.name if args.reference else ""),
        "utf-8",
    )
    print(f"{tally.rows:,}줄을 읽어 {tally.rows - tally.bad_rows:,}줄을 계산했습니다. 보고서: {out}")
    if layout.not_used:
        print("차별이 될 수 있어 쓰지 않은 항목: " + ", ".join(layout.not_used))
    if tally.bad_rows:
        print(f"계산하지 않은 줄 {tally.bad_rows:,}개와 이유: {bad_path}")
    return 0
