"""python -m rehearsal.phone [OUT.html]: every message as a person would see it on a phone, lock screen and opened."""

from __future__ import annotations

import sys
from datetime import date, datetime
from html import escape
from pathlib import Path

from chalicelib.aftercare.case import Case
from chalicelib.aftercare.contact import Person
from chalicelib.aftercare.days import KST
from chalicelib.aftercare.schedule import equal_plan
from chalicelib.aftercare.touches import KINDS, Touch
from chalicelib.cases.head import Head
from chalicelib.cases.messages import render
from chalicelib.law import law_as_of

PREVIEW = 40
"""Letters that a lock screen shows at least."""
STYLE = """
body{font:15px/1.5 "Noto Sans KR",sans-serif;background:#e6e8ea;color:#1e2124;margin:1.5rem;display:flex;flex-wrap:wrap;gap:1.2rem}
section{width:20rem;background:#fff;border-radius:1.4rem;padding:1rem}
h2{font-size:.95rem;margin:.1rem 0 .6rem} .lock{background:#1e2124;color:#fff;border-radius:.9rem;padding:.7rem}
.open{background:#eaf1ff;border-radius:.9rem;padding:.7rem;margin-top:.6rem;white-space:pre-line}
small{color:#464c53;display:block;margin-top:.4rem}
"""


def page() -> str:
    """The messages of a person with a counsellor and a phrase of her own."""
    law = law_as_of(date(2026, 11, 24))
    case = Case(
        "c0",
        "individual_workout",
        "in_payment",
        date(2026, 1, 25),
        date(2026, 1, 2),
        equal_plan(6_000_000, 30, date(2026, 1, 25)),
    )
    head = Head(case, Person(), date(2026, 1, 5), counsellor="김하늘", phrase="봄이 오면")
    facts = {"day": date(2026, 12, 28), "left": 3, "months": 12, "status": "approved"}
    cards = []
    for kind, title in KINDS.items():
        moment = datetime(2026, 12, 22, 10, tzinfo=KST)
        said = render(Touch(kind, "x", moment, moment, kind, facts), head, law, "sms")
        shape = "문자" if said.form == "sms" else f"긴 문자 (제목: {said.subject})"
        cards.append(
            f"<section><h2>{escape(title)}</h2><div class='lock'>{escape(said.text[:PREVIEW])}…</div>"
            f"<div class='open'>{escape(said.text)}</div><small>{escape(shape)}, {said.size} 바이트</small></section>"
        )
    return f'<!doctype html><html lang="ko"><meta charset="utf-8"><style>{STYLE}</style><body>{"".join(cards)}</body></html>'


if __name__ == "__main__":
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "build/rehearsal/phone.html")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page(), "utf-8")
    print(out)
