"""The assessment, as ratios in one run: beside the bare arithmetic by hand, its imports, questions to a decision, batch.

Run: python -m bench.assess [--fisca]  (with --fisca the same five conditions in OpenFisca-core, in its own environment)
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from bench.fresh import medians
from chalicelib.assess.api import UNITS, assess, verdicts, weigh
from chalicelib.assess.compare import compare
from chalicelib.assess.facts import case_of
from chalicelib.assess.person import Person
from chalicelib.assess.remedies import all_remedies
from chalicelib.assess.remedy import Option, describe_estimate
from chalicelib.law import Law, law_as_of
from chalicelib.rules import describe
from tests.assess.cases import load, person_of

DAY = date(2026, 11, 22)
B = {
    "age": 45,
    "household_size": 4,
    "dependants": 3,
    "region": "seoul",
    "employment": "employee",
    "monthly_income": 4_200_000,
    "income_regular": True,
    "debts": [
        {
            "kind": "credit_loan",
            "creditor": "bank",
            "ccrs_member": True,
            "principal": 62_000_000,
            "interest_due": 0,
            "annual_rate": Decimal("14.9"),
            "days_overdue": 110,
            "opened_on": "2021-05-03",
        }
    ],
    "assets": [],
}


def by_hand(income: int, dependants: int, debts: list[tuple[int, int, int]], assets: int) -> dict[str, Any]:
    """The bare arithmetic of the same answer for the same person, exact: sums, limits, brackets, living cost, plan with
    its present value, cut by class, costs. No finding, no margin, no sentence, no citation, nothing looked up."""
    medians = (2_564_238, 4_199_292, 5_359_036, 6_494_738, 7_556_719, 8_555_952)
    living = int((medians[dependants] * Decimal(60) / 100).quantize(Decimal(1), ROUND_HALF_UP))
    owed = sum(principal + interest for principal, interest, _ in debts)
    principal = sum(one for one, _, _ in debts)
    late = max(days for _, _, days in debts)
    spare = income - living
    exempt = int(medians[3] * Decimal("0.4") * 6)
    worth = max(0, assets - exempt)
    fits = owed <= 1_500_000_000 and owed <= 500_000_000
    step = Decimal(5) / 1200
    factor = 3 + (1 - (1 + step) ** -33) / step
    least = int(owed * Decimal(3) / 100) + 1_000_000 if owed >= 50_000_000 else owed // 20
    months, paid = 36, min(spare * 36, owed)
    stands = spare > 0 and int(spare * factor) >= max(min(worth, owed), min(least, 30_000_000))
    court = 27_000 + 4_000 + (10 + 8 * len(debts)) * 5_640
    excess = Decimal(principal - 36 * spare) / 1_000_000
    cuts = []
    for base, slope, top in (
        (Decimal(0), Decimal("0.83"), Decimal(30)),
        (Decimal(20), Decimal("1.38"), Decimal(70)),
    ):
        point = base if excess <= 0 else top if excess > 36 else base + slope * excess
        cuts += [max(base, point - 10), min(top, point + 10)]
    low, high = (principal - int(principal * cut / 100) for cut in (max(cuts), min(cuts)))
    terms = [max(1, min(96, -(-rest // spare))) if spare > 0 else 96 for rest in (low, high)]
    return {
        "verdicts": (
            fits and late <= 30,
            fits and 31 <= late <= 89,
            fits and late >= 90,
            stands,
            spare <= 0 and assets < owed,
        ),
        "rehabilitation": (spare, months, paid, owed - paid, court, court + 150_000 + (paid + 50) // 100),
        "workout": (low, high, *terms, -(-low // terms[0]), -(-high // terms[1])),
        "worth": (worth, assets - owed, spare - 0),
    }


def same_answer(hand: dict[str, Any], answer: dict[str, Any]) -> None:
    """A comparison of times means nothing where the answers differ."""
    options = {option["remedy"]: option for option in answer["options"]}
    plan, cut = options["individual_rehabilitation"]["estimate"], options["individual_workout"]["estimate"]
    spare, months, paid, forgiven, low, high = hand["rehabilitation"]
    assert (plan["monthly_payment"]["high"], plan["months"]["high"], plan["total_paid"]["high"]) == (
        spare,
        months,
        paid,
    )
    assert plan["forgiven"]["high"] == forgiven and plan["fees"] == {"low": low, "high": high}
    assert cut["total_paid"] == {"low": hand["workout"][0], "high": hand["workout"][1]}
    assert cut["months"] == {"low": hand["workout"][2], "high": hand["workout"][3]}


def micro(work: Callable[[], Any], seconds: float = 1.0) -> float:
    """Median of batches, microseconds of CPU."""
    work()
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(taken) < 5:
        start = time.process_time()
        for _ in range(20):
            work()
        taken.append((time.process_time() - start) / 20 * 1e6)
    return statistics.median(taken)


FIVE = (
    "self_repayment",
    "fast_track",
    "pre_workout",
    "individual_workout",
    "individual_rehabilitation",
    "bankruptcy_discharge",
)


def five(person: Person, law: Law) -> list[dict[str, Any]]:
    """Findings with margins and citations, and estimates, of what `by_hand` reckons."""
    case = case_of(person, law)
    made = []
    for remedy in all_remedies():
        if remedy.code in FIVE:
            option = Option(remedy, case)
            found = [describe(finding, UNITS, law) for finding in option.findings]
            estimate = None if option.verdict == "closed" else describe_estimate(option.estimate, case)
            made.append(
                {"remedy": remedy.code, "verdict": option.verdict, "findings": found, "estimate": estimate}
            )
    return made


def one_person() -> dict[str, float]:
    person = Person.parse(json.loads(json.dumps(B, default=str), parse_float=Decimal) | {"debts": B["debts"]})
    law = law_as_of(DAY)
    same_answer(by_hand(4_200_000, 3, [(62_000_000, 0, 110)], 0), assess(person, DAY))
    hand = micro(lambda: by_hand(4_200_000, 3, [(62_000_000, 0, 110)], 0))
    rows = {
        "the bare arithmetic by hand": hand,
        "verdicts of every remedy": micro(lambda: verdicts(person, DAY)),
        "verdicts and estimates": micro(
            lambda: [o.estimate for o in weigh(case_of(person, law)) if o.verdict != "closed"]
        ),
        "assess(): findings, sentences, citations, changes": micro(lambda: assess(person, DAY)),
        "the five remedies and going on as now, the same": micro(lambda: five(person, law)),
        "compare(): with schedules and stress": micro(lambda: compare(person, DAY)),
    }
    print("one person (golden B), microseconds of CPU, median")
    for name, value in rows.items():
        print(f"  {name:<52}{value:>10.1f}{value / hand:>9.1f} x hand")
    print(
        "  wanted: the five at most 100 x and about 1,000; every remedy at most 5,000; verdicts at most 300"
    )
    return rows


def imports() -> None:
    core = "from chalicelib.assess.api import assess"
    loaded = f"{core}; from chalicelib.assess.remedies import all_remedies; from chalicelib.law import keys; all_remedies(); keys()"
    bare, api, ours, chalice = medians(["pass", core, loaded, "import chalice.app"])
    print("\nimport in a fresh interpreter, bytecode cached, milliseconds of CPU, median of 15")
    print(
        f"  python -c pass {bare:.0f}; assessment +{api - bare:.0f}, with every remedy and law value +{ours - bare:.0f} (wanted +50)"
    )
    print(f"  chalice +{chalice - bare:.0f}")


def questions() -> None:
    """How many of the derived questions a golden person must answer until the recommended way is decided."""
    counts, full = [], []
    for case in load("golden.yaml"):
        whole = person_of(case)
        day = case["as_of"] if isinstance(case["as_of"], date) else date.fromisoformat(case["as_of"])
        told: dict[str, Any] = {}
        asked, goal = 0, {o["remedy"]: o["verdict"] for o in assess(whole, day)["options"]}
        while asked < 40:
            now = assess(Person(**told), day)
            if {o["remedy"]: o["verdict"] for o in now["options"]} == goal:
                break
            waiting = [q["pointer"].split("/")[1] for q in now["next_questions"]]
            fresh = [name for name in waiting if name not in told and getattr(whole, name) is not None]
            if not fresh:
                break
            told[fresh[0]] = getattr(whole, fresh[0])
            asked += 1
        counts.append(asked)
        full.append(sum(getattr(whole, name) is not None for name in Person.fields))
    mean, every = statistics.mean(counts), statistics.mean(full)
    print(
        f"\nquestions until every verdict is as with all answers: mean {mean:.1f} (of {every:.1f} answers given), most {max(counts)}"
    )


def batch(count: int = 6_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        command = [
            sys.executable,
            "-m",
            "dasibom",
            "assess",
            "--generate",
            str(count),
            "--out",
            str(out),
            "--as-of",
            "2026-11-22",
        ]
        for workers in (1, 2):
            out.unlink(missing_ok=True)
            start = time.perf_counter()
            subprocess.run([*command, "--workers", str(workers)], check=True, stderr=subprocess.DEVNULL)
            print(
                f"  {workers} process(es): {count / (time.perf_counter() - start):>7,.0f} people a second, start included"
            )


def fisca(ours: dict[str, float]) -> None:
    """The same five conditions in OpenFisca-core, in an environment of its own (development only)."""
    home = Path(".venv-fisca")
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "-r", "requirements-bench.txt"], check=True
        )
    out = subprocess.run(
        [str(python), "bench/peers/fisca_five.py"],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": "."},
    )
    theirs = json.loads(out.stdout.splitlines()[-1])
    print("\nfive conditions in OpenFisca-core, microseconds of CPU, and how often ours fits into it")
    mine = ours["verdicts of every remedy"]
    print(
        f"  verdict of one person {theirs['one']:>10.0f}{theirs['one'] / mine:>9.1f} x our verdicts of every remedy"
    )
    whole = ours["the five remedies and going on as now, the same"]
    print(
        f"  with trace            {theirs['trace']:>10.0f}{theirs['trace'] / whole:>9.1f} x our findings, margins, citations, estimates"
    )
    print(
        f"  with trace and why-not{theirs['why']:>10.0f}{theirs['why'] / whole:>9.1f} x the same (our margins are the why-not)"
    )


if __name__ == "__main__":
    measured = one_person()
    imports()
    questions()
    print("\nmany people")
    batch()
    if "--fisca" in sys.argv:
        fisca(measured)
