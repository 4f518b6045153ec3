"""Inbound messages: ANSWER 1/2/3, and the words that end all messages. From a vendor's signed call or from SNS.

The sender's number finds the case through its digest; it is neither logged nor answered where it is not known.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from chalicelib.cases import head as heads
from chalicelib.cases.replies import answer
from chalicelib.cases.settings import normal, shown
from chalicelib.store import keys
from chalicelib.store.table import Table

STOP: Final = ("수신거부", "그만", "중지", "중단", "보내지마", "stop", "해지")
_WORDS: Final = {
    "kept": ("1", "지켰어요", "지켰습니다", "냈어요", "보냈어요"),
    "hard": ("2", "어려워요", "어렵습니다", "힘들어요"),
    "pause": ("3", "쉬고싶어요", "쉴래요", "쉬고싶습니다"),
}


def meaning(text: str) -> str | None:
    """kept, hard, pause or stop; None for anything else, which a person reads.

    >>> meaning(" 2번 "), meaning("１"), meaning("그만 보내주세요"), meaning("12"), meaning("안녕하세요")
    ('hard', 'kept', 'stop', None, None)
    """
    plain = re.sub(r"[\s.,!~]+", "", unicodedata.normalize("NFKC", text)).lower()
    if any(plain.startswith(word) for word in STOP):
        return "stop"
    plain = re.sub(r"^([123])번?$", r"\1", plain)
    for said, words in _WORDS.items():
        if plain in words or (plain[:1] == words[0] and plain[1:] in words[1:]):
            return said
    return None


def receive(table: Table, sender: str, text: str, message_id: str, now: datetime) -> dict[str, Any]:
    """Take one inbound message. `message_id`: the carrier's own, so that a repeated delivery is one answer.

    Answers {status: answered | stopped | unread | unknown_sender, …}. Raises Busy, StoreUnavailable.
    """
    number = normal("sms", re.sub(r"^\+82", "0", sender))
    alias = table.get(*keys.alias("phone", number))
    if alias is None:
        return {"status": "unknown_sender"}
    case_id = str(alias.data["id"])
    said = meaning(text[:200])
    if said is None:
        return {"status": "unread", "case_id": case_id}
    if said == "stop":
        return {"status": "stopped", "case_id": case_id, **stop(table, case_id, "person", now)}
    return {
        "status": "answered",
        "case_id": case_id,
        **answer(table, case_id, said, "person", now, message_id),
    }


def stop(table: Table, case_id: str, who: str, now: datetime) -> dict[str, Any]:
    """No message any more, at once; set back only by the person's own settings."""

    def attempt() -> dict[str, Any]:
        head = heads.read(table, case_id)
        if not head.person.opted_out:
            changed = replace(head, person=replace(head.person, opted_out=True))
            _, writes = heads.actions(changed, now, who, "stop", shown(head), shown(changed))
            table.write(writes)
        return {"says": "앞으로 안내를 보내지 않겠습니다. 다시 받고 싶으시면 앱이나 상담에서 말씀해 주세요."}

    result: dict[str, Any] = heads.change(table, attempt)
    return result
