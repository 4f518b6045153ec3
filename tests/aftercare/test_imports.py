"""CSV import: every good row booked once, every bad row named, taken up again after any break."""

from __future__ import annotations

import csv
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chalicelib.cases import head as heads
from chalicelib.cases import imports, service
from chalicelib.cases.imports import Progress
from chalicelib.store.table import StoreUnavailable, Table

from .support import Clock, seoul

NOW = seoul("2026-11-24 10:00")
CASES = 40


def plans(file: Path, count: int = CASES) -> Path:
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(
            ["reference", "remedy", "agreed_on", "total", "count", "first_due", "phone", "confirmed"]
        )
        for i in range(count):
            writer.writerow(
                [f"A-{i:05d}", "individual_workout", "2026-01-02", "12,000,000", 60, "2026-01-25", "", ""]
            )
    return file


BAD = (
    ("A-00001", "x{n}", "2026-13-01", "1000", "paid_on:not_a_date"),
    ("A-00001", "x{n}", "2026-11-01", "-5", "amount:not_an_integer"),
    ("A-00001", "x{n}", "2026-11-01", "", "amount:not_an_integer"),
    ("Z-none", "x{n}", "2026-11-01", "1000", "unknown_case"),
    ("A-00001", "나쁜 번호", "2026-11-01", "1000", "reference:bad_form"),
    ("A-00001", "x{n}", "2027-11-01", "1000", "unprocessable"),
)


