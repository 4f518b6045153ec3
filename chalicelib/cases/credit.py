"""Credit recovery: monthly snapshots that the person tells, the path with removals and openings, the chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path as File
from typing import Any

from chalicelib.aftercare.benefits import milestones, removal
from chalicelib.aftercare.days import korean
from chalicelib.aftercare.recovery import Ahead, Path, Snapshot, months_as_history, path
from chalicelib.aftercare.stages import PAYING
from chalicelib.store import keys
from chalicelib.store.shapes import dress, undress
from chalicelib.store.table import ABSENT, Item, Put, Table

from . import head as heads
from .errors import BadRequest
from .head import View
from .inputs import ScoreIn

MOST_MONTHS = 240


def name(case_id: str, body: ScoreIn) -> keys.Name:
    """The item that `put` writes: the snapshot of the body's month."""
    return keys.score(case_id, date.fromisoformat(body.month + "-01"))


def put(table: Table, case_id: str, body: ScoreIn, who: str, now: datetime) -> dict[str, Any]:
    """Keep the scores of a month; the same month again replaces it, the same scores again change nothing.

    Raises NotFound, BadRequest, Busy.
    """
    view = heads.unfolded(heads.read(table, case_id), now)
    month = date.fromisoformat(body.month + "-01")
    if month > view.now.date():
        raise BadRequest("아직 오지 않은 달의 점수는 적을 수 없습니다.")
    snapshot = name(case_id, body)
    fields = {"month": body.month, "nice": body.nice, "kcb": body.kcb}

    def attempt() -> dict[str, Any]:
        before = table.get(*snapshot)
        standing = undress(before, "score") if before else {}
        if before is None or any(standing.get(key) != value for key, value in fields.items()):
            old = {k: v for k, v in standing.items() if k != "month"}
            trail = heads.audit(case_id, now, who, "credit_score", old, fields)
            put = Put(Item(*snapshot, dress("score", fields)), before.version if before else ABSENT)
            table.write([put, trail])
        return fields

    kept: dict[str, Any] = heads.change(table, attempt)
    return kept


def read(table: Table, case_id: str, now: datetime, months: int = 12) -> dict[str, Any]:
    """The path as the API gives it, with the score simulation over the coming months (0: none). Raises NotFound."""
    view = heads.unfolded(heads.read(table, case_id), now)
    ahead = estimate(view, months) if months and view.head.case.stage in PAYING else []
    page = table.query(keys.case_pk(case_id), keys.SCORES, limit=MOST_MONTHS)
    told = [Snapshot(**{k: undress(item)[k] for k in ("month", "nice", "kcb")}) for item in page.items]
    return shown(view, told, ahead)


def estimate(view: View, months: int) -> list[Ahead]:
    """Our own score if every instalment is paid on time, and if one is missed first: the band between the two.

    Nothing where the plan has no month behind it yet. The bureaus' scores are not estimated: no formula is published.
    """
    from chalicelib.score.simulate import simulate  # cards are loaded only for this look-up

    past = months_as_history(view.books, view.now.date())
    if not past:
        return []
    record = {"months_on_book": len(past), "months": past}
    paths = [
        simulate(None, record, None, months, scenario, view.now.date())["path"]
        for scenario in ("pay_on_time", "miss_one")
    ]
    found = []
    for on_time, missed in zip(*paths, strict=True):
        points = [one["combined"]["points"] for one in (on_time, missed) if one["combined"]]
        if points:
            found.append(Ahead(on_time["month"], min(points), max(points)))
    return found


def shown(view: View, told: Sequence[Snapshot], ahead: Sequence[Ahead]) -> dict[str, Any]:
    today, case = view.now.date(), view.head.case
    marks = milestones(case, today, view.calendar, view.law, view.books)
    gone = removal(case, today, view.calendar, view.law, view.books)
    found = path(told, marks, gone, ahead)
    return {
        "snapshots": [{"month": s.month, "nice": s.nice, "kcb": s.kcb} for s in found.snapshots],
        "estimate": [{"month": a.month, "low": a.low, "high": a.high} for a in found.ahead],
        "events": [
            {
                "on": e.on.isoformat(),
                "code": e.code,
                "title": e.title,
                "reached": e.reached,
                "estimate": not e.reached,
            }
            for e in found.events
        ],
        "change": found.change,
        "says": says(found),
        "chart": chart(found) if found.snapshots else None,
        "notice": "점수가 어떻게 오르는지는 공개되어 있지 않습니다. 앞날의 날짜와 점수는 약속을 지켰을 때의 어림이며 상담에서 확인해 주세요.",
    }


