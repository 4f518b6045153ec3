"""Names of every item: the only place where a pk, an sk or a partition of the due index is put together.

One person's things share a pk, so one query reads them and one `erase` removes them. What must not enter: access
to a table, the content of items. Parts are checked, so that no input can reach into another person's key; free
text (a vendor's payment reference, an Idempotency-Key, a token) enters as its digest only.

| pk               | sk                         | what                                                         |
| S#<session>      | session                    | head: token hash, channel, consents, person                  |
|                  | turn#<00000001>            | one turn of consultation                                     |
|                  | assess#<as_of>#<id>        | stored assessment                                            |
|                  | link#<kind>#<id>           | pointer to a referral or case, walked by export and erasure  |
|                  | once#<digest>              | answer kept for an Idempotency-Key                           |
| H#<digest>       | handover                   | single-use code from booth to phone                          |
| R#<referral>     | referral                   | hand-off to a counsellor; due index: the open queue          |
|                  | audit#<moment>#<id>        | who changed what                                             |
| C#<case>         | case                       | head: plan, stage, contact; due index: lapse risk            |
|                  | inst#<0001>                | instalment, where they are kept one by one                   |
|                  | pay#<digest>               | payment, one item per outside reference                      |
|                  | relief#<id>                | relief request; due index: the desk's queue                  |
|                  | remind#<day>#<kind>#<id>   | reminder; due index: day and shard                           |
|                  | out#<id>                   | outgoing message of the case; due index: to be sent          |
|                  | answer#<moment>#<id>       | the person's answer to a reminder                            |
|                  | score#<YYYY-MM>            | monthly credit score snapshot                                |
|                  | audit#<moment>#<id>        | who changed what, when, before and after                     |
|                  | link#claim                 | pointer to the alias of the code by which a session takes it |
|                  | once#<digest>              | answer kept for an Idempotency-Key                           |
| X#<kind>#<digest>| alias                      | outside number (agency's case number, phone) -> our id       |
| O#<day>          | msg#<moment>#<id>          | local outbox, newest day first for the desk page             |
| J#<job>          | job, row#<000000001>       | import or rehearsal: progress, and the rows refused          |
| N#<name>#<span>  | count                      | counters: budgets, rate limits, daily sums                   |
| I#<scope>        | once#<digest>              | Idempotency-Keys where no person's key exists yet            |
| M#<name>         | meta                       | the table's own things (cursor secret, law version last run) |
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from .table import BadItem

SHARDS: Final = 8
"""Partitions per day of the due index: 8 x 1,000 index writes a second on DynamoDB."""

_PART = re.compile(r"[A-Za-z0-9_.:@+=-]{1,200}\Z")


class Name(NamedTuple):
    """The name of one item."""

    pk: str
    sk: str


def part(value: str) -> str:
    """The value if it can be part of a key. Raises BadItem (without repeating the value)."""
    if not _PART.match(value):
        raise BadItem("a key part holds letters, digits and _.:@+=- only, 1 to 200 of them")
    return value


def digest(text: str) -> str:
    """32 hex digits that stand for any text (SHA-256, cut to 128 bits)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def stamp(moment: datetime) -> str:
    """A moment as text that sorts: UTC, milliseconds, fixed width. Raises BadItem for a naive datetime."""
    if moment.tzinfo is None:
        raise BadItem("a moment needs an offset")
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def shard(owner_id: str, shards: int = SHARDS) -> int:
    """The shard of the due index in which this owner's items lie; the same on every machine."""
    return int.from_bytes(hashlib.sha256(owner_id.encode()).digest()[:4], "big") % shards


def _counted(number: int, width: int) -> str:
    if not 0 <= number < 10**width:
        raise BadItem(f"a running number lies between 0 and {10**width - 1}")
    return f"{number:0{width}d}"


# --- a session ---------------------------------------------------------------------------------------------------
def session_pk(session_id: str) -> str:
    return f"S#{part(session_id)}"


def session(session_id: str) -> Name:
    return Name(session_pk(session_id), "session")


TURNS: Final = "turn#"


def turn(session_id: str, number: int) -> Name:
    """number counts the turns of the session from 1."""
    return Name(session_pk(session_id), f"{TURNS}{_counted(number, 8)}")


ASSESSMENTS: Final = "assess#"


def assessment(session_id: str, as_of: date, assessment_id: str) -> Name:
    return Name(session_pk(session_id), f"{ASSESSMENTS}{as_of.isoformat()}#{part(assessment_id)}")


LINKS: Final = "link#"


def link(session_id: str, kind: str, other_id: str) -> Name:
    return Name(session_pk(session_id), f"{LINKS}{part(kind)}#{part(other_id)}")


