"""The house keeps its shape: which room may import which, what the pure rooms never touch, where figures may stand."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.spelled_figures import ALLOWED, FIGURE, sentences, spelled, spelled_in

ROOT = Path(__file__).parent.parent
LIB = ROOT / "chalicelib"
PURE = ("law", "rules", "assess", "score", "aftercare")
NEVER_PURE = {
    "boto3",
    "botocore",
    "chalice",
    "openai",
    "httpx",
    "requests",
    "urllib",
    "socket",
    "sqlite3",
    "time",
    "http",
}
MAY = {
    "law": set(),
    "rules": {"law", "jsontext"},
    "assess": {"law", "rules", "shapes", "jsontext"},
    "score": {"law", "rules", "shapes", "aftercare"},
    "aftercare": {"law", "rules", "shapes"},
    "store": {"shapes"},
}
OFFLINE = {"law/compile.py", "score/batch.py", "score/portfolio_io.py"}
"""Development or batch entry points inside a pure room: they read files, never the clock or the network."""


def modules(room: str) -> list[Path]:
    return sorted(path for path in (LIB / room).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                package = path.relative_to(ROOT).parent.parts
                base = ".".join(package[: len(package) - node.level + 1])
                yield f"{base}.{node.module}" if node.module else base
            elif node.module:
                yield node.module
                yield from (
                    f"{node.module}.{alias.name}" for alias in node.names if node.module == "chalicelib"
                )


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_touches_no_network_no_clock_and_no_environment(room: str) -> None:
    for path in modules(room):
        if path.relative_to(LIB).as_posix() in OFFLINE:
            continue
        tops = {name.split(".")[0] for name in imports(path)}
        assert not tops & NEVER_PURE, f"{path.name} imports {tops & NEVER_PURE}"
        source = path.read_text("utf-8")
        for clock in (".today()", ".now(", "utcnow(", "os.environ", "getenv"):
            assert clock not in source, f"{path.relative_to(ROOT)} reads {clock}"


@pytest.mark.parametrize("room", sorted(MAY))
def test_arrows_between_rooms_point_one_way(room: str) -> None:
    for path in modules(room):
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "chalicelib" and len(parts) > 1 and parts[1] != room:
                assert parts[1] in MAY[room], f"{path.relative_to(ROOT)} imports chalicelib.{parts[1]}"


def test_only_the_store_opens_dynamodb() -> None:
    for path in LIB.rglob("*.py"):
        if (LIB / "store") in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = getattr(node.func, "attr", "")
                assert not (called in ("client", "resource") and node.args[0].value == "dynamodb"), path.name


def test_openai_is_imported_in_one_module_and_only_when_a_model_is_called() -> None:
    users = {
        path.name for path in LIB.rglob("*.py") if "openai" in {name.split(".")[0] for name in imports(path)}
    }
    assert len(users) <= 1
    for path in LIB.rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
                assert not any(name.split(".")[0] == "openai" for name in names), (
                    f"{path.name} imports openai at start"
                )


ARITHMETIC = {
    31,
    240,
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    30,
    34,
    60,
    100,
    120,
    128,
    256,
    365,
    600,
    1000,
    1200,
    4096,
    10_000,
    36_500,
}
"""Counts, month and percent arithmetic, cache sizes, shares of one thousand: numbers that no statute gives."""

JUDGING = (
    *("capacity", "ccrs", "ccrs_advice", "claim_notes", "claim_state", "claims", "court_advice", "diagnosis"),
    *("estate", "exempt", "facts", "household", "jobs", "parts", "plan", "repayment", "sentences", "urgent"),
)
"""The files of the assessment that judge, reckon or tell; the others rank, draw, read inputs or describe products."""


@pytest.mark.parametrize(
    "path",
    [
        *modules("assess/remedies"),
        *modules("assess/branches"),
        *(LIB / f"assess/{name}.py" for name in JUDGING),
    ],
    ids=lambda path: path.stem,
)
def test_no_legal_figure_stands_outside_the_law_tables(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value not in ARITHMETIC:
            line = path.read_text("utf-8").splitlines()[node.lineno - 1]
            if "REMEDY" in line or "order=" in line:
                continue
            raise AssertionError(f"{path.name}:{node.lineno} holds {node.value}: {line.strip()}")


CORES = ("law", "rules", "assess", "score", "aftercare", "lessons")


@pytest.mark.parametrize("room", CORES)
def test_no_korean_sentence_of_a_core_spells_a_figure(room: str) -> None:
    """Ages, shares, terms, amounts, counts and telephone numbers come from the law tables by a slot."""
    found = [line for path in modules(room) for line in spelled_in(path, LIB)]
    assert not found, "give these a slot and a dated row:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "sentence",
    [
        "70세 이상 저소득자여야 합니다.",
        "신용점수가 하위 10%입니다.",
        "소득이 기준 중위소득의 60% 이하입니다.",
        "지금 여력으로는 5년을 내도 서지 않습니다.",
        "최근 2년 안에 넘긴 재산은 심사에서 설명해야 합니다.",
        "최근 여섯 달에 새로 빌린 돈이 있습니다.",
        "세 번 이상 밀리면 실효될 수 있습니다.",
        "석 달치가 밀리면 폐지될 수 있습니다.",
        "면책받은 지 다섯 해가 지나지 않았습니다.",
        "실효된 뒤 한 달 안에 신청합니다.",
        "기한 안에 한 번 이상 내고 부활을 신청합니다.",
        "보름 안에 답해야 합니다.",
        "육십 퍼센트를 넘는 이자는 무효입니다.",
        "한도는 5,000만 원입니다.",
        "새출발기금(1660-1378)에 확인하세요.",
        "지금 바로 112에 신고하세요.",
        "최근 {ccrs.new_debt_months|여섯 달}에 새로 빌린 돈이 있습니다.",
        "2026년 10월 1일부터 신청한 사건에 적용됩니다.",
    ],
)
def test_a_spelled_figure_is_found(sentence: str) -> None:
    assert spelled(sentence, "assess/ccrs.py")


@pytest.mark.parametrize(
    "sentence",
    [
        "{wo.vulnerable.age_min} 이상 저소득자여야 합니다.",
        "새출발기금({contact.new_start_fund/phone})에 확인하세요.",
        "최근 {ccrs.new_debt_months|몇 달}에 새로 빌린 돈이 있습니다.",
        "채무자회생법 제564조제1항제5호의2",
        "금융위원회 발표(2025-10-01, 2025-12-08)",
        "배우자는 한 달에 얼마를 버나요? 없으면 0입니다.",
        "아직 한 번도 내지 않아 유예를 신청할 수 없습니다.",
        "더 갚지 말고 대화와 송금 기록을 모아 두세요.",
    ],
)
def test_slots_citations_and_the_wording_of_questions_are_no_spelled_figures(sentence: str) -> None:
    assert not spelled(sentence, "assess/ccrs.py")


def test_the_search_for_spelled_figures_reads_pieces_of_f_strings_and_leaves_documentation_out() -> None:
    source = '"""문서는 70세를 말해도 됩니다."""\nsays = f"{name}은 70세 이상이어야 합니다."\n'
    assert [spelled(text) for _, text in sentences(source)] == [["70"]]


def test_everything_that_may_be_spelled_is_still_spelled_somewhere() -> None:
    """An allowance that nothing needs any more would hide the next figure."""
    texts = [
        (path.relative_to(LIB).as_posix(), text)
        for room in CORES
        for path in modules(room)
        for _, text in sentences(path.read_text("utf-8"))
    ]
    for allowed in ALLOWED:
        held = [text for name, text in texts if name.startswith(allowed.under)]
        assert any(
            FIGURE.search(found[0])
            for text in held
            for found in re.finditer(allowed.pattern, text, re.DOTALL)
        ), allowed


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    hosts = (
        "py" + "pi.org",
        "python" + "hosted",
        "npm" + "js.org",
        "npm" + "js.com",
        "deb" + ".debian",
        "/wo" + "rk/",
        "/ro" + "ot/",
    )
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in (".woff2", ".png", ".gz", ".ico"):
            text = path.read_text("utf-8", "ignore")
            assert not [host for host in hosts if host in text], name