def says(found: Path) -> str:
    """The takeaway in one or two sentences."""
    names = {"nice": "NICE", "kcb": "KCB"}
    parts = []
    for bureau, points in found.change.items():
        if points:
            parts.append(
                f"{names[bureau]} 점수가 처음 적은 때보다 {abs(points)}점 {'올랐습니다' if points > 0 else '내렸습니다'}."
            )
        else:
            parts.append(f"{names[bureau]} 점수는 처음 적은 때와 같습니다.")
    coming = next((e for e in found.events if not e.reached), None)
    if coming:
        parts.append(f"다음은 {korean(coming.on)} 무렵의 ‘{coming.title}’입니다.")
    return " ".join(parts) or "점수를 적어 두면 달라지는 모습을 볼 수 있습니다."


_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 320, 60, 540, 40, 270


def chart(found: Path) -> str:
    """The path as one SVG: told scores as solid and dashed lines, our own estimate as a band."""
    months = sorted({s.month for s in found.snapshots} | {a.month for a in found.ahead})
    points = [p for s in found.snapshots for p in (s.nice, s.kcb) if p is not None]
    points += [p for a in found.ahead for p in (a.low, a.high)]
    low, high = max(min(points) // 50 * 50 - 50, 0), min(max(points) // 50 * 50 + 100, 1000)

    def x(month: str) -> int:
        return _LEFT + (_RIGHT - _LEFT) * _index(month, months[0]) // max(_index(months[-1], months[0]), 1)

    def y(value: int) -> int:
        return _BOTTOM - (_BOTTOM - _TOP) * (value - low) // max(high - low, 1)

    lines = []
    for bureau, name, colour, dash in (("nice", "NICE", "#0b50d0", ""), ("kcb", "KCB", "#8a240f", "8 5")):
        dots = [
            (x(s.month), y(getattr(s, bureau))) for s in found.snapshots if getattr(s, bureau) is not None
        ]
        if dots:
            last = [getattr(s, bureau) for s in found.snapshots if getattr(s, bureau) is not None][-1]
            lines.append(
                {
                    "points": " ".join(f"{a},{b}" for a, b in dots),
                    "dots": dots,
                    "colour": colour,
                    "dash": dash,
                    "name": name,
                    "last": last,
                    "x": dots[-1][0] + 8,
                    "y": dots[-1][1] + (5 if bureau == "nice" else 20),
                }
            )
    upper = [f"{x(a.month)},{y(a.high)}" for a in found.ahead]
    lower = [f"{x(a.month)},{y(a.low)}" for a in reversed(found.ahead)]
    inside = [
        e for e in found.events if months[0] <= f"{e.on:%Y-%m}" <= months[-1] and e.code == "record_removal"
    ]
    step = max(-(-len(months) // 6), 1)
    return str(
        _template().render(
            width=_WIDTH,
            height=_HEIGHT,
            left=_LEFT,
            right=_RIGHT,
            bottom=_BOTTOM,
            says=says(found),
            grid=[(y(v), v) for v in range(low, high + 1, max((high - low) // 4 // 50 * 50, 50))],
            ticks=[(x(m), f"{m[2:4]}.{m[5:]}") for m in months[::step]],
            band=" ".join([*upper, *lower]),
            band_y=y(found.ahead[-1].high) - 8 if found.ahead else 0,
            lines=lines,
            events=[(x(f"{e.on:%Y-%m}"), e.title) for e in inside],
        )
    )


def _index(month: str, first: str) -> int:
    return (int(month[:4]) - int(first[:4])) * 12 + int(month[5:]) - int(first[5:])


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(File(__file__).parent), undefined=StrictUndefined, autoescape=True
    )
    return environment.get_template("recovery_chart.svg.j2")
