"""Fixed answers: the ladder of safety first, then greetings, refusals and the answers that say what is missing.

Their words are in data/replies.json with slots for the numbers. They need neither a model nor a search.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import facts
from .context import Context, Draft
from .safety import Danger

_DATA = Path(__file__).parent / "data" / "replies.json"
_HOME = re.compile(r"남편|아내|와이프|가정폭력|맞고\s?살|아버지가\s?때|아빠가\s?때|남자친구|동거")
_ASKS_LAW = re.compile(
    r"상속|물려|갚(?:나요|아야|습니까|을)|누가\s?갚|빚은|보험금|면책|파산|회생|없어지나|대물림|신청|어떻게\s?되"
)


@lru_cache(maxsize=1)
def replies() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads(_DATA.read_text("utf-8"))
    return loaded


def choose(danger: Danger, text: str) -> tuple[str, str, bool]:
    """(reply key, status, whether the question is answered as well). ("", "", …) where nothing is in danger."""
    if danger.level == 3:
        return "crisis_now", "safety.crisis", False
    if danger.level == 2:
        return (
            ("crisis_legal", "safety.crisis", True)
            if _ASKS_LAW.search(text)
            else ("crisis_hint", "safety.crisis", False)
        )
    if danger.images:
        return "images", "safety.violence", False
    if danger.violence:
        return ("violence_home" if _HOME.search(text) else "violence"), "safety.violence", False
    if danger.fraud_now:
        return "fraud_now", "safety.scam", False
    if danger.stop:
        return "stop", "safety.scam", False
    if danger.scam:
        return "scam", "safety.scam", True
    if danger.illegal_lending:
        return "illegal_lending", "safety.illegal_lending", True
    return "", "", True


def contacts(key: str, context: Context) -> list[dict[str, str]]:
    """Names and numbers of a fixed answer, today's."""
    return contacts_on(key, context.now.date())


def contacts_on(key: str, day: date) -> list[dict[str, str]]:
    """Names and numbers of a fixed answer as they are on `day`."""
    found = []
    for name in replies()[key]["contacts"]:
        value = facts.law_value(name, day)
        if value is not None and isinstance(value.value, dict):
            found.append(
                {
                    "name": str(value.value.get("name", value.title)),
                    "phone": str(value.value["phone"]),
                    "hours": str(value.value.get("hours", "")),
                }
            )
    return found


def sentences(key: str, draft: Draft) -> list[str]:
    return list(replies()[key]["sentences"])