def payments(
    file: Path, count: int, cases: int = CASES, seed: int = 1
) -> tuple[Path, dict[str, int], dict[int, str]]:
    """A file with one bad row in a hundred; the sums that must stand, and the fault of each bad line."""
    chance, sums, faults = random.Random(seed), dict[str, int](), dict[int, str]()
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["case_reference", "reference", "paid_on", "amount"])
        for n in range(count):
            line = n + 2
            if n % 100 == 37:
                case, reference, day, amount, fault = BAD[(n // 100) % len(BAD)]
                writer.writerow([case, reference.format(n=n), day, amount])
                faults[line] = fault
                continue
            case, amount_ = f"A-{chance.randrange(cases):05d}", chance.randrange(1_000, 90_000)
            sums[case] = sums.get(case, 0) + amount_
            writer.writerow(
                [case, f"p{n}", f"2026-{chance.randrange(1, 11):02d}-{chance.randrange(1, 29):02d}", amount_]
            )
    return file, sums, faults


def ledger(table: Table) -> dict[str, int]:
    found = {}
    for i in range(CASES):
        reference = f"A-{i:05d}"
        head = heads.read(table, service.by_reference(table, reference))
        if head.case.payments:
            found[reference] = sum(p.amount for p in head.case.payments)
    return found


def named(table: Table, job: Progress) -> dict[int, str]:
    return {row["line"]: row["faults"][0]["code"] for row in imports.report(table, job.job_id)}


def test_every_good_row_is_booked_once_and_every_bad_row_is_named(
    table: Table, tmp_path: Path, clock: Clock
) -> None:
    made = imports.run(table, plans(tmp_path / "plans.csv"), "plans", "staff:1", NOW)
    assert (made.good, made.bad, made.done) == (CASES, 0, True)
    file, sums, faults = payments(tmp_path / "p.csv", 2_000)
    done = imports.run(table, file, "payments", "staff:1", NOW, chunk=300)
    assert (done.good, done.bad, done.line) == (1_980, 20, 2_001)
    assert named(table, done) == faults
    assert ledger(table) == sums


def test_the_same_file_again_books_nothing_twice(table: Table, tmp_path: Path) -> None:
    imports.run(table, plans(tmp_path / "plans.csv"), "plans", "staff:1", NOW)
    file, sums, _ = payments(tmp_path / "p.csv", 500)
    first = imports.run(table, file, "payments", "staff:1", NOW)
    assert imports.run(table, file, "payments", "staff:1", NOW) == first
    other = tmp_path / "copy.csv"
    other.write_bytes(file.read_bytes() + b"\r\n")  # another file with the same payments
    again = imports.run(table, other, "payments", "staff:1", NOW)
    assert (again.job_id != first.job_id, again.good) == (True, first.good)
    assert ledger(table) == sums


@pytest.mark.parametrize("seed", range(3))
def test_stopped_anywhere_and_started_again_it_ends_the_same(table: Table, tmp_path: Path, seed: int) -> None:
    """Stops between chunks, and breaks of the store in the middle of one."""
    imports.run(table, plans(tmp_path / "plans.csv"), "plans", "staff:1", NOW)
    file, sums, faults = payments(tmp_path / "p.csv", 1_500, seed=seed)
    chance, breaks = random.Random(seed), 0
    while True:
        flaky = Flaky(table, chance)
        try:
            done = imports.run(
                flaky, file, "payments", "s", NOW, chunk=200, stop=lambda: chance.random() < 0.2
            )
        except StoreUnavailable:
            breaks += 1
            continue
        if done.done:
            break
    assert breaks > 0
    assert (done.good, done.bad) == (1_485, 15)
    assert named(table, done) == faults
    assert ledger(table) == sums


class Flaky:
    """The table, whose writes fail now and then, before or after they took effect."""

    def __init__(self, inner: Table, chance: random.Random) -> None:
        self._inner, self._chance = inner, chance

    def __getattr__(self, name: str) -> object:
        real = getattr(self._inner, name)
        if name not in ("write", "put"):
            return real

        def call(*given: object, **more: object) -> object:
            luck = self._chance.random()
            if luck < 0.06:
                raise StoreUnavailable("before")
            answer = real(*given, **more)
            if luck < 0.12:
                raise StoreUnavailable("after")
            return answer

        return call


def test_the_command_killed_with_no_warning_goes_on_where_it_was(tmp_path: Path) -> None:
    """A real process, kill -9 in the middle of the file, the same command again."""
    import os

    root = Path(__file__).parents[2]
    environment = {
        **os.environ,
        "STORE": "sqlite",
        "DATA_DIR": str(tmp_path / "data"),
        "PYTHONPATH": str(root),
    }

    def command(*more: str) -> list[str]:
        return [sys.executable, "-m", "dasibom.import_payments", *more]

    first = subprocess.run(
        command("--plans", str(plans(tmp_path / "plans.csv"))),
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert first.returncode == 0, first.stderr
    file, sums, faults = payments(tmp_path / "p.csv", 9_000)
    process = subprocess.Popen(
        command(str(file)), env=environment, cwd=root, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert process.stderr is not None
    process.stderr.read(1)  # the bar shows: the first chunk is in
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    assert process.wait(30) == -signal.SIGKILL
    report = tmp_path / "report.csv"
    again = subprocess.run(
        command(str(file), "--report", str(report)), env=environment, cwd=root, capture_output=True, text=True
    )
    assert again.returncode == 1, again.stderr
    assert "9,000줄을 읽어 8,910줄을 적고 90줄을 적지 못했습니다." in again.stdout
    from chalicelib.store.opening import from_environment, open_store

    table = open_store(from_environment(environment))
    assert ledger(table) == sums
    table.close()
    with report.open(encoding="utf-8-sig") as rows:
        assert {int(row["line"]): row["code"] for row in csv.DictReader(rows)} == faults


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_files_as_korean_spreadsheets_write_them(table: Table, tmp_path: Path, encoding: str) -> None:
    imports.run(table, plans(tmp_path / "plans.csv"), "plans", "staff:1", NOW)
    file = tmp_path / "p.csv"
    text = 'case_reference,reference,paid_on,amount\r\nA-00001,p1,2026-11-01,"1,234,567"\r\n\r\nA-00001,가,2026-11-01,1\r\n'
    file.write_bytes(text.encode(encoding))
    done = imports.run(table, file, "payments", "staff:1", NOW)
    assert (done.good, done.bad) == (1, 1)
    assert ledger(table) == {"A-00001": 1_234_567}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A-00001,p1,2026-11-01", "columns"),
        ('A-00001,"p1,2026-11-01,5', "unreadable"),
        ("A-00001,p1,2026-11-01," + "9" * 20_000, "unreadable"),
        ("A-00001,p1,2026-11-01,1e9", "amount:not_an_integer"),
        ("A-00001,p1,2026-11-01,1000000000000001", "amount:too_large"),
        ("A-00001,=cmd(),2026-11-01,1", "reference:bad_form"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_next_one_is_booked(
    table: Table, tmp_path: Path, row: str, code: str
) -> None:
    imports.run(table, plans(tmp_path / "plans.csv"), "plans", "staff:1", NOW)
    file = tmp_path / "p.csv"
    file.write_text(f"case_reference,reference,paid_on,amount\n{row}\nA-00001,p2,2026-11-01,7\n", "utf-8")
    done = imports.run(table, file, "payments", "staff:1", NOW)
    assert named(table, done) == {2: code}
    assert ledger(table) == {"A-00001": 7}


def test_one_reference_with_two_contents_is_a_fault_of_the_second(table: Table, tmp_path: Path) -> None:
    imports.run(table, plans(tmp_path / "plans.csv"), "plans", "staff:1", NOW)
    file = tmp_path / "p.csv"
    file.write_text(
        "case_reference,reference,paid_on,amount\n"
        "A-00001,p1,2026-11-01,5\nA-00001,p1,2026-11-01,5\nA-00001,p1,2026-11-01,6\n",
        "utf-8",
    )
    done = imports.run(table, file, "payments", "staff:1", NOW)
    assert (done.good, named(table, done)) == (2, {4: "reference_reused"})
    assert ledger(table) == {"A-00001": 5}


@pytest.mark.parametrize(
    "header",
    ["a,b,c,d", "case_reference,reference,paid_on", "case_reference,reference,paid_on,amount,amount", ""],
)
def test_a_file_with_another_header_is_refused_before_anything_is_written(
    table: Table, tmp_path: Path, header: str
) -> None:
    file = tmp_path / "p.csv"
    file.write_text(header + "\n", "utf-8")
    with pytest.raises(ValueError, match="열 이름"):
        imports.run(table, file, "payments", "staff:1", NOW)


def test_progress_can_be_looked_up_while_it_runs(table: Table, tmp_path: Path) -> None:
    imports.run(table, plans(tmp_path / "plans.csv"), "plans", "staff:1", NOW)
    file, _, _ = payments(tmp_path / "p.csv", 500)
    seen: list[Progress | None] = []
    imports.run(
        table,
        file,
        "payments",
        "s",
        NOW,
        chunk=100,
        tell=lambda p: seen.append(imports.status(table, p.job_id)),
    )
    lines = [one.line for one in seen if one]
    assert lines == sorted(lines)
    assert lines[0] == 101
    assert imports.status(table, "i-none") is None
