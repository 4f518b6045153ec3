"""python -m dasibom score PERSON.json | score portfolio FILE …: one person explained, or a whole portfolio."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from chalicelib.law import LawGap
from chalicelib.score import api
from chalicelib.score.inputs import ScoreRequest
from chalicelib.shapes import Invalid


def main(argv: list[str]) -> int:
    """Run the command; returns the exit code (2: the file cannot be used)."""
    if argv and argv[0] == "portfolio":
        from dasibom import score_portfolio

        return score_portfolio.main(argv[1:])
    parser = argparse.ArgumentParser(
        prog="python -m dasibom score", description="한 사람의 점수와 이유를 보여 줍니다."
    )
    parser.add_argument("file", type=Path, help="점수 요청 JSON 파일({applicant, history?, bureau?, as_of?})")
    parser.add_argument("--json", action="store_true", help="결과 전체를 JSON으로")
    args = parser.parse_args(argv)
    try:
        body = json.loads(args.file.read_text("utf-8-sig"), parse_float=Decimal)
        found = api.score_request(ScoreRequest.parse(body), date.today())
    except FileNotFoundError:
        print(f"파일을 찾을 수 없습니다: {args.file}", file=sys.stderr)
    except (json.JSONDecodeError, UnicodeDecodeError) as bad:
        print(f"UTF-8 JSON 파일이 아닙니다: {bad}", file=sys.stderr)
    except Invalid as invalid:
        print(*(f"{f.pointer}: {f.detail}" for f in invalid.faults), sep="\n", file=sys.stderr)
    except LawGap as gap:
        print(f"이 날짜의 기준이 준비되어 있지 않습니다: {gap.day}", file=sys.stderr)
    else:
        print(
            json.dumps(found, ensure_ascii=False, indent=1, default=str)
            if args.json
            else "\n".join(explained(found))
        )
        return 0
    return 2


def explained(found: dict[str, Any]) -> list[str]:
    """The answer as lines to read."""
    lines = [f"기준일 {found['as_of']}"]
    for kind, title in (("application", "신청 점수"), ("behaviour", "거래 점수")):
        part = found[kind]
        if part:
            lines.append(
                f"{title} {part['points']}점, {part['grade']}등급 (자료의 평균은 {part['average_points']}점)"
            )
            lines += [f"  -{r['points_lost']}점  {r['says']}" for r in part["reasons"]]
    final = found["combined"]
    if final:
        lines.append(f"합친 점수 {final['points']}점, {final['grade']}등급 (바탕: {final['segment']})")
        lines += [f"  {final[k]}" for k in ("fallback", "rule_applied") if final[k]]
    lines += [f"· {r['says']}" for r in found["delinquency_reports"]]
    lines += [f"→ {a['says']}" for a in found["advice"]]
    lines += [f"※ {n['says']}" for n in found["not_used"]]
    return [*lines, found["notice"]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
