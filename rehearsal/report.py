"""The report: one HTML page, no script, plots as inline SVG with direct labels and the figures beside them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from .audit import Found
from .conduct import Conduct
from .plan import DAYS, START
from .vendor import FileVendor

W, H, LEFT, BASE = 860, 240, 64, 200
STYLE = """
body{font:16px/1.5 "Noto Sans KR",sans-serif;color:#1e2124;background:#fff;margin:2rem auto;max-width:56rem;padding:0 1rem}
h1{font-size:1.6rem} h2{font-size:1.15rem;margin-top:2rem} table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #cdd1d5;padding:.35rem .6rem;text-align:left} td.n{text-align:right;font-variant-numeric:tabular-nums}
.good{color:#0a5c36;font-weight:700} .bad{color:#8a240f;font-weight:700} figure{margin:1rem 0} figcaption{font-size:.9rem;color:#464c53}
svg{width:100%;height:auto;background:#f8f9fa}
"""


@dataclass
class Day:
    """What the workers measured on one simulated day."""

    counts: Counter[str]
    took: list[float]
    refused: int


def measured(folder: Path) -> dict[date, Day]:
    """The workers' measurements by simulated day; a line cut by a kill is left out."""
    found: dict[date, Day] = {}
    for file in sorted(folder.glob("measured-*")):
        for line in file.read_text().splitlines():
            try:
                one = json.loads(line)
            except ValueError:
                continue
            day = found.setdefault(date.fromisoformat(one["day"]), Day(Counter(), [], 0))
            day.counts.update(one["counts"])
            day.took += one["took"]
            day.refused += one["refused"]
    return found


def percentile(values: list[float], share: float) -> float:
    """The value below which that share lies; 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def bars(values: list[float], labels: list[str], title: str, unit: str, marks: tuple[int, ...] = ()) -> str:
    """Bars with the largest labelled; `marks` are places with a tick above (kills)."""
    top = max([*values, 1e-9])
    step = (W - LEFT - 20) / max(len(values), 1)
    parts = [f'<svg viewBox="0 0 {W} {H}" role="img" aria-label="{escape(title)}" font-size="12">']
    for share in (0.0, 0.5, 1.0):
        y = BASE - 170 * share
        parts.append(f'<line x1="{LEFT}" x2="{W - 20}" y1="{y:.0f}" y2="{y:.0f}" stroke="#cdd1d5"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{_short(top * share)}</text>')
    for i, value in enumerate(values):
        height = 170 * value / top
        x = LEFT + i * step
        parts.append(
            f'<rect x="{x:.1f}" y="{BASE - height:.1f}" width="{max(step - 1.5, 1):.1f}" height="{height:.1f}" fill="#0b50d0"/>'
        )
    for place in marks:
        x = LEFT + (place + 0.5) * step
        parts.append(f'<path d="M{x:.1f} 14 l4 8 l-8 0 z" fill="#8a240f"/>')
    every = max(len(labels) // 12, 1)
    for i in range(0, len(labels), every):
        parts.append(
            f'<text x="{LEFT + (i + 0.5) * step:.0f}" y="{BASE + 18}" text-anchor="middle">{escape(labels[i])}</text>'
        )
    parts.append(f'<text x="{LEFT}" y="{H - 4}" fill="#464c53">{escape(unit)}</text></svg>')
    return "".join(parts)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def figure(svg: str, says: str) -> str:
    return f"<figure>{svg}<figcaption>{escape(says)}</figcaption></figure>"


def table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(
        f'<tr><td>{escape(name)}</td><td class="n">{escape(value)}</td></tr>' for name, value in rows
    )
    return f"<table>{cells}</table>"


def page(conduct: Conduct, found: Found, vendor: FileVendor) -> str:
    """The whole report as HTML."""
    days = measured(conduct.folder)
    span = [START.fromordinal(START.toordinal() + i) for i in range(DAYS + 10)]
    labels = [f"{day.month}/{day.day}" for day in span]
    total = Counter[str]()
    for one in days.values():
        total.update(one.counts)
    took = [seconds * 1000 for one in days.values() for seconds in one.took]
    hourly = Counter((at.date(), at.hour) for at in conduct.plan.arrival)
    peak, mean = max(hourly.values(), default=0), conduct.plan.people / (DAYS * 24)
    told = Counter(moment.hour for moment in vendor.moments())
    kills = tuple((day - START).days for day, _ in conduct.killed)
    events = sum(total[kind] for kind in ("submit", "pay", "decide", "supplement"))
    seconds = conduct.seconds["two months"]
    verdict = (
        "아무것도 잃지 않았고 아무것도 두 번 되지 않았습니다."
        if not found.faults
        else "어긋난 것이 있습니다."
    )
    rows = [
        ("신청한 사람", f"{conduct.plan.people:,}"),
        ("서비스에 닿은 일(신청, 납입, 결정, 보완)", f"{events:,}"),
        ("되풀이되어 같은 답을 받은 일", f"{total['duplicates answered']:,}"),
        ("저장소가 거절하거나 답을 잃은 호출", f"{sum(d.refused for d in days.values()):,}"),
        ("그래서 다시 한 시도", f"{total['retries']:,}"),
        ("예고 없이 죽은 일꾼", f"{len(conduct.killed):,}"),
        ("가장 붐빈 한 시간 / 평균 한 시간", f"{peak:,} / {mean:,.1f} ({peak / mean:.0f}배)"),
        ("걸린 시간(두 달)", f"{seconds:,.0f}초, 한 일마다 {seconds / max(events, 1) * 1000:.2f} ms"),
        (
            "한 일의 시간 p50 / p95 / p99",
            " / ".join(f"{percentile(took, p):.1f} ms" for p in (0.5, 0.95, 0.99)),
        ),
        ("보낸 안내", f"{found.looked['messages recorded as sent']:,}"),
        ("답을 몰라 물어본 안내", f"{total['message unknown']:,}"),
        ("다시 건넨 안내", f"{total['message retry']:,}"),
    ]
    checks = [(name, f"{count:,}") for name, count in sorted(found.looked.items())]
    faults = [
        (name, f"{count:,} (예: {found.examples[name]})") for name, count in sorted(found.faults.items())
    ]
    arrivals = [float(sum(hourly[day, hour] for hour in range(24))) for day in span]
    body = [
        f"<h1>몰릴 때의 예행연습: {conduct.plan.people:,}명, 두 달, {conduct.kind}</h1>",
        f'<p class="{"bad" if found.faults else "good"}">{verdict}</p>',
        table(rows),
        "<h2>날마다 들어온 신청</h2>",
        figure(
            bars(arrivals, labels, "날마다 들어온 신청", "건/일, ▲ 일꾼이 죽은 날", kills),
            f"첫날에 가장 많은 {max(arrivals):,.0f}건이 들어왔습니다.",
        ),
        "<h2>첫 사흘의 시간마다</h2>",
        figure(
            bars(
                [float(hourly[day, hour]) for day in span[:3] for hour in range(24)],
                [f"{hour}시" for _ in range(3) for hour in range(24)],
                "첫 사흘의 시간마다 신청",
                "건/시간",
            ),
            f"가장 붐빈 한 시간은 {peak:,}건으로 평균의 {peak / mean:.0f}배입니다.",
        ),
        "<h2>다시 해야 했던 시도</h2>",
        figure(
            bars(
                [float(days[d].counts["retries"]) if d in days else 0.0 for d in span],
                labels,
                "다시 한 시도",
                "번/일",
            ),
            "첫 사흘 오전에는 호출의 12%가, 그 밖에는 2%가 거절되거나 답을 잃었습니다.",
        ),
        "<h2>한 일에 걸린 시간, 날마다 p95</h2>",
        figure(
            bars(
                [percentile(days[d].took, 0.95) * 1000 if d in days else 0.0 for d in span],
                labels,
                "p95",
                "ms, 다시 한 시도 포함",
            ),
            f"전체 p50 {percentile(took, 0.5):.1f} ms, p99 {percentile(took, 0.99):.1f} ms입니다.",
        ),
        "<h2>안내를 보낸 시각</h2>",
        figure(
            bars(
                [float(told[hour]) for hour in range(24)],
                [f"{hour}시" for hour in range(24)],
                "안내를 보낸 시각",
                "건/시각",
            ),
            "밤(21시~8시)과 쉬는 날에는 한 건도 없습니다."
            if not any("night" in f for f in found.faults)
            else "밤에 보낸 것이 있습니다.",
        ),
        "<h2>하나하나 확인한 것</h2>",
        table(checks),
        "<h2>어긋난 것</h2>",
        table(faults) if faults else '<p class="good">없습니다.</p>',
    ]
    return (
        '<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>예행연습</title><style>{STYLE}</style><body>{''.join(body)}</body></html>"
    )
