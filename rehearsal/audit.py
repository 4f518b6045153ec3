"""What has to be true afterwards. Every applicant is looked at, none is sampled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from chalicelib.aftercare.schedule import REPAYMENT
from chalicelib.cases import head as heads
from chalicelib.store import keys
from chalicelib.store.shapes import undress
from chalicelib.store.table import Table

from .plan import AMOUNT, Plan
from .vendor import FileVendor


@dataclass
class Found:
    """Counts of what was looked at, and every fault with an example. No fault: the rehearsal held."""

    looked: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def fault(self, name: str, where: str) -> None:
        self.faults[name] += 1
        self.examples.setdefault(name, where)


def audit(table: Table, plan: Plan, vendor: FileVendor, folder: Path) -> Found:
    """Zero lost, zero doubled: requests, payments, decisions, schedules, messages, the trail."""
    found, times = Found(), vendor.times()
    acknowledged = _acknowledged(folder)
    references: set[str] = set()
    for who in range(plan.people):
        references |= _one(table, plan, who, acknowledged.get(who, set()), times, found)
    for reference, count in times.items():
        found.looked["messages accepted by the vendor"] += count
        if count != 1:
            found.fault("message doubled", reference)
        if reference not in references:
            found.fault("message of nobody", reference)
    for moment in vendor.moments():
        if not time(9) <= moment.time() < time(20) or moment.weekday() >= 5:
            found.fault("message at night or on a rest day", moment.isoformat())
    return found


def _one(
    table: Table, plan: Plan, who: int, acknowledged: set[str], times: dict[str, int], found: Found
) -> set[str]:
    case_id, wanted = plan.case_id(who), plan.wanted(who)
    page = table.query(keys.case_pk(case_id), limit=1000)
    items = {item.sk: item for item in page.items}
    head = heads.from_item(case_id, items["case"])
    requests = {sk: undress(i, "relief") for sk, i in items.items() if sk.startswith(keys.RELIEFS)}
    found.looked["applicants"] += 1
    found.looked["requests stored"] += len(requests)
    found.looked["acknowledgements"] += len(acknowledged)
    if not requests:
        found.fault("request lost", case_id)
    if len(requests) > 1:
        found.fault("request doubled", case_id)
    if {sk.removeprefix(keys.RELIEFS) for sk in requests} != acknowledged:
        found.fault("acknowledged but not stored", case_id)
    for fields in requests.values():
        if fields["status"] != wanted["final"]:
            found.fault("decision lost", f"{case_id} {fields['status']}")
    _money(case_id, head, wanted, found)
    _schedule(case_id, head, wanted, found)
    told = [
        undress(i, "reminder")
        for sk, i in items.items()
        if sk.startswith(keys.REMINDERS) and sk != heads.NEXT
    ]
    sent = [one for one in told if one.get("status") == "sent"]
    found.looked["messages recorded as sent"] += len(sent)
    if len(sent) != wanted["told"]:
        marked = [one["status"] for one in told if one["status"] in ("check", "dead")]
        found.fault(
            "message neither sent nor marked" if len(sent) + len(marked) < wanted["told"] else "marked",
            case_id,
        )
    if any(times.get(one["reference"], 0) != 1 for one in sent):
        found.fault("message recorded but not accepted", case_id)
    trail = Counter(undress(i, "audit")["what"] for sk, i in items.items() if sk.startswith(keys.AUDIT))
    if trail["relief_request"] != 1 or trail["payment"] != len(wanted["paid"]):
        found.fault("trail doubled or lost", f"{case_id} {dict(trail)}")
    if trail["relief_approved"] + trail["relief_rejected"] != 1:
        found.fault("decision doubled in the trail", f"{case_id} {dict(trail)}")
    return {one["reference"] for one in told if "reference" in one}


def _money(case_id: str, head: heads.Head, wanted: dict[str, dict[str, int]], found: Found) -> None:
    booked = {p.id: p.amount for p in head.case.payments if p.id != "ahead"}
    found.looked["payments"] += len(booked)
    found.looked["won booked"] += sum(booked.values())
    if set(wanted["paid"]) - set(booked):
        found.fault("payment lost", case_id)
    if booked != wanted["paid"] or len(head.case.payments) != len(booked) + 1:
        found.fault("payment doubled or changed", case_id)


def _schedule(case_id: str, head: heads.Head, wanted: dict[str, object], found: Found) -> None:
    repayment = sum(run.amount * run.count for run in head.case.runs if run.kind == REPAYMENT)
    if repayment != 60 * AMOUNT:
        found.fault("schedule changed its total", f"{case_id} {repayment}")
    granted = 1 if wanted["final"] == "approved" else 0
    found.looked["deferrals granted"] += len(head.case.reliefs)
    if len(head.case.reliefs) != granted or head.open_reliefs:
        found.fault("deferral doubled or lost", case_id)


def _acknowledged(folder: Path) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for file in folder.glob("acks-*"):
        for line in file.read_text().splitlines():
            who, tab, relief_id = line.partition("\t")
            if tab and len(relief_id) == 25:  # a line cut by a kill was never acknowledged
                found.setdefault(int(who), set()).add(relief_id)
    return found
