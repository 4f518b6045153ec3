"""`python -m dasibom assess PERSON.yaml`: one person readably; a folder or a JSON Lines file all at once.

python -m dasibom assess person.yaml [--as-of 2026-11-22] [--explain] [--json]
python -m dasibom assess FOLDER_OR_FILE.jsonl --out results.jsonl [--workers 2]
python -m dasibom assess --generate 100000 --out results.jsonl       (made-up people, to measure)
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from chalicelib.assess.api import assess
from chalicelib.assess.person import Person
from chalicelib.law import LawGap
from chalicelib.rules.words import months, won
from chalicelib.shapes import Invalid
from dasibom import batch

MARKS = {"open": "열림", "closed": "닫힘", "unknown": "미정"}
STATES = {"pass": "○", "fail": "×", "unknown": "?", "not_applicable": "–"}


def main(argv: list[str]) -> int:
    """0: done; 1: some people could not be read (named); 2: the call is wrong."""
    parser = argparse.ArgumentParser(
        prog="dasibom assess", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path, nargs="?", help="사람 한 명(YAML·JSON), 폴더, 또는 .jsonl")
    parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="기준일(없으면 오늘)")
    parser.add_argument("--explain", action="store_true", help="모든 요건과 근거를 함께 보여 줍니다")
    parser.add_argument("--json", action="store_true", help="API와 같은 JSON으로 보여 줍니다")
    parser.add_argument("--out", type=Path, help="여러 명의 결과를 쓸 파일(JSON Lines). 있으면 이어서 합니다")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--generate", type=int, default=0, metavar="N", help="지어낸 N명으로 잽니다")
    asked = parser.parse_args(argv)
    day = asked.as_of or datetime.now(ZoneInfo("Asia/Seoul")).date()
    if asked.generate or (asked.source and (asked.source.is_dir() or asked.source.suffix == ".jsonl")):
        if asked.out is None:
            parser.error("여러 명을 할 때는 --out이 필요합니다")
        people = batch.generated(asked.generate) if asked.generate else batch.read(asked.source)
        return batch.run(people, day, asked.out, asked.workers)
    if asked.source is None:
        parser.error("사람 한 명의 파일이나 폴더를 적어 주세요")
    return _one(asked.source, day, asked.explain, asked.json)


def _one(path: Path, day: date, explain: bool, as_json: bool) -> int:
    try:
        result = assess(Person.parse(load(path)), day)
    except FileNotFoundError:
        print(f"파일이 없습니다: {path}", file=sys.stderr)
        return 2
    except (yaml.YAMLError, ValueError) as wrong:
        if isinstance(wrong, Invalid):
            for fault in wrong.faults:
                print(f"{fault.pointer or '/'}: {fault.detail}", file=sys.stderr)
        else:
            print(f"파일을 읽을 수 없습니다: {wrong}", file=sys.stderr)
        return 1
    except LawGap:
        print("기준일은 2018-01-01부터 2027-12-31까지 쓸 수 있습니다.", file=sys.stderr)
        return 2
    print(
        json.dumps(result, ensure_ascii=False, indent=1, default=str)
        if as_json
        else readable(result, explain)
    )
    return 0


def load(path: Path) -> Any:
    """A person as YAML or JSON; fractions become exact decimals, a wrapper {person: …} is taken off."""
    text = path.read_text("utf-8")
    raw = json.loads(text, parse_float=Decimal) if path.suffix == ".json" else yaml.load(text, _Exact)  # noqa: S506
    return raw.get("person", raw) if isinstance(raw, dict) else raw


class _Exact(yaml.SafeLoader):
    """YAML in which 17.9 is the decimal 17.9 and a date stays text, as in JSON."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_Exact.add_constructor("tag:yaml.org,2002:float", _decimal)


def _text(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


_Exact.add_constructor("tag:yaml.org,2002:timestamp", _text)


def readable(result: dict[str, Any], explain: bool) -> str:
    lines = [f"기준일 {result['as_of']}   (자료 {result['law_version']})", ""]
    lines += [f"! {item['says']}" for item in result["urgent"]]
    lines += [f"· {flag['says']}" for flag in result["diagnosis"]["flags"]]
    lines += ["", f"{'길':24}{'판정':6}{'한 달':>24}{'기간':>20}{'모두':>24}"]
    for option in result["options"]:
        estimate = option["estimate"] or {}
        about = "" if estimate.get("certain", True) else "약 "
        cells = (
            _range(estimate.get("monthly_payment"), won, about),
            _range(estimate.get("months"), months),
            _range(estimate.get("total_paid"), won, about),
        )
        lines.append(
            f"{option['title']:24}{MARKS[option['verdict']]:6}{cells[0]:>24}{cells[1]:>20}{cells[2]:>24}"
        )
        shown = [f for f in option["findings"] if explain or f["status"] in ("fail", "unknown")]
        lines += _findings(shown, explain)
        lines += [f"    → {change['says']}" for change in option["changes"]]
    titles = {option["remedy"]: option["title"] for option in result["options"]}
    lines += [
        "",
        *[f"먼저 볼 길: {titles[item['remedy']]} — {item['because']}" for item in result["recommended"]],
    ]
    lines += [
        f"다음 질문: {question['asks']} (가치 {question['worth']})"
        for question in result["next_questions"][:3]
    ]
    return "\n".join([*lines, "", result["notice"]])


def _findings(findings: list[dict[str, Any]], explain: bool, deep: int = 1) -> list[str]:
    """One line each; explained, the parts of "one of these" and "all of these" stand below it."""
    lines = []
    for found in findings:
        lines.append("    " * deep + f"{STATES[found['status']]} {found['says']}" + _cited(found, explain))
        if explain:
            lines += _findings(found.get("parts", []), explain, deep + 1)
    return lines


def _cited(found: dict[str, Any], explain: bool) -> str:
    return f"  [{found['article'] or found['source']}]" if explain else ""


def _range(span: dict[str, int | None] | None, words: Any, about: str = "") -> str:
    """A range in words; `about` stands before it where it is an estimate."""
    if not span:
        return "–"
    low, high = span["low"], span["high"]
    if low == high and low is not None:
        return f"{about}{words(low)}"
    return f"{about}{'' if low is None else words(low)}~{'' if high is None else words(high)}"