def link_of_case(case_id: str, kind: str) -> Name:
    return Name(case_pk(case_id), f"{LINKS}{part(kind)}")


def handover(code: str) -> Name:
    return Name(f"H#{digest(code)}", "handover")


# --- referrals ---------------------------------------------------------------------------------------------------
def referral_pk(referral_id: str) -> str:
    return f"R#{part(referral_id)}"


def referral(referral_id: str) -> Name:
    return Name(referral_pk(referral_id), "referral")


# --- a case ------------------------------------------------------------------------------------------------------
def case_pk(case_id: str) -> str:
    return f"C#{part(case_id)}"


def case(case_id: str) -> Name:
    return Name(case_pk(case_id), "case")


INSTALMENTS: Final = "inst#"
PAYMENTS: Final = "pay#"
RELIEFS: Final = "relief#"
REMINDERS: Final = "remind#"
OUTGOING: Final = "out#"
ANSWERS: Final = "answer#"
SCORES: Final = "score#"
AUDIT: Final = "audit#"
ONCE: Final = "once#"


def instalment(case_id: str, number: int) -> Name:
    return Name(case_pk(case_id), f"{INSTALMENTS}{_counted(number, 4)}")


def payment(case_id: str, reference: str) -> Name:
    """reference: what the paying system calls this payment; the same reference is the same payment."""
    return Name(case_pk(case_id), f"{PAYMENTS}{digest(reference)}")


def relief(case_id: str, relief_id: str) -> Name:
    return Name(case_pk(case_id), f"{RELIEFS}{part(relief_id)}")


def reminder(case_id: str, day: date, kind: str, reminder_id: str = "0") -> Name:
    return Name(case_pk(case_id), f"{REMINDERS}{day.isoformat()}#{part(kind)}#{part(reminder_id)}")


def outgoing(case_id: str, message_id: str) -> Name:
    return Name(case_pk(case_id), f"{OUTGOING}{part(message_id)}")


def answer(case_id: str, moment: datetime, answer_id: str) -> Name:
    return Name(case_pk(case_id), f"{ANSWERS}{stamp(moment)}#{part(answer_id)}")


def score(case_id: str, month: date) -> Name:
    return Name(case_pk(case_id), f"{SCORES}{month:%Y-%m}")


def audit(owner_pk: str, moment: datetime, audit_id: str) -> Name:
    """owner_pk: the pk of the case or referral that was changed."""
    return Name(owner_pk, f"{AUDIT}{stamp(moment)}#{part(audit_id)}")


# --- across owners -----------------------------------------------------------------------------------------------
def once(owner_pk: str, idempotency_key: str) -> Name:
    """Where the answer to an Idempotency-Key is kept; owner_pk is a session's, a case's or `creation_pk`."""
    return Name(owner_pk, f"{ONCE}{digest(idempotency_key)}")


def creation_pk(scope: str) -> str:
    """The pk for Idempotency-Keys of calls that make something new; scope: route and caller."""
    return f"I#{digest(scope)}"


def alias(kind: str, outside: str) -> Name:
    return Name(f"X#{part(kind)}#{digest(outside)}", "alias")


def outbox_pk(day: date) -> str:
    return f"O#{day.isoformat()}"


def outbox(day: date, moment: datetime, message_id: str) -> Name:
    return Name(outbox_pk(day), f"msg#{stamp(moment)}#{part(message_id)}")


JOB_ROWS: Final = "row#"


def job(job_id: str) -> Name:
    return Name(f"J#{part(job_id)}", "job")


def job_row(job_id: str, line: int) -> Name:
    return Name(f"J#{part(job_id)}", f"{JOB_ROWS}{_counted(line, 9)}")


def counter(name: str, span: str) -> Name:
    """span: the day, hour or minute counted, or any other part of a key."""
    return Name(f"N#{part(name)}#{part(span)}", "count")


def meta(name: str) -> Name:
    return Name(f"M#{part(name)}", "meta")


# --- partitions of the due index ---------------------------------------------------------------------------------
def due_reminders(day: date, shard_number: int) -> str:
    """Reminders of one day, one of SHARDS; `due_at` is `stamp` of the moment planned."""
    return f"{day.isoformat()}#{_counted(shard_number, 2)}"


def due_judged(law_version: str, shard_number: int) -> str:
    """Sessions whose answers were last judged under this version of the law tables; `due_at` is when."""
    return f"judged#{part(law_version)}#{_counted(shard_number, 2)}"


def due_queue(name: str, shard_number: int | None = None) -> str:
    """A standing queue (open referrals, relief requests, lapse risk, messages to send); `due_at` is what sorts it."""
    return f"q#{part(name)}" if shard_number is None else f"q#{part(name)}#{_counted(shard_number, 2)}"
