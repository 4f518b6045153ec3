"""JSON Schemas of what the routes of cases answer. Fields may be added, never renamed."""

from __future__ import annotations

from typing import Any, Final

from chalicelib.aftercare.contact import CHANNELS
from chalicelib.aftercare.relief_rules import KINDS
from chalicelib.aftercare.stages import REMEDIES, TITLES
from chalicelib.cases.inputs import ANSWERS
from chalicelib.cases.words import RELIEF_STATUS as STATUS

from .schemas import DAY, FINDING, MOMENT, TEXT

Schema = dict[str, Any]


def rec(properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    must = [name for name in properties if name not in optional]
    return {"type": "object", "required": must, "properties": properties}


def rows(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


WON: Final[Schema] = {"type": "integer", "description": "원"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
FLAG: Final[Schema] = {"type": "boolean"}
NEXT: Final[Schema] = {"type": ["string", "null"], "description": "다음 쪽의 cursor"}
RELIEF_NAME: Final[Schema] = rec({"kind": {"enum": list(KINDS)}, "title": TEXT})
ADDRESS: Final[Schema] = rec({"channel": {"enum": list(CHANNELS)}, "to": TEXT, "confirmed": FLAG})
REMINDERS: Final[Schema] = rec(
    {
        "addresses": rows(ADDRESS),
        "refused": rows({"enum": list(CHANNELS)}),
        "blocked": rows(rec({"weekday": COUNT, "start": TEXT, "until": TEXT})),
        "holds": rows(rec({"reason": TEXT, "first": DAY, "last": DAY})),
        "paused_until": maybe(DAY),
        "opted_out": FLAG,
        "coached": FLAG,
        "counsellor": TEXT,
        "phrase": TEXT,
    }
)
SCHEDULE: Final[Schema] = rec(
    {
        "instalments": rows(
            rec(
                {
                    "no": COUNT,
                    "kind": TEXT,
                    "named_for": DAY,
                    "due": DAY,
                    "amount": WON,
                    "paid": WON,
                    "settled_on": maybe(DAY),
                    "estimate": FLAG,
                }
            )
        ),
        "payments": rows(rec({"reference": TEXT, "paid_on": DAY, "amount": WON, "voided": FLAG})),
        "allocations": rows(rec({"reference": TEXT, "instalment": COUNT, "amount": WON})),
    }
)
CASE_ANSWER: Final[Schema] = rec(
    {
        "id": TEXT,
        "as_of": DAY,
        "law_version": TEXT,
        "remedy": {"enum": list(REMEDIES)},
        "title": TEXT,
        "stage": {"enum": list(TITLES)},
        "stage_title": TEXT,
        "stage_on": DAY,
        "agreed_on": maybe(DAY),
        "total": WON,
        "paid": WON,
        "left": WON,
        "credit": {**WON, "description": "먼저 낸 돈(원)"},
        "instalments": rec({"count": COUNT, "paid": COUNT}),
        "months_paid": COUNT,
        "next_due": maybe(rec({"on": DAY, "amount": WON})),
        "missed": rec({"count": COUNT, "amount": WON, "since": maybe(DAY)}),
        "standing": rec(
            {
                "risk": TEXT,
                "limit": {"type": ["integer", "null"], "description": "알려진 실효 기준(회)"},
                "lapse_on": maybe(DAY),
                "days_left": {"type": ["integer", "null"]},
                "revive_until": maybe(DAY),
                "estimate": FLAG,
                "says": TEXT,
            }
        ),
        "milestones": rows({"type": "object"}),
        "record_removal": {"type": ["object", "null"]},
        "early_payoff": {"type": "object"},
        "relief": rec(
            {
                "open_requests": rows(RELIEF_NAME),
                "granted": rows(RELIEF_NAME),
                "possible": rows(RELIEF_NAME),
            }
        ),
        "reminders": REMINDERS,
        "notice": TEXT,
        "schedule": SCHEDULE,
    },
    optional=("schedule",),
)
PAYMENT_ANSWER: Final[Schema] = rec(
    {
        "payment": rec({"reference": TEXT, "paid_on": DAY, "amount": WON}),
        "new": {"type": "boolean", "description": "같은 번호로 이미 적힌 납입이면 false"},
        "case": CASE_ANSWER,
    }
)
RELIEF: Final[Schema] = rec(
    {
        "id": TEXT,
        "kind": {"enum": list(KINDS)},
        "title": TEXT,
        "status": {"enum": list(STATUS)},
        "says": TEXT,
        "reasons": rows(TEXT),
        "months": {"type": ["integer", "null"]},
        "documents": rows(TEXT),
        "note": {"type": ["string", "null"]},
        "requested_at": MOMENT,
        "precheck": {"type": "object", "properties": {"findings": rows(FINDING)}},
        "decision": maybe(rec({"by": TEXT, "at": MOMENT, "because": {"type": ["string", "null"]}})),
        "duplicate": {"type": "boolean", "description": "같은 종류의 열린 신청이 이미 있으면 true"},
        "case_id": TEXT,
    },
    optional=("duplicate", "case_id"),
)
ANSWERED: Final[Schema] = rec(
    {
        "answer": {"enum": list(ANSWERS)},
        "says": TEXT,
        "paused_until": maybe(DAY),
        "ways": rows(RELIEF_NAME),
        "referral_id": {"type": ["string", "null"]},
    }
)
SCORE: Final[Schema] = rec(
    {"month": TEXT, "nice": {"type": ["integer", "null"]}, "kcb": {"type": ["integer", "null"]}}
)
PATH: Final[Schema] = rec(
    {
        "snapshots": rows(SCORE),
        "estimate": rows(
            rec({"month": TEXT, "low": {"type": "integer"}, "high": {"type": "integer"}}),
        ),
        "events": rows(rec({"on": DAY, "code": TEXT, "title": TEXT, "reached": FLAG, "estimate": FLAG})),
        "change": {"type": "object"},
        "says": TEXT,
        "chart": {"type": ["string", "null"], "description": "SVG"},
        "notice": TEXT,
    }
)
