"""python -m bench.cost [--check]: writes docs/cost.md from the kept run (docs/bench/baseline.json) and bench/prices.json.

Measured: calls, units, bytes and CPU of every route. Given: prices and use, each an input with its confidence. Money is
exact (Decimal) and rounded half up where it is shown. A price that is not given is left out and named, never guessed.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final

from . import record

PRICES: Final = Path(__file__).with_name("prices.json")
FILE: Final = record.ROOT / "docs" / "cost.md"
PEOPLE: Final = (1_000, 100_000, 45_000_000)
LOADS: Final = (
    "gateway_requests_per_second",
    "lambda_concurrency",
    "lambda_concurrency, turns with a model",
    "table_units_per_second",
)
GB: Final = Decimal(2**30)
OPEN: Final = "POST /v1/sessions"
CHANGE: Final = "PATCH /v1/sessions/{session_id}/person"
ASSESS: Final = "GET /v1/sessions/{session_id}/assessment"
TURN: Final = "POST /v1/sessions/{session_id}/messages"
LOOK: Final = "GET /v1/cases/{case_id}"
PAY: Final = "POST /v1/cases/{case_id}/payments"
MESSAGE_UNITS: Final = {"read_units": Decimal(3), "write_units": Decimal(8), "calls": Decimal(4)}
"""One reminder from ring to record, as `bench.aftercare` and docs/fault-matrix.md count it: batch read and one read,
a transaction of claim and next touch, the record of the outcome."""


@dataclass(frozen=True)
class Work:
    """What one piece of work takes. Seconds and milliseconds are Lambda's, units are DynamoDB's."""

    requests: Decimal = Decimal(0)
    gb_seconds: Decimal = Decimal(0)
    read_units: Decimal = Decimal(0)
    write_units: Decimal = Decimal(0)
    out_bytes: Decimal = Decimal(0)
    queue: Decimal = Decimal(0)
    gateway: Decimal = Decimal(0)

    def __add__(self, other: Work) -> Work:
        return Work(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def times(self, number: Decimal) -> Work:
        return Work(*(getattr(self, f.name) * number for f in fields(self)))


class Inputs:
    """bench/prices.json, numbers as Decimal."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def number(self, *path: str) -> Decimal | None:
        found: Any = self.document
        for step in path:
            found = found[step]
        value = found["value"]
        return None if value is None else Decimal(str(value))

    def given(self, *path: str) -> Decimal:
        value = self.number(*path)
        assert value is not None, path
        return value

    def assumed(self, name: str) -> Decimal:
        return self.given("assumptions", name)

    def use(self, name: str) -> Decimal:
        return self.given("use", name)


def seconds(row: dict[str, Any], inputs: Inputs, wait: Decimal = Decimal(0)) -> Decimal:
    """Lambda's seconds of one request: CPU at the memory's share of a core, calls to the table, other waiting."""
    share = min(Decimal(1), inputs.assumed("api_memory_gb") * 1024 / inputs.assumed("mb_per_cpu"))
    calls = Decimal(str(row["calls"]))
    cpu = (Decimal(str(row["cpu_ms"])) + calls * inputs.assumed("call_cpu_ms")) / share
    return (cpu + calls * inputs.assumed("call_wait_ms")) / 1000 + wait


def work(row: dict[str, Any], inputs: Inputs, wait: Decimal = Decimal(0)) -> Work:
    return Work(
        requests=Decimal(1),
        gb_seconds=seconds(row, inputs, wait) * inputs.assumed("api_memory_gb"),
        read_units=Decimal(str(row["read_units"])),
        write_units=Decimal(str(row["write_units"])),
        out_bytes=Decimal(str(row["answer_bytes"])),
        gateway=Decimal(1),
    )


def won(one: Work, inputs: Inputs) -> Decimal:
    """Won, unrounded."""

    def price(name: str) -> Decimal:
        return inputs.given("prices_usd", name)

    usd = (
        one.requests * (price("lambda_request") + inputs.assumed("log_bytes") / GB * price("log_gb"))
        + one.gateway * price("gateway_request")
        + one.gb_seconds * price("lambda_gb_second")
        + one.read_units * price("table_read_unit")
        + one.write_units * price("table_write_unit")
        + one.queue * price("queue_request")
        + one.out_bytes / GB * price("out_gb")
    )
    return usd * inputs.given("won_per_usd")


def pieces(routes: dict[str, Any], inputs: Inputs) -> dict[str, Work]:
    """The pieces of work that are priced."""
    turn = routes[TURN]
    message = Work(
        requests=Decimal("0.2"),  # ten rings a call at best, two here
        gb_seconds=(MESSAGE_UNITS["calls"] * inputs.assumed("call_wait_ms") + 20) / 1000 / 2,
        read_units=MESSAGE_UNITS["read_units"],
        write_units=MESSAGE_UNITS["write_units"],
        queue=Decimal(3),
    )
    visit = work(routes[OPEN], inputs) + work(routes[CHANGE], inputs).times(inputs.use("answers_per_visit"))
    visit += work(routes[ASSESS], inputs) + work(turn, inputs).times(inputs.use("turns_per_visit"))
    enrolled = work(routes[PAY], inputs) + work(routes[LOOK], inputs).times(
        inputs.use("looks_per_enrolled_month")
    )
    enrolled += message.times(inputs.use("messages_per_enrolled_month"))
    return {
        "one assessment": work(routes[ASSESS], inputs),
        "one turn without a model": work(turn, inputs),
        "one turn with a model": work(turn, inputs, inputs.assumed("model_seconds")),
        "one message, the vendor's price apart": message,
        "one visit (opening, answers, assessment, turns)": visit,
        "one enrolled person and month": enrolled,
    }


