"""Occupations that a law bars for people declared bankrupt, until rights are restored (복권), as dated rows.

Sheet 08 §8.5: about 210 Acts carry such a bar and clean-up Acts delete them one by one, so the list is never closed
and the exact job has always to be asked. Rows come from the law tables; nothing is listed here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.law import history, keys, law_as_of

PREFIX = "bkr.job_bar."


def job_bars(as_of: date) -> list[dict[str, Any]]:
    """Every occupation of the tables with what holds on a day: `barred` is true, false, or None where it is not
    known; `changes` are all dated rows. Raises `LawGap` for a day outside the tables."""
    law, made = law_as_of(as_of), []
    for key in keys():
        if not key.startswith(PREFIX):
            continue
        row, rows = law.get(key), history(key)
        made.append(
            {
                "code": key.removeprefix(PREFIX),
                "title": rows[0].title.split(" - ")[0],
                "barred": None if row is None else row.value,
                "article": row.article if row else "",
                "source": row.source if row else "",
                "confidence": row.conf if row else "U",
                "note": row.note if row else "이 날의 법령은 확인하지 못했습니다.",
                "changes": [
                    {
                        "from": past.from_.isoformat(),
                        "to": past.to.isoformat() if past.to else None,
                        "barred": past.value,
                        "article": past.article,
                    }
                    for past in rows
                ],
            }
        )
    return sorted(made, key=lambda bar: bar["code"])
