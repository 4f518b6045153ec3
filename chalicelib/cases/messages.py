"""From a touch to the text a person reads: Jinja templates, sizes in the carrier's bytes, no debt on a lock screen.

A rendered message knows its own size (CP949 bytes, as carriers count) and whether it is a short or a long one. What
CP949 cannot write is replaced before counting, because one such letter would break the whole message.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.aftercare.days import korean
from chalicelib.aftercare.touches import Touch
from chalicelib.law import Law
from chalicelib.rules.words import day as long_day
from chalicelib.rules.words import josa

from .head import Head

if TYPE_CHECKING:
    from jinja2 import Template

BRAND = "다시봄"
REPLY = "1지켰어요 2어려워요 3쉴래요"
REPLY_LONG = "답장으로 알려 주세요: 1 지켰어요, 2 어려워요, 3 쉬고 싶어요"
_DIR = Path(__file__).parent.parent / "prompts" / "messages"
_LOOK_ALIKE = str.maketrans({"–": "-", "—": "-", "₩": "원", "\u00a0": " ", "…": "...", "•": "·"})
_DESK = {
    "new_start_fund": "contact.new_start_fund",
    "long_overdue_fund": "contact.new_leap_fund",
    "individual_rehabilitation": "contact.legal_aid",
    "lender_adjustment": "contact.finance_call",
}


class TooLong(ValueError):
    """The rendered text does not fit even a long message."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """`form` is sms or lms; `size` in CP949 bytes of `text`. `subject` goes with a long message or an e-mail."""

    text: str
    subject: str
    form: str
    size: int


def sayable(text: str) -> str:
    """The text with everything that CP949 cannot write replaced or left out.

    >>> sayable("약속 – 고마워요🙂"), size("김하늘 드림")
    ('약속 - 고마워요', 11)
    """
    text = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKE)
    return "".join(letter for letter in text if _writable(letter))


def _writable(letter: str) -> bool:
    try:
        letter.encode("cp949")
    except UnicodeEncodeError:
        return False
    return True


def size(text: str) -> int:
    """Bytes as carriers count them. Raises UnicodeEncodeError for text that was not made `sayable`."""
    return len(text.encode("cp949"))


def render(touch: Touch, head: Head, law: Law, channel: str) -> Rendered:
    """The message of this touch on this channel; SMS falls to a long message where 90 bytes do not hold it.

    Raises TooLong.
    """
    template = _templates()[touch.template]
    facts: dict[str, Any] = {**touch.facts, **_common(head, law, channel)}
    subject = sayable(_block(template, "subject", facts))
    if channel != "email":
        short = sayable(_block(template, "sms", facts))
        if size(short) <= law["message.sms_bytes"].value:
            return Rendered(short, "", "sms", size(short))
    text = sayable(_block(template, "lms", facts))
    if size(text) > law["message.lms_bytes"].value or size(subject) > law["message.subject_bytes"].value:
        raise TooLong(touch.kind)
    return Rendered(text, subject, "lms", size(text))


def desk(remedy: str, law: Law) -> str:
    """The telephone number to name for this procedure."""
    row = law[desk_key(remedy)]
    return str(row.value["phone"] if isinstance(row.value, dict) else row.value)


def desk_key(remedy: str) -> str:
    """The law key of that number."""
    return _DESK.get(remedy, "contact.ccrs")


def _common(head: Head, law: Law, channel: str) -> dict[str, Any]:
    two_way = channel in ("sms", "alimtalk", "outbox")
    return {
        "hello": f"[{BRAND}·{head.phrase}]" if head.phrase else f"[{BRAND}]",
        "sign": f"{head.counsellor} 드림" if head.counsellor else "",
        "reply": REPLY if two_way else "",
        "reply_long": REPLY_LONG if two_way else "",
        "desk": desk(head.case.remedy, law),
    }


def _block(template: Template, name: str, facts: dict[str, Any]) -> str:
    text = "".join(template.blocks[name](template.new_context(facts)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def short_day(value: date | str) -> str:
    return korean(value if isinstance(value, date) else date.fromisoformat(value))


def _long_day(value: date | str) -> str:
    return long_day(value if isinstance(value, date) else date.fromisoformat(value))


@cache
def _templates() -> dict[str, Template]:
    from jinja2 import (
        Environment,
        FileSystemLoader,
        StrictUndefined,
    )  # paid with the first message that is written

    environment = Environment(  # plain text for phones: nothing here is HTML
        loader=FileSystemLoader(_DIR),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
    )
    environment.filters.update(short_day=short_day, long_day=_long_day, ro=lambda word: josa(word, "으로"))
    return {path.stem: environment.get_template(path.name) for path in sorted(_DIR.glob("*.j2"))}