def shown(amount: Decimal, places: str = "0.001") -> str:
    """Rounded half up; whole won from a hundred."""
    step = Decimal(1) if amount >= 100 else Decimal(places)
    return f"{amount.quantize(step, ROUND_HALF_UP):,}"


def month(people: int, found: dict[str, Work], inputs: Inputs) -> Decimal:
    """Won a month."""
    visits = people * inputs.use("visits_per_person_month")
    enrolled = people * inputs.use("enrolled_share")
    whole = found["one visit (opening, answers, assessment, turns)"].times(visits)
    whole += found["one enrolled person and month"].times(enrolled)
    held = (
        enrolled
        * inputs.use("held_kb_per_enrolled")
        * 1024
        / GB
        * inputs.given("prices_usd", "table_gb_month")
    )
    return won(whole, inputs) + held * inputs.given("won_per_usd")


def peak(people: int, found: dict[str, Work], inputs: Inputs) -> dict[str, Decimal]:
    """Load in the busiest hour, by quota: requests, table units and index writes a second, executions at once."""
    visits = people * inputs.use("surge_share_hour") / 3600
    messages = people * inputs.use("enrolled_share") / 3600
    visit = found["one visit (opening, answers, assessment, turns)"]
    thinking = visits * inputs.use("turns_per_visit") * inputs.assumed("model_seconds")
    busy = visits * visit.gb_seconds / inputs.assumed("api_memory_gb")
    return {
        "gateway_requests_per_second": visits * visit.gateway,
        "lambda_concurrency": busy,
        "lambda_concurrency, turns with a model": busy + thinking,
        "table_units_per_second": visits * visit.write_units + messages * MESSAGE_UNITS["write_units"],
        "due_writes_per_second": messages * 4,
    }


def page() -> str:
    """The document."""
    inputs = Inputs(json.loads(PRICES.read_text(encoding="utf-8")))
    _, routes = record.read()
    found = pieces(routes, inputs)
    prices, document = inputs.document["prices_usd"], inputs.document
    missing = [
        n for kind in ("prices_usd", "prices_won") for n, p in document[kind].items() if p["value"] is None
    ]
    out = [
        "# What it costs\n",
        "Made by `python -m bench.cost` from measured calls, units, bytes and CPU (`docs/bench/baseline.json`) and from the "
        f"inputs in `bench/prices.json` ({document['source']}; {document['dated']}). Every price, the rate of exchange and "
        "the use are assumptions that the operator has to confirm: change the file and run the command again. Taxes, "
        "support, CloudFront, the firewall and free tiers are left out.\n",
        f"Not given and so not in any sum: {', '.join(f'`{name}`' for name in missing)}. A turn with a model adds its "
        f"tokens ({inputs.assumed('model_tokens_in')} in, {inputs.assumed('model_tokens_out')} out by assumption) at the "
        "endpoint's price.\n",
        "## Each piece of work\n",
        "| | won | Lambda GB-seconds | read units | write units | KB sent |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, one in found.items():
        kb = shown(one.out_bytes / 1024, "0.1")
        units = f"{one.read_units.normalize():f} | {one.write_units.normalize():f}"
        out.append(
            f"| {name} | {shown(won(one, inputs))} | {shown(one.gb_seconds, '0.0001')} | {units} | {kb} |"
        )
    out += [
        "\n## A month, and the busiest hour\n",
        "| people | won a month | requests a second | at once | at once with a model | write units a second |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for people in PEOPLE:
        load = peak(people, found, inputs)
        shown_loads = [shown(load[name], "0.1") for name in LOADS]
        out.append(f"| {people:,} | {shown(month(people, found, inputs), '1')} | {' | '.join(shown_loads)} |")
    out += ["\n## Where a quota binds\n", *_quotas(found, inputs), "\n## Inputs\n"]
    out += ["| input | value | meaning | confidence |", "| --- | ---: | --- | --- |"]
    out += [
        f"| `{n}` | {p['value'] or '–'} USD | {p['per']} | {p['confidence']} |" for n, p in prices.items()
    ]
    out += [
        f"| `{n}` | {p['value'] or '–'} won | {p['per']} | {p['confidence']} |"
        for n, p in document["prices_won"].items()
    ]
    rate_ = document["won_per_usd"]
    out.append(f"| `won_per_usd` | {rate_['value']} | {rate_['says']} | {rate_['confidence']} |")
    for kind in ("assumptions", "use"):
        out += [f"| `{n}` | {p['value']} | {p['says']} | assumption |" for n, p in document[kind].items()]
    return "\n".join(out) + "\n"


def _quotas(found: dict[str, Work], inputs: Inputs) -> list[str]:
    """People at which the peak reaches each quota, the scarcest first."""
    loads = peak(1_000_000, found, inputs)
    quotas = inputs.document["quotas"]
    rows = sorted(
        (int(_quota(quotas, name)["value"] / (load / 1_000_000)), name) for name, load in loads.items()
    )
    out = ["| quota | value | reached at about | raise |", "| --- | ---: | ---: | --- |"]
    for people, name in rows:
        rounded = round(people, -len(str(people)) + 2)
        quota = _quota(quotas, name)
        out.append(f"| {name} | {quota['value']:,} | {rounded:,} people | {quota['raise']} |")
    return out


def _quota(quotas: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = quotas[name.partition(",")[0]]
    return found


def main(argv: list[str]) -> int:
    made = page()
    if "--check" in argv:
        return int(FILE.read_text(encoding="utf-8") != made)
    FILE.write_text(made, encoding="utf-8")
    print(f"wrote docs/{FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
