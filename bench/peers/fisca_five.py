"""The same five conditions written in OpenFisca-core: a peer for `bench.assess --fisca`, run in its own environment.

About 10 parameters and 20 variables; one person, verdict and verdict with trace. Prints one JSON line.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from openfisca_core import entities, periods, simulation_builder, taxbenefitsystems, variables
from openfisca_core.periods import DateUnit

PERSON = entities.Entity("person", "persons", "A person", "")


def variable(name: str, kind: type, formula: Any = None) -> Any:
    body = {"value_type": kind, "entity": PERSON, "definition_period": DateUnit.MONTH, "label": name}
    if formula is not None:
        body["formula"] = formula
    return type(name, (variables.Variable,), body)


INPUTS = [
    variable(name, float)
    for name in ("income", "dependants", "unsecured", "secured", "overdue", "assets", "new_debt")
]
MEDIANS = (2564238, 4199292, 5359036, 6494738, 7556719, 8555952)


def living(person: Any, period: Any) -> Any:
    size = person("dependants", period)
    return sum((size == place) * round(median * 0.6) for place, median in enumerate(MEDIANS))


FORMULAS = {
    "living": (float, living),
    "spare": (float, lambda person, period: person("income", period) - person("living", period)),
    "total": (float, lambda person, period: person("unsecured", period) + person("secured", period)),
    "within_total": (bool, lambda person, period: person("total", period) <= 1_500_000_000),
    "within_unsecured": (bool, lambda person, period: person("unsecured", period) <= 500_000_000),
    "within_secured": (bool, lambda person, period: person("secured", period) <= 1_000_000_000),
    "fresh_ok": (bool, lambda person, period: person("new_debt", period) < 0.3 * person("total", period)),
    "member_ok": (
        bool,
        lambda person, period: (
            person("within_total", period)
            * person("within_unsecured", period)
            * person("within_secured", period)
            * person("fresh_ok", period)
        ),
    ),
    "fast_track": (
        bool,
        lambda person, period: person("member_ok", period) * (person("overdue", period) <= 30),
    ),
    "pre_workout": (
        bool,
        lambda person, period: (
            person("member_ok", period)
            * (person("overdue", period) >= 31)
            * (person("overdue", period) <= 89)
        ),
    ),
    "individual_workout": (
        bool,
        lambda person, period: person("member_ok", period) * (person("overdue", period) >= 90),
    ),
    "court_unsecured": (bool, lambda person, period: person("unsecured", period) <= 1_000_000_000),
    "court_secured": (bool, lambda person, period: person("secured", period) <= 1_500_000_000),
    "reaches": (bool, lambda person, period: person("spare", period) * 33.772 >= person("assets", period)),
    "individual_rehabilitation": (
        bool,
        lambda person, period: (
            person("court_unsecured", period)
            * person("court_secured", period)
            * (person("spare", period) > 0)
            * person("reaches", period)
        ),
    ),
    "bankruptcy_discharge": (
        bool,
        lambda person, period: (
            (person("spare", period) <= 0) * (person("assets", period) < person("total", period))
        ),
    ),
}
WANTED = (
    "fast_track",
    "pre_workout",
    "individual_workout",
    "individual_rehabilitation",
    "bankruptcy_discharge",
)
ANSWERS = {
    "income": 4200000,
    "dependants": 3,
    "unsecured": 62000000,
    "secured": 0,
    "overdue": 110,
    "assets": 0,
    "new_debt": 0,
}


def main() -> None:
    system = taxbenefitsystems.TaxBenefitSystem([PERSON])
    for one in INPUTS:
        system.add_variable(one)
    for name, (kind, formula) in FORMULAS.items():
        system.add_variable(variable(name, kind, formula))
    period = periods.period("2026-11")

    def once(trace: bool) -> list[bool]:
        made = simulation_builder.SimulationBuilder().build_default_simulation(system, count=1)
        made.trace = trace
        for name, value in ANSWERS.items():
            made.set_input(name, period, [value])
        return [bool(made.calculate(name, period)[0]) for name in WANTED]

    assert once(False) == [False, False, True, True, False]

    def why() -> None:
        """What OpenFisca has for "what would change it": the trace, and one more simulation a closed way."""
        once(True)
        for _ in range(len(WANTED) - 2):
            once(False)

    found = {"one": micro(lambda: once(False)), "trace": micro(lambda: once(True)), "why": micro(why)}
    print(json.dumps(found))


def micro(work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(40):
        start = time.process_time()
        for _ in range(5):
            work()
        taken.append((time.process_time() - start) / 5 * 1e6)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
