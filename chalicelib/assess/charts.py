"""Pay-down curves and the budget bar as SVG text, for screens without scripts and for print.

Each picture has a title and one sentence for those who cannot see it; the numbers stand in a table beside it (the
caller's). Presentation attributes only, so that a strict content security policy holds. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from chalicelib.rules.words import won

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 360, 96, 24, 44
DASHES = ("", "8 4", "2 4", "12 4 2 4", "4 8", "1 3")
INKS = ("#0b4f9c", "#8a3b00", "#1d6b2f", "#6a2c91", "#7a1f2b", "#3b4a54")


def pay_down(curves: Sequence[tuple[str, Sequence[int]]], title: str = "남은 빚이 줄어드는 모습") -> str:
    """Balances by month (won), one line a way, each with its own dash and its name at its end."""
    curves = [(name, balances) for name, balances in curves if balances]
    months = max((len(balances) for _, balances in curves), default=1)
    most = max((max(balances) for _, balances in curves), default=1) or 1
    end = WIDTH - max((_wide(name) for name, _ in curves), default=0) - 16
    parts = [_frame(title, _sentence(curves)), *_axes(months, most, end)]
    ends: list[float] = []
    for place, (name, balances) in enumerate(curves):
        points = " ".join(
            f"{_x(i, months, end):.1f},{_y(value, most):.1f}" for i, value in enumerate(balances)
        )
        ink, dash = INKS[place % len(INKS)], DASHES[place % len(DASHES)]
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="3"{dashes}/>')
        y = _y(balances[-1], most)
        while any(abs(y - other) < 20 for other in ends):
            y -= 20
        ends.append(y)
        x = _x(len(balances) - 1, months, end) + 8
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="15" fill="{ink}">{escape(name)}</text>')
    return "".join(parts) + "</svg>"


def budget_bar(income: int, pieces: Sequence[tuple[str, int]], title: str = "한 달 살림") -> str:
    """What a month's income (won) goes to; what is missing hangs over the end of the bar."""
    spent = sum(amount for _, amount in pieces)
    whole = max(income, spent, 1)
    left = income - spent
    says = f"소득 {won(income)} 가운데 {won(spent)}을 씁니다. " + (
        f"{won(left)}이 남습니다." if left >= 0 else f"{won(-left)}이 모자랍니다."
    )
    parts = [_frame(title, says, 170)]
    x = 16.0
    width = WIDTH - 32
    for place, (name, amount) in enumerate([*pieces, *([("남는 돈", left)] if left > 0 else [])]):
        span = width * amount / whole
        ink = INKS[place % len(INKS)]
        parts.append(f'<rect x="{x:.1f}" y="40" width="{max(span - 2, 0):.1f}" height="44" fill="{ink}"/>')
        if span > 90:  # too narrow for its words: the table beside says it
            parts.append(f'<text x="{x + 6:.1f}" y="104" font-size="15" fill="#1a1a1a">{escape(name)}</text>')
            parts.append(f'<text x="{x + 6:.1f}" y="124" font-size="14" fill="#1a1a1a">{won(amount)}</text>')
        x += span
    end = 16 + width * income / whole
    parts.append(
        f'<line x1="{end:.1f}" y1="30" x2="{end:.1f}" y2="94" stroke="#1a1a1a" stroke-width="3" stroke-dasharray="4 3"/>'
    )
    parts.append(
        f'<text x="{min(end, WIDTH - 90):.1f}" y="150" font-size="15" fill="#1a1a1a" text-anchor="middle">소득</text>'
    )
    return "".join(parts) + "</svg>"


def charts_of(comparison: dict[str, Any]) -> dict[str, str]:
    """The two pictures of a comparison (`compare.compare`); a picture without data is left out."""
    titles = {way["remedy"]: way["title"] for way in comparison["ways"]}
    curves = []
    for code, table in comparison["schedules"].items():
        rows = table["rows"]
        if rows:
            curves.append((titles[code], [rows[0][3] + rows[0][4], *(row[4] for row in rows)]))
    made = {"pay_down": pay_down(curves)} if curves else {}
    budget = comparison["diagnosis"]["budget"]
    cost = budget["living_cost"] if budget["living_cost"] is not None else budget["recognised"]
    service = budget["debt_service"]
    if budget["income"] is not None and isinstance(cost, int) and isinstance(service, int):
        made["budget"] = budget_bar(budget["income"], [("생활비", cost), ("빚 갚는 돈", service)])
    return made


def _frame(title: str, says: str, height: int = HEIGHT) -> str:
    name, text = escape(title), escape(says)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{name}. {text}">'
        f"<title>{name}</title><desc>{text}</desc>"
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    )


def _sentence(curves: Sequence[tuple[str, Sequence[int]]]) -> str:
    return " ".join(
        f"{name}: {len(balances) - 1}개월 뒤 {won(balances[-1])} 남음." for name, balances in curves
    )


def _axes(months: int, most: int, end: float) -> list[str]:
    parts = []
    for step in range(5):
        value = most * step // 4
        y = _y(value, most)
        parts.append(
            f'<line x1="{LEFT}" y1="{y:.1f}" x2="{end:.1f}" y2="{y:.1f}" stroke="#b8c0c8" stroke-width="1"/>'
        )
        label = won(value // 10_000 * 10_000) if most >= 40_000 else won(value)
        parts.append(
            f'<text x="{LEFT - 8}" y="{y + 5:.1f}" font-size="13" fill="#1a1a1a" text-anchor="end">{label}</text>'
        )
    years = max(1, -(-(months - 1) // 12))
    stride = max(1, years // 6)
    for year in range(0, years + 1, stride):
        if year * 12 <= months:
            x = _x(year * 12, months, end)
            parts.append(
                f'<text x="{x:.1f}" y="{HEIGHT - 16}" font-size="13" fill="#1a1a1a" text-anchor="middle">{year}년</text>'
            )
    return parts


def _wide(label: str) -> int:
    """How wide a label is at 15 units: a Hangul syllable a whole em, anything else rather more than half of one."""
    return sum(15 if ord(letter) > 0x2E7F else 9 for letter in label)


def _x(month: int, months: int, end: float) -> float:
    return LEFT + (end - LEFT) * month / max(1, months - 1)


def _y(value: int, most: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most
