"""How each card is built: the trend a citizen expects of every number, segments, smallest bins. Data, no code."""

from __future__ import annotations

from dataclasses import dataclass, field

SEED = 20261122
PDO = 40
AVERAGE_POINTS = 600


@dataclass(frozen=True)
class Setting:
    """`trends`: "up" = a higher number means more risk. `segment`: as in the card file. `price`: value a cut must earn."""

    trends: dict[str, str]
    categories: tuple[str, ...] = ()
    segment: dict[str, object] | None = None
    specials: dict[str, tuple[float, ...]] = field(default_factory=dict)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    min_share: float = 0.02
    price: float = 0.0005
    ridge: float = 2.0
    smooth: float = 1.0
    pdo: int = PDO

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.trends, *self.categories)


APPLICATION = Setting(
    trends={"loan_to_income": "up", "income_multiple": "down", "employment_years": "down"},
    categories=("defaulted_before", "loan_purpose"),
    segment={
        "on": "housing",
        "values": {"own": "own", "monthly_rent": "monthly_rent"},
        "default": "any_home",
    },
    ranges={
        "loan_to_income": (0.0, 1000.0),
        "income_multiple": (0.0, 100000.0),
        "employment_years": (0.0, 80.0),
    },
)

BEHAVIOUR = Setting(
    trends={
        "late_now": "up",
        "worst_before": "up",
        "months_late": "up",
        "months_unpaid": "up",
        "paid_of_limit": "down",
        "paid_share": "down",
        "utilisation": "up",
        "limit_multiple": "down",
    },
    segment={"on": "worst_6m", "edges": [1.0], "names": ["clean", "late"], "default": "any_record"},
    specials={"paid_share": (-1.0,)},
    ranges={
        "late_now": (0.0, 120.0),
        "worst_before": (0.0, 120.0),
        "months_late": (0.0, 6.0),
        "months_unpaid": (0.0, 6.0),
        "paid_of_limit": (0.0, 10.0),
        "paid_share": (0.0, 10.0),
        "utilisation": (-10.0, 10.0),
        "limit_multiple": (0.0, 100000.0),
    },
)

GERMAN = Setting(
    trends={
        "duration_months": "up",
        "amount": "auto",
        "instalment": "auto",
        "savings": "auto",
        "employment_duration": "auto",
        "installment_rate": "auto",
        "present_residence": "auto",
        "property": "auto",
    },
    categories=(
        "status",
        "credit_history",
        "purpose",
        "other_debtors",
        "other_installment_plans",
        "housing",
        "number_credits",
        "job",
    ),
    specials={"savings": (-1.0,)},
    min_share=0.05,
    price=0.008,
)

PANEL = Setting(trends={"late_now": "up", "worst_before": "up", "months_late": "up"}, min_share=0.005)
