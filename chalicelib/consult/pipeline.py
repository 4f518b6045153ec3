"""One turn of consultation: a literal list of steps, from the raw text to the reply and the record to store.

The turn knows neither HTTP nor the store nor the clock. It never raises on what a person wrote or a model answered, and
it ends within the seconds of its context.
"""

from __future__ import annotations

import logging
import time

from . import finish, steps
from .context import Context, Draft, Turn

STEPS = (
    steps.size_cap,
    steps.redact,
    steps.danger,
    steps.kind,
    steps.own_case,
    steps.note_amounts,
    steps.own_figures,
    steps.find,
    steps.correct_premise,
    steps.ask_model,
    steps.check,
    steps.extractive,
)
_log = logging.getLogger(__name__)


def turn(text: str, context: Context) -> Turn:
    """Answer one text. The record holds no raw text; storing it, once, is the caller's part."""
    draft = Draft(raw=text, context=context, started=time.monotonic())
    for step in STEPS:
        draft.steps.append(step.__name__)
        if step(draft):
            break
    made = finish.turn(draft)
    # Names of statuses and counts only: neither the question nor the answer is ever logged.
    _log.info("turn %s %s dropped=%d", made.record["id"], made.record["status"], len(draft.dropped))
    return made
