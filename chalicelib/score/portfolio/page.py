"""The portfolio report: one HTML page without scripts, its plots as inline SVG. Korean, for an institution's analyst."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from chalicelib.score import deck
from chalicelib.score.portfolio import drift
from chalicelib.score.portfolio.stress import SCENARIOS
from chalicelib.score.portfolio.tally import BANDS, STATES, STEP, CardTally, Tally

TITLES = {"application": "신청 점수표", "behaviour": "거래 점수표"}
SEGMENTS = {
    "own": "자가",
    "monthly_rent": "월세",
    "any_home": "주거를 모르거나 그 밖의 집",
    "clean": "여섯 달 동안 밀리지 않음",
    "late": "여섯 달 안에 밀림",
    "any_record": "밀린 날을 모름",
}
STYLE = """
body{font:16px/1.6 system-ui,'Noto Sans KR',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;
background:#fff}
table{border-collapse:collapse;margin:.5rem 0 1.5rem;width:100%}caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border-bottom:1px solid #ccc;padding:.25rem .6rem;text-align:right}th:first-child,td:first-child{text-align:left}
.note{background:#f3f1ea;padding:.8rem 1rem;border-left:4px solid #7a6a2f}svg{width:100%;height:auto;background:#fafafa}
h2{margin-top:2.5rem;border-bottom:2px solid #333}figure{margin:1rem 0}figcaption{font-weight:600}
@media print{body{margin:0}}
"""


def report(
    tally: Tally, as_of: date, source: str, reference: Tally | None = None, reference_name: str = ""
) -> str:
    """The whole page. `source`: the file's name as shown; `reference`: the portfolio it is compared with."""
    parts = [_head(tally, as_of, source)]
    for kind, card in tally.cards.items():
        before = reference.cards.get(kind) if reference else None
        parts.append(_card(kind, card, before, reference_name, tally))
    parts += [_rolls(tally), _bad_rows(tally)]
    body = "\n".join(p for p in parts if p)
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>포트폴리오 보고서 · {escape(source)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>{body}</body></html>\n'
    )


def _head(tally: Tally, as_of: date, source: str) -> str:
    scored = tally.rows - tally.bad_rows
    return (
        f"<h1>포트폴리오 보고서</h1><p>{escape(source)} · 기준일 {as_of.isoformat()}</p>"
        f"<p>모두 {tally.rows:,}줄을 읽어 {scored:,}줄을 계산했고, {tally.bad_rows:,}줄은 계산하지 않았습니다.</p>"
        '<p class="note">해외 공개 자료로 만든 점수표이며 한국의 연체 결과로 확인되지 않았습니다. 신용평가회사의 점수가 아니고, '
        "승인이나 거절을 정하는 데 쓸 수 없습니다. 확률은 자료의 평균 부도율을 바탕으로 한 값입니다.</p>"
    )


def _card(kind: str, tally: CardTally, before: CardTally | None, before_name: str, whole: Tally) -> str:
    card = deck.card(kind)
    found = drift.total_drift(card, tally, before)
    against = escape(before_name) if before else "점수표를 만든 자료"
    expected = drift.shares(before.bands) if before else list(card.data["trained"]["totals"]["share"])
    out = [
        f"<h2>{TITLES[kind]}</h2><p>{card.id} · {tally.rows:,}줄 · 해시 {card.hash[:12]}</p>",
        bars("점수 분포", drift.shares(tally.bands), expected, ("이 파일", against)),
        f"<p>점수 분포의 변화(PSI) {found['psi']:.3f}, 표본만으로 생기는 크기 약 {found['noise']:.3f}: "
        f"<strong>{found['mark']}</strong> ({against}와 견줌, 0.10부터 관찰, 0.25부터 조치)</p>",
        _table(
            "등급 분포",
            ("등급", "줄 수", "비율"),
            [
                (f"{g}등급", f"{n:,}", f"{n / max(tally.rows, 1):.1%}")
                for g, n in enumerate(tally.grades, start=1)
            ],
        ),
        _discrimination(tally),
        _cutoffs(tally),
        _table(
            f"항목별 변화(CSI, {against}와 견줌)",
            ("항목", "표", "CSI", "표본 크기로 생기는 값", "판정", "답이 없는 비율"),
            [
                (
                    r["title"],
                    SEGMENTS.get(r["segment"], r["segment"]),
                    f"{r['csi']:.3f}",
                    f"{r['noise']:.3f}",
                    r["mark"],
                    f"{r['missing']:.1%}",
                )
                for r in drift.characteristic_drift(card, tally, before)
            ],
        ),
        _stress(kind, tally, whole),
    ]
    return "\n".join(o for o in out if o)


def _discrimination(tally: CardTally) -> str:
    found = drift.discrimination(tally)
    if found is None:
        return "<p>결과(bad) 항목이 없어 실제 부도율과 변별력은 계산하지 않았습니다.</p>"
    return f"<p>25점 구간으로 본 변별력: AUC {found['auc']:.3f}, KS {found['ks']:.3f}</p>"


def _cutoffs(tally: CardTally) -> str:
    rows = drift.cutoffs(tally)
    table = _table(
        "기준 점수별 승인율과 부도율",
        ("기준 점수", "승인율", "예상 부도율", "실제 부도율"),
        [
            (
                f"{r['cutoff']}점 이상",
                f"{r['approved']:.1%}",
                f"{r['predicted']:.1%}",
                "—" if r["observed"] is None else f"{r['observed']:.1%}",
            )
            for r in rows
        ],
    )
    series = [
        ("승인율", [(r["cutoff"], r["approved"]) for r in rows]),
        ("예상 부도율", [(r["cutoff"], r["predicted"]) for r in rows]),
    ]
    if rows and rows[0]["observed"] is not None:
        series.append(
            ("실제 부도율", [(r["cutoff"], r["observed"]) for r in rows if r["observed"] is not None])
        )
    return lines("기준 점수를 올릴 때의 승인율과 부도율", series) + table


def _stress(kind: str, tally: CardTally, whole: Tally) -> str:
    rows = [("지금 그대로", tally)]
    rows += [
        (SCENARIOS[k.split("/")[0]].title, c) for k, c in whole.stressed.items() if k.endswith(f"/{kind}")
    ]
    if len(rows) == 1:
        return ""
    return _table(
        "스트레스",
        ("가정", "평균 예상 부도율", "1~3등급", "4~6등급", "7~10등급"),
        [
            (
                title,
                f"{sum(c.chances) / max(c.rows, 1):.1%}",
                *(f"{sum(c.grades[a:b]) / max(c.rows, 1):.1%}" for a, b in ((0, 3), (3, 6), (6, 10))),
            )
            for title, c in rows
        ],
    )


def _rolls(tally: Tally) -> str:
    if not any(map(sum, tally.rolls)):
        return ""
    rates = drift.roll_rates(tally.rolls)
    table = _table(
        "한 달 사이의 이동(전이율)",
        ("이달", *STATES, "줄 수"),
        [
            (STATES[a], *("—" if r is None else f"{r:.1%}" for r in rates[a]), f"{sum(tally.rolls[a]):,}")
            for a in range(len(STATES))
        ],
    )
    path = drift.project(tally.states, tally.rolls, 12)
    late = [(k, sum(p[2:])) for k, p in enumerate(path)]
    return "<h2>연체 이동</h2>" + table + lines("30일 이상 연체 비율의 예상(달)", [("30일 이상", late)])


def _bad_rows(tally: Tally) -> str:
    if not tally.bad_rows:
        return "<h2>계산하지 않은 줄</h2><p>없습니다.</p>"
    shown = [(f"{b.line:,}번째 줄", b.column or "—", b.why) for b in tally.shown]
    more = f"<p>처음 {len(shown):,}줄만 보여 드립니다. 모두 {tally.bad_rows:,}줄입니다.</p>"
    return "<h2>계산하지 않은 줄</h2>" + more + _table("줄과 이유", ("줄", "항목", "이유"), shown)


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def bars(title: str, now: Sequence[float], before: Sequence[float], names: tuple[str, str]) -> str:
    """Shares by band of points: bars for now, a stepped line for the reference."""
    first = next((i for i in range(BANDS) if now[i] or before[i]), 0)
    last = next((i for i in reversed(range(BANDS)) if now[i] or before[i]), BANDS - 1)
    width, height, left, base = 720, 260, 45, 220
    step = (width - left - 10) / (last - first + 1)
    top = max([*now, *before, 0.01])
    marks: list[str] = []
    line: list[str] = []
    for i in range(first, last + 1):
        x, h = left + (i - first) * step, 190 * now[i] / top
        marks.append(
            f'<rect x="{x:.1f}" y="{base - h:.1f}" width="{step * 0.9:.1f}" height="{h:.1f}" fill="#2f6f8f"/>'
        )
        y = base - 190 * before[i] / top
        line.append(f"{'M' if not line else 'L'}{x:.1f} {y:.1f}L{x + step:.1f} {y:.1f}")
        if (i - first) % 4 == 0:
            marks.append(f'<text x="{x:.1f}" y="{base + 18}" font-size="12">{i * STEP + 1}</text>')
    line_path = f'<path d="{"".join(line)}" fill="none" stroke="#b3541e" stroke-width="2"/>'
    legend = _legend([(names[0], "#2f6f8f"), (names[1], "#b3541e")], left)
    axis = (
        f'<text x="2" y="34" font-size="12">{top:.0%}</text><text x="2" y="{base}" font-size="12">0%</text>'
    )
    return _figure(title, width, height, "".join(marks) + line_path + legend + axis)


def lines(title: str, series: Sequence[tuple[str, Sequence[tuple[float, float]]]]) -> str:
    """Some lines over one axis; the highest value names the scale."""
    colours = ("#2f6f8f", "#b3541e", "#3d7a3d")
    points = [p for _, s in series for p in s]
    if not points:
        return ""
    low, high = min(x for x, _ in points), max(x for x, _ in points)
    top = max(max(y for _, y in points), 0.001)
    out = []
    for (_, data), colour in zip(series, colours, strict=False):
        path = "".join(
            f"{'L' if i else 'M'}{45 + 660 * (x - low) / max(high - low, 1e-9):.1f} {220 - 190 * y / top:.1f}"
            for i, (x, y) in enumerate(data)
        )
        out.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
    axis = (
        f'<text x="2" y="34" font-size="12">{top:.1%}</text><text x="2" y="220" font-size="12">0%</text>'
        f'<text x="45" y="240" font-size="12">{low:g}</text><text x="680" y="240" font-size="12">{high:g}</text>'
    )
    names = [(n, c) for (n, _), c in zip(series, colours, strict=False)]
    return _figure(title, 720, 260, "".join(out) + axis + _legend(names, 45))


def _legend(names: Sequence[tuple[str, str]], left: int) -> str:
    return "".join(
        f'<rect x="{left + i * 170}" y="4" width="12" height="12" fill="{c}"/>'
        f'<text x="{left + 17 + i * 170}" y="15" font-size="13">{escape(n)}</text>'
        for i, (n, c) in enumerate(names)
    )


def _figure(title: str, width: int, height: int, inside: str) -> str:
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(title)}">{inside}</svg></figure>'
    )
