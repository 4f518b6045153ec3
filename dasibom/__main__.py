"""`python -m dasibom COMMAND`: the command line for counsellors and developers. Each command is a module here."""

from __future__ import annotations

import sys
from importlib import import_module

COMMANDS = {
    "assess": ("dasibom.assess", "자가진단: 한 사람(YAML·JSON) 또는 폴더·JSON Lines를 한꺼번에"),
    "law": ("dasibom.law", "기준 값: `law check`는 자료를 점검하고 `law show KEY`는 값을 보여 줍니다"),
    "ask": ("dasibom.ask", "상담: 터미널에서 묻고 답을 받습니다"),
    "score": ("dasibom.score", "신용평가: 한 사람, 또는 `score portfolio FILE`"),
    "import-payments": ("dasibom.import_payments", "납부 내역 CSV를 사건에 반영합니다"),
}


def main(argv: list[str] | None = None) -> int:
    argv = sys.argv[1:] if argv is None else argv
    if not argv or argv[0] in ("-h", "--help") or argv[0] not in COMMANDS:
        print("사용법: python -m dasibom COMMAND …\n")
        for name, (_, says) in COMMANDS.items():
            print(f"  {name:16} {says}")
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    module, _ = COMMANDS[argv[0]]
    return int(import_module(module).main(argv[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main())
