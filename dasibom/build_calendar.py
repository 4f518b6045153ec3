"""Build chalicelib/aftercare/data/calendar_kr.json from the `holidays` package (development only).

Run once a year, and after raising the package's pin: python -m dasibom.build_calendar
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

FIRST, LAST = 2018, 2041
VERIFIED_TO = "2027-12-31"
"""Last day compared, date by date, with the official list (aftercare sheet AFT-08; elections and decrees excepted)."""
TARGET = Path(__file__).parent.parent / "chalicelib" / "aftercare" / "data" / "calendar_kr.json"


def table() -> dict[str, object]:
    """The packaged table: ISO day -> Korean name."""
    import holidays

    days = holidays.country_holidays("KR", years=range(FIRST, LAST + 1), language="ko")
    return {
        "source": f"holidays {version('holidays')}, KR",
        "first": FIRST,
        "last": LAST,
        "verified_to": VERIFIED_TO,
        "days": {day.isoformat(): days[day] for day in sorted(days)},
    }


def text() -> str:
    return json.dumps(table(), ensure_ascii=False, indent=0) + "\n"


def main() -> int:
    TARGET.write_text(text(), "utf-8")
    print(f"{TARGET.name}: {FIRST} to {LAST}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
