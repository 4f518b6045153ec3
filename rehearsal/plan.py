"""What happens when: every event of every applicant, made from a seed, the same in every process."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.aftercare.days import KST

START = date(2026, 11, 2)
DAYS = 61
"""The two months of the announcement, laid on two months for which every value of the law is dated."""
PREPAID = 500_000
AMOUNT = 100_000
REASONS = ("job_loss", "closed_business", "income_drop", "long_illness")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that reaches the service at `at`. kind: submit, pay, decide, supplement."""

    at: datetime
    who: int
    kind: str
    body: dict[str, Any]
    key: str = ""


def day_weights() -> list[float]:
    """Share of the applicants by day: a rush on the first days that fades, weekends quieter (it is online)."""
    weights = [1 + 14 * 0.62**d for d in range(DAYS)]
    return [w * (0.55 if (START + timedelta(days=d)).weekday() >= 5 else 1) for d, w in enumerate(weights)]


def hour_weights() -> list[float]:
    """Share by hour of the day: most at ten in the morning and in the evening, some at night."""
    return [0.4, 0.2, 0.1, 0.1, 0.1, 0.3, 0.8, 2, 4, 9, 12, 9, 6, 6, 6, 5, 5, 4, 4, 5, 6, 5, 3, 1]


class Plan:
    """The plan for `people` applicants."""

    def __init__(self, people: int, seed: int, days: int = DAYS) -> None:
        self.people, self.seed = people, seed
        chance = random.Random(seed)  # noqa: S311
        on = chance.choices(range(days), day_weights()[:days], k=people)
        hours = chance.choices(range(24), hour_weights(), k=people)
        self.arrival = [
            datetime.combine(
                START + timedelta(days=d), time(h, chance.randrange(60), chance.randrange(60)), KST
            )
            for d, h in zip(on, hours, strict=True)
        ]
        self._by_day: dict[date, list[int]] = {}
        for who in range(people):
            for event in self.of(who):
                self._by_day.setdefault(event.at.date(), []).append(who)

    def case_id(self, who: int) -> str:
        return f"c{who:08d}"

    def of(self, who: int) -> list[Event]:
        """All events of one applicant, by arrival."""
        chance = random.Random(f"{self.seed}:{who}")  # noqa: S311
        at = self.arrival[who]
        body = {"kind": "deferral", "reasons": [chance.choice(REASONS)], "months": 6, "channel": "mobile"}
        events = [Event(at, who, "submit", body, "first")]
        if chance.random() < 0.12:  # the same request once more: an impatient finger, a lost answer
            events.append(
                Event(at + timedelta(seconds=chance.randrange(1, 90)), who, "submit", body, "first")
            )
        if chance.random() < 0.05:  # another device, another key
            events.append(
                Event(at + timedelta(minutes=chance.randrange(1, 50)), who, "submit", body, "second")
            )
        events += self._payments(who, at, chance)
        events += self._decisions(who, at, chance)
        return sorted(events, key=lambda e: e.at)

    def _payments(self, who: int, at: datetime, chance: random.Random) -> list[Event]:
        events = []
        for n in range(chance.choices((0, 1, 2), (3, 4, 3))[0]):
            paid = at.date() - timedelta(days=chance.randrange(0, 20))
            body = {
                "reference": f"p{who}-{n}",
                "paid_on": paid.isoformat(),
                "amount": chance.randrange(1_000, 90_000),
            }
            arrives = at + timedelta(hours=chance.randrange(0, 60), minutes=chance.randrange(60))
            events.append(Event(arrives, who, "pay", body))  # later ones may well overtake earlier ones
            if chance.random() < 0.08:
                events.append(Event(arrives + timedelta(minutes=chance.randrange(0, 300)), who, "pay", body))
        return events

    def _decisions(self, who: int, at: datetime, chance: random.Random) -> list[Event]:
        decided = at + timedelta(hours=chance.randrange(2, 60))
        luck = chance.random()
        if luck < 0.80:
            final: dict[str, Any] = {"decision": "approve", "months": 6}
        elif luck < 0.95:
            final = {
                "decision": "reject",
                "because": "요건이 맞지 않습니다. 다른 길을 상담에서 확인해 주세요.",
            }
        else:
            ask = {"decision": "ask_documents", "because": "확인 서류가 필요합니다."}
            events = [Event(decided, who, "decide", ask)]
            handed = decided + timedelta(hours=chance.randrange(5, 40))
            events.append(Event(handed, who, "supplement", {"documents": ["job_loss"]}))
            return [
                *events,
                Event(handed + timedelta(hours=4), who, "decide", {"decision": "approve", "months": 6}),
            ]
        events = [Event(decided, who, "decide", final)]
        if chance.random() < 0.03:
            events.append(Event(decided + timedelta(minutes=2), who, "decide", final))
        return events

    def on(self, day: date, worker: int, workers: int) -> list[Event]:
        """The events of one day for one worker, by arrival."""
        mine = sorted({who for who in self._by_day.get(day, ()) if who % workers == worker})
        events = [event for who in mine for event in self.of(who) if event.at.date() == day]
        return sorted(events, key=lambda e: (e.at, e.who))

    def busy_days(self) -> list[date]:
        """Days on which something arrives."""
        return sorted(self._by_day)

    def days(self) -> Iterator[date]:
        """Every day on which something arrives, and ten more for what is still to be told."""
        last = max(self._by_day, default=START)
        day = START
        while day <= last + timedelta(days=10):
            yield day
            day += timedelta(days=1)

    def wanted(self, who: int) -> dict[str, Any]:
        """What has to stand afterwards: payments by reference, final decision, number of decisions told."""
        events = self.of(who)
        paid = {e.body["reference"]: e.body["amount"] for e in events if e.kind == "pay"}
        told = {
            (e.at, e.body["decision"]) if e.body["decision"] == "ask_documents" else e.body["decision"]
            for e in events
            if e.kind == "decide"
        }
        final = [e.body["decision"] for e in events if e.kind == "decide"][-1]
        return {"paid": paid, "final": "approved" if final == "approve" else "rejected", "told": len(told)}
