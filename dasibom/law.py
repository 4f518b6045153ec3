"""`python -m dasibom law check [--days N] [--today DATE]` and `law show KEY [--as-of DATE]`."""

from __future__ import annotations

import argparse
from datetime import date
from difflib import get_close_matches

from chalicelib import law
from chalicelib.law.lint import lint
from chalicelib.rules.text import slot_text


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="dasibom law", description="법·제도 기준 값을 점검하고 보여 줍니다."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="빈틈, 겹침, 출처 없음, 곧 끝나는 값을 찾습니다")
    check.add_argument("--today", type=date.fromisoformat, default=date.today())
    check.add_argument("--days", type=int, default=90, help="며칠 안에 끝나는 값을 알릴지")
    show = commands.add_parser("show", help="한 값의 모든 날짜를 보여 줍니다")
    show.add_argument("key")
    options = parser.parse_args(argv)
    return _check(options.today, options.days) if options.command == "check" else _show(options.key)


def _check(today: date, days: int) -> int:
    remarks = lint(law.full_table(), today, days)
    for remark in remarks:
        print(
            f"{'오류' if remark.level == 'error' else '알림'}  {remark.key:44} {remark.kind:12} {remark.says}"
        )
    errors = sum(remark.level == "error" for remark in remarks)
    print(
        f"값 {len(law.keys())}개, 오류 {errors}개, 알림 {len(remarks) - errors}개 (자료 {law.law_version()})"
    )
    return 1 if errors else 0


def _show(key: str) -> int:
    try:
        rows = law.history(key)
    except KeyError:
        near = get_close_matches(key, law.keys(), n=5, cutoff=0.4)
        print(f"‘{key}’라는 값은 없습니다." + (f" 혹시: {', '.join(near)}" if near else ""))
        return 1
    print(rows[0].title)
    for row in rows:
        until = row.to.isoformat() if row.to else "현재"
        shown = row.value if isinstance(row.value, dict) else slot_text(row)
        print(f"  {row.from_.isoformat()} ~ {until}  {shown}  [{row.conf}]  {row.article} ({row.source})")
    return 0
