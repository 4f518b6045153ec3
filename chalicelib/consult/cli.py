"""The same answer in a terminal: `python -m dasibom ask "…" [--as-of DAY] [--proof]`. Nothing is stored."""

from __future__ import annotations

import argparse
import json
import secrets
import textwrap
from datetime import UTC, date, datetime, timedelta, timezone

from . import pipeline
from .context import Context
from .finish import AI_NOTICE
from .llm import OpenAiModel, Settings
from .proof import proof

SEOUL = timezone(timedelta(hours=9), "KST")


def context(as_of: date | None = None) -> Context:
    """A context without session, at this moment, with the model that the environment names."""
    now = datetime.now(UTC).astimezone(SEOUL)
    settings = Settings.from_environment()
    return Context(
        as_of=as_of or now.date(),
        now=now,
        new_id=lambda: f"m-{secrets.token_hex(8)}",
        model=OpenAiModel(settings) if settings else None,
        seconds=24.0,
    )


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m dasibom ask")
    parser.add_argument("text", help="the question")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, default=None, help="answer by the rules of this day"
    )
    parser.add_argument(
        "--proof", action="store_true", help="print sentence, passage, article and reasons as well"
    )
    parser.add_argument("--json", action="store_true", help="print the reply as the HTTP route gives it")
    options = parser.parse_args(argv)
    made = pipeline.turn(options.text, context(options.as_of))
    if options.json:
        print(json.dumps(made.reply, ensure_ascii=False, indent=1))
        return 0
    print(AI_NOTICE, end="\n\n")
    print(textwrap.fill(made.reply["text"], 76), end="\n\n")
    print(made.reply["notice"])
    for cited in made.reply["citations"]:
        print(
            f"- [{cited['id']}] {cited['title']} · {cited['article'] or cited['source']} ({cited['effective_from']}부터)"
        )
    for offer in made.reply["confirm"]:
        print(f"? {offer['text']}")
    if options.proof:
        print(json.dumps(proof(made.record), ensure_ascii=False, indent=1))
    return 0
