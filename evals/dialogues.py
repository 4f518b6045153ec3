"""Conversations as data: each turn of dialogues.yaml is asked in order, and its reply checked by plain assertions.

`status` a prefix · `says` texts that must be in the answer · `never` texts that must not · `cites` ids, any of them ·
`safety` the class · `offered` reasons of the hand-off · `confirm` amounts offered. `as_of` and `assessment` belong to
the whole dialogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from chalicelib.consult import finish, pipeline
from chalicelib.consult.context import Context, Past, Turn

PATH = Path(__file__).with_name("dialogues.yaml")
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=timezone(timedelta(hours=9)))
NEVER = ("1393", "연체자", "신용불량", "None", "{", "}")


def load() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(PATH.read_text("utf-8"))
    return loaded


def count() -> int:
    return sum(len(d["turns"]) for d in load())


def play(dialogue: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Turn]]:
    """Each turn of the dialogue with what came of it."""
    history: list[Past] = []
    for number, wanted in enumerate(dialogue["turns"]):
        made = pipeline.turn(
            wanted["user"],
            Context(
                as_of=dialogue.get("as_of", date(2026, 11, 24)),
                now=NOW,
                new_id=lambda number=number: f"m{number}",  # type: ignore[misc]
                history=tuple(history),
                assessment=dialogue.get("assessment"),
                case=dialogue.get("case"),
            ),
        )
        history.append(finish.past(made.record))
        yield wanted, made


def faults(wanted: dict[str, Any], made: Turn) -> list[str]:
    reply = made.reply
    found = []
    if not reply["status"].startswith(wanted.get("status", "")):
        found.append(f"status {reply['status']}, wanted {wanted['status']}")
    found += [
        f"does not say {text!r}: {reply['text']}"
        for text in wanted.get("says", ())
        if text not in reply["text"]
    ]
    found += [f"says {text!r}" for text in (*wanted.get("never", ()), *NEVER) if text in reply["text"]]
    cited = {c["id"] for c in reply["citations"]}
    if wanted.get("cites") and not cited & set(wanted["cites"]):
        found.append(f"cites {sorted(cited)}, wanted one of {wanted['cites']}")
    if "safety" in wanted and (reply["safety"] or {}).get("class") != wanted["safety"]:
        found.append(f"safety {reply['safety']}, wanted {wanted['safety']}")
    missing = set(wanted.get("offered", ())) - set(reply["handoff"]["reasons"])
    if missing:
        found.append(f"hand-off not offered for {sorted(missing)}")
    offered = [c["won"] for c in reply["confirm"] if c["won"]]
    if "confirm" in wanted and offered != wanted["confirm"]:
        found.append(f"offers {offered}, wanted {wanted['confirm']}")
    return found


def run() -> list[str]:
    return [
        f"{dialogue['name']}: {wanted['user']!r}: {fault}"
        for dialogue in load()
        for wanted, made in play(dialogue)
        for fault in faults(wanted, made)
    ]
