"""Prompts: Jinja files under prompts/<task>/<version>/, rendered in a sandbox with strict undefined names.

What a person wrote is only ever a variable, never template source; it stands between fences with a nonce of letters
that it cannot guess, and without the characters that fences and slots are made of. Constant text comes first, so that
a service which caches prefixes can.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import text as texts
from .context import Past
from .passages import Passage

FOLDER = Path(__file__).parent.parent / "prompts"
VERSION = "v1"
COURT_TOPICS = frozenset(
    {
        "rehabilitation",
        "rehabilitation_steps",
        "rehabilitation_money",
        "bankruptcy",
        "bankruptcy_steps",
        "payment_order",
        "seizure",
    }
)
MAX_FENCED = 2000
HISTORY = 3


class PromptError(RuntimeError):
    """A template could not be rendered. The turn goes on without a model."""


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(str(FOLDER)),
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
    )
    environment.filters["letter"] = lambda n: chr(ord("a") + n % 26) * (1 + n // 26)
    return environment


def render(task: str, part: str, **names: Any) -> str:
    """One template file rendered. Raises PromptError for anything that goes wrong in it."""
    try:
        return str(_environment().get_template(f"{task}/{VERSION}/{part}.ko.j2").render(**names))
    except Exception as fault:
        raise PromptError(f"{task}/{part}: {type(fault).__name__}") from fault


@lru_cache(maxsize=8)
def schema(task: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / task / VERSION / "schema.json").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=8)
def version_of(task: str) -> str:
    """Version and short hash of the files of a task, stored with each turn that used it."""
    digest = hashlib.sha256()
    for path in sorted([*(FOLDER / task / VERSION).iterdir(), *(FOLDER / "shared").iterdir()]):
        digest.update(path.read_bytes())
    return f"{task}/{VERSION}/{digest.hexdigest()[:8]}"


def nonce() -> str:
    """Sixteen letters nobody can guess; letters only, so that it can never look like an identifier."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(16))


def fenced(written: str, limit: int = MAX_FENCED) -> str:
    """What a person wrote, without the characters that fences, slots and tags are made of, and not longer than `limit`."""
    return re.sub(r"[<>{}\[\]`]", " ", texts.clean(written))[:limit]


def task_for(passages: Sequence[Passage]) -> str:
    """The consultation task: court procedure when the best passage is about it, else debt adjustment."""
    return (
        "consultation_court" if passages and passages[0].topic in COURT_TOPICS else "consultation_adjustment"
    )


def consultation(
    question: str,
    passages: Sequence[Passage],
    owns: Sequence[Mapping[str, str]],
    history: Sequence[Past],
    mark: str,
) -> tuple[str, list[dict[str, str]]]:
    """(task, messages): system text, then evidence, history and question in one user text."""
    task = task_for(passages)
    past = [
        {"question": fenced(p.question, 200), "answer": fenced(p.answer, 300)} for p in history[-HISTORY:]
    ]
    rows = [{"id": p.id, "title": p.title, "text": p.text} for p in passages]
    return task, [
        {"role": "system", "content": render(task, "system")},
        {
            "role": "user",
            "content": render(
                task,
                "user",
                nonce=mark,
                passages=rows,
                owns=list(owns),
                history=past,
                question=fenced(question),
            ),
        },
    ]
