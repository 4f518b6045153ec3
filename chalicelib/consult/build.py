"""Check the library's YAML files and compile them to library.json. Development only (PyYAML is not packaged).

Run: python -m chalicelib.consult.build [--check] [--only TOPIC]. The rules are listed for writers in
prompts/library/README.md; each `_check_*` below is one line of that list.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from .. import law
from . import facts, figures, index, lawref, passages, slots

FOLDER = passages.COMPILED.parent
MAX_CHARACTERS = 400
FIELDS = {
    "id",
    "title",
    "text",
    "aliases",
    "laws",
    "source",
    "from",
    "to",
    "checked",
    "review",
    "conf",
    "facts",
    "related",
}
REQUIRED = FIELDS - {"to", "facts", "related"}
FORBIDDEN = (
    "연체자",
    "신용불량",
    "채무불이행자",
    "탕감",
    "도덕적 해이",
    "무조건",
    "반드시 승인",
    "면책됩니다",
    "승인됩니다",
    "http",
    "www.",
)
# The official name of a programme, the only place where that word stands.
OFFICIAL = "장기연체자 특별채무조정"
SENTENCE = re.compile(r"[^.!?]*[.!?](?=\s|$)")
POLITE = re.compile(r"(요|세요|까요|예요|에요|죠)[.!?]$")


def sentences(text: str) -> list[str]:
    """Cut a text at its full stops; a stop inside a slot is none."""
    held: list[str] = []

    def hold(m: re.Match[str]) -> str:
        held.append(m.group())
        return f"\x00{len(held) - 1}\x01"

    masked = slots.SLOT.sub(hold, " ".join(text.split()))
    return [re.sub(r"\x00(\d+)\x01", lambda m: held[int(m[1])], s).strip() for s in SENTENCE.findall(masked)]


def read_files(folder: Path = FOLDER) -> Iterator[dict[str, Any]]:
    """Rows of every topic file, defaults filled in, in file order. Raises ValueError for a malformed file."""
    for path in sorted(folder.glob("*.yaml")):
        try:
            body = yaml.safe_load(path.read_text("utf-8"))
        except yaml.YAMLError as fault:
            raise ValueError(f"{path.name}: {fault}") from fault
        if not isinstance(body, dict) or body.get("topic") != path.stem:
            raise ValueError(f"{path.name}: `topic` must be {path.stem}")
        for row in body["passages"]:
            merged = {**body.get("defaults", {}), **row}
            yield {
                **merged,
                "topic": path.stem,
                "text": " ".join(str(merged.get("text", "")).split()),
                "aliases": _aliases(merged),
            }


def _aliases(row: dict[str, Any]) -> list[str]:
    return [alias.strip() for alias in str(row.get("aliases", "")).split(" / ") if alias.strip()]


def faults(rows: list[dict[str, Any]], today: date, known: set[str] | None = None) -> list[str]:
    """Every fault of the given rows, one line each. `known`: ids that exist elsewhere (for --only)."""
    found: list[str] = []
    titles: dict[str, str] = {}
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    ids = {str(r.get("id")) for r in rows} | (known or set())
    for row in rows:
        name = f"{row['topic']}/{row.get('id', '?')}"
        try:
            found += [f"{name}: {fault}" for fault in _row_faults(row, today, ids)]
        except (KeyError, TypeError, AttributeError, ValueError) as fault:
            found.append(f"{name}: malformed ({type(fault).__name__}: {fault})")
            continue
        other = titles.setdefault(row["title"], row["id"])
        if other != row["id"]:
            found.append(f"{name}: same title as {other}")
        span = (row["from"], row.get("to") or date.max)
        if any(span[0] <= end and start <= span[1] for start, end in spans[row["id"]]):
            found.append(f"{name}: dates overlap with another passage of this id")
        spans[row["id"]].append(span)
    return found


def _row_faults(row: dict[str, Any], today: date, ids: set[str]) -> Iterator[str]:
    missing, unknown = REQUIRED - set(row), set(row) - FIELDS - {"topic"}
    if missing or unknown:
        yield f"missing {sorted(missing)}, unknown {sorted(unknown)}"
        return
    text, title = row["text"], row["title"]
    yield from _check_text(text, title)
    yield from _check_figures(row)
    yield from _check_slots(row)
    for cited in row["laws"]:
        citation = lawref.read(str(cited))
        if citation is None or not lawref.exists(citation):
            yield f"article {cited!r} does not exist in the index"
    if not 3 <= len(row["aliases"]) <= 6:
        yield f"{len(row['aliases'])} aliases, 3 to 6 texts are wanted"
    if not isinstance(row["source"], dict) or not row["source"].get("name") or not row["source"].get("url"):
        yield "source needs name and url"
    if row["conf"] not in ("H", "M", "L"):
        yield f"conf {row['conf']!r}"
    if row["review"] < today:
        yield f"review was due on {row['review']}"
    if row["checked"] > today:
        yield f"checked in the future ({row['checked']})"
    if row.get("to") and row["to"] < row["from"]:
        yield "ends before it begins"
    for other in row.get("related", []):
        if other not in ids:
            yield f"related id {other!r} does not exist"


def _check_text(text: str, title: str) -> Iterator[str]:
    shown = slots.SLOT.sub("000000", text)
    if len(shown) > MAX_CHARACTERS:
        yield f"{len(shown)} characters, at most {MAX_CHARACTERS}"
    cut = sentences(text)
    if " ".join(cut) != text:
        yield "the text must end with a full stop"
    for sentence in cut:
        if not POLITE.search(sentence):
            yield f"not in 해요체: …{sentence[-14:]}"
    spoken = (text + " " + title).replace(OFFICIAL, "")
    for word in FORBIDDEN:
        if word in spoken:
            yield f"the word {word!r} is not used here"
    if figures.has_digit(slots.strip(title)):
        yield "a figure in the title"


def _check_figures(row: dict[str, Any]) -> Iterator[str]:
    rest = slots.strip(row["text"])
    for fact in row.get("facts", []):
        if set(fact) - {"words", "value", "kind", "law"} or not {"words", "value", "kind"} <= set(fact):
            yield f"fact {fact!r} needs words, value, kind (and law)"
        elif fact["words"] not in rest:
            yield f"declared fact {fact['words']!r} is not in the text"
        else:
            rest = rest.replace(fact["words"], " ")
        if "law" in fact:
            citation = lawref.read(str(fact["law"]))
            if citation is None or not lawref.exists(citation):
                yield f"article {fact['law']!r} of a fact does not exist"
    for figure in figures.any_figure(rest):
        yield f"figure {figure.text!r} without a fact"
    if "{" in rest or "}" in rest:
        yield "a brace that is not a slot"


def _check_slots(row: dict[str, Any]) -> Iterator[str]:
    day, known = min(row.get("to") or row["checked"], row["checked"]), set(law.keys())
    for slot in slots.find(row["text"]):
        if slot.key.partition("@")[0] not in known:
            yield f"slot {slot.key} is not a key of the law data"
            continue
        value = facts.law_value(slot.key, day)
        if value is None:
            yield f"slot {slot.key} has no value on {day}"
            continue
        try:
            slots.word(value, slot)
        except slots.SlotError as fault:
            yield f"slot {fault}"


def compiled(rows: list[dict[str, Any]]) -> str:
    """The canonical JSON text: passages, index, and a version hash over both."""
    body = [_compile_row(row) for row in rows]
    built = index.build([passages.parse(row) for row in body])
    text = json.dumps({"passages": body, "index": built}, ensure_ascii=False, separators=(",", ":"))
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    return (
        json.dumps(
            {"version": version, "passages": body, "index": built}, ensure_ascii=False, separators=(",", ":")
        )
        + "\n"
    )


def _compile_row(row: dict[str, Any]) -> dict[str, Any]:
    cited = [lawref.read(str(name)) for name in row["laws"]]
    return {
        "id": row["id"],
        "topic": row["topic"],
        "title": row["title"],
        "text": row["text"],
        "sentences": sentences(row["text"]),
        "aliases": row["aliases"],
        "laws": [str(c) for c in cited],
        "source": row["source"],
        "from": row["from"].isoformat(),
        "to": row["to"].isoformat() if row.get("to") else None,
        "checked": row["checked"].isoformat(),
        "conf": row["conf"],
        "facts": row.get("facts", []),
        "related": row.get("related", []),
    }


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m chalicelib.consult.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when library.json is stale")
    parser.add_argument("--only", metavar="TOPIC", help="check one topic file; writes nothing")
    parser.add_argument(
        "--draft", action="store_true", help="compile what is right, leave faulty passages out"
    )
    parser.add_argument("--today", type=date.fromisoformat, default=None, help="day for the review check")
    options = parser.parse_args(argv)
    try:
        rows = list(read_files())
    except ValueError as fault:
        print(fault, file=sys.stderr)
        return 1
    known = {str(r.get("id")) for r in rows}
    chosen = [r for r in rows if options.only in (None, r["topic"])]
    found = faults(chosen, options.today or date.today(), known)
    for line in found:
        print(line, file=sys.stderr)
    print(f"{len(chosen)} passages, {len(found)} faults")
    if options.draft:
        # Half-written topics of others must not stop one's own work: their faulty passages are left out.
        bad = {line.split(": ")[0] for line in found if "related id" not in line}
        rows = [r for r in rows if f"{r['topic']}/{r.get('id', '?')}" not in bad]
        found = []
    if found or options.only:
        return 1 if found else 0
    text = compiled(rows)
    if options.check:
        if passages.COMPILED.exists() and passages.COMPILED.read_text("utf-8") == text:
            return 0
        print("library.json is stale: run python -m chalicelib.consult.build", file=sys.stderr)
        return 1
    passages.COMPILED.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
