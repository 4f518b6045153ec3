"""Export and erasure of a case: everything that tells of the person, wherever it lies."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.cases import credit, held, reliefs, service
from chalicelib.cases.inputs import EnrolIn, PaymentIn, ReliefIn, ScoreIn
from chalicelib.channels.doorbell import ListDoorbell
from chalicelib.channels.outbox import Outbox
from chalicelib.functions import send, sweep
from chalicelib.functions.inbound import receive
from chalicelib.store import keys
from chalicelib.store.table import Table

from .support import PHONE, PLAN, Clock

MARK = "별난표식"


def everything(table: Table) -> str:
    """All that the table holds, as text (SQLite only)."""
    import sqlite3

    base = sqlite3.connect(table._path)  # type: ignore[attr-defined]
    names = [n for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [row for name in names for row in base.execute(f"SELECT * FROM {name}")]
    base.close()
    return json.dumps(rows, ensure_ascii=False, default=str)


def lived(table: Table, clock: Clock) -> str:
    """A case that left something in every kind of item."""
    settings: dict[str, Any] = {
        "addresses": [{"channel": "sms", "to": PHONE, "confirmed": True}],
        "phrase": MARK,
        "counsellor": "김하늘",
    }
    body = EnrolIn.parse({"consent": True, "plan": PLAN, "reminders": settings, "reference": "A-777"})
    head, _ = service.enrol(table, body, "person", clock.now(), "k", session_id="s1")
    case_id = head.case.id
    box = Outbox(table, clock.now)
    for _ in range(30):
        clock.on(hours=12)
        bell = ListDoorbell()
        sweep.sweep(table, bell, clock.now())
        send.drain(table, {"sms": box}, bell.rung, clock.now())
    paid = PaymentIn.parse({"reference": f"pay-{case_id[:6]}", "paid_on": "2026-01-18", "amount": 5})
    service.pay(table, case_id, paid, "bank", clock.now())
    asked = ReliefIn.parse({"kind": "deferral", "reasons": ["job_loss"], "note": MARK})
    reliefs.request(table, case_id, asked, "person", clock.now(), "r")
    reliefs.request(table, case_id, asked, "person", clock.now(), "r2")
    receive(table, PHONE, "2", "m1", clock.now())
    credit.put(table, case_id, ScoreIn.parse({"month": "2026-01", "nice": 511}), "person", clock.now())
    return case_id


def test_the_export_holds_every_kind_and_no_hash(table: Table, clock: Clock) -> None:
    case_id = lived(table, clock)
    found = held.export(table, case_id)
    assert found is not None
    kinds = {item["kind"] for item in found["items"]}
    assert kinds == {"case", "relief", "reminder", "answer", "score", "audit"}
    assert len(found["referrals"]) == 1
    text = json.dumps(found, ensure_ascii=False)
    assert MARK in text
    assert "body_hash" not in text
    assert held.export(table, "c-none") is None


def test_after_the_erasure_nothing_of_the_person_is_left_anywhere(table: Table, clock: Clock) -> None:
    case_id = lived(table, clock)
    before = everything(table)
    assert MARK in before
    assert "01012345678" in before
    held.erase(table, case_id)
    held.erase(table, case_id)
    after = everything(table)
    assert MARK not in after
    assert "01012345678" not in after
    left = after.replace(f"S#{'s1'}", "")
    assert f"C#{case_id}" not in left
    assert table.get(*keys.alias("phone", "01012345678")) is None
    assert table.get(*keys.alias("case", "A-777")) is None
